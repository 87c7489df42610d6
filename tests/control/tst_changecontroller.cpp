#include "changecontroller.h"
#include "roundreplies.h"
#include "slocontroller.h"
#include "testmain.h"

#include <QSignalSpy>

using qd::ChangeController;
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
    qd::ChangeStore changes;
    bool isRoundGood = true;
    qd::SloController tiles{rounds, store, health, clock, settings};
    std::unique_ptr<ChangeController> controller = std::make_unique<ChangeController>(monitor, changes, tiles, settings);

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

class TestChangeController : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void asksForAMonthAfterAGoodRound()
    {
        MarkerBench bench;
        QCOMPARE(bench.monitor.calls.size(), size_t(0));
        QVERIFY(bench.round());
        QCOMPARE(bench.monitor.calls.size(), size_t(1));
        QCOMPARE(bench.monitor.calls[0]->query.timespan->from, ManualClock::start - ChangeController::reach);
        QCOMPARE(bench.monitor.calls[0]->query.timespan->to, ManualClock::start);
        QVERIFY(bench.controller->isLoading());
        const QSignalSpy changed(&bench.changes, &qd::ChangeStore::changed);
        const QSignalSpy finished(bench.controller.get(), &ChangeController::finished);
        bench.monitor.deliver(0, MonitorReply{.tables = {markersTable(QStringLiteral("14"))}});
        QVERIFY(!bench.controller->isLoading());
        QCOMPARE(bench.changes.changes().size(), 1);
        QCOMPARE(bench.changes.changes().first().title, QStringLiteral("Prompt 14"));
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
        const QSignalSpy changed(&bench.changes, &qd::ChangeStore::changed);
        bench.monitor.deliver(1, MonitorReply{.tables = {markersTable(QStringLiteral("14"))}});
        QCOMPARE(changed.count(), 0);
    }

    void aLongerRangeIsAskedForAtOnceAndTheNewestWins()
    {
        MarkerBench bench;
        bench.tiles.start();
        QTRY_COMPARE(bench.monitor.calls.size(), size_t(1));
        const auto range = TimeRange::parse(QStringLiteral("now-60d"));
        bench.tiles.setRange(*range);
        QVERIFY(bench.monitor.calls[0]->cancelled);
        QTRY_COMPARE(bench.monitor.calls.size(), size_t(2));
        QCOMPARE(bench.monitor.calls[1]->query.timespan->from, ManualClock::start - std::chrono::hours(24 * 60));
        bench.monitor.deliver(1, MonitorReply{.tables = {markersTable(QStringLiteral("new"))}});
        bench.monitor.deliver(0, MonitorReply{.tables = {markersTable(QStringLiteral("old"))}});
        QCOMPARE(bench.changes.changes().first().title, QStringLiteral("Prompt new"));
    }

    void aFailureKeepsTheLastMarkers()
    {
        MarkerBench bench;
        QVERIFY(bench.round());
        bench.monitor.deliver(0, MonitorReply{.tables = {markersTable(QStringLiteral("14"))}});
        const QSignalSpy finished(bench.controller.get(), &ChangeController::finished);
        for (const auto &bad : {qd::Result<MonitorReply>(Error{.kind = ErrorKind::Forbidden, .message = QStringLiteral("No")}),
                                qd::Result<MonitorReply>(MonitorReply{})}) {
            bench.clock.advance(std::chrono::minutes(1));
            QVERIFY(bench.round());
            bench.monitor.deliver(bench.monitor.calls.size() - 1, bad);
            QCOMPARE(bench.changes.changes().size(), 1);
        }
        QCOMPARE(finished.count(), 2);
        QCOMPARE(bench.monitor.calls.size(), size_t(3));
    }

    void aShorterRangeAsksForNothing()
    {
        MarkerBench bench;
        QVERIFY(bench.round());
        bench.monitor.deliver(0, MonitorReply{.tables = {markersTable(QStringLiteral("14"))}});
        bench.tiles.setRange(*TimeRange::parse(QStringLiteral("now-3h")));
        QVERIFY(bench.round());
        QCOMPARE(bench.monitor.calls.size(), size_t(1));
    }

    void otherSourcesAreAskedToo()
    {
        MarkerBench bench;
        qd::Completion<QList<qd::Change>> answer;
        bench.controller->addSource(QStringLiteral("audit log"), [&answer](qd::TimeSpanRange, QObject *, const qd::Completion<QList<qd::Change>> &done) {
            answer = done;
            return qd::Call();
        });
        const QSignalSpy finished(bench.controller.get(), &ChangeController::finished);
        QVERIFY(bench.round());
        answer(QList{qd::Change{.id = qd::ChangeId(QStringLiteral("audit/1")), .at = ManualClock::start}});
        QCOMPARE(finished.count(), 0);
        bench.monitor.deliver(0, Error{.kind = ErrorKind::Forbidden, .message = QStringLiteral("No")});
        QCOMPARE(finished.count(), 1);
        QCOMPARE(bench.changes.changes().size(), 1);
        QCOMPARE(bench.changes.errors().size(), 1);
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

QD_TEST_MAIN(QCoreApplication, TestChangeController)
#include "tst_changecontroller.moc"
