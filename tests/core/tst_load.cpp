#include "mcp/load.h"
#include "testmain.h"

#include <algorithm>
#include <cmath>
#include <random>

using namespace qd;

namespace {

Microseconds ms(qint64 value) { return Microseconds(value * 1000); }

/// The exact quantile by nearest rank.
qint64 exactQuantile(std::vector<qint64> values, double share)
{
    std::ranges::sort(values);
    const auto rank = std::max<size_t>(1, static_cast<size_t>(std::ceil(share * static_cast<double>(values.size()))));
    return values.at(rank - 1);
}

load::Plan planWith(const std::function<void(load::Plan &)> &change)
{
    load::Plan plan{.tool = QStringLiteral("echo"), .calls = 10, .instanceHeader = {}, .instancePath = {}};
    change(plan);
    return plan;
}

} // namespace

/// The statistics of a load probe.
class TestLoad final : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void nothingYet()
    {
        const LatencyHistogram empty;
        QCOMPARE(empty.quantile(0.5), Microseconds(0));
        QCOMPARE(empty.least(), Microseconds(0));
        QCOMPARE(empty.mean(), 0.0);
        QVERIFY(load::Tally().result(ms(1)).seconds.isEmpty());
        QCOMPARE(load::Tally().result(Microseconds(0)).perSecond(), 0.0);
    }

    void smallValuesAreExact()
    {
        LatencyHistogram latency;
        for (int value = 1; value <= 100; ++value)
            latency.add(Microseconds(value));
        QCOMPARE(latency.quantile(0.5), Microseconds(50));
        QCOMPARE(latency.quantile(0.9), Microseconds(90));
        QCOMPARE(latency.quantile(0.99), Microseconds(99));
        QCOMPARE(latency.quantile(0.991), Microseconds(100));
        QCOMPARE(latency.quantile(0), Microseconds(1));
        QCOMPARE(latency.quantile(1), Microseconds(100));
        QCOMPARE(latency.mean(), 50.5);
    }

    void quantilesAreWithinTheirError_data()
    {
        QTest::addColumn<double>("median");
        QTest::addColumn<double>("spread");
        QTest::newRow("microseconds") << 300.0 << 0.5;
        QTest::newRow("milliseconds") << 20000.0 << 1.0;
        QTest::newRow("seconds, long tail") << 2e6 << 2.0;
    }

    void quantilesAreWithinTheirError()
    {
        QFETCH(double, median);
        QFETCH(double, spread);
        std::mt19937 random(7);
        std::lognormal_distribution<double> spreadOut(std::log(median), spread);
        LatencyHistogram whole;
        LatencyHistogram halves[2];
        std::vector<qint64> values;
        for (int i = 0; i < 20000; ++i) {
            values.push_back(std::min<qint64>(static_cast<qint64>(spreadOut(random)), LatencyHistogram::longest.count()));
            whole.add(Microseconds(values.back()));
            halves[i % 2].add(Microseconds(values.back()));
        }
        halves[0].add(halves[1]);
        for (const double share : {0.001, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999}) {
            const auto exact = static_cast<double>(exactQuantile(values, share));
            const auto found = static_cast<double>(whole.quantile(share).count());
            QVERIFY2(std::abs(found - exact) <= exact / 128 + 1, qPrintable(QStringLiteral("%1: %2 for %3").arg(share).arg(found).arg(exact)));
            QCOMPARE(halves[0].quantile(share), whole.quantile(share));
        }
        QCOMPARE(whole.most().count(), *std::ranges::max_element(values));
        QCOMPARE(whole.least().count(), *std::ranges::min_element(values));
    }

    void valuesOutOfRange()
    {
        LatencyHistogram latency;
        latency.add(Microseconds(-5));
        latency.add(Microseconds(std::chrono::hours(100)));
        QCOMPARE(latency.least(), Microseconds(0));
        QCOMPARE(latency.most(), LatencyHistogram::longest);
        QCOMPARE(latency.quantile(1), LatencyHistogram::longest);
    }

    void secondsHaveNoGaps()
    {
        load::Tally tally;
        tally.add({.begun = ms(0), .ended = ms(100), .failure = {}, .instance = {}});
        tally.add({.begun = ms(0), .ended = ms(999), .failure = QStringLiteral("timeout"), .instance = {}});
        tally.add({.begun = ms(3100), .ended = ms(3110), .failure = {}, .instance = {}});
        const load::Result result = tally.result(ms(3500));
        QCOMPARE(result.seconds.size(), 4);
        QCOMPARE(result.seconds.at(0), (load::Second{.number = 0, .done = 2, .failed = 1, .p50 = result.seconds.at(0).p50, .p95 = ms(999), .most = ms(999)}));
        QVERIFY(std::abs(result.seconds.at(0).p50.count() - 100'000) <= 1000);
        QCOMPARE(result.seconds.at(1), (load::Second{.number = 1}));
        QCOMPARE(result.seconds.at(3).done, 1);
        QCOMPARE(result.done, 3);
        QCOMPARE(result.latency.count(), 2);
        QCOMPARE(result.failures.count(), 1);
        QCOMPARE(result.perSecond(), 3 / 3.5);
        QCOMPARE(result.errorShare(), 1.0 / 3);
        QCOMPARE(tally.result(ms(3500)).seconds.size(), 4); // looking changes nothing
    }

    void sharesAreBounded()
    {
        load::Tally tally;
        for (int i = 0; i < 1000; ++i)
            tally.add({.begun = ms(0), .ended = ms(1), .failure = QStringLiteral("error %1").arg(i), .instance = i < 500 ? QStringLiteral("a") : QString::number(i)});
        const load::Result result = tally.result(ms(1));
        QCOMPARE(result.instances.first(), (load::Share{QStringLiteral("a"), 500}));
        QCOMPARE(result.instances.size(), load::maxInstances + 1);
        QCOMPARE(result.errors.first(), (load::Share{QStringLiteral("(others)"), 950}));
        QCOMPARE(result.errors.size(), load::maxErrorKinds + 1);
    }

    void callsAreDueAtFixedTimes()
    {
        const load::Plan plan = planWith([](load::Plan &made) { made.rate = 3; });
        QCOMPARE(load::dueAt(plan, 0), Microseconds(0));
        QCOMPARE(load::dueAt(plan, 1), Microseconds(333'333));
        QCOMPARE(load::dueAt(plan, 3'000'000), Microseconds(1'000'000'000'000));
        QCOMPARE(load::dueAt(planWith([](load::Plan &) {}), 9), Microseconds(0));
    }

    void plansWithFaults_data()
    {
        QTest::addColumn<load::Plan>("plan");
        QTest::addColumn<bool>("isGood");
        const auto row = [](const char *name, bool isGood, const std::function<void(load::Plan &)> &change) { QTest::newRow(name) << planWith(change) << isGood; };
        row("good", true, [](load::Plan &) {});
        row("no tool", false, [](load::Plan &plan) { plan.tool.clear(); });
        row("no end", false, [](load::Plan &plan) { plan.calls.reset(); });
        row("by time", true, [](load::Plan &plan) { plan.calls.reset(); plan.duration = Milliseconds(5); });
        row("too long", false, [](load::Plan &plan) { plan.duration = load::longestRun + Milliseconds(1); });
        row("nobody calls", false, [](load::Plan &plan) { plan.concurrency = 0; });
        row("too many at once", false, [](load::Plan &plan) { plan.concurrency = load::maxConcurrency + 1; });
        row("idle connections", false, [](load::Plan &plan) { plan.connections = 2; });
        row("too fast", false, [](load::Plan &plan) { plan.rate = load::maxRate + 1; });
        row("no calls", false, [](load::Plan &plan) { plan.calls = 0; });
    }

    void plansWithFaults()
    {
        QFETCH(load::Plan, plan);
        QFETCH(bool, isGood);
        QCOMPARE(!load::faultOf(plan).has_value(), isGood);
    }
};

QD_TEST_MAIN(QCoreApplication, TestLoad)
#include "tst_load.moc"
