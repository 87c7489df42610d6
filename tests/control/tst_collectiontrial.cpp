#include "auth/memorysecretstore.h"
#include "clock.h"
#include "collectiontrial.h"
#include "http/timers.h"
#include "mcp/defaultmcpconnector.h"
#include "testmain.h"

#include <QSignalSpy>

using namespace qd;
using namespace qd::test;

/// A collection run as the console runs it: on a connection of its own, with variables and a record of what was said.
class TestCollectionTrial final : public QObject
{
    Q_OBJECT

    SystemClock m_clock;
    SystemTimers m_timers;
    MemorySecretStore m_secrets;
    DefaultMcpConnector m_connector{m_clock, m_timers, m_secrets};

    static McpServerConfig server(const QStringList &options = {})
    {
        return {.id = McpServerId(QStringLiteral("script")), .transport = McpTransport::Stdio, .command = QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver"), .arguments = options};
    }

    /// Lists, then calls a tool with a variable.
    static collection::Collection collectionOfTwo()
    {
        using collection::Step;
        const collection::Check isWell{.on = QStringLiteral("status"), .op = collection::Check::Operator::Equals, .expected = QStringLiteral("\"ok\"")};
        return {.name = QStringLiteral("two"), .variables = {{QStringLiteral("words"), QStringLiteral("\"by default\"")}},
                .environments = {{.name = QStringLiteral("other"), .variables = {{QStringLiteral("words"), QStringLiteral("\"elsewhere\"")}}}},
                .steps = {{.kind = Step::Kind::List, .target = QStringLiteral("tools"), .checks = {isWell}},
                          {.kind = Step::Kind::Call, .target = QStringLiteral("echo"), .arguments = QStringLiteral("{\"message\":\"${words}\"}"), .checks = {isWell}}}};
    }

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { QTRY_VERIFY_WITH_TIMEOUT(!m_connector.isEnding(), 20000); }

    void everyStepIsTold_data()
    {
        QTest::addColumn<QString>("environment");
        QTest::addColumn<QString>("said");
        QTest::newRow("none") << QString() << QStringLiteral("by default");
        QTest::newRow("chosen") << QStringLiteral("other") << QStringLiteral("elsewhere");
    }

    void everyStepIsTold()
    {
        QFETCH(QString, environment);
        QFETCH(QString, said);
        CollectionTrial trial(m_connector, m_secrets, m_timers);
        QSignalSpy steps(&trial, &CollectionTrial::stepDone);
        collection::RunResult result;
        QSignalSpy finished(&trial, &CollectionTrial::finished);
        connect(&trial, &CollectionTrial::finished, this, [&result](const collection::RunResult &told) { result = told; });
        trial.start(server(), collectionOfTwo(), {.environment = environment, .values = {}});
        QVERIFY(trial.isRunning() && finished.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
        QVERIFY(!trial.isRunning());
        QCOMPARE(steps.size(), 2);
        QCOMPARE(result.ending, collection::Ending::Passed);
        QVERIFY2(result.steps.at(1).request.contains(said), qPrintable(result.steps.at(1).request));
        QVERIFY(trial.recording().has_value());
        trial.start(server(), collectionOfTwo(), {}); // again, on another connection
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 2, 30000);
    }

    void whatCannotBegin_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("environment");
        QTest::addColumn<QString>("said");
        QTest::newRow("no such environment") << QStringList() << QStringLiteral("nowhere") << QStringLiteral("nowhere");
        QTest::newRow("no server") << QStringList{QStringLiteral("--exit"), QStringLiteral("7")} << QString() << QStringLiteral("exit code 7");
    }

    void whatCannotBegin()
    {
        QFETCH(QStringList, options);
        QFETCH(QString, environment);
        QFETCH(QString, said);
        CollectionTrial trial(m_connector, m_secrets, m_timers);
        QString message;
        connect(&trial, &CollectionTrial::failed, this, [&message](const Error &error) { message = error.message; });
        trial.start(server(options), collectionOfTwo(), {.environment = environment, .values = {}});
        QVERIFY(message.isEmpty());
        QTRY_VERIFY2_WITH_TIMEOUT(message.contains(said), qPrintable(message), 30000);
        QVERIFY(!trial.isRunning());
    }

    void stoppedOrDestroyedInMidRun()
    {
        collection::Collection waits = collectionOfTwo();
        waits.steps[1].target = QStringLiteral("never");
        {
            CollectionTrial trial(m_connector, m_secrets, m_timers);
            QSignalSpy steps(&trial, &CollectionTrial::stepDone);
            collection::Ending ending = collection::Ending::Passed;
            QSignalSpy finished(&trial, &CollectionTrial::finished);
            connect(&trial, &CollectionTrial::finished, this, [&ending](const collection::RunResult &result) { ending = result.ending; });
            trial.start(server(), waits, {});
            QTRY_COMPARE_WITH_TIMEOUT(steps.size(), 1, 30000);
            trial.stop();
            QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
            QCOMPARE(ending, collection::Ending::Cancelled);
            steps.clear();
            trial.start(server(), waits, {});
            QTRY_COMPARE_WITH_TIMEOUT(steps.size(), 1, 30000);
        }
        CollectionTrial unheard(m_connector, m_secrets, m_timers);
        QSignalSpy finished(&unheard, &CollectionTrial::finished);
        unheard.start(server({QStringLiteral("--hang")}), waits, {});
        unheard.stop(); // before there is a connection
        QVERIFY(!unheard.isRunning() && finished.isEmpty());
    }
};

QD_TEST_MAIN(QCoreApplication, TestCollectionTrial)
#include "tst_collectiontrial.moc"
