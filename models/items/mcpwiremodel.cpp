#include "mcpwiremodel.h"

#include "format.h"
#include "mcpwiretext.h"

namespace qd {

namespace {

QString wireDirection(const McpWireEntry &entry)
{
    switch (entry.direction) {
    case McpWireEntry::Direction::Sent: return McpWireModel::tr("→ sent");
    case McpWireEntry::Direction::Received: return entry.isError ? McpWireModel::tr("← error") : McpWireModel::tr("← received");
    case McpWireEntry::Direction::Note: break;
    }
    return McpWireModel::tr("note");
}

bool isServersOwn(const McpWireEntry &entry)
{
    return entry.direction == McpWireEntry::Direction::Note
        || (entry.direction == McpWireEntry::Direction::Received && entry.method.startsWith(QLatin1String("notifications/")));
}

/// "200", "SSE": what HTTP said of it; empty over stdio.
QString wireStatus(const McpWireEntry &entry)
{
    const QString first = entry.headers.section(u'\n', 0, 0);
    if (entry.direction == McpWireEntry::Direction::Sent || first.isEmpty())
        return first.section(u' ', 0, 0);
    const bool isStream = entry.headers.contains(QLatin1String("text/event-stream"), Qt::CaseInsensitive);
    const QString status = first.startsWith(QLatin1String("HTTP ")) ? first.mid(5) : first;
    return (isStream ? status + QStringLiteral(" SSE") : status).left(16);
}

QString wireCell(const McpLogEntry &logged, McpWireModel::Column column)
{
    const McpWireEntry &entry = logged.entry;
    switch (column) {
    case McpWireModel::Column::Time: return toDateTime(entry.at).toString(QStringLiteral("HH:mm:ss.zzz"));
    case McpWireModel::Column::Server: return logged.server.value;
    case McpWireModel::Column::Direction: return wireDirection(entry);
    case McpWireModel::Column::Method: return entry.method.left(200);
    case McpWireModel::Column::MessageId: return entry.id.left(40);
    case McpWireModel::Column::Status: return wireStatus(entry);
    case McpWireModel::Column::Elapsed: return entry.elapsed ? format::duration(*entry.elapsed) : QString();
    case McpWireModel::Column::Bytes: return format::number(static_cast<double>(entry.bytes));
    case McpWireModel::Column::Text: return entry.text.left(300).simplified();
    case McpWireModel::Column::Count: break;
    }
    return {};
}

/// Numbers stand at the right, with their titles.
QVariant wireAlignment(McpWireModel::Column column)
{
    const bool isNumber = column == McpWireModel::Column::Elapsed || column == McpWireModel::Column::Bytes;
    return isNumber ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
}

} // namespace

McpWireModel::McpWireModel(const McpBenchStore &store, QObject *parent)
    : QAbstractTableModel(parent), m_store(store), m_rows(static_cast<int>(store.log().size()))
{
    connect(&store, &McpBenchStore::logAboutToForget, this, [this](qsizetype count) { beginRemoveRows({}, 0, static_cast<int>(count) - 1); });
    connect(&store, &McpBenchStore::logForgot, this, [this] {
        m_rows = static_cast<int>(m_store.log().size());
        endRemoveRows();
    });
    connect(&store, &McpBenchStore::logAboutToGrow, this, [this] { beginInsertRows({}, m_rows, m_rows); });
    connect(&store, &McpBenchStore::logGrew, this, [this] {
        m_rows = static_cast<int>(m_store.log().size());
        endInsertRows();
    });
}

int McpWireModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : m_rows; }

int McpWireModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(Column::Count); }

QVariant McpWireModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const McpLogEntry &logged = m_store.log().at(static_cast<size_t>(index.row()));
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole: return wireCell(logged, column);
    case Qt::TextAlignmentRole: return wireAlignment(column);
    case ServerRole: return logged.server.value;
    case NotificationRole: return isServersOwn(logged.entry);
    case ErrorRole: return logged.entry.isError;
    case DetailRole: return wiretext::asDetail(logged);
    case JsonRole: return wiretext::asJson(logged);
    case RowRole: return index.row();
    case DirectionRole: return static_cast<int>(logged.entry.direction);
    case MessageRole: return logged.entry.text;
    case HeadersRole: return logged.entry.headers;
    case SearchRole: return QString(logged.entry.method + u'\n' + logged.entry.id + u'\n' + logged.entry.headers + u'\n' + logged.entry.text);
    default: return {};
    }
}

QVariant McpWireModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return wireAlignment(static_cast<Column>(section));
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Column::Time: return tr("Time (UTC)");
    case Column::Server: return tr("Server");
    case Column::Direction: return tr("Way");
    case Column::Method: return tr("Method");
    case Column::MessageId: return tr("Id");
    case Column::Status: return tr("HTTP");
    case Column::Elapsed: return tr("Took");
    case Column::Bytes: return tr("Bytes");
    case Column::Text: return tr("Message");
    case Column::Count: break;
    }
    return {};
}

} // namespace qd
