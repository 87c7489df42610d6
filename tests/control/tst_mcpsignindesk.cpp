#include "auth/memorysecretstore.h"
#include "confirmqueue.h"
#include "headlessbrowser.h"
#include "mcp/defaultmcpconnector.h"
#include "mcpauth/signinkeeper.h"
#include "mcpbenchcontroller.h"
#include "mcpsignindesk.h"
#include "mcpwiretext.h"
#include "oauth/oauthplace.h"
#include "outcome.h"
#include "testmain.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace qd;
using namespace qd::test;
using Status = McpServerState::Status;

namespace {

const McpServerId notes(QStringLiteral("notes"));

/// A bench whose servers are the lab's protected ones, with a browser that needs no window.
struct SignInDeskBench {
    explicit SignInDeskBench(const char *variant)
    {
        auto started = lab::OAuthPlace::start(*lab::findOAuthVariant(variant), clock);
        if (!started)
            qFatal("%s", qPrintable(started.error().message));
        place = std::move(*started);
        connector.setAuthorizer(&desk.authorizer());
        controller.roster().load();
    }
    /// As the user's own, with what is said of signing in as JSON.
    void add(const QByteArray &signIn = "{}")
    {
        QSignalSpy imported(&controller.roster(), &McpRoster::imported);
        controller.roster().import("{\"mcpServers\":{\"notes\":{\"url\":\"" + QByteArray::fromStdString(place->mcpUrl()) + "\",\"oauth\":" + signIn + "}}}");
        QVERIFY(!imported.isEmpty() || imported.wait());
    }
    [[nodiscard]] const McpServerState &state() const { return *store.server(notes); }
    [[nodiscard]] bool isConnected() const { return state().status == Status::Connected && state().listedAt; }
    [[nodiscard]] bool isAsked() const { return confirm.current() && confirm.current()->action.verb == QStringLiteral("mcp.sign-in"); }
    [[nodiscard]] QString wire() const
    {
        QString text;
        for (const McpLogEntry &logged : store.log())
            text += wiretext::asJson(logged) + wiretext::asDetail(logged) + u'\n';
        return text;
    }
    [[nodiscard]] QString url() const { return QString::fromStdString(place->mcpUrl()); }
    [[nodiscard]] QString kept()
    {
        const SignInKeeper keeper(secrets);
        Outcome<QString> entry;
        secrets.read(keeper.entryName(url(), QString::fromStdString(place->issuer().issuer())), entry.context(), entry.completion());
        return entry.wait() && entry.ok() ? entry.value() : QString();
    }

    QTemporaryDir folder;
    SystemClock clock;
    SystemTimers timers;
    MemorySecretStore secrets;
    ConfirmQueue confirm;
    HeadlessBrowser browser;
    McpBenchStore store;
    McpCallStore calls;
    std::unique_ptr<lab::OAuthPlace> place;
    McpSignInDesk desk{{clock, timers, secrets, confirm, browser}, store};
    DefaultMcpConnector connector{clock, timers, secrets};
    McpBenchController controller{{connector, confirm, secrets, clock, timers, folder.filePath(QStringLiteral("mcp.json")), folder.filePath(QStringLiteral("pins.json"))}, store, calls};
};

} // namespace

/// Signing in from the bench, at the lab's protected servers: who is asked what, what is seen of it, and what stays.
class TestMcpSignInDesk final : public QObject
{
    Q_OBJECT

    static constexpr int soon = 20000;

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void asksBeforeTheBrowserOpens()
    {
        SignInDeskBench bench("path-issuer");
        bench.add();
        bench.controller.connections().connectServer(notes);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isAsked(), soon);
        QVERIFY(bench.browser.pages.isEmpty());
        QCOMPARE(bench.state().status, Status::Connecting);
        QVERIFY(!bench.state().signInStep.isEmpty());
        const WriteAction action = bench.confirm.current()->action;
        QVERIFY2(action.title.contains(QStringLiteral("notes")), qPrintable(action.title));
        for (const QString &part : {bench.url(), QString::fromStdString(bench.place->issuer().issuer()), QStringLiteral("mcp:read"), QStringLiteral("/authorize\n    ?response_type=code"), QStringLiteral("code_challenge=")})
            QVERIFY2(action.after.contains(part), qPrintable(QString(part + u'\n' + action.after)));
        bench.confirm.answer(true);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isConnected(), soon);
        QVERIFY(bench.state().signInStep.isEmpty());
        QCOMPARE(bench.browser.pages.size(), 1);
        QVERIFY2(QString(action.after).remove(QStringLiteral("\n    ")).contains(bench.browser.pages.first().url), qPrintable(action.after));
        for (const char *step : {"/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-authorization-server/tenant", "/register", "/authorize?", "/token"})
            QVERIFY2(bench.wire().contains(QLatin1String(step)), step);
    }

    void noIsAnAnswer()
    {
        SignInDeskBench bench("path-issuer");
        bench.add();
        bench.controller.connections().connectServer(notes);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isAsked(), soon);
        bench.confirm.answer(false);
        QTRY_COMPARE_WITH_TIMEOUT(bench.state().status, Status::NeedsSignIn, soon);
        QVERIFY2(bench.state().error->message.contains(QStringLiteral("did not want")), qPrintable(bench.state().error->message));
        QVERIFY(bench.browser.pages.isEmpty());
        QCOMPARE(bench.place->issuer().state().counted("authorize"), 0);
        QVERIFY(bench.kept().isEmpty());
        bench.controller.connections().connectServer(notes); // another try asks again
        QTRY_VERIFY_WITH_TIMEOUT(bench.isAsked(), soon);
    }

    void disconnectingTakesTheQuestionBack()
    {
        SignInDeskBench bench("path-issuer");
        bench.add();
        bench.controller.connections().connectServer(notes);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isAsked(), soon);
        bench.controller.connections().disconnectServer(notes);
        QTRY_VERIFY(!bench.confirm.current());
        QCOMPARE(bench.state().status, Status::Idle);
        QVERIFY(bench.state().signInStep.isEmpty());
    }

    void cancelledWhileTheBrowserIsOpen()
    {
        SignInDeskBench bench("path-issuer");
        bench.browser.goes = false;
        bench.add();
        bench.controller.connections().connectServer(notes);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isAsked(), soon);
        bench.confirm.answer(true);
        QTRY_COMPARE_WITH_TIMEOUT(bench.browser.pages.size(), 1, soon);
        QTRY_VERIFY(bench.state().signInStep.contains(QStringLiteral("in the browser")));
        bench.controller.connections().disconnectServer(notes);
        QVERIFY(bench.state().signInStep.isEmpty());
        bench.browser.visit(QUrl(bench.browser.pages.first().url)); // somebody goes on in the browser all the same
        QTRY_COMPARE_WITH_TIMEOUT(bench.browser.answers, 1, soon);
        QCOMPARE(bench.place->issuer().state().counted("token"), 0);
        QVERIFY(bench.kept().isEmpty());
    }

    void brokenAuthorizationServerIsSaid()
    {
        SignInDeskBench bench("no-s256");
        bench.add();
        bench.controller.connections().connectServer(notes);
        QTRY_COMPARE_WITH_TIMEOUT(bench.state().status, Status::NeedsSignIn, soon);
        QVERIFY2(bench.state().error->message.contains(QStringLiteral("S256")), qPrintable(bench.state().error->message));
        QVERIFY(!bench.confirm.current());
    }

    void forgettingAsksAgain()
    {
        SignInDeskBench bench("path-issuer");
        bench.add();
        bench.controller.connections().connectServer(notes);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isAsked(), soon);
        bench.confirm.answer(true);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isConnected(), soon);
        QVERIFY(!bench.kept().isEmpty());
        bench.controller.connections().disconnectServer(notes);
        bench.controller.connections().connectServer(notes); // with what is held
        QTRY_COMPARE_WITH_TIMEOUT(bench.state().status, Status::Connected, soon);
        QCOMPARE(bench.browser.pages.size(), 1);
        QSignalSpy forgotten(&bench.desk, &McpSignInDesk::forgotten);
        bench.controller.connections().disconnectServer(notes);
        bench.desk.forget(notes);
        QTRY_COMPARE(forgotten.size(), 1);
        QVERIFY(bench.kept().isEmpty());
        bench.controller.connections().connectServer(notes);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isAsked(), soon);
        QCOMPARE(bench.place->issuer().state().counted("register"), 2);
    }

    void nobodySignsInToACommand()
    {
        SignInDeskBench bench("path-issuer");
        bench.store.apply({.config = {.id = notes, .transport = McpTransport::Stdio, .command = QStringLiteral("true")}});
        QSignalSpy failed(&bench.desk, &McpSignInDesk::failed);
        bench.desk.forget(notes);
        QCOMPARE(failed.size(), 1);
    }

    /// A secret that was in the file, and every token: in the keyring and on the way to the server, nowhere else.
    void secretsStayInTheKeyring()
    {
        startCapturingLogs();
        SignInDeskBench bench("machine");
        const QByteArray secret = QByteArray::fromStdString(bench.place->clientSecret());
        bench.add("{\"grant\":\"client\",\"clientId\":\"machine-client\",\"clientSecret\":\"" + secret + "\"}");
        QCOMPARE(bench.state().config.signIn.clientSecret, QStringLiteral("${secret:mcp.notes.oauth.clientSecret}"));
        bench.controller.connections().connectServer(notes);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isConnected(), soon);
        QFile file(bench.folder.filePath(QStringLiteral("mcp.json")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        QVERIFY2(text.contains(QStringLiteral("machine-client")), qPrintable(text));
        const QString shown = text + bench.wire() + capturedLogs().join(u'\n');
        const QString token = bench.kept().section(QStringLiteral("\"accessToken\":\""), 1).section(u'"', 0, 0);
        QVERIFY(token.size() > 8);
        QVERIFY(!shown.contains(token));
        QVERIFY(!shown.contains(QString::fromUtf8(secret)));
    }

    void preRegisteredClientIsUsed()
    {
        SignInDeskBench bench("known-clients");
        bench.add("{\"clientId\":\"known-client\",\"scopes\":\"mcp:read mcp:extra\"}");
        bench.controller.connections().connectServer(notes);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isAsked(), soon);
        QVERIFY2(bench.confirm.current()->action.after.contains(QStringLiteral("known-client")), qPrintable(bench.confirm.current()->action.after));
        QVERIFY2(bench.confirm.current()->action.after.contains(QStringLiteral("mcp:extra")), qPrintable(bench.confirm.current()->action.after));
        QCOMPARE(bench.place->issuer().state().counted("register"), 0);
    }

    void documentOfOursIsUsed()
    {
        SignInDeskBench bench("cimd");
        bench.add("{\"clientMetadataUrl\":\"https://quarterdeck.example/oauth/client.json\"}");
        bench.controller.connections().connectServer(notes);
        QTRY_VERIFY_WITH_TIMEOUT(bench.isAsked(), soon);
        QVERIFY(bench.confirm.current()->action.after.contains(QStringLiteral("quarterdeck.example/oauth/client.json")));
        QCOMPARE(bench.place->issuer().state().counted("register"), 0);
    }

    void destroyedWhileAsking()
    {
        auto bench = std::make_unique<SignInDeskBench>("path-issuer");
        bench->add();
        bench->controller.connections().connectServer(notes);
        QTRY_VERIFY_WITH_TIMEOUT(bench->isAsked(), soon);
        bench.reset();
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpSignInDesk)
#include "tst_mcpsignindesk.moc"
