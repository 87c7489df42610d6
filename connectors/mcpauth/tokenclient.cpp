#include "mcpauth/tokenclient.h"

#include "http/callchain.h"
#include "http/errormapping.h"
#include "mcpauth/es256.h"

#include <algorithm>
#include <array>

namespace qd {

namespace {

/// The form with the client's proof, and the header where the proof is one.
struct ProvenForm {
    oauth::Form form;
    QByteArray authorization;
};

Result<ProvenForm> provenForm(const TokenRequest &request, const Clock &clock)
{
    const oauth::ClientIdentity &client = request.proof.client;
    const auto method = oauth::chooseAuthMethod(client, !request.proof.key.isEmpty(), request.server);
    if (!method)
        return method.error();
    ProvenForm proven{.form = request.grant, .authorization = {}};
    if (*method == oauth::AuthMethod::SecretBasic) {
        proven.authorization = oauth::basicAuthorization(client.id, client.secret);
        return proven;
    }
    proven.form.append({"client_id", client.id});
    if (*method == oauth::AuthMethod::SecretPost)
        proven.form.append({"client_secret", client.secret});
    if (*method != oauth::AuthMethod::PrivateKeyJwt)
        return proven;
    const auto assertion = es256::sign({.clientId = client.id, .audience = request.server.issuer, .keyId = request.proof.keyId, .now = clock.now()}, request.proof.key);
    if (!assertion)
        return assertion.error();
    proven.form.append({"client_assertion_type", QStringLiteral("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")});
    proven.form.append({"client_assertion", QString::fromLatin1(*assertion)});
    return proven;
}

/// Fields of a token request that may be shown; all others are taken for secrets.
constexpr std::array<QByteArrayView, 11> openFields{"grant_type", "client_id", "redirect_uri", "resource", "scope", "audience", "token_type_hint", "requested_token_type",
                                                    "subject_token_type", "client_assertion_type", "actor_token_type"};

void maskForm(SecretMask &mask, const QString &secret)
{
    mask.add(secret);
    mask.add(QString::fromLatin1(oauth::formEncoded(secret)));
}

/// What of a request must not be shown when the server quotes it.
SecretMask maskOf(const ProvenForm &sent, const TokenRequest &request)
{
    SecretMask mask;
    for (const auto &[name, value] : sent.form)
        if (std::find(openFields.begin(), openFields.end(), name) == openFields.end())
            maskForm(mask, value);
    maskForm(mask, request.proof.client.secret);
    const QByteArray credentials = sent.authorization.mid(sent.authorization.indexOf(' ') + 1);
    mask.add(QString::fromLatin1(credentials));
    mask.add(QString::fromLatin1(QByteArray::fromBase64(credentials)));
    return mask;
}

QString shownAnswer(const authcodec::TokenAnswer &answer, const QString &purpose)
{
    QString text = purpose;
    if (answer.lifetime)
        text += QStringLiteral(" for %1 s").arg(answer.lifetime->count());
    if (!answer.scopes.isEmpty())
        text += QStringLiteral(", scopes %1").arg(answer.scopes.join(u' '));
    return text + (answer.refreshToken.isEmpty() ? QString() : QStringLiteral(", can be renewed"));
}

} // namespace

Call requestToken(AuthClient &client, const Clock &clock, const TokenRequest &request, QObject *context, Completion<authcodec::TokenAnswer> completion)
{
    using authcodec::TokenAnswer;
    auto *chain = new CallChain<TokenAnswer>(nullptr, context, std::move(completion));
    const Call handle = chain->handle();
    const auto proven = provenForm(request, clock);
    if (!proven) {
        chain->finish(proven.error());
        return handle;
    }
    const QString url = request.server.tokenEndpoint;
    chain->follow(client.postForm(url, proven->form, proven->authorization, chain,
                                  [&client, chain, url, purpose = request.purpose, needsBearer = request.needsBearer, mask = maskOf(*proven, request)](const Result<HttpResponse> &reply) {
        if (!reply)
            return chain->finish(reply.error());
        const bool isGiven = isSuccess(*reply) && !authcodec::saysRefusal(reply->body); // some refuse with 200
        const auto answer = isGiven ? authcodec::decodeToken(reply->body, needsBearer)
                                    : Result<TokenAnswer>(authcodec::endpointError(*reply, QStringLiteral("The request for %1").arg(purpose), mask));
        client.tell("POST", url, reply->status, answer ? mask.masked(shownAnswer(*answer, purpose)) : answer.error().message, !answer);
        chain->finish(answer);
    }));
    return handle;
}

Call requestRevocation(AuthClient &client, const Clock &clock, const TokenRequest &request, QObject *context, Completion<void> completion)
{
    auto *chain = new CallChain<void>(nullptr, context, std::move(completion));
    const Call handle = chain->handle();
    const QString url = request.server.revocationEndpoint;
    const auto proven = provenForm(request, clock);
    if (!proven) {
        client.tell({.what = QStringLiteral("revoke"), .url = oauth::shownUrl(url), .decision = proven.error().message, .isFailure = true});
        chain->finish(proven.error());
        return handle;
    }
    chain->follow(client.postForm(url, proven->form, proven->authorization, chain, [&client, chain, url, purpose = request.purpose, mask = maskOf(*proven, request)](const Result<HttpResponse> &reply) {
        if (!reply)
            return chain->finish(reply.error());
        const auto revoked = isSuccess(*reply) ? Result<void>() : Result<void>(authcodec::endpointError(*reply, QStringLiteral("The revocation of %1").arg(purpose), mask));
        client.tell("POST", url, reply->status, revoked ? QStringLiteral("%1 is revoked").arg(purpose) : revoked.error().message, !revoked);
        chain->finish(revoked);
    }));
    return handle;
}

} // namespace qd
