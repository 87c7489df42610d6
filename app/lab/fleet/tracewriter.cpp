#include "fleet/tracewriter.h"

#include "fleet/names.h"
#include "fleet/templatetext.h"

#include <algorithm>
#include <cstdio>

namespace qd::lab {

namespace {

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

std::string quotedJson(const std::string &text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out + '"';
}

/// The model's wish to call a tool, as the conventions spell an output message. `arguments` is JSON.
std::string toolCallMessage(const std::string &tool, const std::string &arguments)
{
    return R"([{"role":"assistant","parts":[{"type":"tool_call","name":)" + quotedJson(tool) + R"(,"arguments":)" + arguments
        + R"(}],"finish_reason":"tool_calls"}])";
}

/// What the agent's middleware answers in the tool's place: why the arguments were refused.
std::string toolAnswerMessage(const std::string &violation)
{
    return R"([{"role":"tool","parts":[{"type":"tool_call_response","result":)"
        + quotedJson("arguments refused by the schema: " + violation) + "}]}]";
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
    m_items.reserve(4 + 2 * m_run.calls.size() + m_run.attempts.size() + 3 * m_run.tools.size() + m_run.violations.size());
    m_callIds.reserve(m_run.calls.size());
    writeRequest();
    if (m_run.hasAgentSpan) {
        writeAgent();
        for (size_t call = 0; call < m_run.calls.size(); ++call)
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

void TraceWriter::writeModelCall(size_t index)
{
    const ModelCall &call = m_run.calls[index];
    const bool isSuccess = call.status == 200;
    Properties marks = repairMarks(index);
    TelemetryItem &item = addSpan(call.startMs, call.durationMs, m_agentId, isSuccess);
    const std::string id = item.id;
    m_callIds.push_back(id);
    item.name = "chat " + m_model;
    item.type = "Dependency";
    item.properties = {{"agent", m_scenario.agents[m_run.agent].name},
                       {"gen_ai.conversation.id", m_factory.conversationId(m_run)},
                       {"gen_ai.operation.name", "chat"},
                       {"gen_ai.provider.name", m_scenario.gateway.provider},
                       {"gen_ai.request.model", m_model}};
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
    if (!marks.empty()) {
        item.properties.insert(item.properties.end(), marks.begin(), marks.end());
        sortProperties(item.properties);
    }
    for (size_t i = 0; i < call.attempts; ++i)
        writeAttempt(m_run.attempts[call.firstAttempt + i], id);
    if (!isSuccess)
        writeException(call.startMs + call.durationMs, id, modelExceptionType(call.status),
                       "Error code: " + std::to_string(call.status) + " from " + m_scenario.gateway.host, 3);
}

/// The violation that the call's answer is to blame for: the first after its end and before the next call.
const Violation *TraceWriter::violationOf(const ModelCall &call) const
{
    const double end = call.startMs + call.durationMs;
    const auto next = std::find_if(m_run.calls.begin(), m_run.calls.end(), [end](const ModelCall &other) { return other.startMs >= end; });
    for (const Violation &violation : m_run.violations)
        if (violation.atMs >= end && (next == m_run.calls.end() || violation.atMs <= next->startMs))
            return &violation;
    return nullptr;
}

/// A call that produced arguments which the schema refused, a re-prompt after one, or both.
Properties TraceWriter::repairMarks(size_t index) const
{
    Properties marks;
    if (const Violation *violation = violationOf(m_run.calls[index])) {
        const ToolSpec &tool = m_scenario.tools[violation->tool];
        marks.emplace_back("agent.output.valid", "false");
        marks.emplace_back("gen_ai.output.messages", toolCallMessage(tool.name, fillTemplate(tool.malformed, m_run.number)));
    }
    if (m_run.calls[index].purpose != CallPurpose::Repair || index == 0)
        return marks;
    size_t first = index;
    while (first > 0 && m_run.calls[first - 1].purpose == CallPurpose::Repair)
        --first;
    size_t number = 0; // of this re-prompt in the task
    for (size_t i = 0; i < index; ++i)
        number += m_run.calls[i].purpose == CallPurpose::Repair ? 1U : 0U;
    const bool isJudged = number < m_run.repairs.size(); // the model may have been down for it
    const ToolSpec &tool = m_scenario.tools[m_run.calls[index].repairs.value_or(m_run.violations.back().tool)];
    marks.emplace_back("agent.repair.attempt", std::to_string(index - first + 1));
    marks.emplace_back("agent.repair.of", m_callIds[index - 1]);
    marks.emplace_back("agent.repair.outcome", !isJudged ? "model_down" : m_run.repairs[number].hasRecovered ? "recovered" : "exhausted");
    marks.emplace_back("agent.repair.tool", tool.name);
    marks.emplace_back("gen_ai.input.messages", toolAnswerMessage(tool.violation));
    return marks;
}

TelemetryItem &TraceWriter::addGatewaySpan(double atMs, double durationMs, const std::string &parent, int status,
                                           const std::string &path)
{
    TelemetryItem &item = addSpan(atMs, durationMs, parent, status == 200);
    item.name = "POST " + path;
    item.type = "Http";
    item.target = m_scenario.gateway.host;
    item.data = "https://" + m_scenario.gateway.host + path;
    item.resultCode = std::to_string(status);
    return item;
}

void TraceWriter::writeAttempt(const ModelAttempt &attempt, const std::string &parent)
{
    const std::string path = "/openai/deployments/" + m_model + "/chat/completions";
    TelemetryItem &item = addGatewaySpan(attempt.startMs, attempt.durationMs, parent, attempt.status, path);
    item.data += "?api-version=" + m_scenario.gateway.apiVersion;
    if (attempt.status == 429)
        writePolicy(attempt.startMs, attempt.durationMs, item.id, "token-limit", "throttled");
}

/// Only what a policy refused is worth a span.
void TraceWriter::writePolicy(double atMs, double durationMs, const std::string &parent, const char *policy, const char *decision)
{
    const std::string above = parent;
    TelemetryItem &item = addSpan(atMs, durationMs, above, false);
    item.name = std::string("policy: ") + policy;
    item.type = "InProc";
    item.properties = {{"gateway.policy", policy}, {"gateway.policy.decision", decision}};
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
