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
    for (const ReleaseEvidence &row : evidence) {
        if (version.isEmpty() || !isOfRelease(row, version) || row.total <= 0)
            continue;
        good += row.good;
        verdict.total += row.total;
        widen(verdict, row);
    }
    if (verdict.total <= 0)
        return verdict;
    verdict.success = std::clamp(good / verdict.total, 0.0, 1.0);
    if (verdict.total >= objective.minTasks)
        verdict.kind = verdict.success >= objective.success ? ReleaseVerdict::Kind::Good : ReleaseVerdict::Kind::Bad;
    return verdict;
}

} // namespace qd
