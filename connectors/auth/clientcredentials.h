#pragma once

#include "auth/secretsource.h"
#include "auth/tokenprovider.h"
#include "http/callstate.h"
#include "http/httpclient.h"

#include <QHash>
#include <QUrl>

#include <map>
#include <vector>

namespace qd {

/// Which application signs in, and where.
struct ClientCredentialsAccount {
    QUrl authority = QUrl(QStringLiteral("https://login.microsoftonline.com"));
    QString tenantId;
    QString clientId;
};

/// Entra's client-credentials grant (azure facts 1.2). Renews five minutes before a token ends, or at half its life
/// when that is shorter; while renewing fails for want of an answer, a token that is still valid is handed out.
/// Errors: Unauthorized with the AADSTS code and correlation id, Keychain, and those of HttpClient.
class ClientCredentials final : public TokenProvider
{
public:
    ClientCredentials(HttpClient &http, const Clock &clock, SecretSource &secrets, ClientCredentialsAccount account);
    ~ClientCredentials() override;
    Q_DISABLE_COPY_MOVE(ClientCredentials)

    Call token(const QString &scope, QObject *context, Completion<AccessToken> completion) override;
    void invalidate(const QString &scope) override;

private:
    using Waiter = std::shared_ptr<CallState<AccessToken>>;
    struct Cached {
        AccessToken token;
        Instant renewAt{};
    };
    /// One request in flight and everyone who waits for it.
    struct Pending {
        std::vector<Waiter> waiters;
        Call running;
    };

    void request(const QString &scope);
    void post(const QString &scope, const QString &secret);
    void onReply(const QString &scope, const Result<HttpResponse> &reply);
    Result<AccessToken> accept(const QString &scope, const HttpResponse &response);
    void settle(const QString &scope, Result<AccessToken> result);
    void leave(const QString &scope, const Call::Control *waiter);

    HttpClient &m_http;
    const Clock &m_clock;
    SecretSource &m_secrets;
    ClientCredentialsAccount m_account;
    QHash<QString, Cached> m_cache;
    std::map<QString, Pending> m_pending;
    QObject m_guard; ///< context of everything that comes back to this object
};

} // namespace qd
