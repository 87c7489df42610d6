#include "confirm/confirmsheet.h"
#include "consolefixture.h"
#include "mcp/callpanel.h"
#include "mcp/mcpview.h"
#include "mcp/serverlist.h"
#include "mcpservermodel.h"
#include "mcpwiremodel.h"
#include "shell/bannerarea.h"
#include "shell/pagestack.h"
#include "testmain.h"

#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace qd;
using namespace Qt::StringLiterals;
using qd::test::ConsoleFixture;

/// The MCP workbench of the real console on a living lab: the gateway's servers, a guarded call, another key, and a failing
/// tool call of a trace made again.
class TestMcpConsole : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_console.reset(); }

    void failingSpanOpensItsCall();
    void replayedCallIsSent();
    void gatewayServersConnectByThemselves();
    void readingCallNeedsNoConfirmation();
    void anotherKeyIsChosen();
    void messagesShowNoKey();
    void ownServerAsksBeforeItStarts();
    void progressAndCancel();
    void callIsMadeOverAndOver();
    void callIsSavedAndRun();
    void brokenServerSaysWhy();
    void unknownServerIsSaid();

private:
    static constexpr int soon = 30000;

    [[nodiscard]] QWidget *focus() const { return QApplication::focusWidget() ? QApplication::focusWidget() : &m_console->window(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const { QTest::keyClick(focus(), key, modifiers); }
    [[nodiscard]] PageId page() const { return m_console->window().pages().currentPage(); }
    template<typename T>
    [[nodiscard]] T *find(const char *name) const { return m_console->window().findChild<T *>(QLatin1StringView(name)); }
    [[nodiscard]] McpView &view() const { return *find<McpView>("mcpPage"); }
    [[nodiscard]] QString text(const char *label) const { return find<QLabel>(label)->text(); }
    [[nodiscard]] bool isFailedSpanShown() const
    {
        for (const QWidget *widget : m_console->window().findChildren<QWidget *>(u"spanState"_s))
            if (widget->isVisible() && widget->accessibleName() == u"failed"_s)
                return true;
        return false;
    }
    /// For eyes: with QD_PICTURES set, what the window looks like goes to that folder.
    void keep(const char *name) const
    {
        const QString folder = qEnvironmentVariable("QD_PICTURES");
        if (!folder.isEmpty())
            m_console->window().grab().save(folder + u'/' + QLatin1StringView(name) + u".png"_s);
    }
    void chooseServer(const QString &name) const
    {
        view().chooseServer(McpServerId(name));
        QTRY_COMPARE_WITH_TIMEOUT(text("mcpServerName"), name, soon);
    }

    void choosePath(const QString &path) const
    {
        QTRY_VERIFY(m_console->window().findChild<QFileDialog *>());
        auto *dialog = m_console->window().findChild<QFileDialog *>();
        dialog->selectFile(path);
        static_cast<QDialog *>(dialog)->accept();
        QTRY_VERIFY(!m_console->window().findChild<QFileDialog *>());
        m_console->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
    }

    /// Agrees to what is asked.
    void agree(const char *picture) const
    {
        auto *sheet = m_console->window().findChild<ConfirmSheet *>();
        QTRY_VERIFY_WITH_TIMEOUT(sheet && sheet->isOpen(), soon);
        keep(picture);
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(!sheet->isOpen());
    }

    QTemporaryDir m_folder;
    std::unique_ptr<ConsoleFixture> m_console;
};

void TestMcpConsole::initTestCase()
{
    qputenv("QD_STATE_DIR", QFile::encodeName(m_folder.path()));
    ConsoleOptions options = test::quickOptions(u"tool-outage"_s);
    const McpServerConfig own{.id = McpServerId(u"own"_s), .transport = McpTransport::Stdio, .command = QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver")};
    const McpServerConfig broken{.id = McpServerId(u"broken"_s), .transport = McpTransport::Stdio, .command = own.command,
                                 .arguments = {u"--stderr"_s, u"cannot read the configuration"_s, u"--exit"_s, u"7"_s}};
    QVERIFY(saveMcpServers({.servers = {own, broken}, .consents = {}}));
    options.theme = qEnvironmentVariable("QD_PICTURE_THEME", u"dark"_s);
    options.interval = std::chrono::milliseconds(1000);
    m_console = std::make_unique<ConsoleFixture>(options);
    QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->app().account() && m_console->hasNumbers(), 180000);
}

/// From the tile by E to the trace, N to the next error, R to the bench.
void TestMcpConsole::failingSpanOpensItsCall()
{
    press(Qt::Key_E);
    QCOMPARE(page(), PageId(u"incident"_s));
    QTRY_VERIFY_WITH_TIMEOUT(isFailedSpanShown(), soon);
    for (int tries = 0; tries < 10 && page() != PageId(u"mcp"_s); ++tries) { // the error may stand above the tool's own span
        press(Qt::Key_R);
        if (page() != PageId(u"mcp"_s))
            press(Qt::Key_N);
    }
    QCOMPARE(page(), PageId(u"mcp"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!view().call().subject().name.isEmpty(), soon);
    const CallSubject &subject = view().call().subject();
    QVERIFY2(!subject.form.isRaw, qPrintable(subject.name)); // it is one that the server lists
    const ToolValues values = view().call().values();
    QVERIFY(std::ranges::any_of(values, [](const QString &value) { return !value.isEmpty(); }));
    keep("mcp-replay");
}

void TestMcpConsole::replayedCallIsSent()
{
    press(Qt::Key_Return, Qt::ControlModifier);
    auto *sheet = m_console->window().findChild<ConfirmSheet *>();
    const auto isOver = [this] { return find<QLabel>("mcpStatus")->isVisible() && !view().call().isBusy(); };
    QTRY_VERIFY_WITH_TIMEOUT((sheet && sheet->isOpen()) || isOver(), soon);
    if (sheet && sheet->isOpen()) { // it is not marked read-only
        keep("mcp-confirm");
        press(Qt::Key_Return, Qt::ControlModifier);
    }
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), soon);
    QVERIFY2(text("mcpStatus").startsWith(u"Done"_s) || text("mcpStatus").contains(u"failure"_s), qPrintable(text("mcpStatus")));
    keep("mcp-result");
}

void TestMcpConsole::gatewayServersConnectByThemselves()
{
    auto *servers = find<QListView>("mcpServers");
    QVERIFY(servers->model()->rowCount() >= 2);
    for (int row = 0; row < servers->model()->rowCount(); ++row) {
        const QModelIndex server = servers->model()->index(row, 0);
        if (!server.data(McpServerModel::DetailRole).toString().startsWith(u"gateway"_s))
            continue;
        chooseServer(server.data().toString());
        QTRY_VERIFY_WITH_TIMEOUT(text("mcpFacts").contains(u"MCP 2025-11-25"_s), soon);
        QTRY_VERIFY_WITH_TIMEOUT(find<QTableView>("mcpOffers")->model()->rowCount() > 0, soon);
    }
    keep("mcp-connected");
}

void TestMcpConsole::readingCallNeedsNoConfirmation()
{
    auto *offers = find<QTableView>("mcpOffers");
    auto *servers = find<QListView>("mcpServers");
    bool isFound = false;
    for (int row = 0; row < servers->model()->rowCount() && !isFound; ++row) {
        chooseServer(servers->model()->index(row, 0).data().toString());
        for (int tool = 0; tool < offers->model()->rowCount() && !isFound; ++tool) {
            offers->setCurrentIndex(offers->model()->index(tool, 0));
            isFound = view().call().subject().isReadOnly.value_or(false);
        }
    }
    QVERIFY(isFound);
    offers->setFocus();
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!view().call().isBusy(), soon);
    const auto *sheet = m_console->window().findChild<ConfirmSheet *>();
    QVERIFY(!sheet || !sheet->isOpen());
}

void TestMcpConsole::anotherKeyIsChosen()
{
    auto *owner = find<QComboBox>("mcpKeyOwner");
    QVERIFY(owner->isVisible() && owner->count() >= 2);
    QCOMPARE(owner->currentIndex(), 0);
    const QString server = view().currentServer().value;
    const QAbstractItemModel &wire = *find<QTableView>("mcpWire")->model();
    const int before = wire.rowCount();
    owner->setFocus();
    press(Qt::Key_Down);
    QCOMPARE(owner->currentIndex(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(view().currentServer().value, server, soon);
    const auto opened = [&] { // once more since then, and its lists are read
        for (int row = before; row < wire.rowCount(); ++row)
            if (wire.index(row, static_cast<int>(McpWireModel::Column::Method)).data() == u"tools/list"_s)
                return !view().property("busy").toBool();
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(opened(), soon);
    QCOMPARE(owner->currentIndex(), 1);
}

void TestMcpConsole::messagesShowNoKey()
{
    view().chooseTab(McpView::Tab::Wire);
    auto *wire = find<QTableView>("mcpWire");
    QVERIFY(wire->isVisible() && wire->model()->rowCount() > 2);
    wire->setCurrentIndex(wire->model()->index(0, 0));
    const QString detail = find<QPlainTextEdit>("mcpWireDetail")->toPlainText() + find<QPlainTextEdit>("mcpWireHeaders")->toPlainText();
    QVERIFY2(detail.contains(u"Ocp-Apim-Subscription-Key: ***"_s, Qt::CaseInsensitive), qPrintable(detail));
    keep("mcp-wire");
    view().chooseTab(McpView::Tab::Tools);
}

void TestMcpConsole::ownServerAsksBeforeItStarts()
{
    chooseServer(u"own"_s);
    QCOMPARE(text("mcpEmptyTitle"), u"own is not connected"_s);
    keep("mcp-idle");
    find<QListView>("mcpServers")->setFocus();
    press(Qt::Key_Return);
    agree("mcp-consent");
    QTRY_VERIFY_WITH_TIMEOUT(text("mcpFacts").contains(u"listed at"_s), soon);
    QCOMPARE(find<QTableView>("mcpOffers")->model()->rowCount(), 12);
}

void TestMcpConsole::progressAndCancel()
{
    view().chooseOffer(u"never"_s);
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(text("mcpStatus").startsWith(u"Running"_s), soon);
    keep("mcp-running");
    press(Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(text("mcpStatus"), u"Cancelled"_s, soon);
    QCOMPARE(page(), PageId(u"mcp"_s));
    view().chooseOffer(u"lie"_s);
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(text("mcpWarnings").contains(u"sum"_s), soon);
    keep("mcp-lie");
}

/// The load page takes the call of the form, asks once, and measures on connections of its own.
void TestMcpConsole::callIsMadeOverAndOver()
{
    view().chooseTab(McpView::Tab::Tools);
    view().chooseOffer(u"lie"_s);
    m_console->app().workspace().commands.trigger(CommandId(u"mcp.load"_s));
    find<QSpinBox>("mcpLoadSeconds")->setValue(2);
    QVERIFY2(text("mcpLoadSubject").contains(u"lie"_s), qPrintable(text("mcpLoadSubject")));
    QTest::mouseClick(find<QPushButton>("mcpLoadStart"), Qt::LeftButton);
    agree("mcp-load-confirm");
    QTRY_VERIFY_WITH_TIMEOUT(text("mcpLoadVerdict").startsWith(u"lie:"_s), soon);
    QVERIFY2(text("mcpLoadVerdict").contains(u"none failed"_s), qPrintable(text("mcpLoadVerdict")));
    keep("mcp-load");
}

/// What is in the form becomes a file for Git, which is run on a connection of its own.
void TestMcpConsole::callIsSavedAndRun()
{
    const QString path = m_folder.filePath(u"checks.json"_s);
    CommandRegistry &commands = m_console->app().workspace().commands;
    commands.trigger(CommandId(u"mcp.save-call"_s));
    choosePath(path);
    QTRY_VERIFY(QFile::exists(path));
    commands.trigger(CommandId(u"mcp.save-call"_s)); // into the same
    commands.trigger(CommandId(u"mcp.run-tests"_s));
    QTRY_VERIFY2_WITH_TIMEOUT(text("mcpTestVerdict").startsWith(u"2 passed, none failed"_s), qPrintable(text("mcpTestVerdict")), soon);
    QCOMPARE(find<QTableView>("mcpTestSteps")->model()->rowCount(), 2);
    keep("mcp-tests");
    QTest::mouseClick(find<QPushButton>("mcpTestSaveSession"), Qt::LeftButton);
    choosePath(m_folder.filePath(u"session.json"_s));
    QTRY_VERIFY(QFile::exists(m_folder.filePath(u"session.json"_s)));
    view().chooseTab(McpView::Tab::Tools);
}

void TestMcpConsole::brokenServerSaysWhy()
{
    chooseServer(u"broken"_s);
    find<QListView>("mcpServers")->setFocus();
    press(Qt::Key_Return);
    agree("mcp-consent-broken");
    QTRY_COMPARE_WITH_TIMEOUT(text("mcpEmptyTitle"), u"broken was not reached"_s, soon);
    QVERIFY(text("mcpEmptyText").contains(u"cannot read the configuration"_s));
    QTRY_VERIFY(find<QPushButton>("mcpEmptyAction")->width() >= find<QPushButton>("mcpEmptyAction")->sizeHint().width()); // laid out
    keep("mcp-error");
}

void TestMcpConsole::unknownServerIsSaid()
{
    emit m_console->app().workspace().navigator.replayRequested(u"nowhere"_s, u"tool"_s, u"{}"_s);
    QVERIFY(m_console->window().banners().shown().contains(u"mcp-replay"_s));
}

QD_TEST_MAIN(QApplication, TestMcpConsole)
#include "tst_mcpconsole.moc"
