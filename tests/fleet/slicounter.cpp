#include "slicounter.h"

#include <algorithm>

namespace qd::test {

namespace {

constexpr Seconds slotSpan{15};

/// The budget per event, in the units of `bad`: allowed bad share, or allowed mean.
constexpr std::array<double, sliCount> allowance{0.01, 0.01, 0.05, 0.10, 0.05, 0.001, 1.0, 0.05};

std::string property(const lab::TelemetryItem &item, const char *key)
{
    for (const auto &[name, value] : item.properties) {
        if (name == key)
            return value;
    }
    return {};
}

} // namespace

const char *sliName(Sli sli)
{
    constexpr std::array<const char *, sliCount> names{"task-success", "tool-success", "cost-per-task", "repair-retries",
                                                       "turn-latency", "gateway-availability", "groundedness", "model-errors"};
    return names[static_cast<size_t>(sli)];
}

SliCounter::SliCounter(Instant start, Instant end) : m_start(start), m_end(end), m_windowEnd(end)
{
    for (auto &slotList : m_slots)
        slotList.resize(static_cast<size_t>((end - start) / slotSpan) + 1);
}

Result<void> SliCounter::accept(std::vector<lab::TelemetryItem> items)
{
    for (const lab::TelemetryItem &item : items)
        take(item);
    return {};
}

void SliCounter::take(const lab::TelemetryItem &item)
{
    ++m_rows;
    ++m_rowsByKind[static_cast<size_t>(item.kind)];
    if (item.kind == lab::ItemKind::Metric)
        takeMetric(item);
    else if (item.kind == lab::ItemKind::Request && item.name == "POST /chat")
        takeRequest(item);
    else if (item.kind == lab::ItemKind::Event && item.name == "gen_ai.evaluation.result")
        takeEvent(item);
}

void SliCounter::takeMetric(const lab::TelemetryItem &item)
{
    if (item.name == "agent.task.count") {
        const std::string outcome = property(item, "outcome");
        if (outcome != "blocked")
            add(Sli::TaskSuccess, item.time, outcome == "completed" ? 0 : item.metricSum, item.metricSum);
        add(Sli::RepairRetries, item.time, 0, item.metricSum);
    } else if (item.name == "agent.tool.calls") {
        add(Sli::ToolSuccess, item.time, property(item, "outcome") == "ok" ? 0 : item.metricSum, item.metricSum);
    } else if (item.name == "agent.task.cost") {
        add(Sli::CostPerTask, item.time, item.metricSum, item.metricCount);
    } else if (item.name == "agent.repair.attempts") {
        add(Sli::RepairRetries, item.time, item.metricSum, 0);
    } else if (item.name == "agent.llm.duration") {
        add(Sli::ModelErrors, item.time, 0, item.metricCount);
    } else if (item.name == "agent.llm.errors") {
        add(Sli::ModelErrors, item.time, item.metricSum, 0);
    }
}

void SliCounter::takeRequest(const lab::TelemetryItem &item)
{
    constexpr double latencyTargetMs = 5000;
    add(Sli::TurnLatency, item.time, item.durationMs > latencyTargetMs ? item.itemCount : 0, item.itemCount);
    add(Sli::GatewayAvailability, item.time, item.resultCode.front() == '5' ? item.itemCount : 0, item.itemCount);
}

void SliCounter::takeEvent(const lab::TelemetryItem &item)
{
    constexpr double bestScore = 5;
    const double score = std::stod(property(item, "gen_ai.evaluation.score.value"));
    add(Sli::Groundedness, item.time, (bestScore - score) * item.itemCount, item.itemCount);
}

void SliCounter::add(Sli sli, Instant at, double bad, double total)
{
    if (at <= m_start || at > m_end)
        return;
    Spend &slot = m_slots[static_cast<size_t>(sli)][static_cast<size_t>((at - m_start - Microseconds(1)) / slotSpan)];
    slot.bad += bad;
    slot.total += total;
}

SliCounter::Spend SliCounter::sum(Sli sli, std::chrono::minutes window) const
{
    const auto &slotList = m_slots[static_cast<size_t>(sli)];
    const auto last = static_cast<size_t>((m_windowEnd - m_start) / slotSpan);
    const auto wanted = std::min(last, static_cast<size_t>(window / slotSpan));
    Spend sum;
    for (size_t i = last - wanted; i < last; ++i) {
        sum.bad += slotList[i].bad;
        sum.total += slotList[i].total;
    }
    return sum;
}

double SliCounter::burn(Sli sli, std::chrono::minutes window) const
{
    const Spend spend = sum(sli, window);
    return spend.total > 0 ? spend.bad / spend.total / allowance[static_cast<size_t>(sli)] : -1;
}

double SliCounter::events(Sli sli, std::chrono::minutes window) const { return sum(sli, window).total; }

double SliCounter::budgetLeft(Sli sli) const { return 1 - burn(sli, std::chrono::hours(24 * 366)); }

double SliCounter::serverErrors(std::chrono::minutes window) const { return sum(Sli::GatewayAvailability, window).bad; }

} // namespace qd::test
