#pragma once

#include "http/timers.h"
#include "mcp/defaultmcpconnector.h"
#include "mcp/mcpview.h"
#include "mcpauth/browserlauncher.h"
#include "mcpbenchcontroller.h"
#include "mcpbenchstore.h"
#include "mcpcallstore.h"
#include "mcpcomparemodel.h"
#include "mcpmodeldesk.h"
#include "mcpoffermodel.h"
#include "mcprequestdesk.h"
#include "mcprequestmodel.h"
#include "mcpservermodel.h"
#include "mcpsignindesk.h"
#include "mcptaskmodel.h"
#include "mcpwiremodel.h"
#include "mcpwireproxy.h"
#include "sessionsecrets.h"
#include "shell/command.h"

#include <QPointer>
#include <QUrl>

#include <functional>
#include <memory>

namespace qd {

class MainWindow;
struct Workspace;

/// What the parts of the MCP feature share: stores, models, the controller, the page while there is one. GUI thread.
struct McpDesk {
    McpDesk(Workspace &workspace, MainWindow &window);
    ~McpDesk();
    Q_DISABLE_COPY_MOVE(McpDesk)

    [[nodiscard]] static const PageId &page();
    /// The chosen server, or null; null without a page.
    [[nodiscard]] const McpServerState *current() const;
    void showFailure(const Error &error) const;

    Workspace &workspace;
    MainWindow &window;
    SystemTimers timers;
    SessionSecrets secrets{timers};
    DefaultMcpConnector connector;
    McpBenchStore store;
    McpCallStore calls;
    McpRequestStore requests;
    std::shared_ptr<McpRequestDesk> answers; ///< the person's, to what servers ask
    McpServerModel servers{store};
    McpOfferModel offers;
    McpWireModel wire{store};
    McpWireProxy shownWire;
    McpRequestModel requestRows{requests};
    McpTaskModel tasks; ///< of the chosen server
    McpCompareModel differences;
    BrowserPrompt browser{QString()}; ///< $BROWSER or xdg-open
    McpSignInDesk signIn;
    std::unique_ptr<McpBenchController> controller;
    QPointer<McpView> view;
    std::function<void(const QUrl &)> openUrl; ///< in the desktop's programs; tests put their own here
};

} // namespace qd
