#include "features/incidentfeature.h"

#include "incident/incidentview.h"
#include "mainwindow.h"
#include "overview/overviewview.h"
#include "shell/pagestack.h"
#include "traces/spanpanel.h"
#include "traces/tracepane.h"
#include "traces/tracesview.h"
#include "watchedaccount.h"
#include "workspace.h"


namespace qd {

namespace {

const PageId &incidentPage()
{
    static const PageId id(QStringLiteral("incident"));
    return id;
}

} // namespace

IncidentFeature::IncidentFeature(Workspace &workspace, MainWindow &window)
    : m_workspace(workspace), m_window(window), m_model(workspace.tiles)
{
    m_worstFirst.setSourceModel(&m_model);
    m_view = new IncidentView({m_worstFirst, m_trace}, workspace.theme, workspace.clock);
    m_view->setRefreshInterval(workspace.slo.interval);
    window.addDestination(incidentPage(), m_view, QStringLiteral("alert-octagon"), tr("Incident"), QChar(u'I'));
    wire();
    addCommands();
}

IncidentFeature::~IncidentFeature()
{
    m_controller.reset();
    delete m_view; // it reads our models
}

void IncidentFeature::wire()
{
    Navigator &navigator = m_workspace.navigator;
    connect(&navigator, &Navigator::exemplarRequested, this, &IncidentFeature::openExemplar);
    connect(m_view, &IncidentView::exemplarRequested, this, &IncidentFeature::loadExemplar);
    connect(m_view, &IncidentView::changesRequested, &navigator, &Navigator::changesRequested);
    connect(&m_view->pane(), &TracePane::replayRequested, &navigator, &Navigator::replayRequested);
    connect(&m_view->pane(), &TracePane::queryRequested, this, &IncidentFeature::openQuery);
    connect(&m_view->pane(), &TracePane::retryRequested, this, [this] {
        if (m_controller)
            m_controller->retry();
    });
    connect(&m_trace, &TraceStore::changed, m_view, [this] {
        const TraceStore::State state = m_trace.state();
        m_view->setProperty("busy", state == TraceStore::State::Searching || state == TraceStore::State::Loading);
    });
    connect(&m_workspace.changes, &ChangeStore::changed, m_view, [this] { m_view->setChanges(m_workspace.changes.changes()); });
    connect(&m_window.pages(), &PageStack::pageChanged, this, &IncidentFeature::onPageChanged);
}

void IncidentFeature::addCommands()
{
    CommandRegistry &commands = m_workspace.commands;
    commands.add({CommandId(QStringLiteral("trace.exemplar")), tr("Show the trace behind the tile"), tr("Navigate"),
                  {QKeySequence(QStringLiteral("E"))}, QStringLiteral("route")},
                 this, [this] { openExemplar(currentSlo()); });
    const auto next = [this](bool isForward) {
        if (TracePane *pane = shownPane())
            pane->selectNextError(isForward);
    };
    commands.add({CommandId(QStringLiteral("trace.next-error")), tr("Next error in the trace"), tr("Trace"), {QKeySequence(QStringLiteral("N"))}, {}},
                 this, [next] { next(true); });
    commands.add({CommandId(QStringLiteral("trace.previous-error")), tr("Previous error in the trace"), tr("Trace"), {QKeySequence(QStringLiteral("Shift+N"))}, {}},
                 this, [next] { next(false); });
    commands.add({CommandId(QStringLiteral("trace.replay")), tr("Replay the tool call in the MCP workbench"), tr("Trace"), {QKeySequence(QStringLiteral("R"))},
                  QStringLiteral("plug-connected")},
                 this, [this] {
                     if (TracePane *pane = shownPane())
                         pane->panel().replay();
                 });
    commands.add({CommandId(QStringLiteral("trace.query")), tr("Open the span as a query"), tr("Trace"), {QKeySequence(QStringLiteral("Shift+K"))},
                  QStringLiteral("database")},
                 this, [this] {
                     if (TracePane *pane = shownPane())
                         pane->panel().askQuery();
                 });
    for (const auto &[keys, what] : {std::pair(QStringLiteral("j k or arrows"), tr("Move between spans")), std::pair(QStringLiteral("W S A D 0"), tr("Zoom, pan, show all")),
                                     std::pair(QStringLiteral("[ ]"), tr("Expand or collapse all")), std::pair(QStringLiteral("Tab"), tr("Tiles, trace, span, timeline")),
                                     std::pair(QStringLiteral("Esc"), tr("Back"))})
        commands.addHint({incidentPage(), tr("Incident"), keys, what});
}

void IncidentFeature::attach(WatchedAccount &account)
{
    const bool isOther = m_controller != nullptr;
    m_controller.reset();
    if (isOther)
        m_trace.close();
    m_account = &account;
    m_controller = std::make_unique<TraceController>(account.session().monitor(), m_list, m_trace, account.tiles().serverClock(), m_workspace.slo);
    connect(&account.tiles(), &SloController::roundFinished, this, &IncidentFeature::onPageChanged);
}

SloId IncidentFeature::currentSlo() const
{
    if (m_workspace.detail.detail().state != SloDetail::State::Closed)
        return m_workspace.detail.detail().id;
    QWidget *page = m_window.pages().currentWidget();
    if (page == m_view && !m_view->slo().isEmpty())
        return m_view->slo();
    if (const auto *overview = qobject_cast<OverviewView *>(page); overview && !overview->selectedTile().isEmpty())
        return overview->selectedTile();
    return SloId(m_worstFirst.index(0, 0).data(SloTileModel::IdRole).toString());
}

void IncidentFeature::openExemplar(const SloId &id)
{
    loadExemplar(id);
    m_window.pages().open(incidentPage());
    m_view->setFocus(Qt::OtherFocusReason);
}

void IncidentFeature::loadExemplar(const SloId &id)
{
    if (!m_controller || id.isEmpty())
        return;
    m_view->setSlo(id);
    m_controller->openExemplar(id, m_account->tiles().range().resolve(m_account->tiles().serverClock().now()));
}

// Opened by itself the page is about the worst objective, as soon as one is known.
void IncidentFeature::onPageChanged()
{
    const bool isShown = m_window.pages().currentPage() == incidentPage();
    const bool isKnown = !m_workspace.tiles.ids().isEmpty() && m_account && m_account->tiles().lastError() == std::nullopt;
    const SloTile *first = isKnown ? m_workspace.tiles.tile(currentSlo()) : nullptr;
    if (isShown && first && first->state != TileState::Loading && m_trace.state() == TraceStore::State::Closed)
        loadExemplar(first->id);
}

TracePane *IncidentFeature::shownPane() const
{
    QWidget *page = m_window.pages().currentWidget();
    if (page == m_view)
        return &m_view->pane();
    const auto *traces = qobject_cast<TracesView *>(page);
    return traces && traces->showsTrace() ? &traces->pane() : nullptr;
}

void IncidentFeature::openQuery(const TraceId &trace, const SpanId &span)
{
    if (m_account)
        emit m_workspace.navigator.queryRequested(buildSpanQuery(m_account->profile().target.schema, trace, span), tr("Span %1").arg(span.value.left(8)));
}

} // namespace qd
