#include "mcpcontract.h"

#include <QRegularExpression>

#include <csignal>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

class TestMcpStdio final : public McpClientContract
{
    Q_OBJECT

    McpServerConfig startServer(const QStringList &options) override
    {
        return {.id = McpServerId(QStringLiteral("script")), .transport = McpTransport::Stdio,
                .command = QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver"), .arguments = options};
    }

    void call(const char *tool, Outcome<McpCallResult> &outcome)
    {
        m_session->callTool(QString::fromLatin1(tool), {}, outcome.context(), outcome.completion());
    }

    [[nodiscard]] pid_t childOf() const
    {
        static const QRegularExpression number(QStringLiteral("child (\\d+)"));
        return static_cast<pid_t>(number.match(wireText()).captured(1).toLong());
    }

private slots:
    void crashInMidMessage()
    {
        QVERIFY(open({QStringLiteral("--crash-on"), QStringLiteral("tools/call")}));
        Outcome<McpCallResult> outcome;
        call("echo", outcome);
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.kind(), ErrorKind::Network);
        QVERIFY2(outcome.error().message.contains(QStringLiteral("crashed")), qPrintable(outcome.error().message));
        QCOMPARE(m_closed.size(), 1);
        Outcome<McpServerInfo> again;
        m_session->open(again.context(), again.completion());
        QVERIFY(again.wait() && again.ok());
    }

    /// What comes for a request that was given up is left out, and does not turn the next silence into a fault.
    void lateAnswers()
    {
        QVERIFY(open({QStringLiteral("--late")}));
        for (int i = 0; i < 2; ++i) {
            Outcome<McpCallResult> outcome;
            call("never", outcome);
            if (i > 0)
                QVERIFY(waitFor([this] { return hasNote(QStringLiteral("a late answer to request")); }));
            QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
            QCOMPARE(outcome.kind(), ErrorKind::Timeout);
        }
        QVERIFY(!hasNote(QStringLiteral("no request of ours")));
    }

    void byteOrderMarks()
    {
        QVERIFY(open({QStringLiteral("--mark")}));
        Outcome<McpCallResult> outcome;
        call("fail", outcome);
        QVERIFY(outcome.wait() && outcome.ok());
    }

    void endsBeforeItAnswers()
    {
        const Error error = openError(startServer({QStringLiteral("--stderr"), QStringLiteral("cannot read config"), QStringLiteral("--exit"), QStringLiteral("7")}));
        QCOMPARE(error.kind, ErrorKind::Network);
        QVERIFY2(error.message.contains(QStringLiteral("exit code 7")), qPrintable(error.message));
        QCOMPARE(error.detail, QStringLiteral("cannot read config"));
    }

    void noSuchCommand()
    {
        McpServerConfig config = startServer({});
        config.command = QStringLiteral("/no/such/command");
        const Error error = openError(config);
        QCOMPARE(error.kind, ErrorKind::Invalid);
        QVERIFY(error.message.contains(QStringLiteral("/no/such/command")));
        QVERIFY(!error.message.contains(QStringLiteral("folder")));
        config.command.clear();
        QCOMPARE(openError(config).kind, ErrorKind::Invalid);
        McpServerConfig elsewhere = startServer({});
        elsewhere.workingFolder = QStringLiteral("/no/such/folder");
        QVERIFY(openError(elsewhere).message.endsWith(QStringLiteral("could not be started: its working folder /no/such/folder does not exist.")));
    }

    void hangs()
    {
        connectTo(startServer({QStringLiteral("--hang")}));
        Outcome<McpServerInfo> outcome;
        m_session->open(outcome.context(), outcome.completion());
        QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
        QCOMPARE(outcome.kind(), ErrorKind::Timeout);
        QVERIFY(!wireText().contains(QStringLiteral("cancelled"))); // initialize must not be cancelled
    }

    void noiseOnStdout()
    {
        QVERIFY(open({QStringLiteral("--garbage")}));
        Outcome<McpCallResult> outcome;
        call("echo", outcome);
        QVERIFY(outcome.wait() && outcome.ok());
        QVERIFY(hasNote(QStringLiteral("not a message")));
    }

    void flood()
    {
        QVERIFY(open({QStringLiteral("--flood"), QStringLiteral("20000")}));
        Outcome<McpCallResult> outcome;
        call("echo", outcome);
        QVERIFY(waitFor([&outcome] { return outcome.count() > 0; })); // 20,001 messages take a while on a busy machine
        QVERIFY(outcome.ok());
        QVERIFY(m_notified.size() <= 50);
        m_timers->advance(1s);
        QVERIFY(hasNote(QStringLiteral("notifications or notes were left out")));
        QVERIFY(m_notified.last().second.contains(QStringLiteral("19999"))); // the newest is never lost
    }

    void lineWithoutEnd()
    {
        QVERIFY(open({QStringLiteral("--huge-line")}));
        Outcome<McpCallResult> outcome;
        call("echo", outcome);
        QVERIFY(waitFor([&outcome] { return outcome.count() > 0; }));
        QVERIFY(!outcome.ok());
        QVERIFY2(outcome.error().message.contains(QStringLiteral("has no end")), qPrintable(outcome.error().message));
    }

    void smallEnvironment()
    {
        qputenv("QD_PLANTED", "leak");
        McpServerConfig config = startServer({QStringLiteral("--print-env"), QStringLiteral("QD_PLANTED"), QStringLiteral("--print-env"), QStringLiteral("GIVEN")});
        config.environment = {{QStringLiteral("GIVEN"), QStringLiteral("yes")}};
        connectTo(config);
        Outcome<McpServerInfo> outcome;
        m_session->open(outcome.context(), outcome.completion());
        QVERIFY(outcome.wait() && outcome.ok());
        QVERIFY(waitFor([this] { return hasNote(QStringLiteral("GIVEN=yes")); }));
        QVERIFY(hasNote(QStringLiteral("QD_PLANTED=(unset)")));
    }

    void deafProcessIsKilledWithItsChildren()
    {
        QVERIFY(open({QStringLiteral("--deaf"), QStringLiteral("--child")}));
        QVERIFY(waitFor([this] { return childOf() > 0; }));
        m_session->close();
        QVERIFY(passTimeUntil([this] { return !m_connector->isEnding(); }));
        QVERIFY(waitFor([this] { return ::kill(childOf(), 0) != 0; }));
    }

    void politeProcessEndsByItself()
    {
        QVERIFY(open());
        m_session->close();
        QVERIFY(waitFor([this] { return !m_connector->isEnding(); })); // no time passes: no signal was needed
    }

    void connectorGoneInMidEnd()
    {
        QVERIFY(open({QStringLiteral("--deaf"), QStringLiteral("--child")}));
        QVERIFY(waitFor([this] { return childOf() > 0; }));
        m_session.reset();
        m_connector = std::make_unique<DefaultMcpConnector>(m_clock, *m_timers, m_secrets);
        QVERIFY(waitFor([this] { return ::kill(childOf(), 0) != 0; }));
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpStdio)
#include "tst_mcp_stdio.moc"
