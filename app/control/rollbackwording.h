#pragma once

#include "guard/writeaction.h"
#include "release/rollbackplan.h"

namespace qd {

/// What the operator is asked before a swap, and what the audit log keeps of it: enough to find out after a crash what
/// became of it (planFromTexts()). The target is the resource id of the slot that is swapped in.
[[nodiscard]] WriteAction rollbackAction(const RollbackPlan &plan, const QString &siteId);

} // namespace qd
