#include "release/rollbackstatus.h"

namespace qd {

QString rollbackStateName(RollbackStatus::State state)
{
    using State = RollbackStatus::State;
    switch (state) {
    case State::Idle: return QStringLiteral("idle");
    case State::Planning: return QStringLiteral("planning");
    case State::Ready: return QStringLiteral("ready");
    case State::Confirming: return QStringLiteral("confirming");
    case State::Rechecking: return QStringLiteral("rechecking");
    case State::Swapping: return QStringLiteral("swapping");
    case State::Unclear: return QStringLiteral("unclear");
    case State::Probing: return QStringLiteral("probing");
    case State::Watching: return QStringLiteral("watching");
    case State::Done: return QStringLiteral("done");
    case State::Failed: return QStringLiteral("failed");
    }
    return {};
}

} // namespace qd
