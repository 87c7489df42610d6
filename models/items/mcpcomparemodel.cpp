#include "mcpcomparemodel.h"

namespace qd {

namespace {

QString compareReason(const ItemDrift &drift)
{
    if (drift.fields.isEmpty())
        return drift.state == DriftState::New ? McpCompareModel::tr("was not there before") : drift.state == DriftState::Removed ? McpCompareModel::tr("is not there any more") : QString();
    const FieldChange &change = drift.fields.first();
    const QString first = change.reason.isEmpty() ? change.path : change.path.isEmpty() ? change.reason : change.path + QStringLiteral(": ") + change.reason;
    return drift.fields.size() == 1 ? first : McpCompareModel::tr("%1 (and %2 more)").arg(first).arg(drift.fields.size() - 1);
}

} // namespace

QVariant McpCompareModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ItemDrift &drift = rows().at(index.row()).drift;
    if (role == StateRole)
        return static_cast<int>(drift.state);
    if (role == SeverityRole)
        return static_cast<int>(drift.severity);
    if (role == Qt::AccessibleTextRole && index.column() == 0)
        return QStringList{driftStateName(drift.state), kindOf(rows().at(index.row())), drift.name.left(200), driftSeverityName(drift.severity), compareReason(drift).left(200)}.join(QStringLiteral(", "));
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(index.column())) {
    case Column::State: return driftStateName(drift.state);
    case Column::Kind: return kindOf(rows().at(index.row()));
    case Column::Name: return drift.name.left(300);
    case Column::Weight: return driftSeverityName(drift.severity);
    case Column::Why: return compareReason(drift).left(300);
    case Column::Count: break;
    }
    return {};
}

QVariant McpCompareModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::State: return tr("Change");
    case Column::Kind: return tr("Kind");
    case Column::Name: return tr("Name");
    case Column::Weight: return tr("Weight");
    case Column::Why: return tr("What");
    case Column::Count: break;
    }
    return {};
}

} // namespace qd
