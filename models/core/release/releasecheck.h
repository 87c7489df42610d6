#pragma once

#include <QList>
#include <QString>

#include <algorithm>

namespace qd {

/// One line of a preflight or verification list. Texts are plain. A value.
struct ReleaseCheck {
    enum class State { Pass, Warn, Fail, Waiting };
    QString id;     ///< stable, e.g. "cooldown"
    QString title;
    State state = State::Pass;
    QString reason; ///< what was found
    bool operator==(const ReleaseCheck &) const = default;
};

[[nodiscard]] inline bool hasState(const QList<ReleaseCheck> &checks, ReleaseCheck::State state)
{
    return std::ranges::any_of(checks, [state](const ReleaseCheck &check) { return check.state == state; });
}

/// "pass", "warn", "fail", "waiting".
[[nodiscard]] QString releaseCheckName(ReleaseCheck::State state);

} // namespace qd
