#include "mcp/wirepanel.h"
#include "mcpcomparemodel.h"
#include "mcpserverstate.h"
#include "mcpwiremodel.h"
#include "testmain.h"
#include "widgets/diffview.h"
#include "workbench.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>
#include <QTest>

using namespace qd;
using namespace Qt::StringLiterals;
using qd::test::EverythingPeer;
using qd::test::Workbench;

/// The pages of the MCP workbench that watch and compare, on real servers: the wire log, two listings, two sessions, and
/// the doctor.
class TestMcpWatch : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_bench.reset(); }

    void emptyPagesSayWhatTheyAreFor();
    void wireHoldsBothDirections();
    void wireIsFiltered();
    void messageIsSentAgain();
    void callIsFilledInAgain();
    void messagesAreCopiedAndSaved();
    void listingIsHeldAgainstAnOlderOne();
    void listingIsHeldAgainstAnotherServer();
    void sessionIsHeldAgainstAnother();
    void savedSessionIsComparedWith();
    void doctorGoesTheWholeWay();
    void doctorNamesTheStepThatFails();

private:
    static constexpr int soon = Workbench::soon;

    [[nodiscard]] McpView &view() const { return m_bench->view(); }
    [[nodiscard]] QTableView &wire() const { return *m_bench->find<QTableView>("mcpWire"); }
    [[nodiscard]] QAbstractItemModel &differences() const { return *m_bench->find<QTableView>("mcpCompare")->model(); }
    /// The last message of this method that went this way; -1: none.
    [[nodiscard]] int rowOf(const QString &method, McpWireEntry::Direction way) const;
    void look(int row) const;
    void filter(const QString &text) const;
    /// Calls a tool of the server that takes a message.
    void echo(const QString &server, const QString &message) const;
    [[nodiscard]] bool compareWith(const QString &source) const;
    [[nodiscard]] QByteArray savedMessages(const QString &kind, const QString &file) const;

    std::unique_ptr<Workbench> m_bench;
};

void TestMcpWatch::initTestCase()
{
    if (!EverythingPeer::isInstalled())
        QSKIP("peers are not installed: installer/setup --dev");
    m_bench = std::make_unique<Workbench>();
    QVERIFY2(m_bench->start(), qPrintable(m_bench->error()));
}

int TestMcpWatch::rowOf(const QString &method, McpWireEntry::Direction way) const
{
    const QAbstractItemModel &model = *wire().model();
    for (int row = model.rowCount() - 1; row >= 0; --row)
        if (model.index(row, static_cast<int>(McpWireModel::Column::Method)).data() == method
            && model.index(row, 0).data(McpWireModel::DirectionRole).toInt() == static_cast<int>(way))
            return row;
    return -1;
}

void TestMcpWatch::look(int row) const
{
    wire().setFocus();
    wire().setCurrentIndex(wire().model()->index(row, 0));
    wire().scrollTo(wire().currentIndex());
}

void TestMcpWatch::filter(const QString &text) const
{
    auto *filter = m_bench->find<QLineEdit>("mcpWireFilter");
    wire().setFocus();
    m_bench->press(Qt::Key_Slash);
    QVERIFY(filter->hasFocus());
    m_bench->press(Qt::Key_A, Qt::ControlModifier);
    m_bench->press(Qt::Key_Delete);
    QTest::keyClicks(filter, text);
}

void TestMcpWatch::echo(const QString &server, const QString &message) const
{
    QVERIFY(m_bench->chooseServer(server));
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"echo"_s));
    QVERIFY(m_bench->type(u"message"_s, message));
    QVERIFY2(m_bench->call(), qPrintable(m_bench->text("mcpStatus")));
}

void TestMcpWatch::emptyPagesSayWhatTheyAreFor()
{
    QVERIFY(m_bench->chooseServer(u"everything"_s));
    QVERIFY(m_bench->chooseTab(McpView::Tab::Wire));
    QVERIFY(m_bench->text("mcpWireHintTitle").contains(u"No messages"_s));
    m_bench->keep("mcp-wire-empty");
    QVERIFY(m_bench->chooseTab(McpView::Tab::Compare));
    QVERIFY(m_bench->text("mcpCompareHintTitle").contains(u"Connect to the server first"_s));
    m_bench->keep("mcp-diff-empty");
    QVERIFY(m_bench->chooseTab(McpView::Tab::Doctor));
    QVERIFY(m_bench->text("mcpDoctorHintTitle").contains(u"Not examined"_s));
    m_bench->keep("mcp-doctor-empty");
    QVERIFY(m_bench->chooseTab(McpView::Tab::Tools));
    QVERIFY(m_bench->connectAll(6));
}

void TestMcpWatch::wireHoldsBothDirections()
{
    echo(u"everything-http"_s, u"over the air"_s);
    QVERIFY(m_bench->chooseTab(McpView::Tab::Wire));
    QVERIFY(rowOf(u"initialize"_s, McpWireEntry::Direction::Sent) >= 0);
    QVERIFY(rowOf(u"roots/list"_s, McpWireEntry::Direction::Received) >= 0); // the server asks, too
    const int answer = rowOf(u"tools/call"_s, McpWireEntry::Direction::Received);
    QVERIFY(answer >= 0);
    look(answer);
    QVERIFY(m_bench->find<QPlainTextEdit>("mcpWireDetail")->toPlainText().contains(u"over the air"_s));
    QVERIFY(m_bench->find<QPlainTextEdit>("mcpWireHeaders")->toPlainText().contains(u"text/event-stream"_s));
    auto *parts = m_bench->find<QTabBar>("mcpWireParts");
    QVERIFY2(parts->isTabVisible(1) && parts->isTabEnabled(1) && parts->tabRect(1).right() < parts->width(), "the tab with the headers can be seen");
    const QModelIndex status = wire().model()->index(answer, static_cast<int>(McpWireModel::Column::Status));
    QVERIFY2(status.data().toString().contains(u"200"_s), qPrintable(status.data().toString()));
    m_bench->keep("mcp-wire");
}

void TestMcpWatch::wireIsFiltered()
{
    const int all = wire().model()->rowCount();
    filter(u"tools/call !\"jsonrpc\""_s);
    QCOMPARE(wire().model()->rowCount(), 0);
    m_bench->keep("mcp-wire-filtered");
    m_bench->click("mcpWireHintAction");
    QCOMPARE(wire().model()->rowCount(), all);
    filter(u"tools/call"_s);
    QCOMPARE(wire().model()->rowCount(), 2);
    m_bench->press(Qt::Key_Escape); // empties it, and stays on the page
    QVERIFY(wire().model()->rowCount() >= all);
    auto *kind = m_bench->find<QComboBox>("mcpWireKind");
    kind->setFocus();
    m_bench->press(Qt::Key_End);
    QVERIFY(wire().model()->rowCount() < all);
    m_bench->press(Qt::Key_Home);
    QVERIFY(wire().model()->rowCount() >= all);
}

void TestMcpWatch::messageIsSentAgain()
{
    look(rowOf(u"tools/list"_s, McpWireEntry::Direction::Sent));
    m_bench->click("mcpReplayMessage");
    const auto answer = [this] {
        return wire().model()->index(rowOf(u"tools/list"_s, McpWireEntry::Direction::Received), static_cast<int>(McpWireModel::Column::MessageId)).data().toString();
    };
    QVERIFY2(QTest::qWaitFor([&] { return answer() == u"\"again-1\""; }, soon), qPrintable(answer() + m_bench->banners())); // under an id of its own
}

/// The call of a tool is not sent by itself: it is filled in where it can be looked at.
void TestMcpWatch::callIsFilledInAgain()
{
    QVERIFY(m_bench->choose(McpView::Tab::Tools, u"get-sum"_s));
    QVERIFY(m_bench->chooseTab(McpView::Tab::Wire));
    look(rowOf(u"tools/call"_s, McpWireEntry::Direction::Sent));
    m_bench->click("mcpReplayMessage");
    QCOMPARE(view().currentTab(), McpView::Tab::Tools);
    QCOMPARE(view().call().subject().name, u"echo"_s);
    QCOMPARE(view().call().values().value(u"/message"_s), u"over the air"_s);
    QVERIFY2(m_bench->call(), qPrintable(m_bench->text("mcpStatus")));
    QVERIFY(m_bench->firstPart().contains(u"over the air"_s));
}

/// What is written into a file of this kind ("Messages", "Recorded session").
QByteArray TestMcpWatch::savedMessages(const QString &kind, const QString &file) const
{
    const QString path = m_bench->folder() + u'/' + file;
    m_bench->click("mcpExportLog");
    if (!m_bench->giveFile(path, kind))
        return {};
    QFile saved(path);
    return saved.open(QIODevice::ReadOnly) ? saved.readAll() : QByteArray();
}

void TestMcpWatch::messagesAreCopiedAndSaved()
{
    QVERIFY(m_bench->chooseTab(McpView::Tab::Wire));
    look(rowOf(u"tools/call"_s, McpWireEntry::Direction::Sent));
    m_bench->click("mcpCopyCurl");
    const QString curl = QApplication::clipboard()->text();
    QVERIFY2(curl.startsWith(u"curl"_s) && curl.contains(u"/mcp"_s) && curl.contains(u"tools/call"_s), qPrintable(curl));
    m_bench->click("mcpCopyJson");
    QVERIFY(QApplication::clipboard()->text().contains(u"over the air"_s));
    filter(u"tools/call"_s);
    const int shown = wire().model()->rowCount();
    const QByteArray saved = savedMessages(u"Messages"_s, u"messages.json"_s);
    QCOMPARE(saved.count("\"direction\""), shown);
    QVERIFY(!saved.contains("tools/list\""));
    filter({});
}

bool TestMcpWatch::compareWith(const QString &source) const
{
    auto *sources = m_bench->find<QComboBox>("mcpCompareSource");
    const int row = sources->findText(source);
    if (row < 0)
        return false;
    sources->setFocus();
    m_bench->press(Qt::Key_Home);
    for (int step = 0; step < row; ++step)
        m_bench->press(Qt::Key_Down);
    return QTest::qWaitFor([&] { return m_bench->text("mcpCompareSummary").contains(u"alike"_s); }, soon) && sources->currentText() == source;
}

/// What was saved of the server some time ago: one tool had other words, one is new.
void TestMcpWatch::listingIsHeldAgainstAnOlderOne()
{
    QVERIFY(m_bench->chooseServer(u"everything"_s));
    QVERIFY(m_bench->chooseTab(McpView::Tab::Wire));
    const int answer = rowOf(u"tools/list"_s, McpWireEntry::Direction::Received);
    QByteArray listing = wire().model()->index(answer, 0).data(McpWireModel::MessageRole).toString().toUtf8();
    listing = listing.mid(listing.indexOf("\"result\":") + 9);
    listing.truncate(listing.lastIndexOf("],") < 0 ? listing.lastIndexOf('}') : listing.size());
    if (listing.contains(",\"jsonrpc\""))
        listing.truncate(listing.indexOf(",\"jsonrpc\""));
    QVERIFY(listing.contains("Echoes back the input string"));
    listing.replace("Echoes back the input string", "Gives the text back");
    listing.replace("\"get-sum\"", "\"add-numbers\"");
    const QString path = m_bench->folder() + u"/everything-last-month.json"_s;
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(listing) == listing.size());
    file.close();
    QVERIFY(m_bench->chooseTab(McpView::Tab::Compare));
    m_bench->click("mcpCompareFile");
    QVERIFY(m_bench->giveFile(path));
    QTRY_VERIFY_WITH_TIMEOUT(differences().rowCount() >= 3, soon);
    auto *table = m_bench->find<QTableView>("mcpCompare");
    table->setFocus();
    table->setCurrentIndex(differences().index(Workbench::rowOf(differences(), static_cast<int>(McpCompareModel::Column::Name), u"echo"_s), 0));
    QCOMPARE(table->currentIndex().data(McpCompareModel::StateRole).toInt(), static_cast<int>(DriftState::Changed));
    QVERIFY(m_bench->text("mcpCompareSummary").contains(u"differ"_s));
    m_bench->keep("mcp-diff");
}

void TestMcpWatch::listingIsHeldAgainstAnotherServer()
{
    QVERIFY2(compareWith(u"what everything-http offers"_s), qPrintable(m_bench->text("mcpCompareSummary")));
    QVERIFY2(differences().rowCount() == 0, "the same server offers the same, whatever the transport");
    m_bench->keep("mcp-diff-same");
    QVERIFY(compareWith(u"what memory offers"_s));
    QVERIFY(differences().rowCount() > 17);
}

/// The same was asked of both; one had another answer.
void TestMcpWatch::sessionIsHeldAgainstAnother()
{
    echo(u"everything"_s, u"over the air"_s);
    echo(u"everything"_s, u"only here"_s);
    QVERIFY(m_bench->chooseTab(McpView::Tab::Compare));
    QVERIFY(compareWith(u"the session with everything-http"_s));
    const int row = Workbench::rowOf(differences(), static_cast<int>(McpCompareModel::Column::Name), u"tools/call echo"_s);
    QVERIFY2(row >= 0, "what only one was asked");
    QCOMPARE(differences().index(row, 0).data(McpCompareModel::StateRole).toInt(), static_cast<int>(DriftState::New));
    m_bench->find<QTableView>("mcpCompare")->setCurrentIndex(differences().index(row, 0));
    m_bench->keep("mcp-diff-sessions");
}

void TestMcpWatch::savedSessionIsComparedWith()
{
    QVERIFY(m_bench->chooseTab(McpView::Tab::Wire));
    QByteArray saved = savedMessages(u"Recorded session"_s, u"session.json"_s);
    QVERIFY(saved.contains("only here"));
    saved.replace("Echo: only here", "Echo: only there");
    const QString path = m_bench->folder() + u"/changed-session.json"_s;
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(saved) == saved.size());
    file.close();
    QVERIFY(m_bench->chooseTab(McpView::Tab::Compare));
    m_bench->click("mcpCompareFile");
    QVERIFY(m_bench->giveFile(path));
    QTRY_COMPARE_WITH_TIMEOUT(differences().rowCount(), 1, soon);
    const QModelIndex only = differences().index(0, static_cast<int>(McpCompareModel::Column::Name));
    QCOMPARE(only.data().toString(), u"tools/call echo"_s);
    QCOMPARE(only.data(McpCompareModel::StateRole).toInt(), static_cast<int>(DriftState::Changed));
}

void TestMcpWatch::doctorGoesTheWholeWay()
{
    for (const QString &server : {u"everything-http"_s, u"everything"_s}) {
        QVERIFY(m_bench->chooseServer(server));
        QVERIFY(m_bench->chooseTab(McpView::Tab::Doctor));
        m_bench->click("mcpDoctorHintAction");
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->text("mcpDoctorVerdict").contains(u"answers"_s), soon);
    }
    m_bench->click("mcpDoctorCopy");
    QVERIFY(QApplication::clipboard()->text().contains(u"first list"_s, Qt::CaseInsensitive));
    m_bench->keep("mcp-doctor-well");
}

void TestMcpWatch::doctorNamesTheStepThatFails()
{
    QVERIFY(m_bench->chooseServer(u"orders (staging)"_s));
    QVERIFY(m_bench->chooseTab(McpView::Tab::Tools));
    QTRY_VERIFY_WITH_TIMEOUT(m_bench->text("mcpEmptyTitle").contains(u"not reached"_s), soon);
    m_bench->keep("mcp-failed");
    QVERIFY(m_bench->chooseTab(McpView::Tab::Doctor));
    m_bench->click("mcpDoctorHintAction");
    QTRY_VERIFY_WITH_TIMEOUT(m_bench->text("mcpDoctorVerdict").contains(u"fails at"_s), soon);
    QVERIFY(!m_bench->text("mcpDoctorFix").isEmpty());
    m_bench->keep("mcp-doctor");
}

QD_TEST_MAIN(QApplication, TestMcpWatch)
#include "tst_mcpwatch.moc"
