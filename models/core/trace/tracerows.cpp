#include "trace/propertybag.h"
#include "trace/trace.h"
#include "trace/tracequery.h"

#include <array>
#include <cmath>

namespace qd {

namespace {

constexpr std::array<QStringView, 6> neededColumns{u"at", u"kind", u"id", u"parent", u"name", u"bag"};

std::optional<double> numberIn(const SpanAttributes &attributes, std::initializer_list<QStringView> names)
{
    for (const QStringView name : names) {
        bool isNumber = false;
        const double value = attributeOf(attributes, name).toDouble(&isNumber);
        if (isNumber && std::isfinite(value))
            return value;
    }
    return std::nullopt;
}

std::optional<qint64> tokensIn(const SpanAttributes &attributes, std::initializer_list<QStringView> names)
{
    constexpr double mostTokens = 1e12;
    const auto value = numberIn(attributes, names);
    return value && *value >= 0 && *value < mostTokens ? std::optional(static_cast<qint64>(*value)) : std::nullopt;
}

std::optional<double> costIn(const SpanAttributes &attributes)
{
    const auto input = numberIn(attributes, {u"microsoft.gen_ai.cost.input"});
    const auto output = numberIn(attributes, {u"microsoft.gen_ai.cost.output"});
    if (input || output)
        return input.value_or(0) + output.value_or(0);
    return numberIn(attributes, {u"gen_ai.usage.cost"});
}

Microseconds rowDuration(const Table &reply, size_t row)
{
    constexpr double longestMs = 400.0 * 24 * 3600 * 1000;
    const double ms = reply.number(row, u"duration").value_or(0);
    return ms > 0 && ms < longestMs ? Microseconds(std::llround(ms * 1000)) : Microseconds(0);
}

Span rowSpan(const Table &reply, size_t row, Instant at, bool isRequest)
{
    Span span;
    span.id = SpanId(reply.text(row, u"id"));
    span.parentId = SpanId(reply.text(row, u"parent"));
    span.kind = isRequest ? Span::Kind::Request : Span::Kind::Dependency;
    span.name = reply.text(row, u"name");
    span.target = reply.text(row, u"target");
    span.type = reply.text(row, u"type");
    span.data = reply.text(row, u"data");
    span.resultCode = reply.text(row, u"code");
    span.service = reply.text(row, u"service");
    span.instance = reply.text(row, u"instance");
    span.start = at;
    span.duration = rowDuration(reply, row);
    span.isFailed = reply.number(row, u"failed").value_or(0) != 0;
    span.attributes = readPropertyBag(reply.text(row, u"bag"));
    span.inputTokens = tokensIn(span.attributes, {u"gen_ai.usage.input_tokens", u"gen_ai.usage.prompt_tokens"});
    span.outputTokens = tokensIn(span.attributes, {u"gen_ai.usage.output_tokens", u"gen_ai.usage.completion_tokens"});
    span.cost = costIn(span.attributes);
    span.role = roleOfSpan(span);
    return span;
}

SpanEvent rowEvent(const Table &reply, size_t row, Instant at, const QString &kind)
{
    SpanEvent event;
    event.kind = kind == QLatin1String("exception") ? SpanEvent::Kind::Exception
               : kind == QLatin1String("event")     ? SpanEvent::Kind::Custom
                                                    : SpanEvent::Kind::Log;
    event.at = at;
    event.name = reply.text(row, u"name");
    event.message = reply.text(row, u"data");
    event.severity = static_cast<int>(reply.number(row, u"severity").value_or(event.kind == SpanEvent::Kind::Exception ? 3 : 1));
    event.attributes = readPropertyBag(reply.text(row, u"bag"));
    return event;
}

} // namespace

Result<TraceRows> readTraceRows(const Table &reply)
{
    for (const QStringView column : neededColumns)
        if (!reply.columnIndex(column))
            return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The reply about a trace has no column “%1”.").arg(column)};
    TraceRows rows;
    const size_t count = std::min<size_t>(reply.rowCount(), maxTraceRows);
    rows.isTruncated = reply.rowCount() > count;
    for (size_t row = 0; row < count; ++row) {
        const auto at = reply.instant(row, u"at");
        if (!at)
            continue;
        const QString kind = reply.text(row, u"kind");
        const bool isRequest = kind == QLatin1String("request");
        if (isRequest || kind == QLatin1String("dependency"))
            rows.spans.push_back(rowSpan(reply, row, *at, isRequest));
        else
            rows.events.emplace_back(SpanId(reply.text(row, u"parent")), rowEvent(reply, row, *at, kind));
    }
    return rows;
}

} // namespace qd
