#include "cost/budgetpanel.h"

#include "cost/budgetchart.h"
#include "cost/costdelegates.h"
#include "format.h"
#include "widgets/chartpanel.h"
#include "widgets/factlist.h"
#include "widgets/labels.h"
#include "widgets/tablelook.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int sideWidth = 320;
constexpr int mostTableRows = 8;

QString forecastBasis(const SpendForecast &forecast)
{
    if (forecast.daysUsed == 0)
        return forecast.monthEnd ? BudgetPanel::tr("today's rate") : BudgetPanel::tr("too little data");
    return forecast.hasWeekdayShape ? BudgetPanel::tr("%n days, by weekday", nullptr, forecast.daysUsed)
                                    : BudgetPanel::tr("%n days, no weekday shape yet", nullptr, forecast.daysUsed);
}

QString momentText(const std::optional<Instant> &at) { return at ? format::timestamp(*at) : BudgetPanel::tr("not this month"); }

QList<std::pair<QString, QString>> budgetFacts(const BudgetLine &line)
{
    const QString dash = QStringLiteral("–");
    QList<std::pair<QString, QString>> facts{
        {BudgetPanel::tr("Spent, our price"), line.spent.text()},
        {BudgetPanel::tr("Spent, reported"), line.reported.text()},
        {BudgetPanel::tr("Budget"), line.budget ? QString((line.isImplied ? QStringLiteral("≈ ") : QString()) % line.budget->text()) : BudgetPanel::tr("none")},
        {BudgetPanel::tr("Month's end"), line.forecast.monthEnd ? Money::of(*line.forecast.monthEnd, line.spent.currency()).text() : dash},
        {BudgetPanel::tr("Runs out"), line.budget ? momentText(line.forecast.runOut) : dash},
        {BudgetPanel::tr("Resets"), format::timestamp(line.resets)},
        {BudgetPanel::tr("Forecast from"), forecastBasis(line.forecast)}};
    return facts;
}

} // namespace

BudgetPanel::BudgetPanel(const Theme &theme, BudgetModel &model, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_model(model)
{
    m_chart = new ChartPanel(theme, QStringLiteral("costBurnDown"), this);
    auto *below = new QHBoxLayout;
    below->setSpacing(space::s);
    below->addWidget(m_chart, 1);
    below->addWidget(makeSide());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(space::s);
    layout->addWidget(makeTable());
    layout->addLayout(below, 1);
    connect(m_chart, &ChartPanel::markerActivated, this, &BudgetPanel::markerActivated);
    const auto follow = [this] {
        m_table->setFixedHeight(height::tableHeader + std::clamp(m_model.rowCount(), 1, mostTableRows) * height::row + 4);
        refreshChosen();
    };
    connect(&model, &QAbstractItemModel::rowsInserted, this, follow);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, follow);
    connect(&model, &QAbstractItemModel::dataChanged, this, follow);
    follow();
}

QWidget *BudgetPanel::makeTable()
{
    auto *panel = new QFrame(this);
    panel->setProperty("qdRole", QStringLiteral("panel"));
    m_table = new QTableView(panel);
    dressTable(*m_table, QStringLiteral("costBudgets"), tr("Budgets of the tenants"));
    m_table->setModel(&m_model);
    m_table->setItemDelegateForColumn(BudgetModel::State, new BreakerDelegate(m_theme, m_table));
    m_table->setItemDelegateForColumn(BudgetModel::Used, new UsedBarDelegate(m_theme, m_table));
    m_table->horizontalHeader()->setSectionResizeMode(BudgetModel::Used, QHeaderView::Fixed);
    m_table->setColumnWidth(BudgetModel::Used, 400);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] { refreshChosen(); });
    connect(&m_theme, &Theme::changed, m_table, [this] { m_table->viewport()->update(); });
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(space::s, space::xs, space::s, space::xs);
    layout->addWidget(m_table);
    setFocusProxy(m_table);
    return panel;
}

QWidget *BudgetPanel::makeSide()
{
    auto *panel = new QFrame(this);
    panel->setProperty("qdRole", QStringLiteral("panel"));
    panel->setFixedWidth(sideWidth);
    m_sideTitle = makeLabel(panel, QStringLiteral("costSideTitle"), "panelTitle");
    m_sentence = makeLabel(panel, QStringLiteral("costForecast"));
    m_sentence->setWordWrap(true);
    m_facts = new FactList(panel);
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->setSpacing(space::m);
    layout->addWidget(m_sideTitle);
    layout->addWidget(m_sentence);
    layout->addWidget(m_facts);
    layout->addStretch();
    layout->addWidget(makeEditor(panel));
    return panel;
}

QWidget *BudgetPanel::makeEditor(QWidget *parent)
{
    auto *editor = new QWidget(parent);
    auto *label = makeLabel(editor, QStringLiteral("costBudgetLabel"), "secondary");
    label->setText(tr("Month's budget (empty: as the agents say)"));
    m_budget = new QLineEdit(editor);
    m_budget->setObjectName(QStringLiteral("costBudgetEdit"));
    m_budget->setAccessibleName(tr("Month's budget of the chosen tenant"));
    m_budget->setFont(monoFont());
    m_set = new QPushButton(tr("Set"), editor);
    m_set->setObjectName(QStringLiteral("costBudgetSet"));
    m_set->setAccessibleName(tr("Set the month's budget"));
    m_problem = makeLabel(editor, QStringLiteral("costBudgetProblem"), "secondary");
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto *row = new QHBoxLayout;
    row->addWidget(m_budget, 1);
    row->addWidget(m_set);
    auto *layout = new QVBoxLayout(editor);
    layout->setContentsMargins({});
    layout->setSpacing(space::xs);
    layout->addWidget(label);
    layout->addLayout(row);
    layout->addWidget(m_problem);
    connect(m_set, &QPushButton::clicked, this, &BudgetPanel::sendBudget);
    connect(m_budget, &QLineEdit::returnPressed, this, &BudgetPanel::sendBudget);
    return editor;
}

void BudgetPanel::setFleet(const BudgetLine &fleet, Instant now)
{
    m_fleet = fleet;
    m_now = now;
    refreshChosen();
}

void BudgetPanel::setMarkers(const QList<Change> &markers)
{
    if (std::exchange(m_markers, markers) != markers)
        refreshChosen();
}

void BudgetPanel::setProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

QString BudgetPanel::tenant() const { return chosen().tenant; }

const BudgetLine &BudgetPanel::chosen() const
{
    const int row = m_table && m_table->selectionModel() ? m_table->currentIndex().row() : -1;
    return row >= 0 && row < m_model.rowCount() ? m_model.rows().at(row) : m_fleet;
}

void BudgetPanel::refreshChosen()
{
    if (!m_budget)
        return;
    const BudgetLine &line = chosen();
    const bool isTenant = !line.tenant.isEmpty();
    m_sideTitle->setText(isTenant ? line.tenant : tr("All tenants"));
    m_sentence->setText(forecastSentence(line, m_now));
    m_facts->setFacts(budgetFacts(line));
    m_chart->setSpec(budgetChartSpec(line, m_markers));
    m_chart->setMessage(tr("No spend this month."));
    m_budget->setEnabled(isTenant);
    m_set->setEnabled(isTenant);
    m_set->setToolTip(isTenant ? QString() : tr("Choose a tenant first"));
    if (!m_budget->hasFocus())
        m_budget->setText(line.budget && !line.isImplied ? QString::number(line.budget->amount(), 'f', 2) : QString());
}

void BudgetPanel::sendBudget()
{
    const QString text = m_budget->text().trimmed();
    bool isNumber = false;
    const double month = text.toDouble(&isNumber);
    if (!text.isEmpty() && !isNumber) {
        setProblem(tr("“%1” is no number; a budget looks like 6400.").arg(text.left(40)));
        return;
    }
    emit budgetTyped(tenant(), text.isEmpty() ? std::nullopt : std::optional(month));
}

} // namespace qd
