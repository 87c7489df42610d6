#include "slo/burnrate.h"
#include "slo/sliwindows.h"

#include <algorithm>

namespace qd {

namespace {

struct BurnDownRow {
    Instant at;
    SliCounts counts;
};

std::vector<BurnDownRow> burnDownRows(const Table &reply)
{
    std::vector<BurnDownRow> rows;
    for (size_t row = 0; row < reply.rowCount(); ++row)
        if (const auto at = reply.instant(row, u"at"))
            rows.push_back({*at, {reply.number(row, u"good").value_or(0), reply.number(row, u"total").value_or(0)}});
    std::ranges::stable_sort(rows, {}, &BurnDownRow::at);
    return rows;
}

/// How much larger the month's budget is than that of the events so far; the last bin is taken to be complete.
double burnDownProjection(const SloDefinition &definition, const std::vector<BurnDownRow> &rows)
{
    if (definition.window.kind != SloWindow::Kind::CalendarMonth || rows.size() < 2)
        return 1;
    const TimeSpanRange month = calendarMonth(rows.back().at);
    Microseconds step = rows[1].at - rows[0].at;
    for (size_t i = 2; i < rows.size(); ++i)
        step = std::min(step, Microseconds(rows[i].at - rows[i - 1].at));
    const Microseconds elapsed = std::min(rows.back().at + step, month.to) - month.from;
    return static_cast<double>((month.to - month.from).count()) / static_cast<double>(elapsed.count());
}

} // namespace

std::vector<SliPoint> budgetBurnDown(const SloDefinition &definition, const Table &reply)
{
    const std::vector<BurnDownRow> rows = burnDownRows(reply);
    SliCounts all;
    for (const BurnDownRow &row : rows) {
        all.good += row.counts.good;
        all.total += row.counts.total;
    }
    const double allowed = budgetUse(definition, all).allowed * burnDownProjection(definition, rows);
    std::vector<SliPoint> points;
    SliCounts soFar;
    for (const BurnDownRow &row : rows) {
        soFar.good += row.counts.good;
        soFar.total += row.counts.total;
        SliPoint point{.at = row.at, .value = std::nullopt, .events = row.counts.total};
        if (allowed > 0)
            point.value = 1 - budgetUse(definition, soFar).spent / allowed;
        points.push_back(point);
    }
    return points;
}

} // namespace qd
