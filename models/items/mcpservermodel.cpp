#include "mcpservermodel.h"

#include "format.h"
#include "mcp/launchconsent.h"
#include "plaintip.h"

namespace qd {

namespace {

QString serverStatusWord(const McpServerState &state)
{
    if (!state.signInStep.isEmpty())
        return McpServerModel::tr("signing in");
    switch (state.status) {
    case McpServerState::Status::Idle: return McpServerModel::tr("not connected");
    case McpServerState::Status::Connecting: return McpServerModel::tr("connecting");
    case McpServerState::Status::Connected: return McpServerModel::tr("connected");
    case McpServerState::Status::NeedsSignIn: return McpServerModel::tr("needs sign-in");
    case McpServerState::Status::Failed: break;
    }
    return McpServerModel::tr("failed");
}

QString serverWay(const McpServerState &state)
{
    if (state.isPassing)
        return McpServerModel::tr("gateway");
    switch (state.config.transport) {
    case McpTransport::Stdio: return QStringLiteral("stdio");
    case McpTransport::Sse: return QStringLiteral("sse");
    case McpTransport::StreamableHttp: break;
    }
    return QStringLiteral("http");
}

QString serverDetail(const McpServerState &state)
{
    QStringList parts{serverWay(state), serverStatusWord(state)};
    if (state.status == McpServerState::Status::Connected && state.info)
        parts << (state.info->isModern ? McpServerModel::tr("modern") : McpServerModel::tr("legacy"));
    return parts.join(QStringLiteral(" · "));
}

/// What it offers and what that takes of a model's context; empty while nothing was listed.
QString serverOffer(const McpServerState &state)
{
    if (!state.listedAt)
        return {};
    QStringList parts{state.tools.size() == 1 ? McpServerModel::tr("1 tool") : McpServerModel::tr("%1 tools").arg(state.tools.size())};
    if (state.inspection && state.inspection->tokens > 0)
        parts << McpServerModel::tr("%1 tokens").arg(format::compact(static_cast<double>(state.inspection->tokens)));
    if (state.isStale)
        parts << McpServerModel::tr("old");
    return parts.join(QStringLiteral(" · "));
}

/// What the operator should look at; empty: nothing.
QString serverConcern(const McpServerState &state)
{
    if (!state.inspection)
        return {};
    if (state.inspection->suspicious > 0)
        return McpServerModel::tr("%1 suspicious").arg(state.inspection->suspicious);
    return state.inspection->changed > 0 || !state.inspection->identity.isEmpty() ? McpServerModel::tr("changed") : QString();
}

QString serverSaid(const McpServerState &state)
{
    QStringList parts{state.config.id.value, serverDetail(state)};
    for (const QString &part : {serverOffer(state), serverConcern(state), state.latency ? format::duration(*state.latency) : QString()})
        if (!part.isEmpty())
            parts << part;
    return parts.join(QStringLiteral(", "));
}

QString serverToolTip(const McpServerState &state)
{
    QStringList lines{state.config.transport == McpTransport::Stdio ? launch::commandLine(state.config)
                                                                    : state.config.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)};
    if (state.info)
        lines << McpServerModel::tr("%1 %2, MCP %3").arg(state.info->name, state.info->version, state.info->protocolVersion);
    if (state.error)
        lines << state.error->message;
    return plainTip(lines.join(u'\n'));
}

} // namespace

McpServerModel::McpServerModel(const McpBenchStore &store, QObject *parent)
    : QAbstractListModel(parent), m_store(store), m_rows(static_cast<int>(store.servers().size()))
{
    connect(&store, &McpBenchStore::serverAboutToBeAdded, this, [this](qsizetype index) { beginInsertRows({}, static_cast<int>(index), static_cast<int>(index)); });
    connect(&store, &McpBenchStore::serverAdded, this, [this] {
        ++m_rows;
        endInsertRows();
    });
    connect(&store, &McpBenchStore::serverAboutToBeRemoved, this, [this](qsizetype index) { beginRemoveRows({}, static_cast<int>(index), static_cast<int>(index)); });
    connect(&store, &McpBenchStore::serverRemoved, this, [this] {
        --m_rows;
        endRemoveRows();
    });
    connect(&store, &McpBenchStore::serverChanged, this, [this](qsizetype index) {
        const QModelIndex row = this->index(static_cast<int>(index));
        emit dataChanged(row, row);
    });
}

int McpServerModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : m_rows; }

QVariant McpServerModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || index.row() >= m_store.servers().size())
        return {};
    const McpServerState &state = m_store.servers().at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case IdRole: return state.config.id.value;
    case Qt::ToolTipRole: return serverToolTip(state);
    case Qt::AccessibleTextRole: return serverSaid(state);
    case StatusRole: return static_cast<int>(state.status);
    case StaleRole: return state.isStale;
    case DetailRole: return serverDetail(state);
    case OfferRole: return serverOffer(state);
    case ConcernRole: return serverConcern(state);
    case LatencyRole: return state.latency ? format::duration(*state.latency) : QString();
    default: return {};
    }
}

} // namespace qd
