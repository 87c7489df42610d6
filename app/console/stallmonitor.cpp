#include "stallmonitor.h"

#include "log.h"

#include <algorithm>

namespace qd {

StallMonitor::StallMonitor(QObject *parent) : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(period);
    connect(&m_timer, &QTimer::timeout, this, &StallMonitor::tick);
}

void StallMonitor::start()
{
    m_worst = {};
    m_count = 0;
    m_since.start();
    m_timer.start();
}

void StallMonitor::tick()
{
    const auto late = std::chrono::milliseconds(m_since.restart()) - period;
    m_worst = std::max(m_worst, late);
    if (late <= threshold)
        return;
    ++m_count;
    log::warning(log::ui, QStringLiteral("event loop held for %1 ms").arg(late.count()));
}

} // namespace qd
