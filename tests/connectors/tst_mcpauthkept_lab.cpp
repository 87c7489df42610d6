#include "signinbench.h"
#include "testmain.h"

using namespace qd;
using namespace qd::test;

namespace {

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

/// What is kept of signing in to the lab's protected servers: whose it is, renewing, forgetting, and who gets none of it.
class TestMcpAuthKeptLab final : public QObject
{
    Q_OBJECT

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

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

    /// Another authorization server gets nothing of the first one's.
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
        KeptSignIn stale = bench.kept();
        QVERIFY(!stale.refreshToken.isEmpty());
        stale.tokenClient = stale.client.id = QStringLiteral("client-unknown");
        bench.keep(bench.issuer(), stale);
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
        const auto nobodyComes = [&bench](qsizetype page) {
            bench.browser.goes = false;
            bench.trail.clear();
            Outcome<QByteArray> token;
            bench.authorizer->authorize({.server = bench.url(), .challenge = bench.ask(greet, {}).headers.value("www-authenticate")}, token.context(), token.completion());
            const bool isOpen = QTest::qWaitFor([&bench] { return bench.trailText().contains(QStringLiteral("in the browser")); });
            if (!isOpen || bench.browser.pages.size() != page)
                return QStringLiteral("the page was not opened");
            bench.browser.pages.last().gaveUp({.kind = ErrorKind::Unauthorized, .message = QStringLiteral("Nobody signed in within 1 s."), .vendorCode = nobodySignedIn});
            return token.wait() && !token.ok() ? token.error().message : QStringLiteral("no error");
        };
        QCOMPARE(nobodyComes(1), QStringLiteral("Nobody signed in within 1 s."));
        bench.browser.goes = true;
        QCOMPARE(bench.send(greet).status, 200);
        bench.clock.advance(Seconds(3601));
        bench.restart();
        const QString told = nobodyComes(3);
        QVERIFY2(told.contains(QStringLiteral("mcp sign-out")), qPrintable(told));
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
};

QD_TEST_MAIN(QCoreApplication, TestMcpAuthKeptLab)
#include "tst_mcpauthkept_lab.moc"
