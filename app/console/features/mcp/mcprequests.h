#pragma once

#include "features/mcp/mcpdesk.h"
#include "mcprequestmodel.h"
#include "mcptaskmodel.h"

#include <QHash>
#include <QObject>

namespace qd {

/// What servers ask of the person, and the tasks that they work on. GUI thread.
class McpRequests final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpRequests)

public:
    /// `desk` is borrowed.
    explicit McpRequests(McpDesk &desk, QObject *parent = nullptr);

    void wireView();
    /// Goes to the first question that waits.
    void openFirst();
    /// Of the chosen server.
    void showTasks();

private:
    void wireTasks();
    void onAdded(quint64 id);
    void showRequest();
    void showCount();
    void accept(quint64 id);
    void visit(quint64 id);
    void onTask(const McpServerId &server, const McpTask &task);
    void listTasks();
    void cancelTask(const QString &id);
    void readResult(const QString &id);

    McpDesk &m_desk;
    QHash<McpServerId, QList<McpTask>> m_tasks; ///< as they were told last
    Call m_reading;
};

} // namespace qd
