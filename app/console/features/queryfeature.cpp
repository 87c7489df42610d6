#include "features/queryfeature.h"

#include "mainwindow.h"
#include "query/plotpanel.h"
#include "query/queryeditor.h"
#include "query/resultgrid.h"
#include "query/resultpane.h"
#include "shell/bannerarea.h"
#include "shell/pagestack.h"
#include "workspace.h"

#include <QDir>
#include <QFileDialog>
#include <QRegularExpression>

#include <utility>

namespace qd {

namespace {

constexpr qsizetype previewRows = 50;

/// Whether the text says itself which time it is about: then the window's range would only cut it short.
bool setsItsOwnTime(const QString &kql)
{
    static const QRegularExpression word(QStringLiteral("^(ago|now|datetime|startof\\w+|endof\\w+)$"));
    for (const kql::Highlight &found : kql::highlight(kql, {}))
        if (found.kind == kql::HighlightKind::Function && word.match(QStringView(kql).mid(found.range.from, found.range.to - found.range.from)).hasMatch())
            return true;
    static const QRegularExpression literal(QStringLiteral("\\bdatetime\\s*\\("));
    return literal.match(kql).hasMatch();
}

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

// Parameters stand as lets in front, in the same line: places in what was sent are places in the text, moved by that much.
Result<QueryOrder> QueryFeature::orderFor(QueryView::Way way) const
{
    const QString text = m_view->editor().text();
    const kql::TextRange range = m_view->editor().runRange();
    const auto lets = query::parameterLets(query::readQueryFile({}, text).parameters, m_view->parameterValues());
    if (!lets)
        return lets.error();
    const QString head = lets->isEmpty() ? QString() : QString(*lets % u' ');
    const QString body = text.mid(range.from, range.to - range.from);
    const TimeRange &shown = m_account->tiles().range();
    const bool isOwn = setsItsOwnTime(body);
    // A text that was written over what it was opened as is not that query any more.
    const QString title = m_desk.current().draft().title;
    QueryOrder order{.kql = head % body, .offset = range.from - head.size(), .timespan = isOwn ? std::nullopt : std::optional(shown.resolve(m_account->tiles().serverClock().now())),
                     .rangeText = isOwn ? tr("time set in the query") : shown.text(), .schema = schema() == TelemetrySchema::Classic ? QStringLiteral("classic") : QStringLiteral("workspace"), .name = query::readQueryFile({}, text).title == title ? title : QString()};
    if (range.to <= range.from)
        order.kql.clear();
    else if (way == QueryView::Way::Preview)
        order.kql += QStringLiteral("\n| take %1").arg(previewRows);
    return order;
}

void QueryFeature::run(QueryView::Way way)
{
    if (!m_view || !m_account)
        return m_view ? m_view->head().showNotice(tr("There is no connection yet")) : void();
    if (m_desk.current().isRunning())
        return m_view->head().showNotice(tr("It runs already; Esc cancels it"));
    const Result<QueryOrder> order = orderFor(way);
    if (!order)
        return m_view->head().showNotice(order.error().message);
    if (order->kql.trimmed().isEmpty())
        return m_view->head().showNotice(tr("There is no query at the cursor"));
    m_desk.setText(m_view->editor().text(), m_view->editor().cursorOffset());
    if (way != QueryView::Way::FromCache)
        return m_desk.current().run(m_account->session().queries(), *order);
    if (const QueryTab::Answer *kept = m_desk.kept(order->kql))
        m_desk.current().show(*kept);
    else
        m_view->head().showNotice(tr("This text was not answered before; F5 runs it"));
}

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

void QueryFeature::setRange(Instant from, Instant to)
{
    const auto text = [](Instant at) { return toDateTime(at).toString(Qt::ISODate); };
    if (const auto range = TimeRange::parse(text(from) % QStringLiteral(" to ") % text(to)))
        emit m_workspace.navigator.rangeRequested(*range);
}

void QueryFeature::askExport()
{
    const ResultGridModel *result = m_desk.current().result();
    if (!m_export || !result || result->set().columnCount() == 0)
        return m_view->head().showNotice(tr("There is no result to export"));
    auto *dialog = new QFileDialog(&m_window, tr("Export the result"), QDir::homePath(), tr("CSV (*.csv);;JSON (*.json);;JSON lines (*.ndjson)"));
    dialog->setObjectName(QStringLiteral("queryExportDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QString(m_desk.current().draft().title.toLower().simplified().replace(u' ', u'-').replace(u'/', u'-') % QStringLiteral(".csv")));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &QueryFeature::exportTo);
    dialog->open();
}

void QueryFeature::exportTo(const QString &path)
{
    if (const ResultGridModel *result = m_desk.current().result(); m_export && result)
        m_export->save(path, result->set(), result->rows());
}

} // namespace qd
