#include "slotilemodel.h"

namespace qd {

SloTileModel::SloTileModel(const SloStore &store, QObject *parent) : QAbstractListModel(parent), m_store(store) {}

int SloTileModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_store.size());
}

QVariant SloTileModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SloTile *tile = m_store.tile(m_store.ids().at(index.row()));
    return tile && role == IdRole ? QVariant(tile->id.value) : QVariant();
}

} // namespace qd
