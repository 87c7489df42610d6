#pragma once

#include "slo/changemarker.h"
#include "slo/slotile.h"

#include <QHash>
#include <QList>
#include <QObject>

namespace qd {

/// The truth about every SLO tile: state by id, in the order the definitions came. GUI thread.
class SloStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SloStore)

public:
    explicit SloStore(QObject *parent = nullptr);

    [[nodiscard]] QList<SloId> ids() const { return m_order; }
    /// The tile, or nullptr. Valid until the next apply().
    [[nodiscard]] const SloTile *tile(const SloId &id) const;
    [[nodiscard]] qsizetype size() const { return m_order.size(); }

    /// Replaces the whole set by difference: only what changed is signalled.
    void apply(const QList<SloTile> &tiles);

signals:
    void tileAdded(const qd::SloId &id, qsizetype index);
    void tileChanged(const qd::SloId &id, qsizetype index);
    void tileRemoved(const qd::SloId &id, qsizetype index);

private:
    QList<SloId> m_order;
    QHash<SloId, SloTile> m_tiles;
};

} // namespace qd
