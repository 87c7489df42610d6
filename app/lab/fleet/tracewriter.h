#pragma once

#include "fleet/itemfactory.h"
#include "fleet/scenario.h"
#include "fleet/taskrun.h"
#include "telemetry/item.h"

#include <string>
#include <vector>

namespace qd::lab {

/// Writes one finished task as Application Insights shows it: the request, the span tree below it as OpenTelemetry
/// GenAI lands there, exceptions of the spans that failed, log lines and the evaluation. Made for one task, on the
/// stack; borrows everything.
class TraceWriter
{
public:
    TraceWriter(const Scenario &scenario, const ItemFactory &factory, const TaskRun &run);

    [[nodiscard]] std::vector<TelemetryItem> write();

private:
    void writeRequest();
    void writeAgent();
    void writeModelCall(const ModelCall &call);
    void writeAttempt(const ModelAttempt &attempt, const std::string &parent);
    void writeToolCall(const ToolCall &call);
    void writeToolException(const ToolCall &call, const std::string &parent);
    void writeMcpCall(const ToolCall &call, const std::string &parent);
    void writeLogs();
    void writeBudgetLog();
    void writeEvaluation();
    void writeException(double atMs, const std::string &parent, const char *type, const std::string &message, int severity);
    void writeLog(double atMs, const std::string &parent, int severity, std::string message, Properties properties);

    TelemetryItem &add(ItemKind kind, double atMs, std::string parent);
    /// A dependency with a fresh id; the reference is valid until the next item is added.
    TelemetryItem &addSpan(double atMs, double durationMs, std::string parent, bool isSuccess);
    [[nodiscard]] std::string nextSpanId() { return m_factory.spanId(m_run, ++m_spans); }

    const Scenario &m_scenario;
    const ItemFactory &m_factory;
    const TaskRun &m_run;
    const std::string m_model;
    std::string m_requestId;
    std::string m_agentId;
    uint64_t m_spans = 0;
    std::vector<TelemetryItem> m_items;
};

} // namespace qd::lab
