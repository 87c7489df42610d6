#include "confirm/confirmsheet.h"
#include "consolefixture.h"
#include "dataresources.h"
#include "query/plotcanvas.h"
#include "query/plotpanel.h"
#include "query/queryeditor.h"
#include "query/queryview.h"
#include "query/resultgrid.h"
#include "query/resultpane.h"
#include "query/suggestionlist.h"
#include "shell/bannerarea.h"
#include "shell/pagestack.h"
#include "querytreemodel.h"
#include "testmain.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTreeView>

using namespace qd;
using namespace Qt::StringLiterals;
using qd::test::ConsoleFixture;
using qd::test::labDeadline;
using qd::test::soon;

/// The query page on a real lab, by keyboard, as one story in order.
class TestQueryConsole : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void cleanupTestCase() { m_console.reset(); }

    void chordOpensThePageWithAnEditor();
    void theServicesTablesComplete();
    void rowsComeAndAreCounted();
    void renderDrawsAChart();
    void brushingSetsTheWindowsRange();
    void mistakesJumpToTheirPlace();
    void escapeCancels();
    void theAnswerBeforeIsOneKeyAway();
    void selectedCellsBecomeAFilterThatRuns();
    void theLibrarysQueriesRunWithTheirParameters();
    void runsAreRemembered();
    void savingPutsItAmongYourOwn();
    void savedOnesAreRenamedByKeyboard();
    void savedOnesAreDeletedAndComeBack();
    void theLibraryCannotBeDeleted();
    void rowsAreExported();
    void historyCanBeOff();
    void historyIsClearedOnce();
    void everyControlHasAName();
    void draftsSurviveTheConsole();

private:
    QWidget *focus() const { return QApplication::focusWidget(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const { QTest::keyClick(focus(), key, modifiers); }
    QueryView &view() const { return *m_console->window().findChild<QueryView *>(u"query"_s); }
    QueryEditor &editor() const { return view().editor(); }
    QString label(const char *name) const { return view().findChild<QLabel *>(QLatin1StringView(name))->text(); }
    ResultGridModel *rows() const { return view().rows().grid().result(); }
    /// Writes the query over what is there and runs it.
    void run(const QString &kql) const
    {
        editor().setFocus();
        editor().setQuery(kql);
        emit view().edited();
        press(Qt::Key_F5);
    }
    [[nodiscard]] bool isOver() const { return view().head().look().phase != RunLook::Phase::Running && view().head().look().phase != RunLook::Phase::None; }
    void keep(const char *name) const { test::keepPicture(name, m_console->window()); }
    void start();
    QTreeView &tree() const { return *view().findChild<QTreeView *>(u"querySideTree"_s); }
    QModelIndex section(int row) const { return tree().model()->index(row, 0); }
    /// Titles of the saved queries, folders in front of them.
    QStringList saved(const QModelIndex &parent) const
    {
        QStringList titles;
        for (int row = 0; row < tree().model()->rowCount(parent); ++row) {
            const QModelIndex child = tree().model()->index(row, 0, parent);
            titles << child.data().toString() << saved(child);
        }
        return titles;
    }
    /// Also after a dialog, which took the window's focus along.
    void focusTree() const
    {
        m_console->window().activateWindow();
        QTRY_VERIFY(m_console->window().isActiveWindow());
        tree().setFocus();
        QCOMPARE(focus(), &tree());
    }
    QString tabText() const { const auto *tabs = view().findChild<QTabBar *>(u"queryTabs"_s); return tabs->tabText(tabs->currentIndex()); }

    QTemporaryDir m_folder;
    std::unique_ptr<ConsoleFixture> m_console;
};

void TestQueryConsole::start()
{
    ConsoleOptions options = test::quickOptions(u"bad-prompt"_s);
    options.theme = qEnvironmentVariable("QD_PICTURE_THEME", u"dark"_s);
    m_console = std::make_unique<ConsoleFixture>(options);
    QVERIFY(QTest::qWaitForWindowActive(&m_console->window()));
}

void TestQueryConsole::initTestCase()
{
    initDataResources();
    qputenv("QD_STATE_DIR", QFile::encodeName(m_folder.path()));
    start();
    QTRY_VERIFY_WITH_TIMEOUT(m_console->app().account() && m_console->hasNumbers(), labDeadline);
}

void TestQueryConsole::chordOpensThePageWithAnEditor()
{
    press(Qt::Key_G);
    press(Qt::Key_Q);
    QCOMPARE(m_console->window().pages().currentPage(), PageId(u"query"_s));
    QTRY_VERIFY(editor().hasFocus());
    QVERIFY2(editor().text().contains(u"title: "_s), qPrintable(editor().text())); // a page that was never used opens with the library's
    keep("query-empty");
}

void TestQueryConsole::theServicesTablesComplete()
{
    auto *list = m_console->window().findChild<SuggestionList *>(u"querySuggestions"_s);
    const auto offersRequests = [&] {
        editor().setQuery({});
        QTest::keyClicks(&editor(), u"reque"_s);
        return list->isVisible() && list->current()->label == u"requests"_s;
    };
    QTRY_VERIFY_WITH_TIMEOUT(offersRequests(), soon);
    press(Qt::Key_Tab);
    QTest::keyClicks(&editor(), u" | where resultC"_s);
    QVERIFY(list->isVisible());
    keep("query-complete");
    press(Qt::Key_Return);
    QVERIFY2(editor().text().startsWith(u"requests | where resultCode"_s), qPrintable(editor().text()));
}

void TestQueryConsole::rowsComeAndAreCounted()
{
    run(u"requests\n| project timestamp, name, duration, resultCode, customDimensions\n| take 500"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), soon);
    QVERIFY2(label("queryState") == u"Done"_s, qPrintable(label("queryState")));
    QCOMPARE(rows()->rowCount(), 500);
    QVERIFY(!view().head().look().requestId.isEmpty());
    QVERIFY2(label("queryFacts").contains(u"500 rows"_s), qPrintable(label("queryFacts")));
    view().rows().grid().setCurrentIndex(rows()->index(0, 2));
    view().toggleSide(0);
    QTRY_COMPARE(label("statsType"), u"real"_s);
    keep("query-rows");
    view().toggleSide(0);
}

void TestQueryConsole::renderDrawsAChart()
{
    run(u"requests\n| summarize tasks = count() by bin(timestamp, 5m), resultCode\n| render timechart"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), soon);
    QCOMPARE(label("queryState"), u"Done"_s);
    QCOMPARE(view().part(), QueryView::Part::Chart);
    QVERIFY(!view().chart().canvas().data().series.empty());
    keep("query-chart");
    press(Qt::Key_5, Qt::AltModifier);
    QCOMPARE(view().chart().kind(), query::ChartKind::Column);
    press(Qt::Key_1, Qt::AltModifier);
}

void TestQueryConsole::brushingSetsTheWindowsRange()
{
    PlotCanvas &canvas = view().chart().canvas();
    canvas.setFocus();
    press(Qt::Key_Right);
    press(Qt::Key_Right, Qt::ShiftModifier);
    press(Qt::Key_Right, Qt::ShiftModifier);
    press(Qt::Key_Return);
    QVERIFY(m_console->app().account()->tiles().range().isAbsolute());
    QVERIFY(m_console->trigger("time.now"));
    QVERIFY(!m_console->app().account()->tiles().range().isAbsolute());
}

void TestQueryConsole::mistakesJumpToTheirPlace()
{
    run(u"requests\n| where nosuchcolumn == 1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), soon);
    QCOMPARE(label("queryState"), u"Failed"_s);
    QCOMPARE(view().part(), QueryView::Part::Messages);
    QCOMPARE(editor().cursorOffset(), 17);
    keep("query-error");
}

void TestQueryConsole::escapeCancels()
{
    run(u"requests | extend one = 1 | join kind=inner (requests | extend one = 1) on one | summarize count() by name, name1, operation_Id"_s);
    QCOMPARE(view().head().look().phase, RunLook::Phase::Running);
    press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), soon);
    QCOMPARE(label("queryState"), u"Cancelled"_s);
    QCOMPARE(m_console->window().pages().currentPage(), PageId(u"query"_s));
}

void TestQueryConsole::theAnswerBeforeIsOneKeyAway()
{
    run(u"requests\n| summarize n = count() by name"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), soon);
    const int count = rows()->rowCount();
    press(Qt::Key_F8);
    QCOMPARE(label("queryState"), u"From cache"_s);
    QCOMPARE(rows()->rowCount(), count);
}

void TestQueryConsole::selectedCellsBecomeAFilterThatRuns()
{
    ResultGrid &grid = view().rows().grid();
    grid.setFocus();
    grid.setCurrentIndex(rows()->index(0, 0));
    const QString name = rows()->index(0, 0).data().toString();
    press(Qt::Key_Space, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY2(editor().text().endsWith(u"| where name == \""_s + name + u'"'), qPrintable(editor().text()));
    press(Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), soon);
    QCOMPARE(rows()->rowCount(), 1);
}

void TestQueryConsole::theLibrarysQueriesRunWithTheirParameters()
{
    emit m_console->app().workspace().navigator.libraryQueryRequested(u"cost/anomalies"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), soon);
    QVERIFY2(label("queryState") == u"Done"_s, qPrintable(label("queryState") + view().head().look().requestId));
    QCOMPARE(view().part(), QueryView::Part::Chart);
    QCOMPARE(view().chart().kind(), query::ChartKind::Anomaly);
    keep("query-anomalies");
    auto *days = view().findChild<QLineEdit *>(u"parameter-days"_s);
    QVERIFY(days);
    QCOMPARE(days->text(), u"7"_s);
    days->setText(u"many"_s);
    days->setFocus();
    press(Qt::Key_Return);
    QVERIFY2(!label("queryNotice").isEmpty(), "a parameter that does not fit is refused in words");
    days->setText(u"2"_s);
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), soon);
    QCOMPARE(label("queryState"), u"Done"_s);
}

void TestQueryConsole::runsAreRemembered()
{
    auto *tree = view().findChild<QTreeView *>(u"querySideTree"_s);
    const QModelIndex history = tree->model()->index(2, 0);
    QTRY_VERIFY_WITH_TIMEOUT(tree->model()->rowCount(history) >= 5, soon);
    const QModelIndex last = tree->model()->index(0, 0, history);
    QCOMPARE(last.data().toString(), u"Cost anomalies"_s);
    tree->setFocus();
    tree->setCurrentIndex(last);
    press(Qt::Key_Return);
    QVERIFY2(editor().text().contains(u"make-series"_s), qPrintable(editor().text()));
}

void TestQueryConsole::savingPutsItAmongYourOwn()
{
    editor().setFocus();
    press(Qt::Key_S, Qt::ControlModifier);
    auto *dialog = m_console->window().findChild<QInputDialog *>(u"querySaveDialog"_s);
    QVERIFY(dialog);
    dialog->setTextValue(u"mine/anomalies"_s);
    dialog->accept();
    auto *tree = view().findChild<QTreeView *>(u"querySideTree"_s);
    const QModelIndex saved = tree->model()->index(1, 0);
    QTRY_COMPARE_WITH_TIMEOUT(tree->model()->rowCount(saved), 1, soon);
    QCOMPARE(tree->model()->index(0, 0, saved).data().toString(), u"mine"_s);
    QVERIFY(QFile::exists(m_folder.filePath(u"queries/saved/mine/anomalies.kql"_s)));
    QCOMPARE(view().findChild<QTabBar *>(u"queryTabs"_s)->tabText(view().findChild<QTabBar *>(u"queryTabs"_s)->currentIndex()), u"anomalies"_s);
}

void TestQueryConsole::savedOnesAreRenamedByKeyboard()
{
    editor().setFocus();
    press(Qt::Key_F2); // in the editor: the query in front
    auto *dialog = m_console->window().findChild<QInputDialog *>(u"queryRenameDialog"_s);
    QVERIFY(dialog);
    QCOMPARE(dialog->textValue(), u"mine/anomalies"_s);
    dialog->setTextValue(u"cost/watch"_s);
    dialog->accept();
    QCOMPARE(saved(section(1)), (QStringList{u"cost"_s, u"watch"_s}));
    QCOMPARE(tabText(), u"watch"_s);
    QVERIFY(!QFile::exists(m_folder.filePath(u"queries/saved/mine"_s)));
    QCOMPARE(tree().currentIndex().data().toString(), u"watch"_s);
    QTRY_VERIFY(!m_console->window().findChild<QInputDialog *>(u"queryRenameDialog"_s));
    focusTree();
    press(Qt::Key_F2); // in the list: its current entry
    dialog = m_console->window().findChild<QInputDialog *>(u"queryRenameDialog"_s);
    QVERIFY(dialog);
    dialog->setTextValue(u"../outside"_s);
    dialog->accept();
    QTRY_VERIFY(m_console->window().banners().shown().contains(u"query"_s));
    QCOMPARE(saved(section(1)), (QStringList{u"cost"_s, u"watch"_s}));
    m_console->window().banners().dismiss(u"query"_s);
}

void TestQueryConsole::savedOnesAreDeletedAndComeBack()
{
    const auto ask = [this] {
        focusTree();
        press(Qt::Key_Delete);
        return m_console->window().findChild<QMessageBox *>(u"queryDeleteDialog"_s);
    };
    QMessageBox *dialog = ask();
    QVERIFY(dialog);
    QVERIFY2(dialog->text().contains(u"cost/watch"_s), qPrintable(dialog->text()));
    test::keepPicture("query-delete", *dialog);
    QTest::keyClick(dialog, Qt::Key_Return); // does not agree
    QTRY_VERIFY(!m_console->window().findChild<QMessageBox *>(u"queryDeleteDialog"_s));
    QCOMPARE(saved(section(1)).size(), 2);
    QVERIFY(dialog = ask());
    dialog->findChild<QPushButton *>(u"queryDeleteDialogAgree"_s)->click();
    QCOMPARE(saved(section(1)), QStringList());
    QVERIFY(!QFile::exists(m_folder.filePath(u"queries/saved/cost/watch.kql"_s)));
    QVERIFY(m_console->window().banners().shown().contains(u"queryDeleted"_s));
    keep("query-deleted");
    emit m_console->window().banners().actionRequested(u"queryDeleted"_s);
    QCOMPARE(saved(section(1)), (QStringList{u"cost"_s, u"watch"_s}));
    QVERIFY(QFile::exists(m_folder.filePath(u"queries/saved/cost/watch.kql"_s)));
    QVERIFY(!m_console->window().banners().shown().contains(u"queryDeleted"_s));
    QCOMPARE(tree().currentIndex().data().toString(), u"watch"_s);
    QVERIFY(m_console->trigger("query.restore"));
    QVERIFY2(label("queryNotice").contains(u"Nothing was deleted"_s), qPrintable(label("queryNotice")));
}

void TestQueryConsole::theLibraryCannotBeDeleted()
{
    focusTree();
    tree().setCurrentIndex(tree().model()->index(0, 0, tree().model()->index(0, 0, section(0))));
    QVERIFY(!tree().currentIndex().data(QueryTreeModel::KeyRole).toString().isEmpty());
    for (const Qt::Key key : {Qt::Key_Delete, Qt::Key_F2}) {
        view().head().showNotice({});
        press(key);
        QVERIFY2(label("queryNotice").contains(u"Only queries that you saved"_s), qPrintable(label("queryNotice")));
    }
    QVERIFY(!m_console->window().findChild<QMessageBox *>() && !m_console->window().findChild<QInputDialog *>());
}

void TestQueryConsole::rowsAreExported()
{
    run(u"requests | take 500 | project timestamp, name"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), soon);
    view().findChild<QPushButton *>(u"queryExport"_s)->click();
    auto *dialog = m_console->window().findChild<QFileDialog *>(u"queryExportDialog"_s);
    QVERIFY(dialog);
    const QString path = m_folder.filePath(u"rows.csv"_s);
    emit dialog->fileSelected(path);
    dialog->close();
    auto *sheet = m_console->window().findChild<ConfirmSheet *>(); // what leaves the console is asked about first
    QTRY_VERIFY_WITH_TIMEOUT(sheet && sheet->isOpen(), soon);
    m_console->window().activateWindow();
    QTRY_VERIFY_WITH_TIMEOUT(focus() && sheet->isAncestorOf(focus()), soon);
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->window().banners().shown().contains(u"query"_s), soon);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.startsWith("timestamp,name\r\n"));
    QCOMPARE(text.count("\r\n"), 501);
}

void TestQueryConsole::historyCanBeOff()
{
    const int kept = tree().model()->rowCount(section(2));
    QVERIFY(kept > 0);
    QVERIFY(m_console->trigger("query.history"));
    QVERIFY2(label("queryNotice").contains(u"not kept"_s), qPrintable(label("queryNotice")));
    QVERIFY(section(2).data(QueryTreeModel::DetailRole).toString().contains(u"off"_s));
    keep("query-history-off");
    run(u"print secret = 'not to be kept'"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), soon);
    QVERIFY(m_console->trigger("query.history"));
    run(u"print again = 1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), soon);
    // Runs are kept in order: were the first one kept, it would be there before the second.
    QTRY_COMPARE_WITH_TIMEOUT(tree().model()->rowCount(section(2)), kept + 1, soon);
    QVERIFY(tree().model()->index(0, 0, section(2)).data().toString().contains(u"again"_s));
    QVERIFY(section(2).data(QueryTreeModel::DetailRole).toString().isEmpty());
}

void TestQueryConsole::historyIsClearedOnce()
{
    QVERIFY(m_console->trigger("query.clearHistory"));
    auto *dialog = m_console->window().findChild<QMessageBox *>(u"queryClearDialog"_s);
    QVERIFY(dialog);
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!m_console->window().findChild<QMessageBox *>(u"queryClearDialog"_s));
    QVERIFY(tree().model()->rowCount(section(2)) > 0);
    QVERIFY(m_console->trigger("query.clearHistory"));
    m_console->window().findChild<QPushButton *>(u"queryClearDialogAgree"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(tree().model()->rowCount(section(2)), 0, soon);
    QVERIFY(m_console->trigger("query.history")); // stays off over a restart: draftsSurviveTheConsole
}

void TestQueryConsole::everyControlHasAName()
{
    for (const QWidget *widget : view().findChildren<QWidget *>()) {
        const bool isInteractive = widget->focusPolicy() != Qt::NoFocus && !widget->objectName().startsWith(u"qt_"_s) && !widget->focusProxy() && widget->isVisible();
        if (isInteractive)
            QVERIFY2(!widget->accessibleName().isEmpty() || widget->property("text").toString().size() > 0,
                     qPrintable(QString::fromLatin1(widget->metaObject()->className()) + u" "_s + widget->objectName()));
    }
    QCOMPARE(m_console->app().workspace().commands.conflicts(), QStringList());
}

void TestQueryConsole::draftsSurviveTheConsole()
{
    editor().setQuery(u"requests | take 7"_s, 8);
    emit view().edited();
    m_console.reset();
    start();
    QVERIFY(m_console->trigger("go.query"));
    QCOMPARE(editor().text(), u"requests | take 7"_s);
    QCOMPARE(editor().cursorOffset(), 8);
    QCOMPARE(tree().model()->rowCount(section(2)), 0);
    QVERIFY(section(2).data(QueryTreeModel::DetailRole).toString().contains(u"off"_s));
}

QD_TEST_MAIN(QApplication, TestQueryConsole)
#include "tst_queryconsole.moc"
