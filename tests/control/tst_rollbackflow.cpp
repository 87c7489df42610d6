#include "rollbackbench.h"
#include "testmain.h"

#include <QSignalSpy>
#include <QTest>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;
using State = RollbackStatus::State;

/// The flow on fakes that answer when told: every way a swap can end.
class TestRollbackFlow : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        failOnWarnings();
        m_bench = std::make_unique<RollbackBench>();
        m_flow = std::make_unique<RollbackFlow>(m_bench->parts());
    }
    void cleanup()
    {
        m_flow.reset();
        m_bench.reset();
        checkNoErrorsLogged();
    }

    void happyPath()
    {
        QVERIFY(toSwapping());
        QCOMPARE(m_bench->guard.admitted.size(), 1);
        const WriteAction action = m_bench->guard.admitted.first();
        QCOMPARE(action.verb, QStringLiteral("rollback.swap"));
        QCOMPARE(action.level, ConfirmLevel::TypedName);
        QVERIFY(action.target.endsWith(QStringLiteral("/sites/app1/slots/staging")));
        QVERIFY(action.before.contains(QStringLiteral("order-desk-v14")) && action.after.contains(QStringLiteral("order-desk-v13")));
        m_bench->app.progress({.polls = 3, .elapsed = 9s});
        QCOMPARE(m_flow->status().polls, 3);
        succeed();
        QVERIFY(reaches(State::Done));
        QVERIFY(m_flow->status().isVerified && m_flow->status().hasSwapped);
        QCOMPARE(m_flow->status().verification.last().state, ReleaseCheck::State::Pass);
        QCOMPARE(m_bench->guard.settled.size(), 1);
        QVERIFY(m_bench->guard.settled.first().second.isVerified);
    }

    void planThatCannotRunDoesNotStart()
    {
        m_bench->app.slotSites[1].state = QStringLiteral("Stopped");
        m_flow->plan();
        QVERIFY(reaches(State::Ready));
        QVERIFY(!m_flow->status().plan.canRun());
        QVERIFY(!m_flow->start());
        QVERIFY(m_bench->guard.admitted.isEmpty());
    }

    void notConfirmed()
    {
        m_bench->guard.refusal = Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("no")};
        m_flow->plan();
        QVERIFY(reaches(State::Ready));
        QVERIFY(m_flow->start());
        QVERIFY(reaches(State::Ready));
        QCOMPARE(m_flow->status().note, QStringLiteral("Not confirmed"));
        QVERIFY(!m_bench->app.asked.contains(QStringLiteral("swap")));
    }

    void noRight()
    {
        m_bench->app.failures.insert(QStringLiteral("differences"), {.kind = ErrorKind::Forbidden, .message = QStringLiteral("no right to “slotsdiffs”")});
        m_flow->plan();
        QVERIFY(reaches(State::Ready));
        QVERIFY(!m_flow->status().plan.canRun());
    }

    void readingIsNoRightToSwap()
    {
        m_bench->app.grants = {{.actions = {QStringLiteral("*/read")}, .exceptions = {}}};
        m_flow->plan();
        QVERIFY(reaches(State::Ready));
        QVERIFY(!m_flow->status().plan.canRun());
        m_bench->app.failures.insert(QStringLiteral("permissions"), {.kind = ErrorKind::NotFound, .message = QStringLiteral("not here")});
        m_flow->plan();
        QVERIFY(reaches(State::Ready));
        QVERIFY(m_flow->status().plan.canRun()); // a warning: the service decides
    }

    void slotsThatCannotBeRead()
    {
        m_bench->app.failures.insert(QStringLiteral("sites"), {.kind = ErrorKind::Network, .message = QStringLiteral("gone")});
        m_flow->plan();
        QVERIFY(reaches(State::Failed));
        QCOMPARE(m_flow->status().error->message, QStringLiteral("gone"));
    }

    void withoutTelemetryAPlanIsStillPossible()
    {
        m_bench->monitorError = Error{.kind = ErrorKind::Network, .message = QStringLiteral("down")};
        QSignalSpy read(m_flow.get(), &RollbackFlow::boardRead);
        m_flow->plan(stagingSlot());
        QVERIFY(reaches(State::Ready));
        QVERIFY(m_flow->status().plan.canRun());
        QCOMPARE(read.first().first().value<SlotBoardReading>().gaps.size(), 2);
    }

    void changedBetweenPlanAndSwap()
    {
        m_flow->plan();
        QVERIFY(reaches(State::Ready));
        m_bench->app.slotSettings[QStringLiteral("staging")][QStringLiteral("BUILD_VERSION")] = QStringLiteral("b7");
        QVERIFY(m_flow->start());
        QVERIFY(reaches(State::Failed));
        QVERIFY(!m_bench->app.asked.contains(QStringLiteral("swap")));
        QCOMPARE(m_bench->guard.settled.first().second.status, WriteOutcome::Status::Cancelled);
    }

    void refusals_data()
    {
        QTest::addColumn<int>("kind");
        for (const ErrorKind kind : {ErrorKind::Conflict, ErrorKind::Forbidden, ErrorKind::Throttled, ErrorKind::NotFound, ErrorKind::Server})
            QTest::newRow(qPrintable(errorKindName(kind))) << static_cast<int>(kind);
    }
    void refusals()
    {
        QFETCH(int, kind);
        QVERIFY(toSwapping());
        fail(static_cast<ErrorKind>(kind));
        pass(10s);
        QVERIFY(reaches(State::Failed));
        QVERIFY(!m_flow->status().hasSwapped && !m_flow->status().canUndo);
        QCOMPARE(m_flow->status().error->message, QStringLiteral("told"));
        QCOMPARE(m_bench->guard.settled.first().second.status, WriteOutcome::Status::Failed);
    }

    /// The answer was lost, the swap was not: the site says so.
    void unclearAnswerButSwapped_data()
    {
        QTest::addColumn<int>("kind");
        for (const ErrorKind kind : {ErrorKind::Timeout, ErrorKind::Network, ErrorKind::Server, ErrorKind::Protocol})
            QTest::newRow(qPrintable(errorKindName(kind))) << static_cast<int>(kind);
    }
    void unclearAnswerButSwapped()
    {
        QFETCH(int, kind);
        QVERIFY(toSwapping());
        m_bench->app.slotSites[0].operationInProgress = QStringLiteral("op");
        fail(static_cast<ErrorKind>(kind));
        QVERIFY(QTest::qWaitFor([&] { return m_flow->status().note.startsWith(QStringLiteral("An operation")); }, 5000));
        QCOMPARE(m_flow->status().state, State::Unclear);
        m_bench->app.slotSites[0].operationInProgress.clear();
        m_bench->app.exchange(QStringLiteral("staging"), m_bench->clock.now());
        pass(3s);
        QVERIFY(reaches(State::Done));
        QVERIFY(m_flow->status().isVerified);
    }

    void operationThatNeverEnds()
    {
        QVERIFY(toSwapping());
        m_bench->app.slotSites[0].operationInProgress = QStringLiteral("op");
        fail(ErrorKind::Timeout);
        QVERIFY(reaches(State::Unclear));
        for (int i = 0; i < 400 && m_flow->status().state == State::Unclear; ++i) {
            for (int turn = 0; turn < 4; ++turn)
                QCoreApplication::sendPostedEvents();
            m_bench->timers.advance(3s);
        }
        QVERIFY(reaches(State::Failed));
        QCOMPARE(m_bench->guard.settled.first().second.status, WriteOutcome::Status::Unknown);
    }

    void cancelWhileSwappingReadsTheTruth()
    {
        QVERIFY(toSwapping());
        m_bench->app.slotSites[0].operationInProgress = QStringLiteral("op");
        m_flow->cancel();
        QVERIFY(reaches(State::Unclear));
        m_bench->app.slotSites[0].operationInProgress.clear();
        m_bench->app.exchange(QStringLiteral("staging"), m_bench->clock.now());
        pass(3s);
        QVERIFY(reaches(State::Done));
    }

    void probeThatFails()
    {
        QVERIFY(toSwapping());
        m_bench->app.pendingSwap->finish({}); // but nothing was exchanged
        for (int i = 0; i < 12 && m_flow->status().isBusy(); ++i) {
            for (int turn = 0; turn < 4; ++turn)
                QCoreApplication::sendPostedEvents();
            m_bench->timers.advance(3s);
        }
        QVERIFY(reaches(State::Failed));
        QVERIFY(m_flow->status().canUndo);
        QVERIFY(!m_bench->guard.settled.first().second.isVerified);
    }

    /// A healthy fleet fails a task now and then, and sometimes three in a row: that is waited out.
    void clumpOfFailuresIsWaitedOut()
    {
        m_bench->recoveredGood = 246;
        m_bench->recoveredTotal = 250;
        QVERIFY(toSwapping());
        succeed();
        QVERIFY(reaches(State::Watching));
        QVERIFY(QTest::qWaitFor([this] { return m_flow->status().verification.last().reason.contains(QStringLiteral("of 250 tasks")); }, 5000));
        QCOMPARE(m_flow->status().verification.last().state, ReleaseCheck::State::Waiting);
        QCOMPARE(m_flow->status().state, State::Watching);
        m_bench->recoveredGood = 496;
        m_bench->recoveredTotal = 500;
        pass(10s);
        QVERIFY(reaches(State::Done));
    }

    void tasksThatStillFailOfferAnUndo()
    {
        m_bench->recoveredGood = 500;
        m_bench->recoveredTotal = 1000;
        QVERIFY(toSwapping());
        succeed();
        QVERIFY(reaches(State::Failed));
        QVERIFY(m_flow->status().canUndo);
        // within the cooldown, because the verification failed
        QVERIFY(m_flow->planUndo());
        QVERIFY(reaches(State::Ready));
        QVERIFY2(m_flow->status().plan.canRun(), qPrintable(m_flow->status().note));
        QCOMPARE(m_flow->status().plan.after.prompts.value(QStringLiteral("order-desk")), QStringLiteral("order-desk-v14"));
        QVERIFY(m_flow->start());
        QVERIFY(reaches(State::Swapping));
        QCOMPARE(m_bench->guard.admitted.last().verb, QStringLiteral("rollback.undo"));
    }

    void noUndoWithinTheCooldownAfterASuccess()
    {
        QVERIFY(toSwapping());
        succeed();
        QVERIFY(reaches(State::Done));
        QVERIFY(m_flow->planUndo());
        QVERIFY(reaches(State::Ready));
        QVERIFY(!m_flow->status().plan.canRun());
        m_bench->clock.advance(31min);
        for (SlotSite &site : m_bench->app.slotSites)
            site.readAt = m_bench->clock.now();
        QVERIFY(m_flow->planUndo());
        QVERIFY(reaches(State::Ready));
        QVERIFY(m_flow->status().plan.canRun());
    }

    void telemetryThatNeverComes()
    {
        m_bench->recoveredTotal = 0;
        QVERIFY(toSwapping());
        succeed();
        QVERIFY(reaches(State::Watching));
        for (int i = 0; i < 70 && m_flow->status().isBusy(); ++i) {
            QCoreApplication::sendPostedEvents();
            m_bench->timers.advance(10s);
        }
        QVERIFY(reaches(State::Done));
        QVERIFY(m_flow->status().note.contains(QStringLiteral("not confirmed")));
        m_bench->recoveredTotal = 100;
        QVERIFY(m_flow->verifyAgain());
        QVERIFY(reaches(State::Done));
        QVERIFY(m_flow->status().note.contains(QStringLiteral("by telemetry")));
    }

    void oneAtATime()
    {
        QVERIFY(toSwapping());
        QVERIFY(!m_flow->plan());
        QVERIFY(!m_flow->start());
        QVERIFY(!m_flow->verifyAgain());
    }

    void destroyedInTheMiddle()
    {
        QVERIFY(toSwapping());
        m_flow.reset();
        QVERIFY(m_bench->app.pendingSwap->isFinished());
        m_bench->timers.advance(60s);
        QVERIFY(m_bench->guard.settled.isEmpty()); // the journal tells of it at the next start
    }

    void resumed_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : {"swapped", "not swapped", "still running", "neither"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    /// A console that was killed: the journal knows what was meant, the site what became of it.
    void resumed()
    {
        QFETCH(QString, how);
        leaveUnfinished();
        if (how == QLatin1String("swapped"))
            m_bench->app.exchange(QStringLiteral("staging"), m_bench->clock.now() + 5s);
        if (how == QLatin1String("still running"))
            m_bench->app.slotSites[0].operationInProgress = QStringLiteral("op");
        if (how == QLatin1String("neither"))
            m_bench->app.slotSettings[QStringLiteral("production")][QStringLiteral("BUILD_VERSION")] = QStringLiteral("b9");
        QVERIFY(m_flow->resume(m_bench->audit.unfinishedRecords));
        if (how == QLatin1String("still running")) {
            QVERIFY(reaches(State::Unclear));
            QVERIFY(m_flow->status().isResumed);
            QVERIFY(QTest::qWaitFor([&] { return !m_bench->timers.waits().empty(); }, 5000));
            m_bench->app.slotSites[0].operationInProgress.clear();
            m_bench->app.exchange(QStringLiteral("staging"), m_bench->clock.now());
            m_bench->timers.advance(3s);
        }
        const bool isSwapped = how == QLatin1String("swapped") || how == QLatin1String("still running");
        QVERIFY(reaches(isSwapped ? State::Done : State::Failed));
        QCOMPARE(m_bench->guard.settled.size(), 1);
        QCOMPARE(m_bench->guard.settled.first().first.intent, 77);
        QCOMPARE(m_bench->guard.settled.first().second.status, isSwapped ? WriteOutcome::Status::Succeeded
                 : how == QLatin1String("neither") ? WriteOutcome::Status::Unknown : WriteOutcome::Status::Failed);
    }

    void ownJournalFeedsTheCooldown()
    {
        AuditRecord intent{.sequence = 5, .entry = {}, .previous = {}, .hash = {}};
        intent.entry.verb = QStringLiteral("rollback.swap");
        intent.entry.target = m_bench->app.id + QStringLiteral("/slots/staging");
        intent.entry.at = m_bench->clock.now() - 10min;
        AuditRecord outcome = intent;
        outcome.sequence = 6;
        outcome.entry.kind = AuditEntry::Kind::Outcome;
        outcome.entry.intent = 5;
        outcome.entry.status = QStringLiteral("succeeded");
        m_bench->audit.records = {outcome, intent};
        m_flow->plan();
        QVERIFY(reaches(State::Ready));
        QVERIFY(!m_flow->status().plan.canRun());
    }

    void controllerKeepsTheLastBoard()
    {
        SlotBoardStore store;
        RollbackController controller(m_bench->parts(), store);
        QCOMPARE(store.phase(), SlotBoardStore::Phase::Loading);
        controller.setShown(true);
        QVERIFY(QTest::qWaitFor([&] { return store.phase() == SlotBoardStore::Phase::Ready; }, 5000));
        QCOMPARE(store.board().slotList.size(), 2);
        m_bench->app.failures.insert(QStringLiteral("sites"), {.kind = ErrorKind::Network, .message = QStringLiteral("gone")});
        controller.refresh();
        QVERIFY(QTest::qWaitFor([&] { return store.phase() == SlotBoardStore::Phase::Failed; }, 5000));
        QVERIFY(store.hasBoard());
        m_bench->app.failures.clear();
        controller.preparePlan();
        QVERIFY(QTest::qWaitFor([&] { return store.status().state == State::Ready; }, 5000));
        QCOMPARE(store.phase(), SlotBoardStore::Phase::Ready);
    }

private:
    [[nodiscard]] bool reaches(State state)
    {
        return QTest::qWaitFor([&] { return m_flow->status().state == state; }, 5000);
    }
    [[nodiscard]] bool toSwapping()
    {
        m_flow->plan();
        return reaches(State::Ready) && m_flow->start() && reaches(State::Swapping);
    }
    void succeed()
    {
        m_bench->app.exchange(QStringLiteral("staging"), m_bench->clock.now());
        m_bench->app.pendingSwap->finish({});
    }
    void fail(ErrorKind kind) { m_bench->app.pendingSwap->finish(Error{.kind = kind, .message = QStringLiteral("told")}); }
    /// Time passes in steps, with room for what each step sets going.
    void pass(Milliseconds time)
    {
        for (Milliseconds gone{0}; gone < time; gone += 1s) {
            for (int turn = 0; turn < 6; ++turn)
                QCoreApplication::sendPostedEvents();
            m_bench->timers.advance(1s);
        }
    }
    void leaveUnfinished()
    {
        RollbackFlow dying(m_bench->parts());
        dying.plan();
        QVERIFY(QTest::qWaitFor([&] { return dying.status().state == State::Ready; }, 5000));
        QVERIFY(dying.start());
        QVERIFY(QTest::qWaitFor([&] { return dying.status().state == State::Swapping; }, 5000));
        const WriteAction action = m_bench->guard.admitted.last();
        AuditRecord record{.sequence = 77, .entry = {}, .previous = {}, .hash = {}};
        record.entry.at = m_bench->clock.now();
        record.entry.verb = action.verb;
        record.entry.target = action.target;
        record.entry.before = action.before;
        record.entry.after = action.after;
        m_bench->audit.unfinishedRecords = {record};
    }

    std::unique_ptr<RollbackBench> m_bench;
    std::unique_ptr<RollbackFlow> m_flow;
};

QD_TEST_MAIN(QCoreApplication, TestRollbackFlow)
#include "tst_rollbackflow.moc"
