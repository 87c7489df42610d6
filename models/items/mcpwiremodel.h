#pragma once

#include "mcpbenchstore.h"

#include <QAbstractTableModel>

namespace qd {

/// Every message of the MCP workbench, oldest first. GUI thread.
class McpWireModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpWireModel)

public:
    enum class Column { Time, Server, Direction, Method, MessageId, Status, Elapsed, Bytes, Text, Count };
    enum Role {
        ServerRole = Qt::UserRole + 1, ///< QString
        NotificationRole,              ///< bool: the server's own word, or a note
        ErrorRole,                     ///< bool
        DetailRole,                    ///< QString: headers and message
        JsonRole,                      ///< QString: the entry as one JSON object
        RowRole,                       ///< qsizetype: in the store's log
        DirectionRole,                 ///< int, McpWireEntry::Direction
        MessageRole,                   ///< QString: the message alone
        HeadersRole,                   ///< QString: HTTP status and headers, or empty
        SearchRole                     ///< QString: everything that a filter looks at
    };

    /// `store` is borrowed and must outlive the model.
    explicit McpWireModel(const McpBenchStore &store, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const McpBenchStore &m_store;
    int m_rows = 0;
};

} // namespace qd
