#include "budgetmodel.h"
#include "changelistmodel.h"
#include "changes/changesview.h"
#include "cost/budgetchart.h"
#include "cost/budgetpanel.h"
#include "cost/costview.h"
#include "manualclock.h"
#include "namewalk.h"
#include "sampletiles.h"
#include "testmain.h"
#include "widgets/errorbanner.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>

using namespace qd;
using namespace std::chrono_literals;

namespace {

constexpr Instant now = test::ManualClock::start;
const Day today = std::chrono::floor<std::chrono::days>(now);

RateCard viewCard()
{
    return {.title = QStringLiteral("test"), .rates = {{.model = QStringLiteral("gpt-4o"), .from = today - std::chrono::days(100), .input = 2.5, .output = 10}},
            .budgets = {{.tenant = QStringLiteral("northwind"), .month = 100}}};
}

/// Twenty days of about four dollars each, and one model without a price.
UsageReport viewReport()
{
    UsageReport report;
    for (int daysAgo = 20; daysAgo >= 0; --daysAgo)
        report.usage.append({.day = today - std::chrono::days(daysAgo), .tenant = QStringLiteral("northwind"), .agent = QStringLiteral("desk"),
                             .model = QStringLiteral("gpt-4o"), .calls = 40, .kept = 2, .tokens = {1'600'000, 0, 0}});
    report.usage.append({.day = today, .tenant = QStringLiteral("<b>fabrikam</b>"), .agent = QStringLiteral("desk"), .model = QStringLiteral("mystery-1"),
                         .calls = 1, .kept = 1, .tokens = {1'200'000, 0, 0}});
    return report;
}

struct CostScreen {
    test::ManualClock clock;
    Theme theme;
    CostStore store;
    RateCardStore card;
    BudgetModel budgets;
    SpendModel spend;
    RateModel rates{card};
    CostView view{theme, clock, {budgets, spend, rates}};

    CostScreen()
    {
        theme.apply(*qApp, ThemeId::Dark);
        card.load(viewCard());
        store.setCard(viewCard());
        view.resize(1300, 800);
        refresh();
        view.show();
    }
    void refresh()
    {
        budgets.setRows(store.budgets());
        view.showCost(store);
    }
    void load()
    {
        store.applyMonth(viewReport(), now);
        refresh();
    }
    template<typename Widget>
    Widget *find(const char *name) const
    {
        return view.findChild<Widget *>(QLatin1String(name));
    }
    [[nodiscard]] QString text(const char *name) const { return find<QLabel>(name)->text(); }
};

} // namespace

class TestCostView final : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void everyStateHasAFace()
    {
        CostScreen screen;
        QVERIFY(screen.find<QLabel>("costLoading")->isVisible());
        screen.store.fail(Error{.kind = ErrorKind::Network, .message = QStringLiteral("away")});
        screen.refresh();
        QVERIFY(screen.view.findChild<ErrorBanner *>()->isVisible());
        QVERIFY(!screen.find<QTableView>("costBudgets")->isVisible());
        screen.load();
        QVERIFY(!screen.view.findChild<ErrorBanner *>()->isVisible());
        QVERIFY(screen.find<QTableView>("costBudgets")->isVisible());
        QCOMPARE(screen.text("costTotal"), QStringLiteral("$84.00"));
        screen.store.fail(Error{.kind = ErrorKind::Timeout, .message = QStringLiteral("slow")});
        screen.refresh();
        QVERIFY(screen.view.findChild<ErrorBanner *>()->isVisible());
        QVERIFY(screen.find<QTableView>("costBudgets")->isVisible());
        QSignalSpy retry(&screen.view, &CostView::retryRequested);
        QTest::keyClick(screen.find<QPushButton>("errorRetry"), Qt::Key_Space);
        QCOMPARE(retry.size(), 1);
        screen.store.clear();
        screen.store.fail(Error{.kind = ErrorKind::Forbidden, .message = QStringLiteral("no right")});
        screen.refresh();
        QVERIFY(!screen.find<QTableView>("costBudgets")->isVisible());
    }

    void oldNumbersSayTheirAge()
    {
        CostScreen screen;
        screen.load();
        QVERIFY(screen.text("costAge").endsWith(QStringLiteral("ago")));
        screen.clock.advance(10min);
        screen.refresh();
        QVERIFY(screen.text("costAge").startsWith(QStringLiteral("stale")));
    }

    void unpricedModelsAreToldAndCanBePriced()
    {
        CostScreen screen;
        screen.load();
        QVERIFY(screen.text("costUnpricedText").contains(QStringLiteral("mystery-1 (1.2M tokens)")));
        QTest::keyClick(screen.find<QPushButton>("costUnpricedAction"), Qt::Key_Space);
        QVERIFY(screen.find<QTableView>("costRates")->isVisible());
        QCOMPARE(screen.find<QLineEdit>("costRateNew0")->text(), QStringLiteral("mystery-1"));
        QSignalSpy add(&screen.view.rates(), &RatePanel::addRequested);
        QTest::keyClick(screen.find<QLineEdit>("costRateNew0"), Qt::Key_Return);
        QCOMPARE(add.size(), 0);
        QVERIFY(screen.text("costRateProblem").contains(QStringLiteral("is no date")));
        screen.find<QLineEdit>("costRateNew2")->setText(QStringLiteral("2026-11-01"));
        screen.find<QLineEdit>("costRateNew3")->setText(QStringLiteral("3"));
        QTest::keyClick(screen.find<QLineEdit>("costRateNew3"), Qt::Key_Return);
        QCOMPARE(add.size(), 1);
    }

    void theChartFollowsTheTenant()
    {
        CostScreen screen;
        screen.load();
        QCOMPARE(screen.text("costSideTitle"), QStringLiteral("All tenants"));
        auto *table = screen.find<QTableView>("costBudgets");
        QTest::keyClick(table, Qt::Key_Down);
        table->setCurrentIndex(screen.budgets.index(0, 0));
        QCOMPARE(screen.text("costSideTitle"), QStringLiteral("northwind"));
        QVERIFY2(screen.text("costForecast").startsWith(QStringLiteral("Runs out on Nov 2")), qPrintable(screen.text("costForecast")));
        const ChartSpec spec = budgetChartSpec(screen.budgets.rows().at(0), {});
        QCOMPARE(spec.limits.size(), 2);
        QCOMPARE(*spec.points.front().value, 100.0);
        QCOMPARE(*spec.points.back().value, 16.0);
        QVERIFY(spec.forecast.size() > 2 && *spec.forecast.back().value == 0.0);
        QSignalSpy typed(&screen.view.budgets(), &BudgetPanel::budgetTyped);
        auto *budget = screen.find<QLineEdit>("costBudgetEdit");
        budget->setText(QStringLiteral("lots"));
        QTest::keyClick(budget, Qt::Key_Return);
        QCOMPARE(typed.size(), 0);
        QVERIFY(!screen.text("costBudgetProblem").isEmpty());
        budget->setText(QStringLiteral("250"));
        QTest::keyClick(budget, Qt::Key_Return);
        QCOMPARE(typed.size(), 1);
        QCOMPARE(typed.at(0).at(0).toString(), QStringLiteral("northwind"));
    }

    void everythingHasAName()
    {
        CostScreen screen;
        screen.load();
        for (int tab = 0; tab < 3; ++tab) {
            screen.find<QTabBar>("costTabs")->setCurrentIndex(tab);
            QCOMPARE(test::unnamedWidgets(screen.view), QStringList());
        }
    }

    void changesAreChosenAndOpenedByKey()
    {
        test::ManualClock clock;
        Theme theme;
        theme.apply(*qApp, ThemeId::Light);
        ChangeListModel model;
        ChangesView view(theme, clock, model);
        view.resize(1200, 800);
        view.show();
        QVERIFY(view.findChild<QLabel *>(QStringLiteral("changesLoading"))->isVisible());
        const SloTile tile = test::sampleTile(QStringLiteral("task-success"), TileState::Critical);
        view.setSlos({tile}, tile.id);
        const BurnSpell burn{now - 10min, now, 1min};
        view.setSlo(tile, test::sampleMarkers(), burn);
        model.setRows(rankChanges(test::sampleMarkers(), burn, now));
        view.setHealth({.isLoaded = true, .asOf = now});
        QVERIFY(view.findChild<QLabel *>(QStringLiteral("changesBurn"))->text().contains(QStringLiteral("began to burn at 11:50")));
        view.selectFirst();
        QSignalSpy open(&view, &ChangesView::openRequested);
        QTest::keyClick(view.findChild<QListView *>(QStringLiteral("changesList")), Qt::Key_Return);
        QCOMPARE(open.size(), 1);
        QCOMPARE(open.at(0).at(0).value<ChangeId>().value, QStringLiteral("order-helper v14"));
        QCOMPARE(test::unnamedWidgets(view), QStringList());
        view.setHealth({.isLoaded = true, .asOf = now, .errors = {{QStringLiteral("activity log"), Error{.kind = ErrorKind::Forbidden}}}});
        QVERIFY(view.findChild<ErrorBanner *>()->isVisible());
        model.setRows({});
        QVERIFY(!view.findChild<QListView *>(QStringLiteral("changesList"))->isVisible());
    }
};

QD_TEST_MAIN(QApplication, TestCostView)
#include "tst_costview.moc"
