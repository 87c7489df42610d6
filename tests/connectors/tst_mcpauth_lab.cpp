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
const QByteArray greet = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}";

/// Who signs in, by a word.
McpAuthSettings settingsOf(const QString &who, const SignInBench &bench)
{
    if (who == QLatin1String("machine"))
        return {.grant = oauth::Grant::ClientCredentials, .clientId = QStringLiteral("machine-client"), .clientSecret = QString::fromStdString(bench.place->clientSecret())};
    if (who == QLatin1String("more scopes"))
        return {.scopes = QStringList{QStringLiteral("mcp:extra")}};
    return who == QLatin1String("person") ? McpAuthSettings() : McpAuthSettings{.clientId = who};
}

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

    void renewal()
    {
        SignInBench bench("short");
        QCOMPARE(bench.send(greet).status, 200);
        const QByteArray first = bench.authorizer->held(bench.url());
        for (int i = 0; i < 3; ++i) {
            bench.clock.advance(Seconds(6));
            QVERIFY2(bench.send(greet).status == 200, qPrintable(bench.trailText()));
        }
        QCOMPARE(bench.browser.pages.size(), 1);
        QCOMPARE(bench.place->issuer().state().counted("refresh_token"), 3); // each time with the one that came last
        QVERIFY(bench.authorizer->held(bench.url()) != first);
    }

    void withoutRenewalThePersonIsAskedAgain()
    {
        SignInBench bench("no-refresh");
        QCOMPARE(bench.send(greet).status, 200);
        bench.clock.advance(Seconds(3601));
        QCOMPARE(bench.send(greet).status, 200);
        QCOMPARE(bench.browser.pages.size(), 2);
    }

    void keptTokenServesTheNextStart()
    {
        SignInBench bench("path-issuer");
        QCOMPARE(bench.send(greet).status, 200);
        bench.restart();
        QCOMPARE(bench.authorizer->held(bench.url()), QByteArray());
        QCOMPARE(bench.send(greet).status, 200);
        QCOMPARE(bench.browser.pages.size(), 1);
        bench.clock.advance(std::chrono::hours(2));
        bench.restart();
        QVERIFY2(bench.send(greet).status == 200, qPrintable(bench.trailText()));
        QCOMPARE(bench.browser.pages.size(), 1); // renewed by the client that was registered then
        QCOMPARE(bench.place->issuer().state().counted("register"), 1);
    }

    /// An outage of the authorization server is none of the server's: what is kept and has not ended is used.
    void keptTokenServesAnOutage()
    {
        SignInBench bench("path-issuer");
        QCOMPARE(bench.send(greet).status, 200);
        const QByteArray token = bench.authorizer->held(bench.url());
        bench.place->stop();
        bench.restart();
        const auto kept = bench.refuse(401, "Bearer", 0);
        QVERIFY2(kept.has_value(), qPrintable(bench.trailText()));
        QCOMPARE(*kept, token);
        const auto refused = bench.refuse(401, "Bearer", 1); // the server does not take it
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().kind, ErrorKind::Network);
        bench.use(settingsOf(QStringLiteral("known-client"), bench));
        QVERIFY(!bench.refuse(401, "Bearer", 0).has_value()); // it is another's
        bench.use({});
        bench.clock.advance(std::chrono::hours(2));
        QVERIFY(!bench.refuse(401, "Bearer", 0).has_value());
        QCOMPARE(bench.browser.pages.size(), 1);
    }

    /// Another authorization server gets nothing of the first one's.
    /// Forgetting tells the authorization server, with the client's own proof.
    void forgettingRevokes_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::newRow("path-issuer") << 2;
        QTest::newRow("secret-basic") << 2;
        QTest::newRow("secret-post") << 2;
        QTest::newRow("no-refresh") << 1;
    }
    void forgettingRevokes()
    {
        QFETCH(int, tokens);
        SignInBench bench(QTest::currentDataTag());
        QCOMPARE(bench.send(greet).status, 200);
        const QByteArray token = bench.authorizer->held(bench.url());
        QVERIFY(bench.forget().value_or(false));
        QVERIFY2(bench.trailText().contains(QStringLiteral("/revoke -> 200: the token is revoked")), qPrintable(bench.trailText()));
        QCOMPARE(bench.place->issuer().state().counted("revoke"), tokens);
        QCOMPARE(bench.ask(greet, token).status, 401);
        QVERIFY(!bench.trailText().contains(QString::fromLatin1(token.mid(7))));
    }

    /// What the server says, or that it says nothing, keeps no token here.
    void forgettingWithoutTheServer()
    {
        lab::OAuthVariant deaf = *lab::findOAuthVariant("path-issuer");
        deaf.revokes = false;
        for (const bool isGone : {false, true}) {
            SignInBench bench("path-issuer", deaf);
            QCOMPARE(bench.send(greet).status, 200);
            if (isGone)
                bench.place->stop();
            QVERIFY(bench.forget().value_or(false));
            QVERIFY2(bench.trailText().contains(isGone ? QStringLiteral("not revoked there: The server refused the connection") : QStringLiteral("it takes no revocations")), qPrintable(bench.trailText()));
            SignInKeeper keeper(bench.secrets);
            Outcome<QList<KeptAtIssuer>> kept;
            keeper.readAll(bench.url(), kept.context(), kept.completion());
            QVERIFY(kept.wait() && kept.ok());
            QVERIFY(kept.value().isEmpty());
        }
    }

    /// What is not gone is not called forgotten, and what was never there neither.
    void forgettingSaysWhatWasKept()
    {
        SignInBench bench("path-issuer");
        QVERIFY(!bench.forget().value_or(true));
        QCOMPARE(bench.send(greet).status, 200);
        bench.secrets.isLocked = true;
        const auto locked = bench.forget();
        QVERIFY(!locked.has_value());
        QCOMPARE(locked.error().kind, ErrorKind::Keychain);
        QCOMPARE(locked.error().message, QStringLiteral("The keyring is locked."));
        QCOMPARE(bench.counted("revoke"), 0);
        bench.secrets.isLocked = false;
        QVERIFY(!bench.kept().accessToken.isEmpty());
        QVERIFY(bench.forget().value_or(false));
        QVERIFY(!bench.forget().value_or(true));
        QCOMPARE(bench.counted("revoke"), 2);
    }

    /// An index that could not be read is not replaced by one that names the last issuer alone.
    void indexSurvivesAKeychainThatDidNotAnswer()
    {
        SignInBench bench("path-issuer");
        bench.keep(QStringLiteral("https://one.example"), {.accessToken = QStringLiteral("t")});
        SignInKeeper keeper(bench.secrets);
        const auto write = [&](bool isLocked) {
            bench.secrets.isLocked = isLocked;
            Outcome<void> written;
            keeper.write(bench.url(), QStringLiteral("https://two.example"), {.accessToken = QStringLiteral("t")}, written.context(), written.completion());
            bench.secrets.isLocked = false; // it was unlocked meanwhile
            return written.wait() && written.ok();
        };
        write(true);
        Outcome<QList<KeptAtIssuer>> all;
        SignInKeeper other(bench.secrets);
        other.readAll(bench.url(), all.context(), all.completion());
        QVERIFY(all.wait() && all.ok());
        QCOMPARE(all.value().size(), 1);
        QCOMPARE(all.value().first().issuer, QStringLiteral("https://one.example"));
        QVERIFY(write(false));
    }

    /// What is typed comes first: a token that somebody else was given is not used, nor renewed.
    void keptForAnother_data()
    {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("then");
        QTest::addColumn<bool>("isOver"); // the first one's token
        QTest::addColumn<int>("pages");
        QTest::addColumn<int>("byClient");
        QTest::addColumn<int>("renewals");
        const auto row = [](const char *name, const char *first, const char *then, bool isOver, int pages, int byClient, int renewals) {
            QTest::newRow(name) << QString::fromLatin1(first) << QString::fromLatin1(then) << isOver << pages << byClient << renewals;
        };
        row("person, then client", "person", "machine", false, 1, 1, 0);
        row("client, then person", "machine", "person", false, 1, 1, 0);
        row("one client, then another", "known-client", "enterprise-client", false, 2, 0, 0);
        row("registered, then given", "person", "known-client", false, 2, 0, 0);
        row("more scopes", "person", "more scopes", false, 2, 0, 0);
        row("nothing new", "more scopes", "person", false, 1, 0, 0);
        row("the same client", "known-client", "known-client", true, 1, 0, 1);
        row("one client's renewal, then another", "known-client", "enterprise-client", true, 2, 0, 0);
        row("registered one's renewal, then given", "person", "known-client", true, 2, 0, 0);
        row("given one's renewal, then nobody's id", "known-client", "person", true, 1, 0, 1);
    }
    void keptForAnother()
    {
        QFETCH(QString, first);
        QFETCH(QString, then);
        QFETCH(bool, isOver);
        lab::OAuthVariant variant = *lab::findOAuthVariant("path-issuer");
        variant.authMethods = {"none", "client_secret_basic"};
        SignInBench bench("path-issuer", variant);
        bench.use(settingsOf(first, bench));
        QVERIFY2(bench.send(greet).status == 200, qPrintable(bench.trailText()));
        if (isOver)
            bench.clock.advance(std::chrono::hours(2));
        for (int start = 0; start < 2; ++start) { // the second one finds its own
            bench.restart();
            bench.use(settingsOf(then, bench));
            QVERIFY2(bench.send(greet).status == 200, qPrintable(bench.trailText()));
            QTEST(static_cast<int>(bench.browser.pages.size()), "pages");
            QTEST(bench.counted("client_credentials"), "byClient");
            QTEST(bench.counted("refresh_token"), "renewals");
        }
    }
    void otherSettingsInTheSameProgram()
    {
        SignInBench bench("path-issuer");
        QCOMPARE(bench.send(greet).status, 200);
        bench.use(settingsOf(QStringLiteral("known-client"), bench));
        QCOMPARE(bench.authorizer->held(bench.url()), QByteArray());
        QCOMPARE(bench.send(greet).status, 200);
        QCOMPARE(bench.browser.pages.size(), 2);
    }
    void entriesOfOlderVersions()
    {
        const QString server = QStringLiteral("https://m.example/mcp");
        const QString issuer = QStringLiteral("https://one.example");
        const auto old = decodeKept(QStringLiteral("{\"version\":1,\"server\":\"https://m.example/mcp\",\"issuer\":\"https://one.example\",\"clientId\":\"c1\",\"accessToken\":\"t\",\"scope\":\"a b\"}"), server, issuer);
        QVERIFY(old.has_value());
        QVERIFY(old->grant == oauth::Grant::AuthorizationCode);
        QCOMPARE(old->tokenClient, QStringLiteral("c1"));
        KeptSignIn now = *old;
        now.grant = oauth::Grant::EnterpriseManaged;
        now.tokenClient = QStringLiteral("c2");
        now.asked = QStringList{QStringLiteral("x"), QStringLiteral("y")};
        now.givenClients = QStringList{QStringLiteral("c 2")};
        now.idTokenAt = QStringLiteral("identity-provider:c");
        QVERIFY(decodeKept(encodeKept(server, issuer, now), server, issuer) == now);
    }

    /// A token goes back in the name of the client that it was given to, with a secret only where the settings have it.
    void revokedByItsOwner()
    {
        SignInBench bench("machine");
        bench.use(settingsOf(QStringLiteral("machine"), bench));
        QCOMPARE(bench.send(greet).status, 200);
        bench.restart();
        bench.use(settingsOf(QStringLiteral("known-client"), bench));
        QVERIFY(bench.forget().value_or(false));
        QVERIFY2(bench.trailText().contains(QStringLiteral("/revoke -> 401")), qPrintable(bench.trailText())); // it has no proof for the machine
        QCOMPARE(bench.counted("revoke"), 0);
    }

    void anotherIssuerIsAnotherEntry()
    {
        MemorySecretStore store;
        SignInKeeper keeper(store);
        const QString server = QStringLiteral("https://m.example/mcp");
        Outcome<void> written;
        keeper.write(server, QStringLiteral("https://one.example"), {.client = {.id = QStringLiteral("id")}, .accessToken = QStringLiteral("t")}, written.context(), written.completion());
        QVERIFY(written.wait() && written.ok());
        Outcome<KeptSignIn> other;
        keeper.read(server, QStringLiteral("https://two.example"), other.context(), other.completion());
        QVERIFY(other.wait() && other.ok());
        QVERIFY(other.value() == KeptSignIn());
        Outcome<KeptSignIn> same;
        keeper.read(server, QStringLiteral("https://one.example"), same.context(), same.completion());
        QVERIFY(same.wait() && same.ok());
        QCOMPARE(same.value().accessToken, QStringLiteral("t"));
        QVERIFY(SignInKeeper(store, QStringLiteral("/a")).entryName(server, server) != keeper.entryName(server, server));
        QVERIFY(!decodeKept(encodeKept(server, QStringLiteral("https://one.example"), same.value()), server, QStringLiteral("https://two.example")));
    }

    void registrationThatTheServerForgot()
    {
        SignInBench bench("path-issuer");
        QCOMPARE(bench.send(greet).status, 200);
        Outcome<KeptSignIn> kept;
        SignInKeeper keeper(bench.secrets);
        const QString issuer = QString::fromStdString(bench.place->issuer().issuer());
        keeper.read(bench.url(), issuer, kept.context(), kept.completion());
        QVERIFY(kept.wait() && kept.ok() && !kept.value().refreshToken.isEmpty());
        KeptSignIn stale = kept.value();
        stale.tokenClient = stale.client.id = QStringLiteral("client-unknown");
        Outcome<void> written;
        keeper.write(bench.url(), issuer, stale, written.context(), written.completion());
        QVERIFY(written.wait());
        bench.clock.advance(std::chrono::hours(2));
        bench.restart();
        QVERIFY2(bench.send(greet).status == 200, qPrintable(bench.trailText()));
        QCOMPARE(bench.place->issuer().state().counted("register"), 2);
    }

    /// The page of the authorization server still knows the client, its token endpoint does not.
    void registrationThatTheTokenEndpointForgot()
    {
        SignInBench bench("no-refresh");
        QCOMPARE(bench.send(greet).status, 200);
        lab::OAuthClient forgotten = *bench.place->issuer().clients().find(bench.kept().client.id.toStdString());
        forgotten.authMethod = "client_secret_basic";
        forgotten.secret = "another";
        bench.place->issuer().clients().add(forgotten);
        bench.clock.advance(Seconds(3601));
        bench.restart();
        QVERIFY2(bench.send(greet).status == 200, qPrintable(bench.trailText()));
        QCOMPARE(bench.browser.pages.size(), 3);
        QCOMPARE(bench.counted("register"), 2);
        QVERIFY(bench.kept().client.id != QString::fromStdString(forgotten.id));
    }
    /// Nothing comes back from a page that does not know the client: the way out is told, where there is one.
    void pageThatForgotTheRegistration()
    {
        SignInBench bench("no-refresh");
        bench.browser.goes = false;
        for (const bool isKept : {false, true}) {
            bench.browser.goes = false;
            Outcome<QByteArray> token;
            bench.authorizer->authorize({.server = bench.url(), .challenge = bench.ask(greet, {}).headers.value("www-authenticate")}, token.context(), token.completion());
            QTRY_COMPARE(bench.browser.pages.size(), isKept ? 3 : 1);
            QTest::qWait(50); // the page is open now
            bench.browser.pages.last().gaveUp({.kind = ErrorKind::Unauthorized, .message = QStringLiteral("Nobody signed in within 1 s.")});
            QVERIFY(token.wait() && !token.ok());
            QVERIFY2(token.error().message.contains(QStringLiteral("mcp sign-out")) == isKept, qPrintable(token.error().message));
            if (isKept)
                break;
            bench.browser.goes = true;
            QCOMPARE(bench.send(greet).status, 200);
            bench.clock.advance(Seconds(3601));
            bench.restart();
        }
    }

    /// A renewed token that is refused at once is not renewed again: the person is asked, and after that it is an error.
    void renewedTokenThatIsRefused()
    {
        SignInBench bench("path-issuer");
        QCOMPARE(bench.send(greet).status, 200);
        const auto renewed = bench.refuse(401, "Bearer", 0);
        QVERIFY(renewed.has_value());
        QCOMPARE(bench.counted("refresh_token"), 1);
        const auto again = bench.refuse(401, "Bearer", 0); // another request, later: it has ended
        QVERIFY(again.has_value());
        QCOMPARE(bench.counted("refresh_token"), 2);
        QCOMPARE(bench.browser.pages.size(), 1);
        const auto asked = bench.refuse(401, "Bearer", 1);
        QVERIFY(asked.has_value());
        QCOMPARE(bench.counted("refresh_token"), 2);
        QCOMPARE(bench.browser.pages.size(), 2);
        const auto last = bench.refuse(401, "Bearer", 2);
        QVERIFY(!last.has_value() && last.error().message.contains(QStringLiteral("has just given")));
        bench.clock.advance(std::chrono::hours(2));
        const auto ended = bench.refuse(401, "Bearer", 0);
        QVERIFY(ended.has_value());
        bench.clock.advance(std::chrono::hours(2));
        QVERIFY(bench.refuse(401, "Bearer", 1).has_value()); // its time was over: renewing is right
        QCOMPARE(bench.browser.pages.size(), 2);
    }

    /// Two runs at once: the refresh token that this one has read was used by the other, which has kept a new one.
    void renewedByAnotherRun()
    {
        SignInBench bench("path-issuer");
        QCOMPARE(bench.send(greet).status, 200);
        KeptSignIn used = bench.kept();
        used.accessToken = QStringLiteral("an-older-one");
        used.refreshToken = QStringLiteral("used-by-now");
        used.expires = bench.clock.now();
        const SignInKeeper names(bench.secrets);
        bench.secrets.stale.insert(names.entryName(bench.url(), bench.issuer()), encodeKept(bench.url(), bench.issuer(), used));
        bench.restart();
        QVERIFY2(bench.send(greet).status == 200, qPrintable(bench.trailText()));
        QCOMPARE(bench.browser.pages.size(), 1);
        QVERIFY2(bench.trailText().contains(QStringLiteral("invalid_grant")), qPrintable(bench.trailText()));
        bench.keep(bench.issuer(), used); // nobody has renewed it: the person is asked
        bench.restart();
        QCOMPARE(bench.send(greet).status, 200);
        QCOMPARE(bench.browser.pages.size(), 2);
    }

    /// A secret goes where it went first, whomever the server names now (checklist row 58).
    void secretStaysAtItsIssuer()
    {
        SignInBench bench("machine");
        McpAuthSettings settings = settingsOf(QStringLiteral("machine"), bench);
        KeptSignIn elsewhere;
        elsewhere.givenClients = QStringList{settings.clientId};
        bench.keep(QStringLiteral("https://first.example"), elsewhere);
        bench.use(settings);
        QCOMPARE(bench.send(greet).status, 401);
        QVERIFY2(bench.error.message.contains(QStringLiteral("used at https://first.example before")) && bench.error.message.contains(QStringLiteral("--client-issuer")), qPrintable(bench.error.message));
        QVERIFY(!bench.wasAsked("POST /tenant/token"));
        settings.clientIssuer = bench.issuer();
        bench.use(settings);
        QVERIFY2(bench.send(greet).status == 200, qPrintable(bench.trailText()));
        QVERIFY(bench.wasAsked("POST /tenant/token"));
        QCOMPARE(bench.kept().givenClients, QStringList{settings.clientId}); // it was said once
        settings.clientIssuer.clear();
        bench.clock.advance(std::chrono::hours(2));
        bench.restart();
        bench.use(settings);
        QVERIFY2(bench.send(greet).status == 200, qPrintable(bench.trailText()));
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
