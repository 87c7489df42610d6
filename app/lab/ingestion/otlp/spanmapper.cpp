#include "ingestion/otlp/spanmapper.h"

#include "ingestion/exceptiondata.h"
#include "ingestion/otlp/attributeset.h"
#include "ingestion/otlp/dependencydata.h"
#include "ingestion/otlp/itemparts.h"
#include "ingestion/otlp/urltext.h"
#include "ingestion/textlimits.h"
#include "server/jsontext.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace qd::lab {

namespace {

using SpanKind = OtlpSpan::Kind;
using K = OtlpKey;

constexpr size_t idUnits = 512;
constexpr size_t nameUnits = 1024;
constexpr size_t messageUnits = 32768;
constexpr int firstErrorStatus = 400;

bool isIncoming(const OtlpSpan &span) { return span.kind == SpanKind::Server || span.kind == SpanKind::Consumer; }

/// The operation that a server span is: its HTTP method with route or path, or its name.
std::string serverOperation(const OtlpSpan &span, const AttributeSet &attributes)
{
    const std::string method = attributes.text(K::HttpRequestMethod, K::HttpMethod);
    std::string operation(span.name);
    if (method.empty())
        return operation;
    if (const std::string route = attributes.text(K::HttpRoute); !route.empty())
        operation = method + " " + route;
    else if (const std::string path = pathOfUrl(attributes.text(K::UrlFull, K::HttpUrl)); !path.empty())
        operation = method + " " + path;
    else
        return operation;
    cutUnits(operation, nameUnits);
    return operation;
}

void addSpanTags(const OtlpSpan &span, const AttributeSet &attributes, TelemetryItem &item)
{
    item.operationId = span.traceId;
    item.parentId = span.parentId;
    addUserTags(attributes, item);
    if (item.clientIp.empty() && span.kind == SpanKind::Server)
        item.clientIp = attributes.text(K::ClientAddress, K::HttpClientIp, K::NetworkPeerAddress, K::NetPeerIp);
    item.operationName = span.kind == SpanKind::Server ? serverOperation(span, attributes) : attributes.text(K::OperationName);
}

/// Milliseconds, in Azure's ticks of 100 ns.
double durationOf(const OtlpSpan &span)
{
    constexpr double nanosPerTick = 100;
    constexpr double ticksPerMs = 10'000;
    return span.end > span.start ? std::round(static_cast<double>(span.end - span.start) / nanosPerTick) / ticksPerMs : 0;
}

bool requestSucceeded(const OtlpSpan &span, const AttributeSet &attributes)
{
    if (span.status != OtlpSpan::Status::Unset)
        return span.status == OtlpSpan::Status::Ok;
    const std::string code = attributes.text(K::HttpResponseStatusCode, K::HttpStatusCode);
    int number = 0;
    std::from_chars(code.data(), code.data() + code.size(), number);
    return number < firstErrorStatus;
}

/// A CONSUMER span's request has no name, since it has no operation name.
void fillRequest(const OtlpSpan &span, const AttributeSet &attributes, TelemetryItem &item)
{
    item.kind = ItemKind::Request;
    item.name = item.operationName;
    item.success = requestSucceeded(span, attributes);
    item.resultCode = "0";
    if (attributes.firstOf(K::HttpRequestMethod, K::HttpMethod)) {
        item.url = urlOfSpan(attributes);
        if (const auto *code = attributes.firstOf(K::HttpResponseStatusCode, K::HttpStatusCode); code)
            item.resultCode = attributes.text(K::HttpResponseStatusCode, K::HttpStatusCode);
    } else if (attributes.has(K::RpcGrpcStatusCode)) {
        item.resultCode = attributes.text(K::RpcGrpcStatusCode);
    }
    fillEventHubSource(attributes, item);
}

std::string linksText(const std::vector<OtlpLink> &links)
{
    std::string out = "[";
    for (const OtlpLink &link : links)
        out += (out.size() > 1 ? ",{\"operation_Id\":" : "{\"operation_Id\":") + jsonString(link.traceId) + ",\"id\":" + jsonString(link.spanId) + "}";
    return out + "]";
}

void addLinks(const OtlpSpan &span, Properties &properties)
{
    if (span.links.empty())
        return;
    std::pair<std::string, std::string> entry("_MS.links", linksText(span.links));
    cutBytes(entry.second, propertyLimit(entry.first));
    properties.insert(std::ranges::lower_bound(properties, entry.first, {}, &std::pair<std::string, std::string>::first), std::move(entry));
}

TelemetryItem itemOfSpan(const OtlpSpan &span, const TelemetryItem &base)
{
    AttributeSet attributes(span.attributes, OtlpDropRule::Span);
    TelemetryItem item = base;
    item.time = instantOfNanos(span.start);
    item.id = span.spanId;
    item.durationMs = durationOf(span);
    item.itemCount = itemCountOfRate(attributes);
    addSpanTags(span, attributes, item);
    if (isIncoming(span))
        fillRequest(span, attributes, item);
    else
        fillDependency(span, attributes, item);
    cutUnits(item.id, idUnits);
    cutUnits(item.name, nameUnits);
    item.measurements = measurementsOf(attributes);
    item.properties = attributes.takeProperties();
    addLinks(span, item.properties);
    return item;
}

TelemetryItem itemOfEvent(const OtlpEvent &event, const OtlpSpan &span, const TelemetryItem &base, int itemCount)
{
    AttributeSet attributes(event.attributes, OtlpDropRule::Span);
    TelemetryItem item = base;
    item.time = instantOfNanos(event.time != 0 ? event.time : span.start);
    item.operationId = span.traceId;
    item.parentId = span.spanId;
    item.itemCount = itemCount;
    if (event.name == "exception") {
        item.kind = ItemKind::Exception;
        const std::string message = attributes.text(K::ExceptionMessage);
        describeException(item, attributes.text(K::ExceptionType), message.empty() ? "Exception" : message, attributes.text(K::ExceptionStacktrace));
    } else {
        item.kind = ItemKind::Trace;
        item.message = event.name;
        cutUnits(item.message, messageUnits);
    }
    item.measurements = measurementsOf(attributes);
    item.properties = attributes.takeProperties();
    return item;
}

} // namespace

std::string mapSpan(const OtlpSpan &span, const TelemetryItem &base, std::vector<TelemetryItem> &items)
{
    if (span.traceId.empty() || span.spanId.empty())
        return "a span without a valid trace id and span id";
    if (span.start == 0)
        return "a span without a start time";
    items.push_back(itemOfSpan(span, base));
    const int itemCount = items.back().itemCount;
    for (const OtlpEvent &event : span.events)
        items.push_back(itemOfEvent(event, span, base, itemCount));
    return {};
}

} // namespace qd::lab
