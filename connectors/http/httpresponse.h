#pragma once

#include "clock.h"
#include "http/httpheaders.h"

#include <QString>

#include <optional>

namespace qd {

/// A complete answer of any status; see errorFromResponse() for what a failing status means. A value.
struct HttpResponse {
    int status = 0;
    HttpHeaders headers;
    QByteArray body;                        ///< decompressed
    std::optional<Instant> date;            ///< the server's clock
    std::optional<Milliseconds> retryAfter; ///< as the server asked, from now
    QString requestId;                      ///< the server's id, or ours when it sent none
    Milliseconds elapsed{0};                ///< of the logical request, waits included
    int attempts = 1;
};

} // namespace qd
