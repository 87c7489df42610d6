#include "mcp/serverhint.h"

#include "mcp/launchconsent.h"
#include "mcp/mcpview.h"

namespace qd {

namespace {

using Step = ServerHint::Step;
using HintStatus = McpServerState::Status;

/// What a reader would check before connecting: the address, or the command that would run.
QString serverPlace(const McpServerConfig &config)
{
    return config.transport == McpTransport::Stdio ? launch::commandLine(config) : config.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
}

/// With the last words of its error stream, which say more than the exit code in the banner.
QString failureText(const McpServerState &state)
{
    const QString words = state.error ? state.error->detail.right(400).trimmed() : QString();
    return words.isEmpty() ? serverPlace(state.config) : serverPlace(state.config) + QStringLiteral("\n\n") + words;
}

ServerHint connectingHint(const McpServerState &state, const QString &name)
{
    if (state.signInStep.isEmpty())
        return {QStringLiteral("clock"), McpView::tr("Connecting to %1…").arg(name), serverPlace(state.config), McpView::tr("Cancel"), Step::Disconnect};
    return {QStringLiteral("shield-lock"), McpView::tr("Signing in to %1…").arg(name),
            McpView::tr("%1\n\nThe page to sign in is opened when you have agreed to its address; each step is in the wire log.").arg(state.signInStep), McpView::tr("Cancel the sign-in"), Step::Disconnect};
}

} // namespace

ServerHint serverHint(const McpServerState *state)
{
    if (!state)
        return {QStringLiteral("plug-connected"), McpView::tr("No MCP servers yet"),
                McpView::tr("Import the servers of another client (Claude, Cursor, VS Code …). Those behind the gateway of your API Management appear by themselves."), McpView::tr("Import…"),
                Step::Import};
    const QString name = state->config.id.value;
    switch (state->status) {
    case HintStatus::Connecting: return connectingHint(*state, name);
    case HintStatus::Failed: return {QStringLiteral("plug-connected-x"), McpView::tr("%1 was not reached").arg(name), failureText(*state), McpView::tr("Connect again"), Step::Connect};
    case HintStatus::NeedsSignIn: return {QStringLiteral("shield-lock"), McpView::tr("%1 wants you to sign in").arg(name), failureText(*state), McpView::tr("Sign in"), Step::Connect};
    case HintStatus::Idle:
    case HintStatus::Connected: break;
    }
    const QString place = serverPlace(state->config);
    const bool isCommand = state->config.transport == McpTransport::Stdio;
    return {QStringLiteral("plug-connected"), McpView::tr("%1 is not connected").arg(name),
            isCommand ? McpView::tr("%1\nThe command is shown in full and must be agreed to before it first starts.").arg(place) : place, McpView::tr("Connect"), Step::Connect};
}

} // namespace qd
