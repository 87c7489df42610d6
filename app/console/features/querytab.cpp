#include "features/querytab.h"

#include "format.h"

#include <utility>

namespace qd {

namespace {

QList<std::pair<QString, QString>> answerFacts(const QueryAnswer &answer)
{
    QList<std::pair<QString, QString>> facts{{QueryTab::tr("request id"), answer.requestId}};
    if (answer.statistics) {
        const QueryStatistics &cost = *answer.statistics;
        facts << std::pair(QueryTab::tr("execution"), format::duration(Microseconds(static_cast<qint64>(cost.executionSeconds * 1e6))))
              << std::pair(QueryTab::tr("processor"), format::duration(Microseconds(static_cast<qint64>(cost.cpuSeconds * 1e6))));
        if (cost.rowsScanned > 0)
            facts << std::pair(QueryTab::tr("rows scanned"), format::compact(static_cast<double>(cost.rowsScanned)));
        if (cost.peakMemoryBytes > 0)
            facts << std::pair(QueryTab::tr("peak memory"), QueryTab::tr("%1 MB").arg(format::number(static_cast<double>(cost.peakMemoryBytes) / 1048576)));
    }
    if (answer.tables.size() > 1)
        facts << std::pair(QueryTab::tr("further tables"), QString::number(answer.tables.size() - 1));
    return facts;
}

} // namespace

QueryTab::QueryTab(QueryDraft draft, const Clock &clock, QObject *parent) : QObject(parent), m_draft(std::move(draft)), m_clock(clock) { }

QueryTab::~QueryTab() { m_call.cancel(); }

void QueryTab::run(QueryService &service, const QueryOrder &order)
{
    if (isRunning())
        return;
    m_order = order;
    m_hasRows = false;
    m_look = {.phase = RunLook::Phase::Running, .startedAt = m_clock.now(), .schema = order.schema, .range = order.rangeText};
    m_messages = {.sent = order.kql};
    const MonitorQuery query{.kql = order.kql, .timespan = order.timespan, .timeout = std::chrono::minutes(3)};
    m_call = service.run(query, this, [this](const query::ResultSet::Piece &piece) { take(piece); }, [this](const Result<QueryAnswer> &answer) { finish(answer); });
    emit lookChanged();
}

void QueryTab::cancel() { m_call.cancel(); }

void QueryTab::startResult()
{
    m_hasRows = true;
    // Views look at the one before until they are told.
    const auto before = std::exchange(m_result, std::make_unique<ResultGridModel>());
    emit resultChanged();
}

void QueryTab::take(const query::ResultSet::Piece &piece)
{
    if (!m_hasRows)
        startResult();
    m_result->append(piece);
    m_look.rows = static_cast<qint64>(m_result->set().rowCount());
    emit lookChanged();
}

void QueryTab::finish(const Result<QueryAnswer> &answer)
{
    const Instant now = m_clock.now();
    m_look.elapsed = answer ? answer->elapsed : std::chrono::duration_cast<Milliseconds>(now - m_look.startedAt);
    qsizetype place = -1;
    if (answer) {
        succeed(*answer);
    } else {
        const Error &error = answer.error();
        m_look.phase = error.kind == ErrorKind::Cancelled ? RunLook::Phase::Cancelled : RunLook::Phase::Failed;
        m_look.requestId = error.requestId;
        m_messages.error = error;
        if (error.position && error.kind == ErrorKind::Query)
            place = m_order.offset + error.position->offset;
    }
    if (m_result && m_hasRows)
        m_result->complete();
    emit lookChanged();
    emit ended(place);
}

void QueryTab::succeed(const QueryAnswer &answer)
{
    m_look.phase = answer.warnings.isEmpty() ? RunLook::Phase::Ready : RunLook::Phase::Partial;
    m_look.asOf = m_clock.now();
    m_look.bytes = answer.bytes;
    m_look.requestId = answer.requestId;
    m_messages.warnings = answer.warnings;
    m_messages.facts = answerFacts(answer);
    m_render = answer.render;
    if (!m_hasRows) {
        startResult();
        for (const query::ResultSet::Piece &piece : answer.tables.front().pieces())
            m_result->append(piece);
    }
    m_look.rows = static_cast<qint64>(m_result->set().rowCount());
    chart = query::chartKind(m_result->set(), m_render);
}

void QueryTab::show(const Answer &answer)
{
    m_call.cancel();
    m_look = answer.look;
    m_look.isFromCache = true;
    m_messages = answer.messages;
    m_render = answer.render;
    startResult();
    for (const query::ResultSet::Piece &piece : answer.set.pieces())
        m_result->append(piece);
    m_result->complete();
    chart = query::chartKind(m_result->set(), m_render);
    emit lookChanged();
    emit ended(-1);
}

void QueryTab::setStale(bool isStale)
{
    if (std::exchange(m_look.isStale, isStale) != isStale)
        emit lookChanged();
}

QueryTab::Answer QueryTab::answer() const { return {m_result ? m_result->set() : query::ResultSet(), m_render, m_look, m_messages}; }

} // namespace qd
