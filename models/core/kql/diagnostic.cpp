#include "kql/diagnostic.h"

#include <algorithm>
#include <vector>

namespace qd::kql {

namespace {

/// Levenshtein distance, ignoring case, of short names.
qsizetype nameDistance(const QString &left, const QString &right)
{
    std::vector<qsizetype> row(static_cast<size_t>(right.size()) + 1);
    for (size_t j = 0; j < row.size(); ++j)
        row[j] = static_cast<qsizetype>(j);
    for (qsizetype i = 0; i < left.size(); ++i) {
        qsizetype diagonal = row[0];
        row[0] = i + 1;
        for (qsizetype j = 0; j < right.size(); ++j) {
            const auto at = static_cast<size_t>(j);
            const qsizetype substituted = diagonal + (left[i].toLower() == right[j].toLower() ? 0 : 1);
            diagonal = row[at + 1];
            row[at + 1] = std::min({substituted, row[at] + 1, row[at + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

Error toError(const Diagnostic &diagnostic)
{
    QString message = diagnostic.message;
    if (!diagnostic.hint.isEmpty())
        message += u". Did you mean '" % diagnostic.hint % u"'?";
    return Error{.kind = ErrorKind::Query,
                 .message = message,
                 .detail = diagnostic.token,
                 .vendorCode = diagnostic.code,
                 .position = diagnostic.position};
}

QString nearestName(const QString &name, const QStringList &candidates)
{
    constexpr qsizetype longestName = 80;
    if (name.size() > longestName)
        return {};
    qsizetype best = std::min<qsizetype>(3, std::max<qsizetype>(1, name.size() / 3)) + 1;
    QString found;
    for (const QString &candidate : candidates) {
        if (candidate.size() > longestName || std::abs(candidate.size() - name.size()) >= best)
            continue;
        const qsizetype distance = nameDistance(name, candidate);
        if (distance < best) {
            best = distance;
            found = candidate;
        }
    }
    return found;
}

} // namespace qd::kql
