#pragma once

#include "auth/tokenprovider.h"
#include "azuremonitor/monitorconnector.h"
#include "azuremonitor/querygate.h"
#include "azuremonitor/replyworker.h"
#include "http/httpclient.h"

namespace qd {

/// What a run borrows from its connector.
struct MonitorQueryEnvironment {
    HttpClient &http;
    TokenProvider &tokens;
    QueryGate &governor;
    ReplyWorker &worker;
    const MonitorTarget &target;
};

/// One query on its way: waits for its turn, gets a token, posts, signs in anew once when the token is refused, decodes. Calls `done`
/// once, asynchronously; destroying it stops the work without a call. Internal to HttpMonitorConnector.
class MonitorQueryRun final : public QObject
{
public:
    enum class State { Idle, Queued, SigningIn, Sending, Decoding, Done };

    MonitorQueryRun(MonitorQueryEnvironment environment, MonitorQuery query, std::function<void(Result<MonitorReply>)> done);
    ~MonitorQueryRun() override;

    void start();
    [[nodiscard]] State state() const { return m_state; }

private:
    void signIn();
    void send(const AccessToken &token);
    void onAnswer(const Result<HttpResponse> &answer);
    void onRefused(const HttpResponse &response);
    void decode(const HttpResponse &response);
    void onDecoded(MonitorReply reply, int status, Result<DecodedReply> decoded);
    void leaveGovernor();
    void finish(Result<MonitorReply> result);

    MonitorQueryEnvironment m_environment;
    MonitorQuery m_query;
    std::function<void(Result<MonitorReply>)> m_done;
    State m_state = State::Idle;
    bool m_hasReauthenticated = false;
    std::optional<QueryGate::Ticket> m_ticket;
    Call m_running;
};

} // namespace qd
