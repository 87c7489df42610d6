#pragma once

#include "slo/slodefinition.h"
#include "timerange.h"

#include <vector>

namespace qd {

/// One look-back window of an SLO that ends at the end of the range. Windows are nested; the age bands of a query are
/// the differences between neighbours.
struct SliWindow {
    std::chrono::minutes label{0}; ///< names the band in replies; the window's length, except for calendar windows
    Instant from;
    bool isCalendar = false;       ///< starts with the calendar month, so its length is no whole number of minutes
};

/// Every burn window, the last hour (to tell whether there is traffic) and the budget window, shortest first.
std::vector<SliWindow> sliWindows(const SloDefinition &definition, Instant to);

/// The UTC month that `at` is in, half open.
TimeSpanRange calendarMonth(Instant at);

/// Where the budget window that ends at `to` starts.
Instant budgetWindowStart(const SloWindow &window, Instant to);

/// Step of a series: about 60 points over the span, in units that people read off an axis; whole days from 60 days up.
Seconds seriesStep(TimeSpanRange span);

/// The bin of `step` that `at` falls into. Bins are counted from 0001-01-01, as KQL's bin() does.
Instant binStart(Instant at, Seconds step);

} // namespace qd
