#pragma once

#include "clock.h"
#include "http/httpheaders.h"

#include <QUrl>

namespace qd {

class HttpBodySink;

/// One logical HTTP request. A value.
struct HttpRequest {
    QByteArray method = QByteArrayLiteral("GET");
    QUrl url;                          ///< https, or http on loopback
    HttpHeaders headers;
    QByteArray body;
    QByteArray contentType;            ///< must be set when there is a body
    Milliseconds timeout{30000};       ///< for everything, retries and waits included
    Milliseconds idleTimeout{30000};   ///< without a byte from the server
    qint64 maxBytes = 16 * 1024 * 1024; ///< of the decompressed answer
    bool idempotent = false;           ///< may be repeated although its verb says otherwise (queries, token requests)
    bool isOnce = false;               ///< never repeated: a conditional write that took effect would look refused
    bool isSecretBody = false;         ///< neither body may reach the log
    HttpBodySink *sink = nullptr;      ///< borrowed; takes the body of a 2xx answer, whose HttpResponse::body stays empty
};

/// True when the request may be sent again after an unclear failure.
[[nodiscard]] bool isRepeatable(const HttpRequest &request);

/// True for http and https URLs of this machine itself.
[[nodiscard]] bool isLoopback(const QUrl &url);

} // namespace qd
