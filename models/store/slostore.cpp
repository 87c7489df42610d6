#include "slostore.h"

namespace qd {

SloStore::SloStore(QObject *parent) : QObject(parent) {}

const SloTile *SloStore::tile(const SloId &id) const
{
    const auto found = m_tiles.constFind(id);
    return found == m_tiles.cend() ? nullptr : &*found;
}

void SloStore::apply(const QList<SloTile> &tiles)
{
    QHash<SloId, const SloTile *> incoming;
    for (const SloTile &tile : tiles)
        incoming.insert(tile.id, &tile);

    for (qsizetype i = m_order.size() - 1; i >= 0; --i) {
        const SloId id = m_order.at(i);
        if (incoming.contains(id))
            continue;
        m_order.removeAt(i);
        m_tiles.remove(id);
        emit tileRemoved(id, i);
    }
    for (const SloTile &tile : tiles) {
        const auto known = m_tiles.find(tile.id);
        if (known == m_tiles.end()) {
            m_order.append(tile.id);
            m_tiles.insert(tile.id, tile);
            emit tileAdded(tile.id, m_order.size() - 1);
        } else if (!(*known == tile)) {
            *known = tile;
            emit tileChanged(tile.id, m_order.indexOf(tile.id));
        }
    }
}

} // namespace qd
