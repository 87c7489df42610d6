#pragma once

#include <QByteArray>
#include <QString>

namespace qd::oauth {

/// Proof key for code exchange (RFC 7636). The verifier is a secret until the code is exchanged.
struct Pkce {
    QByteArray verifier;
    QByteArray challenge; ///< S256
};

[[nodiscard]] QByteArray challengeOf(const QByteArray &verifier);
/// From the system's random source.
[[nodiscard]] Pkce makePkce();
/// 256 random bits in base64url: `state`, `jti`.
[[nodiscard]] QByteArray randomText();

} // namespace qd::oauth
