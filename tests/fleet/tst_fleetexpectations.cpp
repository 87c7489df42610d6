#include "fleetharness.h"
#include "slicounter.h"
#include "testmain.h"

using namespace qd::test;
using std::chrono::minutes;

namespace {

constexpr minutes hour{60};

struct Pair {
    minutes longWindow;
    minutes shortWindow;
    double factor;
    bool isPage;
};

/// The burn pairs of the wall's definitions: the workbook's, or the gentler ones of the cost and quality objectives.
const std::vector<Pair> &pairsOf(Sli sli)
{
    static const std::vector<Pair> usual{{hour, minutes(5), 14.4, true}, {6 * hour, minutes(30), 6, true},
                                         {24 * hour, 2 * hour, 3, false}, {72 * hour, 6 * hour, 1, false}};
    static const std::vector<Pair> own{{hour, minutes(5), 3, true}, {6 * hour, minutes(30), 2, true},
                                       {24 * hour, 2 * hour, 1.5, false}, {72 * hour, 6 * hour, 1, false}};
    switch (sli) {
    case Sli::CostPerTask:
    case Sli::RepairRetries:
    case Sli::Groundedness:
    case Sli::ModelErrors: return own;
    default: return usual;
    }
}

/// The larger of the two windows' distances to the factor, over all pairs of a kind: 1 and more fires.
double firing(const SliCounter &counter, Sli sli, bool isPage)
{
    double worst = 0;
    for (const Pair &pair : pairsOf(sli)) {
        if (pair.isPage == isPage)
            worst = std::max(worst, std::min(counter.burn(sli, pair.longWindow), counter.burn(sli, pair.shortWindow)) / pair.factor);
    }
    return worst;
}

constexpr std::chrono::hours month{24 * 30};
/// Covers every window of a page; what breaks a scenario began 80 minutes ago at most.
constexpr std::chrono::hours shortHistory{8};

/// A scenario from `history` before its live run until `after` into it; windows end where the live run begins.
SliCounter countScenario(const char *name, quint64 seed, int startHour, std::chrono::hours history = month,
                         minutes after = minutes(0))
{
    ManualClock clock;
    clock.advance(std::chrono::hours(startHour));
    qd::lab::LabOptions options;
    options.seed = seed;
    options.history = history;
    SliCounter counter(clock.now() - options.history, clock.now() + after);
    qd::lab::FleetRunner runner(shippedScenario(name), options, clock, counter);
    runner.backfill();
    runner.advanceTo(clock.now() + after);
    counter.setWindowEnd(clock.now());
    return counter;
}

} // namespace

Q_DECLARE_METATYPE(Sli)

/// What each scenario promises at the end of the backfill, for any seed and any hour of the week. The clock starts on a
/// Saturday at noon; +15 h is the quietest hour of the week, +45 h a busy Monday morning.
class TestFleetExpectations : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void calm_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<int>("startHour");
        QTest::newRow("saturday noon") << quint64(1) << 0;
        QTest::newRow("sunday night") << quint64(2) << 15;
        QTest::newRow("after the month's end") << quint64(4) << 24 * 11;
    }
    void calm()
    {
        QFETCH(quint64, seed);
        QFETCH(int, startHour);
        const SliCounter counter = countScenario("calm", seed, startHour);
        for (size_t i = 0; i < sliCount; ++i) {
            const Sli sli = static_cast<Sli>(i);
            QVERIFY2(counter.events(sli, hour) >= 20, sliName(sli));
            QVERIFY2(counter.burn(sli, 72 * hour) < 0.8, sliName(sli));
            QVERIFY2(counter.budgetLeft(sli) > 0.3, sliName(sli));
            QVERIFY2(firing(counter, sli, true) < 0.5, sliName(sli));
            QVERIFY2(firing(counter, sli, false) < 0.8, sliName(sli));
        }
        QCOMPARE(counter.serverErrors(hour), 0.0);
        QVERIFY2(counter.rows() < 1'000'000, qPrintable(QString::number(counter.rows())));
    }

    void breaks_data()
    {
        QTest::addColumn<QByteArray>("scenario");
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<int>("startHour");
        QTest::addColumn<QList<Sli>>("critical");
        QTest::addColumn<bool>("hasServerErrors");
        const auto add = [](const char *scenario, const QList<Sli> &critical, bool hasServerErrors) {
            QTest::addRow("%s, saturday noon", scenario) << QByteArray(scenario) << quint64(1) << 0 << critical << hasServerErrors;
            QTest::addRow("%s, sunday night", scenario) << QByteArray(scenario) << quint64(5) << 15 << critical << hasServerErrors;
            QTest::addRow("%s, monday", scenario) << QByteArray(scenario) << quint64(9) << 45 << critical << hasServerErrors;
            for (quint64 seed = 100; seed < 102; ++seed)
                QTest::addRow("%s, seed %d", scenario, int(seed)) << QByteArray(scenario) << seed << 15 << critical << hasServerErrors;
        };
        add("bad-prompt", {Sli::TaskSuccess, Sli::ToolSuccess, Sli::RepairRetries}, false);
        add("throttle", {Sli::TaskSuccess, Sli::ModelErrors}, false);
        add("runaway-cost", {Sli::CostPerTask}, false);
        add("outage", {Sli::TaskSuccess, Sli::GatewayAvailability}, true);
    }
    /// The named objectives page, and twenty minutes after the repair at +10 min none does any more.
    void breaks()
    {
        QFETCH(QByteArray, scenario);
        QFETCH(quint64, seed);
        QFETCH(int, startHour);
        QFETCH(QList<Sli>, critical);
        QFETCH(bool, hasServerErrors);
        SliCounter counter = countScenario(scenario.constData(), seed, startHour, shortHistory, minutes(30));
        for (const Sli sli : critical) {
            const Pair &fast = pairsOf(sli).front();
            QVERIFY2(counter.burn(sli, fast.longWindow) > fast.factor, sliName(sli));
            QVERIFY2(counter.burn(sli, fast.shortWindow) > fast.factor, sliName(sli));
        }
        QCOMPARE(counter.serverErrors(hour) > 0, hasServerErrors);

        counter.setWindowEnd(ManualClock::start + std::chrono::hours(startHour) + minutes(30));
        for (const Sli sli : critical)
            QVERIFY2(counter.burn(sli, minutes(5)) < pairsOf(sli).front().factor / 2, sliName(sli));
    }

    /// Too few calls in five quiet minutes to page for every seed, but an hour of it is plain.
    void toolOutage()
    {
        const SliCounter counter = countScenario("tool-outage", 1, 15, shortHistory);
        QVERIFY(counter.burn(Sli::ToolSuccess, hour) > 14.4);
        QVERIFY(counter.burn(Sli::TaskSuccess, hour) > 14.4); // degraded is not completed
        QCOMPARE(counter.serverErrors(hour), 0.0);
    }

    /// The headline: thirty days in, the prompt pages, its budget is dented, and not one reply was 5xx.
    void badPromptAfterAMonth()
    {
        const SliCounter counter = countScenario("bad-prompt", 7, 20);
        QVERIFY(counter.burn(Sli::TaskSuccess, hour) > 14.4);
        QVERIFY(counter.burn(Sli::TaskSuccess, minutes(5)) > 14.4);
        QVERIFY(counter.burn(Sli::ToolSuccess, hour) > 14.4);
        QCOMPARE(counter.serverErrors(hour), 0.0);
        for (const Sli sli : {Sli::CostPerTask, Sli::TurnLatency, Sli::GatewayAvailability, Sli::ModelErrors})
            QVERIFY2(firing(counter, sli, true) < 0.5, sliName(sli));
    }

    void noTraffic()
    {
        const SliCounter counter = countScenario("no-traffic", 1, 0, std::chrono::hours(72));
        for (size_t i = 0; i < sliCount; ++i) {
            QCOMPARE(counter.events(static_cast<Sli>(i), hour), 0.0);
            QVERIFY(counter.budgetLeft(static_cast<Sli>(i)) > 0.3);
        }
    }

    void quietSourcesStayAlive_data()
    {
        QTest::addColumn<QByteArray>("scenario");
        QTest::addColumn<int>("leastAgeMinutes");
        QTest::addColumn<int>("mostAgeMinutes");
        QTest::newRow("no-traffic") << QByteArray("no-traffic") << 0 << 2;
        QTest::newRow("stale") << QByteArray("stale") << 45 << 47;
        QTest::newRow("calm") << QByteArray("calm") << 0 << 2;
    }
    /// Age of the newest record of each table that a tile reads.
    void quietSourcesStayAlive()
    {
        QFETCH(QByteArray, scenario);
        QFETCH(int, leastAgeMinutes);
        QFETCH(int, mostAgeMinutes);
        qd::lab::LabOptions options;
        options.history = std::chrono::hours(4);
        const std::vector<qd::lab::TelemetryItem> items = runFleet(shippedScenario(scenario.constData()), options, minutes(0), false);
        std::map<qd::lab::ItemKind, qd::Instant> newest;
        for (const qd::lab::TelemetryItem &item : items)
            newest[item.kind] = std::max(newest[item.kind], item.time);
        for (const auto kind : {qd::lab::ItemKind::Request, qd::lab::ItemKind::Metric, qd::lab::ItemKind::Event}) {
            const auto age = ManualClock::start - newest[kind];
            QVERIFY(age >= minutes(leastAgeMinutes));
            QVERIFY(age <= minutes(mostAgeMinutes));
        }
    }
};

QD_TEST_MAIN(QCoreApplication, TestFleetExpectations)
#include "tst_fleetexpectations.moc"
