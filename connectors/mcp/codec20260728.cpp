#include "mcp/codec20260728.h"

#include "mcp/clientcodec.h"
#include "mcp/contentcodec.h"
#include "mcp/jsonslice.h"
#include "mcp/metaobject.h"
#include "mcp/paramheaders.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace qd {

namespace {

using nlohmann::json;

constexpr const char *tasksExtension = "io.modelcontextprotocol/tasks";

QByteArray metaMember(const char *name, const QByteArray &value) { return QByteArray("\"io.modelcontextprotocol/") + name + "\":" + value; }

/// The client's capabilities with the extensions that we speak.
QByteArray modernAbilities(const McpAbilities &abilities)
{
    const QByteArray object = clientcodec::encodeAbilities(abilities);
    return object.chopped(1) + (object.size() > 2 ? "," : "") + "\"extensions\":{\"" + tasksExtension + "\":{}}}";
}

QByteArray textArray(const QStringList &texts)
{
    QByteArrayList made;
    for (const QString &text : texts)
        made << jsonslice::quoted(text);
    return '[' + made.join(',') + ']';
}

bool tellsChanges(const json &capabilities, const char *what)
{
    const auto part = capabilities.find(what);
    return part != capabilities.end() && part->is_object() && contentcodec::memberFlag(*part, "listChanged").value_or(false);
}

void readServer(const json &server, McpServerInfo &info)
{
    info.name = contentcodec::memberText(server, "name", 256);
    info.title = contentcodec::memberText(server, "title", 256);
    info.version = contentcodec::memberText(server, "version", 64);
}

void readCapabilities(const json &can, McpServerInfo &info)
{
    info.hasTools = can.contains("tools");
    info.hasPrompts = can.contains("prompts");
    info.hasResources = can.contains("resources");
    info.hasLogging = can.contains("logging");
    info.hasCompletions = can.contains("completions");
    if (const auto resources = can.find("resources"); resources != can.end() && resources->is_object())
        info.hasSubscriptions = contentcodec::memberFlag(*resources, "subscribe").value_or(false);
    if (const auto extensions = can.find("extensions"); extensions != can.end() && extensions->is_object())
        info.hasTasks = extensions->contains(tasksExtension);
}

} // namespace

McpRequest Codec20260728::discover() const { return {.method = QStringLiteral("server/discover"), .params = "{}"}; }

Error Codec20260728::revisionRefusal(const QStringList &theirs)
{
    const QString named = theirs.join(QStringLiteral(", ")).left(200);
    return {.kind = ErrorKind::Protocol,
            .message = named.isEmpty() ? QStringLiteral("The server names no revision of MCP that it speaks.")
                                       : QStringLiteral("The server speaks MCP %1; this program speaks 2026-07-28 and, with initialize, the revisions before it.").arg(named)};
}

Result<McpServerInfo> Codec20260728::decodeDiscovery(const QByteArray &result) const
{
    const json parsed = contentcodec::parsed(result);
    const QStringList revisions = parsed.is_object() ? contentcodec::memberTexts(parsed, "supportedVersions") : QStringList();
    if (!revisions.contains(QLatin1String(revision)))
        return revisionRefusal(revisions);
    McpServerInfo info{.protocolVersion = QLatin1String(revision),
                       .instructions = contentcodec::memberText(parsed, "instructions", contentcodec::longestDescription),
                       .isModern = true,
                       .raw = QString::fromUtf8(result)};
    const json meta = parsed.value("_meta", json::object());
    const json named = meta.is_object() ? meta.value("io.modelcontextprotocol/serverInfo", json::object()) : json::object();
    const json server = named.is_object() && !named.empty() ? named : parsed.value("serverInfo", json::object());
    if (server.is_object())
        readServer(server, info);
    if (const json can = parsed.value("capabilities", json::object()); can.is_object())
        readCapabilities(can, info);
    return info;
}

McpRequest Codec20260728::listen(const McpServerInfo &info, const QStringList &uris, const QStringList &tasks) const
{
    const json can = contentcodec::parsed(jsonslice::member(info.raw.toUtf8(), "capabilities").value_or(QByteArrayView()).toByteArray());
    QByteArrayList wanted;
    for (const char *what : {"tools", "prompts", "resources"})
        if (can.is_object() && tellsChanges(can, what))
            wanted << QByteArray("\"") + what + "ListChanged\":true";
    if (!uris.isEmpty())
        wanted << "\"resourceSubscriptions\":" + textArray(uris);
    if (!tasks.isEmpty())
        wanted << "\"taskIds\":" + textArray(tasks);
    return {.method = QStringLiteral("subscriptions/listen"), .params = "{\"notifications\":{" + wanted.join(',') + "}}"};
}

McpRequest Codec20260728::updateTask(const QString &id, const QByteArray &inputResponses) const
{
    return {.method = QStringLiteral("tasks/update"), .params = "{\"taskId\":" + jsonslice::quoted(id) + ",\"inputResponses\":" + inputResponses + '}'};
}

/// The server alone decides what becomes a task.
McpRequest Codec20260728::callTool(const QString &name, const QByteArray &arguments, const McpCallOptions &options) const
{
    return Codec20251125::callTool(name, arguments, {.isTask = false, .taskTtl = {}, .meta = options.meta});
}

McpRequest Codec20260728::sealed(McpRequest request, qint64 progressToken) const
{
    const json who{{"name", "quarterdeck"}, {"title", "Quarterdeck"}, {"version", QD_VERSION}};
    QByteArrayList members = metaobject::members(request.meta);
    members << metaMember("protocolVersion", QByteArray("\"") + revision + '"') << metaMember("clientInfo", QByteArray::fromStdString(who.dump()))
            << metaMember("clientCapabilities", modernAbilities(m_abilities));
    if (m_level)
        members << metaMember("logLevel", jsonslice::quoted(logLevelName(*m_level)));
    if (progressToken != 0)
        members << "\"progressToken\":" + QByteArray::number(progressToken);
    request.headers = paramheaders::ofRequest(request.method, request.params) + request.headers;
    request.params = metaobject::with(request.params, members);
    return request;
}

Result<McpVerdict> Codec20260728::verdictOf(const QByteArray &result) const
{
    const auto type = jsonslice::member(result, "resultType");
    const QString name = type ? jsonslice::text(*type).value_or(QStringLiteral("?")) : QStringLiteral("complete");
    if (name == QLatin1String("complete"))
        return McpVerdict{};
    if (name == QLatin1String("task"))
        return McpVerdict{.kind = McpVerdict::Kind::Task};
    McpVerdict verdict{.kind = McpVerdict::Kind::InputRequired,
                       .inputRequests = jsonslice::member(result, "inputRequests").value_or(QByteArrayView()).toByteArray(),
                       .requestState = jsonslice::member(result, "requestState").value_or(QByteArrayView()).toByteArray()};
    if (name == QLatin1String("input_required") && (verdict.inputRequests.startsWith('{') || verdict.requestState.startsWith('"')))
        return verdict;
    return Error{.kind = ErrorKind::Protocol, .message = QStringLiteral("The server's result is of a kind that the protocol does not know."), .detail = name.left(100)};
}

} // namespace qd
