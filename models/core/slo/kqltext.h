#pragma once

#include "clock.h"

#include <QString>

/// KQL literals. Equal values give equal text, so that equal queries can share a reply. Pure, any thread.
namespace qd::kqltext {

QString dateTime(Instant at);       ///< datetime(2026-11-21T12:00:00.0000000Z): UTC, always seven digits
QString timeSpan(Seconds span);     ///< 1m, 90s, 6h, 2d: the largest unit that divides it
QString real(double value);         ///< the shortest decimal text that reads back as the same number
QString dynamicField(const QString &bag, const QString &key); ///< tostring(customDimensions["outcome"])

} // namespace qd::kqltext
