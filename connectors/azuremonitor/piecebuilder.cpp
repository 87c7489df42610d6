#include "azuremonitor/piecebuilder.h"

#include <utility>

namespace qd {

namespace {

/// A little more than the last piece needed, so that the next one rarely has to move.
size_t roomFor(size_t size) { return size + size / 8; }

} // namespace

void PieceBuilder::begin(QString name, std::vector<query::ResultColumn> columns)
{
    m_name = std::move(name);
    m_heads = std::move(columns);
    m_set = {};
    beginPiece(nullptr);
}

void PieceBuilder::rename(const QString &name)
{
    m_name = name;
    if (m_piece)
        m_piece->name = name;
}

void PieceBuilder::beginPiece(const query::ResultTable *like)
{
    m_piece = std::make_shared<query::ResultTable>();
    m_piece->name = m_name;
    m_piece->columns = m_heads;
    for (size_t i = 0; like && i < m_heads.size(); ++i)
        m_piece->columns[i].reserve(roomFor(like->columns[i].size()), roomFor(like->columns[i].textBytes()));
    m_rows = 0;
}

void PieceBuilder::dropRow()
{
    for (query::ResultColumn &column : m_piece->columns)
        column.truncate(m_rows);
}

query::ResultSet::Piece PieceBuilder::cut()
{
    const query::ResultSet::Piece piece = std::move(m_piece);
    m_set.append(piece);
    beginPiece(piece.get());
    return piece;
}

query::ResultSet PieceBuilder::take()
{
    m_piece.reset();
    m_heads.clear();
    return std::exchange(m_set, {});
}

} // namespace qd
