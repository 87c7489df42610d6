#include "namewalk.h"

#include "manualclock.h"
#include "mcp/benchhead.h"
#include "mcp/mcpview.h"
#include "mcp/result/resultpanel.h"
#include "mcp/schemaform.h"
#include "mcp/toolformpanel.h"
#include "mcp/wirepanel.h"
#include "mcpcomparemodel.h"
#include "mcpoffermodel.h"
#include "mcprequestmodel.h"
#include "mcpservermodel.h"
#include "mcpstepmodel.h"
#include "mcptaskmodel.h"
#include "mcpwiremodel.h"
#include "mcpwireproxy.h"
#include "testmain.h"
#include "widgets/errorbanner.h"

#include <QApplication>
#include <QBuffer>
#include <QAbstractItemView>
#include <QClipboard>
#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QStyledItemDelegate>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>

using namespace qd;
using namespace qd::test;
using Status = McpServerState::Status;
using CallStatus = McpCallRecord::Status;

namespace {

QString say(const char *utf8) { return QString::fromUtf8(utf8); }

McpServerState connectedServer(const char *name)
{
    McpServerState state{.config = {.id = McpServerId(say(name)), .url = QUrl(say("https://mcp.example/mcp"))}, .status = Status::Connected};
    state.info = McpServerInfo{.name = say("script"), .version = say("1.2"), .protocolVersion = say("2025-11-25"), .hasTools = true};
    state.tools = {McpTool{.name = say("refund"), .description = say("Pays back"), .isDestructive = true}, McpTool{.name = say("lookup"), .isReadOnly = true}};
    state.prompts = {McpPrompt{.name = say("greet")}};
    return state;
}

const char *const schema = R"({"type":"object","required":["order","mode"],"properties":{
    "order":{"type":"string","description":"Which <b>order</b>"},
    "amount":{"type":"number","minimum":0.5,"maximum":100},
    "count":{"type":"integer","default":3},
    "mode":{"enum":["fast","slow"]},
    "dry":{"type":"boolean"},
    "tags":{"type":"array","items":{"type":"string"}},
    "customer":{"type":"object","properties":{"id":{"type":"string"}}},
    "filter":{"anyOf":[{"type":"string"},{"type":"number"}]}}})";

} // namespace

/// The page on values, driven by keyboard and object names; what a server says is plain text everywhere.
class TestMcpView : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(*qApp, ThemeId::Dark); }
    void init();
    void cleanup();

    void withoutServersItOffersTheImport();
    void serversAreChosenByKeys();
    void buttonsFollowTheState();
    void offersAreFilteredByKeys();
    void offerOpensItsForm();
    void formFollowsTheSchema();
    void formTakesAndGivesTexts();
    void givenNullAndEmptyAreToldApart();
    void nestedAndRawFields();
    void problemsStandAtTheirFields();
    void serverCompletesArguments();
    void aToolIsExplored();
    void longListingsAreShownAtOnce();
    void toolWithoutArguments();
    void jsonInsteadOfTheForm();
    void keysCallAndCancel();
    void resultsAreToldApart();
    void progressIsTold();
    void hostileTextStaysPlain();
    void picturesOnlyWhenAskedFor();
    void everyKindOfContentIsShown();
    void lostConnectionIsShown();
    void signInIsOffered();
    void wireLogByKeys();
    void wireIsNarrowedAndSentAgain();
    void wireCopies();
    void everythingHasAName();

private:
    void show(const McpServerState &state)
    {
        m_store->apply(state);
        m_view->chooseServer(state.config.id);
        m_offers->showTools(state);
        m_view->setServer(m_store->server(state.config.id));
    }
    void chooseTool(const char *name, const char *inputSchema)
    {
        m_view->call().setSubject({.name = say(name), .description = say("Pays back"), .form = formOfSchema(inputSchema)});
    }
    /// What the form would send.
    [[nodiscard]] QString sent() const
    {
        const CallPanel &call = m_view->call();
        const auto arguments = argumentsOf(call.subject().form, call.values(), call.base());
        return arguments ? *arguments : arguments.error().message;
    }
    template<typename T>
    [[nodiscard]] T *find(const char *name) const
    {
        T *found = m_view->findChild<T *>(QLatin1StringView(name));
        return found ? found : qobject_cast<T *>(failed(name));
    }
    [[nodiscard]] static QWidget *failed(const char *name)
    {
        qWarning("no widget %s", name); // fails the test
        return nullptr;
    }
    [[nodiscard]] QString result(int part = 0) const
    {
        const auto *pane = m_view->findChild<QPlainTextEdit *>(QStringLiteral("mcpPartText%1").arg(part));
        return pane ? pane->toPlainText() : QString();
    }
    [[nodiscard]] QString status() const { return find<QLabel>("mcpStatus")->text(); }

    Theme m_theme;
    ManualClock m_clock;
    std::unique_ptr<McpBenchStore> m_store;
    std::unique_ptr<McpServerModel> m_servers;
    std::unique_ptr<McpOfferModel> m_offers;
    std::unique_ptr<McpWireModel> m_wire;
    std::unique_ptr<McpWireProxy> m_shownWire;
    std::unique_ptr<McpRequestStore> m_requestStore;
    std::unique_ptr<McpRequestModel> m_requests;
    std::unique_ptr<McpTaskModel> m_tasks;
    std::unique_ptr<McpCompareModel> m_differences;
    std::unique_ptr<McpStepModel> m_steps;
    std::unique_ptr<McpView> m_view;
};

void TestMcpView::init()
{
    failOnWarnings();
    m_store = std::make_unique<McpBenchStore>();
    m_servers = std::make_unique<McpServerModel>(*m_store);
    m_offers = std::make_unique<McpOfferModel>();
    m_wire = std::make_unique<McpWireModel>(*m_store);
    m_shownWire = std::make_unique<McpWireProxy>();
    m_shownWire->setSourceModel(m_wire.get());
    m_requestStore = std::make_unique<McpRequestStore>();
    m_requests = std::make_unique<McpRequestModel>(*m_requestStore);
    m_tasks = std::make_unique<McpTaskModel>();
    m_differences = std::make_unique<McpCompareModel>();
    m_steps = std::make_unique<McpStepModel>();
    m_view = std::make_unique<McpView>(McpView::Models{*m_servers, *m_offers, *m_shownWire, *m_requests, *m_tasks, *m_differences, *m_steps}, m_theme, m_clock);
    m_view->resize(1300, 760);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void TestMcpView::cleanup()
{
    m_view.reset();
    m_tasks.reset();
    m_differences.reset();
    m_steps.reset();
    m_requests.reset();
    m_requestStore.reset();
    m_shownWire.reset();
    m_wire.reset();
    m_offers.reset();
    m_servers.reset();
    m_store.reset();
    checkNoErrorsLogged();
}

void TestMcpView::withoutServersItOffersTheImport()
{
    m_view->setServer(nullptr);
    auto *action = find<QPushButton>("mcpEmptyAction");
    QVERIFY(action->isVisible());
    QSignalSpy import(m_view.get(), &McpView::importRequested);
    action->click();
    QCOMPARE(import.size(), 1);
    QVERIFY(!find<QPushButton>("mcpConnect")->isVisible());
}

void TestMcpView::serversAreChosenByKeys()
{
    show(connectedServer("a"));
    m_store->apply(connectedServer("b"));
    auto *list = find<QListView>("mcpServers");
    list->setFocus();
    QSignalSpy chosen(m_view.get(), &McpView::serverChosen);
    QSignalSpy wanted(m_view.get(), &McpView::connectRequested);
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(m_view->currentServer().value, say("b"));
    QCOMPARE(chosen.size(), 1);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().value<McpServerId>().value, say("b"));
}

void TestMcpView::buttonsFollowTheState()
{
    McpServerState state = connectedServer("a");
    show(state);
    auto *button = find<QPushButton>("mcpConnect");
    QSignalSpy end(m_view.get(), &McpView::disconnectRequested);
    QSignalSpy begin(m_view.get(), &McpView::connectRequested);
    QCOMPARE(button->text(), say("Disconnect"));
    button->click();
    QCOMPARE(end.size(), 1);
    state.status = Status::Idle;
    show(state);
    QCOMPARE(button->text(), say("Connect"));
    button->click();
    QCOMPARE(begin.size(), 1);
}

void TestMcpView::offersAreFilteredByKeys()
{
    show(connectedServer("a"));
    auto *table = find<QTableView>("mcpOffers");
    auto *filter = find<QLineEdit>("mcpFilter");
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Slash);
    QVERIFY(filter->hasFocus());
    QTest::keyClicks(filter, say("LOOK"));
    QCOMPARE(table->model()->rowCount(), 1);
    QTest::keyClick(filter, Qt::Key_Escape);
    QCOMPARE(table->model()->rowCount(), 2);
    QSignalSpy back(m_view.get(), &McpView::backRequested);
    QTest::keyClick(filter, Qt::Key_Escape);
    QCOMPARE(back.size(), 1);
}

void TestMcpView::offerOpensItsForm()
{
    show(connectedServer("a"));
    connect(m_view.get(), &McpView::offerChosen, m_view.get(), [this](const QString &key) { chooseTool(qPrintable(key), schema); });
    auto *table = find<QTableView>("mcpOffers");
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    QTest::keyClick(table, Qt::Key_Down);
    QVERIFY(!find<QLabel>("mcpSubject")->text().isEmpty());
    QTest::keyClick(table, Qt::Key_Return);
    QVERIFY(find<QPlainTextEdit>("mcpField/order")->hasFocus());
}

void TestMcpView::formFollowsTheSchema()
{
    show(connectedServer("a"));
    chooseTool("refund", schema);
    QCOMPARE(find<QLabel>("mcpLabel/order")->text(), say("order *"));
    QVERIFY(find<QLabel>("mcpCaption/order")->text().contains(say("Which <b>order</b>")));
    QCOMPARE(find<QLabel>("mcpCaption/order")->textFormat(), Qt::PlainText);
    QVERIFY(find<QLabel>("mcpCaption/amount")->text().contains(say("at least 0.5, at most 100")));
    QCOMPARE(find<QLineEdit>("mcpField/count")->text(), say("3"));
    const auto *mode = find<QComboBox>("mcpField/mode");
    QCOMPARE(mode->count(), 3); // not given, fast, slow
    QCOMPARE(find<QComboBox>("mcpField/dry")->itemData(2).toString(), say("false"));
    QCOMPARE(find<QPlainTextEdit>("mcpField/order")->accessibleName(), say("order, text, required"));
    QVERIFY(find<QCheckBox>("mcpGiven/count")->isChecked()); // the schema has a default
    QVERIFY(!find<QCheckBox>("mcpGiven/amount")->isChecked());
}

void TestMcpView::formTakesAndGivesTexts()
{
    show(connectedServer("a"));
    chooseTool("refund", schema);
    auto *order = find<QPlainTextEdit>("mcpField/order");
    order->setFocus();
    QTest::keyClicks(order, say("A-7"));
    QTest::keyClick(order, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(order, say("b"));
    find<QComboBox>("mcpField/mode")->setFocus();
    QTest::keyClick(find<QComboBox>("mcpField/mode"), Qt::Key_Down);
    find<QPushButton>("mcpAdd/tags")->click();
    QTest::keyClicks(find<QPlainTextEdit>("mcpField/tags/0"), say("x"));
    find<QPushButton>("mcpAdd/tags")->click();
    QTest::keyClicks(find<QPlainTextEdit>("mcpField/tags/1"), say("y"));
    QVERIFY(find<QCheckBox>("mcpGiven/tags")->isChecked()); // typing has ticked it
    QCOMPARE(sent(), say(R"({"order":"A-7\nb","count":3,"mode":"fast","tags":["x","y"]})"));
    find<QToolButton>("mcpRemove/tags/0")->click();
    QCOMPARE(sent(), say(R"({"order":"A-7\nb","count":3,"mode":"fast","tags":["y"]})"));
    chooseTool("refund", schema); // the list was read anew: what was typed stays
    QCOMPARE(order->toPlainText(), say("A-7\nb"));
}

/// What is empty is not sent, unless its box says so; null is not the same as nothing.
void TestMcpView::givenNullAndEmptyAreToldApart()
{
    show(connectedServer("a"));
    chooseTool("odd", R"({"type":"object","properties":{"t":{"type":"string"},"n":{"type":["integer","null"]}}})");
    QCOMPARE(sent(), say("{}"));
    auto *text = find<QPlainTextEdit>("mcpField/t");
    auto *given = find<QCheckBox>("mcpGiven/t");
    text->setFocus();
    QTest::keyClicks(text, say("a"));
    QVERIFY(given->isChecked());
    QTest::keyClick(text, Qt::Key_Backspace);
    QVERIFY(!given->isChecked());
    given->click();
    QCOMPARE(sent(), say(R"({"t":""})"));
    find<QToolButton>("mcpNull/n")->click();
    QVERIFY(!find<QLineEdit>("mcpField/n")->isEnabled());
    QCOMPARE(sent(), say(R"({"t":"","n":null})"));
}

void TestMcpView::nestedAndRawFields()
{
    show(connectedServer("a"));
    chooseTool("refund", schema);
    const QString arguments = say(R"({"order":"A","mode":"slow","customer":{"id":"c-1"},"filter":4.0})");
    m_view->call().showValues(*valuesOf(m_view->call().subject().form, arguments), arguments);
    QCOMPARE(find<QPlainTextEdit>("mcpField/customer/id")->toPlainText(), say("c-1"));
    QCOMPARE(find<QComboBox>("mcpVariant/filter")->currentText(), say("number"));
    const QString number = alternativePath(say("mcpField/filter"), 1);
    QCOMPARE(m_view->findChild<QLineEdit *>(number)->text(), say("4.0"));
    QVERIFY(sent().contains(say(R"("filter":4.0)")));
    find<QCheckBox>("mcpGiven/customer")->click();
    QVERIFY(!sent().contains(say("customer")));
}

void TestMcpView::problemsStandAtTheirFields()
{
    show(connectedServer("a"));
    chooseTool("refund", schema);
    auto *amount = find<QLineEdit>("mcpField/amount");
    amount->setFocus();
    QTest::keyClicks(amount, say("1000"));
    const CallSubject &subject = m_view->call().subject();
    m_view->call().setProblems(problemsOf(subject.form, m_view->call().values()));
    auto *problem = find<QLabel>("mcpFieldProblem/amount");
    QVERIFY(problem->isVisible() && problem->text().startsWith(say("amount: it must be at most 100")));
    QVERIFY(find<QLabel>("mcpFieldProblem/mode")->isVisible()); // required, and nothing chosen
    QVERIFY(find<QLabel>("mcpProblem")->text().contains(say("1 more")));
    QTest::keyClick(amount, Qt::Key_Backspace);
    QVERIFY(!problem->isVisible()); // it is being mended
}

/// Asked for when typing pauses, shown where it was typed.
void TestMcpView::serverCompletesArguments()
{
    show(connectedServer("a"));
    CallSubject subject{.kind = McpCallRecord::Kind::Prompt, .name = say("greet")};
    subject.form.fields = {ToolField{.path = say("/who"), .name = say("who"), .isRequired = true, .canComplete = true}};
    m_view->call().setSubject(subject);
    QSignalSpy wanted(&m_view->call(), &CallPanel::completionWanted);
    auto *who = find<QLineEdit>("mcpField/who");
    who->setFocus();
    QTest::keyClicks(who, say("An"));
    QTRY_COMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().at(0).toString(), say("/who"));
    QCOMPARE(wanted.first().at(1).toString(), say("An"));
    m_view->call().setCompletions(say("/who"), {say("Ann"), say("Anton")});
    QTRY_VERIFY(who->completer()->popup()->isVisible());
    QTest::keyClick(who->completer()->popup(), Qt::Key_Down);
    QTest::keyClick(who->completer()->popup(), Qt::Key_Return);
    QCOMPARE(who->text(), say("Ann"));
}

/// The list, what is known of the tool, its schema and its definition.
void TestMcpView::aToolIsExplored()
{
    McpServerState state = connectedServer("a");
    auto seen = std::make_shared<McpInspection>();
    seen->isPinned = true;
    seen->changed = 1;
    McpItemReport report{.tokens = 120, .bytes = 576, .sha256 = QString(64, u'a'), .drift = DriftState::Changed, .severity = DriftSeverity::High};
    report.changes = {FieldChange{.path = say("/description"), .before = say("\"Pays\""), .after = say("\"Pays <b>all</b>\""), .severity = DriftSeverity::High, .reason = say("another description")}};
    report.findings = {ScanFinding{.rule = say("override"), .severity = ScanFinding::Severity::High, .place = say("/description"), .message = say("It gives orders."), .excerpt = say("do not tell")}};
    seen->items.insert(say("tool:refund"), report);
    seen->suspicious = 1;
    state.inspection = seen;
    state.latency = Milliseconds(7);
    show(state);
    const QAbstractItemModel &offers = *find<QTableView>("mcpOffers")->model();
    QCOMPARE(offers.index(0, static_cast<int>(McpOfferModel::Column::Standing)).data().toString(), say("suspicious"));
    QVERIFY(find<QPushButton>("mcpApprove")->isVisible());
    QVERIFY(find<QLabel>("mcpFacts")->text().contains(say("7")));
    QVERIFY(!find<QWidget>("mcpInsecure")->isVisible());
    state.config.url = QUrl(say("https:") + say("//a.example/mcp"));
    state.config.tls.isInsecure = true;
    show(state);
    QVERIFY(find<QWidget>("mcpInsecure")->isVisible());
    CallSubject subject{.name = say("refund"), .description = say("Pays <i>back</i>\nslowly"), .form = formOfSchema(schema), .facts = {{say("Reads only"), say("no")}},
                        .inputSchema = say(schema), .definition = say(R"({"name":"refund","n":1.50})"), .isPinned = true, .report = report};
    m_view->call().setSubject(subject);
    auto *tabs = find<QTabBar>("mcpSubjectTabs");
    QVERIFY(!tabs->isTabVisible(static_cast<int>(CallPanel::Page::OutputSchema)));
    tabs->setFocus();
    QTest::keyClick(tabs, Qt::Key_Right);
    QCOMPARE(m_view->call().page(), CallPanel::Page::About);
    QCOMPARE(find<QLabel>("mcpAboutText")->text(), say("Pays <i>back</i>\nslowly"));
    QVERIFY(find<QLabel>("mcpFinding")->isVisible());
    QVERIFY(find<QLabel>("mcpChange")->text().contains(say("<b>all</b>")));
    QSignalSpy approve(&m_view->call(), &CallPanel::approveRequested);
    find<QPushButton>("mcpApproveOne")->click();
    QCOMPARE(approve.size(), 1);
    m_view->call().choosePage(CallPanel::Page::Definition);
    QVERIFY(find<QPlainTextEdit>("mcpDefinition")->toPlainText().contains(say("1.50")));
}

/// A thousand tools are drawn within 200 ms of their listing; ten thousand do not freeze the page.
void TestMcpView::longListingsAreShownAtOnce()
{
    McpServerState state = connectedServer("a");
    const auto showMany = [&](int count) {
        state.tools.clear();
        for (int i = 0; i < count; ++i)
            state.tools.append({.name = QStringLiteral("tool_%1").arg(i), .description = QString(300, u'd'), .inputSchema = say(schema)});
        QElapsedTimer watch;
        watch.start();
        m_store->apply(state);
        m_offers->showTools(state);
        m_view->setServer(m_store->server(state.config.id));
        m_view->grab();
        return watch.elapsed();
    };
    show(state);
    m_view->grab();
    const qint64 thousand = showMany(1000);
    QVERIFY2(thousand < 200, qPrintable(QString::number(thousand)));
    const qint64 tenThousand = showMany(10'000);
    QVERIFY2(tenThousand < 1000, qPrintable(QString::number(tenThousand)));
    QElapsedTimer watch;
    watch.start();
    find<QLineEdit>("mcpFilter")->setText(say("tool_77"));
    m_view->grab();
    QVERIFY2(watch.elapsed() < 500, qPrintable(QString::number(watch.elapsed())));
    QCOMPARE(find<QTableView>("mcpOffers")->model()->rowCount(), 111);
    qInfo("1,000 tools %lld ms, 10,000 tools %lld ms", thousand, tenThousand);
}

void TestMcpView::toolWithoutArguments()
{
    show(connectedServer("a"));
    chooseTool("ping", R"({"type":"object"})");
    QVERIFY(m_view->call().findChild<QLabel *>(say("mcpFormEmpty"))->isVisible());
    QVERIFY(find<QPushButton>("mcpCall")->isEnabled());
    m_view->call().focusInput();
    QTest::keyClick(m_view.get(), Qt::Key_Escape);
}

void TestMcpView::jsonInsteadOfTheForm()
{
    show(connectedServer("a"));
    chooseTool("refund", schema);
    QSignalSpy toggled(&m_view->call(), &CallPanel::rawToggled);
    find<QPushButton>("mcpRawToggle")->click();
    QCOMPARE(toggled.last().first().toBool(), true);
    m_view->call().showRaw(say("{\"order\":\"A\"}"));
    QVERIFY(m_view->call().isRaw());
    QVERIFY(find<QPlainTextEdit>("mcpRaw")->isVisible());
    find<QPlainTextEdit>("mcpMeta")->setPlainText(say(" {\"a\":1} "));
    QCOMPARE(m_view->call().meta(), say("{\"a\":1}"));
    const CallDraft draft = m_view->call().draft();
    m_view->call().showValues({});
    QCOMPARE(m_view->call().meta(), QString()); // of the form there is none
    m_view->call().setDraft(draft);
    QCOMPARE(m_view->call().meta(), say("{\"a\":1}"));
    m_view->call().setProblem(say("order: <i>wrong</i>"));
    QVERIFY(find<QLabel>("mcpProblem")->isVisible());
    chooseTool("odd", "3");
    QVERIFY(m_view->call().isRaw());
    QVERIFY(!find<QPushButton>("mcpRawToggle")->isEnabled());
    QVERIFY(!find<QLabel>("mcpProblem")->isVisible());
}

void TestMcpView::keysCallAndCancel()
{
    show(connectedServer("a"));
    chooseTool("refund", schema);
    QSignalSpy calls(&m_view->call(), &CallPanel::callRequested);
    QSignalSpy cancels(&m_view->call(), &CallPanel::cancelRequested);
    QSignalSpy back(m_view.get(), &McpView::backRequested);
    m_view->call().focusInput();
    QTest::keyClick(find<QPlainTextEdit>("mcpField/order"), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(calls.size(), 1);
    QTest::keyClick(find<QPushButton>("mcpAdd/tags"), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(calls.size(), 2);
    m_view->call().choosePage(CallPanel::Page::About);
    find<QPushButton>("mcpCall")->click();
    QCOMPARE(calls.size(), 3);
    QCOMPARE(m_view->call().page(), CallPanel::Page::Call); // where it is seen to run
    m_view->call().setCall({.name = say("refund"), .status = CallStatus::Running});
    QVERIFY(!find<QPushButton>("mcpCall")->isEnabled());
    QVERIFY(find<QPushButton>("mcpCancel")->isEnabled());
    QTest::keyClick(find<QPlainTextEdit>("mcpField/order"), Qt::Key_Escape);
    QCOMPARE(cancels.size(), 1);
    find<QTableView>("mcpOffers")->setFocus();
    QTest::keyClick(find<QTableView>("mcpOffers"), Qt::Key_Escape);
    QCOMPARE(cancels.size(), 2);
    QCOMPARE(back.size(), 0);
    m_view->call().setCall({.name = say("refund"), .status = CallStatus::Cancelled});
    QTest::keyClick(find<QPlainTextEdit>("mcpField/order"), Qt::Key_Escape);
    QCOMPARE(back.size(), 1);
}

void TestMcpView::resultsAreToldApart()
{
    show(connectedServer("a"));
    chooseTool("refund", schema);
    McpCallRecord call{.name = say("refund"), .status = CallStatus::Done};
    call.result = {.content = {McpContent{.text = say("paid")}}, .structured = say(R"({"sum":5})"), .warnings = {say("sum: is no text")}, .elapsed = Milliseconds(42)};
    m_view->call().setCall(call);
    QVERIFY2(status().startsWith(say("Done")) && status().contains(say("42")), qPrintable(status()));
    QCOMPARE(result(), say("paid"));
    auto *tabs = find<QTabBar>("mcpResultTabs");
    QVERIFY(tabs->isTabVisible(1) && !tabs->isTabVisible(2));
    tabs->setCurrentIndex(1);
    const QAbstractItemModel &tree = *find<QTreeView>("mcpStructured")->model();
    QCOMPARE(tree.index(0, 0).data().toString() + u'=' + tree.index(0, 1).data().toString(), say("sum=5"));
    find<QTreeView>("mcpStructured")->setCurrentIndex(tree.index(0, 0));
    find<QPushButton>("mcpStructuredCopyPath")->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), say("$.sum"));
    QVERIFY(find<QLabel>("mcpWarnings")->isVisible());
    call.result.isError = true;
    m_view->call().setCall(call);
    QVERIFY(status().startsWith(say("The tool reports a failure")));
    call = {.name = say("refund"), .status = CallStatus::Failed, .error = Error{.kind = ErrorKind::Forbidden, .message = say("no lease"), .requestId = say("r-1")}};
    m_view->call().setCall(call);
    QCOMPARE(status(), say("The call failed"));
    QVERIFY(!find<QScrollArea>("mcpResult")->isVisible());
    auto *banner = m_view->call().findChild<ErrorBanner *>();
    QVERIFY(banner && banner->isVisible());
}

void TestMcpView::progressIsTold()
{
    show(connectedServer("a"));
    chooseTool("refund", schema);
    m_view->call().setCall({.name = say("slow"), .status = CallStatus::Running, .progress = {.progress = 2, .total = 5, .message = say("half\nway")}});
    QVERIFY2(status().contains(say("2/5 half way")), qPrintable(status()));
}

void TestMcpView::hostileTextStaysPlain()
{
    const QString evil = say("<b>bold</b><img src=x>\x1b[31m\x07\xe2\x80\xaegnp");
    McpServerState state = connectedServer("a");
    state.config.id = McpServerId(evil);
    state.tools = {McpTool{.name = evil, .description = evil}};
    state.info->name = evil;
    show(state);
    m_view->call().setSubject({.name = evil, .description = evil, .form = formOfSchema(R"({"type":"object","properties":{"\u001b<b>":{"type":"string"}}})")});
    m_view->call().setCall({.name = evil, .status = CallStatus::Done, .result = {.content = {McpContent{.text = evil}}}});
    QVERIFY(result().startsWith(say("<b>bold</b>")));
    QVERIFY(!result().contains(QChar(0x1b)) && !result().contains(QChar(0x202e)) && result().contains(QChar(0x241b)));
    const QList<QLabel *> labels = m_view->findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY2(!label->text().contains(QChar(0x1b)) && !label->text().contains(QChar(0x202e)), qPrintable(label->objectName()));
    }
    const QAbstractItemModel &offers = *find<QTableView>("mcpOffers")->model();
    const auto *delegate = qobject_cast<QStyledItemDelegate *>(find<QTableView>("mcpOffers")->itemDelegateForIndex(offers.index(0, 0)));
    QVERIFY(delegate && !delegate->displayText(offers.index(0, 0).data(), QLocale::c()).contains(QChar(0x202e)));
}

void TestMcpView::picturesOnlyWhenAskedFor()
{
    show(connectedServer("a"));
    chooseTool("refund", schema);
    QImage picture(2000, 20, QImage::Format_RGB32);
    picture.fill(Qt::red);
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    QVERIFY(picture.save(&buffer, "PNG"));
    McpCallRecord call{.name = say("image"), .status = CallStatus::Done};
    call.result.content = {McpContent{.kind = McpContent::Kind::Image, .data = png, .mimeType = say("image/png")}};
    m_view->call().setCall(call);
    QVERIFY(!m_view->findChild<QLabel *>(say("mcpImage0")));
    find<QPushButton>("mcpReveal0")->click();
    QVERIFY(find<QLabel>("mcpImage0")->isVisible());
    QCOMPARE(find<QLabel>("mcpImage0")->pixmap().width(), 480);
    QSignalSpy save(&m_view->call().result(), &ResultPanel::saveRequested);
    find<QPushButton>("mcpSave0")->click();
    QCOMPARE(save.first().first().value<McpContent>().data, png);
    call.result.content.first().data = "\x89PNG broken";
    m_view->call().setCall(call);
    find<QPushButton>("mcpReveal0")->click();
    QVERIFY(find<QLabel>("mcpImage0")->text().contains(say("cannot be shown")));
}

/// Sounds, links and embedded resources: nothing is played, read or opened by itself.
void TestMcpView::everyKindOfContentIsShown()
{
    show(connectedServer("a"));
    chooseTool("refund", schema);
    McpCallRecord call{.name = say("all"), .status = CallStatus::Done};
    call.result.content = {McpContent{.kind = McpContent::Kind::Audio, .data = QByteArray(2000, 'x'), .mimeType = say("audio/wav")},
                           McpContent{.kind = McpContent::Kind::ResourceLink, .text = say("a page"), .uri = say("https:/") + say("/x.example/p")},
                           McpContent{.kind = McpContent::Kind::ResourceLink, .uri = say("demo:one")},
                           McpContent{.kind = McpContent::Kind::Resource, .text = say("inside"), .mimeType = say("text/plain"), .uri = say("demo:two")},
                           McpContent{.kind = McpContent::Kind::Resource, .data = QByteArray(3, 'x'), .uri = say("demo:three")}};
    m_view->call().setCall(call);
    ResultPanel &panel = m_view->call().result();
    QSignalSpy play(&panel, &ResultPanel::playRequested);
    QSignalSpy read(&panel, &ResultPanel::readRequested);
    QSignalSpy open(&panel, &ResultPanel::openRequested);
    find<QPushButton>("mcpPlay0")->click();
    QCOMPARE(play.size(), 1);
    find<QPushButton>("mcpOpenLink1")->click();
    QVERIFY(open.first().first().toString().endsWith(say("x.example/p")));
    QVERIFY(!m_view->findChild<QPushButton *>(say("mcpOpenLink2"))); // no web address
    find<QPushButton>("mcpReadLink2")->click();
    QCOMPARE(read.first().first().toString(), say("demo:one"));
    QCOMPARE(result(3), say("inside"));
    QVERIFY(find<QLabel>("mcpPartHead4")->text().contains(say("3 bytes")));
    QVERIFY(panel.bodyText().contains(say("demo:three")));
    QCOMPARE(unnamedWidgets(*m_view).join(u'\n'), QString());
}

void TestMcpView::lostConnectionIsShown()
{
    McpServerState state = connectedServer("a");
    state.status = Status::Failed;
    state.isStale = true;
    state.error = Error{.kind = ErrorKind::Network, .message = say("The server crashed.")};
    show(state);
    QSignalSpy retry(m_view.get(), &McpView::refreshRequested);
    auto *banner = m_view->findChild<ErrorBanner *>();
    QVERIFY(banner->isVisible());
    emit banner->retryRequested();
    QCOMPARE(retry.size(), 1);
    QVERIFY(find<QLabel>("mcpOfferNote")->text().contains(say("out of date")));
    QCOMPARE(find<QTableView>("mcpOffers")->model()->rowCount(), 2); // what was known stays
}

void TestMcpView::signInIsOffered()
{
    McpServerState state{.config = {.id = McpServerId(say("notes")), .url = QUrl(say("https:") + say("//notes.example/mcp"))}, .status = Status::NeedsSignIn};
    state.error = Error{.kind = ErrorKind::Unauthorized, .message = say("The server wants a token.")};
    show(state);
    QSignalSpy connecting(m_view.get(), &McpView::connectRequested);
    QVERIFY(find<QLabel>("mcpEmptyTitle")->text().contains(say("sign in")));
    QCOMPARE(find<QPushButton>("mcpConnect")->text(), say("Sign in"));
    find<QPushButton>("mcpEmptyAction")->click();
    find<QPushButton>("mcpConnect")->click();
    QCOMPARE(connecting.size(), 2);
    state.status = Status::Connecting;
    state.error.reset();
    state.signInStep = say("open https:") + say("//as.example/authorize: in the <b>browser</b>");
    show(state);
    QVERIFY(find<QLabel>("mcpEmptyTitle")->text().startsWith(say("Signing in")));
    QVERIFY(find<QLabel>("mcpEmptyText")->text().contains(say("<b>browser")));
    QCOMPARE(find<QLabel>("mcpEmptyText")->textFormat(), Qt::PlainText);
    QSignalSpy ending(m_view.get(), &McpView::disconnectRequested);
    find<QPushButton>("mcpEmptyAction")->click();
    QCOMPARE(ending.size(), 1);
    QSignalSpy forgetting(&m_view->head(), &BenchHead::forgetSignInRequested);
    QSignalSpy editing(&m_view->head(), &BenchHead::editRequested);
    m_view->findChild<QAction *>(say("mcpForgetSignIn"))->trigger();
    m_view->findChild<QAction *>(say("mcpEdit"))->trigger();
    QCOMPARE(forgetting.size() + editing.size(), 2);
    state.config.transport = McpTransport::Stdio;
    show(state);
    QVERIFY(!m_view->findChild<QAction *>(say("mcpForgetSignIn"))->isEnabled());
    QCOMPARE(unnamedWidgets(*m_view).join(u'\n'), QString());
}

void TestMcpView::wireLogByKeys()
{
    const McpServerState state = connectedServer("a");
    show(state);
    m_store->append(state.config.id, {.method = say("tools/list"), .text = say(R"({"method":"tools/list"})"), .headers = say("POST\nAccept: x")});
    m_store->append(state.config.id, {.direction = McpWireEntry::Direction::Received, .method = say("tools/list"), .text = say("{\"x\":\"\\u001b\x1b\"}")});
    auto *tabs = find<QTabBar>("mcpTabs");
    tabs->setFocus();
    for (int i = 0; i < 6; ++i)
        QTest::keyClick(tabs, Qt::Key_Right);
    QCOMPARE(m_view->currentTab(), McpView::Tab::Wire);
    m_view->setServer(&state);
    auto *table = find<QTableView>("mcpWire");
    QVERIFY(table->isVisible());
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Home, Qt::ControlModifier);
    auto *detail = find<QPlainTextEdit>("mcpWireDetail");
    QVERIFY(detail->toPlainText().startsWith(u'{'));
    auto *parts = find<QTabBar>("mcpWireParts");
    QVERIFY(parts->isTabEnabled(1));
    parts->setCurrentIndex(1);
    QCOMPARE(find<QPlainTextEdit>("mcpWireHeaders")->toPlainText(), say("POST\nAccept: x"));
    parts->setCurrentIndex(0);
    QTest::keyClick(table, Qt::Key_Down);
    QVERIFY(!detail->toPlainText().contains(QChar(0x1b)));
    QTest::keyClick(table, Qt::Key_Slash);
    QVERIFY(find<QLineEdit>("mcpWireFilter")->hasFocus());
    m_view->wire().setForgotten(12);
    QVERIFY(find<QLabel>("mcpForgotten")->text().contains(say("12")));
}

void TestMcpView::wireIsNarrowedAndSentAgain()
{
    const McpServerState state = connectedServer("a");
    show(state);
    m_store->append(state.config.id, {.method = say("tools/list"), .id = say("4"), .text = say("{}")});
    m_store->append(state.config.id, {.direction = McpWireEntry::Direction::Received, .method = say("tools/list"), .id = say("4"), .text = say("{}")});
    m_view->chooseTab(McpView::Tab::Wire);
    m_view->setServer(&state);
    WirePanel &wire = m_view->wire();
    QSignalSpy kind(&wire, &WirePanel::kindChosen);
    QSignalSpy every(&wire, &WirePanel::everyServerChosen);
    QSignalSpy again(&wire, &WirePanel::replayRequested);
    auto *kinds = find<QComboBox>("mcpWireKind");
    kinds->setFocus();
    QTest::keyClick(kinds, Qt::Key_Down);
    QCOMPARE(kind.first().first().toInt(), static_cast<int>(McpWireProxy::Kind::Requests));
    auto *table = find<QTableView>("mcpWire");
    QVERIFY(table->isColumnHidden(static_cast<int>(McpWireModel::Column::Server)));
    find<QCheckBox>("mcpWireEvery")->click();
    QCOMPARE(every.size(), 1);
    QVERIFY(!table->isColumnHidden(static_cast<int>(McpWireModel::Column::Server)));
    table->setCurrentIndex(table->model()->index(0, 0));
    find<QPushButton>("mcpReplayMessage")->click();
    QCOMPARE(again.first().first().toLongLong(), 0);
    table->setCurrentIndex(table->model()->index(1, 0));
    QVERIFY(!find<QPushButton>("mcpReplayMessage")->isEnabled()); // an answer is not sent
    QCOMPARE(wire.shownRows(), QList<qsizetype>({0, 1}));
    QCOMPARE(unnamedWidgets(*m_view).join(u'\n'), QString());
}

void TestMcpView::wireCopies()
{
    const McpServerState state = connectedServer("a");
    show(state);
    m_store->append(state.config.id, {.method = say("tools/list"), .text = say("{}")});
    m_store->append(McpServerId(say("other")), {.method = say("x"), .text = say("{}")});
    m_shownWire->setServer(say("other"));
    auto *table = find<QTableView>("mcpWire");
    table->setCurrentIndex(table->model()->index(0, 0));
    QSignalSpy curl(&m_view->wire(), &WirePanel::curlRequested);
    find<QPushButton>("mcpCopyCurl")->click();
    QCOMPARE(curl.first().first().toLongLong(), 1); // the row in the whole log
    find<QPushButton>("mcpCopyJson")->click();
    QVERIFY(QGuiApplication::clipboard()->text().contains(say("\"server\": \"other\"")));
}

void TestMcpView::everythingHasAName()
{
    show(connectedServer("a"));
    chooseTool("refund", schema);
    QCOMPARE(unnamedWidgets(*m_view).join(u'\n'), QString());
}

QD_TEST_MAIN(QApplication, TestMcpView)
#include "tst_mcpview.moc"
