#include "fleetharness.h"
#include "testmain.h"

#include <QElapsedTimer>

#include <atomic>
#include <cstring>

using namespace qd::test;
using qd::lab::FleetRunner;
using qd::lab::LabOptions;
using qd::lab::TelemetryItem;
using std::chrono::minutes;

namespace {

/// A clock that may be moved while the runner's thread reads it.
class SharedClock final : public qd::Clock
{
public:
    [[nodiscard]] qd::Instant now() const override { return qd::Instant(qd::Microseconds(m_us.load())); }
    void advance(qd::Microseconds by) { m_us += by.count(); }

private:
    std::atomic<int64_t> m_us{ManualClock::start.time_since_epoch().count()};
};

void addToHash(uint64_t &hash, const std::string &text)
{
    for (const char letter : text)
        hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
    hash = (hash ^ 0xff) * 1099511628211ULL;
}

void addToHash(uint64_t &hash, double number)
{
    uint64_t bits = 0;
    std::memcpy(&bits, &number, sizeof bits);
    hash = (hash ^ bits) * 1099511628211ULL;
}

/// Over every field that the fleet fills, in order.
uint64_t hashOf(const std::vector<TelemetryItem> &items)
{
    uint64_t hash = 14695981039346656037ULL;
    for (const TelemetryItem &item : items) {
        for (const std::string *text : {&item.id, &item.name, &item.type, &item.target, &item.data, &item.resultCode, &item.message,
                                        &item.details, &item.operationId, &item.parentId, &item.roleInstance, &item.appVersion})
            addToHash(hash, *text);
        for (const auto &[key, value] : item.properties) {
            addToHash(hash, key);
            addToHash(hash, value);
        }
        for (const double number : {item.durationMs, item.metricSum, item.metricMin, item.metricMax, double(item.metricCount), double(item.itemCount)})
            addToHash(hash, number);
        addToHash(hash, double(item.time.time_since_epoch().count()));
    }
    return hash;
}

/// Refuses batches while told to.
class RefusingSink final : public qd::lab::TelemetrySink
{
public:
    qd::Result<void> accept(std::vector<TelemetryItem> items) override
    {
        if (isFull)
            return qd::Error{.message = QStringLiteral("No room.")};
        taken += items.size();
        return {};
    }
    bool isFull = false;
    size_t taken = 0;
};

LabOptions hours(int count, quint64 seed = 1)
{
    LabOptions options;
    options.history = std::chrono::hours(count);
    options.seed = seed;
    return options;
}

} // namespace

class TestFleetRunner : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void sameSeedSameItems()
    {
        const uint64_t first = hashOf(runFleet(shippedScenario("bad-prompt"), hours(30), minutes(20)));
        QCOMPARE(hashOf(runFleet(shippedScenario("bad-prompt"), hours(30), minutes(20))), first);
        QVERIFY(hashOf(runFleet(shippedScenario("bad-prompt"), hours(30, 2), minutes(20))) != first);
    }

    void stepsDoNotMatter()
    {
        const ManualClock clock;
        RecordingSink atOnce;
        FleetRunner first(shippedScenario("runaway-cost"), hours(3), clock, atOnce);
        first.backfill();
        first.advanceTo(clock.now() + minutes(20));
        RecordingSink inSteps;
        FleetRunner second(shippedScenario("runaway-cost"), hours(3), clock, inSteps);
        second.backfill();
        for (qd::Microseconds step(0); step <= minutes(20); step += qd::Milliseconds(730))
            second.advanceTo(clock.now() + step);
        second.advanceTo(clock.now() + minutes(20));
        second.advanceTo(clock.now()); // back in time: no effect
        QCOMPARE(inSteps.count(), atOnce.count());
        QCOMPARE(hashOf(inSteps.take()), hashOf(atOnce.take()));
    }

    void reportsWhatItMade()
    {
        const ManualClock clock;
        RecordingSink sink;
        FleetRunner runner(shippedScenario("calm"), hours(5), clock, sink);
        const qd::lab::BackfillReport report = runner.backfill();
        QCOMPARE(report.items, quint64(sink.count()));
        QVERIFY(report.to == clock.now());
        QVERIFY(report.from == clock.now() - std::chrono::hours(5));
        // Saturday 07:00 to 12:00: 12 a minute times weekend and morning shape, within five deviations.
        QVERIFY2(report.tasks > 3300 && report.tasks < 4300, qPrintable(QString::number(report.tasks)));
    }

    void goesOnWhenItemsAreLost()
    {
        allowErrorLogs();
        startCapturingLogs();
        const ManualClock clock;
        RefusingSink sink;
        FleetRunner runner(shippedScenario("calm"), hours(1), clock, sink);
        const qd::lab::BackfillReport report = runner.backfill();
        const size_t before = sink.taken;
        QCOMPARE(report.items, quint64(before));
        sink.isFull = true;
        runner.advanceTo(clock.now() + minutes(1));
        runner.advanceTo(clock.now() + minutes(2));
        QCOMPARE(sink.taken, before);
        sink.isFull = false;
        runner.advanceTo(clock.now() + minutes(3));
        QVERIFY(sink.taken > before);
        const QStringList lines = capturedLogs();
        QCOMPARE(lines.filter(QStringLiteral("being lost")).size(), 1); // not one line per batch
        QCOMPARE(lines.filter(QStringLiteral("stored again")).size(), 1);
    }

    void nothingIsDatedInTheFuture()
    {
        const ManualClock clock;
        RecordingSink sink;
        FleetRunner runner(shippedScenario("calm"), hours(3), clock, sink);
        runner.backfill();
        for (const TelemetryItem &item : sink.take())
            QVERIFY2(item.time + qd::Microseconds(static_cast<int64_t>(item.durationMs * 1000)) <= clock.now() + qd::Microseconds(1),
                     qPrintable(QString::fromStdString(item.name + item.message)));
    }

    void rateScalesTheLiveRun()
    {
        const ManualClock clock;
        RecordingSink sink;
        LabOptions options = hours(1);
        options.rate = 500;
        FleetRunner runner(shippedScenario("calm"), options, clock, sink);
        runner.backfill();
        QVERIFY(sink.take().size() < 60'000); // history stays at twice the normal rate
        runner.advanceTo(clock.now() + qd::Seconds(10)); // by then as many tasks end as begin
        (void)sink.take();
        runner.advanceTo(clock.now() + qd::Seconds(30));
        size_t spans = 0;
        for (const TelemetryItem &item : sink.take())
            spans += item.kind == qd::lab::ItemKind::Dependency ? 1 : 0;
        QVERIFY2(spans > 20'000, qPrintable(QString::number(spans))); // over 1,000 a second
    }

    void delayedIngestionArrivesLate()
    {
        qd::lab::Scenario scenario = shippedScenario("calm");
        scenario.timeline.push_back({-minutes(30), qd::lab::IngestionChange{.delay = minutes(20)}});
        const ManualClock clock;
        RecordingSink sink;
        FleetRunner runner(scenario, hours(2), clock, sink);
        runner.backfill();
        const auto newestAge = [&](qd::Instant now) {
            qd::Instant newest{};
            for (const TelemetryItem &item : sink.take())
                newest = std::max(newest, item.time);
            return std::chrono::duration_cast<minutes>(now - newest).count();
        };
        QCOMPARE(newestAge(clock.now()), 20);
        runner.advanceTo(clock.now() + minutes(10));
        QCOMPARE(newestAge(clock.now() + minutes(10)), 20);
    }

    void liveFollowsTheClock()
    {
        SharedClock clock;
        RecordingSink sink;
        FleetRunner runner(shippedScenario("calm"), hours(1), clock, sink);
        runner.backfill();
        (void)sink.take();
        runner.startLive();
        runner.startLive(); // no effect
        clock.advance(minutes(5));
        QTRY_VERIFY_WITH_TIMEOUT(sink.count() > 500, 20'000);
        runner.stop();
        runner.stop();
        const size_t count = sink.count();
        clock.advance(minutes(5));
        QCOMPARE(sink.count(), count);
        runner.startLive();
        QTRY_VERIFY_WITH_TIMEOUT(sink.count() > count + 500, 20'000);
    }

    /// A laptop that slept for three years has minutes of catching up before it; stop() does not wait for that.
    void stopsWhileCatchingUp()
    {
        SharedClock clock;
        RecordingSink sink;
        FleetRunner runner(shippedScenario("calm"), hours(1), clock, sink);
        runner.backfill();
        const size_t before = sink.count();
        clock.advance(std::chrono::hours(24 * 1000));
        runner.startLive();
        QTRY_VERIFY_WITH_TIMEOUT(sink.count() > before, 20'000);
        QElapsedTimer timer;
        timer.start();
        runner.stop();
        QVERIFY(timer.elapsed() < 2000);
    }
};

QD_TEST_MAIN(QCoreApplication, TestFleetRunner)
#include "tst_fleetrunner.moc"
