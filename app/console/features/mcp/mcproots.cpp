#include "features/mcp/mcproots.h"

#include "mainwindow.h"
#include "mcp/benchhead.h"
#include "mcp/exchange/rootsdialog.h"
#include "mcp/roots.h"
#include "mcproster.h"
#include "workspace.h"

namespace qd {

McpRoots::McpRoots(McpDesk &desk, QObject *parent) : QObject(parent), m_desk(desk)
{
    desk.workspace.commands.add({CommandId(QStringLiteral("mcp.roots")), tr("MCP: folders shown to the chosen server"), tr("MCP"), {}, QStringLiteral("file-code")}, this, [this] { edit(); });
    connect(&desk.controller->roster(), &McpRoster::rootsChanged, this, [this](const McpServerId &id) {
        if (McpSession *session = m_desk.controller->connections().session(id))
            session->rootsChanged();
    });
}

void McpRoots::wireView() { connect(&m_desk.view->head(), &BenchHead::rootsRequested, this, &McpRoots::edit); }

void McpRoots::edit()
{
    const McpServerState *state = m_desk.current();
    if (!state || state->isPassing)
        return m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("Choose a server of your own list.")});
    const McpServerId id = state->config.id;
    auto *dialog = new RootsDialog(id.value, foldersOfRoots(state->config.roots), &m_desk.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RootsDialog::saved, this, [this, id](const QStringList &folders) { m_desk.controller->roster().setRoots(id, rootsOfFolders(folders)); });
    dialog->open();
}

} // namespace qd
