#include "armcontract.h"

namespace qd::test {

using namespace std::chrono_literals;
using Kind = ScriptedReply::Kind;

namespace {

PolicyScope apiScope() { return {.kind = PolicyScope::Kind::Api, .product = {}, .api = ApiId(QStringLiteral("orders-srv")), .operation = {}}; }

const QByteArray policyPath = "/subscriptions/s1/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim1/apis/orders-srv/policies/policy";

QByteArray policyBody(const QByteArray &value) { return R"({"name":"policy","properties":{"format":"rawxml","value":")" + value + "\"}}"; }

constexpr auto notThere = R"({"error":{"code":"ResourceNotFound","message":"Policy not found."}})";

} // namespace

void ArmContract::policyIsReadRaw()
{
    answer(200, policyBody("<policies>\\r\\n\\t@(x < 5)</policies>"), {{"ETag", "\"AAAAAAkfxs2M=\""}});
    Outcome<PolicyText> policy;
    m_apim->readPolicy(apiScope(), policy.context(), policy.completion());
    QVERIFY(policy.wait());
    QVERIFY(policy.ok());
    QCOMPARE(m_peer->seen().first().target, QByteArray(policyPath + "?api-version=2024-05-01&format=rawxml"));
    QCOMPARE(policy.value().xml, QStringLiteral("<policies>\r\n\t@(x < 5)</policies>"));
    QCOMPARE(policy.value().etag, QStringLiteral("\"AAAAAAkfxs2M=\""));
}

void ArmContract::policyThatIsNotThere()
{
    answer(404, notThere);
    Outcome<PolicyText> policy;
    m_apim->readPolicy(apiScope(), policy.context(), policy.completion());
    QVERIFY(policy.wait());
    QVERIFY(policy.ok());
    QVERIFY(policy.value().xml.isEmpty() && policy.value().etag.isEmpty());
}

void ArmContract::policyIsWrittenWithItsEtag()
{
    answer(200, policyBody("<policies />"), {{"ETag", "\"B\""}});
    answer(200, policyBody("<policies></policies>"), {{"ETag", "\"B\""}});
    Outcome<PolicyText> policy;
    m_apim->writePolicy(apiScope(), QStringLiteral("<policies a=\"@(1 < 2)\"/>"), QStringLiteral("\"A\""), policy.context(), policy.completion());
    QVERIFY(policy.wait());
    QVERIFY(policy.ok());
    QCOMPARE(m_peer->seen().at(0).method, "PUT");
    QCOMPARE(m_peer->seen().at(0).header("if-match"), "\"A\"");
    QCOMPARE(m_peer->seen().at(0).body, R"({"properties":{"format":"rawxml","value":"<policies a=\"@(1 < 2)\"/>"}})");
    QCOMPARE(policy.value().xml, QStringLiteral("<policies></policies>"));
    QCOMPARE(policy.value().etag, QStringLiteral("\"B\""));
}

void ArmContract::newPolicyNeverOverwrites()
{
    answer(200, policyBody("<policies />"), {{"ETag", "\"B\""}});
    Outcome<PolicyText> refused;
    m_apim->writePolicy(apiScope(), QStringLiteral("<policies/>"), {}, refused.context(), refused.completion());
    QVERIFY(refused.wait());
    QCOMPARE(refused.kind(), ErrorKind::Conflict);
    QCOMPARE(refused.error().httpStatus, 412);
    QCOMPARE(m_peer->seen().size(), 1);
    answer(404, notThere);
    answer(201, policyBody("<policies />"), {{"ETag", "\"C\""}});
    answer(200, policyBody("<policies />"), {{"ETag", "\"C\""}});
    Outcome<PolicyText> made;
    m_apim->writePolicy(apiScope(), QStringLiteral("<policies/>"), {}, made.context(), made.completion());
    QVERIFY(made.wait());
    QVERIFY(made.ok());
    QCOMPARE(m_peer->seen().at(2).header("if-none-match"), "*");
}

void ArmContract::policyChangedMeanwhile()
{
    answer(412, R"({"error":{"code":"PreconditionFailed","message":"Resource was modified since last retrieval.","details":null}})");
    Outcome<PolicyText> policy;
    m_apim->writePolicy(apiScope(), QStringLiteral("<policies/>"), QStringLiteral("\"old\""), policy.context(), policy.completion());
    QVERIFY(policy.wait());
    QCOMPARE(policy.kind(), ErrorKind::Conflict);
    QCOMPARE(policy.error().httpStatus, 412);
    QCOMPARE(m_peer->seen().size(), 1);
}

void ArmContract::policyRefusedWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::newRow("element") << QByteArray("Error in element 'set-header' on line 19, column 7: The element cannot contain text.") << 19 << 7;
    QTest::newRow("not well-formed") << QByteArray("An error occurred while parsing EntityName. Line 28, position 56.") << 28 << 56;
    QTest::newRow("no place") << QByteArray("Cannot find a property 'x'") << 0 << 0;
}

void ArmContract::policyRefusedWithItsPlace()
{
    QFETCH(QByteArray, message);
    QFETCH(int, line);
    QFETCH(int, column);
    answer(400, R"({"error":{"code":"ValidationError","message":"One or more fields contain incorrect values:","details":[{"code":"ValidationError","target":"representation","message":")"
                    + message + "\"}]}}");
    Outcome<PolicyText> policy;
    m_apim->writePolicy(apiScope(), QStringLiteral("<policies/>"), QStringLiteral("\"A\""), policy.context(), policy.completion());
    QVERIFY(policy.wait());
    QCOMPARE(policy.kind(), ErrorKind::Invalid);
    QCOMPARE(policy.error().message, QString::fromUtf8(message));
    QCOMPARE(policy.error().position.has_value(), line > 0);
    QCOMPARE(policy.error().position.value_or(TextPosition{.line = 0, .column = 0, .offset = 0}).line, line);
    QCOMPARE(policy.error().position.value_or(TextPosition{.line = 0, .column = 0, .offset = 0}).column, column);
}

/// Repeating a conditional write whose answer was lost would be refused for its own effect.
void ArmContract::lostWriteIsNotRepeated()
{
    push(Kind::Drop);
    answer(200, policyBody("<policies />"));
    Outcome<PolicyText> policy;
    m_apim->writePolicy(apiScope(), QStringLiteral("<policies/>"), QStringLiteral("\"A\""), policy.context(), policy.completion());
    QVERIFY(policy.wait());
    QCOMPARE(policy.kind(), ErrorKind::Network);
    QCOMPARE(m_peer->seen().size(), 1);
}

void ArmContract::apisOfBothShapes()
{
    answer(200, R"({"value":[
      {"id":"/x/apis/orders-srv","name":"orders-srv","properties":{"displayName":"Orders","path":"orders-srv","type":"mcp","serviceUrl":"http://127.0.0.1:9/mcp","subscriptionRequired":true,
       "subscriptionKeyParameterNames":{"header":"api-key"},"mcpProperties":{"transportType":"streamable","endpoints":[{"name":"message","uriTemplate":"/rpc"}]}}},
      {"name":"old","properties":{"type":"mcp","path":"old","mcpProperties":{"endpoints":{"message":{"uriTemplate":"/old"}}}}},
      {"name":"plain","properties":{"type":"http","path":"p"}}],"count":3})");
    Outcome<QList<ApimApi>> apis;
    m_apim->apis(apis.context(), apis.completion());
    QVERIFY(apis.wait());
    QVERIFY(apis.ok());
    QCOMPARE(apis.value().size(), 3);
    QCOMPARE(apis.value().at(0).mcpEndpoint, QStringLiteral("/rpc"));
    QCOMPARE(apis.value().at(0).subscriptionHeader, QStringLiteral("api-key"));
    QVERIFY(apis.value().at(0).isSubscriptionRequired);
    QCOMPARE(apis.value().at(1).mcpEndpoint, QStringLiteral("/old"));
    QVERIFY(apis.value().at(2).mcpEndpoint.isEmpty());
    QVERIFY(m_peer->seen().first().target.endsWith("/apis?api-version=2025-09-01-preview"));
}

void ArmContract::namedValues()
{
    answer(404, notThere);
    Outcome<NamedValue> absent;
    m_apim->namedValue(QStringLiteral("quarterdeck-chaos"), absent.context(), absent.completion());
    QVERIFY(absent.wait());
    QVERIFY(absent.ok() && absent.value().etag.isEmpty());
    answer(200, R"({"name":"k","properties":{"displayName":"k","secret":true}})", {{"ETag", "\"A\""}});
    Outcome<NamedValue> secret;
    m_apim->namedValue(QStringLiteral("k"), secret.context(), secret.completion());
    QVERIFY(secret.wait());
    QVERIFY(secret.ok() && secret.value().isSecret && secret.value().value.isEmpty());
    answer(204);
    m_apim->deleteNamedValue(QStringLiteral("k"), QStringLiteral("\"A\""), m_done->context(), m_done->completion());
    QVERIFY(m_done->wait());
    QVERIFY(m_done->ok());
    QCOMPARE(m_peer->seen().last().method, "DELETE");
    QCOMPARE(m_peer->seen().last().header("if-match"), "\"A\"");
}

} // namespace qd::test
