#include "cost/costview.h"

#include "cost/budgetpanel.h"
#include "cost/noticerow.h"
#include "format.h"
#include "widgets/emptystate.h"
#include "widgets/errorbanner.h"
#include "widgets/labels.h"
#include "widgets/progressline.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {

constexpr std::chrono::minutes staleCost{5};

QString unpricedSentence(const Chargeback &chargeback)
{
    QStringList models;
    for (const SpendLine &line : chargeback.models)
        if (line.unpricedTokens > 0)
            models << CostView::tr("%1 (%2 tokens)").arg(line.key.isEmpty() ? CostView::tr("no name") : line.key,
                                                         format::compact(static_cast<double>(line.unpricedTokens)));
    if (models.isEmpty())
        return {};
    return CostView::tr("No price in the card, and in no sum: %1.").arg(models.mid(0, 5).join(QStringLiteral(", ")));
}

QString disagreementSentence(const Chargeback &chargeback)
{
    if (chargeback.total.reported.isZero() || !disagrees(chargeback.total))
        return {};
    return CostView::tr("Our price and the agents' own report differ: %1 against %2. The fleet may use other prices than the card.")
        .arg(chargeback.total.priced.text(), chargeback.total.reported.text());
}

} // namespace

CostView::CostView(const Theme &theme, const Clock &clock, const Models &models, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_clock(clock)
{
    setObjectName(QStringLiteral("cost"));
    setAccessibleName(tr("Cost"));
    m_progress = new ProgressLine(theme, this);
    m_banner = new ErrorBanner(theme, this);
    m_notice = new NoticeRow(theme, QStringLiteral("costUnpriced"), tr("Add a price"), this);
    m_disagreement = new NoticeRow(theme, QStringLiteral("costDisagreement"), tr("Look at the card"), this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addWidget(makeHead());
    layout->addWidget(m_progress);
    layout->addWidget(m_banner);
    layout->addWidget(m_notice);
    layout->addWidget(m_disagreement);
    makeBody(models);
    layout->addWidget(m_tabs);
    layout->addWidget(m_stack, 1);
    connect(m_banner, &ErrorBanner::retryRequested, this, &CostView::retryRequested);
    connect(m_notice, &NoticeRow::actionRequested, this, [this] {
        openTab(Tab::Rates);
        m_rates->proposeModel(m_unpriced);
    });
    connect(m_disagreement, &NoticeRow::actionRequested, this, [this] { openTab(Tab::Rates); });
    m_tick.setInterval(Seconds(1));
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible())
            refreshAge();
    });
    m_tick.start();
    setFocusProxy(m_budgets);
}

QWidget *CostView::makeHead()
{
    auto *head = new QWidget(this);
    auto *title = makeLabel(head, QStringLiteral("costTitle"), "viewTitle");
    title->setText(tr("Cost"));
    m_total = makeLabel(head, QStringLiteral("costTotal"), "viewTitle");
    m_reported = makeLabel(head, QStringLiteral("costReported"), "secondary");
    m_age = makeLabel(head, QStringLiteral("costAge"), "secondary");
    m_export = new QPushButton(tr("Export CSV…"), head);
    m_export->setObjectName(QStringLiteral("costExport"));
    m_export->setAccessibleName(tr("Export the chargeback as CSV"));
    connect(m_export, &QPushButton::clicked, this, &CostView::exportRequested);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins({});
    row->setSpacing(space::l);
    row->addWidget(title);
    row->addWidget(makePeriods());
    row->addWidget(m_total);
    row->addWidget(m_reported);
    row->addStretch();
    row->addWidget(m_age);
    row->addWidget(m_export);
    return head;
}

QWidget *CostView::makePeriods()
{
    auto *widget = new QWidget(this);
    m_periods = new QButtonGroup(widget);
    auto *row = new QHBoxLayout(widget);
    row->setContentsMargins({});
    row->setSpacing(space::xxs);
    const QStringList names{tr("Month to date"), tr("Today"), tr("Range")};
    for (int i = 0; i < names.size(); ++i) {
        auto *button = new QToolButton(widget);
        button->setText(names.at(i));
        button->setAccessibleName(tr("Period: %1").arg(names.at(i)));
        button->setObjectName(QStringLiteral("costPeriod%1").arg(i));
        button->setCheckable(true);
        button->setChecked(i == 0);
        m_periods->addButton(button, i);
        row->addWidget(button);
    }
    m_periods->button(2)->setToolTip(tr("The range of the top bar; whole days count by their days' prices"));
    connect(m_periods, &QButtonGroup::idClicked, this, [this](int id) { emit periodRequested(static_cast<CostStore::Period>(id)); });
    return widget;
}

void CostView::makeBody(const Models &models)
{
    m_tabs = new QTabBar(this);
    m_tabs->setObjectName(QStringLiteral("costTabs"));
    m_tabs->setAccessibleName(tr("Parts of the cost page"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const QString &name : {tr("Budgets"), tr("Spend"), tr("Rate card")})
        m_tabs->addTab(name);
    m_budgets = new BudgetPanel(m_theme, models.budgets, this);
    m_spend = new SpendPanel(m_theme, models.spend, this);
    m_rates = new RatePanel(m_theme, models.rates, this);
    m_pages = new QStackedWidget(this);
    for (QWidget *page : {static_cast<QWidget *>(m_budgets), static_cast<QWidget *>(m_spend), static_cast<QWidget *>(m_rates)})
        m_pages->addWidget(page);
    m_empty = new EmptyState(m_theme, this);
    m_loading = makeLabel(this, QStringLiteral("costLoading"), "secondary");
    m_loading->setAlignment(Qt::AlignCenter);
    m_loading->setText(tr("Adding up the month …"));
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_loading);
    m_stack->addWidget(m_pages);
    m_stack->addWidget(m_empty);
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_tabs, &QTabBar::currentChanged, this, [this] {
        if (m_stack->currentWidget() != m_pages && static_cast<Tab>(m_tabs->currentIndex()) == Tab::Rates)
            m_stack->setCurrentWidget(m_pages); // the card needs no telemetry
    });
    connect(m_budgets, &BudgetPanel::markerActivated, this, &CostView::markerActivated);
    connect(m_empty, &EmptyState::actionRequested, this, &CostView::retryRequested);
}

void CostView::openTab(Tab tab) { m_tabs->setCurrentIndex(static_cast<int>(tab)); }

void CostView::setLoading(bool isLoading)
{
    m_progress->setActive(isLoading);
    setProperty("busy", isLoading);
}

void CostView::setMarkers(const QList<Change> &markers) { m_budgets->setMarkers(markers); }

void CostView::showCost(const CostStore &store)
{
    m_asOf = store.asOf();
    m_periods->button(static_cast<int>(store.period()))->setChecked(true);
    refreshState(store);
    refreshTotals(store);
    m_budgets->setFleet(store.fleet(), store.asOf().value_or(Instant{}));
    m_spend->setChargeback(store.chargeback());
    refreshAge();
}

void CostView::refreshState(const CostStore &store)
{
    const bool isForbidden = store.error() && store.error()->kind == ErrorKind::Forbidden;
    const bool isNothing = store.budgets().isEmpty() && store.chargeback().total.calls <= 0;
    if (store.state() == CostStore::State::Failed && isForbidden)
        m_empty->setKind(EmptyKind::NoRight, store.error()->message);
    else
        m_empty->setKind(EmptyKind::NoDataInRange, tr("No model call with token counts this month. Cost needs spans with gen_ai.usage attributes."));
    QWidget *shown = m_pages;
    if (store.state() == CostStore::State::Loading)
        shown = m_loading;
    else if (store.state() == CostStore::State::Failed || isNothing)
        shown = m_empty;
    const bool isCardShown = static_cast<Tab>(m_tabs->currentIndex()) == Tab::Rates;
    m_stack->setCurrentWidget(isCardShown ? m_pages : shown);
    m_export->setEnabled(shown == m_pages);
    if (store.error() && !isForbidden)
        m_banner->setReport({.what = store.state() == CostStore::State::Ready ? tr("The cost could not be refreshed; the last good numbers are shown")
                                                                             : tr("The cost could not be read"),
                             .error = *store.error()});
    else
        m_banner->clear();
}

void CostView::refreshTotals(const CostStore &store)
{
    const Chargeback &chargeback = store.chargeback();
    const bool isReady = store.state() == CostStore::State::Ready;
    m_total->setText(isReady ? chargeback.total.priced.text() : QString());
    m_total->setAccessibleName(tr("Our price: %1").arg(m_total->text()));
    m_reported->setText(isReady && !chargeback.total.reported.isZero() ? tr("agents report %1").arg(chargeback.total.reported.text()) : QString());
    m_notice->setText(unpricedSentence(chargeback));
    m_disagreement->setText(disagreementSentence(chargeback));
    const auto unpriced = std::ranges::find_if(chargeback.models, [](const SpendLine &line) { return line.unpricedTokens > 0; });
    m_unpriced = unpriced == chargeback.models.cend() ? QString() : unpriced->key;
}

void CostView::refreshAge()
{
    if (!m_asOf) {
        m_age->setText({});
        return;
    }
    const Microseconds age = std::max(Microseconds(0), m_clock.now() - *m_asOf);
    m_age->setText(age > staleCost ? tr("stale · %1 old").arg(format::age(age)) : tr("%1 ago").arg(format::age(age)));
}

} // namespace qd
