#include "everythingpeer.h"
#include "labfixture.h"
#include "testmain.h"

#include <QJsonDocument>
#include <QTcpServer>
#include <QTcpSocket>

#include <thread>

using namespace qd;

/// The gateway on a real socket: keys, policies in front of MCP servers of the lab and of others, streams.
class TestGateway : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { test::failOnWarnings(); }
    void cleanup();

    void health();
    void keys();
    void unknownPathsAre404();
    void mcpServerOfTheLab();
    void argumentsAreChecked();
    void oldRevisionsMayBatch();
    void policyIsEnforced();
    void enforcementCanBeSwitchedOff();
    void rateLimitAnswers429();
    void callsAreTelemetry();
    void everythingBehindTheGateway();
    void streamsComeThroughAsTheyAreMade();
    void deadUpstreamIsAnError();

private:
    [[nodiscard]] test::HttpAnswer arm(const QByteArray &method, const QByteArray &path, const QByteArray &body = {}) const;
    void setPolicy(const QByteArray &api, const QString &inbound) const;
    void dropPolicy(const QByteArray &api) const;
    [[nodiscard]] test::HttpAnswer send(const QByteArray &method, const QByteArray &path, const QByteArray &body = {}, test::HeaderList headers = {}) const;
    [[nodiscard]] test::HttpAnswer rpc(const QByteArray &api, const QByteArray &message, const QByteArray &session = {}) const;
    [[nodiscard]] QByteArray session(const QByteArray &api, const QByteArray &revision = "2025-11-25") const;
    static QString allowlist(const QString &tool);

    std::unique_ptr<test::EverythingPeer> m_everything;
    std::unique_ptr<QTcpServer> m_slowServer;
    std::unique_ptr<test::LabFixture> m_lab;
    quint16 m_port = 0;
    QByteArray m_api;
    QByteArray m_tenant;
    QByteArray m_key;
};

void TestGateway::initTestCase()
{
    m_slowServer = std::make_unique<QTcpServer>();
    QVERIFY(m_slowServer->listen(QHostAddress::LocalHost));
    lab::LabOptions options = test::LabFixture::emptyOptions();
    options.mcpUpstreams = {QStringLiteral("slow=http://127.0.0.1:%1/mcp").arg(m_slowServer->serverPort()), QStringLiteral("dead=http://127.0.0.1:1/mcp")};
    if (test::EverythingPeer::isInstalled()) {
        m_everything = std::make_unique<test::EverythingPeer>();
        QVERIFY2(m_everything->start(), qPrintable(m_everything->error()));
        options.mcpUpstreams.append(QStringLiteral("everything=") + m_everything->url());
    }
    m_lab = std::make_unique<test::LabFixture>(options);
    m_port = static_cast<quint16>(QUrl(m_lab->info().gatewayUrl).port());
    for (const QJsonValue api : arm("GET", "/apis").json().value(u"value").toArray())
        if (const QByteArray name = api.toObject().value(u"name").toString().toUtf8(); name.contains("orders"))
            m_api = name;
    m_tenant = arm("GET", "/subscriptions").json().value(u"value").toArray().at(0).toObject().value(u"name").toString().toUtf8();
    m_key = arm("POST", "/subscriptions/" + m_tenant + "/listSecrets").json().value(u"primaryKey").toString().toUtf8();
    QVERIFY(!m_api.isEmpty() && m_key.size() == 32);
}

void TestGateway::cleanup()
{
    dropPolicy(m_api);
    dropPolicy("everything");
    test::checkNoErrorsLogged();
}

test::HttpAnswer TestGateway::arm(const QByteArray &method, const QByteArray &path, const QByteArray &body) const
{
    const QByteArray root = "/subscriptions/" + m_lab->info().subscriptionId.toUtf8() + "/resourceGroups/" + m_lab->info().resourceGroup.toUtf8()
        + "/providers/Microsoft.ApiManagement/service/" + m_lab->info().apimName.toUtf8();
    return m_lab->send(method, root + path + "?api-version=2024-05-01",
                       {{"Authorization", "Bearer " + m_lab->info().bearerToken.toUtf8()}, {"Content-Type", "application/json"}, {"If-Match", "*"}}, body);
}

void TestGateway::setPolicy(const QByteArray &api, const QString &inbound) const
{
    const QString xml = QStringLiteral("<policies><inbound><base/>%1</inbound></policies>").arg(inbound);
    const QJsonObject properties{{QStringLiteral("format"), QStringLiteral("rawxml")}, {QStringLiteral("value"), xml}};
    const QByteArray root = "/subscriptions/" + m_lab->info().subscriptionId.toUtf8() + "/resourceGroups/" + m_lab->info().resourceGroup.toUtf8()
        + "/providers/Microsoft.ApiManagement/service/" + m_lab->info().apimName.toUtf8();
    const test::HttpAnswer answer = m_lab->send("PUT", root + "/apis/" + api + "/policies/policy?api-version=2024-05-01",
                                                {{"Authorization", "Bearer " + m_lab->info().bearerToken.toUtf8()}, {"Content-Type", "application/json"}},
                                                QJsonDocument(QJsonObject{{QStringLiteral("properties"), properties}}).toJson());
    QVERIFY2(answer.status == 201 || answer.status == 200, answer.body.constData());
}

void TestGateway::dropPolicy(const QByteArray &api) const { (void)arm("DELETE", "/apis/" + api + "/policies/policy"); }

test::HttpAnswer TestGateway::send(const QByteArray &method, const QByteArray &path, const QByteArray &body, test::HeaderList headers) const
{
    headers.emplaceBack("Content-Type", "application/json");
    headers.emplaceBack("Accept", "application/json, text/event-stream");
    return test::sendHttp(m_port, method, path, headers, body);
}

test::HttpAnswer TestGateway::rpc(const QByteArray &api, const QByteArray &message, const QByteArray &session) const
{
    test::HeaderList headers{{"Ocp-Apim-Subscription-Key", m_key}};
    if (!session.isEmpty())
        headers.emplaceBack("Mcp-Session-Id", session);
    return send("POST", "/" + api + "/mcp", message, headers);
}

QByteArray TestGateway::session(const QByteArray &api, const QByteArray &revision) const
{
    const QByteArray message = R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":")" + revision + R"(","capabilities":{},"clientInfo":{"name":"t","version":"1"}}})";
    const test::HttpAnswer answer = rpc(api, message);
    const QByteArray id = answer.headers.value("mcp-session-id");
    (void)rpc(api, R"({"jsonrpc":"2.0","method":"notifications/initialized"})", id);
    return id;
}

QString TestGateway::allowlist(const QString &tool)
{
    return QStringLiteral(R"xml(<set-variable name="allow" value="[&quot;%1&quot;]"/>
<set-variable name="stop" value="@{
    var body = context.Request.Body.As<JToken>(preserveContent: true);
    var allowed = JArray.Parse((string)context.Variables["allow"]).Select(t => (string)t).ToList();
    var messages = body is JArray ? (JArray)body : new JArray(body);
    foreach (JToken m in messages) {
        if (((string)m["method"] ?? "").Equals("tools/call", StringComparison.OrdinalIgnoreCase) && !allowed.Contains((string)m["params"]["name"])) {
            return new JObject(new JProperty("jsonrpc", "2.0"), new JProperty("id", m["id"]),
                new JProperty("error", new JObject(new JProperty("code", -32601), new JProperty("message", "no")))).ToString();
        }
    }
    return "";
}"/>
<choose><when condition="@(context.Request.Method == "POST" && (string)context.Variables["stop"] != "")"><return-response><set-status code="200"/>
<set-header name="Content-Type" exists-action="override"><value>application/json</value></set-header>
<set-body>@((string)context.Variables["stop"])</set-body></return-response></when></choose>)xml").arg(tool);
}

void TestGateway::health()
{
    const test::HttpAnswer answer = test::sendHttp(m_port, "GET", "/status-0123456789abcdef");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, QByteArray("Service Operational"));
}

void TestGateway::keys()
{
    const QByteArray ping = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
    const QByteArray path = "/" + m_api + "/mcp";
    const test::HttpAnswer missing = send("POST", path, ping);
    QCOMPARE(missing.status, 401);
    QCOMPARE(missing.json().value(u"message").toString(), QStringLiteral("Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API."));
    QCOMPARE(send("POST", path, ping, {{"Ocp-Apim-Subscription-Key", "wrong"}}).status, 401);
    QCOMPARE(send("POST", path + "?subscription-key=" + m_key, ping).status, 400); // the key fits; there is no session
    QCOMPARE(arm("PATCH", "/subscriptions/" + m_tenant, R"({"properties":{"state":"suspended"}})").status, 200);
    QCOMPARE(rpc(m_api, ping).status, 401);
    QCOMPARE(arm("PATCH", "/subscriptions/" + m_tenant, R"({"properties":{"state":"active"}})").status, 200);
    QCOMPARE(rpc(m_api, ping).status, 400);
}

void TestGateway::unknownPathsAre404()
{
    QCOMPARE(send("POST", "/nothing/mcp", "{}").status, 404);
    QCOMPARE(send("POST", "/" + m_api + "/other", "{}").json().value(u"message").toString(), QStringLiteral("Resource not found"));
}

void TestGateway::mcpServerOfTheLab()
{
    const QByteArray id = session(m_api);
    QVERIFY(!id.isEmpty());
    const QJsonArray tools = rpc(m_api, R"({"jsonrpc":"2.0","id":"x","method":"tools/list"})", id).json().value(u"result").toObject().value(u"tools").toArray();
    QVERIFY(!tools.isEmpty());
    const QJsonObject schema = tools.at(0).toObject().value(u"inputSchema").toObject();
    QCOMPARE(schema.value(u"type").toString(), QStringLiteral("object"));
    QVERIFY(!schema.value(u"properties").toObject().isEmpty());
    const QByteArray call = R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"lookup_order","arguments":{"orderId":"SO-4711","include":["lines"]}}})";
    const QJsonObject result = rpc(m_api, call, id).json().value(u"result").toObject();
    QCOMPARE(result.value(u"structuredContent").toObject().value(u"orderId").toString(), QStringLiteral("SO-4711"));
    QCOMPARE(send("GET", "/" + m_api + "/mcp", {}, {{"Ocp-Apim-Subscription-Key", m_key}}).status, 405);
    QCOMPARE(send("DELETE", "/" + m_api + "/mcp", {}, {{"Ocp-Apim-Subscription-Key", m_key}, {"Mcp-Session-Id", id}}).status, 200);
    QCOMPARE(rpc(m_api, R"({"jsonrpc":"2.0","id":3,"method":"ping"})", id).status, 404);
}

void TestGateway::argumentsAreChecked()
{
    const QByteArray id = session(m_api);
    const QByteArray call = R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"lookup_order","arguments":{"order":"the one"}}})";
    const QJsonObject result = rpc(m_api, call, id).json().value(u"result").toObject();
    QVERIFY(result.value(u"isError").toBool());
    QVERIFY(result.value(u"content").toArray().at(0).toObject().value(u"text").toString().contains(QLatin1String("/orderId: required member is missing")));
    const QByteArray unknown = R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"nope"}})";
    QCOMPARE(rpc(m_api, unknown, id).json().value(u"error").toObject().value(u"code").toInt(), -32602);
}

void TestGateway::oldRevisionsMayBatch()
{
    const QByteArray batch = R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/x"},{"jsonrpc":"2.0","id":2,"method":"ping"}])";
    QCOMPARE(QJsonDocument::fromJson(rpc(m_api, batch, session(m_api, "2025-03-26")).body).array().size(), 2);
    QCOMPARE(rpc(m_api, batch, session(m_api)).status, 400);
}

void TestGateway::policyIsEnforced()
{
    const QByteArray id = session(m_api);
    setPolicy(m_api, allowlist(QStringLiteral("create_refund")));
    const QByteArray call = R"({"jsonrpc":"2.0","id":9,"method":"%1","params":{"name":"lookup_order","arguments":{"orderId":"SO-1","include":["lines"]}}})";
    for (const char *method : {"tools/call", "Tools/Call", "TOOLS/CALL"}) {
        const test::HttpAnswer answer = rpc(m_api, QByteArray(call).replace("%1", method), id);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json().value(u"error").toObject().value(u"code").toInt(), -32601);
        QCOMPARE(answer.json().value(u"id").toInt(), 9);
    }
    QCOMPARE(rpc(m_api, "[" + QByteArray(call).replace("%1", "tools/call") + "]", id).json().value(u"error").toObject().value(u"code").toInt(), -32601);
    QCOMPARE(rpc(m_api, R"({"jsonrpc":"2.0","id":3,"method":"ping"})", id).status, 200);
    dropPolicy(m_api);
    QVERIFY(rpc(m_api, QByteArray(call).replace("%1", "tools/call"), id).json().contains(u"result"));
}

void TestGateway::enforcementCanBeSwitchedOff()
{
    setPolicy(m_api, allowlist(QStringLiteral("none")));
    const QByteArray id = session(m_api);
    const QByteArray call = R"({"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"lookup_order","arguments":{"orderId":"SO-1","include":["lines"]}}})";
    const auto fault = [this](const char *on) {
        return m_lab->send("POST", "/lab/control", {{"Authorization", "Bearer " + m_lab->info().bearerToken.toUtf8()}},
                           QByteArray(R"({"fault":"gateway-enforcement-off","on":)") + on + "}").status;
    };
    QVERIFY(rpc(m_api, call, id).json().contains(u"error"));
    QCOMPARE(fault("true"), 200);
    QVERIFY(rpc(m_api, call, id).json().contains(u"result"));
    QCOMPARE(fault("false"), 200);
    QVERIFY(rpc(m_api, call, id).json().contains(u"error"));
}

void TestGateway::rateLimitAnswers429()
{
    setPolicy(m_api, QStringLiteral("<rate-limit-by-key calls=\"2\" renewal-period=\"60\" counter-key=\"@(context.Subscription.Id + \"/t\")\"/>"));
    const QByteArray ping = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
    QCOMPARE(rpc(m_api, ping).status, 400);
    QCOMPARE(rpc(m_api, ping).status, 400);
    const test::HttpAnswer refused = rpc(m_api, ping);
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.headers.value("retry-after"), QByteArray("60"));
    QCOMPARE(refused.json().value(u"message").toString(), QStringLiteral("Rate limit is exceeded. Try again in 60 seconds."));
}

void TestGateway::callsAreTelemetry()
{
    const QByteArray id = session(m_api);
    const QByteArray trace = "0af7651916cd43dd8448eb211c80319c";
    const QByteArray call = R"({"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"lookup_order","arguments":{"orderId":"SO-1","include":["lines"]}}})";
    QCOMPARE(send("POST", "/" + m_api + "/mcp", call, {{"Ocp-Apim-Subscription-Key", m_key}, {"Mcp-Session-Id", id}, {"traceparent", "00-" + trace + "-b7ad6b7169203331-01"}}).status, 200);
    const QString query = QStringLiteral("dependencies | where operation_Id == '%1' | project name, target, tool = tostring(customDimensions['gen_ai.tool.name']), tenant = tostring(customDimensions.tenant)")
                              .arg(QString::fromLatin1(trace));
    QTRY_COMPARE(m_lab->rows(query).size(), 1); // stored by a thread of its own
    const QJsonArray row = m_lab->rows(query).at(0).toArray();
    QCOMPARE(row.at(0).toString(), QStringLiteral("tools/call lookup_order"));
    QCOMPARE(row.at(1).toString().toUtf8(), m_api);
    QCOMPARE(row.at(2).toString(), QStringLiteral("lookup_order"));
    QCOMPARE(row.at(3).toString().toUtf8(), m_tenant);
    QCOMPARE(m_lab->rows(QStringLiteral("requests | where operation_Id == '%1' | project operation_ParentId").arg(QString::fromLatin1(trace))).at(0).toArray().at(0).toString(), QStringLiteral("b7ad6b7169203331"));
}

void TestGateway::everythingBehindTheGateway()
{
    if (!m_everything)
        QSKIP("peers are not installed: installer/setup --dev");
    const QByteArray id = session("everything");
    QVERIFY(!id.isEmpty());
    const QByteArray call = R"({"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"%1","arguments":{"message":"hello","a":1,"b":2}}})";
    const test::HttpAnswer echoed = rpc("everything", QByteArray(call).replace("%1", "echo"), id);
    QCOMPARE(echoed.status, 200);
    QVERIFY2(echoed.headers.value("content-type").startsWith("text/event-stream"), echoed.body.constData());
    QVERIFY(echoed.body.contains("Echo: hello"));
    setPolicy("everything", allowlist(QStringLiteral("echo")));
    QVERIFY(rpc("everything", QByteArray(call).replace("%1", "echo"), id).body.contains("Echo: hello"));
    QCOMPARE(rpc("everything", QByteArray(call).replace("%1", "get-env"), id).json().value(u"error").toObject().value(u"code").toInt(), -32601);
}

void TestGateway::streamsComeThroughAsTheyAreMade()
{
    QTcpSocket client;
    client.connectToHost(QStringLiteral("127.0.0.1"), m_port);
    QVERIFY(client.waitForConnected(5000));
    client.write("POST /slow/mcp HTTP/1.1\r\nHost: x\r\nOcp-Apim-Subscription-Key: " + m_key + "\r\nContent-Length: 2\r\n\r\n{}");
    QVERIFY(client.waitForBytesWritten(5000));
    QVERIFY(m_slowServer->waitForNewConnection(5000));
    QTcpSocket *upstream = m_slowServer->nextPendingConnection();
    QVERIFY(upstream->waitForReadyRead(5000));
    upstream->write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nd\r\ndata: first\n\n\r\n");
    QVERIFY(upstream->waitForBytesWritten(5000));
    QByteArray got;
    while (!got.contains("data: first") && client.waitForReadyRead(5000))
        got += client.readAll();
    QVERIFY2(got.contains("data: first"), got.constData()); // while the answer is still open
    QVERIFY(got.contains("text/event-stream"));
    client.abort(); // the caller leaves: the upstream request is cancelled
    QVERIFY(upstream->waitForDisconnected(5000) || upstream->state() == QAbstractSocket::UnconnectedState);
}

void TestGateway::deadUpstreamIsAnError()
{
    const test::HttpAnswer answer = rpc("dead", R"({"jsonrpc":"2.0","id":1,"method":"ping"})");
    QCOMPARE(answer.status, 500);
    QCOMPARE(answer.json().value(u"message").toString(), QStringLiteral("Internal server error"));
}

QD_TEST_MAIN(QCoreApplication, TestGateway)
#include "tst_gateway.moc"
