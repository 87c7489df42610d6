#include "auth/memorysecretstore.h"
#include "http/callstate.h"
#include "mcp/defaultmcpconnector.h"
#include "mcpauth/mcpauthorizer.h"
#include "mcphttppeer.h"
#include "outcome.h"
#include "testmain.h"

#include <QSignalSpy>

#include <algorithm>

using namespace qd;
using namespace qd::test;

namespace {

/// Gives one token after the other, and writes down what it was asked.
class TokenDesk final : public McpAuthorizer
{
public:
    void setSettings(const QString &, const McpAuthSettings &) override {}
    void setTls(const QString &, const TlsSettings &) override {}
    [[nodiscard]] QByteArray held(const QString &) const override { return current; }
    Call authorize(const McpRefusal &refusal, QObject *context, Completion<QByteArray> completion) override
    {
        refusals.append(refusal);
        const auto state = CallState<QByteArray>::create(context, std::move(completion));
        if (refusal.tell)
            refusal.tell(QStringLiteral("a step"));
        if (tokens.isEmpty())
            state->finish(Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("Nobody signs in.")});
        else
            state->finish(current = "Bearer " + tokens.takeFirst());
        return state->handle();
    }

    QByteArray current;
    QByteArrayList tokens;
    QList<McpRefusal> refusals;
};

} // namespace

/// Signing in beside the messages of Streamable HTTP: the old transport's stream and messages, and the server's own stream.
class TestMcpChannelSignIn final : public QObject
{
    Q_OBJECT

    static constexpr int soon = 10000;

    SystemClock m_clock;
    SystemTimers m_timers;
    MemorySecretStore m_secrets;
    std::unique_ptr<TokenDesk> m_desk;
    std::unique_ptr<McpHttpPeer> m_peer;
    std::unique_ptr<DefaultMcpConnector> m_connector;
    std::unique_ptr<McpSession> m_session;
    QStringList m_wire;

    [[nodiscard]] Outcome<McpServerInfo> &open(McpTransport transport, const QList<std::pair<QString, QString>> &headers = {})
    {
        m_session = m_connector->makeSession({.id = McpServerId(QStringLiteral("peer")), .transport = transport, .url = m_peer->url(), .era = McpEra::Legacy, .headers = headers});
        connect(m_session.get(), &McpSession::wireSeen, this, [this](const McpWireEntry &entry) { m_wire << entry.text + entry.headers; });
        m_opened = std::make_unique<Outcome<McpServerInfo>>();
        m_session->open(m_opened->context(), m_opened->completion());
        static_cast<void>(m_opened->wait());
        return *m_opened;
    }
    [[nodiscard]] qsizetype seen(const char *method, const char *part) const
    {
        return std::ranges::count_if(m_peer->seen(), [&](const SeenRequest &request) { return request.method == method && (request.body.contains(part) || request.target.contains(part)); });
    }
    [[nodiscard]] bool wireHolds(const char *part) const { return m_wire.join(u'\n').contains(QLatin1StringView(part)); }
    std::unique_ptr<Outcome<McpServerInfo>> m_opened;

private slots:
    void init()
    {
        failOnWarnings();
        m_wire.clear();
        m_desk = std::make_unique<TokenDesk>();
        m_peer = std::make_unique<McpHttpPeer>();
        m_connector = std::make_unique<DefaultMcpConnector>(m_clock, m_timers, m_secrets);
        m_connector->setAuthorizer(m_desk.get());
    }
    void cleanup()
    {
        m_session.reset();
        m_connector.reset();
        checkNoErrorsLogged();
    }

    void oldStreamSignsIn()
    {
        m_peer->isOldTransport = true;
        m_peer->demandedToken = "planted-one";
        m_desk->tokens = {"planted-one"};
        QVERIFY(open(McpTransport::Sse).ok());
        QCOMPARE(m_desk->refusals.size(), 1);
        QCOMPARE(m_desk->refusals.first().server, m_peer->url().toString());
        QVERIFY(m_desk->refusals.first().challenge.startsWith("Bearer"));
        QCOMPARE(seen("GET", "/mcp"), 2);
        QVERIFY(wireHolds("sign-in: a step"));
        QVERIFY(!wireHolds("planted-one"));
    }

    /// In the middle of the session: the message goes again, once.
    void oldMessageSignsIn()
    {
        m_peer->isOldTransport = true;
        m_desk->tokens = {"planted-two"};
        QVERIFY(open(McpTransport::Sse).ok());
        QTRY_COMPARE_WITH_TIMEOUT(seen("POST", "notifications/initialized"), 1, soon);
        m_peer->demandedToken = "planted-two";
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        QVERIFY(tools.wait());
        QVERIFY(tools.ok());
        QCOMPARE(seen("POST", "tools/list"), 3); // refused, again, and the second page
        QCOMPARE(seen("GET", "/mcp"), 1);
    }

    /// A token that had ended takes none of the tries that are left for more scopes.
    void refusalsAreCountedByKind_data()
    {
        QTest::addColumn<McpTransport>("transport");
        QTest::newRow("streamable") << McpTransport::StreamableHttp;
        QTest::newRow("old") << McpTransport::Sse;
    }
    void refusalsAreCountedByKind()
    {
        QFETCH(McpTransport, transport);
        m_peer->isOldTransport = transport == McpTransport::Sse;
        QVERIFY(open(transport).ok());
        QTRY_COMPARE_WITH_TIMEOUT(seen("POST", "notifications/initialized"), 1, soon);
        m_peer->demandedScope = "planted-three";
        m_desk->tokens = {"planted-one", "planted-two", "planted-three"};
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        QVERIFY(tools.wait() && tools.ok());
        QList<std::pair<int, int>> asked;
        for (const McpRefusal &refusal : m_desk->refusals)
            asked.append({refusal.status, refusal.tries});
        QCOMPARE(asked, (QList<std::pair<int, int>>{{401, 0}, {403, 0}, {403, 1}}));
    }

    void oldStreamIsRefused()
    {
        m_peer->isOldTransport = true;
        m_peer->demandedToken = "one";
        const auto &opened = open(McpTransport::Sse);
        QCOMPARE(opened.kind(), ErrorKind::Unauthorized);
        QCOMPARE(opened.error().httpStatus, 401);
        QCOMPARE(seen("GET", "/mcp"), 1);
        QCOMPARE(seen("POST", ""), 0);
    }

    void closingEndsTheSignIn()
    {
        m_peer->isOldTransport = true;
        m_desk->tokens = {"two"};
        QVERIFY(open(McpTransport::Sse).ok());
        m_peer->demandedToken = "three"; // what it is given is refused as well
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        m_session->close();
        QVERIFY(tools.wait());
        QCOMPARE(tools.kind(), ErrorKind::Cancelled);
    }

    void ownHeaderIsLeftAlone()
    {
        m_peer->isOldTransport = true;
        m_peer->demandedToken = "one";
        m_desk->tokens = {"one"};
        QCOMPARE(open(McpTransport::Sse, {{QStringLiteral("authorization"), QStringLiteral("Bearer mine")}}).kind(), ErrorKind::Unauthorized);
        QVERIFY(m_desk->refusals.isEmpty());
    }

    void serversOwnStreamSignsIn()
    {
        m_peer->offersStream = true;
        m_peer->demandedStreamToken = "planted-four";
        m_desk->tokens = {"planted-four"};
        QVERIFY(open(McpTransport::StreamableHttp).ok());
        QTRY_VERIFY_WITH_TIMEOUT(m_peer->isListenedTo(), soon);
        QSignalSpy notified(m_session.get(), &McpSession::notified);
        m_peer->push(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})");
        QTRY_COMPARE_WITH_TIMEOUT(notified.size(), 1, soon);
        QVERIFY(!wireHolds("planted-four"));
    }

    /// What was begun is not begun again: the GET goes again, not the call.
    void resumptionSignsIn()
    {
        QVERIFY(open(McpTransport::StreamableHttp).ok());
        QTRY_VERIFY_WITH_TIMEOUT(wireHolds("offers no stream"), soon);
        m_peer->useEvents = m_peer->breaksStreams = true;
        m_peer->demandedStreamToken = "planted-six";
        m_desk->tokens = {"planted-five", "planted-six"};
        Outcome<McpCallResult> called;
        m_session->callTool(QStringLiteral("echo"), QStringLiteral("{\"text\":\"hi\"}"), called.context(), called.completion());
        QVERIFY(called.wait() && called.ok());
        QCOMPARE(called.value().content.first().text, QStringLiteral("hi"));
        QCOMPARE(seen("POST", "tools/call"), 1);
        QCOMPARE(m_peer->seen().last().header("last-event-id"), QByteArray("prime-1"));
        QCOMPARE(m_desk->refusals.size(), 2);
        QCOMPARE(m_desk->refusals.last().sent, QByteArray("Bearer planted-five"));
    }

    /// The messages go on without it, and it is not asked for again and again.
    void serversOwnStreamStaysClosed()
    {
        m_peer->offersStream = true;
        m_peer->demandedStreamToken = "one";
        QVERIFY(open(McpTransport::StreamableHttp).ok());
        QTRY_VERIFY_WITH_TIMEOUT(wireHolds("stays closed"), soon);
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        QVERIFY(tools.wait() && tools.ok());
        QCOMPARE(seen("GET", "/mcp"), 1);
        QCOMPARE(m_desk->refusals.size(), 1);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpChannelSignIn)
#include "tst_mcp_channelsignin.moc"
