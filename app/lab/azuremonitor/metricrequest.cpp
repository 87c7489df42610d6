#include "azuremonitor/metricrequest.h"

#include "server/isotime.h"
#include "server/jsontext.h"

#include <algorithm>
#include <charconv>

namespace qd::lab {

namespace {

constexpr size_t mostSegments = 4;
constexpr size_t mostTop = 500;
constexpr std::int64_t mostIntervals = 10'000;

QueryRequestProblem badMetric(const std::string &message) { return {"InvalidMetricRequest", message}; }

std::optional<QueryRequestProblem> readRange(const MetricParameters &parameters, Instant now, MetricRequest &out)
{
    const auto range = parseTimespan(parameters.timespan.empty() ? "PT12H" : parameters.timespan, now);
    if (!range || range->to <= range->from)
        return badMetric("The timespan '" + validUtf8(parameters.timespan.substr(0, 100)) + "' is not valid.");
    out.range = *range;
    if (parameters.interval.empty())
        return std::nullopt;
    const auto interval = parseIsoDuration(parameters.interval);
    if (!interval || *interval <= Microseconds(0))
        return badMetric("The interval '" + validUtf8(parameters.interval.substr(0, 100)) + "' is not valid.");
    if ((range->to - range->from) / *interval >= mostIntervals)
        return badMetric("The interval is too short for the timespan.");
    out.interval = *interval;
    out.intervalText = parameters.interval;
    return std::nullopt;
}

std::optional<QueryRequestProblem> readAggregations(const MetricParameters &parameters, MetricRequest &out)
{
    const std::vector<std::string> known = commaParts(out.metric.aggregations);
    out.aggregations = commaParts(parameters.aggregation);
    if (out.aggregations.empty())
        out.aggregations = {out.metric.usual};
    for (const std::string &wanted : out.aggregations)
        if (std::find(known.begin(), known.end(), wanted) == known.end())
            return badMetric("The metric '" + out.metric.id + "' does not support the aggregation '" + validUtf8(wanted.substr(0, 100)) + "'.");
    return std::nullopt;
}

/// "sum desc": by which aggregation the segments are ranked.
std::optional<QueryRequestProblem> readOrder(const std::string &text, MetricRequest &out)
{
    const size_t space = text.find(' ');
    out.orderBy = text.empty() ? out.aggregations.front() : text.substr(0, space);
    out.isUpward = space != std::string::npos && text.substr(space + 1) == "asc";
    const auto &all = out.aggregations;
    if (std::find(all.begin(), all.end(), out.orderBy) == all.end())
        return badMetric("orderby has to name one of the aggregations.");
    return std::nullopt;
}

std::optional<QueryRequestProblem> readTop(const std::string &text, MetricRequest &out)
{
    if (text.empty())
        return std::nullopt;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), out.top);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || out.top == 0 || out.top > mostTop)
        return badMetric("top has to be a number from 1 to 500.");
    return std::nullopt;
}

} // namespace

std::vector<std::string> commaParts(std::string_view text)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        const size_t end = text.find(',');
        std::string_view part = text.substr(0, end);
        while (part.starts_with(' '))
            part.remove_prefix(1);
        while (part.ends_with(' '))
            part.remove_suffix(1);
        if (!part.empty())
            parts.emplace_back(part);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return parts;
}

std::variant<MetricRequest, QueryRequestProblem> decodeMetric(const MetricParameters &parameters, Instant now)
{
    MetricRequest out;
    out.metric = metricOf(parameters.metricId);
    if (out.metric.id.empty())
        return badMetric("There is no metric '" + validUtf8(parameters.metricId.substr(0, 200)) + "'.");
    out.segments = commaParts(parameters.segment);
    out.filter = parameters.filter;
    if (out.segments.size() > mostSegments)
        return badMetric("A metric can be segmented by at most 4 dimensions.");
    if (auto problem = readRange(parameters, now, out))
        return *problem;
    if (auto problem = readAggregations(parameters, out))
        return *problem;
    if (auto problem = readOrder(parameters.orderby, out))
        return *problem;
    if (auto problem = readTop(parameters.top, out))
        return *problem;
    return out;
}

} // namespace qd::lab
