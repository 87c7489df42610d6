#pragma once

#include "azuremonitor/monitorconnector.h"
#include "azuremonitor/monitorrequest.h"
#include "azuremonitor/replyworker.h"

namespace qd {

/// A reply with what its answer's head told.
struct MonitorAnswer {
    DecodedReply decoded;
    std::optional<Instant> serverTime;
    QString requestId;
    Milliseconds elapsed{0};
    qint64 bytes = 0;
};

/// One query on its way: asks, decodes. Calls `done` once, asynchronously; destroying it stops the work without a call.
/// Internal to the connectors of this folder.
class MonitorQueryRun final : public QObject
{
public:
    using Done = std::function<void(Result<MonitorAnswer>)>;

    /// A query for people asks for statistics and how to draw the result, too.
    MonitorQueryRun(MonitorEnvironment environment, ReplyWorker &worker, const MonitorTarget &target, MonitorQuery query,
                    bool isForPeople, Done done);
    ~MonitorQueryRun() override;

    void start() { m_request.start(); }
    /// Ends the work; `done` is not called any more.
    void stop();

private:
    void onAnswer(const Result<HttpResponse> &answer);
    void decode(const HttpResponse &response);
    void onDecoded(MonitorAnswer answer, int status, Result<DecodedReply> decoded);
    void finish(Result<MonitorAnswer> result);

    ReplyWorker &m_worker;
    MonitorQuery m_query;
    Done m_done;
    MonitorRequest m_request;
    Call m_decoding;
};

} // namespace qd
