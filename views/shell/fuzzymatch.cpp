#include "shell/fuzzymatch.h"

#include <algorithm>

namespace qd {

namespace {

constexpr int fuzzyWordStart = 8;
constexpr int fuzzyRun = 6;
constexpr int fuzzyHit = 1;

bool isFuzzyWordStart(const QString &text, qsizetype at)
{
    return at == 0 || !text[at - 1].isLetterOrNumber() || (text[at].isUpper() && text[at - 1].isLower());
}

int fuzzyGain(const QString &text, qsizetype at, qsizetype previous)
{
    return fuzzyHit + (isFuzzyWordStart(text, at) ? fuzzyWordStart : 0) + (at == previous + 1 ? fuzzyRun : 0);
}

// Best continuation from `from` for the pattern's tail. Both are short (a title, a few typed letters), and `budget`
// bounds the search whatever the text is.
std::optional<FuzzyScore> bestFrom(const QString &pattern, qsizetype index, const QString &text, qsizetype from,
                                   qsizetype previous, int &budget)
{
    if (index == pattern.size())
        return FuzzyScore{};
    std::optional<FuzzyScore> best;
    for (qsizetype at = from; at < text.size() && budget > 0; ++at) {
        if (text[at].toCaseFolded() != pattern[index])
            continue;
        --budget;
        auto tail = bestFrom(pattern, index + 1, text, at + 1, at, budget);
        if (!tail)
            break;
        tail->score += fuzzyGain(text, at, previous);
        if (!best || tail->score > best->score) {
            tail->positions.prepend(at);
            best = std::move(tail);
        }
    }
    return best;
}

} // namespace

std::optional<FuzzyScore> fuzzyMatch(const QString &pattern, const QString &text)
{
    QString folded;
    for (const QChar c : pattern) {
        if (!c.isSpace() && folded.size() < 64)
            folded.append(c.toCaseFolded());
    }
    int budget = 4000;
    auto match = bestFrom(folded, 0, text, 0, -2, budget);
    if (match && !match->positions.isEmpty())
        match->score -= static_cast<int>(std::min<qsizetype>(match->positions.first(), 10));
    return match;
}

} // namespace qd
