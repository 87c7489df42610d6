#include "query/columnreader.h"

#include <charconv>
#include <limits>

namespace qd::query {

// Pieces are few (thousands of rows each): a walk is short, and rows that are near need none.
void ColumnReader::find(size_t row)
{
    const auto &pieces = m_set.pieces();
    size_t from = 0;
    for (const ResultSet::Piece &piece : pieces) {
        const size_t to = from + piece->rowCount();
        if (row < to) {
            m_current = &piece->columns[m_column];
            m_from = from;
            m_to = to;
            return;
        }
        from = to;
    }
}

double ColumnReader::value(size_t row)
{
    const ResultColumn &column = seek(row);
    if (column.type() != ColumnType::Decimal || column.isNull(m_inner))
        return column.number(m_inner);
    double value = std::numeric_limits<double>::quiet_NaN();
    const std::string_view text = column.text(m_inner);
    (void)std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

bool isNumeric(ColumnType type)
{
    switch (type) {
    case ColumnType::Int:
    case ColumnType::Long:
    case ColumnType::Real:
    case ColumnType::Decimal:
    case ColumnType::DateTime:
    case ColumnType::TimeSpan: return true;
    case ColumnType::Bool:
    case ColumnType::String:
    case ColumnType::Guid:
    case ColumnType::Dynamic: break;
    }
    return false;
}

} // namespace qd::query
