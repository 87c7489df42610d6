#pragma once

#include "clock.h"
#include "guard/writeaction.h"

namespace qd {

/// What the sheet asks. A value.
struct ConfirmQuestion {
    WriteAction action;
    ConfirmLevel level = ConfirmLevel::Diff;
    QString environment;    ///< what is typed at ConfirmLevel::TypedName
    bool needsLease = false;
    Milliseconds lease{0};
    qsizetype behind = 0;   ///< further questions that wait
};

} // namespace qd
