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
        SortRole,                  ///< int: worst first
        PressureRole               ///< double: burnPressure(), the second sort key; larger is worse
    };

    /// `store` is borrowed and must outlive the model.
    explicit SloTileModel(const SloStore &store, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    /// Row of the tile, or -1.
    [[nodiscard]] int rowOf(const SloId &id) const;

private:
    void insertTile(const SloId &id, qsizetype index);
    void changeTile(const SloId &id, qsizetype index);
    void removeTile(qsizetype index);
    void moveTile(qsizetype from, qsizetype to);

    const SloStore &m_store;
    QList<SloTile> m_tiles;
};

} // namespace qd

Q_DECLARE_METATYPE(qd::SloTile)
