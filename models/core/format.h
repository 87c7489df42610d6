#pragma once

#include "clock.h"

#include <QString>

/// Numbers, durations, money and ages as people read them (house rules: 4 significant digits, unit after a thin space,
/// fixed C locale grouping with narrow spaces). Pure functions, any thread.
namespace qd::format {

QString number(double value);                       ///< "1 234 567", "12.35", "0.004213"
QString compact(double value);                      ///< tokens and counts in tables: "18.2k", "3.4M"
QString percent(double ratio, int decimals);        ///< 0.99953, 2 -> "99.95 %"
int percentDecimals(double objective);              ///< as many nines as the objective has, at least 2: 0.999 -> 2, 0.9995 -> 3
QString duration(Microseconds value);               ///< "830 us", "42 ms", "3.05 s", "2m10s", "50 h", "12 d"
QString money(double amount, const QString &currency = QStringLiteral("USD")); ///< "$0.000134", "$412.60"
QString burn(double rate);                          ///< "14.4×"
QString age(Microseconds value);                    ///< "4 s", "11 m", "2 h", "3 d"
QString timestamp(Instant at);                      ///< "2026-11-21 13:34:05Z"

} // namespace qd::format
