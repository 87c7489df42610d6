#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace qd::lab {

/// A series of numbers; NaN stands where there is none. Pure functions, any thread; time n log n at most.
using SeriesValues = std::vector<double>;

/// The p-th percentile (0 to 100), between neighbours by their distance; NaN values do not count. NaN for an empty series.
double seriesPercentile(const SeriesValues &values, double percentile);
double seriesMedian(const SeriesValues &values);

struct SeriesLine {
    double slope = 0;
    double start = 0; ///< at index 0
    double rsquare = 1;
    double variance = 0;  ///< of the values
    double rvariance = 0; ///< of what the line leaves
};
/// Least squares over the values from `first` up to `last`, indices counted from 0.
SeriesLine seriesLine(const SeriesValues &values, size_t first, size_t last);

/// A period in values and how well the series repeats with it: its autocorrelation there, 0 to 1.
struct SeriesPeriod {
    size_t length = 0;
    double score = 0;
};
/// The periods of at least `shortest` and at most `longest` values (and half the series), best first. A period counts
/// when the autocorrelation of the series without its line peaks there; of a period and its multiples the shortest is
/// kept unless a longer one is better by a twentieth. The service does not publish its own method.
std::vector<SeriesPeriod> seriesPeriods(const SeriesValues &values, size_t shortest, size_t longest);

enum class SeriesTrend { None, Average, Line };

struct DecomposeOptions {
    int seasonality = -1; ///< -1: found; 0: none; otherwise the period
    SeriesTrend trend = SeriesTrend::Average;
    size_t testPoints = 0; ///< at the end, not learned from
    double threshold = 0.6; ///< least score of a period that is found
};
struct Decomposition {
    SeriesValues baseline; ///< seasonal + trend
    SeriesValues seasonal;
    SeriesValues trend;
    SeriesValues residual; ///< the series without the baseline
};
/// As documented: the season is the median of the values of one phase, the trend is taken from what is left.
Decomposition decomposeSeries(const SeriesValues &values, const DecomposeOptions &options);
/// The season alone: the median of every phase, or zeros when `period` is 0.
SeriesValues seasonOf(const SeriesValues &values, size_t period, size_t learned);

/// Tukey's fences: how far a value lies outside the percentiles, in units of their distance; negative below, 0 inside.
/// For other percentiles than the quartiles the unit is stretched so that 1.5 means the same in a normal distribution:
/// the service does not say how it does it, but its documented examples come out so.
SeriesValues outlierScores(const SeriesValues &values, double lowPercentile, double highPercentile);

} // namespace qd::lab
