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

QD_TEST_MAIN(QCoreApplication, TestKqlScan)
#include "tst_kqlscan.moc"
