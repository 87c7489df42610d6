#include "mcp/shownhttp.h"
#include "mcpauth/addresscheck.h"
#include "mcpauth/authcodec.h"
#include "mcpauth/challenge.h"
#include "mcpauth/discovery.h"
#include "mcpauth/form.h"
#include "mcpauth/redirect.h"
#include "mcpauth/scopes.h"
#include "mcpauth/tokenrequest.h"
#include "mcpauth/weburl.h"
#include "mcpfuzz.h"

#include <algorithm>

namespace {

using qd::fuzz::require;

bool isHeaderText(const QString &text)
{
    return std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
}

void checkChallenge(const QByteArray &bytes)
{
    const auto challenges = qd::oauth::parseChallenges(bytes);
    require(challenges.size() <= qd::oauth::maxChallenges);
    for (const qd::oauth::Challenge &challenge : challenges)
        require(!challenge.scheme.isEmpty() && challenge.parameters.size() <= qd::oauth::maxChallengeParameters);
    if (const auto bearer = qd::oauth::bearerChallenge(bytes))
        require(!challenges.isEmpty() && bearer->scopes.size() <= qd::oauth::maxScopes);
}

/// A code comes only with the state and the issuer of this sign-in.
void checkRedirect(const QByteArray &bytes)
{
    const auto reply = qd::oauth::readRedirect(bytes, {.state = "s7", .issuer = QStringLiteral("https://as.example"), .sendsIssuer = true});
    const qd::oauth::Form fields = qd::oauth::decodeForm(bytes);
    const auto has = [&fields](const QByteArray &name, const QString &value) { return fields.contains(std::pair(name, value)); };
    require(!reply.isOurs || has("state", QStringLiteral("s7")));
    require(!reply.code || (reply.isOurs && !reply.code->isEmpty() && has("iss", QStringLiteral("https://as.example"))));
    require(fields.size() <= 64 && qd::oauth::decodeForm(qd::oauth::encodeForm(fields)).size() == fields.size());
}

void checkAddress(const QString &text)
{
    const auto url = qd::oauth::parseWebUrl(text);
    require(qd::oauth::shownUrl(text).size() <= 520);
    if (!url)
        return;
    require(url->text == text && qd::oauth::isSameOrigin(*url, *url) && url->port > 0 && !url->host.isEmpty());
    const auto kind = qd::oauth::addressClass(url->host);
    require(url->isSecure() || kind == qd::oauth::AddressClass::Loopback || qd::oauth::addressRefusal(*url, kind, qd::oauth::AddressClass::Public));
    const QStringList places = qd::oauth::resourceMetadataUrls(*url) + qd::oauth::serverMetadataUrls(*url);
    for (const QString &place : places)
        if (const auto made = qd::oauth::parseWebUrl(place))
            require(qd::oauth::isSameOrigin(*made, *url));
}

/// What metadata names is taken only from the server that was asked.
void checkMetadata(const QByteArray &bytes)
{
    static const auto server = qd::oauth::parseWebUrl(QStringLiteral("https://m.example/mcp"));
    if (const auto resource = qd::authcodec::decodeResource(bytes)) {
        const auto url = qd::oauth::parseWebUrl(resource->resource);
        require(!qd::oauth::checkResource(*resource, *server) || (url && qd::oauth::isSameOrigin(*url, *server)));
        require(resource->scopes.size() <= qd::oauth::maxScopes && resource->authorizationServers.size() <= 64);
    }
    const auto issuer = qd::authcodec::decodeServer(bytes);
    if (issuer && qd::oauth::checkServer(*issuer, QStringLiteral("https://as.example"), qd::oauth::Grant::AuthorizationCode))
        require(issuer->issuer == QLatin1String("https://as.example") && !issuer->tokenEndpoint.isEmpty());
}

void checkTokens(const QByteArray &bytes)
{
    for (const bool needsBearer : {true, false})
        if (const auto token = qd::authcodec::decodeToken(bytes, needsBearer))
            require(!token->accessToken.isEmpty() && isHeaderText(token->accessToken) && token->lifetime.value_or(qd::Seconds(0)).count() >= 0);
    if (const auto client = qd::authcodec::decodeRegistration(bytes)) {
        const auto server = qd::authcodec::decodeServer(bytes);
        require(!client->id.isEmpty() && (!server || qd::oauth::registeredMethod(*server) != qd::oauth::AuthMethod::PrivateKeyJwt));
        require(!qd::oauth::basicAuthorization(client->id, client->secret).contains('\n'));
    }
}

/// A refusal becomes one bounded line, whatever it says.
void checkRefusal(const QByteArray &bytes)
{
    for (const int status : {302, 400, 403, 503}) {
        const qd::HttpResponse response{.status = status, .headers = {{"location", bytes}, {"www-authenticate", bytes}}, .body = bytes};
        const qd::Error refused = qd::authcodec::endpointError(response, QStringLiteral("A token"));
        require(!refused.message.contains(u'\n') && refused.message.size() < 500);
        require(!qd::shownhttp::errorOfAnswer(response, bytes).message.isEmpty());
    }
}

} // namespace

/// Any bytes as what refuses (WWW-Authenticate, OAuth errors), as the metadata, registrations and tokens of authorization servers,
/// as addresses that they name, and as the redirect back.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes = qd::fuzz::bytesOf(data, size);
    checkChallenge(bytes);
    checkRedirect(bytes);
    checkAddress(QString::fromUtf8(bytes));
    checkMetadata(bytes);
    checkTokens(bytes);
    checkRefusal(bytes);
    return 0;
}
