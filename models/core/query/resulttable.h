#pragma once

#include "table.h"

#include <QString>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace qd::query {

/// One column of a result, compact: numbers in one vector, text as UTF-8 in one heap of at most 4 GiB. Append-only.
/// Rows are counted from 0 and not checked. Any thread, one at a time; many readers once it is complete.
class ResultColumn
{
public:
    ResultColumn(QString name, ColumnType type);

    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] ColumnType type() const { return m_type; }
    [[nodiscard]] size_t size() const { return m_rows; }
    [[nodiscard]] bool isNull(size_t row) const
    {
        return row / wordBits < m_nulls.size() && ((m_nulls[row / wordBits] >> row % wordBits) & 1U) != 0;
    }
    /// Bool (0, 1), Int, Long; DateTime as microseconds since 1970 UTC; TimeSpan in microseconds. 0 for null.
    [[nodiscard]] qint64 integer(size_t row) const { return m_integers[row]; }
    /// The value of a Real column. 0 for null.
    [[nodiscard]] double real(size_t row) const { return m_reals[row]; }
    /// String, Guid, Decimal, and Dynamic as JSON text; valid until the next append. Empty for null.
    [[nodiscard]] std::string_view text(size_t row) const;
    /// Any type as the cell that Table would hold.
    [[nodiscard]] Cell cell(size_t row) const;
    /// A number to compare or draw: integers, reals, times as microseconds; NaN for null and text.
    [[nodiscard]] double number(size_t row) const;

    [[nodiscard]] bool holdsText() const { return m_storage == Storage::Text; }
    [[nodiscard]] bool holdsReal() const { return m_storage == Storage::Real; }

    /// Makes room for this many rows in all, and for so many bytes of text.
    void reserve(size_t rows, size_t textBytes = 0);
    void appendNull();
    /// To the columns of integer().
    void appendInteger(qint64 value)
    {
        m_integers.push_back(value);
        ++m_rows;
    }
    /// To a Real column.
    void appendReal(double value)
    {
        m_reals.push_back(value);
        ++m_rows;
    }
    /// To the columns of text().
    void appendText(std::string_view utf8)
    {
        if (m_heap.size() - m_used < utf8.size())
            growHeap(utf8.size());
        std::memcpy(m_heap.data() + m_used, utf8.data(), utf8.size());
        m_used += utf8.size();
        m_ends.push_back(static_cast<std::uint32_t>(m_used));
        ++m_rows;
    }
    /// Takes back every row from this one on.
    void truncate(size_t rows);
    [[nodiscard]] size_t textBytes() const { return m_used; }
    /// Bytes held, for limits and tests.
    [[nodiscard]] size_t bytes() const;

private:
    enum class Storage : std::uint8_t { Integer, Real, Text };
    static constexpr size_t wordBits = 64;
    static Storage storageOf(ColumnType type);
    void growHeap(size_t more);

    QString m_name;
    ColumnType m_type;
    Storage m_storage;
    size_t m_rows = 0;
    std::vector<qint64> m_integers;
    std::vector<double> m_reals;
    std::vector<std::uint32_t> m_ends; ///< of each text in the heap
    std::string m_heap; ///< filled up to m_used
    size_t m_used = 0;
    std::vector<std::uint64_t> m_nulls; ///< a bit a row, up to the last null
};

/// Some rows of one result, by columns. All columns have the same size.
struct ResultTable {
    QString name;
    std::vector<ResultColumn> columns;
    [[nodiscard]] size_t rowCount() const { return columns.empty() ? 0 : columns.front().size(); }
};

} // namespace qd::query
