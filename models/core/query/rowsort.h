#pragma once

#include "query/resultset.h"

#include <QList>

#include <optional>
#include <stop_token>

namespace qd::query {

/// Rows of a result in the order in which they are shown.
using RowList = std::vector<std::uint32_t>;

struct SortKey {
    size_t column = 0;
    bool isDescending = false;
    bool operator==(const SortKey &) const = default;
};

/// All rows, as they came.
RowList allRows(const ResultSet &set);

/// `rows` ordered by the first key, then by the next: numbers by value, text by its bytes, equal ones as they were, NaN
/// behind the numbers and null last in both directions. Nothing when `stop` was asked for meanwhile. Any thread.
std::optional<RowList> sortRows(const ResultSet &set, RowList rows, const QList<SortKey> &keys, const std::stop_token &stop);

} // namespace qd::query
