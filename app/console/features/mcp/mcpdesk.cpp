#include "features/mcp/mcpdesk.h"

#include "mainwindow.h"
#include "mcp/erafile.h"
#include "mcp/pinfile.h"
#include "mcp/serverlist.h"
#include "mcp/taskfile.h"
#include "shell/bannerarea.h"
#include "workspace.h"

#include <QDesktopServices>

namespace qd {

McpDesk::McpDesk(Workspace &givenWorkspace, MainWindow &givenWindow)
    : workspace(givenWorkspace), window(givenWindow), connector(workspace.systemClock, timers, secrets),
      answers(std::make_shared<McpRequestDesk>(requests, workspace.systemClock)),
      signIn({workspace.systemClock, timers, secrets, workspace.confirm, browser}, store),
      controller(std::make_unique<McpBenchController>(
          McpBenchController::Parts{connector, workspace.confirm, secrets, workspace.systemClock, timers, mcpServerListPath(), mcpPinsPath(), answers, mcpTasksPath()}, store, calls))
{
    connector.keepEras(mcpErasPath());
    shownWire.setSourceModel(&wire);
    connector.setAuthorizer(&signIn.authorizer());
    answers->setRootsOf([this](const McpServerId &id) {
        const McpServerState *state = store.server(id);
        return state ? state->config.roots : QList<McpRoot>();
    });
    openUrl = [](const QUrl &url) { QDesktopServices::openUrl(url); };
}

McpDesk::~McpDesk()
{
    answers->setRootsOf({}); // sessions may keep it a little longer
    delete view;
}

const PageId &McpDesk::page()
{
    static const PageId id(QStringLiteral("mcp"));
    return id;
}

const McpServerState *McpDesk::current() const { return view ? store.server(view->currentServer()) : nullptr; }

void McpDesk::showFailure(const Error &error) const
{
    window.banners().showBanner({QStringLiteral("mcp-import"), StatusTone::Crit, error.message, error.detail.left(2000)});
}

} // namespace qd
