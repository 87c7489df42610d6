#include "labfixture.h"
#include "testmain.h"

#include <QJsonDocument>

using namespace qd;

/// API Management's resources over Resource Manager, on a real socket.
class TestLabApim : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void serviceTellsItsGateway();
    void apisOfTypeMcp();
    void policyLifeCycle();
    void policyFormats();
    void refusedPolicies_data();
    void refusedPolicies();
    void subscriptions();
    void namedValues();
    void namedValueInUseStays();
    void fragments();

private:
    [[nodiscard]] test::HttpAnswer arm(const QByteArray &method, const QByteArray &path, const QByteArray &body = {}, test::HeaderList headers = {}) const;
    [[nodiscard]] test::HttpAnswer putPolicy(const QByteArray &path, const QString &xml, const test::HeaderList &headers = {}) const;
    [[nodiscard]] QByteArray api() const;

    test::LabFixture m_lab;
};

test::HttpAnswer TestLabApim::arm(const QByteArray &method, const QByteArray &path, const QByteArray &body, test::HeaderList headers) const
{
    const QByteArray root = "/subscriptions/" + m_lab.info().subscriptionId.toUtf8() + "/resourceGroups/" + m_lab.info().resourceGroup.toUtf8()
        + "/providers/Microsoft.ApiManagement/service/" + m_lab.info().apimName.toUtf8();
    headers.emplaceBack("Authorization", "Bearer " + m_lab.info().bearerToken.toUtf8());
    headers.emplaceBack("Content-Type", "application/json");
    const QByteArray version = path.contains('?') ? "&api-version=2024-05-01" : "?api-version=2024-05-01";
    return m_lab.send(method, root + path + version, headers, body);
}

test::HttpAnswer TestLabApim::putPolicy(const QByteArray &path, const QString &xml, const test::HeaderList &headers) const
{
    const QJsonObject properties{{QStringLiteral("format"), QStringLiteral("rawxml")}, {QStringLiteral("value"), xml}};
    return arm("PUT", path, QJsonDocument(QJsonObject{{QStringLiteral("properties"), properties}}).toJson(), headers);
}

QByteArray TestLabApim::api() const
{
    return arm("GET", "/apis").json().value(u"value").toArray().at(0).toObject().value(u"name").toString().toUtf8();
}

void TestLabApim::serviceTellsItsGateway()
{
    const test::HttpAnswer answer = arm("GET", "");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.json().value(u"properties").toObject().value(u"gatewayUrl").toString(), m_lab.info().gatewayUrl);
    QVERIFY(m_lab.info().gatewayUrl.startsWith(QLatin1String("http://127.0.0.1:")));
}

void TestLabApim::apisOfTypeMcp()
{
    const QJsonObject list = arm("GET", "/apis?%24filter=type%20eq%20'mcp'").json();
    QVERIFY(list.value(u"count").toInt() >= 3);
    const QJsonObject first = list.value(u"value").toArray().at(0).toObject();
    QCOMPARE(first.value(u"properties").toObject().value(u"type").toString(), QStringLiteral("mcp"));
    QCOMPARE(first.value(u"properties").toObject().value(u"path").toString(), first.value(u"name").toString());
    QCOMPARE(arm("GET", "/apis?%24filter=type%20eq%20'http'").json().value(u"count").toInt(), 0);
    const test::HttpAnswer one = arm("GET", "/apis/" + first.value(u"name").toString().toUtf8().toUpper());
    QCOMPARE(one.status, 200); // names compare without case
    QVERIFY(!one.headers.value("etag").isEmpty());
    QCOMPARE(arm("GET", "/apis/none").status, 404);
}

void TestLabApim::policyLifeCycle()
{
    const QByteArray path = "/apis/" + api() + "/policies/policy";
    QCOMPARE(arm("GET", path).status, 404);
    const test::HttpAnswer first = putPolicy(path, QStringLiteral("<policies><inbound>\n</inbound></policies>"), {{"If-None-Match", "*"}});
    QCOMPARE(first.status, 201);
    const QByteArray etag = first.headers.value("etag");
    QVERIFY(etag.startsWith('"'));
    const test::HttpAnswer second = putPolicy(path, QStringLiteral("<policies><inbound><base/></inbound></policies>"), {{"If-Match", etag}});
    QCOMPARE(second.status, 200);
    QVERIFY(second.headers.value("etag") != etag);
    const test::HttpAnswer stale = putPolicy(path, QStringLiteral("<policies/>"), {{"If-Match", etag}});
    QCOMPARE(stale.status, 412);
    QCOMPARE(stale.json().value(u"error").toObject().value(u"code").toString(), QStringLiteral("PreconditionFailed"));
    QVERIFY(arm("GET", path).json().value(u"properties").toObject().value(u"value").toString().contains(QLatin1String("<base />")));
    QCOMPARE(arm("HEAD", path).headers.value("etag"), second.headers.value("etag"));
    QCOMPARE(arm("DELETE", path).status, 400); // without If-Match
    QCOMPARE(arm("DELETE", path, {}, {{"If-Match", etag}}).status, 412);
    QCOMPARE(arm("DELETE", path, {}, {{"If-Match", "*"}}).status, 200);
    QCOMPARE(arm("DELETE", path, {}, {{"If-Match", "*"}}).status, 204);
    QCOMPARE(arm("GET", path).status, 404);
}

void TestLabApim::policyFormats()
{
    const QByteArray path = "/apis/" + api() + "/policies/policy";
    const test::HttpAnswer put = putPolicy(path, QStringLiteral("<!--c--><policies><inbound><choose><when condition=\"@(1 < 2)\"><base/></when></choose></inbound></policies>"));
    const auto value = [](const test::HttpAnswer &answer) { return answer.json().value(u"properties").toObject().value(u"value").toString(); };
    QVERIFY(value(put).startsWith(QLatin1String("<!--c-->\r\n<policies>\r\n\t<inbound>")));
    QVERIFY(value(arm("GET", path + "?format=rawxml")).contains(QLatin1String("@(1 < 2)")));
    QVERIFY(value(arm("GET", path)).contains(QLatin1String("@(1 &lt; 2)")));
    const QString listed = arm("GET", path.left(path.lastIndexOf('/'))).json().value(u"value").toArray().at(0).toObject().value(u"properties").toObject().value(u"value").toString();
    QVERIFY(listed.contains(QLatin1String("\r\n  <inbound>")));
    QCOMPARE(arm("DELETE", path, {}, {{"If-Match", "*"}}).status, 200);
}

void TestLabApim::refusedPolicies_data()
{
    QTest::addColumn<QString>("xml");
    QTest::addColumn<QString>("message");
    QTest::newRow("element") << QStringLiteral("<policies>\n  <inbound>\n    <set-header name=\"a\">text</set-header>\n  </inbound>\n</policies>")
                             << QStringLiteral("Error in element 'set-header' on line 3, column 6: The element 'set-header' cannot contain text. List of possible elements expected: 'value'.");
    QTest::newRow("expression") << QStringLiteral("<policies><inbound><set-variable name=\"a\" value=\"@(nope)\"/></inbound></policies>")
                                << QStringLiteral("Error in element 'set-variable' on line 1, column 52: CS0103: The name 'nope' does not exist in the current context");
    QTest::newRow("syntax") << QStringLiteral("<policies><inbound></policies>") << QStringLiteral("does not match the end tag of 'policies'. Line 1");
    QTest::newRow("named value") << QStringLiteral("<policies><inbound><set-variable name=\"a\" value=\"{{x}}\"/></inbound></policies>") << QStringLiteral("Cannot find a property 'x'");
}

void TestLabApim::refusedPolicies()
{
    QFETCH(const QString, xml);
    QFETCH(const QString, message);
    const QByteArray path = "/apis/" + api() + "/policies/policy";
    const test::HttpAnswer answer = putPolicy(path, xml);
    QCOMPARE(answer.status, 400);
    const QJsonObject error = answer.json().value(u"error").toObject();
    QCOMPARE(error.value(u"code").toString(), QStringLiteral("ValidationError"));
    const QJsonObject detail = error.value(u"details").toArray().at(0).toObject();
    QCOMPARE(detail.value(u"target").toString(), QStringLiteral("representation"));
    QVERIFY2(detail.value(u"message").toString().contains(message), qPrintable(detail.value(u"message").toString()));
    QCOMPARE(arm("GET", path).status, 404); // nothing was written
}

void TestLabApim::subscriptions()
{
    const QJsonObject list = arm("GET", "/subscriptions").json();
    QVERIFY(list.value(u"count").toInt() >= 3);
    const QByteArray name = list.value(u"value").toArray().at(0).toObject().value(u"name").toString().toUtf8();
    const QByteArray path = "/subscriptions/" + name;
    QVERIFY(!arm("GET", path).body.contains("primaryKey"));
    const QString key = arm("POST", path + "/listSecrets").json().value(u"primaryKey").toString();
    QCOMPARE(key.size(), 32);
    const QByteArray suspend = R"({"properties":{"state":"suspended"}})";
    QCOMPARE(arm("PATCH", path, suspend).status, 400); // needs If-Match
    const test::HttpAnswer patched = arm("PATCH", path, suspend, {{"If-Match", "*"}});
    QCOMPARE(patched.status, 200);
    QCOMPARE(patched.json().value(u"properties").toObject().value(u"state").toString(), QStringLiteral("suspended"));
    QCOMPARE(arm("PATCH", path, R"({"properties":{"state":"asleep"}})", {{"If-Match", "*"}}).status, 400);
    QCOMPARE(arm("PATCH", path, R"({"properties":{"state":"active"}})", {{"If-Match", "*"}}).status, 200);
    QCOMPARE(arm("GET", "/subscriptions/none").status, 404);
}

void TestLabApim::namedValues()
{
    const QByteArray path = "/namedValues/some";
    const QByteArray body = R"({"properties":{"displayName":"some","value":"5","secret":false}})";
    const test::HttpAnswer made = arm("PUT", path, body, {{"If-None-Match", "*"}});
    QCOMPARE(made.status, 201);
    QCOMPARE(arm("PUT", path, body, {{"If-None-Match", "*"}}).status, 412);
    QCOMPARE(arm("GET", path).json().value(u"properties").toObject().value(u"value").toString(), QStringLiteral("5"));
    QCOMPARE(arm("PATCH", path, R"({"properties":{"secret":true,"value":"6"}})", {{"If-Match", made.headers.value("etag")}}).status, 200);
    QVERIFY(!arm("GET", path).json().value(u"properties").toObject().contains(u"value"));
    QCOMPARE(arm("POST", path + "/listValue").json().value(u"value").toString(), QStringLiteral("6"));
    QCOMPARE(arm("DELETE", path, {}, {{"If-Match", made.headers.value("etag")}}).status, 412);
    QCOMPARE(arm("DELETE", path, {}, {{"If-Match", "*"}}).status, 200);
    QCOMPARE(arm("GET", path).status, 404);
    QCOMPARE(arm("PUT", path, R"({"properties":{"displayName":"x"}})").status, 400);
}

void TestLabApim::namedValueInUseStays()
{
    const QByteArray path = "/apis/" + api() + "/policies/policy";
    QCOMPARE(arm("PUT", "/namedValues/used", R"({"properties":{"displayName":"used","value":"1"}})").status, 201);
    QCOMPARE(putPolicy(path, QStringLiteral("<policies><inbound><set-variable name=\"a\" value=\"@({{used}} + 1)\"/></inbound></policies>")).status, 201);
    QCOMPARE(arm("DELETE", "/namedValues/used", {}, {{"If-Match", "*"}}).status, 400);
    QCOMPARE(arm("PUT", "/namedValues/used", R"({"properties":{"displayName":"used","value":"not a number +"}})").status, 400);
    QCOMPARE(arm("DELETE", path, {}, {{"If-Match", "*"}}).status, 200);
    QCOMPARE(arm("DELETE", "/namedValues/used", {}, {{"If-Match", "*"}}).status, 200);
}

void TestLabApim::fragments()
{
    const QByteArray good = R"({"properties":{"format":"rawxml","value":"<fragment><set-variable name=\"a\" value=\"1\"/></fragment>"}})";
    QCOMPARE(arm("PUT", "/policyFragments/f", good).status, 201);
    QCOMPARE(arm("PUT", "/policyFragments/g", R"({"properties":{"value":"<fragment><nope/></fragment>"}})").status, 400);
    const QByteArray path = "/apis/" + api() + "/policies/policy";
    QCOMPARE(putPolicy(path, QStringLiteral("<policies><inbound><include-fragment fragment-id=\"f\"/></inbound></policies>")).status, 201);
    QCOMPARE(arm("DELETE", "/policyFragments/f", {}, {{"If-Match", "*"}}).status, 400); // in use
    QCOMPARE(arm("DELETE", path, {}, {{"If-Match", "*"}}).status, 200);
    QCOMPARE(arm("DELETE", "/policyFragments/f", {}, {{"If-Match", "*"}}).status, 200);
}

QD_TEST_MAIN(QCoreApplication, TestLabApim)
#include "tst_lab_apim.moc"
