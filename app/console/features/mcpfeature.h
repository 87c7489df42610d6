#pragma once

#include "arm/apimconnector.h"
#include "auth/memorysecretstore.h"
#include "feature.h"
#include "http/timers.h"
#include "mcp/defaultmcpconnector.h"
#include "mcpbenchcontroller.h"
#include "mcpbenchstore.h"
#include "mcpoffermodel.h"
#include "mcpservermodel.h"
#include "mcpwiremodel.h"
#include "mcpwireproxy.h"
#include "watchedaccount.h"

#include <QPointer>

#include <optional>

namespace qd {

class MainWindow;
class McpView;
struct CallSubject;
struct Workspace;

/// The MCP bench in the window: works without an account; with one, the gateway's MCP servers are there too, with the key
/// of its first active subscription, in memory alone. A failing tool span opens here with its call filled in.
class McpFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpFeature)

public:
    McpFeature(Workspace &workspace, MainWindow &window);
    ~McpFeature() override;
    void attach(WatchedAccount &account) override;

private:
    /// Looks into memory first: gateway keys are never written anywhere.
    class Secrets;
    /// A call that waits for its server.
    struct Replay {
        McpServerId server;
        QString tool;
        QString arguments;
    };

    QWidget *makeView();
    void wireView();
    void addCommands();
    void showServer();
    void showOffers(const McpServerState *state);
    void showSubject(const QString &key);
    [[nodiscard]] CallSubject subjectOf(const QString &key) const;
    void toggleRaw(bool isRaw);
    void send();
    void sendTool(const McpServerId &server, const QString &tool);
    void sendPrompt(const McpServerId &server, const QString &prompt);
    void importFile();
    void copyCurl(qsizetype row);
    void showFailure(const Error &error);

    void readGateway();
    void readApis(const QUrl &gateway);
    void readKey(const QUrl &gateway, const QList<ApimApi> &apis);
    void addGatewayServers(const QUrl &gateway, const QList<ApimApi> &apis, bool hasKey);
    void replay(const QString &server, const QString &tool, const QString &arguments);
    void tryReplay();

    Workspace &m_workspace;
    MainWindow &m_window;
    SystemTimers m_timers;
    std::unique_ptr<Secrets> m_secrets;
    DefaultMcpConnector m_connector;
    McpBenchStore m_store;
    McpServerModel m_servers;
    McpOfferModel m_offers;
    McpWireModel m_wire;
    McpWireProxy m_shownWire;
    std::unique_ptr<McpBenchController> m_controller;
    QPointer<McpView> m_view;
    QPointer<WatchedAccount> m_account;
    std::optional<Replay> m_replay;
    std::unique_ptr<QObject> m_reading; ///< context of what is asked from the gateway
};

} // namespace qd
