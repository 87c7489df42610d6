#include "mcpservermodel.h"

#include "mcp/launchconsent.h"

namespace qd {

namespace {

QString serverStatusWord(const McpServerState &state)
{
    switch (state.status) {
    case McpServerState::Status::Idle: return McpServerModel::tr("not connected");
    case McpServerState::Status::Connecting: return McpServerModel::tr("connecting");
    case McpServerState::Status::Connected: return McpServerModel::tr("connected");
    case McpServerState::Status::Failed: break;
    }
    return McpServerModel::tr("failed");
}

QString serverWay(const McpServerState &state)
{
    if (state.isPassing)
        return McpServerModel::tr("gateway");
    return state.config.transport == McpTransport::Stdio ? QStringLiteral("stdio") : QStringLiteral("http");
}

QString serverDetail(const McpServerState &state)
{
    QStringList parts{serverWay(state), serverStatusWord(state)};
    if (state.status == McpServerState::Status::Connected)
        parts << (state.tools.size() == 1 ? McpServerModel::tr("1 tool") : McpServerModel::tr("%1 tools").arg(state.tools.size()));
    return parts.join(QStringLiteral(" · "));
}

QString serverToolTip(const McpServerState &state)
{
    QStringList lines{state.config.transport == McpTransport::Stdio ? launch::commandLine(state.config)
                                                                    : state.config.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)};
    if (state.info)
        lines << McpServerModel::tr("%1 %2, MCP %3").arg(state.info->name, state.info->version, state.info->protocolVersion);
    if (state.error)
        lines << state.error->message;
    return QStringLiteral("<p style='white-space:pre-wrap'>%1</p>").arg(lines.join(u'\n').toHtmlEscaped());
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
    case Qt::AccessibleTextRole: return QString(state.config.id.value + QStringLiteral(", ") + serverDetail(state));
    case StatusRole: return static_cast<int>(state.status);
    case StaleRole: return state.isStale;
    case DetailRole: return serverDetail(state);
    default: return {};
    }
}

} // namespace qd
