#pragma once

#include "mcpauth/metadata.h"
#include "result.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace qd::oauth {

/// A client as an authorization server knows it. The secret is never logged and kept in the keychain alone.
struct ClientIdentity {
    QString id;
    QString secret;     ///< empty: none
    QString authMethod; ///< of the token endpoint, as it was registered; empty: not said
    bool operator==(const ClientIdentity &) const = default;
};

/// What there is to choose from when a client id is needed.
struct ClientOffer {
    QString givenId;           ///< by the user's settings; empty: none
    QString givenIssuer;       ///< at which `givenId` was registered; empty: not said
    QStringList usedAt = {};   ///< issuers that were shown its secret or key before; those alone are, unless `givenIssuer` is said
    QString documentUrl;       ///< client id metadata document of ours (a setting); empty: none
    bool hasRegistration = false; ///< made before, at this very issuer
};

/// Why the given client must not be shown to this issuer (checklist row 58); nothing: it may be, or none is given.
[[nodiscard]] std::optional<Error> refusalToShow(const ClientOffer &offer, const ServerMetadata &server);

enum class ClientSource { Given, Document, Kept, Register };

/// Pre-registered, then metadata document, then registration, else the user must say (checklist row 53). A registration that
/// was made before at the same issuer is used again. ErrorKind::Unauthorized: none is left, or the given one belongs to another
/// issuer and must not be shown to this one; ErrorKind::Invalid: the document's URL is not https with a path.
[[nodiscard]] Result<ClientSource> chooseClient(const ClientOffer &offer, const ServerMetadata &server);

} // namespace qd::oauth
