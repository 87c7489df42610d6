#include "sourcehealth.h"

namespace qd {

QString sourceStateName(SourceState state)
{
    switch (state) {
    case SourceState::Connecting: return QStringLiteral("connecting");
    case SourceState::Ok: return QStringLiteral("ok");
    case SourceState::SignInNeeded: return QStringLiteral("sign-in needed");
    case SourceState::Throttled: return QStringLiteral("throttled");
    case SourceState::Unreachable: return QStringLiteral("unreachable");
    case SourceState::Denied: return QStringLiteral("denied");
    case SourceState::Error: return QStringLiteral("error");
    }
    return QStringLiteral("error");
}

} // namespace qd
