#include "labfixture.h"
#include "manualclock.h"
#include "otlpencoder.h"
#include "testmain.h"

#include <QJsonDocument>

using namespace qd;

namespace {

/// A second after the lab started, and a quarter of a second later.
const QByteArray t0 = "1795262401000000000";
const QByteArray t1 = "1795262401250000400";

QByteArray spansOf(const QByteArray &spans, const QByteArray &resource = "{\"key\":\"service.name\",\"value\":{\"stringValue\":\"mcp-server\"}}")
{
    return QByteArray("{\"resourceSpans\":[{\"resource\":{\"attributes\":[" + resource + "]},\"scopeSpans\":[{\"scope\":{\"name\":\"h\"},\"spans\":[" + spans + "]}]}]}");
}

QByteArray span(const QByteArray &more)
{
    return QByteArray("{\"traceId\":\"9EA4F43EED1DBF8756EF404A1510175D\",\"spanId\":\"31853a4bb00e3be0\",\"startTimeUnixNano\":\"" + t0
                      + "\",\"endTimeUnixNano\":\"" + t1 + "\"" + (more.isEmpty() ? "" : ",") + more + "}");
}

QByteArray logsOf(const QByteArray &log)
{
    return QByteArray("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[" + log + "]}]}]}");
}

QByteArray metricsOf(const QByteArray &metrics)
{
    return QByteArray("{\"resourceMetrics\":[{\"scopeMetrics\":[{\"scope\":{\"name\":\"h\"},\"metrics\":[" + metrics + "]}]}]}");
}

/// {"key":…,"value":{kind:value}} for each; values are JSON.
QByteArray attributes(const QList<std::pair<QByteArray, QByteArray>> &list)
{
    QByteArray out = "\"attributes\":[";
    for (const auto &[key, value] : list)
        out += (out.endsWith('[') ? "" : ",") + QByteArray("{\"key\":\"" + key + "\",\"value\":{" + value + "}}");
    return out + "]";
}

QByteArray text(const char *value) { return QByteArray("\"stringValue\":\"" + QByteArray(value) + "\""); }

} // namespace

/// OpenTelemetry's own protocol: every sample goes in as JSON and as protobuf, and is found by KQL in the columns where
/// Microsoft's exporter would have put it.
class TestOtlp : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void lands_data();
    void lands();
    void totalsBecomePeriods();
    void largeIntegers();
    void partial();
    void replies_data();
    void replies();
    void gzipAndChunks();
    void authorization();

private:
    static test::HttpAnswer post(const test::LabFixture &lab, const QByteArray &path, const QByteArray &body, bool isJson, const test::HeaderList &more = {})
    {
        return lab.send("POST", path, test::HeaderList{{"Content-Type", isJson ? "application/json" : "application/x-protobuf"}} + more, body);
    }
    static QByteArray pathOf(const QByteArray &body)
    {
        return body.contains("resourceSpans") ? "/v1/traces" : body.contains("resourceLogs") ? "/v1/logs" : "/v1/metrics";
    }
    static QString rowsOf(const test::LabFixture &lab, const QString &kql)
    {
        return QString::fromUtf8(QJsonDocument(lab.rows(kql)).toJson(QJsonDocument::Compact));
    }
};

void TestOtlp::lands_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("kql");
    QTest::addColumn<QString>("rows");
    const auto add = [](const char *name, const QByteArray &body, const char *kql, const char *rows) {
        QTest::newRow(name) << body << QString::fromLatin1(kql) << QString::fromLatin1(rows);
    };
    add("server span is a request",
        spansOf(span("\"parentSpanId\":\"aa853a4bb00e3be0\",\"kind\":2,\"name\":\"POST /chat\"," +
                     attributes({{"http.request.method", text("POST")}, {"url.full", text("https://agent.contoso.com/chat?x=1")}, {"http.response.status_code", "\"intValue\":\"500\""},
                                 {"client.address", text("203.0.113.9")}, {"enduser.id", text("u1")}, {"custom.k", text("v")}}))),
        "requests | project timestamp, id, name, url, success, resultCode, duration, operation_Id, operation_ParentId, operation_Name, client_IP, "
        "user_AuthenticatedId, cloud_RoleName, customDimensions, itemCount, sdkVersion",
        R"([["2026-11-21T12:00:01Z","31853a4bb00e3be0","POST /chat","https://agent.contoso.com/chat?x=1","False","500",250.0004,"9ea4f43eed1dbf8756ef404a1510175d","aa853a4bb00e3be0","POST /chat","203.0.113.9","u1","mcp-server","{\"custom.k\":\"v\"}",1,"otlp"]])");
    add("route names the operation", spansOf(span("\"kind\":2,\"name\":\"x\"," + attributes({{"http.method", text("GET")}, {"http.route", text("/o/{id}")}, {"http.status_code", "\"intValue\":404"}}))),
        "requests | project name, operation_Name, success, resultCode", R"([["GET /o/{id}","GET /o/{id}","False","404"]])");
    add("url from its parts", spansOf(span("\"kind\":2," + attributes({{"http.method", text("GET")}, {"http.scheme", text("http")}, {"http.target", text("/a?b")}, {"http.host", text("h:81")}}))),
        "requests | project url", R"([["http://h:81/a?b"]])");
    add("consumer request has no name", spansOf(span("\"kind\":5,\"name\":\"read\",\"status\":{\"code\":1}")), "requests | project name, success, resultCode", R"([["","True","0"]])");
    add("grpc request", spansOf(span("\"kind\":2,\"name\":\"svc/Do\"," + attributes({{"rpc.system", text("grpc")}, {"rpc.grpc.status_code", "\"intValue\":5"}}))),
        "requests | project name, resultCode", R"([["svc/Do","5"]])");
    add("http dependency",
        spansOf(span("\"kind\":3,\"name\":\"x\"," + attributes({{"http.request.method", text("POST")}, {"url.full", text("https://x.openai.azure.com:443/openai/d?api-version=1")},
                                                             {"http.response.status_code", "\"intValue\":200"}}))),
        "dependencies | project name, type, target, data, resultCode, success",
        R"([["POST /openai/d","Http","https://x.openai.azure.com/openai/d?api-version=1","https://x.openai.azure.com:443/openai/d?api-version=1","200","True"]])");
    add("genai dependency, everything is text",
        spansOf(span("\"kind\":3,\"name\":\"chat gpt-4o\"," + attributes({{"gen_ai.operation.name", text("chat")}, {"gen_ai.usage.input_tokens", "\"intValue\":20"}, {"d", "\"doubleValue\":1.5"},
                                                                      {"b", "\"boolValue\":true"}, {"gen_ai.response.finish_reasons", "\"arrayValue\":{\"values\":[{\"stringValue\":\"stop\"},{\"intValue\":2}]}"},
                                                                      {"map", "\"kvlistValue\":{\"values\":[{\"key\":\"k\",\"value\":{\"doubleValue\":2}}]}"}, {"bytes", "\"bytesValue\":\"AQL/\""},
                                                                      {"server.address", text("dropped")}, {"error.type", text("dropped")}, {"microsoft.x", text("dropped")},
                                                                      {"microsoft.gen_ai.main_agent.name", text("planner")}, {"twice", text("1")}, {"twice", text("2")}}))),
        "dependencies | project name, type, target, resultCode, customDimensions",
        R"([["chat gpt-4o","Dependency","","0","{\"b\":\"true\",\"bytes\":\"1,2,255\",\"d\":\"1.5\",\"gen_ai.operation.name\":\"chat\",\"gen_ai.response.finish_reasons\":\"[\\\"stop\\\",2]\",\"gen_ai.usage.input_tokens\":\"20\",\"map\":\"{\\\"k\\\":2}\",\"microsoft.gen_ai.main_agent.name\":\"planner\",\"twice\":\"2\"}"]])");
    add("internal with a parent", spansOf(span("\"kind\":1,\"parentSpanId\":\"aa853a4bb00e3be0\",\"status\":{\"code\":2,\"message\":\"bad\"}")), "dependencies | project type, success", R"([["InProc","False"]])");
    add("internal without", spansOf(span("\"kind\":1")), "dependencies | project type, success", R"([["Dependency","True"]])");
    add("producer", spansOf(span("\"kind\":4")), "dependencies | project type", R"([["Queue Message"]])");
    add("database", spansOf(span("\"kind\":3," + attributes({{"db.system", text("mssql")}, {"db.statement", text("select 1")}, {"db.name", text("shop")}, {"net.peer.name", text("sql1")}}))),
        "dependencies | project type, data, target", R"([["SQL","select 1","sql1|shop"]])");
    add("new database names are not known", spansOf(span("\"kind\":3," + attributes({{"db.system.name", text("postgresql")}}))), "dependencies | project type, tostring(customDimensions[\"db.system.name\"])",
        R"([["Dependency","postgresql"]])");
    add("rpc", spansOf(span("\"kind\":3," + attributes({{"rpc.system", text("grpc")}, {"peer.service", text("billing")}}))), "dependencies | project type, target", R"([["GRPC","billing"]])");
    add("azure library", spansOf(span("\"kind\":1," + attributes({{"az.namespace", text("Microsoft.KeyVault")}}))), "dependencies | project type", R"([["InProc | Microsoft.KeyVault"]])");
    add("event hub", spansOf(span("\"kind\":4," + attributes({{"az.namespace", text("Microsoft.EventHub")}, {"net.peer.name", text("hub/")}, {"message_bus.destination", text("orders")}}))),
        "dependencies | project type, target", R"([["Queue Message | Microsoft.EventHub","hub/orders"]])");
    add("exception event",
        spansOf(span("\"kind\":1,\"events\":[{\"timeUnixNano\":\"" + t1 + "\",\"name\":\"exception\"," + attributes({{"exception.type", text("TypeError")}, {"exception.message", text("tool failed")},
                     {"exception.stacktrace", text("TypeError: tool failed\\n    at run (/app/tool.js:10:5)")}, {"exception.escaped", text("False")}}) + "}]")),
        "exceptions | project type, outerMessage, method, problemId, severityLevel, operation_ParentId, tostring(customDimensions[\"exception.escaped\"])",
        R"([["TypeError","tool failed","run","TypeError at run",null,"31853a4bb00e3be0","False"]])");
    add("other event", spansOf(span("\"events\":[{\"name\":\"cache miss\"," + attributes({{"k", text("v")}}) + "}]")), "traces | project message, severityLevel, operation_Id, tostring(customDimensions.k)",
        R"([["cache miss",null,"9ea4f43eed1dbf8756ef404a1510175d","v"]])");
    add("links", spansOf(span("\"links\":[{\"traceId\":\"9ea4f43eed1dbf8756ef404a1510175e\",\"spanId\":\"31853a4bb00e3be1\"}]")), "dependencies | project tostring(customDimensions[\"_MS.links\"])",
        R"([["[{\"operation_Id\":\"9ea4f43eed1dbf8756ef404a1510175e\",\"id\":\"31853a4bb00e3be1\"}]"]])");
    add("sampled and measured", spansOf(span(attributes({{"microsoft.sample_rate", "\"doubleValue\":12.5"}, {"microsoft.custom_measurements", text("{\\\"a\\\":1.5,\\\"b\\\":\\\"x\\\"}")}}))),
        "dependencies | project itemCount, customMeasurements", R"([[8,"{\"a\":1.5}"]])");
    add("role of the resource", spansOf(span({}), "{\"key\":\"service.name\",\"value\":{\"stringValue\":\"agent-api\"}},{\"key\":\"service.namespace\",\"value\":{\"stringValue\":\"contoso\"}},"
                "{\"key\":\"service.instance.id\",\"value\":{\"stringValue\":\"pod-1\"}},{\"key\":\"service.version\",\"value\":{\"stringValue\":\"1.2.3\"}},"
                "{\"key\":\"telemetry.sdk.language\",\"value\":{\"stringValue\":\"nodejs\"}},{\"key\":\"telemetry.sdk.version\",\"value\":{\"stringValue\":\"2.10.0\"}}"),
        "dependencies | project cloud_RoleName, cloud_RoleInstance, application_Version, sdkVersion", R"([["contoso.agent-api","pod-1","1.2.3","nodejs:otel2.10.0:otlp"]])");
    add("role by Kubernetes", spansOf(span({}), "{\"key\":\"service.name\",\"value\":{\"stringValue\":\"unknown_service:node\"}},{\"key\":\"k8s.deployment.name\",\"value\":{\"stringValue\":\"web\"}}"),
        "dependencies | project cloud_RoleName", R"([["web"]])");
    add("log is a trace",
        logsOf("{\"timeUnixNano\":\"" + t0 + "\",\"severityNumber\":13,\"severityText\":\"WARN\",\"body\":{\"stringValue\":\"hello\"},\"eventName\":\"lost\",\"traceId\":\"9ea4f43eed1dbf8756ef404a1510175d\","
               "\"spanId\":\"31853a4bb00e3be0\"," + attributes({{"k", text("v")}, {"microsoftx", text("dropped")}}) + "}"),
        "traces | project timestamp, message, severityLevel, operation_Id, operation_ParentId, customDimensions",
        R"([["2026-11-21T12:00:01Z","hello",2,"9ea4f43eed1dbf8756ef404a1510175d","31853a4bb00e3be0","{\"k\":\"v\"}"]])");
    add("log without a time takes the observed one", logsOf("{\"observedTimeUnixNano\":\"" + t1 + "\",\"body\":{\"kvlistValue\":{\"values\":[{\"key\":\"a\",\"value\":{\"intValue\":1}}]}}}"),
        "traces | project timestamp, message, severityLevel", R"([["2026-11-21T12:00:01.2500000Z","{\"a\":1}",null]])");
    add("log with an exception", logsOf("{\"severityNumber\":17," + attributes({{"exception.type", text("E")}, {"exception.message", text("m")}, {"exception.stacktrace", text("    at run (x)")}}) + "}"),
        "exceptions | project type, outerMessage, severityLevel, method", R"([["E","m",3,"run"]])");
    add("log with a custom event", logsOf("{" + attributes({{"microsoft.custom_event.name", text("Rollback")}, {"slot", text("staging")}}) + "}"), "customEvents | project name, customDimensions",
        R"([["Rollback","{\"slot\":\"staging\"}"]])");
    add("log with an availability result",
        logsOf("{" + attributes({{"microsoft.availability.id", text("a1")}, {"microsoft.availability.name", text("ping")}, {"microsoft.availability.duration", text("00:00:01.250")},
                                 {"microsoft.availability.success", "\"boolValue\":false"}, {"microsoft.availability.runLocation", text("lab")}, {"microsoft.availability.message", text("ok")}}) + "}"),
        "availabilityResults | project id, name, location, success, message, duration", R"([["a1","ping","lab","False","ok",1250]])");
    add("gauge", metricsOf("{\"name\":\"g\",\"gauge\":{\"dataPoints\":[{\"timeUnixNano\":\"" + t0 + "\",\"asDouble\":1.5," + attributes({{"server.address", text("kept")}}) + "}]}}"),
        "customMetrics | project timestamp, name, value, valueCount, valueMin, valueMax, customDimensions", R"([["2026-11-21T12:00:01Z","g",1.5,1,1.5,1.5,"{\"server.address\":\"kept\"}"]])");
    add("delta sum", metricsOf("{\"name\":\"c\",\"sum\":{\"aggregationTemporality\":1,\"isMonotonic\":true,\"dataPoints\":[{\"startTimeUnixNano\":\"" + t0 + "\",\"timeUnixNano\":\"" + t1 + "\",\"asInt\":\"3\"}]}}"),
        "customMetrics | project name, valueSum, valueCount", R"([["c",3,1]])");
    add("histogram", metricsOf("{\"name\":\"h\",\"unit\":\"s\",\"histogram\":{\"aggregationTemporality\":1,\"dataPoints\":[{\"count\":\"2\",\"sum\":60,\"min\":20,\"max\":40,\"bucketCounts\":[0,\"2\"],\"explicitBounds\":[10],"
                               "\"startTimeUnixNano\":\"" + t0 + "\",\"timeUnixNano\":\"" + t1 + "\"}]}}"),
        "customMetrics | project name, value, valueSum, valueCount, valueMin, valueMax", R"([["h",60,60,2,20,40]])");
    add("exponential histogram", metricsOf("{\"name\":\"e\",\"exponentialHistogram\":{\"aggregationTemporality\":1,\"dataPoints\":[{\"count\":\"4\",\"sum\":8,\"scale\":1,\"min\":1,\"max\":3}]}}"),
        "customMetrics | project valueSum, valueCount, valueMin, valueMax", R"([[8,4,1,3]])");
    add("summary", metricsOf("{\"name\":\"s\",\"summary\":{\"dataPoints\":[{\"startTimeUnixNano\":\"" + t0 + "\",\"count\":\"4\",\"sum\":8,\"quantileValues\":[{\"quantile\":0,\"value\":1},{\"quantile\":1,\"value\":5}]}]}}"),
        "customMetrics | project valueSum, valueCount, valueMin, valueMax", R"([[8,4,1,5]])");
}

void TestOtlp::lands()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QString, kql);
    QFETCH(const QString, rows);
    for (const bool isJson : {true, false}) {
        const test::LabFixture lab;
        const test::HttpAnswer answer = post(lab, pathOf(body), isJson ? body : test::otlpProtobuf(body), isJson);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.headers.value("content-type", "application/x-protobuf"), QByteArray(isJson ? "application/json" : "application/x-protobuf"));
        QCOMPARE(answer.body, QByteArray(isJson ? "{}" : ""));
        QCOMPARE(rowsOf(lab, kql), rows);
    }
}

/// Running totals are kept as what each report added; a report that comes twice adds nothing, and a restarted sender starts anew.
void TestOtlp::totalsBecomePeriods()
{
    const test::LabFixture lab;
    const auto report = [&](const char *start, int second, const char *sum, const char *histogram) {
        const QByteArray times = "\"startTimeUnixNano\":\"" + QByteArray(start) + "\",\"timeUnixNano\":\"" + QByteArray::number(1795262410 + second) + "000000000\"";
        const QByteArray body = metricsOf("{\"name\":\"c\",\"sum\":{\"aggregationTemporality\":2,\"isMonotonic\":true,\"dataPoints\":[{" + times + ",\"asInt\":" + sum + "}]}},"
                                          "{\"name\":\"h\",\"histogram\":{\"aggregationTemporality\":2,\"dataPoints\":[{" + times + "," + histogram + "}]}},"
                                          "{\"name\":\"level\",\"sum\":{\"aggregationTemporality\":2,\"isMonotonic\":false,\"dataPoints\":[{" + times + ",\"asInt\":7}]}}");
        return post(lab, "/v1/metrics", second % 2 == 0 ? body : test::otlpProtobuf(body), second % 2 == 0).status;
    };
    QCOMPARE(report(t0.constData(), 0, "10", R"("count":2,"sum":3,"min":1,"max":2,"bucketCounts":[2,0,0],"explicitBounds":[5,50])"), 200);
    QCOMPARE(report(t0.constData(), 1, "25", R"("count":3,"sum":33,"min":1,"max":30,"bucketCounts":[2,1,0],"explicitBounds":[5,50])"), 200);
    QCOMPARE(report(t0.constData(), 1, "25", R"("count":3,"sum":33,"min":1,"max":30,"bucketCounts":[2,1,0],"explicitBounds":[5,50])"), 200);
    QCOMPARE(report("1795262412000000000", 3, "4", R"("count":1,"sum":9,"min":9,"max":9,"bucketCounts":[0,1,0],"explicitBounds":[5,50])"), 200);
    QCOMPARE(rowsOf(lab, QStringLiteral("customMetrics | where name == 'c' | order by timestamp asc | project valueSum, valueCount")), QStringLiteral("[[10,1],[15,1],[4,1]]"));
    QCOMPARE(rowsOf(lab, QStringLiteral("customMetrics | where name == 'h' | order by timestamp asc | project valueSum, valueCount, valueMin, valueMax")),
             QStringLiteral("[[3,2,1,2],[30,1,5,30],[9,1,9,9]]"));
    QCOMPARE(rowsOf(lab, QStringLiteral("customMetrics | where name == 'level' | project valueSum")), QStringLiteral("[[7],[7],[7],[7]]"));
    // Begun before the lab: what was told to somebody else is not told again.
    QCOMPARE(report("1795262000000000000", 5, "1000", R"("count":0)"), 200);
    QCOMPARE(rowsOf(lab, QStringLiteral("customMetrics | where name == 'c' | summarize sum(valueSum)")), QStringLiteral("[[1029]]"));
    const test::LabFixture later;
    const QByteArray old = metricsOf("{\"name\":\"c\",\"sum\":{\"aggregationTemporality\":2,\"isMonotonic\":true,\"dataPoints\":[{\"startTimeUnixNano\":\"1795262000000000000\",\"asInt\":1000}]}}");
    QCOMPARE(post(later, "/v1/metrics", old, true).status, 200);
    QCOMPARE(post(later, "/v1/metrics", QByteArray(old).replace("1000}", "1005}"), true).status, 200);
    QCOMPARE(rowsOf(later, QStringLiteral("customMetrics | project valueSum")), QStringLiteral("[[5]]"));
}

/// JavaScript's exporter writes 1e21 as an integer, and large ones as texts.
void TestOtlp::largeIntegers()
{
    const test::LabFixture lab;
    const QByteArray body = spansOf(span(attributes({{"a", "\"intValue\":1e21"}, {"b", "\"intValue\":\"9007199254740993\""}, {"c", "\"intValue\":-5"}})));
    QCOMPARE(post(lab, "/v1/traces", body, true).status, 200);
    QCOMPARE(rowsOf(lab, QStringLiteral("dependencies | project customDimensions")), QStringLiteral(R"([["{\"a\":\"1e+21\",\"b\":\"9007199254740993\",\"c\":\"-5\"}"]])"));
}

void TestOtlp::partial()
{
    const test::LabFixture lab;
    const QByteArray body = spansOf(span({}) + "," + span({}).replace("9EA4F43EED1DBF8756EF404A1510175D", "00000000000000000000000000000000"));
    const test::HttpAnswer json = post(lab, "/v1/traces", body, true);
    QCOMPARE(json.status, 200);
    QCOMPARE(json.body, QByteArray(R"({"partialSuccess":{"rejectedSpans":"1","errorMessage":"a span without a valid trace id and span id"}})"));
    const test::HttpAnswer protobuf = post(lab, "/v1/traces", test::otlpProtobuf(body), false);
    QCOMPARE(protobuf.body, QByteArray::fromHex("0a2f0801122b") + QByteArray("a span without a valid trace id and span id"));
    const test::HttpAnswer points = post(lab, "/v1/metrics", metricsOf(R"({"name":"g","gauge":{"dataPoints":[{"asDouble":"NaN"},{"asDouble":1}]}})"), true);
    QCOMPARE(points.body, QByteArray(R"({"partialSuccess":{"rejectedDataPoints":"1","errorMessage":"a data point that is not a finite number"}})"));
    QCOMPARE(rowsOf(lab, QStringLiteral("dependencies | count")), QStringLiteral("[[2]]"));
    QCOMPARE(rowsOf(lab, QStringLiteral("customMetrics | count")), QStringLiteral("[[1]]"));
}

void TestOtlp::replies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isJson");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("says");
    const auto add = [](const char *name, const QByteArray &body, bool isJson, int status, const char *says) {
        QTest::newRow(name) << body << isJson << status << QString::fromLatin1(says);
    };
    const QByteArray proto = test::otlpProtobuf(spansOf(span("\"name\":\"chat\"")));
    QByteArray deepJson = "\"stringValue\":\"x\"";
    for (int i = 0; i < 40; ++i)
        deepJson = "\"arrayValue\":{\"values\":[{" + deepJson + "}]}";
    add("nothing, JSON", "{}", true, 200, "{}");
    add("nothing, protobuf", "", false, 200, "");
    add("null is the default", spansOf(span("\"name\":null,\"attributes\":null,\"kind\":null,\"status\":null")), true, 200, "{}");
    add("not JSON", "{", true, 400, "not JSON");
    add("no object", "[1]", true, 400, "'the body' must be an object");
    add("NaN", "{\"a\":NaN}", true, 400, "not JSON");
    add("deep brackets", QByteArray(200'000, '['), true, 400, "not JSON");
    add("deep attribute", spansOf(span(attributes({{"k", deepJson}}))), true, 400, "nests too deep");
    add("deep attribute, protobuf", test::otlpProtobuf(spansOf(span(attributes({{"k", deepJson}})))), false, 400, "nests too deep");
    add("wrong type", spansOf(span("\"name\":7")), true, 400, "'name' must be a text");
    add("wrong number", spansOf(span("\"kind\":\"SERVER\"")), true, 400, "'kind' must be an integer");
    add("wrong list", "{\"resourceSpans\":{}}", true, 400, "'resourceSpans' must be an array");
    add("negative time", spansOf("{\"startTimeUnixNano\":-1}"), true, 400, "'startTimeUnixNano' must be an unsigned integer");
    add("unknown members", QByteArray(spansOf(span("\"future\":{\"x\":[1]}"))), true, 200, "{}");
    add("cut protobuf", proto.left(proto.size() - 3), false, 400, "not a protobuf export request");
    add("numbers where messages belong", QByteArray::fromHex("0a021001") + QByteArray::fromHex("0a0412021001") + QByteArray::fromHex("0a020801") + "\x08\x01", false, 200, "");
    add("noise", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", false, 400, "not a protobuf export request");
}

void TestOtlp::replies()
{
    QFETCH(const QByteArray, body);
    QFETCH(const bool, isJson);
    QFETCH(const int, status);
    QFETCH(const QString, says);
    const test::LabFixture lab;
    const test::HttpAnswer answer = post(lab, "/v1/traces", body, isJson);
    QCOMPARE(answer.status, status);
    QVERIFY2(answer.body.contains(says.toUtf8()), answer.body.constData());
    if (status == 400 && isJson)
        QCOMPARE(answer.json().value(u"code").toInt(), 3); // INVALID_ARGUMENT
    if (status == 400 && !isJson)
        QVERIFY(answer.body.startsWith("\x08\x03\x12"));
    QCOMPARE(lab.send("POST", "/v1/traces", {{"Content-Type", "text/plain"}}, body.isEmpty() ? "x" : body).status, 415);
}

void TestOtlp::gzipAndChunks()
{
    const test::LabFixture lab;
    const QByteArray packed = test::gzipBytes(test::otlpProtobuf(spansOf(span({}))));
    const QByteArray chunked = QByteArray::number(packed.size(), 16) + "\r\n" + packed + "\r\n0\r\n\r\n";
    QCOMPARE(post(lab, "/v1/traces", chunked, false, {{"Content-Encoding", "gzip"}, {"Transfer-Encoding", "chunked"}}).status, 200);
    QCOMPARE(rowsOf(lab, QStringLiteral("dependencies | count")), QStringLiteral("[[1]]"));
    QCOMPARE(post(lab, "/v1/traces", packed.left(packed.size() / 2), false, {{"Content-Encoding", "gzip"}}).status, 400);
    const QByteArray bomb = test::gzipBytes(QByteArray(80 << 20, ' '));
    QCOMPARE(post(lab, "/v1/traces", bomb, true, {{"Content-Encoding", "gzip"}}).status, 413);
}

void TestOtlp::authorization()
{
    const test::LabFixture lab;
    const QByteArray body = spansOf(span({}));
    QCOMPARE(post(lab, "/v1/traces", body, true, {{"Authorization", "Bearer " + lab.token("https://monitor.azure.com")}}).status, 200);
    QCOMPARE(post(lab, "/v1/traces", body, true, {{"Authorization", "Bearer " + lab.token("https://api.loganalytics.io")}}).status, 403);
    QCOMPARE(post(lab, "/v1/traces", body, true, {{"Authorization", "Bearer nonsense"}}).status, 401);
}

QD_TEST_MAIN(QCoreApplication, TestOtlp)
#include "tst_otlp.moc"
