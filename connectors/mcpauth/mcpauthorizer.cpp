#include "mcpauth/mcpauthorizer.h"

#include "mcpauth/challenge.h"

namespace qd {

QString authServerText(const QUrl &url) { return QString::fromLatin1(url.toEncoded()); }

bool isCurable(int status, const QByteArray &challenge)
{
    if (status != 403)
        return status == 401;
    const auto bearer = oauth::bearerChallenge(challenge);
    return bearer && bearer->error == QLatin1String("insufficient_scope");
}

} // namespace qd
