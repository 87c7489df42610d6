#include "features/mcp/mcpsignins.h"

#include "confirm/plaintext.h"
#include "mainwindow.h"
#include "mcp/benchhead.h"
#include "shell/bannerarea.h"
#include "workspace.h"

#include <utility>

namespace qd {

McpSignIns::McpSignIns(McpDesk &desk, QObject *parent) : QObject(parent), m_desk(desk)
{
    CommandRegistry &commands = desk.workspace.commands;
    commands.add({CommandId(QStringLiteral("mcp.sign-in")), tr("MCP: sign in anew to the chosen server"), tr("MCP"), {}, QStringLiteral("shield-lock")}, this, [this] { signInAnew(); });
    commands.add({CommandId(QStringLiteral("mcp.forget-sign-in")), tr("MCP: forget the sign-in to the chosen server"), tr("MCP"), {}, QStringLiteral("shield-lock")}, this, [this] { forget(); });
    connect(&desk.signIn, &McpSignInDesk::forgotten, this, &McpSignIns::onForgotten);
    connect(&desk.signIn, &McpSignInDesk::failed, this, [this](const Error &error) {
        m_anew = {};
        m_desk.showFailure(error);
    });
}

void McpSignIns::wireView() { connect(&m_desk.view->head(), &BenchHead::forgetSignInRequested, this, &McpSignIns::forget); }

void McpSignIns::signInAnew()
{
    forget();
    if (const McpServerState *state = m_desk.current(); state && isSignInPossible(state->config))
        m_anew = state->config.id;
}

void McpSignIns::forget()
{
    m_anew = {};
    const McpServerState *state = m_desk.current();
    if (!state)
        return m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("Choose a server.")});
    const McpServerId id = state->config.id;
    if (isSignInPossible(state->config))
        m_desk.controller->connections().disconnectServer(id);
    m_desk.signIn.forget(id);
}

void McpSignIns::onForgotten(const McpServerId &id)
{
    if (std::exchange(m_anew, {}) == id)
        return m_desk.controller->connections().connectServer(id);
    m_desk.window.banners().showBanner({QStringLiteral("mcp-settings"), StatusTone::Info, tr("The sign-in is forgotten"),
                                        tr("%1: its tokens and registrations are out of the keyring.").arg(visibleText(id.value, 100).simplified())});
}

} // namespace qd
