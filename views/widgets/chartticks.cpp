#include "widgets/chartticks.h"

#include <QLocale>

#include <array>
#include <cmath>

namespace qd {

namespace {

/// The next larger round step.
double ticksNextStep(double step)
{
    const double power = std::pow(10.0, std::floor(std::log10(step) + 1e-9));
    const double mantissa = step / power;
    for (const double candidate : {1.0, 2.0, 2.5, 5.0, 10.0}) {
        if (candidate > mantissa + 1e-9)
            return candidate * power;
    }
    return 20 * power;
}

double ticksFirstStep(double span, int maxTicks)
{
    return std::pow(10.0, std::floor(std::log10(span / maxTicks)));
}

constexpr qint64 ticksDay = 86'400;
constexpr std::array<qint64, 24> ticksSeconds{1,      2,      5,      10,     15,     20,     30,          60,           120,          300,           600,           900,
                                              1'800,  3'600,  7'200,  10'800, 21'600, 43'200, ticksDay,    2 * ticksDay, 5 * ticksDay, 7 * ticksDay,  10 * ticksDay, 30 * ticksDay};

/// Seconds between two labels.
qint64 ticksTimeStep(Microseconds span, int maxTicks)
{
    const double seconds = std::chrono::duration<double>(span).count();
    for (const qint64 step : ticksSeconds) {
        if (seconds / static_cast<double>(step) <= maxTicks - 0.01)
            return step;
    }
    return static_cast<qint64>(std::ceil(seconds / maxTicks / (30.0 * ticksDay))) * 30 * ticksDay;
}

QString ticksTimeLabel(Instant at, qint64 stepSeconds, bool isSeveralDays)
{
    const QDateTime time = toDateTime(at);
    const QLocale locale = QLocale::c();
    if (stepSeconds >= ticksDay)
        return locale.toString(time, QStringLiteral("d MMM"));
    if (stepSeconds < 60)
        return locale.toString(time, QStringLiteral("HH:mm:ss"));
    return locale.toString(time, isSeveralDays ? QStringLiteral("d MMM HH:mm") : QStringLiteral("HH:mm"));
}

} // namespace

ValueTicks niceTicks(double low, double high, int maxTicks)
{
    if (!std::isfinite(low) || !std::isfinite(high) || high < low)
        return {0, 1, {0, 1}};
    if (high - low < 1e-12 * std::max(1.0, std::abs(high))) {
        const double half = std::max(std::abs(high) * 0.1, 1e-6);
        low -= half;
        high += half;
    }
    for (double step = ticksFirstStep(high - low, maxTicks);; step = ticksNextStep(step)) {
        const double first = std::floor(low / step + 1e-9);
        const double last = std::ceil(high / step - 1e-9);
        if (last - first + 1 > maxTicks)
            continue;
        ValueTicks ticks{first * step, last * step, {}};
        for (double n = first; n <= last; ++n)
            ticks.at << n * step;
        return ticks;
    }
}

QList<TimeTick> timeTicks(Instant from, Instant to, int maxTicks)
{
    if (to <= from)
        return {};
    const qint64 seconds = ticksTimeStep(to - from, maxTicks);
    const Microseconds step = std::chrono::seconds(seconds);
    const Microseconds start = from.time_since_epoch();
    qint64 n = (start + step - Microseconds(1)) / step;
    QList<TimeTick> ticks;
    for (; Instant(n * step) <= to; ++n)
        ticks.append({Instant(n * step), ticksTimeLabel(Instant(n * step), seconds, to - from > std::chrono::hours(25))});
    return ticks;
}

} // namespace qd
