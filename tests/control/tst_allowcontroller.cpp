#include "allowcontroller.h"
#include "allowtools.h"
#include "fakeapimconnector.h"
#include "fakemcpconnector.h"
#include "fakemonitorconnector.h"
#include "manualclock.h"
#include "memoryhistory.h"
#include "openguard.h"
#include "policy/jsonscan.h"
#include "testmain.h"

#include <QSignalSpy>

using qd::AllowController;
using qd::AllowServer;
using qd::AllowTool;
using qd::PolicyScope;
using qd::ProofRow;
using qd::ToolDecision;
using qd::ToolDrift;

namespace {

QString say(const char *utf8) { return QString::fromUtf8(utf8); }

qd::McpTool offered(const char *name, const char *description = "d")
{
    qd::McpTool tool;
    tool.name = say(name);
    tool.description = say(description);
    tool.inputSchema = say("{\"type\":\"object\"}");
    tool.raw = QStringLiteral("{\"name\":\"%1\",\"description\":\"%2\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"string\"}},\"required\":[\"m\"]}}")
                   .arg(say(name), say(description));
    return tool;
}

PolicyScope everythingScope() { return {.kind = PolicyScope::Kind::Api, .api = qd::ApiId(say("everything"))}; }

QList<std::pair<QString, QString>> membersOfJson(const QString &json) { return qd::jsonscan::members(json).value_or(QList<std::pair<QString, QString>>{}); }

/// What a gateway that obeys the policy answers, in as few words as the proof needs.
QByteArray gatewayAnswer(const QByteArray &message, const QStringList &allowed)
{
    const auto refused = [](const QString &id) { return QStringLiteral("{\"jsonrpc\":\"2.0\",\"id\":%1,\"error\":{\"code\":-32601,\"message\":\"Tool disabled\"}}").arg(id).toUtf8(); };
    const QString json = QString::fromUtf8(message);
    if (json.startsWith(u'['))
        return '[' + refused(say("1")) + ']';
    QString method, name;
    for (const auto &[key, value] : membersOfJson(json)) {
        if (key == say("method"))
            method = *qd::jsonscan::decoded(value);
        if (key == say("params"))
            for (const auto &[inner, text] : membersOfJson(value))
                if (inner == say("name"))
                    name = *qd::jsonscan::decoded(text);
    }
    if (method == say("tools/list")) {
        QStringList tools;
        for (const QString &tool : allowed)
            tools.append(say("{\"name\":\"%1\"}").arg(tool));
        return QStringLiteral("{\"result\":{\"tools\":[%1]}}").arg(tools.join(u',')).toUtf8();
    }
    return allowed.contains(name) && method == say("tools/call") ? QByteArray("event: message\ndata: {\"result\":{\"content\":[]}}\n\n") : refused(say("2"));
}

struct AllowBench {
    AllowBench()
    {
        apim.addMcpServer(say("everything"), QUrl(say("http://127.0.0.1:9/mcp")));
        apim.addSubscription(say("team-a"), say("secret-key"));
        mcp.tools = [this](const qd::McpServerConfig &) { return upstream; };
        mcp.raw = [this](const qd::McpServerConfig &, const QByteArray &message) {
            return qd::Result<QByteArray>(gatewayAnswer(message, enforced.value_or(QStringList{})));
        };
        monitor.answer = [](const qd::MonitorQuery &) {
            qd::Table table;
            table.columns = {{say("tool"), qd::ColumnType::String, {say("echo")}}, {say("calls"), qd::ColumnType::Long, {qint64(40)}},
                             {say("errors"), qd::ColumnType::Long, {qint64(10)}}};
            return qd::Result<qd::MonitorReply>(qd::MonitorReply{.tables = {table}});
        };
        controller = std::make_unique<AllowController>(AllowController::Parts{apim, monitor, mcp, guard, history, store, clock}, say("me"));
    }
    [[nodiscard]] bool load()
    {
        QSignalSpy loaded(controller.get(), &AllowController::loaded);
        controller->refreshServers();
        return loaded.wait();
    }
    [[nodiscard]] bool apply()
    {
        QSignalSpy applied(controller.get(), &AllowController::applied);
        controller->apply();
        return (!applied.isEmpty() || applied.wait()) && applied.at(0).at(0).toBool();
    }
    [[nodiscard]] const AllowServer &open() const { return *store.openServer(); }
    [[nodiscard]] AllowTool tool(const char *name) const
    {
        for (const AllowTool &one : open().tools)
            if (one.name == say(name))
                return one;
        return {};
    }

    qd::test::FakeApimConnector apim;
    qd::test::FakeMonitorConnector monitor;
    qd::test::FakeMcpConnector mcp;
    qd::test::OpenGuard guard;
    qd::test::MemoryHistory history;
    qd::test::ManualClock clock;
    qd::AllowStore store;
    QList<qd::McpTool> upstream{offered("echo"), offered("get-env"), offered("get-sum")};
    std::optional<QStringList> enforced;
    std::unique_ptr<AllowController> controller;
};

} // namespace

class TestAllowController : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void showsToolsWithTheirUse()
    {
        AllowBench bench;
        QVERIFY(bench.load());
        QCOMPARE(bench.open().tools.size(), 3);
        QCOMPARE(bench.open().enforcement, qd::AllowlistReading::State::None);
        const AllowTool echo = bench.tool("echo");
        QCOMPARE(echo.callsPerHour, std::optional(40.0));
        QCOMPARE(echo.errorShare, std::optional(0.25));
        QCOMPARE(echo.drift, ToolDrift::New);
        QVERIFY(echo.tokens > 10);
        QCOMPARE(bench.tool("get-env").callsPerHour, std::optional(0.0));
        QCOMPARE(bench.store.subjects(), QStringList{say("team-a")});
        QVERIFY(bench.monitor.calls.at(0)->query.kql.contains(say("\"everything\"")));
    }

    void appliesWhatWasDecidedAndReadsItBack()
    {
        AllowBench bench;
        QVERIFY(bench.load());
        bench.controller->decide({say("echo"), say("get-sum")}, ToolDecision::Allowed);
        bench.controller->decide({say("get-env")}, ToolDecision::Denied);
        QVERIFY(bench.open().isChanged());
        QVERIFY(bench.apply());
        const qd::AllowlistReading live = qd::readAllowlist(bench.apim.policyOf(everythingScope()).xml);
        QCOMPARE(live.state, qd::AllowlistReading::State::Ours);
        QCOMPARE(live.list.tools.size(), 2);
        QCOMPARE(live.list.denied, QStringList{say("get-env")});
        QVERIFY(!bench.open().isChanged());
        QCOMPARE(bench.guard.admitted.at(0).verb, say("allow.apply"));
        QCOMPARE(qd::tokensOf(bench.open().tools, &AllowTool::live), bench.tool("echo").tokens + bench.tool("get-sum").tokens);
        QSignalSpy applied(bench.controller.get(), &AllowController::applied);
        bench.controller->undo();
        QVERIFY(applied.wait());
        QCOMPARE(bench.apim.policyOf(everythingScope()).xml, QString());
    }

    void newChangedAndGoneToolsShow()
    {
        AllowBench bench;
        QVERIFY(bench.load());
        bench.controller->decide({say("echo"), say("get-sum")}, ToolDecision::Allowed);
        QVERIFY(bench.apply());
        bench.upstream = {offered("echo", "another description"), offered("get-env"), offered("fresh")};
        QSignalSpy loaded(bench.controller.get(), &AllowController::loaded);
        bench.controller->reload();
        QVERIFY(loaded.wait());
        QCOMPARE(bench.tool("echo").drift, ToolDrift::Changed);
        QCOMPARE(bench.tool("get-sum").drift, ToolDrift::Gone);
        QCOMPARE(bench.tool("fresh").drift, ToolDrift::New);
        QCOMPARE(bench.tool("fresh").live, ToolDecision::Undecided);
        QVERIFY(bench.open().isChanged());
        bench.controller->acceptDrift();
        QVERIFY(bench.apply());
        const auto live = qd::readAllowlist(bench.apim.policyOf(everythingScope()).xml);
        QCOMPARE(live.list.tools.size(), 1);
        QVERIFY(live.list.tools.at(0).definition.contains(say("another description")));
    }

    void somebodyElsesPolicyIsNotOverwritten()
    {
        AllowBench bench;
        QVERIFY(bench.load());
        bench.controller->decide({say("echo")}, ToolDecision::Allowed);
        bench.apim.overwrite(everythingScope(), say("<policies><inbound><base /><trace source=\"x\" /></inbound></policies>"));
        QVERIFY(!bench.apply());
        QVERIFY(bench.open().isConflict);
        QCOMPARE(bench.tool("echo").wanted, ToolDecision::Allowed);
        QVERIFY(bench.open().plan.contains(say("source=\"x\""))); // the decision now stands on theirs
        QVERIFY(bench.apply());
        QVERIFY(bench.apim.policyOf(everythingScope()).xml.contains(say("source=\"x\"")));
    }

    void theProofPassesOnlyWhenTheGatewayObeys_data()
    {
        QTest::addColumn<bool>("obeys");
        QTest::newRow("obeys") << true;
        QTest::newRow("enforcement off") << false;
    }
    void theProofPassesOnlyWhenTheGatewayObeys()
    {
        QFETCH(bool, obeys);
        AllowBench bench;
        QVERIFY(bench.load());
        bench.controller->decide({say("echo"), say("get-sum")}, ToolDecision::Allowed);
        bench.controller->decide({say("get-env")}, ToolDecision::Denied);
        QVERIFY(bench.apply());
        bench.enforced = obeys ? QStringList{say("echo"), say("get-sum")} : QStringList{say("echo"), say("get-env"), say("get-sum")};
        QSignalSpy proved(bench.controller.get(), &AllowController::proved);
        bench.controller->prove(say("team-a"));
        QVERIFY(proved.wait());
        const qd::AllowProofState &proof = bench.open().proof;
        QCOMPARE(proof.phase, qd::AllowProofState::Phase::Done);
        QCOMPARE(proof.isPassed(), obeys);
        QCOMPARE(proof.rows.size(), 8); // list, two allowed, one blocked, guessed, method case, name case, batch
        QCOMPARE(proof.count(ProofRow::Verdict::Fail), obeys ? 0 : 2); // the list and the blocked tool
        QVERIFY(bench.mcp.sent.at(1).contains("\"arguments\":{\"m\":\"\"}"));
        QCOMPARE(bench.mcp.made.constLast().headers.at(0).second, say("secret-key"));
        QCOMPARE(bench.mcp.made.constLast().url, QUrl(say("http://127.0.0.1:1/everything/mcp")));
        for (const ProofRow &row : proof.rows)
            QVERIFY(!row.sent.contains(say("secret-key")) && !row.seen.contains(say("secret-key")));
    }

    void destructiveToolsAreNotCalled()
    {
        AllowBench bench;
        bench.upstream[0].isDestructive = true;
        QVERIFY(bench.load());
        bench.controller->decide({say("echo")}, ToolDecision::Allowed);
        QVERIFY(bench.apply());
        bench.enforced = QStringList{say("echo")};
        QSignalSpy proved(bench.controller.get(), &AllowController::proved);
        bench.controller->prove(say("team-a"));
        QVERIFY(proved.wait());
        QCOMPARE(bench.open().proof.rows.at(1).verdict, ProofRow::Verdict::Skipped);
        QVERIFY(bench.open().proof.isPassed());
    }

    void withoutAListThereIsNothingToProve()
    {
        AllowBench bench;
        QVERIFY(bench.load());
        QSignalSpy proved(bench.controller.get(), &AllowController::proved);
        bench.controller->prove(say("team-a"));
        QCOMPARE(proved.size(), 1);
        QCOMPARE(bench.open().proof.phase, qd::AllowProofState::Phase::Failed);
    }

    void whatCannotBeAskedIsTold()
    {
        AllowBench bench;
        bench.mcp.refusal = qd::Error{.kind = qd::ErrorKind::Network, .message = say("refused")};
        bench.monitor.answer = [](const qd::MonitorQuery &) { return qd::Result<qd::MonitorReply>(qd::Error{.kind = qd::ErrorKind::Throttled, .message = say("later")}); };
        QVERIFY(bench.load());
        QVERIFY(bench.open().upstreamError && bench.open().usageError && !bench.open().error);
        QVERIFY(!bench.open().isUpstreamRead);
        bench.apim.refuse = [](const QString &what) { return what.startsWith(say("readPolicy")) ? std::optional(qd::Error{.kind = qd::ErrorKind::Forbidden, .message = say("no")}) : std::nullopt; };
        QSignalSpy loaded(bench.controller.get(), &AllowController::loaded);
        bench.controller->reload();
        QVERIFY(loaded.wait());
        QVERIFY(bench.open().error);
        QCOMPARE(bench.open().phase, AllowServer::Phase::Ready); // what was read before stays
    }

    void canBeDestroyedWhilePending()
    {
        AllowBench bench;
        bench.apim.isHeld = true;
        bench.controller->refreshServers();
        bench.controller.reset();
        bench.apim.deliver();
        QVERIFY(!bench.store.isListed());
    }
};

QD_TEST_MAIN(QCoreApplication, TestAllowController)
#include "tst_allowcontroller.moc"
