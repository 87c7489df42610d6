#pragma once

// A lab's store without the lab around it, for tests that link qd_lab themselves.

#include "fleet/fleetrunner.h"
#include "fleet/scenarioload.h"
#include "kql/runkql.h"
#include "manualclock.h"
#include "store/telemetrystore.h"

#include <concepts>
#include <memory>

namespace qd::test {

/// The last hours of a scenario up to the manual clock's start, in memory; null when the scenario or the store cannot be
/// opened. Each item goes through the sink that `wrap` makes around the store.
template<std::invocable<lab::TelemetryStore &> Wrap>
std::unique_ptr<lab::TelemetryStore> scenarioStore(const QString &scenarioName, std::chrono::hours history, Wrap wrap)
{
    const auto scenario = lab::loadScenario(scenarioName);
    auto store = lab::TelemetryStore::open({});
    if (!scenario || !store)
        return nullptr;
    const lab::LabOptions options{.scenario = scenarioName, .history = history};
    const ManualClock clock;
    decltype(auto) sink = wrap(**store);
    lab::FleetRunner runner(*scenario, options, clock, sink);
    (*store)->beginBulk();
    runner.backfill();
    return (*store)->endBulk() ? std::move(*store) : nullptr;
}

inline std::unique_ptr<lab::TelemetryStore> scenarioStore(const QString &scenarioName, std::chrono::hours history)
{
    return scenarioStore(scenarioName, history, [](lab::TelemetryStore &store) -> lab::TelemetryStore & { return store; });
}

/// What the lab answers to a query at the manual clock's start. An error's message is followed by the query.
inline Result<Table> askStore(lab::TelemetryStore &store, TelemetrySchema schema, const QString &kql, std::optional<TimeSpanRange> span = {})
{
    const auto compiled = lab::compileKql(kql, lab::telemetrySchema(schema, {}), {.now = ManualClock::start, .timespan = span});
    if (!compiled)
        return Error{.message = compiled.error().message + QStringLiteral("\n") + kql};
    auto loan = store.lend();
    if (!loan)
        return loan.error();
    auto rows = lab::runKql(*loan->operator->(), *compiled);
    if (!rows)
        return rows.error();
    return std::move(rows->table);
}

} // namespace qd::test
