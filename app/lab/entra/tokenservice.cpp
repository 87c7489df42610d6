#include "entra/tokenservice.h"

#include "entra/base64url.h"
#include "server/guid.h"

#include <nlohmann/json.hpp>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>

namespace qd::lab {

namespace {

constexpr size_t maxTokenBytes = 16384;

int64_t tokenSeconds(const Clock &clock)
{
    return std::chrono::floor<Seconds>(clock.now()).time_since_epoch().count();
}

std::string randomKey()
{
    std::array<unsigned char, 32> bytes{};
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

bool sameBytes(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// The scheme's name compares case-insensitively; empty when the header is not a bearer token.
std::string_view bearerOf(std::string_view authorization)
{
    static constexpr std::string_view scheme = "bearer ";
    const bool bearer = authorization.size() > scheme.size()
        && std::equal(scheme.begin(), scheme.end(), authorization.begin(), [](char expected, char c) {
               return expected == static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
           });
    return bearer ? authorization.substr(scheme.size()) : std::string_view();
}

std::vector<std::string> audiencesOf(const nlohmann::json &claims)
{
    const auto aud = claims.find("aud");
    if (aud == claims.end())
        return {};
    return aud->is_array() ? aud->get<std::vector<std::string>>() : std::vector<std::string>{aud->get<std::string>()};
}

/// "https://x" and "https://x/" are the same resource.
std::string_view withoutSlash(std::string_view audience)
{
    while (audience.ends_with('/'))
        audience.remove_suffix(1);
    return audience;
}

bool shareAudience(const std::vector<std::string> &held, const std::vector<std::string> &accepted)
{
    return std::ranges::any_of(held, [&](const std::string &one) {
        return std::ranges::any_of(accepted, [&](const std::string &other) { return withoutSlash(one) == withoutSlash(other); });
    });
}

const std::string &objectIdOf(const LabIdentity &identity, const std::string &clientId)
{
    if (clientId == identity.clientId)
        return identity.objectId;
    return clientId == identity.readerClientId ? identity.readerObjectId : identity.strangerObjectId;
}

TokenService::Check refused(TokenProblem problem)
{
    TokenService::Check check;
    check.problem = problem;
    return check;
}

} // namespace

TokenService::TokenService(const LabIdentity &identity, const Clock &clock)
    : m_identity(identity), m_clock(clock), m_key(randomKey())
{
}

std::string TokenService::sign(std::string_view text) const
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), m_key.data(), static_cast<int>(m_key.size()), reinterpret_cast<const unsigned char *>(text.data()),
         text.size(), digest.data(), &size);
    return base64UrlEncode({reinterpret_cast<const char *>(digest.data()), size});
}

std::string TokenService::issue(const std::string &clientId, const std::vector<std::string> &audiences, Seconds lifetime) const
{
    const int64_t now = tokenSeconds(m_clock);
    const std::string &objectId = objectIdOf(m_identity, clientId);
    const nlohmann::json header{{"typ", "JWT"}, {"alg", "HS256"}};
    nlohmann::json claims{{"iss", "https://sts.windows.net/" + m_identity.tenantId + "/"}, {"iat", now}, {"nbf", now},
                          {"exp", now + lifetime.count()}, {"appid", clientId}, {"appidacr", "1"}, {"oid", objectId},
                          {"sub", objectId}, {"tid", m_identity.tenantId}, {"uti", randomGuid()}, {"ver", "1.0"}};
    claims["aud"] = audiences.size() == 1 ? nlohmann::json(audiences.front()) : nlohmann::json(audiences);
    const std::string signedPart = base64UrlEncode(header.dump()) + "." + base64UrlEncode(claims.dump());
    return signedPart + "." + sign(signedPart);
}

TokenService::Check TokenService::check(std::string_view authorization, const std::vector<std::string> &audiences) const
{
    if (authorization.empty())
        return refused(TokenProblem::Missing);
    const std::string_view token = bearerOf(authorization);
    const size_t payload = token.find('.');
    const size_t signature = token.rfind('.');
    if (token.empty() || token.size() > maxTokenBytes || payload == std::string_view::npos || signature == payload)
        return refused(TokenProblem::Malformed);
    const std::optional<std::string> text = base64UrlDecode(token.substr(payload + 1, signature - payload - 1));
    if (!text)
        return refused(TokenProblem::Malformed);
    if (!sameBytes(sign(token.substr(0, signature)), token.substr(signature + 1)))
        return refused(TokenProblem::BadSignature);
    const nlohmann::json claims = nlohmann::json::parse(*text, nullptr, false); // ours: the signature says so
    const std::vector<std::string> held = audiencesOf(claims);
    Check result{.clientId = claims.value("appid", ""), .objectId = claims.value("oid", ""),
                 .audience = held.empty() ? std::string() : held.front()};
    if (claims.value("exp", int64_t{0}) <= tokenSeconds(m_clock))
        result.problem = TokenProblem::Expired;
    else if (!shareAudience(held, audiences))
        result.problem = TokenProblem::WrongAudience;
    return result;
}

} // namespace qd::lab
