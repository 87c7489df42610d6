#pragma once

#include "error.h"
#include "http/httprequest.h"
#include "http/httpresponse.h"
#include "mcp/mcptypes.h"

#include <QString>

/// HTTP heads as the wire log shows them, without secrets, and what a failing answer means. Pure, any thread.
namespace qd::shownhttp {

/// Header `plain` is shown in clear, too, unless its name or value is that of a key.
[[nodiscard]] QString head(const HttpResponse &head, const QString &plain = {});
[[nodiscard]] QString request(const HttpRequest &request);
/// A redirect is ErrorKind::Protocol: beyond the server's origin none is followed, since keys would travel along.
[[nodiscard]] Error errorOfAnswer(const HttpResponse &head, const QByteArray &body);
/// Whether an address that a server names is of its own origin, and nothing but an address.
[[nodiscard]] bool isOfTheOrigin(const QUrl &named, const QUrl &server);
/// Of a server any certificate of which is taken; empty: it is checked.
[[nodiscard]] QString tlsWarning(const McpServerConfig &config);

} // namespace qd::shownhttp
