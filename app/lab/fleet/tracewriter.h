#pragma once

#include "fleet/itemfactory.h"
#include "fleet/scenario.h"
#include "fleet/taskrun.h"
#include "telemetry/item.h"

#include <string>
#include <vector>

namespace qd::lab {

/// Writes one finished task as Application Insights shows it: the request, the span tree below it as OpenTelemetry
/// GenAI lands there, exceptions of the spans that failed, log lines and the evaluation. What led to what is marked on the
/// spans themselves (agent.repair.*, agent.fallback.*, gateway.policy). Made for one task, on the stack; borrows everything.
class TraceWriter
{
public:
    TraceWriter(const Scenario &scenario, const ItemFactory &factory, const TaskRun &run);

    [[nodiscard]] std::vector<TelemetryItem> write();

private:
    void writeRequest();
    void writeAgent();
    void writeModelCall(size_t index);
    [[nodiscard]] Properties repairMarks(size_t index) const;
    [[nodiscard]] const Violation *violationOf(const ModelCall &call) const;
    void writeAttempt(const ModelAttempt &attempt, const std::string &parent);
    void writeToolCall(const ToolCall &call);
    [[nodiscard]] Properties fallbackMarks(const ToolCall &call) const;
    void writeToolException(const ToolCall &call, const std::string &parent);
    void writeGatewayCall(const ToolCall &call, const std::string &parent);
    void writeMcpCall(const ToolCall &call, double marginMs, const std::string &parent);
    void writePolicy(double atMs, double durationMs, const std::string &parent, const char *policy, const char *decision);
    void writeLogs();
    void writeViolation(const Violation &violation);
    void writeBudgetLog();
    void writeEvaluation();
    void writeException(double atMs, const std::string &parent, const char *type, const std::string &message, int severity);
    void writeLog(double atMs, const std::string &parent, int severity, std::string message, Properties properties);

    TelemetryItem &add(ItemKind kind, double atMs, std::string parent);
    /// A dependency with a fresh id; the reference is valid until the next item is added.
    TelemetryItem &addSpan(double atMs, double durationMs, std::string parent, bool isSuccess);
    /// A call to the AI gateway over HTTP; the same.
    TelemetryItem &addGatewaySpan(double atMs, double durationMs, const std::string &parent, int status, const std::string &path);
    [[nodiscard]] std::string nextSpanId() { return m_factory.spanId(m_run, ++m_spans); }

    const Scenario &m_scenario;
    const ItemFactory &m_factory;
    const TaskRun &m_run;
    const std::string m_model;
    std::string m_requestId;
    std::string m_agentId;
    std::vector<std::string> m_callIds; ///< span ids of the model calls
    uint64_t m_spans = 0;
    std::vector<TelemetryItem> m_items;
};

} // namespace qd::lab
