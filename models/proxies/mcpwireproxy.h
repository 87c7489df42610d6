#pragma once

#include <QSortFilterProxyModel>

namespace qd {

/// The wire log of one server, or what that server said of its own accord, whose text holds the filter. GUI thread.
class McpWireProxy final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpWireProxy)

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    /// An empty name: every server.
    void setServer(const QString &name);
    void setNotificationsOnly(bool isOnly);
    void setText(const QString &text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_server;
    QString m_text;
    bool m_isNotificationsOnly = false;
};

} // namespace qd
