#include "rollbackwording.h"

#include <QCoreApplication>

namespace qd {

namespace {

QString rollbackTr(const char *text) { return QCoreApplication::translate("Rollback", text); }

} // namespace

WriteAction rollbackAction(const RollbackPlan &plan, const QString &siteId)
{
    const bool isUndo = plan.kind == RollbackKind::Undo;
    const QString app = siteId.section(u'/', -1);
    WriteAction action{.verb = isUndo ? QStringLiteral("rollback.undo") : QStringLiteral("rollback.swap"),
                       .target = siteId + QStringLiteral("/slots/") + plan.source.value,
                       .title = rollbackTr("Swap %1 into production of %2").arg(plan.source.value, app),
                       .before = plan.beforeText(),
                       .after = plan.afterText(),
                       .effects = {rollbackTr("All visitors of %1 get the other version.").arg(app),
                                   rollbackTr("What production serves now goes to %1.").arg(plan.source.value),
                                   rollbackTr("%1 restarts and is warmed up first; that takes a minute or more.").arg(plan.source.value)},
                       .etag = {},
                       .level = ConfirmLevel::TypedName};
    for (const ReleaseCheck &check : plan.checks)
        if (check.state == ReleaseCheck::State::Warn)
            action.effects << rollbackTr("Warning: %1. %2").arg(check.title, check.reason);
    return action;
}

} // namespace qd
