#include "features/queryfeature.h"

#include "mainwindow.h"
#include "query/plotpanel.h"
#include "query/queryeditor.h"
#include "query/resultgrid.h"
#include "query/resultpane.h"
#include "shell/bannerarea.h"
#include "shell/pagestack.h"
#include "workspace.h"

#include <utility>

namespace qd {

namespace {

const PageId &queryPage()
{
    static const PageId id(QStringLiteral("query"));
    return id;
}

} // namespace

QueryFeature::QueryFeature(Workspace &workspace, MainWindow &window)
    : m_workspace(workspace), m_window(window), m_desk(workspace.clock, queryDraftFolder()), m_shelf(workspace.local.queries()), m_filing(m_desk, m_shelf, window)
{
    m_window.addDestination(queryPage(), [this] { return makeView(); }, QStringLiteral("search"), tr("Query"), QChar(u'Q'));
    wireDesk();
    wireFiling();
    connect(&m_window.pages(), &PageStack::pageChanged, this, &QueryFeature::askCatalog);
    connect(&workspace.navigator, &Navigator::queryRequested, this, [this](const QString &kql, const QString &title) {
        m_desk.open({.title = title, .text = kql});
        m_window.pages().open(queryPage());
    });
    connect(&workspace.navigator, &Navigator::libraryQueryRequested, this, [this](const QString &path) {
        m_window.pages().open(queryPage());
        openEntry(path, static_cast<int>(QueryTreeModel::Section::Library));
        run(QueryView::Way::Run);
    });
    addCommands();
    addHistoryCommands();
    addHints();
}

QueryFeature::~QueryFeature() { delete m_view; }

bool QueryFeature::isShown() const { return m_window.pages().currentPage() == queryPage(); }

QWidget *QueryFeature::makeView()
{
    m_shelf.load();
    m_view = new QueryView(m_shelf.entries(), m_workspace.theme, m_workspace.clock);
    m_desk.load(m_shelf.firstDraft(schema()));
    wireView();
    m_view->editor().setCatalog(m_catalog);
    m_view->setTabs(m_desk.titles(), m_desk.currentIndex());
    showTab();
    m_view->setFocusProxy(&m_view->editor());
    return m_view;
}

void QueryFeature::wireView()
{
    connect(m_view, &QueryView::runRequested, this, &QueryFeature::run);
    connect(m_view, &QueryView::cancelRequested, this, [this] { m_desk.current().cancel(); });
    connect(m_view, &QueryView::edited, this, [this] {
        m_desk.setText(m_view->editor().text(), m_view->editor().cursorOffset());
        m_desk.current().setStale(m_desk.current().result() != nullptr);
        showParameters();
    });
    connect(m_view, &QueryView::entryChosen, this, &QueryFeature::openEntry);
    connect(m_view, &QueryView::saveRequested, &m_filing, &QueryFiling::askSave);
    connect(m_view, &QueryView::renameRequested, &m_filing, &QueryFiling::askRename);
    connect(m_view, &QueryView::deleteRequested, &m_filing, &QueryFiling::askDelete);
    connect(m_view, &QueryView::clearHistoryRequested, this, &QueryFeature::askClearHistory);
    connect(&m_view->editor(), &QueryEditor::valuesWanted, this, &QueryFeature::askValues);
    connect(m_view, &QueryView::tabChosen, &m_desk, &QueryDesk::choose);
    connect(m_view, &QueryView::tabClosed, &m_desk, &QueryDesk::close);
    connect(m_view, &QueryView::tabRequested, &m_desk, &QueryDesk::openNew);
    connect(m_view, &QueryView::exportRequested, this, &QueryFeature::askExport);
    connect(m_view, &QueryView::commandRequested, this, &QueryFeature::copyCommand);
    connect(m_view, &QueryView::rangeBrushed, this, &QueryFeature::setRange);
    connect(m_view, &QueryView::helpRequested, this, [this] { m_workspace.commands.trigger(CommandId(QStringLiteral("help.guide"))); });
    connect(m_view, &QueryView::paletteRequested, this, [this] { m_workspace.commands.trigger(CommandId(QStringLiteral("palette.open"))); });
    connect(&m_view->chart(), &PlotPanel::kindChanged, this, [this](query::ChartKind kind) { m_desk.current().chart = kind; });
}

void QueryFeature::wireDesk()
{
    connect(&m_desk, &QueryDesk::tabsChanged, this, [this] {
        if (m_view)
            m_view->setTabs(m_desk.titles(), m_desk.currentIndex());
    });
    connect(&m_desk, &QueryDesk::currentChanged, this, &QueryFeature::showTab);
    connect(&m_desk, &QueryDesk::lookChanged, this, &QueryFeature::showLook);
    connect(&m_desk, &QueryDesk::resultChanged, this, [this] {
        if (m_view)
            m_view->setResult(m_desk.current().result());
    });
    connect(&m_desk, &QueryDesk::ended, this, [this](QueryTab *tab, qsizetype place) {
        record(*tab);
        onEnded(*tab, place);
    });
}

void QueryFeature::attach(WatchedAccount &account)
{
    m_asking.cancel();
    m_desk.cancelAll();
    m_desk.forgetAnswers();
    m_account = &account;
    m_catalog = {};
    m_values = std::make_unique<ColumnValues>(account.session().queries(), m_workspace.clock);
    connect(m_values.get(), &ColumnValues::changed, this, &QueryFeature::showValues);
    m_export = std::make_unique<ResultExport>(account.guard());
    connect(&account, &WatchedAccount::ending, this, [this] {
        m_asking.cancel();
        m_desk.cancelAll();
        m_export.reset();
        m_values.reset();
        m_account = nullptr;
    });
    connect(m_export.get(), &ResultExport::saved, this, [this](const QString &path, qint64 rows, qint64 bytes) {
        notice(StatusTone::Ok, tr("%1 rows were written to %2").arg(rows).arg(path), tr("%1 bytes").arg(bytes));
    });
    connect(m_export.get(), &ResultExport::failed, this, [this](const Error &error) {
        if (error.kind != ErrorKind::Cancelled)
            notice(StatusTone::Crit, error.message, error.detail);
    });
    askCatalog();
}

void QueryFeature::notice(StatusTone tone, const QString &title, const QString &detail)
{
    m_window.banners().showBanner({.id = QStringLiteral("query"), .tone = tone, .title = title, .detail = detail});
}

// The service's tables, when somebody is about to write a query.
void QueryFeature::askCatalog()
{
    if (!isShown() || !m_account || !m_catalog.tables.isEmpty() || !m_asking.isFinished())
        return;
    m_asking = m_account->session().queries().catalog(this, [this](const Result<query::Catalog> &catalog) {
        if (!catalog)
            return; // names stay plain and unchecked; a run will say what is wrong
        m_catalog = *catalog;
        if (m_view)
            m_view->editor().setCatalog(m_catalog);
    });
}

TelemetrySchema QueryFeature::schema() const { return m_account ? m_account->profile().target.schema : TelemetrySchema::Classic; }

void QueryFeature::showTab()
{
    if (!m_view)
        return;
    QueryTab &tab = m_desk.current();
    m_view->editor().setQuery(tab.draft().text, tab.draft().cursor);
    showParameters();
    m_view->setResult(tab.result());
    m_view->setChart(tab.result() ? tab.result()->set() : query::ResultSet(), tab.render(), tab.chart);
    m_view->setMessages(tab.messages());
    m_view->setRun(tab.look());
    if (isShown())
        m_view->editor().setFocus();
}

void QueryFeature::showLook()
{
    if (m_view)
        m_view->setRun(m_desk.current().look());
}

void QueryFeature::onEnded(QueryTab &tab, qsizetype place)
{
    if (!m_view || &tab != &m_desk.current())
        return;
    m_view->setMessages(tab.messages());
    m_view->setChart(tab.result() ? tab.result()->set() : query::ResultSet(), tab.render(), tab.chart);
    const bool isDrawn = !tab.render().visualization.isEmpty() && tab.chart != query::ChartKind::Table;
    if (tab.look().phase == RunLook::Phase::Failed)
        m_view->showPart(QueryView::Part::Messages);
    else if (tab.look().phase != RunLook::Phase::Cancelled)
        m_view->showPart(isDrawn ? QueryView::Part::Chart : QueryView::Part::Rows);
    if (place >= 0)
        m_view->editor().goTo(place);
}

} // namespace qd
