#include "features/costfeature.h"

#include "cost/budgetpanel.h"
#include "cost/chargebackcsv.h"
#include "cost/costview.h"
#include "mainwindow.h"
#include "shell/banner.h"
#include "shell/bannerarea.h"
#include "shell/pagestack.h"
#include "workspace.h"

#include <QDir>
#include <QFileDialog>

namespace qd {

namespace {

const PageId &costPage()
{
    static const PageId id(QStringLiteral("cost"));
    return id;
}

const QString &costBanner()
{
    static const QString id = QStringLiteral("cost");
    return id;
}

} // namespace

CostFeature::CostFeature(Workspace &workspace, MainWindow &window) : m_workspace(workspace), m_window(window), m_rates(m_card)
{
    loadCard();
    window.addDestination(costPage(), [this] { return makeView(); }, QStringLiteral("coin"), tr("Cost"), QChar(u'C'));
    connect(&m_store, &CostStore::changed, this, &CostFeature::show);
    connect(&m_card, &RateCardStore::changed, this, [this] {
        m_store.setCard(m_card.card());
        showCard();
    });
    connect(&workspace.changes, &ChangeStore::changed, this, &CostFeature::showMarkers);
    connect(&window.pages(), &PageStack::pageChanged, this, &CostFeature::followPage);
    connect(&window, &MainWindow::visibilityChanged, this, [this](bool isVisible) {
        if (m_controller)
            m_controller->setHidden(!isVisible);
    });
    m_store.setCard(m_card.card());
    addCommands();
}

CostFeature::~CostFeature() { delete m_view; } // it reads our models

void CostFeature::addCommands()
{
    CommandRegistry &commands = m_workspace.commands;
    commands.add({CommandId(QStringLiteral("cost.export")), tr("Export the chargeback as CSV"), tr("Cost"), {}, QStringLiteral("table")}, this,
                 [this] { askExport(); });
    commands.add({CommandId(QStringLiteral("cost.rates")), tr("Open the rate card"), tr("Cost"), {}, QStringLiteral("coin")}, this,
                 [this] { openCard(); });
    commands.add({CommandId(QStringLiteral("cost.rates.undo")), tr("Undo the last change of the rate card"), tr("Cost"), {}, {}}, this,
                 [this] { m_card.undo(); });
    commands.add({CommandId(QStringLiteral("cost.rates.save")), tr("Save the rate card"), tr("Cost"), {}, {}}, this, [this] { saveCard(); });
    commands.addHint({costPage(), tr("Cost"), tr("Up and Down"), tr("Choose a tenant; its burn-down is below")});
    commands.addHint({costPage(), tr("Cost"), QStringLiteral("F2"), tr("Edit the chosen price")});
    if (QAction *refresh = commands.action(CommandId(QStringLiteral("view.refresh"))))
        connect(refresh, &QAction::triggered, this, [this] {
            if (m_controller)
                m_controller->refresh();
        });
}

CostView *CostFeature::makeView()
{
    m_view = new CostView(m_workspace.theme, m_workspace.clock, {m_budgets, m_spend, m_rates});
    wireView();
    wireRates();
    show();
    showCard();
    showMarkers();
    return m_view;
}

void CostFeature::wireView()
{
    connect(m_view, &CostView::periodRequested, this, [this](CostStore::Period period) {
        if (m_controller)
            m_controller->setPeriod(period);
        else
            m_store.setPeriod(period);
    });
    connect(m_view, &CostView::retryRequested, this, [this] {
        if (m_controller)
            m_controller->refresh();
    });
    connect(m_view, &CostView::exportRequested, this, &CostFeature::askExport);
    connect(m_view, &CostView::markerActivated, this,
            [this](const Change &change) { emit m_workspace.navigator.changeRequested(change.id); });
    connect(&m_view->budgets(), &BudgetPanel::budgetTyped, this, [this](const QString &tenant, std::optional<double> month) {
        const auto set = m_card.setBudget(tenant, month);
        m_view->budgets().setProblem(set ? QString() : set.error().message);
        if (set && m_card.isDirty())
            saveCard();
    });
}

void CostFeature::wireRates()
{
    RatePanel &rates = m_view->rates();
    connect(&rates, &RatePanel::addRequested, this, [this](const Rate &rate) {
        const auto added = m_card.addRate(rate);
        if (added)
            m_view->rates().clearNew();
        else
            m_view->rates().setProblem(added.error().message);
    });
    connect(&rates, &RatePanel::removeRequested, this, [this](int row) { m_card.removeRate(row); });
    connect(&rates, &RatePanel::undoRequested, this, [this] { m_card.undo(); });
    connect(&rates, &RatePanel::saveRequested, this, &CostFeature::saveCard);
    connect(&rates, &RatePanel::revertRequested, this, &CostFeature::loadCard);
}

// A card that cannot be read is told and left alone; the one that comes with the product is in force meanwhile.
void CostFeature::loadCard()
{
    auto loaded = loadRateCard();
    m_cardProblem = loaded ? QString() : loaded.error().message;
    if (!loaded)
        loaded = loadRateCard(QString());
    if (!loaded)
        return;
    m_loaded = *loaded;
    m_card.load(m_loaded.card);
    if (m_cardProblem.isEmpty())
        m_window.banners().dismiss(costBanner());
    else
        m_window.banners().showBanner({costBanner(), StatusTone::Warn, m_cardProblem, tr("The prices that come with the product are in force instead.")});
}

void CostFeature::saveCard()
{
    if (!m_cardProblem.isEmpty()) {
        if (m_view)
            m_view->rates().setProblem(tr("your own card has a mistake and is not overwritten. %1").arg(m_cardProblem));
        return;
    }
    const auto hash = saveRateCard(m_card.card(), m_loaded);
    if (!hash) {
        if (m_view)
            m_view->rates().setProblem(hash.error().message);
        return;
    }
    m_loaded.card = m_card.card();
    m_loaded.hash = *hash;
    m_loaded.isOwn = true;
    m_card.markSaved();
    if (m_view)
        m_view->rates().setProblem({});
}

void CostFeature::openCard()
{
    m_window.pages().open(costPage());
    if (m_view)
        m_view->openTab(CostView::Tab::Rates);
}

void CostFeature::attach(WatchedAccount &account)
{
    m_store.clear();
    m_controller = std::make_unique<CostController>(account.session().monitor(), m_store, m_workspace.clock, m_workspace.slo);
    m_export = std::make_unique<GuardedExport>(account.guard());
    m_controller->setRange(account.tiles().span());
    connect(&account.tiles(), &SloController::rangeChanged, m_controller.get(), [this, &account](const TimeRange &range) {
        m_controller->setRange(range.resolve(account.tiles().serverClock().now()));
    });
    connect(m_controller.get(), &CostController::loadingChanged, this, [this] {
        if (m_view)
            m_view->setLoading(m_controller->isLoading());
    });
    connect(m_export.get(), &GuardedExport::saved, this, [this](const QString &path) {
        m_window.banners().showBanner({costBanner(), StatusTone::Ok, tr("The chargeback was written to %1").arg(path), {}});
    });
    connect(m_export.get(), &GuardedExport::failed, this, [this](const Error &error) {
        if (error.kind != ErrorKind::Cancelled)
            m_window.banners().showBanner({costBanner(), StatusTone::Crit, error.message, error.detail});
    });
    followPage();
}

void CostFeature::followPage()
{
    if (!m_controller)
        return;
    if (m_window.pages().currentPage() == costPage())
        m_controller->open();
    else
        m_controller->close();
    if (m_view)
        m_view->setLoading(m_controller->isLoading());
}

void CostFeature::show()
{
    m_budgets.setRows(m_store.budgets());
    if (m_view)
        m_view->showCost(m_store);
}

void CostFeature::showMarkers()
{
    if (m_view)
        m_view->setMarkers(m_workspace.changes.changes());
}

void CostFeature::showCard()
{
    if (!m_view)
        return;
    const QString source = m_loaded.isOwn ? tr("Your own card: %1").arg(QDir::toNativeSeparators(m_loaded.path))
                                          : tr("%1 · comes with the product; saving makes a card of your own").arg(m_loaded.card.title);
    m_view->rates().setStatus({.source = source, .isDirty = m_card.isDirty(), .canUndo = m_card.canUndo()});
}

void CostFeature::askExport()
{
    if (!m_export || m_store.state() != CostStore::State::Ready)
        return;
    auto *dialog = new QFileDialog(&m_window, tr("Export the chargeback"), QDir::homePath(), tr("CSV (*.csv)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("chargeback-%1.csv").arg(dayText(m_store.days().from)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &CostFeature::exportTo);
    dialog->open();
}

void CostFeature::exportTo(const QString &path)
{
    const Chargeback &chargeback = m_store.chargeback();
    const QStringList effects{tr("%n lines leave this console", nullptr, static_cast<int>(chargeback.tenants.size() + chargeback.models.size()
                                                                                          + chargeback.agents.size() + chargeback.tools.size() + 1))};
    m_export->save(path, chargebackCsv(chargeback, m_store.days()), QStringLiteral("export.csv"), tr("Export the chargeback to %1").arg(path), effects);
}

} // namespace qd
