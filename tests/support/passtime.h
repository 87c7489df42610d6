#pragma once

#include "manualtimers.h"

#include <QTest>

#include <functional>

namespace qd::test {

/// Lets a second pass whenever the condition does not hold yet; false after `limitMs` of the real clock.
[[nodiscard]] inline bool passTimeUntil(ManualTimers &timers, const std::function<bool()> &condition, int limitMs)
{
    return QTest::qWaitFor([&] {
        const bool isDone = condition();
        if (!isDone)
            timers.advance(std::chrono::seconds(1));
        return isDone;
    }, limitMs);
}

} // namespace qd::test
