#pragma once

#include "result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace qd::oauth {

/// What a request for a code says; see authorizationUrl().
struct CodeRequest {
    QString endpoint; ///< as the metadata has it
    QString clientId;
    QString redirectUri;
    QString resource; ///< verbatim
    QStringList scopes;
    QByteArray challenge; ///< of PKCE
    QByteArray state;
};

/// The page to open in the browser; keeps a query that the endpoint has.
[[nodiscard]] QString authorizationUrl(const CodeRequest &request);

/// What the redirect back is checked against; recorded before the browser is opened.
struct RedirectCheck {
    QByteArray state;
    QString issuer;
    bool sendsIssuer = false; ///< authorization_response_iss_parameter_supported
};

/// Plain comparison of the table in checklist row 56 (RFC 9207 section 2.4); also for error replies, whose texts must not be
/// shown when it fails.
[[nodiscard]] Result<void> checkIssuer(const RedirectCheck &check, const std::optional<QString> &iss);

/// What came back to the redirect address.
struct RedirectReply {
    bool isOurs = false;  ///< it has the state of this sign-in; anything else is from somebody else, and waiting goes on
    Result<QString> code; ///< the code, or ErrorKind::Unauthorized (refused, with the server's words), Protocol
};

/// Reads the query of a request to the redirect address. Bounded; code, state, iss or error given twice is an error.
[[nodiscard]] RedirectReply readRedirect(const QByteArray &query, const RedirectCheck &check);

/// Which parameters such a query has, for people: "error, state, 2 others". Names that mean nothing here, and all values, are
/// left out, so that it holds no secret.
[[nodiscard]] QString namesInRedirect(const QByteArray &query);

} // namespace qd::oauth
