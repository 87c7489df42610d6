#pragma once

#include "gateway/gatewaycall.h"
#include "telemetry/item.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace qd::lab {

/// Tells of real calls through the gateway: a request row, a dependency row for the backend, rows for traces and metrics
/// of policies. Rows are stored by an own thread, so that no call waits for the database. Any thread.
class GatewayTelemetry
{
public:
    GatewayTelemetry(TelemetrySink &sink, std::string serviceName, std::string instrumentationKey);
    ~GatewayTelemetry();
    GatewayTelemetry(const GatewayTelemetry &) = delete;
    GatewayTelemetry &operator=(const GatewayTelemetry &) = delete;

    void record(const GatewayCall &call, Instant ended, double durationMs, int status);
    /// Stores what is waiting; returns when it is done.
    void flush();

private:
    [[nodiscard]] TelemetryItem itemOf(const GatewayCall &call, ItemKind kind, Instant at) const;
    void addMetrics(const GatewayCall &call, Instant ended, std::vector<TelemetryItem> &items) const;
    void add(std::vector<TelemetryItem> items);
    void work();

    TelemetrySink &m_sink;
    const std::string m_serviceName;
    const std::string m_instrumentationKey;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_stored;
    std::vector<TelemetryItem> m_waiting;
    bool m_isStoring = false;
    bool m_isEnding = false;
    std::thread m_thread;
};

} // namespace qd::lab
