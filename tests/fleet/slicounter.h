#pragma once

#include "clock.h"
#include "telemetry/item.h"

#include <array>
#include <chrono>
#include <string>
#include <vector>

namespace qd::test {

/// The eight objectives, in the order of the wall's definition file.
enum class Sli {
    TaskSuccess, ToolSuccess, CostPerTask, RepairRetries, TurnLatency, GatewayAvailability, Groundedness, ModelErrors
};
constexpr size_t sliCount = 8;
[[nodiscard]] const char *sliName(Sli sli);

/// Computes burn rates straight from emitted telemetry, without any query: sums what spends each error budget in slots
/// of 15 s, then over windows that end at a slot's end. One thread.
class SliCounter final : public lab::TelemetrySink
{
public:
    SliCounter(Instant start, Instant end);

    Result<void> accept(std::vector<lab::TelemetryItem> items) override;

    /// Where the windows end from now on; at first `end`.
    void setWindowEnd(Instant at) { m_windowEnd = at; }
    /// Burn rate over the window; 1 spends exactly the budget. -1 without events.
    [[nodiscard]] double burn(Sli sli, std::chrono::minutes window) const;
    [[nodiscard]] double events(Sli sli, std::chrono::minutes window) const;
    /// Over everything up to the windows' end.
    [[nodiscard]] double budgetLeft(Sli sli) const;
    /// POST /chat requests with 5xx in the window, weighted.
    [[nodiscard]] double serverErrors(std::chrono::minutes window) const;

    [[nodiscard]] size_t rows() const { return m_rows; }
    [[nodiscard]] const std::array<size_t, 7> &rowsByKind() const { return m_rowsByKind; }

private:
    struct Spend {
        double bad = 0;
        double total = 0;
    };

    void take(const lab::TelemetryItem &item);
    void takeMetric(const lab::TelemetryItem &item);
    void takeRequest(const lab::TelemetryItem &item);
    void takeEvent(const lab::TelemetryItem &item);
    void add(Sli sli, Instant at, double bad, double total);
    [[nodiscard]] Spend sum(Sli sli, std::chrono::minutes window) const;

    Instant m_start;
    Instant m_end;
    Instant m_windowEnd;
    size_t m_rows = 0;
    std::array<size_t, 7> m_rowsByKind{};
    std::array<std::vector<Spend>, sliCount> m_slots;
};

} // namespace qd::test
