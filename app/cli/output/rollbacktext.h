#pragma once

#include "release/rollbackstatus.h"
#include "release/slotboard.h"

#include <QString>

namespace qd {

/// The slots as aligned columns, production first.
QString slotBoardText(const SlotBoard &board);
/// What changes, and every check, a line each.
QString rollbackPlanText(const RollbackPlan &plan);
/// Checks as lines: "  pass  Slot runs      Running".
QString releaseChecksText(const QList<ReleaseCheck> &checks);

} // namespace qd
