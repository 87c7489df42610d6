#pragma once

#include "clock.h"
#include "release/rollbackplan.h"

namespace qd {

/// A rollback whose program died: what was meant, and what production serves now. A value.
struct UnfinishedRollback {
    qint64 intent = 0; ///< number in the audit log
    Instant begun;
    RollbackPlan plan;
    bool isBusy = false; ///< an operation still runs on the site
    ServedSide serves = ServedSide::Neither;
};

} // namespace qd
