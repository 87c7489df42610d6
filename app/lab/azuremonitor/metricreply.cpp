#include "azuremonitor/metricreply.h"

#include "azuremonitor/replywriter.h"
#include "server/isotime.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <vector>

namespace qd::lab {

namespace {

using MetricJson = nlohmann::ordered_json;

/// A row of the query, by the names of its columns.
struct MetricRow {
    std::vector<std::string> segments;
    std::string start;
    MetricJson values;
};

std::string isoMillis(Instant at)
{
    std::string text;
    appendAzureTime(text, std::chrono::floor<std::chrono::milliseconds>(at));
    const size_t point = text.find('.');
    return point == std::string::npos ? text.substr(0, text.size() - 1) + ".000Z" : text.substr(0, point + 4) + "Z";
}

/// The aggregations by name, all null where there was nothing.
MetricJson aggregationsOf(const MetricRequest &request, const MetricJson &cells, size_t first, bool isEmpty)
{
    MetricJson values = MetricJson::object();
    for (size_t i = 0; i < request.aggregations.size(); ++i) {
        const MetricJson &cell = cells[first + i];
        values[request.aggregations[i]] = isEmpty || !cell.is_number() ? MetricJson() : cell;
    }
    return values;
}

/// Columns of a row: segments, start when there are intervals, rows_, the aggregations.
std::vector<MetricRow> readMetricRows(const MetricRequest &request, std::string_view table, bool hasIntervals)
{
    std::vector<MetricRow> rows;
    const MetricJson parsed = MetricJson::parse(table, nullptr, false);
    const size_t segments = request.segments.size();
    for (const MetricJson &cells : parsed["rows"]) {
        MetricRow row;
        for (size_t i = 0; i < segments; ++i)
            row.segments.push_back(cells[i].get<std::string>());
        const size_t count = segments + (hasIntervals ? 1 : 0);
        if (hasIntervals)
            row.start = cells[segments].get<std::string>();
        row.values = aggregationsOf(request, cells, count + 1, cells[count] == 0);
        rows.push_back(std::move(row));
    }
    return rows;
}

using RowList = std::vector<const MetricRow *>;

/// The rows as nested segments, in the order in which they come.
MetricJson segmentsJson(const MetricRequest &request, const RowList &rows, size_t level)
{
    MetricJson list = MetricJson::array();
    std::vector<std::pair<std::string, RowList>> groups;
    for (const MetricRow *row : rows) {
        const std::string &name = row->segments[level];
        auto found = std::find_if(groups.begin(), groups.end(), [&name](const auto &group) { return group.first == name; });
        if (found == groups.end())
            found = groups.insert(groups.end(), {name, {}});
        found->second.push_back(row);
    }
    for (const auto &[name, members] : groups) {
        MetricJson entry = MetricJson::object();
        if (level + 1 < request.segments.size())
            entry["segments"] = segmentsJson(request, members, level + 1);
        else
            entry[request.metric.id] = members.front()->values;
        entry[request.segments[level]] = name;
        list.push_back(std::move(entry));
    }
    return list;
}

/// What one stretch of time holds: its value, or its segments.
void addMetricContent(MetricJson &target, const MetricRequest &request, const RowList &rows)
{
    if (!request.segments.empty()) {
        target["segments"] = segmentsJson(request, rows, 0);
        return;
    }
    MetricJson none = MetricJson::object();
    for (const std::string &name : request.aggregations)
        none[name] = nullptr;
    target[request.metric.id] = rows.empty() ? none : rows.front()->values;
}

/// In the order of `whole`, and nothing that is not in it.
RowList ranked(const std::vector<MetricRow> &whole, const RowList &rows)
{
    RowList out;
    for (const MetricRow &best : whole)
        for (const MetricRow *row : rows)
            if (row->segments == best.segments)
                out.push_back(row);
    return out;
}

MetricJson intervalsJson(const MetricRequest &request, const std::vector<MetricRow> &whole, const std::vector<MetricRow> &parts)
{
    std::map<Instant, RowList> byStart;
    for (const MetricRow &row : parts)
        if (const auto start = parseIsoTime(row.start))
            byStart[*start].push_back(&row);
    MetricJson list = MetricJson::array();
    const Microseconds sinceYearOne = request.range.from - Instant(std::chrono::sys_days(std::chrono::January / 1 / 1)); // as bin() counts
    for (Instant start = request.range.from - sinceYearOne % request.interval; start < request.range.to; start += request.interval) {
        MetricJson entry = MetricJson::object();
        entry["start"] = isoMillis(std::max(start, request.range.from));
        entry["end"] = isoMillis(std::min(start + request.interval, request.range.to));
        addMetricContent(entry, request, request.segments.empty() ? byStart[start] : ranked(whole, byStart[start]));
        list.push_back(std::move(entry));
    }
    return list;
}

} // namespace

std::string metricReplyJson(const MetricRequest &request, std::string_view whole, const std::optional<std::string> &parts)
{
    const std::vector<MetricRow> best = readMetricRows(request, whole, false);
    MetricJson value = MetricJson::object();
    value["start"] = isoMillis(request.range.from);
    value["end"] = isoMillis(request.range.to);
    if (parts) {
        value["interval"] = request.intervalText;
        value["segments"] = intervalsJson(request, best, readMetricRows(request, *parts, true));
    } else {
        RowList rows;
        for (const MetricRow &row : best)
            rows.push_back(&row);
        addMetricContent(value, request, rows);
    }
    MetricJson reply = MetricJson::object();
    reply["value"] = std::move(value);
    return reply.dump(-1, ' ', false, MetricJson::error_handler_t::replace);
}

} // namespace qd::lab
