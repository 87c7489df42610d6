#pragma once

#include "query/resulttable.h"

#include <memory>
#include <vector>

namespace qd::query {

/// A result as it grows: pieces that never change, addressed by row as one table. A value, cheap to copy; copies share
/// the pieces. Rows and columns are not checked.
class ResultSet
{
public:
    using Piece = std::shared_ptr<const ResultTable>;

    /// Rows that follow those that are here; they have the same columns. The first piece may be without rows.
    void append(Piece piece);

    [[nodiscard]] size_t rowCount() const { return m_starts.empty() ? 0 : m_starts.back() + m_pieces.back()->rowCount(); }
    [[nodiscard]] size_t columnCount() const { return m_pieces.empty() ? 0 : m_pieces.front()->columns.size(); }
    [[nodiscard]] QString name() const { return m_pieces.empty() ? QString() : m_pieces.front()->name; }
    [[nodiscard]] const QString &columnName(size_t column) const { return head(column).name(); }
    [[nodiscard]] ColumnType columnType(size_t column) const { return head(column).type(); }

    [[nodiscard]] bool isNull(size_t row, size_t column) const;
    [[nodiscard]] qint64 integer(size_t row, size_t column) const;
    [[nodiscard]] double real(size_t row, size_t column) const;
    [[nodiscard]] double number(size_t row, size_t column) const;
    [[nodiscard]] std::string_view text(size_t row, size_t column) const;
    [[nodiscard]] Cell cell(size_t row, size_t column) const;
    [[nodiscard]] const std::vector<Piece> &pieces() const { return m_pieces; }
    /// All rows as the table of cells that rules and small views read. Copies everything.
    [[nodiscard]] Table toTable() const;

private:
    [[nodiscard]] const ResultColumn &head(size_t column) const { return m_pieces.front()->columns[column]; }
    /// The piece that holds the row, and the row inside it.
    [[nodiscard]] std::pair<const ResultTable *, size_t> find(size_t row) const;

    std::vector<Piece> m_pieces;
    std::vector<size_t> m_starts; ///< first row of each piece
};

} // namespace qd::query
