#include "ingestion/otlp/logmapper.h"

#include "ingestion/exceptiondata.h"
#include "ingestion/otlp/attributeset.h"
#include "ingestion/otlp/itemparts.h"
#include "ingestion/otlp/otlpvalue.h"
#include "ingestion/textlimits.h"
#include "server/isotime.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace qd::lab {

namespace {

using K = OtlpKey;

constexpr size_t logMessageUnits = 32768;

/// OpenTelemetry's 24 severities in Application Insights' five; none for what has none.
std::optional<int> severityLevel(int severity)
{
    constexpr int verbose = 0;
    constexpr int firstInformation = 9;
    constexpr int perLevel = 4;
    if (severity <= 0 || severity > 24)
        return std::nullopt;
    return severity < firstInformation ? verbose : (severity - firstInformation) / perLevel + 1;
}

bool isTrueText(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return text == "true";
}

/// True when the record has what an availability result must have.
bool isAvailability(const AttributeSet &attributes)
{
    const auto filled = [&](K key) { return attributes.sent(key) && !otlpText(*attributes.sent(key)).empty(); };
    return filled(K::AvailabilityId) && filled(K::AvailabilityName) && filled(K::AvailabilityDuration) && filled(K::AvailabilitySuccess);
}

std::string fillAvailability(const OtlpLog &record, const AttributeSet &attributes, TelemetryItem &item)
{
    item.kind = ItemKind::Availability;
    item.id = attributes.text(K::AvailabilityId);
    item.name = attributes.text(K::AvailabilityName);
    item.success = isTrueText(otlpText(*attributes.sent(K::AvailabilitySuccess)));
    item.location = attributes.text(K::AvailabilityRunLocation);
    item.message = attributes.sent(K::AvailabilityMessage) ? attributes.text(K::AvailabilityMessage) : otlpText(record.body);
    const std::optional<double> duration = parseDotNetDuration(attributes.text(K::AvailabilityDuration));
    item.durationMs = duration.value_or(0);
    return duration ? std::string() : "microsoft.availability.duration is not a valid time span";
}

/// The kinds in the order in which Microsoft's exporter asks. A record that names an exception's type but no stack is a
/// trace here; that exporter loses it.
std::string fillKind(const OtlpLog &record, const AttributeSet &attributes, TelemetryItem &item)
{
    if (attributes.has(K::ExceptionType) && attributes.has(K::ExceptionStacktrace)) {
        item.kind = ItemKind::Exception;
        item.severity = severityLevel(record.severity);
        describeException(item, attributes.text(K::ExceptionType), attributes.text(K::ExceptionMessage), attributes.text(K::ExceptionStacktrace));
        return {};
    }
    if (attributes.has(K::CustomEventName)) {
        item.kind = ItemKind::Event;
        item.name = attributes.text(K::CustomEventName);
        return {};
    }
    if (isAvailability(attributes))
        return fillAvailability(record, attributes, item);
    item.kind = ItemKind::Trace;
    item.severity = severityLevel(record.severity);
    item.message = otlpText(record.body);
    return {};
}

} // namespace

std::string mapLog(const OtlpLog &record, const TelemetryItem &base, Instant now, std::vector<TelemetryItem> &items)
{
    AttributeSet attributes(record.attributes, OtlpDropRule::Log);
    TelemetryItem item = base;
    const std::uint64_t nanos = record.time != 0 ? record.time : record.observedTime;
    item.time = nanos != 0 ? instantOfNanos(nanos) : now;
    item.operationId = record.traceId;
    item.parentId = record.spanId;
    item.operationName = attributes.text(K::OperationName);
    addUserTags(attributes, item);
    if (std::string refused = fillKind(record, attributes, item); !refused.empty())
        return refused;
    if (item.kind != ItemKind::Exception)
        cutUnits(item.message, logMessageUnits);
    item.measurements = measurementsOf(attributes);
    item.properties = attributes.takeProperties();
    items.push_back(std::move(item));
    return {};
}

} // namespace qd::lab
