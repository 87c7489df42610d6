#include "mcpcontract.h"
#include "mcphttppeer.h"

#include <algorithm>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

namespace {

QString qs(const char *text) { return QString::fromUtf8(text); }

} // namespace

/// What broken and hostile servers do: bounded, explained, and no other server is harmed.
class TestMcpHostile final : public McpFixture
{
    Q_OBJECT

    std::unique_ptr<McpHttpPeer> m_peer;
    bool m_isStdio = true;

    McpServerConfig startServer(const QStringList &options) override
    {
        if (m_isStdio)
            return {.id = McpServerId(qs("script")), .transport = McpTransport::Stdio, .command = qs(QD_BINARY_DIR "/bin/tests/mcpstdioserver"), .arguments = options};
        m_peer = std::make_unique<McpHttpPeer>();
        return {.id = McpServerId(qs("script")), .url = m_peer->url(), .era = McpEra::Legacy};
    }

    [[nodiscard]] bool openStdio(const QStringList &options)
    {
        m_isStdio = true;
        return open(options);
    }

    /// Every POST but initialize gets what `fault` says.
    [[nodiscard]] bool openHttp(const HttpFault &fault)
    {
        m_isStdio = false;
        const bool isOpen = open();
        m_peer->fault = fault;
        return isOpen;
    }

    void call(Outcome<McpCallResult> &outcome, const char *tool = "echo")
    {
        m_session->callTool(qs(tool), qs("{\"text\":\"hi\"}"), outcome.context(), outcome.completion());
    }

    [[nodiscard]] bool callEnds(Outcome<McpCallResult> &outcome)
    {
        call(outcome);
        return waitFor([&outcome] { return outcome.count() > 0; });
    }

    [[nodiscard]] bool isAlive()
    {
        Outcome<McpCallResult> outcome;
        return callEnds(outcome) && outcome.ok() && outcome.value().content.first().text == qs("hi");
    }

private slots:
    void everyAnswerTwice()
    {
        QVERIFY(openStdio({qs("--twice")}));
        QVERIFY(isAlive() && isAlive());
        QVERIFY(hasNote(qs("a late answer to request")));
    }

    void invalidUtf8()
    {
        QVERIFY(openStdio({qs("--invalid-utf8")}));
        QVERIFY(isAlive());
        QVERIFY(hasNote(qs("not a JSON-RPC message")));
        QVERIFY(m_notified.isEmpty());
    }

    void deepMessage()
    {
        QVERIFY(openStdio({qs("--deep")}));
        QVERIFY(isAlive());
        QVERIFY(hasNote(qs("nested deeper than")));
    }

    void tenThousandTools()
    {
        QVERIFY(openStdio({qs("--many-tools"), qs("10000")}));
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        QVERIFY(waitFor([&tools] { return tools.count() > 0; }));
        QVERIFY(tools.ok());
        QCOMPARE(tools.value().size(), 10000);
        QVERIFY(isAlive());
    }

    void tooManyTools()
    {
        QVERIFY(openStdio({qs("--many-tools"), qs("10001")}));
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        QVERIFY(waitFor([&tools] { return tools.count() > 0; }));
        QVERIFY(!tools.ok());
        QVERIFY2(tools.error().detail.contains(qs("more than 10000 items")), qPrintable(tools.error().detail));
        QVERIFY(isAlive());
    }

    void endsInEachPhase_data()
    {
        QTest::addColumn<QString>("phase");
        QTest::addColumn<bool>("opens");
        QTest::newRow("initialize") << qs("initialize") << false;
        QTest::newRow("initialized") << qs("notifications/initialized") << true;
        QTest::newRow("list") << qs("tools/list") << true;
        QTest::newRow("call") << qs("tools/call") << true;
    }

    /// Whatever is on its way ends with an error, once; the next connection is as good as the first.
    void endsInEachPhase()
    {
        QFETCH(QString, phase);
        QFETCH(bool, opens);
        m_isStdio = true;
        connectTo(startServer({qs("--dies-of"), phase}));
        Outcome<McpServerInfo> opened;
        m_session->open(opened.context(), opened.completion());
        QVERIFY(opened.wait());
        QCOMPARE(opened.ok(), opens);
        Outcome<QList<McpTool>> tools;
        Outcome<McpCallResult> called;
        m_session->listTools(tools.context(), tools.completion());
        call(called);
        QVERIFY(tools.wait() && called.wait());
        QCOMPARE(called.kind(), ErrorKind::Network);
        QCOMPARE(called.count(), 1);
        QCOMPARE(m_closed.size(), opens ? 1 : 0);
        QVERIFY(!m_session->info());
        QVERIFY(openStdio({}));
        QVERIFY(isAlive());
    }

    /// An id keeps its type: "3" is not 3.
    void idOfAnotherType()
    {
        QVERIFY(openHttp({.kind = HttpFault::Kind::Body, .body = R"({"jsonrpc":"2.0","id":"4","result":{"content":[]}})"}));
        Outcome<McpCallResult> outcome;
        QVERIFY(callEnds(outcome));
        QCOMPARE(outcome.kind(), ErrorKind::Protocol);
    }

    void hundredMegabytes()
    {
        QVERIFY(openHttp({.kind = HttpFault::Kind::Flood, .head = "Content-Type: application/json\r\nContent-Length: 104857600\r\n", .body = "x"}));
        Outcome<McpCallResult> outcome;
        QVERIFY(callEnds(outcome));
        QCOMPARE(outcome.kind(), ErrorKind::Protocol);
        QVERIFY2(outcome.error().message.contains(qs("16777216 bytes")), qPrintable(outcome.error().message));
        QVERIFY2(m_peer->flooded < 96 * 1024 * 1024, qPrintable(QString::number(m_peer->flooded)));
    }

    void eventWithoutEnd()
    {
        QVERIFY(openHttp({.kind = HttpFault::Kind::Flood, .head = "Content-Type: text/event-stream\r\n", .body = "data: x"}));
        Outcome<McpCallResult> outcome;
        QVERIFY(callEnds(outcome));
        QCOMPARE(outcome.kind(), ErrorKind::Protocol);
        QVERIFY2(outcome.error().message.contains(qs("16777216 bytes")), qPrintable(outcome.error().message));
    }

    /// Comments keep a stream open for ever; they are no answer.
    void streamOfCommentsTimesOut()
    {
        QVERIFY(openHttp({.kind = HttpFault::Kind::Stall, .head = "Content-Type: text/event-stream\r\n", .body = ": still here\n\n"}));
        Outcome<McpCallResult> outcome;
        call(outcome);
        QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
        QCOMPARE(outcome.kind(), ErrorKind::Timeout);
    }

    void streamOfNotifications()
    {
        m_isStdio = false;
        QVERIFY(open());
        QByteArray events;
        for (int i = 0; i < 20000; ++i)
            events += "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":" + QByteArray::number(i) + "}}\n\n";
        m_peer->prelude = events;
        m_peer->useEvents = true;
        QVERIFY(isAlive());
        QVERIFY(m_notified.size() <= 50);
        m_timers->advance(1s);
        QVERIFY(hasNote(qs("notifications or notes were left out")));
    }

    /// A retry of nothing and an id that would not fit into a header: the stream is asked for again, but not in a loop.
    void streamThatEndsAtOnce()
    {
        m_isStdio = false;
        connectTo(startServer({}));
        m_peer->offersStream = true;
        m_peer->streamBody = "retry: 0\nid: " + QByteArray(100000, 'i') + "\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n";
        Outcome<McpServerInfo> opened;
        m_session->open(opened.context(), opened.completion());
        QVERIFY(opened.wait() && opened.ok());
        QVERIFY(waitFor([this] { return hasNote(qs("asking again in 100 ms")); }));
        const auto streams = [this] { return std::count_if(m_peer->seen().cbegin(), m_peer->seen().cend(), [](const SeenRequest &seen) { return seen.method == "GET"; }); };
        QCOMPARE(streams(), 1);
        m_timers->advance(100ms);
        QVERIFY(waitFor([&] { return streams() == 2; }));
        QCOMPARE(m_peer->seen().last().header("last-event-id"), QByteArray());
    }

    /// Keys never follow a redirect.
    void redirectsGetNoKeys_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {301, 302, 303, 307, 308})
            QTest::addRow("%d", status) << status;
    }

    void redirectsGetNoKeys()
    {
        QFETCH(int, status);
        McpHttpPeer elsewhere;
        m_isStdio = false;
        McpServerConfig config = startServer({});
        config.headers = {{qs("Authorization"), qs("Bearer planted")}};
        connectTo(config);
        Outcome<McpServerInfo> opened;
        m_session->open(opened.context(), opened.completion());
        QVERIFY(opened.wait() && opened.ok());
        m_peer->instead = ScriptedReply{.status = status, .headers = {{"Location", elsewhere.url().toEncoded()}}, .body = {}};
        Outcome<McpCallResult> outcome;
        QVERIFY(callEnds(outcome));
        QCOMPARE(outcome.kind(), ErrorKind::Protocol);
        QVERIFY(outcome.error().message.contains(qs("redirect")));
        QCOMPARE(elsewhere.seen().size(), 0);
    }

    /// One server that floods does not keep another one from answering.
    void othersAreUnharmed()
    {
        QVERIFY(openStdio({qs("--flood"), qs("20000")}));
        const auto other = m_connector->makeSession({.id = McpServerId(qs("other")), .transport = McpTransport::Stdio, .command = qs(QD_BINARY_DIR "/bin/tests/mcpstdioserver")});
        Outcome<McpServerInfo> opened;
        other->open(opened.context(), opened.completion());
        QVERIFY(opened.wait() && opened.ok());
        Outcome<McpCallResult> flooded;
        call(flooded);
        Outcome<McpCallResult> calm;
        other->callTool(qs("echo"), qs("{\"text\":\"calm\"}"), calm.context(), calm.completion());
        QVERIFY(waitFor([&] { return calm.count() > 0 && flooded.count() > 0; }));
        QVERIFY(calm.ok() && flooded.ok());
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpHostile)
#include "tst_mcp_hostile.moc"
