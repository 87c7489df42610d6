#pragma once

#include "azuremonitor/monitorconnector.h"
#include "azuremonitor/monitorrequest.h"
#include "azuremonitor/queryservice.h"
#include "azuremonitor/replyworker.h"
#include "http/bodysink.h"

namespace qd {

/// A reply with what its answer's head told.
struct MonitorAnswer {
    DecodedReply decoded;
    std::optional<Instant> serverTime;
    QString requestId;
    Milliseconds elapsed{0};
};

/// Who asks: rules want cells; people want rows as they come, statistics and how to draw the result.
struct MonitorQueryStyle {
    bool isForPeople = false;
    QueryService::RowSink rows = {};
};

/// One query on its way: asks, and has the answer decoded as it comes. Calls `done` once, asynchronously; destroying it
/// stops the work without a call. Internal to the connectors of this folder.
class MonitorQueryRun final : public QObject, private HttpBodySink
{
public:
    using Done = std::function<void(Result<MonitorAnswer>)>;

    MonitorQueryRun(MonitorEnvironment environment, ReplyWorker &worker, const MonitorTarget &target, MonitorQuery query,
                    MonitorQueryStyle style, Done done);
    ~MonitorQueryRun() override;

    void start() { m_request.start(); }
    /// Ends the work; neither `done` nor the style's rows are called any more.
    void stop();

private:
    void begin(const HttpResponse &head) override;
    void take(const QByteArray &wire) override;
    [[nodiscard]] bool canRestart() const override { return !m_hasGivenRows; }
    void onPiece(const query::ResultSet::Piece &piece);
    void onAnswer(const Result<HttpResponse> &answer);
    void onDecoded(Result<DecodedReply> decoded);
    void dropDecoding();
    void finish(Result<MonitorAnswer> result);

    ReplyWorker &m_worker;
    const MonitorQuery m_query;
    MonitorQueryStyle m_style;
    Done m_done;
    HttpResponse m_head;
    std::optional<ReplyWorker::Id> m_decoding;
    bool m_hasGivenRows = false;
    MonitorRequest m_request;
};

} // namespace qd
