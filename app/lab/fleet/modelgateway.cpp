#include "fleet/modelgateway.h"

namespace qd::lab {

namespace {

constexpr Microseconds gatewayWindow = std::chrono::minutes(1);

int statusOfModel(const ModelSpec &model, double draw)
{
    if ((draw -= model.throttled) < 0)
        return 429;
    if ((draw -= model.timedOut) < 0)
        return 408;
    if ((draw -= model.failed) < 0)
        return 503;
    if ((draw -= model.filtered) < 0)
        return 400;
    return 200;
}

} // namespace

ModelGateway::ModelGateway(const Scenario &scenario, const FleetState &state)
    : m_scenario(scenario)
    , m_state(state)
    , m_windows(scenario.models.size())
{
}

GatewayAnswer ModelGateway::request(size_t model, Instant at, int tokens, Rng &rng)
{
    const auto sinceEpoch = at.time_since_epoch();
    const int64_t minute = sinceEpoch / gatewayWindow;
    Window &window = m_windows[model][static_cast<size_t>(minute) % windowCount];
    if (window.minute != minute)
        window = {minute, 0};
    const double limit = m_state.tokenLimit(model) * m_rate;
    if (limit > 0 && window.tokens + tokens > limit) {
        const auto left = gatewayWindow - sinceEpoch % gatewayWindow;
        return {429, std::chrono::duration<double, std::milli>(left).count()};
    }
    const int status = statusOfModel(m_scenario.models[model], rng.uniform());
    if (status == 200)
        window.tokens += tokens;
    return {status, 0};
}

} // namespace qd::lab
