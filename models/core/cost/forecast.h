#pragma once

#include "cost/chargeback.h"
#include "slo/slotile.h"

#include <vector>

namespace qd {

/// Where a month's spend goes. Amounts are in the currency of the days that were given.
struct SpendForecast {
    std::vector<SliPoint> spent;      ///< cumulative from the month's first day to now: a point at the end of every day
    std::vector<SliPoint> expected;   ///< cumulative from now to the month's end
    std::optional<double> monthEnd;   ///< expected at the month's end; nothing when too little is known
    std::optional<Instant> runOut;    ///< when the budget is gone, past or expected; nothing: not this month
    int daysUsed = 0;                 ///< whole days behind the trend
    bool hasWeekdayShape = false;     ///< two weeks were there to tell the days of the week apart
    bool operator==(const SpendForecast &) const = default;
};

/// `days` are whole days and today, oldest first, and reach back before the month when they can; today ends at `now`.
///
/// The whole days of the last four weeks give each weekday its share of the mean (from 14 days on); the last 14, freed
/// from that shape, give a straight line by least squares. A day's forecast is the line times its weekday's share, never
/// under 0 nor over twice the dearest day seen. What is left of today is its share of the day that is left.
/// Without whole days, today's rate goes on; before two hours of data there is no forecast.
SpendForecast forecastSpend(const QList<DailySpend> &days, Instant now, std::optional<Money> budget);

/// First moment of the month that `at` is in, and of the next one.
Instant monthStart(Instant at);
Instant nextMonthStart(Instant at);

} // namespace qd
