#include "fleet/timelinedecode.h"

#include "fleet/fleetdecode.h"
#include "fleet/offset.h"

#include <algorithm>

namespace qd::lab {

namespace {

PromptChange decodePromptChange(JsonReader &event, const Scenario &scenario)
{
    const std::string agent = event.text("agent");
    const std::string version = event.text("version");
    for (size_t i = 0; i < scenario.prompts.size(); ++i) {
        const PromptSpec &prompt = scenario.prompts[i];
        if (prompt.version == version && scenario.agents[prompt.agent].name == agent)
            return {i};
    }
    event.report("version", "agent \"" + agent + "\" has no prompt version \"" + version + "\"");
    return {};
}

DeploymentChange decodeDeployment(JsonReader &event, const Scenario &scenario)
{
    const auto nameOf = [](const BuildSpec &build) -> const std::string & { return build.version; };
    return {indexOfName(scenario.builds, event.text("build"), nameOf, event, "build")};
}

ThrottleChange decodeThrottle(JsonReader &event, const Scenario &scenario)
{
    ThrottleChange change;
    const auto nameOf = [](const ModelSpec &model) -> const std::string & { return model.name; };
    if (const std::string model = event.text("model", {}); !model.empty())
        change.model = indexOfName(scenario.models, model, nameOf, event, "model");
    if (!event.isNull("tokensPerMinute"))
        change.tokensPerMinute = event.number("tokensPerMinute", 1, 1e9);
    return change;
}

ToolChange decodeToolChange(JsonReader &event, const Scenario &scenario)
{
    ToolChange change;
    const auto nameOf = [](const ToolSpec &tool) -> const std::string & { return tool.name; };
    change.tool = indexOfName(scenario.tools, event.text("tool"), nameOf, event, "tool");
    if (!event.isNull("failure"))
        change.failure = event.number("failure", 0, 1);
    return change;
}

RunawayChange decodeRunaway(JsonReader &event, const Scenario &scenario)
{
    RunawayChange change;
    const auto nameOf = [](const TenantSpec &tenant) -> const std::string & { return tenant.name; };
    change.tenant = indexOfName(scenario.tenants, event.text("tenant"), nameOf, event, "tenant");
    change.arrivals = event.number("arrivals", 0, 1000);
    change.loops = event.number("loops", 1, 1000);
    return change;
}

IngestionChange decodeIngestion(JsonReader &event)
{
    const std::string state = event.text("state");
    if (state != "normal" && state != "stopped" && state != "delayed")
        event.report("state", "normal, stopped or delayed is expected");
    IngestionChange change{.isStopped = state == "stopped"};
    if (state == "delayed")
        change.delay = Seconds(event.integer("delaySeconds", 1, 86'400));
    return change;
}

TimelineAction decodeAction(JsonReader &event, const Scenario &scenario)
{
    const std::string kind = event.text("kind");
    if (kind == "prompt")
        return decodePromptChange(event, scenario);
    if (kind == "deployment")
        return decodeDeployment(event, scenario);
    if (kind == "swap")
        return SlotSwap{};
    if (kind == "throttle")
        return decodeThrottle(event, scenario);
    if (kind == "tool")
        return decodeToolChange(event, scenario);
    if (kind == "runaway")
        return decodeRunaway(event, scenario);
    if (kind == "traffic")
        return TrafficChange{event.number("factor", 0, 1000)};
    if (kind == "ingestion")
        return decodeIngestion(event);
    event.report("kind", "prompt, deployment, swap, throttle, tool, runaway, traffic or ingestion is expected");
    return SlotSwap{};
}

} // namespace

void decodeTimeline(std::vector<JsonReader> events, Scenario &scenario)
{
    for (JsonReader &event : events) {
        const std::optional<Microseconds> offset = parseOffset(event.text("at"));
        if (!offset)
            event.report("at", "an offset such as -70m or +1h30m is expected");
        TimelineAction action = decodeAction(event, scenario);
        event.refuseOthers();
        scenario.timeline.push_back({offset.value_or(Microseconds(0)), std::move(action)});
    }
    std::stable_sort(scenario.timeline.begin(), scenario.timeline.end(),
                     [](const TimelineEvent &a, const TimelineEvent &b) { return a.offset < b.offset; });
}

} // namespace qd::lab
