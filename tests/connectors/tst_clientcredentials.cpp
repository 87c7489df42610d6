#include "auth/clientcredentials.h"
#include "auth/memorysecretstore.h"
#include "auth/secretsources.h"
#include "fakenam.h"
#include "manualtimers.h"
#include "outcome.h"
#include "testmain.h"

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;
using Kind = ScriptedReply::Kind;

namespace {

const auto scopeA = QStringLiteral("https://api.applicationinsights.io/.default");
const auto scopeB = QStringLiteral("https://api.loganalytics.io/.default");

ScriptedReply token(const QByteArray &secret, const QByteArray &lifetime = "3599")
{
    return {.kind = Kind::Answer, .status = 200, .headers = {},
            .body = "{\"token_type\":\"Bearer\",\"expires_in\":" + lifetime + ",\"ext_expires_in\":3599,\"access_token\":\"" + secret + "\"}"};
}

ScriptedReply refusal(int status)
{
    return {.kind = Kind::Answer, .status = status, .headers = {},
            .body = "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret provided. Trace ID: t\","
                    "\"error_codes\":[7000215],\"correlation_id\":\"corr-1\"}"};
}

} // namespace

class TestClientCredentials : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        failOnWarnings();
        m_peer = std::make_unique<FakeNam>();
        m_clock = std::make_unique<ManualClock>();
        m_timers = std::make_unique<ManualTimers>(*m_clock);
        HttpClientOptions options;
        options.makeManager = m_peer->managerFactory();
        options.retry.maxTries = 1;
        m_http = std::make_unique<HttpClient>(*m_clock, *m_timers, options);
        m_secret = std::make_unique<FixedSecret>(QStringLiteral("planted+secret&more"));
        m_provider = std::make_unique<ClientCredentials>(
            *m_http, *m_clock, *m_secret,
            ClientCredentialsAccount{.authority = QUrl(QStringLiteral("https://fake.example/")), .tenantId = QStringLiteral("contoso"), .clientId = QStringLiteral("client-1")});
    }
    void cleanup()
    {
        m_provider.reset();
        m_http.reset();
        checkNoErrorsLogged();
    }

    void asksAsEntraExpects()
    {
        m_peer->push(token("t1"));
        Outcome<AccessToken> outcome;
        m_provider->token(scopeA, outcome.context(), outcome.completion());
        QCOMPARE(outcome.count(), 0);
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.value().secret, QStringLiteral("t1"));
        QCOMPARE(outcome.value().expires, ManualClock::start + 3599s);
        const SeenRequest &seen = m_peer->seen().first();
        QCOMPARE(seen.method, "POST");
        QCOMPARE(seen.target, "/contoso/oauth2/v2.0/token");
        QCOMPARE(seen.header("content-type"), "application/x-www-form-urlencoded");
        QCOMPARE(seen.body, "client_id=client-1&scope=https%3A%2F%2Fapi.applicationinsights.io%2F.default&"
                            "grant_type=client_credentials&client_secret=planted%2Bsecret%26more");
    }

    void cachesPerScope()
    {
        for (const char *secret : {"a", "b"})
            m_peer->push(token(secret));
        QCOMPARE(get(scopeA), QStringLiteral("a"));
        QCOMPARE(get(scopeB), QStringLiteral("b"));
        QCOMPARE(get(scopeA), QStringLiteral("a"));
        QCOMPARE(m_peer->seen().size(), 2);
    }

    void renews_data()
    {
        QTest::addColumn<QByteArray>("lifetime");
        QTest::addColumn<int>("keptFor"); // seconds
        QTest::newRow("an hour") << QByteArray("3600") << 3300;
        QTest::newRow("as a string") << QByteArray("\"3600\"") << 3300;
        QTest::newRow("short") << QByteArray("100") << 50;
        QTest::newRow("ten minutes") << QByteArray("600") << 300;
    }

    void renews()
    {
        QFETCH(QByteArray, lifetime);
        QFETCH(int, keptFor);
        m_peer->push(token("old", lifetime));
        m_peer->push(token("new", lifetime));
        QCOMPARE(get(scopeA), QStringLiteral("old"));
        m_clock->advance(Seconds(keptFor) - 1us);
        QCOMPARE(get(scopeA), QStringLiteral("old"));
        m_clock->advance(1us);
        QCOMPARE(get(scopeA), QStringLiteral("new"));
    }

    void keepsAValidTokenWhileRenewingFails()
    {
        m_peer->push(token("old"));
        QCOMPARE(get(scopeA), QStringLiteral("old"));
        m_clock->advance(3400s);
        m_peer->push({.kind = Kind::Drop, .status = 0, .headers = {}, .body = {}});
        QCOMPARE(get(scopeA), QStringLiteral("old"));
        m_clock->advance(200s); // now it has ended
        m_peer->push({.kind = Kind::Drop, .status = 0, .headers = {}, .body = {}});
        QCOMPARE(fail(scopeA).kind, ErrorKind::Network);
    }

    void aRefusalIsNotHiddenByAnOldToken()
    {
        m_peer->push(token("old"));
        QCOMPARE(get(scopeA), QStringLiteral("old"));
        m_clock->advance(3400s);
        m_peer->push(refusal(401));
        QCOMPARE(fail(scopeA).kind, ErrorKind::Unauthorized);
    }

    void joinsConcurrentCalls()
    {
        m_peer->push(token("one"));
        Outcome<AccessToken> first;
        Outcome<AccessToken> second;
        const Call call = m_provider->token(scopeA, first.context(), first.completion());
        m_provider->token(scopeA, second.context(), second.completion());
        call.cancel();
        QVERIFY(first.wait() && second.wait());
        QCOMPARE(first.kind(), ErrorKind::Cancelled);
        QCOMPARE(second.value().secret, QStringLiteral("one"));
        QCOMPARE(m_peer->seen().size(), 1);
    }

    void cancellingEveryoneAsksAnewNextTime()
    {
        m_peer->push({.kind = Kind::Never, .status = 0, .headers = {}, .body = {}});
        m_peer->push(token("two"));
        Outcome<AccessToken> first;
        const Call call = m_provider->token(scopeA, first.context(), first.completion());
        QVERIFY(QTest::qWaitFor([this] { return m_peer->seen().size() == 1; }));
        call.cancel();
        QVERIFY(first.wait());
        QCOMPARE(get(scopeA), QStringLiteral("two"));
    }

    void invalidateAsksAnew()
    {
        m_peer->push(token("one"));
        m_peer->push(token("two"));
        QCOMPARE(get(scopeA), QStringLiteral("one"));
        m_provider->invalidate(scopeA);
        QCOMPARE(get(scopeA), QStringLiteral("two"));
    }

    void refusals_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("401") << 401;
        QTest::newRow("400") << 400;
    }

    void refusals()
    {
        QFETCH(int, status);
        m_peer->push(refusal(status));
        const Error error = fail(scopeA);
        QCOMPARE(error.kind, ErrorKind::Unauthorized);
        QCOMPARE(error.vendorCode, QStringLiteral("AADSTS7000215"));
        QCOMPARE(error.requestId, QStringLiteral("corr-1"));
        QCOMPARE(error.message, QStringLiteral("AADSTS7000215: Invalid client secret provided."));
        QCOMPARE(m_peer->seen().size(), 1);
    }

    void unreadableReplies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("detail");
        QTest::newRow("html") << QByteArray("<html>") << QStringLiteral("$: not a JSON object");
        QTest::newRow("no token") << QByteArray("{\"expires_in\":10}") << QStringLiteral("$.access_token: missing or not a string");
        QTest::newRow("number") << QByteArray("{\"access_token\":1,\"expires_in\":10}") << QStringLiteral("$.access_token: missing or not a string");
        QTest::newRow("line break") << QByteArray("{\"access_token\":\"a\\r\\nX: 1\",\"expires_in\":10}") << QStringLiteral("$.access_token: holds a line break");
        QTest::newRow("no life") << QByteArray("{\"access_token\":\"a\"}") << QStringLiteral("$.expires_in: missing or not a positive number");
        QTest::newRow("negative life") << QByteArray("{\"access_token\":\"a\",\"expires_in\":-1}") << QStringLiteral("$.expires_in: missing or not a positive number");
        QTest::newRow("word") << QByteArray("{\"access_token\":\"a\",\"expires_in\":\"long\"}") << QStringLiteral("$.expires_in: missing or not a positive number");
    }

    void unreadableReplies()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, detail);
        m_peer->push({.kind = Kind::Answer, .status = 200, .headers = {}, .body = body});
        const Error error = fail(scopeA);
        QCOMPARE(error.kind, ErrorKind::Decode);
        QCOMPARE(error.detail, detail);
    }

    void hugeLifetimeDoesNotOverflow()
    {
        m_peer->push(token("t", "9223372036854775807"));
        QCOMPARE(get(scopeA), QStringLiteral("t"));
        QCOMPARE(get(scopeA), QStringLiteral("t"));
        QCOMPARE(m_peer->seen().size(), 1);
    }

    void noSecretKept()
    {
        MemorySecretStore store;
        StoredSecret source(store, QStringLiteral("account-1"));
        ClientCredentials provider(*m_http, *m_clock, source, {.authority = QUrl(QStringLiteral("https://fake.example")), .tenantId = QStringLiteral("t"), .clientId = QStringLiteral("c")});
        Outcome<AccessToken> missing;
        provider.token(scopeA, missing.context(), missing.completion());
        QVERIFY(missing.wait());
        QCOMPARE(missing.kind(), ErrorKind::Keychain);
        Outcome<void> written;
        store.write(QStringLiteral("account-1"), QStringLiteral("s3"), written.context(), written.completion());
        QVERIFY(written.wait());
        m_peer->push(token("found"));
        Outcome<AccessToken> found;
        provider.token(scopeA, found.context(), found.completion());
        QVERIFY(found.wait());
        QCOMPARE(found.value().secret, QStringLiteral("found"));
        QVERIFY(m_peer->seen().first().body.endsWith("client_secret=s3"));
    }

    void providerGone()
    {
        m_peer->push({.kind = Kind::Never, .status = 0, .headers = {}, .body = {}});
        Outcome<AccessToken> kept;
        Outcome<AccessToken> silent;
        m_provider->token(scopeA, kept.context(), kept.completion());
        m_provider->token(scopeA, silent.context(), silent.completion());
        QVERIFY(QTest::qWaitFor([this] { return m_peer->seen().size() == 1; }));
        silent.destroyContext();
        m_provider.reset();
        QVERIFY(kept.wait());
        QCOMPARE(kept.kind(), ErrorKind::Cancelled);
        QCOMPARE(silent.count(), 0);
    }

    void secretsNeverInTheLog()
    {
        startCapturingLogs();
        m_peer->push(token("planted-token"));
        QCOMPARE(get(scopeA), QStringLiteral("planted-token"));
        m_provider->invalidate(scopeA);
        m_peer->push(refusal(401));
        QCOMPARE(fail(scopeA).kind, ErrorKind::Unauthorized);
        m_peer->push({.kind = Kind::Answer, .status = 200, .headers = {}, .body = "{\"access_token\":\"planted-2\",\"expires_in\":\"x\"}"});
        QCOMPARE(fail(scopeA).kind, ErrorKind::Decode);
        const QString lines = capturedLogs().join(u'\n');
        QVERIFY2(!lines.contains(QStringLiteral("planted")), qPrintable(lines));
        QVERIFY2(lines.contains(QStringLiteral("body=(secret)")), qPrintable(lines));
        QVERIFY2(lines.contains(QStringLiteral("AADSTS7000215")), qPrintable(lines));
    }

private:
    QString get(const QString &scope)
    {
        Outcome<AccessToken> outcome;
        m_provider->token(scope, outcome.context(), outcome.completion());
        return outcome.wait() && outcome.ok() ? outcome.value().secret : QStringLiteral("(none)");
    }
    Error fail(const QString &scope)
    {
        Outcome<AccessToken> outcome;
        m_provider->token(scope, outcome.context(), outcome.completion());
        return outcome.wait() && !outcome.ok() ? outcome.error() : Error{};
    }

    std::unique_ptr<FakeNam> m_peer;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<ManualTimers> m_timers;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<FixedSecret> m_secret;
    std::unique_ptr<ClientCredentials> m_provider;
};

QD_TEST_MAIN(QCoreApplication, TestClientCredentials)
#include "tst_clientcredentials.moc"
