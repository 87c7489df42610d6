#pragma once

#include "query/rowfilter.h"

namespace qd::query {

/// Rows with the same value in one column: `count` of them from `first` on in Arranged::rows.
struct RowGroup {
    QString label; ///< the value as the grid shows it; empty for null
    bool isNull = false;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    bool operator==(const RowGroup &) const = default;
};

/// What an operator asked the grid to do with the rows. A value.
struct Arrangement {
    QList<ColumnFilter> filters;
    QList<SortKey> sort;
    std::optional<size_t> groupBy;
    [[nodiscard]] bool isNone() const { return filters.isEmpty() && sort.isEmpty() && !groupBy; }
    bool operator==(const Arrangement &) const = default;
};

/// The rows that are shown, in their order; grouped: group after group.
struct Arranged {
    RowList rows;
    std::vector<RowGroup> groups; ///< empty unless grouped
};

/// Groups with the most rows first, equal ones in the order of their first row; rows within keep their order.
std::optional<Arranged> groupRows(const ResultSet &set, RowList rows, size_t column, const std::stop_token &stop);
/// Filters, then sorts, then groups. Nothing when `stop` was asked for meanwhile. Any thread.
std::optional<Arranged> arrange(const ResultSet &set, const Arrangement &arrangement, const std::stop_token &stop);

} // namespace qd::query
