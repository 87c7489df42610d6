#include "mcp/recordfile.h"
#include "mcp/sessionrecorder.h"
#include "mcpcollections/recordcollection.h"
#include "mcpcollections/variables.h"
#include "auth/memorysecretstore.h"
#include "mcp/defaultmcpconnector.h"
#include "mcphttppeer.h"
#include "outcome.h"
#include "scriptedanswers.h"
#include "testmain.h"

#include <QTemporaryDir>

using namespace qd;
using namespace qd::test;

namespace {

QString js(const char *text) { return QString::fromUtf8(text).replace(u'\'', u'"'); }

RecordedExchange asked(const char *method, const char *params, const char *result)
{
    return {.method = QLatin1String(method), .params = js(params), .result = js(result), .error = {}, .elapsed = Milliseconds(3)};
}

RecordedExchange refused(const char *method, const char *params, const char *error)
{
    return {.method = QLatin1String(method), .params = js(params), .result = {}, .error = js(error), .elapsed = Milliseconds(1)};
}

RecordedExchange askedByServer(const char *method, const char *params, const char *result)
{
    RecordedExchange exchange = asked(method, params, result);
    exchange.isFromServer = true;
    return exchange;
}

/// A session with a server that asks its client, and the same through a proxy that cannot.
McpRecording direct()
{
    return {.server = QStringLiteral("direct"),
            .handshake = js("{'protocolVersion':'2025-11-25','capabilities':{'tools':{},'logging':{}},'serverInfo':{'name':'s','version':'1'},'instructions':'Be kind.'}"),
            .abilities = js("{'elicitation':{},'roots':{}}"),
            .exchanges = {asked("tools/list", "", "{'tools':[{'name':'echo','inputSchema':{}},{'name':'ask','inputSchema':{}}],'nextCursor':'2'}"),
                          asked("tools/list", "{'cursor':'2'}", "{'tools':[{'name':'last','inputSchema':{}}]}"),
                          asked("tools/call", "{'name':'echo','arguments':{'text':'${env:HOME} and \\u0024{x}'}}", "{'content':[{'type':'text','text':'hi'}]}"),
                          asked("tools/call", "{'name':'ask','arguments':{}}", "{'content':[]}"),
                          askedByServer("elicitation/create", "{'message':'who?'}", "{'action':'accept','content':{'name':'Ann'}}"),
                          askedByServer("roots/list", "", "{'roots':[{'uri':'file:///a'}]}"),
                          asked("completion/complete", "{'ref':{'type':'ref/prompt','name':'p'},'argument':{'name':'a','value':'x'}}", "{'completion':{'values':[]}}")},
            .notifications = {{QStringLiteral("notifications/message"), 2}}};
}

McpRecording proxied()
{
    McpRecording other = direct();
    other.server = QStringLiteral("proxied");
    other.handshake = js("{'protocolVersion':'2025-11-25','capabilities':{'tools':{}},'serverInfo':{'name':'s','version':'1'},'instructions':'Be kind.'}");
    other.exchanges = {asked("tools/list", "", "{'tools':[{'name':'echo','inputSchema':{}},{'name':'last','inputSchema':{}}]}"),
                       asked("tools/call", "{'arguments':{'text':'${env:HOME} and ${x}'},'name':'echo'}", "{'content':[{'type':'text','text':'ho'}]}"),
                       refused("tools/call", "{'name':'ask','arguments':{}}", "{'code':-32602,'message':'unknown'}"),
                       asked("completion/complete", "{'ref':{'type':'ref/prompt','name':'p'},'argument':{'name':'a','value':'x'}}", "{'completion':{'values':[]}}")};
    other.notifications.clear();
    return other;
}

QStringList statesOf(const SessionDiff &diff)
{
    QStringList states;
    for (const StepDiff &step : diff.steps)
        states << step.what + u' ' + stepStateName(step.state);
    return states;
}

} // namespace

/// Recorded sessions: the file, the comparison, the way back into a collection, and what a real session leaves in one.
class TestRecording final : public QObject
{
    Q_OBJECT

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void survivesItsFile()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("session.json"));
        McpRecording recording = direct();
        recording.exchanges[1].isCut = true;
        recording.exchanges[3].isUnanswered = true;
        QVERIFY(saveRecording(recording, path));
        const auto read = loadRecording(path);
        QVERIFY(read);
        QCOMPARE(encodeRecording(*read), encodeRecording(recording));
        QVERIFY(read->exchanges.at(3).isUnanswered && !read->exchanges.at(2).isUnanswered);
        QVERIFY(diffOf(viewOf(recording), viewOf(*read)).isSame());
        QVERIFY(isRecording(encodeRecording(recording)) && !isRecording("{\"tools\":[]}"));
    }

    void damagedFiles_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("place");
        QTest::newRow("no JSON") << QByteArray("{") << QStringLiteral("no JSON object");
        QTest::newRow("another version") << QByteArray(R"({"session":9,"exchanges":[]})") << QStringLiteral("/session");
        QTest::newRow("no exchanges") << QByteArray(R"({"session":1,"exchanges":{}})") << QStringLiteral("/exchanges");
        QTest::newRow("no method") << QByteArray(R"({"session":1,"exchanges":[{"method":"a"},{}]})") << QStringLiteral("/exchanges/1");
    }

    void damagedFiles()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, place);
        const auto read = decodeRecording(json, QStringLiteral("f.json"));
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Decode);
        QVERIFY2(read.error().message.contains(place) && read.error().message.contains(QStringLiteral("f.json")), qPrintable(read.error().message));
    }

    void whatAProxyDrops()
    {
        const SessionDiff diff = diffOf(viewOf(direct()), viewOf(proxied()));
        QCOMPARE(statesOf(diff), (QStringList{QStringLiteral("tools/call echo changed"), QStringLiteral("tools/call ask changed"), QStringLiteral("elicitation/create removed"),
                                              QStringLiteral("roots/list removed"), QStringLiteral("completion/complete same")}));
        QVERIFY(diff.steps.at(2).isFromServer);
        QCOMPARE(diff.steps.at(0).fields.size(), 1);
        QCOMPARE(diff.steps.at(0).fields.first().path, QStringLiteral("/content/0/text"));
        QCOMPARE(diff.steps.at(1).fields.first().after, QStringLiteral("an error"));
        QCOMPARE(diff.handshake.size(), 1);
        QCOMPARE(diff.handshake.first().path, QStringLiteral("/capabilities/logging"));
        QCOMPARE(diff.lostNotifications, QStringList{QStringLiteral("notifications/message")});
        QStringList gone;
        for (const ItemDrift &item : diff.listing)
            if (item.state == DriftState::Removed)
                gone << item.name;
        QCOMPARE(gone, QStringList{QStringLiteral("ask")});
        QVERIFY(!diff.isSame());
        QVERIFY(diffOf(viewOf(direct()), viewOf(direct())).isSame());
        QCOMPARE(diffOf(viewOf(direct()), viewOf(proxied()), {QStringLiteral("/content")}).steps.at(0).state, StepDiff::State::Same);
        QCOMPARE(diffOf(viewOf(proxied()), viewOf(direct())).steps.last().state, StepDiff::State::OnlySecond);
    }

    /// What the modern era wraps its answers in is told once, in the handshake, and no difference of each answer.
    void theSameServerInBothEras()
    {
        McpRecording modern = direct();
        modern.handshake = js("{'supportedVersions':['2026-07-28'],'capabilities':{'tools':{},'logging':{}},'instructions':'Be kind.','resultType':'complete','ttlMs':0,"
                              "'cacheScope':'private','_meta':{'io.modelcontextprotocol/serverInfo':{'name':'s','version':'1'}}}");
        for (RecordedExchange &exchange : modern.exchanges)
            if (exchange.method == QLatin1String("tools/call") && exchange.result.startsWith(u'{'))
                exchange.result = js("{'resultType':'complete','_meta':{'io.modelcontextprotocol/serverInfo':{'name':'s'}},") + exchange.result.mid(1);
        const SessionDiff diff = diffOf(viewOf(direct()), viewOf(modern));
        QCOMPARE(diff.handshake.size(), 1);
        QCOMPARE(diff.handshake.first().path, QStringLiteral("/protocolVersion"));
        for (const StepDiff &step : diff.steps)
            QVERIFY2(step.state == StepDiff::State::Same, qPrintable(step.what));
    }

    /// What a recording holds is said again as it was: nothing in it is a variable.
    void becomesACollection()
    {
        const collection::Collection made = collectionOf(direct());
        QStringList steps;
        for (const collection::Step &step : made.steps)
            steps << collection::stepText(step);
        QCOMPARE(steps.size(), 4);
        QCOMPARE(steps.at(1), QStringLiteral("call echo"));
        QCOMPARE(CollectionVariables().inJson(made.steps.at(1).arguments).value(), js("{'text':'${env:HOME} and \\u0024{x}'}"));
        QVERIFY(made.answers.contains(QStringLiteral("\"elicit\":\"accept\"")) && made.answers.contains(QStringLiteral("file:///a")));
        QVERIFY2(made.steps.at(3).arguments.contains(QStringLiteral("\"argument\":\"a\"")), qPrintable(made.steps.at(3).arguments));
        McpRecording silent = direct();
        silent.exchanges.clear();
        QVERIFY(collectionOf(silent).answers.contains(QStringLiteral("\"elicit\":\"decline\"")));
    }

    /// Order, numbers and escapes: a difference that the replay makes itself would be told as the server's.
    void isSaidAgainAsItWas()
    {
        McpRecording recording = direct();
        recording.exchanges = {asked("tools/call", "{ 'name': 't', 'arguments': {'z': 1.0, 'a':1e3, 'u':'\\u00e9  ${x}'} }", "{}"),
                               askedByServer("sampling/createMessage", "{}", "{'role':'assistant','content':{'type':'text','text':'s'},'model':'m','stopReason':'maxTokens'}"),
                               askedByServer("elicitation/create", "{}", "{'action':'accept','content':{'n': 2.50,'a':1}}"),
                               askedByServer("roots/list", "{}", "{'roots':[{'uri':'file:///a','name':'n'}]}")};
        const collection::Collection made = collectionOf(recording);
        QCOMPARE(CollectionVariables().inJson(made.steps.first().arguments).value(), js("{'z':1.0,'a':1e3,'u':'\\u00e9  ${x}'}"));
        QCOMPARE(made.answers, js("{'sample':{'role':'assistant','content':{'type':'text','text':'s'},'model':'m','stopReason':'maxTokens'},"
                                  "'elicit':'accept','content':{'n':2.50,'a':1},'roots':[{'uri':'file:///a','name':'n'}]}"));
    }

    /// What nobody answered is asked again with the same patience, and silence is the same as silence alone.
    void aCallThatTimedOut()
    {
        SystemClock clock;
        SystemTimers timers;
        MemorySecretStore secrets;
        DefaultMcpConnector connector(clock, timers, secrets);
        McpHttpPeer peer;
        for (const McpEra era : {McpEra::Legacy, McpEra::Modern}) {
            peer.script.isModern = era == McpEra::Modern;
            peer.isDeaf = false;
            const auto session = connector.makeSession({.id = McpServerId(QStringLiteral("deaf")), .url = peer.url(), .era = era, .requestTimeout = Milliseconds(150)});
            const SessionRecorder recorder(*session, QStringLiteral("deaf"));
            Outcome<McpServerInfo> opened;
            session->open(opened.context(), opened.completion());
            QVERIFY(opened.wait());
            peer.isDeaf = true;
            Outcome<McpCallResult> called;
            session->callTool(QStringLiteral("echo"), QStringLiteral("{\"text\":\"a\"}"), called.context(), called.completion());
            QVERIFY(called.wait());
            McpRecording seen = recorder.recording();
            seen.exchanges.removeIf([](const RecordedExchange &exchange) { return exchange.method != QLatin1String("tools/call"); }); // the modern one listens, too
            QCOMPARE(seen.exchanges.size(), 1);
            const RecordedExchange &silence = seen.exchanges.first();
            QVERIFY(silence.isUnanswered && silence.elapsed >= Milliseconds(150));
            QCOMPARE(collectionOf(seen).steps.first().timeout, silence.elapsed);
            McpRecording again = seen;
            again.exchanges.first().elapsed += Milliseconds(40);
            QVERIFY(diffOf(viewOf(seen), viewOf(again)).isSame());
            again.exchanges.first().isUnanswered = false;
            again.exchanges.first().result = js("{'content':[]}");
            QCOMPARE(diffOf(viewOf(seen), viewOf(again)).steps.first().state, StepDiff::State::Changed);
            seen.exchanges.first().elapsed = Milliseconds(1LL << 60); // of a file
            QCOMPARE(collectionOf(seen).steps.first().timeout, Milliseconds(3'600'000));
            session->close();
            QTRY_VERIFY(!connector.isEnding());
        }
    }

    void aRealSession()
    {
        SystemClock clock;
        SystemTimers timers;
        MemorySecretStore secrets;
        DefaultMcpConnector connector(clock, timers, secrets);
        qputenv("QD_RECORDED_KEY", "hush-hush-77");
        McpServerConfig config{.id = McpServerId(QStringLiteral("script")), .transport = McpTransport::Stdio, .command = QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver")};
        config.environment.append({QStringLiteral("KEY"), QStringLiteral("${env:QD_RECORDED_KEY}")});
        const auto session = connector.makeSession(config);
        session->setAnswers(std::make_shared<ScriptedAnswers>());
        const SessionRecorder recorder(*session, QStringLiteral("script"));
        Outcome<McpServerInfo> opened;
        session->open(opened.context(), opened.completion());
        QVERIFY(opened.wait());
        Outcome<QList<McpTool>> tools;
        session->listTools(tools.context(), tools.completion());
        QVERIFY(tools.wait());
        Outcome<McpCallResult> called;
        session->callTool(QStringLiteral("echo"), QStringLiteral("{\"text\":\"my key is hush-hush-77\"}"), called.context(), called.completion());
        QVERIFY(called.wait());
        Outcome<McpCallResult> asking;
        session->callTool(QStringLiteral("ask"), QStringLiteral("{\"method\":\"roots/list\"}"), asking.context(), asking.completion());
        QVERIFY(asking.wait());
        const McpRecording &seen = recorder.recording();
        QVERIFY(seen.handshake.contains(QStringLiteral("\"script\"")));
        QVERIFY(seen.abilities.contains(QStringLiteral("roots")));
        QStringList methods;
        for (const RecordedExchange &exchange : seen.exchanges)
            methods << exchange.method;
        QCOMPARE(methods, (QStringList{QStringLiteral("tools/list"), QStringLiteral("tools/list"), QStringLiteral("tools/call"), QStringLiteral("tools/call"), QStringLiteral("roots/list")}));
        QVERIFY(seen.exchanges.last().isFromServer && seen.exchanges.last().result.contains(QStringLiteral("roots")));
        const QByteArray file = encodeRecording(seen);
        QVERIFY(!file.contains("hush-hush"));
        QVERIFY(file.contains("my key is ***"));
        QCOMPARE(viewOf(seen).listing.definitions.size(), 13); // twelve tools and the instructions
        session->close();
        QTRY_VERIFY(!connector.isEnding());
    }
};

QD_TEST_MAIN(QCoreApplication, TestRecording)
#include "tst_recording.moc"
