#include "azuremonitor/queryerrors.h"
#include "azuremonitor/queryprofile.h"
#include "contracts.h"
#include "labfixture.h"
#include "manualclock.h"
#include "telemetry/item.h"
#include "testmain.h"

#include <QJsonDocument>
#include <QUrl>

using namespace qd;
using namespace qd::lab;

/// The two query APIs over HTTP: sign-in, requests, replies, errors.
class TestLabQuery : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void bothSchemas();
    void unknownTable();
    void getForm();
    void timespans_data();
    void timespans();
    void preferences();
    void encodings();
    void getSchemaTable();
    void authErrors();
    void stranger();
    void unknownIds();
    void queryErrors_data();
    void queryErrors();
    void runtimeErrors_data();
    void runtimeErrors();
    void badBodies_data();
    void badBodies();
    void truncation();
    void orderSurvivesTheLimit();
    void hugeRangeIsBounded();
    void deadlineIsAGatewayTimeout();
    void throttling();
    void profileCountsOnlyWhileItLives();
    void statisticsAreCounted();

private:
    [[nodiscard]] QJsonObject cost(const QByteArray &query) const
    {
        const QJsonObject reply = postApp("{\"query\":\"" + query + "\"}", {{"prefer", "include-statistics=true"}}).json();
        return reply.value(u"statistics").toObject().value(u"query").toObject();
    }
    [[nodiscard]] qint64 scanned(const QByteArray &query) const
    {
        return cost(query).value(u"inputDatasetStatistics").toObject().value(u"rows").toObject().value(u"scanned").toInteger(-1);
    }
    void addRequests(int count);
    [[nodiscard]] test::HttpAnswer postApp(const QByteArray &body, const test::HeaderList &more = {}) const
    {
        return m_lab.send("POST", m_path, test::HeaderList{{"Content-Type", "application/json"}, m_bearer} + more, body);
    }
    [[nodiscard]] QString code(const test::HttpAnswer &answer) const
    {
        return answer.json().value(u"error").toObject().value(u"code").toString();
    }

    test::LabFixture m_lab;
    QByteArray m_path;
    std::pair<QByteArray, QByteArray> m_bearer;
};

void TestLabQuery::initTestCase()
{
    m_path = "/v1/apps/" + m_lab.info().appId.toUtf8() + "/query";
    m_bearer = {"Authorization", "Bearer " + m_lab.info().bearerToken.toUtf8()};
    addRequests(48);
}

void TestLabQuery::addRequests(int count)
{
    std::vector<TelemetryItem> items;
    for (int hour = 0; hour < count; ++hour) {
        TelemetryItem item;
        item.time = test::ManualClock::start - std::chrono::hours(hour) - std::chrono::minutes(30);
        item.name = "POST /chat";
        item.resultCode = hour % 4 == 0 ? "500" : "200";
        item.success = hour % 4 != 0;
        item.durationMs = hour * 100;
        item.properties = {{"agent", "planner"}};
        items.push_back(item);
    }
    QVERIFY(m_lab.lab().telemetry().accept(std::move(items)));
}

void TestLabQuery::bothSchemas()
{
    QCOMPARE(m_lab.rows(QStringLiteral("requests | where success == false | summarize count()")).at(0).toArray().at(0).toInt(), 12);
    const test::HttpAnswer answer = m_lab.queryWorkspace(QStringLiteral("AppRequests | where Success == false | summarize n=count(), max(DurationMs)"));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.headers.value("content-type"), QByteArray("application/json; charset=utf-8"));
    QCOMPARE(answer.body, QByteArray("{\"tables\":[{\"name\":\"PrimaryResult\",\"columns\":[{\"name\":\"n\",\"type\":\"long\"},"
                                     "{\"name\":\"max_DurationMs\",\"type\":\"real\"}],\"rows\":[[12,4400]]}]}"));
}

void TestLabQuery::unknownTable()
{
    QCOMPARE(test::contractDifference(QStringLiteral("query-error-semantic.json"), m_lab.query(QStringLiteral("AppRequests | count")).body),
             QString());
    QCOMPARE(m_lab.queryWorkspace(QStringLiteral("requests | count")).status, 400);
}

void TestLabQuery::getForm()
{
    const QByteArray kql = QUrl::toPercentEncoding(QStringLiteral("requests | where resultCode == \"500\" | count"));
    for (const QByteArray &key : {QByteArray("query"), QByteArray("que%72y")}) {
        const test::HttpAnswer answer = m_lab.send("GET", "/" + m_path + "?" + key + "=" + kql + "&timespan=P1D", {m_bearer});
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body.contains("[[6]]"));
    }
}

void TestLabQuery::timespans_data()
{
    QTest::addColumn<QString>("timespan");
    QTest::addColumn<int>("count"); // -1: refused
    QTest::newRow("none") << QString() << 48;
    QTest::newRow("duration") << QStringLiteral("PT12H") << 12;
    QTest::newRow("day") << QStringLiteral("P1D") << 24;
    QTest::newRow("both ends") << QStringLiteral("2026-11-21T00:00:00.000Z/2026-11-21T03:00:00.000Z") << 3;
    QTest::newRow("without zone") << QStringLiteral("2026-11-21T00:00:00/2026-11-21T03:00:00") << 3;
    QTest::newRow("start and duration") << QStringLiteral("2026-11-21T00:00:00Z/PT6H") << 6;
    QTest::newRow("words") << QStringLiteral("yesterday") << -1;
    QTest::newRow("half") << QStringLiteral("2026-11-21T00:00:00Z/") << -1;
}

void TestLabQuery::timespans()
{
    QFETCH(const QString, timespan);
    QFETCH(const int, count);
    const test::HttpAnswer answer = m_lab.query(QStringLiteral("requests | count"), timespan);
    QCOMPARE(answer.status, count < 0 ? 400 : 200);
    if (count >= 0)
        QVERIFY2(answer.body.contains(QByteArray("\"rows\":[[" + QByteArray::number(count) + "]]")), answer.body.constData());
    else
        QCOMPARE(code(answer), QStringLiteral("BadArgumentError"));
}

void TestLabQuery::preferences()
{
    const QByteArray body = "{\"query\":\"requests | summarize count() by bin(timestamp, 1h) | render timechart with (title='Tasks')\"}";
    QVERIFY(!postApp(body).json().contains(u"render"));
    const QJsonObject reply = postApp(body, {{"prefer", "wait=60, include-statistics=true,include-render=true"}}).json();
    const QJsonObject render = reply.value(u"render").toObject();
    QCOMPARE(render.value(u"visualization").toString(), QStringLiteral("timechart"));
    QCOMPARE(render.value(u"title").toString(), QStringLiteral("Tasks"));
    QVERIFY(reply.value(u"statistics").toObject().value(u"query").toObject().value(u"executionTime").isDouble());
}

void TestLabQuery::encodings()
{
    const test::HttpAnswer answer = m_lab.query(QStringLiteral("print b=true, i=toint(7), l=9007199254740993, r=1.5, n=real(nan), "
                                                               "t=datetime(2026-11-21 03:00), s=1.5s, x=\"a\", d=dynamic({\"a\":1})"));
    QVERIFY2(answer.body.endsWith("\"rows\":[[true,7,9007199254740993,1.5,\"NaN\",\"2026-11-21T03:00:00Z\",\"00:00:01.5000000\",\"a\","
                                  "\"{\\\"a\\\":1}\"]]}]}"), answer.body.constData());
}

void TestLabQuery::getSchemaTable()
{
    const QJsonObject table = m_lab.query(QStringLiteral("requests | getschema")).json().value(u"tables").toArray().at(0).toObject();
    QCOMPARE(table.value(u"name").toString(), QStringLiteral("getschema"));
    QCOMPARE(table.value(u"rows").toArray().size(), 38);
}

void TestLabQuery::authErrors()
{
    const test::HttpAnswer missing = m_lab.send("POST", m_path, {{"Content-Type", "application/json"}}, "{}");
    QCOMPARE(missing.status, 401);
    QVERIFY(missing.headers.value("www-authenticate").startsWith("Bearer "));
    QCOMPARE(test::contractDifference(QStringLiteral("query-error-missing-token.json"), missing.body), QString());
    const auto with = [this](const QByteArray &authorization) {
        return m_lab.send("POST", m_path, {{"Content-Type", "application/json"}, {"Authorization", authorization}}, "{\"query\":\"print 1\"}");
    };
    QCOMPARE(with("Bearer " + m_lab.token("https://api.applicationinsights.io")).status, 200);
    QCOMPARE(with("Bearer " + m_lab.token("https://api.applicationinsights.azure.com")).status, 200);
    const test::HttpAnswer audience = with("Bearer " + m_lab.token("https://management.azure.com"));
    QCOMPARE(audience.status, 403);
    QCOMPARE(test::contractDifference(QStringLiteral("query-error-audience.json"), audience.body), QString());
    QCOMPARE(with("Bearer rubbish").status, 403);
    QCOMPARE(with("Bearer a.b.c").status, 401);
}

void TestLabQuery::stranger()
{
    const QByteArray form = "grant_type=client_credentials&client_id=" + m_lab.info().strangerClientId.toUtf8() + "&client_secret="
        + QUrl::toPercentEncoding(m_lab.info().clientSecret) + "&scope=https://api.applicationinsights.io/.default";
    const QByteArray token = m_lab.send("POST", "/" + m_lab.info().tenantId.toUtf8() + "/oauth2/v2.0/token", {}, form)
                                 .json().value(u"access_token").toString().toUtf8();
    const test::HttpAnswer answer = m_lab.send("POST", m_path, {{"Content-Type", "application/json"}, {"Authorization", "Bearer " + token}}, "{}");
    QCOMPARE(answer.status, 403);
    QCOMPARE(test::contractDifference(QStringLiteral("query-error-access.json"), answer.body), QString());
}

void TestLabQuery::unknownIds()
{
    for (const QByteArray &path : {QByteArray("/v1/apps/11111111-1111-1111-1111-111111111111/query"), QByteArray("/v1/workspaces/" + m_lab.info().appId.toUtf8() + "/query")}) {
        const test::HttpAnswer answer = m_lab.send("POST", path, {{"Content-Type", "application/json"}, m_bearer}, "{\"query\":\"print 1\"}");
        QCOMPARE(answer.status, 404);
        QCOMPARE(test::contractDifference(QStringLiteral("query-error-path.json"), answer.body), QString());
    }
    QCOMPARE(m_lab.send("POST", m_path.toUpper().replace("/V1/", "/v1/"), {{"Content-Type", "application/json"}, m_bearer}, "{\"query\":\"print 1\"}").status, 200);
}

void TestLabQuery::queryErrors_data()
{
    QTest::addColumn<QString>("kql");
    QTest::addColumn<QString>("contract");
    QTest::addColumn<int>("line");
    QTest::newRow("syntax") << QStringLiteral("requests | where") << QStringLiteral("query-error-syntax.json") << 1;
    QTest::newRow("second line") << QStringLiteral("requests\n| wher x") << QStringLiteral("query-error-syntax.json") << 2;
    QTest::newRow("unknown column") << QStringLiteral("requests\n| where nonsense == 1") << QStringLiteral("query-error-semantic.json") << 2;
}

void TestLabQuery::queryErrors()
{
    QFETCH(const QString, kql);
    QFETCH(const QString, contract);
    QFETCH(const int, line);
    const test::HttpAnswer answer = m_lab.query(kql);
    QCOMPARE(answer.status, 400);
    QVERIFY2(test::contractDifference(contract, answer.body).isEmpty(), answer.body.constData());
    const QJsonObject inner = answer.json().value(u"error").toObject().value(u"innererror").toObject().value(u"innererror").toObject();
    QCOMPARE(inner.value(u"line").toInt(), line);
    QCOMPARE(answer.json().value(u"error").toObject().value(u"correlationId").toString().toUtf8(), answer.headers.value("x-ms-request-id"));
}

/// Values are known only when the query runs: still the query's fault, so nobody tries it again as it is.
void TestLabQuery::runtimeErrors_data()
{
    QTest::addColumn<QString>("kql");
    QTest::newRow("overflow") << QStringLiteral("print 9223372036854775807 + 1");
    QTest::newRow("computed pattern") << QStringLiteral("print 'a' matches regex strcat('(', '')");
    QTest::newRow("pattern of another dialect") << QStringLiteral("print 'a' matches regex '(?=a)'");
}

void TestLabQuery::runtimeErrors()
{
    QFETCH(const QString, kql);
    const test::HttpAnswer answer = m_lab.query(kql);
    QCOMPARE(answer.status, 400);
    const QJsonObject inner = answer.json().value(u"error").toObject().value(u"innererror").toObject();
    QCOMPARE(inner.value(u"code").toString(), QStringLiteral("EngineError"));
    QCOMPARE(inner.value(u"innererror").toObject().value(u"code").toString(), QStringLiteral("E_QUERY_RUNTIME"));
}

void TestLabQuery::badBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("{\"query\":");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("no query") << QByteArray("{}");
    QTest::newRow("query is a number") << QByteArray("{\"query\":7}");
    QTest::newRow("timespan is a number") << QByteArray("{\"query\":\"print 1\",\"timespan\":7}");
    QTest::newRow("bad UTF-8") << QByteArray("{\"query\":\"print \xC3\x28\"}");
    QTest::newRow("deep") << QByteArray("{\"x\":" + QByteArray(100'000, '['));
    QTest::newRow("huge query") << QByteArray("{\"query\":\"" + QByteArray(3'000'000, ' ') + "\"}");
}

void TestLabQuery::badBodies()
{
    QFETCH(const QByteArray, body);
    const test::HttpAnswer answer = postApp(body);
    QCOMPARE(answer.status, 400);
    QCOMPARE(code(answer), QStringLiteral("BadArgumentError"));
}

void TestLabQuery::truncation()
{
    const test::HttpAnswer answer = m_lab.query(QStringLiteral("range x from 1 to 500001 step 1"));
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.contains("[500000]]"));
    QVERIFY(answer.body.contains("\"code\":\"PartialError\""));
    QVERIFY(answer.body.contains("E_QUERY_RESULT_SET_TOO_LARGE"));
    QVERIFY(!m_lab.query(QStringLiteral("range x from 1 to 500000 step 1")).body.contains("PartialError"));
}

void TestLabQuery::orderSurvivesTheLimit()
{
    const QJsonArray rows = m_lab.rows(QStringLiteral("range x from 1 to 100000 step 1 | order by x desc"));
    QCOMPARE(rows.size(), 100'000);
    for (qsizetype i = 0; i < rows.size(); ++i)
        if (rows.at(i).toArray().at(0).toInteger() != 100'000 - i)
            QFAIL("rows are out of order");
}

void TestLabQuery::hugeRangeIsBounded()
{
    const QJsonArray row = m_lab.rows(QStringLiteral("range x from 1 to 300000000000 step 1 | summarize count(), max(x)")).at(0).toArray();
    QCOMPARE(row.at(0).toInt(), 1'048'576);
    QCOMPARE(row.at(1).toInt(), 1'048'576);
}

void TestLabQuery::deadlineIsAGatewayTimeout()
{
    const HttpReply reply = queryErrorReply({.kind = ErrorKind::Cancelled}, HttpRequest{});
    QCOMPARE(reply.status, 504);
    QVERIFY(reply.body.find("\"GatewayTimeout\"") != std::string::npos);
}

void TestLabQuery::throttling()
{
    LabOptions options = test::LabFixture::emptyOptions();
    options.throttle = true;
    const test::LabFixture limited(options);
    for (int i = 0; i < 200; ++i)
        QCOMPARE(limited.query(QStringLiteral("print 1")).status, 200);
    const test::HttpAnswer answer = limited.query(QStringLiteral("print 1"));
    QCOMPARE(answer.status, 429);
    const int seconds = answer.headers.value("retry-after").toInt();
    QVERIFY(seconds >= 1 && seconds <= 30);
    QCOMPARE(test::contractDifference(QStringLiteral("query-error-throttled.json"), answer.body), QString());
}

void TestLabQuery::profileCountsOnlyWhileItLives()
{
    const Result<DuckDb> database = DuckDb::open({});
    QVERIFY(database);
    Result<DuckConnection> connection = database->connect();
    QVERIFY(connection && connection->query("CREATE TABLE t AS SELECT range AS i FROM range(500000)"));
    QVERIFY(!duckdb_get_profiling_info(connection->handle()));
    {
        const QueryProfile profile(*connection);
        QVERIFY(connection->query("SELECT count(*) FROM t WHERE sqrt(i) > 3"));
        const std::optional<QueryCost> cost = profile.cost();
        QVERIFY(cost);
        QCOMPARE(cost->rowsScanned, std::int64_t(500000));
        QVERIFY(cost->cpu > Microseconds(0) && cost->peakMemoryBytes > 0);
        QVERIFY(connection->query("SELECT count(*) FROM t WHERE i < 1000"));
        QVERIFY(profile.cost()->rowsScanned < 500000); // blocks outside the range are not read
    }
    QVERIFY(connection->query("SELECT count(*) FROM t"));
    QVERIFY(!duckdb_get_profiling_info(connection->handle()));
}

void TestLabQuery::statisticsAreCounted()
{
    const qint64 before = scanned("requests | where duration >= 0 | summarize count()");
    QVERIFY2(before >= 48, qPrintable(QString::number(before)));
    addRequests(500);
    QCOMPARE(scanned("requests | where duration >= 0 | summarize count()"), before + 500);
    QCOMPARE(scanned("print 1"), 0);
    const QJsonObject usage = cost("range n from 1 to 200000 step 1 | summarize dcount(n % 1000)").value(u"resourceUsage").toObject();
    const QString cpu = usage.value(u"cpu").toObject().value(u"total cpu").toString();
    QVERIFY2(cpu.startsWith(u"00:00:") && cpu > QStringLiteral("00:00:00"), qPrintable(cpu));
    QVERIFY(usage.value(u"memory").toObject().value(u"peak_per_node").toInteger() > 0);
    QCOMPARE(cost("requests | nosuch"), QJsonObject()); // a refused query leaves nothing behind
    QVERIFY(postApp("{\"query\":\"print 1\"}").json().value(u"statistics").isUndefined());
}

QD_TEST_MAIN(QCoreApplication, TestLabQuery)
#include "tst_labquery.moc"
