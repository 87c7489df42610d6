#include "ingestion/otlp/deltatracker.h"

#include <algorithm>

namespace qd::lab {

namespace {

MetricPeriod wholePoint(const OtlpPoint &point)
{
    const double mean = point.count > 0 ? point.sum / static_cast<double>(point.count) : 0;
    const double otherwise = point.type == OtlpPoint::Type::Distribution ? mean : point.sum;
    return {.sum = point.sum, .min = point.min.value_or(otherwise), .max = point.max.value_or(otherwise), .count = point.count};
}

/// A repeated report that says nothing new; a distribution of nothing says nothing in any case.
bool isEmpty(const OtlpPoint &point, const MetricPeriod &period, bool isRepeated)
{
    return point.type == OtlpPoint::Type::Distribution ? period.count == 0 : isRepeated && period.sum == 0;
}

/// The least and the greatest value that the period can hold, as far as a running total tells: by the buckets that grew, or
/// the mean.
void boundByBuckets(const OtlpPoint &point, const std::vector<std::uint64_t> &before, MetricPeriod &period)
{
    const double mean = period.sum / static_cast<double>(period.count);
    period.min = period.max = mean;
    if (before.size() != point.buckets.size() || point.buckets.size() != point.bounds.size() + 1)
        return;
    const auto grew = [&](size_t i) { return point.buckets[i] > before[i]; };
    for (size_t i = 0; i < point.buckets.size(); ++i) {
        if (!grew(i))
            continue;
        const double low = i == 0 ? point.min.value_or(mean) : point.bounds[i - 1];
        const double high = i == point.bounds.size() ? point.max.value_or(mean) : point.bounds[i];
        period.min = std::min(period.min, std::max(low, point.min.value_or(low)));
        period.max = std::max(period.max, std::min(high, point.max.value_or(high)));
    }
}

/// What was added to `period` since the report `before`.
void subtract(const OtlpPoint &point, double sumBefore, std::uint64_t countBefore, const std::vector<std::uint64_t> &bucketsBefore,
              MetricPeriod &period)
{
    period.sum = point.sum - sumBefore;
    period.count = point.type == OtlpPoint::Type::Sum ? 1 : point.count - countBefore;
    if (period.count > 0 && point.type == OtlpPoint::Type::Distribution)
        boundByBuckets(point, bucketsBefore, period);
    else
        period.min = period.max = period.sum;
}

} // namespace

DeltaTracker::Update::~Update()
{
    for (auto changed = m_before.rbegin(); changed != m_before.rend(); ++changed)
        if (changed->second)
            m_tracker.m_series[changed->first] = std::move(*changed->second);
        else
            m_tracker.m_series.erase(changed->first);
}

/// Remembers the point and answers what was remembered before. A full memory forgets everything: the series in use are back
/// with their next report.
std::optional<DeltaTracker::Series> DeltaTracker::Update::replace(const std::string &series, const OtlpPoint &point)
{
    if (m_tracker.m_series.size() >= m_tracker.m_maxSeries && !m_tracker.m_series.contains(series))
        m_tracker.m_series.clear();
    const auto [place, isNew] = m_tracker.m_series.try_emplace(series);
    std::optional<Series> before = isNew ? std::nullopt : std::optional(std::move(place->second));
    place->second = {.start = point.start, .sum = point.sum, .count = point.count, .buckets = point.isCumulative ? point.buckets : std::vector<std::uint64_t>()};
    m_before.emplace_back(series, before);
    return before;
}

/// A report that starts where the last one did tells the same period again and further. A total that fell was restarted by
/// a sender that does not say so.
std::optional<MetricPeriod> DeltaTracker::Update::take(const std::string &series, const OtlpPoint &point)
{
    const bool isLevel = point.type == OtlpPoint::Type::Gauge || (point.type == OtlpPoint::Type::Sum && point.isCumulative && !point.isMonotonic);
    MetricPeriod period = wholePoint(point);
    if (isLevel || (!point.isCumulative && point.start == 0))
        return isEmpty(point, period, false) ? std::nullopt : std::optional(period);
    const std::optional<Series> before = replace(series, point);
    const bool fell = before && (point.type == OtlpPoint::Type::Sum ? point.sum < before->sum && point.isMonotonic : point.count < before->count);
    const bool isRepeated = before && before->start == point.start && !fell;
    if (isRepeated)
        subtract(point, before->sum, before->count, before->buckets, period);
    const bool isForeign = !before && point.isCumulative && point.start < m_tracker.m_since;
    return isForeign || isEmpty(point, period, isRepeated) ? std::nullopt : std::optional(period);
}

} // namespace qd::lab
