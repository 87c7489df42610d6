#include "manualclock.h"
#include "slo/budget.h"
#include "slo/burnrate.h"
#include "slofixtures.h"
#include "testmain.h"

#include <QObject>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

namespace {

constexpr Instant now = ManualClock::start;

bool isNear(std::optional<double> value, double expected)
{
    return value && std::abs(*value - expected) <= 1e-9 * std::max(1.0, std::abs(expected));
}

} // namespace

class TestBurn : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void workbookPairs()
    {
        const QList<BurnPair> pairs = defaultBurnPairs();
        QCOMPARE(pairs.size(), 4);
        QCOMPARE(pairs.at(0), (BurnPair{1h, 5min, 14.4, BurnSeverity::Page}));
        QCOMPARE(pairs.at(1), (BurnPair{6h, 30min, 6, BurnSeverity::Page}));
        QCOMPARE(pairs.at(2), (BurnPair{24h, 2h, 3, BurnSeverity::Ticket}));
        QCOMPARE(pairs.at(3), (BurnPair{72h, 6h, 1, BurnSeverity::Ticket}));
    }

    void burnRates_data()
    {
        QTest::addColumn<SloDefinition>("slo");
        QTest::addColumn<double>("good");
        QTest::addColumn<double>("total");
        QTest::addColumn<double>("burn");
        QTest::addColumn<double>("value");
        // 14.4 % bad of an allowed 1 %.
        QTest::newRow("ratio 14.4") << taskSuccess() << 856.0 << 1000.0 << 14.4 << 0.856;
        QTest::newRow("ratio untouched") << taskSuccess() << 1000.0 << 1000.0 << 0.0 << 1.0;
        QTest::newRow("ratio exactly at target") << taskSuccess() << 990.0 << 1000.0 << 1.0 << 0.99;
        QTest::newRow("more good than all") << taskSuccess() << 1010.0 << 1000.0 << 0.0 << 1.01;
        QTest::newRow("three nines") << availability() << 995.0 << 1000.0 << 5.0 << 0.995;
        QTest::newRow("mean, lower") << costPerTask() << 12.0 << 100.0 << 2.4 << 0.12;
        QTest::newRow("mean, lower, half") << costPerTask() << 2.5 << 100.0 << 0.5 << 0.025;
        QTest::newRow("per hundred") << modelErrors() << 30.0 << 200.0 << 3.0 << 15.0;
        // (5 - 3.5) / (5 - 4)
        QTest::newRow("mean, higher") << groundedness() << 350.0 << 100.0 << 1.5 << 3.5;
        QTest::newRow("mean, higher, best") << groundedness() << 500.0 << 100.0 << 0.0 << 5.0;
    }
    void burnRates()
    {
        QFETCH(SloDefinition, slo);
        QFETCH(double, good);
        QFETCH(double, total);
        QFETCH(double, burn);
        QFETCH(double, value);
        QVERIFY(isNear(burnRate(slo, {good, total}), burn));
        QVERIFY(isNear(sliValue(slo, {good, total}), value));
        QVERIFY(!burnRate(slo, {0, 0}));
        QVERIFY(!sliValue(slo, {0, 0}));
    }

    void percentileBurn()
    {
        // 8 % of the turns are over 5 s, 5 % may be.
        QVERIFY(isNear(burnRate(turnLatency(), {920, 1000}), 1.6));
        QVERIFY(!sliValue(turnLatency(), {920, 1000}));
    }

    void pairs_data()
    {
        QTest::addColumn<double>("longBad");
        QTest::addColumn<double>("longTotal");
        QTest::addColumn<double>("shortBad");
        QTest::addColumn<double>("shortTotal");
        QTest::addColumn<bool>("fires");
        QTest::addColumn<bool>("isLow");
        QTest::newRow("both at the factor") << 144.0 << 1000.0 << 14.4 << 100.0 << true << false;
        QTest::newRow("long just below") << 143.9 << 1000.0 << 50.0 << 100.0 << false << false;
        QTest::newRow("short just below") << 500.0 << 1000.0 << 14.3 << 100.0 << false << false;
        QTest::newRow("short window empty") << 500.0 << 1000.0 << 0.0 << 0.0 << false << false;
        QTest::newRow("no events at all") << 0.0 << 0.0 << 0.0 << 0.0 << false << false;
        QTest::newRow("one event too few") << 19.0 << 19.0 << 5.0 << 5.0 << false << true;
        QTest::newRow("just enough events") << 20.0 << 20.0 << 5.0 << 5.0 << true << false;
    }
    void pairs()
    {
        QFETCH(double, longBad);
        QFETCH(double, longTotal);
        QFETCH(double, shortBad);
        QFETCH(double, shortTotal);
        QFETCH(bool, fires);
        QFETCH(bool, isLow);
        SloDefinition slo = taskSuccess();
        slo.burnPairs = {defaultBurnPairs().first()};
        SliSample sample;
        sample.windows = {{5min, {shortTotal - shortBad, shortTotal}}, {60min, {longTotal - longBad, longTotal}}};
        const QList<BurnReading> readings = burnReadings(slo, sample);
        QCOMPARE(readings.size(), 1);
        QCOMPARE(readings.first().isFiring, fires);
        QCOMPARE(readings.first().isLowTraffic, isLow);
        QCOMPARE(readings.first().longEvents, longTotal);
        QCOMPARE(readings.first().shortEvents, shortTotal);
        QCOMPARE(readings.first().longBurn.has_value(), longTotal > 0);
        QCOMPARE(readings.first().shortBurn.has_value(), shortTotal > 0);
    }

    void worstOfTheReadings()
    {
        QCOMPARE(worstReading({}), nullptr);
        BurnReading page{.pair = defaultBurnPairs().at(0), .longBurn = 20.0};
        BurnReading slow{.pair = defaultBurnPairs().at(1), .longBurn = 7.0, .isFiring = true};
        BurnReading ticket{.pair = defaultBurnPairs().at(3), .longBurn = 5.0, .isFiring = true};
        BurnReading silent{.pair = defaultBurnPairs().at(2)};
        QList<BurnReading> all{silent, page, slow, ticket};
        QVERIFY(*worstReading(all) == slow); // firing and a page, though others are further over their factor
        all[2].isFiring = false;
        QVERIFY(*worstReading(all) == ticket);
        all[3].isFiring = false;
        QVERIFY(*worstReading(all) == all[3]); // 5 / 1 is more than 20 / 14.4
        const QList<BurnReading> quiet{silent, page};
        QVERIFY(*worstReading(quiet) == page);
    }

    void rollingBudget()
    {
        SliSample sample;
        sample.windows = {{60min, {0, 5}}, {43200min, {9988, 10000}}};
        const ErrorBudget budget = errorBudget(taskSuccess(), sample, now); // 100 allowed, 12 spent
        QVERIFY(isNear(budget.total, 100));
        QVERIFY(isNear(budget.spent, 12));
        QVERIFY(isNear(budget.remaining, 0.88));
        QCOMPARE(budget.events, 10000.0);
        QVERIFY(!errorBudget(taskSuccess(), {}, now).remaining);
    }

    void moneyBudget()
    {
        SliSample sample;
        sample.windows = {{43200min, {650, 10000}}};
        const ErrorBudget budget = errorBudget(costPerTask(), sample, now); // $500 allowed, $650 spent
        QVERIFY(isNear(budget.total, 500));
        QVERIFY(isNear(budget.spent, 650));
        QVERIFY(isNear(budget.remaining, -0.3));
    }

    void calendarBudget()
    {
        SloDefinition slo = taskSuccess();
        slo.window.kind = SloWindow::Kind::CalendarMonth;
        SliSample sample;
        sample.calendarBudget = SliCounts{990, 1000};
        sample.windows = {{43200min, {0, 1}}};
        const Instant november = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
        // After 3 of 30 days 10 were spent; 1000 events so far project to 10000, which may have 100 bad ones.
        ErrorBudget budget = errorBudget(slo, sample, november + 72h);
        QVERIFY(isNear(budget.total, 100));
        QVERIFY(isNear(budget.remaining, 0.9));
        // At the very end the projection is the month itself.
        budget = errorBudget(slo, sample, november + 720h - 1us);
        QVERIFY(std::abs(*budget.remaining) < 1e-6);
        // Not a division by zero in the first instant.
        QVERIFY(errorBudget(slo, sample, november).remaining.has_value());
        // February has 28 days.
        budget = errorBudget(slo, sample, Instant(std::chrono::sys_days(std::chrono::year(2027) / 2 / 15)));
        QVERIFY(isNear(budget.total, 20));
    }

    void exhaustion_data()
    {
        QTest::addColumn<double>("remaining");
        QTest::addColumn<double>("burn");
        QTest::addColumn<qint64>("seconds"); // -1: none
        QTest::newRow("14.4 with a full budget is 50 h") << 1.0 << 14.4 << qint64(50 * 3600);
        QTest::newRow("half the budget") << 0.5 << 14.4 << qint64(25 * 3600);
        QTest::newRow("twice as fast as allowed") << 1.0 << 2.0 << qint64(15 * 86400);
        QTest::newRow("burning within the budget") << 0.5 << 1.0 << qint64(-1);
        QTest::newRow("spent") << 0.0 << 14.4 << qint64(-1);
        QTest::newRow("overspent") << -0.5 << 14.4 << qint64(-1);
    }
    void exhaustion()
    {
        QFETCH(double, remaining);
        QFETCH(double, burn);
        QFETCH(qint64, seconds);
        const auto left = timeToExhaustion(taskSuccess(), {.remaining = remaining}, burn, now);
        QCOMPARE(left.has_value(), seconds >= 0);
        if (left)
            QVERIFY(*left == std::chrono::seconds(seconds));
    }

    void exhaustionWithinTheMonth()
    {
        SloDefinition slo = taskSuccess();
        slo.window.kind = SloWindow::Kind::CalendarMonth;
        // 21 November 12:00, nine and a half days left: half of 30 days / 2 is 7.5 days, at 1.5 it would be 10.
        QVERIFY(timeToExhaustion(slo, {.remaining = 0.5}, 2, now) == Microseconds(180h));
        QVERIFY(!timeToExhaustion(slo, {.remaining = 0.5}, 1.5, now));
        // A month of 31 days is longer.
        const Instant october = std::chrono::sys_days(std::chrono::year(2026) / 10 / 2);
        QVERIFY(timeToExhaustion(slo, {.remaining = 1}, 31, october) == Microseconds(24h));
    }
};

QD_TEST_MAIN(QCoreApplication, TestBurn)
#include "tst_burn.moc"
