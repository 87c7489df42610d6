#include "features/mcp/mcpgateway.h"

#include "mainwindow.h"
#include "shell/bannerarea.h"
#include "shell/pagestack.h"
#include "watchedaccount.h"

namespace qd {

McpGateway::McpGateway(McpDesk &desk, QObject *parent) : QObject(parent), m_desk(desk) {}

void McpGateway::attach(WatchedAccount &account)
{
    m_account = &account;
    m_desk.controller->calls().setGuard(&account.guard());
    connect(&account, &QObject::destroyed, this, [this, dying = &account] {
        if (m_account && m_account != dying)
            return;
        m_gateway.reset();
        m_desk.controller->calls().setGuard(nullptr);
        m_desk.controller->roster().removePassing();
    });
    if (!account.profile().arm.hasApim())
        return;
    m_gateway = std::make_unique<GatewayServers>(account.session().apim(), m_desk.secrets);
    connect(m_gateway.get(), &GatewayServers::found, this, &McpGateway::take);
    connect(m_gateway.get(), &GatewayServers::failed, this, [this](const Error &error) {
        m_desk.window.banners().showBanner({QStringLiteral("mcp-gateway"), StatusTone::Warn, tr("The gateway's MCP servers could not be read"), error.message});
        emit changed();
    });
    m_gateway->read();
}

void McpGateway::take(const QList<McpServerConfig> &servers)
{
    m_greeted.clear();
    m_desk.window.banners().dismiss(QStringLiteral("mcp-gateway"));
    for (const McpServerConfig &server : servers)
        m_desk.controller->roster().addPassing(server);
    if (m_desk.view)
        m_desk.view->setSubjects(m_gateway->subjects(), m_gateway->subject());
    emit changed();
}

void McpGateway::wireView()
{
    connect(m_desk.view, &McpView::subjectChosen, this, [this](const QString &subject) {
        if (!m_gateway)
            return;
        m_gateway->choose(subject);
        emit changed();
    });
    if (m_gateway)
        m_desk.view->setSubjects(m_gateway->subjects(), m_gateway->subject());
}

void McpGateway::greet(const McpServerState &state)
{
    const McpServerState seen = state; // connecting changes the store
    if (!seen.isPassing || seen.status != McpServerState::Status::Idle || m_desk.window.pages().currentPage() != McpDesk::page() || m_greeted.contains(seen.config.id))
        return;
    m_greeted.insert(seen.config.id);
    m_desk.controller->connections().connectServer(seen.config.id);
}

} // namespace qd
