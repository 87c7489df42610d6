#pragma once

#include <QList>
#include <QString>

namespace qd {

/// One line of a difference.
struct DiffLine {
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    int before = 0; ///< line number in the old text, from 1; 0: not there
    int after = 0;  ///< line number in the new text, from 1; 0: not there
    QString text;
    bool operator==(const DiffLine &) const = default;
};

/// Lines that belong together, with what stands around them.
struct DiffHunk {
    QList<DiffLine> lines;
    bool operator==(const DiffHunk &) const = default;
};

/// The shortest difference of two texts by lines (Myers). Texts that differ in more than 1500 lines are given as
/// everything removed, everything added between what they share at both ends. Any thread.
QList<DiffLine> lineDiff(const QString &before, const QString &after);

/// The changes with `context` same lines around them; none: the texts are equal.
QList<DiffHunk> diffHunks(const QList<DiffLine> &lines, int context = 3);

/// Hunks as people know them: "@@ -3,4 +3,5 @@" and lines that begin with ' ', '-' or '+'.
QString unifiedText(const QList<DiffHunk> &hunks);

/// "2 lines added, 1 removed", or "no difference".
QString diffSummary(const QList<DiffLine> &lines);

} // namespace qd
