#include "log.h"
#include "mcpauth/scopes.h"
#include "signinbench.h"
#include "testmain.h"

#include <QSignalSpy>
#include <QTcpServer>

#include <array>

using namespace qd;
using namespace qd::test;

namespace {

const QByteArray callTool = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"find_note\",\"arguments\":{\"topic\":\"x\"}}}";

} // namespace

/// Signing in over the network, to the lab's protected servers: one row of the checklist after the other.
class TestMcpAuthLab final : public QObject
{
    Q_OBJECT

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void signsIn_data()
    {
        QTest::addColumn<QString>("trail"); // a piece that must be in it
        QTest::newRow("path-issuer") << QStringLiteral("/.well-known/oauth-authorization-server/tenant -> 200");
        QTest::newRow("root-issuer") << QStringLiteral("/.well-known/oauth-authorization-server -> 200");
        QTest::newRow("no-header") << QStringLiteral("/.well-known/oauth-protected-resource/mcp -> 200");
        QTest::newRow("root-metadata") << QStringLiteral("/.well-known/oauth-protected-resource/mcp -> 404: no resource metadata here");
        QTest::newRow("openid") << QStringLiteral("/tenant/.well-known/openid-configuration -> 200");
        QTest::newRow("legacy") << QStringLiteral("as in revision 2025-03-26");
        QTest::newRow("legacy-fixed") << QStringLiteral("no metadata at all: /authorize");
        QTest::newRow("iss-silent") << QStringLiteral("a code came");
        QTest::newRow("secret-post") << QStringLiteral("/register -> 201: registered as client");
        QTest::newRow("secret-basic") << QStringLiteral("/register -> 201: registered as client");
        QTest::newRow("no-refresh") << QStringLiteral("a token for 3600 s, scopes mcp:read");
    }
    void signsIn()
    {
        QFETCH(QString, trail);
        SignInBench bench(QTest::currentDataTag());
        QCOMPARE(bench.ask(greet, {}).status, 401);
        const HttpAnswer answer = bench.send(greet);
        QVERIFY2(answer.status == 200, qPrintable(QString(bench.error.message + u'\n' + bench.trailText())));
        QVERIFY2(bench.trailText().contains(trail), qPrintable(bench.trailText()));
        QCOMPARE(bench.browser.pages.size(), 1);
        QCOMPARE(bench.parameter("resource"), bench.url());
        QCOMPARE(bench.parameter("code_challenge_method"), QStringLiteral("S256"));
        QVERIFY(bench.parameter("redirect_uri").startsWith(QStringLiteral("http://127.0.0.1:")));
        QTRY_VERIFY(bench.browser.lastBody.startsWith("Signed in."));
    }

    /// An address in the challenge that is none, or leads nowhere, does not end the sign-in.
    void uselessPlaceOfMetadata_data()
    {
        QTest::addColumn<QString>("place"); // %1: the server's port
        QTest::newRow("no address") << QStringLiteral("\"http\"");
        QTest::newRow("another scheme") << QStringLiteral("\"ftp://127.0.0.1/x\"");
        QTest::newRow("not there") << QStringLiteral("\"http://127.0.0.1:%1/nowhere\"");
        QTest::newRow("not there, without quotes") << QStringLiteral("http://127.0.0.1:%1/nowhere");
    }
    void uselessPlaceOfMetadata()
    {
        QFETCH(QString, place);
        SignInBench bench("no-header");
        const QString named = place.contains(u'%') ? place.arg(QUrl(bench.url()).port()) : place;
        Outcome<QByteArray> token;
        bench.authorizer->authorize({.server = bench.url(), .status = 401, .challenge = "Bearer resource_metadata=" + named.toLatin1()}, token.context(), token.completion());
        QVERIFY2(token.wait() && token.ok(), qPrintable(bench.trailText()));
        QVERIFY(bench.wasAsked("GET /.well-known/oauth-protected-resource/mcp"));
        QCOMPARE(bench.wasAsked("GET /nowhere"), place.contains(u'%'));
    }

    void rootIsLeftAloneWhereThePathExists()
    {
        SignInBench bench("no-header");
        QCOMPARE(bench.send(greet).status, 200);
        QVERIFY(bench.wasAsked("GET /.well-known/oauth-protected-resource/mcp"));
        QVERIFY(!bench.wasAsked("GET /.well-known/oauth-protected-resource"));
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("opensPage");
        const auto row = [](const char *variant, const char *words, bool opens) { QTest::newRow(variant) << QString::fromLatin1(words) << opens; };
        row("wrong-issuer", "calls itself https://evil.example", false);
        row("wrong-resource", "speaks of another server: https://evil.example/mcp", false);
        row("private-issuer", "in a private network", false);
        row("redirecting", "redirect, which is not followed", false);
        row("script-page", "no page to sign in with http or https", false);
        row("no-s256", "does not offer PKCE with S256", false);
        row("iss-missing", "without its issuer", true);
        row("iss-wrong", "another authorization server", true);
        row("iss-unpromised", "another authorization server", true);
        row("declined", "was declined: The lab said so", true);
        row("declined-wrong-iss", "another authorization server", true);
        row("cimd", "does not register clients by itself", false);
        row("known-clients", "does not register clients by itself", false);
    }
    void refusals()
    {
        QFETCH(QString, words);
        QFETCH(bool, opensPage);
        SignInBench bench(QTest::currentDataTag());
        QCOMPARE(bench.send(greet).status, 401);
        QVERIFY2(bench.error.message.contains(words), qPrintable(QString(bench.error.message + u'\n' + bench.trailText())));
        QVERIFY2(bench.trailText().contains(words), qPrintable(bench.trailText()));
        QCOMPARE(bench.browser.pages.size(), opensPage ? 1 : 0);
        QCOMPARE(bench.place->issuer().state().counted("authorization_code"), 0); // no code was handed over
        if (QByteArray(QTest::currentDataTag()) == "declined-wrong-iss")
            QVERIFY(!bench.trailText().contains(QStringLiteral("lab said so")) && !bench.trailText().contains(QStringLiteral("access_denied")));
    }

    void clientIds_data()
    {
        QTest::addColumn<QString>("variant");
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("document");
        QTest::addColumn<QString>("used");
        const QString document = QStringLiteral("https://quarterdeck.example/oauth/client.json");
        QTest::newRow("given") << QStringLiteral("known-clients") << QStringLiteral("known-client") << document << QStringLiteral("known-client");
        QTest::newRow("document") << QStringLiteral("cimd") << QString() << document << document;
        QTest::newRow("given before document") << QStringLiteral("cimd") << QStringLiteral("known-client") << document << QStringLiteral("known-client");
        QTest::newRow("registered where no documents are taken") << QStringLiteral("path-issuer") << QString() << document << QStringLiteral("client-");
    }
    void clientIds()
    {
        QFETCH(QString, variant);
        QFETCH(QString, given);
        QFETCH(QString, document);
        QFETCH(QString, used);
        SignInBench bench(variant.toLatin1().constData());
        bench.use({.clientId = given, .documentUrl = document});
        QVERIFY2(bench.send(greet).status == 200, qPrintable(bench.trailText()));
        QVERIFY2(bench.parameter("client_id").startsWith(used), qPrintable(bench.parameter("client_id")));
    }

    void givenClientIsShownToItsIssuerAlone()
    {
        SignInBench bench("path-issuer");
        bench.use({.clientId = QStringLiteral("planted-id"), .clientIssuer = QStringLiteral("https://other.example"), .clientSecret = QStringLiteral("planted-s3cret")});
        QCOMPARE(bench.send(greet).status, 401);
        QVERIFY2(bench.error.message.contains(QStringLiteral("was registered at https://other.example")), qPrintable(bench.error.message));
        QVERIFY(bench.browser.pages.isEmpty());
    }

    void signedAssertion()
    {
        SignInBench bench("private-key");
        bench.use({.clientId = QStringLiteral("signed-client"), .clientKey = QString::fromStdString(bench.place->clientKey()), .keyId = QStringLiteral("k1")});
        QVERIFY2(bench.send(greet).status == 200, qPrintable(bench.trailText()));
        SignInBench other("private-key");
        other.use({.clientId = QStringLiteral("signed-client"), .clientKey = QString::fromStdString(bench.place->clientKey())});
        QCOMPARE(other.send(greet).status, 401); // a key that the server does not know
        QVERIFY2(other.error.message.contains(QStringLiteral("signature is wrong")), qPrintable(other.error.message));
        other.use({.clientId = QStringLiteral("signed-client"), .clientKey = QStringLiteral("no key")});
        other.send(greet);
        QCOMPARE(other.error.kind, ErrorKind::Invalid);
    }

    void stepUp()
    {
        SignInBench bench("step-up");
        QCOMPARE(bench.send(greet).status, 200);
        QCOMPARE(bench.parameter("scope"), QStringLiteral("mcp:read offline_access"));
        bench.send(callTool);
        QVERIFY2(bench.error.message.isEmpty(), qPrintable(bench.error.message));
        QCOMPARE(bench.browser.pages.size(), 2);
        QStringList asked = bench.parameter("scope", 1).split(u' ');
        asked.sort();
        QCOMPARE(asked.join(u' '), QStringLiteral("mcp:read mcp:write offline_access"));
        QCOMPARE(bench.parameter("client_id", 1), bench.parameter("client_id", 0)); // registered once
        QCOMPARE(bench.place->issuer().state().counted("register"), 1);
        bench.send(callTool);
        QCOMPARE(bench.browser.pages.size(), 2);
    }

    /// A later refusal need not say again where the metadata is.
    void stepUpRemembersThePlaceOfTheMetadata()
    {
        lab::OAuthVariant variant = *lab::findOAuthVariant("step-up");
        variant.resourcePlace = lab::OAuthVariant::ResourcePlace::Root; // which is asked second where nothing is named
        SignInBench bench("step-up", variant);
        QCOMPARE(bench.send(greet).status, 200);
        QVERIFY2(bench.refuse(403, "Bearer error=\"insufficient_scope\", scope=\"mcp:write\""), qPrintable(bench.trailText()));
        QCOMPARE(bench.browser.pages.size(), 2);
        QVERIFY2(bench.refuse(401, ""), qPrintable(bench.trailText()));
        QVERIFY(!bench.wasAsked("GET /.well-known/oauth-protected-resource/mcp"));
    }

    /// Where the refusal names no scope, the metadata may.
    void stepUpWithoutAName()
    {
        SignInBench bench("path-issuer");
        QVERIFY(bench.refuse(401, "Bearer scope=\"mcp:write\""));
        QVERIFY2(bench.refuse(403, "Bearer error=\"insufficient_scope\""), qPrintable(bench.trailText()));
        QCOMPARE(bench.parameter("scope", 1), QStringLiteral("mcp:write offline_access mcp:read"));
        const auto again = bench.refuse(403, "Bearer error=\"insufficient_scope\"");
        QVERIFY(!again && again.error().kind == ErrorKind::Forbidden);
        QVERIFY2(again.error().message.contains(QStringLiteral("names one that the token lacks")), qPrintable(again.error().message));
        QCOMPARE(bench.browser.pages.size(), 2);
    }

    void theServersReasonIsShown()
    {
        SignInBench bench("path-issuer");
        QCOMPARE(bench.send(greet).status, 200);
        const QByteArray token = bench.authorizer->held(bench.url());
        const auto refused = bench.refuse(401, "Bearer error_description=\"audience is wrong: " + token + "\"", 1);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.endsWith(QStringLiteral("has just given. It says: audience is wrong: ***")), qPrintable(refused.error().message));
    }

    void aTakenPortIsAFailedSignIn()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        SignInBench bench("path-issuer");
        bench.use({.callbackPort = other.serverPort()});
        QCOMPARE(bench.send(greet).status, 401);
        QCOMPARE(bench.error.kind, ErrorKind::Unauthorized);
        QVERIFY2(bench.error.message.contains(QStringLiteral("Port %1 of this machine").arg(other.serverPort())), qPrintable(bench.error.message));
    }

    void stepUpEnds()
    {
        SignInBench bench("step-up-loop");
        QCOMPARE(bench.send(greet).status, 200);
        QCOMPARE(bench.send(callTool).status, 403);
        QCOMPARE(bench.browser.pages.size(), 1 + oauth::maxStepUps);
        QCOMPARE(bench.error.kind, ErrorKind::Forbidden);
        QVERIFY2(bench.error.message.contains(QStringLiteral("3 times")), qPrintable(bench.error.message));
    }

    void machine_data()
    {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("secret") << false;
        QTest::newRow("key") << true;
    }
    void machine()
    {
        QFETCH(bool, byKey);
        SignInBench bench("machine");
        McpAuthSettings settings{.grant = oauth::Grant::ClientCredentials, .clientId = QStringLiteral("machine-client")};
        (byKey ? settings.clientKey : settings.clientSecret) = QString::fromStdString(byKey ? bench.place->clientKey() : bench.place->clientSecret());
        bench.use(settings);
        QVERIFY2(bench.send(greet).status == 200, qPrintable(QString(bench.error.message + bench.trailText())));
        QVERIFY(bench.browser.pages.isEmpty());
        QCOMPARE(bench.place->issuer().state().counted("client_credentials"), 1);
    }
    void machineWithoutSecret()
    {
        SignInBench bench("machine");
        bench.use({.grant = oauth::Grant::ClientCredentials, .clientId = QStringLiteral("machine-client")});
        QCOMPARE(bench.send(greet).status, 401);
        QVERIFY(bench.error.message.contains(QStringLiteral("a secret or a key")));
        bench.use({.grant = oauth::Grant::ClientCredentials, .clientId = QStringLiteral("machine-client"), .clientSecret = QStringLiteral("wrong")});
        bench.send(greet);
        QCOMPARE(bench.error.vendorCode, QStringLiteral("invalid_client"));
    }

    void enterprise()
    {
        SignInBench bench("enterprise");
        McpAuthSettings settings{.grant = oauth::Grant::EnterpriseManaged, .clientId = QStringLiteral("enterprise-client"),
                                 .idpIssuer = QString::fromStdString(bench.place->provider()->issuer()), .idpClientId = QStringLiteral("employee-app"),
                                 .idpClientSecret = QString::fromStdString(bench.place->clientSecret())};
        bench.use(settings);
        QVERIFY2(bench.send(greet).status == 200, qPrintable(QString(bench.error.message + u'\n' + bench.trailText())));
        QCOMPARE(bench.browser.pages.size(), 1);
        QCOMPARE(bench.browser.pages.first().issuer, settings.idpIssuer);
        QCOMPARE(bench.place->issuer().state().counted("authorize"), 0); // nobody was sent to the server's own
        bench.clock.advance(std::chrono::minutes(59));
        bench.restart();
        bench.settings.scopes = QStringList{QStringLiteral("mcp:admin")};
        bench.clock.advance(Seconds(50));
        bench.restart();
        QCOMPARE(bench.send(greet).status, 401); // the organisation's policy
        QVERIFY2(bench.error.message.contains(QStringLiteral("does not allow this server")), qPrintable(bench.error.message));
        QCOMPARE(bench.browser.pages.size(), 1); // with the identity token that is kept
        bench.use({}); // as a sign-out is typed: by the server's address alone
        QVERIFY(bench.forget().value_or(false));
        settings.scopes.clear();
        bench.use(settings);
        QCOMPARE(bench.send(greet).status, 200);
        QCOMPARE(bench.browser.pages.size(), 2); // it is gone, too
    }
    void enterpriseNeedsTheProfile()
    {
        SignInBench bench("path-issuer");
        bench.use({.grant = oauth::Grant::EnterpriseManaged, .clientId = QStringLiteral("known-client"), .idpIssuer = QStringLiteral("http://127.0.0.1:1/idp"), .idpClientId = QStringLiteral("x")});
        QCOMPARE(bench.send(greet).status, 401);
        QVERIFY(bench.error.message.contains(QStringLiteral("no id-jag profile")));
    }

    void secretsMayBeReferences()
    {
        SignInBench bench("machine");
        qputenv("QD_TEST_MACHINE", QByteArray::fromStdString(bench.place->clientSecret()));
        bench.use({.grant = oauth::Grant::ClientCredentials, .clientId = QStringLiteral("machine-client"), .clientSecret = QStringLiteral("${env:QD_TEST_MACHINE}")});
        QCOMPARE(bench.send(greet).status, 200);
        qunsetenv("QD_TEST_MACHINE");
        bench.use({.grant = oauth::Grant::ClientCredentials, .clientId = QStringLiteral("machine-client"), .clientSecret = QStringLiteral("${env:QD_TEST_MACHINE}")});
        bench.restart();
        bench.clock.advance(std::chrono::hours(2));
        bench.send(greet);
        QCOMPARE(bench.error.kind, ErrorKind::Invalid);
    }

    void refusedConsent()
    {
        SignInBench bench("path-issuer");
        bench.browser.refuses = true;
        QCOMPARE(bench.send(greet).status, 401);
        QCOMPARE(bench.error.kind, ErrorKind::Cancelled);
        QCOMPARE(bench.place->issuer().state().counted("authorize"), 0);
    }

    /// Whoever knocks at the way back without the state is turned away, and waiting goes on.
    void strangersAtTheWayBack()
    {
        SignInBench bench("path-issuer");
        bench.browser.goes = false;
        Outcome<QByteArray> token;
        bench.authorizer->authorize({.server = bench.url(), .challenge = bench.ask(greet, {}).headers.value("www-authenticate")}, token.context(), token.completion());
        QTRY_COMPARE(bench.browser.pages.size(), 1);
        const QUrl back(bench.parameter("redirect_uri"));
        for (const char *query : {"", "?code=stolen", "?code=stolen&state=guessed", "?error=access_denied"}) {
            bench.browser.lastStatus = 0;
            bench.browser.visit(QUrl(back.toString() + QLatin1String(query)));
            QTRY_COMPARE(bench.browser.lastStatus, 400);
        }
        bench.browser.lastStatus = 0;
        bench.browser.visit(back.resolved(QUrl(QStringLiteral("/favicon.ico"))));
        QTRY_COMPARE(bench.browser.lastStatus, 404);
        QCOMPARE(token.count(), 0);
        QCOMPARE(bench.trail.filter(QStringLiteral("an answer without the right state came (no parameters) and is ignored")).size(), 1); // of four
        bench.browser.visit(QUrl::fromEncoded(bench.browser.pages.first().url.toLatin1()));
        QVERIFY(token.wait() && token.ok());
    }

    /// A server that leaves the state out is a stranger, of whom is told in the end.
    void strangersAreToldWhenNobodyElseCame()
    {
        SignInBench bench("path-issuer");
        bench.browser.goes = false;
        Outcome<QByteArray> token;
        bench.authorizer->authorize({.server = bench.url(), .challenge = bench.ask(greet, {}).headers.value("www-authenticate")}, token.context(), token.completion());
        QTRY_COMPARE(bench.browser.pages.size(), 1);
        bench.browser.visit(QUrl(QString(bench.parameter("redirect_uri") + QStringLiteral("?error=invalid_scope&error_description=planted&planted=1"))));
        QTRY_COMPARE(bench.browser.lastStatus, 400);
        bench.browser.pages.first().gaveUp({.kind = ErrorKind::Unauthorized, .message = QStringLiteral("Nobody came.")});
        QVERIFY(token.wait() && !token.ok());
        QCOMPARE(token.error().message, QStringLiteral("Nobody came. An answer without the right state came and was ignored; the last had: error, error_description, one other."));
        QVERIFY(!bench.trailText().contains(QStringLiteral("planted")));
    }

    void oneSignInForManyRequests()
    {
        SignInBench bench("path-issuer");
        const QByteArray challenge = bench.ask(greet, {}).headers.value("www-authenticate");
        std::array<Outcome<QByteArray>, 3> tokens;
        for (auto &token : tokens)
            bench.authorizer->authorize({.server = bench.url(), .challenge = challenge}, token.context(), token.completion());
        for (auto &token : tokens)
            QVERIFY(token.wait() && token.ok());
        QCOMPARE(bench.browser.pages.size(), 1);
        QCOMPARE(tokens[0].value(), tokens[2].value());
    }

    void cancelAndDestruction()
    {
        SignInBench bench("path-issuer");
        bench.browser.goes = false;
        const McpRefusal refusal{.server = bench.url(), .challenge = bench.ask(greet, {}).headers.value("www-authenticate")};
        Outcome<QByteArray> first;
        Outcome<QByteArray> second;
        const Call call = bench.authorizer->authorize(refusal, first.context(), first.completion());
        bench.authorizer->authorize(refusal, second.context(), second.completion());
        QTRY_COMPARE(bench.browser.pages.size(), 1);
        call.cancel();
        QVERIFY(first.wait());
        QCOMPARE(first.kind(), ErrorKind::Cancelled);
        QCOMPARE(second.count(), 0); // somebody still waits
        second.destroyContext();
        const QUrl back(bench.parameter("redirect_uri"));
        bench.browser.visit(back);
        QTRY_COMPARE(bench.browser.answers, 1);
        QCOMPARE(bench.browser.lastStatus, 0); // nobody waits: the door is shut
        Outcome<QByteArray> third;
        bench.authorizer->authorize(refusal, third.context(), third.completion());
        QTRY_COMPARE(bench.browser.pages.size(), 2);
        bench.authorizer.reset();
        QVERIFY(third.wait());
        QCOMPARE(third.kind(), ErrorKind::Cancelled);
        QCOMPARE(second.count(), 0);
    }

    /// Names that mean something inside, asked of a resolver of ours.
    void namesAreResolvedFirst()
    {
        const auto lookup = [](const QString &host, QObject *context, Completion<QStringList> completion) {
            const auto state = CallState<QStringList>::create(context, std::move(completion));
            state->finish(host == QLatin1String("rebind.example") ? QStringList{QStringLiteral("8.8.8.8"), QStringLiteral("127.0.0.1")}
                                                                  : QStringList{QStringLiteral("8.8.8.8")});
            return state->handle();
        };
        AddressGuard guard(*oauth::parseWebUrl(QStringLiteral("https://m.example/mcp")), lookup);
        for (const auto &[url, isAllowed] : {std::pair("https://as.example/x", true), std::pair("https://rebind.example/x", false), std::pair("http://as.example/x", false)}) {
            Outcome<oauth::WebUrl> checked;
            guard.check(QString::fromLatin1(url), checked.context(), checked.completion());
            QVERIFY(checked.wait());
            QVERIFY2(checked.ok() == isAllowed, url);
        }
    }

    void secretsStayOutOfLogsAndTrail()
    {
        startCapturingLogs();
        log::setLevel(log::Level::Debug);
        SignInBench bench("secret-post");
        QCOMPARE(bench.send(greet).status, 200);
        bench.clock.advance(std::chrono::hours(2));
        QCOMPARE(bench.send(greet).status, 200);
        SignInBench machine("machine");
        machine.use({.grant = oauth::Grant::ClientCredentials, .clientId = QStringLiteral("machine-client"), .clientSecret = QString::fromStdString(machine.place->clientSecret())});
        QCOMPARE(machine.send(greet).status, 200);
        log::setLevel(log::Level::Warning);
        const QString told = capturedLogs().join(u'\n') + bench.trailText() + machine.trailText();
        QVERIFY(told.contains(QStringLiteral("/token"))); // the log was on
        QStringList secrets{QString::fromLatin1(bench.authorizer->held(bench.url()).mid(7)), QString::fromLatin1(machine.authorizer->held(machine.url()).mid(7)),
                            QString::fromStdString(machine.place->clientSecret()), bench.parameter("state")};
        for (const QUrl &url : bench.browser.visited)
            secrets << QUrlQuery(url).queryItemValue(QStringLiteral("code"));
        Outcome<KeptSignIn> kept;
        SignInKeeper(bench.secrets).read(bench.url(), QString::fromStdString(bench.place->issuer().issuer()), kept.context(), kept.completion());
        QVERIFY(kept.wait() && kept.ok());
        secrets << kept.value().refreshToken << kept.value().client.secret;
        for (const QString &secret : secrets) {
            QVERIFY(secret.size() > 20);
            QVERIFY2(!told.contains(secret), qPrintable(secret));
        }
        for (const SignInPage &page : bench.browser.pages)
            QVERIFY(!page.url.contains(kept.value().client.secret)); // what a process list would show
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpAuthLab)
#include "tst_mcpauth_lab.moc"
