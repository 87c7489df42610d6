#pragma once

#include "mcpauth/clientchoice.h"
#include "mcpauth/form.h"
#include "mcpauth/metadata.h"
#include "result.h"

namespace qd::oauth {

/// How a client proves itself to a token endpoint (RFC 6749 section 2.3, RFC 7523 section 2.2).
enum class AuthMethod { None, SecretPost, SecretBasic, PrivateKeyJwt };

/// By what the client has and what the server takes: a key where it may be used, else the secret as it was registered, by
/// preference in the header, else nothing (checklist row 57). ErrorKind::Unauthorized when none of the server's ways fits.
[[nodiscard]] Result<AuthMethod> chooseAuthMethod(const ClientIdentity &client, bool hasKey, const ServerMetadata &server);

/// The method's name in metadata.
[[nodiscard]] QString authMethodName(AuthMethod method);

/// The value of an Authorization header: id and secret form-encoded before they are joined (RFC 6749 section 2.3.1).
[[nodiscard]] QByteArray basicAuthorization(const QString &id, const QString &secret);

/// The method that is asked for when a client registers: none where it is offered or nothing is said.
[[nodiscard]] AuthMethod registeredMethod(const ServerMetadata &server);

/// Fields of each grant, without the client's proof. `resource` goes out verbatim and is left out when empty.
[[nodiscard]] Form codeGrant(const QString &code, const QByteArray &verifier, const QString &redirectUri, const QString &resource);
[[nodiscard]] Form refreshGrant(const QString &refreshToken, const QString &resource);
[[nodiscard]] Form credentialsGrant(const QStringList &scopes, const QString &resource);
/// Asks an identity provider for an ID-JAG (enterprise-managed authorization, section 4).
struct IdJagRequest {
    QString idToken;
    QString audience; ///< issuer of the server's authorization server
    QString resource;
    QStringList scopes;
};
[[nodiscard]] Form idJagGrant(const IdJagRequest &request);
[[nodiscard]] Form jwtBearerGrant(const QString &assertion, const QStringList &scopes, const QString &resource);

} // namespace qd::oauth
