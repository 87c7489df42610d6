#include "fleet/tracesampler.h"

namespace qd::lab {

void TraceSampler::setRate(int rate, Instant at)
{
    closeGroup(at);
    m_rate = rate;
}

bool TraceSampler::admit(const TaskRun &run)
{
    m_isDirect = m_rate <= 1 || run.resultCode >= 500;
    return m_isDirect || m_groupSize++ == 0;
}

void TraceSampler::keep(std::vector<TelemetryItem> items, Instant at)
{
    if (!m_isDirect) {
        m_held = std::move(items);
        return;
    }
    for (TelemetryItem &item : items)
        m_exporter.send(std::move(item), at);
}

void TraceSampler::settle(Instant at)
{
    if (m_groupSize >= m_rate)
        closeGroup(at);
}

void TraceSampler::closeGroup(Instant at)
{
    for (TelemetryItem &item : m_held) {
        item.itemCount = m_groupSize;
        m_exporter.send(std::move(item), at);
    }
    m_held.clear();
    m_groupSize = 0;
}

} // namespace qd::lab
