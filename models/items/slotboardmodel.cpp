#include "slotboardmodel.h"

#include "format.h"

namespace qd {

namespace {

QString slotAccessibleText(const Slot &slot)
{
    QString text = SlotBoardModel::tr("Slot %1 serves %2, %3 of visitors")
                       .arg(slot.site.slot.value, releaseText(slot.version), format::percent(slot.trafficPercent / 100, 0));
    if (slot.isLastKnownGood)
        text += SlotBoardModel::tr(", last known good");
    return slot.site.isRunning() ? text : text + QStringLiteral(", ") + slot.site.state;
}

QVariant slotData(const Slot &slot, int role)
{
    switch (role) {
    case Qt::DisplayRole:
    case SlotBoardModel::NameRole: return slot.site.slot.value;
    case Qt::AccessibleTextRole: return slotAccessibleText(slot);
    case SlotBoardModel::VersionRole: return releaseText(slot.version);
    case SlotBoardModel::VerdictRole: return static_cast<int>(slot.verdict.kind);
    case SlotBoardModel::LastKnownGoodRole: return slot.isLastKnownGood;
    case SlotBoardModel::TrafficRole: return slot.trafficPercent;
    case SlotBoardModel::SlotRole: return QVariant::fromValue(slot);
    default: return {};
    }
}

} // namespace

SlotBoardModel::SlotBoardModel(const SlotBoardStore &store, QObject *parent) : KeyedModel(parent)
{
    const auto follow = [this, &store] { setRows(store.board().slotList); };
    connect(&store, &SlotBoardStore::boardChanged, this, follow);
    follow();
}

QVariant SlotBoardModel::data(const QModelIndex &index, int role) const
{
    return checkIndex(index, CheckIndexOption::IndexIsValid) ? slotData(rows().at(index.row()), role) : QVariant();
}

QHash<int, QByteArray> SlotBoardModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert({{NameRole, "name"}, {VersionRole, "version"}, {VerdictRole, "verdict"}, {LastKnownGoodRole, "lastKnownGood"},
                  {TrafficRole, "traffic"}, {SlotRole, "slot"}});
    return names;
}

} // namespace qd
