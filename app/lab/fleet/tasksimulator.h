#pragma once

#include "fleet/budgetbreaker.h"
#include "fleet/fleetstate.h"
#include "fleet/modelgateway.h"
#include "fleet/scenario.h"
#include "fleet/taskrun.h"

#include <cstdint>

namespace qd::lab {

/// Runs one task from arrival to reply: tenant, budget, agent, instance, agent loop, groundedness. Every task draws
/// from a random stream of its own, so that a change in one task leaves the others alone. Borrows everything.
class TaskSimulator
{
public:
    TaskSimulator(const Scenario &scenario, const FleetState &state, const BudgetBreaker &budgets, ModelGateway &gateway,
                  uint64_t seed);

    /// Fills `run` (its vectors are reused) for the task that arrives at `start`.
    void simulate(TaskRun &run, uint64_t number, Instant start);

private:
    void choose(TaskRun &run, Rng &rng) const;
    void block(TaskRun &run, Rng &rng) const;
    void failInstance(TaskRun &run, Rng &rng) const;
    void evaluate(TaskRun &run, Rng &rng) const;

    const Scenario &m_scenario;
    const FleetState &m_state;
    const BudgetBreaker &m_budgets;
    ModelGateway &m_gateway;
    uint64_t m_seed;
};

} // namespace qd::lab
