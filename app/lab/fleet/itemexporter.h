#pragma once

#include "clock.h"
#include "fleet/scenario.h"
#include "telemetry/item.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace qd::lab {

/// The way of telemetry into the sink: batches it, and drops or delays it while ingestion is disturbed. A batch that the
/// sink cannot take is lost; the log tells when losing begins and ends. Borrows the sink. One thread at a time.
class ItemExporter
{
public:
    explicit ItemExporter(TelemetrySink &sink) : m_sink(sink) {}

    void setIngestion(IngestionChange ingestion) { m_ingestion = ingestion; }
    /// `at`: the simulated time of sending, not earlier than before.
    void send(TelemetryItem item, Instant at);
    /// Delivers what is due by `now` and hands the batch over.
    void flush(Instant now);
    /// Items that the sink has taken so far.
    [[nodiscard]] uint64_t delivered() const { return m_delivered; }

private:
    struct Delayed {
        Instant due;
        TelemetryItem item;
    };

    void deliver(TelemetryItem item);
    void handOver();
    void noteTaken(size_t count);
    void noteLost(size_t count, const Error &error);

    TelemetrySink &m_sink;
    IngestionChange m_ingestion;
    std::deque<Delayed> m_delayed;
    std::vector<TelemetryItem> m_batch;
    uint64_t m_delivered = 0;
    uint64_t m_lost = 0; ///< since the sink last took a batch
};

} // namespace qd::lab
