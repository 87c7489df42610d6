#include "commands/mcp/mcplistcommand.h"

#include "mcp/jsonslice.h"
#include "mcp/jsontext.h"
#include "printabletext.h"
#include "texttable.h"

#include <nlohmann/json.hpp>

namespace qd {

namespace {

using Json = nlohmann::ordered_json;

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

Json promptJson(const McpPrompt &prompt)
{
    Json arguments = Json::array();
    for (const McpPromptArgument &argument : prompt.arguments)
        arguments.push_back({{"name", argument.name.toStdString()}, {"description", argument.description.toStdString()}, {"required", argument.isRequired}});
    return {{"name", prompt.name.toStdString()}, {"title", prompt.title.toStdString()}, {"description", prompt.description.toStdString()}, {"arguments", arguments}};
}

Json resourceJson(const McpResource &resource)
{
    return {{resource.isTemplate ? "uriTemplate" : "uri", resource.uri.toStdString()}, {"name", resource.name.toStdString()},
            {"title", resource.title.toStdString()}, {"description", resource.description.toStdString()}, {"mimeType", resource.mimeType.toStdString()}};
}

template<typename T, typename Make>
QByteArray jsonList(const QList<T> &items, Make make)
{
    Json list = Json::array();
    for (const T &item : items)
        list.push_back(make(item));
    return QByteArray::fromStdString(list.dump(-1, ' ', false, Json::error_handler_t::replace));
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
    const McpServerInfo &info = *session().info();
    streams().print(printableText(QStringLiteral("%1 %2, MCP %3").arg(info.name, info.version, info.protocolVersion)) + QStringLiteral("\n\n"));
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

/// Tools as the server wrote them.
QByteArray McpListCommand::jsonReport()
{
    const McpServerInfo &info = *session().info();
    QByteArrayList tools;
    for (const McpTool &tool : m_tools)
        tools << tool.raw.toUtf8();
    const QByteArray text = "{\"server\":{\"name\":" + jsonslice::quoted(info.name) + ",\"version\":" + jsonslice::quoted(info.version)
        + ",\"protocolVersion\":" + jsonslice::quoted(info.protocolVersion) + "},\"instructions\":" + jsonslice::quoted(info.instructions) + ",\"tools\":[" + tools.join(',') + "],\"prompts\":"
        + jsonList(m_prompts, promptJson) + ",\"resources\":" + jsonList(m_resources, resourceJson)
        + (signIn() && signIn()->hasTrail() ? QByteArray(",\"signIn\":" + signIn()->trailJson()) : QByteArray()) + '}';
    return indentedJson(QString::fromUtf8(text), text.size() * 8).toUtf8() + '\n';
}

} // namespace qd
