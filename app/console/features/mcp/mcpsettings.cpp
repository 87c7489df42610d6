#include "features/mcp/mcpsettings.h"

#include "confirm/plaintext.h"
#include "mainwindow.h"
#include "shell/bannerarea.h"
#include "workspace.h"

#include <array>

namespace qd {

namespace {

constexpr std::array logLevels{std::pair(McpLogLevel::Debug, "debug"), std::pair(McpLogLevel::Info, "info"), std::pair(McpLogLevel::Notice, "notice"), std::pair(McpLogLevel::Warning, "warning"),
                               std::pair(McpLogLevel::Error, "error"), std::pair(McpLogLevel::Critical, "critical"), std::pair(McpLogLevel::Alert, "alert"), std::pair(McpLogLevel::Emergency, "emergency")};

} // namespace

McpSettings::McpSettings(McpDesk &desk, QObject *parent) : QObject(parent), m_desk(desk)
{
    addCommands();
    connect(&desk.controller->connections(), &McpConnections::ended, this, [this](const McpServerId &id) {
        m_subscribed.removeIf([&id](const QString &key) { return key.startsWith(id.value + u'\n'); });
    });
}

void McpSettings::addCommands()
{
    CommandRegistry &commands = m_desk.workspace.commands;
    commands.add({CommandId(QStringLiteral("mcp.subscribe")), tr("MCP: hear of changes of the chosen resource, or no more"), tr("MCP"), {}, QStringLiteral("bell")}, this, [this] { toggleSubscription(); });
    for (const auto &[level, name] : logLevels)
        commands.add({CommandId(QStringLiteral("mcp.log-") + QLatin1StringView(name)), tr("MCP: let the chosen server log from %1 on").arg(QLatin1StringView(name)), tr("MCP"), {}, QStringLiteral("message-2")}, this,
                     [this, wanted = level] { setLogLevel(wanted); });
}

void McpSettings::say(const QString &title, const QString &detail) const
{
    m_desk.window.banners().showBanner({QStringLiteral("mcp-settings"), StatusTone::Info, title, visibleText(detail, 400)});
}

void McpSettings::toggleSubscription()
{
    const McpServerState *state = m_desk.current();
    McpSession *session = state ? m_desk.controller->connections().session(state->config.id) : nullptr;
    if (!session || !m_desk.view->call().subject().isSubscribable)
        return m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("Choose a resource of a server that tells of changes.")});
    const QString uri = m_desk.view->call().subject().name;
    const QString key = state->config.id.value + u'\n' + uri;
    const bool isSubscribed = m_subscribed.contains(key);
    const auto then = [this, key, uri, isSubscribed](const Result<void> &done) {
        if (!done)
            return m_desk.showFailure(done.error());
        isSubscribed ? void(m_subscribed.remove(key)) : void(m_subscribed.insert(key));
        say(isSubscribed ? tr("The server tells no more of changes of the resource") : tr("The server tells of changes of the resource, under Notifications"), uri);
    };
    isSubscribed ? session->unsubscribe(uri, this, then) : session->subscribe(uri, this, then);
}

void McpSettings::setLogLevel(McpLogLevel level)
{
    const McpServerState *state = m_desk.current();
    McpSession *session = state ? m_desk.controller->connections().session(state->config.id) : nullptr;
    if (!session || !session->info()->hasLogging)
        return m_desk.showFailure({.kind = ErrorKind::Invalid, .message = tr("The chosen server is not connected, or does not log.")});
    session->setLogLevel(level, this, [this, name = state->config.id.value](const Result<void> &done) {
        if (!done)
            return m_desk.showFailure(done.error());
        say(tr("The server logs from this level on, under Notifications"), name);
    });
}

} // namespace qd
