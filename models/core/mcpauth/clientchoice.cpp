#include "mcpauth/clientchoice.h"

namespace qd::oauth {

namespace {

bool isDocumentUrl(const QString &text)
{
    const auto url = parseWebUrl(text);
    return url && url->isSecure() && url->path.size() > 1;
}

Error otherIssuer(const ClientOffer &offer, const ServerMetadata &server)
{
    return {.kind = ErrorKind::Unauthorized,
            .message = QStringLiteral("The client id of this server was registered at %1, but the server now sends its users to %2: register there and change the id.")
                           .arg(shownUrl(offer.givenIssuer), shownUrl(server.issuer))};
}

Error usedElsewhere(const ClientOffer &offer, const ServerMetadata &server)
{
    return {.kind = ErrorKind::Unauthorized,
            .message = QStringLiteral("The client id of this server was used at %1 before, but the server now sends its users to %2, which gets nothing of it. If it was registered there, too, say so: --client-issuer %2")
                           .arg(shownUrl(offer.usedAt.first()), shownUrl(server.issuer))};
}

} // namespace

std::optional<Error> refusalToShow(const ClientOffer &offer, const ServerMetadata &server)
{
    if (offer.givenId.isEmpty())
        return std::nullopt;
    if (!offer.givenIssuer.isEmpty())
        return offer.givenIssuer == server.issuer ? std::nullopt : std::optional(otherIssuer(offer, server));
    return offer.usedAt.isEmpty() || offer.usedAt.contains(server.issuer) ? std::nullopt : std::optional(usedElsewhere(offer, server));
}

Result<ClientSource> chooseClient(const ClientOffer &offer, const ServerMetadata &server)
{
    if (!offer.givenId.isEmpty()) {
        const auto refusal = refusalToShow(offer, server);
        return refusal ? Result<ClientSource>(*refusal) : Result<ClientSource>(ClientSource::Given);
    }
    if (server.takesClientDocuments && !offer.documentUrl.isEmpty()) {
        if (!isDocumentUrl(offer.documentUrl))
            return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The URL of the client's metadata document must be https and have a path.")};
        return ClientSource::Document;
    }
    if (offer.hasRegistration)
        return ClientSource::Kept;
    if (!server.registrationEndpoint.isEmpty())
        return ClientSource::Register;
    return Error{.kind = ErrorKind::Unauthorized,
                 .message = QStringLiteral("%1 does not register clients by itself: register one there and give its client id.").arg(shownUrl(server.issuer))};
}

} // namespace qd::oauth
