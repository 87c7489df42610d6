#pragma once

#include "clock.h"

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace qd::lab {

/// What a user agreed to, or what a client was given of its own.
struct OAuthGrant {
    std::string clientId;
    std::string redirectUri;
    std::string challenge; ///< of PKCE
    std::string resource;  ///< verbatim as it was asked for
    std::set<std::string> scopes;
    std::string family;    ///< what came of one sign-in: a stolen refresh token ends all of it
    Instant expires{};
};

/// Codes and tokens of one authorization server: codes work once and for a minute, refresh tokens rotate, and using either
/// twice ends everything that came of it (OAuth 2.1 sections 4.1.3 and 4.3.1). Any thread.
class OAuthState
{
public:
    explicit OAuthState(const Clock &clock) : m_clock(clock) {}

    std::string addCode(OAuthGrant grant);
    /// Nothing when it is unknown, too old or was used.
    std::optional<OAuthGrant> takeCode(const std::string &code);

    std::string addAccess(const OAuthGrant &grant, Seconds lifetime);
    [[nodiscard]] std::optional<OAuthGrant> findAccess(const std::string &token) const;

    std::string addRefresh(const OAuthGrant &grant);
    std::optional<OAuthGrant> takeRefresh(const std::string &token);

    /// A refresh token goes with everything that came of its sign-in, an access token alone. False: it is another client's.
    bool revoke(const std::string &token, const std::string &clientId);

    /// What it has been asked for, for tests: counts by name.
    void count(const std::string &what);
    [[nodiscard]] int counted(const std::string &what) const;

private:
    std::optional<OAuthGrant> takeOnce(std::map<std::string, OAuthGrant> &from, const std::string &key);
    void endFamily(const std::string &family);

    const Clock &m_clock;
    mutable std::mutex m_mutex;
    std::map<std::string, OAuthGrant> m_codes;
    std::map<std::string, OAuthGrant> m_access;
    std::map<std::string, OAuthGrant> m_refresh;
    std::map<std::string, std::string> m_used; ///< codes and refresh tokens that were used, with their family
    std::map<std::string, int> m_counts;
};

/// "a b" as a set, and back.
std::set<std::string> scopeSet(const std::string &text);
std::string scopeText(const std::set<std::string> &scopes);

} // namespace qd::lab
