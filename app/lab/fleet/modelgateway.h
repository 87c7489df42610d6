#pragma once

#include "fleet/fleetstate.h"
#include "fleet/rng.h"
#include "fleet/scenario.h"

#include <array>
#include <vector>

namespace qd::lab {

/// The gateway's answer to one request.
struct GatewayAnswer {
    int status = 200;          ///< 200, 400 (content filter), 408, 429, 503
    double retryAfterMs = 0;   ///< with 429; 0: none sent
};

/// The only way to the models: a token limit per model and minute, as llm-token-limit has it, and the models' own
/// failures. Requests may come slightly out of order, because tasks overlap. Borrows scenario and state.
class ModelGateway
{
public:
    ModelGateway(const Scenario &scenario, const FleetState &state);

    /// Scales the limits with the fleet's rate.
    void setRate(double rate) { m_rate = rate; }
    /// Counts the tokens against the minute of `at` when it answers 200.
    GatewayAnswer request(size_t model, Instant at, int tokens, Rng &rng);

private:
    struct Window {
        int64_t minute = -1;
        double tokens = 0;
    };
    /// Minutes remembered per model; tasks that take longer see a fresh minute.
    static constexpr size_t windowCount = 16;

    const Scenario &m_scenario;
    const FleetState &m_state;
    double m_rate = 1;
    std::vector<std::array<Window, windowCount>> m_windows;
};

} // namespace qd::lab
