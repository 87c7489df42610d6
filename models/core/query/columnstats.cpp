#include "query/columnstats.h"

#include "format.h"
#include "query/celltext.h"
#include "query/columnreader.h"
#include "query/rowgroups.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace qd::query {

namespace {

constexpr size_t statsLook = 1 << 14; ///< rows between two looks at the stop token
constexpr qsizetype statsTop = 10;

double nearestRank(std::vector<double> &values, double share)
{
    const auto rank = static_cast<std::ptrdiff_t>(std::ceil(share * static_cast<double>(values.size()))) - 1;
    const auto at = values.begin() + std::clamp<std::ptrdiff_t>(rank, 0, std::ssize(values) - 1);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

bool addNumbers(ColumnStats &stats, const ResultSet &set, const RowList &rows, size_t column, const std::stop_token &stop)
{
    ColumnReader reader(set, column);
    std::vector<double> values;
    values.reserve(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
        if (i % statsLook == 0 && stop.stop_requested())
            return false;
        if (const double value = reader.value(rows[i]); std::isfinite(value))
            values.push_back(value);
    }
    if (values.empty())
        return true;
    stats.hasNumbers = true;
    const auto [least, most] = std::ranges::minmax_element(values);
    stats.least = *least;
    stats.most = *most;
    // Around the least value: microseconds since 1970 would lose their small digits in the sum.
    const double base = stats.least;
    const double sum = std::accumulate(values.begin(), values.end(), 0.0, [base](double so, double value) { return so + (value - base); });
    stats.mean = base + sum / static_cast<double>(values.size());
    stats.median = nearestRank(values, 0.5);
    stats.percentile95 = nearestRank(values, 0.95);
    return true;
}

void addLengths(ColumnStats &stats, const ResultSet &set, const RowList &rows, size_t column)
{
    ColumnReader reader(set, column);
    bool isFirst = true;
    for (const std::uint32_t row : rows) {
        if (reader.isNull(row))
            continue;
        const auto length = static_cast<qint64>(reader.text(row).size());
        stats.shortest = isFirst ? length : std::min(stats.shortest, length);
        stats.longest = std::max(stats.longest, length);
        isFirst = false;
    }
}

} // namespace

std::optional<ColumnStats> columnStats(const ResultSet &set, const RowList &rows, size_t column, const std::stop_token &stop)
{
    ColumnStats stats{.column = set.columnName(column), .type = set.columnType(column), .rows = std::ssize(rows)};
    const auto grouped = groupRows(set, rows, column, stop);
    if (!grouped)
        return std::nullopt;
    for (const RowGroup &group : grouped->groups) {
        if (group.isNull)
            stats.nulls = group.count;
        else if (stats.distinct++ < statsTop)
            stats.top.append({group.label, group.count});
    }
    if (isNumeric(stats.type) && !addNumbers(stats, set, rows, column, stop))
        return std::nullopt;
    if (!isNumeric(stats.type) && stats.type != ColumnType::Bool)
        addLengths(stats, set, rows, column);
    return stats;
}

QString statText(ColumnType type, double value)
{
    if (type == ColumnType::DateTime)
        return instantText(Instant(Microseconds(static_cast<qint64>(value))), true);
    if (type == ColumnType::TimeSpan)
        return format::duration(Microseconds(static_cast<qint64>(value)));
    return format::number(value);
}

} // namespace qd::query
