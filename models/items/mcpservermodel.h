#pragma once

#include "mcpbenchstore.h"

#include <QAbstractListModel>

namespace qd {

/// The servers of the MCP workbench, one row each, in the store's order. GUI thread.
class McpServerModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpServerModel)

public:
    enum Role {
        IdRole = Qt::UserRole + 1, ///< QString
        StatusRole,                ///< int, McpServerState::Status
        StaleRole,                 ///< bool: what is listed is old
        DetailRole,                ///< QString: what it is, how it stands and which era it speaks, one line
        OfferRole,                 ///< QString: how many tools, and their tokens; empty while nothing was listed
        ConcernRole,               ///< QString: what should be looked at; empty: nothing
        LatencyRole                ///< QString: time there and back, or empty
    };

    /// `store` is borrowed and must outlive the model.
    explicit McpServerModel(const McpBenchStore &store, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    const McpBenchStore &m_store;
    int m_rows = 0;
};

} // namespace qd
