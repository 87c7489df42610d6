#include "mcpauth/scopes.h"

#include <algorithm>

namespace qd::oauth {

namespace {

constexpr qsizetype longestScope = 256;
constexpr QLatin1String offlineAccess("offline_access");

bool isScope(QStringView text)
{
    return !text.isEmpty() && text.size() <= longestScope && std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.unicode() > 0x20 && c.unicode() < 0x7f && c != u'"' && c != u'\\';
    });
}

} // namespace

QStringList splitScopes(const QString &text)
{
    QStringList scopes;
    for (const QString &one : text.split(u' ', Qt::SkipEmptyParts))
        if (isScope(one) && !scopes.contains(one) && scopes.size() < maxScopes)
            scopes << one;
    return scopes;
}

QStringList chooseScopes(const ScopeOffer &offer)
{
    QStringList chosen = !offer.asked.isEmpty() ? unionOfScopes(offer.asked, offer.challenged)
        : !offer.challenged.isEmpty()           ? offer.challenged
                                                : offer.ofResource;
    if (!offer.ofServer.contains(offlineAccess) && !offer.asked.contains(offlineAccess))
        chosen.removeAll(offlineAccess);
    else if (offer.ofServer.contains(offlineAccess) && offer.wantsRefresh && !chosen.isEmpty() && !chosen.contains(offlineAccess))
        chosen << offlineAccess;
    return chosen;
}

QStringList unionOfScopes(const QStringList &before, const QStringList &more)
{
    QStringList all = before;
    for (const QString &scope : more)
        if (!all.contains(scope) && all.size() < maxScopes)
            all << scope;
    return all;
}

bool mayStepUp(int triesSoFar, const QStringList &before, const QStringList &challenged)
{
    return triesSoFar < maxStepUps && (challenged.isEmpty() || unionOfScopes(before, challenged).size() > before.size());
}

} // namespace qd::oauth
