#pragma once

#include "mcpserverstate.h"
#include "theme/theme.h"

#include <QAbstractItemModel>
#include <QFrame>

class QComboBox;
class QLabel;
class QListView;

namespace qd {

/// The servers of the bench with their states, and whose key goes to those behind the gateway. GUI thread.
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
    /// Whose keys there are to call the gateway with, and whose is used; none: nothing is shown.
    void setSubjects(const QStringList &names, const QString &current);

signals:
    void serverChosen();
    void connectRequested();
    void connectAllRequested();
    void importRequested();
    void addRequested();
    void subjectChosen(const QString &name);

private:
    QWidget *makeHead();
    QWidget *makeSubject();
    void refreshSummary();

    QListView *m_servers;
    QWidget *m_subjectRow = nullptr;
    QComboBox *m_subjects = nullptr;
    QLabel *m_summary = nullptr;
};

} // namespace qd
