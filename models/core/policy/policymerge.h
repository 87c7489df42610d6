#pragma once

#include <QString>

namespace qd {

/// What came of laying two changes of one text together.
struct MergedText {
    QString text;      ///< both changes; of places that both changed, mine
    int conflicts = 0; ///< such places
    bool operator==(const MergedText &) const = default;
};

/// Merges by lines: what `mine` and `theirs` made of `base`. Any thread.
MergedText mergeLines(const QString &base, const QString &mine, const QString &theirs);

} // namespace qd
