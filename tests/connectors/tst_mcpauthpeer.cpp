#include "http/loopbacklistener.h"
#include "manualclock.h"
#include "mcpauth/authdiscovery.h"
#include "mcpauth/tokenclient.h"
#include "outcome.h"
#include "scriptedpeer.h"
#include "testmain.h"

#include <QTcpSocket>

#include <algorithm>
#include <memory>
#include <vector>

using namespace qd;
using namespace qd::test;

namespace {

QString latin(const char *text) { return QString::fromLatin1(text); }

ScriptedReply json(int status, const QByteArray &body) { return {.kind = ScriptedReply::Kind::Answer, .status = status, .headers = {{"Content-Type", "application/json"}}, .body = body}; }

/// An authorization server that answers from a script, and who asks it.
struct ScriptedIssuer {
    explicit ScriptedIssuer(HttpClientOptions options = {}) : http(clock, timers, std::move(options)) { server.tokenEndpoint = server.revocationEndpoint = QString(origin() + u'/'); }
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

    [[nodiscard]] QByteArray resource() const
    {
        return "{\"resource\":\"" + origin().toLatin1() + "/mcp\",\"authorization_servers\":[\"" + origin().toLatin1() + "\"]}";
    }
    [[nodiscard]] QByteArray metadata() const
    {
        const QByteArray at = origin().toLatin1();
        return "{\"issuer\":\"" + at + "\",\"authorization_endpoint\":\"" + at + "/a\",\"token_endpoint\":\"" + at + "/t\",\"code_challenge_methods_supported\":[\"S256\"]}";
    }
    /// "html", "resource", "metadata", "login" (a redirect), or a status.
    [[nodiscard]] ScriptedReply page(const QString &kind) const
    {
        if (kind == latin("html"))
            return {.kind = ScriptedReply::Kind::Answer, .status = 200, .headers = {{"Content-Type", "text/html"}}, .body = "<html>Welcome</html>"};
        if (kind == latin("login"))
            return {.kind = ScriptedReply::Kind::Answer, .status = 302, .headers = {{"Location", "http://127.0.0.1:1/login"}}, .body = {}};
        return kind == latin("resource") ? json(200, resource()) : kind == latin("metadata") ? json(200, metadata()) : json(kind.toInt(), "{}");
    }

    ManualClock clock;
    SystemTimers timers;
    ScriptedPeer peer;
    oauth::ServerMetadata server;
    QStringList trail;
    HttpClient http;
    AddressGuard guard{*oauth::parseWebUrl(QString(origin() + latin("/mcp"))), systemLookup()};
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

    /// What is no metadata does not end the search; what is somebody else's does.
    void placesOfMetadata_data()
    {
        QTest::addColumn<QString>("pages");
        QTest::addColumn<QString>("words"); // of the error, one after the other; empty: it is found
        QTest::addColumn<QString>("tokenPath");
        const auto row = [](const char *pages, const char *words, const char *tokenPath = "/t") { QTest::newRow(pages) << latin(pages) << latin(words) << latin(tokenPath); };
        row("resource metadata", "");
        row("html resource metadata", "");
        row("500 resource metadata", "");
        row("login resource metadata", "");
        row("resource html metadata", "");
        row("resource 500 metadata", "");
        row("resource login metadata", "");
        row("html 404 metadata", "");
        row("html html html html", "", "/token"); // a site that answers everything, from before the metadata
        row("500 404", "metadata was not found|/mcp (HTTP 500); |(HTTP 404).");
        row("login html", "metadata was not found|redirect, which is not followed); |(no JSON object).");
        row("resource 503 html", "has no metadata|/oauth-authorization-server (HTTP 503); |/openid-configuration (no JSON object).");
        row("404 404 503 404", "has no metadata|(HTTP 503); |(HTTP 404).");
        row("metadata", "names no usable resource");
    }
    void placesOfMetadata()
    {
        QFETCH(QString, pages);
        QFETCH(QString, words);
        ScriptedIssuer issuer;
        for (const QString &page : pages.split(u' '))
            issuer.peer.push(issuer.page(page));
        Outcome<DiscoveredAuth> found;
        AuthDiscovery::start(issuer.client, {}, found.context(), found.completion());
        QVERIFY(found.wait());
        QVERIFY2(found.ok() == words.isEmpty(), qPrintable(issuer.trailText()));
        QCOMPARE(issuer.peer.unused(), 0);
        QCOMPARE(issuer.peer.seen().size(), pages.split(u' ').size());
        QCOMPARE(issuer.trailText().contains(latin("-> 200: no resource metadata here: no JSON object")), pages.startsWith(latin("html")) || pages == latin("login html"));
        if (found.ok())
            QTEST(QString(found.value().server.tokenEndpoint).remove(issuer.origin()), "tokenPath");
        qsizetype at = 0;
        for (const QString &part : words.split(u'|')) {
            at = found.ok() ? 0 : found.error().message.indexOf(part, at);
            QVERIFY2(at >= 0, qPrintable(QString(part + latin(" in ") + (found.ok() ? QString() : found.error().message))));
        }
        if (!found.ok())
            QCOMPARE(found.error().kind, pages.contains(u'5') ? ErrorKind::Server : ErrorKind::Protocol);
    }

    /// A time-out says of whom, and a verb's own bounds it.
    void silence()
    {
        HttpClientOptions options;
        options.longestTry = Milliseconds(200);
        ScriptedIssuer issuer(options);
        issuer.peer.otherwise.kind = ScriptedReply::Kind::Never;
        const auto answer = issuer.ask({.server = issuer.server, .proof = {}, .grant = oauth::refreshGrant(latin("r"), {}), .purpose = latin("a token")});
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Timeout);
        QCOMPARE(answer.error().message, QStringLiteral("No answer within 0.2 s (POST %1/).").arg(issuer.origin()));
    }

    /// Connections that say nothing make way for whoever says something.
    void crowdAtTheWayBack()
    {
        SystemTimers timers;
        LoopbackListener listener(timers, "/callback", [](const QByteArray &query) { return LoopbackListener::Page{200, QString::fromLatin1(query)}; });
        QVERIFY(listener.listen(0));
        const auto port = static_cast<quint16>(QUrl(listener.address()).port());
        std::vector<std::unique_ptr<QTcpSocket>> crowd;
        for (int i = 0; i < 100; ++i) {
            crowd.push_back(std::make_unique<QTcpSocket>());
            crowd.back()->connectToHost(QHostAddress::LocalHost, port);
            QTRY_COMPARE(crowd.back()->state(), QAbstractSocket::ConnectedState);
        }
        QTRY_COMPARE(std::ranges::count_if(crowd, [](const auto &one) { return one->state() == QAbstractSocket::ConnectedState; }), LoopbackListener::maxAtOnce);
        QTcpSocket guest;
        guest.connectToHost(QHostAddress::LocalHost, port);
        guest.write("GET /callback?hello HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\n\r\n");
        QTRY_COMPARE(guest.state(), QAbstractSocket::UnconnectedState);
        const QByteArray answer = guest.readAll();
        QVERIFY2(answer.startsWith("HTTP/1.1 200") && answer.endsWith("hello\n"), answer.constData());
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
