#include "changestore.h"

#include <algorithm>
#include <tuple>

namespace qd {

namespace {

/// The same change told twice: the earlier beginning, an end if one knows it, and the words of who has some.
void mergeChange(Change &into, const Change &other)
{
    into.at = std::min(into.at, other.at);
    if (!into.end)
        into.end = other.end;
    into.isOngoing = (into.isOngoing || other.isOngoing) && !into.end;
    for (const auto member : {&Change::title, &Change::detail, &Change::actor})
        if ((into.*member).isEmpty())
            into.*member = other.*member;
    if (into.source != other.source && !into.source.contains(other.source))
        into.source += QLatin1String(", ") % other.source;
}

QHash<ChangeId, Change> byId(const QList<Change> &changes)
{
    QHash<ChangeId, Change> all;
    for (const Change &change : changes)
        all.insert(change.id, change);
    return all;
}

ChangeStore::Difference differenceOf(const QList<Change> &before, const QList<Change> &after)
{
    const QHash<ChangeId, Change> old = byId(before);
    const QHash<ChangeId, Change> current = byId(after);
    ChangeStore::Difference difference;
    for (const Change &change : after) {
        const auto known = old.constFind(change.id);
        if (known == old.cend())
            difference.added.append(change.id);
        else if (*known != change)
            difference.updated.append(change.id);
    }
    for (const Change &change : before)
        if (!current.contains(change.id))
            difference.removed.append(change.id);
    return difference;
}

} // namespace

ChangeStore::ChangeStore(QObject *parent) : QObject(parent) {}

const Change *ChangeStore::change(const ChangeId &id) const
{
    const auto found = std::ranges::find(m_changes, id, &Change::id);
    return found == m_changes.cend() ? nullptr : &*found;
}

QList<Change> ChangeStore::ongoing() const
{
    QList<Change> all;
    std::ranges::copy_if(m_changes, std::back_inserter(all), &Change::isOngoing);
    return all;
}

void ChangeStore::apply(const QString &source, const QList<Change> &changes, Instant asOf)
{
    m_sources.insert(source, changes);
    m_asOf = m_asOf ? std::max(*m_asOf, asOf) : asOf;
    m_errors.remove(source);
    rebuild();
    emit healthChanged();
}

void ChangeStore::fail(const QString &source, const Error &error)
{
    m_errors.insert(source, error);
    emit healthChanged();
}

void ChangeStore::clear()
{
    m_sources.clear();
    m_errors.clear();
    m_asOf.reset();
    rebuild();
    emit healthChanged();
}

void ChangeStore::rebuild()
{
    QHash<ChangeId, qsizetype> index;
    QList<Change> next;
    QStringList names = m_sources.keys();
    names.sort(); // the order of a hash is no order
    for (const QString &name : std::as_const(names)) {
        for (const Change &change : std::as_const(m_sources[name])) {
            if (const auto known = index.constFind(change.id); known != index.cend()) {
                mergeChange(next[*known], change);
                continue;
            }
            index.insert(change.id, next.size());
            next.append(change);
        }
    }
    std::ranges::stable_sort(next, {}, [](const Change &change) { return std::tie(change.at, change.id.value); });
    m_dropped = std::max<qsizetype>(0, next.size() - maxChanges);
    next = next.mid(m_dropped);
    if (next == m_changes)
        return;
    const Difference difference = differenceOf(m_changes, next);
    m_changes = std::move(next);
    emit changed(difference);
}

} // namespace qd
