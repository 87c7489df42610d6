#include "auth/memorysecretstore.h"
#include "confirmqueue.h"
#include "mcp/defaultmcpconnector.h"
#include "mcp/launchconsent.h"
#include "mcpbenchcontroller.h"
#include "mcprestarts.h"
#include "mcptaskledger.h"
#include "outcome.h"
#include "passtime.h"
#include "testmain.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;
using Status = McpServerState::Status;

namespace {

QString say(const char *utf8) { return QString::fromUtf8(utf8); }

const McpServerId one{say("one")};

} // namespace

/// What outlives a server that is lost, and a program that is ended. Time passes only when the test says so.
class TestMcpRestarts final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void fiveTurnsEverLater();
    void itComesBackWithItsSubscriptions();
    void onceItStandsItMayFallAgain();
    void whoKeepsFallingIsLeft();
    void whoEndsItEndsTheTries();
    void whatWasNeverThereIsNotTriedAgain();
    void tasksAreFoundAgain();
    void tasksAreKeptForTheirTime();

private:
    void makeController();
    [[nodiscard]] bool connectTo(const QStringList &options);
    [[nodiscard]] const McpServerState &state() const { return *m_store->server(one); }
    [[nodiscard]] bool isListed() const { return state().status == Status::Connected && state().listedAt && !state().isListing; }
    [[nodiscard]] QString problem() const { return state().error ? state().error->message : QString(); }
    void crash() { m_controller->calls().callTool(one, say("echo"), say("{}")); }
    [[nodiscard]] qsizetype sent(const char *method) const
    {
        return std::ranges::count_if(m_store->log(), [method](const McpLogEntry &logged) {
            return logged.entry.direction == McpWireEntry::Direction::Sent && logged.entry.method == say(method);
        });
    }
    [[nodiscard]] bool waitFor(const std::function<bool()> &condition) { return QTest::qWaitFor(condition, 20000); }
    [[nodiscard]] bool passTimeUntil(const std::function<bool()> &condition) { return qd::test::passTimeUntil(*m_timers, condition, 20000); }

    ManualClock m_clock;
    MemorySecretStore m_secrets;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ManualTimers> m_timers;
    std::unique_ptr<DefaultMcpConnector> m_connector;
    std::unique_ptr<ConfirmQueue> m_confirm;
    std::unique_ptr<McpBenchStore> m_store;
    std::unique_ptr<McpCallStore> m_calls;
    std::unique_ptr<McpBenchController> m_controller;
};

void TestMcpRestarts::init()
{
    failOnWarnings();
    m_folder = std::make_unique<QTemporaryDir>();
    m_timers = std::make_unique<ManualTimers>(m_clock);
    m_connector = std::make_unique<DefaultMcpConnector>(m_clock, *m_timers, m_secrets);
    m_confirm = std::make_unique<ConfirmQueue>();
    makeController();
}

void TestMcpRestarts::makeController()
{
    m_controller.reset();
    m_store = std::make_unique<McpBenchStore>();
    m_calls = std::make_unique<McpCallStore>();
    m_controller = std::make_unique<McpBenchController>(
        McpBenchController::Parts{*m_connector, *m_confirm, m_secrets, m_clock, *m_timers, m_folder->filePath(say("mcp.json")), m_folder->filePath(say("pins.json")), {}, m_folder->filePath(say("tasks.json"))},
        *m_store, *m_calls);
}

void TestMcpRestarts::cleanup()
{
    m_controller.reset();
    QVERIFY(passTimeUntil([this] { return !m_connector->isEnding(); }));
    m_connector.reset();
    checkNoErrorsLogged();
}

bool TestMcpRestarts::connectTo(const QStringList &options)
{
    const bool isModern = options.contains(say("--modern"));
    const McpServerConfig config{.id = one, .transport = McpTransport::Stdio, .command = say(QD_BINARY_DIR "/bin/tests/mcpstdioserver"), .arguments = options,
                                 .era = isModern ? std::optional(McpEra::Modern) : std::nullopt};
    if (!saveMcpServers({.servers = {config}, .consents = {launch::fingerprint(config)}}, m_folder->filePath(say("mcp.json"))))
        return false;
    m_controller->roster().load();
    m_controller->connections().connectServer(one);
    return waitFor([this] { return isListed() || state().status == Status::Failed; });
}

void TestMcpRestarts::fiveTurnsEverLater()
{
    McpRestarts restarts;
    QList<qint64> waits;
    quint64 last = 0;
    for (int i = 0; i < 5; ++i) {
        const auto turn = restarts.lost(one, 0us);
        QVERIFY(turn && turn->number == i + 1 && restarts.isDue(one, turn->ticket) && !restarts.isDue(one, last));
        waits << turn->wait.count();
        last = turn->ticket;
    }
    QCOMPARE(waits, (QList<qint64>{1000, 2000, 4000, 8000, 16000}));
    QVERIFY(!restarts.lost(one, 0us));
    restarts.stood(one, 10s);
    QVERIFY(!restarts.isDue(one, last));
    QVERIFY(!restarts.lost(one, 69s)); // it did not stand for long
    restarts.stood(one, 100s);
    QCOMPARE(restarts.lost(one, 160s)->number, 1);
    restarts.forget(one);
    QVERIFY(!restarts.isTrying(one));
    QCOMPARE(restarts.lost(McpServerId(say("two")), 0us)->number, 1);
}

void TestMcpRestarts::itComesBackWithItsSubscriptions()
{
    QVERIFY(connectTo({say("--crash-on"), say("tools/call")}));
    Outcome<void> subscribed;
    m_controller->connections().session(one)->subscribe(say("demo://one"), subscribed.context(), subscribed.completion());
    QVERIFY(subscribed.wait() && subscribed.ok());
    crash();
    QTRY_COMPARE(state().status, Status::Failed);
    QVERIFY2(problem().contains(say("crashed")) && problem().contains(say("again in 1 s, try 1 of 5")), qPrintable(problem()));
    QVERIFY(state().isStale && !state().tools.isEmpty());
    m_timers->advance(1s);
    QVERIFY(waitFor([this] { return isListed() && !state().isStale; }));
    QVERIFY(!state().error);
    QTRY_COMPARE(sent("resources/subscribe"), 2);
}

void TestMcpRestarts::onceItStandsItMayFallAgain()
{
    QVERIFY(connectTo({say("--crash-on"), say("tools/call")}));
    for (const int turn : {1, 2}) {
        crash();
        QTRY_VERIFY(problem().contains(QStringLiteral("again in %1 s, try %1 of 5").arg(turn)));
        m_timers->advance(turn * 1s);
        QVERIFY(waitFor([this] { return isListed() && !state().isStale; }));
    }
    m_timers->advance(60s);
    crash();
    QTRY_VERIFY(problem().contains(say("try 1 of 5")));
}

void TestMcpRestarts::whoKeepsFallingIsLeft()
{
    QVERIFY(connectTo({say("--crash-on"), say("tools/list")}));
    for (int turn = 1; turn <= 5; ++turn) {
        QVERIFY(waitFor([this, turn] { return problem().contains(QStringLiteral("try %1 of 5").arg(turn)); }));
        m_timers->advance((1 << (turn - 1)) * 1s);
    }
    QVERIFY(waitFor([this] { return problem().contains(say("left as it is")); }));
    QCOMPARE(sent("initialize"), 6);
    m_timers->advance(600s);
    QCOMPARE(state().status, Status::Failed);
    QCOMPARE(sent("initialize"), 6);
    m_controller->connections().connectServer(one); // a person may try as often as they like
    QTRY_VERIFY(problem().contains(say("try 1 of 5")));
}

void TestMcpRestarts::whoEndsItEndsTheTries()
{
    QVERIFY(connectTo({say("--crash-on"), say("tools/call")}));
    crash();
    QTRY_COMPARE(state().status, Status::Failed);
    m_controller->connections().disconnectServer(one);
    m_timers->advance(60s);
    QCOMPARE(state().status, Status::Idle);
    QCOMPARE(sent("initialize"), 1);
}

void TestMcpRestarts::whatWasNeverThereIsNotTriedAgain()
{
    QVERIFY(connectTo({say("--exit"), say("3")}));
    QCOMPARE(state().status, Status::Failed);
    QVERIFY2(!problem().contains(say("again")), qPrintable(problem()));
}

/// No server lists its tasks from 2026-07-28 on: another run of the program asks for those that it knows.
void TestMcpRestarts::tasksAreFoundAgain()
{
    QVERIFY(connectTo({say("--modern")}));
    m_controller->calls().callTool(one, say("job"), say("{}"));
    QTRY_VERIFY(QFile::exists(m_folder->filePath(say("tasks.json"))));
    QCOMPARE(QFile::permissions(m_folder->filePath(say("tasks.json"))) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    m_controller->connections().disconnectServer(one);
    makeController();
    QSignalSpy told(&m_controller->connections(), &McpConnections::taskChanged);
    QVERIFY(connectTo({say("--modern")}));
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().at(1).value<McpTask>().id, say("job-1"));
}

void TestMcpRestarts::tasksAreKeptForTheirTime()
{
    const QString path = m_folder->filePath(say("ledger.json"));
    const McpServerConfig mine{.id = one, .url = QUrl(say("https://one.example/mcp"))};
    const McpServerConfig other{.id = one, .url = QUrl(say("https://other.example/mcp"))};
    {
        McpTaskLedger ledger(path, m_clock);
        ledger.note(mine, {.id = say("short"), .ttl = 60000ms});
        ledger.note(mine, {.id = say("long \"one\"")});
        ledger.note(mine, {.id = say("short"), .status = McpTask::Status::Completed});
        ledger.note(mine, {.id = QString(2000, u'x')});
        QCOMPARE(ledger.tasksOf(mine).size(), 2);
    }
    McpTaskLedger ledger(path, m_clock);
    QCOMPARE(ledger.tasksOf(mine), (QStringList{say("short"), say("long \"one\"")}));
    QVERIFY(ledger.tasksOf(other).isEmpty()); // of the same name, elsewhere
    m_clock.advance(61s);
    QCOMPARE(ledger.tasksOf(mine), QStringList(say("long \"one\"")));
    ledger.forget(mine, say("long \"one\""));
    QVERIFY(McpTaskLedger(path, m_clock).tasksOf(mine).isEmpty());
    for (int i = 0; i < 300; ++i)
        ledger.note(mine, {.id = QString::number(i)});
    QCOMPARE(McpTaskLedger(path, m_clock).tasksOf(mine).size(), 200);
}

QD_TEST_MAIN(QCoreApplication, TestMcpRestarts)
#include "tst_mcprestarts.moc"
