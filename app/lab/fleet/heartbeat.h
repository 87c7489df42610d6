#pragma once

#include "clock.h"
#include "fleet/fleetstate.h"
#include "fleet/itemexporter.h"
#include "fleet/itemfactory.h"
#include "fleet/scenario.h"

#include <cstdint>

namespace qd::lab {

/// What every instance sends with or without traffic, once a minute: a probed GET /health and a Heartbeat event, by
/// which a quiet source is told from a dead one. Sampled, one in `rate` is sent. Borrows everything.
class Heartbeat
{
public:
    Heartbeat(const Scenario &scenario, const FleetState &state, const ItemFactory &factory, Instant start, uint64_t seed);

    void setRate(int rate) { m_rate = rate; }
    [[nodiscard]] Instant next() const { return m_next; }
    /// Sends the beat that is due at next() and moves on.
    void beat(ItemExporter &exporter);

private:
    void sendHealth(ItemExporter &exporter, size_t slot, int instance, uint64_t number);
    void sendEvent(ItemExporter &exporter, size_t slot, int instance);

    const Scenario &m_scenario;
    const FleetState &m_state;
    const ItemFactory &m_factory;
    Instant m_next;
    uint64_t m_seed;
    int m_rate = 1;
};

} // namespace qd::lab
