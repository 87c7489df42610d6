#include "http/timers.h"

#include <QTimer>

namespace qd {

Microseconds SystemTimers::monotonic() const
{
    return std::chrono::duration_cast<Microseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

void SystemTimers::after(Milliseconds delay, QObject *context, std::function<void()> action)
{
    QTimer::singleShot(delay, context, std::move(action));
}

} // namespace qd
