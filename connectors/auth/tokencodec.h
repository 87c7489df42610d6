#pragma once

#include "clock.h"
#include "result.h"

#include <QByteArray>
#include <QString>

namespace qd {

/// A token endpoint's success answer.
struct TokenReply {
    QString accessToken;
    Seconds lifetime{0};
};

/// Decodes a token endpoint's 200 body (azure facts 1.3); `expires_in` may be a number or a string. The error never
/// quotes the body.
[[nodiscard]] Result<TokenReply> decodeTokenReply(const QByteArray &body);

/// The form body of a client-credentials request for `scope`.
[[nodiscard]] QByteArray encodeClientCredentials(const QString &clientId, const QString &secret, const QString &scope);

} // namespace qd
