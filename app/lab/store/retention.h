#pragma once

#include "clock.h"
#include "result.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace qd::lab {

class DuckConnection;
class TelemetryStore;

/// How much telemetry is kept; nothing: no limit.
struct RetentionLimits {
    std::optional<std::chrono::hours> age;
    std::optional<std::uint64_t> bytes; ///< of the texts and numbers, as Azure bills them, not of the file
};

/// Deletes the oldest telemetry once a minute, on a thread of its own and an hour of telemetry at a time, so that nobody who
/// queries or sends waits for it. The store and the clock must outlive it.
class Retention
{
public:
    Retention(TelemetryStore &store, const Clock &clock, RetentionLimits limits);
    ~Retention();
    Retention(const Retention &) = delete;
    Retention &operator=(const Retention &) = delete;

    /// Deletes what is too old or too much at `now`; answers how many records. Any thread.
    Result<std::uint64_t> apply(Instant now);
    /// Begins to do so every minute, if there is a limit.
    void start();
    /// Ends the thread; a slice that is being deleted is finished. Idempotent.
    void stop();

private:
    void work();
    std::optional<Instant> cutOf(DuckConnection &connection, Instant now) const;
    Result<std::uint64_t> deleteBefore(DuckConnection &connection, const std::string &table, Instant cut);

    TelemetryStore &m_store;
    const Clock &m_clock;
    const RetentionLimits m_limits;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace qd::lab
