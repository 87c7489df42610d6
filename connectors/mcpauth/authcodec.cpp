#include "mcpauth/authcodec.h"

#include "mcp/jsonslice.h"
#include "mcpauth/plainwords.h"
#include "mcpauth/scopes.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd::authcodec {

namespace {

using nlohmann::json;

constexpr size_t longestText = 4096;
constexpr size_t longestToken = 64 * 1024;
constexpr size_t maxListed = 64;
constexpr qint64 longestTokenLife = qint64{366} * 24 * 3600;

Error authDecodeError(const QString &what)
{
    return {.kind = ErrorKind::Decode, .message = QStringLiteral("An answer of the sign-in cannot be read."), .detail = what};
}

std::optional<json> parsedObject(const QByteArray &body)
{
    if (body.size() > maxBodyBytes || !jsonslice::isObject(body))
        return std::nullopt;
    json parsed = json::parse(body.cbegin(), body.cend(), nullptr, false);
    return parsed.is_object() ? std::optional(std::move(parsed)) : std::nullopt;
}

/// The text of a member; empty when it is absent, no text, or longer than `limit`.
QString authText(const json &object, const char *name, size_t limit = longestText)
{
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string())
        return {};
    const auto &text = found->get_ref<const std::string &>();
    return text.size() > limit ? QString() : QString::fromStdString(text);
}

QStringList authTexts(const json &object, const char *name)
{
    const auto found = object.find(name);
    QStringList texts;
    if (found == object.end() || !found->is_array())
        return texts;
    for (size_t i = 0; i < std::min(found->size(), maxListed); ++i)
        if (const json &one = (*found)[i]; one.is_string() && one.get_ref<const std::string &>().size() <= longestText)
            texts << QString::fromStdString(one.get_ref<const std::string &>());
    return texts;
}

bool authFlag(const json &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

std::optional<Seconds> tokenLife(const json &body)
{
    const auto found = body.find("expires_in");
    if (found == body.end())
        return std::nullopt;
    bool isNumber = true;
    const qint64 value = found->is_number_unsigned() ? static_cast<qint64>(std::min(found->get<quint64>(), static_cast<quint64>(longestTokenLife)))
        : found->is_number_integer()                 ? found->get<qint64>()
        : found->is_number_float()                   ? static_cast<qint64>(std::clamp(found->get<double>(), 0.0, static_cast<double>(longestTokenLife)))
                                                     : authText(body, "expires_in", 32).toLongLong(&isNumber);
    return isNumber ? std::optional(Seconds(std::clamp<qint64>(value, 0, longestTokenLife))) : std::nullopt;
}

/// A token goes into a header: no control characters, blanks or bytes beyond ASCII.
bool isHeaderSafe(const QString &token)
{
    return std::all_of(token.cbegin(), token.cend(), [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
}

} // namespace

Result<oauth::ResourceMetadata> decodeResource(const QByteArray &body)
{
    const auto parsed = parsedObject(body);
    if (!parsed)
        return authDecodeError(QStringLiteral("protected resource metadata: not a JSON object"));
    return oauth::ResourceMetadata{.resource = authText(*parsed, "resource"),
                                   .authorizationServers = authTexts(*parsed, "authorization_servers"),
                                   .scopes = oauth::splitScopes(authTexts(*parsed, "scopes_supported").join(u' ')),
                                   .hasScopes = parsed->contains("scopes_supported")};
}

Result<oauth::ServerMetadata> decodeServer(const QByteArray &body)
{
    const auto parsed = parsedObject(body);
    if (!parsed)
        return authDecodeError(QStringLiteral("authorization server metadata: not a JSON object"));
    return oauth::ServerMetadata{.issuer = authText(*parsed, "issuer"),
                                 .authorizationEndpoint = authText(*parsed, "authorization_endpoint"),
                                 .tokenEndpoint = authText(*parsed, "token_endpoint"),
                                 .registrationEndpoint = authText(*parsed, "registration_endpoint"),
                                 .revocationEndpoint = authText(*parsed, "revocation_endpoint"),
                                 .scopes = oauth::splitScopes(authTexts(*parsed, "scopes_supported").join(u' ')),
                                 .grantTypes = authTexts(*parsed, "grant_types_supported"),
                                 .grantProfiles = authTexts(*parsed, "authorization_grant_profiles_supported"),
                                 .authMethods = authTexts(*parsed, "token_endpoint_auth_methods_supported"),
                                 .signingAlgorithms = authTexts(*parsed, "token_endpoint_auth_signing_alg_values_supported"),
                                 .challengeMethods = authTexts(*parsed, "code_challenge_methods_supported"),
                                 .sendsIssuer = authFlag(*parsed, "authorization_response_iss_parameter_supported"),
                                 .takesClientDocuments = authFlag(*parsed, "client_id_metadata_document_supported")};
}

QByteArray encodeRegistration(const Registration &registration)
{
    nlohmann::ordered_json body{{"client_name", "Quarterdeck"},
                                {"application_type", "native"},
                                {"redirect_uris", {registration.redirectUri.toStdString()}},
                                {"grant_types", {"authorization_code", "refresh_token"}},
                                {"response_types", {"code"}},
                                {"token_endpoint_auth_method", registration.authMethod.toStdString()}};
    if (!registration.scopes.isEmpty())
        body["scope"] = registration.scopes.join(u' ').toStdString();
    return QByteArray::fromStdString(body.dump());
}

Result<oauth::ClientIdentity> decodeRegistration(const QByteArray &body)
{
    const auto parsed = parsedObject(body);
    const QString id = parsed ? authText(*parsed, "client_id") : QString();
    if (id.isEmpty())
        return authDecodeError(QStringLiteral("registration: no client_id"));
    return oauth::ClientIdentity{.id = id, .secret = authText(*parsed, "client_secret"), .authMethod = authText(*parsed, "token_endpoint_auth_method", 64)};
}

Result<TokenAnswer> decodeToken(const QByteArray &body, bool needsBearer)
{
    const auto parsed = parsedObject(body);
    if (!parsed)
        return authDecodeError(QStringLiteral("token: not a JSON object"));
    TokenAnswer answer{.accessToken = authText(*parsed, "access_token", longestToken),
                       .refreshToken = authText(*parsed, "refresh_token", longestToken),
                       .idToken = authText(*parsed, "id_token", longestToken),
                       .issuedType = authText(*parsed, "issued_token_type"),
                       .scopes = oauth::splitScopes(authText(*parsed, "scope", longestToken)),
                       .lifetime = tokenLife(*parsed)};
    if (answer.accessToken.isEmpty() || !isHeaderSafe(answer.accessToken))
        return authDecodeError(QStringLiteral("token: access_token is missing or holds characters that a header cannot"));
    if (needsBearer && authText(*parsed, "token_type", 64).compare(QLatin1String("Bearer"), Qt::CaseInsensitive) != 0)
        return authDecodeError(QStringLiteral("token: token_type is not Bearer"));
    return answer;
}

Error endpointError(const HttpResponse &response, const QString &what, const SecretMask &mask)
{
    const auto parsed = parsedObject(response.body);
    const QString code = parsed ? oauth::plainWords(mask.masked(authText(*parsed, "error"))).left(64) : QString();
    const QString words = parsed ? oauth::plainWords(mask.masked(authText(*parsed, "error_description"))) : QString();
    const bool isOutage = response.status >= 500 || response.status == 429;
    QString message = QStringLiteral("%1 was refused (%2)").arg(what, code.isEmpty() ? QStringLiteral("HTTP %1").arg(response.status) : code);
    message += words.isEmpty() ? QStringLiteral(".") : QStringLiteral(": %1").arg(words);
    return {.kind = isOutage ? ErrorKind::Server : ErrorKind::Unauthorized, .message = message, .httpStatus = response.status, .vendorCode = code};
}

bool saysRefusal(const QByteArray &body)
{
    const auto parsed = parsedObject(body);
    return parsed && !authText(*parsed, "error").isEmpty() && !parsed->contains("access_token");
}

} // namespace qd::authcodec
