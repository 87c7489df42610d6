#pragma once

#include "feature.h"
#include "features/mcp/mcpcompare.h"
#include "features/mcp/mcpcontents.h"
#include "features/mcp/mcpdesk.h"
#include "features/mcp/mcpexamine.h"
#include "features/mcp/mcpexchange.h"
#include "features/mcp/mcpexplorer.h"
#include "features/mcp/mcpgateway.h"
#include "features/mcp/mcpload.h"
#include "features/mcp/mcpmodels.h"
#include "features/mcp/mcpreplay.h"
#include "features/mcp/mcprequests.h"
#include "features/mcp/mcproots.h"
#include "features/mcp/mcpsettings.h"
#include "features/mcp/mcpsignins.h"
#include "features/mcp/mcptests.h"
#include "features/mcp/mcpwire.h"

namespace qd {

class MainWindow;
struct Workspace;

/// The MCP workbench in the window: makes the page, its commands, and the parts that do the work. It needs no account; with
/// one, the gateway's servers are there too. A failing tool span opens here with its call filled in.
class McpFeature final : public Feature
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpFeature)

public:
    McpFeature(Workspace &workspace, MainWindow &window);
    ~McpFeature() override;
    void attach(WatchedAccount &account) override;

private:
    QWidget *makeView();
    void wireView();
    void addCommands();
    void addServerCommands();
    void onServer(void (McpConnections::*act)(const McpServerId &));
    void refreshPage();
    void connectAll();
    void openTab(McpView::Tab tab);

    McpDesk m_desk;
    McpExplorer m_explorer;
    McpContents m_contents;
    McpRequests m_requests;
    McpWire m_wire;
    McpCompare m_compare;
    McpExchange m_exchange;
    McpExamine m_examine;
    McpLoad m_load;
    McpTests m_tests;
    McpSettings m_settings;
    McpSignIns m_signIns;
    McpRoots m_roots;
    McpModels m_models;
    McpGateway m_gateway;
    McpReplay m_replay;
};

} // namespace qd
