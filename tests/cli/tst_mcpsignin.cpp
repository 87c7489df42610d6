#include "cliapplication.h"
#include "clibench.h"
#include "commands/mcp/clisignin.h"
#include "log.h"
#include "mcp/serverlist.h"
#include "oauth/oauthplace.h"
#include "outcome.h"
#include "testmain.h"

#include <QDirIterator>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>

#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

using namespace qd;
using namespace qd::test;

namespace {

struct CliRun {
    int code = -1;
    QString out;
    QString err;
    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(out.toStdString(), nullptr, false); }
    [[nodiscard]] QByteArray told() const { return "exit " + QByteArray::number(code) + '\n' + QString(out + err).toUtf8(); }
};

} // namespace

/// `deckctl mcp` against the lab's protected servers, with a browser that needs no window.
class TestMcpSignIn final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    SystemClock m_clock;
    QString m_browser;

    /// A browser that writes down what it was started with, and goes where redirects lead.
    void makeBrowser()
    {
        QFile script(m_folder.filePath(QStringLiteral("browser")));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\necho \"$@\" >> '" + m_folder.path().toUtf8() + "/argv'\nexec curl -sL -o /dev/null \"$1\"\n");
        script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        m_browser = script.fileName();
    }
    [[nodiscard]] QByteArray browserArguments() const
    {
        QFile file(m_folder.filePath(QStringLiteral("argv")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    CliRun deck(const QStringList &arguments)
    {
        CliBench bench;
        CliApplication application(bench.streams, m_clock);
        QSignalSpy finished(&application, &CliApplication::finished);
        application.run(arguments);
        if (!QTest::qWaitFor([&finished] { return !finished.isEmpty(); }, 60000))
            return {};
        return {finished.first().first().toInt(), bench.printed(), bench.complained()};
    }
    CliRun list(const lab::OAuthPlace &place, const QStringList &more = {})
    {
        return deck(QStringList{QStringLiteral("mcp"), QStringLiteral("list"), QStringLiteral("--url"), QString::fromStdString(place.mcpUrl()), QStringLiteral("--browser"), m_browser,
                                QStringLiteral("--state"), m_folder.filePath(QStringLiteral("state")), QStringLiteral("--json")} + more);
    }
    std::unique_ptr<lab::OAuthPlace> place(const char *variant)
    {
        auto started = lab::OAuthPlace::start(*lab::findOAuthVariant(variant), m_clock);
        return started ? std::move(*started) : nullptr;
    }

private slots:
    void initTestCase() { makeBrowser(); }
    void init()
    {
        failOnWarnings();
        QFile::remove(m_folder.filePath(QStringLiteral("argv")));
    }
    void cleanup() { checkNoErrorsLogged(); }

    void rows_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words"); // in what is said on the error stream
        const auto row = [](const char *variant, int code, const char *words, const char *options = "") {
            QTest::newRow(variant) << QString::fromLatin1(options).split(u' ', Qt::SkipEmptyParts) << code << QString::fromLatin1(words);
        };
        row("path-issuer", 0, "/.well-known/oauth-authorization-server/tenant -> 200");
        row("root-issuer", 0, "/.well-known/oauth-authorization-server -> 200");
        row("no-header", 0, "/.well-known/oauth-protected-resource/mcp -> 200");
        row("root-metadata", 0, "/.well-known/oauth-protected-resource -> 200");
        row("openid", 0, "/tenant/.well-known/openid-configuration -> 200");
        row("legacy", 0, "revision 2025-03-26");
        row("legacy-fixed", 0, "/authorize, /token and /register");
        row("wrong-issuer", 3, "calls itself https://evil.example");
        row("wrong-resource", 3, "speaks of another server");
        row("private-issuer", 3, "private network");
        row("redirecting", 3, "redirect, which is not followed");
        row("script-page", 3, "no page to sign in with http or https");
        row("no-s256", 3, "PKCE with S256");
        row("iss-missing", 3, "without its issuer");
        row("iss-wrong", 3, "another authorization server");
        row("iss-silent", 0, "a code came");
        row("iss-unpromised", 3, "another authorization server");
        row("declined", 3, "declined");
        row("cimd", 0, "our metadata document", "--client-document https://quarterdeck.example/oauth/client.json");
        row("known-clients", 0, "client id known-client (as set up)", "--client-id known-client");
        row("secret-post", 0, "-> 201: registered as client");
        row("secret-basic", 0, "-> 201: registered as client");
        row("private-key", 0, "a code came", "--client-id signed-client --client-key ${env:QD_TEST_KEY}");
        row("machine", 0, "a token for the client itself", "--grant client --client-id machine-client --client-secret ${env:QD_TEST_SECRET}");
        row("short", 0, "a token for 5 s");
        row("no-refresh", 0, "a token for 3600 s");
    }
    void rows()
    {
        QFETCH(QStringList, options);
        QFETCH(int, code);
        QFETCH(QString, words);
        const auto at = place(QTest::currentDataTag());
        QVERIFY(at);
        qputenv("QD_TEST_KEY", QByteArray::fromStdString(at->clientKey()));
        qputenv("QD_TEST_SECRET", QByteArray::fromStdString(at->clientSecret()));
        const CliRun run = list(*at, options);
        QVERIFY2(run.code == code, run.told().constData());
        QVERIFY2(run.err.contains(words), run.told().constData());
        const auto told = run.json();
        QVERIFY(told.is_object());
        if (code != 0)
            return;
        QVERIFY(told["tools"].size() == 2);
        QVERIFY2(told["signIn"].size() > 4, run.told().constData());
        QVERIFY(told["signIn"][0]["what"] == "refused" && told["signIn"][0]["status"] == 401);
    }

    void enterprise()
    {
        const auto at = place("enterprise");
        QVERIFY(at);
        qputenv("QD_TEST_SECRET", QByteArray::fromStdString(at->clientSecret()));
        const CliRun run = list(*at, QStringLiteral("--grant enterprise --client-id enterprise-client --idp-client-id employee-app --idp-client-secret ${env:QD_TEST_SECRET}").split(u' ')
                                         + QStringList{QStringLiteral("--idp-issuer"), QString::fromStdString(at->provider()->issuer())});
        QVERIFY2(run.code == 0, run.told().constData());
        QVERIFY2(run.err.contains(QStringLiteral("the provider's word for this server")), run.told().constData());
    }

    /// A call that needs more than a list: the browser is used a second time, within one run.
    void stepUp_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("pages");
        QTest::newRow("step-up") << 0 << 2;
        QTest::newRow("step-up-loop") << 3 << 4;
    }
    void stepUp()
    {
        QFETCH(int, code);
        QFETCH(int, pages);
        const auto at = place(QTest::currentDataTag());
        QVERIFY(at);
        const CliRun run = deck({QStringLiteral("mcp"), QStringLiteral("call"), QStringLiteral("find_note"), QStringLiteral("--args"), QStringLiteral("{\"topic\":\"x\"}"),
                                 QStringLiteral("--url"), QString::fromStdString(at->mcpUrl()), QStringLiteral("--browser"), m_browser});
        QVERIFY2(run.code == code, run.told().constData());
        QCOMPARE(static_cast<int>(browserArguments().count('\n')), pages);
        QCOMPARE(at->issuer().state().counted("register"), 1);
    }

    void runSignsIn()
    {
        const auto at = place("path-issuer");
        QVERIFY(at);
        QFile collection(m_folder.filePath(QStringLiteral("c.json")));
        QVERIFY(collection.open(QIODevice::WriteOnly));
        collection.write("{\"version\":1,\"name\":\"notes\",\"steps\":[{\"list\":\"tools\"},{\"call\":\"find_note\",\"arguments\":{\"topic\":\"x\"}}]}");
        collection.close();
        const QStringList arguments{QStringLiteral("mcp"), QStringLiteral("run"), collection.fileName(), QStringLiteral("--url"), QString::fromStdString(at->mcpUrl())};
        QVERIFY2(deck(arguments).code == 3, "nobody agreed");
        const CliRun run = deck(arguments + QStringList{QStringLiteral("--browser"), m_browser});
        QVERIFY2(run.code == 0, run.told().constData());
        QCOMPARE(static_cast<int>(browserArguments().count('\n')), 1);
    }

    void consentIsNeeded()
    {
        const auto at = place("path-issuer");
        QVERIFY(at);
        const QStringList arguments{QStringLiteral("mcp"), QStringLiteral("list"), QStringLiteral("--url"), QString::fromStdString(at->mcpUrl())};
        const CliRun asked = deck(arguments);
        QCOMPARE(asked.code, 3);
        QVERIFY2(asked.err.contains(QStringLiteral("Agree with --browser COMMAND or --yes")), asked.told().constData());
        QCOMPARE(at->issuer().state().counted("authorize"), 0);
        qputenv("BROWSER", QByteArray("no-such-browser:" + m_browser.toUtf8()));
        const CliRun agreed = deck(arguments + QStringList{QStringLiteral("--yes")});
        qunsetenv("BROWSER");
        QVERIFY2(agreed.code == 0, agreed.told().constData());
        const CliRun absent = deck(arguments + QStringList{QStringLiteral("--browser"), QStringLiteral("no-such-browser")});
        QVERIFY2(absent.code == 3 && absent.err.contains(QStringLiteral("is not a program")), absent.told().constData());
    }

    /// Somebody at a terminal can open the page without us, wherever the browser fails.
    void somebodyAtATerminalOpensThePage_data()
    {
        QTest::addColumn<QString>("browser");
        QTest::newRow("none") << QStringLiteral("no-such-browser");
        QTest::newRow("fails") << QStringLiteral("false");
    }
    void somebodyAtATerminalOpensThePage()
    {
        QFETCH(QString, browser);
        const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
        QVERIFY(terminal >= 0 && ::grantpt(terminal) == 0 && ::unlockpt(terminal) == 0);
        QFile in;
        QVERIFY(in.open(::open(::ptsname(terminal), O_RDWR | O_NOCTTY), QIODevice::ReadOnly, QFileDevice::AutoCloseHandle));
        CliBench bench;
        const CliStreams streams{in, bench.out, bench.err};
        SystemTimers timers;
        TerminalSignIn prompt(streams, timers, {.settings = {}, .browser = browser, .isAgreed = true, .place = {}});
        bool gaveUp = false;
        Outcome<void> opened;
        const QString page = QStringLiteral("http://127.0.0.1:1/authorize?state=for-you");
        prompt.open({.server = {}, .issuer = {}, .host = {}, .url = page, .clientId = {}, .scopes = {}, .gaveUp = [&gaveUp](const Error &) { gaveUp = true; }}, opened.context(), opened.completion());
        QVERIFY(opened.wait() && opened.ok());
        QTRY_VERIFY2(bench.complained().contains(QString(QStringLiteral("Open this page yourself; it comes back to this machine:\n  ") + page)), qPrintable(bench.complained()));
        QVERIFY(!gaveUp);
        ::close(terminal);
    }

    void aBrowserThatFailsIsToldAtOnce()
    {
        const auto at = place("path-issuer");
        QVERIFY(at);
        const QStringList arguments{QStringLiteral("mcp"), QStringLiteral("list"), QStringLiteral("--url"), QString::fromStdString(at->mcpUrl()), QStringLiteral("--browser")};
        const CliRun failed = deck(arguments + QStringList{QStringLiteral("false")});
        QVERIFY2(failed.code == 3 && failed.err.contains(QStringLiteral("the browser's command false ended with exit code 1.")), failed.told().constData());
    }

    void theTimeOutLimitsThePerson()
    {
        const auto at = place("path-issuer");
        QVERIFY(at);
        const CliRun waited = deck({QStringLiteral("mcp"), QStringLiteral("list"), QStringLiteral("--url"), QString::fromStdString(at->mcpUrl()), QStringLiteral("--browser"), QStringLiteral("true"),
                                    QStringLiteral("--timeout"), QStringLiteral("1500")});
        QVERIFY2(waited.code == 3 && waited.err.contains(QStringLiteral("Nobody signed in within 1.5 s")), waited.told().constData());
    }

    /// Every verb that connects signs in: with a page that was agreed to, each step told.
    void everyVerbSignsIn_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("code");
        QTest::newRow("doctor") << QStringList{QStringLiteral("doctor")} << 0;
        QTest::newRow("load") << QStringList{QStringLiteral("load"), QStringLiteral("find_note"), QStringLiteral("--args"), QStringLiteral("{\"topic\":\"x\"}"), QStringLiteral("--calls"), QStringLiteral("3")} << 0;
        QTest::newRow("pin") << QStringList{QStringLiteral("pin"), QStringLiteral("--pins"), m_folder.filePath(QStringLiteral("pins.json"))} << 1; // nothing is approved yet
        QTest::newRow("scan") << QStringList{QStringLiteral("scan")} << 0;
    }
    void everyVerbSignsIn()
    {
        QFETCH(QStringList, words);
        QFETCH(int, code);
        const auto at = place("path-issuer");
        QVERIFY(at);
        const QStringList arguments = QStringList{QStringLiteral("mcp")} + words + QStringList{QStringLiteral("--url"), QString::fromStdString(at->mcpUrl())};
        const CliRun refused = deck(arguments);
        QVERIFY2(refused.code == 3, refused.told().constData());
        QCOMPARE(at->issuer().state().counted("authorize"), 0);
        const CliRun run = deck(arguments + QStringList{QStringLiteral("--browser"), m_browser});
        QVERIFY2(run.code == code, run.told().constData());
        QVERIFY2(run.told().contains("/.well-known/oauth-protected-resource/mcp"), run.told().constData());
        QCOMPARE(at->issuer().state().counted("authorize"), 1);
    }

    void diffSignsInToBoth()
    {
        const auto a = place("path-issuer");
        const auto b = place("root-issuer");
        QVERIFY(a && b);
        const CliRun run = deck({QStringLiteral("mcp"), QStringLiteral("diff"), QString::fromStdString(a->mcpUrl()), QString::fromStdString(b->mcpUrl()), QStringLiteral("--browser"), m_browser});
        QVERIFY2(run.code == 0, run.told().constData());
        QCOMPARE(a->issuer().state().counted("authorize") + b->issuer().state().counted("authorize"), 2);
    }

    /// What the list of servers says of signing in; what is typed comes first.
    void listedSettingsAreUsed()
    {
        const auto at = place("known-clients");
        QVERIFY(at);
        const QString state = m_folder.filePath(QStringLiteral("listed"));
        McpServerConfig config{.id = McpServerId(QStringLiteral("notes")), .url = QUrl(QString::fromStdString(at->mcpUrl()))};
        config.signIn.clientId = QStringLiteral("known-client");
        QVERIFY(saveMcpServers({.servers = {config}, .consents = {}}, state + QStringLiteral("/mcp.json")));
        const QStringList arguments{QStringLiteral("mcp"), QStringLiteral("list"), QStringLiteral("--server"), QStringLiteral("notes"), QStringLiteral("--state"), state, QStringLiteral("--browser"), m_browser};
        const CliRun run = deck(arguments);
        QVERIFY2(run.code == 0 && run.err.contains(QStringLiteral("client id known-client (as set up)")), run.told().constData());
        const CliRun typed = deck(arguments + QStringList{QStringLiteral("--client-id"), QStringLiteral("known-client"), QStringLiteral("--client-issuer"), QStringLiteral("https://elsewhere.example")});
        QVERIFY2(typed.code == 3 && !typed.err.contains(QStringLiteral("as set up")), typed.told().constData());
    }

    void signOutIsForServersOnly()
    {
        const CliRun run = deck({QStringLiteral("mcp"), QStringLiteral("sign-out"), QStringLiteral("--url"), QStringLiteral("https://notes.example/mcp")});
        const bool isEmpty = run.code == 0 && run.err.contains(QStringLiteral("Nothing is kept for https://notes.example/mcp."));
        const bool isWithout = run.code == 3 && run.err.contains(QStringLiteral("keyring")); // there is none here
        QVERIFY2(isEmpty || isWithout, run.told().constData());
        QVERIFY2(!run.err.contains(QStringLiteral("forgotten")), run.told().constData());
        const CliRun none = deck({QStringLiteral("mcp"), QStringLiteral("sign-out")});
        QVERIFY2(none.code == 2, none.told().constData());
    }

    void ownHeaderIsLeftAlone()
    {
        const auto at = place("path-issuer");
        QVERIFY(at);
        const CliRun run = list(*at, {QStringLiteral("--header"), QStringLiteral("Authorization: Bearer mine")});
        QCOMPARE(run.code, 3);
        QVERIFY(!run.err.contains(QStringLiteral("sign-in:")));
    }

    void secretsDoNotBelongOnTheCommandLine()
    {
        for (const char *option : {"--client-secret", "--client-key", "--idp-client-secret", "--id-token"}) {
            const CliRun run = deck({QStringLiteral("mcp"), QStringLiteral("list"), QStringLiteral("--url"), QStringLiteral("http://127.0.0.1:1/mcp"), QString::fromLatin1(option), QStringLiteral("planted-s3cret")});
            QVERIFY2(run.code == 2 && run.err.contains(QString::fromLatin1(option)), run.told().constData());
            QVERIFY2(!run.told().contains("s3cret"), run.told().constData());
        }
    }

    /// What goes over the wire must be nowhere else: not in what is printed, logged or written, nor in any process's arguments.
    void secretsStayWhereTheyBelong()
    {
        const auto at = place("step-up");
        const auto machine = place("machine");
        QVERIFY(at && machine);
        startCapturingLogs();
        log::setLevel(log::Level::Debug);
        const CliRun signedIn = list(*at);
        qputenv("QD_TEST_SECRET", QByteArray::fromStdString(machine->clientSecret()));
        const CliRun byClient = list(*machine, QStringLiteral("--grant client --client-id machine-client --client-secret ${env:QD_TEST_SECRET}").split(u' '));
        log::setLevel(log::Level::Warning);
        const QString logged = capturedLogs().join(u'\n');
        QCOMPARE(signedIn.code, 0);
        QCOMPARE(byClient.code, 0);
        QVERIFY(logged.contains(QStringLiteral("/tenant/token")));
        QByteArray told = logged.toUtf8() + signedIn.told() + byClient.told() + browserArguments();
        for (const QString &root : {QString::fromLocal8Bit(qgetenv("HOME")), m_folder.path()})
            for (QDirIterator files(root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); files.hasNext();) {
                QFile file(files.next());
                if (file.open(QIODevice::ReadOnly))
                    told += file.readAll();
            }
        QVERIFY(told.contains("code_challenge_method=S256"));
        for (const char *mark : {"at-", "rt-", "cs-"}) // how the lab's secrets begin, each before 43 more characters
            QVERIFY2(!QString::fromUtf8(told).contains(QRegularExpression(QLatin1String(mark) + QStringLiteral("[A-Za-z0-9_-]{43}"))), mark);
        QVERIFY(!told.contains(QByteArray::fromStdString(machine->clientSecret().substr(3, 43))));
        QVERIFY(!told.contains("code_verifier="));
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpSignIn)
#include "tst_mcpsignin.moc"
