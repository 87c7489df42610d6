#include "commands/mcp/mcplistcommand.h"

#include "commands/mcp/runreport.h"
#include "mcp/jsonslice.h"
#include "mcp/jsontext.h"
#include "mcp/sentitems.h"
#include "printabletext.h"
#include "texttable.h"

namespace qd {

namespace {

QString hintsOf(const McpTool &tool)
{
    QStringList hints;
    if (tool.isReadOnly.value_or(false))
        hints << QStringLiteral("read-only");
    else if (tool.isDestructive.value_or(false))
        hints << QStringLiteral("destructive");
    return hints.join(u' ');
}

QString firstLine(const QString &text) { return text.trimmed().section(u'\n', 0, 0); }

} // namespace

void McpListCommand::run()
{
    if (!session().info()->hasTools)
        return listPrompts();
    session().listTools(this, [this](const Result<QList<McpTool>> &tools) {
        if (tools)
            m_tools = *tools;
        else if (!isPassed("tools", tools.error()))
            return;
        listPrompts();
    });
}

void McpListCommand::listPrompts()
{
    if (!session().info()->hasPrompts)
        return listResources();
    session().listPrompts(this, [this](const Result<QList<McpPrompt>> &prompts) {
        if (prompts)
            m_prompts = *prompts;
        else if (!isPassed("prompts", prompts.error()))
            return;
        listResources();
    });
}

void McpListCommand::listResources()
{
    if (!session().info()->hasResources)
        return report();
    session().listResources(this, [this](const Result<QList<McpResource>> &resources) {
        if (resources)
            m_resources = *resources;
        else if (!isPassed("resources", resources.error()))
            return;
        report();
    });
}

/// A list that the server itself refuses does not hide the others; anything else ends the command.
bool McpListCommand::isPassed(const char *list, const Error &error)
{
    if (error.vendorCode.isEmpty() || error.kind == ErrorKind::Unauthorized || error.kind == ErrorKind::Forbidden) {
        fail(error);
        return false;
    }
    m_ending = mcpExitCodeOf(error);
    m_refused.append({QString::fromLatin1(list), error});
    return true;
}

void McpListCommand::report()
{
    if (m_refused.size() == 1 && m_tools.isEmpty() && m_prompts.isEmpty() && m_resources.isEmpty())
        return fail(m_refused.constFirst().second);
    for (const auto &[list, error] : std::as_const(m_refused))
        streams().complain(printableText(QStringLiteral("the list of %1 is missing: %2").arg(list, error.message)));
    if (isJson()) {
        streams().print(jsonReport());
        return end(m_ending);
    }
    streams().print(serverLine(*session().info()));
    TextTable table({{.title = QStringLiteral("KIND")}, {.title = QStringLiteral("NAME")}, {.title = QStringLiteral("HINT")},
                     {.title = QStringLiteral("DESCRIPTION"), .maxWidth = 80}});
    for (const McpTool &tool : m_tools)
        table.addRow({QStringLiteral("tool"), tool.name, hintsOf(tool), firstLine(tool.description)});
    for (const McpPrompt &prompt : m_prompts)
        table.addRow({QStringLiteral("prompt"), prompt.name, QString(), firstLine(prompt.description)});
    for (const McpResource &resource : m_resources)
        table.addRow({resource.isTemplate ? QStringLiteral("template") : QStringLiteral("resource"), resource.uri, QString(), firstLine(resource.name)});
    streams().print(table.text());
    end(m_ending);
}

QByteArray McpListCommand::refusedJson() const
{
    QByteArrayList refused;
    for (const auto &[list, error] : m_refused)
        refused << jsonslice::quoted(list) + ':' + jsonslice::quoted(error.message);
    return refused.isEmpty() ? QByteArray() : QByteArray(",\"refused\":{" + refused.join(',') + '}');
}

/// What is offered is printed as the server wrote it.
QByteArray McpListCommand::jsonReport()
{
    const McpServerInfo &info = *session().info();
    const QByteArray shown = "{\"server\":{\"name\":" + jsonslice::quoted(info.name) + ",\"version\":" + jsonslice::quoted(info.version)
        + ",\"protocolVersion\":" + jsonslice::quoted(info.protocolVersion) + "},\"instructions\":" + jsonslice::quoted(info.instructions) + ",\"tools\":" + sentArray(m_tools) + ",\"prompts\":"
        + sentArray(m_prompts) + ",\"resources\":" + sentArray(m_resources) + refusedJson() + '}';
    return withTrail(indentedJson(QString::fromUtf8(shown), shown.size() * 8).toUtf8() + '\n');
}

} // namespace qd
