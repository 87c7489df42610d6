#include "fleet/heartbeat.h"

#include "fleet/rng.h"

namespace qd::lab {

namespace {

constexpr std::chrono::minutes heartbeatPeriod{1};
/// Random streams of heartbeats, far from those of tasks.
constexpr uint64_t heartbeatStream = 1ULL << 62;

} // namespace

Heartbeat::Heartbeat(const Scenario &scenario, const FleetState &state, const ItemFactory &factory, Instant start,
                     uint64_t seed)
    : m_scenario(scenario)
    , m_state(state)
    , m_factory(factory)
    , m_next(std::chrono::ceil<std::chrono::minutes>(start))
    , m_seed(seed)
{
}

void Heartbeat::beat(ItemExporter &exporter)
{
    const auto minute = static_cast<uint64_t>(std::chrono::floor<std::chrono::minutes>(m_next.time_since_epoch()).count());
    uint64_t number = minute * 100;
    for (size_t slot = 0; slot < m_scenario.slotList.size(); ++slot) {
        for (int instance = 1; instance <= m_scenario.slotList[slot].instances; ++instance) {
            ++number;
            if ((minute + static_cast<uint64_t>(instance)) % static_cast<uint64_t>(m_rate) != 0)
                continue;
            sendHealth(exporter, slot, instance, number);
            sendEvent(exporter, slot, instance);
        }
    }
    m_next += heartbeatPeriod;
}

void Heartbeat::sendHealth(ItemExporter &exporter, size_t slot, int instance, uint64_t number)
{
    Rng rng(m_seed, heartbeatStream + number);
    const size_t build = m_state.buildOf(slot);
    const bool isOk = !rng.chance(m_scenario.builds[build].instanceErrorRate);
    TelemetryItem item = m_factory.instanceItem(ItemKind::Request, m_next, slot, instance, build);
    item.id = m_factory.looseId(number);
    item.operationId = m_factory.looseId(number) + m_factory.looseId(~number);
    item.operationName = item.name = "GET /health";
    item.url = m_scenario.url.substr(0, m_scenario.url.rfind('/')) + "/health";
    item.resultCode = isOk ? "200" : "503";
    item.success = isOk;
    item.durationMs = 2 * rng.spread(0.4);
    item.time -= Microseconds(static_cast<int64_t>(item.durationMs * 1000)); // it ends when it is sent
    item.properties = {{"route", "/health"}, {"slot", m_scenario.slotList[slot].name}};
    item.itemCount = m_rate;
    exporter.send(std::move(item), m_next);
}

void Heartbeat::sendEvent(ItemExporter &exporter, size_t slot, int instance)
{
    const size_t build = m_state.buildOf(slot);
    TelemetryItem item = m_factory.instanceItem(ItemKind::Event, m_next, slot, instance, build);
    item.name = "Heartbeat";
    item.properties = {{"slot", m_scenario.slotList[slot].name}, {"version", m_scenario.builds[build].version}};
    item.itemCount = m_rate;
    exporter.send(std::move(item), m_next);
}

} // namespace qd::lab
