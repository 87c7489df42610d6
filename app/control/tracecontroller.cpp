#include "tracecontroller.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr std::chrono::hours widerRange{24};

Table traceTable(const MonitorReply &reply) { return reply.tables.isEmpty() ? Table{} : reply.tables.constFirst(); }

} // namespace

TraceController::TraceController(MonitorConnector &monitor, TraceListStore &list, TraceStore &trace, const Clock &clock,
                                 SloSettings settings, QObject *parent)
    : QObject(parent), m_monitor(monitor), m_list(list), m_trace(trace), m_clock(clock), m_settings(std::move(settings))
{
    m_pool.setMaxThreadCount(1);
}

TraceController::~TraceController()
{
    m_listCall.cancel();
    m_traceCall.cancel();
    m_pool.clear();
    m_pool.waitForDone();
}

void TraceController::setListing(bool isListing)
{
    if (std::exchange(m_isListing, isListing) != isListing)
        emit busyChanged();
}

void TraceController::setOpening(bool isOpening)
{
    if (std::exchange(m_isOpening, isOpening) != isOpening)
        emit busyChanged();
}

Result<void> TraceController::list(const QString &text, TimeSpanRange range, int limit)
{
    const auto filter = TraceFilter::parse(text);
    if (!filter)
        return filter.error();
    std::exchange(m_listCall, Call()).cancel();
    const quint64 generation = ++m_listGeneration;
    m_list.begin(text);
    setListing(true);
    m_listCall = m_monitor.query(
        {.kql = buildTraceListQuery(m_monitor.target().schema, *filter, range, limit), .timespan = {}, .timeout = m_settings.queryTimeout}, this,
        [this, generation, limit](const Result<MonitorReply> &reply) { receiveList(generation, limit, reply); });
    return {};
}

void TraceController::receiveList(quint64 generation, int limit, const Result<MonitorReply> &reply)
{
    if (generation != m_listGeneration)
        return;
    const auto traces = reply ? readTraceList(traceTable(*reply)) : Result<QList<TraceSummary>>(reply.error());
    if (traces)
        m_list.apply(*traces, traces->size() >= limit, m_clock.now());
    else
        m_list.fail(traces.error());
    setListing(false);
    emit listFinished(traces.has_value());
}

void TraceController::cancelList()
{
    if (!m_isListing)
        return;
    ++m_listGeneration;
    std::exchange(m_listCall, Call()).cancel();
    m_list.fail({.kind = ErrorKind::Cancelled, .message = tr("The question for the traces was given up.")});
    setListing(false);
}

void TraceController::open(const TraceId &id, const SpanId &span) { start({.id = id, .span = span}); }

bool TraceController::openExemplar(const SloId &slo, TimeSpanRange range)
{
    const auto found = std::ranges::find(m_settings.definitions, slo, &SloDefinition::id);
    if (found == m_settings.definitions.cend())
        return false;
    start({.slo = *found, .range = range, .purpose = tr("exemplar of %1").arg(found->title)});
    return true;
}

void TraceController::start(const Wish &wish)
{
    abandonTrace();
    m_wish = wish;
    setOpening(true);
    if (m_wish.id.isEmpty() && m_wish.slo)
        search();
    else
        load();
}

void TraceController::retry()
{
    if (!m_wish.id.isEmpty() || m_wish.slo)
        start(Wish(m_wish));
}

void TraceController::search()
{
    m_trace.search(m_wish.purpose);
    const quint64 generation = m_traceGeneration;
    const QString kql = buildExemplarQuery(m_monitor.target().schema, *m_wish.slo, m_settings.dictionary, m_wish.range);
    m_traceCall = m_monitor.query({.kql = kql, .timespan = {}, .timeout = m_settings.queryTimeout}, this,
                                  [this, generation](const Result<MonitorReply> &reply) { receiveExemplar(generation, reply); });
}

void TraceController::receiveExemplar(quint64 generation, const Result<MonitorReply> &reply)
{
    if (generation != m_traceGeneration)
        return;
    if (!reply) {
        m_trace.fail(reply.error());
        return endTrace(false);
    }
    if (const auto found = readExemplar(traceTable(*reply))) {
        m_wish.id = *found;
        return load();
    }
    if (std::exchange(m_wish.isWidened, true)) {
        m_trace.notFound();
        return endTrace(false);
    }
    m_wish.range.from = std::min(m_wish.range.from, m_clock.now() - widerRange);
    search();
}

void TraceController::load()
{
    m_trace.load(m_wish.id, m_wish.purpose);
    const quint64 generation = m_traceGeneration;
    m_traceCall = m_monitor.query({.kql = buildTraceQuery(m_monitor.target().schema, m_wish.id), .timespan = {}, .timeout = m_settings.queryTimeout},
                                  this, [this, generation](const Result<MonitorReply> &reply) { receiveTrace(generation, reply); });
}

void TraceController::receiveTrace(quint64 generation, const Result<MonitorReply> &reply)
{
    if (generation != m_traceGeneration)
        return;
    auto rows = reply ? readTraceRows(traceTable(*reply)) : Result<TraceRows>(reply.error());
    if (!rows) {
        m_trace.fail(rows.error());
        return endTrace(false);
    }
    if (rows->spans.size() <= inlineRows)
        show(generation, std::make_shared<const Trace>(Trace::build(m_wish.id, std::move(*rows))));
    else
        order(generation, std::move(*rows));
}

void TraceController::order(quint64 generation, TraceRows rows)
{
    m_pool.start([this, generation, id = m_wish.id, rows = std::move(rows)]() mutable {
        auto trace = std::make_shared<const Trace>(Trace::build(id, std::move(rows)));
        QMetaObject::invokeMethod(&m_inbox, [this, generation, trace = std::move(trace)] { show(generation, trace); }, Qt::QueuedConnection);
    });
}

void TraceController::show(quint64 generation, std::shared_ptr<const Trace> trace)
{
    if (generation != m_traceGeneration)
        return;
    int focus = m_wish.span.isEmpty() ? -1 : trace->indexOf(m_wish.span);
    if (focus < 0 && m_wish.slo)
        focus = exemplarSpan(*trace, *m_wish.slo);
    if (focus < 0)
        focus = std::max(trace->firstFailure(), trace->size() > 0 ? 0 : -1);
    m_trace.apply(std::move(trace), focus, m_clock.now());
    endTrace(m_trace.state() == TraceStore::State::Ready);
}

void TraceController::endTrace(bool isSuccess)
{
    setOpening(false);
    emit traceFinished(isSuccess);
}

void TraceController::abandonTrace()
{
    ++m_traceGeneration;
    std::exchange(m_traceCall, Call()).cancel();
    setOpening(false);
}

void TraceController::close()
{
    abandonTrace();
    m_wish = {};
    m_trace.close();
}

} // namespace qd
