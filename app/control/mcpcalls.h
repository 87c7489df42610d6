#pragma once

#include "clock.h"
#include "mcp/mcpsession.h"
#include "mcpbenchstore.h"
#include "mcpcallstore.h"
#include "writeguard.h"

#include <QObject>

#include <map>
#include <optional>

namespace qd {

class McpConnections;

/// Calls of the bench: any number of subjects at a time, each of them once at a time. A call through the account's gateway
/// that may change something passes the write guard. GUI thread.
class McpCalls final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpCalls)

public:
    /// Borrowed.
    struct Parts {
        const Clock &clock;
        const McpBenchStore &servers;
        McpConnections &connections;
    };

    McpCalls(Parts parts, McpCallStore &store, QObject *parent = nullptr);

    /// Of the account that is signed in; null: servers of the gateway cannot be called for more than reading.
    void setGuard(WriteGuard *guard);

    void callTool(const McpServerId &id, const QString &tool, const QString &arguments, const McpCallOptions &options = {});
    void getPrompt(const McpServerId &id, const QString &prompt, const QList<std::pair<QString, QString>> &arguments);
    /// `uri` is what is read; `listed` the resource or template under which the call is kept.
    void readResource(const McpServerId &id, const QString &uri, const QString &listed = {});
    void cancel(const McpSubjectId &id);

private:
    struct Running {
        Call call;
        int generation = 0;
    };

    bool begin(const McpSubjectId &id, const QString &arguments);
    [[nodiscard]] bool needsGuard(const McpServerId &id, const QString &tool) const;
    void admit(const McpSubjectId &id, const QString &arguments, const McpCallOptions &options);
    void run(const McpSubjectId &id, const QString &arguments, const McpCallOptions &options, std::optional<WriteTicket> ticket);
    void onProgress(const McpSubjectId &id, int generation, const McpProgress &progress);
    void finish(const McpSubjectId &id, int generation, const Result<McpCallResult> &result);
    void takeContents(const McpSubjectId &id, int generation, const Result<QList<McpContent>> &contents);
    [[nodiscard]] bool isCurrent(const McpSubjectId &id, int generation) const;

    const Parts m_parts;
    McpCallStore &m_store;
    WriteGuard *m_guard = nullptr;
    int m_guardAge = 0; ///< tickets are good for the guard that gave them
    std::map<McpSubjectId, Running> m_running;
    int m_generation = 0;
};

} // namespace qd
