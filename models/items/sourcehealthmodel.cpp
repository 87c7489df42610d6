#include "sourcehealthmodel.h"

#include "format.h"
#include "plaintip.h"

namespace qd {

namespace {

QString healthDisplay(const SourceHealth &health)
{
    return SourceHealthModel::tr("%1: %2").arg(health.name, sourceStateName(health.state));
}

QString healthAccessibleText(const SourceHealth &health)
{
    QString text = healthDisplay(health);
    if (health.latency)
        text += SourceHealthModel::tr(", latency %1").arg(format::duration(*health.latency));
    if (health.ingestionLag)
        text += SourceHealthModel::tr(", ingestion lag %1").arg(format::age(*health.ingestionLag));
    if (health.lastError)
        text += QStringLiteral(". ") + health.lastError->message;
    return health.warning.isEmpty() ? text : text + QStringLiteral(". ") + health.warning;
}

QString healthToolTip(const SourceHealth &health)
{
    QStringList lines{healthDisplay(health)};
    if (health.lastSuccess)
        lines << SourceHealthModel::tr("last success %1").arg(format::timestamp(*health.lastSuccess));
    if (health.latency)
        lines << SourceHealthModel::tr("latency %1").arg(format::duration(*health.latency));
    if (health.ingestionLag)
        lines << SourceHealthModel::tr("ingestion lag %1").arg(format::duration(*health.ingestionLag));
    if (health.runningQueries > 0)
        lines << SourceHealthModel::tr("%n queries running", nullptr, health.runningQueries);
    if (health.lastError)
        lines << health.lastError->message;
    if (health.lastError && !health.lastError->requestId.isEmpty())
        lines << SourceHealthModel::tr("request %1").arg(health.lastError->requestId);
    if (health.nextRetry)
        lines << SourceHealthModel::tr("next attempt %1").arg(format::timestamp(*health.nextRetry));
    if (!health.warning.isEmpty())
        lines << health.warning;
    return lines.join(u'\n');
}

/// How much a state asks for attention; a source that answers with an error needs somebody more than a slow one.
int healthSortKey(SourceState state)
{
    switch (state) {
    case SourceState::Ok: return 0;
    case SourceState::Connecting: return 1;
    case SourceState::SignInNeeded: return 2;
    case SourceState::Throttled: return 3;
    case SourceState::Error: return 4;
    case SourceState::Denied: return 5;
    case SourceState::Unreachable: return 6;
    }
    return 0;
}

QVariant healthData(const SourceHealth &health, int role)
{
    switch (role) {
    case Qt::DisplayRole: return healthDisplay(health);
    case Qt::ToolTipRole: return plainTip(healthToolTip(health));
    case Qt::AccessibleTextRole: return healthAccessibleText(health);
    case SourceHealthModel::NameRole: return health.name;
    case SourceHealthModel::StateRole: return static_cast<int>(health.state);
    case SourceHealthModel::HealthRole: return QVariant::fromValue(health);
    case SourceHealthModel::SortRole: return healthSortKey(health.state);
    default: return {};
    }
}

QList<int> changedHealthRoles(const SourceHealth &before, const SourceHealth &after)
{
    QList<int> roles{SourceHealthModel::HealthRole};
    for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole),
                           int(SourceHealthModel::StateRole), int(SourceHealthModel::SortRole)})
        if (healthData(before, role) != healthData(after, role))
            roles << role;
    return roles;
}

} // namespace

SourceHealthModel::SourceHealthModel(const SourceHealthStore &store, QObject *parent)
    : QAbstractListModel(parent), m_store(store), m_sources(store.sources())
{
    connect(&store, &SourceHealthStore::sourceAdded, this, &SourceHealthModel::insertSource);
    connect(&store, &SourceHealthStore::sourceChanged, this, &SourceHealthModel::changeSource);
    connect(&store, &SourceHealthStore::sourceRemoved, this, [this](const QString &, qsizetype index) { removeSource(index); });
}

int SourceHealthModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_sources.size());
}

QVariant SourceHealthModel::data(const QModelIndex &index, int role) const
{
    return checkIndex(index, CheckIndexOption::IndexIsValid) ? healthData(m_sources.at(index.row()), role) : QVariant();
}

QHash<int, QByteArray> SourceHealthModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert({{NameRole, "name"}, {StateRole, "state"}, {HealthRole, "health"}, {SortRole, "sort"}});
    return names;
}

void SourceHealthModel::insertSource(const QString &name, qsizetype index)
{
    const int row = static_cast<int>(index);
    beginInsertRows({}, row, row);
    m_sources.insert(index, *m_store.source(name));
    endInsertRows();
}

void SourceHealthModel::changeSource(const QString &name, qsizetype index)
{
    const SourceHealth &after = *m_store.source(name);
    const QList<int> roles = changedHealthRoles(m_sources.at(index), after);
    m_sources[index] = after;
    const QModelIndex changed = this->index(static_cast<int>(index));
    emit dataChanged(changed, changed, roles);
}

void SourceHealthModel::removeSource(qsizetype index)
{
    const int row = static_cast<int>(index);
    beginRemoveRows({}, row, row);
    m_sources.removeAt(index);
    endRemoveRows();
}

} // namespace qd
