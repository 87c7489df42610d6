#include "appservice/slotswap.h"

namespace qd::lab {

namespace {

enum SwapPhase { ApplySettings = 1, RestartSource, WarmUp, RouteTraffic, OtherSide };

constexpr Milliseconds stuckCheck{100};

ArmFailure swapFailure(int phase, const std::string &site, const std::string &slot)
{
    const std::string what = "Cannot swap site slots for site '" + site + "' because ";
    switch (phase) {
    case ApplySettings:
        return {409, "Conflict", what + "the settings of the target slot could not be applied to the '" + slot + "' slot."};
    case RestartSource: return {409, "Conflict", what + "the '" + slot + "' slot did not restart."};
    case WarmUp: return {409, "Conflict", what + "the '" + slot + "' slot did not respond to http ping."};
    case RouteTraffic: return {409, "Conflict", what + "the traffic could not be switched."};
    default:
        return {500, "InternalServerError",
                "The traffic of site '" + site + "' was switched, but the settings of the other slot could not be applied."};
    }
}

} // namespace

void SlotSwapper::start(const std::string &operation, size_t source, size_t target, Activity started)
{
    run({.operation = operation, .source = source, .target = target, .started = std::move(started)});
}

/// Every phase takes its time first and then has its effect, or fails.
void SlotSwapper::run(Swap swap)
{
    const bool isStuck = swap.phase == WarmUp && m_arm.faults().isOn("swap-never-ends");
    m_jobs.after(isStuck ? stuckCheck : phaseTime(), [this, swap]() mutable {
        if (swap.phase == WarmUp && m_arm.faults().isOn("swap-never-ends"))
            return run(swap);
        if (m_arm.faults().isOn("swap-fails-in-phase-" + std::to_string(swap.phase)))
            return fail(swap);
        perform(swap);
        m_arm.operations().setPercent(swap.operation, swap.phase * 20);
        if (swap.phase++ == OtherSide)
            return finish(swap);
        run(swap);
    });
}

void SlotSwapper::perform(const Swap &swap)
{
    switch (swap.phase) {
    case ApplySettings:
        if (!m_app.isApplied(swap.source))
            m_app.applySlotConfig(swap.source, swap.target);
        break;
    case RestartSource: m_app.restart(swap.source, "swap"); break;
    case RouteTraffic:
        m_app.exchange(swap.source, swap.target);
        m_app.noteSwap(swap.source, swap.target);
        break;
    case OtherSide: m_app.restart(swap.source, "swap"); break;
    default: break;
    }
}

void SlotSwapper::fail(const Swap &swap)
{
    const ArmFailure failure = swapFailure(swap.phase, m_arm.names().site, m_app.slot(swap.source).name);
    if (swap.phase < OtherSide)
        m_app.resetSlotConfig(swap.source);
    m_app.endOperation();
    note(swap, "Failed", failure.message);
    m_arm.operations().fail(swap.operation, failure);
}

void SlotSwapper::finish(const Swap &swap)
{
    m_app.endOperation();
    note(swap, "Succeeded", {});
    m_arm.operations().succeed(swap.operation);
}

void SlotSwapper::note(const Swap &swap, const char *status, const std::string &message)
{
    Activity activity = swap.started;
    activity.at = m_arm.clock().now();
    activity.status = status;
    activity.message = message;
    activity.httpStatus = message.empty() ? 200 : 0;
    m_arm.activity().record(std::move(activity));
}

} // namespace qd::lab
