#include "arm/chaosvalue.h"
#include "chaosdesk.h"
#include "confirmqueue.h"
#include "fakeapimconnector.h"
#include "fakeauditlog.h"
#include "manualtimers.h"
#include "roundreplies.h"
#include "slocontroller.h"
#include "slostore.h"
#include "sourcehealthstore.h"
#include "testmain.h"

#include <QCoreApplication>
#include <QObject>
#include <QSignalSpy>

using namespace qd;

namespace {

/// Flags in memory.
class FakeFlags final : public LocalFlags
{
public:
    QHash<QString, QString> values;

    Call read(const QString &name, QObject *context, Completion<QString> completion) override
    {
        const auto state = CallState<QString>::create(context, std::move(completion));
        state->finish(values.value(name));
        return state->handle();
    }
    Call write(const QString &name, const QString &value, QObject *context, Completion<void> completion) override
    {
        const auto state = CallState<void>::create(context, std::move(completion));
        values.insert(name, value);
        state->finish({});
        return state->handle();
    }
};

QList<SloDefinition> flowSlos()
{
    SloDefinition success;
    success.id = SloId(QStringLiteral("task-success"));
    success.title = QStringLiteral("Task success");
    success.good = {{.dimension = QStringLiteral("outcome"), .values = {QStringLiteral("completed")}}};
    return {success};
}

ChaosSpec flowSpec()
{
    return {.mode = ChaosMode::Throttle, .tenant = QStringLiteral("contoso-retail"), .percent = 25, .duration = Seconds(60),
            .hypothesis = {.slo = SloId(QStringLiteral("task-success")), .threshold = 0.95}};
}

struct ChaosBench {
    explicit ChaosBench(Environment environment = Environment::Lab) : guard({audit, confirm, clock, timers}, setupOf(environment))
    {
        monitor.answer = [this](const MonitorQuery &query) { return reply(query); };
        tiles = std::make_unique<SloController>(monitor, tileStore, health, clock, SloSettings{.definitions = flowSlos()});
        ChaosSettings settings{.definitions = flowSlos(), .target = QStringLiteral("/apim/namedValues/quarterdeck-chaos")};
        desk = std::make_unique<ChaosDesk>(ChaosDesk::Parts{apim, guard, monitor, *tiles, flags, store, clock, timers}, settings, true);
    }
    static GuardSetup setupOf(Environment environment)
    {
        return {.actor = QStringLiteral("ann"), .profile = QStringLiteral("p"), .environment = environment, .needsLease = false};
    }
    Result<MonitorReply> reply(const MonitorQuery &query)
    {
        using namespace test;
        if (query.kql.contains(u"isHit"))
            return MonitorReply{.tables = {Table{.columns = {realColumn("tasks", {100.0}), timeColumn("newest", {clock.now()}), realColumn("hits", {hits}),
                                                             realColumn("hitsAfter", {hitsAfter})}}}};
        if (query.kql.contains(u"by tenant ="))
            return MonitorReply{.tables = {Table{.columns = {textColumn("tenant", {QStringLiteral("contoso-retail")}), realColumn("tasks", {120.0})}}}};
        if (query.kql.contains(u"| project good"))
            return MonitorReply{.tables = {Table{.columns = {realColumn("good", {good}), realColumn("total", {total}), realColumn("value", {0.0})}}}};
        return roundReply(query, flowSlos(), {.recentGood = recentGood, .newest = clock.now()});
    }
    [[nodiscard]] const ChaosRun &run() const { return desk->flow().run(); }
    /// What the gateway holds.
    [[nodiscard]] ChaosFault live() const { return chaosvalue::decode(apim.values.value(chaosvalue::id()).value).value_or(ChaosFault{}); }
    static void spin()
    {
        for (int i = 0; i < 12; ++i)
            QCoreApplication::sendPostedEvents();
    }
    void advance(Seconds by)
    {
        for (Seconds done{0}; done < by; done += Seconds(5)) {
            timers.advance(Seconds(5));
            spin();
        }
    }
    void startAndAgree(const ChaosSpec &spec = flowSpec())
    {
        desk->flow().start(spec);
        spin();
        if (confirm.current())
            confirm.answer(true);
        spin();
    }
    void putFault(const QString &run, Seconds rest)
    {
        NamedValue value{.id = chaosvalue::id(), .displayName = chaosvalue::id(),
                         .value = chaosvalue::encode({.run = run, .mode = ChaosMode::Outage, .tenant = QStringLiteral("*"), .percent = 10, .until = clock.now() + rest}),
                         .etag = apim.values.value(chaosvalue::id()).etag};
        QObject context;
        apim.writeNamedValue(value, &context, {});
    }

    test::ManualClock clock;
    test::ManualTimers timers{clock};
    test::FakeAuditLog audit;
    ConfirmQueue confirm;
    LeasedGuard guard;
    test::FakeApimConnector apim;
    test::FakeMonitorConnector monitor;
    FakeFlags flags;
    SloStore tileStore;
    SourceHealthStore health;
    ChaosStore store;
    std::unique_ptr<SloController> tiles;
    std::unique_ptr<ChaosDesk> desk;
    double good = 97, total = 100, hits = 25, hitsAfter = 0, recentGood = 100;
};

Error networkError() { return {.kind = ErrorKind::Network, .message = QStringLiteral("no answer")}; }

} // namespace

class TestChaosFlow : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void valueIsReadAndWritten()
    {
        const ChaosFault fault = chaosFaultOf(flowSpec(), QStringLiteral("r1"), test::ManualClock::start);
        const QString text = chaosvalue::encode(fault);
        QCOMPARE(text, QStringLiteral("{\"run\":\"r1\",\"mode\":\"throttle\",\"tenant\":\"contoso-retail\",\"percent\":25,\"until\":\"2026-11-21T12:01:00Z\"}"));
        QCOMPARE(chaosvalue::decode(text).value_or(ChaosFault{}), fault);
        QCOMPARE(chaosvalue::decode(QString()).value_or(fault).mode, ChaosMode::Off);
        for (const char *bad : {"x", "[]", "{\"mode\":\"fire\"}", "{\"mode\":\"outage\",\"percent\":5}", "{\"mode\":\"outage\",\"percent\":\"5\",\"until\":\"2026-11-21T12:01:00Z\"}"})
            QVERIFY2(!chaosvalue::decode(QString::fromLatin1(bad)).has_value(), bad);
    }

    void runCompletesAndIsProvenOver()
    {
        ChaosBench bench;
        bench.desk->flow().start(flowSpec());
        bench.spin();
        QVERIFY(bench.confirm.current());
        QVERIFY(bench.confirm.current()->action.effects.contains(QStringLiteral("about 2 of 8 tasks a minute, by the last 15 minutes")));
        QCOMPARE(bench.live().mode, ChaosMode::Off); // nothing before the answer
        bench.confirm.answer(true);
        bench.spin();
        QCOMPARE(bench.run().phase, ChaosPhase::Running);
        QCOMPARE(bench.live().mode, ChaosMode::Throttle);
        QCOMPARE(bench.live().run, bench.run().id);
        QCOMPARE(bench.live().until, test::ManualClock::start + Seconds(60));
        bench.advance(Seconds(60));
        QCOMPARE(bench.live().mode, ChaosMode::Off);
        QCOMPARE(bench.run().phase, ChaosPhase::Verifying);
        bench.advance(Seconds(25));
        QCOMPARE(bench.run().phase, ChaosPhase::Verified);
        QCOMPARE(bench.run().verdict, ChaosVerdict::Pass);
        QCOMPARE(bench.run().readings.last().tasksHit, 25);
        QCOMPARE(bench.audit.lines(), QStringList({QStringLiteral("intent chaos.start"), QStringLiteral("outcome chaos.start succeeded")}));
        QVERIFY(bench.audit.records.last().entry.detail.contains(QLatin1StringView("verdict pass")));
    }

    void hypothesisThatDoesNotHoldFails()
    {
        ChaosBench bench;
        bench.good = 90;
        bench.startAndAgree();
        bench.advance(Seconds(90));
        QCOMPARE(bench.run().phase, ChaosPhase::Verified);
        QCOMPARE(bench.run().verdict, ChaosVerdict::Fail);
    }

    void tooFewEventsAreInconclusive()
    {
        ChaosBench bench;
        bench.good = 3;
        bench.total = 3;
        bench.startAndAgree();
        bench.advance(Seconds(90));
        QCOMPARE(bench.run().verdict, ChaosVerdict::Inconclusive);
    }

    void burnAborts()
    {
        ChaosBench bench;
        bench.startAndAgree();
        bench.advance(Seconds(10));
        QCOMPARE(bench.run().phase, ChaosPhase::Running);
        bench.recentGood = 50; // burns 50x
        QVERIFY(bench.tiles->refresh());
        QTRY_VERIFY(bench.run().phase != ChaosPhase::Running);
        bench.spin();
        QCOMPARE(bench.run().ending, ChaosEnding::AbortedByBurn);
        QCOMPARE(bench.live().mode, ChaosMode::Off);
        bench.advance(Seconds(30));
        QCOMPARE(bench.run().verdict, ChaosVerdict::Fail);
    }

    void unsteadyFleetIsLeftAlone()
    {
        ChaosBench bench;
        bench.recentGood = 50;
        QSignalSpy round(bench.tiles.get(), &SloController::roundFinished);
        bench.tiles->refresh();
        QVERIFY(round.wait());
        bench.desk->flow().start(flowSpec());
        bench.spin();
        QCOMPARE(bench.run().phase, ChaosPhase::Failed);
        QVERIFY(bench.run().sentence.contains(QLatin1StringView("not steady")));
        QVERIFY(!bench.confirm.current());
        QVERIFY(bench.apim.values.isEmpty());
    }

    void anotherRunIsShownAndNotTouched()
    {
        ChaosBench bench;
        bench.putFault(QStringLiteral("other"), Seconds(300));
        bench.desk->refresh();
        bench.spin();
        QVERIFY(bench.store.board().isOn(bench.clock.now()));
        QCOMPARE(bench.store.board().fault(bench.clock.now())->run, QStringLiteral("other"));
        bench.desk->flow().start(flowSpec());
        bench.spin();
        QCOMPARE(bench.run().phase, ChaosPhase::Failed);
        QCOMPARE(bench.run().error->kind, ErrorKind::Conflict);
        QCOMPARE(bench.live().run, QStringLiteral("other"));
    }

    void raceOfTwoConsolesIsLostCleanly()
    {
        ChaosBench bench;
        bench.desk->flow().start(flowSpec());
        bench.spin();
        bench.putFault(QStringLiteral("other"), Seconds(300)); // while the sheet is open
        bench.confirm.answer(true);
        bench.spin();
        QCOMPARE(bench.run().phase, ChaosPhase::Failed);
        QVERIFY(bench.run().sentence.contains(QLatin1StringView("Somebody else")));
        QCOMPARE(bench.live().run, QStringLiteral("other"));
        QCOMPARE(bench.audit.lines().last(), QStringLiteral("outcome chaos.start failed"));
    }

    void refusedRightsAreToldAndSettled()
    {
        ChaosBench bench;
        bench.apim.refuse = [](const QString &what) -> std::optional<Error> {
            return what.startsWith(QLatin1StringView("write")) ? std::optional(Error{.kind = ErrorKind::Forbidden, .message = QStringLiteral("no right")}) : std::nullopt;
        };
        bench.startAndAgree();
        QCOMPARE(bench.run().phase, ChaosPhase::Failed);
        QCOMPARE(bench.run().error->kind, ErrorKind::Forbidden);
        QCOMPARE(bench.audit.lines().last(), QStringLiteral("outcome chaos.start failed"));
    }

    void writeThatNobodyKnowsOfIsTakenBack()
    {
        ChaosBench bench;
        bench.desk->flow().start(flowSpec());
        bench.spin();
        int writes = 0;
        bench.apim.refuse = [&](const QString &what) -> std::optional<Error> {
            if (!what.startsWith(QLatin1StringView("write")) || ++writes > 1)
                return std::nullopt;
            // The answer is lost, but the fault is on.
            bench.apim.values[chaosvalue::id()] = {.id = chaosvalue::id(), .displayName = {},
                                                   .value = chaosvalue::encode(chaosFaultOf(flowSpec(), bench.run().id, bench.clock.now())), .etag = QStringLiteral("\"x\"")};
            return networkError();
        };
        bench.confirm.answer(true);
        bench.spin();
        QCOMPARE(bench.live().mode, ChaosMode::Off);
        QCOMPARE(bench.run().phase, ChaosPhase::Verifying);
    }

    void throttledStopGoesOnUntilTheFaultIsGone()
    {
        ChaosBench bench;
        bench.startAndAgree();
        int refused = 0;
        bench.apim.refuse = [&refused](const QString &what) -> std::optional<Error> {
            return what.startsWith(QLatin1StringView("write")) && ++refused <= 2
                ? std::optional(Error{.kind = ErrorKind::Throttled, .message = QStringLiteral("slow down"), .retryAfter = Milliseconds(5000)})
                : std::nullopt;
        };
        bench.desk->flow().stop();
        bench.spin();
        QCOMPARE(bench.run().phase, ChaosPhase::Restoring);
        bench.advance(Seconds(10));
        QCOMPARE(bench.live().mode, ChaosMode::Off);
        QCOMPARE(bench.run().ending, ChaosEnding::StoppedByOperator);
    }

    void unreachableServiceEndsWithTheDeadMansSwitch()
    {
        ChaosBench bench;
        bench.startAndAgree();
        bench.apim.refuse = [](const QString &) { return std::optional(networkError()); };
        bench.desk->flow().stop();
        bench.advance(Seconds(50));
        QCOMPARE(bench.run().phase, ChaosPhase::Restoring);
        bench.advance(Seconds(20));
        QVERIFY(bench.run().phase == ChaosPhase::Verifying || bench.run().phase == ChaosPhase::Verified);
    }

    void lostRightsMeanTheTruthIsTold()
    {
        ChaosBench bench;
        bench.startAndAgree();
        bench.apim.refuse = [](const QString &) { return std::optional(Error{.kind = ErrorKind::Forbidden, .message = QStringLiteral("no right")}); };
        bench.desk->flow().stop();
        bench.spin();
        QCOMPARE(bench.run().phase, ChaosPhase::Failed);
        QVERIFY2(bench.run().sentence.contains(QLatin1StringView("ends by itself at 12:01")), qPrintable(bench.run().sentence));
        QCOMPARE(bench.audit.lines().last(), QStringLiteral("outcome chaos.start unknown"));
    }

    void tasksThatStillCarryTheFaultAreNoProof()
    {
        ChaosBench bench;
        bench.hitsAfter = 2;
        bench.startAndAgree();
        bench.advance(Seconds(300));
        QCOMPARE(bench.run().phase, ChaosPhase::Restored);
        QVERIFY(bench.run().sentence.contains(QLatin1StringView("still carry")));
    }

    void switchedOffElsewhereIsNoticed()
    {
        ChaosBench bench;
        bench.startAndAgree();
        bench.apim.values[chaosvalue::id()].value = chaosvalue::encode({});
        bench.advance(Seconds(35));
        QCOMPARE(bench.run().ending, ChaosEnding::StoppedByOperator);
        bench.advance(Seconds(30));
        QCOMPARE(bench.run().phase, ChaosPhase::Verified);
    }

    void bigStopTakesEverythingBackAndBlocks()
    {
        ChaosBench bench(Environment::Production);
        bench.putFault(QStringLiteral("other"), Seconds(300));
        QSignalSpy stopped(bench.desk.get(), &ChaosDesk::stopped);
        bench.desk->stopAll();
        bench.spin();
        QCOMPARE(stopped.count(), 1);
        QVERIFY(!bench.confirm.current()); // asks nothing, on production too
        QCOMPARE(bench.live().mode, ChaosMode::Off);
        QVERIFY(bench.flags.values.value(chaosBlockFlag()).startsWith(QLatin1StringView("big stop")));
        QCOMPARE(bench.audit.lines(), QStringList({QStringLiteral("intent chaos.stop-all"), QStringLiteral("outcome chaos.stop-all succeeded")}));
        bench.desk->flow().start(flowSpec());
        bench.spin();
        QCOMPARE(bench.run().phase, ChaosPhase::Failed);
        QVERIFY(bench.run().sentence.contains(QLatin1StringView("blocked")));
        bench.desk->release();
        bench.spin();
        QCOMPARE(bench.confirm.current()->level, ConfirmLevel::TypedName);
        bench.confirm.answer(true);
        bench.spin();
        QVERIFY(bench.flags.values.value(chaosBlockFlag()).isEmpty());
        QVERIFY(bench.store.board().block.isEmpty());
    }

    void bigStopWorksWithoutAJournal()
    {
        ChaosBench bench;
        bench.startAndAgree();
        bench.audit.failure = Error{.message = QStringLiteral("full")};
        bench.desk->stopAll();
        bench.spin();
        QCOMPARE(bench.live().mode, ChaosMode::Off);
        QCOMPARE(bench.run().ending, ChaosEnding::StoppedByOperator);
    }

    void bigStopDuringTheQuestionGivesUpTheStart()
    {
        ChaosBench bench;
        bench.desk->flow().start(flowSpec());
        bench.spin();
        QVERIFY(bench.confirm.current());
        bench.desk->stopAll();
        bench.spin();
        QVERIFY(!bench.confirm.current());
        QCOMPARE(bench.run().phase, ChaosPhase::Failed);
        QCOMPARE(bench.live().mode, ChaosMode::Off);
    }

    void forgottenRunIsFoundAndSettled()
    {
        ChaosBench before;
        before.startAndAgree(); // and the program is killed
        ChaosBench after;
        after.audit.records = before.audit.records;
        after.apim.values = before.apim.values;
        after.guard.findUnfinished();
        after.desk->refresh();
        after.spin();
        QVERIFY(after.store.board().isOn(after.clock.now()));
        QCOMPARE(after.guard.unfinished().size(), 1);
        after.desk->stopAll();
        after.spin();
        QVERIFY(!after.store.board().isOn(after.clock.now()));
        QVERIFY(after.guard.unfinished().isEmpty());
        QVERIFY(after.audit.lines().contains(QStringLiteral("outcome chaos.start unknown")));
    }

    void destroyedInTheMiddleIsQuiet()
    {
        ChaosBench bench;
        bench.startAndAgree();
        bench.apim.isHeld = true;
        bench.desk->flow().stop();
        bench.desk.reset();
        while (bench.apim.heldCount() > 0)
            bench.apim.deliver();
        bench.advance(Seconds(60));
    }
};

QD_TEST_MAIN(QCoreApplication, TestChaosFlow)
#include "tst_chaosflow.moc"
