// The query page: its keys, its states, the editor's help, and what goes out as a signal.
#include "manualclock.h"
#include "namewalk.h"
#include "query/plotpanel.h"
#include "query/queryeditor.h"
#include "query/queryview.h"
#include "query/resultgrid.h"
#include "query/resultpane.h"
#include "query/suggestionlist.h"
#include "querytreemodel.h"
#include "resultsamples.h"
#include "testmain.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTabBar>
#include <QTreeView>

using namespace qd;
using namespace Qt::StringLiterals;

namespace {

query::Catalog sampleCatalog()
{
    return {.tables = {{u"requests"_s, u"Requests that were served"_s, {{u"timestamp"_s, ColumnType::DateTime, {}}, {u"name"_s, ColumnType::String, {}}, {u"duration"_s, ColumnType::Real, {}},
                                                                       {u"resultCode"_s, ColumnType::String, {}}}},
                       {u"dependencies"_s, {}, {{u"timestamp"_s, ColumnType::DateTime, {}}, {u"target"_s, ColumnType::String, {}}}}},
            .seenValues = {}};
}

} // namespace

class TestQueryView final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(*qApp, ThemeId::Dark); }
    void init()
    {
        test::failOnWarnings();
        m_entries = std::make_unique<QueryTreeModel>();
        m_entries->setEntries(QueryTreeModel::Section::Library, {{u"cost/chargeback"_s, u"Cost"_s, u"Chargeback"_s, u"Month to date"_s}, {u"sli/success"_s, u"SLIs"_s, u"Task success"_s}});
        m_view = std::make_unique<QueryView>(*m_entries, m_theme, m_clock);
        m_view->resize(1300, 760);
        m_view->setTabs({u"Query 1"_s, u"Chargeback"_s}, 0);
        m_view->editor().setCatalog(sampleCatalog());
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QApplication::setActiveWindow(m_view.get());
        editor().setFocus();
    }
    void cleanup()
    {
        m_view.reset();
        m_entries.reset();
        test::checkNoErrorsLogged();
    }

    void everyControlHasAName()
    {
        m_view->setParameters({{u"days"_s, u"long"_s, u"7"_s, {}}});
        QVERIFY2(test::unnamedWidgets(*m_view).isEmpty(), qPrintable(test::unnamedWidgets(*m_view).join(u", "_s)));
    }

    void suggestionsStayUntilTheCursorMoves()
    {
        auto *list = m_view->findChild<SuggestionList *>(u"querySuggestions"_s);
        editor().setQuery({});
        QTest::keyClicks(&editor(), u"reque"_s);
        QVERIFY(list->isVisible());
        m_view->grab(); // Scintilla tells of its cursor when it paints
        QCoreApplication::processEvents();
        QVERIFY(list->isVisible());
        QTest::keyClick(&editor(), Qt::Key_Left);
        m_view->grab();
        QVERIFY(!list->isVisible());
    }

    void keysOfTheRun()
    {
        QSignalSpy run(m_view.get(), &QueryView::runRequested);
        QSignalSpy cancel(m_view.get(), &QueryView::cancelRequested);
        QTest::keyClick(&editor(), Qt::Key_F5);
        QTest::keyClick(&editor(), Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClick(&editor(), Qt::Key_F5, Qt::ControlModifier);
        QTest::keyClick(&editor(), Qt::Key_F8);
        QCOMPARE(run.size(), 4);
        QCOMPARE(run.at(2).at(0).value<QueryView::Way>(), QueryView::Way::Preview);
        QCOMPARE(run.at(3).at(0).value<QueryView::Way>(), QueryView::Way::FromCache);
        QVERIFY(editor().text().isEmpty());
        QTest::keyClick(&editor(), Qt::Key_Escape);
        QVERIFY(cancel.isEmpty()); // nothing runs: Escape is the window's
        m_view->setRun({.phase = RunLook::Phase::Running, .startedAt = m_clock.now()});
        QTest::keyClick(&editor(), Qt::Key_Escape);
        QTest::keyClick(&editor(), Qt::Key_F5, Qt::ShiftModifier);
        QCOMPARE(cancel.size(), 2);
    }

    void states_data()
    {
        QTest::addColumn<int>("phase");
        QTest::addColumn<bool>("hasRows");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, RunLook::Phase phase, bool hasRows, const char *state, const char *message) {
            QTest::newRow(name) << int(phase) << hasRows << QString::fromUtf8(state) << QString::fromUtf8(message);
        };
        row("inviting", RunLook::Phase::None, false, "Not run yet", "press F5");
        row("loading", RunLook::Phase::Running, false, "Running", "Waiting for the first rows");
        row("rows arriving", RunLook::Phase::Running, true, "Rows arriving", "");
        row("done", RunLook::Phase::Ready, true, "Done", "");
        row("empty", RunLook::Phase::Ready, false, "Done", "its result is empty");
        row("partial", RunLook::Phase::Partial, true, "Partial result", "");
        row("failed", RunLook::Phase::Failed, false, "Failed", "Messages tab says why");
        row("cancelled", RunLook::Phase::Cancelled, false, "Cancelled", "Cancelled before");
    }
    void states()
    {
        QFETCH(int, phase);
        QFETCH(bool, hasRows);
        QFETCH(QString, message);
        ResultGridModel model;
        if (hasRows) {
            model.append(test::piece({{u"n"_s, ColumnType::Long}}, {{"1"}}));
            m_view->setResult(&model);
        }
        m_view->setRun({.phase = RunLook::Phase(phase), .startedAt = m_clock.now(), .rows = hasRows ? 1 : 0});
        QTEST(label("queryState"), "state");
        if (message.isEmpty())
            QVERIFY2(label("queryRowMessage").isEmpty(), qPrintable(label("queryRowMessage")));
        else
            QVERIFY2(label("queryRowMessage").contains(message), qPrintable(label("queryRowMessage")));
        m_view->setResult(nullptr);
    }

    void theHeadTellsWhatARunCost()
    {
        m_view->setRun({.phase = RunLook::Phase::Ready, .elapsed = Milliseconds(1234), .rows = 18200, .bytes = 3 * 1024 * 1024, .requestId = u"3f0b1a-c9e2"_s, .asOf = m_clock.now(),
                        .isStale = true, .schema = u"classic"_s, .range = u"now-1h"_s});
        QCOMPARE(label("queryState"), u"Result of an earlier text"_s);
        QCOMPARE(label("queryFacts"), u"1.234\u2009s · 18.2k rows · 3 MB · as of 0\u2009s ago · classic · now-1h"_s);
        m_view->findChild<QPushButton *>(u"queryRequestId"_s)->click();
        QCOMPARE(QApplication::clipboard()->text(), u"3f0b1a-c9e2"_s);
    }

    void typingOffersWhatFits()
    {
        QTest::keyClicks(&editor(), u"req"_s);
        auto *list = m_view->findChild<SuggestionList *>(u"querySuggestions"_s);
        QVERIFY(list->isVisible());
        QCOMPARE(list->current()->label, u"requests"_s);
        if (const QString folder = qEnvironmentVariable("QD_PICTURES"); !folder.isEmpty())
            m_view->grab().save(folder + u"/page-typing.png"_s);
        QTest::keyClick(&editor(), Qt::Key_Tab);
        QCOMPARE(editor().text(), u"requests"_s);
        QVERIFY(!list->isVisible());
        QTest::keyClicks(&editor(), u" | where dur"_s);
        QVERIFY(list->isVisible());
        QTest::keyClick(&editor(), Qt::Key_Escape);
        QVERIFY(!list->isVisible());
        QTest::keyClick(&editor(), Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(list->isVisible());
        QTest::keyClick(&editor(), Qt::Key_Return);
        QVERIFY2(editor().text().startsWith(u"requests | where duration"_s), qPrintable(editor().text()));
    }

    void mistakesAreListedAndLeadToTheirPlace()
    {
        editor().setQuery(u"requests | wher name == \"x\""_s);
        auto *list = m_view->findChild<QListWidget *>(u"queryProblems"_s);
        QVERIFY(list->isVisible());
        QVERIFY2(list->item(0)->text().startsWith(u"1:12"_s), qPrintable(list->item(0)->text()));
        emit list->itemActivated(list->item(0));
        QCOMPARE(editor().cursorOffset(), 11);
        QVERIFY(editor().hasFocus());
        editor().setQuery(u"requests | where name == \"x\""_s);
        QVERIFY(!list->isVisible());
    }

    void definitionFormatAndExtract()
    {
        editor().setQuery(u"let limit = 5;\nrequests|take limit"_s, 31);
        QTest::keyClick(&editor(), Qt::Key_F12);
        QCOMPARE(editor().selectionRange().from, 4);
        editor().goTo(20);
        QTest::keyClick(&editor(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClick(&editor(), Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(editor().text(), u"let limit = 5;\nrequests\n| take limit"_s);
        editor().undo();
        QCOMPARE(editor().text(), u"let limit = 5;\nrequests|take limit"_s);
        editor().setQuery(u"requests | where duration > 100 + 1"_s);
        editor().select({28, 35});
        QTest::keyClick(&editor(), Qt::Key_M, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY2(editor().text().startsWith(u"let "_s) && editor().text().contains(u"= 100 + 1;"_s), qPrintable(editor().text()));
    }

    void f1ExplainsTheWord()
    {
        QSignalSpy guide(m_view.get(), &QueryView::helpRequested);
        editor().setQuery(u"requests | summarize percentile(duration, 95)"_s, 25);
        QTest::keyClick(&editor(), Qt::Key_F1);
        auto *tip = m_view->findChild<QWidget *>(u"querySignature"_s);
        QVERIFY(tip->isVisible());
        QVERIFY2(tip->accessibleName().startsWith(u"percentile("_s), qPrintable(tip->accessibleName()));
        QVERIFY(guide.isEmpty());
        QTest::keyClick(&editor(), Qt::Key_Escape);
        QVERIFY(!tip->isVisible());
        editor().goTo(3);
        QTest::keyClick(&editor(), Qt::Key_F1);
        QCOMPARE(guide.size(), 1);
    }

    void ctrlKAloneIsThePalette()
    {
        QSignalSpy palette(m_view.get(), &QueryView::paletteRequested);
        QTest::keyClick(&editor(), Qt::Key_K, Qt::ControlModifier);
        QTRY_COMPARE(palette.size(), 1);
    }

    void aLongTextIsWrittenWithoutHelp()
    {
        editor().setQuery(u"requests | take 1 // "_s + QString(300000, u'x'));
        QVERIFY(editor().problems().isEmpty());
        QTest::keyClicks(&editor(), u"a"_s);
        QVERIFY(!editor().isCompleting());
    }

    void selectedCellsBecomeAFilter()
    {
        ResultGridModel model;
        model.append(test::piece({{u"name"_s, ColumnType::String}, {u"n"_s, ColumnType::Long}}, {{"GET /a", "1"}, {"GET \"b\"", "2"}}));
        editor().setQuery(u"requests\n| take 5;\n\ndependencies"_s, 3);
        m_view->setResult(&model);
        m_view->setRun({.phase = RunLook::Phase::Ready, .rows = 2});
        ResultGrid &grid = m_view->rows().grid();
        grid.setFocus();
        grid.selectionModel()->select(QItemSelection(model.index(0, 0), model.index(1, 0)), QItemSelectionModel::ClearAndSelect);
        QTest::keyClick(&grid, Qt::Key_Space, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(editor().text(), u"requests\n| take 5\n| where name in (\"GET /a\", \"GET \\\"b\\\"\")\n\ndependencies"_s);
        m_view->setResult(nullptr);
    }

    void aWholePageOfWork_data()
    {
        QTest::addColumn<int>("theme");
        QTest::newRow("dark") << int(ThemeId::Dark);
        QTest::newRow("light") << int(ThemeId::Light);
        QTest::newRow("high contrast") << int(ThemeId::HighContrast);
    }
    void aWholePageOfWork()
    {
        QFETCH(int, theme);
        m_theme.apply(*qApp, ThemeId(theme));
        QList<test::Cells> rows;
        for (int i = 0; i < 400; ++i)
            rows.append({QString::number(1795219200000000LL + i * 37000000LL), i % 3 == 0 ? u"GET /orders/{id}"_s : u"POST /claims"_s, QString::number(12.5 + i % 90), i % 9 == 0 ? u"∅"_s : u"200"_s,
                         u"{\"tenant\":\"contoso\"}"_s});
        ResultGridModel model;
        model.append(test::piece({{u"timestamp"_s, ColumnType::DateTime}, {u"name"_s, ColumnType::String}, {u"duration"_s, ColumnType::Real}, {u"resultCode"_s, ColumnType::String},
                                  {u"customDimensions"_s, ColumnType::Dynamic}}, rows));
        model.complete();
        editor().setQuery(u"// What was slow, and where\nlet slow = 40;\nrequests\n| where duration > slow and name != \"GET /health\"\n| summarize n = count(), p95 = percentile(duration, 95) by name, resultCode\n"
                          "| order by n desc\n\ndependencies\n| wher target == \"orders\""_s, 60);
        m_view->setResult(&model);
        m_view->setRun({.phase = RunLook::Phase::Ready, .elapsed = Milliseconds(128), .rows = 400, .bytes = 48 * 1024, .requestId = u"3f0b1a22-c9e2-4d"_s, .asOf = m_clock.now(), .schema = u"classic"_s,
                        .range = u"now-1h"_s});
        m_view->rows().grid().setCurrentIndex(model.index(2, 1));
        m_view->toggleSide(0);
        QTRY_COMPARE(label("statsType"), u"string"_s);
        QVERIFY(test::countPixels(editor(), m_theme.tokens().accent, 60) > 10); // keywords and the bar of the statement
        if (const QString folder = qEnvironmentVariable("QD_PICTURES"); !folder.isEmpty())
            m_view->grab().save(folder + u"/page-"_s + QString::number(theme) + u".png"_s);
        m_view->setResult(nullptr);
        m_theme.apply(*qApp, ThemeId::Dark);
    }

    void altNumbersDrawTheResult()
    {
        const auto set = test::resultOf({{u"tenant"_s, ColumnType::String}, {u"cost"_s, ColumnType::Real}}, {{"a", "1"}, {"b", "2"}});
        m_view->setChart(set, {}, query::ChartKind::Table);
        QTest::keyClick(&editor(), Qt::Key_7, Qt::AltModifier);
        QCOMPARE(m_view->part(), QueryView::Part::Chart);
        QCOMPARE(m_view->chart().kind(), query::ChartKind::Pie);
        QTest::keyClick(&editor(), Qt::Key_0, Qt::AltModifier);
        QCOMPARE(m_view->part(), QueryView::Part::Rows);
    }

    void panesTabsAndSpace()
    {
        QTest::keyClick(&editor(), Qt::Key_F6);
        QVERIFY(m_view->rows().grid().hasFocus());
        QTest::keyClick(&m_view->rows().grid(), Qt::Key_F6);
        QVERIFY(m_view->findChild<QTreeView *>(u"querySideTree"_s)->hasFocus());
        QTest::keyClick(m_view->findChild<QTreeView *>(u"querySideTree"_s), Qt::Key_F6);
        QVERIFY(editor().hasFocus());
        QTest::keyClick(&editor(), Qt::Key_E, Qt::ControlModifier);
        QVERIFY(!editor().isVisible());
        QTest::keyClick(&m_view->rows().grid(), Qt::Key_E, Qt::ControlModifier);
        QVERIFY(editor().isVisible());
        QSignalSpy chosen(m_view.get(), &QueryView::tabChosen);
        QTest::keyClick(&editor(), Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(chosen.size(), 1);
        QSignalSpy closed(m_view.get(), &QueryView::tabClosed);
        QTest::keyClick(&editor(), Qt::Key_W, Qt::ControlModifier);
        QCOMPARE(closed.at(0).at(0).toInt(), 1);
    }

    void theSideFindsAndOpens()
    {
        auto *filter = m_view->findChild<QLineEdit *>(u"querySideFilter"_s);
        auto *tree = m_view->findChild<QTreeView *>(u"querySideTree"_s);
        QTest::keyClicks(filter, u"charge"_s);
        const QAbstractItemModel *shown = tree->model();
        QCOMPARE(shown->rowCount(), 1);
        const QModelIndex entry = shown->index(0, 0, shown->index(0, 0, shown->index(0, 0)));
        QCOMPARE(entry.data().toString(), u"Chargeback"_s);
        QSignalSpy chosen(m_view.get(), &QueryView::entryChosen);
        tree->setCurrentIndex(entry);
        QTest::keyClick(tree, Qt::Key_Return);
        QCOMPARE(chosen.at(0).at(0).toString(), u"cost/chargeback"_s);
    }

    void parametersRunOnReturn()
    {
        m_view->setParameters({{u"days"_s, u"long"_s, u"7"_s, {}}});
        auto *field = m_view->findChild<QLineEdit *>(u"parameter-days"_s);
        QSignalSpy run(m_view.get(), &QueryView::runRequested);
        field->setText(u"30"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(run.size(), 1);
        QCOMPARE(m_view->parameterValues().value(u"days"_s), u"30"_s);
        m_view->setParameters({});
        QVERIFY(!m_view->findChild<QWidget *>(u"parameterBar"_s)->isVisible());
    }

private:
    [[nodiscard]] QueryEditor &editor() { return m_view->editor(); }
    [[nodiscard]] QString label(const char *name) const { return m_view->findChild<QLabel *>(QLatin1StringView(name))->text(); }

    Theme m_theme;
    test::ManualClock m_clock;
    std::unique_ptr<QueryTreeModel> m_entries;
    std::unique_ptr<QueryView> m_view;
};

QD_TEST_MAIN(QApplication, TestQueryView)
#include "tst_queryview.moc"
