#include "usagefetch.h"

#include <utility>

namespace qd {

namespace {

template<typename Rows>
Result<void> keepRows(Rows &into, Result<Rows> rows)
{
    if (!rows)
        return rows.error();
    into = *std::move(rows);
    return {};
}

} // namespace

UsageFetch::UsageFetch(MonitorConnector &monitor, SloSettings settings, QObject *parent)
    : QObject(parent), m_monitor(monitor), m_settings(std::move(settings))
{
}

UsageFetch::~UsageFetch() { abandon(); }

void UsageFetch::start(TimeSpanRange span)
{
    abandon();
    m_span = span;
    m_report = {};
    const UsageQueries queries = buildUsageQueries(m_settings.dictionary, m_monitor.target().schema, span);
    const TimeSpanRange breakers{span.to - std::chrono::hours(24), span.to};
    const quint64 generation = m_generation;
    m_pending = static_cast<int>(m_calls.size());
    const std::array<std::pair<QString, TimeSpanRange>, 4> asked{
        {{queries.usage, span}, {queries.reported, span}, {queries.tools, span}, {queries.breakers, breakers}}};
    for (size_t part = 0; part < asked.size(); ++part)
        m_calls[part] = m_monitor.query({.kql = asked[part].first, .timespan = asked[part].second, .timeout = m_settings.queryTimeout}, this,
                                        [this, part, generation](const Result<MonitorReply> &reply) { receive(part, generation, reply); });
}

void UsageFetch::abandon()
{
    ++m_generation;
    m_pending = 0;
    for (Call &call : m_calls)
        std::exchange(call, Call()).cancel();
}

Result<void> UsageFetch::read(size_t part, const Table &table)
{
    switch (part) {
    case 0: return keepRows(m_report.usage, readUsage(table));
    case 1: return keepRows(m_report.reported, readReported(table));
    case 2: return keepRows(m_report.tools, readToolUse(table));
    default: return keepRows(m_report.breakers, readBreakers(table));
    }
}

void UsageFetch::receive(size_t part, quint64 generation, const Result<MonitorReply> &reply)
{
    if (generation != m_generation)
        return;
    if (!reply) {
        fail(reply.error());
        return;
    }
    if (const auto rows = read(part, reply->tables.isEmpty() ? Table{} : reply->tables.constFirst()); !rows) {
        fail(rows.error());
        return;
    }
    if (--m_pending == 0)
        emit fetched(m_report, m_span);
}

void UsageFetch::fail(const Error &error)
{
    abandon();
    emit failed(error);
}

} // namespace qd
