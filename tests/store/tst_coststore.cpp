#include "coststore.h"
#include "manualclock.h"
#include "ratecardstore.h"
#include "testmain.h"

#include <QSignalSpy>

using namespace qd;
using namespace std::chrono_literals;

namespace {

constexpr Instant now = test::ManualClock::start;
const Day today = std::chrono::floor<std::chrono::days>(now);

RateCard storeCard()
{
    return {.title = QStringLiteral("test"), .rates = {{.model = QStringLiteral("m"), .from = today - std::chrono::days(100), .input = 1, .output = 2}}};
}

UsageReport storeReport()
{
    UsageReport report;
    for (const int daysAgo : {0, 1, 25})
        report.usage.append({.day = today - std::chrono::days(daysAgo), .tenant = QStringLiteral("a"), .model = QStringLiteral("m"), .calls = 1,
                             .kept = 1, .tokens = {1'000'000, 0, 0}});
    return report;
}

} // namespace

class TestCostStore : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void periodsCountTheirDays()
    {
        CostStore store;
        store.setCard(storeCard());
        QCOMPARE(store.state(), CostStore::State::Loading);
        store.applyMonth(storeReport(), now);
        QCOMPARE(store.state(), CostStore::State::Ready);
        QCOMPARE(store.chargeback().total.priced.cents(), 200);
        store.setPeriod(CostStore::Period::Today);
        QCOMPARE(store.chargeback().total.priced.cents(), 100);
        store.setPeriod(CostStore::Period::Range);
        QVERIFY(store.chargeback().total.priced.isZero());
        store.applyRange(storeReport(), {now - 24h * 30, now}, now);
        QCOMPARE(store.chargeback().total.priced.cents(), 300);
        QCOMPARE(store.budgets().size(), 1);
    }

    void anotherCardPricesAnewWithoutAsking()
    {
        CostStore store;
        store.setCard(storeCard());
        store.applyMonth(storeReport(), now);
        QSignalSpy changed(&store, &CostStore::changed);
        RateCard dearer = storeCard();
        dearer.rates[0].input = 3;
        store.setCard(dearer);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(store.chargeback().total.priced.cents(), 600);
        store.setCard(dearer);
        QCOMPARE(changed.size(), 1);
    }

    void aFailureKeepsTheNumbers()
    {
        CostStore store;
        store.fail(Error{.kind = ErrorKind::Forbidden});
        QCOMPARE(store.state(), CostStore::State::Failed);
        store.setCard(storeCard());
        store.applyMonth(storeReport(), now);
        store.fail(Error{.kind = ErrorKind::Network});
        QCOMPARE(store.state(), CostStore::State::Ready);
        QCOMPARE(store.error()->kind, ErrorKind::Network);
        QCOMPARE(store.chargeback().total.priced.cents(), 200);
        store.clear();
        QCOMPARE(store.state(), CostStore::State::Loading);
        QVERIFY(store.chargeback().total.priced.isZero());
    }

    void editsAreCheckedAndUndone()
    {
        RateCardStore store;
        store.load(storeCard());
        QVERIFY(!store.isDirty() && !store.canUndo());
        QVERIFY(!store.addRate({.model = QStringLiteral("m"), .from = today, .input = 0.00000001}).has_value());
        QVERIFY(!store.isDirty());
        QVERIFY(store.addRate({.model = QStringLiteral("m"), .from = today, .input = 2}).has_value());
        QVERIFY(store.replaceRate(1, {.model = QStringLiteral("m"), .from = today, .input = 2.5}).has_value());
        QVERIFY(!store.replaceRate(9, {}).has_value());
        QCOMPARE(store.card().rates.size(), 2);
        store.undo();
        QCOMPARE(store.card().rates.at(1).input, 2.0);
        store.removeRate(0);
        store.undo();
        store.undo();
        QVERIFY(!store.isDirty() && !store.canUndo());
        store.undo();
        QCOMPARE(store.card(), storeCard());
    }

    void budgetsAreSetAndRemoved()
    {
        RateCardStore store;
        store.load(storeCard());
        QVERIFY(store.setBudget(QStringLiteral("a"), 100).has_value());
        QVERIFY(store.setBudget(QStringLiteral("a"), 200).has_value());
        QCOMPARE(store.card().budget(QStringLiteral("a"))->cents(), 20'000);
        QVERIFY(!store.setBudget(QStringLiteral("a"), -1).has_value());
        QCOMPARE(store.card().budgets.size(), 1);
        QVERIFY(store.setBudget(QStringLiteral("a"), std::nullopt).has_value());
        QVERIFY(store.card().budgets.isEmpty());
        store.undo();
        QCOMPARE(store.card().budgets.size(), 1);
        store.markSaved();
        QVERIFY(!store.isDirty());
    }
};

QD_TEST_MAIN(QCoreApplication, TestCostStore)
#include "tst_coststore.moc"
