#pragma once

#include "mcpauth/authdiscovery.h"
#include "mcpauth/browsersignin.h"
#include "mcpauth/mcpauthsettings.h"
#include "mcpauth/pkce.h"
#include "mcpauth/signinkeeper.h"
#include "mcpauth/tokenclient.h"

namespace qd {

/// What a sign-in borrows.
struct McpSignInParts {
    const Clock &clock;
    Timers &timers;
    HttpClient &http;
    SignInKeeper &keeper;
    SignInPrompt &prompt;
    HostLookup lookup;
    std::function<void(const oauth::AuthStep &)> tell;
};

/// Why a token is needed.
struct McpSignInWish {
    oauth::WebUrl server;
    McpAuthSettings settings; ///< references resolved
    std::optional<oauth::BearerChallenge> challenge;
    QString refused;          ///< the access token that the server did not take; empty: none
    QStringList held;         ///< scopes of it
    bool isRenewed = false;   ///< the refused token is one that this program has just renewed: another renewal will not do
    bool isStepUp = false;    ///< more scopes are needed: a kept token or a new one of the same scopes will not do
};

/// A token that can be sent.
struct McpToken {
    QString secret;
    QStringList scopes;
    bool isNew = false; ///< somebody has just signed in for it, as opposed to kept or renewed
    bool isRenewed = false; ///< made from a refresh token by this program
};

/// From a refusal to a token: discovery, what is kept, renewal, and the grant itself. Every token and registration goes into
/// the keychain under server and issuer. Errors as those of its parts.
class McpSignIn final : public AuthRun<McpToken>
{
public:
    static Call start(const McpSignInParts &parts, const McpSignInWish &wish, QObject *context, Completion<McpToken> completion);

private:
    McpSignIn(const McpSignInParts &parts, McpSignInWish wish, QObject *context, Completion<McpToken> completion);

    void onDiscovered(const DiscoveredAuth &found);
    void onNothingFound(const Error &error);
    void useWithoutIssuer(const QList<KeptAtIssuer> &kept, const Error &error);
    void onKept(const KeptSignIn &kept);
    [[nodiscard]] bool mayUse() const;
    [[nodiscard]] bool mayRenew() const;
    void renew();
    void onNotRenewed(const Error &error);
    void readAgain();
    void obtain();
    void obtainByGrant();
    [[nodiscard]] oauth::ClientOffer offer() const;
    void obtainByCode();
    void onDoor(const std::shared_ptr<BrowserSignIn::Door> &door, oauth::ClientSource source);
    void registerClient(const std::shared_ptr<BrowserSignIn::Door> &door);
    void askPerson(const std::shared_ptr<BrowserSignIn::Door> &door);
    void onNobodyCame(Error error);
    void exchange(const QString &code, const QString &redirectUri);
    void obtainByCredentials();
    void obtainByEnterprise();
    void request(const oauth::Form &grant, const QString &purpose, bool isNew);
    void take(const authcodec::TokenAnswer &answer, bool isNew);
    [[nodiscard]] QStringList wantedScopes(bool wantsRefresh) const;
    [[nodiscard]] bool isGivenProven() const;
    [[nodiscard]] bool isRegistered() const;
    void dropRegistration();
    void giveUp(const Error &error);
    [[nodiscard]] quint16 wantedPort() const;

    McpSignInParts m_parts;
    const McpSignInWish m_wish;
    AddressGuard m_guard;
    AuthClient m_client;
    DiscoveredAuth m_found;
    KeptSignIn m_kept;
    oauth::ClientIdentity m_identity;
    QStringList m_usedAt;         ///< where the settings' client was shown before
    bool m_hasReadAgain = false;
    bool m_hasRegistered = false; ///< in this very sign-in
    oauth::Pkce m_pkce;
};

} // namespace qd
