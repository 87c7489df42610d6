#include "commands/mcp/mcplistcommand.h"

#include "commands/mcp/runreport.h"
#include "mcp/jsonslice.h"
#include "mcp/jsontext.h"
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

/// The items as the server wrote them.
template<typename T>
QByteArray asSent(const QList<T> &items)
{
    QByteArrayList sent;
    for (const T &item : items)
        sent << item.raw.toUtf8();
    return '[' + sent.join(',') + ']';
}

} // namespace

void McpListCommand::run()
{
    if (!session().info()->hasTools)
        return listPrompts();
    session().listTools(this, [this](const Result<QList<McpTool>> &tools) {
        if (!tools)
            return fail(tools.error());
        m_tools = *tools;
        listPrompts();
    });
}

void McpListCommand::listPrompts()
{
    if (!session().info()->hasPrompts)
        return listResources();
    session().listPrompts(this, [this](const Result<QList<McpPrompt>> &prompts) {
        if (!prompts)
            return fail(prompts.error());
        m_prompts = *prompts;
        listResources();
    });
}

void McpListCommand::listResources()
{
    if (!session().info()->hasResources)
        return report();
    session().listResources(this, [this](const Result<QList<McpResource>> &resources) {
        if (!resources)
            return fail(resources.error());
        m_resources = *resources;
        report();
    });
}

void McpListCommand::report()
{
    if (isJson()) {
        streams().print(jsonReport());
        return end(ExitCode::Healthy);
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
    end(ExitCode::Healthy);
}

/// What is offered is printed as the server wrote it.
QByteArray McpListCommand::jsonReport()
{
    const McpServerInfo &info = *session().info();
    const QByteArray text = "{\"server\":{\"name\":" + jsonslice::quoted(info.name) + ",\"version\":" + jsonslice::quoted(info.version)
        + ",\"protocolVersion\":" + jsonslice::quoted(info.protocolVersion) + "},\"instructions\":" + jsonslice::quoted(info.instructions) + ",\"tools\":" + asSent(m_tools) + ",\"prompts\":"
        + asSent(m_prompts) + ",\"resources\":" + asSent(m_resources)
        + (signIn() && signIn()->hasTrail() ? QByteArray(",\"signIn\":" + signIn()->trailJson()) : QByteArray()) + '}';
    return indentedJson(QString::fromUtf8(text), text.size() * 8).toUtf8() + '\n';
}

} // namespace qd
