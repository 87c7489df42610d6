#include "mcpcontract.h"
#include "mcphttppeer.h"

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

namespace {

QString qs(const char *text) { return QString::fromUtf8(text); }

} // namespace

/// Revision 2026-07-28 over both transports, and the finding out of who speaks it.
class TestMcpModern final : public McpFixture
{
    Q_OBJECT

    std::unique_ptr<McpHttpPeer> m_peer;
    McpEra m_era = McpEra::Modern;
    std::function<void(McpHttpPeer &)> m_prepare;

    McpServerConfig startServer(const QStringList &options) override
    {
        if (isStdio())
            return {.id = McpServerId(qs("script")), .transport = McpTransport::Stdio, .command = qs(QD_BINARY_DIR "/bin/tests/mcpstdioserver"),
                    .arguments = options, .era = m_era};
        m_peer = std::make_unique<McpHttpPeer>();
        McpScript &script = m_peer->script;
        script.isModern = options.contains(qs("--modern")) || options.contains(qs("--dual"));
        script.isLegacy = !options.contains(qs("--modern"));
        script.asksForEver = options.contains(qs("--asks-for-ever"));
        if (m_prepare)
            m_prepare(*m_peer);
        return {.id = McpServerId(qs("script")), .url = m_peer->url(), .era = m_era};
    }

    static bool isStdio()
    {
        QFETCH(bool, isStdio);
        return isStdio;
    }

    static void rows()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::newRow("stdio") << true;
        QTest::newRow("http") << false;
    }

    static void onlyHttp()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::newRow("http") << false;
    }

    [[nodiscard]] QString call(const char *tool, const char *arguments = "{}")
    {
        Outcome<McpCallResult> outcome;
        m_session->callTool(qs(tool), qs(arguments), outcome.context(), outcome.completion());
        if (!passTimeUntil([&outcome] { return outcome.count() > 0; }))
            return qs("(no answer)");
        return outcome.ok() ? outcome.value().content.first().text : outcome.error().message + u' ' + outcome.error().vendorCode;
    }

    [[nodiscard]] bool listTools()
    {
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        return tools.wait() && tools.ok();
    }

    [[nodiscard]] int countSent(const QString &method) const
    {
        return static_cast<int>(std::count_if(m_wire.cbegin(), m_wire.cend(), [&](const McpWireEntry &entry) {
            return entry.direction == McpWireEntry::Direction::Sent && entry.method == method;
        }));
    }

private slots:
    void opens_data() { rows(); }
    void opens()
    {
        m_era = McpEra::Modern;
        m_prepare = {};
        QVERIFY(open({qs("--modern")}));
        const McpServerInfo &info = *m_session->info();
        QCOMPARE(info.name, qs("script"));
        QCOMPARE(info.protocolVersion, qs("2026-07-28"));
        QCOMPARE(info.instructions, qs("Be modern."));
        QVERIFY(info.isModern && info.hasTools && info.hasResources && info.hasSubscriptions && info.hasTasks && info.hasLogging);
        QCOMPARE(countSent(qs("initialize")), 0);
        QVERIFY2(m_wire.first().text.contains(qs(R"("io.modelcontextprotocol/clientCapabilities":{"extensions":{"io.modelcontextprotocol/tasks":{}}})")),
                 qPrintable(m_wire.first().text));
    }

    void callsAndLists_data() { rows(); }
    void callsAndLists()
    {
        QVERIFY(open({qs("--modern")}));
        QVERIFY(listTools());
        QCOMPARE(call("echo", R"({"text":"hi"})"), qs("hi"));
        QCOMPARE(call("nonsense"), qs("Unknown tool -32602"));
        Outcome<QList<McpContent>> prompt;
        m_session->getPrompt(qs("greet"), {{qs("who"), qs("Ann")}}, prompt.context(), prompt.completion());
        QVERIFY(prompt.wait() && prompt.ok());
        Outcome<QList<McpContent>> read;
        m_session->readResource(qs("demo://ä"), read.context(), read.completion());
        QVERIFY(read.wait() && read.ok());
        Outcome<Milliseconds> ping;
        m_session->ping(ping.context(), ping.completion());
        QVERIFY(ping.wait() && ping.ok());
        QCOMPARE(countSent(qs("ping")), 0);
    }

    void progress_data() { rows(); }
    void progress()
    {
        QVERIFY(open({qs("--modern")}));
        int told = 0;
        Outcome<McpCallResult> outcome;
        m_session->callTool(qs("slow"), {}, outcome.context(), outcome.completion(), [&told](const McpProgress &) { ++told; });
        QVERIFY(outcome.wait() && outcome.ok());
        QCOMPARE(told, 3);
    }

    void unknownKindOfResult_data() { rows(); }
    void unknownKindOfResult()
    {
        QVERIFY(open({qs("--modern")}));
        Outcome<McpCallResult> outcome;
        m_session->callTool(qs("wild"), {}, outcome.context(), outcome.completion());
        QVERIFY(outcome.wait() && !outcome.ok());
        QCOMPARE(outcome.kind(), ErrorKind::Protocol);
        QCOMPARE(outcome.error().detail, qs("surprise"));
    }

    /// Questions come inside the result; the server's state goes back byte for byte, with a new id.
    void answersInside_data() { rows(); }
    void answersInside()
    {
        m_answers = std::make_shared<ScriptedAnswers>();
        QVERIFY(open({qs("--modern")}));
        const QString form = qs(R"({"method":"elicitation/create","params":{"message":"Who?","requestedSchema":{"type":"object","properties":{"name":{"type":"string"}}}}})");
        QCOMPARE(call("ask", form.toUtf8().constData()), qs(R"({"action":"accept","content":{"name":"Ann"}} kept)"));
        QCOMPARE(call("ask", R"({"method":"sampling/createMessage","params":{"messages":[],"maxTokens":1}})"),
                 qs(R"({"role":"assistant","content":{"type":"text","text":"four"},"model":"stub","stopReason":"endTurn"} kept)"));
        const QString roots = QLatin1String("{\"roots\":[{\"uri\":\"file:///srv/demo\",\"name\":\"demo\"}]} kept");
        QCOMPARE(call("ask", R"({"method":"roots/list"})"), roots);
        QCOMPARE(countSent(qs("tools/call")), 6);
        QVERIFY(!call("echo", R"({"text":"x"})").isEmpty());
        QVERIFY2(!m_wire.at(m_wire.size() - 2).text.contains(qs("requestState")), qPrintable(m_wire.at(m_wire.size() - 2).text));
    }

    void endlessQuestions_data() { rows(); }
    void endlessQuestions()
    {
        m_answers = std::make_shared<ScriptedAnswers>();
        QVERIFY(open({qs("--modern"), qs("--asks-for-ever")}));
        QVERIFY(call("ask", R"({"method":"roots/list"})").contains(qs("after 10 rounds")));
    }

    void closedWhileAsking_data() { rows(); }
    void closedWhileAsking()
    {
        m_answers = std::make_shared<ScriptedAnswers>();
        m_answers->isSilent = true;
        QVERIFY(open({qs("--modern")}));
        Outcome<McpCallResult> outcome;
        m_session->callTool(qs("ask"), qs(R"({"method":"roots/list"})"), outcome.context(), outcome.completion());
        QVERIFY(waitFor([this] { return m_wire.last().text.contains(qs("input_required")); }));
        m_session->close();
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.kind(), ErrorKind::Cancelled);
        QCOMPARE(m_answers->cancelled, 1);
    }

    void tasks_data() { rows(); }
    void tasks()
    {
        QVERIFY(open({qs("--modern")}));
        int seen = 0;
        connect(m_session.get(), &McpSession::taskChanged, this, [&seen](const McpTask &) { ++seen; });
        QCOMPARE(call("job"), qs("the job is done"));
        QCOMPARE(seen, 3);
        QCOMPARE(countSent(qs("tasks/result")), 0);
    }

    /// On HTTP the stream is closed, on stdio a notification goes out.
    void cancels_data() { rows(); }
    void cancels()
    {
        QVERIFY(open({qs("--modern")}));
        Outcome<McpCallResult> outcome;
        const Call running = m_session->callTool(qs("never"), {}, outcome.context(), outcome.completion());
        QVERIFY(waitFor([this] { return wireText().contains(qs("\"never\"")); }));
        running.cancel();
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.kind(), ErrorKind::Cancelled);
        QCOMPARE(countSent(qs("notifications/cancelled")), isStdio() ? 1 : 0);
        QCOMPARE(call("echo", R"({"text":"still here"})"), qs("still here"));
    }

    void subscribes_data() { rows(); }
    void subscribes()
    {
        QVERIFY(open({qs("--modern")}));
        Outcome<void> on;
        m_session->subscribe(qs("demo://one"), on.context(), on.completion());
        QVERIFY(on.wait() && on.ok());
        const QString wanted = QLatin1String("\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"demo://one\"]}");
        QVERIFY2(wireText().contains(wanted), qPrintable(wireText()));
        Outcome<void> off;
        m_session->unsubscribe(qs("demo://one"), off.context(), off.completion());
        QVERIFY(off.wait() && off.ok());
        QCOMPARE(countSent(qs("subscriptions/listen")), 3);
        QCOMPARE(countSent(qs("resources/subscribe")), 0);
    }

    void changesAreHeard_data() { onlyHttp(); }
    void changesAreHeard()
    {
        QVERIFY(open({qs("--modern")}));
        QVERIFY(waitFor([this] { return m_peer->isListenedTo(); }));
        m_peer->push(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})");
        QVERIFY(waitFor([this] { return std::any_of(m_notified.cbegin(), m_notified.cend(), [](const auto &told) { return told.first == qs("notifications/tools/list_changed"); }); }));
        m_peer->hangUp();
        m_peer->forgetListener();
        QVERIFY(passTimeUntil([this] { return m_peer->isListenedTo(); })); // asked for again, with a new id
        QVERIFY(countSent(qs("subscriptions/listen")) >= 2);
        QVERIFY(m_closed.isEmpty());
    }

    void logLevel_data() { rows(); }
    void logLevel()
    {
        QVERIFY(open({qs("--modern")}));
        Outcome<void> outcome;
        m_session->setLogLevel(McpLogLevel::Debug, outcome.context(), outcome.completion());
        QVERIFY(outcome.wait() && outcome.ok());
        QCOMPARE(call("echo", R"({"text":"x"})"), qs("x"));
        QVERIFY(wireText().contains(qs(R"("io.modelcontextprotocol/logLevel":"debug")")));
        QCOMPARE(countSent(qs("logging/setLevel")), 0);
    }

    void headers_data() { onlyHttp(); }
    void headers()
    {
        QVERIFY(open({qs("--modern")}));
        QVERIFY(listTools());
        m_peer->demandedHeader = "mcp-param-region";
        QCOMPARE(call("region", R"({"region":"Øst"})"), qs("done"));
        const SeenRequest last = m_peer->seen().last();
        QCOMPARE(last.header("mcp-method"), QByteArray("tools/call"));
        QCOMPARE(last.header("mcp-name"), QByteArray("region"));
        QCOMPARE(last.header("mcp-param-region"), QByteArray("=?base64?w5hzdA==?="));
        QCOMPARE(last.header("mcp-protocol-version"), QByteArray("2026-07-28"));
        QCOMPARE(last.header("mcp-session-id"), QByteArray());
        QVERIFY(std::none_of(m_peer->seen().cbegin(), m_peer->seen().cend(), [](const SeenRequest &request) { return request.method != "POST"; }));
    }

    /// The schema has changed since it was listed: listed again, and called again, once.
    void changedHeaders_data() { onlyHttp(); }
    void changedHeaders()
    {
        QVERIFY(open({qs("--modern")}));
        QVERIFY(listTools());
        m_peer->script.paramHeader = "Zone";
        m_peer->demandedHeader = "mcp-param-zone";
        QCOMPARE(call("region", R"({"region":"north"})"), qs("done"));
        QCOMPARE(m_peer->seen().last().header("mcp-param-zone"), QByteArray("north"));
        m_peer->demandedHeader = "mcp-param-never";
        QVERIFY(call("region", R"({"region":"north"})").contains(qs("-32020")));
    }

    void badMarks_data() { onlyHttp(); }
    void badMarks()
    {
        QVERIFY(open({qs("--modern")}));
        m_peer->script.paramHeader = "Not a token";
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        QVERIFY(tools.wait() && tools.ok());
        QVERIFY(std::none_of(tools.value().cbegin(), tools.value().cend(), [](const McpTool &tool) { return tool.name == qs("region"); }));
        QVERIFY(tools.value().size() > 5);
        QVERIFY(hasNote(qs("the tool region is left out")));
    }

    void findsTheEra_data()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("revision");
        for (const bool stdio : {true, false}) {
            const char *way = stdio ? "stdio" : "http";
            QTest::addRow("a modern server, %s", way) << stdio << QStringList{qs("--modern")} << qs("2026-07-28");
            QTest::addRow("a server of both eras, %s", way) << stdio << QStringList{qs("--dual")} << qs("2026-07-28");
            QTest::addRow("a legacy server, %s", way) << stdio << QStringList() << qs("2025-11-25");
        }
        QTest::newRow("a server that dies of the question") << true << QStringList{qs("--dies-of"), qs("server/discover")} << qs("2025-11-25");
    }

    void findsTheEra()
    {
        QFETCH(QStringList, options);
        QFETCH(QString, revision);
        m_era = McpEra::Auto;
        QVERIFY(open(options));
        QCOMPARE(m_session->info()->protocolVersion, revision);
        QCOMPARE(call("echo", R"({"text":"x"})"), qs("x"));
        m_wire.clear();
        m_session->close();
        Outcome<McpServerInfo> again;
        m_session->open(again.context(), again.completion());
        QVERIFY(again.wait() && again.ok());
        QCOMPARE(m_session->info()->protocolVersion, revision);
        QCOMPARE(countSent(qs("server/discover")), revision == qs("2026-07-28") ? 1 : 0); // it is remembered
    }

    void findsTheEraByStatus_data()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("isEvidence");
        for (const int status : {400, 404, 405})
            QTest::addRow("%d", status) << false << status << true;
        for (const int status : {401, 403, 500, 503})
            QTest::addRow("%d", status) << false << status << false;
    }

    void findsTheEraByStatus()
    {
        QFETCH(int, status);
        QFETCH(bool, isEvidence);
        m_era = McpEra::Auto;
        m_prepare = [status](McpHttpPeer &peer) {
            peer.hasSessions = false;
            peer.instead = ScriptedReply{.status = status, .headers = {}, .body = "no"};
        };
        connectTo(startServer({}));
        m_prepare = {};
        Outcome<McpServerInfo> outcome;
        m_session->open(outcome.context(), outcome.completion());
        QVERIFY(waitFor([this] { return !m_peer->seen().isEmpty(); }));
        m_peer->instead.reset();
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.ok(), isEvidence);
        QCOMPARE(countSent(qs("initialize")), isEvidence ? 1 : 0);
    }

    void findsTheOldTransport_data() { onlyHttp(); }
    void findsTheOldTransport()
    {
        m_era = McpEra::Auto;
        m_prepare = [](McpHttpPeer &peer) { peer.isOldTransport = true; };
        QVERIFY(open());
        m_prepare = {};
        QCOMPARE(call("echo", R"({"text":"x"})"), qs("x"));
        QVERIFY(hasNote(qs("trying the old SSE transport")));
    }

    void wrongEra_data() { rows(); }
    void wrongEra()
    {
        m_era = McpEra::Modern;
        const Error error = openError(startServer({}));
        QVERIFY(error.kind != ErrorKind::Internal);
        QCOMPARE(countSent(qs("initialize")), 0);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpModern)
#include "tst_mcp_modern.moc"
