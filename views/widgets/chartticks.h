#pragma once

#include "clock.h"

#include <QList>
#include <QString>

namespace qd {

/// Where an axis starts, ends and is labelled.
struct ValueTicks {
    double low = 0;
    double high = 1;
    QList<double> at;
};

/// Round values (1, 2, 2.5 or 5 times a power of ten apart) that enclose [low, high] with at most `maxTicks` labels.
ValueTicks niceTicks(double low, double high, int maxTicks = 5);

/// One label of a time axis.
struct TimeTick {
    Instant at;
    QString label; ///< "13:40" or "21 Nov", UTC
};

/// Round UTC times inside [from, to], at most `maxTicks`.
QList<TimeTick> timeTicks(Instant from, Instant to, int maxTicks = 5);

} // namespace qd
