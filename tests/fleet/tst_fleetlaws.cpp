#include "fleetharness.h"
#include "testmain.h"

#include <cmath>
#include <set>
#include <unordered_map>

using namespace qd::test;
using qd::lab::ItemKind;
using qd::lab::TelemetryItem;
using Items = std::vector<TelemetryItem>;

namespace {

double one(const TelemetryItem &item) { return item.itemCount; }
double metricSum(const TelemetryItem &item) { return item.metricSum; }
double metricCount(const TelemetryItem &item) { return item.metricCount; }

/// Key function for one metric: the named dimensions joined by '|'.
auto metricKey(std::string name, std::vector<std::string> dimensions)
{
    return [name = std::move(name), dimensions = std::move(dimensions)](const TelemetryItem &item) {
        if (item.kind != ItemKind::Metric || item.name != name)
            return std::string();
        std::string key = "|";
        for (const std::string &dimension : dimensions)
            key += propertyOf(item, dimension) + '|';
        return key;
    };
}

auto chatRequestKey(std::vector<std::string> dimensions)
{
    return [dimensions = std::move(dimensions)](const TelemetryItem &item) {
        if (item.kind != ItemKind::Request || item.name != "POST /chat")
            return std::string();
        std::string key = "|";
        for (const std::string &dimension : dimensions)
            key += propertyOf(item, dimension) + '|';
        return key;
    };
}

bool isSpan(const TelemetryItem &item, const char *operation)
{
    return item.kind == ItemKind::Dependency && propertyOf(item, "gen_ai.operation.name") == operation;
}

bool isGatewayHop(const TelemetryItem &item)
{
    return item.kind == ItemKind::Dependency && item.type == "Http" && startsWith(item.name, "POST /openai/");
}

std::string gatewayModel(const TelemetryItem &item)
{
    constexpr size_t prefix = sizeof "POST /openai/deployments/" - 1;
    return item.name.substr(prefix, item.name.find('/', prefix) - prefix);
}

std::string statusClass(const std::string &resultCode)
{
    if (resultCode == "400")
        return "filter";
    return resultCode.front() == '5' ? "5xx" : resultCode;
}

QString describe(const Tally &sums)
{
    QString text;
    for (const auto &[key, value] : sums)
        text += QString::fromStdString(key) + QStringLiteral("=%1 ").arg(value, 0, 'g', 12);
    return text;
}

/// Equal keys, and equal values but for rounding.
void compareTallies(const Tally &actual, const Tally &expected, double tolerance)
{
    QVERIFY2(!expected.empty(), "nothing to compare");
    bool isEqual = actual.size() == expected.size();
    for (const auto &[key, value] : expected)
        isEqual = isEqual && actual.count(key) == 1 && std::abs(actual.at(key) - value) <= tolerance;
    QVERIFY2(isEqual, qPrintable(describe(actual) + QStringLiteral(" <> ") + describe(expected)));
}

} // namespace

/// What must agree between the tables because all of it happened in the same tasks. Two hours before and some time
/// after the start of every scenario that breaks something, in full detail.
class TestFleetLaws : public QObject
{
    Q_OBJECT

private:
    const Items &itemsOf(const QString &scenario)
    {
        auto found = m_items.find(scenario);
        if (found == m_items.end()) {
            qd::lab::LabOptions options;
            options.history = std::chrono::hours(2);
            options.rate = 0.5;
            found = m_items.emplace(scenario, runFleet(shippedScenario(qPrintable(scenario)), options, std::chrono::minutes(20))).first;
        }
        return found->second;
    }

    void addScenarios()
    {
        QTest::addColumn<QString>("scenario");
        for (const char *name : {"bad-prompt", "throttle", "runaway-cost", "outage", "tool-outage"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    std::map<QString, Items> m_items;

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void tasksAreRequests_data() { addScenarios(); }
    void tasksAreRequests()
    {
        QFETCH(QString, scenario);
        const Items &items = itemsOf(scenario);
        const std::vector<std::string> dimensions{"tenant", "outcome", "model", "prompt_version", "slot"};
        compareTallies(tally(items, metricKey("agent.task.count", dimensions), metricSum),
                       tally(items, chatRequestKey(dimensions), one), 0);
        compareTallies(tally(items, metricKey("agent.task.duration", {"tenant", "route", "model", "slot"}), metricCount),
                       tally(items, chatRequestKey({"tenant", "route", "model", "slot"}), one), 0);
        compareTallies(tally(items, metricKey("agent.task.duration", {"tenant"}), metricSum),
                       tally(items, chatRequestKey({"tenant"}), [](const TelemetryItem &item) { return item.durationMs / 1000; }), 1e-6);
    }

    void costIsTokensTimesPrice_data() { addScenarios(); }
    void costIsTokensTimesPrice()
    {
        QFETCH(QString, scenario);
        const Items &items = itemsOf(scenario);
        // Prices of domain facts 2.10, written out again here.
        struct Price { double input, cached, output; };
        const std::map<std::string, Price> prices{
            {"gpt-4o", {2.5, 2.5, 10}}, {"gpt-4o-mini", {0.15, 0.075, 0.6}}, {"gpt-4.1-mini", {0.4, 0.1, 1.6}}};
        const Tally tokens = tally(items, metricKey("agent.llm.tokens", {"model", "type"}), metricSum);
        const Tally cost = tally(items, metricKey("agent.task.cost", {"model"}), metricSum);
        for (const auto &[key, usd] : cost) {
            const std::string model = key.substr(1, key.size() - 2);
            const auto count = [&](const char *type) {
                const auto found = tokens.find("|" + model + "|" + type + "|");
                return found == tokens.end() ? 0 : found->second;
            };
            const Price price = prices.at(model);
            const double expected = ((count("input") - count("cached")) * price.input + count("cached") * price.cached
                                     + count("output") * price.output) / 1e6;
            QVERIFY2(std::abs(usd - expected) < 1e-6, qPrintable(QStringLiteral("%1: %2 <> %3").arg(QString::fromStdString(model)).arg(usd).arg(expected)));
        }
        const auto spanTokens = [&](const char *attribute) {
            return tally(items, [](const TelemetryItem &item) { return isSpan(item, "chat") ? propertyOf(item, "gen_ai.request.model") : std::string(); },
                         [attribute](const TelemetryItem &item) {
                             const std::string text = propertyOf(item, attribute);
                             return text.empty() ? 0 : std::stod(text);
                         });
        };
        for (const auto &[type, attribute] : std::map<std::string, const char *>{
                 {"input", "gen_ai.usage.input_tokens"}, {"output", "gen_ai.usage.output_tokens"}, {"cached", "gen_ai.usage.cache_read.input_tokens"}}) {
            for (const auto &[model, sum] : spanTokens(attribute)) {
                const auto metric = tokens.find("|" + model + "|" + type + "|");
                QCOMPARE(sum, metric == tokens.end() ? 0 : metric->second);
            }
        }
        // Blocked tasks cost nothing and have no sample; every other task has one.
        const Tally counts = tally(items, metricKey("agent.task.cost", {}), metricCount);
        double unblocked = 0;
        for (const auto &[outcome, count] : tally(items, chatRequestKey({"outcome"}), one))
            unblocked += outcome == "|blocked|" ? 0 : count;
        QCOMPARE(counts.at("|"), unblocked);
    }

    void modelCallsAreGatewayHops_data() { addScenarios(); }
    void modelCallsAreGatewayHops()
    {
        QFETCH(QString, scenario);
        const Items &items = itemsOf(scenario);
        const auto hopKey = [](const TelemetryItem &item) {
            return isGatewayHop(item) ? "|" + gatewayModel(item) + "|" + statusClass(item.resultCode) + "|" : std::string();
        };
        Tally hops = tally(items, hopKey, one);
        compareTallies(tally(items, metricKey("agent.llm.duration", {"model", "status"}), metricCount), hops, 0);
        compareTallies(tally(items, metricKey("agent.llm.duration", {"model", "status"}), metricSum),
                       tally(items, hopKey, [](const TelemetryItem &item) { return item.durationMs / 1000; }), 1e-6);
        for (auto it = hops.begin(); it != hops.end();)
            it = it->first.find("|200|") != std::string::npos ? hops.erase(it) : std::next(it);
        compareTallies(tally(items, metricKey("agent.llm.errors", {"model", "status"}), metricSum), hops, 0);
    }

    void toolCallsAreSpans_data() { addScenarios(); }
    void toolCallsAreSpans()
    {
        QFETCH(QString, scenario);
        const Items &items = itemsOf(scenario);
        const auto resultOf = [](const TelemetryItem &item) {
            return "|" + propertyOf(item, "gen_ai.tool.name") + "|" + (*item.success ? "ok" : "error") + "|";
        };
        const Tally calls = tally(items, metricKey("agent.tool.calls", {"tool", "outcome"}), metricSum);
        compareTallies(calls, tally(items, [&](const TelemetryItem &item) { return isSpan(item, "execute_tool") ? resultOf(item) : std::string(); }, one), 0);
        const auto isRejected = [](const TelemetryItem &item) {
            return isSpan(item, "execute_tool") && propertyOf(item, "gen_ai.tool.call.result").find("invalid_arguments") != std::string::npos;
        };
        // Calls that ended at schema validation never reach a server; all others do.
        const Tally reached = tally(items, [&](const TelemetryItem &item) {
            return isSpan(item, "execute_tool") && !isRejected(item) ? resultOf(item) : std::string();
        }, one);
        compareTallies(reached, tally(items, [&](const TelemetryItem &item) {
                           return propertyOf(item, "mcp.method.name") == "tools/call" ? resultOf(item) : std::string();
                       }, one), 0);
        QVERIFY(std::ranges::any_of(items, isRejected));
        compareTallies(tally(items, metricKey("agent.tool.duration", {"tool"}), metricCount),
                       tally(items, metricKey("agent.tool.calls", {"tool"}), metricSum), 0);
        for (const TelemetryItem &item : items) {
            if (item.kind == ItemKind::Metric && item.name == "agent.tool.calls")
                QCOMPARE(propertyOf(item, "error_class").empty(), propertyOf(item, "outcome") == "ok");
        }
    }

    void logsTellTheSame_data() { addScenarios(); }
    void logsTellTheSame()
    {
        QFETCH(QString, scenario);
        const Items &items = itemsOf(scenario);
        const auto logKey = [](const char *prefix) {
            return [prefix](const TelemetryItem &item) {
                return item.kind == ItemKind::Trace && startsWith(item.message, prefix) ? "|" + propertyOf(item, "tool") + "|" : std::string();
            };
        };
        const Tally repairs = tally(items, metricKey("agent.repair.attempts", {"tool"}), metricSum);
        compareTallies(repairs, tally(items, logKey("prompt repair"), one), 0);
        const Tally exhausted = tally(items, logKey("prompt repair exhausted"), one);
        Tally violations = repairs; // one re-prompt a violation, and a violation more when it did not help
        for (const auto &[tool, count] : exhausted)
            violations[tool] += count;
        Tally logged = tally(items, logKey("schema validation failed"), one);
        for (const auto &[tool, count] : violations)
            QVERIFY(logged[tool] >= count); // more only where the model was down for the re-prompt
        const Tally fallbacks = tally(items, metricKey("agent.tool.fallbacks", {"tool"}), metricSum);
        if (!fallbacks.empty())
            compareTallies(fallbacks, tally(items, logKey("tool fallback"), one), 0);
        double failedSpans = 0;
        double exceptions = 0;
        for (const TelemetryItem &item : items) {
            const bool isFailedLeaf = (isSpan(item, "execute_tool") || isSpan(item, "chat")) && !*item.success;
            const bool isCrash = item.kind == ItemKind::Request && item.name == "POST /chat" && item.resultCode == "503";
            failedSpans += isFailedLeaf || (isCrash && scenario == QLatin1String("outage")) ? 1 : 0;
            exceptions += item.kind == ItemKind::Exception ? 1 : 0;
        }
        QCOMPARE(exceptions, failedSpans);
    }

    void spansFormTrees_data() { addScenarios(); }
    void spansFormTrees()
    {
        QFETCH(QString, scenario);
        const Items &items = itemsOf(scenario);
        std::unordered_map<std::string, const TelemetryItem *> byId;
        std::map<std::string, int> roots;
        for (const TelemetryItem &item : items) {
            if (item.kind != ItemKind::Request && item.kind != ItemKind::Dependency)
                continue;
            QCOMPARE(item.id.size(), size_t(16));
            QCOMPARE(item.operationId.size(), size_t(32));
            QVERIFY2(byId.emplace(item.id, &item).second, "span ids repeat");
            QCOMPARE(item.parentId.empty(), item.kind == ItemKind::Request);
            roots[item.operationId] += item.kind == ItemKind::Request ? 1 : 0;
        }
        for (const auto &[operation, count] : roots)
            QCOMPARE(count, 1);
        for (const TelemetryItem &item : items) {
            if (item.parentId.empty())
                continue;
            const auto found = byId.find(item.parentId);
            QVERIFY2(found != byId.end(), "parent is missing");
            const TelemetryItem &parent = *found->second;
            QCOMPARE(item.operationId, parent.operationId);
            const auto end = [](const TelemetryItem &span) {
                return static_cast<double>(span.time.time_since_epoch().count()) + span.durationMs * 1000;
            };
            constexpr double roundingUs = 2;
            QVERIFY2(item.time + qd::Microseconds(2) >= parent.time, qPrintable(QString::fromStdString(item.name)));
            QVERIFY2(end(item) <= end(parent) + roundingUs, qPrintable(QString::fromStdString(item.name)));
        }
    }

    void itemsKeepTheContract_data() { addScenarios(); }
    void itemsKeepTheContract()
    {
        QFETCH(QString, scenario);
        for (const TelemetryItem &item : itemsOf(scenario)) {
            QCOMPARE(item.roleName, std::string("contoso.agent-api"));
            QVERIFY(!item.roleInstance.empty());
            QVERIFY(std::is_sorted(item.properties.begin(), item.properties.end()));
            QCOMPARE(item.itemCount, 1);
            if (item.kind == ItemKind::Request) {
                QCOMPARE(*item.success, item.resultCode == "200");
                QCOMPARE(item.name == "POST /chat" && propertyOf(item, "outcome") == "blocked", item.resultCode == "402");
            }
            if (item.kind == ItemKind::Metric) {
                QVERIFY(item.metricCount >= 1);
                QVERIFY(item.metricMin <= item.metricMax);
                QVERIFY(item.metricMin * item.metricCount <= item.metricSum + 1e-9);
                QVERIFY(item.metricSum <= item.metricMax * item.metricCount + 1e-9);
            }
            if (item.name == "gen_ai.evaluation.result") {
                const double score = std::stod(propertyOf(item, "gen_ai.evaluation.score.value"));
                QVERIFY(score >= 1 && score <= 5);
                QCOMPARE(propertyOf(item, "gen_ai.evaluation.name"), std::string("groundedness"));
            }
        }
    }

    void answersAre200UnlessSomethingBroke()
    {
        for (const TelemetryItem &item : itemsOf(QStringLiteral("bad-prompt"))) {
            if (item.kind == ItemKind::Request)
                QCOMPARE(item.resultCode, std::string("200"));
        }
    }

    void repairRecoversAsPublished()
    {
        const Tally attempts = tally(itemsOf(QStringLiteral("bad-prompt")), metricKey("agent.repair.attempts", {"outcome"}), metricSum);
        const double share = attempts.at("|recovered|") / (attempts.at("|recovered|") + attempts.at("|exhausted|"));
        QVERIFY2(share > 0.45 && share < 0.70, qPrintable(QString::number(share)));
    }

    void changesAreAnnounced_data()
    {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("bad-prompt") << QStringLiteral("bad-prompt")
                                    << QStringList{QStringLiteral("PromptVersion order-desk-v14 < order-desk-v13"),
                                                   QStringLiteral("PromptVersion claims-triage-v9 < claims-triage-v8"),
                                                   QStringLiteral("PromptVersion order-desk-v13 < order-desk-v14"),
                                                   QStringLiteral("PromptVersion claims-triage-v8 < claims-triage-v9")};
        QTest::newRow("outage") << QStringLiteral("outage")
                                << QStringList{QStringLiteral("Deployment 2026.11.3-leak < 2026.11.2"),
                                               QStringLiteral("Deployment 2026.11.2 < 2026.11.3-leak")};
    }
    void changesAreAnnounced()
    {
        QFETCH(QString, scenario);
        QFETCH(QStringList, expected);
        QStringList actual;
        for (const TelemetryItem &item : itemsOf(scenario)) {
            if (item.kind == ItemKind::Event && (item.name == "PromptVersion" || item.name == "Deployment"))
                actual << QString::fromStdString(item.name + " " + propertyOf(item, "version") + " < " + propertyOf(item, "previous"));
        }
        QCOMPARE(actual, expected);
    }

    void sampledHistoryKeepsCounts()
    {
        qd::lab::LabOptions options;
        options.history = std::chrono::hours(40);
        const Items items = runFleet(shippedScenario("outage"), options);
        compareTallies(tally(items, metricKey("agent.task.count", {}), metricSum), tally(items, chatRequestKey({}), one), 0);
        int most = 0;
        for (const TelemetryItem &item : items)
            most = std::max(most, item.itemCount);
        QCOMPARE(most, 20);
    }
};

QD_TEST_MAIN(QCoreApplication, TestFleetLaws)
#include "tst_fleetlaws.moc"
