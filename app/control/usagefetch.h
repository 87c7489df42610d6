#pragma once

#include "azuremonitor/monitorconnector.h"
#include "cost/usagequery.h"
#include "slosettings.h"

#include <QObject>

#include <array>

namespace qd {

/// Fetches what a chargeback is made of by four queries at once: of one span, or nothing at all. GUI thread.
class UsageFetch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UsageFetch)

public:
    /// `monitor` is borrowed.
    UsageFetch(MonitorConnector &monitor, SloSettings settings, QObject *parent = nullptr);
    ~UsageFetch() override;

    /// Gives up what is under way.
    void start(TimeSpanRange span);
    void abandon();
    [[nodiscard]] bool isRunning() const { return m_pending > 0; }

signals:
    /// The four replies, all good; or the first error.
    void fetched(const qd::UsageReport &report, qd::TimeSpanRange span);
    void failed(const qd::Error &error);

private:
    void receive(size_t part, quint64 generation, const Result<MonitorReply> &reply);
    [[nodiscard]] Result<void> read(size_t part, const Table &table);
    void fail(const Error &error);

    MonitorConnector &m_monitor;
    const SloSettings m_settings;
    UsageReport m_report;
    TimeSpanRange m_span;
    std::array<Call, 4> m_calls;
    quint64 m_generation = 0;
    int m_pending = 0;
};

} // namespace qd
