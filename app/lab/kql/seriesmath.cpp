#include "kql/seriesmath.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <numeric>

namespace qd::lab {

namespace {

constexpr double noNumber = std::numeric_limits<double>::quiet_NaN();

using ComplexSeries = std::vector<std::complex<double>>;

/// Cooley and Tukey's transform in place; the size is a power of two.
void transformSeries(ComplexSeries *data, bool back)
{
    ComplexSeries &a = *data;
    for (size_t i = 1, j = 0; i < a.size(); ++i) {
        size_t bit = a.size() >> 1;
        for (; (j & bit) != 0; bit >>= 1)
            j ^= bit;
        j ^= bit;
        if (i < j)
            std::swap(a[i], a[j]);
    }
    for (size_t length = 2; length <= a.size(); length <<= 1) {
        const double angle = 2 * std::numbers::pi / static_cast<double>(length) * (back ? 1 : -1);
        for (size_t k = 0; k < length / 2; ++k) {
            const auto turn = std::polar(1.0, angle * static_cast<double>(k));
            for (size_t i = k; i < a.size(); i += length) {
                const auto odd = a[i + length / 2] * turn;
                a[i + length / 2] = a[i] - odd;
                a[i] += odd;
            }
        }
    }
}

/// The series without its line, gaps at 0.
SeriesValues flattened(const SeriesValues &values)
{
    const SeriesLine line = seriesLine(values, 0, values.size());
    SeriesValues flat(values.size());
    for (size_t i = 0; i < values.size(); ++i)
        flat[i] = std::isnan(values[i]) ? 0 : values[i] - line.start - line.slope * static_cast<double>(i);
    return flat;
}

/// Autocorrelation at every distance up to half the series, by the theorem of Wiener and Khinchin; corrected for the
/// pairs that a distance has fewer of.
SeriesValues autocorrelation(const SeriesValues &values)
{
    size_t size = 1;
    while (size < values.size() * 2)
        size <<= 1;
    const SeriesValues flat = flattened(values);
    ComplexSeries data(size);
    std::ranges::copy(flat, data.begin());
    transformSeries(&data, false);
    for (auto &value : data)
        value = std::norm(value);
    transformSeries(&data, true);
    SeriesValues result(values.size() / 2 + 2, 0);
    const auto whole = static_cast<double>(values.size());
    const double energy = data[0].real();
    double square = 0;
    for (const double value : flat)
        square += value * value;
    const bool moves = energy > 0 && square > 1e-18 * whole;
    for (size_t i = 0; moves && i < result.size() && i < values.size(); ++i)
        result[i] = data[i].real() / energy * whole / (whole - static_cast<double>(i));
    return result;
}

bool isMultiple(size_t longer, size_t shorter)
{
    const size_t rest = longer % shorter;
    return std::min(rest, shorter - rest) <= std::max<size_t>(1, longer / shorter / 2);
}

/// What the learned part of a series says about its course.
SeriesValues trendOf(const SeriesValues &values, const SeriesValues &seasonal, SeriesTrend trend, size_t learned)
{
    SeriesValues rest(values.size());
    for (size_t i = 0; i < values.size(); ++i)
        rest[i] = values[i] - seasonal[i];
    SeriesValues result(values.size(), 0);
    if (trend == SeriesTrend::None || learned == 0)
        return result;
    const SeriesLine line = seriesLine(rest, 0, learned);
    for (size_t i = 0; i < values.size(); ++i)
        result[i] = line.start + line.slope * static_cast<double>(i);
    if (trend == SeriesTrend::Line)
        return result;
    const auto known = std::count_if(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(learned), [](double value) { return !std::isnan(value); });
    double sum = 0;
    for (size_t i = 0; i < learned; ++i)
        sum += std::isnan(rest[i]) ? 0 : rest[i];
    std::ranges::fill(result, known > 0 ? sum / static_cast<double>(known) : 0);
    return result;
}

/// Where the normal distribution has so much below it.
double normalQuantile(double percentile)
{
    double low = -6;
    double high = 6;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (50 * std::erfc(-middle / std::numbers::sqrt2) < percentile ? low : high) = middle;
    }
    return low;
}

} // namespace

double seriesPercentile(const SeriesValues &values, double percentile)
{
    SeriesValues sorted;
    std::ranges::copy_if(values, std::back_inserter(sorted), [](double value) { return !std::isnan(value); });
    if (sorted.empty())
        return noNumber;
    const double at = percentile / 100 * static_cast<double>(sorted.size() - 1);
    const auto lower = static_cast<size_t>(at);
    const auto begin = sorted.begin() + static_cast<std::ptrdiff_t>(lower);
    std::ranges::nth_element(sorted, begin);
    if (lower + 1 >= sorted.size())
        return *begin;
    return *begin + (at - static_cast<double>(lower)) * (*std::min_element(begin + 1, sorted.end()) - *begin);
}

double seriesMedian(const SeriesValues &values) { return seriesPercentile(values, 50); }

SeriesLine seriesLine(const SeriesValues &values, size_t first, size_t last)
{
    double count = 0;
    double sumX = 0;
    double sumY = 0;
    for (size_t i = first; i < last; ++i) {
        if (std::isnan(values[i]))
            continue;
        ++count;
        sumX += static_cast<double>(i);
        sumY += values[i];
    }
    SeriesLine line;
    if (count == 0)
        return line;
    const double meanX = sumX / count;
    const double meanY = sumY / count;
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (size_t i = first; i < last; ++i) {
        if (std::isnan(values[i]))
            continue;
        const double x = static_cast<double>(i) - meanX;
        xx += x * x;
        xy += x * (values[i] - meanY);
        yy += (values[i] - meanY) * (values[i] - meanY);
    }
    line.slope = xx > 0 ? xy / xx : 0;
    line.start = meanY - line.slope * meanX;
    const double rest = std::max(0.0, yy - line.slope * xy);
    line.rsquare = yy > 0 ? 1 - rest / yy : 1;
    line.variance = count > 1 ? yy / (count - 1) : 0;
    line.rvariance = count > 1 ? rest / (count - 1) : 0;
    return line;
}

std::vector<SeriesPeriod> seriesPeriods(const SeriesValues &values, size_t shortest, size_t longest)
{
    const size_t last = std::min(longest, values.size() / 2);
    std::vector<SeriesPeriod> peaks;
    if (last < shortest || shortest < 2)
        return peaks;
    const SeriesValues scores = autocorrelation(values);
    for (size_t i = shortest; i <= last; ++i)
        if (scores[i] > 0 && scores[i] >= scores[i - 1] && scores[i] >= scores[i + 1])
            peaks.push_back({i, std::min(1.0, scores[i])});
    std::ranges::stable_sort(peaks, std::greater<>(), &SeriesPeriod::score);
    peaks.resize(std::min<size_t>(peaks.size(), 64));
    std::vector<SeriesPeriod> kept;
    for (const SeriesPeriod &peak : peaks) {
        SeriesPeriod best = peak;
        for (const SeriesPeriod &other : peaks)
            if (other.length < best.length && isMultiple(peak.length, other.length) && other.score >= 0.95 * peak.score)
                best = other;
        const auto same = [&best](const SeriesPeriod &one) { return isMultiple(std::max(best.length, one.length), std::min(best.length, one.length)) && one.score >= best.score * 0.95; };
        if (std::ranges::none_of(kept, same))
            kept.push_back(best);
    }
    return kept;
}

SeriesValues seasonOf(const SeriesValues &values, size_t period, size_t learned)
{
    SeriesValues season(values.size(), 0);
    if (period == 0)
        return season;
    for (size_t phase = 0; phase < std::min(period, values.size()); ++phase) {
        SeriesValues same;
        for (size_t i = phase; i < learned; i += period)
            same.push_back(values[i]);
        const double median = seriesMedian(same);
        for (size_t i = phase; i < values.size(); i += period)
            season[i] = std::isnan(median) ? 0 : median;
    }
    return season;
}

Decomposition decomposeSeries(const SeriesValues &values, const DecomposeOptions &options)
{
    const size_t learned = values.size() - std::min(values.size(), options.testPoints);
    size_t period = static_cast<size_t>(std::max(0, options.seasonality));
    if (options.seasonality < 0) {
        const SeriesValues known(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(learned));
        const auto periods = seriesPeriods(known, 4, known.size());
        period = periods.empty() || periods.front().score < options.threshold ? 0 : periods.front().length;
    }
    Decomposition parts;
    parts.seasonal = seasonOf(values, period, learned);
    parts.trend = trendOf(values, parts.seasonal, options.trend, learned);
    for (size_t i = 0; i < values.size(); ++i) {
        parts.baseline.push_back(parts.seasonal[i] + parts.trend[i]);
        parts.residual.push_back(values[i] - parts.baseline[i]);
    }
    return parts;
}

SeriesValues outlierScores(const SeriesValues &values, double lowPercentile, double highPercentile)
{
    const double low = seriesPercentile(values, lowPercentile);
    const double high = seriesPercentile(values, highPercentile);
    const double range = high - low;
    // Without any spread a difference counts when it is more than rounding.
    const double unit = range > 0 ? range : std::max(1e-9 * std::max(std::abs(low), std::abs(high)), 1e-12);
    const bool quartiles = lowPercentile == 25 && highPercentile == 75;
    const double lowNormal = normalQuantile(lowPercentile);
    const double highNormal = normalQuantile(highPercentile);
    const double fence = 4 * normalQuantile(75); // Tukey's, 1.5 distances beyond the quartiles
    const double up = (quartiles ? 1 : 1.5 * (highNormal - lowNormal) / (fence - highNormal)) / unit;
    const double down = (quartiles ? 1 : 1.5 * (highNormal - lowNormal) / (fence + lowNormal)) / unit;
    SeriesValues scores;
    for (const double value : values)
        scores.push_back(value > high ? (value - high) * up : value < low ? (value - low) * down : 0);
    return scores;
}

} // namespace qd::lab
