#include "mcp/handshake.h"

#include "mcp/clientcodec.h"
#include "mcp/codec20251125.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace qd::handshake {

namespace {

using nlohmann::json;

constexpr std::array knownRevisions{"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};

bool isKnown(const QString &revision)
{
    return std::any_of(knownRevisions.begin(), knownRevisions.end(), [&](const char *known) { return revision == QLatin1String(known); });
}

QString bounded(const json &object, const char *name, qsizetype limit)
{
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string())
        return {};
    return QString::fromStdString(found->get_ref<const std::string &>()).left(limit);
}

Error mismatch(const QString &revision)
{
    return {.kind = ErrorKind::Protocol,
            .message = revision.isEmpty() ? QStringLiteral("The server's answer to initialize names no protocol version.")
                                          : QStringLiteral("The server speaks MCP revision %1, which this program does not.").arg(revision),
            .detail = QStringLiteral("ours: 2025-11-25, 2025-06-18, 2025-03-26, 2024-11-05")};
}

} // namespace

McpRequest initialize(const McpAbilities &abilities)
{
    const json who{{"name", "quarterdeck"}, {"title", "Quarterdeck"}, {"version", QD_VERSION}};
    return {.method = QStringLiteral("initialize"),
            .params = QByteArray("{\"protocolVersion\":\"") + knownRevisions.front() + "\",\"capabilities\":" + clientcodec::encodeAbilitiesWithTasks(abilities)
                + ",\"clientInfo\":" + QByteArray::fromStdString(who.dump()) + '}'};
}

Result<McpServerInfo> decode(const QByteArray &result)
{
    const json parsed = json::parse(result.cbegin(), result.cend(), nullptr, false);
    if (!parsed.is_object())
        return mismatch({});
    McpServerInfo info{.protocolVersion = bounded(parsed, "protocolVersion", 32),
                       .instructions = bounded(parsed, "instructions", 64 * 1024),
                       .raw = QString::fromUtf8(result)};
    if (!isKnown(info.protocolVersion))
        return mismatch(info.protocolVersion);
    if (const auto server = parsed.find("serverInfo"); server != parsed.end() && server->is_object()) {
        info.name = bounded(*server, "name", 256);
        info.title = bounded(*server, "title", 256);
        info.version = bounded(*server, "version", 64);
    }
    if (const auto can = parsed.find("capabilities"); can != parsed.end() && can->is_object()) {
        info.hasTools = can->contains("tools");
        info.hasPrompts = can->contains("prompts");
        info.hasResources = can->contains("resources");
        info.hasLogging = can->contains("logging");
        info.hasCompletions = can->contains("completions");
        if (const auto resources = can->find("resources"); resources != can->end() && resources->is_object())
            info.hasSubscriptions = resources->value("subscribe", json(false)) == json(true);
        info.hasTasks = can->contains(json::json_pointer("/tasks/requests/tools/call"));
    }
    return info;
}

std::unique_ptr<McpCodec> codecOf(const QString &revision)
{
    return isKnown(revision) ? std::make_unique<Codec20251125>() : nullptr;
}

} // namespace qd::handshake
