#include "policy/policymerge.h"

#include "policy/linediff.h"

#include <QStringList>

#include <algorithm>

namespace qd {

namespace {

/// Base lines [begin, end) became `lines`.
struct Replaced {
    qsizetype begin = 0;
    qsizetype end = 0;
    QStringList lines;
    bool operator==(const Replaced &) const = default;
};

QList<Replaced> replacements(const QString &base, const QString &text)
{
    QList<Replaced> found;
    qsizetype at = 0;
    bool isOpen = false;
    for (const DiffLine &line : lineDiff(base, text)) {
        if (line.kind == DiffLine::Kind::Same) {
            ++at;
            isOpen = false;
            continue;
        }
        if (!isOpen)
            found.append({at, at, {}});
        isOpen = true;
        if (line.kind == DiffLine::Kind::Removed)
            found.last().end = ++at;
        else
            found.last().lines.append(line.text);
    }
    return found;
}

/// True when both touch the same lines, or insert at the same place.
bool collide(const Replaced &left, const Replaced &right)
{
    const bool bothInsert = left.begin == right.begin;
    return bothInsert || (left.begin < right.end && right.begin < left.end);
}

} // namespace

MergedText mergeLines(const QString &base, const QString &mine, const QString &theirs)
{
    QList<Replaced> all = replacements(base, mine);
    MergedText merged;
    for (const Replaced &change : replacements(base, theirs)) {
        if (all.contains(change))
            continue;
        const bool isTaken = std::ranges::any_of(all, [&change](const Replaced &own) { return collide(own, change); });
        merged.conflicts += isTaken ? 1 : 0;
        if (!isTaken)
            all.append(change);
    }
    std::ranges::sort(all, std::greater{}, &Replaced::begin);
    QStringList lines = base.split(u'\n');
    for (const Replaced &change : std::as_const(all)) {
        lines.remove(change.begin, change.end - change.begin);
        for (qsizetype i = 0; i < change.lines.size(); ++i)
            lines.insert(change.begin + i, change.lines.at(i));
    }
    merged.text = lines.join(u'\n');
    return merged;
}

} // namespace qd
