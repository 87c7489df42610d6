#pragma once

#include "http/httpheaders.h"

#include <QString>
#include <QUrl>

/// What may reach the log. Headers by an allow-list; queries and bodies by the names of secret fields. Pure, any thread.
namespace qd::redaction {

/// Host, port, path and query, with user info and fragment removed and the values of secret query keys masked.
[[nodiscard]] QString url(const QUrl &url);
/// "name: value" pairs of the allowed headers, and of the one that is `also`; the others by name only, masked.
[[nodiscard]] QString headers(const HttpHeaders &headers, const QByteArray &also = {});
/// The first 2 KiB of a JSON or form body with the values of secret fields masked; any other type by its size only.
[[nodiscard]] QString body(const QByteArray &body, const QByteArray &contentType);
/// True for Entra's and the managed identity's token endpoints, whose bodies never reach the log.
[[nodiscard]] bool isTokenEndpoint(const QUrl &url);

} // namespace qd::redaction
