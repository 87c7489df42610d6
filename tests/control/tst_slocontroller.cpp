#include "roundreplies.h"
#include "slocontroller.h"
#include "testmain.h"

#include <QSignalSpy>

using qd::Error;
using qd::ErrorKind;
using qd::Milliseconds;
using qd::MonitorQuery;
using qd::MonitorReply;
using qd::Result;
using qd::Seconds;
using qd::SloController;
using qd::SloDefinition;
using qd::SloId;
using qd::SloSettings;
using qd::SourceState;
using qd::TileState;
using qd::TimeRange;
using qd::test::ManualClock;
using qd::test::RoundReplies;
using Mode = qd::SloController::Mode;

namespace {

const Error networkDown{.kind = ErrorKind::Network, .message = QStringLiteral("Nobody is there")};

/// A controller of two SLOs, one of them a percentile, so that a round is four queries.
struct ControllerBench {
    explicit ControllerBench(Milliseconds interval = Seconds(10))
    {
        const QList<SloDefinition> definitions{
            {.id = SloId(QStringLiteral("task-success")), .title = QStringLiteral("Task success"),
             .good = {{.dimension = QStringLiteral("outcome"), .values = {QStringLiteral("completed")}}}},
            {.id = SloId(QStringLiteral("latency")), .title = QStringLiteral("Latency"), .kind = qd::SliKind::Percentile,
             .source = qd::SliSource::Requests, .unit = qd::SliUnit::Duration, .better = qd::BetterIs::Lower,
             .valueField = QStringLiteral("duration"), .target = 5}};
        settings = {.sourceName = QStringLiteral("lab"), .definitions = definitions, .interval = interval, .maxInterval = interval * 4, .ageTick = Milliseconds(2)};
        controller = std::make_unique<SloController>(monitor, store, health, clock, settings);
    }

    void answerWith(const RoundReplies &replies)
    {
        monitor.answer = [this, replies](const MonitorQuery &query) -> Result<MonitorReply> {
            return qd::test::roundReply(query, settings.definitions, replies);
        };
    }
    void failWith(const Error &error)
    {
        monitor.answer = [error](const MonitorQuery &) -> Result<MonitorReply> { return error; };
    }
    /// One whole round; its verdict.
    bool round()
    {
        QSignalSpy finished(controller.get(), &SloController::roundFinished);
        return controller->refresh() && (finished.size() == 1 || finished.wait()) && finished.last().first().toBool();
    }
    const qd::SloTile &tile() const { return *store.tile(SloId(QStringLiteral("task-success"))); }
    const qd::SourceHealth &source() const { return *health.source(QStringLiteral("lab")); }

    ManualClock clock;
    qd::test::FakeMonitorConnector monitor;
    qd::SloStore store;
    qd::SourceHealthStore health;
    SloSettings settings;
    std::unique_ptr<SloController> controller;
};

} // namespace

class TestSloController : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void firstRoundFillsTilesAndHealth()
    {
        ControllerBench bench;
        QCOMPARE(bench.tile().state, TileState::Loading);
        QCOMPARE(bench.source().state, SourceState::Connecting);
        bench.answerWith({});
        const QSignalSpy modes(bench.controller.get(), &SloController::modeChanged);
        QSignalSpy finished(bench.controller.get(), &SloController::roundFinished);
        bench.controller->start();
        QCOMPARE(bench.monitor.calls.size(), size_t(4));
        QCOMPARE(bench.source().runningQueries, 4);
        QCOMPARE(bench.tile().state, TileState::Loading); // nothing is answered before start() returns
        QVERIFY(finished.wait());

        QCOMPARE(bench.tile().state, TileState::Ok);
        QCOMPARE(bench.tile().value, std::optional(1.0));
        QCOMPARE(bench.tile().asOf, ManualClock::start);
        QCOMPARE(bench.source().state, SourceState::Ok);
        QCOMPARE(bench.source().runningQueries, 0);
        QCOMPARE(bench.source().latency, std::optional(Milliseconds(42)));
        QCOMPARE(bench.source().ingestionLag, std::optional<qd::Microseconds>(Seconds(20)));
        QCOMPARE(bench.controller->mode(), Mode::Live);
        QCOMPARE(bench.controller->queries().size(), 4);
        QCOMPARE(bench.controller->span().to, ManualClock::start);
        QCOMPARE(modes.last().first().value<Mode>(), Mode::Live);
    }

    void aBurningBudgetIsCritical()
    {
        ControllerBench bench;
        bench.answerWith({.recentGood = 50, .goodBefore = 9990});
        QVERIFY(bench.round());
        QCOMPARE(bench.tile().state, TileState::Critical); // 50 % bad of a 1 % budget: burn 50 in both windows
        QCOMPARE(qRound(bench.tile().burn.value()), 50);
    }

    void oneRoundAtATime()
    {
        ControllerBench bench;
        bench.controller->start();
        QVERIFY(bench.controller->isRefreshing());
        QVERIFY(!bench.controller->refresh());
        QCOMPARE(bench.monitor.calls.size(), size_t(4));
    }

    void aNewRangeSupersedesTheRunningRound()
    {
        ControllerBench bench;
        bench.controller->start();
        const auto late = bench.monitor.calls;
        bench.controller->setRange(*TimeRange::parse(QStringLiteral("now-6h")));
        QCOMPARE(bench.monitor.calls.size(), size_t(8));
        for (const auto &call : late)
            QVERIFY(call->cancelled);
        for (size_t i = 0; i < 4; ++i)
            bench.monitor.deliver(i, qd::test::roundReply(late[i]->query, bench.settings.definitions, {}));
        QCOMPARE(bench.tile().state, TileState::Loading);
        QVERIFY(bench.controller->isRefreshing());

        for (size_t i = 4; i < 8; ++i)
            bench.monitor.deliver(i, qd::test::roundReply(bench.monitor.calls[i]->query, bench.settings.definitions, {}));
        QCOMPARE(bench.tile().state, TileState::Ok);
        QCOMPARE(bench.controller->span().from, ManualClock::start - std::chrono::hours(6));
    }

    void oneFailedQueryFailsTheRoundAndKeepsTheNumbers()
    {
        ControllerBench bench;
        bench.answerWith({});
        QVERIFY(bench.round());
        bench.monitor.answer = nullptr;
        QSignalSpy finished(bench.controller.get(), &SloController::roundFinished);
        QVERIFY(bench.controller->refresh());
        bench.monitor.deliver(4, qd::test::roundReply(bench.monitor.calls[4]->query, bench.settings.definitions, {}));
        bench.monitor.deliver(5, Error{.kind = ErrorKind::Query, .message = QStringLiteral("No such column")});
        QVERIFY(bench.monitor.calls[6]->cancelled); // the others would only cost
        QVERIFY(finished.wait());
        QCOMPARE(finished.last().first().toBool(), false);
        QCOMPARE(bench.tile().error->kind, ErrorKind::Query);
        QCOMPARE(bench.tile().value, std::optional(1.0));
        QCOMPARE(bench.source().state, SourceState::Error);
        QCOMPARE(bench.controller->mode(), Mode::Failing);
    }

    void anUnusableReplyIsAnError()
    {
        ControllerBench bench;
        bench.monitor.answer = [](const MonitorQuery &) -> Result<MonitorReply> { return MonitorReply{.tables = {qd::Table{}}}; };
        QVERIFY(!bench.round());
        QCOMPARE(bench.tile().state, TileState::QueryError);
        QCOMPARE(bench.controller->lastError()->kind, ErrorKind::Decode);
    }

    void noPermissionIsAStateOfItsOwn()
    {
        ControllerBench bench;
        bench.failWith({.kind = ErrorKind::Forbidden, .message = QStringLiteral("Not allowed"), .httpStatus = 403});
        QVERIFY(!bench.round());
        QCOMPARE(bench.tile().state, TileState::NoPermission);
        QCOMPARE(bench.source().state, SourceState::Denied);
        QCOMPARE(bench.controller->mode(), Mode::Failing);
    }

    void recoversByItselfFromANetworkError()
    {
        ControllerBench bench(Milliseconds(5));
        bench.answerWith({});
        bench.controller->start();
        QTRY_COMPARE(bench.controller->mode(), Mode::Live);
        bench.failWith(networkDown);
        QTRY_COMPARE(bench.controller->mode(), Mode::Offline);
        QCOMPARE(bench.source().state, SourceState::Unreachable);
        QVERIFY(bench.source().nextRetry);
        QCOMPARE(bench.tile().state, TileState::Ok); // last good numbers stay
        QVERIFY(bench.tile().error);

        QSignalSpy modes(bench.controller.get(), &SloController::modeChanged);
        bench.answerWith({});
        QTRY_COMPARE(bench.controller->mode(), Mode::Live);
        QCOMPARE(modes.first().first().value<Mode>(), Mode::CatchingUp);
        QVERIFY(!bench.tile().error);
        QVERIFY(!bench.source().lastError);
        QVERIFY(!bench.source().nextRetry);
    }

    void tilesTurnStaleWithoutReplies()
    {
        ControllerBench bench;
        bench.answerWith({});
        bench.controller->start();
        QTRY_COMPARE(bench.tile().state, TileState::Ok);
        bench.clock.advance(Seconds(50));
        QCoreApplication::sendPostedEvents();
        QCOMPARE(bench.tile().state, TileState::Ok);
        bench.clock.advance(Seconds(1));
        QTRY_COMPARE(bench.tile().state, TileState::Stale);
        QCOMPARE(bench.tile().value, std::optional(1.0));
        bench.answerWith({.newest = bench.clock.now()});
        QVERIFY(bench.round());
        QCOMPARE(bench.tile().state, TileState::Ok);
    }

    void aFrozenStoreDoesNotStopTheRounds()
    {
        ControllerBench bench;
        bench.answerWith({});
        QVERIFY(bench.round());
        bench.store.setFrozen(true);
        bench.answerWith({.recentGood = 50});
        QVERIFY(bench.round());
        QCOMPARE(bench.store.waiting(), 1);
        QCOMPARE(bench.tile().state, TileState::Ok);
        QCOMPARE(bench.controller->tiles().constFirst().state, TileState::Critical);
        bench.store.setFrozen(false);
        QCOMPARE(bench.tile().state, TileState::Critical);
    }

    void aClockThatIsOffIsCorrectedAndReported()
    {
        ControllerBench bench;
        const qd::Instant serverNow = ManualClock::start + std::chrono::minutes(10);
        bench.answerWith({.newest = serverNow - Seconds(30), .serverTime = serverNow});
        QVERIFY(bench.round());
        QCOMPARE(bench.monitor.calls.size(), size_t(8)); // asked again with the right span, once
        QCOMPARE(bench.controller->span().to, serverNow);
        QCOMPARE(bench.tile().state, TileState::Ok);
        QCOMPARE(bench.tile().asOf, serverNow);
        QCOMPARE(bench.source().clockSkew, std::optional<qd::Microseconds>(std::chrono::minutes(10)));
        QCOMPARE(bench.source().ingestionLag, std::optional<qd::Microseconds>(Seconds(30)));
        QVERIFY(bench.source().warning.contains(QStringLiteral("behind the server's")));
        QVERIFY(bench.round());
        QCOMPARE(bench.monitor.calls.size(), size_t(12));
    }

    void aSmallSkewIsLeftAlone()
    {
        ControllerBench bench;
        bench.answerWith({.serverTime = ManualClock::start - Seconds(3)});
        QVERIFY(bench.round());
        QCOMPARE(bench.monitor.calls.size(), size_t(4));
        QCOMPARE(bench.tile().asOf, ManualClock::start);
        QVERIFY(bench.source().warning.isEmpty());
    }

    void aClockThatJumpsEveryRoundDoesNotLoop()
    {
        ControllerBench bench;
        int hours = 0;
        bench.monitor.answer = [&](const MonitorQuery &query) -> Result<MonitorReply> {
            return qd::test::roundReply(query, bench.settings.definitions, {.serverTime = ManualClock::start + std::chrono::hours(++hours)});
        };
        bench.round();
        QCOMPARE(bench.monitor.calls.size(), size_t(8));
    }

    void throttlingWaitsAsLongAsTheServerSays()
    {
        ControllerBench bench;
        bench.failWith({.kind = ErrorKind::Throttled, .message = QStringLiteral("Slow down"), .retryAfter = Milliseconds(35000)});
        bench.controller->start();
        QTRY_COMPARE(bench.source().state, SourceState::Throttled);
        const auto wait = *bench.source().nextRetry - ManualClock::start;
        QVERIFY2(wait > Seconds(33) && wait < Seconds(37), qPrintable(QString::number(wait.count())));
    }

    void partialRepliesAreWarnings()
    {
        ControllerBench bench;
        bench.answerWith({.warnings = {QStringLiteral("One shard did not answer")}});
        QVERIFY(bench.round());
        QCOMPARE(bench.source().warning, QStringLiteral("One shard did not answer"));
        QCOMPARE(bench.tile().state, TileState::Ok);
    }

    void aFixedRangeStopsPolling()
    {
        ControllerBench bench(Milliseconds(5));
        bench.answerWith({.newest = ManualClock::start - std::chrono::hours(25)});
        bench.controller->start();
        QTRY_COMPARE(bench.tile().state, TileState::Stale);
        bench.controller->setRange(*TimeRange::parse(QStringLiteral("2026-11-20T10:00:00Z to 2026-11-20T11:00:00Z")));
        QTRY_COMPARE(bench.controller->mode(), Mode::Fixed);
        QCOMPARE(bench.tile().state, TileState::Ok); // judged as of the end of the range
        QVERIFY(!bench.source().ingestionLag);
        const size_t calls = bench.monitor.calls.size();
        bench.clock.advance(std::chrono::hours(2));
        QVERIFY(!bench.controller->nextRoundIn());
        QCOMPARE(bench.monitor.calls.size(), calls);
        QCOMPARE(bench.tile().state, TileState::Ok);
        bench.controller->setRange(TimeRange::lastHour());
        QTRY_VERIFY(bench.monitor.calls.size() > calls + 4);
    }

    void aFixedRangeIsAskedForUntilItIsAnswered()
    {
        ControllerBench bench(Milliseconds(5));
        bench.failWith(networkDown);
        bench.controller->setRange(*TimeRange::parse(QStringLiteral("2026-11-20T10:00:00Z to 2026-11-20T11:00:00Z")));
        bench.controller->start();
        QTRY_COMPARE(bench.controller->mode(), Mode::Offline);
        QVERIFY(bench.source().nextRetry);
        bench.answerWith({});
        QTRY_COMPARE(bench.controller->mode(), Mode::Fixed);
        QVERIFY(!bench.source().nextRetry);
    }

    void aHiddenWindowIsNotPolledFor()
    {
        ControllerBench bench(Milliseconds(5));
        bench.answerWith({});
        bench.controller->start();
        QTRY_COMPARE(bench.controller->mode(), Mode::Live);
        bench.controller->setHidden(true);
        QTRY_VERIFY(!bench.controller->isRefreshing());
        QCOMPARE(bench.controller->mode(), Mode::Paused);
        const size_t calls = bench.monitor.calls.size();
        QVERIFY(!bench.controller->nextRoundIn());
        QCOMPARE(bench.monitor.calls.size(), calls);
        bench.controller->setHidden(false);
        QTRY_VERIFY(bench.monitor.calls.size() > calls);
        QTRY_COMPARE(bench.controller->mode(), Mode::Live);
    }

    void stopGivesUpTheRound()
    {
        ControllerBench bench;
        const QSignalSpy finished(bench.controller.get(), &SloController::roundFinished);
        bench.controller->start();
        bench.controller->stop();
        QCOMPARE(bench.controller->mode(), Mode::Paused);
        QTRY_COMPARE(bench.monitor.pendingCount(), 0);
        QCOMPARE(finished.size(), 0);
        QCOMPARE(bench.source().runningQueries, 0);
        bench.answerWith({});
        bench.controller->start();
        QTRY_COMPARE(bench.tile().state, TileState::Ok);
    }

    void canBeDestroyedWhilePending()
    {
        ControllerBench bench;
        bench.controller->start();
        const auto calls = bench.monitor.calls;
        bench.controller.reset();
        for (size_t i = 0; i < calls.size(); ++i) {
            QVERIFY(calls[i]->cancelled);
            bench.monitor.deliver(i, networkDown); // nobody is there to hear it
        }
        QCOMPARE(bench.tile().state, TileState::Loading);
    }

    void withoutDefinitionsThereIsNothingToAsk()
    {
        qd::test::FakeMonitorConnector monitor;
        qd::SloStore store;
        qd::SourceHealthStore health;
        const ManualClock clock;
        SloController controller(monitor, store, health, clock, {});
        QSignalSpy finished(&controller, &SloController::roundFinished);
        controller.start();
        QVERIFY(finished.wait());
        QCOMPARE(finished.first().first().toBool(), true);
        QCOMPARE(store.size(), 0);
    }
};

QD_TEST_MAIN(QCoreApplication, TestSloController)
#include "tst_slocontroller.moc"
