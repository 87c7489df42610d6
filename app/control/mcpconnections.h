#pragma once

#include "clock.h"
#include "confirmservice.h"
#include "http/timers.h"
#include "mcp/mcpsession.h"
#include "mcpbenchstore.h"
#include "mcprestarts.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <functional>
#include <map>
#include <memory>

namespace qd {

class McpRoster;

/// The live connections of the bench, several at once, each for itself: opens them (a command only when its exact line was
/// agreed to), lists what they offer, measures how long they take. One that is lost is started again, a few times and ever
/// later, with its subscriptions. What one does never touches another. GUI thread.
class McpConnections final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpConnections)

public:
    /// Borrowed, but for the answers.
    struct Parts {
        McpConnector &connector;
        ConfirmService &confirm;
        const Clock &clock;
        Timers &timers;
        std::shared_ptr<McpClientAnswers> answers; ///< to what servers ask; null: everything is declined
    };

    McpConnections(Parts parts, McpRoster &roster, McpBenchStore &store, QObject *parent = nullptr);
    ~McpConnections() override;

    void connectServer(const McpServerId &id);
    void disconnectServer(const McpServerId &id);
    /// Asks anew for what it offers; connects when it is not.
    void refresh(const McpServerId &id);
    /// Measures the time there and back.
    void ping(const McpServerId &id);

    /// Asks how a task stands, which taskChanged() tells; `unknown` when the server does not know it.
    void readTask(const McpServerId &id, const QString &task, const std::function<void()> &unknown);

    /// Null unless it is connected.
    [[nodiscard]] McpSession *session(const McpServerId &id) const;

signals:
    void opened(const qd::McpServerId &id);
    /// Its lists were read to the end, whole or not.
    void listed(const qd::McpServerId &id);
    void notified(const qd::McpServerId &id, const QString &method, const QString &params);
    void taskChanged(const qd::McpServerId &id, const qd::McpTask &task);
    void ended(const qd::McpServerId &id);

private:
    using Change = std::function<void(McpServerState &)>;

    void update(const McpServerId &id, const Change &change);
    void open(const McpServerId &id);
    void follow(McpSession &session, const McpServerId &id);
    void onOpened(const McpServerId &id, const Result<McpServerInfo> &info);
    /// Says in the state what comes next, and lets it come.
    void planRestart(const McpServerId &id, const Error &error);
    void restart(const McpServerId &id, quint64 ticket);
    void onClosed(const McpServerId &id, const std::optional<Error> &error);
    void onNotified(const McpServerId &id, const QString &method);
    void askConsent(const McpServerConfig &config);
    void onConsent(const McpServerConfig &config, bool isAgreed);
    void startListing(const McpServerId &id);
    template<typename T>
    void take(const McpServerId &id, const Result<QList<T>> &found, QList<T> McpServerState::*list);

    const Parts m_parts;
    McpRoster &m_roster;
    McpBenchStore &m_store;
    std::map<QString, std::unique_ptr<McpSession>> m_sessions; ///< by the server's id
    McpRestarts m_restarts;
    QHash<QString, int> m_listing;    ///< lists still on their way
    QSet<QString> m_refreshing;       ///< a refresh is due
    QHash<QString, Call> m_questions; ///< by the server's id: may it be started?
};

} // namespace qd
