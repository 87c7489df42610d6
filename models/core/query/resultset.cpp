#include "query/resultset.h"

#include <algorithm>
#include <utility>

namespace qd::query {

void ResultSet::append(Piece piece)
{
    const size_t start = rowCount();
    m_pieces.push_back(std::move(piece));
    m_starts.push_back(start);
}

std::pair<const ResultTable *, size_t> ResultSet::find(size_t row) const
{
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), row);
    const auto index = static_cast<size_t>(after - m_starts.begin()) - 1;
    return {m_pieces[index].get(), row - m_starts[index]};
}

bool ResultSet::isNull(size_t row, size_t column) const
{
    const auto [piece, inner] = find(row);
    return piece->columns[column].isNull(inner);
}

qint64 ResultSet::integer(size_t row, size_t column) const
{
    const auto [piece, inner] = find(row);
    return piece->columns[column].integer(inner);
}

double ResultSet::real(size_t row, size_t column) const
{
    const auto [piece, inner] = find(row);
    return piece->columns[column].real(inner);
}

double ResultSet::number(size_t row, size_t column) const
{
    const auto [piece, inner] = find(row);
    return piece->columns[column].number(inner);
}

std::string_view ResultSet::text(size_t row, size_t column) const
{
    const auto [piece, inner] = find(row);
    return piece->columns[column].text(inner);
}

Cell ResultSet::cell(size_t row, size_t column) const
{
    const auto [piece, inner] = find(row);
    return piece->columns[column].cell(inner);
}

Table ResultSet::toTable() const
{
    Table table{.name = name(), .columns = {}};
    for (size_t column = 0; column < columnCount(); ++column) {
        Column &target = table.columns.emplace_back(Column{columnName(column), columnType(column), {}});
        target.cells.reserve(rowCount());
        for (const Piece &piece : m_pieces)
            for (size_t row = 0; row < piece->rowCount(); ++row)
                target.cells.push_back(piece->columns[column].cell(row));
    }
    return table;
}

} // namespace qd::query
