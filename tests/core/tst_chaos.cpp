#include "chaos/chaosquery.h"
#include "manualclock.h"
#include "testmain.h"

#include <QObject>

using namespace qd;

namespace {

QList<SloDefinition> chaosSlos()
{
    SloDefinition success;
    success.id = SloId(QStringLiteral("task-success"));
    success.title = QStringLiteral("Task success");
    success.where = {{.dimension = QStringLiteral("outcome"), .values = {QStringLiteral("blocked")}, .negated = true}};
    success.good = {{.dimension = QStringLiteral("outcome"), .values = {QStringLiteral("completed")}}};
    SloDefinition latency;
    latency.id = SloId(QStringLiteral("turn-latency"));
    latency.title = QStringLiteral("Turn latency");
    latency.kind = SliKind::Percentile;
    latency.source = SliSource::Requests;
    latency.unit = SliUnit::Duration;
    latency.better = BetterIs::Lower;
    latency.valueField = QStringLiteral("duration");
    latency.target = 5;
    return {success, latency};
}

ChaosSpec chaosSample()
{
    return {.mode = ChaosMode::Throttle, .tenant = QStringLiteral("contoso-retail"), .percent = 25, .duration = Seconds(120),
            .hypothesis = {.slo = SloId(QStringLiteral("task-success")), .threshold = 0.95}};
}

} // namespace

class TestChaos : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void hypothesesAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isRead");
        QTest::addColumn<bool>("isBurn");
        QTest::addColumn<bool>("isAtLeast");
        QTest::addColumn<double>("threshold");
        const auto row = [](const char *text, bool isRead, bool isBurn, bool isAtLeast, double threshold) {
            QTest::newRow(text) << QString::fromLatin1(text) << isRead << isBurn << isAtLeast << threshold;
        };
        row("task-success>=95", true, false, true, 0.95);
        row(" task-success >= 99.5 % ", true, false, true, 0.995);
        row("turn-latency<=5s", true, false, false, 5);
        row("burn(task-success)<=6", true, true, false, 6);
        row("task-success=95", false, false, false, 0);
        row("unknown>=95", false, false, false, 0);
        row("", false, false, false, 0);
    }
    void hypothesesAreRead()
    {
        QFETCH(QString, text);
        const auto hypothesis = parseChaosHypothesis(text, chaosSlos());
        QTEST(hypothesis.has_value(), "isRead");
        if (!hypothesis)
            return;
        QTEST(hypothesis->isBurn, "isBurn");
        QTEST(hypothesis->isAtLeast, "isAtLeast");
        QTEST(hypothesis->threshold, "threshold");
    }

    void plansAreChecked()
    {
        QVERIFY(!misuseOf(chaosSample(), chaosSlos()));
        const auto isRefused = [](auto change) {
            ChaosSpec spec = chaosSample();
            change(spec);
            return misuseOf(spec, chaosSlos()).has_value();
        };
        QVERIFY(isRefused([](ChaosSpec &spec) { spec.mode = ChaosMode::Off; }));
        QVERIFY(isRefused([](ChaosSpec &spec) { spec.percent = 0; }));
        QVERIFY(isRefused([](ChaosSpec &spec) { spec.percent = 101; }));
        QVERIFY(isRefused([](ChaosSpec &spec) { spec.tenant = QStringLiteral(" "); }));
        QVERIFY(isRefused([](ChaosSpec &spec) { spec.duration = Seconds(9); }));
        QVERIFY(isRefused([](ChaosSpec &spec) { spec.duration = Seconds(3601); }));
        QVERIFY(isRefused([](ChaosSpec &spec) { spec.abortBurn = 0; }));
        QVERIFY(isRefused([](ChaosSpec &spec) { spec.hypothesis.slo = SloId(QStringLiteral("x")); }));
    }

    void durationsAreRead()
    {
        QCOMPARE(parseChaosDuration(QStringLiteral("90")).value_or(Seconds(0)), Seconds(90));
        QCOMPARE(parseChaosDuration(QStringLiteral("2m")).value_or(Seconds(0)), Seconds(120));
        QCOMPARE(parseChaosDuration(QStringLiteral("1h")).value_or(Seconds(0)), Seconds(3600));
        QVERIFY(!parseChaosDuration(QStringLiteral("2 weeks")).has_value());
        QVERIFY(!parseChaosDuration(QStringLiteral("-5")).has_value());
    }

    void faultEndsByItself()
    {
        const ChaosFault fault = chaosFaultOf(chaosSample(), QStringLiteral("r"), test::ManualClock::start);
        QVERIFY(fault.isActive(test::ManualClock::start));
        QVERIFY(fault.isActive(test::ManualClock::start + Seconds(119)));
        QVERIFY(!fault.isActive(test::ManualClock::start + Seconds(120)));
    }

    void verdicts_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("events");
        QTest::addColumn<ChaosVerdict>("verdict");
        QTest::newRow("held") << 0.96 << 100.0 << ChaosVerdict::Pass;
        QTest::newRow("just held") << 0.95 << 20.0 << ChaosVerdict::Pass;
        QTest::newRow("not held") << 0.94 << 100.0 << ChaosVerdict::Fail;
        QTest::newRow("too few") << 0.5 << 19.0 << ChaosVerdict::Inconclusive;
    }
    void verdicts()
    {
        QFETCH(double, value);
        QFETCH(double, events);
        QTEST(chaosVerdict(chaosSample(), ChaosReading{.at = {}, .value = value, .events = events}), "verdict");
        QCOMPARE(chaosVerdict(chaosSample(), std::nullopt), ChaosVerdict::Inconclusive);
    }

    void burnStopsARun()
    {
        SloTile tile;
        tile.id = SloId(QStringLiteral("task-success"));
        tile.readings = {{.pair = {}, .longBurn = 1, .shortBurn = 15, .longEvents = 100, .shortEvents = 50}};
        QVERIFY(burnExcess({tile}, 14.4));
        QVERIFY(!burnExcess({tile}, 15));
        tile.readings.first().shortEvents = 3; // too few to tell
        QVERIFY(!burnExcess({tile}, 14.4));
        QVERIFY(!burnExcess({}, 14.4));
    }

    void stepsFollowTheLifeOfARun()
    {
        using P = ChaosPhase;
        QVERIFY(isStep(P::Planned, P::Starting));
        QVERIFY(isStep(P::Starting, P::Running));
        QVERIFY(isStep(P::Running, P::Restoring));
        QVERIFY(isStep(P::Restoring, P::Verifying));
        QVERIFY(isStep(P::Verifying, P::Verified));
        QVERIFY(isStep(P::Verified, P::Starting));
        QVERIFY(!isStep(P::Planned, P::Running));
        QVERIFY(!isStep(P::Running, P::Verified));
        QVERIFY(!isStep(P::Running, P::Failed)); // a fault that is on cannot just be given up
    }

    void blastNamesTheTenants()
    {
        const ChaosBlast blast{{{QStringLiteral("contoso-retail"), 8}, {QStringLiteral("fabrikam"), 4}}};
        const QStringList one = chaosEffects(chaosSample(), blast);
        QCOMPARE(one.at(1), QStringLiteral("about 2 of 8 tasks a minute, by the last 15 minutes"));
        ChaosSpec all = chaosSample();
        all.tenant = QStringLiteral("*");
        QCOMPARE(chaosEffects(all, blast).at(1), QStringLiteral("about 3 of 12 tasks a minute, by the last 15 minutes"));
        QVERIFY(chaosEffects(all, {}).at(1).contains(QLatin1StringView("not known")));
    }

    void queriesNameTenantAndRun()
    {
        const TimeSpanRange span{test::ManualClock::start, test::ManualClock::start + Seconds(60)};
        const QString sli = chaosquery::sli(chaosSample(), chaosSlos().first(), {}, TelemetrySchema::Classic, span);
        QVERIFY2(sli.contains(QLatin1StringView("tostring(customDimensions[\"tenant\"]) == \"contoso-retail\"")), qPrintable(sli));
        const QString tagged = chaosquery::tagged(QStringLiteral("run\"1"), TelemetrySchema::Workspace, span, span.to);
        QVERIFY2(tagged.contains(QLatin1StringView("tostring(Properties[\"chaos\"]) == \"run\\\"1\"")), qPrintable(tagged));
    }
};

QD_TEST_MAIN(QCoreApplication, TestChaos)
#include "tst_chaos.moc"
