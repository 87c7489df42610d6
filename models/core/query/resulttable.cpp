#include "query/resulttable.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace qd::query {

ResultColumn::ResultColumn(QString name, ColumnType type)
    : m_name(std::move(name)), m_type(type), m_storage(storageOf(type))
{
}

ResultColumn::Storage ResultColumn::storageOf(ColumnType type)
{
    switch (type) {
    case ColumnType::Real:
        return Storage::Real;
    case ColumnType::String:
    case ColumnType::Guid:
    case ColumnType::Decimal:
    case ColumnType::Dynamic:
        return Storage::Text;
    default:
        return Storage::Integer;
    }
}

std::string_view ResultColumn::text(size_t row) const
{
    const std::uint32_t begin = row == 0 ? 0 : m_ends[row - 1];
    return std::string_view(m_heap).substr(begin, m_ends[row] - begin);
}

Cell ResultColumn::cell(size_t row) const
{
    if (isNull(row))
        return {};
    switch (m_type) {
    case ColumnType::Bool:
        return m_integers[row] != 0;
    case ColumnType::DateTime:
        return Instant(Microseconds(m_integers[row]));
    case ColumnType::TimeSpan:
        return Microseconds(m_integers[row]);
    case ColumnType::Int:
    case ColumnType::Long:
        return m_integers[row];
    case ColumnType::Real:
        return m_reals[row];
    default: {
        const std::string_view found = text(row);
        return QString::fromUtf8(found.data(), static_cast<qsizetype>(found.size()));
    }
    }
}

double ResultColumn::number(size_t row) const
{
    if (m_storage == Storage::Text || isNull(row))
        return std::numeric_limits<double>::quiet_NaN();
    return m_storage == Storage::Real ? m_reals[row] : static_cast<double>(m_integers[row]);
}

void ResultColumn::reserve(size_t rows, size_t textBytes)
{
    if (m_storage == Storage::Integer) {
        m_integers.reserve(rows);
    } else if (m_storage == Storage::Real) {
        m_reals.reserve(rows);
    } else {
        m_ends.reserve(rows);
        if (textBytes > m_heap.size())
            m_heap.resize(textBytes);
    }
}

void ResultColumn::appendNull()
{
    const size_t row = m_rows;
    if (m_storage == Storage::Integer)
        appendInteger(0);
    else if (m_storage == Storage::Real)
        appendReal(0);
    else
        appendText({});
    if (row / wordBits >= m_nulls.size())
        m_nulls.resize(row / wordBits + 1);
    m_nulls[row / wordBits] |= std::uint64_t{1} << row % wordBits;
}

void ResultColumn::growHeap(size_t more)
{
    constexpr size_t smallest = 256;
    m_heap.resize(std::max({2 * m_heap.size(), m_used + more, smallest}));
}

void ResultColumn::truncate(size_t rows)
{
    if (rows >= m_rows)
        return;
    m_rows = rows;
    if (m_storage == Storage::Integer) {
        m_integers.resize(rows);
    } else if (m_storage == Storage::Real) {
        m_reals.resize(rows);
    } else {
        m_ends.resize(rows);
        m_used = rows == 0 ? 0 : m_ends.back();
    }
    if (rows / wordBits < m_nulls.size()) {
        m_nulls.resize(rows / wordBits + 1);
        m_nulls.back() &= (std::uint64_t{1} << rows % wordBits) - 1;
    }
}

size_t ResultColumn::bytes() const
{
    return m_integers.capacity() * sizeof(qint64) + m_reals.capacity() * sizeof(double)
        + m_ends.capacity() * sizeof(std::uint32_t) + m_heap.capacity() + m_nulls.capacity() * sizeof(std::uint64_t);
}

} // namespace qd::query
