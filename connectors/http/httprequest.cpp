#include "http/httprequest.h"

#include <QHostAddress>

#include <array>

namespace qd {

bool isRepeatable(const HttpRequest &request)
{
    constexpr std::array repeatableVerbs{"GET", "HEAD", "OPTIONS", "PUT", "DELETE"};
    if (request.isOnce)
        return false;
    for (const char *verb : repeatableVerbs)
        if (request.method == verb)
            return true;
    return request.idempotent;
}

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

} // namespace qd
