#include "mcpmodernfixture.h"

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

namespace {

QString qs(const char *text) { return QString::fromUtf8(text); }

} // namespace

/// Revision 2026-07-28 over both transports.
class TestMcpModern final : public McpModernFixture
{
    Q_OBJECT

private slots:
    void opens_data() { rows(); }
    void opens()
    {
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

    void twoQuestionsOfOneName_data() { rows(); }
    void twoQuestionsOfOneName()
    {
        m_answers = std::make_shared<ScriptedAnswers>();
        QVERIFY(open({qs("--modern"), qs("--asks-twice")}));
        QVERIFY(call("ask", R"({"method":"roots/list"})").contains(qs("two questions by one name")));
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

    /// A request whose stream broke is lost with it: asked again with a new id, but for what may have been done already.
    void brokenStreams_data() { onlyHttp(); }
    void brokenStreams()
    {
        QVERIFY(open({qs("--modern")}));
        QVERIFY(listTools());
        m_peer->useEvents = true;
        m_peer->streamsToBreak = 1;
        Outcome<QList<McpContent>> read;
        m_session->readResource(qs("demo://one"), read.context(), read.completion());
        QVERIFY(read.wait() && read.ok());
        QCOMPARE(countSent(qs("resources/read")), 2);
        QVERIFY(std::none_of(m_peer->seen().cbegin(), m_peer->seen().cend(), [](const SeenRequest &request) { return request.method == "GET"; }));
        m_peer->streamsToBreak = 1;
        QCOMPARE(call("echo", R"({"text":"x"})"), qs("x")); // it says that it only reads
        m_peer->streamsToBreak = 1;
        QVERIFY(call("add", R"({"a":1,"b":2})").contains(qs("ended its stream")));
        QCOMPARE(countSent(qs("tools/call")), 3);
        m_peer->streamsToBreak = 9;
        Outcome<QList<McpContent>> lost;
        m_session->readResource(qs("demo://one"), lost.context(), lost.completion());
        QVERIFY(lost.wait() && !lost.ok());
        QCOMPARE(countSent(qs("resources/read")), 4);
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

    /// What belongs to a subscription that was never made is left out.
    void notificationsOfOthers_data() { onlyHttp(); }
    void notificationsOfOthers()
    {
        QVERIFY(open({qs("--modern")}));
        QVERIFY(waitFor([this] { return m_peer->isListenedTo(); }));
        const auto listen = std::find_if(m_wire.crbegin(), m_wire.crend(), [](const McpWireEntry &entry) { return entry.method == qs("subscriptions/listen"); });
        const auto push = [this](const char *method, const QByteArray &id) {
            m_peer->push(QByteArray("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/") + method + "/list_changed\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + id + "}}}");
        };
        push("resources", "999");
        push("resources", "\"nobody\"");
        push("tools", listen->id.toUtf8());
        push("prompts", '"' + listen->id.toUtf8() + '"');
        const auto heard = [this](const char *method) { return std::ranges::count_if(m_notified, [method](const auto &told) { return told.first.contains(qs(method)); }); };
        QVERIFY(waitFor([&heard] { return heard("prompts") == 1; }));
        QCOMPARE(heard("tools"), 1);
        QCOMPARE(heard("resources"), 0);
        QVERIFY(hasNote(qs("notifications/resources/list_changed of no subscription of ours")));
    }

    /// The server may take the subscription back by its request's id.
    void takenBackSubscription_data() { onlyHttp(); }
    void takenBackSubscription()
    {
        QVERIFY(open({qs("--modern")}));
        QVERIFY(waitFor([this] { return m_peer->isListenedTo(); }));
        const auto listen = std::find_if(m_wire.crbegin(), m_wire.crend(), [](const McpWireEntry &entry) { return entry.method == qs("subscriptions/listen"); });
        m_peer->push(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":)" + listen->id.toUtf8() + "}}");
        QVERIFY(waitFor([this] { return hasNote(qs("asking again in 1000 ms")); }));
        m_peer->forgetListener();
        QVERIFY(passTimeUntil([this] { return m_peer->isListenedTo(); }));
        QCOMPARE(countSent(qs("subscriptions/listen")), 2);
    }

    /// A stream that is given and taken away at once is not asked for without end.
    void streamsThatNeverLast_data() { onlyHttp(); }
    void streamsThatNeverLast()
    {
        QVERIFY(open({qs("--modern")}));
        for (const char *wait : {"1000", "2000", "4000", "8000", "16000"}) {
            QVERIFY(passTimeUntil([this] { return m_peer->isListenedTo(); }));
            QVERIFY(waitFor([this, sent = countSent(qs("subscriptions/listen"))] { return countReceived(qs("subscriptions/acknowledged")) == sent; }));
            m_peer->hangUp();
            m_peer->forgetListener();
            QVERIFY(waitFor([this, wait] { return hasNote(qs("asking again in ") + qs(wait)); }));
        }
        QVERIFY(passTimeUntil([this] { return m_peer->isListenedTo(); }));
        m_peer->hangUp();
        QVERIFY(waitFor([this] { return hasNote(qs("no more word of changes")); }));
        QCOMPARE(countSent(qs("subscriptions/listen")), 6);
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
        QCOMPARE(call("region", R"({"region":42.0})"), qs("done")); // to JSON Schema it is an integer
        QCOMPARE(m_peer->seen().last().header("mcp-param-region"), QByteArray("42"));
        m_peer->demandedHeader.clear();
        QCOMPARE(call("region", R"({"region":null})"), qs("done"));
        QVERIFY(!hasHeader(m_peer->seen().last(), "mcp-param-region"));
        QCOMPARE(call("region", R"({"region":""})"), qs("done"));
        QVERIFY(hasHeader(m_peer->seen().last(), "mcp-param-region"));
        QCOMPARE(m_peer->seen().last().header("mcp-param-region"), QByteArray());
        QCOMPARE(last.header("mcp-session-id"), QByteArray());
        QVERIFY(std::none_of(m_peer->seen().cbegin(), m_peer->seen().cend(), [](const SeenRequest &request) { return request.method != "POST"; }));
    }

    /// A message from the wire log can be sent again: its headers are made of it.
    void rawMessages_data() { rows(); }
    void rawMessages()
    {
        QVERIFY(open({qs("--modern")}));
        QVERIFY(listTools());
        if (!isStdio())
            m_peer->demandedHeader = "mcp-param-region";
        QCOMPARE(call("region", R"({"region":"north"})"), qs("done"));
        const auto sent = std::find_if(m_wire.crbegin(), m_wire.crend(), [](const McpWireEntry &entry) { return entry.method == qs("tools/call") && entry.direction == McpWireEntry::Direction::Sent; });
        Outcome<QByteArray> again;
        m_session->sendRaw(sent->text.toUtf8(), again.context(), again.completion());
        QVERIFY(again.wait() && again.ok());
        QVERIFY2(again.value().contains("\"done\""), again.value().constData());
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

    /// What the server allows to keep (ttlMs) is asked for again when the time is over, when it says that it has changed, or
    /// when a person wants to know.
    void keepsWhatItMay_data() { rows(); }
    void keepsWhatItMay()
    {
        QVERIFY(open({qs("--modern"), qs("--ttl"), qs("60000")}));
        QVERIFY(listTools() && listTools());
        QCOMPARE(countSent(qs("tools/list")), 2); // its two pages, once
        QVERIFY(hasNote(qs("tools/list is not asked for again")));
        m_timers->advance(61s);
        QVERIFY(listTools());
        QCOMPARE(countSent(qs("tools/list")), 4);
        m_session->forgetKept();
        QVERIFY(listTools());
        QCOMPARE(countSent(qs("tools/list")), 6);
        QCOMPARE(call("echo", R"({"text":"a"})"), qs("a")); // calls are never kept
        QCOMPARE(call("echo", R"({"text":"a"})"), qs("a"));
        QCOMPARE(countSent(qs("tools/call")), 2);
    }

    void keepsNothingByItself_data() { rows(); }
    void keepsNothingByItself()
    {
        QVERIFY(open({qs("--modern")}));
        QVERIFY(listTools() && listTools());
        QCOMPARE(countSent(qs("tools/list")), 4);
    }

    void changesEndTheKeeping_data() { onlyHttp(); }
    void changesEndTheKeeping()
    {
        QVERIFY(open({qs("--modern"), qs("--ttl"), qs("60000")}));
        QVERIFY(waitFor([this] { return m_peer->isListenedTo(); }));
        QVERIFY(listTools());
        m_peer->push(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})");
        QVERIFY(waitFor([this] { return !m_notified.isEmpty() && m_notified.last().first == qs("notifications/tools/list_changed"); }));
        QVERIFY(listTools());
        QCOMPARE(countSent(qs("tools/list")), 4);
    }

    /// The same address, written with other escapes.
    void changedResources_data() { onlyHttp(); }
    void changedResources()
    {
        QVERIFY(open({qs("--modern"), qs("--ttl"), qs("60000")}));
        QVERIFY(waitFor([this] { return m_peer->isListenedTo(); }));
        const auto read = [this] {
            Outcome<QList<McpContent>> outcome;
            m_session->readResource(qs("demo://one"), outcome.context(), outcome.completion());
            return outcome.wait() && outcome.ok();
        };
        QVERIFY(read() && read());
        QCOMPARE(countSent(qs("resources/read")), 1);
        m_peer->push("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\"demo:\\/\\/one\"}}");
        QVERIFY(waitFor([this] { return !m_notified.isEmpty() && m_notified.last().first == qs("notifications/resources/updated"); }));
        QVERIFY(read());
        QCOMPARE(countSent(qs("resources/read")), 2);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpModern)
#include "tst_mcp_modern.moc"
