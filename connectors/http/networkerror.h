#pragma once

#include "error.h"

#include <QNetworkReply>

namespace qd {

/// What a reply without a usable answer means, or nothing when its HTTP status decides: Qt reports 4xx and 5xx as errors
/// too, and a dropped HTTP/2 stream as none. Never shows Qt's own text, which holds the URL.
[[nodiscard]] std::optional<Error> networkErrorOf(const QNetworkReply &reply, int status);

} // namespace qd
