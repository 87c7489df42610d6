#pragma once

#include "arm/armquota.h"
#include "arm/armrequest.h"
#include "auth/tokenprovider.h"
#include "http/callstate.h"
#include "http/httpclient.h"

#include <QUrl>

namespace qd {

/// What an exchange borrows from its client.
struct ArmExchangeEnvironment {
    HttpClient &http;
    TokenProvider &tokens;
    Timers &timers;
    const Clock &clock;
    const QString &scope;
    ArmQuota &quota;
};

/// One request: gets a token, sends, signs in anew once when it is refused, waits out a 429. Deletes itself when
/// settled; deleting it earlier completes the call with Cancelled. Internal to ArmClient.
class ArmExchange final : public QObject
{
public:
    ArmExchange(ArmExchangeEnvironment environment, const QUrl &url, ArmRequest request,
                std::shared_ptr<CallState<ArmReply>> state, QObject *parent);
    ~ArmExchange() override;

    void start() { signIn(); }

private:
    void signIn();
    void send(const AccessToken &token);
    [[nodiscard]] HttpRequest makeRequest(const AccessToken &token) const;
    void onAnswer(const Result<HttpResponse> &answer);
    void onRefused(const HttpResponse &response);
    [[nodiscard]] bool waitOut(const Error &error);
    void settle(Result<ArmReply> result);

    ArmExchangeEnvironment m_environment;
    const QUrl m_url;
    const ArmRequest m_request;
    std::shared_ptr<CallState<ArmReply>> m_state;
    Call m_running;
    bool m_hasReauthenticated = false;
    int m_throttled = 0;
    bool m_settled = false;
};

} // namespace qd
