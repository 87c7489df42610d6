#include "features/tracesfeature.h"

#include "mainwindow.h"
#include "shell/pagestack.h"
#include "shell/rangehistory.h"
#include "traces/tracepane.h"
#include "traces/tracesview.h"
#include "watchedaccount.h"
#include "workspace.h"


namespace qd {

namespace {

const PageId &tracesPage()
{
    static const PageId id(QStringLiteral("traces"));
    return id;
}

} // namespace

TracesFeature::TracesFeature(Workspace &workspace, MainWindow &window)
    : m_workspace(workspace), m_window(window), m_model(m_list)
{
    m_sorted.setSourceModel(&m_model);
    m_sorted.setSortRole(TraceTableModel::SortRole);
    m_view = new TracesView({m_list, m_sorted, m_trace}, workspace.theme, workspace.clock);
    window.addDestination(tracesPage(), m_view, QStringLiteral("route"), tr("Traces"), QChar(u'T'));
    wire();
}

TracesFeature::~TracesFeature()
{
    m_controller.reset();
    delete m_view; // it reads our models
}

void TracesFeature::wire()
{
    connect(m_view, &TracesView::filterRequested, this, &TracesFeature::ask);
    connect(m_view, &TracesView::refreshRequested, this, [this] { ask(m_list.filter()); });
    connect(m_view, &TracesView::openRequested, this, [this](const TraceId &id) { open(id, {}, false); });
    connect(&m_view->pane(), &TracePane::retryRequested, this, [this] {
        if (m_controller)
            m_controller->retry();
    });
    connect(&m_view->pane(), &TracePane::replayRequested, &m_workspace.navigator, &Navigator::replayRequested);
    connect(&m_view->pane(), &TracePane::queryRequested, this, &TracesFeature::openQuery);
    connect(&m_workspace.navigator, &Navigator::traceRequested, this, [this](const TraceId &id, const SpanId &span) { open(id, span, true); });
    connect(&m_window.pages(), &PageStack::pageChanged, this, [this](const PageId &page) {
        if (page == tracesPage())
            refreshIfOld();
    });
    if (QAction *refresh = m_workspace.commands.action(CommandId(QStringLiteral("view.refresh"))))
        connect(refresh, &QAction::triggered, this, [this] {
            if (isShown())
                ask(m_list.filter());
        });
    for (const auto &[keys, what] : {std::pair(QStringLiteral("j k or arrows"), tr("Move in the list")), std::pair(QStringLiteral("/"), tr("Filter")),
                                     std::pair(QStringLiteral("Enter"), tr("Open the trace")), std::pair(QStringLiteral("W S A D 0"), tr("Zoom, pan, show all")),
                                     std::pair(QStringLiteral("[ ]"), tr("Expand or collapse all")), std::pair(QStringLiteral("Esc"), tr("Back to the list"))})
        m_workspace.commands.addHint({tracesPage(), tr("Traces"), keys, what});
}

bool TracesFeature::isShown() const { return m_window.pages().currentPage() == tracesPage(); }

void TracesFeature::attach(WatchedAccount &account)
{
    const bool isOther = m_account != nullptr || m_controller != nullptr;
    m_controller.reset();
    if (isOther) {
        m_list.clear();
        m_trace.close();
    }
    m_account = &account;
    m_controller = std::make_unique<TraceController>(account.session().monitor(), m_list, m_trace, account.tiles().serverClock(), m_workspace.slo);
    const auto showRange = [this](const TimeRange &range) { m_view->setRangeText(reachOfRange(range.text())); };
    connect(&account.tiles(), &SloController::rangeChanged, m_view, [this, showRange](const TimeRange &range) {
        showRange(range);
        if (isShown())
            ask(m_list.filter());
    });
    connect(&account.tiles(), &SloController::roundFinished, this, &TracesFeature::refreshIfOld);
    showRange(account.tiles().range());
    refreshIfOld();
}

void TracesFeature::ask(const QString &filter)
{
    if (m_controller && m_account)
        (void)m_controller->list(filter, m_account->tiles().range().resolve(m_account->tiles().serverClock().now()));
}

// A fixed range does not age; a list that is covered by a trace waits until it is seen again.
void TracesFeature::refreshIfOld()
{
    if (!m_account || !m_controller || !isShown() || m_view->showsTrace() || m_list.state() == TraceListStore::State::Loading)
        return;
    const bool isFirst = !m_list.asOf();
    const bool isOld = !isFirst && m_account->tiles().serverClock().now() - *m_list.asOf() >= refreshInterval;
    if (isFirst || (isOld && !m_account->tiles().range().isAbsolute()))
        ask(m_list.filter());
}

void TracesFeature::open(const TraceId &id, const SpanId &span, bool isFromElsewhere)
{
    if (!m_controller)
        return;
    m_controller->open(id, span);
    m_window.pages().open(tracesPage());
    m_view->showTrace(isFromElsewhere);
}

void TracesFeature::openQuery(const TraceId &trace, const SpanId &span)
{
    if (m_account)
        emit m_workspace.navigator.queryRequested(buildSpanQuery(m_account->profile().target.schema, trace, span), tr("Span %1").arg(span.value.left(8)));
}

} // namespace qd
