#include "everythingpeer.h"
#include "mcpcontract.h"

using namespace qd;
using namespace qd::test;

/// The public reference server over both transports.
class TestMcpEverything final : public QObject
{
    Q_OBJECT

    EverythingPeer m_peer;
    SystemClock m_clock;
    SystemTimers m_timers;
    MemorySecretStore m_secrets;
    DefaultMcpConnector m_connector{m_clock, m_timers, m_secrets};
    std::unique_ptr<McpSession> m_session;

    [[nodiscard]] McpServerConfig config(bool isStdio) const
    {
        const QStringList command = EverythingPeer::stdioCommand();
        if (isStdio)
            return {.id = McpServerId(QStringLiteral("everything")), .transport = McpTransport::Stdio, .command = command.first(), .arguments = command.mid(1)};
        return {.id = McpServerId(QStringLiteral("everything")), .url = QUrl(m_peer.url())};
    }

    [[nodiscard]] bool open(const std::shared_ptr<McpClientAnswers> &answers = {})
    {
        QFETCH(bool, isStdio);
        m_session = m_connector.makeSession(config(isStdio));
        m_session->setAnswers(answers);
        Outcome<McpServerInfo> outcome;
        m_session->open(outcome.context(), outcome.completion());
        return QTest::qWaitFor([&outcome] { return outcome.count() > 0; }, 30000) && outcome.ok();
    }

    void rows()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::newRow("stdio") << true;
        QTest::newRow("http") << false;
    }

private slots:
    void initTestCase()
    {
        if (!EverythingPeer::isInstalled())
            QSKIP("server-everything is not installed");
        QVERIFY2(m_peer.start(), qPrintable(m_peer.error()));
    }
    void init() { failOnWarnings(); }
    void cleanup()
    {
        m_session.reset();
        QVERIFY(QTest::qWaitFor([this] { return !m_connector.isEnding(); }, 10000));
        checkNoErrorsLogged();
    }

    void opensAndLists_data() { rows(); }
    void opensAndLists()
    {
        QVERIFY(open());
        QCOMPARE(m_session->info()->protocolVersion, QStringLiteral("2025-11-25"));
        Outcome<QList<McpTool>> tools;
        Outcome<QList<McpPrompt>> prompts;
        Outcome<QList<McpResource>> resources;
        m_session->listTools(tools.context(), tools.completion());
        m_session->listPrompts(prompts.context(), prompts.completion());
        m_session->listResources(resources.context(), resources.completion());
        QVERIFY(tools.wait() && prompts.wait() && resources.wait());
        QCOMPARE(tools.value().size(), 13);
        QCOMPARE(prompts.value().size(), 4);
        QCOMPARE(std::ranges::count_if(resources.value(), [](const McpResource &resource) { return resource.isTemplate; }), 2);
    }

    void calls_data() { rows(); }
    void calls()
    {
        QVERIFY(open());
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        QVERIFY(tools.wait() && tools.ok());
        Outcome<McpCallResult> sum;
        m_session->callTool(QStringLiteral("get-sum"), QStringLiteral(R"({"a":2,"b":40})"), sum.context(), sum.completion());
        QVERIFY(sum.wait() && sum.ok());
        QVERIFY2(sum.value().content.first().text.contains(QStringLiteral("42")), qPrintable(sum.value().content.first().text));
        Outcome<McpCallResult> structured;
        m_session->callTool(QStringLiteral("get-structured-content"), QStringLiteral(R"({"location":"Chicago"})"), structured.context(), structured.completion());
        QVERIFY(structured.wait() && structured.ok());
        QVERIFY(!structured.value().structured.isEmpty());
        QCOMPARE(structured.value().warnings, QStringList());
        Outcome<McpCallResult> image;
        m_session->callTool(QStringLiteral("get-tiny-image"), {}, image.context(), image.completion());
        QVERIFY(image.wait() && image.ok());
        QVERIFY(std::ranges::any_of(image.value().content, [](const McpContent &part) { return part.kind == McpContent::Kind::Image && !part.data.isEmpty(); }));
    }

    void progressAndCancel_data() { rows(); }
    void progressAndCancel()
    {
        QVERIFY(open());
        int told = 0;
        Outcome<McpCallResult> outcome;
        m_session->callTool(QStringLiteral("trigger-long-running-operation"), QStringLiteral(R"({"duration":1,"steps":4})"), outcome.context(),
                            outcome.completion(), [&told](const McpProgress &) { ++told; });
        QVERIFY(QTest::qWaitFor([&outcome] { return outcome.count() > 0; }, 20000));
        QVERIFY(outcome.ok());
        QVERIFY(told >= 3);
        Outcome<McpCallResult> cancelled;
        const Call call = m_session->callTool(QStringLiteral("trigger-long-running-operation"), QStringLiteral(R"({"duration":60,"steps":60})"),
                                              cancelled.context(), cancelled.completion());
        call.cancel();
        QVERIFY(cancelled.wait());
        QCOMPARE(cancelled.kind(), ErrorKind::Cancelled);
        Outcome<McpCallResult> next;
        m_session->callTool(QStringLiteral("echo"), QStringLiteral(R"({"message":"still here"})"), next.context(), next.completion());
        QVERIFY(next.wait() && next.ok());
    }

    void noticesChanges_data() { rows(); }
    void noticesChanges()
    {
        QFETCH(bool, isStdio);
        m_session = m_connector.makeSession(config(isStdio));
        QSignalSpy notified(m_session.get(), &McpSession::notified);
        Outcome<McpServerInfo> outcome;
        m_session->open(outcome.context(), outcome.completion());
        QVERIFY(QTest::qWaitFor([&notified] { return !notified.isEmpty(); }, 30000));
        QCOMPARE(notified.first().first().toString(), QStringLiteral("notifications/tools/list_changed"));
    }

    void prompts_data() { rows(); }
    void prompts()
    {
        QVERIFY(open());
        Outcome<QList<McpContent>> prompt;
        m_session->getPrompt(QStringLiteral("args-prompt"), {{QStringLiteral("city"), QStringLiteral("Oslo")}}, prompt.context(), prompt.completion());
        QVERIFY(prompt.wait() && prompt.ok());
        QVERIFY(prompt.value().first().text.contains(QStringLiteral("Oslo")));
    }

    /// It offers these only to a client that takes questions as tasks, and then asks how they stand.
    void asksInTasks_data() { rows(); }
    void asksInTasks()
    {
        QVERIFY(open(std::make_shared<ScriptedAnswers>()));
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        QVERIFY(QTest::qWaitFor([&tools] { return tools.count() > 0; }, 20000) && tools.ok());
        QCOMPARE(tools.value().size(), 19);
        Outcome<McpCallResult> sampled;
        Outcome<McpCallResult> asked;
        m_session->callTool(QStringLiteral("trigger-sampling-request-async"), QStringLiteral(R"({"prompt":"2+2","maxTokens":9})"), sampled.context(), sampled.completion());
        m_session->callTool(QStringLiteral("trigger-elicitation-request-async"), {}, asked.context(), asked.completion());
        QVERIFY(QTest::qWaitFor([&] { return sampled.count() > 0 && asked.count() > 0; }, 40000));
        QVERIFY(sampled.ok() && asked.ok());
        const QString answer = sampled.value().content.first().text;
        QVERIFY2(answer.startsWith(QStringLiteral("[COMPLETED]")) && answer.contains(QStringLiteral("four")), qPrintable(answer));
        QVERIFY(asked.value().content.last().text.contains(QStringLiteral("Ann")) || asked.value().content.at(1).text.contains(QStringLiteral("Ann")));
    }

    void crash()
    {
        m_session = m_connector.makeSession(config(false));
        Outcome<McpServerInfo> opened;
        m_session->open(opened.context(), opened.completion());
        QVERIFY(opened.wait() && opened.ok());
        m_peer.kill();
        Outcome<McpCallResult> outcome;
        m_session->callTool(QStringLiteral("echo"), QStringLiteral(R"({"message":"x"})"), outcome.context(), outcome.completion());
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.kind(), ErrorKind::Network);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpEverything)
#include "tst_mcp_everything.moc"
