#include "auth/memorysecretstore.h"
#include "confirmqueue.h"
#include "mcp/defaultmcpconnector.h"
#include "mcp/launchconsent.h"
#include "mcpbenchcontroller.h"
#include "mcphttppeer.h"
#include "mcpwiretext.h"
#include "moodysecrets.h"
#include "openguard.h"
#include "outcome.h"
#include "passtime.h"
#include "testmain.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;
using Status = McpServerState::Status;
using CallStatus = McpCallRecord::Status;

namespace {

QString say(const char *utf8) { return QString::fromUtf8(utf8); }

McpServerId idOf(const char *name) { return McpServerId(say(name)); }

McpServerConfig program(const char *name, const QStringList &options = {})
{
    return {.id = idOf(name), .transport = McpTransport::Stdio, .command = QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver"), .arguments = options};
}

/// The operator thinks about it for ever.
class SlowGuard final : public WriteGuard
{
public:
    Call admit(const WriteAction &, QObject *context, Completion<WriteTicket> completion) override
    {
        const auto state = CallState<WriteTicket>::create(context, std::move(completion));
        m_waiting.append(state);
        return state->handle();
    }
    void settle(WriteTicket, const WriteOutcome &) override {}

private:
    QList<std::shared_ptr<CallState<WriteTicket>>> m_waiting;
};

} // namespace

/// The bench over real connections: child processes and HTTP on this machine. Time passes only when the test says so.
class TestMcpBenchController : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void severalServersAtOnce();
    void nothingStartsWithoutConsent();
    void consentIsAskedOnceAndKept();
    void consentIsForThatCommandAlone();
    void importRunsThroughTheKeyring();
    void importWithoutAKeyring();
    void keysOfACommandAreShownNowhere();
    void importThatIsNoConfigurationSaysWhere();
    void removalIsKept();
    void callsAndFailuresAreToldApart();
    void promptsAndResources();
    void progressIsShown();
    void lyingSchemaIsAWarning();
    void cancelReachesTheServer();
    void eachSubjectOnceAtATime();
    void latencyIsMeasured();
    void listingsAreInspected();
    void approvalsAreKept();
    void listingsAreCompared();
    void brokenPinsAreTold();
    void callWithoutAConnectionIsRefused();
    void crashKeepsTheListsAndComesBack();
    void refreshAsksAnew();
    void crashOfOneLeavesTheOthers();
    void hangingServerGivesUp();
    void floodingServerIsThinnedOut();
    void changedListsAreReadAnew();
    void serverWithoutOffersIsListed();
    void readOnlyCallsNeedNoGuard();
    void otherCallsPassTheGuard();
    void refusedByTheGuard();
    void lostAnswerIsSettledAsUnknown();
    void cancelledWhileTheGuardAsks();
    void withoutAnAccountNothingIsWritten();
    void ticketsStayWithTheirGuard();
    void passingServersGoWithTheAccount();
    void destroyedInMidCall();

private:
    void keep(const QList<McpServerConfig> &servers, const QSet<QString> &consents = {})
    {
        QVERIFY(saveMcpServers({.servers = servers, .consents = consents}, m_path));
        m_controller->roster().load();
    }
    /// Agreed to, connected and listed.
    [[nodiscard]] bool connectTo(const QList<McpServerConfig> &servers)
    {
        QSet<QString> consents;
        for (const McpServerConfig &config : servers)
            consents.insert(launch::fingerprint(config));
        keep(servers, consents);
        for (const McpServerConfig &config : servers)
            m_controller->connections().connectServer(config.id);
        return waitFor([&] { return std::ranges::all_of(servers, [this](const McpServerConfig &config) { return isListed(config.id); }); });
    }
    [[nodiscard]] bool connectPassing(bool isAllowed = true)
    {
        m_controller->calls().setGuard(isAllowed ? &m_guard : nullptr);
        m_controller->roster().addPassing({.id = idOf("gate"), .url = m_peer->url()});
        m_controller->connections().connectServer(idOf("gate"));
        return waitFor([this] { return isListed(idOf("gate")); });
    }
    /// Answers come in their order: when this one is there, those before it are.
    [[nodiscard]] bool answersHaveArrived()
    {
        Outcome<bool> last;
        m_confirm->ask({}, last.context(), last.completion());
        m_confirm->answer(true);
        return last.wait();
    }
    [[nodiscard]] const McpServerState &state(const char *name) const { return *m_store->server(idOf(name)); }
    [[nodiscard]] bool isListed(const McpServerId &id) const
    {
        const McpServerState *server = m_store->server(id);
        return server->status == Status::Connected && server->listedAt && !server->isListing;
    }
    [[nodiscard]] McpCallRecord call() const { return m_calls->latest(); }
    [[nodiscard]] bool callEnds()
    {
        return waitFor([this] { return call().status != CallStatus::Running && call().status != CallStatus::Waiting; });
    }
    [[nodiscard]] QString firstText() const
    {
        const QList<McpContent> content = call().result.content;
        return content.isEmpty() ? QString() : content.first().text;
    }
    [[nodiscard]] bool wireHolds(const QString &part) const
    {
        return std::ranges::any_of(m_store->log(), [&](const McpLogEntry &logged) { return logged.entry.text.contains(part) || logged.entry.method == part; });
    }
    [[nodiscard]] bool waitFor(const std::function<bool()> &condition) { return QTest::qWaitFor(condition, 10000); }
    [[nodiscard]] bool passTimeUntil(const std::function<bool()> &condition) { return qd::test::passTimeUntil(*m_timers, condition, 10000); }

    ManualClock m_clock;
    MemorySecretStore m_secrets;
    OpenGuard m_guard;
    QString m_path;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ManualTimers> m_timers;
    std::unique_ptr<DefaultMcpConnector> m_connector;
    std::unique_ptr<ConfirmQueue> m_confirm;
    std::unique_ptr<McpHttpPeer> m_peer;
    std::unique_ptr<McpBenchStore> m_store;
    std::unique_ptr<McpCallStore> m_calls;
    std::unique_ptr<McpBenchController> m_controller;
};

void TestMcpBenchController::init()
{
    failOnWarnings();
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(say("mcp.json"));
    m_timers = std::make_unique<ManualTimers>(m_clock);
    m_connector = std::make_unique<DefaultMcpConnector>(m_clock, *m_timers, m_secrets);
    m_confirm = std::make_unique<ConfirmQueue>();
    m_peer = std::make_unique<McpHttpPeer>();
    m_store = std::make_unique<McpBenchStore>();
    m_calls = std::make_unique<McpCallStore>();
    m_guard = OpenGuard();
    m_controller = std::make_unique<McpBenchController>(McpBenchController::Parts{*m_connector, *m_confirm, m_secrets, m_clock, *m_timers, m_path, m_folder->filePath(say("pins.json"))},
                                                        *m_store, *m_calls);
}

void TestMcpBenchController::cleanup()
{
    m_controller.reset();
    QVERIFY(passTimeUntil([this] { return !m_connector->isEnding(); }));
    m_connector.reset();
    checkNoErrorsLogged();
}

void TestMcpBenchController::severalServersAtOnce()
{
    McpHttpPeer other;
    QVERIFY(connectTo({program("one"), {.id = idOf("two"), .url = m_peer->url()}, {.id = idOf("three"), .url = other.url()}}));
    for (const char *name : {"one", "two", "three"})
        QCOMPARE(state(name).tools.size(), 12);
    for (const char *name : {"three", "one", "two"}) {
        m_controller->calls().callTool(idOf(name), say("echo"), QStringLiteral(R"({"text":"%1"})").arg(say(name)));
        QVERIFY(callEnds());
        QCOMPARE(firstText(), say(name));
    }
    m_controller->connections().disconnectServer(idOf("two"));
    QCOMPARE(state("two").status, Status::Idle);
    QVERIFY(state("two").isStale);
    QCOMPARE(state("one").status, Status::Connected);
}

void TestMcpBenchController::nothingStartsWithoutConsent()
{
    keep({program("one", {say("--stderr"), say("started")})});
    m_controller->connections().connectServer(idOf("one"));
    const ConfirmRequest *question = m_confirm->current();
    QVERIFY(question);
    QCOMPARE(question->action.verb, say("mcp.launch"));
    QVERIFY2(question->action.after.contains(say("mcpstdioserver --stderr started")), qPrintable(question->action.after));
    m_confirm->answer(false);
    QVERIFY(answersHaveArrived());
    QCOMPARE(state("one").status, Status::Idle);
    QVERIFY(m_store->log().empty());
    QVERIFY(loadMcpServers(m_path)->consents.isEmpty());
}

void TestMcpBenchController::consentIsAskedOnceAndKept()
{
    keep({program("one")});
    m_controller->connections().connectServer(idOf("one"));
    m_controller->connections().connectServer(idOf("one")); // Enter twice
    QCOMPARE(m_confirm->waiting(), 1);
    m_confirm->answer(true);
    QVERIFY(waitFor([this] { return isListed(idOf("one")); }));
    QVERIFY(loadMcpServers(m_path)->consents.contains(launch::fingerprint(program("one"))));
    m_controller->connections().disconnectServer(idOf("one"));
    m_controller->connections().connectServer(idOf("one"));
    QVERIFY(!m_confirm->current());
    QVERIFY(waitFor([this] { return isListed(idOf("one")); }));
}

/// A question about an entry that was replaced is taken back; what it is now is asked for anew.
void TestMcpBenchController::consentIsForThatCommandAlone()
{
    keep({program("one")});
    m_controller->connections().connectServer(idOf("one"));
    QSignalSpy imported(&m_controller->roster(), &McpRoster::imported);
    m_controller->roster().import(R"({"mcpServers":{"one":{"command":"/bin/sh","args":["-c","touch )" + m_folder->filePath(say("evil")).toUtf8() + R"("]}}})");
    QVERIFY(waitFor([&imported] { return !imported.isEmpty(); }));
    QVERIFY(imported.first().first().toStringList().join(u' ').contains(say("one stood in the list already")));
    QVERIFY(!m_confirm->current());
    QVERIFY(answersHaveArrived());
    m_controller->connections().connectServer(idOf("one"));
    QVERIFY(m_confirm->current()->action.after.startsWith(say("/bin/sh")));
    QVERIFY(!m_confirm->current()->action.effects.isEmpty());
    m_confirm->answer(false);
    QVERIFY(answersHaveArrived());
    QCOMPARE(state("one").status, Status::Idle);
    QVERIFY(!QFile::exists(m_folder->filePath(say("evil"))));
    QVERIFY(m_store->log().empty());
}

void TestMcpBenchController::importRunsThroughTheKeyring()
{
    QSignalSpy imported(&m_controller->roster(), &McpRoster::imported);
    m_controller->roster().import(R"({"mcpServers":{"one":{"url":")" + m_peer->url().toEncoded() + R"(","headers":{"Authorization":"Bearer planted-key"}}}})");
    QVERIFY(waitFor([&imported] { return !imported.isEmpty(); }));
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("planted-key"));
    QVERIFY(!encodeMcpConfig(m_controller->roster().own()).contains("planted-key"));
    m_controller->connections().connectServer(idOf("one"));
    QVERIFY(waitFor([this] { return isListed(idOf("one")); }));
    QCOMPARE(m_peer->seen().last().header("authorization"), QByteArray("Bearer planted-key"));
    QVERIFY(!wireHolds(say("planted-key")));
}

/// What needs no key is taken; of the other it is said what to do.
void TestMcpBenchController::importWithoutAKeyring()
{
    test::MoodySecrets secrets;
    secrets.isLocked = true;
    McpRoster roster(*m_store, secrets, m_folder->filePath(say("locked.json")));
    QSignalSpy imported(&roster, &McpRoster::imported);
    QSignalSpy failed(&roster, &McpRoster::failed);
    const QByteArray keyed = R"("b":{"command":"node","env":{"API_KEY":"planted"}})";
    roster.import(R"({"mcpServers":{"a":{"command":"node"},)" + keyed + "}}");
    QVERIFY(waitFor([&imported] { return !imported.isEmpty(); }));
    QCOMPARE(roster.own().size(), 1);
    QVERIFY(imported.first().first().toStringList().join(u'\n').contains(say("b is left out: the keyring did not take its keys")));
    roster.import("{\"mcpServers\":{" + keyed + "}}");
    QVERIFY(waitFor([&failed] { return !failed.isEmpty(); }));
    QCOMPARE(roster.own().size(), 1);
}

/// One in its arguments and one in its environment: the program gets both, nobody else sees either.
void TestMcpBenchController::keysOfACommandAreShownNowhere()
{
    startCapturingLogs();
    QSignalSpy imported(&m_controller->roster(), &McpRoster::imported);
    m_controller->roster().import("{\"mcpServers\":{\"one\":{\"command\":\"" QD_BINARY_DIR "/bin/tests/mcpstdioserver\",\"args\":[\"--print-env\",\"API_KEY\",\"--stderr\",\"TOKEN=planted-argument\"],"
                         "\"env\":{\"API_KEY\":\"planted-variable\"}}}}");
    QVERIFY(waitFor([&imported] { return !imported.isEmpty(); }));
    m_controller->connections().connectServer(idOf("one"));
    QString shown = imported.first().first().toStringList().join(u'\n') + m_confirm->current()->action.after + QString::fromUtf8(encodeMcpConfig(m_controller->roster().own()));
    m_confirm->answer(true);
    QVERIFY(waitFor([this] { return isListed(idOf("one")); }));
    QVERIFY(waitFor([this] { return wireHolds(say("API_KEY=***")) && wireHolds(say("TOKEN=***")); })); // it was given them, and said so
    m_controller->calls().callTool(idOf("one"), say("echo"), say(R"({"text":"planted-argument planted-variable"})"));
    QVERIFY(callEnds());
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    shown += QString::fromUtf8(file.readAll()) + capturedLogs().join(u'\n') + launch::shownText(state("one").config);
    for (const McpLogEntry &logged : m_store->log())
        shown += wiretext::asJson(logged) + wiretext::asDetail(logged) + wiretext::asCurl(logged, state("one").config);
    QVERIFY2(!shown.contains(say("planted")), qPrintable(shown));
}

void TestMcpBenchController::importThatIsNoConfigurationSaysWhere()
{
    QSignalSpy failed(m_controller.get(), &McpBenchController::failed);
    m_controller->roster().import("{\"mcpServers\": {\n  oops");
    QCOMPARE(failed.size(), 1);
    QVERIFY(failed.first().first().value<Error>().message.contains(say("line 2")));
}

void TestMcpBenchController::removalIsKept()
{
    keep({program("one"), program("two")});
    m_controller->roster().remove(idOf("one"));
    QVERIFY(!m_store->server(idOf("one")));
    QCOMPARE(loadMcpServers(m_path)->servers.size(), 1);
}

void TestMcpBenchController::callsAndFailuresAreToldApart()
{
    QVERIFY(connectTo({program("one")}));
    m_controller->calls().callTool(idOf("one"), say("fail"), say("{}"));
    QVERIFY(callEnds());
    QCOMPARE(call().status, CallStatus::Done);
    QVERIFY(call().result.isError);
    m_controller->calls().callTool(idOf("one"), say("no such tool"), say("{}"));
    QVERIFY(callEnds());
    QCOMPARE(call().status, CallStatus::Failed);
    QCOMPARE(call().error->vendorCode, say("-32602"));
    m_controller->calls().callTool(idOf("one"), say("echo"), say("{\"a\":"));
    QVERIFY(callEnds());
    QCOMPARE(call().error->kind, ErrorKind::Invalid);
}

void TestMcpBenchController::promptsAndResources()
{
    QVERIFY(connectTo({program("one")}));
    m_controller->calls().getPrompt(idOf("one"), say("greet"), {{say("who"), say("Ann")}});
    QVERIFY(callEnds());
    QCOMPARE(call().kind, McpCallRecord::Kind::Prompt);
    QCOMPARE(firstText(), say("Hello Ann"));
    m_controller->calls().readResource(idOf("one"), state("one").resources.first().uri);
    QVERIFY(callEnds());
    QCOMPARE(firstText(), say("content of one"));
}

void TestMcpBenchController::progressIsShown()
{
    QVERIFY(connectTo({program("one")}));
    QList<double> told;
    connect(m_calls.get(), &McpCallStore::callChanged, this, [&] { told << call().progress.progress; });
    m_controller->calls().callTool(idOf("one"), say("slow"), say("{}"));
    QVERIFY(callEnds());
    disconnect(m_calls.get(), nullptr, this, nullptr);
    QVERIFY(told.contains(1) && told.contains(3));
    QCOMPARE(call().status, CallStatus::Done);
}

void TestMcpBenchController::lyingSchemaIsAWarning()
{
    QVERIFY(connectTo({program("one")}));
    m_controller->calls().callTool(idOf("one"), say("lie"), say("{}"));
    QVERIFY(callEnds());
    QCOMPARE(call().status, CallStatus::Done);
    QCOMPARE(call().result.structured, say(R"({"sum":"three"})"));
    QVERIFY(!call().result.warnings.isEmpty());
}

void TestMcpBenchController::cancelReachesTheServer()
{
    QVERIFY(connectTo({program("one")}));
    m_controller->calls().callTool(idOf("one"), say("never"), say("{}"));
    QCOMPARE(call().status, CallStatus::Running);
    m_controller->calls().cancel(subjectIdOf(call()));
    QVERIFY(callEnds());
    QCOMPARE(call().status, CallStatus::Cancelled);
    QVERIFY(wireHolds(say("notifications/cancelled")));
    m_controller->calls().callTool(idOf("one"), say("echo"), say(R"({"text":"again"})"));
    QVERIFY(callEnds());
    QCOMPARE(firstText(), say("again"));
}

void TestMcpBenchController::eachSubjectOnceAtATime()
{
    QVERIFY(connectTo({program("one"), program("two")}));
    m_controller->calls().callTool(idOf("one"), say("never"), say("{}"));
    m_controller->calls().callTool(idOf("one"), say("never"), say(R"({"x":1})"));
    QCOMPARE(m_calls->size(), 1);
    QCOMPARE(call().arguments, say("{}"));
    m_controller->calls().callTool(idOf("two"), say("echo"), say(R"({"text":"meanwhile"})"));
    QVERIFY(callEnds());
    QCOMPARE(firstText(), say("meanwhile"));
    const McpSubjectId never{idOf("one"), McpCallRecord::Kind::Tool, say("never")};
    QCOMPARE(m_calls->call(never).status, CallStatus::Running);
    m_controller->connections().disconnectServer(idOf("one"));
    QVERIFY(waitFor([&] { return m_calls->call(never).status == CallStatus::Cancelled; }));
    QCOMPARE(m_calls->call({idOf("two"), McpCallRecord::Kind::Tool, say("echo")}).status, CallStatus::Done); // still there
}

void TestMcpBenchController::latencyIsMeasured()
{
    QVERIFY(connectTo({program("one")}));
    QVERIFY(waitFor([this] { return state("one").latency.has_value(); }));
    m_controller->connections().disconnectServer(idOf("one"));
    QVERIFY(!state("one").latency);
}

void TestMcpBenchController::listingsAreInspected()
{
    QVERIFY(connectTo({program("one"), {.id = idOf("two"), .url = m_peer->url()}}));
    QVERIFY(waitFor([this] { return state("one").inspection && state("two").inspection; }));
    const McpInspection &seen = *state("one").inspection;
    QVERIFY(!seen.isPinned && seen.tokens > 100 && seen.bytes > seen.tokens);
    const McpItemReport echo = seen.items.value(say("tool:echo"));
    QVERIFY(echo.tokens > 10 && echo.tokens < seen.tokens);
    QCOMPARE(echo.sha256.size(), 64);
}

/// Approving is the user's act; what is not approved stays "new", also after the next reading.
void TestMcpBenchController::approvalsAreKept()
{
    QVERIFY(connectTo({program("one")}));
    QVERIFY(waitFor([this] { return state("one").inspection != nullptr; }));
    QSignalSpy approved(&m_controller->inspector(), &McpInspector::approved);
    m_controller->inspector().approve(idOf("one"), {say("tool:echo")});
    QVERIFY(waitFor([&] { return approved.size() == 1; }));
    QVERIFY(state("one").inspection->isPinned);
    QCOMPARE(state("one").inspection->items.value(say("tool:echo")).drift, DriftState::Approved);
    QCOMPARE(state("one").inspection->items.value(say("tool:add")).drift, DriftState::New);
    const McpInspectionPtr before = state("one").inspection;
    m_controller->connections().refresh(idOf("one"));
    QVERIFY(waitFor([&] { return state("one").inspection != before; }));
    QCOMPARE(state("one").inspection->items.value(say("tool:add")).drift, DriftState::New);
    m_controller->inspector().approve(idOf("one"));
    QVERIFY(waitFor([&] { return approved.size() == 2; }));
    QCOMPARE(state("one").inspection->changed, 0);
}

/// With another server, with what was approved, and with a file.
void TestMcpBenchController::listingsAreCompared()
{
    QVERIFY(connectTo({program("one"), {.id = idOf("two"), .url = m_peer->url()}}));
    QVERIFY(waitFor([this] { return state("one").inspection && state("two").inspection; }));
    McpInspector &inspector = m_controller->inspector();
    QSignalSpy compared(&inspector, &McpInspector::compared);
    QSignalSpy failed(&inspector, &McpInspector::failed);
    inspector.compareWithServer(idOf("one"), idOf("two"));
    QVERIFY(waitFor([&] { return compared.size() == 1; }));
    const auto comparison = compared.last().at(1).value<McpComparison>();
    QVERIFY(comparison.items.isEmpty() && comparison.same > 10);
    inspector.compareWithApproved(idOf("one"));
    QVERIFY(waitFor([&] { return failed.size() == 1; })); // nothing was
    inspector.compareWithFile(idOf("one"), say("old.json"), "{\"tools\":[{\"name\":\"echo\",\"description\":\"Old words\",\"inputSchema\":{\"type\":\"object\"}},{\"name\":\"gone\",\"inputSchema\":{}}]}");
    QVERIFY(waitFor([&] { return compared.size() == 2; }));
    const auto old = compared.last().at(1).value<McpComparison>();
    const auto stateOf = [&old](const char *name) {
        const auto item = std::ranges::find_if(old.items, [&](const McpComparedItem &one) { return one.drift.name == say(name); });
        return item == old.items.cend() ? DriftState::Approved : item->drift.state;
    };
    QCOMPARE(stateOf("echo"), DriftState::Changed);
    QCOMPARE(stateOf("gone"), DriftState::Removed);
    QCOMPARE(stateOf("add"), DriftState::New);
    QVERIFY(!old.items.first().before.isEmpty() || !old.items.first().after.isEmpty());
    inspector.compareWithFile(idOf("one"), say("bad.json"), "[]");
    QVERIFY(waitFor([&] { return failed.size() == 2; }));
    inspector.compareWithServer(idOf("one"), idOf("two")); // overtaken
    inspector.compareWithFile(idOf("one"), say("empty.json"), "{\"tools\":[]}");
    QVERIFY(waitFor([&] { return compared.size() == 3; }));
    QCOMPARE(compared.last().at(1).value<McpComparison>().before, say("empty.json"));
}

void TestMcpBenchController::brokenPinsAreTold()
{
    QFile file(m_folder->filePath(say("pins.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"version\":1,");
    file.close();
    QSignalSpy failed(m_controller.get(), &McpBenchController::failed);
    QVERIFY(connectTo({program("one")}));
    QVERIFY(waitFor([&] { return !failed.isEmpty() && state("one").inspection; }));
    QVERIFY(state("one").inspection->tokens > 0); // the rest is there
    m_controller->inspector().approve(idOf("one"));
    QVERIFY(waitFor([&] { return failed.size() >= 2; }));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("{\"version\":1,")); // not written over
}

void TestMcpBenchController::callWithoutAConnectionIsRefused()
{
    keep({program("one")});
    m_controller->calls().callTool(idOf("one"), say("echo"), say("{}"));
    QCOMPARE(call().status, CallStatus::Failed);
    QVERIFY(call().error->message.contains(say("Connect")));
    QVERIFY(!m_confirm->current());
}

/// Also when the server allows to keep its lists for a while.
void TestMcpBenchController::refreshAsksAnew()
{
    m_peer->script.isModern = true;
    m_peer->script.isLegacy = false;
    m_peer->script.ttlMs = 60000;
    QVERIFY(connectTo({{.id = idOf("one"), .url = m_peer->url()}}));
    const auto asked = [this] { return std::ranges::count_if(m_peer->seen(), [](const SeenRequest &request) { return request.body.contains("\"tools/list\""); }); };
    const auto before = asked();
    m_controller->connections().refresh(idOf("one"));
    QVERIFY(waitFor([&] { return asked() == before + 2 && isListed(idOf("one")); })); // its two pages
}

void TestMcpBenchController::crashKeepsTheListsAndComesBack()
{
    QVERIFY(connectTo({program("one", {say("--crash-on"), say("tools/call")})}));
    m_controller->calls().callTool(idOf("one"), say("echo"), say("{}"));
    QVERIFY(callEnds());
    QCOMPARE(call().status, CallStatus::Failed);
    QTRY_COMPARE(state("one").status, Status::Failed);
    QVERIFY2(state("one").error->message.contains(say("crashed")), qPrintable(state("one").error->message));
    QCOMPARE(state("one").tools.size(), 12);
    QVERIFY(state("one").isStale);
    m_controller->connections().refresh(idOf("one"));
    QVERIFY(waitFor([this] { return isListed(idOf("one")); }));
    QVERIFY(!state("one").isStale);
    QVERIFY(!state("one").error);
}

void TestMcpBenchController::crashOfOneLeavesTheOthers()
{
    QVERIFY(connectTo({program("one", {say("--crash-on"), say("tools/call")}), program("two")}));
    m_controller->calls().callTool(idOf("one"), say("echo"), say("{}"));
    QTRY_COMPARE(state("one").status, Status::Failed);
    QVERIFY(callEnds());
    m_controller->calls().callTool(idOf("two"), say("echo"), say(R"({"text":"alive"})"));
    QVERIFY(callEnds());
    QCOMPARE(firstText(), say("alive"));
}

void TestMcpBenchController::hangingServerGivesUp()
{
    const McpServerConfig hanging = program("one", {say("--hang")});
    keep({hanging}, {launch::fingerprint(hanging)});
    m_controller->connections().connectServer(idOf("one"));
    QCOMPARE(state("one").status, Status::Connecting);
    QVERIFY(passTimeUntil([this] { return state("one").status == Status::Failed; }));
    QCOMPARE(state("one").error->kind, ErrorKind::Timeout);
    m_controller->connections().disconnectServer(idOf("one"));
    QCOMPARE(state("one").status, Status::Idle);
}

void TestMcpBenchController::floodingServerIsThinnedOut()
{
    QVERIFY(connectTo({program("one", {say("--flood"), say("20000")})}));
    const size_t before = m_store->log().size();
    m_controller->calls().callTool(idOf("one"), say("echo"), say(R"({"text":"hi"})"));
    QVERIFY(callEnds());
    QCOMPARE(firstText(), say("hi"));
    m_timers->advance(1s);
    QVERIFY2(m_store->log().size() - before < 200, qPrintable(QString::number(m_store->log().size())));
    QVERIFY(wireHolds(say("19999")));
}

void TestMcpBenchController::changedListsAreReadAnew()
{
    m_peer->offersStream = true;
    QVERIFY(connectTo({{.id = idOf("one"), .url = m_peer->url()}}));
    QVERIFY(waitFor([this] { return m_peer->isListenedTo(); }));
    const auto lists = [this] { return std::ranges::count_if(m_peer->script.seen(), [](const QByteArray &message) { return message.contains("tools/list"); }); };
    const auto before = lists();
    for (int i = 0; i < 5; ++i)
        m_peer->push(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})");
    QTRY_VERIFY(state("one").isStale);
    QVERIFY(passTimeUntil([this] { return !state("one").isStale && !state("one").isListing; }));
    QCOMPARE(lists() - before, 2); // one reading, of two pages, for the whole burst
}

void TestMcpBenchController::serverWithoutOffersIsListed()
{
    m_peer->script.offersNothing = true;
    QVERIFY(connectTo({{.id = idOf("one"), .url = m_peer->url()}}));
    QVERIFY(state("one").tools.isEmpty());
}

void TestMcpBenchController::readOnlyCallsNeedNoGuard()
{
    QVERIFY(connectPassing());
    m_controller->calls().callTool(idOf("gate"), say("echo"), say(R"({"text":"hi"})"));
    QVERIFY(callEnds());
    QCOMPARE(firstText(), say("hi"));
    QVERIFY(m_guard.admitted.isEmpty());
}

void TestMcpBenchController::otherCallsPassTheGuard()
{
    QVERIFY(connectPassing());
    m_controller->calls().callTool(idOf("gate"), say("add"), say(R"({"a":1,"b":2})"));
    QCOMPARE(call().status, CallStatus::Waiting);
    QVERIFY(callEnds());
    QCOMPARE(call().status, CallStatus::Done);
    QCOMPARE(m_guard.admitted.size(), 1);
    QCOMPARE(m_guard.admitted.first().target, say("gate/add"));
    QVERIFY(m_guard.admitted.first().after.contains(say("\"a\": 1")));
    QCOMPARE(m_guard.settled.size(), 1);
    QCOMPARE(m_guard.settled.first().second.status, WriteOutcome::Status::Succeeded);
    m_controller->calls().callTool(idOf("gate"), say("fail"), say("{}"));
    QVERIFY(callEnds());
    QCOMPARE(m_guard.settled.last().second.status, WriteOutcome::Status::Failed);
    m_controller->calls().callTool(idOf("gate"), say("not listed"), say("{}")); // not known to be harmless
    QVERIFY(callEnds());
    QCOMPARE(m_guard.admitted.size(), 3);
    QCOMPARE(m_guard.settled.size(), 3);
}

void TestMcpBenchController::refusedByTheGuard()
{
    QVERIFY(connectPassing());
    m_guard.refusal = Error{.kind = ErrorKind::Forbidden, .message = say("no lease")};
    m_controller->calls().callTool(idOf("gate"), say("add"), say("{}"));
    QVERIFY(callEnds());
    QCOMPARE(call().status, CallStatus::Failed);
    QCOMPARE(call().error->message, say("no lease"));
    QVERIFY(!wireHolds(say("tools/call")));
    QVERIFY(m_guard.settled.isEmpty());
}

void TestMcpBenchController::lostAnswerIsSettledAsUnknown()
{
    QVERIFY(connectPassing());
    m_controller->calls().callTool(idOf("gate"), say("never"), say("{}"));
    QVERIFY(passTimeUntil([this] { return call().status == CallStatus::Failed; }));
    QCOMPARE(call().error->kind, ErrorKind::Timeout);
    QCOMPARE(m_guard.settled.size(), 1);
    QCOMPARE(m_guard.settled.first().second.status, WriteOutcome::Status::Unknown);
}

void TestMcpBenchController::cancelledWhileTheGuardAsks()
{
    QVERIFY(connectPassing());
    SlowGuard slow;
    m_controller->calls().setGuard(&slow);
    m_controller->calls().callTool(idOf("gate"), say("add"), say("{}"));
    QCOMPARE(call().status, CallStatus::Waiting);
    m_controller->calls().cancel(subjectIdOf(call()));
    QVERIFY(callEnds());
    QCOMPARE(call().status, CallStatus::Cancelled);
    QVERIFY(!wireHolds(say("tools/call")));
}

void TestMcpBenchController::withoutAnAccountNothingIsWritten()
{
    QVERIFY(connectPassing(false));
    m_controller->calls().callTool(idOf("gate"), say("add"), say("{}"));
    QVERIFY(callEnds());
    QCOMPARE(call().error->kind, ErrorKind::Forbidden);
    QVERIFY(!wireHolds(say("tools/call")));
}

/// The journal of the next account must not hear of a call that this account's journal has opened.
void TestMcpBenchController::ticketsStayWithTheirGuard()
{
    QVERIFY(connectPassing());
    OpenGuard other;
    m_controller->calls().callTool(idOf("gate"), say("never"), say("{}"));
    QTRY_COMPARE(call().status, CallStatus::Running);
    m_controller->calls().setGuard(&other);
    m_controller->calls().cancel(subjectIdOf(call()));
    QVERIFY(callEnds());
    QVERIFY(other.settled.isEmpty());
}

void TestMcpBenchController::passingServersGoWithTheAccount()
{
    keep({program("own")});
    QVERIFY(connectPassing());
    QCOMPARE(m_store->servers().size(), 2);
    m_controller->roster().removePassing();
    QCOMPARE(m_store->servers().size(), 1);
    QCOMPARE(loadMcpServers(m_path)->servers.size(), 1);
    m_controller->roster().addPassing({.id = idOf("gate"), .url = m_peer->url()});
    QCOMPARE(state("gate").status, Status::Idle);
    QVERIFY(!encodeMcpConfig(m_controller->roster().own()).contains("gate"));
}

void TestMcpBenchController::destroyedInMidCall()
{
    QVERIFY(connectTo({program("one")}));
    m_controller->calls().callTool(idOf("one"), say("never"), say("{}"));
    const CallStatus before = call().status;
    m_controller.reset();
    QVERIFY(passTimeUntil([this] { return !m_connector->isEnding(); }));
    QCOMPARE(call().status, before);
}

QD_TEST_MAIN(QCoreApplication, TestMcpBenchController)
#include "tst_mcpbenchcontroller.moc"
