#include "mcpmodernfixture.h"

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

namespace {

QString qs(const char *text) { return QString::fromUtf8(text); }

} // namespace

/// Calls that become tasks, as 2026-07-28's extension has them.
class TestMcpTasks final : public McpModernFixture
{
    Q_OBJECT

private slots:
    void followed_data() { rows(); }
    void followed()
    {
        QVERIFY(open({qs("--modern")}));
        int seen = 0;
        connect(m_session.get(), &McpSession::taskChanged, this, [&seen](const McpTask &) { ++seen; });
        QCOMPARE(call("job"), qs("the job is done"));
        QCOMPARE(seen, 3);
        QCOMPARE(countSent(qs("tasks/result")), 0);
        QVERIFY2(wireText().contains(qs(R"("taskIds":["job-1"])")), qPrintable(wireText()));
    }

    /// A task shows its question until the answer has arrived: it is put once.
    void question_data() { rows(); }
    void question()
    {
        m_answers = std::make_shared<ScriptedAnswers>();
        QVERIFY(open({qs("--modern"), qs("--job-asks")}));
        QCOMPARE(call("job"), qs("the job is done"));
        QCOMPARE(countSent(qs("tasks/update")), 1);
    }

    /// The token of a call is good for the whole life of its task.
    void progress_data()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::addColumn<QString>("era");
        for (const bool stdio : {true, false})
            for (const char *era : {"--modern", "--legacy"})
                QTest::addRow("%s, %s", era, stdio ? "stdio" : "http") << stdio << qs(era);
    }

    void progress()
    {
        QFETCH(QString, era);
        m_era = era == qs("--modern") ? McpEra::Modern : McpEra::Legacy;
        const bool isOpen = open({era});
        m_era = McpEra::Modern;
        QVERIFY(isOpen && listTools());
        QList<double> told;
        Outcome<McpCallResult> outcome;
        m_session->callTool(qs("job"), {}, outcome.context(), outcome.completion(), [&told](const McpProgress &step) { told << step.progress; });
        QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
        QVERIFY(outcome.ok());
        QCOMPARE(told, (QList<double>{2, 3}));
    }

    /// It ends with the time that any call may take, and the server is told.
    void neverDone_data()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::addColumn<QString>("era");
        QTest::addColumn<QString>("fault");
        for (const bool stdio : {true, false})
            for (const char *fault : {"--modern --job-never-ends", "--legacy --job-never-ends", "--legacy --keeps-results"})
                QTest::addRow("%s, %s", fault, stdio ? "stdio" : "http") << stdio << qs(fault).section(u' ', 0, 0) << qs(fault).section(u' ', 1);
    }

    void neverDone()
    {
        QFETCH(QString, era);
        QFETCH(QString, fault);
        m_era = era == qs("--modern") ? McpEra::Modern : McpEra::Legacy;
        McpServerConfig config = startServer({era, fault});
        m_era = McpEra::Modern;
        config.requestTimeout = 20s;
        connectTo(config);
        Outcome<McpServerInfo> opened;
        m_session->open(opened.context(), opened.completion());
        QVERIFY(opened.wait() && opened.ok() && listTools());
        const Microseconds began = m_timers->monotonic();
        Outcome<McpCallResult> outcome;
        m_session->callTool(qs("job"), {}, outcome.context(), outcome.completion());
        QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
        QCOMPARE(outcome.kind(), ErrorKind::Timeout);
        QVERIFY2(outcome.error().message.endsWith(qs("It was asked to cancel the task.")), qPrintable(outcome.error().message));
        const Microseconds lasted = m_timers->monotonic() - began;
        QVERIFY2(lasted >= 580s && lasted < 640s, qPrintable(QString::number(lasted.count())));
        QCOMPARE(countSent(qs("tasks/cancel")), 1);
    }

    /// No time passes: what the server tells by itself is all that ends the call.
    void told_data() { onlyHttp(); }
    void told()
    {
        QVERIFY(open({qs("--modern")}));
        Outcome<McpCallResult> outcome;
        m_session->callTool(qs("job"), {}, outcome.context(), outcome.completion());
        QVERIFY(waitFor([this] { return wireText().contains(qs(R"("taskIds":["job-1"])")) && countReceived(qs("acknowledged")) == countSent(qs("subscriptions/listen")); }));
        m_peer->push(R"({"jsonrpc":"2.0","method":"notifications/tasks","params":{"taskId":"another","status":"completed","result":{"content":[]}}})");
        m_peer->push(R"({"jsonrpc":"2.0","method":"notifications/tasks","params":{"taskId":"job-1","status":"working","statusMessage":"half"}})");
        m_peer->push(R"({"jsonrpc":"2.0","method":"notifications/tasks","params":{"taskId":"job-1","status":"completed","result":{"content":[{"type":"text","text":"told"}]}}})");
        QVERIFY(outcome.wait() && outcome.ok());
        QCOMPARE(outcome.value().content.first().text, qs("told"));
        QCOMPARE(countSent(qs("tasks/get")), 0);
    }

    /// One that tells the id alone is asked for the rest at once.
    void toldByIdAlone_data() { onlyHttp(); }
    void toldByIdAlone()
    {
        QVERIFY(open({qs("--modern")}));
        Outcome<McpCallResult> outcome;
        m_session->callTool(qs("job"), {}, outcome.context(), outcome.completion());
        QVERIFY(waitFor([this] { return wireText().contains(qs(R"("taskIds":["job-1"])")) && countReceived(qs("acknowledged")) == countSent(qs("subscriptions/listen")); }));
        m_peer->push(R"({"jsonrpc":"2.0","method":"notifications/tasks","params":{"taskId":"job-1"}})");
        QVERIFY(waitFor([this] { return countReceived(qs("tasks/get")) == 1; }));
        m_session->close();
        QVERIFY(outcome.wait());
    }

    /// A server that does not tell of tasks still tells what it did before, and is asked.
    void notTold_data() { rows(); }
    void notTold()
    {
        QVERIFY(open({qs("--modern"), qs("--deaf-to-tasks")}));
        QCOMPARE(call("job"), qs("the job is done"));
        QCOMPARE(call("job"), qs("the job is done"));
        const auto last = std::find_if(m_wire.crbegin(), m_wire.crend(), [](const McpWireEntry &entry) { return entry.method == qs("subscriptions/listen") && entry.direction == McpWireEntry::Direction::Sent; });
        QVERIFY2(!last->text.contains(qs("taskIds")) && last->text.contains(qs("toolsListChanged")), qPrintable(last->text));
        QCOMPARE(countSent(qs("subscriptions/listen")), 3);
    }

    /// A task of an earlier connection: its result comes with it, and looking on no longer leaves it alone.
    void foundAgain_data() { rows(); }
    void foundAgain()
    {
        QVERIFY(open({qs("--modern")}));
        Outcome<McpCallResult> watched;
        const Call watching = m_session->taskResult(qs("job-1"), watched.context(), watched.completion());
        watching.cancel();
        QVERIFY(watched.wait());
        QCOMPARE(watched.kind(), ErrorKind::Cancelled);
        QCOMPARE(countSent(qs("tasks/cancel")), 0);
        Outcome<McpCallResult> result;
        m_session->taskResult(qs("job-1"), result.context(), result.completion());
        QVERIFY(passTimeUntil([&result] { return result.count() > 0; }));
        QVERIFY(result.ok());
        QCOMPARE(result.value().content.first().text, qs("the job is done"));
        Outcome<McpCallResult> unknown;
        m_session->taskResult(qs("job-2"), unknown.context(), unknown.completion());
        QVERIFY(unknown.wait() && !unknown.ok());
        QCOMPARE(unknown.error().vendorCode, qs("-32602"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpTasks)
#include "tst_mcp_tasks.moc"
