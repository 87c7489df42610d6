#include "mcpauth/mcpauthorizer.h"

#include "mcpauth/challenge.h"

#include <algorithm>

namespace qd {

bool isSignInPossible(const McpServerConfig &config)
{
    return config.transport != McpTransport::Stdio
           && std::none_of(config.headers.cbegin(), config.headers.cend(),
                           [](const auto &header) { return header.first.compare(QLatin1String("Authorization"), Qt::CaseInsensitive) == 0; });
}

QString authServerText(const QUrl &url) { return QString::fromLatin1(url.toEncoded()); }

bool isCurable(int status, const QByteArray &challenge)
{
    if (status != 403)
        return status == 401;
    const auto bearer = oauth::bearerChallenge(challenge);
    return bearer && bearer->error == QLatin1String("insufficient_scope");
}

} // namespace qd
