#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace qd {

/// The wire log of one server or of all, of one kind of message, whose text, method, headers or id hold every word of the
/// filter; a word after "!" must not be there. GUI thread.
class McpWireProxy final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpWireProxy)

public:
    enum class Kind { All, Requests, Notifications, Errors, Notes };

    using QSortFilterProxyModel::QSortFilterProxyModel;

    /// An empty name: every server.
    void setServer(const QString &name);
    void setNotificationsOnly(bool isOnly);
    void setKind(Kind kind);
    /// Not only of the chosen server.
    void setEveryServer(bool isEvery);
    void setText(const QString &text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    [[nodiscard]] bool isOfKind(const QModelIndex &index) const;

    QString m_server;
    QStringList m_words;
    Kind m_kind = Kind::All;
    bool m_isEveryServer = false;
    bool m_isNotificationsOnly = false;
};

} // namespace qd
