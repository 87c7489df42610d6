#pragma once

#include "ingestion/otlp/otlpmodel.h"
#include "ingestion/otlp/textarena.h"

#include <protozero/pbf_reader.hpp>

namespace qd::lab {

/// Thrown inside the protobuf decoder, as protozero throws its own.
struct OtlpTooDeep {
};

/// Reads single records of OTLP from protobuf, by the field numbers of opentelemetry-proto 1.x, and shows them to the
/// receiver. Throws protozero's exceptions on malformed bytes. Keeps its buffers between records.
class ProtoRecords
{
public:
    explicit ProtoRecords(OtlpReceiver &receiver) : m_receiver(receiver) {}

    /// Good until the next resource.
    const OtlpAttributes &resource(protozero::data_view bytes);
    void enterScope(protozero::data_view bytes);
    void span(protozero::data_view bytes);
    void log(protozero::data_view bytes);
    void metric(protozero::data_view bytes);

private:
    OtlpAttribute attribute(protozero::data_view bytes, int depth);
    OtlpValue value(protozero::data_view bytes, int depth);
    OtlpValue listValue(protozero::data_view bytes, int depth);
    OtlpValue mapValue(protozero::data_view bytes, int depth);
    std::string_view text(protozero::data_view bytes) { return m_arena.valid({bytes.data(), bytes.size()}); }
    OtlpEvent event(protozero::data_view bytes);
    void spanField(OtlpSpan &span, protozero::pbf_reader &message);
    void logField(OtlpLog &log, protozero::pbf_reader &message);
    void metricData(protozero::pbf_reader &message);
    void points(protozero::data_view bytes, OtlpPoint base, void (ProtoRecords::*read)(protozero::data_view, OtlpPoint &));
    void numberPoint(protozero::data_view bytes, OtlpPoint &point);
    void histogramPoint(protozero::data_view bytes, OtlpPoint &point);
    void exponentialPoint(protozero::data_view bytes, OtlpPoint &point);
    void summaryPoint(protozero::data_view bytes, OtlpPoint &point);

    OtlpReceiver &m_receiver;
    TextArena m_resourceArena;
    TextArena m_arena;
    OtlpAttributes m_resource;
    std::string m_scope;
    std::string m_metric;
    OtlpSpan m_span;
    OtlpLog m_log;
};

} // namespace qd::lab
