#pragma once

#include "clock.h"

#include <QList>
#include <QString>

#include <optional>
#include <variant>
#include <vector>

namespace qd {

/// Column types of Azure's query replies (azure facts 2.2).
enum class ColumnType { Bool, DateTime, Dynamic, Int, Long, Real, String, Guid, Decimal, TimeSpan };

/// One cell. Null is monostate (strings are never null). Dynamic, Guid and Decimal are text; a dynamic cell holds its
/// JSON text; a TimeSpan is a duration in microseconds.
using Cell = std::variant<std::monostate, bool, qint64, double, QString, Instant, Microseconds>;

struct Column {
    QString name;
    ColumnType type = ColumnType::String;
    std::vector<Cell> cells;
};

/// A query result, held by columns. A value; cheap to move, not to copy.
class Table
{
public:
    QString name;
    std::vector<Column> columns;

    [[nodiscard]] size_t rowCount() const { return columns.empty() ? 0 : columns.front().cells.size(); }
    /// Index of the column with exactly this name, or nothing.
    [[nodiscard]] std::optional<size_t> columnIndex(QStringView columnName) const;
    /// The cell, or null when there is no such column or row.
    [[nodiscard]] const Cell &cell(size_t row, QStringView columnName) const;
    /// Number in the cell (bool, long, real), or nothing when it is null or another type.
    [[nodiscard]] std::optional<double> number(size_t row, QStringView columnName) const;
    [[nodiscard]] QString text(size_t row, QStringView columnName) const;
    [[nodiscard]] std::optional<Instant> instant(size_t row, QStringView columnName) const;
};

/// Azure's word for the type ("datetime", "long", …) and back.
QString columnTypeName(ColumnType type);
std::optional<ColumnType> columnTypeFromName(QStringView name);

} // namespace qd
