#pragma once

#include "feature.h"
#include "gatewayservers.h"
#include "http/timers.h"
#include "mcp/defaultmcpconnector.h"
#include "mcpbenchcontroller.h"
#include "mcpbenchstore.h"
#include "mcpoffermodel.h"
#include "mcpservermodel.h"
#include "mcpwiremodel.h"
#include "mcpwireproxy.h"
#include "sessionsecrets.h"
#include "watchedaccount.h"

#include <QPointer>
#include <QSet>

#include <optional>

namespace qd {

class MainWindow;
class McpView;
struct CallSubject;
struct Workspace;

/// The MCP bench in the window: works without an account; with one, the gateway's MCP servers are there too, with the key
/// of the subscription that is chosen, in memory alone; the one that is looked at is connected by itself. A failing tool
/// span opens here with its call filled in.
class McpFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpFeature)

public:
    McpFeature(Workspace &workspace, MainWindow &window);
    ~McpFeature() override;
    void attach(WatchedAccount &account) override;

private:
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

    void takeGateway(const QList<McpServerConfig> &servers);
    void greetServer(const McpServerState &state);
    void chooseFirstOffer();
    void replay(const QString &server, const QString &tool, const QString &arguments);
    void tryReplay();
    void sayUnknownServer();

    Workspace &m_workspace;
    MainWindow &m_window;
    SystemTimers m_timers;
    SessionSecrets m_secrets{m_timers};
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
    std::unique_ptr<GatewayServers> m_gateway;
    QSet<McpServerId> m_greeted; ///< gateway servers that were connected by themselves
};

} // namespace qd
