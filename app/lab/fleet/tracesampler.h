#pragma once

#include "fleet/itemexporter.h"
#include "fleet/taskrun.h"
#include "telemetry/item.h"

#include <vector>

namespace qd::lab {

/// Keeps whole operations: all of them, or one of every `rate`, standing for its group by itemCount. The first of a
/// group is kept and sent when the group is full, so that weighted counts are exact, not only right on average. Tasks
/// that ended with 5xx are a stratum of their own and always kept: they are too rare to be estimated from samples.
/// Borrows the exporter.
class TraceSampler
{
public:
    explicit TraceSampler(ItemExporter &exporter) : m_exporter(exporter) {}

    /// From now on one of every `rate` operations; 1: all. Closes the open group at `at`.
    void setRate(int rate, Instant at);
    /// Counts the operation in; true when its items are wanted.
    [[nodiscard]] bool admit(const TaskRun &run);
    /// Takes the items of the operation admitted last.
    void keep(std::vector<TelemetryItem> items, Instant at);
    /// Sends what a full group holds; call after each operation.
    void settle(Instant at);

private:
    void closeGroup(Instant at);

    ItemExporter &m_exporter;
    int m_rate = 1;
    int m_groupSize = 0;
    bool m_isDirect = true; ///< the admitted operation stands for itself only
    std::vector<TelemetryItem> m_held;
};

} // namespace qd::lab
