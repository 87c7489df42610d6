#include "policy/policyprogram.h"
#include "policy/policyreader.h"
#include "testmain.h"

using namespace qd;
using namespace qd::lab::policy;

namespace {

/// A backend that answers what it is told and remembers what came.
class FakeHost final : public PolicyHost
{
public:
    [[nodiscard]] Instant now() const override { return Instant(Seconds(1795262400)); }
    double count(const std::string &key, double amount, double limit, double /*period*/, bool /*isSliding*/, double &retryAfter) override
    {
        double &used = m_counts[key];
        retryAfter = 42;
        if (used + amount > limit)
            return -1;
        used += amount;
        return limit - used;
    }
    void store(const std::string &key, Value value, double /*seconds*/) override { m_values[key] = std::move(value); }
    std::optional<Value> stored(const std::string &key) override
    {
        const auto found = m_values.find(key);
        return found == m_values.end() ? std::nullopt : std::optional(found->second);
    }
    void remove(const std::string &key) override { m_values.erase(key); }
    std::string identityToken(const std::string &resource) override { return "token-for-" + resource; }
    std::string backendUrl(const std::string &backend) override { return backend == "known" ? "http://known" : ""; }
    void forward(Exchange &exchange, double /*timeout*/) override
    {
        ++m_forwards;
        m_sawBody = exchange.context.request.body.bytes;
        m_sawHeader = exchange.context.request.headers.value("X-Set");
        exchange.context.response.statusCode = m_forwards < m_failures + 1 ? 503 : 200;
        exchange.context.response.body.bytes = "backend";
    }
    bool pause(double /*seconds*/) override { return true; }

    std::map<std::string, double> m_counts;
    std::map<std::string, Value> m_values;
    int m_forwards = 0;
    int m_failures = 0;
    std::string m_sawBody;
    std::string m_sawHeader;
};

} // namespace

/// What policies do to a request, by section and scope.
class TestPolicyInterpreter : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        test::failOnWarnings();
        m_host = FakeHost();
    }

    void noPolicyForwards();
    void inheritance();
    void sectionWithoutBaseSwitchesTheParentOff();
    void chooseTakesTheFirstThatHolds();
    void returnResponseEndsEverything();
    void headers_data();
    void headers();
    void retriesUntilItWorks();
    void rateLimit();
    void checkHeader();
    void ipFilter_data();
    void ipFilter();
    void onErrorSeesTheReason();
    void outboundChangesTheAnswer();
    void valuesAreCached();
    void fragmentsRunInPlace();
    void metricsAndTraces();
    void allowlist_data();
    void allowlist();

private:
    std::shared_ptr<const PolicyProgram> compiled(const QByteArray &text, const PolicyWorld &world = {}) const;
    static QByteArray inbound(const QByteArray &what) { return "<policies><inbound>" + what + "</inbound></policies>"; }
    Exchange run(const QList<QByteArray> &scopes, const QByteArray &body = {}, const PolicyWorld &world = {});

    FakeHost m_host;
};

std::shared_ptr<const PolicyProgram> TestPolicyInterpreter::compiled(const QByteArray &text, const PolicyWorld &world) const
{
    auto document = readPolicy(text.toStdString(), PolicyFormat::RawXml);
    if (const auto *fault = std::get_if<Fault>(&document))
        qFatal("%s", faultText(*fault).c_str());
    auto program = PolicyProgram::compile(std::get<std::vector<PolicyNode>>(document), world);
    if (const auto *faults = std::get_if<std::vector<Fault>>(&program))
        qFatal("%s", faultText(faults->front()).c_str());
    return std::get<std::shared_ptr<const PolicyProgram>>(program);
}

Exchange TestPolicyInterpreter::run(const QList<QByteArray> &scopes, const QByteArray &body, const PolicyWorld &world)
{
    Exchange exchange;
    exchange.host = &m_host;
    exchange.context.request.method = "POST";
    exchange.context.request.url.path = "/srv/mcp";
    exchange.context.request.ipAddress = "10.0.0.7";
    exchange.context.request.headers.add("X-Old", "1");
    exchange.context.request.body.bytes = body.toStdString();
    exchange.context.subscription = NamedPart{.id = "tenant", .name = "Tenant", .key = "k"};
    for (const QByteArray &scope : scopes)
        exchange.scopes.push_back(compiled(scope, world));
    exchange.run();
    return exchange;
}

void TestPolicyInterpreter::noPolicyForwards()
{
    const Exchange exchange = run({});
    QCOMPARE(m_host.m_forwards, 1);
    QCOMPARE(exchange.context.response.body.bytes, std::string("backend"));
}

void TestPolicyInterpreter::inheritance()
{
    const QByteArray global = inbound("<set-header name=\"X-Set\"><value>global</value></set-header>");
    const QByteArray api = inbound("<set-header name=\"X-Set\"><value>api</value></set-header><base/>");
    (void)run({global, api});
    QCOMPARE(m_host.m_sawHeader, std::string("global")); // base stands after
    (void)run({global, inbound("<base/><set-header name=\"X-Set\"><value>api</value></set-header>")});
    QCOMPARE(m_host.m_sawHeader, std::string("api"));
    (void)run({global, "<policies/>"});
    QCOMPARE(m_host.m_sawHeader, std::string("global")); // a missing section inherits
}

void TestPolicyInterpreter::sectionWithoutBaseSwitchesTheParentOff()
{
    const QByteArray global = inbound("<set-header name=\"X-Set\"><value>global</value></set-header>");
    (void)run({global, inbound("")});
    QCOMPARE(m_host.m_sawHeader, std::string());
    const int before = m_host.m_forwards;
    (void)run({"<policies><backend></backend></policies>"});
    QCOMPARE(m_host.m_forwards, before); // nothing forwards any more
}

void TestPolicyInterpreter::chooseTakesTheFirstThatHolds()
{
    const QByteArray choose = inbound("<choose><when condition=\"@(false)\"><set-variable name=\"v\" value=\"a\"/></when>"
                                      "<when condition=\"@(true)\"><set-variable name=\"v\" value=\"b\"/></when>"
                                      "<when condition=\"@(1/0 == 1)\"><set-variable name=\"v\" value=\"c\"/></when>"
                                      "<otherwise><set-variable name=\"v\" value=\"d\"/></otherwise></choose>");
    QCOMPARE(run({choose}).context.variables["v"].text(), std::string("b"));
}

void TestPolicyInterpreter::returnResponseEndsEverything()
{
    const QByteArray policy = "<policies><inbound><return-response><set-status code=\"418\" reason=\"Teapot\"/>"
                              "<set-header name=\"X-A\" exists-action=\"override\"><value>1</value></set-header><set-body>@(\"a\" + 1)</set-body></return-response></inbound>"
                              "<outbound><set-body>outbound</set-body></outbound></policies>";
    const Exchange exchange = run({policy});
    QCOMPARE(m_host.m_forwards, 0);
    QVERIFY(exchange.isAnswered);
    QCOMPARE(exchange.context.response.statusCode, 418);
    QCOMPARE(exchange.context.response.body.bytes, std::string("a1"));
    QCOMPARE(exchange.context.response.headers.value("x-a"), std::string("1"));
}

void TestPolicyInterpreter::headers_data()
{
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("override") << QByteArray("override") << QByteArray("2");
    QTest::newRow("skip") << QByteArray("skip") << QByteArray("1");
    QTest::newRow("append") << QByteArray("append") << QByteArray("1,2");
    QTest::newRow("delete") << QByteArray("delete") << QByteArray("");
}

void TestPolicyInterpreter::headers()
{
    QFETCH(const QByteArray, action);
    QFETCH(const QByteArray, value);
    const Exchange exchange = run({inbound("<set-header name=\"x-old\" exists-action=\"" + action + "\"><value>2</value></set-header>")});
    QCOMPARE(QByteArray::fromStdString(exchange.context.request.headers.value("X-Old")), value);
}

void TestPolicyInterpreter::retriesUntilItWorks()
{
    m_host.m_failures = 2;
    const QByteArray policy = "<policies><backend><retry condition=\"@(context.Response.StatusCode == 503)\" count=\"3\" interval=\"0\"><forward-request/></retry></backend></policies>";
    QCOMPARE(run({policy}).context.response.statusCode, 200);
    QCOMPARE(m_host.m_forwards, 3);
    m_host = FakeHost();
    m_host.m_failures = 9;
    QCOMPARE(run({policy}).context.response.statusCode, 503);
    QCOMPARE(m_host.m_forwards, 4); // the first and three more
}

void TestPolicyInterpreter::rateLimit()
{
    const QByteArray policy = inbound("<rate-limit-by-key calls=\"1\" renewal-period=\"60\" counter-key=\"@(context.Subscription.Id)\" remaining-calls-variable-name=\"left\"/>");
    QCOMPARE(run({policy}).context.variables["left"].whole(), 0);
    const Exchange second = run({policy});
    QCOMPARE(second.context.response.statusCode, 429);
    QCOMPARE(second.context.response.headers.value("Retry-After"), std::string("42"));
    QCOMPARE(second.context.response.body.bytes, std::string("{ \"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in 42 seconds.\" }"));
    QCOMPARE(run({inbound("<quota-by-key calls=\"0\" renewal-period=\"300\" counter-key=\"q\"/>")}).context.response.statusCode, 403);
}

void TestPolicyInterpreter::checkHeader()
{
    const QByteArray policy = inbound("<check-header name=\"X-Old\" failed-check-httpcode=\"401\" failed-check-error-message=\"no\" ignore-case=\"true\"><value>2</value></check-header>");
    const Exchange exchange = run({policy});
    QCOMPARE(exchange.context.response.statusCode, 401);
    QCOMPARE(exchange.context.lastError->reason, std::string("HeaderValueNotAllowed"));
}

void TestPolicyInterpreter::ipFilter_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<int>("status");
    QTest::newRow("allowed range") << QByteArray("<ip-filter action=\"allow\"><address-range from=\"10.0.0.1\" to=\"10.0.0.9\"/></ip-filter>") << 200;
    QTest::newRow("outside") << QByteArray("<ip-filter action=\"allow\"><address>10.0.0.8</address></ip-filter>") << 403;
    QTest::newRow("forbidden") << QByteArray("<ip-filter action=\"forbid\"><address>10.0.0.7</address></ip-filter>") << 403;
}

void TestPolicyInterpreter::ipFilter()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const int, status);
    QCOMPARE(run({inbound(filter)}).context.response.statusCode, status);
}

void TestPolicyInterpreter::onErrorSeesTheReason()
{
    const QByteArray policy = "<policies><inbound><set-variable name=\"x\" value=\"@(JObject.Parse(\"{\"))\"/></inbound>"
                              "<on-error><set-header name=\"X-Reason\" exists-action=\"override\"><value>@(context.LastError.Reason + \"/\" + context.LastError.Section)</value></set-header>"
                              "<set-status code=\"502\"/></on-error></policies>";
    const Exchange exchange = run({policy});
    QCOMPARE(exchange.context.response.headers.value("X-Reason"), std::string("ExpressionValueEvaluationFailure/inbound"));
    QCOMPARE(exchange.context.response.statusCode, 502);
    QCOMPARE(m_host.m_forwards, 0);
}

void TestPolicyInterpreter::outboundChangesTheAnswer()
{
    const QByteArray policy = "<policies><outbound><set-body>@(context.Response.Body.As<string>(preserveContent: true) + \"!\")</set-body>"
                              "<find-and-replace from=\"back\" to=\"front\"/></outbound></policies>";
    QCOMPARE(run({policy}).context.response.body.bytes, std::string("frontend!"));
}

void TestPolicyInterpreter::valuesAreCached()
{
    const QByteArray policy = inbound("<cache-lookup-value key=\"k\" variable-name=\"v\" default-value=\"none\"/><cache-store-value key=\"k\" value=\"kept\" duration=\"60\"/>");
    QCOMPARE(run({policy}).context.variables["v"].text(), std::string("none"));
    QCOMPARE(run({policy}).context.variables["v"].text(), std::string("kept"));
}

void TestPolicyInterpreter::fragmentsRunInPlace()
{
    PolicyWorld world;
    auto fragment = readPolicy("<fragment><set-variable name=\"v\" value=\"from the fragment\"/></fragment>", PolicyFormat::RawXml);
    world.fragments["f"] = std::get<std::vector<PolicyNode>>(fragment);
    Exchange exchange = run({inbound("<include-fragment fragment-id=\"f\"/>")}, {}, world);
    QCOMPARE(exchange.context.variables["v"].text(), std::string("from the fragment"));
}

void TestPolicyInterpreter::metricsAndTraces()
{
    const Exchange exchange = run({inbound("<trace source=\"me\"><message>@(\"m\" + 1)</message></trace>"
                                           "<emit-metric name=\"calls\" value=\"2\" namespace=\"ns\"><dimension name=\"Subscription ID\"/><dimension name=\"d\" value=\"x\"/></emit-metric>")});
    QCOMPARE(exchange.context.traces.front(), std::string("me: m1"));
    QCOMPARE(exchange.metrics.size(), size_t(1));
    QCOMPARE(exchange.metrics.front().value, 2.0);
    QCOMPARE(exchange.metrics.front().dimensions.front().second, std::string("tenant"));
}

void TestPolicyInterpreter::allowlist_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("answer"); ///< empty: forwarded
    const QByteArray refused = R"("error":{"code":-32601)";
    QTest::newRow("allowed") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}})") << QByteArray();
    QTest::newRow("other method") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})") << QByteArray();
    QTest::newRow("refused") << QByteArray(R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get-env"}})") << QByteArray(R"({"jsonrpc":"2.0","id":7,)") + refused;
    QTest::newRow("text id") << QByteArray(R"({"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"get-env"}})") << QByteArray(R"({"jsonrpc":"2.0","id":"a",)") + refused;
    QTest::newRow("another case") << QByteArray(R"({"jsonrpc":"2.0","id":7,"method":"Tools/CALL","params":{"name":"get-env"}})") << QByteArray(R"({"jsonrpc":"2.0","id":7,)") + refused;
    QTest::newRow("batch") << QByteArray(R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"get-env"}}])")
                           << QByteArray(R"({"jsonrpc":"2.0","id":2,)") + refused;
    QTest::newRow("list") << QByteArray(R"({"jsonrpc":"2.0","id":3,"method":"tools/list"})") << QByteArray(R"({"jsonrpc":"2.0","id":3,"result":{"tools":[{"name":"echo"}]}})");
}

void TestPolicyInterpreter::allowlist()
{
    static const QByteArray policy = inbound(R"xml(<base/>
      <set-variable name="qd-allow" value="[{&quot;name&quot;:&quot;echo&quot;}]"/>
      <set-variable name="answer" value="@{
        var tools = JArray.Parse((string)context.Variables["qd-allow"]);
        var body = context.Request.Body.As<JToken>(preserveContent: true);
        var messages = body is JArray ? (JArray)body : new JArray(body);
        foreach (JToken m in messages) {
          var method = ((string)m["method"] ?? "").ToLowerInvariant();
          var reply = new JObject(new JProperty("jsonrpc", "2.0"), new JProperty("id", m["id"]));
          if (method == "tools/list") { reply["result"] = new JObject(new JProperty("tools", tools)); return reply.ToString(Formatting.None); }
          if (method != "tools/call") continue;
          var name = (string)m["params"]?["name"];
          if (tools.Any(t => (string)t["name"] == name)) continue;
          reply["error"] = new JObject(new JProperty("code", -32601), new JProperty("message", "Tool disabled by API Management policy: " + name));
          return reply.ToString(Formatting.None);
        }
        return "";
      }"/>
      <choose><when condition="@((string)context.Variables["answer"] != "")"><return-response>
        <set-status code="200" reason="OK"/><set-header name="Content-Type" exists-action="override"><value>application/json</value></set-header>
        <set-body>@((string)context.Variables["answer"])</set-body></return-response></when></choose>)xml");
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, answer);
    const Exchange exchange = run({policy}, body);
    QCOMPARE(exchange.context.response.statusCode, 200);
    QCOMPARE(m_host.m_forwards, answer.isEmpty() ? 1 : 0);
    if (answer.isEmpty())
        QCOMPARE(QByteArray::fromStdString(m_host.m_sawBody), body); // to the byte
    else
        QVERIFY2(QByteArray::fromStdString(exchange.context.response.body.bytes).startsWith(answer), exchange.context.response.body.bytes.c_str());
}

QD_TEST_MAIN(QCoreApplication, TestPolicyInterpreter)
#include "tst_policyinterpreter.moc"
