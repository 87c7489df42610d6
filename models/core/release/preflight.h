#pragma once

#include "release/rollbackplan.h"

namespace qd {

/// What a preflight looks at; borrowed for the call.
struct PreflightInputs {
    const SlotBoard &board;
    const std::optional<SlotName> &source;
    RollbackKind kind;
    const RollbackForecast &forecast;
    const RollbackRules &rules;
    bool verificationFailed; ///< of the last swap
};

/// Every check, in the order in which it is read; all are made, so that one look tells everything.
[[nodiscard]] QList<ReleaseCheck> preflight(const PreflightInputs &inputs);

/// Names of the settings that a swap would change in production, versions left out.
[[nodiscard]] QStringList travellingDifferences(const SlotSettings &from, const SlotSettings &to, const QStringList &sticky);

} // namespace qd
