#pragma once

#include "clock.h"
#include "entra/identity.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qd::lab {

/// Why a bearer token is refused.
enum class TokenProblem { Missing, Malformed, BadSignature, Expired, WrongAudience };

/// Makes and checks the lab's access tokens: JWTs signed (HS256) with a key that lives as long as the process, so that a
/// restarted lab refuses old tokens and clients must sign in again. Immutable, any thread.
class TokenService
{
public:
    TokenService(const LabIdentity &identity, const Clock &clock);

    /// A token of `clientId` for `audiences` (usually one), valid for `lifetime` from now.
    [[nodiscard]] std::string issue(const std::string &clientId, const std::vector<std::string> &audiences,
                                    Seconds lifetime) const;

    /// What a good token says, or why it is refused.
    struct Check {
        std::optional<TokenProblem> problem;
        std::string clientId;
        std::string objectId;
        std::string audience; ///< the first one, for the error text
    };
    /// `authorization` is the header's value; one of `audiences` must be the token's.
    [[nodiscard]] Check check(std::string_view authorization, const std::vector<std::string> &audiences) const;

private:
    [[nodiscard]] std::string sign(std::string_view text) const;

    const LabIdentity &m_identity;
    const Clock &m_clock;
    std::string m_key;
};

} // namespace qd::lab
