#pragma once

#include "azuremonitor/monitorconnector.h"
#include "azuremonitor/querygate.h"
#include "azuremonitor/replyworker.h"
#include "auth/tokenprovider.h"
#include "http/callstate.h"
#include "http/httpclient.h"

#include <vector>

namespace qd {

class MonitorQueryRun;

/// MonitorConnector over HTTP. Equal queries in flight share one request; cancelling one caller leaves the others. A
/// query's timeout counts from when it leaves the governor's queue. Errors: those of HttpClient and TokenProvider, and
/// by status Unauthorized, Forbidden, NotFound, Throttled, Server, Query (with position), Decode. GUI thread.
class HttpMonitorConnector final : public MonitorConnector
{
public:
    HttpMonitorConnector(HttpClient &http, TokenProvider &tokens, QueryGate &governor, MonitorTarget target);
    ~HttpMonitorConnector() override;
    Q_DISABLE_COPY_MOVE(HttpMonitorConnector)

    [[nodiscard]] const MonitorTarget &target() const override { return m_target; }
    Call query(const MonitorQuery &query, QObject *context, Completion<MonitorReply> completion) override;

private:
    using Sharer = std::shared_ptr<CallState<MonitorReply>>;
    struct Flight;

    Flight &launch(const MonitorQuery &query);
    void land(const Flight *flight, const Result<MonitorReply> &result);
    void leave(const Call::Control *sharer);

    HttpClient &m_http;
    TokenProvider &m_tokens;
    QueryGate &m_governor;
    MonitorTarget m_target;
    ReplyWorker m_worker;
    std::vector<std::unique_ptr<Flight>> m_flights;
    QObject m_guard; ///< alive as long as this object
};

} // namespace qd
