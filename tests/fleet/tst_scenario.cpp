#include "fleet/scenariodecode.h"
#include "fleet/scenarioload.h"
#include "labresources.h"
#include "testmain.h"

#include <QFile>
#include <QTemporaryDir>

using qd::Error;
using qd::ErrorKind;
using qd::Result;
using qd::lab::Scenario;

namespace {

QByteArray shippedText(const QString &name)
{
    QFile file(QStringLiteral(":/labseed/%1.json").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Result<Scenario> decodeWith(const QByteArray &scenario, const QByteArray &fleet)
{
    return qd::lab::decodeScenario(scenario, QStringLiteral("mine.json"),
                                   [&fleet](const QString &) -> Result<QByteArray> { return fleet; });
}

} // namespace

class TestScenario : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { qd::initLabResources(); }
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void shippedScenariosDecode_data()
    {
        QTest::addColumn<QString>("name");
        const QStringList names = qd::lab::scenarioNames();
        for (const char *name : {"bad-prompt", "calm", "no-traffic", "outage", "runaway-cost", "stale", "throttle"})
            QVERIFY2(names.contains(QLatin1String(name)), name);
        for (const QString &name : names)
            QTest::addRow("%s", qPrintable(name)) << name;
    }
    void shippedScenariosDecode()
    {
        QFETCH(QString, name);
        const Result<Scenario> scenario = qd::lab::loadScenario(name);
        QVERIFY2(scenario.has_value(), scenario ? "" : qPrintable(scenario.error().message));
        QCOMPARE(scenario->name, name.toStdString());
        QCOMPARE(scenario->agents.size(), size_t(3));
        QVERIFY(std::is_sorted(scenario->timeline.begin(), scenario->timeline.end(),
                               [](const auto &a, const auto &b) { return a.offset < b.offset; }));
        double shape = 0;
        for (const double hour : scenario->traffic.hourly)
            shape += hour;
        QVERIFY(qFuzzyCompare(shape, 24.0)); // the mean rate is the mean
    }

    void decodesValues()
    {
        const Scenario scenario = *qd::lab::loadScenario(QStringLiteral("bad-prompt"));
        QCOMPARE(scenario.models[0].name, std::string("gpt-4o"));
        QCOMPARE(scenario.models[0].rateCard.back().outputPerMillion, 10.0);
        QVERIFY(!scenario.models[0].rateCard.back().cachedPerMillion);
        QCOMPARE(*scenario.models[0].downshiftTo, size_t(1));
        QCOMPARE(scenario.tools[0].fallback, (std::vector<size_t>{1, 2}));
        const qd::lab::TimelineEvent &last = scenario.timeline.back();
        QVERIFY(last.offset == std::chrono::minutes(10));
        const auto &change = std::get<qd::lab::PromptChange>(last.action);
        QCOMPARE(scenario.prompts[change.prompt].version, std::string("claims-triage-v8"));
        QCOMPARE(scenario.agents[scenario.prompts[change.prompt].agent].name, std::string("claims-triage"));
    }

    /// One edit of the shipped files, and the place the error must name.
    void badInput_data()
    {
        QTest::addColumn<bool>("isFleet");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("place");
        const auto fleet = [](const char *name, const char *from, const char *to, const char *place) {
            QTest::newRow(name) << true << QByteArray(from) << QByteArray(to) << QStringLiteral("contoso-fleet.json: ") + QLatin1String(place);
        };
        const auto timeline = [](const char *name, const char *from, const char *to, const char *place) {
            QTest::newRow(name) << false << QByteArray(from) << QByteArray(to) << QStringLiteral("mine.json: ") + QLatin1String(place);
        };
        fleet("unknown member", "\"weekend\": 0.85", "\"weekends\": 0.85", "/traffic/weekends");
        fleet("wrong type", "\"repairAttempts\": 1", "\"repairAttempts\": \"1\"", "/repairAttempts");
        fleet("fraction", "\"repairAttempts\": 1", "\"repairAttempts\": 1.5", "/repairAttempts");
        fleet("out of range", "\"evaluatedShare\": 0.2", "\"evaluatedShare\": 1.2", "/quality/evaluatedShare");
        fleet("missing", "\"overheadMs\": 8", "\"maxBackoffMs\": 4000", "/gateway/overheadMs");
        fleet("empty text", "\"role\": \"contoso.agent-api\"", "\"role\": \"\"", "/role");
        fleet("unknown tool", "\"static_knowledge_base\"]", "\"crystal_ball\"]", "/tools/0/fallback");
        fleet("unknown model", "\"downshiftTo\": \"gpt-4o-mini\"", "\"downshiftTo\": \"gpt-5\"", "/models/0/downshiftTo");
        fleet("bad date", "\"from\": \"2024-10-01\"", "\"from\": \"October\"", "/models/0/rateCard/1/from");
        fleet("dates out of order", "\"from\": \"2024-10-01\"", "\"from\": \"2023-10-01\"", "/models/0/rateCard");
        fleet("23 hours", "[0.72, 0.70,", "[0.72,", "/traffic/hourly");
        fleet("not JSON", "\"role\":", "\"role\"", "/");
        fleet("too deep", "\"role\": \"contoso.agent-api\"",
              "\"role\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "/");
        fleet("array for object", "\"budget\": {\"downshiftAt\": 0.8, \"blockAt\": 1.0}", "\"budget\": []", "/budget");
        timeline("unknown kind", "\"kind\": \"prompt\"", "\"kind\": \"meteor\"", "/timeline/1/kind");
        timeline("bad offset", "\"-50m\"", "\"50m\"", "/timeline/7/at");
        timeline("version of another agent", "\"version\": \"order-desk-v14\"", "\"version\": \"claims-triage-v9\"", "/timeline/7/version");
        timeline("member of another kind", "\"build\": \"2026.10.2\"", "\"build\": \"2026.10.2\", \"tool\": \"web_search\"", "/timeline/0/tool");
        timeline("unknown member", "\"title\"", "\"subtitle\": \"x\", \"title\"", "/subtitle");
        timeline("not JSON", "{", "", "/");
    }
    void badInput()
    {
        QFETCH(bool, isFleet);
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, place);
        QByteArray scenario = shippedText(QStringLiteral("bad-prompt"));
        QByteArray fleet = shippedText(QStringLiteral("contoso-fleet"));
        QByteArray &edited = isFleet ? fleet : scenario;
        const qsizetype at = edited.indexOf(from);
        QVERIFY2(at >= 0, "the edit does not apply");
        edited.replace(at, from.size(), to);
        const Result<Scenario> result = decodeWith(scenario, fleet);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Decode);
        QCOMPARE(result.error().detail, place);
        QVERIFY(!result.error().message.isEmpty());
    }

    void garbageIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("null") << QByteArray("null");
        QTest::newRow("binary") << QByteArray("\xff\xfe\0{", 4);
        QTest::newRow("huge") << QByteArray("{\"title\":\"") + QByteArray(1'000'000, 'x') + "\"}";
        QTest::newRow("inline fleet without content") << QByteArray("{\"title\":\"x\",\"fleet\":{}}");
        QTest::newRow("no fleet") << QByteArray("{\"title\":\"x\"}");
    }
    void garbageIsRefused()
    {
        QFETCH(QByteArray, text);
        const Result<Scenario> result = decodeWith(text, QByteArray("{}"));
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Decode);
    }

    void missingFilesAreNamed()
    {
        const Result<Scenario> unknown = qd::lab::loadScenario(QStringLiteral("no-such-scenario"));
        QCOMPARE(unknown.error().kind, ErrorKind::NotFound);
        QVERIFY(unknown.error().message.contains(QLatin1String("no-such-scenario")));

        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("mine.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(shippedText(QStringLiteral("calm")));
        file.close();
        const Result<Scenario> lonely = qd::lab::loadScenario(file.fileName());
        QCOMPARE(lonely.error().kind, ErrorKind::NotFound);
        QVERIFY(lonely.error().detail.endsWith(QLatin1String("contoso-fleet.json")));

        QVERIFY(QFile::copy(QStringLiteral(":/labseed/contoso-fleet.json"), folder.filePath(QStringLiteral("contoso-fleet.json"))));
        QCOMPARE(qd::lab::loadScenario(file.fileName())->name, std::string("mine"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestScenario)
#include "tst_scenario.moc"
