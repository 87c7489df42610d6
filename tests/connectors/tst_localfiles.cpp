#include "dataresources.h"
#include "localfiles/localfiles.h"
#include "slo/sliquery.h"
#include "testmain.h"

#include <QFile>
#include <QObject>

using namespace qd;

namespace {

QByteArray fileBytes(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

const QByteArray ratioSlo = "{\"id\":\"a\",\"title\":\"A\",\"kind\":\"ratio\",\"metric\":\"agent.task.count\",\"target\":0.99,"
                            "\"good\":[{\"dimension\":\"outcome\",\"in\":[\"completed\"]}]}";

QByteArray sloFile(const QByteArray &slos) { return "{\"version\":1,\"slos\":[" + slos + "]}"; }

/// The good SLO with one text replaced.
QByteArray changedSlo(const char *from, const char *to)
{
    QByteArray slo = ratioSlo;
    Q_ASSERT(slo.contains(from));
    return sloFile(slo.replace(from, to));
}

} // namespace

class TestLocalFiles : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void shippedSlosAreTheEight()
    {
        initDataResources();
        const auto slos = decodeSloFile(fileBytes(QStringLiteral(":/slo/agent-fleet.json")), QStringLiteral("agent-fleet.json"));
        QVERIFY2(slos.has_value(), slos ? "" : qPrintable(slos.error().message));
        QStringList ids;
        for (const SloDefinition &slo : *slos) {
            ids.append(slo.id.value);
            QVERIFY(!slo.title.isEmpty());
            QVERIFY(!slo.description.isEmpty());
            QCOMPARE(slo.window.days, 30);
        }
        QCOMPARE(ids, QStringList({QStringLiteral("task-success"), QStringLiteral("tool-success"), QStringLiteral("cost-per-task"),
                                   QStringLiteral("repair-retries"), QStringLiteral("turn-latency"),
                                   QStringLiteral("gateway-availability"), QStringLiteral("groundedness"), QStringLiteral("model-errors")}));
    }

    void readsEveryMember()
    {
        const auto slos = decodeSloFile(fileBytes(QStringLiteral(QD_SOURCE_DIR "/resources/slo/agent-fleet.json")), QStringLiteral("f"));
        QVERIFY(slos.has_value());
        const SloDefinition &task = slos->at(0);
        QCOMPARE(task.where, QList<DimensionFilter>({{QStringLiteral("outcome"), {QStringLiteral("blocked")}, true}}));
        QCOMPARE(task.good, QList<DimensionFilter>({{QStringLiteral("outcome"), {QStringLiteral("completed")}, false}}));
        QCOMPARE(task.burnPairs, defaultBurnPairs());
        const SloDefinition &cost = slos->at(2);
        QCOMPARE(cost.kind, SliKind::Mean);
        QCOMPARE(cost.unit, SliUnit::Money);
        QCOMPARE(cost.better, BetterIs::Lower);
        QCOMPARE(cost.role, MetricRole::TaskCost);
        QCOMPARE(cost.target, 0.05);
        QCOMPARE(cost.burnPairs.size(), 4);
        QCOMPARE(cost.burnPairs.at(2).longWindow, std::chrono::minutes(1440));
        QCOMPARE(cost.burnPairs.at(2).shortWindow, std::chrono::minutes(120));
        QCOMPARE(cost.burnPairs.at(2).factor, 1.5);
        QCOMPARE(cost.burnPairs.at(2).severity, BurnSeverity::Ticket);
        const SloDefinition &latency = slos->at(4);
        QCOMPARE(latency.source, SliSource::Requests);
        QCOMPARE(latency.valueField, QStringLiteral("duration"));
        QCOMPARE(latency.percentile, 95.0);
        const SloDefinition &grounded = slos->at(6);
        QCOMPARE(grounded.best, 5.0);
        QCOMPARE(grounded.source, SliSource::Events);
        const SloDefinition &errors = slos->at(7);
        QCOMPARE(errors.role, MetricRole::LlmErrors);
        QVERIFY(errors.perRole == MetricRole::LlmDuration);
    }

    void readsACalendarWindow()
    {
        const auto slos = decodeSloFile(changedSlo("\"target\":0.99", "\"target\":0.9,\"window\":{\"kind\":\"calendar-month\"},"
                                                                      "\"minEvents\":7,\"staleAfter\":\"3h\",\"currency\":\"EUR\""),
                                        QStringLiteral("f"));
        QVERIFY2(slos.has_value(), slos ? "" : qPrintable(slos.error().message));
        QCOMPARE(slos->at(0).window.kind, SloWindow::Kind::CalendarMonth);
        QCOMPARE(slos->at(0).minEvents, 7.0);
        QCOMPARE(slos->at(0).staleAfter, std::chrono::minutes(180));
        QCOMPARE(slos->at(0).currency, QStringLiteral("EUR"));
    }

    void refusesSlos_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QByteArray &bytes, const char *path, const char *says) {
            QTest::newRow(name) << bytes << QString::fromUtf8(path) << QString::fromUtf8(says);
        };
        row("no object", "[]", "$", "an object is expected, not an array");
        row("version missing", "{\"slos\":[]}", "$.version", "missing");
        row("version 2", "{\"version\":2,\"slos\":[]}", "$.version", "version 1");
        row("slos missing", "{\"version\":1}", "$.slos", "missing");
        row("slos no array", "{\"version\":1,\"slos\":{}}", "$.slos", "an array is expected, not an object");
        row("unknown top key", "{\"version\":1,\"slos\":[],\"slo\":1}", "$.slo", "did you mean “slos”");
        row("SLO no object", sloFile("7"), "$.slos[0]", "an object is expected, not a number");
        row("unknown key", changedSlo("\"title\"", "\"titel\""), "$.slos[0].title", "missing");
        row("unknown extra key", changedSlo("\"target\"", "\"minEvent\":3,\"target\""), "$.slos[0].minEvent", "did you mean “minEvents”");
        row("unknown extra key, nothing near", changedSlo("\"target\"", "\"zzzzzzzzz\":3,\"target\""), "$.slos[0].zzzzzzzzz", "unknown key");
        row("id form", changedSlo("\"id\":\"a\"", "\"id\":\"A b\""), "$.slos[0].id", "lower-case");
        row("id line end", changedSlo("\"id\":\"a\"", "\"id\":\"a\\n\""), "$.slos[0].id", "lower-case");
        row("duplicate id", sloFile(ratioSlo + "," + ratioSlo), "$.slos[1].id", "has this id");
        row("kind", changedSlo("\"ratio\"", "\"ration\""), "$.slos[0].kind", "did you mean “ratio”");
        row("wrong type", changedSlo("0.99", "\"0.99\""), "$.slos[0].target", "a number is expected, not a text");
        row("target 1", changedSlo("0.99", "1"), "$.slos[0].target", "between 0 and 1");
        row("target 99", changedSlo("0.99", "99"), "$.slos[0].target", "between 0 and 1");
        row("target missing", changedSlo(",\"target\":0.99", ""), "$.slos[0].target", "missing");
        row("unknown role", changedSlo("agent.task.count", "agent.task.counts"), "$.slos[0].metric", "did you mean “agent.task.count”");
        row("no metric", changedSlo("\"metric\":\"agent.task.count\",", ""), "$.slos[0].metric", "missing");
        row("metric on a table", changedSlo("\"target\"", "\"source\":\"requests\",\"target\""), "$.slos[0].metric", "source is metrics");
        row("good missing", changedSlo("\"good\":[{\"dimension\":\"outcome\",\"in\":[\"completed\"]}]", "\"description\":\"\""),
            "$.slos[0].good", "missing");
        row("good empty", changedSlo("{\"dimension\":\"outcome\",\"in\":[\"completed\"]}", ""), "$.slos[0].good", "at least one filter");
        row("filter both ways", changedSlo("\"in\":[", "\"notIn\":[\"x\"],\"in\":["), "$.slos[0].good[0].in", "exactly one");
        row("filter no way", changedSlo(",\"in\":[\"completed\"]", ""), "$.slos[0].good[0].in", "exactly one");
        row("filter values", changedSlo("[\"completed\"]", "[]"), "$.slos[0].good[0].in", "at least one text");
        row("filter value type", changedSlo("[\"completed\"]", "[\"x\",200]"), "$.slos[0].good[0].in[1]", "a text is expected, not a number");
        row("filter key", changedSlo("\"dimension\"", "\"dimensions\":1,\"dimension\""), "$.slos[0].good[0].dimensions", "did you mean “dimension”");
        row("percentile on a ratio", changedSlo("\"target\"", "\"percentile\":95,\"target\""), "$.slos[0].percentile", "only for percentile");
        row("percentile on metrics", changedSlo("\"kind\":\"ratio\"", "\"kind\":\"percentile\""), "$.slos[0].good", "only for ratio");
        row("unit", changedSlo("\"target\"", "\"unit\":\"money\",\"target\""), "$.slos[0].unit", "percent");
        row("better", changedSlo("\"target\"", "\"better\":\"lower\",\"target\""), "$.slos[0].better", "higher");
        row("window days", changedSlo("\"target\"", "\"window\":{\"kind\":\"rolling\",\"days\":400},\"target\""), "$.slos[0].window", "1 to 90");
        row("window fraction", changedSlo("\"target\"", "\"window\":{\"kind\":\"rolling\",\"days\":1.5},\"target\""), "$.slos[0].window.days", "a whole number");
        row("window kind", changedSlo("\"target\"", "\"window\":{\"days\":30},\"target\""), "$.slos[0].window.kind", "missing");
        row("pairs empty", changedSlo("\"target\"", "\"burnPairs\":[],\"target\""), "$.slos[0].burnPairs", "at least one pair");
        row("pair turned round",
            changedSlo("\"target\"", "\"burnPairs\":[{\"long\":\"5m\",\"short\":\"1h\",\"factor\":1,\"severity\":\"page\"}],\"target\""),
            "$.slos[0].burnPairs", "shorter");
        row("pair duration",
            changedSlo("\"target\"", "\"burnPairs\":[{\"long\":\"1w\",\"short\":\"1h\",\"factor\":1,\"severity\":\"page\"}],\"target\""),
            "$.slos[0].burnPairs[0].long", "such as 5m");
        row("pair severity",
            changedSlo("\"target\"", "\"burnPairs\":[{\"long\":\"1h\",\"short\":\"5m\",\"factor\":1,\"severity\":\"pager\"}],\"target\""),
            "$.slos[0].burnPairs[0].severity", "did you mean “page”");
        row("stale too late", changedSlo("\"target\"", "\"staleAfter\":\"9d\",\"target\""), "$.slos[0].staleAfter", "at most 1d");
        row("currency", changedSlo("\"target\"", "\"currency\":\"usd\",\"target\""), "$.slos[0].currency", "three capitals");
        row("events have no duration",
            sloFile("{\"id\":\"b\",\"title\":\"B\",\"kind\":\"mean\",\"source\":\"events\",\"unit\":\"duration\",\"better\":\"lower\","
                    "\"valueField\":\"duration\",\"target\":5}"),
            "$.slos[0].valueField", "no duration");
        row("mean above best",
            sloFile("{\"id\":\"b\",\"title\":\"B\",\"kind\":\"mean\",\"source\":\"events\",\"unit\":\"score\",\"better\":\"higher\","
                    "\"valueField\":\"x\",\"target\":5,\"best\":5}"),
            "$.slos[0].target", "below “best”");
        row("percentile of a metric",
            sloFile("{\"id\":\"b\",\"title\":\"B\",\"kind\":\"percentile\",\"metric\":\"agent.task.duration\",\"unit\":\"duration\","
                    "\"better\":\"lower\",\"target\":5}"),
            "$.slos[0].kind", "cannot be read from metrics");
    }
    void refusesSlos()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, path);
        QFETCH(QString, says);
        const auto slos = decodeSloFile(bytes, QStringLiteral("my.json"));
        QVERIFY(!slos);
        QCOMPARE(slos.error().kind, ErrorKind::Decode);
        QVERIFY2(slos.error().message.startsWith(QStringLiteral("my.json, at ")), qPrintable(slos.error().message));
        QCOMPARE(slos.error().detail, path);
        QVERIFY2(slos.error().message.contains(says), qPrintable(slos.error().message));
    }

    void syntaxErrorsHaveAPlace_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("empty") << QByteArray() << 1 << 1;
        QTest::newRow("trailing comma") << QByteArray("{\n  \"version\": 1,\n}") << 3 << 1;
        QTest::newRow("no quotes") << QByteArray("{\"version\": one}") << 1 << 13;
        QTest::newRow("cut off") << QByteArray("{\"version\": 1") << 1 << 14;
        QTest::newRow("two values") << QByteArray("{} {}") << 1 << 4;
        QTest::newRow("bad UTF-8") << QByteArray("{\"\xff\": 1}") << 1 << 3;
        QTest::newRow("after a wide character") << QByteArray("{\"\xc3\xa9\": x}") << 1 << 7;
        QTest::newRow("number too large") << QByteArray("{\"version\": 1e999}") << 1 << 17;
    }
    void syntaxErrorsHaveAPlace()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, line);
        QFETCH(int, column);
        const auto slos = decodeSloFile(bytes, QStringLiteral("my.json"));
        QVERIFY(!slos);
        QCOMPARE(slos.error().kind, ErrorKind::Decode);
        QVERIFY(slos.error().position.has_value());
        QCOMPARE(slos.error().position->line, line);
        QCOMPARE(slos.error().position->column, column);
        QVERIFY2(slos.error().message.startsWith(QStringLiteral("my.json, line ")), qPrintable(slos.error().message));
    }

    void limits()
    {
        const QByteArray bomb = QByteArray(200000, '[');
        const auto deep = decodeSloFile(bomb, QStringLiteral("f"));
        QVERIFY(!deep);
        QVERIFY2(deep.error().message.contains(QStringLiteral("deeper than 32")), qPrintable(deep.error().message));
        QVERIFY(deep.error().message.size() < 600);

        const auto large = decodeSloFile(QByteArray(1024 * 1024 + 1, ' '), QStringLiteral("f"));
        QVERIFY(!large);
        QVERIFY(large.error().message.contains(QStringLiteral("1 MiB")));

        const auto twice = decodeSloFile("{\"version\":1,\"slos\":[{\"id\":\"a\",\"id\":\"b\"}]}", QStringLiteral("f"));
        QVERIFY(!twice);
        QCOMPARE(twice.error().detail, QStringLiteral("$.slos[0].id"));

        QByteArray many = ratioSlo;
        for (int i = 0; i < 100; ++i)
            many += "," + QByteArray(ratioSlo).replace("\"id\":\"a\"", QByteArray("\"id\":\"a" + QByteArray::number(i) + "\""));
        const auto crowd = decodeSloFile(sloFile(many), QStringLiteral("f"));
        QVERIFY(!crowd);
        QVERIFY(crowd.error().message.contains(QStringLiteral("more than 100")));
    }

    void dictionaryRenamesEverything()
    {
        const QByteArray bytes = fileBytes(QStringLiteral(QD_SOURCE_DIR "/tests/data/dictionary-renamed.json"));
        const auto dictionary = decodeDictionaryFile(bytes, QStringLiteral("d"));
        QVERIFY2(dictionary.has_value(), dictionary ? "" : qPrintable(dictionary.error().message));
        for (int i = 0; i <= static_cast<int>(MetricRole::BudgetUsedRatio); ++i) {
            const auto role = static_cast<MetricRole>(i);
            QVERIFY(dictionary->metricName(role).startsWith(QStringLiteral("acme_")));
        }
        QCOMPARE(dictionary->dimensionName(QStringLiteral("outcome")), QStringLiteral("result.status"));
        QCOMPARE(dictionary->dimensionName(QStringLiteral("server")), QStringLiteral("server"));
        QCOMPARE(dictionary->dimensionValue(QStringLiteral("outcome"), QStringLiteral("completed")), QStringLiteral("success"));
        QCOMPARE(dictionary->dimensionValue(QStringLiteral("tool"), QStringLiteral("completed")), QStringLiteral("completed"));
    }

    void renamedTelemetryIsWhatTheQueriesAskFor()
    {
        const auto slos = decodeSloFile(fileBytes(QStringLiteral(QD_SOURCE_DIR "/resources/slo/agent-fleet.json")), QStringLiteral("f"));
        const auto dictionary = decodeDictionaryFile(fileBytes(QStringLiteral(QD_SOURCE_DIR "/tests/data/dictionary-renamed.json")), QStringLiteral("d"));
        QVERIFY(slos.has_value() && dictionary.has_value());
        const Instant to = Instant(Seconds(1795262400));
        for (const TelemetrySchema schema : {TelemetrySchema::Classic, TelemetrySchema::Workspace}) {
            const auto queries = buildRefreshQueries(*slos, *dictionary, schema, {to - std::chrono::hours(1), to});
            const QString kql = queries.at(0).kql;
            for (const char *name : {"\"acme_tasks_total\"", "\"acme_tool_invocations_total\"", "\"acme_task_usd\"", "\"acme_reprompts_total\"",
                                     "\"acme_llm_failures_total\"", "\"acme_llm_seconds\"", "[\"result.status\"]) == \"success\"",
                                     "[\"result.status\"]) != \"over_budget\"", "[\"result.status\"]) == \"pass\""})
                QVERIFY2(kql.contains(QString::fromUtf8(name)), name);
            for (const SliQuery &query : queries)
                for (const char *name : {"agent.", "\"outcome\"", "completed", "blocked"})
                    QVERIFY2(!query.kql.contains(QString::fromUtf8(name)), name);
        }
    }

    void refusesDictionaries_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QByteArray &bytes, const char *path, const char *says) {
            QTest::newRow(name) << bytes << QString::fromUtf8(path) << QString::fromUtf8(says);
        };
        row("unknown role", "{\"version\":1,\"metrics\":{\"agent.tool.call\":\"x\"}}", "$.metrics.agent.tool.call", "did you mean “agent.tool.calls”");
        row("name type", "{\"version\":1,\"metrics\":{\"agent.tool.calls\":1}}", "$.metrics.agent.tool.calls", "a text is expected");
        row("empty name", "{\"version\":1,\"dimensions\":{\"outcome\":\"\"}}", "$.dimensions.outcome", "1 to 200");
        row("values type", "{\"version\":1,\"values\":{\"outcome\":\"x\"}}", "$.values.outcome", "an object");
        row("value type", "{\"version\":1,\"values\":{\"outcome\":{\"ok\":[]}}}", "$.values.outcome.ok", "a text is expected, not an array");
        row("unknown key", "{\"version\":1,\"metric\":{}}", "$.metric", "did you mean “metrics”");
        row("version", "{}", "$.version", "missing");
    }
    void refusesDictionaries()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, path);
        QFETCH(QString, says);
        const auto dictionary = decodeDictionaryFile(bytes, QStringLiteral("d"));
        QVERIFY(!dictionary);
        QCOMPARE(dictionary.error().detail, path);
        QVERIFY2(dictionary.error().message.contains(says), qPrintable(dictionary.error().message));
    }

    void labInfo()
    {
        const QByteArray good = "{\"endpoint\":\"http://127.0.0.1:4711\",\"tenantId\":\"t\",\"clientId\":\"c\",\"clientSecret\":\"planted\","
                                "\"appId\":\"a\",\"workspaceId\":\"w\",\"instrumentationKey\":\"i\",\"bearerToken\":\"b\","
                                "\"scenario\":\"calm\",\"pid\":42,\"connectionString\":\"new\"}";
        const auto info = decodeLabInfo(good, QStringLiteral("decklab"));
        QVERIFY2(info.has_value(), info ? "" : qPrintable(info.error().message));
        QCOMPARE(info->endpoint.port(), 4711);
        QCOMPARE(info->clientSecret, QStringLiteral("planted"));
        QCOMPARE(info->scenario, QStringLiteral("calm"));
        QCOMPARE(info->processId, 42);

        const auto noAddress = decodeLabInfo(QByteArray(good).replace("http://127.0.0.1:4711", "ftp://x"), QStringLiteral("decklab"));
        QVERIFY(!noAddress);
        QCOMPARE(noAddress.error().detail, QStringLiteral("$.endpoint"));
        QVERIFY(!decodeLabInfo(QByteArray(good).replace("\"appId\"", "\"app\""), QStringLiteral("decklab")));
        const auto wrongType = decodeLabInfo(QByteArray(good).replace("\"planted\"", "[\"planted\"]"), QStringLiteral("decklab"));
        QVERIFY(!wrongType);
        QVERIFY(!wrongType.error().message.contains(QStringLiteral("planted")));
        const auto cut = decodeLabInfo(good.left(good.indexOf("planted") + 4), QStringLiteral("decklab"));
        QVERIFY(!cut);
        QVERIFY2(!cut.error().message.contains(QStringLiteral("plan")), qPrintable(cut.error().message));
    }
};

QD_TEST_MAIN(QCoreApplication, TestLocalFiles)
#include "tst_localfiles.moc"
