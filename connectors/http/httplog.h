#pragma once

#include "error.h"
#include "http/httprequest.h"
#include "http/httpresponse.h"

namespace qd::httplog {

/// One line for a try that is about to be sent: verb, redacted URL, try and our id; headers and body redacted.
void sent(const HttpRequest &request, const QUrl &url, int attempt, const QString &clientId);
/// One line for a complete answer to one try.
void received(const HttpRequest &request, const QUrl &url, const HttpResponse &response, Milliseconds elapsed);
/// One line for a try without a usable answer.
void failed(const HttpRequest &request, const QUrl &url, const Error &error, int attempt, Milliseconds elapsed);

} // namespace qd::httplog
