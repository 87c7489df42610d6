#pragma once

#include "auth/secretstore.h"
#include "clock.h"
#include "confirmservice.h"
#include "http/timers.h"
#include "mcp/configcodec.h"
#include "mcp/mcpsession.h"
#include "mcp/serverlist.h"
#include "mcpbenchstore.h"
#include "writeguard.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <functional>
#include <memory>

namespace qd {

/// The MCP bench: keeps the user's list, connects to several servers at once, lists what they offer, runs one call at a
/// time. A command is started only when its exact line was agreed to. Servers of the account's gateway come and go with
/// the account; calls through them that may change something pass the write guard. GUI thread.
class McpBenchController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpBenchController)

public:
    /// Borrowed.
    struct Parts {
        McpConnector &connector;
        ConfirmService &confirm;
        SecretStore &secrets;
        const Clock &clock;
        Timers &timers;
        QString listPath; ///< of the user's list
    };

    McpBenchController(Parts parts, McpBenchStore &store, QObject *parent = nullptr);
    ~McpBenchController() override;

    /// Reads the user's list; failed() tells when it cannot be read.
    void load();
    /// Servers of a client's configuration; imported() or failed() follows.
    void import(const QByteArray &text);
    /// The list as other clients read it, without secrets.
    [[nodiscard]] QByteArray exported() const;
    void removeServer(const McpServerId &id);

    /// Of the account that is signed in; null: passing servers cannot be called for more than reading.
    void setGuard(WriteGuard *guard);
    /// A server for this session only, in place of the one of that name.
    void addPassing(const McpServerConfig &config);
    void removePassing();

    void connectServer(const McpServerId &id);
    void disconnectServer(const McpServerId &id);
    /// Asks anew for what it offers.
    void refresh(const McpServerId &id);

    void callTool(const McpServerId &id, const QString &tool, const QString &arguments);
    void getPrompt(const McpServerId &id, const QString &prompt, const QList<std::pair<QString, QString>> &arguments);
    void readResource(const McpServerId &id, const QString &uri);
    void cancelCall();

signals:
    void imported(const QStringList &notes);
    void failed(const qd::Error &error);

private:
    using Change = std::function<void(McpServerState &)>;

    void update(const McpServerId &id, const Change &change);
    void open(const McpServerId &id);
    void onOpened(const McpServerId &id, const Result<McpServerInfo> &info);
    void onNotified(const McpServerId &id, const QString &method);
    void askConsent(const McpServerConfig &config);
    void onConsent(const McpServerConfig &config, bool isAgreed);
    void storeSecrets(const std::shared_ptr<McpImport> &import, qsizetype next);
    void finishImport(const McpImport &import);
    [[nodiscard]] bool save();

    template<typename T>
    void take(const McpServerId &id, const Result<QList<T>> &found, QList<T> McpServerState::*list);
    void startListing(const McpServerId &id);

    [[nodiscard]] McpSession *connected(const McpServerId &id) const;
    bool beginCall(McpCallRecord::Kind kind, const McpServerId &id, const QString &name, const QString &arguments);
    [[nodiscard]] bool needsGuard(const McpServerId &id, const QString &tool) const;
    void admitCall(const McpServerId &id, const QString &tool, const QString &arguments);
    void runTool(const McpServerId &id, const QString &tool, const QString &arguments, std::optional<WriteTicket> ticket);
    void finishCall(int generation, const Result<McpCallResult> &result);
    void takeContents(int generation, const Result<QList<McpContent>> &contents);

    const Parts m_parts;
    McpBenchStore &m_store;
    McpServerList m_list;
    WriteGuard *m_guard = nullptr;
    int m_guardAge = 0; ///< tickets are good for the guard that gave them
    std::map<QString, std::unique_ptr<McpSession>> m_sessions; ///< by the server's id
    QHash<QString, int> m_listing;   ///< lists still on their way
    QSet<QString> m_refreshing;      ///< a refresh is due
    QHash<QString, Call> m_questions; ///< by the server's id: may it be started?
    Call m_call;
    int m_generation = 0;
};

} // namespace qd
