#include "release/releaseevidence.h"

#include <algorithm>

namespace qd {

namespace {

bool isOfRelease(const ReleaseEvidence &row, const ReleaseVersion &version)
{
    const bool isBuild = row.build.isEmpty() || version.build.isEmpty() || row.build == version.build;
    const auto prompts = version.prompts.values();
    return isBuild && (prompts.isEmpty() ? !row.build.isEmpty() : prompts.contains(row.prompt));
}

/// Prompts that did well must not hide one that fails three times as often as is allowed.
bool failsByItself(const ReleaseEvidence &row, const ReleaseObjective &objective)
{
    return row.total >= objective.minTasks && 1 - row.good / row.total > 3 * (1 - objective.success);
}

void widen(ReleaseVerdict &verdict, const ReleaseEvidence &row)
{
    verdict.first = verdict.first ? std::min(*verdict.first, row.first) : row.first;
    verdict.last = verdict.last ? std::max(*verdict.last, row.last) : row.last;
}

} // namespace

ReleaseVerdict judgeRelease(const ReleaseVersion &version, const QList<ReleaseEvidence> &evidence, const ReleaseObjective &objective)
{
    ReleaseVerdict verdict;
    double good = 0;
    bool hasBadPrompt = false;
    for (const ReleaseEvidence &row : evidence) {
        if (version.isEmpty() || !isOfRelease(row, version) || row.total <= 0)
            continue;
        good += row.good;
        hasBadPrompt = hasBadPrompt || failsByItself(row, objective);
        verdict.total += row.total;
        widen(verdict, row);
    }
    if (verdict.total <= 0)
        return verdict;
    verdict.success = std::clamp(good / verdict.total, 0.0, 1.0);
    if (verdict.total >= objective.minTasks)
        verdict.kind = verdict.success >= objective.success && !hasBadPrompt ? ReleaseVerdict::Kind::Good : ReleaseVerdict::Kind::Bad;
    return verdict;
}

} // namespace qd
