#include "manualclock.h"
#include "slo/evaluate.h"
#include "slofixtures.h"
#include "testmain.h"

#include <QObject>

#include <limits>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

namespace {

constexpr Instant to = ManualClock::start;
constexpr TimeSpanRange lastHour{to - 1h, to};

struct TableSpec {
    QStringList names;
    QList<ColumnType> types;
};

Table makeTable(const TableSpec &spec, const std::vector<std::vector<Cell>> &rows)
{
    Table table;
    for (qsizetype i = 0; i < spec.names.size(); ++i) {
        Column column{.name = spec.names.at(i), .type = spec.types.at(i), .cells = {}};
        for (const auto &row : rows)
            column.cells.push_back(row.at(static_cast<size_t>(i)));
        table.columns.push_back(std::move(column));
    }
    return table;
}

Cell text(const char *value) { return QString::fromUtf8(value); }

const TableSpec bandSpec{{QStringLiteral("slo"), QStringLiteral("band"), QStringLiteral("good"), QStringLiteral("total"), QStringLiteral("newest")},
                         {ColumnType::String, ColumnType::Long, ColumnType::Real, ColumnType::Real, ColumnType::DateTime}};
const TableSpec seriesSpec{{QStringLiteral("slo"), QStringLiteral("at"), QStringLiteral("good"), QStringLiteral("total"), QStringLiteral("value")},
                           {ColumnType::String, ColumnType::DateTime, ColumnType::Real, ColumnType::Real, ColumnType::Real}};
const TableSpec rangeSpec{{QStringLiteral("slo"), QStringLiteral("value"), QStringLiteral("total")},
                          {ColumnType::String, ColumnType::Real, ColumnType::Real}};
const TableSpec freshSpec{{QStringLiteral("source"), QStringLiteral("newest")}, {ColumnType::String, ColumnType::DateTime}};
QList<Table> emptyReplies()
{
    return {makeTable(bandSpec, {}), makeTable(seriesSpec, {}), makeTable(rangeSpec, {}), makeTable(freshSpec, {})};
}

Result<QHash<SloId, SliSample>> read(const QList<SloDefinition> &slos, const QList<Table> &replies)
{
    QList<SliQuery> queries = buildRefreshQueries(slos, {}, TelemetrySchema::Classic, lastHour);
    QList<Table> used;
    for (const SliQuery &query : queries)
        used.append(replies.at(static_cast<int>(query.purpose)));
    return readRefresh(slos, queries, used, lastHour);
}

SliCounts counts(const SliSample &sample, std::chrono::minutes window)
{
    for (const auto &[length, found] : sample.windows)
        if (length == window)
            return found;
    return {-1, -1};
}

} // namespace

class TestReadRefresh : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void bandsAddUpToWindows()
    {
        QList<Table> replies = emptyReplies();
        replies[0] = makeTable(bandSpec, {{text("task-success"), qint64(5), 8.0, 10.0, to - 1min},
                                          {text("task-success"), qint64(60), 30.0, 40.0, to - 40min},
                                          {text("task-success"), qint64(43200), 900.0, 950.0, to - 100h},
                                          {text("someone-else"), qint64(5), 1.0, 1.0, to}});
        const auto samples = read({taskSuccess()}, replies);
        QVERIFY2(samples.has_value(), samples ? "" : qPrintable(samples.error().message));
        const SliSample sample = samples->value(taskSuccess().id);
        QCOMPARE(sample.windows.size(), 8);
        QCOMPARE(counts(sample, 5min).total, 10.0);
        QCOMPARE(counts(sample, 30min).total, 10.0);
        QCOMPARE(counts(sample, 60min).good, 38.0);
        QCOMPARE(counts(sample, 60min).total, 50.0);
        QCOMPARE(counts(sample, 4320min).total, 50.0);
        QCOMPARE(counts(sample, 43200min).good, 938.0);
        QCOMPARE(counts(sample, 43200min).total, 1000.0);
        QVERIFY(sample.newest == to - 1min);
        QVERIFY(!sample.calendarBudget);
        QCOMPARE(samples->size(), 1);
    }

    void calendarBudgetIsApart()
    {
        SloDefinition slo = taskSuccess();
        slo.window.kind = SloWindow::Kind::CalendarMonth;
        QList<Table> replies = emptyReplies();
        // 20.5 days into November: 29520 minutes.
        replies[0] = makeTable(bandSpec, {{text("task-success"), qint64(29520), 90.0, 100.0, to - 200h},
                                          {text("task-success"), qint64(5), 9.0, 10.0, to - 1min}});
        const auto samples = read({slo}, replies);
        QVERIFY(samples.has_value());
        QVERIFY(samples->value(slo.id).calendarBudget.has_value());
        QCOMPARE(samples->value(slo.id).calendarBudget->total, 110.0);
    }

    void seriesIsFilledAndSummed()
    {
        QList<Table> replies = emptyReplies();
        replies[1] = makeTable(seriesSpec, {{text("task-success"), to - 30min, 9.0, 10.0, 0.9},
                                            {text("task-success"), to - 60min, 3.0, 3.0, 1.0},
                                            {text("task-success"), to - 61min, 5.0, 5.0, 1.0},   // before the range
                                            {text("task-success"), to, 5.0, 5.0, 1.0},           // after it
                                            {text("model-errors"), to - 1min, 2.0, 50.0, 0.04},
                                            {text("turn-latency"), to - 1min, 2.0, 3.0, 6.5},
                                            {text("task-success"), Cell(), 5.0, 5.0, 1.0}});
        const auto samples = read({taskSuccess(), modelErrors(), turnLatency()}, replies);
        QVERIFY(samples.has_value());
        const SliSample task = samples->value(taskSuccess().id);
        QCOMPARE(task.series.size(), size_t(60));
        QVERIFY(task.series.front().at == to - 60min);
        QCOMPARE(task.series.front().value.value(), 1.0);
        QVERIFY(!task.series[1].value);
        QCOMPARE(task.series[1].events, 0.0);
        QCOMPARE(task.series[30].value.value(), 0.9);
        QCOMPARE(task.range.good, 12.0);
        QCOMPARE(task.range.total, 13.0);
        QCOMPARE(samples->value(modelErrors().id).series.back().value.value(), 4.0); // per hundred
        QCOMPARE(samples->value(turnLatency().id).series.back().value.value(), 6.5); // the percentile itself
    }

    void percentileOverTheRange()
    {
        QList<Table> replies = emptyReplies();
        replies[2] = makeTable(rangeSpec, {{text("turn-latency"), 4.2, 100.0}});
        QCOMPARE(read({turnLatency()}, replies)->value(turnLatency().id).percentileValue.value(), 4.2);
        replies[2] = makeTable(rangeSpec, {{text("turn-latency"), Cell(), 0.0}});
        QVERIFY(!read({turnLatency()}, replies)->value(turnLatency().id).percentileValue);
    }

    void freshness()
    {
        QList<Table> replies = emptyReplies();
        replies[3] = makeTable(freshSpec, {{text("metrics"), to - 20min}, {text("requests"), to - 1min}, {text("events"), Cell()}});
        const auto samples = read({taskSuccess(), availability(), groundedness()}, replies);
        QVERIFY(samples->value(taskSuccess().id).sourceNewest == to - 20min);
        QVERIFY(samples->value(availability().id).sourceNewest == to - 1min);
        QVERIFY(samples->value(groundedness().id).sourceNewest == to - 1min); // events come with traffic only
    }

    void strangeNumbersCountAsNothing()
    {
        QList<Table> replies = emptyReplies();
        const double nan = std::numeric_limits<double>::quiet_NaN();
        replies[0] = makeTable(bandSpec, {{text("task-success"), qint64(5), nan, Cell(), Cell()},
                                          {text("task-success"), qint64(-7), 5.0, 5.0, Cell()},
                                          {text("task-success"), qint64(7), 5.0, 5.0, Cell()}});
        const auto samples = read({taskSuccess()}, replies);
        QVERIFY(samples.has_value());
        QCOMPARE(counts(samples->value(taskSuccess().id), 43200min).total, 0.0);
        QVERIFY(!samples->value(taskSuccess().id).newest);
    }

    void wrongColumns_data()
    {
        QTest::addColumn<int>("reply");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("name");
        QTest::newRow("bands") << 0 << 3 << "bands.total";
        QTest::newRow("series") << 1 << 1 << "series.at";
        QTest::newRow("range") << 2 << 1 << "range.value";
        QTest::newRow("freshness") << 3 << 1 << "freshness.newest";
    }
    void wrongColumns()
    {
        QFETCH(int, reply);
        QFETCH(int, column);
        QFETCH(QString, name);
        QList<Table> missing = emptyReplies();
        missing[reply].columns.erase(missing[reply].columns.begin() + column);
        const auto first = read({turnLatency()}, missing);
        QVERIFY(!first);
        QCOMPARE(first.error().kind, ErrorKind::Decode);
        QCOMPARE(first.error().detail, name);
        QVERIFY(first.error().message.contains(QStringLiteral("is missing")));

        QList<Table> wrong = emptyReplies();
        wrong[reply].columns[static_cast<size_t>(column)].type = ColumnType::Dynamic;
        const auto second = read({turnLatency()}, wrong);
        QVERIFY(!second);
        QVERIFY2(second.error().message.contains(QStringLiteral("is of type dynamic")), qPrintable(second.error().message));

        QList<Table> nothing = emptyReplies();
        nothing[reply] = Table();
        QVERIFY(!read({turnLatency()}, nothing));
    }

    void asManyRepliesAsQueries()
    {
        const auto queries = buildRefreshQueries({taskSuccess()}, {}, TelemetrySchema::Classic, lastHour);
        const auto samples = readRefresh({taskSuccess()}, queries, {}, lastHour);
        QVERIFY(!samples);
        QCOMPARE(samples.error().kind, ErrorKind::Internal);
    }

    void burnDown()
    {
        // 1000 events at 99 %: 10 bad ones are allowed. 2 + 5 + 6 are spent.
        const Table reply = makeTable(seriesSpec, {{text("t"), to - 12h, 244.0, 250.0, 0.0},
                                                   {text("t"), to - 36h, 498.0, 500.0, 0.0},
                                                   {text("t"), to - 24h, 245.0, 250.0, 0.0}});
        const std::vector<SliPoint> points = budgetBurnDown(taskSuccess(), reply);
        QCOMPARE(points.size(), size_t(3));
        QVERIFY(points[0].at == to - 36h);
        QCOMPARE(points[0].value.value(), 0.8);
        QCOMPARE(points[1].value.value(), 0.3);
        QVERIFY(std::abs(points[2].value.value() - -0.3) < 1e-9);
        QCOMPARE(points[2].events, 250.0);
        QVERIFY(budgetBurnDown(taskSuccess(), makeTable(seriesSpec, {})).empty());
    }

    void burnDownOfAMonth()
    {
        SloDefinition slo = taskSuccess();
        slo.window.kind = SloWindow::Kind::CalendarMonth;
        const Instant month = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
        // 3 days of 30 are over: 300 events so far project to 3000, which may have 30 bad ones. 3 and 6 are spent.
        const Table reply = makeTable(seriesSpec, {{text("t"), month, 100.0, 100.0, 0.0},
                                                   {text("t"), month + 24h, 97.0, 100.0, 0.0},
                                                   {text("t"), month + 48h, 97.0, 100.0, 0.0}});
        const std::vector<SliPoint> points = budgetBurnDown(slo, reply);
        QCOMPARE(points[0].value.value(), 1.0);
        QCOMPARE(points[1].value.value(), 0.9);
        QCOMPARE(points[2].value.value(), 0.8);
    }
};

QD_TEST_MAIN(QCoreApplication, TestReadRefresh)
#include "tst_readrefresh.moc"
