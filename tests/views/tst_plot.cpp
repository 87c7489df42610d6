// A result as a chart: every kind is drawn, read and brushed.
#include "namewalk.h"
#include "query/plotcanvas.h"
#include "query/plotlegend.h"
#include "query/plotpanel.h"
#include "resultsamples.h"
#include "testmain.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>

using namespace qd;
using namespace Qt::StringLiterals;

namespace {

query::ResultSet timedSample()
{
    QList<test::Cells> rows;
    for (int i = 0; i < 60; ++i)
        for (const char *tool : {"orders", "claims"})
            rows.append({QString::number(1795219200000000LL + i * 60000000LL), QString::fromLatin1(tool), QString::number(i % 7 + (*tool == 'c' ? 4 : 0))});
    return test::resultOf({{u"timestamp"_s, ColumnType::DateTime}, {u"tool"_s, ColumnType::String}, {u"n"_s, ColumnType::Long}}, rows);
}

query::ResultSet namedSample()
{
    return test::resultOf({{u"tenant"_s, ColumnType::String}, {u"cost"_s, ColumnType::Real}}, {{"contoso", "41.5"}, {"fabrikam", "20"}, {"tailspin", "7.25"}});
}

} // namespace

class TestPlot final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(*qApp, ThemeId::Dark); }
    void init()
    {
        test::failOnWarnings();
        m_panel = std::make_unique<PlotPanel>(m_theme);
        m_panel->resize(900, 360);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }
    void cleanup()
    {
        m_panel.reset();
        test::checkNoErrorsLogged();
    }

    void everyKindIsDrawn_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("named");
        for (const auto &[kind, title] : plotKinds())
            QTest::newRow(qPrintable(title)) << int(kind) << (kind == query::ChartKind::Column || kind == query::ChartKind::Bar || kind == query::ChartKind::Pie);
    }
    void everyKindIsDrawn()
    {
        QFETCH(int, kind);
        QFETCH(bool, named);
        m_panel->setResult(named ? namedSample() : timedSample(), {}, query::ChartKind(kind));
        QVERIFY2(test::countPixels(m_panel->canvas(), m_theme.tokens().seriesColours[0], 40) > 20, "nothing in the colour of the first series");
        QVERIFY(m_panel->findChild<QLabel *>(u"plotMessage"_s)->text().isEmpty());
        QVERIFY2(test::unnamedWidgets(*m_panel).isEmpty(), qPrintable(test::unnamedWidgets(*m_panel).join(u", "_s)));
        if (const QString folder = qEnvironmentVariable("QD_PICTURES"); !folder.isEmpty())
            m_panel->grab().save(folder + u"/plot-"_s + QString::fromLatin1(QTest::currentDataTag()).simplified().replace(u' ', u'-') + u".png"_s);
    }

    void anomaliesHaveARing()
    {
        query::ResultSet set = test::resultOf({{u"t"_s, ColumnType::DateTime}, {u"n"_s, ColumnType::Long}, {u"flag"_s, ColumnType::Long}},
                                              {{"0", "1", "0"}, {"60000000", "9", "1"}, {"120000000", "1", "0"}});
        m_panel->setResult(set, {.anomalyColumns = {u"flag"_s}}, query::ChartKind::Anomaly);
        QVERIFY(test::countPixels(m_panel->canvas(), m_theme.tokens().status(StatusTone::Crit).fill, 8) > 10);
        m_panel->setResult(set, {}, query::ChartKind::Anomaly);
        QCOMPARE(test::countPixels(m_panel->canvas(), m_theme.tokens().status(StatusTone::Crit).fill, 8), 0);
    }

    void largeResultsAreReadOnAThread()
    {
        QList<test::Cells> rows;
        for (size_t i = 0; i <= PlotPanel::rowsAtOnce; ++i)
            rows.append({QString::number(1795219200000000LL + qint64(i) * 1000000LL), QString::number(i % 9)});
        const query::ResultSet large = test::resultOf({{u"timestamp"_s, ColumnType::DateTime}, {u"n"_s, ColumnType::Long}}, rows);
        const auto *message = m_panel->findChild<QLabel *>(u"plotMessage"_s);
        m_panel->setResult(large, {}, query::ChartKind::Time);
        QVERIFY2(message->text().startsWith(u"Drawing"_s), qPrintable(message->text()));
        QVERIFY(m_panel->canvas().data().series.empty());
        QTRY_VERIFY(message->text().isEmpty());
        QCOMPARE(m_panel->canvas().data().series.size(), size_t(1));
        m_panel->setResult(large, {.title = u"late"_s}, query::ChartKind::Line);
        m_panel->setResult(namedSample(), {}, query::ChartKind::Column); // what was asked for before is never shown
        m_panel->setResult(large, {.title = u"last"_s}, query::ChartKind::Area);
        QTRY_VERIFY(message->text().isEmpty());
        QCOMPARE(m_panel->canvas().data().title, u"last"_s);
        m_panel->setResult(large, {}, query::ChartKind::Time); // destroyed in mid-flight
    }

    void nothingToDrawSaysWhy()
    {
        const auto *message = m_panel->findChild<QLabel *>(u"plotMessage"_s);
        auto *kinds = m_panel->findChild<QComboBox *>(u"plotKind"_s);
        m_panel->setResult({}, {}, query::ChartKind::Table);
        QVERIFY(message->text().contains(u"no result"_s) && !kinds->isEnabled());
        m_panel->setResult(namedSample(), {}, query::ChartKind::Table);
        QVERIFY(message->text().contains(u"render"_s) && kinds->isEnabled());
        QCOMPARE(kinds->currentIndex(), -1);
    }

    void keysReadPointsAndBrush()
    {
        m_panel->setResult(timedSample(), {}, query::ChartKind::Time);
        PlotCanvas &canvas = m_panel->canvas();
        canvas.setFocus();
        QTest::keyClick(&canvas, Qt::Key_Right);
        QCOMPARE(canvas.reading(), (QStringList{u"2026-11-21 00:00:00Z"_s, u"orders   0"_s, u"claims   4"_s}));
        QSignalSpy brushed(&canvas, &PlotCanvas::rangeBrushed);
        QTest::keyClick(&canvas, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&canvas, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&canvas, Qt::Key_Return);
        QCOMPARE(brushed.size(), 1);
        QCOMPARE(brushed.at(0).at(0).value<Instant>(), Instant(Microseconds(1795219200000000LL)));
        QCOMPARE(brushed.at(0).at(1).value<Instant>(), Instant(Microseconds(1795219320000000LL)));
        QTest::keyClick(&canvas, Qt::Key_Escape);
        QVERIFY(canvas.reading().isEmpty());
    }

    void theMouseBrushesOnlyTimes()
    {
        m_panel->setResult(timedSample(), {}, query::ChartKind::Time);
        PlotCanvas &canvas = m_panel->canvas();
        QSignalSpy brushed(&canvas, &PlotCanvas::rangeBrushed);
        const auto drag = [&canvas] {
            const int y = canvas.height() / 2;
            QTest::mousePress(&canvas, Qt::LeftButton, {}, QPoint(100, y));
            QMouseEvent move(QEvent::MouseMove, QPointF(300, y), canvas.mapToGlobal(QPointF(300, y)), Qt::NoButton, Qt::LeftButton, {});
            QApplication::sendEvent(&canvas, &move);
            QTest::mouseRelease(&canvas, Qt::LeftButton, {}, QPoint(300, y));
        };
        drag();
        QCOMPARE(brushed.size(), 1);
        QVERIFY(brushed.at(0).at(0).value<Instant>() < brushed.at(0).at(1).value<Instant>());
        m_panel->setResult(namedSample(), {}, query::ChartKind::Column);
        drag();
        QCOMPARE(brushed.size(), 1);
    }

    void anotherKindIsChosenAndTold()
    {
        m_panel->setResult(namedSample(), {}, query::ChartKind::Table);
        QVERIFY(m_panel->findChild<QLabel *>(u"plotMessage"_s)->text().contains(u"no render operator"_s));
        QSignalSpy changed(m_panel.get(), &PlotPanel::kindChanged);
        m_panel->setKind(query::ChartKind::Pie);
        QCOMPARE(changed.size(), 1);
        QVERIFY(m_panel->findChild<PlotLegend *>(u"plotLegend"_s)->accessibleName().contains(u"contoso 41.5"_s));
        QCOMPARE(m_panel->findChild<QComboBox *>(u"plotKind"_s)->currentText().section(u"   "_s, 0, 0), u"Pie chart"_s);
    }

    void whatCannotBeDrawnSaysWhy()
    {
        m_panel->setResult(test::resultOf({{u"a"_s, ColumnType::String}}, {{"x"}}), {}, query::ChartKind::Time);
        QVERIFY(m_panel->findChild<QLabel *>(u"plotMessage"_s)->text().contains(u"column of numbers"_s));
    }

private:
    Theme m_theme;
    std::unique_ptr<PlotPanel> m_panel;
};

QD_TEST_MAIN(QApplication, TestPlot)
#include "tst_plot.moc"
