#include "ingestion/otlp/protorecords.h"

#include <algorithm>

namespace qd::lab {

namespace {

using protozero::data_view;
using protozero::pbf_reader;
using protozero::pbf_wire_type;

constexpr std::uint32_t textTag(std::uint32_t tag) { return protozero::tag_and_type(tag, pbf_wire_type::length_delimited); }
constexpr std::uint32_t varintTag(std::uint32_t tag) { return protozero::tag_and_type(tag, pbf_wire_type::varint); }
constexpr std::uint32_t wideTag(std::uint32_t tag) { return protozero::tag_and_type(tag, pbf_wire_type::fixed64); }

constexpr std::uint32_t noRecordedValue = 1;
constexpr std::int32_t cumulativeTemporality = 2;
constexpr size_t maxBuckets = 1000;

bool isCumulativeData(data_view bytes)
{
    std::int32_t temporality = 0;
    for (pbf_reader message(bytes); message.next(2, pbf_wire_type::varint);)
        temporality = message.get_enum();
    return temporality == cumulativeTemporality;
}

bool isMonotonicSum(data_view bytes)
{
    bool isMonotonic = false;
    for (pbf_reader message(bytes); message.next(3, pbf_wire_type::varint);)
        isMonotonic = message.get_bool();
    return isMonotonic;
}

/// {1: quantile, 2: value}: only the ends of a summary say something that fits a metric row.
void readQuantile(data_view bytes, OtlpPoint &point)
{
    double quantile = -1;
    double value = 0;
    pbf_reader message(bytes);
    while (message.next())
        switch (message.tag_and_type()) {
        case wideTag(1): quantile = message.get_double(); break;
        case wideTag(2): value = message.get_double(); break;
        default: message.skip();
        }
    if (quantile == 0)
        point.min = value;
    if (quantile == 1)
        point.max = value;
}

} // namespace

void ProtoRecords::metric(data_view bytes)
{
    m_arena.clear();
    m_metric.clear();
    for (pbf_reader message(bytes); message.next(1, pbf_wire_type::length_delimited);)
        m_metric = text(message.get_view());
    for (pbf_reader message(bytes); message.next();)
        metricData(message);
}

void ProtoRecords::metricData(pbf_reader &message)
{
    using Type = OtlpPoint::Type;
    OtlpPoint base{.scope = m_scope, .metric = m_metric};
    const std::uint32_t tag = message.tag_and_type();
    if (tag != textTag(5) && tag != textTag(7) && tag != textTag(9) && tag != textTag(10) && tag != textTag(11))
        return message.skip();
    const data_view data = message.get_view();
    base.isCumulative = tag == textTag(11) || (tag != textTag(5) && isCumulativeData(data)); // a summary has no temporality
    if (tag == textTag(5))
        return points(data, base, &ProtoRecords::numberPoint);
    base.type = tag == textTag(7) ? Type::Sum : Type::Distribution;
    base.count = tag == textTag(7) ? 1 : 0;
    if (tag == textTag(7)) {
        base.isMonotonic = isMonotonicSum(data);
        return points(data, base, &ProtoRecords::numberPoint);
    }
    points(data, base, tag == textTag(9) ? &ProtoRecords::histogramPoint
                       : tag == textTag(10) ? &ProtoRecords::exponentialPoint : &ProtoRecords::summaryPoint);
}

void ProtoRecords::points(data_view bytes, OtlpPoint base, void (ProtoRecords::*read)(data_view, OtlpPoint &))
{
    for (pbf_reader message(bytes); message.next(1, pbf_wire_type::length_delimited);) {
        OtlpPoint point = base;
        (this->*read)(message.get_view(), point);
        m_receiver.takePoint(point);
        m_arena.clear();
    }
}

void ProtoRecords::numberPoint(data_view bytes, OtlpPoint &point)
{
    for (pbf_reader message(bytes); message.next();)
        switch (message.tag_and_type()) {
        case wideTag(2): point.start = message.get_fixed64(); break;
        case wideTag(3): point.time = message.get_fixed64(); break;
        case wideTag(4): point.sum = message.get_double(); break;
        case wideTag(6): point.sum = static_cast<double>(message.get_sfixed64()); break;
        case textTag(7): point.attributes.push_back(attribute(message.get_view(), 0)); break;
        case varintTag(8): point.hasNoValue = (message.get_uint32() & noRecordedValue) != 0; break;
        default: message.skip();
        }
}

void ProtoRecords::histogramPoint(data_view bytes, OtlpPoint &point)
{
    for (pbf_reader message(bytes); message.next();)
        switch (message.tag_and_type()) {
        case wideTag(2): point.start = message.get_fixed64(); break;
        case wideTag(3): point.time = message.get_fixed64(); break;
        case wideTag(4): point.count = message.get_fixed64(); break;
        case wideTag(5): point.sum = message.get_double(); break;
        case textTag(6):
            for (const std::uint64_t count : message.get_packed_fixed64())
                if (point.buckets.size() < maxBuckets)
                    point.buckets.push_back(count);
            break;
        case textTag(7):
            for (const double bound : message.get_packed_double())
                if (point.bounds.size() < maxBuckets)
                    point.bounds.push_back(bound);
            break;
        case textTag(9): point.attributes.push_back(attribute(message.get_view(), 0)); break;
        case varintTag(10): point.hasNoValue = (message.get_uint32() & noRecordedValue) != 0; break;
        case wideTag(11): point.min = message.get_double(); break;
        case wideTag(12): point.max = message.get_double(); break;
        default: message.skip();
        }
}

void ProtoRecords::exponentialPoint(data_view bytes, OtlpPoint &point)
{
    for (pbf_reader message(bytes); message.next();)
        switch (message.tag_and_type()) {
        case textTag(1): point.attributes.push_back(attribute(message.get_view(), 0)); break;
        case wideTag(2): point.start = message.get_fixed64(); break;
        case wideTag(3): point.time = message.get_fixed64(); break;
        case wideTag(4): point.count = message.get_fixed64(); break;
        case wideTag(5): point.sum = message.get_double(); break;
        case varintTag(10): point.hasNoValue = (message.get_uint32() & noRecordedValue) != 0; break;
        case wideTag(12): point.min = message.get_double(); break;
        case wideTag(13): point.max = message.get_double(); break;
        default: message.skip();
        }
}

void ProtoRecords::summaryPoint(data_view bytes, OtlpPoint &point)
{
    for (pbf_reader message(bytes); message.next();)
        switch (message.tag_and_type()) {
        case wideTag(2): point.start = message.get_fixed64(); break;
        case wideTag(3): point.time = message.get_fixed64(); break;
        case wideTag(4): point.count = message.get_fixed64(); break;
        case wideTag(5): point.sum = message.get_double(); break;
        case textTag(6): readQuantile(message.get_view(), point); break;
        case textTag(7): point.attributes.push_back(attribute(message.get_view(), 0)); break;
        case varintTag(8): point.hasNoValue = (message.get_uint32() & noRecordedValue) != 0; break;
        default: message.skip();
        }
}

} // namespace qd::lab
