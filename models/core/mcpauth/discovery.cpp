#include "mcpauth/discovery.h"

namespace qd::oauth {

namespace {

QString withoutFinalSlash(QString path)
{
    while (path.endsWith(u'/'))
        path.chop(1);
    return path;
}

} // namespace

QStringList resourceMetadataUrls(const WebUrl &server)
{
    const QString root = server.origin() + QStringLiteral("/.well-known/oauth-protected-resource");
    const QString path = server.path == QLatin1String("/") ? QString() : server.path;
    if (path.isEmpty() && !server.hasQuery)
        return {root};
    return {root + path + (server.hasQuery ? QString(u'?' + server.query) : QString()), root};
}

QStringList serverMetadataUrls(const WebUrl &issuer)
{
    const QString path = withoutFinalSlash(issuer.path);
    const QString wellKnown = issuer.origin() + QStringLiteral("/.well-known/");
    QStringList urls{wellKnown + QStringLiteral("oauth-authorization-server") + path, wellKnown + QStringLiteral("openid-configuration") + path};
    if (!path.isEmpty())
        urls << issuer.origin() + path + QStringLiteral("/.well-known/openid-configuration");
    return urls;
}

ServerMetadata fixedEndpoints(const WebUrl &server)
{
    const QString origin = server.origin();
    return {.issuer = origin,
            .authorizationEndpoint = origin + QStringLiteral("/authorize"),
            .tokenEndpoint = origin + QStringLiteral("/token"),
            .registrationEndpoint = origin + QStringLiteral("/register"),
            .scopes = {},
            .grantTypes = {},
            .grantProfiles = {},
            .authMethods = {},
            .signingAlgorithms = {},
            .challengeMethods = {QStringLiteral("S256")}};
}

} // namespace qd::oauth
