#pragma once

#include "auth/tokenprovider.h"
#include "azuremonitor/querygate.h"
#include "http/httpclient.h"

namespace qd {

/// What requests to the query service borrow from their connector.
struct MonitorEnvironment {
    HttpClient &http;
    TokenProvider &tokens;
    QueryGate &governor;
};

/// One request to the query service on its way: waits for its turn, gets a token, sends, signs in anew once when the
/// token is refused. Calls `done` once, asynchronously, with a 2xx answer or an error; destroying it stops the work
/// without a call. Internal to the connectors of this folder.
class MonitorRequest final : public QObject
{
public:
    using Done = std::function<void(Result<HttpResponse>)>;

    MonitorRequest(MonitorEnvironment environment, QString scope, HttpRequest request, Done done);
    ~MonitorRequest() override;

    void start();
    /// Ends the work; `done` is not called any more.
    void stop();

private:
    void signIn();
    void send(const AccessToken &token);
    void onAnswer(Result<HttpResponse> answer);
    void onRefused(const HttpResponse &response);
    void leaveGovernor();
    void finish(Result<HttpResponse> result);

    MonitorEnvironment m_environment;
    const QString m_scope;
    HttpRequest m_request;
    Done m_done;
    bool m_hasReauthenticated = false;
    std::optional<QueryGate::Ticket> m_ticket;
    Call m_running;
};

} // namespace qd
