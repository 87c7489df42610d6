#include "ingestion/otlp/otlpjson.h"

#include "ingestion/otlp/jsonrecords.h"
#include "ingestion/textlimits.h"
#include "server/jsontext.h"

#include <cmath>

namespace qd::lab {

namespace {

constexpr size_t maxMeasurementKey = 150;

/// The names that the three requests give to one shape.
struct JsonNames {
    std::string_view resources;
    std::string_view scopes;
    std::string_view records;
    void (JsonRecords::*read)(OtlpElement);
};

JsonNames namesOf(OtlpSignal signal)
{
    switch (signal) {
    case OtlpSignal::Traces: return {"resourceSpans", "scopeSpans", "spans", &JsonRecords::span};
    case OtlpSignal::Metrics: return {"resourceMetrics", "scopeMetrics", "metrics", &JsonRecords::metric};
    case OtlpSignal::Logs: break;
    }
    return {"resourceLogs", "scopeLogs", "logRecords", &JsonRecords::log};
}

class JsonRequest
{
public:
    JsonRequest(OtlpSignal signal, OtlpReceiver &receiver) : m_names(namesOf(signal)), m_receiver(receiver), m_records(receiver) {}

    void read(OtlpElement root)
    {
        forEach(otlpfield::members("the body", root), m_names.resources, [this](OtlpElement element) { readResource(element); });
    }

private:
    /// Calls `take` with every element of the array that is the member `name`.
    template<typename Take>
    static void forEach(simdjson::dom::object object, std::string_view name, Take take)
    {
        for (const auto [key, field] : object)
            if (key == name) {
                for (const OtlpElement element : otlpfield::elements(key, field))
                    take(element);
            }
    }
    void readResource(OtlpElement element)
    {
        const simdjson::dom::object object = otlpfield::members(m_names.resources, element);
        OtlpElement resource;
        m_receiver.takeResource(object.at_key("resource").get(resource) == simdjson::SUCCESS ? m_records.resource(resource)
                                                                                            : OtlpAttributes());
        forEach(object, m_names.scopes, [this](OtlpElement scope) { readScope(scope); });
    }
    void readScope(OtlpElement element)
    {
        const simdjson::dom::object object = otlpfield::members(m_names.scopes, element);
        OtlpElement scope;
        m_records.leaveScope();
        if (object.at_key("scope").get(scope) == simdjson::SUCCESS)
            m_records.enterScope(scope);
        forEach(object, m_names.records, [this](OtlpElement record) { (m_records.*m_names.read)(record); });
    }

    const JsonNames m_names;
    OtlpReceiver &m_receiver;
    JsonRecords m_records;
};

} // namespace

std::string decodeOtlpJson(OtlpSignal signal, std::string_view body, OtlpReceiver &receiver)
{
    simdjson::dom::parser parser;
    OtlpElement root;
    simdjson::error_code failed = parser.parse(body.data(), body.size()).get(root);
    std::string repaired;
    if (failed == simdjson::UTF8_ERROR) {
        repaired = validUtf8(body);
        failed = parser.parse(repaired).get(root);
    }
    if (failed != simdjson::SUCCESS)
        return std::string("not JSON: ") + simdjson::error_message(failed);
    try {
        JsonRequest(signal, receiver).read(root);
    } catch (const OtlpWrongType &wrong) {
        return wrong.what;
    }
    return {};
}

std::vector<std::pair<std::string, double>> numbersOfJson(std::string_view json)
{
    std::vector<std::pair<std::string, double>> out;
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS)
        return out;
    for (const auto [key, field] : object) {
        double number = 0;
        if (key.empty() || field.get(number) != simdjson::SUCCESS || !std::isfinite(number))
            continue;
        out.emplace_back(key, number);
        cutBytes(out.back().first, maxMeasurementKey);
    }
    return out;
}

} // namespace qd::lab
