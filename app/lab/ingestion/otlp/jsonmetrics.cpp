#include "ingestion/otlp/jsonrecords.h"

#include <algorithm>

namespace qd::lab {

namespace {

constexpr std::uint64_t noRecordedValueFlag = 1;
constexpr std::int64_t cumulative = 2;
constexpr size_t mostBuckets = 1000;

/// Only the ends of a summary say something that fits a metric row.
void readQuantiles(OtlpElement list, OtlpPoint &out)
{
    for (const OtlpElement element : otlpfield::elements("quantileValues", list)) {
        double quantile = 0;
        double value = 0;
        for (const auto [name, field] : otlpfield::members("quantileValues", element))
                if (name == "quantile")
                    quantile = otlpfield::real(name, field);
                else if (name == "value")
                    value = otlpfield::real(name, field);
        if (quantile == 0)
            out.min = value;
        if (quantile == 1)
            out.max = value;
    }
}

void readBuckets(OtlpElement list, OtlpPoint &out)
{
    out.buckets.clear();
    for (const OtlpElement element : otlpfield::elements("bucketCounts", list))
            if (out.buckets.size() < mostBuckets)
                out.buckets.push_back(otlpfield::unsignedInteger("bucketCounts", element));
}

void readBounds(OtlpElement list, OtlpPoint &out)
{
    out.bounds.clear();
    for (const OtlpElement element : otlpfield::elements("explicitBounds", list))
            if (out.bounds.size() < mostBuckets)
                out.bounds.push_back(otlpfield::real("explicitBounds", element));
}

} // namespace

void JsonRecords::metric(OtlpElement element)
{
    m_arena.clear();
    m_metric = {};
    const simdjson::dom::object object = otlpfield::members("metrics", element);
    for (const auto [name, field] : object)
        if (name == "name")
            m_metric = otlpfield::text(name, field);
    for (const auto [name, field] : object)
        metricData(name, field);
}

void JsonRecords::metricData(std::string_view kind, OtlpElement element)
{
    using Type = OtlpPoint::Type;
    const bool isDistribution = kind == "histogram" || kind == "exponentialHistogram" || kind == "summary";
    if (!isDistribution && kind != "gauge" && kind != "sum")
        return;
    const simdjson::dom::object data = otlpfield::members(kind, element);
    OtlpPoint base{.scope = m_scope, .metric = m_metric, .type = isDistribution ? Type::Distribution : kind == "sum" ? Type::Sum : Type::Gauge};
    base.count = isDistribution ? 0 : 1;
    base.isCumulative = kind == "summary"; // which has no temporality
    base.isMonotonic = kind != "sum";
    for (const auto [name, field] : data)
        if (name == "aggregationTemporality")
            base.isCumulative = otlpfield::integer(name, field) == cumulative;
        else if (name == "isMonotonic")
            base.isMonotonic = otlpfield::boolean(name, field);
    for (const auto [name, field] : data)
        if (name == "dataPoints")
            points(field, base);
}

void JsonRecords::points(OtlpElement list, const OtlpPoint &base)
{
    for (const OtlpElement element : otlpfield::elements("dataPoints", list)) {
        OtlpPoint made = base;
        point(element, made);
        m_receiver.takePoint(made);
        m_arena.clear();
    }
}

void JsonRecords::point(OtlpElement element, OtlpPoint &out)
{
    for (const auto [name, field] : otlpfield::members("dataPoints", element))
        if (name == "startTimeUnixNano")
            out.start = otlpfield::unsignedInteger(name, field);
        else if (name == "timeUnixNano")
            out.time = otlpfield::unsignedInteger(name, field);
        else if (name == "attributes")
            attributes(field, out.attributes);
        else if (name == "flags")
            out.hasNoValue = (otlpfield::unsignedInteger(name, field) & noRecordedValueFlag) != 0;
        else if (name == "asDouble")
            out.sum = otlpfield::real(name, field);
        else if (name == "asInt")
            out.sum = static_cast<double>(otlpfield::integer(name, field));
        else if (out.type == OtlpPoint::Type::Distribution)
            distributionField(name, field, out);
}

void JsonRecords::distributionField(std::string_view name, OtlpElement element, OtlpPoint &out)
{
    if (name == "count")
        out.count = otlpfield::unsignedInteger(name, element);
    else if (name == "sum")
        out.sum = otlpfield::real(name, element);
    else if (name == "min" && !element.is_null())
        out.min = otlpfield::real(name, element);
    else if (name == "max" && !element.is_null())
        out.max = otlpfield::real(name, element);
    else if (name == "bucketCounts")
        readBuckets(element, out);
    else if (name == "explicitBounds")
        readBounds(element, out);
    else if (name == "quantileValues")
        readQuantiles(element, out);
}

} // namespace qd::lab
