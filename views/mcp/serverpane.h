#pragma once

#include "mcpserverstate.h"
#include "theme/theme.h"

#include <QAbstractItemModel>
#include <QFrame>

class QComboBox;
class QLabel;
class QListView;
class QPushButton;

namespace qd {

/// The servers of the bench, whose key goes to those behind the gateway, and what can be done with the chosen one.
/// GUI thread.
class McpServerPane final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpServerPane)

public:
    /// `servers` has the roles of McpServerModel; both are borrowed.
    McpServerPane(QAbstractItemModel &servers, const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] McpServerId current() const;
    /// Chooses the server of this name, when there is one.
    void choose(const McpServerId &id);
    /// The chosen server as it is now; null: there is none.
    void setServer(const McpServerState *state);
    /// Whose keys there are to call the gateway with, and whose is used; none: nothing is shown.
    void setSubjects(const QStringList &names, const QString &current);

signals:
    void serverChosen();
    void connectRequested();
    void disconnectRequested();
    void refreshRequested();
    void removeRequested();
    void importRequested();
    void subjectChosen(const QString &name);

private:
    QWidget *makeHead();
    QWidget *makeSubject();
    QWidget *makeButtons();

    QListView *m_servers;
    QWidget *m_subjectRow = nullptr;
    QComboBox *m_subjects = nullptr;
    QPushButton *m_connect = nullptr;
    QPushButton *m_refresh = nullptr;
    QPushButton *m_remove = nullptr;
    bool m_isOpen = false;
};

} // namespace qd
