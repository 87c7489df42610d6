#include "azuremonitor/replycodec.h"

#include "azuremonitor/replydecoder.h"

namespace qd {

Result<DecodedReply> decodeMonitorReply(QByteArray body, const MonitorReplyLimits &limits)
{
    if (body.size() > limits.bytes)
        return Error{.kind = ErrorKind::Decode,
                     .message = QStringLiteral("The query's answer is too large."),
                     .detail = QStringLiteral("$ at byte 0: %1 bytes, the limit is %2").arg(body.size()).arg(limits.bytes)};
    if (body.trimmed().isEmpty())
        return DecodedReply{.tables = {Table()}, .render = {}, .statistics = {}, .warnings = {QStringLiteral("The service answered without a result.")}};
    body.reserve(body.size() + static_cast<qsizetype>(simdjson::SIMDJSON_PADDING));
    return ReplyDecoder(body, limits).decode();
}

} // namespace qd
