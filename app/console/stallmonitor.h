#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace qd {

/// Watches the GUI thread's event loop: a short timer that comes late means that something held the loop. Logs every
/// stall over the threshold to qd.ui. Costs a wake-up each `period`, so it runs only when asked for.
class StallMonitor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StallMonitor)

public:
    static constexpr std::chrono::milliseconds period{5};
    static constexpr std::chrono::milliseconds threshold{50};

    explicit StallMonitor(QObject *parent = nullptr);

    void start();
    /// Keeps the figures.
    void stop() { m_timer.stop(); }
    /// Longest time the loop was held since start(), the timer's own period taken off.
    [[nodiscard]] std::chrono::milliseconds worst() const { return m_worst; }
    /// How many stalls were over the threshold since start().
    [[nodiscard]] int count() const { return m_count; }

private:
    void tick();

    QTimer m_timer;
    QElapsedTimer m_since;
    std::chrono::milliseconds m_worst{0};
    int m_count = 0;
};

} // namespace qd
