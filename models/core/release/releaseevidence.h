#pragma once

#include "clock.h"
#include "release/releaseversion.h"

#include <QList>
#include <QString>

#include <optional>

namespace qd {

/// How tasks went under one build and prompt version while a slot served them, from telemetry.
struct ReleaseEvidence {
    QString slot;
    QString build;
    QString prompt;
    double good = 0;
    double total = 0;
    Instant first{};
    Instant last{};
    bool operator==(const ReleaseEvidence &) const = default;
};

/// What is known of a version: the recorded verdict that makes a slot "known good".
struct ReleaseVerdict {
    enum class Kind { Unknown, Good, Bad };
    Kind kind = Kind::Unknown;
    double success = 0;       ///< share of good tasks; meaningful when total > 0
    double total = 0;
    std::optional<Instant> first;
    std::optional<Instant> last; ///< when it served last
    bool operator==(const ReleaseVerdict &) const = default;
};

/// What makes a verdict.
struct ReleaseObjective {
    double success = 0.99;  ///< at or above is good
    double minTasks = 20;   ///< fewer say nothing
    bool operator==(const ReleaseObjective &) const = default;
};

/// Judges the tasks that ran under exactly this build and any of its prompt versions: bad below the objective, or when
/// one prompt version alone fails three times as often as the objective allows. When the telemetry does not tell
/// builds apart, the prompt versions alone count.
[[nodiscard]] ReleaseVerdict judgeRelease(const ReleaseVersion &version, const QList<ReleaseEvidence> &evidence,
                                          const ReleaseObjective &objective);

} // namespace qd
