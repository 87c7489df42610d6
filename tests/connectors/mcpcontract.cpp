#include "mcpcontract.h"

#include "passtime.h"

namespace qd::test {

using namespace std::chrono_literals;

namespace {

QString qs(const char *text) { return QString::fromUtf8(text); }

} // namespace

void McpFixture::init()
{
    failOnWarnings();
    m_timers = std::make_unique<ManualTimers>(m_clock);
    m_connector = std::make_unique<DefaultMcpConnector>(m_clock, *m_timers, m_secrets);
    m_answers.reset();
    m_wire.clear();
    m_notified.clear();
    m_closed.clear();
}

void McpFixture::cleanup()
{
    m_session.reset();
    QVERIFY(passTimeUntil([this] { return !m_connector->isEnding(); }));
    m_connector.reset();
    checkNoErrorsLogged();
}

void McpFixture::connectTo(const McpServerConfig &config)
{
    m_session = m_connector->makeSession(config);
    m_session->setAnswers(m_answers);
    connect(m_session.get(), &McpSession::wireSeen, this, [this](const McpWireEntry &entry) { m_wire.append(entry); });
    connect(m_session.get(), &McpSession::notified, this, [this](const QString &method, const QString &params) { m_notified.append({method, params}); });
    connect(m_session.get(), &McpSession::closed, this, [this](const std::optional<Error> &error) { m_closed.append(error); });
}

bool McpFixture::open(const QStringList &options)
{
    connectTo(startServer(options));
    Outcome<McpServerInfo> outcome;
    m_session->open(outcome.context(), outcome.completion());
    return outcome.wait() && outcome.ok();
}

Error McpFixture::openError(const McpServerConfig &config)
{
    connectTo(config);
    Outcome<McpServerInfo> outcome;
    m_session->open(outcome.context(), outcome.completion());
    const bool isFailure = outcome.wait() && !outcome.ok();
    return isFailure ? outcome.error() : Error{.kind = ErrorKind::Internal, .message = qs("it did not fail")};
}

QString McpFixture::wireText() const
{
    QString all;
    for (const McpWireEntry &entry : m_wire)
        all += entry.method + u' ' + entry.headers + u' ' + entry.text + u'\n';
    return all;
}

bool McpFixture::hasNote(const QString &part) const
{
    return std::any_of(m_wire.cbegin(), m_wire.cend(), [&](const McpWireEntry &entry) {
        return entry.direction == McpWireEntry::Direction::Note && entry.text.contains(part);
    });
}

bool McpFixture::passTimeUntil(const std::function<bool()> &condition)
{
    return qd::test::passTimeUntil(*m_timers, condition, 30000);
}

void McpContract::opens()
{
    QVERIFY(open());
    const McpServerInfo &info = *m_session->info();
    QCOMPARE(info.name, qs("script"));
    QCOMPARE(info.title, qs("A script"));
    QCOMPARE(info.version, qs("1.2.3"));
    QCOMPARE(info.protocolVersion, qs("2025-11-25"));
    QCOMPARE(info.instructions, qs("Be kind."));
    QVERIFY(info.hasTools && info.hasPrompts && info.hasResources && !info.hasLogging);
    QCOMPARE(m_wire.first().method, qs("initialize"));
    QVERIFY(m_wire.at(1).elapsed.has_value());
}

void McpContract::opensOlderRevisions_data()
{
    QTest::addColumn<QString>("revision");
    for (const char *revision : {"2025-06-18", "2025-03-26", "2024-11-05"})
        QTest::newRow(revision) << qs(revision);
}

void McpContract::opensOlderRevisions()
{
    QFETCH(QString, revision);
    QVERIFY(open({qs("--revision"), revision}));
    QCOMPARE(m_session->info()->protocolVersion, revision);
}

void McpContract::refusesUnknownRevision()
{
    const Error error = openError(startServer({qs("--revision"), qs("2030-01-01")}));
    QCOMPARE(error.kind, ErrorKind::Protocol);
    QVERIFY2(error.message.contains(qs("2030-01-01")), qPrintable(error.message));
    QVERIFY(!m_session->info());
}

void McpContract::listsOverPages()
{
    QVERIFY(open());
    Outcome<QList<McpTool>> outcome;
    m_session->listTools(outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && outcome.ok());
    QStringList names;
    for (const McpTool &tool : outcome.value())
        names << tool.name;
    QCOMPARE(names, qs("echo add lie fail slow never wild image job page region ask").split(u' '));
    QCOMPARE(outcome.value().first().isReadOnly, std::optional(true));
    QVERIFY(!outcome.value().at(1).isReadOnly);
}

void McpContract::stopsEndlessPages()
{
    QVERIFY(open({qs("--endless-pages")}));
    Outcome<QList<McpTool>> outcome;
    m_session->listTools(outcome.context(), outcome.completion());
    QVERIFY(QTest::qWaitFor([&outcome] { return outcome.count() > 0; }, 60000)); // each page is a message of its own
    QCOMPARE(outcome.kind(), ErrorKind::Protocol);
    QVERIFY2(outcome.error().message.contains(qs("500 pages")), qPrintable(outcome.error().message));
}

void McpContract::keepsPayloadsAsTheyCame()
{
    QVERIFY(open());
    Outcome<QList<McpTool>> outcome;
    m_session->listTools(outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && outcome.ok());
    const McpTool &echo = outcome.value().first();
    QCOMPARE(echo.inputSchema, qs(R"({"type":"object","properties":{"text":{"type":"string"}},"required":["text"]})"));
    QVERIFY2(echo.raw.contains(qs(R"("x-unknown":1.5)")), qPrintable(echo.raw));
    Outcome<QList<McpPrompt>> prompts;
    m_session->listPrompts(prompts.context(), prompts.completion());
    QVERIFY(prompts.wait() && prompts.ok());
    QCOMPARE(prompts.value().first().raw, qs(R"({"x-weight":2.5,"name":"greet","arguments":[{"x-shape":"short","name":"who","required":true}]})"));
    Outcome<QList<McpResource>> resources;
    m_session->listResources(resources.context(), resources.completion());
    QVERIFY(resources.wait() && resources.ok());
    QCOMPARE(resources.value().first().raw, qs(R"({"x-shelf":{"row":3},"uri":"demo://one","name":"one","mimeType":"text/plain","size":14})"));
}

void McpContract::callsWithRawNumbers()
{
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    const QString arguments = qs(R"({"text":"hi","big":123456789012345678901234567890,"z":1,"a":1.10})");
    m_session->callTool(qs("echo"), arguments, outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && outcome.ok());
    QCOMPARE(outcome.value().content.first().text, qs("hi"));
    QVERIFY(wireText().contains(arguments));
}

void McpContract::structuredContent()
{
    QVERIFY(open());
    Outcome<QList<McpTool>> tools;
    m_session->listTools(tools.context(), tools.completion());
    QVERIFY(tools.wait());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("add"), qs(R"({"a":2,"b":3})"), outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && outcome.ok());
    QCOMPARE(outcome.value().structured, qs(R"({"sum":5.0})"));
    QCOMPARE(outcome.value().warnings, QStringList());
}

void McpContract::lyingSchemaIsAWarning()
{
    QVERIFY(open());
    Outcome<QList<McpTool>> tools;
    m_session->listTools(tools.context(), tools.completion());
    QVERIFY(tools.wait());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("lie"), qs("{}"), outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && outcome.ok());
    QCOMPARE(outcome.value().structured, qs(R"({"sum":"three"})"));
    QVERIFY(!outcome.value().warnings.isEmpty());
    QVERIFY2(outcome.value().warnings.first().contains(qs("sum")) || outcome.value().warnings.last().contains(qs("sum")),
             qPrintable(outcome.value().warnings.join(u'\n')));
}

void McpContract::toolFailureIsAResult()
{
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("fail"), {}, outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && outcome.ok());
    QVERIFY(outcome.value().isError);
    QCOMPARE(outcome.value().content.first().text, qs("the disk is full"));
}

void McpContract::unknownToolIsAnError()
{
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("nonsense"), qs("{}"), outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && !outcome.ok());
    QCOMPARE(outcome.error().vendorCode, qs("-32602"));
    QCOMPARE(outcome.error().message, qs("Unknown tool"));
}

void McpContract::wildTextIsKept()
{
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("wild"), {}, outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && outcome.ok());
    QVERIFY(outcome.value().content.first().text.startsWith(qs("<b>bold</b>")));
    QVERIFY(outcome.value().content.first().text.contains(QChar(0x1b)));
}

void McpContract::images()
{
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("image"), {}, outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && outcome.ok());
    QCOMPARE(outcome.value().content.first().kind, McpContent::Kind::Image);
    QCOMPARE(outcome.value().content.first().data, QByteArray::fromHex("89504e470d0a1a0a"));
}

void McpContract::progress()
{
    QVERIFY(open());
    QList<McpProgress> told;
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("slow"), {}, outcome.context(), outcome.completion(), [&told](const McpProgress &progress) { told.append(progress); });
    QVERIFY(outcome.wait() && outcome.ok());
    QCOMPARE(told.size(), 3);
    QCOMPARE(told.last(), (McpProgress{.progress = 3, .total = 3, .message = qs("step")}));
}

void McpContract::refusesBadArguments()
{
    QVERIFY(open());
    for (const char *bad : {"[]", "{", "3", "{\"a\":}"}) {
        Outcome<McpCallResult> outcome;
        m_session->callTool(qs("echo"), qs(bad), outcome.context(), outcome.completion());
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.kind(), ErrorKind::Invalid);
    }
}

void McpContract::cancelTellsTheServer()
{
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    const Call call = m_session->callTool(qs("never"), {}, outcome.context(), outcome.completion());
    QVERIFY(waitFor([this] { return wireText().contains(qs("\"never\"")); }));
    call.cancel();
    QVERIFY(outcome.wait());
    QCOMPARE(outcome.kind(), ErrorKind::Cancelled);
    QCOMPARE(outcome.count(), 1);
    QCOMPARE(m_wire.last().method, qs("notifications/cancelled"));
    QVERIFY2(m_wire.last().text.contains(qs("\"requestId\":")), qPrintable(m_wire.last().text));
    Outcome<McpCallResult> next;
    m_session->callTool(qs("echo"), {}, next.context(), next.completion());
    QVERIFY(next.wait() && next.ok());
}

void McpContract::timesOut()
{
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("never"), {}, outcome.context(), outcome.completion());
    QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
    QCOMPARE(outcome.kind(), ErrorKind::Timeout);
    QVERIFY(wireText().contains(qs("notifications/cancelled")));
}

/// The timer of a request that ends while the timers of its moment go off.
void McpContract::timeoutEndsAnother()
{
    QVERIFY(open());
    Outcome<McpCallResult> second;
    Call other;
    Outcome<McpCallResult> first;
    m_session->callTool(qs("never"), {}, first.context(), [&other, done = first.completion()](const Result<McpCallResult> &result) {
        other.cancel();
        done(result);
    });
    other = m_session->callTool(qs("never"), {}, second.context(), second.completion());
    QVERIFY(passTimeUntil([&] { return first.count() > 0 && second.count() > 0; }));
    QCOMPARE(first.kind(), ErrorKind::Timeout);
    QCOMPARE(second.kind(), ErrorKind::Cancelled);
}

void McpContract::prompts()
{
    QVERIFY(open());
    Outcome<QList<McpPrompt>> list;
    m_session->listPrompts(list.context(), list.completion());
    QVERIFY(list.wait() && list.ok());
    QCOMPARE(list.value().size(), 1);
    QVERIFY(list.value().first().arguments.first().isRequired);
    Outcome<QList<McpContent>> prompt;
    m_session->getPrompt(qs("greet"), {{qs("who"), qs("\"Ann\"")}}, prompt.context(), prompt.completion());
    QVERIFY(prompt.wait() && prompt.ok());
    QCOMPARE(prompt.value().first().role, qs("user"));
    QCOMPARE(prompt.value().first().text, qs("Hello \"Ann\""));
}

/// A server without templates answers -32601 to their list: it has none.
void McpContract::resources()
{
    QVERIFY(open());
    Outcome<QList<McpResource>> list;
    m_session->listResources(list.context(), list.completion());
    QVERIFY(list.wait() && list.ok());
    QCOMPARE(list.value().size(), 1);
    Outcome<QList<McpContent>> read;
    m_session->readResource(list.value().first().uri, read.context(), read.completion());
    QVERIFY(read.wait() && read.ok());
    QCOMPARE(read.value().first().text, qs("content of one"));
}

void McpContract::rawMessages()
{
    QVERIFY(open());
    Outcome<QByteArray> answer;
    m_session->sendRaw(R"({"jsonrpc":"2.0","id":"raw-7","method":"TOOLS/CALL","params":{}})", answer.context(), answer.completion());
    QVERIFY(answer.wait() && answer.ok());
    QVERIFY2(answer.value().contains("\"raw-7\"") && answer.value().contains("-32601"), answer.value().constData());
    Outcome<QByteArray> silence;
    m_session->sendRaw(R"({"jsonrpc":"2.0","method":"notifications/none"})", silence.context(), silence.completion());
    QVERIFY(silence.wait() && silence.ok());
    QCOMPARE(silence.value(), QByteArray());
}

void McpContract::wrongIdsAreNoAnswers()
{
    QVERIFY(open({qs("--wrong-ids")}));
    Outcome<QList<McpTool>> outcome;
    m_session->listTools(outcome.context(), outcome.completion());
    QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
    QVERIFY(!outcome.ok());
    QVERIFY(hasNote(qs("no request of ours")));
    QCOMPARE(outcome.kind(), ErrorKind::Protocol); // it has answered, and not us
    QVERIFY2(outcome.error().detail.contains(qs("no request of ours")), qPrintable(outcome.error().detail));
}

void McpContract::closeEndsCalls()
{
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("never"), {}, outcome.context(), outcome.completion());
    m_session->close();
    QVERIFY(outcome.wait());
    QCOMPARE(outcome.kind(), ErrorKind::Cancelled);
    QVERIFY(m_closed.isEmpty());
    Outcome<McpCallResult> later;
    m_session->callTool(qs("echo"), {}, later.context(), later.completion());
    QVERIFY(later.wait());
    QCOMPARE(later.kind(), ErrorKind::Network);
}

void McpContract::destroyedInFlight()
{
    QVERIFY(open());
    Outcome<McpCallResult> call;
    Outcome<QList<McpTool>> list;
    const Call handle = m_session->callTool(qs("never"), {}, call.context(), call.completion());
    m_session->listTools(list.context(), list.completion());
    m_session.reset();
    QVERIFY(call.wait() && list.wait());
    QCOMPARE(call.kind(), ErrorKind::Cancelled);
    QCOMPARE(list.kind(), ErrorKind::Cancelled);
    handle.cancel();
    QCOMPARE(call.count(), 1);
}

void McpContract::contextGone()
{
    QVERIFY(open());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("never"), {}, outcome.context(), outcome.completion());
    outcome.destroyContext();
    QVERIFY(waitFor([this] { return wireText().contains(qs("notifications/cancelled")); }));
    QCOMPARE(outcome.count(), 0);
}

void McpContract::opensAgain()
{
    QVERIFY(open());
    m_session->close();
    QVERIFY(!m_session->info());
    Outcome<McpServerInfo> outcome;
    m_session->open(outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && outcome.ok());
}

void McpContract::masksSecrets()
{
    const QString planted = qs("s3cr3t-planted-value");
    Outcome<void> stored;
    m_secrets.write(qs("probe"), planted, stored.context(), stored.completion());
    QVERIFY(stored.wait());
    startCapturingLogs();
    McpServerConfig config = startServer({});
    config.headers.append({qs("Authorization"), qs("Bearer ${secret:probe}")});
    config.environment.append({qs("PROBE"), qs("${secret:probe}")});
    connectTo(config);
    Outcome<McpServerInfo> opened;
    m_session->open(opened.context(), opened.completion());
    QVERIFY(opened.wait() && opened.ok());
    Outcome<McpCallResult> outcome;
    m_session->callTool(qs("echo"), QStringLiteral(R"({"text":"%1"})").arg(planted), outcome.context(), outcome.completion());
    QVERIFY(outcome.wait() && outcome.ok());
    const QString logged = capturedLogs().join(u'\n');
    QVERIFY(!wireText().contains(planted));
    QVERIFY(wireText().contains(qs("***")));
    QVERIFY2(!logged.contains(qs("Bearer s3")), qPrintable(logged));
}

void McpContract::missingReferences()
{
    McpServerConfig config = startServer({});
    config.headers = {{qs("X-Key"), qs("${env:QD_NO_SUCH_VARIABLE}")}};
    const Error unset = openError(config);
    QCOMPARE(unset.kind, ErrorKind::Invalid);
    QVERIFY(unset.message.contains(qs("QD_NO_SUCH_VARIABLE")));
    config.headers = {{qs("X-Key"), qs("${secret:nothing}")}};
    QVERIFY(openError(config).message.contains(qs("nothing")));
}

} // namespace qd::test
