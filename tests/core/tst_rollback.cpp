#include "release/permissiongrant.h"
#include "release/rollbackplan.h"
#include "release/rollbackstatus.h"
#include "release/verification.h"
#include "releasefixtures.h"
#include "testmain.h"

#include <functional>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;
using State = ReleaseCheck::State;

Q_DECLARE_METATYPE(std::function<void(SlotBoardInputs &)>)

namespace {

using Change = std::function<void(SlotBoardInputs &)>;

RollbackForecast asked() { return {.differences = {}, .refusal = {}, .isAsked = true}; }

const ReleaseCheck *checkOf(const RollbackPlan &plan, const QString &id)
{
    for (const ReleaseCheck &check : plan.checks)
        if (check.id == id)
            return &check;
    return nullptr;
}

Table oneRow(const QList<std::pair<QString, Cell>> &cells)
{
    Table table;
    for (const auto &[name, cell] : cells)
        table.columns.push_back({.name = name, .type = ColumnType::String, .cells = {cell}});
    return table;
}

} // namespace

/// The pure rules of slots, plans and proofs. Values are worked out by hand.
class TestRollback : public QObject
{
    Q_OBJECT

private slots:
    void init() { failOnWarnings(); }

    void versions()
    {
        const SlotSettings settings{{QStringLiteral("BUILD_VERSION"), QStringLiteral("2026.11.2")},
                                   {QStringLiteral("PROMPT_CLAIMS_TRIAGE"), QStringLiteral("claims-triage-v9")},
                                   {QStringLiteral("PROMPT_"), QStringLiteral("x")}, {QStringLiteral("DB"), QStringLiteral("secret")}};
        const ReleaseVersion version = releaseVersion(settings);
        QCOMPARE(version.build, QStringLiteral("2026.11.2"));
        QCOMPARE(version.prompts, (QMap<QString, QString>{{QStringLiteral("claims-triage"), QStringLiteral("claims-triage-v9")}}));
        QCOMPARE(releaseText(version), QStringLiteral("2026.11.2 with claims-triage-v9"));
        QCOMPARE(releaseText({}), QStringLiteral("nothing"));
        QCOMPARE(settingShown(QStringLiteral("DB"), QStringLiteral("secret")), QStringLiteral("(hidden)"));
        QCOMPARE(settingShown(QStringLiteral("chaos_mode"), QStringLiteral("off")), QStringLiteral("off"));
    }

    void verdicts_data()
    {
        QTest::addColumn<double>("good");
        QTest::addColumn<double>("total");
        QTest::addColumn<int>("kind");
        QTest::newRow("good") << 990.0 << 1000.0 << 1;
        QTest::newRow("just below") << 989.0 << 1000.0 << 2;
        QTest::newRow("too few") << 19.0 << 19.0 << 0;
        QTest::newRow("enough") << 20.0 << 20.0 << 1;
        QTest::newRow("none") << 0.0 << 0.0 << 0;
    }
    void verdicts()
    {
        QFETCH(double, good);
        QFETCH(double, total);
        const ReleaseVersion version{.build = QStringLiteral("b"), .prompts = {{QStringLiteral("a"), QStringLiteral("p")}}};
        const QList<ReleaseEvidence> evidence{
            {.slot = {}, .build = QStringLiteral("b"), .prompt = QStringLiteral("p"), .good = good, .total = total, .first = {}, .last = {}},
            {.slot = {}, .build = QStringLiteral("other"), .prompt = QStringLiteral("p"), .good = 0, .total = 500, .first = {}, .last = {}},
            {.slot = {}, .build = QStringLiteral("b"), .prompt = QStringLiteral("q"), .good = 0, .total = 500, .first = {}, .last = {}}};
        const ReleaseVerdict verdict = judgeRelease(version, evidence, {.success = 0.99, .minTasks = 20});
        QTEST(static_cast<int>(verdict.kind), "kind");
        QCOMPARE(verdict.total, total);
    }

    void oneBadPromptIsNotHiddenByGoodOnes_data()
    {
        QTest::addColumn<double>("good");
        QTest::addColumn<int>("kind");
        QTest::newRow("three times the allowed failures") << 970.0 << 1;
        QTest::newRow("more than that") << 969.0 << 2;
    }
    void oneBadPromptIsNotHiddenByGoodOnes()
    {
        QFETCH(double, good);
        const ReleaseVersion version{.build = QStringLiteral("b"), .prompts = {{QStringLiteral("a"), QStringLiteral("p")}, {QStringLiteral("c"), QStringLiteral("q")}}};
        const QList<ReleaseEvidence> evidence{
            {.slot = {}, .build = QStringLiteral("b"), .prompt = QStringLiteral("p"), .good = good, .total = 1000, .first = {}, .last = {}},
            {.slot = {}, .build = QStringLiteral("b"), .prompt = QStringLiteral("q"), .good = 100000, .total = 100000, .first = {}, .last = {}}};
        QTEST(static_cast<int>(judgeRelease(version, evidence, {.success = 0.99, .minTasks = 20}).kind), "kind");
    }

    void lastKnownGood()
    {
        const SlotBoard board = makeSlotBoard(badPromptInputs());
        QCOMPARE(board.slotList.size(), 2);
        QCOMPARE(board.production()->verdict.kind, ReleaseVerdict::Kind::Bad);
        QCOMPARE(board.lastKnownGood()->value, QStringLiteral("staging"));
        QCOMPARE(board.production()->trafficPercent, 100.0);
    }

    void ofTwoGoodSlotsTheOneThatServedLast()
    {
        SlotBoardInputs inputs = badPromptInputs();
        inputs.sites << slotSite(SlotName(QStringLiteral("older")));
        inputs.settings[QStringLiteral("older")] = slotSettings(QStringLiteral("b0"), QStringLiteral("order-desk-v12"), QStringLiteral("older"));
        inputs.evidence << ReleaseEvidence{.slot = {}, .build = QStringLiteral("b0"), .prompt = QStringLiteral("order-desk-v12"), .good = 100,
                                           .total = 100, .first = {}, .last = ManualClock::start - 48h};
        inputs.traffic = {{.slot = SlotName(QStringLiteral("older")), .percent = 10}};
        const SlotBoard board = makeSlotBoard(inputs);
        QCOMPARE(board.lastKnownGood()->value, QStringLiteral("staging"));
        QCOMPARE(board.production()->trafficPercent, 90.0);
    }

    void planOfTheBadPrompt()
    {
        const RollbackPlan plan = planRollback(makeSlotBoard(badPromptInputs()), std::nullopt, RollbackKind::Rollback, asked(), {});
        QCOMPARE(plan.source.value, QStringLiteral("staging"));
        QVERIFY(plan.canRun());
        QCOMPARE(plan.parts, (QList<RollbackPart>{{RollbackPart::Kind::Build, QStringLiteral("build"), QStringLiteral("b2"), QStringLiteral("b1")},
                                                  {RollbackPart::Kind::Prompt, QStringLiteral("order-desk"), QStringLiteral("order-desk-v14"),
                                                   QStringLiteral("order-desk-v13")}}));
        QCOMPARE(plan.beforeText(), QStringLiteral("build: b2\nprompt order-desk: order-desk-v14"));
        for (const ReleaseCheck &check : plan.checks)
            QVERIFY2(check.state == State::Pass, qPrintable(check.id + u' ' + check.reason));
    }

    void preflight_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("check");
        QTest::addColumn<int>("state");
        const auto row = [](const char *name, const char *check, State state, Change change) {
            QTest::newRow(name) << change << QString::fromLatin1(check) << static_cast<int>(state);
        };
        row("stopped", "running", State::Fail, [](SlotBoardInputs &in) { in.sites[1].state = QStringLiteral("Stopped"); });
        row("limited", "running", State::Warn, [](SlotBoardInputs &in) { in.sites[1].availability = QStringLiteral("Limited"); });
        row("empty", "content", State::Fail, [](SlotBoardInputs &in) { in.settings[QStringLiteral("staging")].clear(); });
        row("stale", "fresh", State::Fail, [](SlotBoardInputs &in) {
            in.sites[1].lastModified = ManualClock::start - 24h * 15;
            in.evidence.removeLast();
        });
        row("old, but served lately", "fresh", State::Pass, [](SlotBoardInputs &in) { in.sites[1].lastModified = ManualClock::start - 24h * 15; });
        row("never heard of", "fresh", State::Fail, [](SlotBoardInputs &in) {
            in.sites[1].lastModified.reset();
            in.evidence.removeLast();
        });
        row("same version", "different", State::Fail, [](SlotBoardInputs &in) { in.settings[QStringLiteral("production")] = in.settings[QStringLiteral("staging")]; });
        row("no record", "known-good", State::Warn, [](SlotBoardInputs &in) { in.evidence.removeLast(); });
        row("bad record, and worse", "known-good", State::Fail, [](SlotBoardInputs &in) { in.evidence[1].good = 100; });
        row("bad record, but better", "known-good", State::Warn, [](SlotBoardInputs &in) { in.evidence[1].good = 9800; });
        row("production busy", "idle", State::Fail, [](SlotBoardInputs &in) { in.sites[0].operationInProgress = QStringLiteral("op"); });
        row("preview waits", "idle", State::Fail, [](SlotBoardInputs &in) { in.sites[1].targetSwapSlot = QStringLiteral("production"); });
        row("just swapped away", "cooldown", State::Fail, [](SlotBoardInputs &in) {
            in.sites[0].lastSwap = SiteSwap{.at = ManualClock::start - 29min, .source = stagingSlot(), .destination = SlotName(QStringLiteral("Production"))};
        });
        row("cooldown over", "cooldown", State::Pass, [](SlotBoardInputs &in) {
            in.sites[0].lastSwap = SiteSwap{.at = ManualClock::start - 30min, .source = stagingSlot(), .destination = productionSlot()};
        });
        row("swapped the other way", "cooldown", State::Fail, [](SlotBoardInputs &in) {
            in.sites[0].lastSwap = SiteSwap{.at = ManualClock::start - 5min, .source = productionSlot(), .destination = stagingSlot()};
        });
        row("journal remembers what the site forgot", "cooldown", State::Fail, [](SlotBoardInputs &in) {
            in.memory << SwapMemory{.at = ManualClock::start - 10min, .source = stagingSlot(), .target = productionSlot(), .origin = SwapMemory::Origin::Audit};
        });
        row("another slot was swapped", "cooldown", State::Pass, [](SlotBoardInputs &in) {
            in.memory << SwapMemory{.at = ManualClock::start - 10min, .source = SlotName(QStringLiteral("canary")), .target = productionSlot()};
        });
        row("chaos would travel", "sticky", State::Fail, [](SlotBoardInputs &in) {
            in.stickyNames = QStringList{QStringLiteral("SLOT_NAME")};
            in.settings[QStringLiteral("staging")].insert(QStringLiteral("CHAOS_MODE"), QStringLiteral("outage"));
        });
        row("prompt would stay", "sticky", State::Fail, [](SlotBoardInputs &in) { in.stickyNames << QStringLiteral("PROMPT_ORDER_DESK"); });
        row("other setting", "settings", State::Warn, [](SlotBoardInputs &in) { in.settings[QStringLiteral("staging")].insert(QStringLiteral("DB"), QStringLiteral("x")); });
        row("sticky setting", "settings", State::Pass, [](SlotBoardInputs &in) {
            in.stickyNames << QStringLiteral("db");
            in.settings[QStringLiteral("staging")].insert(QStringLiteral("DB"), QStringLiteral("x"));
        });
    }
    void preflight()
    {
        QFETCH(Change, change);
        QFETCH(QString, check);
        SlotBoardInputs inputs = badPromptInputs();
        change(inputs);
        const RollbackPlan plan = planRollback(makeSlotBoard(inputs), stagingSlot(), RollbackKind::Rollback, asked(), {});
        const ReleaseCheck *found = checkOf(plan, check);
        QVERIFY(found);
        QTEST(static_cast<int>(found->state), "state");
        QCOMPARE(plan.canRun(), !hasState(plan.checks, State::Fail));
    }

    void targets()
    {
        const SlotBoard board = makeSlotBoard(badPromptInputs());
        for (const QString &name : {QStringLiteral("Production"), QStringLiteral("nosuch")})
            QVERIFY(!planRollback(board, SlotName(name), RollbackKind::Rollback, asked(), {}).canRun());
        SlotBoardInputs nothingGood = badPromptInputs();
        nothingGood.evidence.removeLast();
        const RollbackPlan plan = planRollback(makeSlotBoard(nothingGood), std::nullopt, RollbackKind::Rollback, asked(), {});
        QVERIFY(!plan.canRun());
        QCOMPARE(plan.checks.size(), 1);
    }

    void rightsAreKnownByTheRole_data()
    {
        QTest::addColumn<QStringList>("actions");
        QTest::addColumn<QStringList>("exceptions");
        QTest::addColumn<bool>("isPermitted");
        const QStringList none;
        QTest::newRow("everything") << QStringList{QStringLiteral("*")} << none << true;
        QTest::newRow("a reader") << QStringList{QStringLiteral("*/read")} << none << false;
        QTest::newRow("the sites, other case") << QStringList{QStringLiteral("microsoft.web/SITES/*")} << none << true;
        QTest::newRow("this one") << QStringList{slotSwapAction()} << none << true;
        QTest::newRow("with its end") << QStringList{QStringLiteral("Microsoft.Web/*/slotsswap/action")} << none << true;
        QTest::newRow("another end") << QStringList{QStringLiteral("Microsoft.Web/*/slotsswap/action/more")} << none << false;
        QTest::newRow("overlapping ends") << QStringList{QString(slotSwapAction().left(30) + u'*' + slotSwapAction().mid(25))} << none << false;
        QTest::newRow("but not this") << QStringList{QStringLiteral("*")} << QStringList{QStringLiteral("Microsoft.Web/sites/slots/slotsswap/*")} << false;
        QTest::newRow("nothing") << none << none << false;
    }
    void rightsAreKnownByTheRole()
    {
        QFETCH(QStringList, actions);
        QFETCH(QStringList, exceptions);
        QTEST(isPermitted({{.actions = actions, .exceptions = exceptions}}, slotSwapAction()), "isPermitted");
    }

    void rightsAndForecast()
    {
        using Told = RollbackForecast;
        const auto rights = [](const Told &told) {
            return *checkOf(planRollback(makeSlotBoard(badPromptInputs()), std::nullopt, RollbackKind::Rollback, told, {}), QStringLiteral("rights"));
        };
        QCOMPARE(rights({.maySwap = true, .isAsked = true}).state, State::Pass);
        QCOMPARE(rights({.maySwap = false, .isAsked = true}).state, State::Fail);
        QVERIFY(rights({.maySwap = false, .isAsked = true}).reason.contains(slotSwapAction()));
        const ReleaseCheck unknown = rights({.rightsProblem = QStringLiteral("no answer"), .isAsked = true});
        QCOMPARE(unknown.state, State::Warn);
        QVERIFY2(unknown.reason.endsWith(QStringLiteral("whether it may swap is not known: no answer")), qPrintable(unknown.reason));
        const SlotBoard board = makeSlotBoard(badPromptInputs());
        const RollbackPlan refused = planRollback(board, std::nullopt, RollbackKind::Rollback, {.differences = {}, .refusal = QStringLiteral("no"), .isAsked = true}, {});
        QCOMPARE(checkOf(refused, QStringLiteral("rights"))->state, State::Fail);
        const SlotDifference fatal{.name = QStringLiteral("A"), .settingType = {}, .rule = {}, .level = QStringLiteral("Error"), .description = {}};
        const RollbackPlan foretold = planRollback(board, std::nullopt, RollbackKind::Rollback, {.differences = {fatal}, .refusal = {}, .isAsked = true}, {});
        QCOMPARE(checkOf(foretold, QStringLiteral("forecast"))->reason, QStringLiteral("A"));
    }

    void undoWithinTheCooldownOnlyAfterAFailedVerification()
    {
        SlotBoardInputs inputs = badPromptInputs();
        inputs.sites[0].lastSwap = SiteSwap{.at = ManualClock::start - 5min, .source = stagingSlot(), .destination = productionSlot()};
        const SlotBoard board = makeSlotBoard(inputs);
        QVERIFY(!planRollback(board, stagingSlot(), RollbackKind::Undo, asked(), {}, false).canRun());
        QVERIFY(planRollback(board, stagingSlot(), RollbackKind::Undo, asked(), {}, true).canRun());
        QVERIFY(!planRollback(board, stagingSlot(), RollbackKind::Rollback, asked(), {}, true).canRun());
    }

    void planSurvivesTheJournal()
    {
        SlotBoardInputs inputs = badPromptInputs();
        inputs.settings[QStringLiteral("staging")].insert(QStringLiteral("DB"), QStringLiteral("planted"));
        const RollbackPlan plan = planRollback(makeSlotBoard(inputs), std::nullopt, RollbackKind::Rollback, asked(), {});
        QVERIFY(!plan.afterText().contains(QStringLiteral("planted")));
        const RollbackPlan again = planFromTexts(plan.source, plan.beforeText(), plan.afterText(), plan.madeAt);
        QCOMPARE(servedSide(plan.after, again), ServedSide::After);
        QCOMPARE(servedSide(plan.before, again), ServedSide::Before);
        QCOMPARE(servedSide({.build = QStringLiteral("b9"), .prompts = {}}, again), ServedSide::Neither);
        QCOMPARE(servedSide({}, planFromTexts(plan.source, {}, {}, {})), ServedSide::Neither);
    }

    void probe_data()
    {
        QTest::addColumn<QString>("broken");
        for (const char *name : {"", "site", "swap-status", "version", "health"})
            QTest::newRow(*name ? name : "all pass") << QString::fromLatin1(name);
    }
    void probe()
    {
        QFETCH(QString, broken);
        const RollbackPlan plan = planRollback(makeSlotBoard(badPromptInputs()), std::nullopt, RollbackKind::Rollback, asked(), {});
        ProbeReading reading{.site = slotSite(productionSlot()), .settings = slotSettings(QStringLiteral("b1"), QStringLiteral("order-desk-v13"), {})};
        reading.site.lastSwap = SiteSwap{.at = ManualClock::start + 30s, .source = stagingSlot(), .destination = productionSlot()};
        if (broken == QLatin1String("site"))
            reading.site.operationInProgress = QStringLiteral("op");
        if (broken == QLatin1String("swap-status"))
            reading.site.lastSwap->at = ManualClock::start - 1h;
        if (broken == QLatin1String("version"))
            reading.settings = slotSettings(QStringLiteral("b2"), QStringLiteral("order-desk-v14"), {});
        if (broken == QLatin1String("health"))
            reading.site.availability = QStringLiteral("Limited");
        for (const ReleaseCheck &check : judgeProbe(reading, plan, ManualClock::start))
            QCOMPARE(check.state, check.id == broken ? State::Fail : State::Pass);
    }

    void recovery_data()
    {
        QTest::addColumn<double>("bad");
        QTest::addColumn<double>("total");
        QTest::addColumn<double>("objective");
        QTest::addColumn<State>("state");
        QTest::newRow("too few") << 0.0 << 19.0 << 0.99 << State::Waiting;
        QTest::newRow("well") << 0.0 << 100.0 << 0.99 << State::Pass;
        QTest::newRow("as many as allowed") << 2.0 << 200.0 << 0.99 << State::Pass;
        QTest::newRow("one of few") << 1.0 << 20.0 << 0.99 << State::Waiting;
        QTest::newRow("a clump on a healthy fleet") << 4.0 << 200.0 << 0.99 << State::Waiting; // P = 0.14
        QTest::newRow("just likely enough") << 8.0 << 200.0 << 0.99 << State::Waiting;         // P = 0.0010
        QTest::newRow("too unlikely") << 9.0 << 200.0 << 0.99 << State::Fail;                  // P = 0.0002
        QTest::newRow("bad build, few tasks") << 8.0 << 20.0 << 0.99 << State::Fail;
        QTest::newRow("bad build, many") << 400.0 << 1000.0 << 0.99 << State::Fail;
        QTest::newRow("one of millions too many") << 30001.0 << 3e6 << 0.99 << State::Waiting;
        QTest::newRow("millions, clearly") << 33000.0 << 3e6 << 0.99 << State::Fail;
        QTest::newRow("all") << 50.0 << 50.0 << 0.99 << State::Fail;
        QTest::newRow("no failure is allowed") << 1.0 << 50.0 << 1.0 << State::Fail;
        QTest::newRow("every failure is allowed") << 50.0 << 50.0 << 0.0 << State::Pass;
    }
    void recovery()
    {
        QFETCH(double, bad);
        QFETCH(double, total);
        QFETCH(double, objective);
        const RecoveryReading reading{.good = total - bad, .total = total, .newest = ManualClock::start - 40s};
        const ReleaseCheck check = judgeRecovery(reading, {.success = objective, .minTasks = 20}, ManualClock::start);
        QTEST(check.state, "state");
        QVERIFY(check.reason.contains(QStringLiteral("behind")));
    }

    void repliesAreRead()
    {
        const Table evidence = oneRow({{QStringLiteral("slot"), QStringLiteral("production")}, {QStringLiteral("build"), QStringLiteral("b1")},
                                       {QStringLiteral("prompt"), QStringLiteral("p")}, {QStringLiteral("good"), 9.0}, {QStringLiteral("total"), qint64(10)},
                                       {QStringLiteral("first"), ManualClock::start - 1h}, {QStringLiteral("last"), ManualClock::start}});
        const auto read = readReleaseEvidence(evidence);
        QVERIFY(read.has_value());
        QCOMPARE(read->size(), 1);
        QCOMPARE(read->first().total, 10.0);
        QVERIFY(!readReleaseEvidence(Table()).has_value());
        QVERIFY(!readRecovery(oneRow({{QStringLiteral("good"), 1.0}})).has_value());
        const auto swaps = readSwapEvents(oneRow({{QStringLiteral("at"), ManualClock::start}, {QStringLiteral("source"), QStringLiteral("staging")},
                                                  {QStringLiteral("target"), QStringLiteral("production")}}));
        QVERIFY(swaps.has_value());
        QCOMPARE(swaps->first().origin, SwapMemory::Origin::Telemetry);
    }
};

QD_TEST_MAIN(QCoreApplication, TestRollback)
#include "tst_rollback.moc"
