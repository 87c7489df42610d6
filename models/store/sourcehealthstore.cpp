#include "sourcehealthstore.h"

#include "log.h"

namespace qd {

SourceHealthStore::SourceHealthStore(QObject *parent) : QObject(parent) {}

const SourceHealth *SourceHealthStore::source(const QString &name) const
{
    const auto found = m_sources.constFind(name);
    return found == m_sources.cend() ? nullptr : &*found;
}

QList<SourceHealth> SourceHealthStore::sources() const
{
    QList<SourceHealth> all;
    all.reserve(m_order.size());
    for (const QString &name : m_order)
        all.append(m_sources.value(name));
    return all;
}

void SourceHealthStore::apply(const SourceHealth &health)
{
    const auto known = m_sources.find(health.name);
    if (known != m_sources.end()) {
        if (*known == health)
            return;
        *known = health;
        emit sourceChanged(health.name, m_order.indexOf(health.name));
        return;
    }
    if (m_order.size() >= maxSources) {
        log::warning(log::store, QStringLiteral("source health: over %1 sources, dropped %2").arg(maxSources).arg(health.name));
        return;
    }
    m_order.append(health.name);
    m_sources.insert(health.name, health);
    emit sourceAdded(health.name, m_order.size() - 1);
}

void SourceHealthStore::remove(const QString &name)
{
    const qsizetype index = m_order.indexOf(name);
    if (index < 0)
        return;
    m_order.removeAt(index);
    m_sources.remove(name);
    emit sourceRemoved(name, index);
}

} // namespace qd
