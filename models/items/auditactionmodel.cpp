#include "auditactionmodel.h"

#include "format.h"
#include "plaintip.h"

namespace qd {

namespace {

constexpr qsizetype actionActorChars = 20; ///< "application" and the start of its id
constexpr qsizetype actionCellChars = 300;

QString actionCell(const AuditAction &action, AuditActionModel::Column column)
{
    using C = AuditActionModel::Column;
    const AuditEntry &begun = action.intent.entry;
    switch (column) {
    case C::Time: return format::timestamp(begun.at);
    case C::What: return begun.summary.isEmpty() ? begun.verb : begun.summary;
    case C::Result: return auditResultText(action);
    case C::How: return action.outcome ? action.outcome->entry.detail.simplified() : QString();
    case C::Who: return begun.actor.size() > actionActorChars ? begun.actor.left(actionActorChars) + u'…' : begun.actor;
    case C::Count: break;
    }
    return {};
}

} // namespace

QVariant AuditActionModel::data(const QModelIndex &index, int role) const
{
    const AuditAction *action = row(index);
    if (!action || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole))
        return {};
    const QString cell = actionCell(*action, static_cast<Column>(index.column())).left(actionCellChars);
    return role == Qt::ToolTipRole ? plainTip(cell) : cell;
}

QVariant AuditActionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const QStringList titles{tr("Time"), tr("What"), tr("Result"), tr("How it ended"), tr("Who")};
    return titles.value(section);
}

} // namespace qd
