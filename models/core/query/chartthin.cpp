#include "query/chartthin.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace qd::query {

void sortPoints(ChartSeries &series)
{
    if (std::ranges::is_sorted(series.x))
        return;
    std::vector<size_t> order(series.x.size());
    for (size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::ranges::stable_sort(order, {}, [&series](size_t i) { return series.x[i]; });
    ChartSeries sorted{.name = series.name};
    for (size_t to = 0; to < order.size(); ++to) {
        sorted.x.push_back(series.x[order[to]]);
        sorted.y.push_back(series.y[order[to]]);
        if (std::ranges::find(series.anomalies, order[to]) != series.anomalies.end())
            sorted.anomalies.push_back(to);
    }
    series = std::move(sorted);
}

bool thinOut(ChartSeries &series, size_t most)
{
    if (series.x.size() <= most)
        return false;
    const size_t stretch = (series.x.size() * 2 + most - 1) / most;
    ChartSeries thin{.name = series.name};
    auto mark = series.anomalies.cbegin();
    for (size_t from = 0; from < series.x.size(); from += stretch) {
        std::vector<size_t> kept;
        const size_t to = std::min(from + stretch, series.x.size());
        size_t least = from, largest = from;
        for (size_t i = from; i < to; ++i) {
            if (series.y[i] < series.y[least] || std::isnan(series.y[least]))
                least = i;
            if (series.y[i] > series.y[largest] || std::isnan(series.y[largest]))
                largest = i;
        }
        kept = {std::min(least, largest), std::max(least, largest)};
        for (; mark != series.anomalies.cend() && *mark < to; ++mark)
            kept.push_back(*mark);
        std::ranges::sort(kept);
        kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
        for (const size_t i : kept) {
            if (std::ranges::binary_search(series.anomalies, i))
                thin.anomalies.push_back(thin.x.size());
            thin.x.push_back(series.x[i]);
            thin.y.push_back(series.y[i]);
        }
    }
    series = std::move(thin);
    return true;
}

void foldSlices(ChartData &data, size_t most)
{
    if (data.series.empty() || data.categories.isEmpty())
        return;
    std::vector<double> sums(static_cast<size_t>(data.categories.size()));
    for (const ChartSeries &series : data.series)
        for (size_t i = 0; i < series.x.size(); ++i)
            sums[static_cast<size_t>(series.x[i])] += std::isnan(series.y[i]) ? 0 : std::max(0.0, series.y[i]);
    std::vector<size_t> order(sums.size());
    for (size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::ranges::stable_sort(order, std::ranges::greater{}, [&sums](size_t i) { return sums[i]; });
    ChartSeries slices{.name = data.yTitle};
    QStringList names;
    double rest = 0;
    for (size_t i = 0; i < order.size(); ++i) {
        if (i >= most && order.size() > most + 1) {
            rest += sums[order[i]];
            continue;
        }
        names.append(data.categories.at(static_cast<qsizetype>(order[i])));
        slices.y.push_back(sums[order[i]]);
    }
    if (rest > 0) {
        names.append(QStringLiteral("%1 others").arg(order.size() - most));
        slices.y.push_back(rest);
    }
    for (size_t i = 0; i < slices.y.size(); ++i)
        slices.x.push_back(static_cast<double>(i));
    data.categories = names;
    data.series = {slices};
}

} // namespace qd::query
