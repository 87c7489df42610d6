#pragma once

#include "query/rowsort.h"
#include "result.h"

#include <QString>

namespace qd::query {

enum class FilterOp { Contains, NotContains, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, IsNull, NotNull };

/// A condition on one column. A value.
struct ColumnFilter {
    size_t column = 0;
    FilterOp op = FilterOp::Contains;
    QString text;      ///< the operand of the text operators
    double number = 0; ///< the operand where the column is compared as a number (times in microseconds)
    bool operator==(const ColumnFilter &) const = default;
};

/// What an operator types above a column: "text" (contains, any case), "!text", "=x", "!=x", ">5", "<=2026-11-21 13:00",
/// ">250ms", "null", "!null". Fails with ErrorKind::Invalid when the operand does not fit the column's type.
Result<ColumnFilter> parseFilter(size_t column, ColumnType type, const QString &typed);
/// Back to the text that parseFilter reads.
QString filterText(const ColumnFilter &filter);

/// Those of `rows` for which every filter holds, in their order; null fits none but "null" and "not contains" or "not
/// equal". Nothing when `stop` was asked for meanwhile. Any thread.
std::optional<RowList> filterRows(const ResultSet &set, RowList rows, const QList<ColumnFilter> &filters, const std::stop_token &stop);

} // namespace qd::query
