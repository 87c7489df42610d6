#pragma once

#include "clock.h"
#include "http/httpresponse.h"
#include "mcp/secretmask.h"
#include "mcpauth/clientchoice.h"
#include "mcpauth/metadata.h"
#include "result.h"

#include <QByteArray>

#include <optional>

/// The JSON of OAuth. Bodies are hostile: bounded in bytes, depth, counts and the length of each text; an error names the place
/// and never quotes a body, which may hold a secret. Pure, any thread.
namespace qd::authcodec {

inline constexpr qint64 maxBodyBytes = 256 * 1024;

[[nodiscard]] Result<oauth::ResourceMetadata> decodeResource(const QByteArray &body);
[[nodiscard]] Result<oauth::ServerMetadata> decodeServer(const QByteArray &body);

/// What is registered (RFC 7591); always a native application.
struct Registration {
    QString redirectUri;
    QString authMethod;
    QStringList scopes;
};
[[nodiscard]] QByteArray encodeRegistration(const Registration &registration);
[[nodiscard]] Result<oauth::ClientIdentity> decodeRegistration(const QByteArray &body);

/// A token endpoint's success answer.
struct TokenAnswer {
    QString accessToken;
    QString refreshToken; ///< empty: none
    QString idToken;      ///< empty: none
    QString issuedType;   ///< of a token exchange
    QStringList scopes;   ///< empty: those that were asked for
    std::optional<Seconds> lifetime;
};
/// A token of another type than Bearer, or with a line break, is refused; `needsBearer` is false for a token exchange.
[[nodiscard]] Result<TokenAnswer> decodeToken(const QByteArray &body, bool needsBearer = true);

/// What a refusal of an OAuth endpoint says (RFC 6749 section 5.2): vendorCode is its error, e.g. "invalid_grant".
/// Its words are masked before they are cut, for a server may quote what it was sent.
[[nodiscard]] Error endpointError(const HttpResponse &response, const QString &what, const SecretMask &mask = {});
/// A refusal whatever the status says: an `error`, and no token beside it.
[[nodiscard]] bool saysRefusal(const QByteArray &body);

} // namespace qd::authcodec
