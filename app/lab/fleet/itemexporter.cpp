#include "fleet/itemexporter.h"

namespace qd::lab {

namespace {

/// Large enough that a database appends in bulk, small enough to stay in the cache of the next level.
constexpr size_t exportBatchSize = 4096;

} // namespace

void ItemExporter::send(TelemetryItem item, Instant at)
{
    if (m_ingestion.isStopped)
        return;
    if (m_ingestion.delay > Microseconds(0) || !m_delayed.empty())
        m_delayed.push_back({at + m_ingestion.delay, std::move(item)});
    else
        deliver(std::move(item));
}

void ItemExporter::flush(Instant now)
{
    while (!m_delayed.empty() && m_delayed.front().due <= now) {
        deliver(std::move(m_delayed.front().item));
        m_delayed.pop_front();
    }
    handOver();
}

void ItemExporter::deliver(TelemetryItem item)
{
    m_batch.push_back(std::move(item));
    if (m_batch.size() >= exportBatchSize)
        handOver();
}

void ItemExporter::handOver()
{
    if (m_batch.empty())
        return;
    m_delivered += m_batch.size();
    m_sink.accept(std::exchange(m_batch, {}));
    m_batch.reserve(exportBatchSize);
}

} // namespace qd::lab
