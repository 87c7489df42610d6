#pragma once

#include "mcpauth/mcpauthorizer.h"
#include "mcpauth/mcpsignin.h"

#include <QHash>

#include <map>
#include <vector>

namespace qd {

/// What an OAuthAuthorizer borrows.
struct OAuthParts {
    const Clock &clock;
    Timers &timers;
    SecretStore &secrets;
    SignInPrompt &prompt;
};

/// The McpAuthorizer of the product: OAuth 2.1 as MCP profiles it, tokens in the keychain, every step told. One sign-in at a
/// time for each server. Destroying it ends running calls with Cancelled.
class OAuthAuthorizer final : public QObject, public McpAuthorizer
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OAuthAuthorizer)

public:
    static constexpr int maxTries = 4; ///< for one request, whatever is refused

    /// `place`: see SignInKeeper. `lookup` is replaced in tests.
    OAuthAuthorizer(const OAuthParts &parts, const HttpClientOptions &options = {}, const QString &place = {}, HostLookup lookup = systemLookup());
    ~OAuthAuthorizer() override;

    /// Other settings may mean somebody else: what is held of the server is held no longer.
    void setSettings(const QString &server, const McpAuthSettings &settings) override;
    void setTls(const QString &server, const TlsSettings &tls) override;
    /// Ends a sign-in that goes on, removes every token and registration that is kept of this server, and tells the authorization
    /// servers that take revocations. The result is the keychain's, false when nothing was
    /// kept; what the servers said are steps.
    Call forget(const QString &server, QObject *context, Completion<bool> completion);

    [[nodiscard]] QByteArray held(const QString &server) const override;
    Call authorize(const McpRefusal &refusal, QObject *context, Completion<QByteArray> completion) override;

signals:
    void began(const QString &server);
    void stepTaken(const QString &server, const qd::oauth::AuthStep &step);
    /// With a token, without one, or because nobody waits any more.
    void ended(const QString &server);

private:
    struct Waiter {
        std::shared_ptr<CallState<QByteArray>> state;
        std::function<void(const QString &)> tell;
    };
    struct Pending {
        std::vector<Waiter> waiters;
        Call running;
    };

    [[nodiscard]] std::optional<Error> hopeless(const McpRefusal &refusal, const std::optional<oauth::BearerChallenge> &challenge) const;
    [[nodiscard]] HttpClient &clientOf(const QString &server);
    [[nodiscard]] McpSignInParts partsOf(const QString &server);
    Call resolved(const QString &server, QObject *context, Completion<McpAuthSettings> completion);
    [[nodiscard]] std::optional<oauth::BearerChallenge> completed(const McpRefusal &refusal);
    void join(const McpRefusal &refusal, const std::shared_ptr<CallState<QByteArray>> &state);
    void begin(const McpRefusal &refusal);
    void resolve(const McpRefusal &refusal);
    void signIn(const McpRefusal &refusal, const McpAuthSettings &settings);
    void settle(const QString &server, const Result<McpToken> &token);
    void leave(const QString &server, const Call::Control *waiter);
    void tell(const QString &server, const oauth::AuthStep &step);

    const OAuthParts m_parts;
    const HostLookup m_lookup;
    const HttpClientOptions m_options;
    std::map<QString, std::unique_ptr<HttpClient>> m_clients; ///< by server, made when they are needed: most want no sign-in
    std::vector<std::unique_ptr<HttpClient>> m_retired;        ///< a sign-in may still go on with them
    SignInKeeper m_keeper;
    QHash<QString, McpAuthSettings> m_settings;
    QHash<QString, TlsSettings> m_tls;
    QHash<QString, QString> m_metadataPlaces; ///< that servers named in their challenges
    QHash<QString, McpToken> m_held;
    std::map<QString, Pending> m_pending;
    QObject m_guard; ///< context of everything that comes back to this object
};

} // namespace qd
