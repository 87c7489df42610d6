#include "labfixture.h"
#include "manualclock.h"
#include "testmain.h"

#include <QUrl>

using namespace qd;
using namespace qd::lab;

/// Resource Manager's rules that every provider shares (azure facts 0, 1.6, 5), over loopback HTTP. The activity log
/// stands for all of them.
class TestLabArm : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_lab = std::make_unique<test::LabFixture>(); }
    void init() { test::failOnWarnings(); }
    void cleanup();

    void tokens_data();
    void tokens();
    void apiVersions_data();
    void apiVersions();
    void places_data();
    void places();
    void replyHeaders();
    void activityFilters_data();
    void activityFilters();
    void hostileNamesAreOnlyNames();
    void throttlesEverySecondCall();
    void controlRefuses_data();
    void controlRefuses();
    void controlListsWhatIsOn();

private:
    [[nodiscard]] QByteArray logTarget(const QByteArray &tail = "?api-version=2015-04-01") const
    {
        return "/subscriptions/" + m_lab->info().subscriptionId.toUtf8()
            + "/providers/Microsoft.Insights/eventtypes/management/values" + tail;
    }
    [[nodiscard]] test::HttpAnswer get(const QByteArray &target) const
    {
        return m_lab->send("GET", target, {{"Authorization", "Bearer " + m_lab->info().bearerToken.toUtf8()}});
    }
    [[nodiscard]] test::HttpAnswer control(const QByteArray &body) const
    {
        return m_lab->send("POST", "/lab/control", {{"Authorization", "Bearer " + m_lab->info().bearerToken.toUtf8()}}, body);
    }
    static QString errorCode(const test::HttpAnswer &answer)
    {
        return answer.json().value(u"error").toObject().value(u"code").toString();
    }

    std::unique_ptr<test::LabFixture> m_lab;
};

void TestLabArm::cleanup()
{
    QCOMPARE(control(R"({"fault":"all","on":false})").status, 200);
    test::checkNoErrorsLogged();
}

void TestLabArm::tokens_data()
{
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const auto bearer = [this](const QByteArray &resource) -> QByteArray { return "Bearer " + m_lab->token(resource); };
    QTest::newRow("for Resource Manager") << bearer("https://management.azure.com") << 200 << QString();
    QTest::newRow("with a slash") << bearer("https://management.azure.com/") << 200 << QString();
    QTest::newRow("its old name") << bearer("https://management.core.windows.net/") << 200 << QString();
    QTest::newRow("none") << QByteArray() << 401 << QStringLiteral("AuthenticationFailed");
    QTest::newRow("garbage") << QByteArray("Bearer x.y.z") << 401 << QStringLiteral("InvalidAuthenticationToken");
    QTest::newRow("for another service") << bearer("https://api.loganalytics.io") << 403
                                         << QStringLiteral("InvalidAuthenticationTokenAudience");
}

void TestLabArm::tokens()
{
    QFETCH(const QByteArray, authorization);
    QFETCH(const int, status);
    QFETCH(const QString, code);
    test::HeaderList headers;
    if (!authorization.isEmpty())
        headers.append({"Authorization", authorization});
    const test::HttpAnswer answer = m_lab->send("GET", logTarget(), headers);
    QCOMPARE(answer.status, status);
    QCOMPARE(errorCode(answer), code);
}

void TestLabArm::apiVersions_data()
{
    QTest::addColumn<QByteArray>("tail");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("known") << QByteArray("?api-version=2015-04-01") << 200 << QString();
    QTest::newRow("encoded key") << QByteArray("?api%2Dversion=2015-04-01") << 200 << QString();
    QTest::newRow("missing") << QByteArray() << 400 << QStringLiteral("MissingApiVersionParameter");
    QTest::newRow("unknown") << QByteArray("?api-version=2014-01-01") << 400 << QStringLiteral("InvalidApiVersionParameter");
}

void TestLabArm::apiVersions()
{
    QFETCH(const QByteArray, tail);
    QFETCH(const int, status);
    QFETCH(const QString, code);
    const test::HttpAnswer answer = get(logTarget(tail));
    QCOMPARE(answer.status, status);
    QCOMPARE(errorCode(answer), code);
    if (code == u"InvalidApiVersionParameter")
        QVERIFY(answer.json().value(u"error").toObject().value(u"message").toString().contains(u"2015-04-01"));
}

void TestLabArm::places_data()
{
    const QByteArray own = "/subscriptions/" + m_lab->info().subscriptionId.toUtf8();
    const QByteArray version = "?api-version=2015-04-01";
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::newRow("double slashes and case") << "//SUBSCRIPTIONS//" + m_lab->info().subscriptionId.toUpper().toUtf8()
            + "/Providers/microsoft.insights/EventTypes/management/values" + version << 200 << QString();
    QTest::newRow("another subscription") << "/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Insights/"
                                             "eventtypes/management/values" + version << 404 << QStringLiteral("SubscriptionNotFound");
    QTest::newRow("unknown type") << own + "/providers/Microsoft.Insights/nothing" + version << 404 << QStringLiteral("InvalidResourceType");
    QTest::newRow("unknown namespace") << own + "/providers/Contoso.Nothing/x" + version << 404 << QStringLiteral("InvalidResourceNamespace");
}

void TestLabArm::places()
{
    QFETCH(const QByteArray, target);
    QFETCH(const int, status);
    QFETCH(const QString, code);
    const test::HttpAnswer answer = get(target);
    QCOMPARE(answer.status, status);
    QCOMPARE(errorCode(answer), code);
}

void TestLabArm::replyHeaders()
{
    const test::HttpAnswer answer = get(logTarget());
    for (const char *name : {"x-ms-request-id", "x-ms-correlation-request-id", "x-ms-routing-request-id",
                             "x-ms-ratelimit-remaining-subscription-reads"})
        QVERIFY2(!answer.headers.value(name).isEmpty(), name);
}

void TestLabArm::activityFilters_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<int>("status");
    QTest::newRow("times") << QStringLiteral("eventTimestamp ge '2026-11-20T00:00:00Z' and eventTimestamp le '2026-11-22T00:00:00Z'") << 200;
    QTest::newRow("one key") << QStringLiteral("eventTimestamp ge '2026-11-20' and resourceGroupName eq 'contoso-agents'") << 200;
    QTest::newRow("key in another case") << QStringLiteral("RESOURCEURI eq '/subscriptions/x'") << 200;
    QTest::newRow("two keys") << QStringLiteral("resourceGroupName eq 'a' and resourceProvider eq 'b'") << 400;
    QTest::newRow("unknown key") << QStringLiteral("status eq 'Failed'") << 400;
    QTest::newRow("operator") << QStringLiteral("eventTimestamp gt '2026-11-20'") << 400;
    QTest::newRow("no quote") << QStringLiteral("resourceGroupName eq contoso") << 400;
    QTest::newRow("open quote") << QStringLiteral("resourceGroupName eq 'contoso") << 400;
    QTest::newRow("or") << QStringLiteral("eventTimestamp ge '2026-11-20' or eventTimestamp le '2026-11-21'") << 400;
    QTest::newRow("too old") << QStringLiteral("eventTimestamp ge '2026-01-01'") << 400;
}

void TestLabArm::activityFilters()
{
    QFETCH(const QString, filter);
    QFETCH(const int, status);
    QCOMPARE(get(logTarget("?api-version=2015-04-01&%24filter=" + QUrl::toPercentEncoding(filter))).status, status);
}

/// Bytes that are no text, in a path, a header and a query: refused, and the log that keeps them can still be read.
void TestLabArm::hostileNamesAreOnlyNames()
{
    const LabInfo &info = m_lab->info();
    const QByteArray target = "/subscriptions/" + info.subscriptionId.toUtf8() + "/resourceGroups/" + info.resourceGroup.toUtf8()
        + "/providers/Microsoft.Web/sites/%FF%0D%0Aa%22%00/restart?api-version=2024-11-01&$top=%FF";
    const test::HttpAnswer answer = m_lab->send("POST", target, {{"Authorization", "Bearer " + info.bearerToken.toUtf8()},
                                                                 {"x-ms-client-request-id", "\xFE\"x"}});
    QCOMPARE(answer.status, 404);
    QCOMPARE(errorCode(answer), QStringLiteral("ResourceNotFound"));
    const test::HttpAnswer log = get(logTarget());
    QCOMPARE(log.status, 200);
    QVERIFY(!log.json().value(u"value").toArray().isEmpty());
    QCOMPARE(get(logTarget("?api-version=2015-04-01&$top=%FF")).status, 400);
    QCOMPARE(get(logTarget("?api-version=2015-04-01&$top=0")).status, 400);
}

void TestLabArm::throttlesEverySecondCall()
{
    QCOMPARE(control(R"({"fault":"arm-throttle-every-second","on":true,"retryAfter":7})").status, 200);
    const test::HttpAnswer first = get(logTarget());
    const test::HttpAnswer second = get(logTarget());
    const test::HttpAnswer &refused = first.status == 429 ? first : second;
    QCOMPARE(first.status + second.status, 200 + 429);
    QCOMPARE(refused.headers.value("retry-after"), QByteArray("7"));
    QCOMPARE(errorCode(refused), QStringLiteral("SubscriptionRequestsThrottled"));
}

void TestLabArm::controlRefuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no JSON") << QByteArray("fault");
    QTest::newRow("no object") << QByteArray("[]");
    QTest::newRow("no name") << QByteArray(R"({"on":true})");
    QTest::newRow("no switch") << QByteArray(R"({"fault":"arm-slow"})");
    QTest::newRow("unknown") << QByteArray(R"({"fault":"arm-explodes","on":true})");
    QTest::newRow("all on") << QByteArray(R"({"fault":"all","on":true})");
    QTest::newRow("deep") << "{\"fault\":" + QByteArray(20, '[') + QByteArray(20, ']') + "}";
    QTest::newRow("budget of nobody") << QByteArray(R"({"budget":"nobody","usd":5})");
    QTest::newRow("budget of nothing") << QByteArray(R"({"budget":"northwind","usd":0})");
}

void TestLabArm::controlRefuses()
{
    QFETCH(const QByteArray, body);
    QCOMPARE(control(body).status, 400);
}

void TestLabArm::controlListsWhatIsOn()
{
    QCOMPARE(m_lab->send("POST", "/lab/control", {}, R"({"fault":"arm-slow","on":true})").status, 401);
    QCOMPARE(control(R"({"fault":"swap-never-ends","on":true})").status, 200);
    QCOMPARE(get("/lab/control").body, QByteArray(R"({"faults":["swap-never-ends"]})"));
    QCOMPARE(control(R"({"fault":"swap-never-ends","on":false})").body, QByteArray(R"({"faults":[]})"));
}

QD_TEST_MAIN(QCoreApplication, TestLabArm)
#include "tst_lab_arm.moc"
