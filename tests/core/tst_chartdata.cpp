// A result read as a chart.
#include "query/chartdata.h"
#include "resultsamples.h"
#include "testmain.h"

#include <QObject>

#include <algorithm>
#include <cmath>

using namespace qd;
using namespace qd::query;

namespace {

const QList<std::pair<QString, ColumnType>> timed{{QStringLiteral("timestamp"), ColumnType::DateTime}, {QStringLiteral("tool"), ColumnType::String}, {QStringLiteral("n"), ColumnType::Long}};

/// "name x:y x:y!" of every series; ! marks an anomaly, - a gap.
QString drawn(const ChartData &data)
{
    QStringList lines;
    for (const ChartSeries &series : data.series) {
        QString line = series.name;
        for (size_t i = 0; i < series.x.size(); ++i) {
            line += QStringLiteral(" %1:%2").arg(series.x[i]).arg(std::isnan(series.y[i]) ? QStringLiteral("-") : QString::number(series.y[i]));
            if (std::ranges::find(series.anomalies, i) != series.anomalies.end())
                line += u'!';
        }
        lines.append(line);
    }
    return lines.join(u'|');
}

} // namespace

class TestChartData final : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void kinds_data()
    {
        QTest::addColumn<QString>("render");
        QTest::addColumn<QString>("kind");
        for (const char *word : {"timechart", "linechart", "areachart", "stackedareachart", "barchart", "columnchart", "piechart", "scatterchart", "anomalychart", "table"})
            QTest::newRow(word) << QString::fromLatin1(word) << QString::fromLatin1(word);
        QTest::newRow("something new") << QStringLiteral("treemap") << QStringLiteral("table");
        QTest::newRow("nothing said, time and number") << QString() << QStringLiteral("timechart");
    }
    void kinds()
    {
        QFETCH(QString, render);
        const ResultSet set = test::resultOf(timed, {{"0", "a", "1"}});
        QTEST(chartKindName(chartKind(set, {.visualization = render})), "kind");
    }

    void timeChartMakesASeriesOfEachName()
    {
        const ResultSet set = test::resultOf(timed, {{"2", "a", "10"}, {"1", "a", "5"}, {"1", "b", "7"}, {"2", "b", "∅"}});
        const ChartData data = chartData(set, {.visualization = QStringLiteral("timechart")}, ChartKind::Time);
        QVERIFY(data.isTime);
        QCOMPARE(drawn(data), QStringLiteral("a 1:5 2:10|b 1:7 2:-"));
        QCOMPARE(data.xTitle, QStringLiteral("timestamp"));
        QCOMPARE(data.yTitle, QStringLiteral("n"));
    }

    void columnsThatRenderNamesAreTaken()
    {
        const ResultSet set = test::resultOf({{QStringLiteral("t"), ColumnType::DateTime}, {QStringLiteral("p50"), ColumnType::Real}, {QStringLiteral("p95"), ColumnType::Real}},
                                             {{"1", "1.5", "9"}});
        QCOMPARE(drawn(chartData(set, {}, ChartKind::Time)), QStringLiteral("p50 1:1.5|p95 1:9"));
        QCOMPARE(drawn(chartData(set, {.yColumns = {QStringLiteral("p95")}}, ChartKind::Time)), QStringLiteral("p95 1:9"));
    }

    void columnChartCountsNames()
    {
        const ResultSet set = test::resultOf({{QStringLiteral("tenant"), ColumnType::String}, {QStringLiteral("cost"), ColumnType::Real}}, {{"x", "3"}, {"y", "1"}, {"∅", "2"}});
        const ChartData data = chartData(set, {}, ChartKind::Column);
        QCOMPARE(data.categories, (QStringList{QStringLiteral("x"), QStringLiteral("y"), QStringLiteral("null")}));
        QCOMPARE(drawn(data), QStringLiteral("cost 0:3 1:1 2:2"));
        QVERIFY(data.isStacked);
        QVERIFY(!chartData(set, {.kind = QStringLiteral("unstacked")}, ChartKind::Column).isStacked);
    }

    void pieFoldsSmallSlices()
    {
        QList<test::Cells> rows;
        for (int i = 1; i <= 14; ++i)
            rows.append({QStringLiteral("s%1").arg(i), QString::number(i)});
        const ResultSet set = test::resultOf({{QStringLiteral("s"), ColumnType::String}, {QStringLiteral("n"), ColumnType::Long}}, rows);
        const ChartData data = chartData(set, {}, ChartKind::Pie);
        QCOMPARE(data.categories.size(), 11);
        QCOMPARE(data.categories.constFirst(), QStringLiteral("s14"));
        QCOMPARE(data.categories.constLast(), QStringLiteral("4 others"));
        QCOMPARE(data.series.front().y.back(), 10.0);
    }

    void seriesOfMakeSeriesAreTakenApart()
    {
        const ResultSet set = test::resultOf({{QStringLiteral("tool"), ColumnType::String}, {QStringLiteral("n"), ColumnType::Dynamic}, {QStringLiteral("timestamp"), ColumnType::Dynamic},
                                              {QStringLiteral("flags"), ColumnType::Dynamic}},
                                             {{"a", "[1,null,30]", "[\"1970-01-01T00:00:01.0000000Z\",\"1970-01-01T00:00:02.0000000Z\",\"1970-01-01T00:00:03.0000000Z\"]", "[0,0,1]"}});
        const ChartData data = chartData(set, {.anomalyColumns = {QStringLiteral("flags")}}, ChartKind::Anomaly);
        QCOMPARE(drawn(data), QStringLiteral("a 1e+06:1 2e+06:- 3e+06:30!"));
        QVERIFY(data.isTime);
    }

    void whatIsLeftOutIsSaid()
    {
        QList<test::Cells> rows;
        for (int i = 0; i < 30; ++i)
            rows.append({QStringLiteral("1"), QStringLiteral("s%1").arg(i), QStringLiteral("1")});
        const ChartData data = chartData(test::resultOf(timed, rows), {}, ChartKind::Time);
        QCOMPARE(data.series.size(), size_t(20));
        QCOMPARE(data.leftOut, QStringLiteral("10 further series are not drawn."));
        const ChartData few = chartData(test::resultOf(timed, rows), {}, ChartKind::Time, {.rows = 5});
        QCOMPARE(few.leftOut, QStringLiteral("Only the first 5 rows are drawn."));
    }

    void manyPointsAreThinnedButSpikesAndAnomaliesStay()
    {
        QList<test::Cells> rows;
        for (int i = 0; i < 20000; ++i)
            rows.append({QString::number(i), QString::number(i == 7777 ? 1000 : i % 10), QString::number(i == 3333)});
        const ResultSet set = test::resultOf({{QStringLiteral("t"), ColumnType::DateTime}, {QStringLiteral("n"), ColumnType::Long}, {QStringLiteral("flag"), ColumnType::Long}}, rows);
        const ChartData data = chartData(set, {.anomalyColumns = {QStringLiteral("flag")}}, ChartKind::Anomaly);
        const ChartSeries &series = data.series.front();
        QVERIFY(series.x.size() <= 4100);
        QCOMPARE(*std::ranges::max_element(series.y), 1000.0);
        QCOMPARE(series.anomalies.size(), size_t(1));
        QCOMPARE(series.x[series.anomalies.front()], 3333.0);
        QVERIFY(!data.leftOut.isEmpty());
    }

    void saysWhyNothingCanBeDrawn()
    {
        const ResultSet words = test::resultOf({{QStringLiteral("a"), ColumnType::String}}, {{"x"}});
        QCOMPARE(chartData(words, {}, ChartKind::Time).problem, QStringLiteral("A chart needs a column of numbers, and the result has none."));
        QCOMPARE(chartData(test::resultOf(timed, {}), {}, ChartKind::Time).problem, QStringLiteral("The result has no rows to draw."));
    }
};

QD_TEST_MAIN(QCoreApplication, TestChartData)
#include "tst_chartdata.moc"
