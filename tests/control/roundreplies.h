#pragma once

#include "fakemonitorconnector.h"
#include "manualclock.h"
#include "slo/slidialect.h"
#include "slo/sliquery.h"

#include <optional>

namespace qd::test {

/// What the fake service knows about every SLO when it answers a refresh round.
struct RoundReplies {
    double recentGood = 100;    ///< of 100 events in the last five minutes
    double goodBefore = 9990;   ///< of 10,000 events before, within the budget window
    Instant newest = ManualClock::start - Seconds(20);
    std::optional<Instant> serverTime;
    QStringList warnings;
};

inline Column textColumn(const char *name, std::vector<Cell> cells) { return {QString::fromLatin1(name), ColumnType::String, std::move(cells)}; }
inline Column realColumn(const char *name, std::vector<Cell> cells) { return {QString::fromLatin1(name), ColumnType::Real, std::move(cells)}; }
inline Column timeColumn(const char *name, std::vector<Cell> cells) { return {QString::fromLatin1(name), ColumnType::DateTime, std::move(cells)}; }

inline Table bandsTable(const QList<SloDefinition> &definitions, const RoundReplies &replies)
{
    Table table{.name = QStringLiteral("PrimaryResult"), .columns = {textColumn("slo", {}), realColumn("band", {}), realColumn("good", {}), realColumn("total", {}), timeColumn("newest", {})}};
    for (const SloDefinition &definition : definitions)
        for (const auto &[band, good, total] : {std::tuple{5.0, replies.recentGood, 100.0}, std::tuple{43200.0, replies.goodBefore, 10000.0}}) {
            table.columns[0].cells.emplace_back(definition.id.value);
            table.columns[1].cells.emplace_back(band);
            table.columns[2].cells.emplace_back(good);
            table.columns[3].cells.emplace_back(total);
            table.columns[4].cells.emplace_back(replies.newest);
        }
    return table;
}

inline Table seriesTable(const QList<SloDefinition> &definitions, const RoundReplies &replies)
{
    Table table{.columns = {textColumn("slo", {}), timeColumn("at", {}), realColumn("good", {}), realColumn("total", {}), realColumn("value", {})}};
    for (const SloDefinition &definition : definitions) {
        table.columns[0].cells.emplace_back(definition.id.value);
        table.columns[1].cells.emplace_back(replies.newest);
        table.columns[2].cells.emplace_back(replies.recentGood);
        table.columns[3].cells.emplace_back(100.0);
        table.columns[4].cells.emplace_back(replies.recentGood / 100);
    }
    return table;
}

inline Table freshnessTable(const RoundReplies &replies)
{
    return {.columns = {textColumn("source", {sliSourceName(SliSource::Metrics), sliSourceName(SliSource::Requests)}),
                        timeColumn("newest", {replies.newest, replies.newest})}};
}

inline Table emptyRangeTable() { return {.columns = {textColumn("slo", {}), realColumn("value", {}), realColumn("total", {})}}; }

/// The reply to one query of a round, told apart by the columns that its text asks for.
inline MonitorReply roundReply(const MonitorQuery &query, const QList<SloDefinition> &definitions, const RoundReplies &replies)
{
    MonitorReply reply{.warnings = replies.warnings, .serverTime = replies.serverTime, .elapsed = Milliseconds(42)};
    if (query.kql.contains(u"band"))
        reply.tables = {bandsTable(definitions, replies)};
    else if (query.kql.contains(u"project source"))
        reply.tables = {freshnessTable(replies)};
    else if (query.kql.contains(u", at, "))
        reply.tables = {seriesTable(definitions, replies)};
    else
        reply.tables = {emptyRangeTable()};
    return reply;
}

} // namespace qd::test
