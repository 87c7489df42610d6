#pragma once

#include "keyedmodel.h"
#include "slotboardstore.h"

namespace qd {

/// The slots of a SlotBoardStore as a list, production first; a slot that stays keeps its row and only changes. GUI thread.
class SlotBoardModel final : public KeyedModel<Slot, QAbstractListModel>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SlotBoardModel)

public:
    enum Role {
        NameRole = Qt::UserRole + 1, ///< QString, name of the slot
        VersionRole,                 ///< QString, "2026.11.2 with order-desk-v14"
        VerdictRole,                 ///< int, ReleaseVerdict::Kind
        LastKnownGoodRole,           ///< bool
        TrafficRole,                 ///< double, percent
        SlotRole                     ///< qd::Slot, whole
    };

    /// `store` is borrowed and must outlive the model.
    explicit SlotBoardModel(const SlotBoardStore &store, QObject *parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

protected:
    [[nodiscard]] QString keyOf(const Slot &slot) const override { return slot.site.slot.value.toLower(); }
};

} // namespace qd

Q_DECLARE_METATYPE(qd::Slot)
