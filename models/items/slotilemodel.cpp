#include "slotilemodel.h"

#include "format.h"
#include "slotileorder.h"
#include "slotiletext.h"

#include <algorithm>

namespace qd {

namespace {

QString tileAccessibleText(const SloTile &tile)
{
    QString text = SloTileModel::tr("%1: %2").arg(tile.definition.title, tileStateWord(tile.state));
    if (tile.value)
        text += SloTileModel::tr(", %1, objective %2").arg(tileValueText(tile), objectiveText(tile.definition));
    if (tile.budgetRemaining)
        text += SloTileModel::tr(", budget left %1").arg(budgetText(tile));
    if (tile.burn)
        text += SloTileModel::tr(", burn %1").arg(burnText(tile));
    return tile.sentence.isEmpty() ? text : text + QStringLiteral(". ") + tile.sentence;
}

QString tileToolTip(const SloTile &tile)
{
    QStringList lines{tile.definition.title};
    if (!tile.sentence.isEmpty())
        lines << tile.sentence;
    if (!tile.definition.description.isEmpty())
        lines << tile.definition.description;
    if (tile.asOf != Instant{})
        lines << SloTileModel::tr("as of %1").arg(format::timestamp(tile.asOf));
    if (tile.newest)
        lines << SloTileModel::tr("newest telemetry %1").arg(format::timestamp(*tile.newest));
    if (tile.error)
        lines << SloTileModel::tr("last refresh failed: %1").arg(tile.error->message);
    return lines.join(u'\n');
}

QVariant tileData(const SloTile &tile, int role)
{
    switch (role) {
    case Qt::DisplayRole: return tile.definition.title;
    case Qt::ToolTipRole: return tileToolTip(tile);
    case Qt::AccessibleTextRole: return tileAccessibleText(tile);
    case SloTileModel::IdRole: return tile.id.value;
    case SloTileModel::StateRole:
    case SloTileModel::SortRole: return static_cast<int>(tile.state);
    case SloTileModel::TileRole: return QVariant::fromValue(tile);
    case SloTileModel::PressureRole: return burnPressure(tile);
    default: return {};
    }
}

/// TileRole always changes; the others only when their value does.
QList<int> changedTileRoles(const SloTile &before, const SloTile &after)
{
    QList<int> roles{SloTileModel::TileRole};
    for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole), int(SloTileModel::StateRole),
                           int(SloTileModel::SortRole), int(SloTileModel::PressureRole)})
        if (tileData(before, role) != tileData(after, role))
            roles << role;
    return roles;
}

} // namespace

SloTileModel::SloTileModel(const SloStore &store, QObject *parent) : QAbstractListModel(parent), m_store(store)
{
    for (const SloId &id : store.ids())
        m_tiles.append(*store.tile(id));
    connect(&store, &SloStore::tileAdded, this, &SloTileModel::insertTile);
    connect(&store, &SloStore::tileChanged, this, &SloTileModel::changeTile);
    connect(&store, &SloStore::tileRemoved, this, [this](const SloId &, qsizetype index) { removeTile(index); });
    connect(&store, &SloStore::tileMoved, this, [this](const SloId &, qsizetype from, qsizetype to) { moveTile(from, to); });
}

int SloTileModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_tiles.size()); }

QVariant SloTileModel::data(const QModelIndex &index, int role) const
{
    return checkIndex(index, CheckIndexOption::IndexIsValid) ? tileData(m_tiles.at(index.row()), role) : QVariant();
}

QHash<int, QByteArray> SloTileModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert({{IdRole, "id"}, {StateRole, "state"}, {TileRole, "tile"}, {SortRole, "sort"}, {PressureRole, "pressure"}});
    return names;
}

int SloTileModel::rowOf(const SloId &id) const
{
    const auto found = std::ranges::find(m_tiles, id, &SloTile::id);
    return found == m_tiles.cend() ? -1 : static_cast<int>(found - m_tiles.cbegin());
}

void SloTileModel::insertTile(const SloId &id, qsizetype index)
{
    const int row = static_cast<int>(index);
    beginInsertRows({}, row, row);
    m_tiles.insert(index, *m_store.tile(id));
    endInsertRows();
}

void SloTileModel::changeTile(const SloId &id, qsizetype index)
{
    const SloTile &after = *m_store.tile(id);
    const QList<int> roles = changedTileRoles(m_tiles.at(index), after);
    m_tiles[index] = after;
    const QModelIndex changed = this->index(static_cast<int>(index));
    emit dataChanged(changed, changed, roles);
}

void SloTileModel::removeTile(qsizetype index)
{
    const int row = static_cast<int>(index);
    beginRemoveRows({}, row, row);
    m_tiles.removeAt(index);
    endRemoveRows();
}

void SloTileModel::moveTile(qsizetype from, qsizetype to)
{
    const int source = static_cast<int>(from);
    beginMoveRows({}, source, source, {}, static_cast<int>(to));
    m_tiles.move(from, to);
    endMoveRows();
}

} // namespace qd
