#pragma once

#include "ingestion/otlp/jsonfield.h"
#include "ingestion/otlp/otlpmodel.h"
#include "ingestion/otlp/textarena.h"

namespace qd::lab {

/// Reads single records of OTLP from JSON and shows them to the receiver. Throws OtlpWrongType. Views point into the
/// parsed document. Keeps its buffers between records.
class JsonRecords
{
public:
    explicit JsonRecords(OtlpReceiver &receiver) : m_receiver(receiver) {}

    /// Good until the next resource.
    const OtlpAttributes &resource(OtlpElement element);
    void enterScope(OtlpElement element);
    void leaveScope() { m_scope = {}; }
    void span(OtlpElement element);
    void log(OtlpElement element);
    void metric(OtlpElement element);

private:
    void attributes(OtlpElement list, OtlpAttributes &out, int depth = 0);
    OtlpAttribute attribute(OtlpElement element, int depth);
    OtlpValue value(OtlpElement element, int depth);
    OtlpValue member(std::string_view name, OtlpElement element, int depth);
    OtlpValue listValue(OtlpElement element, int depth);
    OtlpValue mapValue(OtlpElement element, int depth);
    void events(OtlpElement list, std::vector<OtlpEvent> &out);
    void spanField(std::string_view name, OtlpElement element);
    void logField(std::string_view name, OtlpElement element);
    void metricData(std::string_view kind, OtlpElement element);
    void points(OtlpElement list, const OtlpPoint &base);
    void point(OtlpElement element, OtlpPoint &out);
    static void distributionField(std::string_view name, OtlpElement element, OtlpPoint &out);

    OtlpReceiver &m_receiver;
    TextArena m_resourceArena;
    TextArena m_arena;
    OtlpAttributes m_resource;
    std::string_view m_scope;
    std::string_view m_metric;
    OtlpSpan m_span;
    OtlpLog m_log;
};

} // namespace qd::lab
