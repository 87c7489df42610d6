#include "fleet/arrivalprocess.h"
#include "fleet/budgetbreaker.h"
#include "fleet/fleetstate.h"
#include "fleet/itemexporter.h"
#include "fleet/metricset.h"
#include "fleet/modelgateway.h"
#include "fleet/offset.h"
#include "fleet/ratecard.h"
#include "fleet/tasksimulator.h"
#include "fleet/templatetext.h"
#include "fleet/tracesampler.h"
#include "fleetharness.h"
#include "testmain.h"

using namespace qd::lab;
using qd::Instant;
using qd::Microseconds;
using qd::Seconds;
using qd::test::ManualClock;
using qd::test::propertyOf;
using qd::test::RecordingSink;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr Instant noon = ManualClock::start; // Saturday 2026-11-21 12:00 UTC

bool isClose(double actual, double expected) { return std::abs(actual - expected) < 1e-9; }

/// One agent, one tool, one model, one tenant, nothing random: failures are switched on by the tests.
Scenario tinyScenario()
{
    Scenario scenario;
    scenario.role = "r";
    scenario.instancePrefix = "i";
    scenario.url = "https://h/chat";
    scenario.traffic.tasksPerMinute = 6;
    scenario.traffic.hourly.fill(1);
    scenario.traffic.weekend = 0.5;
    scenario.gateway = {.host = "g", .apiVersion = "v", .provider = "p", .maxAttempts = 3};
    scenario.quality.evaluatedShare = 1;
    scenario.quality.spread = 0;
    scenario.models = {{.name = "big", .rateCard = {{Instant{}, 2.5, std::nullopt, 10}}, .downshiftTo = 1},
                       {.name = "small", .rateCard = {{Instant{}, 0.15, 0.075, 0.6}}}};
    scenario.tools = {{.name = "search", .server = "s", .fallback = {1, 2}, .arguments = "{}", .malformed = "x", .violation = "v", .result = "{}"},
                      {.name = "snapshot", .server = "s", .arguments = "{}", .malformed = "x", .violation = "v", .result = "{}"},
                      {.name = "book", .server = "s", .arguments = "{}", .malformed = "x", .violation = "v", .result = "{}"}};
    scenario.agents = {{.name = "a", .plan = {{.tool = 0, .times = 1, .required = true}}}};
    scenario.prompts = {{.version = "v1"}, {.version = "v2", .malformedArguments = 1, .repairSuccess = 1}};
    scenario.tenants = {{.name = "t", .monthBudgetUsd = 100, .typicalUse = 0}};
    scenario.builds = {{.version = "b1"}, {.version = "b2"}, {.version = "b3"}};
    scenario.slotList = {{.name = "production", .instances = 1}, {.name = "staging", .instances = 1}};
    return scenario;
}

/// Simulates one task of the tiny scenario after the given changes.
struct TinyFleet {
    explicit TinyFleet(Scenario what) : scenario(std::move(what)) {}

    TaskRun run(uint64_t number = 1)
    {
        TaskRun task;
        simulator.simulate(task, number, noon);
        return task;
    }

    Scenario scenario;
    FleetState state{scenario};
    BudgetBreaker budgets{scenario, noon};
    ModelGateway gateway{scenario, state};
    TaskSimulator simulator{scenario, state, budgets, gateway, 1};
};

} // namespace

class TestFleetParts : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void offsets_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("seconds"); // -1: refused
        QTest::newRow("minutes back") << QByteArray("-70m") << qint64(-4200);
        QTest::newRow("ahead") << QByteArray("+10m") << qint64(600);
        QTest::newRow("mixed") << QByteArray("-1d2h3m4s") << qint64(-93784);
        QTest::newRow("zero") << QByteArray("+0s") << qint64(0);
        for (const char *text : {"", "10m", "-", "-m", "-5", "-5x", "-5m3", "--5m", "-99999999d", "-9999999999999s", "- 5m"})
            QTest::newRow(text) << QByteArray(text) << qint64(-1);
    }
    void offsets()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, seconds);
        const std::optional<Microseconds> offset = parseOffset(text.toStdString());
        QCOMPARE(offset ? std::chrono::duration_cast<Seconds>(*offset).count() : -1, seconds);
    }

    void templates_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QRegularExpression>("expected");
        QTest::newRow("json") << QByteArray("{\"a\":\"SO-{order}\",\"n\":{n}}")
                              << QRegularExpression(QStringLiteral("^\\{\"a\":\"SO-\\d{5}\",\"n\":[1-9]\\}$"));
        QTest::newRow("unknown stays") << QByteArray("{what} {") << QRegularExpression(QStringLiteral("^\\{what\\} \\{$"));
        QTest::newRow("plain") << QByteArray("text") << QRegularExpression(QStringLiteral("^text$"));
    }
    void templates()
    {
        QFETCH(QByteArray, text);
        QFETCH(QRegularExpression, expected);
        const QString filled = QString::fromStdString(fillTemplate(text.toStdString(), 7));
        QVERIFY2(expected.match(filled).hasMatch(), qPrintable(filled));
        QCOMPARE(filled, QString::fromStdString(fillTemplate(text.toStdString(), 7)));
    }

    void costFollowsTheRateCard()
    {
        const RateCardEntry plain{Instant{}, 2.5, std::nullopt, 10};
        const RateCardEntry cached{Instant{}, 0.4, 0.1, 1.6};
        // 1,000 of which 400 cached, 200 out.
        QVERIFY(isClose(costOf(plain, 1000, 400, 200).input, 0.0025));
        QVERIFY(isClose(costOf(plain, 1000, 400, 200).output, 0.002));
        QVERIFY(isClose(costOf(cached, 1000, 400, 200).input, 0.00028));
        ModelSpec model{.rateCard = {{noon - hours(48), 5, std::nullopt, 15}, {noon, 2.5, std::nullopt, 10}}};
        QCOMPARE(priceAt(model, noon - hours(72)).inputPerMillion, 5.0);
        QCOMPARE(priceAt(model, noon - Microseconds(1)).inputPerMillion, 5.0);
        QCOMPARE(priceAt(model, noon).inputPerMillion, 2.5);
    }

    void arrivalsKeepTheirRate()
    {
        ArrivalProcess arrivals(3, noon);
        arrivals.setRate(noon, 2);
        int count = 0;
        for (; *arrivals.next() < noon + hours(1); ++count)
            arrivals.pop();
        QVERIFY2(std::abs(count - 7200) < 5 * 85, qPrintable(QString::number(count))); // Poisson: deviation 85
        arrivals.setRate(noon + hours(1), 0);
        QVERIFY(!arrivals.next());
        arrivals.setRate(noon + hours(2), 2);
        QVERIFY(*arrivals.next() >= noon + hours(2)); // nothing arrived while the rate was 0
        const Instant slow = *arrivals.next();
        arrivals.setRate(noon + hours(2), 4);
        QCOMPARE((*arrivals.next() - (noon + hours(2))).count() / 10, ((slow - (noon + hours(2))) / 2).count() / 10);
    }

    void breakerStates()
    {
        Scenario scenario = tinyScenario();
        BudgetBreaker breaker(scenario, noon);
        QVERIFY(!breaker.charge(0, 79.9));
        const auto downshift = breaker.charge(0, 0.1 + 1e-9);
        QVERIFY(downshift && downshift->state == BudgetState::Downshift && downshift->previous == BudgetState::Ok);
        QVERIFY(!breaker.charge(0, 19));
        const auto blocked = breaker.charge(0, 1);
        QVERIFY(blocked && blocked->state == BudgetState::Blocked && blocked->previous == BudgetState::Downshift);
        QVERIFY(breaker.startMonth(noon + hours(24 * 9)).empty()); // still November
        const auto reset = breaker.startMonth(noon + hours(24 * 9 + 12));
        QCOMPARE(reset.size(), size_t(1));
        QVERIFY(reset.front().state == BudgetState::Ok);
        QCOMPARE(breaker.usedRatio(0), 0.0);

        scenario.tenants[0].typicalUse = 0.6;
        // 20.5 of November's 30 days are over.
        QVERIFY(isClose(BudgetBreaker(scenario, noon).usedRatio(0), 0.6 * 20.5 / 30));
    }

    void gatewayLimitsTokensPerMinute()
    {
        Scenario scenario = tinyScenario();
        scenario.models[0].tokensPerMinute = 1000;
        FleetState state(scenario);
        ModelGateway gateway(scenario, state);
        Rng rng(1);
        QCOMPARE(gateway.request(0, noon + Seconds(10), 600, rng).status, 200);
        const GatewayAnswer refused = gateway.request(0, noon + Seconds(15), 600, rng);
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.retryAfterMs, 45'000.0);
        QCOMPARE(gateway.request(0, noon + Seconds(15), 400, rng).status, 200);
        QCOMPARE(gateway.request(1, noon + Seconds(15), 4000, rng).status, 200); // no limit
        QCOMPARE(gateway.request(0, noon + Seconds(60), 1000, rng).status, 200); // the next minute
        QCOMPARE(gateway.request(0, noon + Seconds(59), 1, rng).status, 429);    // late, but it is the old minute's
        (void)state.apply(ThrottleChange{std::nullopt, 10}, Instant{});
        QCOMPARE(gateway.request(1, noon + Seconds(130), 11, rng).status, 429);
        gateway.setRate(2);
        QCOMPARE(gateway.request(1, noon + Seconds(130), 11, rng).status, 200);
        (void)state.apply(ThrottleChange{}, Instant{});
        QCOMPARE(gateway.request(1, noon + Seconds(130), 4000, rng).status, 200);
    }

    void stateFollowsTheTimeline()
    {
        const Scenario scenario = tinyScenario();
        FleetState state(scenario);
        const auto prompt = state.apply(PromptChange{1}, noon);
        QCOMPARE(state.board().changed(0), noon);
        QCOMPARE(state.board().changed(1), Instant{}); // nothing happened to the other slot
        QVERIFY(prompt && prompt->name == "PromptVersion");
        QCOMPARE(prompt->properties, (Properties{{"agent", "a"}, {"previous", "v1"}, {"version", "v2"}}));
        QVERIFY(!state.apply(PromptChange{1}, Instant{}));
        const auto deployed = state.apply(DeploymentChange{1}, Instant{});
        QCOMPARE(deployed->properties, (Properties{{"previous", "b1"}, {"slot", "production"}, {"version", "b2"}}));
        QCOMPARE(state.buildOf(1), size_t(0));
        QVERIFY(state.apply(SlotSwap{}, noon + hours(1)));
        QCOMPARE(state.board().changed(1), noon + hours(1));
        QCOMPARE(state.buildOf(0), size_t(0));
        QVERIFY(isClose(state.arrivalRate(noon), 0.05)); // 6 a minute, halved on Saturdays
        QVERIFY(isClose(state.arrivalRate(noon + hours(48)), 0.1));
        (void)state.apply(RunawayChange{0, 3, 5}, Instant{});
        QVERIFY(isClose(state.arrivalRate(noon), 0.15));
        (void)state.apply(TrafficChange{0}, Instant{});
        QVERIFY(isClose(state.arrivalRate(noon), 0));
    }

    void plainTask()
    {
        TinyFleet fleet(tinyScenario());
        const TaskRun run = fleet.run();
        QVERIFY(run.outcome == TaskOutcome::Completed);
        QCOMPARE(run.resultCode, 200);
        QCOMPARE(run.calls.size(), size_t(2)); // plan, answer
        QCOMPARE(run.tools.size(), size_t(1));
        QVERIFY(run.calls[1].inputTokens > run.calls[0].inputTokens); // the context grew
        QCOMPARE(*run.groundedness, 4.5);
    }

    void malformedArgumentsAreRepaired()
    {
        TinyFleet fleet(tinyScenario());
        (void)fleet.state.apply(PromptChange{1}, Instant{});
        const TaskRun plain = TinyFleet(tinyScenario()).run();
        const TaskRun run = fleet.run();
        QVERIFY(run.outcome == TaskOutcome::Completed);
        QCOMPARE(run.violations.size(), size_t(1));
        QCOMPARE(run.repairs.size(), size_t(1));
        QVERIFY(run.repairs[0].hasRecovered);
        QCOMPARE(run.calls.size(), size_t(3));
        QVERIFY(run.cost > plain.cost);
        QVERIFY(*run.groundedness < *plain.groundedness);
    }

    void exhaustedRepairFailsQuietly()
    {
        Scenario scenario = tinyScenario();
        scenario.prompts[0] = {.version = "v1", .malformedArguments = 1, .repairSuccess = 0};
        scenario.models[0].malformedFactor = 1 / 0.95; // the cap would let some through
        TinyFleet fleet(scenario);
        int failed = 0;
        for (uint64_t number = 0; number < 100; ++number) {
            const TaskRun run = fleet.run(number);
            QCOMPARE(run.resultCode, 200);
            QCOMPARE(run.outcome == TaskOutcome::Failed, !run.violations.empty());
            QCOMPARE(run.tools.size(), size_t(1));
            QCOMPARE(run.tools[0].outcome == ToolOutcome::InvalidArguments, run.outcome == TaskOutcome::Failed);
            failed += run.outcome == TaskOutcome::Failed ? 1 : 0;
        }
        QVERIFY(failed > 80);
    }

    void fallbackRungs_data()
    {
        QTest::addColumn<int>("broken");
        QTest::addColumn<int>("outcome");
        QTest::addColumn<int>("fallbacks");
        QTest::newRow("none") << 0 << int(TaskOutcome::Completed) << 0;
        QTest::newRow("search") << 1 << int(TaskOutcome::Completed) << 1;
        QTest::newRow("search and snapshot") << 2 << int(TaskOutcome::Degraded) << 2;
        QTest::newRow("all") << 3 << int(TaskOutcome::Failed) << 2;
    }
    void fallbackRungs()
    {
        QFETCH(int, broken);
        QFETCH(int, outcome);
        QFETCH(int, fallbacks);
        TinyFleet fleet(tinyScenario());
        for (int tool = 0; tool < broken; ++tool)
            (void)fleet.state.apply(ToolChange{static_cast<size_t>(tool), 1}, Instant{});
        const TaskRun run = fleet.run();
        QCOMPARE(static_cast<int>(run.outcome), outcome);
        QCOMPARE(run.resultCode, 200);
        QCOMPARE(static_cast<int>(run.fallbacks.size()), fallbacks);
        QVERIFY(broken == 0 || *run.groundedness < 4.5);
    }

    void loopGuardEndsRunawayTasks()
    {
        Scenario scenario = tinyScenario();
        scenario.builds[0].maxSteps = 12;
        scenario.builds[1].maxSteps = 100;
        TinyFleet fleet(scenario);
        (void)fleet.state.apply(RunawayChange{0, 1, 40}, Instant{});
        QCOMPARE(fleet.run().calls.size(), size_t(13));
        (void)fleet.state.apply(DeploymentChange{1}, Instant{});
        QCOMPARE(fleet.run().calls.size(), size_t(41));
    }

    void throttledTaskIsRefusedOrRetried()
    {
        TinyFleet fleet(tinyScenario());
        (void)fleet.state.apply(ThrottleChange{std::nullopt, 1}, Instant{});
        const TaskRun run = fleet.run();
        QCOMPARE(run.resultCode, 429);
        QVERIFY(run.outcome == TaskOutcome::Failed);
        QCOMPARE(run.attempts.size(), size_t(3));
        QCOMPARE(run.cost, 0.0);
        QVERIFY(run.durationMs > 2 * 3000); // it waited in between
    }

    void brokenInstanceAnswers503()
    {
        Scenario scenario = tinyScenario();
        scenario.builds[0].instanceErrorRate = 1;
        const TaskRun run = TinyFleet(scenario).run();
        QCOMPARE(run.resultCode, 503);
        QVERIFY(run.calls.empty());
    }

    void budgetDecidesTheModel()
    {
        TinyFleet fleet(tinyScenario());
        QCOMPARE(fleet.run().model, size_t(0));
        (void)fleet.budgets.charge(0, 85);
        const TaskRun downshifted = fleet.run();
        QCOMPARE(downshifted.model, size_t(1));
        QCOMPARE(downshifted.plannedModel, size_t(0));
        (void)fleet.budgets.charge(0, 15);
        const TaskRun blocked = fleet.run();
        QCOMPARE(blocked.resultCode, 402);
        QVERIFY(blocked.outcome == TaskOutcome::Blocked);
        QVERIFY(blocked.calls.empty());
    }

    void metricsAggregate()
    {
        const Scenario scenario = tinyScenario();
        MetricSet metrics(scenario);
        RecordingSink sink;
        ItemExporter exporter(sink);
        metrics.record(FleetMetric::TaskCost, {0, 0, 0, 0}, 3);
        metrics.record(FleetMetric::TaskCost, {0, 0, 0, 0}, 1);
        metrics.record(FleetMetric::LlmTokens, {0, 1}, 40);
        metrics.record(FleetMetric::LlmTokens, {0, 1}, 2);
        metrics.record(FleetMetric::BudgetUsedRatio, {0, 0}, 0.5);
        metrics.record(FleetMetric::BudgetUsedRatio, {0, 0}, 0.25);
        metrics.exportInterval(noon, exporter);
        metrics.exportInterval(noon + Seconds(15), exporter); // nothing new
        exporter.flush(noon);
        const std::vector<TelemetryItem> items = sink.take();
        QCOMPARE(items.size(), size_t(3));
        QCOMPARE(items[0].metricSum, 4.0);
        QCOMPARE(items[0].metricCount, 2);
        QCOMPARE(items[0].metricMin, 1.0);
        QCOMPARE(items[0].metricMax, 3.0);
        QCOMPARE(items[0].properties, (Properties{{"model", "big"}, {"provider", "p"}, {"tenant", "t"}, {"workflow", "a"}}));
        QCOMPARE(items[1].metricSum, 42.0);
        QCOMPARE(items[1].metricCount, 1); // a counter's delta is one value
        QCOMPARE(propertyOf(items[1], "type"), std::string("output"));
        QCOMPARE(items[2].metricSum, 0.25);
        QCOMPARE(items[2].metricCount, 1);
    }

    void samplerKeepsWeights()
    {
        RecordingSink sink;
        ItemExporter exporter(sink);
        TraceSampler sampler(exporter);
        sampler.setRate(5, noon);
        TaskRun run;
        for (int i = 0; i < 13; ++i) {
            run.resultCode = i == 6 ? 503 : 200;
            if (sampler.admit(run))
                sampler.keep(std::vector<TelemetryItem>(2), noon);
            sampler.settle(noon);
        }
        sampler.setRate(1, noon); // closes the open group
        QVERIFY(sampler.admit(run));
        sampler.keep(std::vector<TelemetryItem>(2), noon);
        exporter.flush(noon);
        std::vector<int> weights;
        for (const TelemetryItem &item : sink.take())
            weights.push_back(item.itemCount);
        // Groups of five, the 503 for itself, two left over, one in full.
        QCOMPARE(weights, (std::vector<int>{5, 5, 1, 1, 5, 5, 2, 2, 1, 1}));
    }

    void exporterDropsAndDelays()
    {
        RecordingSink sink;
        ItemExporter exporter(sink);
        exporter.setIngestion({.isStopped = true});
        exporter.send({}, noon);
        exporter.setIngestion({.delay = minutes(10)});
        exporter.send({}, noon);
        exporter.flush(noon + minutes(9));
        QCOMPARE(sink.count(), size_t(0));
        exporter.setIngestion({});
        exporter.send({}, noon + minutes(9)); // queues up behind what is late
        exporter.flush(noon + minutes(9));
        QCOMPARE(sink.count(), size_t(0));
        exporter.flush(noon + minutes(10));
        QCOMPARE(sink.count(), size_t(2));
        QCOMPARE(exporter.delivered(), uint64_t(2));
    }
};

QD_TEST_MAIN(QCoreApplication, TestFleetParts)
#include "tst_fleetparts.moc"
