#pragma once

#include "guard/writeaction.h"

namespace qd {

/// What is asked before an action: the stricter of what the action and the profile want; nothing for an emergency.
ConfirmLevel requiredConfirmation(const WriteAction &action, ConfirmLevel profile);

/// "none", "diff", "typed name": for JSON and logs.
QString confirmLevelName(ConfirmLevel level);
/// "succeeded", "failed", "cancelled", "unknown".
QString outcomeName(WriteOutcome::Status status);

} // namespace qd
