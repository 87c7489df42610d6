#include "commands/mcp/mcpcallcommand.h"

#include "commands/mcp/mcpcontenttext.h"
#include "format.h"
#include "mcp/jsontext.h"
#include "mcpcallaction.h"
#include "printabletext.h"

#include <algorithm>

namespace qd {

McpCallCommand::McpCallCommand(const CliContext &context, const McpPlace &place, QString tool, QString arguments, QString meta)
    : McpCommand(context, place), m_tool(std::move(tool)), m_arguments(std::move(arguments)), m_meta(std::move(meta))
{
}

/// The list first: it has the schema that the answer is checked against, and says whether the tool only reads.
void McpCallCommand::run()
{
    session().listTools(this, [this](const Result<QList<McpTool>> &tools) { admit(tools.value_or(QList<McpTool>())); });
}

void McpCallCommand::admit(const QList<McpTool> &tools)
{
    if (isEnding())
        return;
    const bool isReading = std::ranges::any_of(tools, [this](const McpTool &tool) { return tool.name == m_tool && tool.isReadOnly.value_or(false); });
    if (!place().session || isReading)
        return call();
    m_guard = std::make_unique<CliGuard>(streams(), clock(), place().session->profile(), place().guard);
    m_guard->guard().admit(mcpCallAction(place().config.id, m_tool, m_arguments), this, [this](const Result<WriteTicket> &ticket) {
        if (!ticket)
            return fail(ticket.error());
        m_ticket = *ticket;
        call();
    });
}

void McpCallCommand::call()
{
    session().callTool(m_tool, m_arguments, this,
                       [this](const Result<McpCallResult> &result) {
                           settle(result);
                           if (result)
                               report(*result);
                           else
                               fail(result.error());
                       },
                       [this](const McpProgress &progress) {
                           if (!isJson())
                               streams().complain(QStringLiteral("%1%2 %3").arg(format::number(progress.progress), progress.total ? QString(u'/' + format::number(*progress.total)) : QString(),
                                                                                printableText(progress.message)));
                       },
                       {.isTask = false, .taskTtl = {}, .meta = m_meta});
}

void McpCallCommand::settle(const Result<McpCallResult> &result)
{
    if (m_ticket)
        m_guard->guard().settle(*m_ticket, mcpCallOutcome(result));
    m_ticket.reset();
}

void McpCallCommand::report(const McpCallResult &result)
{
    if (isJson()) {
        streams().print(indentedJson(result.raw, result.raw.size() * 8).toUtf8() + '\n');
    } else {
        for (const McpContent &part : result.content)
            streams().print(contentText(part) + u'\n');
        if (result.content.isEmpty() && !result.structured.isEmpty())
            streams().print(printableLines(indentedJson(result.structured)) + u'\n');
    }
    for (const QString &warning : result.warnings)
        streams().complain(QStringLiteral("warning: ") + printableText(warning));
    if (result.isError)
        streams().complain(QStringLiteral("The tool reports a failure."));
    end(result.isError ? ExitCode::Failed : ExitCode::Healthy);
}

} // namespace qd
