#include "release/permissiongrant.h"

#include <algorithm>

namespace qd {

namespace {

/// Piece by piece, the earliest place for each: no backtracking, so that a hostile pattern costs nothing.
bool fitsPattern(const QString &pattern, const QString &action)
{
    const QStringList pieces = pattern.split(u'*');
    if (pieces.size() == 1)
        return pattern.compare(action, Qt::CaseInsensitive) == 0;
    if (!action.startsWith(pieces.first(), Qt::CaseInsensitive))
        return false;
    qsizetype at = pieces.first().size();
    for (qsizetype i = 1; i + 1 < pieces.size(); ++i) {
        const qsizetype found = action.indexOf(pieces.at(i), at, Qt::CaseInsensitive);
        if (found < 0)
            return false;
        at = found + pieces.at(i).size();
    }
    return action.size() - at >= pieces.last().size() && action.endsWith(pieces.last(), Qt::CaseInsensitive);
}

bool holds(const QStringList &patterns, const QString &action)
{
    return std::ranges::any_of(patterns, [&action](const QString &pattern) { return fitsPattern(pattern, action); });
}

} // namespace

QString slotSwapAction() { return QStringLiteral("Microsoft.Web/sites/slots/slotsswap/action"); }

bool isPermitted(const QList<PermissionGrant> &grants, const QString &action)
{
    return std::ranges::any_of(grants, [&action](const PermissionGrant &grant) { return holds(grant.actions, action) && !holds(grant.exceptions, action); });
}

} // namespace qd
