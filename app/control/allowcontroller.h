#pragma once

#include "allowproof.h"
#include "allowstore.h"
#include "arm/apimconnector.h"
#include "azuremonitor/monitorconnector.h"
#include "clock.h"
#include "policywriter.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <memory>

namespace qd {

/// The tool allowlists of the MCP servers behind the gateway: reads policy, the server's own tools and their use, keeps
/// the decisions, plans, applies with the ETag that was read, and proves from outside. GUI thread.
class AllowController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AllowController)

public:
    static constexpr std::chrono::minutes undoLasts{10};

    /// All are borrowed.
    struct Parts {
        ApimConnector &apim;
        MonitorConnector &monitor;
        McpConnector &mcp;
        WriteGuard &guard;
        ObjectHistory &history;
        AllowStore &store;
        const Clock &clock;
    };

    AllowController(const Parts &parts, QString actor, QObject *parent = nullptr);
    ~AllowController() override;

    /// Asks for the MCP servers and the subscriptions.
    void refreshServers();
    /// Shows a server (by API id) and reads it.
    void open(const QString &key);
    /// Reads policy, tools and use of the open server anew; decisions that were changed stay.
    void reload();
    void decide(const QStringList &tools, ToolDecision decision);
    /// Takes over what the server offers now for allowed tools whose definition changed, and drops tools that are gone.
    void acceptDrift();
    /// The decisions become what is live again.
    void revert();
    void apply();
    void undo();
    /// As this subscription, through the gateway.
    void prove(const QString &subject);
    [[nodiscard]] bool isLoading() const { return m_pending > 0 || !m_list.isFinished(); }

signals:
    void refused(const QString &reason);
    /// What reload() asked for has come, or failed; also when the list of servers failed.
    void loaded();
    /// How apply() or undo() ended: `isDone` when the service holds what was meant.
    void applied(bool isDone);
    void proved();

private:
    struct Reading; ///< what reload() collects

    void onApis(const ApimService &service, const Result<QList<ApimApi>> &apis);
    void readTools(const std::shared_ptr<Reading> &reading);
    void openUpstream(const std::shared_ptr<Reading> &reading, const McpServerConfig &config);
    void readUsage(const std::shared_ptr<Reading> &reading);
    void finishOne(const std::shared_ptr<Reading> &reading);
    void showReading(const Reading &reading);
    void replan(AllowServer &server) const;
    void change(const QString &key, const std::function<void(AllowServer &)> &change);
    void write(const AllowServer &server, const QString &text, const QString &verb, const QString &title, const QStringList &effects);
    void onWritten(const QString &key, const QString &before, const Result<PolicyWritten> &result);
    void startProof(const AllowServer &server, const ApimApi &api, const QString &key);
    void failProof(const QString &key, const Error &error);
    [[nodiscard]] McpServerConfig gatewayConfig(const ApimApi &api, const QString &key) const;
    [[nodiscard]] PolicyScope scopeOf(const QString &key) const { return {.kind = PolicyScope::Kind::Api, .product = {}, .api = ApiId(key), .operation = {}}; }

    Parts m_parts;
    PolicyWriter m_writer;
    QHash<QString, ApimApi> m_apis;
    ApimService m_service;
    QHash<QString, QString> m_before; ///< policy before the last write, by server
    QString m_wanted;                 ///< to be opened once the servers are known
    quint64 m_generation = 0;
    int m_pending = 0;
    std::unique_ptr<McpSession> m_upstream;
    std::unique_ptr<AllowProof> m_proof;
    Call m_list;
    Call m_write;
};

} // namespace qd
