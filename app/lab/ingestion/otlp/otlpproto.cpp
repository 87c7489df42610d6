#include "ingestion/otlp/otlpproto.h"

#include "ingestion/otlp/hexid.h"
#include "ingestion/otlp/protorecords.h"
#include "ingestion/otlp/textarena.h"

#include <protozero/pbf_reader.hpp>

#include <functional>

namespace qd::lab {

namespace {

using protozero::pbf_reader;

constexpr auto nestedMessage = protozero::pbf_wire_type::length_delimited;

/// The three requests have one shape: field 1 of the request repeats {1: resource, 2: scopes}, a scope is {1: its own
/// description, 2: records}.
class ProtoRequest
{
public:
    explicit ProtoRequest(OtlpReceiver &receiver) : m_receiver(receiver), m_records(receiver) {}

    void read(OtlpSignal signal, std::string_view body)
    {
        pbf_reader request(body.data(), body.size());
        while (request.next())
            if (request.tag_and_type() == protozero::tag_and_type(1, nestedMessage))
                readResource(signal, request.get_view());
            else
                request.skip();
    }

private:
    void readResource(OtlpSignal signal, protozero::data_view bytes);
    void readScope(OtlpSignal signal, protozero::data_view bytes);

    OtlpReceiver &m_receiver;
    ProtoRecords m_records;
};

/// The resource may come after the records it stands for, so it is looked for first.
void ProtoRequest::readResource(OtlpSignal signal, protozero::data_view bytes)
{
    protozero::data_view resource;
    for (pbf_reader message(bytes); message.next(1, nestedMessage);)
        resource = message.get_view();
    m_receiver.takeResource(m_records.resource(resource));
    for (pbf_reader message(bytes); message.next(2, nestedMessage);)
        readScope(signal, message.get_view());
}

void ProtoRequest::readScope(OtlpSignal signal, protozero::data_view bytes)
{
    protozero::data_view scope;
    for (pbf_reader message(bytes); message.next(1, nestedMessage);)
        scope = message.get_view();
    m_records.enterScope(scope);
    for (pbf_reader message(bytes); message.next(2, nestedMessage);)
        switch (signal) {
        case OtlpSignal::Traces: m_records.span(message.get_view()); break;
        case OtlpSignal::Metrics: m_records.metric(message.get_view()); break;
        case OtlpSignal::Logs: m_records.log(message.get_view()); break;
        }
}

} // namespace

std::string decodeOtlpProto(OtlpSignal signal, std::string_view body, OtlpReceiver &receiver)
{
    try {
        ProtoRequest(receiver).read(signal, body);
    } catch (const protozero::exception &error) { // protozero reports in no other way
        return std::string("not a protobuf export request: ") + error.what();
    } catch (const OtlpTooDeep &) {
        return "an attribute nests too deep";
    }
    return {};
}

} // namespace qd::lab
