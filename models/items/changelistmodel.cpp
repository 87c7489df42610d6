#include "changelistmodel.h"

#include "format.h"

namespace qd {

namespace {

QString changeSpoken(const RankedChange &ranked)
{
    const Change &change = ranked.change;
    QStringList parts{changeKindWord(change.kind), change.title, change.detail, format::timestamp(change.at), ranked.sentence};
    if (!change.actor.isEmpty())
        parts << ChangeListModel::tr("by %1").arg(change.actor);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

} // namespace

ChangeListModel::ChangeListModel(QObject *parent) : KeyedModel(parent) {}

int ChangeListModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : 1; }

QVariant ChangeListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RankedChange &ranked = rows().at(index.row());
    switch (role) {
    case Qt::DisplayRole: return ranked.change.title;
    case Qt::AccessibleTextRole: return changeSpoken(ranked);
    case RankedRole: return QVariant::fromValue(ranked);
    case IdRole: return ranked.change.id.value;
    default: return {};
    }
}

} // namespace qd
