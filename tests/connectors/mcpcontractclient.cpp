#include "mcpcontract.h"

// What a server asks of its client, and the operations beside calls, lists and reads.
namespace qd::test {

namespace {

QString qs(const char *text) { return QString::fromUtf8(text); }

const char *const nameForm = R"({"message":"Who?","requestedSchema":{"type":"object","properties":{"name":{"type":"string"},"size":{"type":"integer","default":3}},"required":["name"]}})";

} // namespace

QString McpFixture::askUs(const char *method, const char *params)
{
    Outcome<McpCallResult> outcome;
    const QString arguments = QStringLiteral(R"({"method":"%1","params":%2})").arg(qs(method), qs(params));
    m_session->callTool(qs("ask"), arguments, outcome.context(), outcome.completion());
    return outcome.wait() && outcome.ok() ? outcome.value().content.first().text : qs("(no answer)");
}

void McpClientContract::completes()
{
    QVERIFY(open());
    QVERIFY(m_session->info()->hasCompletions);
    Outcome<McpCompletions> outcome;
    m_session->complete({.of = McpCompletionQuery::Of::ResourceTemplate, .name = qs("demo://{a}"), .argument = qs("a"), .value = qs("x\""), .context = {{qs("b"), qs("2")}}},
                        outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && outcome.ok());
    QCOMPARE(outcome.value().values.first(), qs("x\"1"));
    QCOMPARE(outcome.value().values.last(), qs(R"({"ref":{"type":"ref/resource","uri":"demo://{a}"},"argument":{"name":"a","value":"x\""},"context":{"arguments":{"b":"2"}}})"));
    QCOMPARE(outcome.value().total, std::optional<qint64>(7));
    QVERIFY(outcome.value().hasMore);
}

void McpClientContract::subscribes()
{
    QVERIFY(open());
    QVERIFY(m_session->info()->hasSubscriptions);
    Outcome<void> on;
    Outcome<void> off;
    Outcome<void> level;
    m_session->subscribe(qs("demo://one"), on.context(), on.completion());
    m_session->unsubscribe(qs("demo://one"), off.context(), off.completion());
    m_session->setLogLevel(McpLogLevel::Warning, level.context(), level.completion());
    QVERIFY(on.wait() && on.ok() && off.wait() && off.ok() && level.wait() && level.ok());
    QVERIFY(wireText().contains(qs(R"("method":"resources/subscribe","params":{"uri":"demo://one"})")));
    QVERIFY(wireText().contains(qs(R"("method":"logging/setLevel","params":{"level":"warning"})")));
}

void McpClientContract::pings()
{
    QVERIFY(open());
    Outcome<Milliseconds> outcome;
    m_session->ping(outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && outcome.ok());
}

void McpClientContract::declaresWhatItCan()
{
    QVERIFY(open());
    QVERIFY2(m_wire.first().text.contains(qs(R"("capabilities":{})")), qPrintable(m_wire.first().text));
    m_wire.clear();
    m_answers = std::make_shared<ScriptedAnswers>();
    QVERIFY(open());
    QVERIFY2(wireText().contains(qs(R"("capabilities":{"roots":{"listChanged":true},"sampling":{"tools":{}},"elicitation":{"form":{},"url":{}},"tasks":{"list":{},"cancel":{},"requests":{"sampling":{"createMessage":{}},"elicitation":{"create":{}}}}})")), qPrintable(wireText()));
}

void McpClientContract::declinesByDefault_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("answer");
    QTest::newRow("roots") << QByteArray("roots/list") << qs(R"({"code":-32601,"message":"Method not found"})");
    QTest::newRow("sampling") << QByteArray("sampling/createMessage") << qs(R"({"code":-32601,"message":"Method not found"})");
    QTest::newRow("elicitation") << QByteArray("elicitation/create") << qs(R"({"code":-32601,"message":"Method not found"})");
    QTest::newRow("made up") << QByteArray("files/delete") << qs(R"({"code":-32601,"message":"Method not found"})");
    QTest::newRow("ping") << QByteArray("ping") << qs("{}");
}

void McpClientContract::declinesByDefault()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, answer);
    QVERIFY(open());
    QCOMPARE(askUs(method.constData()), answer);
}

void McpClientContract::showsRoots()
{
    m_answers = std::make_shared<ScriptedAnswers>();
    QVERIFY(open());
    QCOMPARE(askUs("roots/list"), qs(R"({"roots":[{"uri":"file:///srv/demo","name":"demo"}]})"));
}

void McpClientContract::samples()
{
    m_answers = std::make_shared<ScriptedAnswers>();
    QVERIFY(open());
    const char *const params = R"({"messages":[{"role":"user","content":{"type":"text","text":"2+2?"}},{"role":"user","content":[{"type":"tool_result","toolUseId":"t"}]}],)"
                               R"("modelPreferences":{"hints":[{"name":"small"}]},"systemPrompt":"Be brief.","maxTokens":64,"stopSequences":["."],"toolChoice":{"mode":"none"}})";
    QCOMPARE(askUs("sampling/createMessage", params), qs(R"({"role":"assistant","content":{"type":"text","text":"four"},"model":"stub","stopReason":"endTurn"})"));
    QCOMPARE(m_answers->sampled.size(), 1);
    const McpSamplingRequest &asked = m_answers->sampled.first();
    QCOMPARE(asked.server.value, qs("script"));
    QCOMPARE(asked.messages.size(), 2);
    QCOMPARE(asked.messages.first().text, qs("2+2?"));
    QCOMPARE(asked.messages.first().role, qs("user"));
    QCOMPARE(asked.modelHints, QStringList(qs("small")));
    QCOMPARE(asked.maxTokens, 64);
    QCOMPARE(asked.toolChoice, qs(R"({"mode":"none"})"));
}

void McpClientContract::refusedSampling()
{
    m_answers = std::make_shared<ScriptedAnswers>();
    m_answers->sampling = Error{.kind = ErrorKind::Cancelled, .message = qs("User rejected sampling request")};
    QVERIFY(open());
    QCOMPARE(askUs("sampling/createMessage", R"({"messages":[],"maxTokens":1})"), qs(R"({"code":-1,"message":"User rejected sampling request"})"));
    QCOMPARE(askUs("sampling/createMessage", R"({"maxTokens":1})"), qs(R"({"code":-32602,"message":"The server's question is not what the protocol says."})"));
}

/// Results of tools stand alone, and tools are for clients that said so.
void McpClientContract::badSampling_data()
{
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<bool>("hasTools");
    QTest::addColumn<bool>("isAsked");
    const QByteArray result = R"({"type":"tool_result","toolUseId":"t","content":[]})";
    const QByteArray text = R"({"type":"text","text":"and?"})";
    const auto of = [](const char *role, const QByteArray &content, const char *more = "") -> QByteArray {
        return QByteArray(R"({"messages":[{"role":")") + role + R"(","content":[)" + content + R"(]}],"maxTokens":1)" + more + '}';
    };
    QTest::newRow("two results") << of("user", QByteArray(result + ',' + result)) << true << true;
    QTest::newRow("a result beside text") << of("user", QByteArray(result + ',' + text)) << true << false;
    QTest::newRow("a result of the assistant's") << of("assistant", result) << true << false;
    QTest::newRow("tools, declared") << of("user", text, R"(,"tools":[])") << true << true;
    QTest::newRow("tools, not declared") << of("user", text, R"(,"tools":[])") << false << false;
    QTest::newRow("a choice, not declared") << of("user", text, R"(,"toolChoice":{"mode":"auto"})") << false << false;
}

void McpClientContract::badSampling()
{
    QFETCH(QByteArray, params);
    QFETCH(bool, hasTools);
    QFETCH(bool, isAsked);
    m_answers = std::make_shared<ScriptedAnswers>();
    m_answers->can.hasSamplingTools = hasTools;
    QVERIFY(open());
    const QString answer = askUs("sampling/createMessage", params.constData());
    QVERIFY2(answer.contains(isAsked ? qs("four") : qs("-32602")), qPrintable(answer));
    QCOMPARE(m_answers->sampled.size(), isAsked ? 1 : 0);
}

/// What was left out gets the schema's default.
void McpClientContract::elicits()
{
    m_answers = std::make_shared<ScriptedAnswers>();
    QVERIFY(open());
    QCOMPARE(askUs("elicitation/create", nameForm), qs(R"({"action":"accept","content":{"name":"Ann","size":3}})"));
    QCOMPARE(m_answers->elicited.first().message, qs("Who?"));
    m_answers->elicitation = {.action = McpElicitationAnswer::Action::Cancel, .content = qs("{}")};
    QCOMPARE(askUs("elicitation/create", nameForm), qs(R"({"action":"cancel"})"));
    m_answers->elicitation = {.action = McpElicitationAnswer::Action::Accept, .content = {}};
    QCOMPARE(askUs("elicitation/create", R"({"mode":"url","message":"Sign in","url":"https://id.example/x?a=1","elicitationId":"e1"})"), qs(R"({"action":"accept"})"));
    QCOMPARE(m_answers->elicited.last().url, qs("https://id.example/x?a=1"));
    QCOMPARE(m_answers->elicited.last().id, qs("e1"));
}

void McpClientContract::badElicitations_data()
{
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<QString>("part");
    QTest::newRow("an answer that breaks the form") << QByteArray(R"({"message":"?","requestedSchema":{"type":"object","properties":{"name":{"type":"integer"}}}})") << qs("-32603");
    QTest::newRow("an answer that is no address") << QByteArray(R"({"message":"?","requestedSchema":{"type":"object","properties":{"name":{"type":"string","format":"email"}}}})") << qs("e-mail");
    QTest::newRow("an answer that is no date") << QByteArray(R"({"message":"?","requestedSchema":{"type":"object","properties":{"name":{"type":"string","format":"date"}}}})") << qs("no date");
    QTest::newRow("a pattern that runs away") << QByteArray(R"({"message":"?","requestedSchema":{"type":"object","properties":{"name":{"type":"string","pattern":"^(([a-zA-Z]+)+)+!$"}}}})") << qs("-32603");
    QTest::newRow("no schema") << QByteArray(R"({"message":"?"})") << qs("-32602");
    QTest::newRow("unknown mode") << QByteArray(R"({"mode":"video","message":"?"})") << qs("-32602");
    QTest::newRow("a file as page") << QByteArray(R"({"mode":"url","message":"?","url":"file:///etc/passwd"})") << qs("-32602");
    QTest::newRow("a script as page") << QByteArray(R"({"mode":"url","message":"?","url":"javascript:void"})") << qs("-32602");
}

void McpClientContract::badElicitations()
{
    QFETCH(QByteArray, params);
    QFETCH(QString, part);
    m_answers = std::make_shared<ScriptedAnswers>();
    QVERIFY(open());
    const QString answer = askUs("elicitation/create", params.constData());
    QVERIFY2(answer.contains(part), qPrintable(answer));
}

/// A question that the server takes back is taken back from whoever thinks about it, and not answered.
void McpClientContract::withdrawnQuestion()
{
    m_answers = std::make_shared<ScriptedAnswers>();
    m_answers->isSilent = true;
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("ask"), QStringLiteral(R"({"method":"elicitation/create","params":%1,"withdraw":true})").arg(qs(nameForm)), outcome.context(), outcome.completion());
    QVERIFY(waitFor([this] { return m_answers->cancelled == 1; }));
    QCOMPARE(m_answers->elicited.size(), 1);
    QVERIFY(!wireText().contains(qs("accept")));
}

void McpClientContract::questionOfALostServer()
{
    m_answers = std::make_shared<ScriptedAnswers>();
    m_answers->isSilent = true;
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("ask"), QStringLiteral(R"({"method":"elicitation/create","params":%1})").arg(qs(nameForm)), outcome.context(), outcome.completion());
    QVERIFY(waitFor([this] { return m_answers->elicited.size() == 1; }));
    m_session->close();
    QCOMPARE(m_answers->cancelled, 1);
}

/// A tool that must be a task is called as one; its result is the task's.
void McpClientContract::callsTasks()
{
    QVERIFY(open());
    QList<McpTask> seen;
    connect(m_session.get(), &McpSession::taskChanged, this, [&seen](const McpTask &task) { seen.append(task); });
    Outcome<QList<McpTool>> tools;
    m_session->listTools(tools.context(), tools.completion());
    QVERIFY(tools.wait() && tools.ok());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("job"), {}, outcome.context(), outcome.completion());
    QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
    QVERIFY(outcome.ok());
    QCOMPARE(outcome.value().content.first().text, qs("the job is done"));
    QCOMPARE(seen.size(), 3);
    QCOMPARE(seen.first().status, McpTask::Status::Working);
    QCOMPARE(seen.first().pollInterval, std::optional(Milliseconds(100)));
    QCOMPARE(seen.last().status, McpTask::Status::Completed);
    QCOMPARE(seen.last().message, qs("step 3"));
}

void McpClientContract::listsTasks()
{
    QVERIFY(open());
    QVERIFY(m_session->info()->hasTasks);
    Outcome<QList<McpTask>> list;
    Outcome<McpCallResult> result;
    Outcome<void> cancelled;
    m_session->listTasks(list.context(), list.completion());
    m_session->taskResult(qs("job-1"), result.context(), result.completion());
    m_session->cancelTask(qs("job-1"), cancelled.context(), cancelled.completion());
    QVERIFY(list.wait() && list.ok() && result.wait() && result.ok() && cancelled.wait() && cancelled.ok());
    QCOMPARE(list.value().first().id, qs("job-1"));
    QVERIFY(wireText().contains(qs(R"("method":"tasks/cancel","params":{"taskId":"job-1"})")));
}

void McpClientContract::cancelledTask()
{
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    const Call call = m_session->callTool(qs("job"), {}, outcome.context(), outcome.completion(), {}, {.isTask = true, .taskTtl = Milliseconds(5000), .meta = qs(R"({"x":1})")});
    QVERIFY(waitFor([this] { return wireText().contains(qs("\"step 1\"")); }));
    QVERIFY2(wireText().contains(qs(R"("params":{"name":"job","arguments":{},"task":{"ttl":5000},"_meta":{"x":1}})")), qPrintable(wireText()));
    call.cancel();
    QVERIFY(outcome.wait());
    QCOMPARE(outcome.kind(), ErrorKind::Cancelled);
    QVERIFY(waitFor([this] { return wireText().contains(qs("\"tasks/cancel\"")); }));
}

/// A call that needs a page visited is sent again when the server says that it was.
void McpClientContract::visitsPages()
{
    m_answers = std::make_shared<ScriptedAnswers>();
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("page"), {}, outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && outcome.ok());
    QCOMPARE(outcome.value().content.first().text, qs("done"));
    QCOMPARE(m_answers->elicited.size(), 1);
    QCOMPARE(m_answers->elicited.first().url, qs("https://id.example/visit"));
    QCOMPARE(m_answers->done, QStringList(qs("page-1")));
}

void McpClientContract::pageNotVisited()
{
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("page"), {}, outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && !outcome.ok());
    QCOMPARE(outcome.error().vendorCode, qs("-32042"));
}

} // namespace qd::test
