#include "fleet/fleetdecode.h"

#include <algorithm>
#include <numeric>

namespace qd::lab {

namespace {

/// Series of metrics are keyed by eight bits per dimension.
constexpr size_t mostOfAKind = 200;

const std::string &nameOfModel(const ModelSpec &model) { return model.name; }
const std::string &nameOfTool(const ToolSpec &tool) { return tool.name; }
const std::string &nameOfBuild(const BuildSpec &build) { return build.version; }

/// "2026-03-01" at midnight UTC.
std::optional<Instant> parseDay(const std::string &text)
{
    const QDate day = QDate::fromString(QString::fromStdString(text), Qt::ISODate);
    if (!day.isValid())
        return std::nullopt;
    return toInstant(QDateTime(day, QTime(0, 0), Qt::UTC));
}

std::vector<RateCardEntry> decodeRateCard(JsonReader &model)
{
    std::vector<RateCardEntry> card;
    for (JsonReader &entry : model.objects("rateCard")) {
        RateCardEntry price;
        const std::optional<Instant> from = parseDay(entry.text("from"));
        if (!from)
            entry.report("from", "a day such as 2026-03-01 is expected");
        price.from = from.value_or(Instant{});
        price.inputPerMillion = entry.number("input", 0, 10'000);
        if (entry.has("cached"))
            price.cachedPerMillion = entry.number("cached", 0, 10'000);
        price.outputPerMillion = entry.number("output", 0, 10'000);
        entry.refuseOthers();
        card.push_back(price);
    }
    if (card.empty())
        model.report("rateCard", "at least one price is expected");
    if (!std::is_sorted(card.begin(), card.end(), [](const auto &a, const auto &b) { return a.from < b.from; }))
        model.report("rateCard", "prices must be in order of their dates");
    return card;
}

ModelSpec decodeModel(JsonReader &reader)
{
    ModelSpec model;
    model.name = reader.text("name");
    model.rateCard = decodeRateCard(reader);
    model.baseLatencyMs = reader.number("baseLatencyMs", 0, 60'000);
    model.msPerInputToken = reader.number("msPerInputToken", 0, 1000);
    model.msPerOutputToken = reader.number("msPerOutputToken", 0, 1000);
    model.malformedFactor = reader.number("malformedFactor", 0, 100, 1);
    model.throttled = reader.number("throttled", 0, 1, 0);
    model.timedOut = reader.number("timedOut", 0, 1, 0);
    model.failed = reader.number("failed", 0, 1, 0);
    model.filtered = reader.number("filtered", 0, 1, 0);
    model.tokensPerMinute = reader.number("tokensPerMinute", 0, 1e9, 0);
    return model;
}

void decodeModels(JsonReader &fleet, Scenario &scenario)
{
    std::vector<JsonReader> readers = fleet.objects("models");
    for (JsonReader &reader : readers)
        scenario.models.push_back(decodeModel(reader));
    for (size_t i = 0; i < readers.size(); ++i) {
        if (const std::string name = readers[i].text("downshiftTo", {}); !name.empty())
            scenario.models[i].downshiftTo = indexOfName(scenario.models, name, nameOfModel, readers[i], "downshiftTo");
        readers[i].refuseOthers();
    }
}

ToolSpec decodeTool(JsonReader &reader)
{
    ToolSpec tool;
    tool.name = reader.text("name");
    tool.server = reader.text("server");
    tool.latencyMs = reader.number("latencyMs", 1, 600'000);
    tool.failure = reader.number("failure", 0, 1);
    tool.timeoutShare = reader.number("timeoutShare", 0, 1, tool.timeoutShare);
    tool.timeoutMs = reader.number("timeoutMs", 1, 600'000, tool.timeoutMs);
    tool.retries = reader.integer("retries", 0, 10, 0);
    tool.resultTokens = reader.integer("resultTokens", 0, 100'000);
    tool.arguments = reader.text("arguments");
    tool.malformed = reader.text("malformed");
    tool.violation = reader.text("violation");
    tool.result = reader.text("result");
    return tool;
}

void decodeTools(JsonReader &fleet, Scenario &scenario)
{
    std::vector<JsonReader> readers = fleet.objects("tools");
    for (JsonReader &reader : readers)
        scenario.tools.push_back(decodeTool(reader));
    for (size_t i = 0; i < readers.size(); ++i) {
        for (const std::string &name : readers[i].texts("fallback")) {
            const size_t next = indexOfName(scenario.tools, name, nameOfTool, readers[i], "fallback");
            if (next == i)
                readers[i].report("fallback", "a tool cannot fall back to itself");
            scenario.tools[i].fallback.push_back(next);
        }
        readers[i].refuseOthers();
    }
}

std::vector<PlanStep> decodePlan(JsonReader &agent, const Scenario &scenario)
{
    std::vector<PlanStep> plan;
    for (JsonReader &reader : agent.objects("plan")) {
        PlanStep step;
        step.tool = indexOfName(scenario.tools, reader.text("tool"), nameOfTool, reader, "tool");
        step.times = reader.number("times", 0, 20);
        step.required = reader.integer("required", 0, 1, 1) == 1;
        reader.refuseOthers();
        plan.push_back(step);
    }
    return plan;
}

PromptSpec decodePrompt(JsonReader &reader, size_t agent)
{
    PromptSpec prompt;
    prompt.agent = agent;
    prompt.version = reader.text("version");
    prompt.malformedArguments = reader.number("malformedArguments", 0, 1);
    prompt.repairSuccess = reader.number("repairSuccess", 0, 1);
    prompt.verbosity = reader.number("verbosity", 0.1, 10, 1);
    prompt.planLength = reader.number("planLength", 0.1, 10, 1);
    prompt.systemTokens = reader.integer("systemTokens", 0, 100'000);
    prompt.groundedness = reader.number("groundedness", 1, 5);
    reader.refuseOthers();
    return prompt;
}

void decodePrompts(JsonReader &agent, size_t index, Scenario &scenario)
{
    const size_t first = scenario.prompts.size();
    for (JsonReader &reader : agent.objects("prompts"))
        scenario.prompts.push_back(decodePrompt(reader, index));
    if (scenario.prompts.size() == first)
        agent.report("prompts", "at least one version is expected");
    scenario.agents[index].prompt = first;
}

void decodeAgents(JsonReader &fleet, Scenario &scenario)
{
    for (JsonReader &reader : fleet.objects("agents")) {
        AgentSpec agent;
        agent.name = reader.text("name");
        agent.weight = reader.number("weight", 0, 1000);
        agent.model = indexOfName(scenario.models, reader.text("model"), nameOfModel, reader, "model");
        agent.userTokens = reader.integer("userTokens", 1, 100'000);
        agent.callTokens = reader.integer("callTokens", 1, 100'000);
        agent.answerTokens = reader.integer("answerTokens", 1, 100'000);
        agent.plan = decodePlan(reader, scenario);
        scenario.agents.push_back(std::move(agent));
        decodePrompts(reader, scenario.agents.size() - 1, scenario);
        reader.refuseOthers();
    }
}

void decodeTenants(JsonReader &fleet, Scenario &scenario)
{
    for (JsonReader &reader : fleet.objects("tenants")) {
        TenantSpec tenant;
        tenant.name = reader.text("name");
        tenant.weight = reader.number("weight", 0, 1000);
        tenant.monthBudgetUsd = reader.number("monthBudgetUsd", 0.01, 1e9);
        tenant.typicalUse = reader.number("typicalUse", 0, 10);
        reader.refuseOthers();
        scenario.tenants.push_back(std::move(tenant));
    }
}

void decodeBuildsAndSlots(JsonReader &fleet, Scenario &scenario)
{
    for (JsonReader &reader : fleet.objects("builds")) {
        BuildSpec build;
        build.version = reader.text("version");
        build.instanceErrorRate = reader.number("instanceErrorRate", 0, 1, 0);
        build.latencyFactor = reader.number("latencyFactor", 0.1, 100, 1);
        build.maxSteps = reader.integer("maxSteps", 1, 200);
        reader.refuseOthers();
        scenario.builds.push_back(std::move(build));
    }
    for (JsonReader &reader : fleet.objects("slots")) {
        SlotSpec slot;
        slot.name = reader.text("name");
        slot.instances = reader.integer("instances", 1, 50);
        slot.build = indexOfName(scenario.builds, reader.text("build"), nameOfBuild, reader, "build");
        reader.refuseOthers();
        scenario.slotList.push_back(std::move(slot));
    }
    if (scenario.slotList.size() != 2)
        fleet.report("slots", "two slots are expected: the one that takes the traffic, and the one to swap with");
}

void decodeTraffic(JsonReader traffic, Scenario &scenario)
{
    TrafficSpec &spec = scenario.traffic;
    spec.tasksPerMinute = traffic.number("tasksPerMinute", 0.001, 100'000);
    spec.weekend = traffic.number("weekend", 0, 10, 1);
    const std::vector<double> hourly = traffic.numbers("hourly", 0, 100);
    const double sum = std::accumulate(hourly.begin(), hourly.end(), 0.0);
    if (hourly.size() != spec.hourly.size() || sum <= 0)
        traffic.report("hourly", "24 numbers are expected, not all zero");
    else
        std::transform(hourly.begin(), hourly.end(), spec.hourly.begin(), [sum](double part) { return part * 24 / sum; });
    traffic.refuseOthers();
}

void decodeGateway(JsonReader gateway, Scenario &scenario)
{
    GatewaySpec &spec = scenario.gateway;
    spec.host = gateway.text("host");
    spec.apiVersion = gateway.text("apiVersion");
    spec.provider = gateway.text("provider");
    spec.maxAttempts = gateway.integer("maxAttempts", 1, 10);
    spec.backoffMs = gateway.number("backoffMs", 0, 60'000);
    spec.maxBackoffMs = gateway.number("maxBackoffMs", 0, 60'000);
    spec.overheadMs = gateway.number("overheadMs", 0, 10'000);
    gateway.refuseOthers();
}

void decodeQuality(JsonReader quality, Scenario &scenario)
{
    QualitySpec &spec = scenario.quality;
    spec.evaluatedShare = quality.number("evaluatedShare", 0, 1);
    spec.spread = quality.number("spread", 0, 2);
    spec.fallbackPenalty = quality.number("fallbackPenalty", 0, 4);
    spec.skippedPenalty = quality.number("skippedPenalty", 0, 4);
    spec.repairPenalty = quality.number("repairPenalty", 0, 4);
    spec.failedPenalty = quality.number("failedPenalty", 0, 4);
    quality.refuseOthers();
}

void decodeBudget(JsonReader budget, Scenario &scenario)
{
    scenario.downshiftRatio = budget.number("downshiftAt", 0, 10);
    scenario.blockRatio = budget.number("blockAt", 0, 10);
    budget.refuseOthers();
}

template<typename List>
void checkCount(const List &list, const char *key, JsonReader &fleet)
{
    if (list.empty() || list.size() > mostOfAKind)
        fleet.report(key, "1 to 200 are expected");
}

template<typename List>
void checkWeights(const List &list, const char *key, JsonReader &fleet)
{
    checkCount(list, key, fleet);
    double sum = 0;
    for (const auto &element : list)
        sum += element.weight;
    if (!list.empty() && sum <= 0)
        fleet.report(key, "at least one weight must be over 0");
}

void checkCounts(JsonReader &fleet, const Scenario &scenario)
{
    checkCount(scenario.models, "models", fleet);
    checkCount(scenario.tools, "tools", fleet);
    checkCount(scenario.builds, "builds", fleet);
    checkWeights(scenario.agents, "agents", fleet);
    checkWeights(scenario.tenants, "tenants", fleet);
    if (scenario.prompts.size() > mostOfAKind)
        fleet.report("agents", "at most 200 prompt versions are expected");
}

} // namespace

void decodeFleet(JsonReader fleet, Scenario &scenario)
{
    scenario.role = fleet.text("role");
    scenario.instancePrefix = fleet.text("instancePrefix");
    scenario.url = fleet.text("url");
    scenario.repairAttempts = fleet.integer("repairAttempts", 0, 10);
    decodeTraffic(fleet.object("traffic"), scenario);
    decodeGateway(fleet.object("gateway"), scenario);
    decodeQuality(fleet.object("quality"), scenario);
    decodeBudget(fleet.object("budget"), scenario);
    decodeModels(fleet, scenario);
    decodeTools(fleet, scenario);
    decodeAgents(fleet, scenario);
    decodeTenants(fleet, scenario);
    decodeBuildsAndSlots(fleet, scenario);
    fleet.refuseOthers();
    checkCounts(fleet, scenario);
}

} // namespace qd::lab
