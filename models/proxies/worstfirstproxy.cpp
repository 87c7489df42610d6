#include "worstfirstproxy.h"

#include "slotilemodel.h"

namespace qd {

WorstFirstProxy::WorstFirstProxy(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(SloTileModel::SortRole);
    sort(0);
}

void WorstFirstProxy::setHeld(bool held)
{
    if (held != isHeld())
        setDynamicSortFilter(!held);
}

bool WorstFirstProxy::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const int leftState = left.data(SloTileModel::SortRole).toInt();
    const int rightState = right.data(SloTileModel::SortRole).toInt();
    if (leftState != rightState)
        return leftState < rightState;
    const double leftPressure = left.data(SloTileModel::PressureRole).toDouble();
    const double rightPressure = right.data(SloTileModel::PressureRole).toDouble();
    if (leftPressure != rightPressure)
        return leftPressure > rightPressure;
    return left.row() < right.row();
}

} // namespace qd
