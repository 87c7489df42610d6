#include "fleetharness.h"
#include "testmain.h"

#include <QTest>

using namespace qd::lab;
using qd::Instant;
using qd::Seconds;
using qd::test::ManualClock;
using qd::test::propertyOf;
using qd::test::RecordingSink;
using std::chrono::minutes;

namespace {

/// A fleet without history that has just gone live, changed from outside by the tests.
class SteeredFleet
{
public:
    explicit SteeredFleet(const char *scenario, double rate = 20) : m_runner(qd::test::shippedScenario(scenario), optionsOf(rate), m_clock, m_sink)
    {
        m_runner.prepare();
    }

    FleetRunner &runner() { return m_runner; }
    [[nodiscard]] Instant start() const { return m_clock.now(); }
    /// Everything sent until `after` past the start, since the last call.
    std::vector<TelemetryItem> until(std::chrono::seconds after)
    {
        m_runner.advanceTo(m_clock.now() + after);
        return m_sink.take();
    }

private:
    static LabOptions optionsOf(double rate)
    {
        LabOptions options;
        options.history = std::chrono::hours(0);
        options.rate = rate;
        return options;
    }

    ManualClock m_clock;
    RecordingSink m_sink;
    FleetRunner m_runner;
};

std::vector<TelemetryItem> requestsOf(const std::vector<TelemetryItem> &items)
{
    std::vector<TelemetryItem> found;
    std::copy_if(items.begin(), items.end(), std::back_inserter(found),
                 [](const TelemetryItem &item) { return item.kind == ItemKind::Request && item.name == "POST /chat"; });
    return found;
}

std::vector<TelemetryItem> eventsOf(const std::vector<TelemetryItem> &items, const char *name)
{
    std::vector<TelemetryItem> found;
    std::copy_if(items.begin(), items.end(), std::back_inserter(found),
                 [name](const TelemetryItem &item) { return item.kind == ItemKind::Event && item.name == name; });
    return found;
}

size_t countOf(const std::vector<TelemetryItem> &items, const char *key, const std::string &value)
{
    return static_cast<size_t>(std::count_if(items.begin(), items.end(), [&](const TelemetryItem &item) { return propertyOf(item, key) == value; }));
}

ChaosSpec chaosOf(const SteeredFleet &fleet, ChaosMode mode, std::string tenant, double percent)
{
    return {.run = "run-1", .mode = mode, .tenant = std::move(tenant), .percent = percent, .until = fleet.start() + minutes(10)};
}

/// Refuses one tool to one tenant.
class RefuseOne final : public ToolVerdict
{
public:
    RefuseOne(std::string tenant, std::string tool) : m_tenant(std::move(tenant)), m_tool(std::move(tool)) {}
    [[nodiscard]] bool isAllowed(const std::string &tenant, const std::string &, const std::string &tool) const override
    {
        return tenant != m_tenant || tool != m_tool;
    }

private:
    std::string m_tenant;
    std::string m_tool;
};

} // namespace

/// What the world outside does to a fleet: slots and their settings, chaos, the gateway's verdicts, budgets.
class TestFleetControl : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void promptSettingNames_data();
    void promptSettingNames();
    void stagingHoldsTheGoodPrompts();
    void swapHealsTheFleet();
    void stickySettingsStay();
    void operatorsSwapIsNotUndone();
    void settingsDecideThePrompt();
    void chaosHitsItsShare_data();
    void chaosHitsItsShare();
    void chaosEndsByItself();
    void chaosIsTold();
    void deniedToolFallsBack();
    void budgetBlocks();
    void untouchedFleetIsTheSame();
};

void TestFleetControl::promptSettingNames_data()
{
    QTest::addColumn<QString>("agent");
    QTest::addColumn<QString>("name");
    QTest::newRow("dash") << QStringLiteral("order-desk") << QStringLiteral("PROMPT_ORDER_DESK");
    QTest::newRow("two") << QStringLiteral("a-b-c2") << QStringLiteral("PROMPT_A_B_C2");
    QTest::newRow("upper") << QStringLiteral("Agent") << QStringLiteral("PROMPT_AGENT");
}

void TestFleetControl::promptSettingNames()
{
    QFETCH(const QString, agent);
    QFETCH(const QString, name);
    QCOMPARE(QString::fromStdString(promptSettingName(agent.toStdString())), name);
}

void TestFleetControl::stagingHoldsTheGoodPrompts()
{
    SteeredFleet fleet("bad-prompt");
    const std::vector<FleetSlot> found = fleet.runner().slotList();
    QCOMPARE(found.size(), size_t(2));
    QCOMPARE(found[0].name, std::string("production"));
    QCOMPARE(found[0].build, std::string("2026.11.2"));
    QCOMPARE(found[0].settings.at("BUILD_VERSION"), std::string("2026.11.2"));
    QCOMPARE(found[0].settings.at("PROMPT_ORDER_DESK"), std::string("order-desk-v14"));
    QCOMPARE(found[0].settings.at("PROMPT_CLAIMS_TRIAGE"), std::string("claims-triage-v9"));
    QCOMPARE(found[1].build, std::string("2026.11.1"));
    QCOMPARE(found[1].settings.at("BUILD_VERSION"), std::string("2026.11.1"));
    QCOMPARE(found[1].settings.at("PROMPT_ORDER_DESK"), std::string("order-desk-v13"));
    QCOMPARE(found[1].settings.at("PROMPT_CLAIMS_TRIAGE"), std::string("claims-triage-v8"));
    QCOMPARE(found[1].settings.at("PROMPT_KNOWLEDGE_HELPER"), std::string("knowledge-helper-v5"));
}

void TestFleetControl::swapHealsTheFleet()
{
    SteeredFleet fleet("bad-prompt");
    const std::vector<TelemetryItem> sick = requestsOf(fleet.until(minutes(3)));
    fleet.runner().swapSlots(1, 0, {"SLOT_NAME", "CHAOS_MODE"});
    const std::vector<TelemetryItem> told = fleet.until(Seconds(181));
    const std::vector<TelemetryItem> healed = requestsOf(fleet.until(minutes(6)));
    const auto failedShare = [](const std::vector<TelemetryItem> &requests) {
        return static_cast<double>(countOf(requests, "outcome", "failed")) / static_cast<double>(requests.size());
    };
    QVERIFY2(failedShare(sick) > 0.2, qPrintable(QString::number(failedShare(sick))));
    QVERIFY2(failedShare(healed) < 0.05, qPrintable(QString::number(failedShare(healed))));
    QCOMPARE(eventsOf(told, "SlotSwap").size(), size_t(1));
    QCOMPARE(propertyOf(eventsOf(told, "SlotSwap")[0], "source"), std::string("staging"));
    QCOMPARE(propertyOf(eventsOf(told, "SlotSwap")[0], "slot"), std::string("production"));
    QCOMPARE(eventsOf(told, "PromptVersion").size(), size_t(2));
    QCOMPARE(eventsOf(told, "Deployment").size(), size_t(1));
}

void TestFleetControl::stickySettingsStay()
{
    SteeredFleet fleet("calm");
    AppSettings staging = fleet.runner().slotList()[1].settings;
    staging["COLOUR"] = "blue";
    staging["LEVEL"] = "debug";
    fleet.runner().writeSettings(1, staging);
    fleet.runner().swapSlots(1, 0, {"SLOT_NAME", "CHAOS_MODE", "LEVEL"});
    const std::vector<FleetSlot> found = fleet.runner().slotList();
    QCOMPARE(found[0].settings.at("SLOT_NAME"), std::string("production"));
    QCOMPARE(found[0].settings.at("COLOUR"), std::string("blue"));
    QVERIFY(!found[0].settings.contains("LEVEL"));
    QCOMPARE(found[1].settings.at("SLOT_NAME"), std::string("staging"));
    QCOMPARE(found[1].settings.at("LEVEL"), std::string("debug"));
    QVERIFY(!found[1].settings.contains("COLOUR"));
}

/// The outage scenario swaps the bad build out by itself at +10 min. An operator was faster.
void TestFleetControl::operatorsSwapIsNotUndone()
{
    SteeredFleet fleet("outage", 1);
    QCOMPARE(fleet.runner().slotList()[0].build, std::string("2026.11.3-leak"));
    fleet.runner().swapSlots(1, 0, {});
    fleet.until(minutes(11));
    QCOMPARE(fleet.runner().slotList()[0].build, std::string("2026.11.2"));
}

void TestFleetControl::settingsDecideThePrompt()
{
    SteeredFleet fleet("calm");
    AppSettings settings = fleet.runner().slotList()[0].settings;
    settings["PROMPT_ORDER_DESK"] = "order-desk-v14";
    settings["BUILD_VERSION"] = "mine";
    fleet.runner().writeSettings(0, settings);
    QCOMPARE(fleet.runner().slotList()[0].settings.at("BUILD_VERSION"), std::string("2026.11.2")); // a mirror, not a switch
    const std::vector<TelemetryItem> items = fleet.until(minutes(2));
    QCOMPARE(eventsOf(items, "PromptVersion").size(), size_t(1));
    QCOMPARE(eventsOf(items, "AppSettings").size(), size_t(0));
    QVERIFY(countOf(requestsOf(items), "prompt_version", "order-desk-v14") > 10);
    QCOMPARE(countOf(requestsOf(items), "prompt_version", "order-desk-v13"), size_t(0));

    settings["PROMPT_ORDER_DESK"] = "order-desk-v99"; // nobody knows it: the built-in one runs
    settings["LEVEL"] = "debug";
    fleet.runner().writeSettings(0, settings);
    const std::vector<TelemetryItem> later = fleet.until(minutes(4));
    QCOMPARE(propertyOf(eventsOf(later, "PromptVersion").at(0), "version"), std::string("order-desk-v11"));
    QCOMPARE(propertyOf(eventsOf(later, "AppSettings").at(0), "version"), std::string("LEVEL"));
}

void TestFleetControl::chaosHitsItsShare_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("tenant");
    QTest::addColumn<double>("percent");
    QTest::addColumn<double>("leastFailed"); ///< share of the tasks that are hit
    QTest::addColumn<double>("mostFailed");
    // 429 and 503 at every attempt: a task that is hit fails. Malformed arguments are repaired with a chance of 0.64 each.
    QTest::newRow("throttle, all tenants") << int(ChaosMode::Throttle) << QStringLiteral("*") << 25.0 << 1.0 << 1.0;
    QTest::newRow("outage, one tenant") << int(ChaosMode::Outage) << QStringLiteral("northwind") << 50.0 << 1.0 << 1.0;
    QTest::newRow("malformed, all of one") << int(ChaosMode::Malformed) << QStringLiteral("northwind") << 100.0 << 0.4 << 0.7;
    QTest::newRow("nobody") << int(ChaosMode::Outage) << QStringLiteral("no-such-tenant") << 100.0 << 0.0 << 0.0;
    QTest::newRow("nothing") << int(ChaosMode::Outage) << QStringLiteral("*") << 0.0 << 0.0 << 0.0;
}

void TestFleetControl::chaosHitsItsShare()
{
    QFETCH(const int, mode);
    QFETCH(const QString, tenant);
    QFETCH(const double, percent);
    QFETCH(const double, leastFailed);
    QFETCH(const double, mostFailed);
    SteeredFleet fleet("calm");
    fleet.runner().setChaos(chaosOf(fleet, static_cast<ChaosMode>(mode), tenant.toStdString(), percent));
    const std::vector<TelemetryItem> requests = requestsOf(fleet.until(minutes(5)));
    size_t meant = 0;
    size_t hit = 0;
    size_t failed = 0;
    for (const TelemetryItem &request : requests) {
        const bool isHit = propertyOf(request, "chaos") == "run-1";
        meant += tenant == u"*" || propertyOf(request, "tenant") == tenant.toStdString() ? 1U : 0U;
        hit += isHit ? 1U : 0U;
        failed += isHit && propertyOf(request, "outcome") == "failed" ? 1U : 0U;
        QVERIFY(!isHit || tenant == u"*" || propertyOf(request, "tenant") == tenant.toStdString());
    }
    if (mostFailed == 0) {
        QCOMPARE(hit, size_t(0));
        return;
    }
    QVERIFY(meant > 200);
    // A share of n trials; four standard deviations.
    const double share = percent / 100;
    const double tolerance = 4 * std::sqrt(share * (1 - share) / static_cast<double>(meant)) + 1e-9;
    QVERIFY2(std::abs(static_cast<double>(hit) / static_cast<double>(meant) - share) <= tolerance, qPrintable(QString::number(hit)));
    const double failedShare = static_cast<double>(failed) / static_cast<double>(hit);
    QVERIFY2(failedShare >= leastFailed && failedShare <= mostFailed, qPrintable(QString::number(failedShare)));
}

void TestFleetControl::chaosEndsByItself()
{
    SteeredFleet fleet("calm");
    ChaosSpec chaos = chaosOf(fleet, ChaosMode::Outage, "*", 100);
    chaos.until = fleet.start() + minutes(2);
    fleet.runner().setChaos(chaos);
    const std::vector<TelemetryItem> items = fleet.until(minutes(4));
    for (const TelemetryItem &request : requestsOf(items))
        QCOMPARE(propertyOf(request, "chaos") == "run-1", request.time < chaos.until);
    const std::vector<TelemetryItem> told = eventsOf(items, "Chaos");
    QCOMPARE(told.size(), size_t(2));
    QCOMPARE(propertyOf(told[1], "mode"), std::string("off"));
    QCOMPARE(told[1].time, chaos.until);
}

void TestFleetControl::chaosIsTold()
{
    SteeredFleet fleet("calm");
    const ChaosSpec chaos = chaosOf(fleet, ChaosMode::Throttle, "fabrikam", 12.5);
    fleet.runner().setChaos(chaos);
    fleet.runner().setChaos(chaos); // written again as it is
    ChaosSpec other = chaos;
    other.run = "run-2";
    fleet.runner().setChaos(other);
    fleet.runner().setChaos({});
    const std::vector<TelemetryItem> told = eventsOf(fleet.until(Seconds(1)), "Chaos");
    const auto text = [&told](size_t i) { return propertyOf(told.at(i), "run") + " " + propertyOf(told.at(i), "state") + " " + propertyOf(told.at(i), "mode"); };
    QCOMPARE(told.size(), size_t(4));
    QCOMPARE(text(0), std::string("run-1 started throttle"));
    QCOMPARE(text(1), std::string("run-1 ended off"));
    QCOMPARE(text(2), std::string("run-2 started throttle"));
    QCOMPARE(text(3), std::string("run-2 ended off"));
    QCOMPARE(propertyOf(told[0], "percent"), std::string("12.5"));
    QCOMPARE(propertyOf(told[0], "tenant"), std::string("fabrikam"));
    QCOMPARE(propertyOf(told[0], "until"), std::string("2026-11-21T12:10:00Z"));
}

/// web_search has a fallback chain; the tool below it stands in. Other tenants are not touched.
void TestFleetControl::deniedToolFallsBack()
{
    SteeredFleet fleet("calm");
    fleet.runner().setToolVerdict(std::make_shared<RefuseOne>("northwind", "web_search"));
    const std::vector<TelemetryItem> items = fleet.until(minutes(5));
    double denied = 0;
    double fallbacks = 0;
    for (const TelemetryItem &item : items) {
        if (item.name == "agent.tool.calls" && propertyOf(item, "error_class") == "denied") {
            QCOMPARE(propertyOf(item, "tool"), std::string("web_search"));
            denied += item.metricSum;
        }
        if (item.name == "agent.tool.fallbacks" && propertyOf(item, "from") == "web_search")
            fallbacks += item.metricSum;
    }
    QVERIFY(denied > 20);
    QVERIFY(fallbacks >= denied);
    fleet.runner().setToolVerdict(nullptr);
    const std::vector<TelemetryItem> first = fleet.until(minutes(6)); // what was under way
    for (const TelemetryItem &item : fleet.until(minutes(9)))
        QVERIFY(propertyOf(item, "error_class") != "denied");
}

void TestFleetControl::budgetBlocks()
{
    SteeredFleet fleet("calm");
    QVERIFY(!fleet.runner().setBudget("nobody", 1));
    QVERIFY(fleet.runner().setBudget("fabrikam", 0.01));
    const std::vector<TelemetryItem> items = fleet.until(minutes(2));
    QCOMPARE(propertyOf(eventsOf(items, "BudgetState").at(0), "state"), std::string("blocked"));
    for (const TelemetryItem &request : requestsOf(items))
        QCOMPARE(propertyOf(request, "outcome") == "blocked", propertyOf(request, "tenant") == "fabrikam");
}

/// Asking about a fleet, and a chaos that is off, change nothing of what it sends.
void TestFleetControl::untouchedFleetIsTheSame()
{
    SteeredFleet left("calm");
    SteeredFleet right("calm");
    (void)right.runner().slotList();
    right.runner().setChaos({});
    right.runner().setToolVerdict(nullptr);
    const std::vector<TelemetryItem> a = left.until(minutes(3));
    const std::vector<TelemetryItem> b = right.until(minutes(3));
    QCOMPARE(a.size(), b.size());
    for (size_t i = 0; i < a.size(); ++i) {
        QCOMPARE(a[i].time, b[i].time);
        QCOMPARE(a[i].name, b[i].name);
        QCOMPARE(a[i].properties == b[i].properties, true);
    }
}

QD_TEST_MAIN(QCoreApplication, TestFleetControl)
#include "tst_fleetcontrol.moc"
