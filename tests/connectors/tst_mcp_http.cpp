#include "mcpcontract.h"
#include "mcphttppeer.h"

#include <QNetworkAccessManager>
#include <QPointer>

#include <algorithm>
#include <utility>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

class TestMcpHttp final : public McpClientContract
{
    Q_OBJECT

    std::unique_ptr<McpHttpPeer> m_peer;

    McpServerConfig startServer(const QStringList &options) override
    {
        m_peer = std::make_unique<McpHttpPeer>();
        if (const qsizetype at = options.indexOf(QStringLiteral("--revision")); at >= 0)
            m_peer->script.revision = options.at(at + 1);
        m_peer->script.endlessPages = options.contains(QStringLiteral("--endless-pages"));
        m_peer->script.wrongIds = options.contains(QStringLiteral("--wrong-ids"));
        m_peer->useEvents = options.contains(QStringLiteral("--events"));
        return {.id = McpServerId(QStringLiteral("script")), .url = m_peer->url(), .era = McpEra::Legacy};
    }

    /// The requests whose body has this text.
    [[nodiscard]] QList<SeenRequest> sent(const char *part) const
    {
        QList<SeenRequest> found;
        for (const SeenRequest &request : m_peer->seen())
            if (request.body.contains(part))
                found.append(request);
        return found;
    }

    [[nodiscard]] bool openWith(const std::function<void(McpHttpPeer &)> &prepare)
    {
        const McpServerConfig config = startServer({});
        prepare(*m_peer);
        connectTo(config);
        Outcome<McpServerInfo> outcome;
        m_session->open(outcome.context(), outcome.completion());
        return outcome.wait() && outcome.ok();
    }

    void callEcho(Outcome<McpCallResult> &outcome)
    {
        m_session->callTool(QStringLiteral("echo"), QStringLiteral(R"({"text":"hi"})"), outcome.context(), outcome.completion());
    }

private slots:
    void sendsTheHeaders()
    {
        QVERIFY(open());
        Outcome<McpCallResult> outcome;
        callEcho(outcome);
        QVERIFY(outcome.wait() && outcome.ok());
        const SeenRequest first = m_peer->seen().first();
        QCOMPARE(first.header("mcp-protocol-version"), QByteArray());
        QCOMPARE(first.header("accept"), QByteArray("application/json, text/event-stream"));
        QCOMPARE(first.header("content-type"), QByteArray("application/json"));
        const SeenRequest last = m_peer->seen().last();
        QCOMPARE(last.header("mcp-protocol-version"), QByteArray("2025-11-25"));
        QCOMPARE(last.header("mcp-session-id"), QByteArray("session-1"));
        QVERIFY(m_wire.last().headers.startsWith(QStringLiteral("HTTP 200\n")));
        QVERIFY(!wireText().contains(QStringLiteral("session-1")));
    }

    void endsTheSession()
    {
        QVERIFY(open());
        m_session->close();
        QVERIFY(waitFor([this] { return m_peer->seen().last().method == "DELETE"; }));
        QCOMPARE(m_peer->seen().last().header("mcp-session-id"), QByteArray("session-1"));
    }

    /// That nobody waits any more is told before the session ends.
    void tellsOfCancelsBeforeItEnds()
    {
        QVERIFY(open());
        Outcome<McpCallResult> outcome;
        m_session->callTool(QStringLiteral("never"), {}, outcome.context(), [this, done = outcome.completion()](const Result<McpCallResult> &result) {
            m_session->close();
            done(result);
        });
        QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
        QCOMPARE(outcome.kind(), ErrorKind::Timeout);
        QVERIFY(waitFor([this] { return m_peer->seen().last().method == "DELETE"; }));
        QVERIFY(m_peer->seen().at(m_peer->seen().size() - 2).body.contains("notifications/cancelled"));
    }

    void closingCancelsWhatIsUnderWay()
    {
        QVERIFY(open());
        Outcome<McpCallResult> outcome;
        m_session->callTool(QStringLiteral("never"), {}, outcome.context(), outcome.completion());
        QVERIFY(waitFor([this] { return !sent("\"never\"").isEmpty(); }));
        m_session->close();
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.kind(), ErrorKind::Cancelled);
        QVERIFY(waitFor([this] { return m_peer->seen().last().method == "DELETE"; }));
        QCOMPARE(sent("notifications/cancelled").size(), 1);
        QVERIFY(sent("notifications/cancelled").first().body.contains("\"requestId\":3"));
    }

    /// A server that takes nothing is not waited for.
    void deafServersAreLeft()
    {
        QVERIFY(open());
        Outcome<McpCallResult> outcome;
        m_session->callTool(QStringLiteral("never"), {}, outcome.context(), outcome.completion());
        QVERIFY(waitFor([this] { return !sent("\"never\"").isEmpty(); }));
        m_peer->isDeaf = true;
        m_session->close();
        QVERIFY(waitFor([this] { return !sent("notifications/cancelled").isEmpty(); }));
        QVERIFY(m_peer->seen().last().method != "DELETE");
        m_timers->advance(1999ms);
        QVERIFY(!QTest::qWaitFor([this] { return m_peer->seen().last().method == "DELETE"; }, 100));
        m_timers->advance(1ms);
        QVERIFY(waitFor([this] { return m_peer->seen().last().method == "DELETE"; }));
    }

    /// Not even through the channel of another session, which is deleted by the loop.
    void nothingOutlivesTheConnector()
    {
        QList<QPointer<QNetworkAccessManager>> managers;
        HttpClientOptions options;
        options.makeManager = [&managers] {
            auto made = std::make_unique<QNetworkAccessManager>();
            managers.append(made.get());
            return made;
        };
        m_connector = std::make_unique<DefaultMcpConnector>(m_clock, *m_timers, m_secrets, options);
        QVERIFY(open());
        const auto leaving = std::exchange(m_session, nullptr);
        connectTo(leaving->config());
        Outcome<McpServerInfo> other;
        m_session->open(other.context(), other.completion());
        QVERIFY(other.wait() && other.ok());

        m_peer->isDeaf = true;
        Outcome<McpCallResult> outcome;
        leaving->callTool(QStringLiteral("never"), {}, outcome.context(), outcome.completion());
        leaving->close();
        QVERIFY(waitFor([this] { return !sent("notifications/cancelled").isEmpty(); }));
        QVERIFY(managers.first() != nullptr);
        m_session.reset();
        m_connector = std::make_unique<DefaultMcpConnector>(m_clock, *m_timers, m_secrets);
        QVERIFY(managers.first() == nullptr);
    }

    void answersAsEvents()
    {
        QVERIFY(openWith([](McpHttpPeer &peer) { peer.useEvents = true; }));
        Outcome<McpCallResult> outcome;
        callEcho(outcome);
        QVERIFY(outcome.wait() && outcome.ok());
    }

    void streamThatNeverEnds()
    {
        QVERIFY(openWith([](McpHttpPeer &peer) { peer.useEvents = peer.neverEndsStreams = true; }));
        for (int i = 0; i < 8; ++i) { // more than the connections that Qt keeps to one host
            Outcome<McpCallResult> outcome;
            callEcho(outcome);
            QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
            QVERIFY(outcome.ok());
        }
    }

    void resumesBrokenStreams()
    {
        QVERIFY(openWith([](McpHttpPeer &) {}));
        m_peer->useEvents = m_peer->breaksStreams = true;
        Outcome<McpCallResult> outcome;
        callEcho(outcome);
        QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
        QVERIFY(outcome.ok());
        QCOMPARE(outcome.value().content.first().text, QStringLiteral("hi"));
        QCOMPARE(m_peer->seen().last().header("last-event-id"), QByteArray("prime-1"));
        QVERIFY(hasNote(QStringLiteral("resuming after event prime-1 in 25 ms")));
    }

    void resumesAsLongAsItGoesOn_data()
    {
        QTest::addColumn<QByteArray>("each");
        QTest::addColumn<bool>("isAnswered");
        QTest::newRow("an event each time") << QByteArray("id: prime-1\ndata:\n\n") << true;
        QTest::newRow("nothing") << QByteArray() << false;
    }

    void resumesAsLongAsItGoesOn()
    {
        QFETCH(QByteArray, each);
        QFETCH(bool, isAnswered);
        QVERIFY(openWith([](McpHttpPeer &) {}));
        m_peer->useEvents = m_peer->breaksStreams = true;
        m_peer->resumesToBreak = 8;
        m_peer->resumeBody = each;
        Outcome<McpCallResult> outcome;
        callEcho(outcome);
        QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
        QCOMPARE(outcome.ok(), isAnswered);
        QCOMPARE(m_peer->resumesToBreak > 0, !isAnswered);
    }

    /// The call was worked on: with the session it is lost, and not made again.
    void sessionLostWhileResuming()
    {
        QVERIFY(openWith([](McpHttpPeer &) {}));
        m_peer->useEvents = m_peer->breaksStreams = true;
        m_peer->resumeStatus = 404;
        Outcome<McpCallResult> outcome;
        callEcho(outcome);
        QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
        QCOMPARE(outcome.kind(), ErrorKind::NotFound);
        QVERIFY(passTimeUntil([this] { return sent("\"notifications/initialized\"").size() == 2; }));
        QCOMPARE(sent("\"tools/call\"").size(), 1);
    }

    void takesItsOwnStream()
    {
        QVERIFY(openWith([](McpHttpPeer &peer) { peer.offersStream = true; }));
        QVERIFY(waitFor([this] { return m_peer->isListenedTo(); }));
        m_peer->push(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})");
        QVERIFY(waitFor([this] { return !m_notified.isEmpty(); }));
        QCOMPARE(m_notified.first().first, QStringLiteral("notifications/tools/list_changed"));
        m_peer->push(R"({"jsonrpc":"2.0","id":"srv-1","method":"roots/list"})");
        m_peer->push(R"({"jsonrpc":"2.0","id":"srv-2","method":"ping"})");
        m_peer->push(R"({"jsonrpc":"2.0","id":3,"method":"sampling/createMessage"})");
        QVERIFY(waitFor([this] { return m_peer->script.seen().join().count("-32601") == 2; }));
        const QByteArray said = m_peer->script.seen().join('\n');
        QVERIFY(said.contains(R"({"jsonrpc":"2.0","id":"srv-1","error":{"code":-32601)"));
        QVERIFY(said.contains(R"({"jsonrpc":"2.0","id":"srv-2","result":{}})"));
        QVERIFY(said.contains(R"("id":3,"error")"));
    }

    /// The server's own stream goes on after the event that was the last before it broke.
    void resumesTheServersStream()
    {
        QVERIFY(openWith([](McpHttpPeer &peer) { peer.offersStream = true; }));
        QVERIFY(waitFor([this] { return m_peer->isListenedTo(); }));
        m_peer->push(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})");
        QVERIFY(waitFor([this] { return !m_notified.isEmpty(); }));
        m_peer->hangUp();
        m_peer->forgetListener();
        QVERIFY(passTimeUntil([this] { return m_peer->isListenedTo(); }));
        QCOMPARE(m_peer->seen().last().method, QByteArray("GET"));
        QCOMPARE(m_peer->seen().last().header("last-event-id"), QByteArray("own-1"));
    }

    /// It is not given up, and asked for more and more seldom.
    void serversStreamThatAlwaysEnds()
    {
        QVERIFY(openWith([](McpHttpPeer &peer) { peer.offersStream = true; }));
        for (int i = 0; i < 8; ++i) {
            QVERIFY(passTimeUntil([this] { return m_peer->isListenedTo(); }));
            m_peer->hangUp();
            m_peer->forgetListener();
        }
        QVERIFY(passTimeUntil([this] { return m_peer->isListenedTo(); }));
        QVERIFY(hasNote(QStringLiteral("asking again in 16000 ms")));
        QVERIFY(hasNote(QStringLiteral("asking again in 30000 ms")));
    }

    /// A server that says that it is there is asked again at its own pace.
    void serversStreamOfComments()
    {
        QVERIFY(openWith([](McpHttpPeer &peer) {
            peer.offersStream = true;
            peer.streamBody = ": still here\n\n";
        }));
        const auto asked = [this] { return std::ranges::count_if(m_peer->seen(), [](const SeenRequest &request) { return request.method == "GET"; }); };
        QVERIFY(passTimeUntil([&asked] { return asked() > 8; }));
        QVERIFY(!hasNote(QStringLiteral("asking again in 2000 ms")));
    }

    /// Nothing was asked meanwhile: the stream tells that the server was restarted.
    void sessionLostWhileListening_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("by the specification") << 404;
        QTest::newRow("as server-everything does") << 400;
    }

    void sessionLostWhileListening()
    {
        QFETCH(int, status);
        QVERIFY(openWith([](McpHttpPeer &peer) { peer.offersStream = true; }));
        QVERIFY(waitFor([this] { return m_peer->isListenedTo(); }));
        m_peer->lostStatus = status;
        m_peer->forgetSessions();
        m_peer->hangUp();
        m_peer->forgetListener();
        QVERIFY(passTimeUntil([this] { return m_peer->isListenedTo(); }));
        QCOMPARE(m_peer->seen().last().header("mcp-session-id"), QByteArray("session-2"));
        QCOMPARE(sent("\"initialize\"").size(), 2);
        QVERIFY(m_session->info() && m_closed.isEmpty());
    }

    /// What a tool demands does not count when its server has no tasks.
    void toolThatWantsToBeATaskWhereThereAreNone()
    {
        QVERIFY(openWith([](McpHttpPeer &peer) { peer.script.offersNothing = true; }));
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        QVERIFY(tools.wait() && tools.ok());
        Outcome<McpCallResult> outcome;
        m_session->callTool(QStringLiteral("job"), {}, outcome.context(), outcome.completion());
        QVERIFY(outcome.wait() && !outcome.ok());
        QVERIFY(!wireText().contains(QStringLiteral("\"task\":{}")));
    }

    void tellsWhenThereIsNoStream()
    {
        QVERIFY(open());
        QVERIFY(waitFor([this] { return hasNote(QStringLiteral("offers no stream")); }));
    }

    void lostSession_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        const QByteArray words("Bad Request: No valid session ID provided");
        QTest::newRow("by the specification") << 404 << QByteArray();
        QTest::newRow("404 in a message") << 404 << QByteArray(R"({"jsonrpc":"2.0","error":{"code":-32001,"message":"gone"},"id":null})");
        QTest::newRow("as server-everything does") << 400 << QByteArray(R"({"jsonrpc":"2.0","error":{"code":-32000,"message":")" + words + R"("},"id":null})");
        QTest::newRow("as an invalid request") << 400 << QByteArray(R"({"jsonrpc":"2.0","error":{"code":-32600,"message":")" + words + R"("},"id":"server-error"})");
        QTest::newRow("in plain text") << 400 << words;
    }

    /// A new session is made without the old id, what was refused is sent again, and subscriptions are made anew.
    void lostSession()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QVERIFY(open());
        m_peer->lostBody = body;
        Outcome<void> subscribed;
        m_session->subscribe(QStringLiteral("demo://one"), subscribed.context(), subscribed.completion());
        QVERIFY(subscribed.wait() && subscribed.ok());
        Outcome<void> leveled;
        m_session->setLogLevel(McpLogLevel::Warning, leveled.context(), leveled.completion());
        QVERIFY(leveled.wait() && leveled.ok());
        m_peer->lostStatus = status;
        m_peer->forgetSessions();
        Outcome<McpCallResult> outcome;
        callEcho(outcome);
        QVERIFY(outcome.wait() && outcome.ok());
        QCOMPARE(outcome.value().content.first().text, QStringLiteral("hi"));
        QVERIFY(m_closed.isEmpty());
        QCOMPARE(sent("\"initialize\"").size(), 2);
        QCOMPARE(sent("\"initialize\"").last().header("mcp-session-id"), QByteArray());
        QVERIFY(waitFor([this] { return sent("\"resources/subscribe\"").size() == 2; }));
        QCOMPARE(sent("\"resources/subscribe\"").last().header("mcp-session-id"), QByteArray("session-2"));
        QVERIFY(hasNote(QStringLiteral("the server has forgotten the session")));
    }

    /// What else was on its way has gone with the session; what is asked for meanwhile waits.
    void lostSessionWithCallsOnTheirWay()
    {
        QVERIFY(open());
        Outcome<McpCallResult> waiting;
        m_session->callTool(QStringLiteral("never"), {}, waiting.context(), waiting.completion());
        QVERIFY(waitFor([this] { return !sent("\"never\"").isEmpty(); }));
        m_peer->forgetSessions();
        Outcome<McpCallResult> refused;
        callEcho(refused);
        QVERIFY(waitFor([this] { return sent("\"initialize\"").size() == 2; }));
        Outcome<McpCallResult> meanwhile;
        callEcho(meanwhile);
        QVERIFY(waiting.wait() && refused.wait() && meanwhile.wait());
        QCOMPARE(waiting.kind(), ErrorKind::NotFound);
        QVERIFY(refused.ok() && meanwhile.ok());
    }

    void sessionsThatNeverLast()
    {
        QVERIFY(open());
        m_peer->forgetsAlways = true;
        Outcome<McpCallResult> outcome;
        callEcho(outcome);
        QVERIFY(outcome.wait() && !outcome.ok());
        QCOMPARE(outcome.kind(), ErrorKind::NotFound);
        QVERIFY(outcome.error().message.contains(QStringLiteral("Connect again")));
        QCOMPARE(m_closed.size(), 1);
        QCOMPARE(sent("\"initialize\"").size(), 2);
        QVERIFY(!m_session->info());
        m_peer->forgetsAlways = false;
        Outcome<McpServerInfo> again;
        m_session->open(again.context(), again.completion());
        QVERIFY(again.wait() && again.ok());
    }

    void statuses_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, int status, const QByteArray &body, ErrorKind kind, const char *message) {
            QTest::newRow(name) << status << body << kind << QString::fromLatin1(message);
        };
        row("a gateway without key", 401, R"({"statusCode":401,"message":"Access denied due to missing subscription key."})", ErrorKind::Unauthorized, "Access denied");
        row("forbidden page", 403, "<html><body>no</body></html>", ErrorKind::Forbidden, "not allowed");
        row("refused by a policy", 200, R"({"jsonrpc":"2.0","id":null,"error":{"code":-32601,"message":"Tool not found"}})", ErrorKind::NotFound, "Tool not found");
        row("refused without a word", 400, "", ErrorKind::Protocol, "400");
        row("an error without a code", 200, R"({"jsonrpc":"2.0","id":null,"error":{"code":"E_FOO"}})", ErrorKind::Protocol, "no code");
        row("a gateway that answers in messages", 401, R"({"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Sign in first"}})", ErrorKind::Unauthorized, "Sign in first");
        row("refused in a message", 403, R"({"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Not for you"}})", ErrorKind::Forbidden, "Not for you");
        row("an answer with 404", 404, R"({"jsonrpc":"2.0","id":3,"error":{"code":-32602,"message":"Unknown tool: echo"}})", ErrorKind::Invalid, "Unknown tool");
        row("no session of ours", 400, R"({"jsonrpc":"2.0","id":3,"error":{"code":-32602,"message":"Unknown session of the till"}})", ErrorKind::Invalid, "session of the till");
        row("a page with 400", 400, "your session with us matters", ErrorKind::Protocol, "400");
        row("too many", 429, "{}", ErrorKind::Throttled, "too many");
        row("broken", 500, "oops", ErrorKind::Server, "500");
        row("not JSON", 200, "<html>", ErrorKind::Protocol, "does not answer");
        row("empty", 200, "", ErrorKind::Protocol, "does not answer");
        row("accepted", 202, "", ErrorKind::Protocol, "does not answer");
        row("half", 200, R"({"jsonrpc":"2.0","id":)", ErrorKind::Protocol, "does not answer");
        row("no version", 200, R"({"id":3,"result":{}})", ErrorKind::Protocol, "does not answer");
    }

    void statuses()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, message);
        QFETCH(ErrorKind, kind);
        QVERIFY(open());
        m_peer->instead = ScriptedReply{.status = status, .headers = {}, .body = body};
        Outcome<McpCallResult> outcome;
        callEcho(outcome);
        QVERIFY(outcome.wait() && !outcome.ok());
        QVERIFY2(outcome.error().message.contains(message), qPrintable(outcome.error().message));
        QCOMPARE(outcome.kind(), kind);
    }

    void rawAnswersOfAnyStatus()
    {
        QVERIFY(open());
        m_peer->instead = ScriptedReply{.status = 403, .headers = {}, .body = "[1,2]"};
        Outcome<QByteArray> outcome;
        m_session->sendRaw("[]", outcome.context(), outcome.completion());
        QVERIFY(outcome.wait() && outcome.ok());
        QCOMPARE(outcome.value(), QByteArray("[1,2]"));
    }

    void byteOrderMark()
    {
        QVERIFY(open());
        m_peer->instead = ScriptedReply{.status = 200, .headers = {}, .body = "\xEF\xBB\xBF{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"content\":[]}}"};
        Outcome<McpCallResult> outcome;
        callEcho(outcome);
        QVERIFY(outcome.wait() && outcome.ok());
    }

    void followsRedirectsOfTheOrigin_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("307") << 307;
        QTest::newRow("308") << 308;
    }

    /// The message goes again as it is, and what follows goes to the new address at once.
    void followsRedirectsOfTheOrigin()
    {
        QFETCH(int, status);
        QVERIFY(openWith([status](McpHttpPeer &peer) { peer.redirectStatus = status; }));
        QCOMPARE(m_peer->seen().at(0).target, QByteArray("/mcp"));
        QCOMPARE(m_peer->seen().at(1).target, QByteArray("/mcp/"));
        QCOMPARE(m_peer->seen().at(1).body, m_peer->seen().at(0).body);
        QCOMPARE(m_peer->seen().at(2).target, QByteArray("/mcp/"));
        QVERIFY(hasNote(QStringLiteral("/mcp/ with HTTP %1").arg(status)));
    }

    void endsRedirects()
    {
        QVERIFY(open());
        m_peer->instead = ScriptedReply{.status = 307, .headers = {{"Location", "/mcp"}}, .body = {}};
        Outcome<McpCallResult> outcome;
        callEcho(outcome);
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.kind(), ErrorKind::Protocol);
        QCOMPARE(sent("\"tools/call\"").size(), 4);
    }

    void followsNoOtherRedirects_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("place");
        QTest::newRow("another host") << 307 << QByteArray("https://elsewhere.example/mcp");
        QTest::newRow("another port") << 308 << QByteArray("http://127.0.0.1:1/mcp");
        QTest::newRow("a user's name") << 307 << QByteArray("//somebody@127.0.0.1/mcp");
        QTest::newRow("one that makes it a GET") << 302 << QByteArray("/mcp/");
        QTest::newRow("nowhere") << 307 << QByteArray();
    }

    void followsNoOtherRedirects()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, place);
        QVERIFY(open());
        m_peer->instead = ScriptedReply{.status = status, .headers = {{"Location", place}}, .body = {}};
        Outcome<McpCallResult> outcome;
        callEcho(outcome);
        QVERIFY(outcome.wait());
        QCOMPARE(sent("\"tools/call\"").size(), 1);
        QCOMPARE(outcome.kind(), ErrorKind::Protocol);
        QVERIFY(outcome.error().message.contains(QStringLiteral("redirect")));
    }

    void refusesPlainHttp()
    {
        const Error error = openError({.id = McpServerId(QStringLiteral("far")), .url = QUrl(QStringLiteral("http://mcp.example/mcp"))});
        QCOMPARE(error.kind, ErrorKind::Invalid);
        QVERIFY(error.message.contains(QStringLiteral("https")));
    }

    void nobodyThere()
    {
        const McpServerConfig config = startServer({});
        m_peer.reset();
        QCOMPARE(openError(config).kind, ErrorKind::Network);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpHttp)
#include "tst_mcp_http.moc"
