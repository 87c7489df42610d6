#include "policystore.h"

namespace qd {

const PolicyState *PolicyStore::state(const QString &key) const
{
    const auto found = m_states.constFind(key);
    return found == m_states.cend() ? nullptr : &*found;
}

QList<PolicyState> PolicyStore::states() const
{
    QList<PolicyState> all;
    for (const QString &key : m_keys)
        all.append(m_states.value(key));
    return all;
}

void PolicyStore::setScopes(const QList<PolicyState> &scopes)
{
    QStringList keys;
    QHash<QString, PolicyState> states;
    for (const PolicyState &scope : scopes.mid(0, maxScopes)) {
        if (keys.contains(scope.key))
            continue;
        PolicyState kept = m_states.value(scope.key, scope);
        kept.label = scope.label;
        kept.caption = scope.caption;
        keys.append(scope.key);
        states.insert(scope.key, kept);
    }
    m_isListed = true;
    m_listError.reset();
    if (keys == m_keys && states == m_states)
        return emit scopesChanged();
    m_keys = keys;
    m_states = states;
    if (!m_keys.contains(m_open))
        open({});
    emit scopesChanged();
}

void PolicyStore::clear()
{
    setScopes({});
    m_isListed = false;
}

void PolicyStore::apply(const PolicyState &state)
{
    const auto found = m_states.find(state.key);
    if (found == m_states.end() || *found == state)
        return;
    *found = state;
    emit stateChanged(state.key);
}

void PolicyStore::open(const QString &key)
{
    if (key == m_open)
        return;
    m_open = key;
    m_versions.clear();
    emit openChanged();
    emit versionsChanged();
}

void PolicyStore::setVersions(const QList<PolicyVersion> &versions)
{
    if (versions == m_versions)
        return;
    m_versions = versions;
    emit versionsChanged();
}

void PolicyStore::setListError(const std::optional<Error> &error)
{
    m_listError = error;
    emit scopesChanged();
}

} // namespace qd
