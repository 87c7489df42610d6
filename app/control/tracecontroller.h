#pragma once

#include "azuremonitor/monitorconnector.h"
#include "slosettings.h"
#include "timerange.h"
#include "traceliststore.h"
#include "tracestore.h"

#include <QObject>
#include <QThreadPool>

namespace qd {

/// Asks for the list of traces, for one trace and for the trace that shows an SLO's failure best. The newest question
/// wins: an answer to an earlier one is dropped. Large traces are put in order on a worker thread. GUI thread.
class TraceController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TraceController)

public:
    static constexpr size_t inlineRows = 2000; ///< smaller traces are put in order at once
    static constexpr int listLimit = 200;

    /// All references are borrowed and must outlive the controller.
    TraceController(MonitorConnector &monitor, TraceListStore &list, TraceStore &trace, const Clock &clock, SloSettings settings,
                    QObject *parent = nullptr);
    ~TraceController() override;

    /// The newest traces that `filter` keeps. Fails with ErrorKind::Invalid and a position when the filter is not
    /// understood; nothing is asked then.
    Result<void> list(const QString &filter, TimeSpanRange range, int limit = listLimit);
    /// An empty span: the first failure.
    void open(const TraceId &id, const SpanId &span = {});
    /// Looks in the range, then in the last day. False when there is no such SLO.
    bool openExemplar(const SloId &slo, TimeSpanRange range);
    /// Asks anew for what is open or was looked for.
    void retry();
    void cancelList();
    void close();
    [[nodiscard]] bool isBusy() const { return m_isListing || m_isOpening; }

signals:
    void busyChanged();
    /// A question for a list or a trace has ended, whatever came of it. Not sent for one that was given up.
    void listFinished(bool isSuccess);
    void traceFinished(bool isSuccess);

private:
    struct Wish { ///< what to show of the trace that is asked for
        TraceId id;
        SpanId span;
        std::optional<SloDefinition> slo;
        TimeSpanRange range{};
        QString purpose;
        bool isWidened = false;
    };

    void receiveList(quint64 generation, int limit, const Result<MonitorReply> &reply);
    void start(const Wish &wish);
    void search();
    void receiveExemplar(quint64 generation, const Result<MonitorReply> &reply);
    void load();
    void receiveTrace(quint64 generation, const Result<MonitorReply> &reply);
    void order(quint64 generation, TraceRows rows);
    void show(quint64 generation, std::shared_ptr<const Trace> trace);
    void abandonTrace();
    void endTrace(bool isSuccess);
    void setListing(bool isListing);
    void setOpening(bool isOpening);

    MonitorConnector &m_monitor;
    TraceListStore &m_list;
    TraceStore &m_trace;
    const Clock &m_clock;
    const SloSettings m_settings;
    Wish m_wish;
    Call m_listCall;
    Call m_traceCall;
    quint64 m_listGeneration = 0;
    quint64 m_traceGeneration = 0;
    bool m_isListing = false;
    bool m_isOpening = false;
    QObject m_inbox;    ///< receives traces from the worker
    QThreadPool m_pool; ///< destroyed first: no thread outlives the inbox
};

} // namespace qd
