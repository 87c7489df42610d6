#include "http/ssereader.h"
#include "mcp/configcodec.h"
#include "mcp/configexport.h"
#include "mcp/rpcmessage.h"
#include "mcp/schemaform.h"
#include "mcpfuzz.h"

#include <algorithm>

namespace {

using qd::fuzz::require;

/// The events must not depend on how the stream is cut.
void checkEvents(const QByteArray &bytes)
{
    qd::SseReader whole;
    qd::SseReader pieces;
    const QList<qd::SseEvent> expected = whole.add(bytes);
    QList<qd::SseEvent> found;
    for (qsizetype at = 0; at < bytes.size(); at += 3)
        found += pieces.add(bytes.mid(at, 3));
    require(found == expected && whole.lastEventId() == pieces.lastEventId());
}

/// What was understood is said so that it is understood again.
void checkMessage(const qd::RpcMessage &message)
{
    using Kind = qd::RpcMessage::Kind;
    if (message.kind == Kind::Failure)
        return require(!qd::errorFromRpc(message.body).message.isEmpty());
    const bool isAnswer = message.kind == Kind::Answer;
    const QByteArray id = isAnswer && message.id.isEmpty() ? QByteArray("null") : message.id;
    const auto again = qd::decodeRpc(isAnswer ? qd::encodeRpcResult(id, message.body) : qd::encodeRpc(message.method, message.body, id));
    require(again && again->size() == 1 && again->first() == message);
}

void checkMessages(const QByteArray &bytes)
{
    const auto messages = qd::decodeRpc(bytes);
    if (!messages)
        return require(!messages.error().detail.isEmpty());
    std::ranges::for_each(*messages, checkMessage);
}

void checkForm(const QByteArray &bytes)
{
    const qd::ToolForm form = qd::formOfSchema(bytes);
    const auto arguments = qd::argumentsOf(form, {});
    require(!arguments || qd::valuesOf(form, *arguments));
}

/// Every client's way of writing the servers is read again, but for what Claude Desktop and an empty TOML cannot say.
void checkExports(const QList<qd::McpServerConfig> &servers)
{
    for (int i = 0; i < qd::mcpConfigShapeCount; ++i) {
        const auto shape = static_cast<qd::McpConfigShape>(i);
        const auto again = qd::decodeMcpConfig(qd::exportMcpConfig(shape, servers).text);
        require(again || (shape == qd::McpConfigShape::Codex && servers.isEmpty()));
        require(!again || shape == qd::McpConfigShape::ClaudeDesktop || again->servers.size() == servers.size());
    }
}

/// The second reading has the servers of the first, no secret in clear any more, and is written as it stands.
void checkConfig(const QByteArray &bytes)
{
    const auto import = qd::decodeMcpConfig(bytes);
    if (!import)
        return require(!import.error().message.isEmpty());
    const QByteArray written = qd::encodeMcpConfig(import->servers);
    const auto again = qd::decodeMcpConfig(written);
    require(again && again->secrets.isEmpty() && qd::encodeMcpConfig(again->servers) == written);
    checkExports(again->servers);
}

} // namespace

/// Any bytes as an event stream, JSON-RPC messages, a tool's schema and a client's configuration (JSON, Codex' TOML, server.json).
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes = qd::fuzz::bytesOf(data, size);
    checkEvents(bytes);
    checkMessages(bytes);
    checkForm(bytes);
    checkConfig(bytes);
    return 0;
}
