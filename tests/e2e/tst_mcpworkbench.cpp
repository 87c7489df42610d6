#include "confirm/confirmsheet.h"
#include "mcp/requests/requestpage.h"
#include "mcpoffermodel.h"
#include "mcprequestmodel.h"
#include "testmain.h"
#include "workbench.h"

#include <QApplication>
#include <QComboBox>
#include <QCompleter>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace qd;
using namespace Qt::StringLiterals;
using qd::test::EverythingPeer;
using qd::test::Workbench;

/// The MCP workbench of the real console with the public reference servers, several live at once: what they offer, forms
/// and results, and what a server asks.
class TestMcpWorkbench : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_bench.reset(); }

    void severalServersAreLive();
    void offersAreExplored();
    void formOfASchemaIsSent();
    void structuredResultIsATree();
    void promptIsCompleted();
    void templateIsRead();
    void serverAsksForAForm_data();
    void serverAsksForAForm();
    void serverAsksForAModel();
    void callIsMeasured();
    void collectionIsRun();
    void otherServersAreCalled();
    void placesAreKept();
    void crashLeavesTheOthers();

private:
    static constexpr int soon = Workbench::soon;

    [[nodiscard]] McpView &view() const { return m_bench->view(); }
    [[nodiscard]] bool isAsked(const char *button) const;

    std::unique_ptr<Workbench> m_bench;
};

void TestMcpWorkbench::initTestCase()
{
    if (!EverythingPeer::isInstalled())
        QSKIP("peers are not installed: installer/setup --dev");
    m_bench = std::make_unique<Workbench>();
    QVERIFY2(m_bench->start(), qPrintable(m_bench->error()));
}

/// Where the answer is given, the question waits and can be answered.
bool TestMcpWorkbench::isAsked(const char *button) const
{
    const QTabBar &tabs = *m_bench->find<QTabBar>("mcpTabs");
    const bool isCounted = QTest::qWaitFor([&] { return tabs.tabText(static_cast<int>(McpView::Tab::Requests)).endsWith(u" 1"); }, soon);
    return isCounted && m_bench->chooseTab(McpView::Tab::Requests) && QTest::qWaitFor([&] {
        const auto *yes = m_bench->find<QPushButton>(button);
        return yes && yes->isVisible() && yes->isEnabled();
    }, soon);
}

void TestMcpWorkbench::severalServersAreLive()
{
    QVERIFY(m_bench->connectAll(6));
    for (const QString &name : {u"everything-http"_s, u"everything"_s}) {
        QVERIFY(m_bench->chooseServer(name));
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->text("mcpFacts").contains(u"tokens"_s), soon);
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->find<QTableView>("mcpOffers")->model()->rowCount() >= 17, soon); // with what needs roots, sampling and elicitation
    }
}

void TestMcpWorkbench::offersAreExplored()
{
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"get-annotated-message"_s));
    view().call().choosePage(CallPanel::Page::About);
    QTRY_VERIFY_WITH_TIMEOUT(!view().call().subject().report.sha256.isEmpty(), soon);
    QVERIFY(view().call().subject().report.tokens > 20);
    m_bench->click("mcpApprove");
    QTRY_COMPARE_WITH_TIMEOUT(view().call().subject().standing, McpOffer::Standing::Approved, soon);
    m_bench->keep("mcp");
    view().call().choosePage(CallPanel::Page::Call);
}

void TestMcpWorkbench::formOfASchemaIsSent()
{
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"get-annotated-message"_s));
    auto *kind = view().call().findChild<QComboBox *>(u"mcpField/messageType"_s);
    QVERIFY(kind);
    kind->setFocus();
    m_bench->press(Qt::Key_Down);
    view().call().findChild<QComboBox *>(u"mcpField/includeImage"_s)->setFocus();
    m_bench->press(Qt::Key_Up); // false is the default
    QVERIFY2(m_bench->call(), qPrintable(m_bench->text("mcpStatus")));
    QVERIFY(m_bench->find<QPushButton>("mcpReveal1")); // a picture came, and is not shown by itself
    m_bench->click("mcpReveal1");
    m_bench->keep("mcp-form");
}

void TestMcpWorkbench::structuredResultIsATree()
{
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"get-structured-content"_s));
    auto *city = view().call().findChild<QComboBox *>(u"mcpField/location"_s);
    QVERIFY(city && city->count() > 2);
    city->setFocus();
    m_bench->press(Qt::Key_Down);
    QVERIFY2(m_bench->call(), qPrintable(m_bench->text("mcpStatus")));
    auto *tabs = m_bench->find<QTabBar>("mcpResultTabs");
    QTRY_VERIFY2(tabs->tabRect(tabs->count() - 1).right() < tabs->width(), "every tab can be seen");
    tabs->setFocus();
    m_bench->press(Qt::Key_Right);
    auto *tree = m_bench->find<QTreeView>("mcpStructured");
    QVERIFY(tree->isVisible());
    QVERIFY(tree->model()->rowCount() >= 3);
    m_bench->keep("mcp-result");
}

void TestMcpWorkbench::promptIsCompleted()
{
    QVERIFY(m_bench->choose(McpView::Tab::Prompts, u"completable-prompt"_s));
    QVERIFY(m_bench->type(u"department"_s, u"Eng"_s));
    auto *edit = view().call().findChild<QLineEdit *>(u"mcpField/department"_s);
    QTRY_VERIFY_WITH_TIMEOUT(edit->completer() && edit->completer()->model()->rowCount() > 0, soon);
    const QString suggested = edit->completer()->model()->index(0, 0).data().toString();
    QVERIFY2(suggested.startsWith(u"Eng"_s), qPrintable(suggested));
    QVERIFY(m_bench->type(u"department"_s, suggested));
    QVERIFY(m_bench->type(u"name"_s, u"A"_s)); // its suggestions hang on the department
    edit = view().call().findChild<QLineEdit *>(u"mcpField/name"_s);
    QTRY_VERIFY_WITH_TIMEOUT(edit->completer() && edit->completer()->model()->rowCount() > 0, soon);
    QVERIFY(m_bench->type(u"name"_s, edit->completer()->model()->index(0, 0).data().toString()));
    QVERIFY2(m_bench->call(), qPrintable(m_bench->text("mcpStatus")));
    QVERIFY2(m_bench->firstPart().contains(suggested), qPrintable(m_bench->firstPart()));
}

void TestMcpWorkbench::templateIsRead()
{
    QVERIFY(m_bench->chooseTab(McpView::Tab::Resources));
    const QAbstractItemModel &offers = *m_bench->find<QTableView>("mcpOffers")->model();
    QString address;
    for (int row = 0; row < offers.rowCount() && address.isEmpty(); ++row)
        if (const QString key = offers.index(row, 0).data(McpOfferModel::KeyRole).toString(); key.contains(u'{') && key.contains(u"text"_s))
            address = key;
    QVERIFY(!address.isEmpty());
    QVERIFY(m_bench->choose(McpView::Tab::Resources, address));
    QVERIFY(m_bench->type(view().call().subject().form.fields.first().name, u"3"_s));
    QVERIFY2(m_bench->call(), qPrintable(m_bench->text("mcpStatus")));
    QVERIFY(!m_bench->firstPart().isEmpty());
}

void TestMcpWorkbench::serverAsksForAForm_data()
{
    QTest::addColumn<QString>("server");
    QTest::newRow("over HTTP") << u"everything-http"_s;
    QTest::newRow("by stdio") << u"everything"_s;
}

void TestMcpWorkbench::serverAsksForAForm()
{
    QFETCH(QString, server);
    QVERIFY(m_bench->chooseServer(server));
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"trigger-elicitation-request"_s));
    m_bench->send();
    QVERIFY(isAsked("mcpElicitAccept"));
    m_bench->keep("mcp-requests");
    auto *name = m_bench->find<QWidget>("mcpElicitForm")->findChild<QWidget *>(u"mcpField/name"_s);
    QVERIFY(name);
    name->setFocus();
    QTest::keyClicks(name, u"Ann"_s);
    m_bench->click("mcpElicitAccept");
    QVERIFY2(m_bench->text("mcpElicitProblem").isEmpty(), qPrintable(m_bench->text("mcpElicitProblem")));
    m_bench->clickTab(McpView::Tab::Tools); // straight back: the call that asked is still there
    QCOMPARE(view().call().subject().name, u"trigger-elicitation-request"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_bench->isDone(), soon);
    QVERIFY2(m_bench->firstPart().contains(u"provided"_s), qPrintable(m_bench->firstPart()));
}

void TestMcpWorkbench::serverAsksForAModel()
{
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"trigger-sampling-request"_s));
    QVERIFY(m_bench->type(u"prompt"_s, u"Say hello"_s));
    m_bench->send();
    QVERIFY(isAsked("mcpSampleAccept"));
    auto *answer = m_bench->find<QPlainTextEdit>("mcpSampleAnswer");
    answer->setFocus();
    QTest::keyClicks(answer, u"hello there"_s);
    m_bench->keep("mcp-sampling");
    m_bench->click("mcpSampleAccept");
    QVERIFY(m_bench->chooseTab(McpView::Tab::Tools));
    QTRY_VERIFY_WITH_TIMEOUT(m_bench->isDone(), soon);
    QVERIFY2(m_bench->firstPart().contains(u"hello there"_s), qPrintable(m_bench->firstPart()));
}

/// Over and over, on connections of its own, once a person agreed.
void TestMcpWorkbench::callIsMeasured()
{
    QVERIFY(m_bench->chooseServer(u"everything-http"_s));
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"echo"_s));
    QVERIFY(m_bench->type(u"message"_s, u"again and again"_s));
    QVERIFY(m_bench->chooseTab(McpView::Tab::Load));
    m_bench->find<QSpinBox>("mcpLoadSeconds")->setValue(6);
    m_bench->click("mcpLoadStart");
    auto *sheet = m_bench->find<ConfirmSheet>("confirmSheet");
    QTRY_VERIFY_WITH_TIMEOUT(sheet && sheet->isOpen(), soon);
    m_bench->press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_bench->text("mcpLoadVerdict").startsWith(u"echo:"_s), soon);
    QVERIFY2(m_bench->text("mcpLoadVerdict").contains(u"none failed"_s), qPrintable(m_bench->text("mcpLoadVerdict")));
    m_bench->keep("mcp-load");
}

/// The collection that comes with the program: every offer of the server, and all that it asks.
void TestMcpWorkbench::collectionIsRun()
{
    QVERIFY(m_bench->chooseServer(u"everything"_s));
    QVERIFY(m_bench->chooseTab(McpView::Tab::Tests));
    m_bench->click("mcpTestHintAction");
    QTemporaryDir folder;
    const QString own = folder.filePath(u"server-everything.json"_s);
    QVERIFY(QFile::copy(QStringLiteral(QD_SOURCE_DIR "/resources/collections/server-everything.json"), own));
    QVERIFY(m_bench->giveFile(own));
    m_bench->click("mcpTestRun");
    QTRY_VERIFY_WITH_TIMEOUT(m_bench->text("mcpTestVerdict").contains(u"passed"_s), soon);
    QVERIFY2(m_bench->text("mcpTestVerdict").contains(u"none failed"_s), qPrintable(m_bench->text("mcpTestVerdict")));
    auto *steps = m_bench->find<QTableView>("mcpTestSteps");
    QVERIFY(steps->model()->rowCount() > 60);
    steps->setFocus();
    steps->setCurrentIndex(steps->model()->index(2, 0));
    QTRY_VERIFY(!m_bench->find<QPlainTextEdit>("mcpTestStory")->toPlainText().isEmpty());
    m_bench->keep("mcp-tests");
    QFile misspelt(folder.filePath(u"misspelt.json"_s));
    QVERIFY(misspelt.open(QIODevice::WriteOnly) && misspelt.write(R"({"version":1,"steps":[{"ping":true,"expects":[]}]})") > 0 && misspelt.flush());
    m_bench->click("mcpTestOpen");
    QVERIFY(m_bench->giveFile(misspelt.fileName()));
    QTRY_VERIFY2(m_bench->banners().contains(u"did you mean expect?"_s), qPrintable(m_bench->banners()));
    QVERIFY(misspelt.resize(0) && misspelt.seek(0) && misspelt.write(R"({"version":1,"steps":[{"ping":true}]})") > 0 && misspelt.flush());
    m_bench->click("mcpTestOpen");
    QVERIFY(m_bench->giveFile(misspelt.fileName()));
    QTRY_VERIFY2(!m_bench->banners().contains(u"did you mean expect?"_s), qPrintable(m_bench->banners())); // it was about the other one
    QVERIFY(m_bench->chooseTab(McpView::Tab::Tools));
}

void TestMcpWorkbench::otherServersAreCalled()
{
    QVERIFY(m_bench->chooseServer(u"filesystem"_s));
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"list_directory"_s));
    QVERIFY(m_bench->type(u"path"_s, m_bench->folder()));
    QVERIFY2(m_bench->call(), qPrintable(m_bench->text("mcpStatus")));
    QVERIFY2(m_bench->firstPart().contains(u"deck.sqlite"_s), qPrintable(m_bench->firstPart())); // the console's own
    QVERIFY(m_bench->chooseServer(u"memory"_s));
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"read_graph"_s));
    QVERIFY2(m_bench->call(), qPrintable(m_bench->text("mcpStatus")));
    QVERIFY2(m_bench->firstPart().contains(u"entities"_s), qPrintable(m_bench->firstPart()));
    QVERIFY(m_bench->chooseServer(u"sequential-thinking"_s));
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"sequentialthinking"_s));
    view().call().showRaw(u"{\"thought\": \"first things first\", \"nextThoughtNeeded\": false, \"thoughtNumber\": 1, \"totalThoughts\": 1}"_s);
    QVERIFY2(m_bench->call(), qPrintable(m_bench->text("mcpStatus")));
    QVERIFY2(m_bench->firstPart().contains(u"thoughtNumber"_s), qPrintable(m_bench->firstPart()));
}

/// Going to another server and back: the tab, the tool and what was typed are as they were.
void TestMcpWorkbench::placesAreKept()
{
    QVERIFY(m_bench->chooseServer(u"everything"_s));
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"echo"_s));
    QVERIFY(m_bench->type(u"message"_s, u"half a sen"_s));
    QVERIFY(m_bench->chooseServer(u"memory"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_bench->find<QTableView>("mcpOffers")->model()->rowCount(), 9, soon);
    QVERIFY(m_bench->chooseTab(McpView::Tab::Wire));
    QVERIFY(m_bench->chooseServer(u"everything"_s));
    QCOMPARE(view().currentTab(), McpView::Tab::Tools);
    QCOMPARE(view().call().subject().name, u"echo"_s);
    QCOMPARE(view().call().findChild<QPlainTextEdit *>(u"mcpField/message"_s)->toPlainText(), u"half a sen"_s);
    QVERIFY(m_bench->chooseServer(u"memory"_s));
    QCOMPARE(view().currentTab(), McpView::Tab::Wire);
}

void TestMcpWorkbench::crashLeavesTheOthers()
{
    QVERIFY(m_bench->chooseServer(u"inventory"_s));
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"fail"_s));
    m_bench->send();
    QTRY_VERIFY_WITH_TIMEOUT(m_bench->text("mcpFacts").contains(u"out of date"_s), soon);
    m_bench->keep("mcp-stale");
    QVERIFY(m_bench->chooseServer(u"everything"_s));
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"echo"_s));
    QVERIFY2(m_bench->call(), qPrintable(m_bench->text("mcpStatus")));
    QVERIFY(m_bench->firstPart().contains(u"half a sen"_s));
}

QD_TEST_MAIN(QApplication, TestMcpWorkbench)
#include "tst_mcpworkbench.moc"
