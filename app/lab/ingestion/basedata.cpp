#include "ingestion/basedata.h"

#include "ingestion/exceptiondata.h"
#include "ingestion/textlimits.h"
#include "server/isotime.h"
#include "server/jsontext.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace qd::lab {

namespace {

using WireJson = nlohmann::json;

/// The value as customDimensions shows it: everything is text there.
std::string propertyText(const WireJson &value)
{
    if (value.is_string())
        return value.get<std::string>();
    return value.dump(-1, ' ', false, WireJson::error_handler_t::replace);
}

void readProperties(const WireJson &data, TelemetryItem &item)
{
    const auto properties = data.find("properties");
    if (properties == data.end() || !properties->is_object())
        return;
    for (const auto &[key, value] : properties->items()) { // sorted by key
        if (value.is_null())
            continue;
        std::string text = propertyText(value);
        cutBytes(text, propertyLimit(key));
        item.properties.emplace_back(key, std::move(text));
    }
}

void readMeasurements(const WireJson &data, TelemetryItem &item)
{
    const auto measurements = data.find("measurements");
    if (measurements == data.end() || !measurements->is_object())
        return;
    for (const auto &[key, value] : measurements->items())
        if (value.is_number())
            item.measurements.emplace_back(key, value.get<double>());
}

std::optional<int> severityOf(const WireJson &data)
{
    static constexpr std::array<std::string_view, 5> names{"verbose", "information", "warning", "error", "critical"};
    std::string text = textOf(data, "severityLevel");
    std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    if (text.size() == 1 && text[0] >= '0' && text[0] <= '4')
        return text[0] - '0';
    const auto found = std::ranges::find(names, text);
    return found == names.end() ? std::nullopt : std::optional(static_cast<int>(found - names.begin()));
}

std::optional<bool> successOf(const WireJson &data)
{
    const std::string text = textOf(data, "success");
    if (text == "true" || text == "True")
        return true;
    if (text == "false" || text == "False")
        return false;
    return std::nullopt;
}

/// Reads the duration of requests, dependencies and availability results; false when it is malformed.
bool readDuration(const WireJson &data, TelemetryItem &item)
{
    const std::string text = textOf(data, "duration");
    if (text.empty())
        return true;
    const std::optional<double> parsed = parseDotNetDuration(text);
    item.durationMs = parsed.value_or(0);
    return parsed.has_value();
}

constexpr std::string_view badDuration = "110: Field 'duration' is not a valid time span";

std::string readRequest(const WireJson &data, TelemetryItem &item)
{
    item.kind = ItemKind::Request;
    item.id = textOf(data, "id");
    item.name = textOf(data, "name");
    item.url = textOf(data, "url");
    item.resultCode = textOf(data, "responseCode");
    if (std::string source = textOf(data, "source"); !source.empty())
        item.context.emplace_back("source", std::move(source));
    item.success = successOf(data).value_or(true);
    return readDuration(data, item) ? std::string() : std::string(badDuration);
}

std::string readDependency(const WireJson &data, TelemetryItem &item)
{
    item.kind = ItemKind::Dependency;
    item.id = textOf(data, "id");
    item.name = textOf(data, "name");
    item.type = textOf(data, "type");
    item.target = textOf(data, "target");
    item.data = textOf(data, "data");
    item.resultCode = textOf(data, "resultCode");
    item.success = successOf(data).value_or(true);
    return readDuration(data, item) ? std::string() : std::string(badDuration);
}

std::string readMessage(const WireJson &data, TelemetryItem &item)
{
    item.kind = ItemKind::Trace;
    item.message = textOf(data, "message");
    item.severity = severityOf(data);
    return item.message.empty() ? "109: Field 'message' on type 'MessageData' is required but missing or empty." : "";
}

std::string readException(const WireJson &data, TelemetryItem &item)
{
    item.kind = ItemKind::Exception;
    item.severity = severityOf(data);
    return decodeExceptionChain(data, item);
}

std::string readEvent(const WireJson &data, TelemetryItem &item)
{
    item.kind = ItemKind::Event;
    item.name = textOf(data, "name");
    return item.name.empty() ? "109: Field 'name' on type 'EventData' is required but missing or empty." : "";
}

std::string readAvailability(const WireJson &data, TelemetryItem &item)
{
    item.kind = ItemKind::Availability;
    item.id = textOf(data, "id");
    item.name = textOf(data, "name");
    item.location = textOf(data, "runLocation");
    item.message = textOf(data, "message");
    item.success = successOf(data).value_or(true);
    return readDuration(data, item) ? std::string() : std::string(badDuration);
}

double numberOf(const WireJson &object, const char *member, double otherwise)
{
    const auto found = object.find(member);
    return found != object.end() && found->is_number() ? found->get<double>() : otherwise;
}

/// One entry of "metrics": `value` is the sum over the period.
std::string readMetricPoint(const WireJson &point, TelemetryItem &item)
{
    if (!point.is_object() || textOf(point, "name").empty())
        return "109: Field 'name' on type 'DataPoint' is required but missing or empty.";
    if (const auto value = point.find("value"); value == point.end() || !value->is_number())
        return "109: Field 'value' on type 'DataPoint' is required but missing or empty.";
    item.name = textOf(point, "name");
    item.metricSum = numberOf(point, "value", 0);
    item.metricCount = static_cast<int>(std::clamp(numberOf(point, "count", 1), 0.0, 2147483647.0));
    item.metricMin = numberOf(point, "min", item.metricSum);
    item.metricMax = numberOf(point, "max", item.metricSum);
    return {};
}

std::string readMetrics(const WireJson &data, TelemetryItem base, std::vector<TelemetryItem> &items)
{
    const auto metrics = data.find("metrics");
    if (metrics == data.end() || !metrics->is_array() || metrics->empty())
        return "109: Field 'metrics' on type 'MetricData' is required but missing or empty.";
    base.kind = ItemKind::Metric;
    std::vector<TelemetryItem> points;
    for (const WireJson &point : *metrics) {
        points.push_back(base);
        if (std::string refused = readMetricPoint(point, points.back()); !refused.empty())
            return refused;
    }
    std::ranges::move(points, std::back_inserter(items));
    return {};
}

using Reader = std::string (*)(const WireJson &, TelemetryItem &);
constexpr std::array<std::pair<std::string_view, Reader>, 6> baseTypeReaders{{
    {"RequestData", readRequest},
    {"RemoteDependencyData", readDependency},
    {"MessageData", readMessage},
    {"ExceptionData", readException},
    {"EventData", readEvent},
    {"AvailabilityData", readAvailability},
}};

} // namespace

std::string textOf(const nlohmann::json &object, std::string_view member)
{
    const auto found = object.find(member);
    if (found == object.end() || !found->is_primitive() || found->is_null())
        return {};
    return propertyText(*found);
}

std::string decodeBaseData(const nlohmann::json &data, TelemetryItem base, std::vector<TelemetryItem> &items)
{
    const std::string type = textOf(data, "baseType");
    const auto found = data.find("baseData");
    if (found == data.end() || !found->is_object())
        return "109: Field 'baseData' on type 'Data' is required but missing or empty.";
    readProperties(*found, base);
    readMeasurements(*found, base);
    if (type == "MetricData")
        return readMetrics(*found, std::move(base), items);
    const auto reader = std::ranges::find(baseTypeReaders, std::string_view(type), &std::pair<std::string_view, Reader>::first);
    if (reader == baseTypeReaders.end())
        return "106: Unknown baseType '" + type.substr(0, 80) + "'";
    std::string refused = reader->second(*found, base);
    if (refused.empty())
        items.push_back(std::move(base));
    return refused;
}

} // namespace qd::lab
