#include "ingestion/otlp/protorecords.h"

#include "ingestion/otlp/hexid.h"
#include "ingestion/otlp/otlpvalue.h"

#include <algorithm>

namespace qd::lab {

namespace {

using protozero::data_view;
using protozero::pbf_reader;
using protozero::pbf_wire_type;

constexpr size_t traceIdBytes = 16;
constexpr size_t spanIdBytes = 8;

std::string_view viewOf(data_view bytes) { return {bytes.data(), bytes.size()}; }

constexpr std::uint32_t bytesField(std::uint32_t tag) { return protozero::tag_and_type(tag, pbf_wire_type::length_delimited); }
constexpr std::uint32_t numberField(std::uint32_t tag) { return protozero::tag_and_type(tag, pbf_wire_type::varint); }
constexpr std::uint32_t fixedField(std::uint32_t tag) { return protozero::tag_and_type(tag, pbf_wire_type::fixed64); }

OtlpSpan::Kind spanKind(std::int32_t number)
{
    return number >= 0 && number <= 5 ? static_cast<OtlpSpan::Kind>(number) : OtlpSpan::Kind::Unspecified;
}

OtlpSpan::Status spanStatus(data_view bytes)
{
    std::int32_t code = 0;
    for (pbf_reader message(bytes); message.next(3, pbf_wire_type::varint);)
        code = message.get_enum();
    return code >= 0 && code <= 2 ? static_cast<OtlpSpan::Status>(code) : OtlpSpan::Status::Unset;
}

OtlpLink linkOf(data_view bytes)
{
    OtlpLink link;
    pbf_reader message(bytes);
    while (message.next())
        switch (message.tag_and_type()) {
        case bytesField(1): hexOfBytes(link.traceId, viewOf(message.get_view()), traceIdBytes); break;
        case bytesField(2): hexOfBytes(link.spanId, viewOf(message.get_view()), spanIdBytes); break;
        default: message.skip();
        }
    return link;
}

} // namespace

const OtlpAttributes &ProtoRecords::resource(data_view bytes)
{
    m_resource.clear();
    std::swap(m_arena, m_resourceArena);
    m_arena.clear();
    for (pbf_reader message(bytes); message.next(1, pbf_wire_type::length_delimited);)
        m_resource.push_back(attribute(message.get_view(), 0));
    std::swap(m_arena, m_resourceArena);
    return m_resource;
}

void ProtoRecords::enterScope(data_view bytes)
{
    m_scope.clear();
    for (pbf_reader message(bytes); message.next(1, pbf_wire_type::length_delimited);)
        m_scope = text(message.get_view());
}

OtlpAttribute ProtoRecords::attribute(data_view bytes, int depth)
{
    OtlpAttribute made;
    pbf_reader message(bytes);
    while (message.next())
        switch (message.tag_and_type()) {
        case bytesField(1): made.key = text(message.get_view()); break;
        case bytesField(2): made.value = value(message.get_view(), depth); break;
        default: message.skip();
        }
    return made;
}

OtlpValue ProtoRecords::value(data_view bytes, int depth)
{
    using Kind = OtlpValue::Kind;
    if (depth > maxOtlpDepth)
        throw OtlpTooDeep();
    OtlpValue made;
    pbf_reader message(bytes);
    while (message.next())
        switch (message.tag_and_type()) {
        case bytesField(1): made = {.kind = Kind::Text, .text = text(message.get_view())}; break;
        case numberField(2): made = {.kind = Kind::Boolean, .text = {}, .integer = message.get_bool() ? 1 : 0}; break;
        case numberField(3): made = {.kind = Kind::Integer, .text = {}, .integer = message.get_int64()}; break;
        case fixedField(4): made = {.kind = Kind::Real, .text = {}, .real = message.get_double()}; break;
        case bytesField(5): made = listValue(message.get_view(), depth + 1); break;
        case bytesField(6): made = mapValue(message.get_view(), depth + 1); break;
        case bytesField(7): made = {.kind = Kind::Bytes, .text = viewOf(message.get_view())}; break;
        default: message.skip();
        }
    return made;
}

OtlpValue ProtoRecords::listValue(data_view bytes, int depth)
{
    std::string json = "[";
    for (pbf_reader message(bytes); message.next(1, pbf_wire_type::length_delimited);) {
        if (json.size() > 1)
            json += ',';
        appendOtlpJson(json, value(message.get_view(), depth));
    }
    return {.kind = OtlpValue::Kind::JsonText, .text = m_arena.keep(json + "]")};
}

OtlpValue ProtoRecords::mapValue(data_view bytes, int depth)
{
    std::string json = "{";
    for (pbf_reader message(bytes); message.next(1, pbf_wire_type::length_delimited);) {
        const OtlpAttribute member = attribute(message.get_view(), depth);
        if (json.size() > 1)
            json += ',';
        appendOtlpJson(json, {.kind = OtlpValue::Kind::Text, .text = member.key});
        json += ':';
        appendOtlpJson(json, member.value);
    }
    return {.kind = OtlpValue::Kind::JsonText, .text = m_arena.keep(json + "}")};
}

OtlpEvent ProtoRecords::event(data_view bytes)
{
    OtlpEvent made;
    pbf_reader message(bytes);
    while (message.next())
        switch (message.tag_and_type()) {
        case fixedField(1): made.time = message.get_fixed64(); break;
        case bytesField(2): made.name = text(message.get_view()); break;
        case bytesField(3): made.attributes.push_back(attribute(message.get_view(), 0)); break;
        default: message.skip();
        }
    return made;
}

void ProtoRecords::span(data_view bytes)
{
    m_arena.clear();
    m_span.traceId.clear();
    m_span.spanId.clear();
    m_span.parentId.clear();
    m_span.name = {};
    m_span.kind = OtlpSpan::Kind::Unspecified;
    m_span.status = OtlpSpan::Status::Unset;
    m_span.start = m_span.end = 0;
    m_span.attributes.clear();
    m_span.events.clear();
    m_span.links.clear();
    for (pbf_reader message(bytes); message.next();)
        spanField(m_span, message);
    m_receiver.takeSpan(m_span);
}

void ProtoRecords::spanField(OtlpSpan &span, pbf_reader &message)
{
    switch (message.tag_and_type()) {
    case bytesField(1): return hexOfBytes(span.traceId, viewOf(message.get_view()), traceIdBytes);
    case bytesField(2): return hexOfBytes(span.spanId, viewOf(message.get_view()), spanIdBytes);
    case bytesField(4): return hexOfBytes(span.parentId, viewOf(message.get_view()), spanIdBytes);
    case bytesField(5): span.name = text(message.get_view()); return;
    case numberField(6): span.kind = spanKind(message.get_enum()); return;
    case fixedField(7): span.start = message.get_fixed64(); return;
    case fixedField(8): span.end = message.get_fixed64(); return;
    case bytesField(9): span.attributes.push_back(attribute(message.get_view(), 0)); return;
    case bytesField(11): span.events.push_back(event(message.get_view())); return;
    case bytesField(13): span.links.push_back(linkOf(message.get_view())); return;
    case bytesField(15): span.status = spanStatus(message.get_view()); return;
    default: message.skip();
    }
}

void ProtoRecords::log(data_view bytes)
{
    m_arena.clear();
    m_log.traceId.clear();
    m_log.spanId.clear();
    m_log.time = m_log.observedTime = 0;
    m_log.severity = 0;
    m_log.body = {};
    m_log.attributes.clear();
    for (pbf_reader message(bytes); message.next();)
        logField(m_log, message);
    m_receiver.takeLog(m_log);
}

void ProtoRecords::logField(OtlpLog &log, pbf_reader &message)
{
    switch (message.tag_and_type()) {
    case fixedField(1): log.time = message.get_fixed64(); return;
    case numberField(2): log.severity = message.get_enum(); return;
    case bytesField(5): log.body = value(message.get_view(), 0); return;
    case bytesField(6): log.attributes.push_back(attribute(message.get_view(), 0)); return;
    case bytesField(9): return hexOfBytes(log.traceId, viewOf(message.get_view()), traceIdBytes);
    case bytesField(10): return hexOfBytes(log.spanId, viewOf(message.get_view()), spanIdBytes);
    case fixedField(11): log.observedTime = message.get_fixed64(); return;
    default: message.skip();
    }
}

} // namespace qd::lab
