#pragma once

#include "slostore.h"

#include <QAbstractListModel>

namespace qd {

/// The SLO tiles of a SloStore as a list, one row a tile, in the store's order. Never resets for a refresh. GUI thread.
class SloTileModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SloTileModel)

public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< QString
        StateRole,                 ///< int, TileState
        TileRole,                  ///< qd::SloTile, whole
        SortRole                   ///< int: worst first
    };

    /// `store` is borrowed and must outlive the model.
    explicit SloTileModel(const SloStore &store, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    const SloStore &m_store;
};

} // namespace qd

Q_DECLARE_METATYPE(qd::SloTile)
