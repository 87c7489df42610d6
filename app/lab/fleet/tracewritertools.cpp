#include "fleet/names.h"
#include "fleet/templatetext.h"
#include "fleet/tracewriter.h"

#include <algorithm>

namespace qd::lab {

namespace {

/// How much longer the tool span is than its HTTP call, at either end.
constexpr double toolSpanMarginMs = 1;
/// What the gateway itself takes of a call at either end, and at most this share of it.
constexpr double gatewayMarginMs = 3;
constexpr double mostGatewayShare = 0.1;
constexpr double policyMs = 1;

/// The JSON-RPC error that a failed call comes back with; nothing where the tool's own result says it.
const char *rpcErrorCode(ToolOutcome outcome)
{
    switch (outcome) {
    case ToolOutcome::Timeout: return "-32001";
    case ToolOutcome::Denied: return "-32601";
    case ToolOutcome::Ok:
    case ToolOutcome::Error:
    case ToolOutcome::InvalidArguments: break;
    }
    return "";
}

} // namespace

void TraceWriter::writeToolCall(const ToolCall &call)
{
    const ToolSpec &tool = m_scenario.tools[call.tool];
    const bool isOk = call.outcome == ToolOutcome::Ok;
    const bool isInvalid = call.outcome == ToolOutcome::InvalidArguments;
    TelemetryItem &item = addSpan(call.startMs - toolSpanMarginMs, call.durationMs + 2 * toolSpanMarginMs, m_agentId, isOk);
    const std::string id = item.id;
    item.name = "execute_tool " + tool.name;
    item.type = "InProc";
    item.properties = fallbackMarks(call); // these and "agent" sort before the others
    item.properties.insert(item.properties.begin(), {"agent", m_scenario.agents[m_run.agent].name});
    item.properties.insert(item.properties.end(),
                           {{"gen_ai.operation.name", "execute_tool"},
                            {"gen_ai.tool.call.arguments", fillTemplate(isInvalid ? tool.malformed : tool.arguments, m_run.number)},
                            {"gen_ai.tool.call.id", "call_" + id},
                            {"gen_ai.tool.call.result",
                             isOk ? fillTemplate(tool.result, m_run.number)
                                  : std::string("{\"isError\":true,\"error\":\"") + toolErrorClass(call.outcome) + "\"}"},
                            {"gen_ai.tool.name", tool.name},
                            {"gen_ai.tool.type", "extension"},
                            {"mcp.server.name", tool.server},
                            {"tenant", m_scenario.tenants[m_run.tenant].name}});
    if (!isInvalid)
        writeGatewayCall(call, id);
    if (!isOk)
        writeToolException(call, id);
}

/// Whether the call is a rung of a fallback chain: nothing but the step down lies before it.
Properties TraceWriter::fallbackMarks(const ToolCall &call) const
{
    size_t last = m_run.fallbacks.size();
    while (last > 0 && m_run.fallbacks[last - 1].atMs > call.startMs)
        --last;
    if (last == 0 || m_run.fallbacks[last - 1].to != call.tool)
        return {};
    const Fallback &step = m_run.fallbacks[last - 1];
    const bool isLaterStep = std::any_of(m_run.calls.begin(), m_run.calls.end(), [&](const ModelCall &model) {
        return model.startMs >= step.atMs && model.startMs < call.startMs;
    });
    if (isLaterStep)
        return {};
    size_t rung = 1;
    for (size_t i = last - 1; i > 0 && m_run.fallbacks[i - 1].tool == step.tool && m_run.fallbacks[i - 1].to == m_run.fallbacks[i].from; --i)
        ++rung;
    return {{"agent.fallback.for", m_scenario.tools[step.tool].name},
            {"agent.fallback.from", m_scenario.tools[step.from].name},
            {"agent.fallback.rung", std::to_string(rung)}};
}

void TraceWriter::writeToolException(const ToolCall &call, const std::string &parent)
{
    const ToolSpec &tool = m_scenario.tools[call.tool];
    const double atMs = call.startMs + call.durationMs;
    switch (call.outcome) {
    case ToolOutcome::Ok: break;
    case ToolOutcome::Error:
        return writeException(atMs, parent, "mcp.ToolError", tool.name + ": error answer from " + tool.server, 3);
    case ToolOutcome::Timeout:
        return writeException(atMs, parent, "mcp.TimeoutError", tool.name + ": no answer from " + tool.server, 3);
    case ToolOutcome::InvalidArguments:
        return writeException(atMs, parent, "jsonschema.ValidationError", tool.name + ": " + tool.violation, 3);
    case ToolOutcome::Denied:
        return writeException(atMs, parent, "mcp.McpError", tool.name + ": refused by the gateway, not in the allowlist", 3);
    }
}

void TraceWriter::writeGatewayCall(const ToolCall &call, const std::string &parent)
{
    const ToolSpec &tool = m_scenario.tools[call.tool];
    const int status = call.outcome == ToolOutcome::Timeout ? 504 : 200; // a tool's error and a refusal travel in a 200
    TelemetryItem &item = addGatewaySpan(call.startMs, call.durationMs, parent, status, "/" + tool.server + "/mcp");
    const std::string id = item.id;
    if (call.outcome == ToolOutcome::Denied)
        writePolicy(call.startMs, std::min(policyMs, call.durationMs), id, "tool-allowlist", "denied");
    else
        writeMcpCall(call, std::min(gatewayMarginMs, call.durationMs * mostGatewayShare), id);
}

void TraceWriter::writeMcpCall(const ToolCall &call, double marginMs, const std::string &parent)
{
    const ToolSpec &tool = m_scenario.tools[call.tool];
    TelemetryItem &item
        = addSpan(call.startMs + marginMs, call.durationMs - 2 * marginMs, parent, call.outcome == ToolOutcome::Ok);
    item.name = "tools/call " + tool.name;
    item.type = "Http";
    item.target = tool.server;
    item.data = "https://" + tool.server + "/mcp";
    item.resultCode = call.outcome == ToolOutcome::Timeout ? "0" : "200"; // a tool's error travels in a 200
    item.properties = {{"gen_ai.tool.name", tool.name},
                       {"mcp.method.name", "tools/call"},
                       {"mcp.protocol.version", "2025-11-25"},
                       {"mcp.session.id", m_factory.conversationId(m_run)}};
    if (const char *code = rpcErrorCode(call.outcome); *code != '\0')
        item.properties.emplace_back("rpc.response.status_code", code);
}

void TraceWriter::writeViolation(const Violation &violation)
{
    const ToolSpec &tool = m_scenario.tools[violation.tool];
    std::string parent = m_agentId;
    double atMs = violation.atMs;
    for (size_t i = 0; i < m_run.calls.size(); ++i) {
        const double end = m_run.calls[i].startMs + m_run.calls[i].durationMs;
        if (end > violation.atMs)
            break;
        parent = m_callIds[i]; // the call whose answer was refused
        atMs = end;
    }
    writeLog(atMs, parent, 2, "schema validation failed: " + tool.name + ": " + tool.violation,
             {{"gen_ai.tool.call.arguments", fillTemplate(tool.malformed, m_run.number)}, {"tool", tool.name}});
}

void TraceWriter::writeLogs()
{
    writeBudgetLog();
    for (const Violation &violation : m_run.violations)
        writeViolation(violation);
    for (const RepairAttempt &repair : m_run.repairs) {
        const std::string &tool = m_scenario.tools[repair.tool].name;
        writeLog(repair.atMs, m_agentId, repair.hasRecovered ? 1 : 2,
                 "prompt repair " + std::string(repair.hasRecovered ? "recovered" : "exhausted") + ": " + tool,
                 {{"tool", tool}});
    }
    for (const Fallback &fallback : m_run.fallbacks) {
        const std::string &from = m_scenario.tools[fallback.from].name;
        const std::string &to = m_scenario.tools[fallback.to].name;
        writeLog(fallback.atMs, m_agentId, 2, "tool fallback " + from + " -> " + to,
                 {{"from", from}, {"to", to}, {"tool", m_scenario.tools[fallback.tool].name}});
    }
}

} // namespace qd::lab
