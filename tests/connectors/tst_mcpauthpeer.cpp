#include "http/loopbacklistener.h"
#include "manualclock.h"
#include "mcpauth/tokenclient.h"
#include "outcome.h"
#include "scriptedpeer.h"
#include "testmain.h"

using namespace qd;
using namespace qd::test;

namespace {

QString latin(const char *text) { return QString::fromLatin1(text); }

ScriptedReply json(int status, const QByteArray &body) { return {.kind = ScriptedReply::Kind::Answer, .status = status, .headers = {{"Content-Type", "application/json"}}, .body = body}; }

/// An authorization server that answers from a script, and who asks it.
struct ScriptedIssuer {
    ScriptedIssuer() { server.tokenEndpoint = server.revocationEndpoint = QString(origin() + u'/'); }
    [[nodiscard]] QString origin() const { return peer.url().toString(); }
    [[nodiscard]] QString trailText() const { return trail.join(u'\n'); }
    Result<authcodec::TokenAnswer> ask(const TokenRequest &request)
    {
        Outcome<authcodec::TokenAnswer> outcome;
        requestToken(client, clock, request, outcome.context(), outcome.completion());
        if (!outcome.wait())
            return Error{.message = latin("no answer")};
        return outcome.ok() ? Result<authcodec::TokenAnswer>(outcome.value()) : Result<authcodec::TokenAnswer>(outcome.error());
    }

    ManualClock clock;
    SystemTimers timers;
    ScriptedPeer peer;
    oauth::ServerMetadata server;
    QStringList trail;
    HttpClient http{clock, timers};
    AddressGuard guard{*oauth::parseWebUrl(origin()), systemLookup()};
    AuthClient client{http, guard, [this](const oauth::AuthStep &step) { trail << step.line(); }};
};

} // namespace

/// Answers that no good authorization server gives, at the endpoints alone.
class TestMcpAuthPeer final : public QObject
{
    Q_OBJECT

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    /// A server that quotes what it was sent, as it came, decoded, or taken out of the header.
    void quotedSecrets_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QStringList>("quoted");
        const QString secret = latin("s3cret/one two");
        const QString encoded = latin("s3cret%2Fone+two");
        const QString basic = QString::fromLatin1(oauth::basicAuthorization(latin("me"), secret)).mid(6);
        QTest::newRow("form") << latin("client_secret_post") << QStringList{secret, encoded, latin("s3cret%2Fone%20two"), latin("c0de-of-it"), latin("ver1fier")};
        QTest::newRow("header") << latin("client_secret_basic") << QStringList{secret, encoded, basic, latin("c0de-of-it"), latin("ver1fier")};
    }
    void quotedSecrets()
    {
        QFETCH(QString, method);
        QFETCH(QStringList, quoted);
        ScriptedIssuer issuer;
        issuer.server.authMethods = QStringList{method};
        const oauth::ClientIdentity who{.id = latin("me"), .secret = latin("s3cret/one two"), .authMethod = method};
        const TokenRequest request{.server = issuer.server, .proof = {.client = who, .key = {}, .keyId = {}}, .grant = oauth::codeGrant(latin("c0de-of-it"), "ver1fier", latin("http://127.0.0.1:1/callback"), {}),
                                   .purpose = latin("a token")};
        const QByteArray words = QString(QString(260, u'x') + quoted.join(u' ')).toUtf8(); // one of them at the place where it is cut
        for (const QByteArray &text : {quoted.join(u' ').toUtf8(), words}) {
            issuer.peer.push(json(400, "{\"error\":\"invalid_request\",\"error_description\":\"bad: " + text + " for client me\"}"));
            issuer.peer.push(json(400, "{\"error\":\"" + text + "\"}"));
            for (int i = 0; i < 2; ++i) {
                const auto answer = issuer.ask(request);
                QVERIFY(!answer);
                const QString told = answer.error().message + answer.error().detail + answer.error().vendorCode + issuer.trailText();
                for (const char *part : {"s3cret", "c0de", "ver1f"})
                    QVERIFY2(!told.contains(latin(part)), qPrintable(told));
                QVERIFY2(!told.contains(quoted.at(2).left(8)), qPrintable(told));
            }
        }
        QVERIFY2(issuer.trailText().contains(latin("for client me")), qPrintable(issuer.trailText()));
        Outcome<void> revoked;
        issuer.peer.push(json(400, "{\"error\":\"invalid_request\",\"error_description\":\"bad: t0ken-of-mine " + quoted.join(u' ').toUtf8() + "\"}"));
        TokenRequest revocation = request;
        revocation.grant = oauth::Form{{"token", latin("t0ken-of-mine")}};
        requestRevocation(issuer.client, issuer.clock, revocation, revoked.context(), revoked.completion());
        QVERIFY(revoked.wait() && !revoked.ok());
        QVERIFY2(!revoked.error().message.contains(latin("t0ken")) && !issuer.trailText().contains(latin("t0ken")) && !issuer.trailText().contains(latin("s3cret")), qPrintable(issuer.trailText()));
    }

    /// Refusals that come with another status than they should.
    void refusals_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, int status, const char *body, ErrorKind kind, const char *words) {
            QTest::newRow(name) << status << QByteArray(body) << static_cast<int>(kind) << latin(words);
        };
        row("with 200", 200, "{\"error\":\"bad_refresh_token\",\"error_description\":\"It has expired.\"}", ErrorKind::Unauthorized, "was refused (bad_refresh_token): It has expired.");
        row("an error beside a token", 200, "{\"error\":\"x\",\"access_token\":\"a\",\"token_type\":\"mac\"}", ErrorKind::Decode, "cannot be read");
        row("nothing with 200", 200, "{}", ErrorKind::Decode, "cannot be read");
        row("302", 302, "", ErrorKind::Protocol, "redirect, which is not followed");
        row("307", 307, "", ErrorKind::Protocol, "redirect, which is not followed");
        row("308", 308, "", ErrorKind::Protocol, "redirect, which is not followed");
    }
    void refusals()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, words);
        ScriptedIssuer issuer;
        ScriptedReply reply = json(status, body);
        if (status < 400 && status >= 300)
            reply.headers.append({"Location", issuer.origin().toLatin1() + "/elsewhere"});
        issuer.peer.push(reply);
        const auto answer = issuer.ask({.server = issuer.server, .proof = {}, .grant = oauth::refreshGrant(latin("r"), {}), .purpose = latin("a token")});
        QVERIFY(!answer);
        QTEST(static_cast<int>(answer.error().kind), "kind");
        QVERIFY2(answer.error().message.contains(words), qPrintable(answer.error().message));
        QCOMPARE(issuer.peer.seen().size(), 1);
    }

    void lifetimes_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<qint64>("seconds"); // -1: not said
        constexpr qint64 longest = qint64{366} * 24 * 3600;
        QTest::newRow("whole") << QByteArray("3600") << qint64{3600};
        QTest::newRow("text") << QByteArray("\"3600\"") << qint64{3600};
        QTest::newRow("below nothing") << QByteArray("-5") << qint64{0};
        QTest::newRow("beyond 63 bits") << QByteArray("18446744073709551615") << longest;
        QTest::newRow("float") << QByteArray("1e30") << longest;
        QTest::newRow("words") << QByteArray("\"soon\"") << qint64{-1};
    }
    void lifetimes()
    {
        QFETCH(QByteArray, written);
        const auto answer = authcodec::decodeToken("{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":" + written + "}");
        QVERIFY(answer);
        QTEST(answer->lifetime ? qint64{answer->lifetime->count()} : qint64{-1}, "seconds");
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpAuthPeer)
#include "tst_mcpauthpeer.moc"
