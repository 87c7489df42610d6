#pragma once

#include "http/httpclient.h"
#include "http/httprequest.h"

#include <QNetworkRequest>

class QNetworkReply;

namespace qd {

/// The request as Qt sends it: no cookies, no redirects, no HTTP/2, no unpacking by Qt, our agent; `trust` may be null.
[[nodiscard]] QNetworkRequest networkRequestOf(const HttpRequest &request, const QUrl &url, const HttpClientOptions &options, const TlsTrust *trust);

/// Starts it. A body that may not be repeated is sent in a way that Qt cannot silently resend; `parent` then owns it.
[[nodiscard]] QNetworkReply *startReply(QNetworkAccessManager &manager, const QNetworkRequest &prepared, const HttpRequest &request,
                                        const TlsTrust *trust, QObject *parent);

} // namespace qd
