#include "namewalk.h"
#include "sampletiles.h"

#include "manualclock.h"
#include "testmain.h"
#include "widgets/chartcanvas.h"
#include "widgets/chartpanel.h"
#include "widgets/chartticks.h"
#include "widgets/slocharts.h"

#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLabel>
#include <QSignalSpy>
#include <QTableWidget>
#include <QToolButton>

using namespace qd;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

ChartSpec incidentSpec()
{
    const SloTile tile = test::sampleTile(QStringLiteral("task-success"), TileState::Critical);
    const auto at = test::ManualClock::start;
    return sliChartSpec(tile, tile.series,
                        {{.at = at - minutes(12), .kind = ChangeKind::PromptVersion, .title = QStringLiteral("<i>v14</i>")},
                         {.at = at - minutes(40), .kind = ChangeKind::Deployment, .title = QStringLiteral("build 7")}});
}

QStringList labels(const QList<TimeTick> &ticks)
{
    QStringList out;
    for (const TimeTick &tick : ticks)
        out << tick.label;
    return out;
}

} // namespace

class TestCharts final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(*qApp, ThemeId::Dark); }
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void valueTicks_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<QList<double>>("at");
        QTest::newRow("share") << 0.842 << 1.0 << QList<double>{0.8, 0.85, 0.9, 0.95, 1.0};
        QTest::newRow("seconds") << 2.8 << 6.9 << QList<double>{2, 4, 6, 8};
        QTest::newRow("from zero") << 0.0 << 31.5 << QList<double>{0, 10, 20, 30, 40};
        QTest::newRow("overspent") << -0.35 << 1.0 << QList<double>{-0.5, 0, 0.5, 1.0};
        QTest::newRow("round already") << 0.0 << 1.0 << QList<double>{0, 0.25, 0.5, 0.75, 1.0};
    }
    void valueTicks()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(QList<double>, at);
        const ValueTicks ticks = niceTicks(low, high);
        QCOMPARE(ticks.at.size(), at.size());
        for (qsizetype i = 0; i < at.size(); ++i)
            QVERIFY(std::abs(ticks.at.at(i) - at.at(i)) < 1e-9);
        QVERIFY(ticks.low <= low && ticks.high >= high);
    }

    void valueTicksNeverFail()
    {
        for (const double value : {0.0, 5.0, -3.0, 1e-12, 1e15}) {
            const ValueTicks ticks = niceTicks(value, value);
            QVERIFY(ticks.low < ticks.high);
            QVERIFY(ticks.at.size() >= 2 && ticks.at.size() <= 5);
        }
        QCOMPARE(niceTicks(std::nan(""), 1).at.size(), 2);
        QCOMPARE(niceTicks(2, 1).at.size(), 2);
    }

    void timeTicks_data()
    {
        QTest::addColumn<int>("minutesBack");
        QTest::addColumn<QString>("expected");
        QTest::newRow("minute") << 1 << "11:59:00,11:59:15,11:59:30,11:59:45,12:00:00";
        QTest::newRow("hour") << 60 << "11:00,11:15,11:30,11:45,12:00";
        QTest::newRow("90 m") << 90 << "10:30,11:00,11:30,12:00";
        QTest::newRow("day") << 1440 << "12:00,18:00,00:00,06:00,12:00";
        QTest::newRow("30 d") << 43200 << "29 Oct,5 Nov,12 Nov,19 Nov";
    }
    void timeTicks()
    {
        QFETCH(int, minutesBack);
        QFETCH(QString, expected);
        const Instant now = test::ManualClock::start;
        QCOMPARE(labels(qd::timeTicks(now - minutes(minutesBack), now)).join(QLatin1Char(',')), expected);
    }

    void timeTicksAreFew()
    {
        const Instant now = test::ManualClock::start;
        for (int reach = 1; reach < 600000; reach = reach * 5 / 4 + 1)
            QVERIFY(qd::timeTicks(now - minutes(reach), now).size() <= 5);
        QVERIFY(qd::timeTicks(now, now).isEmpty());
    }

    void longSeriesAreDecimated()
    {
        ChartPanel panel(m_theme, QStringLiteral("chart"));
        ChartSpec spec = incidentSpec();
        spec.points = test::sampleSeries(50000, 0.99, 0.8, minutes(1), 0.01);
        QElapsedTimer timer;
        timer.start();
        panel.setSpec(spec);
        QVERIFY(panel.canvas()->drawnPoints() <= ChartCanvas::maxPoints);
        QVERIFY(panel.canvas()->chart()->series().size() <= 48);
        qInfo("50,000 points with 2,173 gaps set in %lld ms", static_cast<long long>(timer.elapsed()));
    }

    void gapsSplitTheLine()
    {
        ChartPanel panel(m_theme, QStringLiteral("chart"));
        panel.setSpec(incidentSpec());
        // 60 points, every 23rd missing: three runs.
        QCOMPARE(panel.canvas()->chart()->series().size(), 3);
    }

    void areasFillTheLine()
    {
        ChartPanel panel(m_theme, QStringLiteral("chart"));
        const SloTile tile = test::sampleTile(QStringLiteral("task-success"), TileState::Critical);
        panel.setSpec(burnDownSpec(tile, test::sampleDetail(tile).burnDown, {}));
        QCOMPARE(panel.canvas()->chart()->series().size(), 2);
        panel.resize(600, 300);
        QVERIFY(test::countPixels(panel, tokensOf(ThemeId::Dark).series(SeriesRole::Dependency)) > 50);
    }

    void survivesOddSeries()
    {
        ChartPanel panel(m_theme, QStringLiteral("chart"));
        panel.resize(500, 300);
        ChartSpec spec = incidentSpec();
        spec.points = {{Instant(Seconds(1)), std::nullopt, 0}, {Instant(Seconds(2)), std::nan(""), 0}};
        panel.setSpec(spec);
        QVERIFY(!panel.grab().isNull());
        spec.points = {{Instant(Seconds(5)), 0.5, 3}};
        panel.setSpec(spec);
        QVERIFY(!panel.grab().isNull());
        QCOMPARE(panel.canvas()->chart()->series().size(), 1);
    }

    void readsByKeyboard()
    {
        ChartPanel panel(m_theme, QStringLiteral("chart"));
        panel.resize(700, 300);
        panel.setSpec(incidentSpec());
        ChartCanvas &canvas = *panel.canvas();
        QVERIFY(canvas.reading().isEmpty());
        QTest::keyClick(&canvas, Qt::Key_Left);
        QVERIFY(canvas.reading().startsWith(QStringLiteral("2026-11-21 11:59:00Z")));
        QTest::keyClick(&canvas, Qt::Key_Left);
        QVERIFY(canvas.reading().startsWith(QStringLiteral("2026-11-21 11:58:00Z")));
        QCOMPARE(canvas.accessibleDescription(), canvas.reading());
        QTest::keyClick(&canvas, Qt::Key_Escape);
        QVERIFY(canvas.reading().isEmpty());
    }

    void readingStaysOnItsInstant()
    {
        ChartPanel panel(m_theme, QStringLiteral("chart"));
        panel.resize(700, 300);
        ChartSpec spec = incidentSpec();
        panel.setSpec(spec);
        QTest::keyClick(panel.canvas(), Qt::Key_Left);
        const QString before = panel.canvas()->reading();
        spec.points.push_back({test::ManualClock::start, 0.5, 1});
        panel.setSpec(spec);
        QCOMPARE(panel.canvas()->reading(), before);
    }

    void newestMarkerIsInsideTheAxis()
    {
        ChartPanel panel(m_theme, QStringLiteral("chart"));
        panel.resize(700, 300);
        ChartSpec spec = incidentSpec();
        spec.lastTone = StatusTone::Unknown;
        spec.markers = {{.at = test::ManualClock::start - Seconds(20), .kind = ChangeKind::Chaos, .title = QStringLiteral("just now")}};
        panel.setSpec(spec);
        QVERIFY(test::countPixels(panel, tokensOf(ThemeId::Dark).status(StatusTone::Chaos).fill) > 30);
    }

    void markersOpenByKeyboard()
    {
        ChartPanel panel(m_theme, QStringLiteral("chart"));
        panel.resize(700, 300);
        panel.setSpec(incidentSpec());
        QSignalSpy spy(&panel, &ChartPanel::markerActivated);
        QTest::keyClick(panel.canvas(), Qt::Key_Return);
        QCOMPARE(spy.count(), 0);
        QTest::keyClick(panel.canvas(), Qt::Key_Period);
        QTest::keyClick(panel.canvas(), Qt::Key_Return);
        QTest::keyClick(panel.canvas(), Qt::Key_Period);
        QTest::keyClick(panel.canvas(), Qt::Key_Return);
        QCOMPARE(spy.count(), 2);
        QCOMPARE(spy.at(0).at(0).value<Change>().title, QStringLiteral("build 7"));
        QCOMPARE(spy.at(1).at(0).value<Change>().title, QStringLiteral("<i>v14</i>"));
    }

    void numbersComeAsATable()
    {
        ChartPanel panel(m_theme, QStringLiteral("chart"));
        panel.resize(700, 300);
        panel.setSpec(incidentSpec());
        auto *toggle = panel.findChild<QToolButton *>(QStringLiteral("chartTable"));
        toggle->click();
        auto *table = panel.findChild<QTableWidget *>(QStringLiteral("chartNumbers"));
        QVERIFY(table);
        QCOMPARE(table->rowCount(), 60);
        QCOMPARE(table->item(0, 0)->text(), QStringLiteral("2026-11-21 11:59:00Z"));
        const QStringList lines = panel.tableText().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 61);
        QCOMPARE(lines.at(0), QStringLiteral("Time\tValue\tEvents"));
        QVERIFY(lines.at(23).endsWith(QStringLiteral("\t\t0")));
        QCOMPARE(test::unnamedWidgets(panel).join(QLatin1Char(',')), QString());
        toggle->click();
        QVERIFY(!table->isVisibleTo(&panel));
    }

    void subtitleTellsTheRange()
    {
        SloTile tile = test::sampleTile(QStringLiteral("task-success"), TileState::Ok);
        tile.series.assign(61, {}); // an hour that began within a minute touches 61 of them
        for (int i = 0; i < 61; ++i)
            tile.series[static_cast<size_t>(i)].at = test::ManualClock::start + minutes(i);
        QVERIFY(sliChartSpec(tile, tile.series, {}, QStringLiteral("last 1 h")).subtitle.startsWith(QStringLiteral("last 1 h ")));
        QVERIFY(sliChartSpec(tile, tile.series, {}).subtitle.startsWith(QStringLiteral("last 1h1m ")));
        QVERIFY(sliChartSpec(tile, {}, {}, QStringLiteral("last 1 h")).subtitle.isEmpty());
    }

    void describesItself()
    {
        ChartPanel panel(m_theme, QStringLiteral("chart"));
        panel.setSpec(incidentSpec());
        QCOMPARE(panel.canvas()->accessibleName(), QStringLiteral("Chart: Task success"));
        QVERIFY(panel.canvas()->accessibleDescription().contains(QStringLiteral("objective")));
        QCOMPARE(test::unnamedWidgets(panel).join(QLatin1Char(',')), QString());
    }

    void emptySeriesSaySo()
    {
        ChartPanel panel(m_theme, QStringLiteral("chart"));
        ChartSpec spec = incidentSpec();
        spec.points.clear();
        panel.setSpec(spec);
        panel.setMessage(QStringLiteral("No events"));
        const auto *message = panel.findChild<QLabel *>(QStringLiteral("chartMessage"));
        QVERIFY(message->isVisibleTo(&panel));
        panel.setSpec(incidentSpec());
        QVERIFY(!message->isVisibleTo(&panel));
    }

    void followsTheTheme()
    {
        ChartPanel panel(m_theme, QStringLiteral("chart"));
        panel.resize(700, 300);
        panel.setSpec(incidentSpec());
        for (const ThemeId id : {ThemeId::Light, ThemeId::HighContrast, ThemeId::Dark}) {
            m_theme.apply(*qApp, id);
            QVERIFY(test::countPixels(panel, tokensOf(id).series(SeriesRole::Agent), 12) > 50);
            QVERIFY(test::countPixels(panel, tokensOf(id).surface) > 50000);
        }
    }

private:
    Theme m_theme;
};

QD_TEST_MAIN(QApplication, TestCharts)
#include "tst_charts.moc"
