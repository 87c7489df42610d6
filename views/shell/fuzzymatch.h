#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace qd {

/// How well a pattern fits a text, and which characters of the text it took.
struct FuzzyScore {
    int score = 0; ///< larger is better
    QList<qsizetype> positions;
    bool operator==(const FuzzyScore &) const = default;
};

/// Matches the pattern's characters in order, without regard to case and ignoring blanks in the pattern; nothing when
/// they are not all there. Starts of words, runs and early matches score more. At most 64 pattern characters count.
std::optional<FuzzyScore> fuzzyMatch(const QString &pattern, const QString &text);

} // namespace qd
