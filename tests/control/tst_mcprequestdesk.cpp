#include "auth/memorysecretstore.h"
#include "confirmqueue.h"
#include "manualtimers.h"
#include "mcp/defaultmcpconnector.h"
#include "mcp/launchconsent.h"
#include "mcpbenchcontroller.h"
#include "mcp/roots.h"
#include "mcpmodeldesk.h"
#include "mcprequestdesk.h"
#include "outcome.h"
#include "testmain.h"

#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>

using namespace qd;
using namespace qd::test;
using Status = McpPendingRequest::Status;

namespace {

QString say(const char *utf8) { return QString::fromUtf8(utf8); }

} // namespace

/// Questions of a real server (its tool "ask" asks the client first and gives the client's answer as its text), answered
/// at the desk.
class TestMcpRequestDesk : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void formsAreAnswered();
    void refusalsAreToldApart();
    void modelsAnswersAreWrittenByHand();
    void foldersAreTold();
    void withdrawnQuestionsAreNotAnswered();
    void visitedPagesLetTheCallGoOn();
    void doneBySayingOfTheServer();
    void modelsAreCheckedBeforeTheyAreUsed();
    void lostServersTakeTheirQuestionsAlong();

private:
    void ask(const char *method, const char *params)
    {
        m_controller->calls().callTool(m_server, say("ask"), say("{\"method\":\"") + say(method) + say("\",\"params\":") + say(params) + u'}');
    }
    [[nodiscard]] bool isAsked()
    {
        return QTest::qWaitFor([this] { return m_requests->waiting() == 1; }, 10000);
    }
    [[nodiscard]] quint64 asked() const { return m_requests->requests().last().id; }
    /// What the server says that it was answered.
    [[nodiscard]] QString told()
    {
        if (!QTest::qWaitFor([this] { return !m_calls->latest().isBusy(); }, 10000))
            return {};
        const QList<McpContent> content = m_calls->latest().result.content;
        return content.isEmpty() ? QString() : content.first().text;
    }

    const McpServerId m_server{say("one")};
    ManualClock m_clock;
    MemorySecretStore m_secrets;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ManualTimers> m_timers;
    std::unique_ptr<DefaultMcpConnector> m_connector;
    std::unique_ptr<ConfirmQueue> m_confirm;
    std::unique_ptr<McpBenchStore> m_store;
    std::unique_ptr<McpCallStore> m_calls;
    std::unique_ptr<McpRequestStore> m_requests;
    std::shared_ptr<McpRequestDesk> m_desk;
    std::unique_ptr<McpBenchController> m_controller;
};

void TestMcpRequestDesk::init()
{
    failOnWarnings();
    m_folder = std::make_unique<QTemporaryDir>();
    m_timers = std::make_unique<ManualTimers>(m_clock);
    m_connector = std::make_unique<DefaultMcpConnector>(m_clock, *m_timers, m_secrets);
    m_confirm = std::make_unique<ConfirmQueue>();
    m_store = std::make_unique<McpBenchStore>();
    m_calls = std::make_unique<McpCallStore>();
    m_requests = std::make_unique<McpRequestStore>();
    m_desk = std::make_shared<McpRequestDesk>(*m_requests, m_clock);
    const QString list = m_folder->filePath(say("mcp.json"));
    const McpServerConfig server{.id = m_server, .transport = McpTransport::Stdio, .command = QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver")};
    QVERIFY(saveMcpServers({.servers = {server}, .consents = {launch::fingerprint(server)}}, list));
    m_controller = std::make_unique<McpBenchController>(
        McpBenchController::Parts{*m_connector, *m_confirm, m_secrets, m_clock, *m_timers, list, m_folder->filePath(say("pins.json")), m_desk}, *m_store, *m_calls);
    m_controller->roster().load();
    m_controller->connections().connectServer(m_server);
    QVERIFY(QTest::qWaitFor([this] { return m_store->server(m_server)->listedAt && !m_store->server(m_server)->isListing; }, 10000));
}

void TestMcpRequestDesk::cleanup()
{
    m_controller.reset();
    QVERIFY(QTest::qWaitFor([this] {
        m_timers->advance(std::chrono::seconds(1));
        return !m_connector->isEnding();
    }, 10000));
    m_connector.reset();
    m_desk.reset();
    checkNoErrorsLogged();
}

void TestMcpRequestDesk::formsAreAnswered()
{
    ask("elicitation/create", R"({"message":"Your name?","requestedSchema":{"type":"object","properties":{"name":{"type":"string"}}}})");
    QVERIFY(isAsked());
    const McpPendingRequest *request = m_requests->request(asked());
    QCOMPARE(request->kind, McpPendingRequest::Kind::Form);
    QCOMPARE(request->server, m_server);
    QCOMPARE(request->summary(), say("Your name?"));
    m_desk->accept(asked(), say(R"({"name":"Ann"})"));
    const QString answer = told();
    QVERIFY2(answer.contains(say("accept")) && answer.contains(say("Ann")), qPrintable(answer));
    QCOMPARE(m_requests->requests().last().status, Status::Answered);
    m_desk->decline(asked()); // too late
    QCOMPARE(m_requests->requests().last().status, Status::Answered);
}

void TestMcpRequestDesk::refusalsAreToldApart()
{
    ask("elicitation/create", R"({"message":"m","requestedSchema":{"type":"object","properties":{}}})");
    QVERIFY(isAsked());
    m_desk->decline(asked());
    QVERIFY(told().contains(say("decline")));
    ask("elicitation/create", R"({"message":"m","requestedSchema":{"type":"object","properties":{}}})");
    QVERIFY(isAsked());
    m_desk->dismiss(asked());
    QVERIFY(told().contains(say("cancel")));
    QCOMPARE(m_requests->requests().last().status, Status::Dismissed);
}

void TestMcpRequestDesk::modelsAnswersAreWrittenByHand()
{
    ask("sampling/createMessage", R"({"messages":[{"role":"user","content":{"type":"text","text":"Say hello"}}],"maxTokens":10})");
    QVERIFY(isAsked());
    QCOMPARE(m_requests->requests().last().sampling.maxTokens, 10);
    m_desk->answer(asked(), {.text = say("hello there"), .content = {}, .model = say("human")});
    const QString answer = told();
    QVERIFY2(answer.contains(say("hello there")) && answer.contains(say("human")), qPrintable(answer));
}

void TestMcpRequestDesk::foldersAreTold()
{
    m_desk->setRootsOf([this](const McpServerId &id) { return m_store->server(id)->config.roots; });
    QSignalSpy changed(&m_controller->roster(), &McpRoster::rootsChanged);
    connect(&m_controller->roster(), &McpRoster::rootsChanged, this, [this](const McpServerId &id) { m_controller->connections().session(id)->rootsChanged(); });
    m_controller->roster().setRoots(m_server, rootsOfFolders({say("/srv/my data"), say("/srv/my data")}).first(1));
    m_controller->roster().setRoots(m_server, rootsOfFolders({say("/srv/my data")})); // no change
    QCOMPARE(changed.size(), 1);
    QVERIFY(std::ranges::any_of(m_store->log(), [](const McpLogEntry &logged) { return logged.entry.method == say("notifications/roots/list_changed"); }));
    QCOMPARE(loadMcpServers(m_folder->filePath(say("mcp.json")))->servers.first().roots.first().name, say("my data"));
    ask("roots/list", "{}");
    QVERIFY(told().contains(say("srv/my%20data")));
    QCOMPARE(m_requests->requests().last().kind, McpPendingRequest::Kind::Roots);
    QCOMPARE(m_requests->waiting(), 0);
}

void TestMcpRequestDesk::withdrawnQuestionsAreNotAnswered()
{
    ask("elicitation/create", R"({"message":"m","requestedSchema":{"type":"object","properties":{}}})");
    QVERIFY(isAsked());
    const quint64 id = asked();
    m_controller->connections().disconnectServer(m_server);
    QVERIFY(QTest::qWaitFor([this] { return m_requests->waiting() == 0; }, 10000));
    QCOMPARE(m_requests->request(id)->status, Status::Withdrawn);
    m_desk->accept(id, say("{}"));
    QCOMPARE(m_requests->request(id)->status, Status::Withdrawn);
}

/// The server never says that the page was done with: the person does, and the call goes out again.
void TestMcpRequestDesk::visitedPagesLetTheCallGoOn()
{
    m_controller->calls().callTool(m_server, say("page"), say("{\"quiet\":true}"));
    QVERIFY(isAsked());
    const McpPendingRequest *request = m_requests->request(asked());
    QCOMPARE(request->kind, McpPendingRequest::Kind::Url);
    QVERIFY(request->elicitation.isRequired);
    QVERIFY(m_calls->latest().isBusy());
    m_desk->visited(asked());
    QCOMPARE(told(), say("done"));
    QCOMPARE(m_requests->requests().last().status, Status::Answered);
}

void TestMcpRequestDesk::doneBySayingOfTheServer()
{
    m_controller->calls().callTool(m_server, say("page"), say("{}"));
    QCOMPARE(told(), say("done"));
    QCOMPARE(m_requests->requests().last().status, Status::Answered);
    QVERIFY(m_requests->requests().last().isDone);
}

void TestMcpRequestDesk::modelsAreCheckedBeforeTheyAreUsed()
{
    const auto problem = [](const QString &url, const char *model) { return McpModelDesk::problemOf({.url = QUrl(url), .model = say(model)}); };
    const QString host = say("/") + say("/models.example/v1");
    QVERIFY(problem(say("https:") + host, "small").isEmpty());
    QVERIFY(problem(QString(), "").isEmpty());
    QVERIFY(!problem(say("https:") + host, "").isEmpty());
    QVERIFY(!problem(say("http:") + host, "small").isEmpty());
    QVERIFY(!problem(say("https:") + host + say("?key=planted"), "small").isEmpty());
    QVERIFY(problem(say("http:/") + say("/127.0.0.1:1/v1"), "small").isEmpty());
    McpModelDesk model(m_clock, *m_timers, m_secrets);
    model.use({.url = QUrl(say("http:") + host), .model = say("small")}, true);
    QVERIFY(!model.isSet());
    Outcome<McpSamplingAnswer> answer;
    model.propose({}, answer.context(), answer.completion());
    QVERIFY(answer.wait());
    QCOMPARE(answer.kind(), ErrorKind::Invalid);
}

/// The desk outlives the bench in mid-question.
void TestMcpRequestDesk::lostServersTakeTheirQuestionsAlong()
{
    ask("elicitation/create", R"({"message":"m","requestedSchema":{"type":"object","properties":{}}})");
    QVERIFY(isAsked());
    m_controller.reset();
    QVERIFY(QTest::qWaitFor([this] { return m_requests->waiting() == 0; }, 10000));
}

QD_TEST_MAIN(QCoreApplication, TestMcpRequestDesk)
#include "tst_mcprequestdesk.moc"
