#pragma once

#include "clock.h"
#include "result.h"

#include <QByteArray>
#include <QString>

/// JSON Web Signatures with ES256 (RFC 7515, RFC 7518 section 3.4). Pure, any thread.
namespace qd::es256 {

/// What a client says of itself to a token endpoint (RFC 7523 section 3). Valid for five minutes from `now`.
struct ClientAssertion {
    QString clientId;
    QString audience; ///< issuer of the authorization server
    QString keyId;    ///< empty: none
    Instant now{};
};

/// The signed assertion. `pem` is a private key on P-256 without a passphrase; ErrorKind::Invalid says what it is instead, and
/// never quotes it.
[[nodiscard]] Result<QByteArray> sign(const ClientAssertion &assertion, const QByteArray &pem);

} // namespace qd::es256
