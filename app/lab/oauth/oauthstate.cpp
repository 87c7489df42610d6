#include "oauth/oauthstate.h"

#include "oauth/oauthkeys.h"

#include <sstream>

namespace qd::lab {

namespace {
constexpr Seconds codeLife{60};
constexpr std::chrono::hours refreshLife{24 * 30};
constexpr size_t mostKept = 10000;
} // namespace

std::string OAuthState::addCode(OAuthGrant grant)
{
    const std::lock_guard lock(m_mutex);
    grant.expires = m_clock.now() + codeLife;
    grant.family = randomToken();
    if (m_codes.size() > mostKept)
        m_codes.clear();
    const std::string code = randomToken();
    m_codes[code] = std::move(grant);
    return code;
}

std::optional<OAuthGrant> OAuthState::takeCode(const std::string &code)
{
    const std::lock_guard lock(m_mutex);
    return takeOnce(m_codes, code);
}

std::string OAuthState::addAccess(const OAuthGrant &grant, Seconds lifetime)
{
    const std::lock_guard lock(m_mutex);
    if (m_access.size() > mostKept)
        m_access.clear();
    const std::string token = "at-" + randomToken();
    m_access[token] = grant;
    m_access[token].expires = m_clock.now() + lifetime;
    return token;
}

std::optional<OAuthGrant> OAuthState::findAccess(const std::string &token) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_access.find(token);
    return found != m_access.end() && m_clock.now() < found->second.expires ? std::optional(found->second) : std::nullopt;
}

std::string OAuthState::addRefresh(const OAuthGrant &grant)
{
    const std::lock_guard lock(m_mutex);
    if (m_refresh.size() > mostKept)
        m_refresh.clear();
    const std::string token = "rt-" + randomToken();
    m_refresh[token] = grant;
    m_refresh[token].expires = m_clock.now() + refreshLife;
    return token;
}

std::optional<OAuthGrant> OAuthState::takeRefresh(const std::string &token)
{
    const std::lock_guard lock(m_mutex);
    return takeOnce(m_refresh, token);
}

bool OAuthState::revoke(const std::string &token, const std::string &clientId)
{
    const std::lock_guard lock(m_mutex);
    const auto refresh = m_refresh.find(token);
    const auto access = m_access.find(token);
    if ((refresh != m_refresh.end() && refresh->second.clientId != clientId) || (access != m_access.end() && access->second.clientId != clientId))
        return false;
    if (access != m_access.end())
        m_access.erase(access);
    if (refresh != m_refresh.end())
        endFamily(std::string(refresh->second.family));
    return true;
}

std::optional<OAuthGrant> OAuthState::takeOnce(std::map<std::string, OAuthGrant> &from, const std::string &key)
{
    if (const auto used = m_used.find(key); used != m_used.end())
        endFamily(used->second);
    const auto found = from.find(key);
    if (found == from.end())
        return std::nullopt;
    const OAuthGrant grant = found->second;
    from.erase(found);
    if (m_used.size() > mostKept)
        m_used.clear();
    m_used[key] = grant.family;
    return m_clock.now() < grant.expires ? std::optional(grant) : std::nullopt;
}

void OAuthState::endFamily(const std::string &family)
{
    const auto isOfFamily = [&](const auto &entry) { return entry.second.family == family; };
    std::erase_if(m_access, isOfFamily);
    std::erase_if(m_refresh, isOfFamily);
}

void OAuthState::count(const std::string &what)
{
    const std::lock_guard lock(m_mutex);
    ++m_counts[what];
}

int OAuthState::counted(const std::string &what) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_counts.find(what);
    return found == m_counts.end() ? 0 : found->second;
}

std::set<std::string> scopeSet(const std::string &text)
{
    std::istringstream words(text);
    std::set<std::string> scopes;
    for (std::string word; words >> word;)
        scopes.insert(word);
    return scopes;
}

std::string scopeText(const std::set<std::string> &scopes)
{
    std::string text;
    for (const std::string &scope : scopes)
        text += (text.empty() ? "" : " ") + scope;
    return text;
}

} // namespace qd::lab
