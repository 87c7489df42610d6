#include "http/ssereader.h"
#include "mcp/codec20251125.h"
#include "mcp/configcodec.h"
#include "mcp/rpcmessage.h"
#include "mcp/schemaform.h"

#include <cstdlib>

namespace {

/// The events must not depend on how the stream is cut.
void checkEvents(const QByteArray &bytes)
{
    qd::SseReader whole;
    qd::SseReader pieces;
    const QList<qd::SseEvent> expected = whole.add(bytes);
    QList<qd::SseEvent> found;
    for (qsizetype at = 0; at < bytes.size(); at += 3)
        found += pieces.add(bytes.mid(at, 3));
    if (found != expected || whole.lastEventId() != pieces.lastEventId())
        std::abort();
}

void checkMessage(const QByteArray &bytes)
{
    const auto messages = qd::decodeRpc(bytes);
    const qd::Codec20251125 codec;
    (void)codec.decodeTools(bytes);
    (void)codec.decodeCallResult(bytes);
    if (!messages && messages.error().detail.isEmpty())
        std::abort();
}

void checkForm(const QByteArray &bytes)
{
    const qd::ToolForm form = qd::formOfSchema(bytes);
    const auto arguments = qd::argumentsOf(form, {});
    if (arguments && !qd::valuesOf(form, *arguments))
        std::abort();
}

} // namespace

/// Any bytes as an event stream, a JSON-RPC message, a client's configuration and a tool's schema.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    checkEvents(bytes);
    checkMessage(bytes);
    checkForm(bytes);
    const auto import = qd::decodeMcpConfig(bytes);
    if (import && !qd::decodeMcpConfig(qd::encodeMcpConfig(import->servers)))
        std::abort();
    return 0;
}
