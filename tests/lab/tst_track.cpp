#include "contracts.h"
#include "ingestion/trackendpoint.h"
#include "labfixture.h"
#include "manualclock.h"
#include "testmain.h"

#include <QJsonDocument>

using namespace qd;

namespace {

/// Takes nothing, as a store on a full disk.
class FullSink final : public lab::TelemetrySink
{
public:
    Result<void> accept(std::vector<lab::TelemetryItem>) override
    {
        return Error{.kind = ErrorKind::Internal, .message = QStringLiteral("No room."), .detail = QStringLiteral("/secret/path")};
    }
};

} // namespace

/// Telemetry posted as Microsoft's exporter sends it, found again by KQL in the columns where Azure puts it.
class TestTrack : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void envelopeLands_data();
    void envelopeLands();
    void lineStream();
    void gzipped();
    void sampling();
    void partial();
    void refusals_data();
    void refusals();
    void longValuesAreCut();
    void manyAttributes();
    void duplicateKeys();
    void repeatedIsStoredTwice();
    void otherAudience();
    void lostIsNotAccepted();
    void fullQueueAsksForPatience();

private:
    [[nodiscard]] QByteArray envelope(const QString &kind) const;
    [[nodiscard]] QByteArray envelopeWith(const QString &kind, const QByteArray &from, const QByteArray &to) const
    {
        return envelope(kind).replace(from, to);
    }
    test::HttpAnswer track(const QByteArray &body, const test::HeaderList &more = {}) const
    {
        return m_lab.send("POST", "/v2.1/track", test::HeaderList{{"Content-Type", "application/json"}} + more, body);
    }

    test::LabFixture m_lab;
};

/// The pinned envelope for the lab's own instrumentation key, on one line.
QByteArray TestTrack::envelope(const QString &kind) const
{
    const QByteArray text = test::contractFile(QStringLiteral("breeze-%1.json").arg(kind));
    QByteArray line = QJsonDocument::fromJson(text).toJson(QJsonDocument::Compact);
    return line.replace("00000000-0000-0000-0000-0000000000ab", m_lab.info().instrumentationKey.toUtf8());
}

void TestTrack::envelopeLands_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("kql");
    QTest::addColumn<QString>("row");
    const auto add = [](const char *kind, const char *kql, const char *row) {
        QTest::newRow(qPrintable(QLatin1String(kind) + QLatin1String(": ") + QLatin1String(kql)))
            << QString::fromLatin1(kind) << QString::fromLatin1(kql) << QString::fromLatin1(row);
    };
    add("request", "requests | project timestamp, id, name, url, success, resultCode, duration, performanceBucket, itemType, itemCount",
        "[[\"2026-11-21T03:31:30.0390000Z\",\"22b4b3b15b6a6519\",\"POST /chat\",\"https://agent.contoso.com/chat\",\"False\",\"500\","
        "1.7631,\"<250ms\",\"request\",1]]");
    add("request", "requests | project operation_Id, operation_Name, cloud_RoleName, cloud_RoleInstance, application_Version, client_IP, "
                   "sdkVersion, tostring(customDimensions[\"custom.k\"])",
        "[[\"0ab5e2e67f3edc5d5796bc4471213eb3\",\"POST /chat\",\"contoso.agent-api\",\"pod-1\",\"1.2.3\",\"203.0.113.9\","
        "\"node20:otel2.10.0:ext1.0.0-beta.45\",\"v\"]]");
    add("request", "requests | project user_AuthenticatedId", "[[\"u1\"]]");
    add("dependency-http", "dependencies | where type == \"Http\" | project id, name, target, data, success, resultCode, duration, operation_ParentId",
        "[[\"67d72882bef09f50\",\"POST /openai/deployments/gpt-4o/chat/completions\",\"x.openai.azure.com\","
        "\"https://x.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21\",\"True\",\"200\",0.2923,"
        "\"22b4b3b15b6a6519\"]]");
    add("dependency-genai", "dependencies | where isnotempty(customDimensions[\"gen_ai.operation.name\"]) | project name, type, target, resultCode, "
                            "toint(customDimensions[\"gen_ai.usage.input_tokens\"]), tostring(customDimensions[\"gen_ai.response.finish_reasons\"])",
        "[[\"chat gpt-4o\",\"Dependency\",\"\",\"0\",20,\"[\\\"stop\\\"]\"]]");
    add("message", "traces | project message, severityLevel, tostring(customDimensions.tool)", "[[\"tool allowlist denied\",2,\"rm\"]]");
    add("exception", "exceptions | project type, message, outerType, outerMessage, innermostMessage, severityLevel, method, problemId",
        "[[\"TypeError\",\"tool failed\",\"TypeError\",\"tool failed\",\"tool failed\",3,\"run\",\"TypeError at run\"]]");
    add("metric", "customMetrics | project name, value, valueSum, valueCount, valueMin, valueMax, tostring(customDimensions[\"gen_ai.token.type\"])",
        "[[\"gen_ai.client.token.usage\",60,60,2,20,40,\"input\"]]");
    add("event", "customEvents | project name, tostring(customDimensions.slot)", "[[\"Rollback\",\"staging\"]]");
    add("availability", "availabilityResults | project id, name, location, success, message, duration",
        "[[\"a1\",\"ping\",\"lab\",\"True\",\"ok\",1250]]");
}

void TestTrack::envelopeLands()
{
    QFETCH(const QString, kind);
    QFETCH(const QString, kql);
    QFETCH(const QString, row);
    const test::LabFixture fresh;
    const test::HttpAnswer answer = fresh.send("POST", "/v2.1/track", {{"Content-Type", "application/json"}}, "[" + envelope(kind) + "]");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json().value(u"itemsAccepted").toInt(), 1);
    QCOMPARE(answer.json().value(u"appId").toString(), fresh.info().appId);
    QVERIFY(answer.json().value(u"errors").toArray().isEmpty());
    QCOMPARE(QString::fromUtf8(QJsonDocument(fresh.rows(kql)).toJson(QJsonDocument::Compact)), row);
}

void TestTrack::lineStream()
{
    const test::LabFixture fresh;
    const QByteArray body = envelope(QStringLiteral("event")) + "\r\n\n" + envelope(QStringLiteral("event")) + "\n{\"cut\": ";
    const test::HttpAnswer answer = fresh.send("POST", "//v2//track", {{"Content-Type", "application/x-json-stream"}}, body);
    QCOMPARE(answer.status, 206);
    QCOMPARE(answer.json().value(u"itemsReceived").toInt(), 3);
    QCOMPARE(answer.json().value(u"itemsAccepted").toInt(), 2);
    QCOMPARE(fresh.rows(QStringLiteral("customEvents | count")).at(0).toArray().at(0).toInt(), 2);
}

void TestTrack::gzipped()
{
    const QByteArray packed = test::gzipBytes("[" + envelope(QStringLiteral("message")) + "]");
    QCOMPARE(track(packed, {{"Content-Encoding", "gzip"}}).status, 200);
    QCOMPARE(track(packed.left(packed.size() / 2), {{"Content-Encoding", "gzip"}}).status, 400);
}

void TestTrack::sampling()
{
    const test::LabFixture fresh;
    fresh.send("POST", "/v2.1/track", {}, "[" + envelopeWith(QStringLiteral("request"), "\"sampleRate\":100", "\"sampleRate\":12.5") + "]");
    QCOMPARE(fresh.rows(QStringLiteral("requests | project itemCount")).at(0).toArray().at(0).toInt(), 8);
}

void TestTrack::partial()
{
    const QByteArray foreign = envelope(QStringLiteral("event")).replace(m_lab.info().instrumentationKey.toUtf8(),
                                                                         "11111111-1111-1111-1111-111111111111");
    const test::HttpAnswer answer = track("[" + foreign + "," + envelope(QStringLiteral("event")) + ",7]");
    QCOMPARE(answer.status, 206);
    const QJsonArray errors = answer.json().value(u"errors").toArray();
    QCOMPARE(errors.size(), 2);
    QCOMPARE(errors.at(0).toObject().value(u"index").toInt(), 0);
    QCOMPARE(errors.at(0).toObject().value(u"statusCode").toInt(), 400);
    QCOMPARE(errors.at(0).toObject().value(u"message").toString(), QStringLiteral("Invalid instrumentation key"));
    QCOMPARE(errors.at(1).toObject().value(u"index").toInt(), 2);
}

void TestTrack::refusals_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("says");
    const auto says = [](const char *text) { return QString::fromLatin1(text); };
    const auto broken = [this](const char *kind, const char *from, const char *to) {
        return QByteArray("[" + envelopeWith(QString::fromLatin1(kind), from, to) + "]");
    };
    QTest::newRow("empty") << QByteArray() << says("Empty body");
    QTest::newRow("not JSON") << QByteArray("[{]") << says("Invalid JSON");
    QTest::newRow("a number") << QByteArray("42") << says("Invalid envelope");
    QTest::newRow("NaN") << broken("metric", "\"value\":60", "\"value\":NaN") << says("Invalid JSON");
    QTest::newRow("bad UTF-8") << broken("message", "tool allowlist denied", "tool \xC3\x28") << says("Invalid JSON");
    QTest::newRow("deep nesting") << QByteArray(200'000, '[') << says("nested too deep");
    QTest::newRow("deep properties") << broken("event", "\"staging\"", QByteArray("[").repeated(100).append(QByteArray("]").repeated(100)).constData())
                                     << says("nested too deep");
    QTest::newRow("no time") << broken("event", "\"time\"", "\"tame\"") << says("'time'");
    QTest::newRow("bad time") << broken("event", "2026-11-21T03", "2026-13-21T03") << says("'time'");
    QTest::newRow("no key") << broken("event", "\"iKey\"", "\"yKey\"") << says("'iKey'");
    QTest::newRow("unknown type") << broken("event", "\"EventData\"", "\"TeaData\"") << says("TeaData");
    QTest::newRow("no data") << broken("event", "\"baseData\"", "\"bassData\"") << says("'baseData'");
    QTest::newRow("event without name") << broken("event", "\"name\":\"Rollback\"", "\"nome\":1") << says("'name'");
    QTest::newRow("bad duration") << broken("request", "00:00:00.0017631", "fast") << says("'duration'");
    QTest::newRow("metric without value") << broken("metric", "\"value\":60", "\"value\":null") << says("'value'");
    QTest::newRow("exception of numbers") << broken("exception", "\"exceptions\":[", "\"exceptions\":[1,") << says("'exceptions'");
}

void TestTrack::refusals()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QString, says);
    const test::HttpAnswer answer = track(body);
    QCOMPARE(answer.status, 400);
    const QJsonObject reply = answer.json();
    QCOMPARE(reply.value(u"itemsAccepted").toInt(-1), 0);
    const QString message = reply.value(u"errors").toArray().at(0).toObject().value(u"message").toString();
    QVERIFY2(message.contains(says), qPrintable(message));
}

void TestTrack::longValuesAreCut()
{
    const test::LabFixture fresh;
    QByteArray body = envelope(QStringLiteral("event"));
    const QByteArray properties = "{\"slot\":\"x" + QByteArray("\xC3\xA4").repeated(5000) + "\",\"gen_ai.input.messages\":\""
        + QByteArray(20'000, 'm') + "\"}";
    body.replace("{\"slot\":\"staging\"}", properties);
    QCOMPARE(fresh.send("POST", "/v2.1/track", {}, "[" + body + "]").status, 200);
    const QJsonArray row = fresh.rows(QStringLiteral("customEvents | project strlen(tostring(customDimensions.slot)), "
                                                     "strlen(tostring(customDimensions[\"gen_ai.input.messages\"]))")).at(0).toArray();
    QCOMPARE(row.at(0).toInt(), 4096); // 1 + 4095 two-byte letters: 8191 bytes, the next would pass 8192
    QCOMPARE(row.at(1).toInt(), 20'000);
}

void TestTrack::manyAttributes()
{
    const test::LabFixture fresh;
    QByteArray properties;
    for (int i = 0; i < 10'000; ++i)
        properties += "\"key" + QByteArray::number(i) + "\":\"" + QByteArray::number(i) + "\",";
    const QByteArray body = envelope(QStringLiteral("event")).replace("{\"slot\"", QByteArray("{" + properties + "\"slot\""));
    QCOMPARE(fresh.send("POST", "/v2.1/track", {}, "[" + body + "]").status, 200);
    QCOMPARE(fresh.rows(QStringLiteral("customEvents | project tostring(customDimensions.key9999)")).at(0).toArray().at(0).toString(),
             QStringLiteral("9999"));
}

void TestTrack::duplicateKeys()
{
    const test::LabFixture fresh;
    const QByteArray body = envelope(QStringLiteral("event")).replace("\"slot\":\"staging\"", "\"slot\":\"a\",\"slot\":\"b\"");
    QCOMPARE(fresh.send("POST", "/v2.1/track", {}, "[" + body + "]").status, 200);
    QCOMPARE(fresh.rows(QStringLiteral("customEvents | project tostring(customDimensions.slot)")).at(0).toArray().at(0).toString(),
             QStringLiteral("b"));
}

void TestTrack::repeatedIsStoredTwice()
{
    const test::LabFixture fresh;
    for (int i = 0; i < 2; ++i)
        fresh.send("POST", "/v2.1/track", {}, "[" + envelope(QStringLiteral("request")) + "]");
    QCOMPARE(fresh.rows(QStringLiteral("requests | count")).at(0).toArray().at(0).toInt(), 2);
}

void TestTrack::otherAudience()
{
    const QByteArray body = "[" + envelope(QStringLiteral("event")) + "]";
    QCOMPARE(track(body, {{"Authorization", "Bearer " + m_lab.token("https://monitor.azure.com")}}).status, 200);
    QCOMPARE(track(body, {{"Authorization", "Bearer " + m_lab.token("https://api.loganalytics.io")}}).status, 403);
    QCOMPARE(track(body, {{"Authorization", "Bearer nonsense"}}).status, 401);
}

void TestTrack::lostIsNotAccepted()
{
    test::allowErrorLogs();
    const lab::LabIdentity identity = lab::LabIdentity::fromSeed(1, "secret");
    const test::ManualClock clock;
    const lab::TokenService tokens(identity, clock);
    FullSink sink;
    lab::Router router;
    lab::IngestGate gate;
    lab::addTrackRoutes(router, identity, tokens, gate, sink);
    const QByteArray one = envelope(QStringLiteral("event")).replace(m_lab.info().instrumentationKey.toUtf8(),
                                                                     QByteArray::fromStdString(identity.instrumentationKey));
    lab::HttpRequest request{.method = "POST", .segments = {"v2.1", "track"}};
    request.body = QByteArray("[" + one + "," + one + ",7]").toStdString();
    const lab::HttpReply reply = router.route(request);
    QCOMPARE(reply.status, 503);
    QCOMPARE(reply.headers.size(), size_t(1));
    QCOMPARE(reply.headers.front().first, std::string("Retry-After"));
    QVERIFY(std::stoi(reply.headers.front().second) > 0);
    QCOMPARE(QByteArray::fromStdString(reply.body),
             QByteArray("{\"itemsReceived\":3,\"itemsAccepted\":0,\"appId\":\"" + QByteArray::fromStdString(identity.appId)
                        + "\",\"errors\":[{\"index\":0,\"statusCode\":503,\"message\":\"Telemetry cannot be stored at the moment\"}]}"));
    request.body = "[7]"; // nothing to store: the sender's own fault
    QCOMPARE(router.route(request).status, 400);
}

/// Telemetry that waits for the store is bounded in bytes; a batch larger than that enters alone.
void TestTrack::fullQueueAsksForPatience()
{
    const lab::LabIdentity identity = lab::LabIdentity::fromSeed(1, "secret");
    const test::ManualClock clock;
    const lab::TokenService tokens(identity, clock);
    FullSink sink;
    lab::Router router;
    lab::IngestGate gate(10);
    lab::addTrackRoutes(router, identity, tokens, gate, sink);
    lab::HttpRequest request{.method = "POST", .segments = {"v2.1", "track"}};
    request.body = R"([{"name":"x"}])";
    {
        const lab::IngestGate::Ticket other = gate.enter(1);
        QVERIFY(other);
        const lab::HttpReply reply = router.route(request);
        QCOMPARE(reply.status, 429);
        QCOMPARE(reply.headers.front(), (std::pair<std::string, std::string>("Retry-After", lab::IngestGate::retrySeconds)));
        QVERIFY(reply.body.find("\"itemsAccepted\":0") != std::string::npos);
    }
    QCOMPARE(router.route(request).status, 400); // read, and found wanting
}

QD_TEST_MAIN(QCoreApplication, TestTrack)
#include "tst_track.moc"
