#pragma once

#include "query/rowsort.h"

#include <QString>

namespace qd::query {

struct ValueCount {
    QString text; ///< as the grid shows it
    qint64 count = 0;
    bool operator==(const ValueCount &) const = default;
};

/// What is in one column. Numbers of times are microseconds. A value.
struct ColumnStats {
    QString column;
    ColumnType type = ColumnType::String;
    qint64 rows = 0;
    qint64 nulls = 0;
    qint64 distinct = 0;  ///< values besides null
    bool hasNumbers = false; ///< the five below mean something
    double least = 0;
    double most = 0;
    double mean = 0;
    double median = 0;       ///< nearest rank, as percentile() of KQL
    double percentile95 = 0; ///< nearest rank
    qint64 shortest = 0;  ///< bytes of UTF-8, of columns of text
    qint64 longest = 0;
    QList<ValueCount> top; ///< most frequent first, at most 10
};

/// Statistics of `rows` of one column. Nothing when `stop` was asked for meanwhile. Any thread.
std::optional<ColumnStats> columnStats(const ResultSet &set, const RowList &rows, size_t column, const std::stop_token &stop);
/// A number of the statistics as the column's type writes it.
QString statText(ColumnType type, double value);

} // namespace qd::query
