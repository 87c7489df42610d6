#include "mcpauth/metadata.h"

namespace qd::oauth {

namespace {

Error metadataError(const QString &message, const QString &detail = {})
{
    return {.kind = ErrorKind::Protocol, .message = message, .detail = detail.left(512)};
}

/// "/a" covers "/a", "/a/" and "/a/b", but not "/ab".
bool coversPath(QString prefix, const QString &path)
{
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    return prefix.isEmpty() || path == prefix || path.startsWith(prefix + u'/');
}

bool isEndpoint(const QString &url) { return parseWebUrl(url).has_value(); }

} // namespace

Result<void> checkResource(const ResourceMetadata &metadata, const WebUrl &server)
{
    const auto resource = parseWebUrl(metadata.resource);
    if (!resource)
        return metadataError(QStringLiteral("The server's resource metadata names no usable resource."), metadata.resource);
    const bool hasOtherQuery = resource->hasQuery && resource->query != server.query;
    if (!isSameOrigin(*resource, server) || !coversPath(resource->path, server.path) || hasOtherQuery)
        return metadataError(QStringLiteral("The resource metadata speaks of another server: %1").arg(shownUrl(metadata.resource)));
    if (metadata.authorizationServers.isEmpty())
        return metadataError(QStringLiteral("The resource metadata names no authorization server."));
    return {};
}

Result<void> checkServer(const ServerMetadata &metadata, const QString &issuer, Grant grant)
{
    if (metadata.issuer != issuer)
        return metadataError(QStringLiteral("The authorization server calls itself %1, not %2.").arg(shownUrl(metadata.issuer), shownUrl(issuer)));
    if (!isEndpoint(metadata.tokenEndpoint))
        return metadataError(QStringLiteral("The authorization server names no usable token endpoint."), metadata.tokenEndpoint);
    if (grant != Grant::AuthorizationCode)
        return {};
    if (!isEndpoint(metadata.authorizationEndpoint))
        return metadataError(QStringLiteral("The authorization server names no page to sign in with http or https."), metadata.authorizationEndpoint);
    if (!metadata.challengeMethods.contains(QLatin1String("S256")))
        return metadataError(QStringLiteral("The authorization server does not offer PKCE with S256, so a stolen code could be used."));
    return {};
}

} // namespace qd::oauth
