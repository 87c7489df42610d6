#pragma once

#include "fleet/scenario.h"
#include "fleet/taskrun.h"
#include "telemetry/item.h"

#include <string>

namespace qd::lab {

/// Makes the items of one fleet with the context every one of them has: role, instance, version, ids. Borrows the
/// scenario.
class ItemFactory
{
public:
    ItemFactory(const Scenario &scenario, uint64_t seed) : m_scenario(scenario), m_seed(seed) {}

    /// An item of an instance, outside any task.
    [[nodiscard]] TelemetryItem instanceItem(ItemKind kind, Instant time, size_t slot, int instance, size_t build) const;
    /// An item of a task, `atMs` into it, below the span with id `parent`.
    [[nodiscard]] TelemetryItem taskItem(ItemKind kind, const TaskRun &run, double atMs, std::string parent) const;

    /// 32 hex digits, the same for every item of a task.
    [[nodiscard]] std::string operationId(const TaskRun &run) const;
    /// 16 hex digits; `span` tells the spans of a task apart.
    [[nodiscard]] std::string spanId(const TaskRun &run, uint64_t span) const;
    [[nodiscard]] std::string conversationId(const TaskRun &run) const;
    /// An id that belongs to no task, from any number.
    [[nodiscard]] std::string looseId(uint64_t number) const;

private:
    const Scenario &m_scenario;
    uint64_t m_seed;
};

/// 16 lower-case hex digits.
[[nodiscard]] std::string hexText(uint64_t value);

/// Orders by key, which TelemetryItem demands.
void sortProperties(Properties &properties);

} // namespace qd::lab
