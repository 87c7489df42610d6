#pragma once

#include "query/resultset.h"

namespace qd::query {

/// One column of a result read row after row: finds the piece once and stays in it while rows are near. A value; borrows
/// the set. One thread.
class ColumnReader
{
public:
    ColumnReader(const ResultSet &set, size_t column) : m_set(set), m_column(column) { }

    [[nodiscard]] ColumnType type() const { return m_set.columnType(m_column); }
    [[nodiscard]] bool isNull(size_t row) { return seek(row).isNull(m_inner); }
    [[nodiscard]] qint64 integer(size_t row) { return seek(row).integer(m_inner); }
    [[nodiscard]] double real(size_t row) { return seek(row).real(m_inner); }
    /// A number to compare: as ResultColumn::number(), and decimals as well; NaN for null and text.
    [[nodiscard]] double value(size_t row);
    [[nodiscard]] std::string_view text(size_t row) { return seek(row).text(m_inner); }
    /// The piece's column; rows in it are counted from its start. For loops over whole pieces.
    [[nodiscard]] const ResultColumn &seek(size_t row)
    {
        if (!m_current || row < m_from || row >= m_to)
            find(row);
        m_inner = row - m_from;
        return *m_current;
    }
    [[nodiscard]] size_t inner() const { return m_inner; }

private:
    void find(size_t row);

    const ResultSet &m_set;
    size_t m_column;
    const ResultColumn *m_current = nullptr;
    size_t m_from = 0;
    size_t m_to = 0;
    size_t m_inner = 0;
};

/// Whether the type is compared and summed as a number (integers, reals, times); decimals are text, but numbers too.
[[nodiscard]] bool isNumeric(ColumnType type);

} // namespace qd::query
