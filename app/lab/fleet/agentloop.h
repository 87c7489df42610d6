#pragma once

#include "fleet/fleetstate.h"
#include "fleet/modelgateway.h"
#include "fleet/rng.h"
#include "fleet/scenario.h"
#include "fleet/taskrun.h"

namespace qd::lab {

/// What an agent does with one task: plan, call the model, validate the tool's arguments, repair them, call the tool,
/// fall back, answer. Writes the record it is given; made for one task, on the stack. Borrows everything.
class AgentLoop
{
public:
    AgentLoop(const Scenario &scenario, const FleetState &state, ModelGateway &gateway, Rng &rng, TaskRun &run);

    /// From `startMs` on; afterwards the record's outcome, result code, cost and agentEndMs are set.
    void execute(double startMs);

private:
    /// How a plan step ended. Degraded: the last rung or nothing stood in for an optional tool.
    enum class StepEnd { Done, Skipped, Degraded, Failed, ModelDown };

    StepEnd executePlan();
    StepEnd executeStep(const PlanStep &step);
    /// Valid arguments at hand?
    StepEnd obtainArguments(const PlanStep &step);
    StepEnd callTool(const PlanStep &step);
    bool callRung(size_t tool);
    bool callModel(CallPurpose purpose, int outputTokens);
    void attempt(ModelCall &call, int outputTokens);
    /// The gateway's answer, or what chaos makes of it.
    [[nodiscard]] GatewayAnswer askGateway(int tokens);
    [[nodiscard]] double attemptDuration(int status, const ModelCall &call, int outputTokens);
    void settle(ModelCall &call, int outputTokens);
    void finish(StepEnd end);
    [[nodiscard]] int repetitions(double mean);

    const Scenario &m_scenario;
    const FleetState &m_state;
    ModelGateway &m_gateway;
    Rng &m_rng;
    TaskRun &m_run;
    const AgentSpec &m_agent;
    const PromptSpec &m_prompt;
    const ModelSpec &m_model;
    const BuildSpec &m_build;
    double m_nowMs = 0;
    int m_contextTokens = 0;
    int m_lastInputTokens = 0;
    int m_steps = 0;
    bool m_isDegraded = false;
};

} // namespace qd::lab
