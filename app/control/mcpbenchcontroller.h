#pragma once

#include "mcpcalls.h"
#include "mcpconnections.h"
#include "mcpinspector.h"
#include "mcproster.h"
#include "mcptaskledger.h"

namespace qd {

/// The MCP bench without its window: which servers there are, their connections, the calls, and what their listings are
/// worth. Ties them together, and asks after the tasks of an earlier run. GUI thread.
class McpBenchController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpBenchController)

public:
    /// Borrowed, but for the answers.
    struct Parts {
        McpConnector &connector;
        ConfirmService &confirm;
        SecretStore &secrets;
        const Clock &clock;
        Timers &timers;
        QString listPath; ///< of the user's list
        QString pinsPath; ///< of what was approved
        std::shared_ptr<McpClientAnswers> answers = {}; ///< to what servers ask; null: everything is declined
        QString tasksPath = {}; ///< of the tasks that are found again after a restart; empty: none are
    };

    McpBenchController(const Parts &parts, McpBenchStore &servers, McpCallStore &calls, QObject *parent = nullptr);

    [[nodiscard]] McpRoster &roster() { return m_roster; }
    [[nodiscard]] McpConnections &connections() { return m_connections; }
    [[nodiscard]] McpCalls &calls() { return m_calls; }
    [[nodiscard]] McpInspector &inspector() { return m_inspector; }

signals:
    /// Of any part, but for calls, which have their own place for it.
    void failed(const qd::Error &error);

private:
    /// Each server is asked once a connection for the tasks that are known of it.
    void askAfterTasks(const McpServerId &id);

    McpBenchStore &m_servers;
    McpTaskLedger m_tasks;
    McpRoster m_roster;
    McpConnections m_connections;
    McpCalls m_calls;
    McpInspector m_inspector;
};

} // namespace qd
