#pragma once

#include "server/httpreply.h"
#include "server/httprequest.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace qd::lab {

/// Makes ETags as API Management does: a row version of eight bytes in base64, with its quotes. Any thread.
class RowVersions
{
public:
    /// Never the same twice; the first one after `start`.
    explicit RowVersions(uint64_t start = 0x247f1b362ULL) : m_last(start) {}
    [[nodiscard]] std::string next();

private:
    std::atomic<uint64_t> m_last;
};

enum class IfMatchRule { Optional, Required };

/// Nothing when the request may write over what has the ETag `current` (none: it does not exist). Otherwise the refusal:
/// 412 in the service's words for a stale If-Match or an If-None-Match that is met, 400 for a missing one.
std::optional<HttpReply> refusedByEtag(const HttpRequest &request, const std::optional<std::string> &current,
                                       IfMatchRule rule = IfMatchRule::Optional);

} // namespace qd::lab
