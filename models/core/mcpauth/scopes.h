#pragma once

#include <QString>
#include <QStringList>

namespace qd::oauth {

inline constexpr qsizetype maxScopes = 64;

/// How often a refusal for want of scopes may lead to another sign-in (checklist row 55).
inline constexpr int maxStepUps = 3;

/// The scopes of a space-separated list, each once and in their order. What is no scope-token (RFC 6749 appendix A.4) is left
/// out. Pure, any thread.
[[nodiscard]] QStringList splitScopes(const QString &text);

/// What a client knows of scopes when it asks for a token.
struct ScopeOffer {
    QStringList asked;       ///< by the user's settings; they stand before everything else
    QStringList challenged;  ///< by the server's refusal
    QStringList ofResource;  ///< scopes_supported of the protected resource
    QStringList ofServer;    ///< scopes_supported of the authorization server
    bool wantsRefresh = true;
};

/// Challenge, then scopes_supported, then none; `offline_access` only where the authorization server lists it or the user
/// asked for it. An empty list means that the parameter is not sent.
[[nodiscard]] QStringList chooseScopes(const ScopeOffer &offer);

/// Old and new scopes, so that a step up loses nothing.
[[nodiscard]] QStringList unionOfScopes(const QStringList &before, const QStringList &more);

/// True when signing in once more may help: the try is within maxStepUps, and something new is asked for, or nothing is named
/// and the metadata may say it.
[[nodiscard]] bool mayStepUp(int triesSoFar, const QStringList &before, const QStringList &challenged);

} // namespace qd::oauth
