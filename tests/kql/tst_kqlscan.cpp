#include "kqlrun.h"
#include "manualclock.h"
#include "testmain.h"

#include <QObject>

#include <algorithm>

using namespace qd;
using namespace qd::lab;

/// Queries with a time range read the rows of that range, not the table: what DuckDB's own profile counts as scanned.
class TestKqlScan : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void readsOnlyTheRange_data();
    void readsOnlyTheRange();
    void requestTimespanCountsToo();
    void wholeTableIsCounted();
    void newestRowsAreFoundWithoutReadingAll_data();
    void newestRowsAreFoundWithoutReadingAll();
    void argMaxTakesItsValuesFromOneRow();

private:
    qint64 scannedBy(const QString &query);

    test::KqlRun m_run;
};

namespace {

constexpr qint64 scanRows = 2'000'000; ///< ten days back, one every 432 ms, in each of two tables
constexpr qint64 rowsInAnHour = 3'600'000 / 432;
constexpr qint64 rowGroup = 122'880; ///< DuckDB skips whole row groups by their smallest and largest time

std::string metricOf(duckdb_profiling_info profile, const char *name)
{
    duckdb_value value = duckdb_profiling_info_get_value(profile, name);
    if (value == nullptr)
        return {};
    char *text = duckdb_get_varchar(value);
    std::string metric = text;
    duckdb_free(text);
    duckdb_destroy_value(&value);
    return metric;
}

} // namespace

void TestKqlScan::initTestCase()
{
    const std::string rows = std::to_string(scanRows);
    const std::string start = std::to_string((test::ManualClock::start - std::chrono::hours(240)).time_since_epoch().count());
    const std::string time = "make_timestamp(" + start + " + i * 432000) AS \"timestamp\"";
    for (const char *table : {"requests", "customMetrics"})
        QVERIFY(m_run.database().query("DELETE FROM \"" + std::string(table) + "\""));
    QVERIFY(m_run.database().query("INSERT INTO \"requests\" BY NAME SELECT " + time + ", 'POST /chat' AS name, 'o' || (i % 1000) AS "
                                   "\"operation_Id\", i % 7 * 1.0 AS duration, 1 AS \"itemCount\" FROM range(" + rows + ") r(i)"));
    QVERIFY(m_run.database().query("INSERT INTO \"customMetrics\" BY NAME SELECT " + time + ", 'n' AS name, 1.0 AS \"valueSum\", "
                                   "1 AS \"itemCount\", 'o' || (i % 1000) AS \"operation_Id\" FROM range(" + rows + ") r(i)"));
    QVERIFY(m_run.database().query("PRAGMA enable_profiling='no_output'"));
}

qint64 TestKqlScan::scannedBy(const QString &query)
{
    const auto compiled = m_run.compile(query);
    if (!compiled)
        return -1;
    if (!m_run.database().query(compiled->sql.toStdString()))
        return -2;
    const std::string scanned = metricOf(duckdb_get_profiling_info(m_run.database().handle()), "CUMULATIVE_ROWS_SCANNED");
    return scanned.empty() ? -3 : std::stoll(scanned);
}

void TestKqlScan::readsOnlyTheRange_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("tables");
    const auto row = [](const char *query, int tables) { QTest::newRow(query) << QString::fromUtf8(query) << tables; };
    row("requests | where timestamp > ago(1h) | summarize count() by name", 1);
    row("requests | where timestamp between (ago(2h) .. 1h) | summarize avg(duration)", 1);
    row("requests | extend t = timestamp | where t > ago(1h) | count", 1);
    row("requests | project timestamp, duration | where duration > 1 | where timestamp > ago(1h) | count", 1);
    row("let since = ago(1h); requests | where timestamp >= since | count", 1);
    row("let recent = requests | where timestamp > ago(1h); recent | summarize count() by bin(timestamp, 5m)", 1);
    row("requests | where timestamp > ago(1h) | make-series n = count() default = 0 on timestamp from ago(1h) to now() step 5m", 1);
    row("requests | make-series n = count() default = 0 on timestamp from ago(1h) to now() step 5m", 1);
    row("union requests, customMetrics | where timestamp > ago(1h) | summarize count() by name", 2);
    row("requests | where timestamp > ago(1h) | join kind=inner (customMetrics | where timestamp > ago(1h)) on operation_Id | count", 2);
}

void TestKqlScan::readsOnlyTheRange()
{
    QFETCH(QString, query);
    QFETCH(int, tables);
    const qint64 scanned = scannedBy(query);
    QVERIFY2(scanned > 0, qPrintable(QString::number(scanned)));
    QVERIFY2(scanned <= tables * (rowsInAnHour + 2 * rowGroup), qPrintable(QString::number(scanned)));
}

void TestKqlScan::requestTimespanCountsToo()
{
    m_run.setTimespan({test::ManualClock::start - std::chrono::hours(1), test::ManualClock::start});
    const qint64 scanned = scannedBy(QStringLiteral("requests | summarize count() by name"));
    m_run.setTimespan({test::ManualClock::start - std::chrono::hours(240), test::ManualClock::start});
    QVERIFY2(scanned > 0 && scanned <= rowsInAnHour + 2 * rowGroup, qPrintable(QString::number(scanned)));
}

void TestKqlScan::wholeTableIsCounted()
{
    QCOMPARE(scannedBy(QStringLiteral("requests | summarize sum(duration)")), scanRows);
}

void TestKqlScan::newestRowsAreFoundWithoutReadingAll_data()
{
    QTest::addColumn<QString>("query");
    const auto row = [](const char *query) { QTest::newRow(query) << QString::fromUtf8(query); };
    row("requests | top 100 by timestamp desc");
    row("requests | top 100 by timestamp desc | project timestamp, name, duration, ok = success");
    row("requests | extend kind = tostring(customDimensions.kind) | top 100 by timestamp desc | extend twice = strcat(kind, kind)");
    row("requests | sort by timestamp desc | take 100 | project timestamp, source, client_OS");
    row("requests | top 100 by timestamp desc | summarize count() by name");
}

/// The order of the row groups is used only when nothing is computed between the table and the choice of rows.
void TestKqlScan::newestRowsAreFoundWithoutReadingAll()
{
    QFETCH(QString, query);
    const auto compiled = m_run.compile(query);
    QVERIFY(compiled);
    auto plan = m_run.database().query("EXPLAIN " + compiled->sql.toStdString());
    QVERIFY(plan);
    const auto chunk = plan->nextChunk();
    const QString text = QString::fromStdString(std::string(chunk->column(1).text(0)));
    const qsizetype top = text.indexOf(u"TOP_N");
    QVERIFY2(top > 0 && text.indexOf(u"SEQ_SCAN", top) > top && text.indexOf(u"PROJECTION", top) < 0, qPrintable(text));
}

/// Six of seven rows tie with others, and several threads share the work.
void TestKqlScan::argMaxTakesItsValuesFromOneRow()
{
    QVERIFY(m_run.database().query("INSERT INTO \"customMetrics\" BY NAME SELECT make_timestamp(0) AS \"timestamp\", 'tie' AS name, (i % 3)::DOUBLE AS \"valueMax\", i::DOUBLE AS "
                                   "\"valueSum\", (i % 1000003)::INTEGER AS \"valueCount\", 's' || i AS \"operation_Id\", nullif(i % 2, 0) AS \"valueMin\" FROM range(600000) r(i)"));
    const QString rows = m_run.rows(QStringLiteral("customMetrics | where name == 'tie' | summarize arg_max(valueMax, valueSum, valueCount, operation_Id, valueMin) by bin(valueSum, 100000)"
                                                   " | where toint(valueSum1) != valueCount or operation_Id != strcat('s', valueCount) or coalesce(toint(valueMin), 0) != valueCount % 2 | count"));
    QCOMPARE(rows, QStringLiteral("0"));
    QVERIFY(m_run.database().query("DELETE FROM \"customMetrics\" WHERE name = 'tie'"));
}

QD_TEST_MAIN(QCoreApplication, TestKqlScan)
#include "tst_kqlscan.moc"
