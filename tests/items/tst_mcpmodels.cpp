#include "jsontreemodel.h"
#include "mcpoffermodel.h"
#include "mcpservermodel.h"
#include "mcpstepmodel.h"
#include "mcpwiremodel.h"
#include "mcpwireproxy.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace qd;

namespace {

QString say(const char *utf8) { return QString::fromUtf8(utf8); }

McpServerState serverNamed(const QString &name) { return {.config = {.id = McpServerId(name)}}; }

McpWireEntry received(const char *method, const char *text)
{
    return {.direction = McpWireEntry::Direction::Received, .method = say(method), .text = say(text)};
}

QStringList keysOf(const McpOfferModel &model)
{
    QStringList keys;
    for (int row = 0; row < model.rowCount(); ++row)
        keys << model.index(row, 0).data(McpOfferModel::KeyRole).toString();
    return keys;
}

} // namespace

class TestMcpModels : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    /// Steps wait in their order; a step with rows stands there once for each when it has run.
    void stepsTakeTheirResults()
    {
        using collection::StepResult;
        McpStepModel model;
        const QAbstractItemModelTester tester(&model);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        using Kind = collection::Step::Kind;
        model.setCollection({.steps = {{.kind = Kind::List, .target = say("tools")}, {.kind = Kind::Call, .name = say("adds"), .target = say("get-sum")}, {.kind = Kind::Read, .target = say("demo://1")}}});
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(1, 0).data(McpStepModel::OutcomeRole).toInt(), -1);
        model.add({.step = 0, .what = say("list tools")});
        model.add({.step = 1, .row = 0, .name = say("adds"), .what = say("call get-sum")});
        model.add({.step = 1, .row = 1, .name = say("adds"), .what = say("call get-sum"), .outcome = StepResult::Outcome::Failed,
                   .checks = {{.what = say("status equals \"ok\""), .isMet = true}, {.what = say("$.sum equals 3"), .isMet = false, .actual = say("4")}},
                   .notes = {say("a question had no answer")}});
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.index(2, static_cast<int>(McpStepModel::Column::Step)).data().toString(), say("adds, row 2"));
        QCOMPARE(model.index(2, static_cast<int>(McpStepModel::Column::Why)).data().toString(), say("$.sum equals 3, but it is 4"));
        QCOMPARE(model.index(3, 0).data().toString(), say("not run"));
        model.add({.step = 2, .what = say("read demo://1"), .outcome = StepResult::Outcome::Skipped, .reason = say("the server was lost")});
        QCOMPARE(model.index(3, static_cast<int>(McpStepModel::Column::Why)).data().toString(), say("the server was lost"));
        QVERIFY(stepStory(model.rows().at(2)).contains(say("there was: 4")));
        QVERIFY(stepStory(model.rows().at(2)).contains(say("Note: a question had no answer")));
        model.setCollection({.steps = {{.kind = Kind::List, .target = say("prompts")}}});
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(!model.rows().first().result && resets.isEmpty());
    }

    void serversFollowTheStore()
    {
        McpBenchStore store;
        store.apply(serverNamed(say("there before")));
        McpServerModel model(store);
        const QAbstractItemModelTester tester(&model);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QRandomGenerator random(7);
        for (int round = 0; round < 400; ++round) {
            McpServerState state = serverNamed(QString::number(random.bounded(9)));
            state.status = static_cast<McpServerState::Status>(random.bounded(4));
            random.bounded(3) == 0 ? store.remove(state.config.id) : store.apply(state);
            QCOMPARE(model.rowCount(), static_cast<int>(store.servers().size()));
        }
        QVERIFY(resets.isEmpty());
    }

    void serversSayHowTheyStand()
    {
        McpBenchStore store;
        McpServerModel model(store);
        McpServerState state = serverNamed(say("orders"));
        state.isPassing = true;
        state.status = McpServerState::Status::Connected;
        state.tools = {McpTool{.name = say("a")}, McpTool{.name = say("b")}};
        state.info = McpServerInfo{.isModern = true};
        state.listedAt = Instant();
        state.latency = Milliseconds(12);
        auto seen = std::make_shared<McpInspection>();
        seen->tokens = 1708;
        seen->suspicious = 1;
        state.inspection = seen;
        store.apply(state);
        const QModelIndex row = model.index(0);
        QCOMPARE(row.data(McpServerModel::DetailRole).toString(), say("gateway · connected · modern"));
        QCOMPARE(row.data(McpServerModel::OfferRole).toString(), say("2 tools · 1.7k tokens"));
        QCOMPARE(row.data(McpServerModel::ConcernRole).toString(), say("1 suspicious"));
        QVERIFY(row.data(McpServerModel::LatencyRole).toString().startsWith(say("12")));
        QVERIFY(row.data(Qt::AccessibleTextRole).toString().startsWith(say("orders, gateway · connected · modern, 2 tools · 1.7k tokens, 1 suspicious, 12")));
        state.status = McpServerState::Status::Failed;
        state.error = Error{.kind = ErrorKind::Network, .message = say("<b>gone</b>")};
        store.apply(state);
        QVERIFY(!row.data(Qt::ToolTipRole).toString().contains(say("<b>")));
        state.isPassing = false;
        state.status = McpServerState::Status::NeedsSignIn;
        store.apply(state);
        QCOMPARE(row.data(McpServerModel::DetailRole).toString(), say("http · needs sign-in"));
        state.status = McpServerState::Status::Connecting;
        state.signInStep = say("open x");
        store.apply(state);
        QCOMPARE(row.data(McpServerModel::DetailRole).toString(), say("http · signing in"));
    }

    void offersAreTakenOverByDifference()
    {
        McpOfferModel model;
        const QAbstractItemModelTester tester(&model);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QRandomGenerator random(11);
        for (int round = 0; round < 300; ++round) {
            McpServerState state;
            QStringList names;
            for (int i = 0; i < 12; ++i)
                if (random.bounded(3) > 0)
                    names << QString::number(i + random.bounded(2));
            for (const QString &name : names)
                state.tools.append({.name = name, .description = QString::number(random.bounded(3))});
            model.showTools(state);
            QCOMPARE(keysOf(model), names);
            for (int row = 0; row < model.rowCount(); ++row)
                QCOMPARE(model.index(row, 2).data().toString(), state.tools.at(row).description);
        }
        QVERIFY(resets.isEmpty());
    }

    void aRefreshKeepsTheOthersInPlace()
    {
        McpOfferModel model;
        McpServerState state;
        for (const char *name : {"a", "b", "c"})
            state.tools.append({.name = say(name)});
        model.showTools(state);
        const QPersistentModelIndex last = model.index(2, 0);
        QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
        state.tools.insert(1, {.name = say("new")});
        model.showTools(state);
        QCOMPARE(inserts.size(), 1);
        QCOMPARE(last.row(), 3);
        QCOMPARE(last.data(McpOfferModel::KeyRole).toString(), say("c"));
    }

    void hintsOfOffers()
    {
        McpOfferModel model;
        McpServerState state;
        state.tools = {McpTool{.name = say("r"), .isReadOnly = true}, McpTool{.name = say("d"), .isDestructive = true}, McpTool{.name = say("?")}};
        state.prompts = {McpPrompt{.name = say("p"), .arguments = {McpPromptArgument{}, McpPromptArgument{}}}};
        state.resources = {McpResource{.uri = say("demo://{id}"), .name = say("one"), .isTemplate = true}};
        model.showTools(state);
        QCOMPARE(model.index(0, 1).data().toString(), say("reads"));
        QCOMPARE(model.index(1, 1).data().toString(), say("destructive"));
        QCOMPARE(model.index(2, 1).data().toString(), QString());
        QCOMPARE(model.index(1, 0).data(McpOfferModel::RiskRole).toInt(), static_cast<int>(McpOffer::Risk::Destructive));
        model.showPrompts(state);
        QCOMPARE(keysOf(model), QStringList{say("p")});
        QCOMPARE(model.index(0, 1).data().toString(), say("2 arguments"));
        model.showResources(state);
        QCOMPARE(model.index(0, 1).data().toString(), say("template"));
    }

    void standingsOfTools()
    {
        McpServerState state;
        auto seen = std::make_shared<McpInspection>();
        seen->isPinned = true;
        const auto add = [&](const char *name, McpItemReport report) {
            report.sha256 = say("x");
            state.tools.append({.name = say(name)});
            seen->items.insert(inspectionKey(McpDefinition::Kind::Tool, say(name)), report);
        };
        add("approved", {.tokens = 1200});
        add("new", {.drift = DriftState::New, .severity = DriftSeverity::Medium});
        add("changed", {.drift = DriftState::Changed, .severity = DriftSeverity::Low});
        add("changed much", {.drift = DriftState::Changed, .severity = DriftSeverity::High});
        add("suspicious", {.drift = DriftState::Changed, .findings = {ScanFinding{.severity = ScanFinding::Severity::High}}});
        state.inspection = seen;
        McpOfferModel model;
        model.showTools(state);
        const auto words = [&model] {
            QStringList made;
            for (int row = 0; row < model.rowCount(); ++row)
                made << model.index(row, static_cast<int>(McpOfferModel::Column::Standing)).data().toString();
            return made;
        };
        QCOMPARE(words(), QStringList({say("approved"), say("new"), say("changed"), say("changed"), say("suspicious")}));
        QCOMPARE(model.index(3, 0).data(McpOfferModel::StandingRole).toInt(), static_cast<int>(McpOffer::Standing::Broken));
        QCOMPARE(model.index(0, static_cast<int>(McpOfferModel::Column::Tokens)).data().toString(), say("1.2k"));
        auto unpinned = std::make_shared<McpInspection>(*seen);
        unpinned->isPinned = false;
        state.inspection = unpinned;
        model.showTools(state);
        QCOMPARE(words(), QStringList({QString(), QString(), QString(), QString(), say("suspicious")}));
    }

    /// What was read of ten thousand tools reaches the views in a few strokes, not in ten thousand.
    void manyChangesAreToldTogether()
    {
        McpServerState state;
        auto seen = std::make_shared<McpInspection>();
        for (int i = 0; i < 10'000; ++i) {
            state.tools.append({.name = QString::number(i)});
            seen->items.insert(inspectionKey(McpDefinition::Kind::Tool, QString::number(i)), {.tokens = 10});
        }
        McpOfferModel model;
        QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.showTools(state);
        QCOMPARE(inserts.size(), 1);
        state.inspection = seen;
        model.showTools(state);
        QCOMPARE(changes.size(), 1);
        state.tools.removeAt(5000);
        model.showTools(state);
        QCOMPARE(model.rowCount(), 9999);
        QCOMPARE(changes.size(), 1);
    }

    void jsonIsATreeAsItCame()
    {
        const auto outline = JsonOutline::of(say(R"({"b":1.50,"a":[{"x y":"\u00e9\n"},null,[]],"big":12345678901234567890})"));
        QVERIFY(outline);
        JsonTreeModel model(*outline);
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(0, 0).data().toString(), say("b"));
        QCOMPARE(model.index(0, 1).data().toString(), say("1.50"));
        QCOMPARE(model.index(2, 1).data().toString(), say("12345678901234567890"));
        const QModelIndex list = model.index(1, 0);
        QCOMPARE(model.rowCount(list), 3);
        const QModelIndex deep = model.index(0, 1, model.index(0, 0, list));
        QCOMPARE(deep.data().toString(), say("é\n"));
        QCOMPARE(deep.data(JsonTreeModel::PathRole).toString(), say("$.a[0]['x y']"));
        QCOMPARE(deep.data(JsonTreeModel::RawRole).toString(), say(R"("\u00e9\n")"));
        JsonTreeModel lone(*JsonOutline::of(say(" 3 ")));
        const QAbstractItemModelTester loneTester(&lone);
        QCOMPARE(lone.rowCount(), 1);
        QCOMPARE(lone.index(0, 1).data().toString(), say("3"));
        for (const char *broken : {"", "{", "[1,]", "{\"a\" 1}", "tru", "01", "[1]x", "\"a"})
            QVERIFY2(!JsonOutline::of(say(broken)), broken);
        QVERIFY(!JsonOutline::of(QString(1000, u'[') + QString(1000, u']')));
    }

    void wireForgetsUnderTheTester()
    {
        McpBenchStore store;
        McpWireModel model(store);
        McpWireProxy proxy;
        proxy.setSourceModel(&model);
        const QAbstractItemModelTester tester(&model);
        const QAbstractItemModelTester proxyTester(&proxy);
        const QString big(300'000, u'x');
        for (int i = 0; i < 60; ++i) {
            store.append(McpServerId(QString::number(i % 2)), received("tools/list", qPrintable(big)));
            QCOMPARE(model.rowCount(), static_cast<int>(store.log().size()));
        }
        QVERIFY(store.forgotten() > 0);
        store.clearLog();
        QCOMPARE(model.rowCount(), 0);
    }

    void wireIsFiltered()
    {
        McpBenchStore store;
        McpWireModel model(store);
        McpWireProxy proxy;
        proxy.setSourceModel(&model);
        store.append(McpServerId(say("a")), received("tools/list", "Alpha"));
        store.append(McpServerId(say("a")), received("notifications/message", "beta"));
        store.append(McpServerId(say("b")), {.direction = McpWireEntry::Direction::Note, .text = say("stderr")});
        QCOMPARE(proxy.rowCount(), 3);
        proxy.setServer(say("a"));
        QCOMPARE(proxy.rowCount(), 2);
        proxy.setText(say("alPHA"));
        QCOMPARE(proxy.rowCount(), 1);
        proxy.setText({});
        proxy.setNotificationsOnly(true);
        QCOMPARE(proxy.rowCount(), 1);
        QCOMPARE(proxy.index(0, 0).data(McpWireModel::RowRole).toLongLong(), 1);
        proxy.setServer({});
        QCOMPARE(proxy.rowCount(), 2);
        proxy.setNotificationsOnly(false);
        using Kind = McpWireProxy::Kind;
        for (const auto &[kind, count] : {std::pair(Kind::All, 3), std::pair(Kind::Requests, 1), std::pair(Kind::Notifications, 1), std::pair(Kind::Errors, 0), std::pair(Kind::Notes, 1)}) {
            proxy.setKind(kind);
            QCOMPARE(proxy.rowCount(), count);
        }
        proxy.setKind(Kind::All);
        proxy.setText(say("message !beta"));
        QCOMPARE(proxy.rowCount(), 0);
        proxy.setText(say("!beta !stderr"));
        QCOMPARE(proxy.rowCount(), 1);
        proxy.setText({});
        proxy.setServer(say("b"));
        QCOMPARE(proxy.rowCount(), 1);
        proxy.setEveryServer(true);
        QCOMPARE(proxy.rowCount(), 3);
    }

    void httpIsToldInAColumn()
    {
        McpBenchStore store;
        McpWireModel model(store);
        store.append(McpServerId(say("a")), {.headers = say("POST /mcp\nAccept: x")});
        store.append(McpServerId(say("a")), {.direction = McpWireEntry::Direction::Received, .headers = say("HTTP 404\nContent-Type: text/plain")});
        store.append(McpServerId(say("a")), {.direction = McpWireEntry::Direction::Received, .headers = say("HTTP 200\nContent-Type: text/event-stream")});
        store.append(McpServerId(say("a")), {});
        QStringList told;
        for (int row = 0; row < model.rowCount(); ++row)
            told << model.index(row, static_cast<int>(McpWireModel::Column::Status)).data().toString();
        QCOMPARE(told, QStringList({say("POST"), say("404"), say("200 SSE"), QString()}));
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpModels)
#include "tst_mcpmodels.moc"
