#include "features/mcp/mcpexamine.h"

#include "mainwindow.h"
#include "mcp/doctor/doctorpage.h"
#include "mcp/launchconsent.h"
#include "shell/pagestack.h"
#include "workspace.h"

namespace qd {

McpExamine::McpExamine(McpDesk &desk, QObject *parent)
    : QObject(parent), m_desk(desk), m_doctor({.connector = desk.connector, .secrets = desk.secrets, .clock = desk.workspace.systemClock, .timers = desk.timers, .authorizer = &desk.signIn.authorizer()})
{
    connect(&m_doctor, &McpDoctor::changed, this, &McpExamine::onChanged);
    connect(&m_doctor, &McpDoctor::finished, this, &McpExamine::onChanged);
}

void McpExamine::wireView()
{
    DoctorPage &page = m_desk.view->doctor();
    connect(m_desk.view, &McpView::serverChosen, this, &McpExamine::show);
    connect(&page, &DoctorPage::examineRequested, this, &McpExamine::examine);
    connect(&page, &DoctorPage::cancelRequested, &m_doctor, &McpDoctor::cancel);
}

void McpExamine::start()
{
    m_desk.window.pages().open(McpDesk::page());
    m_desk.view->chooseTab(McpView::Tab::Doctor);
    examine();
}

/// A command starts only when its exact line was agreed to, also for an examination.
void McpExamine::examine()
{
    const McpServerState *state = m_desk.current();
    if (!state)
        return;
    const McpServerConfig config = state->config;
    if (config.transport != McpTransport::Stdio || m_desk.controller->roster().isConsented(config))
        return begin(config, true);
    const WriteAction action{.verb = QStringLiteral("mcp.launch"), .target = config.id.value, .title = tr("Start this program to examine the MCP server %1? It runs with your rights.").arg(config.id.value),
                             .before = {}, .after = launch::shownText(config), .effects = launch::warnings(config)};
    m_desk.workspace.confirm.ask({.action = action, .level = ConfirmLevel::Diff, .environment = tr("this machine")}, this, [this, config](const Result<bool> &answer) {
        const bool isAgreed = answer.has_value() && *answer;
        begin(config, isAgreed && m_desk.controller->roster().consent(config));
    });
}

void McpExamine::begin(const McpServerConfig &config, bool isAgreed)
{
    m_patient = config.id;
    m_doctor.examine(config, isAgreed);
    onChanged();
}

void McpExamine::onChanged()
{
    m_findings[m_patient] = m_doctor.findings();
    show();
}

void McpExamine::show()
{
    if (!m_desk.view)
        return;
    const McpServerId server = m_desk.view->currentServer();
    m_desk.view->doctor().setFindings(server.value, m_findings.value(server), server == m_patient && m_doctor.isRunning());
}

} // namespace qd
