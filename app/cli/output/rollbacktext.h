#pragma once

#include "output/unfinishedrollback.h"
#include "release/rollbackstatus.h"
#include "release/slotboard.h"

#include <QString>

namespace qd {

/// The slots as aligned columns, production first.
QString slotBoardText(const SlotBoard &board);
/// What changes, and every check, a line each.
QString rollbackPlanText(const RollbackPlan &plan);
/// What was meant, what is true, and the verb that closes it.
QString unfinishedRollbackText(const UnfinishedRollback &found);
/// Checks as lines: "  pass  Slot runs      Running".
QString releaseChecksText(const QList<ReleaseCheck> &checks);

} // namespace qd
