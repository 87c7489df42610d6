#pragma once

#include "fleet/fleetrunner.h"
#include "fleet/scenarioload.h"
#include "labresources.h"
#include "manualclock.h"
#include "telemetry/item.h"

#include <QString>

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace qd::test {

/// Keeps everything it gets. Any thread.
class RecordingSink final : public lab::TelemetrySink
{
public:
    Result<void> accept(std::vector<lab::TelemetryItem> items) override
    {
        const std::lock_guard lock(m_mutex);
        m_items.insert(m_items.end(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
        return {};
    }
    [[nodiscard]] size_t count() const
    {
        const std::lock_guard lock(m_mutex);
        return m_items.size();
    }
    [[nodiscard]] std::vector<lab::TelemetryItem> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_items, {});
    }

private:
    mutable std::mutex m_mutex;
    std::vector<lab::TelemetryItem> m_items;
};

/// A shipped scenario; aborts the test run when it does not decode (tst_scenario says why).
inline lab::Scenario shippedScenario(const char *name)
{
    initLabResources();
    Result<lab::Scenario> scenario = lab::loadScenario(QString::fromLatin1(name));
    if (!scenario)
        qFatal("%s", qPrintable(scenario.error().message));
    return *scenario;
}

/// The value of a custom dimension; empty when there is none.
inline std::string propertyOf(const lab::TelemetryItem &item, const std::string &key)
{
    for (const auto &[name, value] : item.properties) {
        if (name == key)
            return value;
    }
    return {};
}

inline bool startsWith(const std::string &text, const char *prefix) { return text.rfind(prefix, 0) == 0; }

/// Everything a fleet sends from `history` hours before the manual clock's start until `after` past it. Arrivals stop
/// `drain` before the end, so that every task is finished and every metric exported.
inline std::vector<lab::TelemetryItem> runFleet(lab::Scenario scenario, lab::LabOptions options,
                                                std::chrono::minutes after = std::chrono::minutes(0), bool isDrained = true)
{
    const ManualClock clock;
    RecordingSink sink;
    if (isDrained) {
        scenario.timeline.push_back({after, lab::TrafficChange{0}});
        std::stable_sort(scenario.timeline.begin(), scenario.timeline.end(),
                         [](const auto &a, const auto &b) { return a.offset < b.offset; });
    }
    lab::FleetRunner runner(std::move(scenario), options, clock, sink);
    runner.backfill();
    runner.advanceTo(clock.now() + after + (isDrained ? std::chrono::minutes(15) : std::chrono::minutes(0)));
    return sink.take();
}

/// Sums `amount` over the items that `key` gives a non-empty text for, by that text.
using Tally = std::map<std::string, double>;
inline Tally tally(const std::vector<lab::TelemetryItem> &items, const std::function<std::string(const lab::TelemetryItem &)> &key,
                   const std::function<double(const lab::TelemetryItem &)> &amount)
{
    Tally sums;
    for (const lab::TelemetryItem &item : items) {
        if (const std::string text = key(item); !text.empty())
            sums[text] += amount(item);
    }
    return sums;
}

} // namespace qd::test
