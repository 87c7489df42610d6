#include "auth/memorysecretstore.h"
#include "loadprobe.h"
#include "manualclock.h"
#include "manualtimers.h"
#include "testmain.h"
#include "http/callstate.h"
#include "mcp/defaultmcpconnector.h"
#include "mcphttppeer.h"

#include <QSignalSpy>

#include <deque>

using namespace qd;
using namespace qd::test;

namespace {

/// A server whose answers come when the test says so.
class SlowServer final : public McpConnector
{
public:
    struct Waiting {
        std::shared_ptr<CallState<McpCallResult>> state;
        McpSession *session = nullptr;
    };
    std::deque<Waiting> waiting;
    QList<McpSession *> sessions;
    std::optional<Error> refusal;

    std::unique_ptr<McpSession> makeSession(const McpServerConfig &config) override;
    void answer(const Result<McpCallResult> &result)
    {
        const auto first = waiting.front();
        waiting.pop_front();
        first.state->finish(result);
    }
};

Error unused() { return {.kind = ErrorKind::Internal, .message = QStringLiteral("not in this test")}; }

class SlowSession final : public McpSession
{
public:
    SlowSession(SlowServer &server, McpServerConfig config) : m_server(server), m_config(std::move(config)) {}
    ~SlowSession() override { m_server.sessions.removeAll(this); }

    void setAnswers(std::shared_ptr<McpClientAnswers>) override {}
    Call open(QObject *context, Completion<McpServerInfo> completion) override
    {
        const auto state = CallState<McpServerInfo>::create(context, std::move(completion));
        m_info = McpServerInfo{.name = QStringLiteral("slow"), .version = QString::number(m_server.sessions.indexOf(this))};
        state->finish(m_server.refusal ? Result<McpServerInfo>(*m_server.refusal) : Result<McpServerInfo>(*m_info));
        return state->handle();
    }
    void close() override {}
    [[nodiscard]] const McpServerConfig &config() const override { return m_config; }
    [[nodiscard]] const std::optional<McpServerInfo> &info() const override { return m_info; }
    Call callTool(const QString &, const QString &, QObject *context, Completion<McpCallResult> completion, std::function<void(const McpProgress &)>,
                  const McpCallOptions &) override
    {
        const auto state = CallState<McpCallResult>::create(context, std::move(completion));
        m_server.waiting.push_back({state, this});
        return state->handle();
    }
    Call listTools(QObject *context, Completion<QList<McpTool>> completion) override { return none(context, std::move(completion)); }
    Call listPrompts(QObject *context, Completion<QList<McpPrompt>> completion) override { return none(context, std::move(completion)); }
    Call listResources(QObject *context, Completion<QList<McpResource>> completion) override { return none(context, std::move(completion)); }
    Call readResource(const QString &, QObject *context, Completion<QList<McpContent>> completion) override { return none(context, std::move(completion)); }
    Call getPrompt(const QString &, const QList<std::pair<QString, QString>> &, QObject *context, Completion<QList<McpContent>> completion) override { return none(context, std::move(completion)); }
    Call complete(const McpCompletionQuery &, QObject *context, Completion<McpCompletions> completion) override { return none(context, std::move(completion)); }
    Call subscribe(const QString &, QObject *context, Completion<void> completion) override { return none(context, std::move(completion)); }
    Call unsubscribe(const QString &, QObject *context, Completion<void> completion) override { return none(context, std::move(completion)); }
    Call setLogLevel(McpLogLevel, QObject *context, Completion<void> completion) override { return none(context, std::move(completion)); }
    Call ping(QObject *context, Completion<Milliseconds> completion) override { return none(context, std::move(completion)); }
    Call listTasks(QObject *context, Completion<QList<McpTask>> completion) override { return none(context, std::move(completion)); }
    Call readTask(const QString &, QObject *context, Completion<McpTask> completion) override { return none(context, std::move(completion)); }
    Call taskResult(const QString &, QObject *context, Completion<McpCallResult> completion) override { return none(context, std::move(completion)); }
    Call cancelTask(const QString &, QObject *context, Completion<void> completion) override { return none(context, std::move(completion)); }
    Call sendRaw(const QByteArray &, QObject *context, Completion<QByteArray> completion) override { return none(context, std::move(completion)); }

private:
    template<typename T>
    static Call none(QObject *context, Completion<T> completion)
    {
        const auto state = CallState<T>::create(context, std::move(completion));
        state->finish(unused());
        return state->handle();
    }

    SlowServer &m_server;
    const McpServerConfig m_config;
    std::optional<McpServerInfo> m_info;
};

std::unique_ptr<McpSession> SlowServer::makeSession(const McpServerConfig &config)
{
    auto made = std::make_unique<SlowSession>(*this, config);
    sessions.append(made.get());
    return made;
}

McpCallResult answerFrom(const char *host, bool isError = false)
{
    return {.content = {}, .structured = {}, .isError = isError, .warnings = {}, .raw = QStringLiteral("{\"structuredContent\":{\"host\":\"%1\"}}").arg(QLatin1String(host))};
}

} // namespace

/// The load probe on a clock of the test's own.
class TestLoadProbe final : public QObject
{
    Q_OBJECT

    ManualClock m_clock;
    std::unique_ptr<ManualTimers> m_timers;
    std::unique_ptr<SlowServer> m_server;
    std::unique_ptr<LoadProbe> m_probe;
    std::unique_ptr<QSignalSpy> m_finished;

    static load::Plan plan() { return {.tool = QStringLiteral("echo"), .instanceHeader = {}, .instancePath = {}}; }

private slots:
    void init()
    {
        failOnWarnings();
        m_timers = std::make_unique<ManualTimers>(m_clock);
        m_server = std::make_unique<SlowServer>();
        m_probe = std::make_unique<LoadProbe>(*m_server, *m_timers);
        m_finished = std::make_unique<QSignalSpy>(m_probe.get(), &LoadProbe::finished);
    }
    void cleanup()
    {
        m_probe.reset();
        QTRY_VERIFY(m_server->sessions.isEmpty());
        checkNoErrorsLogged();
    }

    void asManyAtOnceAsPlanned()
    {
        load::Plan made = plan();
        made.concurrency = 3;
        made.calls = 5;
        made.instancePath = QStringLiteral("$.structuredContent.host");
        m_probe->start({}, made);
        QTRY_COMPARE(m_server->waiting.size(), size_t(3));
        m_timers->advance(std::chrono::milliseconds(40));
        m_server->answer(answerFrom("one"));
        QTRY_COMPARE(m_server->waiting.size(), size_t(3)); // the next one took its place
        m_server->answer(answerFrom("two", true));
        m_server->answer(Error{.kind = ErrorKind::Timeout, .message = QStringLiteral("late")});
        QTRY_COMPARE(m_server->waiting.size(), size_t(2));
        m_timers->advance(std::chrono::milliseconds(10));
        m_server->answer(answerFrom("one"));
        QVERIFY(m_finished->isEmpty());
        m_server->answer(answerFrom("one"));
        QTRY_COMPARE(m_finished->size(), 1);
        const load::Result result = m_probe->result();
        QCOMPARE(result.done, 5);
        QCOMPARE(result.failed, 2);
        QCOMPARE(result.elapsed, Microseconds(50'000));
        QCOMPARE(result.latency.most(), Microseconds(40'000));
        QCOMPARE(result.latency.least(), Microseconds(10'000));
        QCOMPARE(result.errors.size(), 2);
        QCOMPARE(result.instances.first(), (load::Share{QStringLiteral("one"), 3}));
    }

    /// A server that stands still for a second: what was due meanwhile counts from when it was due.
    void rateDoesNotWaitForTheServer()
    {
        load::Plan made = plan();
        made.rate = 10;
        made.calls = 10;
        m_probe->start({}, made);
        QTRY_COMPARE(m_server->waiting.size(), size_t(1));
        m_timers->advance(std::chrono::milliseconds(950));
        QCOMPARE(m_server->waiting.size(), size_t(1)); // one at once
        for (int i = 0; i < 10; ++i) {
            QTRY_COMPARE(m_server->waiting.size(), size_t(1));
            m_server->answer(answerFrom("a"));
        }
        QTRY_COMPARE(m_finished->size(), 1);
        const load::Result result = m_probe->result();
        QCOMPARE(result.done, 10);
        QCOMPARE(result.latency.most(), Microseconds(950'000));
        QCOMPARE(result.latency.least(), Microseconds(50'000)); // due at 900 ms
    }

    void rateKeepsItsTimes()
    {
        load::Plan made = plan();
        made.rate = 4;
        made.duration = Milliseconds(1000);
        made.concurrency = 8;
        m_probe->start({}, made);
        QTRY_COMPARE(m_server->waiting.size(), size_t(1));
        m_timers->advance(std::chrono::milliseconds(249));
        QCOMPARE(m_server->waiting.size(), size_t(1));
        m_timers->advance(std::chrono::milliseconds(1));
        QCOMPARE(m_server->waiting.size(), size_t(2));
        m_timers->advance(std::chrono::milliseconds(5000));
        QCOMPARE(m_server->waiting.size(), size_t(4)); // none after its time
        QVERIFY(m_finished->isEmpty());
        for (int i = 0; i < 4; ++i)
            m_server->answer(answerFrom("a"));
        QTRY_COMPARE(m_finished->size(), 1);
        QCOMPARE(m_probe->result().done, 4);
    }

    /// What was due and never made is told: a slow server would look like a good one.
    void whatWasDueAndNeverMade()
    {
        load::Plan made = plan();
        made.rate = 10;
        made.duration = Milliseconds(3000);
        m_probe->start({}, made);
        QTRY_COMPARE(m_server->waiting.size(), size_t(1));
        QCOMPARE(m_probe->result().due, 1);
        for (int i = 0; i < 2; ++i) {
            m_timers->advance(std::chrono::milliseconds(1000));
            m_server->answer(answerFrom("a"));
            QTRY_COMPARE(m_server->waiting.size(), size_t(1));
        }
        QCOMPARE(m_probe->result().due, 20);
        QCOMPARE(m_probe->result().notMade, 17);
        m_timers->advance(std::chrono::milliseconds(1500));
        m_server->answer(answerFrom("a"));
        QTRY_COMPARE(m_finished->size(), 1);
        QCOMPARE(m_probe->result().due, 30);
        QCOMPARE(m_probe->result().notMade, 27);
        made.rate = 0;
        made.calls = 1;
        m_probe->start({}, made);
        QTRY_COMPARE(m_server->waiting.size(), size_t(1));
        m_server->answer(answerFrom("a"));
        QTRY_COMPARE(m_finished->size(), 2);
        QCOMPARE(m_probe->result().due, 0);
        QCOMPARE(m_probe->result().notMade, 0);
    }

    void answersThatNeverComeAreLeft()
    {
        load::Plan made = plan();
        made.duration = Milliseconds(100);
        m_probe->start({}, made);
        QTRY_COMPARE(m_server->waiting.size(), size_t(1));
        m_timers->advance(std::chrono::milliseconds(5000));
        QVERIFY(m_finished->isEmpty());
        m_timers->advance(std::chrono::milliseconds(200));
        QCOMPARE(m_finished->size(), 1);
        QCOMPARE(m_probe->result().done, 0);
    }

    void connectionsShareTheCalls()
    {
        load::Plan made = plan();
        made.concurrency = 4;
        made.connections = 2;
        made.calls = 4;
        m_probe->start({}, made);
        QTRY_COMPARE(m_server->waiting.size(), size_t(4));
        QCOMPARE(m_server->sessions.size(), 2);
        while (!m_server->waiting.empty())
            m_server->answer(answerFrom("a"));
        QTRY_COMPARE(m_finished->size(), 1);
        QCOMPARE(m_probe->result().instances, (QList<load::Share>{{QStringLiteral("slow 0"), 2}, {QStringLiteral("slow 1"), 2}}));
    }

    void headersNameTheInstance()
    {
        load::Plan made = plan();
        made.calls = 1;
        made.instanceHeader = QStringLiteral("x-instance");
        m_probe->start({}, made);
        QTRY_COMPARE(m_server->waiting.size(), size_t(1));
        emit m_server->sessions.first()->wireSeen({.direction = McpWireEntry::Direction::Received, .method = QStringLiteral("tools/call"), .id = {}, .text = {},
                                                   .headers = QStringLiteral("HTTP 200\nX-Instance: web-3\nDate: now")});
        m_server->answer(answerFrom("a"));
        QTRY_COMPARE(m_finished->size(), 1);
        QCOMPARE(m_probe->result().instances, (QList<load::Share>{{QStringLiteral("web-3"), 1}}));
    }

    void headersOfARealServer_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QString>("instance");
        QTest::newRow("instance") << QByteArray("X-Instance: web-3") << QStringLiteral("web-3");
        QTest::newRow("endless") << QByteArray("X-Instance: " + QByteArray(5000, 'x')) << QString(200, u'x');
        QTest::newRow("cookie") << QByteArray("Set-Cookie: instance=web-3") << QStringLiteral("***");
        QTest::newRow("authorization") << QByteArray("Authorization: web-3") << QStringLiteral("***");
        QTest::newRow("session") << QByteArray("X-Session-Host: web-3") << QStringLiteral("***");
        QTest::newRow("key") << QByteArray("X-Instance: ghp_0123456789abcdefghijABCDEFGHIJ012345") << QStringLiteral("***");
    }

    /// The wire log shows headers by an allow-list; the one that names the instance is among them for that.
    void headersOfARealServer()
    {
        QFETCH(QByteArray, header);
        QFETCH(QString, instance);
        McpHttpPeer peer;
        peer.callHeaders = header + "\r\n";
        SystemClock clock;
        SystemTimers timers;
        MemorySecretStore secrets;
        DefaultMcpConnector connector(clock, timers, secrets);
        LoadProbe probe(connector, timers);
        QSignalSpy finished(&probe, &LoadProbe::finished);
        load::Plan made = plan();
        made.calls = 3;
        made.instanceHeader = QString::fromLatin1(header.left(header.indexOf(':')));
        probe.start({.id = McpServerId(QStringLiteral("url")), .url = peer.url()}, made);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 10000);
        QCOMPARE(probe.result().instances, (QList<load::Share>{{instance, 3}}));
        QTRY_VERIFY(!connector.isEnding());
    }

    void whatWasUnderWayWhenTheServerDiedHasFailed()
    {
        load::Plan made = plan();
        made.calls = 5;
        made.concurrency = 2;
        m_timers->advance(std::chrono::milliseconds(200));
        m_probe->start({}, made);
        m_timers->advance(std::chrono::milliseconds(200)); // until there is a connection
        QTRY_COMPARE(m_server->waiting.size(), size_t(2));
        m_timers->advance(std::chrono::milliseconds(30));
        emit m_server->sessions.last()->closed(Error{.kind = ErrorKind::Network, .message = QStringLiteral("gone")});
        QCOMPARE(m_finished->size(), 1);
        const load::Result result = m_probe->result();
        QCOMPARE(result.done, 2);
        QCOMPARE(result.failed, 2);
        QCOMPARE(result.errors, (QList<load::Share>{{QStringLiteral("network"), 2}}));
        QCOMPARE(result.elapsed, Microseconds(30'000));
        QCOMPARE(result.failures.most(), Microseconds(30'000));
    }

    void stoppedBeforeTheFirstAnswerTookNoNegativeTime()
    {
        load::Plan made = plan();
        made.duration = Milliseconds(60000);
        m_probe->start({}, made);
        m_timers->advance(std::chrono::milliseconds(200)); // until there is a connection
        QTRY_COMPARE(m_server->waiting.size(), size_t(1));
        QCOMPARE(m_probe->result().elapsed, Microseconds(0));
        m_probe->stop();
        QCOMPARE(m_probe->result().elapsed, Microseconds(0));
    }

    void stoppedLostRefusedAndDestroyed()
    {
        load::Plan made = plan();
        made.duration = Milliseconds(60000);
        m_probe->start({}, made);
        QTRY_COMPARE(m_server->waiting.size(), size_t(1));
        m_probe->stop();
        QCOMPARE(m_finished->size(), 1);
        m_server->answer(answerFrom("late"));
        m_probe->start({}, made);
        QTRY_COMPARE(m_server->waiting.size(), size_t(1));
        QCOMPARE(m_probe->result().done, 0); // the late one was of another run
        emit m_server->sessions.last()->closed(Error{.kind = ErrorKind::Network, .message = QStringLiteral("gone")});
        QCOMPARE(m_finished->size(), 2);
        QCOMPARE(m_probe->loss()->message, QStringLiteral("gone"));
        m_server->waiting.clear();
        QSignalSpy failed(m_probe.get(), &LoadProbe::failed);
        m_server->refusal = unused();
        m_probe->start({}, made);
        QTRY_COMPARE(failed.size(), 1);
        m_probe->start({}, {});
        QTRY_COMPARE(failed.size(), 2);
        m_server->refusal.reset();
        m_probe->start({}, made);
        QTRY_COMPARE(m_server->waiting.size(), size_t(1));
        m_probe.reset();
        m_server->answer(answerFrom("nobody"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestLoadProbe)
#include "tst_loadprobe.moc"
