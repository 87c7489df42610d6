#include "labfixture.h"
#include "manualclock.h"
#include "telemetry/item.h"
#include "testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

using namespace qd;
using namespace qd::lab;

/// The query APIs beside /query: resource-centric, batch, Resource Manager's form, metadata, metrics, events.
class TestLabApis : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void resourceCentric_data();
    void resourceCentric();
    void resourceManagersForm();
    void otherResources_data();
    void otherResources();
    void dataSourcesAndPermissions();
    void waitIsTheDeadline();
    void batch();
    void badBatches_data();
    void badBatches();
    void metadata();
    void metrics_data();
    void metrics();
    void metricIntervals();
    void metricSegmentsInIntervals();
    void severalMetrics();
    void badMetrics_data();
    void badMetrics();
    void metricMetadata();
    void events();
    void eventFilters_data();
    void eventFilters();
    void eventPages();
    void oneEvent();
    void allEvents();
    void badEvents_data();
    void badEvents();
    void authOfEveryPath_data();
    void authOfEveryPath();

private:
    [[nodiscard]] test::HttpAnswer get(const QByteArray &path) const { return m_lab.send("GET", path, {m_bearer}); }
    [[nodiscard]] test::HttpAnswer post(const QByteArray &path, const QByteArray &body) const
    {
        return m_lab.send("POST", path, {{"Content-Type", "application/json"}, m_bearer}, body);
    }
    [[nodiscard]] QByteArray app(const QByteArray &rest) const { return "/v1/apps/" + m_lab.info().appId.toUtf8() + rest; }
    [[nodiscard]] QByteArray group() const { return "/subscriptions/" + m_lab.info().subscriptionId.toUtf8() + "/resourceGroups/contoso-agents"; }
    [[nodiscard]] QByteArray component() const { return group() + "/providers/Microsoft.Insights/components/contoso-agents"; }
    [[nodiscard]] static QString code(const test::HttpAnswer &answer)
    {
        return answer.json().value(u"error").toObject().value(u"code").toString();
    }
    [[nodiscard]] static int firstCell(const QJsonObject &body)
    {
        return body.value(u"tables").toArray().at(0).toObject().value(u"rows").toArray().at(0).toArray().at(0).toInt(-1);
    }

    test::LabFixture m_lab;
    std::pair<QByteArray, QByteArray> m_bearer;
};

/// 48 hours with one request each: every fourth fails, two agents take turns, hour h took 100 h ms. And one log record.
void TestLabApis::initTestCase()
{
    m_bearer = {"Authorization", "Bearer " + m_lab.info().bearerToken.toUtf8()};
    std::vector<TelemetryItem> items;
    for (int hour = 0; hour < 48; ++hour) {
        TelemetryItem item;
        item.time = test::ManualClock::start - std::chrono::hours(hour) - std::chrono::minutes(30);
        item.id = "r" + std::to_string(hour);
        item.name = hour % 2 == 0 ? "POST /chat" : "GET /status";
        item.resultCode = hour % 4 == 0 ? "500" : "200";
        item.success = hour % 4 != 0;
        item.durationMs = hour * 100;
        item.operationId = "op" + std::to_string(hour);
        item.properties = {{"agent", hour % 2 == 0 ? "planner" : "it's"}};
        items.push_back(item);
    }
    TelemetryItem record;
    record.kind = ItemKind::Trace;
    record.time = test::ManualClock::start - std::chrono::minutes(10);
    record.message = "needle in the haystack";
    items.push_back(record);
    QVERIFY(m_lab.lab().telemetry().accept(std::move(items)));
}

void TestLabApis::resourceCentric_data()
{
    QTest::addColumn<QByteArray>("resource"); // "" before a path: below the group
    QTest::addColumn<QString>("kql");
    QTest::addColumn<int>("status");
    const QString classic = QStringLiteral("requests | count");
    const QString workspace = QStringLiteral("AppRequests | count");
    const QByteArray insights = "/providers/Microsoft.Insights/components/contoso-agents";
    QTest::newRow("component, classic table") << insights << classic << 200;
    QTest::newRow("component, workspace table") << insights << workspace << 200;
    QTest::newRow("another case") << insights.toLower() << workspace << 200;
    QTest::newRow("workspace") << QByteArray("/providers/microsoft.operationalinsights/workspaces/contoso-agents") << workspace << 200;
    QTest::newRow("workspace has no classic table") << QByteArray("/providers/microsoft.operationalinsights/workspaces/contoso-agents") << classic << 400;
    QTest::newRow("gateway") << QByteArray("/providers/Microsoft.ApiManagement/service/contoso-apim") << QStringLiteral("ApiManagementGatewayLogs | count") << 200;
    QTest::newRow("gateway has no requests") << QByteArray("/providers/Microsoft.ApiManagement/service/contoso-apim") << workspace << 400;
    QTest::newRow("group") << QByteArray() << workspace << 200;
    QTest::newRow("unknown component") << QByteArray("/providers/Microsoft.Insights/components/other") << workspace << 404;
    QTest::newRow("unknown type") << QByteArray("/providers/Microsoft.Storage/accounts/contoso-agents") << workspace << 404;
}

void TestLabApis::resourceCentric()
{
    QFETCH(const QByteArray, resource);
    QFETCH(const QString, kql);
    QFETCH(const int, status);
    const QByteArray body = "{\"query\":\"" + kql.toUtf8() + "\",\"timespan\":\"P7D\"}";
    for (const QByteArray &start : {QByteArray("/v1"), QByteArray("/v1/")}) { // Microsoft's client sends a double slash
        const test::HttpAnswer answer = post(start + group() + resource + "/query", body);
        QCOMPARE(answer.status, status);
        if (status == 200)
            QCOMPARE(firstCell(answer.json()), kql.contains(u"equests") ? 48 : 0);
        if (status == 404)
            QCOMPARE(code(answer), QStringLiteral("ResourceNotFoundError"));
    }
    QCOMPARE(get("/v1" + group() + resource + "/query?timespan=P7D&query=" + QUrl::toPercentEncoding(kql)).status, status);
}

void TestLabApis::resourceManagersForm()
{
    const std::pair<QByteArray, QByteArray> bearer{"Authorization", "Bearer " + m_lab.token("https://management.azure.com")};
    const auto ask = [&](const QByteArray &resource) {
        return m_lab.send("POST", resource + "/providers/microsoft.insights/logs?api-version=2018-03-01-preview",
                          {{"Content-Type", "application/json"}, bearer}, "{\"query\":\"requests | count\",\"timespan\":\"P7D\"}");
    };
    const test::HttpAnswer answer = ask(component());
    QVERIFY2(answer.status == 200, answer.body.constData());
    QCOMPARE(firstCell(answer.json()), 48);
    QCOMPARE(ask(group() + "/providers/Microsoft.Insights/components/other").status, 404);
}

void TestLabApis::otherResources_data()
{
    QTest::addColumn<QByteArray>("names");
    QTest::addColumn<int>("status");
    QTest::newRow("by id") << QByteArray("\"workspaces\":[\"" + m_lab.info().workspaceId.toUtf8() + "\"]") << 200;
    QTest::newRow("by name") << QByteArray("\"applications\":[\"contoso-agents\"]") << 200;
    QTest::newRow("by resource id") << QByteArray("\"applications\":[\"" + component() + "\"],\"workspaces\":null") << 200;
    QTest::newRow("unknown") << QByteArray("\"workspaces\":[\"elsewhere\"]") << 404;
    QTest::newRow("not a list") << QByteArray("\"workspaces\":\"elsewhere\"") << 400;
    QTest::newRow("too many") << QByteArray("\"workspaces\":[" + QByteArray("\"a\",").repeated(100) + "\"a\"]") << 400;
}

void TestLabApis::otherResources()
{
    QFETCH(const QByteArray, names);
    QFETCH(const int, status);
    const test::HttpAnswer answer = post(app("/query"), "{\"query\":\"requests | count\"," + names + "}");
    QCOMPARE(answer.status, status);
    if (status == 200)
        QCOMPARE(firstCell(answer.json()), 48); // the same store under another name: counted once
}

void TestLabApis::dataSourcesAndPermissions()
{
    const QJsonObject reply = m_lab.send("POST", app("/query"), {{"Content-Type", "application/json"}, m_bearer,
                                         {"Prefer", "include-dataSources=true, include-permissions=true,ai.response-thinning=false"}}, "{\"query\":\"print 1\"}").json();
    QCOMPARE(reply.value(u"dataSources").toArray().at(0).toObject().value(u"region").toString(), QStringLiteral("westeurope"));
    QVERIFY(reply.value(u"permissions").toObject().value(u"dataSources").isArray());
}

void TestLabApis::waitIsTheDeadline()
{
    const QByteArray endless = "{\"query\":\"range x from 1 to 1000000 step 1 | extend k = 1 | join kind=inner (range y from 1 to 1000000 step 1 | extend k = 1) on k "
                               "| summarize sum(x * y % 7)\"}";
    const test::HttpAnswer answer = m_lab.send("POST", app("/query"), {{"Content-Type", "application/json"}, m_bearer, {"prefer", "wait=1"}}, endless);
    QCOMPARE(answer.status, 504);
    QCOMPARE(code(answer), QStringLiteral("GatewayTimeout"));
}

void TestLabApis::batch()
{
    const QByteArray workspace = m_lab.info().workspaceId.toUtf8();
    const QByteArray body = R"({"requests":[{"id":"a","headers":{"Prefer":"include-statistics=true"},"body":{"query":"AppRequests | count","timespan":"P7D"},"path":"/query","method":"POST","workspace":")" + workspace
        + R"("},{"id":"b","body":{"query":"nonsense"},"path":"/query","method":"POST","workspace":")" + workspace
        + R"("},{"id":"c","body":{"query":"print 7"},"path":"/query","method":"POST","workspace":"other"},{"id":"d","body":{"query":"requests | count"},"path":"/apps/)"
        + m_lab.info().appId.toUtf8() + R"(/query","method":"POST"}]})";
    const test::HttpAnswer answer = post("/v1/$batch", body);
    QCOMPARE(answer.status, 200);
    QHash<QString, QJsonObject> members;
    const QJsonArray responses = answer.json().value(u"responses").toArray();
    for (const QJsonValue &value : responses)
        members.insert(value.toObject().value(u"id").toString(), value.toObject());
    QCOMPARE(members.size(), 4);
    QCOMPARE(members[QStringLiteral("a")].value(u"status").toInt(), 200);
    QCOMPARE(firstCell(members[QStringLiteral("a")].value(u"body").toObject()), 48);
    QVERIFY(members[QStringLiteral("a")].value(u"body").toObject().contains(u"statistics"));
    QVERIFY(!members[QStringLiteral("d")].value(u"body").toObject().contains(u"statistics"));
    QCOMPARE(members[QStringLiteral("b")].value(u"status").toInt(), 400);
    QCOMPARE(members[QStringLiteral("c")].value(u"status").toInt(), 404);
    QCOMPARE(firstCell(members[QStringLiteral("d")].value(u"body").toObject()), 48);
    QCOMPARE(m_lab.send("POST", "/v1/$batch", {{"Content-Type", "application/json"}}, body).status, 401);
}

void TestLabApis::badBatches_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("not a list") << QByteArray("{\"requests\":{}}");
    QTest::newRow("no id") << QByteArray("{\"requests\":[{\"body\":{}}]}");
    QTest::newRow("same id twice") << QByteArray("{\"requests\":[{\"id\":\"a\"},{\"id\":\"a\"}]}");
    QTest::newRow("too many") << QByteArray("{\"requests\":[" + QByteArray("{\"id\":\"a\"},").repeated(100) + "{\"id\":\"b\"}]}");
    QTest::newRow("deep") << QByteArray("{\"requests\":" + QByteArray(100'000, '['));
}

void TestLabApis::badBatches()
{
    QFETCH(const QByteArray, body);
    const test::HttpAnswer answer = post("/v1/$batch", body);
    QCOMPARE(answer.status, 400);
    QCOMPARE(code(answer), QStringLiteral("BadArgumentError"));
}

void TestLabApis::metadata()
{
    const QJsonObject reply = get(app("/metadata")).json();
    QCOMPARE(reply.value(u"tables").toArray().size(), 10);
    QCOMPARE(reply.value(u"tableGroups").toArray().at(0).toObject().value(u"tables").toArray().size(), 10);
    QCOMPARE(reply.value(u"applications").toArray().at(0).toObject().value(u"id").toString(), m_lab.info().appId);
    const QJsonObject workspace = get("/v1/workspaces/" + m_lab.info().workspaceId.toUtf8() + "/metadata").json();
    QCOMPARE(workspace.value(u"tableGroups").toArray().size(), 3);
    QCOMPARE(workspace.value(u"resourceTypes").toArray().size(), 3);
    for (const char *list : {"functions", "categories", "queries", "permissions"})
        QVERIFY2(workspace.value(QLatin1String(list)).isArray(), list);
    QCOMPARE(get("/v1/workspaces/other/metadata").status, 404);
}

void TestLabApis::metrics_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("count") << QByteArray("requests%2Fcount?timespan=P7D") << QByteArray("\"requests/count\":{\"sum\":48}");
    QTest::newRow("slash as it is") << QByteArray("requests/count?timespan=P7D") << QByteArray("\"requests/count\":{\"sum\":48}");
    QTest::newRow("usual range") << QByteArray("requests%2Fcount") << QByteArray("\"requests/count\":{\"sum\":12}");
    QTest::newRow("failed") << QByteArray("requests%2Ffailed?timespan=P7D") << QByteArray("\"requests/failed\":{\"sum\":12}");
    QTest::newRow("several") << QByteArray("requests%2Fduration?timespan=P7D&aggregation=min,max,avg,count,sum")
                             << QByteArray("\"requests/duration\":{\"min\":0,\"max\":4700,\"avg\":2350,\"count\":48,\"sum\":112800}");
    QTest::newRow("filter") << QByteArray("requests%2Fcount?timespan=P7D&filter=startswith(request/name,'POST')%20and%20request/duration%20gt%201000")
                            << QByteArray("\"requests/count\":{\"sum\":18}");
    QTest::newRow("attribute") << QByteArray("requests%2Fcount?timespan=P7D&filter=customDimensions/agent%20eq%20'it''s'") << QByteArray("\"requests/count\":{\"sum\":24}");
    QTest::newRow("nothing") << QByteArray("requests%2Fduration?timespan=2020-01-01/P1D") << QByteArray("\"requests/duration\":{\"avg\":null}");
    QTest::newRow("segment") << QByteArray("requests%2Fcount?timespan=P7D&segment=request%2Fname&filter=request/success%20eq%20'True'")
                             << QByteArray("\"segments\":[{\"requests/count\":{\"sum\":24},\"request/name\":\"GET /status\"},{\"requests/count\":{\"sum\":12},\"request/name\":\"POST /chat\"}]");
    QTest::newRow("top") << QByteArray("requests%2Fduration?timespan=P7D&aggregation=max&segment=request%2Fname&top=1&orderby=max%20asc")
                         << QByteArray("\"segments\":[{\"requests/duration\":{\"max\":4600},\"request/name\":\"POST /chat\"}]");
    QTest::newRow("nested") << QByteArray("requests%2Fcount?timespan=P7D&segment=request%2Fname,request%2FresultCode&filter=request/name%20eq%20'POST%20/chat'")
                            << QByteArray("\"segments\":[{\"segments\":[{\"requests/count\":{\"sum\":12},\"request/resultCode\":\"");
    QTest::newRow("custom metric") << QByteArray("customMetrics%2Fnone?timespan=P7D") << QByteArray("\"customMetrics/none\":{\"avg\":null}");
}

void TestLabApis::metrics()
{
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, value);
    const test::HttpAnswer answer = get(app("/metrics/" + path));
    QVERIFY2(answer.status == 200, answer.body.constData());
    QVERIFY2(answer.body.contains(value), answer.body.constData());
}

void TestLabApis::metricIntervals()
{
    const QJsonObject value = get(app("/metrics/requests%2Fcount?timespan=2026-11-21T00:30:00Z/2026-11-21T07:00:00Z&interval=PT3H")).json().value(u"value").toObject();
    QCOMPARE(value.value(u"interval").toString(), QStringLiteral("PT3H"));
    QCOMPARE(value.value(u"start").toString(), QStringLiteral("2026-11-21T00:30:00.000Z"));
    const QJsonArray segments = value.value(u"segments").toArray();
    QCOMPARE(segments.size(), 3);
    QCOMPARE(segments.at(0).toObject().value(u"start").toString(), QStringLiteral("2026-11-21T00:30:00.000Z"));
    QCOMPARE(segments.at(1).toObject().value(u"start").toString(), QStringLiteral("2026-11-21T03:00:00.000Z"));
    QCOMPARE(segments.at(2).toObject().value(u"end").toString(), QStringLiteral("2026-11-21T07:00:00.000Z"));
    QCOMPARE(segments.at(1).toObject().value(u"requests/count").toObject().value(u"sum").toInt(), 3);
}

void TestLabApis::metricSegmentsInIntervals()
{
    const QJsonArray intervals = get(app("/metrics/requests%2Fcount?timespan=2026-11-21T00:00:00Z/2026-11-21T08:00:00Z&interval=PT4H&segment=request%2Fname&top=1&orderby=sum"))
                                     .json().value(u"value").toObject().value(u"segments").toArray();
    QCOMPARE(intervals.size(), 2);
    for (const QJsonValue &interval : intervals) {
        const QJsonArray segments = interval.toObject().value(u"segments").toArray();
        QCOMPARE(segments.size(), 1);
        QCOMPARE(segments.at(0).toObject().value(u"requests/count").toObject().value(u"sum").toInt(), 2);
    }
}

void TestLabApis::severalMetrics()
{
    const test::HttpAnswer answer = post(app("/metrics"), R"([{"id":"a","parameters":{"metricId":"requests/count","timespan":"P7D"}},)"
                                                          R"({"id":"b","parameters":{"metricId":"requests/duration","timespan":"P7D","aggregation":["avg","max"],"segment":["request/name"],"top":1}},)"
                                                          R"({"id":"c","parameters":{"metricId":"nonsense"}}])");
    QCOMPARE(answer.status, 200);
    const QJsonArray members = QJsonDocument::fromJson(answer.body).array();
    QCOMPARE(members.size(), 3);
    QCOMPARE(members.at(0).toObject().value(u"status").toInt(), 200);
    QVERIFY(answer.body.contains("\"requests/count\":{\"sum\":48}"));
    QCOMPARE(members.at(1).toObject().value(u"body").toObject().value(u"value").toObject().value(u"segments").toArray().size(), 1);
    QCOMPARE(members.at(2).toObject().value(u"status").toInt(), 400);
    QCOMPARE(post(app("/metrics"), "{}").status, 400);
    QCOMPARE(post(app("/metrics"), "[7]").status, 400);
}

void TestLabApis::badMetrics_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *path : {"nonsense", "requests%2Fcount?timespan=nonsense", "requests%2Fcount?interval=nonsense", "requests%2Fcount?timespan=P30D&interval=PT1S",
                             "requests%2Fcount?aggregation=avg", "requests%2Fcount?segment=nonsense", "requests%2Fcount?top=0", "requests%2Fcount?orderby=avg",
                             "requests%2Fcount?filter=nonsense%20eq%201", "requests%2Fcount?filter=request/name%20eq", "requests%2Fcount?filter=((request/name%20eq%20'a')",
                             "requests%2Fcount?filter=request/name%20eq%20'a'%20'b'", "customMetrics%2F"})
        QTest::newRow(path) << QByteArray(path);
    QTest::newRow("deep filter") << QByteArray("requests%2Fcount?filter=" + QByteArray(5000, '('));
    QTest::newRow("long not") << QByteArray("requests%2Fcount?filter=" + QByteArray("not%20").repeated(1000));
}

void TestLabApis::badMetrics()
{
    QFETCH(const QByteArray, path);
    const test::HttpAnswer answer = get(app("/metrics/" + path));
    QVERIFY2(answer.status == 400, answer.body.constData());
    QCOMPARE(code(answer), QStringLiteral("BadArgumentError"));
}

void TestLabApis::metricMetadata()
{
    const QJsonObject reply = get(app("/metrics/metadata")).json();
    const QJsonObject duration = reply.value(u"metrics").toObject().value(u"requests/duration").toObject();
    QCOMPARE(duration.value(u"defaultAggregation").toString(), QStringLiteral("avg"));
    QCOMPARE(duration.value(u"supportedAggregations").toArray().size(), 5);
    QVERIFY(reply.value(u"dimensions").toObject().contains(u"cloud/roleName"));
}

void TestLabApis::events()
{
    const test::HttpAnswer answer = get(app("/events/requests?timespan=P7D&$top=2&$count=true"));
    QVERIFY2(answer.status == 200, answer.body.constData());
    QVERIFY(answer.headers.value("content-type").contains("odata.metadata=none"));
    QCOMPARE(answer.headers.value("odata-version"), QByteArray("4.0;"));
    const QJsonObject reply = answer.json();
    QVERIFY(reply.value(u"@odata.context").toString().endsWith(QStringLiteral("/events/$metadata#requests")));
    QCOMPARE(reply.value(u"@odata.count").toInt(), 48);
    QVERIFY(reply.value(u"@ai.messages").toArray().isEmpty());
    const QJsonArray events = reply.value(u"value").toArray();
    QCOMPARE(events.size(), 2);
    const QJsonObject first = events.at(0).toObject();
    QCOMPARE(first.value(u"id").toString(), QStringLiteral("r0"));
    QCOMPARE(first.value(u"type").toString(), QStringLiteral("request"));
    QCOMPARE(first.value(u"timestamp").toString(), QStringLiteral("2026-11-21T11:30:00Z"));
    QCOMPARE(first.value(u"customDimensions").toObject().value(u"agent").toString(), QStringLiteral("planner"));
    QCOMPARE(first.value(u"request").toObject().value(u"name").toString(), QStringLiteral("POST /chat"));
    QCOMPARE(first.value(u"request").toObject().value(u"success").toString(), QStringLiteral("False"));
    QCOMPARE(first.value(u"operation").toObject().value(u"id").toString(), QStringLiteral("op0"));
    QVERIFY(first.value(u"client").toObject().contains(u"ip"));
    QVERIFY(first.value(u"ai").toObject().contains(u"iKey"));
    QCOMPARE(get(app("/events/requests")).json().value(u"@ai.messages").toArray().at(0).toObject().value(u"code").toString(), QStringLiteral("AddedLimitToQuery"));
}

void TestLabApis::eventFilters_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<int>("count");
    QTest::newRow("equal") << QByteArray("request/resultCode eq '500'") << 12;
    QTest::newRow("both") << QByteArray("request/resultCode eq '500' and request/duration ge 2000") << 7;
    QTest::newRow("either") << QByteArray("request/duration lt 100 or request/duration gt 4500") << 3;
    QTest::newRow("brackets") << QByteArray("(request/duration lt 100 or request/duration gt 4500) and not (request/name eq 'POST /chat')") << 1;
    QTest::newRow("contains") << QByteArray("contains(tolower(request/name),'chat')") << 24;
    QTest::newRow("endswith") << QByteArray("endswith(request/name,'status')") << 24;
    QTest::newRow("attribute") << QByteArray("customDimensions/agent ne 'planner'") << 24;
    QTest::newRow("time") << QByteArray("timestamp ge 2026-11-21T00:00:00Z") << 12;
    QTest::newRow("operation") << QByteArray("operation/id eq 'op7'") << 1;
    QTest::newRow("null") << QByteArray("session/id eq null") << 48;
    QTest::newRow("quotes do not get out") << QByteArray("request/name eq '\" or 1==1 //'") << 0;
}

void TestLabApis::eventFilters()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const int, count);
    const test::HttpAnswer answer = get(app("/events/requests?timespan=P7D&$top=0&$count=true&$filter=" + QUrl::toPercentEncoding(QString::fromUtf8(filter))));
    QVERIFY2(answer.status == 200, answer.body.constData());
    QCOMPARE(answer.json().value(u"@odata.count").toInt(-1), count);
}

void TestLabApis::eventPages()
{
    const QJsonArray events = get(app("/events/requests?timespan=P7D&$orderby=request/duration%20desc&$skip=3&$top=2&$select=request/duration,operation/id"))
                                  .json().value(u"value").toArray();
    QCOMPARE(events.size(), 2);
    QCOMPARE(events.at(0).toObject().keys(), QStringList({QStringLiteral("id"), QStringLiteral("operation"), QStringLiteral("request")}));
    QCOMPARE(events.at(0).toObject().value(u"request").toObject(), QJsonObject({{QStringLiteral("duration"), 4400}}));
    QCOMPARE(events.at(1).toObject().value(u"operation").toObject().value(u"id").toString(), QStringLiteral("op43"));
}

void TestLabApis::oneEvent()
{
    const QJsonArray events = get(app("/events/requests/r30")).json().value(u"value").toArray();
    QCOMPARE(events.size(), 1);
    QCOMPARE(events.at(0).toObject().value(u"request").toObject().value(u"duration").toDouble(), 3000.0);
    const QString id = get(app("/events/traces?timespan=P7D")).json().value(u"value").toArray().at(0).toObject().value(u"id").toString();
    QCOMPARE(id.size(), 32);
    const QJsonArray records = get(app("/events/traces/" + id.toUtf8())).json().value(u"value").toArray();
    QCOMPARE(records.size(), 1);
    QCOMPARE(records.at(0).toObject().value(u"trace").toObject().value(u"message").toString(), QStringLiteral("needle in the haystack"));
    QVERIFY(get(app("/events/requests/none")).json().value(u"value").toArray().isEmpty());
}

void TestLabApis::allEvents()
{
    const QJsonObject reply = get(app("/events/$all?timespan=P7D&$count=true&$top=1")).json();
    QCOMPARE(reply.value(u"@odata.count").toInt(), 49);
    QCOMPARE(reply.value(u"value").toArray().at(0).toObject().value(u"type").toString(), QStringLiteral("trace"));
    const QJsonArray found = get(app("/events/$all?timespan=P7D&$search=needle")).json().value(u"value").toArray();
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.at(0).toObject().value(u"trace").toObject().value(u"message").toString(), QStringLiteral("needle in the haystack"));
    QCOMPARE(get(app("/events/$all?timespan=P7D&$count=true&$top=0&$filter=request/duration%20ge%204000")).json().value(u"@odata.count").toInt(), 8);
}

void TestLabApis::badEvents_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::newRow("type") << QByteArray("nonsense") << 404;
    QTest::newRow("a tilde selects nothing") << QByteArray("requests?$select=~,a~x") << 200;
    QTest::newRow("apply") << QByteArray("requests?$apply=aggregate(count)") << 400;
    QTest::newRow("format") << QByteArray("requests?$format=xml") << 400;
    QTest::newRow("filter") << QByteArray("requests?$filter=nonsense%20eq%201") << 400;
    QTest::newRow("order") << QByteArray("requests?$orderby=nonsense") << 400;
    QTest::newRow("top") << QByteArray("requests?$top=-1") << 400;
    QTest::newRow("skip") << QByteArray("requests?$skip=many") << 400;
    QTest::newRow("timespan") << QByteArray("requests?timespan=nonsense") << 400;
}

void TestLabApis::badEvents()
{
    QFETCH(const QByteArray, path);
    QFETCH(const int, status);
    const test::HttpAnswer answer = get(app("/events/" + path));
    QVERIFY2(answer.status == status, answer.body.constData());
    QCOMPARE(code(answer).isEmpty(), status == 200);
}

void TestLabApis::authOfEveryPath_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *path : {"/metadata", "/metrics/requests%2Fcount", "/metrics/metadata", "/events/requests", "/events/requests/r1"})
        QTest::newRow(path) << QByteArray(path);
}

void TestLabApis::authOfEveryPath()
{
    QFETCH(const QByteArray, path);
    QCOMPARE(m_lab.send("GET", app(path)).status, 401);
    QCOMPARE(m_lab.send("GET", app(path), {{"Authorization", "Bearer " + m_lab.token("https://management.azure.com")}}).status, 403);
    QCOMPARE(get("/v1/apps/other" + path).status, 404);
    QCOMPARE(get(app(path)).status, 200);
}

QD_TEST_MAIN(QCoreApplication, TestLabApis)
#include "tst_labapis.moc"
