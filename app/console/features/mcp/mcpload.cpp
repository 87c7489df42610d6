#include "features/mcp/mcpload.h"

#include "features/mcp/mcpsubjects.h"
#include "mcp/schemaform.h"
#include "workspace.h"

namespace qd {

namespace {

/// What is agreed to: the call, and how often it is made.
WriteAction loadAction(const McpServerId &server, const load::Plan &plan)
{
    const QString pace = plan.rate > 0 ? McpLoad::tr("%1 a second, at most %2 at once").arg(plan.rate).arg(plan.concurrency) : McpLoad::tr("%1 at once, as fast as answers come").arg(plan.concurrency);
    return {.verb = QStringLiteral("mcp.load"), .target = server.value,
            .title = McpLoad::tr("Call %1 of %2 over and over for %3 s?").arg(plan.tool, server.value).arg(plan.duration.value_or(Milliseconds(0)).count() / 1000),
            .before = {}, .after = QStringLiteral("%1 %2\n%3").arg(plan.tool, plan.arguments, pace),
            .effects = {McpLoad::tr("Each call is real: it does what the tool does, and costs what it costs.")}};
}

} // namespace

McpLoad::McpLoad(McpDesk &desk, QObject *parent) : QObject(parent), m_desk(desk), m_probe(desk.connector, desk.timers)
{
    connect(&m_probe, &LoadProbe::advanced, this, [this] { take(LoadShown::State::Running, {}); });
    connect(&m_probe, &LoadProbe::finished, this, [this] {
        const auto &loss = m_probe.loss();
        take(loss ? LoadShown::State::Failed : LoadShown::State::Ended, loss ? loss->message : QString());
    });
    connect(&m_probe, &LoadProbe::failed, this, [this](const Error &error) { take(LoadShown::State::Failed, error.message); });
}

void McpLoad::wireView()
{
    LoadPage &page = m_desk.view->load();
    connect(m_desk.view, &McpView::serverChosen, this, &McpLoad::show);
    connect(m_desk.view, &McpView::tabChosen, this, &McpLoad::show);
    connect(&page, &LoadPage::startRequested, this, &McpLoad::ask);
    connect(&page, &LoadPage::stopRequested, &m_probe, &LoadProbe::stop);
}

/// The gateway's servers are called one by one under the write guard; a thousand calls would be a thousand entries.
QString McpLoad::obstacleOf(const McpServerState &state) const
{
    if (m_probe.isRunning())
        return m_server == state.config.id ? QString() : tr("%1 is being called just now.").arg(m_server.value);
    if (state.status != McpServerState::Status::Connected)
        return tr("Connect to %1 first.").arg(state.config.id.value);
    const CallSubject &subject = m_desk.view->call().subject();
    return state.isPassing && !subject.isReadOnly.value_or(false) ? tr("Behind the gateway only tools that say they read only are called over and over.") : QString();
}

McpLoad::Target McpLoad::target() const
{
    const McpServerState *state = m_desk.current();
    const CallPanel &call = m_desk.view->call();
    const CallSubject &subject = call.subject();
    if (!state || subject.kind != McpCallRecord::Kind::Tool || subject.name.isEmpty())
        return {};
    const Result<QString> arguments = call.isRaw() ? Result<QString>(call.rawText()) : argumentsOf(subject.form, call.values(), call.base());
    return {.tool = subject.name, .arguments = arguments.value_or(QString()), .obstacle = arguments ? obstacleOf(*state) : arguments.error().message};
}

void McpLoad::ask(load::Plan plan)
{
    const McpServerState *state = m_desk.current();
    const Target what = target();
    if (!state || what.tool.isEmpty() || !what.obstacle.isEmpty() || m_probe.isRunning())
        return show();
    plan.tool = what.tool;
    plan.arguments = what.arguments;
    m_question.cancel();
    m_question = m_desk.workspace.confirm.ask({.action = loadAction(state->config.id, plan), .level = ConfirmLevel::Diff, .environment = tr("this machine")}, this,
                                              [this, config = state->config, plan](const Result<bool> &answer) {
                                                  if (answer.has_value() && *answer)
                                                      begin(config, plan);
                                              });
}

void McpLoad::begin(const McpServerConfig &config, const load::Plan &plan)
{
    if (m_probe.isRunning())
        return;
    m_server = config.id;
    m_shown[m_server] = {.state = LoadShown::State::Running, .tool = plan.tool, .problem = {}, .began = m_desk.workspace.systemClock.now(), .result = {}};
    m_probe.start(config, plan);
    show();
}

void McpLoad::take(LoadShown::State state, const QString &problem)
{
    LoadShown &shown = m_shown[m_server];
    shown.state = state;
    shown.problem = problem;
    shown.result = m_probe.result();
    show();
}

void McpLoad::show()
{
    if (!m_desk.view || m_desk.view->currentTab() != McpView::Tab::Load)
        return;
    const Target what = target();
    m_desk.view->load().setSubject(what.tool, what.arguments, what.obstacle);
    m_desk.view->load().setShown(m_shown.value(m_desk.view->currentServer()));
}

} // namespace qd
