#include "fleet/itemexporter.h"

#include "log.h"

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
    const size_t count = m_batch.size();
    const Result<void> taken = m_sink.accept(std::exchange(m_batch, {}));
    m_batch.reserve(exportBatchSize);
    if (taken)
        noteTaken(count);
    else
        noteLost(count, taken.error());
}

void ItemExporter::noteTaken(size_t count)
{
    m_delivered += count;
    if (const uint64_t lost = std::exchange(m_lost, 0); lost > 0)
        log::warning(log::lab, QStringLiteral("the fleet's telemetry is stored again; %1 items were lost").arg(lost));
}

void ItemExporter::noteLost(size_t count, const Error &error)
{
    if (m_lost == 0)
        log::error(log::lab, QStringLiteral("the fleet's telemetry is being lost: %1 %2").arg(error.message, error.detail));
    m_lost += count;
}

} // namespace qd::lab
