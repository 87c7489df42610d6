#pragma once

#include "mcprequeststore.h"

#include <QAbstractTableModel>

namespace qd {

/// What servers have asked, oldest first. GUI thread.
class McpRequestModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpRequestModel)

public:
    enum class Column { State, Server, What, Time, Message, Count };
    enum Role {
        IdRole = Qt::UserRole + 1, ///< quint64
        StatusRole                 ///< int, McpPendingRequest::Status
    };

    /// `store` is borrowed and must outlive the model.
    explicit McpRequestModel(const McpRequestStore &store, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_rows; }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(Column::Count); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const McpRequestStore &m_store;
    int m_rows = 0;
};

/// "a form", "a page to visit", …
[[nodiscard]] QString requestKindWord(McpPendingRequest::Kind kind);
[[nodiscard]] QString requestStatusWord(const McpPendingRequest &request);

} // namespace qd
