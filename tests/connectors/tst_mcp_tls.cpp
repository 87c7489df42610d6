#include "auth/memorysecretstore.h"
#include "http/callstate.h"
#include "http/tlstrust.h"
#include "mcp/defaultmcpconnector.h"
#include "mcpauth/oauthauthorizer.h"
#include "outcome.h"
#include "testmain.h"
#include "tlspeer.h"

#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>

using namespace qd;
using namespace qd::test;

namespace {

QString tlsText(const char *text) { return QString::fromUtf8(text); }

/// Nobody is there to sign in.
class NoPrompt final : public SignInPrompt
{
public:
    Call open(const SignInPage &, QObject *context, Completion<void> completion) override
    {
        const auto state = CallState<void>::create(context, std::move(completion));
        state->finish(cancelledError());
        return state->handle();
    }
};

} // namespace

/// Servers behind certificates that the system does not know: whom we trust, how we are known, and what is said when that fails.
class TestMcpTls final : public QObject
{
    Q_OBJECT

    static constexpr int soon = 10000;

    const QTemporaryDir m_folder;
    const TestAuthority m_authority{m_folder.path()};
    const TestAuthority m_stranger{m_folder.path(), tlsText("stranger")};
    const TestCertificate m_client = m_authority.issue(tlsText("somebody.example"));
    SystemClock m_clock;
    SystemTimers m_timers;
    MemorySecretStore m_secrets;
    std::unique_ptr<McpHttpPeer> m_peer;
    std::unique_ptr<DefaultMcpConnector> m_connector;
    std::unique_ptr<McpSession> m_session;
    QStringList m_wire;

    void serve(const TestCertificate &own, const TestAuthority *clients = nullptr) { m_peer = std::make_unique<McpHttpPeer>(tlsOfPeer(own, clients)); }
    [[nodiscard]] Result<McpServerInfo> open(const TlsSettings &tls, McpTransport transport = McpTransport::StreamableHttp) { return openAt(m_peer->url(), tls, transport); }
    [[nodiscard]] Result<McpServerInfo> openAt(const QUrl &url, const TlsSettings &tls, McpTransport transport)
    {
        m_session = m_connector->makeSession({.id = McpServerId(tlsText("peer")), .transport = transport, .url = url, .era = McpEra::Legacy, .tls = tls});
        connect(m_session.get(), &McpSession::wireSeen, this, [this](const McpWireEntry &entry) { m_wire << entry.text; });
        Outcome<McpServerInfo> opened;
        m_session->open(opened.context(), opened.completion());
        if (!opened.wait())
            return Error{.message = tlsText("no end")};
        return opened.ok() ? Result<McpServerInfo>(opened.value()) : Result<McpServerInfo>(opened.error());
    }
    /// It was refused over TLS, with these words, and the server has seen nothing.
    void expectRefusal(const Result<McpServerInfo> &opened, const QString &part)
    {
        QVERIFY(!opened);
        QVERIFY2(opened.error().kind == ErrorKind::Tls, qPrintable(opened.error().message + opened.error().detail));
        QVERIFY2(opened.error().message.contains(part), qPrintable(opened.error().message));
        QCOMPARE(m_peer->seen().size(), 0);
    }
    [[nodiscard]] bool hasSeen(const char *method) const { return std::ranges::any_of(m_peer->seen(), [method](const SeenRequest &request) { return request.method == method; }); }

private slots:
    void init()
    {
        failOnWarnings();
        m_wire.clear();
        m_connector = std::make_unique<DefaultMcpConnector>(m_clock, m_timers, m_secrets);
        serve(m_authority.issue(tlsText("127.0.0.1")));
    }
    void cleanup()
    {
        m_session.reset();
        m_connector.reset();
        checkNoErrorsLogged();
    }

    void strangersAreRefused()
    {
        expectRefusal(open({}), tlsText("certificate"));
        expectRefusal(open({}, McpTransport::Sse), tlsText("certificate"));
        expectRefusal(open({.caFile = m_stranger.caFile()}), tlsText("certificate"));
    }

    /// Messages, the server's own stream and the end of the session.
    void aNamedAuthorityIsTrusted()
    {
        m_peer->offersStream = true;
        const auto opened = open({.caFile = m_authority.caFile()});
        QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().message));
        QTRY_VERIFY_WITH_TIMEOUT(m_peer->isListenedTo(), soon);
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        QVERIFY(tools.wait() && tools.ok());
        m_session->close();
        QTRY_VERIFY_WITH_TIMEOUT(hasSeen("DELETE"), soon);
        QVERIFY(!m_wire.join(u'\n').contains(tlsText("Warning")));
    }

    void theOldTransportToo()
    {
        m_peer->isOldTransport = true;
        QVERIFY(open({.caFile = m_authority.caFile()}, McpTransport::Sse));
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        QVERIFY(tools.wait() && tools.ok());
    }

    void anotherHostIsRefused()
    {
        serve(m_authority.issue(tlsText("elsewhere.example")));
        expectRefusal(open({.caFile = m_authority.caFile()}), tlsText("host name"));
    }

    void anExpiredServerIsRefused()
    {
        serve(m_authority.issue(tlsText("127.0.0.1"), -30, -1));
        expectRefusal(open({.caFile = m_authority.caFile()}), tlsText("expired"));
    }

    void clientsShowTheirCertificate_data()
    {
        QTest::addColumn<QSsl::SslProtocol>("protocol");
        QTest::newRow("1.2") << QSsl::TlsV1_2;
        QTest::newRow("1.3") << QSsl::TlsV1_3;
    }
    void clientsShowTheirCertificate()
    {
        QFETCH(QSsl::SslProtocol, protocol);
        QSslConfiguration tls = tlsOfPeer(m_authority.issue(tlsText("127.0.0.1")), &m_authority);
        tls.setProtocol(protocol);
        m_peer = std::make_unique<McpHttpPeer>(tls);
        QVERIFY(!open({.caFile = m_authority.caFile()}));
        QCOMPARE(m_peer->seen().size(), 0);
        const auto opened = open({.caFile = m_authority.caFile(), .certificateFile = m_client.certificateFile, .keyFile = m_client.keyFile});
        QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().message));
    }

    /// Qt's server hangs up without a word; others send an alert, TLS 1.3 after the handshake.
    void alertsAreUnderstood_data()
    {
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<McpTransport>("transport");
        QTest::addColumn<bool>("isKnown");
        for (const char *protocol : {"-tls1_2", "-tls1_3"})
            for (const bool isKnown : {false, true}) {
                QTest::addRow("%s, message, %d", protocol, isKnown) << tlsText(protocol) << McpTransport::StreamableHttp << isKnown;
                QTest::addRow("%s, stream, %d", protocol, isKnown) << tlsText(protocol) << McpTransport::Sse << isKnown;
            }
    }
    void alertsAreUnderstood()
    {
        QFETCH(QString, protocol);
        QFETCH(McpTransport, transport);
        QFETCH(bool, isKnown);
        const TestCertificate own = m_authority.issue(tlsText("127.0.0.1"));
        QProcess server;
        server.start(tlsText("openssl"), {tlsText("s_server"), tlsText("-accept"), tlsText("127.0.0.1:0"), tlsText("-cert"), own.certificateFile, tlsText("-key"), own.keyFile,
                                          tlsText("-CAfile"), m_authority.caFile(), tlsText("-Verify"), tlsText("1"), tlsText("-verify_return_error"), tlsText("-www"), protocol});
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += server.readAllStandardOutput()).contains("ACCEPT") && said.endsWith('\n'), soon);
        const QByteArray port = said.mid(said.lastIndexOf(':') + 1).trimmed();
        const TestCertificate strange = m_stranger.issue(tlsText("somebody.example"));
        TlsSettings tls{.caFile = m_authority.caFile()};
        if (isKnown) {
            tls.certificateFile = strange.certificateFile;
            tls.keyFile = strange.keyFile;
        }
        const auto opened = openAt(QUrl(tlsText("https://127.0.0.1:%1/mcp").arg(QString::fromLatin1(port))), tls, transport);
        QVERIFY(!opened);
        QVERIFY2(opened.error().kind == ErrorKind::Tls, qPrintable(opened.error().message + opened.error().detail));
        QVERIFY2(opened.error().message.contains(tlsText("client certificate")), qPrintable(opened.error().message));
        server.kill();
        QVERIFY(server.waitForFinished());
    }

    void keyAndCertificateInOneFile()
    {
        const QString both = m_folder.filePath(tlsText("both.pem"));
        QFile::remove(both);
        QFile file(both);
        QFile certificate(m_client.certificateFile);
        QFile key(m_client.keyFile);
        QVERIFY(file.open(QIODevice::WriteOnly) && certificate.open(QIODevice::ReadOnly) && key.open(QIODevice::ReadOnly));
        file.write(key.readAll() + certificate.readAll());
        file.close();
        serve(m_authority.issue(tlsText("127.0.0.1")), &m_authority);
        QVERIFY(open({.caFile = m_authority.caFile(), .certificateFile = both}));
    }

    void insecureIsToldOf()
    {
        serve(m_stranger.issue(tlsText("elsewhere.example"), -30, -1));
        for (const McpTransport transport : {McpTransport::StreamableHttp, McpTransport::Sse}) {
            m_wire.clear();
            m_peer->isOldTransport = transport == McpTransport::Sse;
            const auto opened = open({.isInsecure = true}, transport);
            QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().message));
            QVERIFY(m_wire.join(u'\n').contains(tlsText("Warning: the certificate of 127.0.0.1 is not checked")));
        }
    }

    void whatIsSaidOfFiles_data()
    {
        QTest::addColumn<TlsSettings>("tls");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const TlsSettings &tls, const QString &file, const char *words, const char *code) {
            QTest::newRow(name) << tls << file << tlsText(words) << QString::fromLatin1(code);
        };
        const QString missing = m_folder.filePath(tlsText("missing.pem"));
        const QString ours = m_client.certificateFile;
        const QString key = m_client.keyFile;
        const TestCertificate old = m_authority.issue(tlsText("old.example"), -30, -1);
        const TestCertificate early = m_authority.issue(tlsText("early.example"), 1, 2);
        const QString locked = m_authority.withPassphrase(m_client);
        row("no authority there", {.caFile = missing}, missing, "does not exist", TlsTrust::badCa);
        row("no whole path", {.caFile = tlsText("ca.pem")}, tlsText("ca.pem"), "needs its whole path", TlsTrust::badCa);
        row("a folder", {.caFile = m_folder.path()}, m_folder.path(), "cannot be read", TlsTrust::badCa);
        row("a key for an authority", {.caFile = key}, key, "holds no certificate in PEM", TlsTrust::badCa);
        row("an old authority", {.caFile = old.certificateFile}, old.certificateFile, "has expired", TlsTrust::badCa);
        row("no certificate there", {.certificateFile = missing, .keyFile = key}, missing, "does not exist", TlsTrust::badCertificate);
        row("a key alone", {.keyFile = key}, key, "goes with a client certificate", TlsTrust::badCertificate);
        row("an old certificate", {.certificateFile = old.certificateFile, .keyFile = old.keyFile}, old.certificateFile, "has expired on ", TlsTrust::badCertificate);
        row("too early", {.certificateFile = early.certificateFile, .keyFile = early.keyFile}, early.certificateFile, "is not valid before ", TlsTrust::badCertificate);
        row("no key in it", {.certificateFile = ours}, ours, "holds no private key", TlsTrust::badKey);
        row("no key there", {.certificateFile = ours, .keyFile = missing}, missing, "does not exist", TlsTrust::badKey);
        row("a locked key", {.certificateFile = ours, .keyFile = locked}, locked, "has a passphrase", TlsTrust::keyWithPassphrase);
        row("another's key", {.certificateFile = ours, .keyFile = old.keyFile}, old.keyFile, "is not that of the client certificate", TlsTrust::keyOfAnother);
    }
    void whatIsSaidOfFiles()
    {
        QFETCH(TlsSettings, tls);
        QFETCH(QString, file);
        QFETCH(QString, words);
        const auto opened = open(tls);
        expectRefusal(opened, words);
        QVERIFY2(opened.error().message.contains(file), qPrintable(opened.error().message));
        QTEST(opened.error().vendorCode, "code");
    }

    void othersHaveNoPartInIt()
    {
        const TlsSettings settings{.certificateFile = m_client.certificateFile, .keyFile = m_client.keyFile, .isInsecure = true};
        const auto trust = TlsTrust::read(settings, QUrl(tlsText("https://a.example/mcp")), m_clock.now());
        QVERIFY(trust);
        const QUrl own(tlsText("https://a.example:443/message"));
        QVERIFY(trust->takesAnyCertificate(own));
        QVERIFY(!trust->configurationFor(own).localCertificate().isNull());
        for (const char *other : {"https://a.example:8443/mcp", "https://b.example/mcp", "http://a.example/mcp"}) {
            QVERIFY2(!trust->takesAnyCertificate(QUrl(tlsText(other))), other);
            QVERIFY2(trust->configurationFor(QUrl(tlsText(other))).localCertificate().isNull(), other);
        }
    }

    /// A token is never asked for where the certificate is not checked, even at the server's own address.
    void signingInIsNeverInsecure()
    {
        NoPrompt prompt;
        OAuthAuthorizer authorizer({m_clock, m_timers, m_secrets, prompt});
        const QString server = authServerText(m_peer->url());
        const auto refused = [&](const TlsSettings &tls) {
            Outcome<QByteArray> outcome;
            authorizer.setTls(server, tls);
            authorizer.authorize({.server = server}, outcome.context(), outcome.completion());
            return outcome.wait() && !outcome.ok();
        };
        QVERIFY(refused({.isInsecure = true}));
        QCOMPARE(m_peer->seen().size(), 0);
        QVERIFY(refused({.caFile = m_authority.caFile()}));
        QVERIFY(m_peer->seen().first().target.startsWith("/.well-known/"));
    }
};

Q_DECLARE_METATYPE(qd::TlsSettings)
Q_DECLARE_METATYPE(qd::McpTransport)

QD_TEST_MAIN(QCoreApplication, TestMcpTls)
#include "tst_mcp_tls.moc"
