#include "labfixture.h"
#include "manualclock.h"
#include "contracts.h"
#include "entra/base64url.h"
#include "entra/tokenservice.h"
#include "log.h"
#include "testmain.h"

#include <QJsonDocument>
#include <QUrl>
#include <QUrlQuery>

using namespace qd;
using namespace qd::lab;

/// The token endpoint and what the query APIs make of its tokens.
class TestEntra : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void tokenIsGiven();
    void refusals_data();
    void refusals();
    void refusalBodyIsEntras();
    void discovery();
    void base64Url();
    void checks();
    void expiry();
    void restartRefusesOldTokens();
    void secretFromEnvironmentIsNeverLogged();

private:
    [[nodiscard]] test::HttpAnswer ask(const QByteArray &form, const QByteArray &tenant = {}) const
    {
        return m_lab.send("POST", "/" + (tenant.isEmpty() ? m_lab.info().tenantId.toUtf8() : tenant) + "/oauth2/v2.0/token",
                          {{"Content-Type", "application/x-www-form-urlencoded"}}, form);
    }

    test::LabFixture m_lab;
};

void TestEntra::tokenIsGiven()
{
    const QByteArray form = "x-client-SKU=msal.js.node&grant_type=client_credentials&client_id=" + m_lab.info().clientId.toUtf8()
        + "&client_secret=" + QUrl::toPercentEncoding(m_lab.info().clientSecret)
        + "&scope=https%3A%2F%2Fapi.loganalytics.io%2F.default";
    const test::HttpAnswer answer = ask(form);
    QCOMPARE(answer.status, 200);
    const QJsonObject body = answer.json();
    QCOMPARE(body.value(u"token_type").toString(), QStringLiteral("Bearer"));
    QCOMPARE(body.value(u"expires_in").toInt(), 3599);
    QCOMPARE(body.value(u"ext_expires_in").toInt(), 3599);
    const QList<QByteArray> parts = body.value(u"access_token").toString().toUtf8().split('.');
    QCOMPARE(parts.size(), 3);
    const QJsonObject claims = QJsonDocument::fromJson(QByteArray::fromBase64(parts.at(1), QByteArray::Base64UrlEncoding)).object();
    QCOMPARE(claims.value(u"aud").toString(), QStringLiteral("https://api.loganalytics.io"));
    QCOMPARE(claims.value(u"tid").toString(), m_lab.info().tenantId);
    QCOMPARE(claims.value(u"appid").toString(), m_lab.info().clientId);
    QCOMPARE(claims.value(u"exp").toInteger(), 1795262400 + 3599);
}

void TestEntra::refusals_data()
{
    QTest::addColumn<QUrlQuery>("form");
    QTest::addColumn<QString>("tenant");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("error");
    QTest::addColumn<int>("code");
    const auto good = [this](const char *changed, const QString &value) {
        QUrlQuery form;
        form.addQueryItem(QStringLiteral("grant_type"), QStringLiteral("client_credentials"));
        form.addQueryItem(QStringLiteral("client_id"), m_lab.info().clientId);
        form.addQueryItem(QStringLiteral("client_secret"), m_lab.info().clientSecret);
        form.addQueryItem(QStringLiteral("scope"), QStringLiteral("https://api.loganalytics.io/.default"));
        form.removeQueryItem(QLatin1String(changed));
        if (!value.isNull())
            form.addQueryItem(QLatin1String(changed), value);
        return form;
    };
    const QString none;
    const auto text = [](const char *s) { return QString::fromLatin1(s); };
    QTest::newRow("wrong secret") << good("client_secret", text("nope")) << none << 401 << text("invalid_client") << 7000215;
    QTest::newRow("no secret") << good("client_secret", none) << none << 401 << text("invalid_client") << 7000218;
    QTest::newRow("unknown app") << good("client_id", text("11111111-1111-1111-1111-111111111111")) << none << 400
                                 << text("unauthorized_client") << 700016;
    QTest::newRow("unknown tenant") << good("x", none) << text("nowhere.example") << 400 << text("invalid_request") << 90002;
    QTest::newRow("unknown resource") << good("scope", text("https://evil.example/.default")) << none << 400
                                      << text("invalid_resource") << 500011;
    QTest::newRow("no .default") << good("scope", text("https://api.loganalytics.io/Data.Read")) << none << 400
                                 << text("invalid_scope") << 1002012;
    QTest::newRow("other grant") << good("grant_type", text("password")) << none << 400 << text("unsupported_grant_type") << 70003;
    QTest::newRow("no grant") << good("grant_type", none) << none << 400 << text("invalid_request") << 900144;
}

void TestEntra::refusals()
{
    QFETCH(const QUrlQuery, form);
    QFETCH(const QString, tenant);
    QFETCH(const int, status);
    QFETCH(const QString, error);
    QFETCH(const int, code);
    const test::HttpAnswer answer = ask(form.query(QUrl::FullyEncoded).toUtf8(), tenant.toUtf8());
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.json().value(u"error").toString(), error);
    QCOMPARE(answer.json().value(u"error_codes").toArray().at(0).toInt(), code);
    QVERIFY(answer.json().value(u"error_description").toString().startsWith(QStringLiteral("AADSTS%1: ").arg(code)));
}

void TestEntra::refusalBodyIsEntras()
{
    const test::HttpAnswer answer = ask("grant_type=client_credentials&client_id=" + m_lab.info().clientId.toUtf8()
                                        + "&client_secret=x&scope=https://api.loganalytics.io/.default");
    QCOMPARE(test::contractDifference(QStringLiteral("entra-error-secret.json"), answer.body), QString());
}

void TestEntra::discovery()
{
    const QByteArray path = "/" + m_lab.info().tenantId.toUtf8() + "/v2.0/.well-known/openid-configuration";
    const test::HttpAnswer answer = m_lab.send("GET", path);
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.json().value(u"token_endpoint").toString().endsWith(m_lab.info().tenantId + QStringLiteral("/oauth2/v2.0/token")));
    QCOMPARE(m_lab.send("GET", "/nowhere.example/v2.0/.well-known/openid-configuration").status, 400);
}

void TestEntra::base64Url()
{
    const std::string bytes("\xFB\xFF\x00zz", 5);
    QCOMPARE(base64UrlEncode(bytes), std::string("-_8Aeno"));
    QCOMPARE(base64UrlDecode("-_8Aeno").value_or(""), bytes);
    QVERIFY(!base64UrlDecode("a+b"));
}

void TestEntra::checks()
{
    const test::ManualClock clock;
    const LabIdentity identity = LabIdentity::fromSeed(1, "secret");
    const TokenService tokens(identity, clock);
    const std::string token = tokens.issue(identity.clientId, {"https://api.loganalytics.io"}, Seconds(60));
    const std::vector<std::string> wanted{"https://api.loganalytics.io", "https://api.loganalytics.azure.com"};
    QVERIFY(!tokens.check("Bearer " + token, wanted).problem);
    QVERIFY(!tokens.check("bearer " + token, {"https://api.loganalytics.io/"}).problem);
    QCOMPARE(tokens.check("", wanted).problem, TokenProblem::Missing);
    QCOMPARE(tokens.check("Basic abc", wanted).problem, TokenProblem::Malformed);
    QCOMPARE(tokens.check("Bearer abc", wanted).problem, TokenProblem::Malformed);
    QCOMPARE(tokens.check("Bearer a.!.c", wanted).problem, TokenProblem::Malformed);
    QCOMPARE(tokens.check("Bearer " + token + "x", wanted).problem, TokenProblem::BadSignature);
    QCOMPARE(tokens.check("Bearer " + token, {"https://management.azure.com"}).problem, TokenProblem::WrongAudience);
    const std::string unsignedToken = "eyJhbGciOiJub25lIn0." + token.substr(token.find('.') + 1, token.rfind('.') - token.find('.'));
    QCOMPARE(tokens.check("Bearer " + unsignedToken, wanted).problem, TokenProblem::BadSignature);
}

void TestEntra::expiry()
{
    test::ManualClock clock;
    const LabIdentity identity = LabIdentity::fromSeed(1, "secret");
    const TokenService tokens(identity, clock);
    const std::string header = "Bearer " + tokens.issue(identity.clientId, {"a"}, Seconds(60));
    clock.advance(Seconds(59));
    QVERIFY(!tokens.check(header, {"a"}).problem);
    clock.advance(Seconds(1));
    QCOMPARE(tokens.check(header, {"a"}).problem, TokenProblem::Expired);
}

void TestEntra::restartRefusesOldTokens()
{
    const test::LabFixture again;
    QCOMPARE(again.info().appId, m_lab.info().appId);
    const test::HttpAnswer answer = again.send("GET", "/v1/apps/" + again.info().appId.toUtf8() + "/query?query=print%201",
                                               {{"Authorization", "Bearer " + m_lab.info().bearerToken.toUtf8()}});
    QCOMPARE(answer.status, 401);
    QVERIFY(answer.headers.value("www-authenticate").contains("invalid_token"));
}

namespace {
std::mutex entraLogMutex;
QString entraLog;
void keepEntraLog(const char *, log::Level, const QString &text)
{
    const std::lock_guard lock(entraLogMutex);
    entraLog += text + QLatin1Char('\n');
}
} // namespace

void TestEntra::secretFromEnvironmentIsNeverLogged()
{
    qputenv("QD_LAB_SECRET", "planted-s3cret");
    log::setLevel(log::Level::Debug);
    log::setSink(keepEntraLog);
    {
        const test::LabFixture secretive;
        QCOMPARE(secretive.info().clientSecret, QStringLiteral("planted-s3cret"));
        const QByteArray token = secretive.token("https://api.loganalytics.io");
        QVERIFY(!token.isEmpty());
        secretive.send("GET", "/v1/workspaces/x/query?client_secret=planted-s3cret&query=planted-s3cret", {{"Authorization", "Bearer " + token}});
        secretive.send("POST", "/x/oauth2/v2.0/token", {}, "client_secret=planted-s3cret");
    }
    log::setSink(nullptr);
    log::setLevel(log::Level::Warning);
    qunsetenv("QD_LAB_SECRET");
    QVERIFY(entraLog.contains(QStringLiteral("oauth2"))); // the log was on
    QVERIFY(!entraLog.contains(QStringLiteral("s3cret")));
    QVERIFY(!entraLog.contains(QStringLiteral("eyJ")));
}

QD_TEST_MAIN(QCoreApplication, TestEntra)
#include "tst_entra.moc"
