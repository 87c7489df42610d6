#include "azuremonitor/replycodec.h"

#include "azuremonitor/replystream.h"

#include <algorithm>

namespace qd {

Result<DecodedReply> decodeMonitorReply(const QByteArray &body, const MonitorReplyLimits &limits)
{
    constexpr qsizetype slice = 256 * 1024; // a slice and what is made of it stay in the processor's cache
    ReplyStream stream(limits);
    for (qsizetype at = 0; at < body.size() && !stream.isBroken(); at += slice)
        stream.feed({body.constData() + at, static_cast<size_t>(std::min(slice, body.size() - at))});
    return stream.finish();
}

} // namespace qd
