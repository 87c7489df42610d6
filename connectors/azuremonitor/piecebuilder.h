#pragma once

#include "query/resultset.h"

#include <memory>
#include <vector>

namespace qd {

/// Makes one table's pieces out of rows that are read into columns() one after the other. Any thread, one at a time.
class PieceBuilder
{
public:
    /// A new table; `columns` are without rows.
    void begin(QString name, std::vector<query::ResultColumn> columns);
    /// For a name that comes after the columns; pieces that were cut keep theirs.
    void rename(const QString &name);
    /// The columns of the piece being made; a row is appended to them.
    [[nodiscard]] std::vector<query::ResultColumn> &columns() { return m_piece->columns; }
    [[nodiscard]] const std::vector<query::ResultColumn> &columns() const { return m_piece->columns; }
    /// The row that was appended is whole, or it is not and goes.
    void keepRow() { ++m_rows; }
    void dropRow();

    [[nodiscard]] bool isOpen() const { return m_piece != nullptr; }
    [[nodiscard]] size_t rows() const { return m_rows; } ///< of the piece being made
    [[nodiscard]] bool hasPieces() const { return !m_set.pieces().empty(); }
    /// Ends the piece, which is never changed again, and begins the next one.
    query::ResultSet::Piece cut();
    /// The whole table.
    query::ResultSet take();

private:
    void beginPiece(const query::ResultTable *like);

    std::vector<query::ResultColumn> m_heads;
    std::shared_ptr<query::ResultTable> m_piece;
    query::ResultSet m_set;
    QString m_name;
    size_t m_rows = 0;
};

} // namespace qd
