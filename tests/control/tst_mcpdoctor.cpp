#include "auth/memorysecretstore.h"
#include "mcp/defaultmcpconnector.h"
#include "mcpdoctor.h"
#include "mcphttppeer.h"
#include "scriptedpeer.h"
#include "testmain.h"
#include "tlspeer.h"

#include <QFile>
#include <QNetworkProxy>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace qd;
using namespace qd::test;
using doctor::State;
using doctor::Step;

namespace {

const QString serverProgram = QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver");

McpServerConfig atUrl(const QUrl &url) { return {.id = McpServerId(QStringLiteral("url")), .url = url}; }

McpServerConfig command(const QString &program, const QStringList &arguments = {})
{
    return {.id = McpServerId(QStringLiteral("stdio")), .transport = McpTransport::Stdio, .command = program, .arguments = arguments};
}

/// A server of something else: greets each connection with the same bytes.
class GreetingPeer
{
public:
    explicit GreetingPeer(const QByteArray &greeting)
    {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this, greeting] { m_server.nextPendingConnection()->write(greeting); });
    }
    [[nodiscard]] QUrl url(const char *scheme) const { return QUrl(QStringLiteral("%1://127.0.0.1:%2/mcp").arg(QLatin1String(scheme)).arg(m_server.serverPort())); }

    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

private:
    QTcpServer m_server;
};

/// The way that the tests' names take, for the length of a scope.
class ProxyInUse
{
public:
    explicit ProxyInUse(quint16 port) { QNetworkProxy::setApplicationProxy(QNetworkProxy(QNetworkProxy::HttpProxy, QStringLiteral("127.0.0.1"), port)); }
    ~ProxyInUse() { QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy); }
    Q_DISABLE_COPY_MOVE(ProxyInUse)
};

} // namespace

/// The connection doctor against each way in which a server can fail.
class TestMcpDoctor final : public QObject
{
    Q_OBJECT

    SystemClock m_clock;
    SystemTimers m_timers;
    MemorySecretStore m_secrets;
    std::unique_ptr<DefaultMcpConnector> m_connector;
    std::unique_ptr<McpDoctor> m_doctor;
    QList<doctor::Finding> m_shown; ///< a copy as a page has it, let go at every change

    void make(Milliseconds patience = Milliseconds(8000))
    {
        m_doctor = std::make_unique<McpDoctor>(McpDoctorTools{.connector = *m_connector, .secrets = m_secrets, .clock = m_clock, .timers = m_timers, .patience = patience});
        connect(m_doctor.get(), &McpDoctor::changed, this, [this] { m_shown = m_doctor->findings(); });
    }

    [[nodiscard]] doctor::Finding of(Step step) const
    {
        for (const doctor::Finding &finding : m_doctor->findings())
            if (finding.step == step)
                return finding;
        return {.found = {}, .fix = {}};
    }

    void examine(const McpServerConfig &config, bool isAgreed = true)
    {
        if (!m_doctor)
            make();
        QSignalSpy finished(m_doctor.get(), &McpDoctor::finished);
        m_doctor->examine(config, isAgreed);
        QVERIFY(finished.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
        QVERIFY(doctor::isOver(m_doctor->findings()));
        QVERIFY(m_shown == m_doctor->findings());
    }

    /// The step that failed, and a part of its fix.
    void expectFailure(Step step, const char *found, const char *fix)
    {
        const doctor::Finding *failure = doctor::failureIn(m_doctor->findings());
        QVERIFY(failure != nullptr);
        const QString shown = doctor::stepName(failure->step) + QStringLiteral(": ") + failure->found + QStringLiteral(" -> ") + failure->fix;
        QVERIFY2(failure->step == step, qPrintable(shown));
        QVERIFY2(failure->found.contains(QLatin1String(found)), qPrintable(shown));
        QVERIFY2(failure->fix.contains(QLatin1String(fix)) && failure->fix.endsWith(u'.'), qPrintable(shown));
        bool isAfter = false;
        for (const doctor::Finding &finding : m_doctor->findings()) {
            QVERIFY2(!isAfter || finding.state == State::Skipped || finding.step == Step::ErrorText || finding.step == Step::Auth, qPrintable(doctor::stepName(finding.step)));
            isAfter = isAfter || finding.state == State::Failed;
        }
    }

private slots:
    void init()
    {
        failOnWarnings();
        m_connector = std::make_unique<DefaultMcpConnector>(m_clock, m_timers, m_secrets);
    }
    void cleanup()
    {
        m_doctor.reset();
        QTRY_VERIFY_WITH_TIMEOUT(!m_connector->isEnding(), 10000);
        m_connector.reset();
        checkNoErrorsLogged();
    }

    void httpThatIsWell()
    {
        McpHttpPeer peer;
        examine(atUrl(peer.url()));
        for (const doctor::Finding &finding : m_doctor->findings())
            QVERIFY2(finding.state == State::Ok || finding.state == State::Skipped, qPrintable(doctor::stepName(finding.step) + finding.found + finding.fix));
        QCOMPARE(doctor::endingOf(m_doctor->findings()), doctor::Ending::Well);
        QCOMPARE(of(Step::Dns).state, State::Skipped);
        QCOMPARE(of(Step::Tls).state, State::Skipped);
        QCOMPARE(of(Step::List).found, QStringLiteral("12 tools"));
        QVERIFY(of(Step::Handshake).found.contains(QStringLiteral("script 1.2.3, MCP 2025-11-25; offers tools, prompts")));
    }

    void processThatIsWell()
    {
        examine(command(serverProgram, {QStringLiteral("--stderr"), QStringLiteral("listening")}));
        QVERIFY(doctor::failureIn(m_doctor->findings()) == nullptr);
        QCOMPARE(of(Step::ErrorText).found, QStringLiteral("listening"));
        QCOMPARE(of(Step::FirstLine).found, QStringLiteral("a message"));
        QCOMPARE(of(Step::List).found, QStringLiteral("12 tools"));
    }

    void nothingListens()
    {
        examine(atUrl(QUrl(QStringLiteral("http://127.0.0.1:1/mcp"))));
        expectFailure(Step::Tcp, "failed", "nothing listens at 127.0.0.1:1");
        QCOMPARE(doctor::endingOf(m_doctor->findings()), doctor::Ending::Unreachable);
    }

    void unknownHost()
    {
        examine(atUrl(QUrl(QStringLiteral("https://no-such-host.invalid/mcp"))));
        expectFailure(Step::Dns, "", "no-such-host.invalid");
    }

    void addressThatIsNotAccepted()
    {
        examine(atUrl(QUrl(QStringLiteral("http://example.com/mcp"))));
        expectFailure(Step::Address, "http://example.com/mcp", "https://");
        examine(atUrl(QUrl(QStringLiteral("ftp://127.0.0.1/mcp"))));
        expectFailure(Step::Address, "ftp:", "https://");
    }

    /// What the references make of the address is what is reached, and what they hold is not shown.
    void addressWithReferences()
    {
        McpHttpPeer peer;
        const auto leave = qScopeGuard([] { qunsetenv("QD_DOCTOR_HOST"), qunsetenv("QD_DOCTOR_PATH"); });
        qputenv("QD_DOCTOR_HOST", "127.0.0.1");
        qputenv("QD_DOCTOR_PATH", "mcp");
        McpServerConfig config = atUrl(QUrl(QStringLiteral("http://qd-doctor-host.invalid/mcp")));
        config.urlTemplate = QStringLiteral("http://${env:QD_DOCTOR_HOST}:%1/${env:QD_DOCTOR_PATH}").arg(peer.url().port());
        examine(config);
        QVERIFY2(doctor::failureIn(m_doctor->findings()) == nullptr, qPrintable(of(Step::Address).found));
        QVERIFY2(of(Step::Address).found.contains(QStringLiteral(":%1/mcp").arg(peer.url().port())), qPrintable(of(Step::Address).found));
        qputenv("QD_DOCTOR_PATH", "sk-9f8e7d6c5b4a39281706");
        ScriptedPeer other;
        other.otherwise = {.status = 404, .headers = {}, .body = "no"};
        config.urlTemplate = QStringLiteral("http://127.0.0.1:%1/${env:QD_DOCTOR_PATH}").arg(other.url().port());
        examine(config);
        expectFailure(Step::Http, "404", "nothing is at /***;");
        QVERIFY2(of(Step::Address).found.endsWith(QStringLiteral("/***")), qPrintable(of(Step::Address).found));
    }

    void variablesThatAreNotSet()
    {
        McpHttpPeer peer;
        McpServerConfig config = atUrl(peer.url());
        config.urlTemplate = QStringLiteral("http://127.0.0.1/${env:QD_NO_SUCH_VARIABLE}");
        examine(config);
        expectFailure(Step::Address, "QD_NO_SUCH_VARIABLE", "Set the variable");
        QCOMPARE(doctor::endingOf(m_doctor->findings()), doctor::Ending::BadInput);
        config.urlTemplate.clear();
        config.headers.append({QStringLiteral("X-Key"), QStringLiteral("${env:QD_NO_SUCH_VARIABLE}")});
        examine(config);
        expectFailure(Step::Auth, "QD_NO_SUCH_VARIABLE", "set the variable");
        QCOMPARE(doctor::endingOf(m_doctor->findings()), doctor::Ending::BadInput);
    }

    void proxyThatIsDown()
    {
        const quint16 port = GreetingPeer("").port(); // nobody's by now
        const ProxyInUse proxy(port);
        examine(atUrl(QUrl(QStringLiteral("https://mcp.example.org/mcp"))));
        expectFailure(Step::Proxy, qPrintable(QStringLiteral("by way of 127.0.0.1:%1").arg(port)), "Start the proxy");
        QCOMPARE(of(Step::Tcp).state, State::Skipped);
        QCOMPARE(doctor::endingOf(m_doctor->findings()), doctor::Ending::Unreachable);
    }

    void proxyThatRefuses_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("fix");
        QTest::newRow("forbidden") << QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n") << QByteArray("lead to mcp.example.org:443");
        QTest::newRow("no way") << QByteArray("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n") << QByteArray("lead to mcp.example.org:443");
        QTest::newRow("who asks") << QByteArray("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n") << QByteArray("name and password");
        QTest::newRow("silent") << QByteArray() << QByteArray("Start the proxy");
    }

    void proxyThatRefuses()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QByteArray, fix);
        GreetingPeer peer(answer);
        const ProxyInUse proxy(peer.port());
        make(Milliseconds(500));
        examine(atUrl(QUrl(QStringLiteral("https://mcp.example.org/mcp"))));
        expectFailure(Step::Proxy, qPrintable(QStringLiteral("by way of 127.0.0.1:%1").arg(peer.port())), fix.constData());
    }

    void plainTextToATlsPort()
    {
        const QTemporaryDir folder;
        McpHttpPeer peer(tlsOfPeer(TestAuthority(folder.path()).issue(QStringLiteral("127.0.0.1"))));
        QUrl url = peer.url();
        url.setScheme(QStringLiteral("http"));
        examine(atUrl(url));
        expectFailure(Step::Http, "", "Try https");
    }

    /// The endpoint of today's transport, asked for that of 2024.
    void oldTransportThatNobodySpeaks()
    {
        McpHttpPeer peer;
        McpServerConfig config = atUrl(peer.url());
        config.transport = McpTransport::Sse;
        examine(config);
        expectFailure(Step::Http, "405", "without --sse");
        peer.offersStream = true;
        peer.hasSessions = false; // a stream that names no address
        make(Milliseconds(500));
        examine(config);
        expectFailure(Step::Handshake, "", "without --sse");
    }

    void tlsToAPlainPort()
    {
        GreetingPeer peer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        examine(atUrl(peer.url("https")));
        expectFailure(Step::Tls, "", "in plain text");
    }

    void tlsOfAnotherAuthority()
    {
        const QTemporaryDir folder;
        const TestAuthority authority(folder.path());
        McpHttpPeer peer(tlsOfPeer(authority.issue(QStringLiteral("127.0.0.1"))));
        McpServerConfig config = atUrl(peer.url());
        examine(config);
        expectFailure(Step::Tls, "certificate", "--ca FILE");
        config.tls.caFile = folder.filePath(QStringLiteral("none.pem"));
        examine(config);
        expectFailure(Step::Tls, "none.pem does not exist", "--ca");
        config.tls.caFile = authority.caFile();
        examine(config);
        QVERIFY(doctor::failureIn(m_doctor->findings()) == nullptr);
        QVERIFY(!of(Step::Tls).found.contains(QStringLiteral("WARNING")));
    }

    void tlsThatIsNotChecked()
    {
        const QTemporaryDir folder;
        McpHttpPeer peer(tlsOfPeer(TestAuthority(folder.path()).issue(QStringLiteral("elsewhere.example"))));
        McpServerConfig config = atUrl(peer.url());
        config.tls.isInsecure = true;
        examine(config);
        QVERIFY(doctor::failureIn(m_doctor->findings()) == nullptr);
        QVERIFY2(of(Step::Tls).found.contains(QStringLiteral("WARNING: the certificate is not checked")), qPrintable(of(Step::Tls).found));
        QVERIFY2(of(Step::Tls).found.contains(QStringLiteral("host name")), qPrintable(of(Step::Tls).found));
    }

    /// The handshake itself is over when the server looks at our certificate.
    void tlsThatWantsOurCertificate()
    {
        const QTemporaryDir folder;
        const TestAuthority authority(folder.path());
        const TestCertificate ours = authority.issue(QStringLiteral("somebody.example"));
        McpHttpPeer peer(tlsOfPeer(authority.issue(QStringLiteral("127.0.0.1")), &authority));
        McpServerConfig config = atUrl(peer.url());
        config.tls.caFile = authority.caFile();
        examine(config);
        expectFailure(Step::Http, "closed the connection", "--client-certificate FILE");
        config.tls.certificateFile = ours.certificateFile;
        config.tls.keyFile = authority.withPassphrase(ours);
        examine(config);
        expectFailure(Step::Tls, "has a passphrase", "openssl pkey");
        config.tls.keyFile = ours.keyFile;
        examine(config);
        QVERIFY(doctor::failureIn(m_doctor->findings()) == nullptr);
    }

    void tlsThatIsNotAnswered()
    {
        GreetingPeer peer("");
        make(Milliseconds(300));
        examine(atUrl(peer.url("https")));
        expectFailure(Step::Tls, "0.3 s", "does not answer the handshake");
    }

    void answers_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("step");
        QTest::addColumn<QByteArray>("fix");
        const auto row = [](const char *name, int status, const char *header, const char *value, const char *body, const char *step, const char *fix) {
            QTest::newRow(name) << status << QByteArray(header) << QByteArray(value) << QByteArray(body) << QString::fromLatin1(step) << QByteArray(fix);
        };
        row("sign-in", 401, "WWW-Authenticate", "Bearer resource_metadata=\"https://a.example/\"", "", "auth", "--header");
        row("no right", 403, "Content-Type", "application/json", "{}", "auth", "Ask for access");
        row("nothing there", 404, "Content-Type", "text/plain", "not found", "http", "/mcp");
        row("no POST", 405, "Allow", "GET", "", "http", "takes no POST");
        row("a page", 200, "Content-Type", "text/html; charset=utf-8", "<!doctype html><h1>Hello</h1>", "http", "page for browsers");
        row("a page that is not found", 404, "Content-Type", "text/html", "<html></html>", "http", "Correct the path");
        row("elsewhere", 308, "Location", "https://b.example/mcp", "", "http", "https://b.example/mcp");
        row("broken", 502, "Content-Type", "text/plain", "bad gateway", "http", "own log");
        row("JSON of another kind", 200, "Content-Type", "application/json", "{\"ok\":true}", "http", "MCP endpoint");
        row("a port of TLS", 400, "Content-Type", "text/plain", "Client sent an HTTP request to an HTTPS server.", "http", "Try https");
        row("too many", 429, "Retry-After", "3", "", "http", "Wait");
    }

    void answers()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, body);
        QFETCH(QString, step);
        QFETCH(QByteArray, fix);
        ScriptedPeer peer;
        peer.otherwise = {.status = status, .headers = {{header, value}}, .body = body};
        examine(atUrl(peer.url().resolved(QUrl(QStringLiteral("/mcp")))));
        const doctor::Finding *failure = doctor::failureIn(m_doctor->findings());
        QVERIFY(failure != nullptr);
        QVERIFY2(doctor::stepName(failure->step) == step, qPrintable(failure->found));
        const bool isUnreachable = status >= 500 || status == 429;
        QCOMPARE(doctor::endingOf(m_doctor->findings()), step == QLatin1String("auth") ? doctor::Ending::SignIn : isUnreachable ? doctor::Ending::Unreachable : doctor::Ending::Protocol);
        expectFailure(failure->step, "", fix.constData());
        QCOMPARE(of(Step::Tcp).state, State::Ok);
        if (failure->step == Step::Http)
            for (const Step later : {Step::Auth, Step::Handshake})
                QVERIFY2(of(later).state == State::Skipped && of(later).elapsed.count() == 0, qPrintable(of(later).found));
    }

    void endingIsThatOfTheError()
    {
        using doctor::Ending;
        const auto ending = [](Step step, ErrorKind kind, const char *vendorCode = "") { return doctor::endingOf(step, {.kind = kind, .vendorCode = QString::fromLatin1(vendorCode)}); };
        QCOMPARE(ending(Step::Handshake, ErrorKind::Network), Ending::Unreachable);
        QCOMPARE(ending(Step::List, ErrorKind::Timeout), Ending::Unreachable);
        QCOMPARE(ending(Step::Handshake, ErrorKind::Server), Ending::Unreachable);
        QCOMPARE(ending(Step::Handshake, ErrorKind::Server, "-32603"), Ending::Protocol);
        QCOMPARE(ending(Step::List, ErrorKind::Unauthorized), Ending::SignIn);
        QCOMPARE(ending(Step::List, ErrorKind::Decode), Ending::Protocol);
        QCOMPARE(ending(Step::Address, ErrorKind::Network), Ending::BadInput);
    }

    void revisionThatNobodySpeaks()
    {
        McpHttpPeer peer;
        peer.script.revision = QStringLiteral("1999-01-01");
        examine(atUrl(peer.url()));
        expectFailure(Step::Handshake, "1999-01-01", "Update the server");
        examine(command(serverProgram, {QStringLiteral("--revision"), QStringLiteral("1999-01-01")}));
        expectFailure(Step::Handshake, "1999-01-01", "Update the server");
    }

    void serversThatSayNothing()
    {
        ScriptedPeer peer;
        peer.otherwise = {.kind = ScriptedReply::Kind::Never};
        make(Milliseconds(300));
        examine(atUrl(peer.url().resolved(QUrl(QStringLiteral("/mcp")))));
        expectFailure(Step::Http, "", "gives no answer");
        examine(command(serverProgram, {QStringLiteral("--hang")}));
        expectFailure(Step::FirstLine, "", "writes nothing");
        QCOMPARE(doctor::endingOf(m_doctor->findings()), doctor::Ending::Unreachable);
    }

    void commandsThatCannotRun()
    {
        examine(command(QStringLiteral("no-such-program-anywhere")));
        expectFailure(Step::Command, "no-such-program", "PATH");
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("plain")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        examine(command(file.fileName()));
        expectFailure(Step::Executable, "may not be executed", "chmod");
        examine(command(serverProgram), false);
        expectFailure(Step::Consent, "mcpstdioserver", "--yes");
        McpServerConfig needy = command(serverProgram);
        needy.environment.append({QStringLiteral("KEY"), QStringLiteral("${env:QD_NO_SUCH_VARIABLE}")});
        examine(needy);
        QCOMPARE(doctor::failureIn(m_doctor->findings())->step, Step::Consent);
        QVERIFY(doctor::failureIn(m_doctor->findings())->found.contains(QStringLiteral("QD_NO_SUCH_VARIABLE")));
    }

    void processThatEndsAtOnce()
    {
        examine(command(serverProgram, {QStringLiteral("--stderr"), QStringLiteral("no database"), QStringLiteral("--exit"), QStringLiteral("3")}));
        expectFailure(Step::FirstLine, "exit code 3", "by hand");
        QCOMPARE(doctor::endingOf(m_doctor->findings()), doctor::Ending::Unreachable);
        QVERIFY(of(Step::ErrorText).found.contains(QStringLiteral("no database")));
        QCOMPARE(of(Step::ErrorText).state, State::Skipped); // no mark that all is well
        QVERIFY2(of(Step::FirstLine).found.count(QStringLiteral("exit code 3")) == 1, qPrintable(of(Step::FirstLine).found));
    }

    /// The cause stands at the beginning of what a runtime says when it falls over.
    void bothEndsOfTheErrorStream()
    {
        examine(command(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QStringLiteral("printf '%s\\n' loader throw '' '^' 'Error: Cannot find module' >&2; seq 100 140 >&2; exit 1")}));
        const QStringList lines = of(Step::ErrorText).found.split(u'\n');
        QCOMPARE(lines.first(), QStringLiteral("loader"));
        QVERIFY(lines.contains(QStringLiteral("Error: Cannot find module")) && lines.contains(QStringLiteral("…")));
        QCOMPARE(lines.last(), QStringLiteral("140"));
        QCOMPARE(lines.size(), 11);
    }

    void processThatSendsBackWhatItGets()
    {
        for (const McpEra era : {McpEra::Legacy, McpEra::Auto}) {
            McpServerConfig config = command(QStringLiteral("/bin/cat"));
            config.era = era;
            examine(config);
            expectFailure(Step::FirstLine, "sends back what it gets", "MCP server");
        }
    }

    void processThatPrintsGarbage()
    {
        make(Milliseconds(500));
        examine(command(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QStringLiteral("echo hello there; cat >/dev/null")}));
        expectFailure(Step::FirstLine, "hello there", "messages alone");
        examine(command(serverProgram, {QStringLiteral("--garbage")}));
        QVERIFY(doctor::failureIn(m_doctor->findings()) == nullptr);
        QVERIFY(of(Step::FirstLine).found.contains(QStringLiteral("not a message")));
    }

    void cancelledAndBegunAnew()
    {
        make();
        QSignalSpy finished(m_doctor.get(), &McpDoctor::finished);
        m_doctor->examine(command(serverProgram, {QStringLiteral("--hang")}), true);
        QTRY_COMPARE(of(Step::FirstLine).state, State::Running);
        m_doctor->cancel();
        QCOMPARE(finished.size(), 1);
        QCOMPARE(of(Step::List).found, QStringLiteral("cancelled"));
        m_doctor->cancel();
        QCOMPARE(finished.size(), 1);
        m_doctor->examine(command(serverProgram, {QStringLiteral("--hang")}), true);
        QTRY_COMPARE(of(Step::FirstLine).state, State::Running);
        m_doctor->examine(command(serverProgram), true); // the first one's end is not told
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 2, 20000);
        QCOMPARE(of(Step::List).found, QStringLiteral("12 tools"));
        m_doctor->examine(command(serverProgram, {QStringLiteral("--hang")}), true);
        QTRY_COMPARE(of(Step::FirstLine).state, State::Running);
        m_doctor.reset(); // in mid-flight
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpDoctor)
#include "tst_mcpdoctor.moc"
