#include "nearestname.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace qd {

namespace {

constexpr qsizetype maxCompared = 64;

/// Levenshtein distance, case ignored.
qsizetype editDistance(const QString &a, const QString &b)
{
    std::vector<qsizetype> row(static_cast<size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        qsizetype diagonal = std::exchange(row[0], i + 1);
        for (qsizetype j = 0; j < b.size(); ++j) {
            const auto at = static_cast<size_t>(j);
            const qsizetype replaced = diagonal + (a.at(i).toLower() == b.at(j).toLower() ? 0 : 1);
            diagonal = row[at + 1];
            row[at + 1] = std::min({replaced, row[at] + 1, row[at + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

QString nearestName(const QString &typed, const QStringList &known)
{
    if (typed.size() > maxCompared)
        return {};
    QString best;
    qsizetype bestDistance = std::max<qsizetype>(2, typed.size() / 3) + 1;
    for (const QString &name : known)
        if (const qsizetype distance = editDistance(typed, name); distance < bestDistance && distance < name.size()) {
            bestDistance = distance;
            best = name;
        }
    return best;
}

QString nameHint(const QString &typed, const QStringList &known)
{
    const QString near = nearestName(typed, known);
    if (!near.isEmpty())
        return QStringLiteral("; did you mean “%1”?").arg(near);
    return known.size() > 12 ? QString() : QStringLiteral("; known: ") % known.join(QLatin1String(", "));
}

} // namespace qd
