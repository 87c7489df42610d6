#include "guard/protection.h"

#include <algorithm>

namespace qd {

ConfirmLevel requiredConfirmation(const WriteAction &action, ConfirmLevel profile)
{
    return action.isEmergency ? ConfirmLevel::None : std::max(action.level, profile);
}

QString confirmLevelName(ConfirmLevel level)
{
    switch (level) {
    case ConfirmLevel::None: return QStringLiteral("none");
    case ConfirmLevel::Diff: return QStringLiteral("diff");
    case ConfirmLevel::TypedName: return QStringLiteral("typed name");
    }
    return {};
}

QString outcomeName(WriteOutcome::Status status)
{
    switch (status) {
    case WriteOutcome::Status::Succeeded: return QStringLiteral("succeeded");
    case WriteOutcome::Status::Failed: return QStringLiteral("failed");
    case WriteOutcome::Status::Cancelled: return QStringLiteral("cancelled");
    case WriteOutcome::Status::Unknown: return QStringLiteral("unknown");
    }
    return {};
}

} // namespace qd
