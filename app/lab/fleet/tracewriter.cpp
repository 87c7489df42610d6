#include "fleet/tracewriter.h"

#include "fleet/names.h"
#include "fleet/templatetext.h"

#include <algorithm>
#include <cstdio>

namespace qd::lab {

namespace {

/// How much longer the tool span is than its HTTP call, at either end.
constexpr double toolSpanMarginMs = 1;

const char *finishReasons(const ModelCall &call)
{
    if (call.status == 400)
        return "[\"content_filter\"]";
    return call.purpose == CallPurpose::Answer ? "[\"stop\"]" : "[\"tool_calls\"]";
}

const char *modelExceptionType(int status)
{
    switch (status) {
    case 400: return "openai.BadRequestError";
    case 408: return "openai.APITimeoutError";
    case 429: return "openai.RateLimitError";
    default: return "openai.InternalServerError";
    }
}

/// Prices are fractions of a cent: fixed notation, no exponent.
std::string costText(double usd)
{
    char text[32];
    (void)std::snprintf(text, sizeof text, "%.7f", usd);
    return text;
}

std::string scoreText(double score)
{
    char text[32];
    (void)std::snprintf(text, sizeof text, "%.1f", score);
    return text;
}

/// The column's shape: an array of exceptions with parsed stacks. Types and methods are ours and need no escaping.
std::string stackText(const char *type, const char *method, const char *file, int line)
{
    return std::string("[{\"id\":\"1\",\"outerId\":\"0\",\"type\":\"") + type
        + "\",\"severityLevel\":\"Error\",\"parsedStack\":[{\"level\":0,\"method\":\"" + method
        + "\",\"assembly\":\"contoso.agents\",\"fileName\":\"" + file + "\",\"line\":" + std::to_string(line) + "}]}]";
}

} // namespace

TraceWriter::TraceWriter(const Scenario &scenario, const ItemFactory &factory, const TaskRun &run)
    : m_scenario(scenario)
    , m_factory(factory)
    , m_run(run)
    , m_model(scenario.models[run.model].name)
{
}

std::vector<TelemetryItem> TraceWriter::write()
{
    m_items.reserve(4 + 2 * m_run.calls.size() + m_run.attempts.size() + 2 * m_run.tools.size() + m_run.violations.size());
    writeRequest();
    if (m_run.hasAgentSpan) {
        writeAgent();
        for (const ModelCall &call : m_run.calls)
            writeModelCall(call);
        for (const ToolCall &call : m_run.tools)
            writeToolCall(call);
    } else if (m_run.resultCode == 503) {
        writeException(m_run.durationMs, m_requestId, "MemoryError", "worker ran out of memory and was restarted", 4);
    }
    writeLogs();
    writeEvaluation();
    return std::move(m_items);
}

TelemetryItem &TraceWriter::add(ItemKind kind, double atMs, std::string parent)
{
    m_items.push_back(m_factory.taskItem(kind, m_run, atMs, std::move(parent)));
    return m_items.back();
}

TelemetryItem &TraceWriter::addSpan(double atMs, double durationMs, std::string parent, bool isSuccess)
{
    TelemetryItem &item = add(ItemKind::Dependency, atMs, std::move(parent));
    item.id = nextSpanId();
    item.durationMs = durationMs;
    item.success = isSuccess;
    item.resultCode = "0"; // what the exporter writes for spans without HTTP
    return item;
}

void TraceWriter::writeRequest()
{
    TelemetryItem &item = add(ItemKind::Request, 0, {});
    m_requestId = item.id = nextSpanId();
    item.name = "POST /chat";
    item.url = m_scenario.url;
    item.resultCode = std::to_string(m_run.resultCode);
    item.success = m_run.resultCode == 200;
    item.durationMs = m_run.durationMs;
    item.properties = {{"agent", m_scenario.agents[m_run.agent].name},
                       {"model", m_model},
                       {"outcome", taskOutcomeName(m_run.outcome)},
                       {"prompt_version", m_scenario.prompts[m_run.prompt].version},
                       {"route", "/chat"},
                       {"slot", m_scenario.slotList[0].name},
                       {"tenant", m_scenario.tenants[m_run.tenant].name}};
}

void TraceWriter::writeAgent()
{
    const std::string &agent = m_scenario.agents[m_run.agent].name;
    TelemetryItem &item
        = addSpan(m_run.agentStartMs, m_run.agentEndMs - m_run.agentStartMs, m_requestId, m_run.resultCode == 200);
    m_agentId = item.id;
    item.name = "invoke_agent " + agent;
    item.type = "InProc";
    item.properties = {{"gen_ai.agent.name", agent},
                       {"gen_ai.agent.version", m_scenario.prompts[m_run.prompt].version},
                       {"gen_ai.conversation.id", m_factory.conversationId(m_run)},
                       {"gen_ai.operation.name", "invoke_agent"},
                       {"gen_ai.provider.name", m_scenario.gateway.provider},
                       {"gen_ai.request.model", m_model}};
}

void TraceWriter::writeModelCall(const ModelCall &call)
{
    const bool isSuccess = call.status == 200;
    TelemetryItem &item = addSpan(call.startMs, call.durationMs, m_agentId, isSuccess);
    const std::string id = item.id;
    item.name = "chat " + m_model;
    item.type = "Dependency";
    item.properties = {{"agent", m_scenario.agents[m_run.agent].name}};
    if (call.repairs)
        item.properties.emplace_back("agent.repair.tool", m_scenario.tools[*call.repairs].name);
    item.properties.insert(item.properties.end(), {{"gen_ai.conversation.id", m_factory.conversationId(m_run)},
                       {"gen_ai.operation.name", "chat"},
                       {"gen_ai.provider.name", m_scenario.gateway.provider},
                       {"gen_ai.request.model", m_model}});
    if (isSuccess) {
        item.properties.insert(item.properties.end(),
                               {{"gen_ai.response.finish_reasons", finishReasons(call)},
                                {"gen_ai.response.model", m_model},
                                {"gen_ai.usage.cache_read.input_tokens", std::to_string(call.cachedTokens)},
                                {"gen_ai.usage.input_tokens", std::to_string(call.inputTokens)},
                                {"gen_ai.usage.output_tokens", std::to_string(call.outputTokens)},
                                {"microsoft.gen_ai.cost.input", costText(call.inputCost)},
                                {"microsoft.gen_ai.cost.output", costText(call.outputCost)}});
    }
    item.properties.emplace_back("tenant", m_scenario.tenants[m_run.tenant].name); // who pays for the call
    for (size_t i = 0; i < call.attempts; ++i)
        writeAttempt(m_run.attempts[call.firstAttempt + i], id);
    if (!isSuccess)
        writeException(call.startMs + call.durationMs, id, modelExceptionType(call.status),
                       "Error code: " + std::to_string(call.status) + " from " + m_scenario.gateway.host, 3);
}

void TraceWriter::writeAttempt(const ModelAttempt &attempt, const std::string &parent)
{
    TelemetryItem &item = addSpan(attempt.startMs, attempt.durationMs, parent, attempt.status == 200);
    const std::string path = "/openai/deployments/" + m_model + "/chat/completions";
    item.name = "POST " + path;
    item.type = "Http";
    item.target = m_scenario.gateway.host;
    item.data = "https://" + m_scenario.gateway.host + path + "?api-version=" + m_scenario.gateway.apiVersion;
    item.resultCode = std::to_string(attempt.status);
}

void TraceWriter::writeToolCall(const ToolCall &call)
{
    const ToolSpec &tool = m_scenario.tools[call.tool];
    const bool isOk = call.outcome == ToolOutcome::Ok;
    const bool isInvalid = call.outcome == ToolOutcome::InvalidArguments;
    TelemetryItem &item = addSpan(call.startMs - toolSpanMarginMs, call.durationMs + 2 * toolSpanMarginMs, m_agentId, isOk);
    const std::string id = item.id;
    item.name = "execute_tool " + tool.name;
    item.type = "InProc";
    item.properties = {{"agent", m_scenario.agents[m_run.agent].name},
                       {"gen_ai.operation.name", "execute_tool"},
                       {"gen_ai.tool.call.arguments", fillTemplate(isInvalid ? tool.malformed : tool.arguments, m_run.number)},
                       {"gen_ai.tool.call.id", "call_" + id},
                       {"gen_ai.tool.call.result",
                        isOk ? fillTemplate(tool.result, m_run.number)
                             : std::string("{\"isError\":true,\"error\":\"") + toolErrorClass(call.outcome) + "\"}"},
                       {"gen_ai.tool.name", tool.name},
                       {"gen_ai.tool.type", "extension"},
                       {"tenant", m_scenario.tenants[m_run.tenant].name}};
    if (!isInvalid)
        writeMcpCall(call, id);
    if (!isOk)
        writeToolException(call, id);
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
    case ToolOutcome::Denied:
        return writeException(atMs, parent, "mcp.ToolError", tool.name + ": refused by the gateway's allowlist (-32601)", 3);
    case ToolOutcome::InvalidArguments:
        return writeException(atMs, parent, "jsonschema.ValidationError", tool.name + ": " + tool.violation, 3);
    }
}

void TraceWriter::writeMcpCall(const ToolCall &call, const std::string &parent)
{
    const ToolSpec &tool = m_scenario.tools[call.tool];
    TelemetryItem &item = addSpan(call.startMs, call.durationMs, parent, call.outcome == ToolOutcome::Ok);
    item.name = "tools/call " + tool.name;
    item.type = "Http";
    item.target = tool.server;
    item.data = "https://" + tool.server + "/mcp";
    item.resultCode = call.outcome == ToolOutcome::Timeout ? "0" : "200"; // a tool's error travels in a 200
    item.properties = {{"gen_ai.tool.name", tool.name},
                       {"mcp.method.name", "tools/call"},
                       {"mcp.protocol.version", "2025-11-25"},
                       {"mcp.session.id", m_factory.conversationId(m_run)}};
}

void TraceWriter::writeException(double atMs, const std::string &parent, const char *type, const std::string &message,
                                 int severity)
{
    TelemetryItem &item = add(ItemKind::Exception, atMs, parent);
    item.type = type;
    item.message = message;
    item.severity = severity;
    item.details = stackText(type, "run_task", "/app/agents/loop.py", 40 + static_cast<int>(m_run.agent) * 60);
    item.properties = {{"agent", m_scenario.agents[m_run.agent].name}, {"tenant", m_scenario.tenants[m_run.tenant].name}};
}

void TraceWriter::writeLog(double atMs, const std::string &parent, int severity, std::string message, Properties properties)
{
    TelemetryItem &item = add(ItemKind::Trace, atMs, parent);
    item.message = std::move(message);
    item.severity = severity;
    item.properties = std::move(properties);
    item.properties.emplace_back("agent", m_scenario.agents[m_run.agent].name);
    item.properties.emplace_back("prompt_version", m_scenario.prompts[m_run.prompt].version);
    item.properties.emplace_back("tenant", m_scenario.tenants[m_run.tenant].name);
    sortProperties(item.properties);
}

void TraceWriter::writeLogs()
{
    writeBudgetLog();
    for (const Violation &violation : m_run.violations) {
        const ToolSpec &tool = m_scenario.tools[violation.tool];
        writeLog(violation.atMs, m_agentId, 2, "schema validation failed: " + tool.name + ": " + tool.violation,
                 {{"gen_ai.tool.call.arguments", fillTemplate(tool.malformed, m_run.number)}, {"tool", tool.name}});
    }
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

void TraceWriter::writeBudgetLog()
{
    const std::string &tenant = m_scenario.tenants[m_run.tenant].name;
    if (m_run.outcome == TaskOutcome::Blocked)
        writeLog(0, m_requestId, 2, "budget blocked: " + tenant + " has spent its month's budget", {});
    else if (m_run.model != m_run.plannedModel)
        writeLog(0, m_requestId, 1,
                 "budget downshift: " + tenant + " gets " + m_model + " instead of "
                     + m_scenario.models[m_run.plannedModel].name,
                 {{"model", m_model}});
}

void TraceWriter::writeEvaluation()
{
    if (!m_run.groundedness)
        return;
    constexpr double passingScore = 3;
    TelemetryItem &item = add(ItemKind::Event, m_run.agentEndMs, m_agentId);
    item.name = "gen_ai.evaluation.result";
    item.properties = {{"agent", m_scenario.agents[m_run.agent].name},
                       {"gen_ai.evaluation.name", "groundedness"},
                       {"gen_ai.evaluation.score.label", *m_run.groundedness >= passingScore ? "pass" : "fail"},
                       {"gen_ai.evaluation.score.value", scoreText(*m_run.groundedness)},
                       {"model", m_model},
                       {"prompt_version", m_scenario.prompts[m_run.prompt].version},
                       {"tenant", m_scenario.tenants[m_run.tenant].name}};
}

} // namespace qd::lab
