#include "shell/livestatus.h"

#include "format.h"

#include <QCoreApplication>
#include <QStringList>

namespace qd {

namespace {

QString liveWords(const char *text) { return QCoreApplication::translate("LiveStatus", text); }

QString modeText(const LiveStatus &status)
{
    switch (status.mode) {
    case LiveStatus::Mode::Connecting:
        return liveWords("CONNECTING");
    case LiveStatus::Mode::Live:
        return liveWords("LIVE %1").arg(format::duration(status.interval));
    case LiveStatus::Mode::Frozen:
        return liveWords("FROZEN (%1 waiting)").arg(status.waiting);
    case LiveStatus::Mode::CatchingUp:
        return liveWords("CATCHING UP");
    case LiveStatus::Mode::Offline:
        return liveWords("OFFLINE");
    case LiveStatus::Mode::Failing:
        return liveWords("FAILING");
    case LiveStatus::Mode::Absolute:
        return liveWords("ABSOLUTE, not live");
    }
    return {};
}

} // namespace

QString liveStatusText(const LiveStatus &status)
{
    QStringList parts{modeText(status)};
    if (status.age) {
        const bool isOld = status.mode == LiveStatus::Mode::Offline || status.mode == LiveStatus::Mode::Failing || isLate(status);
        parts.append((isOld ? liveWords("age %1") : liveWords("fresh %1")).arg(format::age(*status.age)));
    }
    if (status.lag)
        parts.append(liveWords("lag %1").arg(format::duration(std::chrono::round<Seconds>(*status.lag))));
    return parts.join(QStringLiteral(" · "));
}

bool isLate(const LiveStatus &status)
{
    return status.mode == LiveStatus::Mode::Live && status.age && *status.age > 2 * status.interval;
}

} // namespace qd
