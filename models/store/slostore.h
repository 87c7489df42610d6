#pragma once

#include "slo/slotile.h"

#include <QHash>
#include <QList>
#include <QObject>

namespace qd {

/// The truth about every SLO tile: state by id, in the order the definitions came. Can be frozen, so that an operator
/// reads a wall that stands still while refreshes go on. GUI thread.
class SloStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SloStore)

public:
    explicit SloStore(QObject *parent = nullptr);

    [[nodiscard]] QList<SloId> ids() const { return m_order; }
    /// The tile as shown, or nullptr. Valid until the next apply() or setFrozen().
    [[nodiscard]] const SloTile *tile(const SloId &id) const;
    [[nodiscard]] qsizetype size() const { return m_order.size(); }

    /// Replaces the whole set by difference: only what changed is signalled. While frozen the newest snapshot waits.
    void apply(const QList<SloTile> &tiles);

    [[nodiscard]] bool isFrozen() const { return m_frozen; }
    /// Ending the freeze shows the newest snapshot that waits, by difference.
    void setFrozen(bool frozen);
    /// How many refreshes came since the freeze began (new numbers, states or errors); 0 when not frozen.
    [[nodiscard]] int waiting() const { return m_waiting; }

signals:
    void tileAdded(const qd::SloId &id, qsizetype index);
    void tileChanged(const qd::SloId &id, qsizetype index);
    void tileRemoved(const qd::SloId &id, qsizetype index);
    /// The tile left `from` and is now at `to`, which is always nearer to the front.
    void tileMoved(const qd::SloId &id, qsizetype from, qsizetype to);
    void frozenChanged(bool frozen);
    void waitingChanged(int waiting);

private:
    void show(const QList<SloTile> &tiles);
    void removeMissing(const QList<SloTile> &tiles);
    void place(const SloTile &tile, qsizetype index);
    void hold(const QList<SloTile> &tiles);
    void setWaiting(int waiting);
    [[nodiscard]] QList<SloTile> shown() const;

    QList<SloId> m_order;
    QHash<SloId, SloTile> m_tiles;
    QList<SloTile> m_held;
    int m_waiting = 0;
    bool m_isHolding = false;
    bool m_frozen = false;
};

} // namespace qd
