#include "slostore.h"

#include <QSet>

#include <algorithm>
#include <utility>

namespace qd {

namespace {

/// Whether a refresh lies between the two, and not merely another second of age in a sentence.
bool isRefresh(const QList<SloTile> &before, const QList<SloTile> &after)
{
    return !std::ranges::equal(before, after, [](const SloTile &left, const SloTile &right) {
        return left.id == right.id && left.asOf == right.asOf && left.state == right.state && left.error == right.error;
    });
}

} // namespace

SloStore::SloStore(QObject *parent) : QObject(parent) {}

const SloTile *SloStore::tile(const SloId &id) const
{
    const auto found = m_tiles.constFind(id);
    return found == m_tiles.cend() ? nullptr : &*found;
}

void SloStore::apply(const QList<SloTile> &tiles)
{
    if (m_frozen)
        hold(tiles);
    else
        show(tiles);
}

void SloStore::setFrozen(bool frozen)
{
    if (m_frozen == frozen)
        return;
    m_frozen = frozen;
    emit frozenChanged(frozen);
    if (frozen || !std::exchange(m_isHolding, false))
        return;
    show(std::exchange(m_held, {}));
    setWaiting(0);
}

void SloStore::hold(const QList<SloTile> &tiles)
{
    const bool isNews = isRefresh(m_isHolding ? m_held : shown(), tiles);
    m_held = tiles;
    m_isHolding = true;
    if (isNews)
        setWaiting(m_waiting + 1);
}

void SloStore::setWaiting(int waiting)
{
    if (std::exchange(m_waiting, waiting) != waiting)
        emit waitingChanged(waiting);
}

QList<SloTile> SloStore::shown() const
{
    QList<SloTile> tiles;
    tiles.reserve(m_order.size());
    for (const SloId &id : m_order)
        tiles.append(m_tiles.value(id));
    return tiles;
}

void SloStore::show(const QList<SloTile> &tiles)
{
    removeMissing(tiles);
    qsizetype index = 0;
    QSet<SloId> seen;
    for (const SloTile &tile : tiles) {
        if (seen.contains(tile.id))
            continue;
        seen.insert(tile.id);
        place(tile, index++);
    }
}

void SloStore::removeMissing(const QList<SloTile> &tiles)
{
    QSet<SloId> incoming;
    for (const SloTile &tile : tiles)
        incoming.insert(tile.id);
    for (qsizetype i = m_order.size() - 1; i >= 0; --i) {
        const SloId id = m_order.at(i);
        if (incoming.contains(id))
            continue;
        m_order.removeAt(i);
        m_tiles.remove(id);
        emit tileRemoved(id, i);
    }
}

void SloStore::place(const SloTile &tile, qsizetype index)
{
    const auto known = m_tiles.find(tile.id);
    if (known == m_tiles.end()) {
        m_order.insert(index, tile.id);
        m_tiles.insert(tile.id, tile);
        emit tileAdded(tile.id, index);
        return;
    }
    const bool isChanged = !(*known == tile);
    if (isChanged)
        *known = tile;
    const qsizetype from = m_order.indexOf(tile.id);
    if (from != index) {
        m_order.move(from, index);
        emit tileMoved(tile.id, from, index);
    }
    if (isChanged)
        emit tileChanged(tile.id, index);
}

} // namespace qd
