// A result as rows: order, filter, groups, copies, statistics, the cell in full; by keyboard and object name.
#include "namewalk.h"
#include "query/cellinspector.h"
#include "query/resultgrid.h"
#include "query/resultpane.h"
#include "resultsamples.h"
#include "testmain.h"
#include "widgets/factlist.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>

using namespace qd;
using namespace Qt::StringLiterals;

namespace {

const QList<std::pair<QString, ColumnType>> paneColumns{{u"tool"_s, ColumnType::String}, {u"n"_s, ColumnType::Long}, {u"data"_s, ColumnType::Dynamic}};

} // namespace

class TestResultPane final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(*qApp, ThemeId::Dark); }
    void init()
    {
        test::failOnWarnings();
        m_model = std::make_unique<ResultGridModel>();
        m_model->append(test::piece(paneColumns, {{"orders", "12345", "{\"id\":[1,2]}"}, {"claims", "∅", "∅"}, {"orders", "7", "plain"}}));
        m_model->complete();
        m_pane = std::make_unique<ResultPane>(m_theme);
        m_pane->resize(1000, 400);
        m_pane->setResult(m_model.get());
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_pane.get()));
    }
    void cleanup()
    {
        m_pane.reset();
        m_model.reset();
        test::checkNoErrorsLogged();
    }

    void columnsAreAsWideAsWhatIsInThem()
    {
        const QHeaderView *header = grid().horizontalHeader();
        QVERIFY(header->sectionSize(1) >= 64);
        QVERIFY(header->sectionSize(0) < 300);
        QVERIFY2(test::unnamedWidgets(*m_pane).isEmpty(), qPrintable(test::unnamedWidgets(*m_pane).join(u", "_s)));
    }

    void aClickOnTheHeaderOrdersAndAThirdOneTakesItBack()
    {
        grid().cycleSort(1);
        QTRY_COMPARE(cell(0, 1), u"7"_s);
        grid().cycleSort(1);
        QTRY_COMPARE(cell(0, 1), u"12\u202f345"_s);
        QVERIFY(grid().horizontalHeader()->isSortIndicatorShown());
        grid().cycleSort(1);
        QTRY_COMPARE(cell(1, 1), u"null"_s);
        QVERIFY(!grid().horizontalHeader()->isSortIndicatorShown());
    }

    void slashFiltersTheColumn()
    {
        grid().setFocus();
        grid().setCurrentIndex(m_model->index(0, 0));
        QTest::keyClick(&grid(), Qt::Key_Slash);
        auto *edit = m_pane->findChild<QLineEdit *>(u"gridFilter"_s);
        QTRY_VERIFY(edit->hasFocus());
        QTest::keyClicks(edit, u"=orders"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_COMPARE(m_model->rowCount(), 2);
        QCOMPARE(m_pane->findChild<QLabel *>(u"gridCount"_s)->text(), u"2 of 3 rows"_s);
        QVERIFY(grid().hasFocus());
        auto *chip = m_pane->findChild<QPushButton *>(u"filterChip"_s);
        QVERIFY(chip && chip->text().startsWith(u"tool =orders"_s));
        chip->click();
        QTRY_COMPARE(m_model->rowCount(), 3);
    }

    void aFilterThatDoesNotFitIsRefusedInWords()
    {
        grid().setCurrentIndex(m_model->index(0, 1));
        auto *edit = m_pane->findChild<QLineEdit *>(u"gridFilter"_s);
        edit->setFocus();
        QTest::keyClicks(edit, u">many"_s);
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(m_pane->findChild<QLabel *>(u"filterProblem"_s)->text(), u"\"many\" is not a number."_s);
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(grid().hasFocus());
        QVERIFY(edit->text().isEmpty());
    }

    void groupsOpenWithTheArrowKeys()
    {
        grid().setFocus();
        grid().setCurrentIndex(m_model->index(0, 0));
        grid().toggleGroup();
        QTRY_COMPARE(m_model->rowCount(), 2);
        grid().setCurrentIndex(m_model->index(0, 0));
        QTest::keyClick(&grid(), Qt::Key_Right);
        QCOMPARE(m_model->rowCount(), 4);
        QTest::keyClick(&grid(), Qt::Key_Return);
        QCOMPARE(m_model->rowCount(), 2);
        grid().toggleGroup();
        QTRY_COMPARE(m_model->rowCount(), 3);
    }

    void copiesTheSelection()
    {
        grid().setFocus();
        QSignalSpy copied(&grid(), &ResultGrid::copied);
        grid().selectionModel()->select(QItemSelection(m_model->index(0, 0), m_model->index(1, 1)), QItemSelectionModel::ClearAndSelect);
        QTest::keyClick(&grid(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), u"tool\tn\norders\t12345\nclaims\t\n"_s);
        QCOMPARE(copied.at(0).at(0).toString(), u"Copied 2 × 2 cells"_s);
        grid().copySelection(query::CopyForm::Datatable);
        QVERIFY(QApplication::clipboard()->text().startsWith(u"datatable(tool:string, n:long)"_s));
        grid().clearSelection();
        grid().copySelection(query::CopyForm::Json);
        QCOMPARE(copied.constLast().at(0).toString(), u"Nothing is selected"_s);
    }

    void theSidePanelCountsTheColumn()
    {
        grid().setCurrentIndex(m_model->index(0, 0));
        m_pane->showSide(ResultPane::Side::Statistics);
        QTRY_COMPARE(m_pane->findChild<QLabel *>(u"statsType"_s)->text(), u"string"_s);
        QCOMPARE(m_pane->findChild<QLabel *>(u"statsTitle"_s)->text(), u"tool"_s);
        QTRY_VERIFY(m_pane->findChild<QWidget *>(u"statsTop"_s)->accessibleName().startsWith(u"orders: 2"_s));
        grid().setCurrentIndex(m_model->index(0, 1));
        QTRY_COMPARE(m_pane->findChild<QLabel *>(u"statsType"_s)->text(), u"long"_s);
        m_pane->showSide(ResultPane::Side::Closed);
        QCOMPARE(m_pane->side(), ResultPane::Side::Closed);
    }

    void theInspectorShowsJsonAsATreeAndTheRestAsText()
    {
        grid().setFocus();
        grid().setCurrentIndex(m_model->index(0, 2));
        QTest::keyClick(&grid(), Qt::Key_Return);
        auto *tree = m_pane->findChild<QTreeWidget *>(u"inspectorTree"_s);
        QVERIFY(tree->isVisible());
        QCOMPARE(tree->topLevelItem(0)->child(0)->text(0), u"id"_s);
        QCOMPARE(tree->topLevelItem(0)->child(0)->child(1)->text(1), u"2"_s);
        grid().setCurrentIndex(m_model->index(2, 2));
        QCOMPARE(m_pane->findChild<QPlainTextEdit *>(u"inspectorText"_s)->toPlainText(), u"plain"_s);
        grid().setCurrentIndex(m_model->index(1, 2));
        QVERIFY(m_pane->findChild<QLabel *>(u"inspectorFacts"_s)->text().contains(u"null"_s));
    }

    void rowsThatComeLaterKeepTheCurrentCell()
    {
        grid().setCurrentIndex(m_model->index(2, 1));
        auto growing = std::make_unique<ResultGridModel>();
        growing->append(test::piece(paneColumns, {{"a", "1", "x"}}));
        m_pane->setResult(growing.get());
        grid().setCurrentIndex(growing->index(0, 1));
        growing->append(test::piece(paneColumns, {{"b", "2", "y"}}));
        QCOMPARE(grid().currentIndex(), growing->index(0, 1));
        QCOMPARE(m_pane->findChild<QLabel *>(u"gridCount"_s)->text(), u"2 rows"_s);
        m_pane->setResult(nullptr);
    }

private:
    [[nodiscard]] ResultGrid &grid() { return m_pane->grid(); }
    [[nodiscard]] QString cell(int row, int column) const { return m_model->index(row, column).data().toString(); }

    Theme m_theme;
    std::unique_ptr<ResultGridModel> m_model;
    std::unique_ptr<ResultPane> m_pane;
};

QD_TEST_MAIN(QApplication, TestResultPane)
#include "tst_resultpane.moc"
