#include "azuremonitor/metriccatalog.h"

#include "azuremonitor/odatafields.h"
#include "server/jsontext.h"

#include <array>
#include <utility>

namespace qd::lab {

namespace {

constexpr std::string_view counted = "sum";
constexpr std::string_view measured = "avg,min,max,sum,count";

MetricDefinition countOf(std::string id, std::string name, std::string table, std::string where = {})
{
    return {.id = std::move(id), .displayName = std::move(name), .unit = "count", .table = std::move(table), .total = "itemCount",
            .weight = "itemCount", .least = "itemCount", .most = "itemCount", .where = std::move(where), .usual = "sum", .aggregations = std::string(counted)};
}

MetricDefinition timeOf(std::string id, std::string name, std::string table)
{
    return {.id = std::move(id), .displayName = std::move(name), .unit = "ms", .table = std::move(table), .total = "duration * itemCount",
            .weight = "itemCount", .least = "duration", .most = "duration", .where = {}, .usual = "avg", .aggregations = std::string(measured)};
}

MetricDefinition uniqueOf(std::string id, std::string name, std::string column)
{
    return {.id = std::move(id), .displayName = std::move(name), .unit = "count", .table = "requests", .total = "itemCount", .weight = "itemCount",
            .least = column, .most = column, .where = "isnotempty(" + column + ")", .usual = "unique", .aggregations = "unique"};
}

const std::array<MetricDefinition, 17> &allMetrics()
{
    static const std::array<MetricDefinition, 17> metrics{
        countOf("requests/count", "Server requests", "requests"),
        timeOf("requests/duration", "Server response time", "requests"),
        countOf("requests/failed", "Failed requests", "requests", "success == false"),
        countOf("dependencies/count", "Dependency calls", "dependencies"),
        timeOf("dependencies/duration", "Dependency duration", "dependencies"),
        countOf("dependencies/failed", "Dependency call failures", "dependencies", "success == false"),
        countOf("exceptions/count", "Exceptions", "exceptions"),
        countOf("exceptions/server", "Server exceptions", "exceptions", "client_Type != \"Browser\""),
        countOf("exceptions/browser", "Browser exceptions", "exceptions", "client_Type == \"Browser\""),
        countOf("availabilityResults/count", "Availability tests", "availabilityResults"),
        timeOf("availabilityResults/duration", "Availability test duration", "availabilityResults"),
        MetricDefinition{.id = "availabilityResults/availabilityPercentage", .displayName = "Availability", .unit = "%",
                         .table = "availabilityResults", .total = "iff(success == true, 100.0, 0.0) * itemCount", .weight = "itemCount",
                         .least = "iff(success == true, 100.0, 0.0)", .most = "iff(success == true, 100.0, 0.0)", .where = {},
                         .usual = "avg", .aggregations = "avg,count"},
        countOf("pageViews/count", "Page views", "pageViews"),
        timeOf("pageViews/duration", "Page load time", "pageViews"),
        uniqueOf("users/count", "Users", "user_Id"),
        uniqueOf("users/authenticated", "Users, signed in", "user_AuthenticatedId"),
        uniqueOf("sessions/count", "Sessions", "session_Id"),
    };
    return metrics;
}

/// Dimensions that every metric can be segmented by.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> commonDimensions{{
    {"cloud/roleName", "Cloud role name"}, {"cloud/roleInstance", "Cloud role instance"}, {"application/version", "Application version"},
    {"operation/name", "Operation name"}, {"operation/syntheticSource", "Source of synthetic traffic"}, {"user/id", "User id"},
    {"session/id", "Session id"}, {"client/type", "Device type"}, {"client/ip", "Client IP address"},
}};

std::string quotedList(std::string_view commas)
{
    std::string out = "[";
    while (!commas.empty()) {
        const size_t end = commas.find(',');
        out += (out.size() > 1 ? "," : "") + jsonString(commas.substr(0, end));
        commas = end == std::string_view::npos ? std::string_view() : commas.substr(end + 1);
    }
    return out + "]";
}

std::string dimensionNames()
{
    std::string out = "[";
    for (const auto &[name, text] : commonDimensions)
        out += (out.size() > 1 ? "," : "") + jsonString(name);
    return out + "]";
}

std::string metricJson(const MetricDefinition &metric)
{
    return jsonString(metric.id) + ":{\"displayName\":" + jsonString(metric.displayName) + ",\"units\":" + jsonString(metric.unit)
        + ",\"supportedAggregations\":" + quotedList(metric.aggregations) + ",\"supportedGroupBy\":{\"all\":" + dimensionNames()
        + "},\"defaultAggregation\":" + jsonString(metric.usual) + "}";
}

} // namespace

std::span<const MetricDefinition> standardMetrics() { return allMetrics(); }

MetricDefinition metricOf(std::string_view id)
{
    for (const MetricDefinition &metric : allMetrics())
        if (metric.id == id)
            return metric;
    constexpr std::string_view custom = "customMetrics/";
    if (!id.starts_with(custom) || id.size() == custom.size())
        return {};
    const std::string name(id.substr(custom.size()));
    return {.id = std::string(id), .displayName = name, .unit = {}, .table = "customMetrics", .total = "valueSum", .weight = "valueCount",
            .least = "valueMin", .most = "valueMax", .where = "name == " + kqlText(name), .usual = "avg", .aggregations = std::string(measured)};
}

std::string metricMetadataJson()
{
    std::string metrics;
    for (const MetricDefinition &metric : allMetrics())
        metrics += (metrics.empty() ? "" : ",") + metricJson(metric);
    std::string dimensions;
    for (const auto &[name, text] : commonDimensions)
        dimensions += (dimensions.empty() ? "" : ",") + jsonString(name) + ":{\"displayName\":" + jsonString(text) + "}";
    return "{\"metrics\":{" + metrics + "},\"dimensions\":{" + dimensions + "}}";
}

} // namespace qd::lab
