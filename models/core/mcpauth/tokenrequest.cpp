#include "mcpauth/tokenrequest.h"

#include "mcpauth/plainwords.h"

namespace qd::oauth {

namespace {

constexpr QLatin1String noneMethod("none");
constexpr QLatin1String postMethod("client_secret_post");
constexpr QLatin1String basicMethod("client_secret_basic");
constexpr QLatin1String jwtMethod("private_key_jwt");

/// RFC 8414: a server that does not say takes client_secret_basic.
bool takesMethod(const ServerMetadata &server, QLatin1String method)
{
    return server.authMethods.contains(method) || (server.authMethods.isEmpty() && method == basicMethod);
}

void addOptional(Form &form, const QByteArray &name, const QString &value)
{
    if (!value.isEmpty())
        form.append({name, value});
}

bool takesOurSignature(const ServerMetadata &server) { return server.signingAlgorithms.isEmpty() || server.signingAlgorithms.contains(QLatin1String("ES256")); }

Error noMethodFits(const ServerMetadata &server, bool hasKey)
{
    const QString offered = server.authMethods.isEmpty() ? QStringLiteral("%1, as it does not say").arg(basicMethod) : plainWords(server.authMethods.join(QStringLiteral(", ")));
    const bool isSignature = hasKey && takesMethod(server, jwtMethod) && !takesOurSignature(server);
    const QString signature = isSignature ? QStringLiteral(" with %1, not ES256").arg(plainWords(server.signingAlgorithms.join(QStringLiteral(", ")))) : QString();
    return {.kind = ErrorKind::Unauthorized,
            .message = QStringLiteral("The authorization server takes no proof that this client can give: it takes %1%2.").arg(offered, signature)};
}

} // namespace

Result<AuthMethod> chooseAuthMethod(const ClientIdentity &client, bool hasKey, const ServerMetadata &server)
{
    if (hasKey && takesOurSignature(server) && (takesMethod(server, jwtMethod) || client.authMethod == jwtMethod))
        return AuthMethod::PrivateKeyJwt;
    if (client.secret.isEmpty())
        return hasKey ? Result<AuthMethod>(noMethodFits(server, hasKey)) : Result<AuthMethod>(AuthMethod::None);
    if (client.authMethod == noneMethod)
        return AuthMethod::None; // a secret that it was given beside that is for nothing
    if (client.authMethod == postMethod)
        return AuthMethod::SecretPost;
    if (client.authMethod == basicMethod || takesMethod(server, basicMethod))
        return AuthMethod::SecretBasic;
    return takesMethod(server, postMethod) ? Result<AuthMethod>(AuthMethod::SecretPost) : Result<AuthMethod>(noMethodFits(server, hasKey));
}

QString authMethodName(AuthMethod method)
{
    switch (method) {
    case AuthMethod::None: return noneMethod;
    case AuthMethod::SecretPost: return postMethod;
    case AuthMethod::SecretBasic: return basicMethod;
    case AuthMethod::PrivateKeyJwt: break;
    }
    return jwtMethod;
}

QByteArray basicAuthorization(const QString &id, const QString &secret)
{
    return "Basic " + QByteArray(formEncoded(id) + ':' + formEncoded(secret)).toBase64();
}

AuthMethod registeredMethod(const ServerMetadata &server)
{
    if (server.authMethods.isEmpty() || takesMethod(server, noneMethod))
        return AuthMethod::None;
    return takesMethod(server, basicMethod) ? AuthMethod::SecretBasic : takesMethod(server, postMethod) ? AuthMethod::SecretPost : AuthMethod::None;
}

Form codeGrant(const QString &code, const QByteArray &verifier, const QString &redirectUri, const QString &resource)
{
    Form form{{"grant_type", QStringLiteral("authorization_code")},
              {"code", code},
              {"code_verifier", QString::fromLatin1(verifier)},
              {"redirect_uri", redirectUri}};
    addOptional(form, "resource", resource);
    return form;
}

Form refreshGrant(const QString &refreshToken, const QString &resource)
{
    Form form{{"grant_type", QStringLiteral("refresh_token")}, {"refresh_token", refreshToken}};
    addOptional(form, "resource", resource);
    return form;
}

Form credentialsGrant(const QStringList &scopes, const QString &resource)
{
    Form form{{"grant_type", QStringLiteral("client_credentials")}};
    addOptional(form, "scope", scopes.join(u' '));
    addOptional(form, "resource", resource);
    return form;
}

Form idJagGrant(const IdJagRequest &request)
{
    Form form{{"grant_type", QStringLiteral("urn:ietf:params:oauth:grant-type:token-exchange")},
              {"requested_token_type", QStringLiteral("urn:ietf:params:oauth:token-type:id-jag")},
              {"audience", request.audience},
              {"subject_token", request.idToken},
              {"subject_token_type", QStringLiteral("urn:ietf:params:oauth:token-type:id_token")}};
    addOptional(form, "resource", request.resource);
    addOptional(form, "scope", request.scopes.join(u' '));
    return form;
}

Form jwtBearerGrant(const QString &assertion, const QStringList &scopes, const QString &resource)
{
    Form form{{"grant_type", QStringLiteral("urn:ietf:params:oauth:grant-type:jwt-bearer")}, {"assertion", assertion}};
    addOptional(form, "scope", scopes.join(u' '));
    addOptional(form, "resource", resource);
    return form;
}

} // namespace qd::oauth
