#include "ingestion/otlp/otlpmapper.h"

#include "ingestion/otlp/attributeset.h"
#include "ingestion/otlp/itemparts.h"
#include "ingestion/otlp/logmapper.h"
#include "ingestion/otlp/resourcetags.h"
#include "ingestion/otlp/spanmapper.h"
#include "ingestion/textlimits.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace qd::lab {

namespace {

constexpr size_t metricNameUnits = 1024;

/// Everything that makes a series of its own, in one text.
std::string seriesOf(const TelemetryItem &item, const OtlpPoint &point)
{
    std::string key;
    const auto add = [&key](std::string_view part) { key.append(part).push_back('\0'); };
    for (const std::string_view part : {std::string_view(item.roleName), std::string_view(item.roleInstance), point.scope, point.metric,
                                        std::string_view(point.isCumulative ? "total" : "delta")})
        add(part);
    for (const auto &[name, value] : item.properties) {
        add(name);
        add(value);
    }
    return key;
}

bool isFinite(const OtlpPoint &point)
{
    return std::isfinite(point.sum) && std::isfinite(point.min.value_or(0)) && std::isfinite(point.max.value_or(0));
}

} // namespace

OtlpMapper::OtlpMapper(std::string instrumentationKey, Instant now, DeltaTracker::Update *deltas)
    : m_instrumentationKey(std::move(instrumentationKey)), m_now(now), m_deltas(deltas), m_base(itemOfResource({}, m_instrumentationKey))
{
}

void OtlpMapper::takeResource(const OtlpAttributes &resource) { m_base = itemOfResource(resource, m_instrumentationKey); }

void OtlpMapper::count(std::string refused)
{
    if (refused.empty())
        return;
    if (m_rejected++ == 0)
        m_reason = std::move(refused);
}

void OtlpMapper::takeSpan(const OtlpSpan &span) { count(mapSpan(span, m_base, m_items)); }

void OtlpMapper::takeLog(const OtlpLog &record) { count(mapLog(record, m_base, m_now, m_items)); }

void OtlpMapper::takePoint(const OtlpPoint &point)
{
    if (point.hasNoValue)
        return;
    if (point.metric.empty() || !isFinite(point))
        return count(point.metric.empty() ? "a metric without a name" : "a data point that is not a finite number");
    TelemetryItem item = m_base;
    item.kind = ItemKind::Metric;
    item.time = point.time != 0 ? instantOfNanos(point.time) : m_now;
    item.name = point.metric;
    item.properties = allProperties(point.attributes);
    const std::optional<MetricPeriod> period = m_deltas->take(seriesOf(item, point), point);
    if (!period)
        return;
    cutUnits(item.name, metricNameUnits);
    item.metricSum = period->sum;
    item.metricMin = period->min;
    item.metricMax = period->max;
    item.metricCount = static_cast<int>(std::min<std::uint64_t>(period->count, std::numeric_limits<int>::max()));
    m_items.push_back(std::move(item));
}

} // namespace qd::lab
