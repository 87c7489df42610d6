#include "slotboardmodel.h"

#include "format.h"

#include <algorithm>

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

bool isSlotListed(const QList<Slot> &wanted, const SlotName &name)
{
    return std::ranges::any_of(wanted, [&](const Slot &slot) { return isSameSlot(slot.site.slot, name); });
}

} // namespace

SlotBoardModel::SlotBoardModel(const SlotBoardStore &store, QObject *parent) : QAbstractListModel(parent), m_store(store)
{
    connect(&store, &SlotBoardStore::boardChanged, this, &SlotBoardModel::follow);
    follow();
}

int SlotBoardModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_slots.size()); }

QVariant SlotBoardModel::data(const QModelIndex &index, int role) const
{
    return checkIndex(index, CheckIndexOption::IndexIsValid) ? slotData(m_slots.at(index.row()), role) : QVariant();
}

QHash<int, QByteArray> SlotBoardModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert({{NameRole, "name"}, {VersionRole, "version"}, {VerdictRole, "verdict"}, {LastKnownGoodRole, "lastKnownGood"},
                  {TrafficRole, "traffic"}, {SlotRole, "slot"}});
    return names;
}

void SlotBoardModel::follow()
{
    const QList<Slot> wanted = m_store.board().slotList;
    removeMissing(wanted);
    for (int row = 0; row < wanted.size(); ++row)
        place(wanted.at(row), row);
}

void SlotBoardModel::removeMissing(const QList<Slot> &wanted)
{
    for (int row = static_cast<int>(m_slots.size()) - 1; row >= 0; --row) {
        if (isSlotListed(wanted, m_slots.at(row).site.slot))
            continue;
        beginRemoveRows({}, row, row);
        m_slots.removeAt(row);
        endRemoveRows();
    }
}

int SlotBoardModel::rowOf(const SlotName &name, int from) const
{
    for (int row = from; row < m_slots.size(); ++row)
        if (isSameSlot(m_slots.at(row).site.slot, name))
            return row;
    return -1;
}

void SlotBoardModel::place(const Slot &slot, int row)
{
    const int now = rowOf(slot.site.slot, row);
    if (now < 0) {
        beginInsertRows({}, row, row);
        m_slots.insert(row, slot);
        endInsertRows();
        return;
    }
    if (now != row) {
        beginMoveRows({}, now, now, {}, row);
        m_slots.move(now, row);
        endMoveRows();
    }
    if (m_slots.at(row) == slot)
        return;
    m_slots[row] = slot;
    emit dataChanged(index(row), index(row));
}

} // namespace qd
