#include "changemarkercontroller.h"
#include "roundreplies.h"
#include "slocontroller.h"
#include "testmain.h"

#include <QSignalSpy>

using qd::ChangeMarkerController;
using qd::Error;
using qd::ErrorKind;
using qd::MonitorReply;
using qd::SloId;
using qd::TimeRange;
using qd::test::ManualClock;
using qd::test::textColumn;
using qd::test::timeColumn;

namespace {

qd::Table markersTable(const QString &title)
{
    return {.columns = {timeColumn("at", {ManualClock::start - qd::Seconds(90)}), textColumn("kind", {QStringLiteral("prompt-version")}),
                        textColumn("title", {title}), textColumn("detail", {QStringLiteral("triage")}),
                        textColumn("previous", {QStringLiteral("13")})}};
}

struct MarkerBench {
    qd::SloSettings settings{.definitions = {{.id = SloId(QStringLiteral("one")), .good = {{.dimension = QStringLiteral("outcome"), .values = {QStringLiteral("completed")}}}}},
                             .interval = std::chrono::hours(1), .maxInterval = std::chrono::hours(1)};
    ManualClock clock;
    qd::test::FakeMonitorConnector monitor; ///< of the markers alone
    qd::test::FakeMonitorConnector rounds;
    qd::SloStore store;
    qd::SourceHealthStore health;
    bool isRoundGood = true;
    qd::SloController tiles{rounds, store, health, clock, settings};
    std::unique_ptr<ChangeMarkerController> controller = std::make_unique<ChangeMarkerController>(monitor, tiles, settings);

    MarkerBench()
    {
        rounds.answer = [this](const qd::MonitorQuery &query) -> qd::Result<MonitorReply> {
            if (!isRoundGood)
                return Error{.kind = ErrorKind::Network, .message = QStringLiteral("Away")};
            return qd::test::roundReply(query, settings.definitions, {});
        };
    }

    /// A whole round of tiles.
    bool round()
    {
        QSignalSpy finished(&tiles, &qd::SloController::roundFinished);
        tiles.refresh();
        return finished.wait(5000);
    }
};

} // namespace

class TestChangeMarkerController : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void asksForTheRangeAfterAGoodRound()
    {
        MarkerBench bench;
        QCOMPARE(bench.monitor.calls.size(), size_t(0));
        QVERIFY(bench.round());
        QCOMPARE(bench.monitor.calls.size(), size_t(1));
        QCOMPARE(bench.monitor.calls[0]->query.timespan->from, ManualClock::start - std::chrono::hours(1));
        QCOMPARE(bench.monitor.calls[0]->query.timespan->to, ManualClock::start);
        QVERIFY(bench.controller->isLoading());
        const QSignalSpy changed(bench.controller.get(), &ChangeMarkerController::markersChanged);
        const QSignalSpy finished(bench.controller.get(), &ChangeMarkerController::finished);
        bench.monitor.deliver(0, MonitorReply{.tables = {markersTable(QStringLiteral("14"))}});
        QVERIFY(!bench.controller->isLoading());
        QCOMPARE(bench.controller->markers().size(), 1);
        QCOMPARE(bench.controller->markers().first().title, QStringLiteral("Prompt 14"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(finished.count(), 1);
    }

    void aFailedRoundAsksForNothing()
    {
        MarkerBench bench;
        bench.isRoundGood = false;
        QVERIFY(bench.round());
        QCOMPARE(bench.monitor.calls.size(), size_t(0));
    }

    void asksAtMostOnceAMinute()
    {
        MarkerBench bench;
        QVERIFY(bench.round());
        QVERIFY(bench.round()); // one is under way
        QCOMPARE(bench.monitor.calls.size(), size_t(1));
        bench.monitor.deliver(0, MonitorReply{.tables = {markersTable(QStringLiteral("14"))}});
        bench.clock.advance(std::chrono::seconds(59));
        QVERIFY(bench.round());
        QCOMPARE(bench.monitor.calls.size(), size_t(1));
        bench.clock.advance(std::chrono::seconds(1));
        QVERIFY(bench.round());
        QCOMPARE(bench.monitor.calls.size(), size_t(2));
        // The same again is no news.
        const QSignalSpy changed(bench.controller.get(), &ChangeMarkerController::markersChanged);
        bench.monitor.deliver(1, MonitorReply{.tables = {markersTable(QStringLiteral("14"))}});
        QCOMPARE(changed.count(), 0);
    }

    void anotherRangeIsAskedForAtOnceAndTheNewestWins()
    {
        MarkerBench bench;
        bench.tiles.start();
        QTRY_COMPARE(bench.monitor.calls.size(), size_t(1));
        const auto range = TimeRange::parse(QStringLiteral("now-3h"));
        bench.tiles.setRange(*range);
        QVERIFY(bench.monitor.calls[0]->cancelled);
        QTRY_COMPARE(bench.monitor.calls.size(), size_t(2));
        QCOMPARE(bench.monitor.calls[1]->query.timespan->from, ManualClock::start - std::chrono::hours(3));
        bench.monitor.deliver(1, MonitorReply{.tables = {markersTable(QStringLiteral("new"))}});
        bench.monitor.deliver(0, MonitorReply{.tables = {markersTable(QStringLiteral("old"))}});
        QCOMPARE(bench.controller->markers().first().title, QStringLiteral("Prompt new"));
    }

    void aFailureKeepsTheLastMarkers()
    {
        MarkerBench bench;
        QVERIFY(bench.round());
        bench.monitor.deliver(0, MonitorReply{.tables = {markersTable(QStringLiteral("14"))}});
        const QSignalSpy finished(bench.controller.get(), &ChangeMarkerController::finished);
        for (const auto &bad : {qd::Result<MonitorReply>(Error{.kind = ErrorKind::Forbidden, .message = QStringLiteral("No")}),
                                qd::Result<MonitorReply>(MonitorReply{})}) {
            bench.clock.advance(std::chrono::minutes(1));
            QVERIFY(bench.round());
            bench.monitor.deliver(bench.monitor.calls.size() - 1, bad);
            QCOMPARE(bench.controller->markers().size(), 1);
        }
        QCOMPARE(finished.count(), 2);
        QCOMPARE(bench.monitor.calls.size(), size_t(3));
    }

    void canBeDestroyedWhilePending()
    {
        MarkerBench bench;
        QVERIFY(bench.round());
        bench.controller.reset();
        QVERIFY(bench.monitor.calls[0]->cancelled);
        bench.monitor.deliver(0, MonitorReply{.tables = {markersTable(QStringLiteral("14"))}});
    }
};

QD_TEST_MAIN(QCoreApplication, TestChangeMarkerController)
#include "tst_changemarkercontroller.moc"
