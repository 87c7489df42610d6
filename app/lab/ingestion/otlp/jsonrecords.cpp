#include "ingestion/otlp/jsonrecords.h"

#include "ingestion/otlp/base64.h"
#include "ingestion/otlp/hexid.h"
#include "ingestion/otlp/otlpvalue.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace qd::lab {

namespace {

constexpr size_t traceIdSize = 16;
constexpr size_t spanIdSize = 8;

OtlpSpan::Kind kindOf(std::int64_t number)
{
    return number >= 0 && number <= 5 ? static_cast<OtlpSpan::Kind>(number) : OtlpSpan::Kind::Unspecified;
}

/// JavaScript's exporter calls 1e21 an integer.
OtlpValue integerOf(std::string_view name, OtlpElement element)
{
    double large = 0;
    if (!element.is_int64() && element.is_number() && element.get(large) == simdjson::SUCCESS && std::fabs(large) >= 9e18)
        return {.kind = OtlpValue::Kind::Real, .text = {}, .real = large};
    return {.kind = OtlpValue::Kind::Integer, .text = {}, .integer = otlpfield::integer(name, element)};
}

OtlpSpan::Status statusOf(OtlpElement element)
{
    std::int64_t code = 0;
    for (const auto [name, field] : otlpfield::members("status", element))
            if (name == "code")
                code = otlpfield::integer(name, field);
    return code >= 0 && code <= 2 ? static_cast<OtlpSpan::Status>(code) : OtlpSpan::Status::Unset;
}

void readLinks(OtlpElement list, std::vector<OtlpLink> &out)
{
    out.clear();
    for (const OtlpElement element : otlpfield::elements("links", list)) {
        OtlpLink &link = out.emplace_back();
        for (const auto [name, field] : otlpfield::members("links", element))
                if (name == "traceId")
                    hexOfText(link.traceId, otlpfield::text(name, field), traceIdSize);
                else if (name == "spanId")
                    hexOfText(link.spanId, otlpfield::text(name, field), spanIdSize);
    }
}

} // namespace

const OtlpAttributes &JsonRecords::resource(OtlpElement element)
{
    m_resource.clear();
    std::swap(m_arena, m_resourceArena);
    m_arena.clear();
    for (const auto [name, field] : otlpfield::members("resource", element))
            if (name == "attributes")
                attributes(field, m_resource);
    std::swap(m_arena, m_resourceArena);
    return m_resource;
}

void JsonRecords::enterScope(OtlpElement element)
{
    m_scope = {};
    for (const auto [name, field] : otlpfield::members("scope", element))
            if (name == "name")
                m_scope = otlpfield::text(name, field);
}

void JsonRecords::attributes(OtlpElement list, OtlpAttributes &out, int depth)
{
    out.clear();
    for (const OtlpElement element : otlpfield::elements("attributes", list))
            out.push_back(attribute(element, depth));
}

OtlpAttribute JsonRecords::attribute(OtlpElement element, int depth)
{
    OtlpAttribute made;
    for (const auto [name, field] : otlpfield::members("attributes", element))
            if (name == "key")
                made.key = otlpfield::text(name, field);
            else if (name == "value")
                made.value = value(field, depth);
    return made;
}

OtlpValue JsonRecords::value(OtlpElement element, int depth)
{
    if (depth > maxOtlpDepth)
        throw OtlpWrongType{"an attribute nests too deep"};
    OtlpValue made;
    for (const auto [name, field] : otlpfield::members("value", element))
            if (!field.is_null())
                made = member(name, field, depth);
    return made;
}

OtlpValue JsonRecords::member(std::string_view name, OtlpElement element, int depth)
{
    using Kind = OtlpValue::Kind;
    if (name == "stringValue")
        return {.kind = Kind::Text, .text = otlpfield::text(name, element)};
    if (name == "intValue")
        return integerOf(name, element);
    if (name == "boolValue")
        return {.kind = Kind::Boolean, .text = {}, .integer = otlpfield::boolean(name, element) ? 1 : 0};
    if (name == "doubleValue")
        return {.kind = Kind::Real, .text = {}, .real = otlpfield::real(name, element)};
    if (name == "arrayValue")
        return listValue(element, depth + 1);
    if (name == "kvlistValue")
        return mapValue(element, depth + 1);
    if (name == "bytesValue")
        return {.kind = Kind::Bytes, .text = m_arena.keep(bytesOfBase64(otlpfield::text(name, element)))};
    return {};
}

OtlpValue JsonRecords::listValue(OtlpElement element, int depth)
{
    std::string json = "[";
    for (const auto [name, field] : otlpfield::members("arrayValue", element)) {
        if (name != "values")
            continue;
        for (const OtlpElement each : otlpfield::elements(name, field)) {
            json.append(json.size() > 1 ? 1 : 0, ',');
            appendOtlpJson(json, value(each, depth));
        }
    }
    return {.kind = OtlpValue::Kind::JsonText, .text = m_arena.keep(json + "]")};
}

OtlpValue JsonRecords::mapValue(OtlpElement element, int depth)
{
    std::string json = "{";
    OtlpAttributes members;
    for (const auto [name, field] : otlpfield::members("kvlistValue", element))
            if (name == "values")
                attributes(field, members, depth);
    for (const OtlpAttribute &each : members) {
        json.append(json.size() > 1 ? 1 : 0, ',');
        appendOtlpJson(json, {.kind = OtlpValue::Kind::Text, .text = each.key});
        json += ':';
        appendOtlpJson(json, each.value);
    }
    return {.kind = OtlpValue::Kind::JsonText, .text = m_arena.keep(json + "}")};
}

void JsonRecords::events(OtlpElement list, std::vector<OtlpEvent> &out)
{
    out.clear();
    for (const OtlpElement element : otlpfield::elements("events", list)) {
        OtlpEvent &event = out.emplace_back();
        for (const auto [name, field] : otlpfield::members("events", element))
                if (name == "timeUnixNano")
                    event.time = otlpfield::unsignedInteger(name, field);
                else if (name == "name")
                    event.name = otlpfield::text(name, field);
                else if (name == "attributes")
                    attributes(field, event.attributes);
    }
}

void JsonRecords::span(OtlpElement element)
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
    for (const auto [name, field] : otlpfield::members("spans", element))
            spanField(name, field);
    m_receiver.takeSpan(m_span);
}

void JsonRecords::spanField(std::string_view name, OtlpElement element)
{
    if (name == "traceId")
        hexOfText(m_span.traceId, otlpfield::text(name, element), traceIdSize);
    else if (name == "spanId")
        hexOfText(m_span.spanId, otlpfield::text(name, element), spanIdSize);
    else if (name == "parentSpanId")
        hexOfText(m_span.parentId, otlpfield::text(name, element), spanIdSize);
    else if (name == "name")
        m_span.name = otlpfield::text(name, element);
    else if (name == "kind")
        m_span.kind = kindOf(otlpfield::integer(name, element));
    else if (name == "startTimeUnixNano")
        m_span.start = otlpfield::unsignedInteger(name, element);
    else if (name == "endTimeUnixNano")
        m_span.end = otlpfield::unsignedInteger(name, element);
    else if (name == "attributes")
        attributes(element, m_span.attributes);
    else if (name == "events")
        events(element, m_span.events);
    else if (name == "links")
        readLinks(element, m_span.links);
    else if (name == "status")
        m_span.status = statusOf(element);
}

void JsonRecords::log(OtlpElement element)
{
    m_arena.clear();
    m_log.traceId.clear();
    m_log.spanId.clear();
    m_log.time = m_log.observedTime = 0;
    m_log.severity = 0;
    m_log.body = {};
    m_log.attributes.clear();
    for (const auto [name, field] : otlpfield::members("logRecords", element))
            logField(name, field);
    m_receiver.takeLog(m_log);
}

void JsonRecords::logField(std::string_view name, OtlpElement element)
{
    if (name == "timeUnixNano")
        m_log.time = otlpfield::unsignedInteger(name, element);
    else if (name == "observedTimeUnixNano")
        m_log.observedTime = otlpfield::unsignedInteger(name, element);
    else if (name == "severityNumber")
        m_log.severity = static_cast<int>(std::clamp<std::int64_t>(otlpfield::integer(name, element), 0, 24));
    else if (name == "body")
        m_log.body = value(element, 0);
    else if (name == "attributes")
        attributes(element, m_log.attributes);
    else if (name == "traceId")
        hexOfText(m_log.traceId, otlpfield::text(name, element), traceIdSize);
    else if (name == "spanId")
        hexOfText(m_log.spanId, otlpfield::text(name, element), spanIdSize);
}

} // namespace qd::lab
