#include "kqlrun.h"
#include "testmain.h"

using namespace qd;

/// make-series and the functions over its arrays (azure facts 9.2 and 9.3).
class TestKqlSeries : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void makesSeries_data();
    void makesSeries();
    void measuresSeries_data();
    void measuresSeries();
    void namesColumns_data();
    void namesColumns();

private:
    test::KqlRun m_run;
};

/// Three rows: group a at 00:10 and 02:10, group b at 01:00.
void TestKqlSeries::makesSeries_data()
{
    static constexpr test::KqlCase cases[] = {
        {"one row per group, missing bins are 0", "T | make-series n = count() on t from datetime(2026-11-21) to datetime(2026-11-21 03:00) step 1h by k | order by k asc | project k, n", "a|[1,0,1]\nb|[0,1,0]"},
        {"default=", "T | make-series s = sum(v) default=-1 on t from datetime(2026-11-21) to datetime(2026-11-21 03:00) step 1h by k | order by k asc | project s", "[1,-1,3]\n[-1,5,-1]"},
        {"a default of another number type", "T | make-series s = sum(v) default=0.5 on t from datetime(2026-11-21) to datetime(2026-11-21 02:00) step 1h by k | order by k asc | project s", "[1.0,0.5]\n[0.5,5.0]"},
        {"default=null", "T | make-series s = sum(v) default=long(null) on t from datetime(2026-11-21) to datetime(2026-11-21 02:00) step 1h by k | order by k asc | project s", "[1,null]\n[null,5]"},
        {"to is exclusive", "datatable(x:long)[1, 2, 8] | make-series n = count() on x from 0 to 8 step 2", "[1,1,0,0]|[0,2,4,6]"},
        {"in range: to is inclusive", "datatable(x:long)[1, 2, 8] | make-series n = count() on x in range(0, 8, 2)", "[1,1,0,0,1]|[0,2,4,6,8]"},
        {"bins begin at from", "datatable(x:long)[1, 2, 7] | make-series n = count() on x from 1 to 8 step 3", "[2,0,1]|[1,4,7]"},
        {"a last bin that is cut", "datatable(x:long)[1, 2, 7] | make-series n = count() on x from 0 to 8 step 3", "[2,0,1]|[0,3,6]"},
        {"rows outside do not count", "datatable(x:long)[-1, 2, 9] | make-series n = count() on x from 0 to 8 step 4", "[1,0]|[0,4]"},
        {"without bounds: first to last bin of each series", "T | make-series n = count() on t step 1h by k | order by k asc | project k, n", "a|[1,0,1]\nb|[1]"},
        {"without from", "datatable(x:long)[3, 5] | make-series n = count() on x to 8 step 2", "[1,1,0]|[2,4,6]"},
        {"without to", "datatable(x:long)[3, 5] | make-series n = count() on x from 0 step 2", "[0,1,1]|[0,2,4]"},
        {"negative numbers", "datatable(x:long)[-3, 1] | make-series n = count() on x step 2", "[1,0,1]|[-4,-2,0]"},
        {"no group: one row", "T | make-series n = count() on t from datetime(2026-11-21) to datetime(2026-11-21 03:00) step 1h | project n", "[1,1,1]"},
        {"the axis as datetimes with seven digits", "T | make-series n = count() on t from datetime(2026-11-21) to datetime(2026-11-21 02:00) step 1h | project t", "[\"2026-11-21T00:00:00.0000000Z\",\"2026-11-21T01:00:00.0000000Z\"]"},
        {"no rows: no series", "datatable(x:long)[] | make-series n = count() on x from 0 to 8 step 2", ""},
        {"kind=nonempty: a series of defaults", "datatable(x:long)[] | make-series kind=nonempty n = count() default=7 on x from 0 to 6 step 2", "[7,7,7]|[0,2,4]"},
        {"a null axis is left out", "datatable(x:long)[long(null), 1] | make-series n = count() on x from 0 to 4 step 2", "[1,0]|[0,2]"},
        {"a null group is a group", "datatable(x:long, k:long)[1, long(null), 1, 2] | make-series n = count() on x from 0 to 4 step 2 by k | order by k asc | project k, n", "null|[1,0]\n2|[1,0]"},
        {"several aggregates", "T | make-series n = count(), m = max(v) on t from datetime(2026-11-21) to datetime(2026-11-21 03:00) step 1h by k | where k == 'a' | project n, m", "[1,0,1]|[1,0,3]"},
        {"several groups", "T | make-series n = count() on t step 1d by k, v | count", "3"},
        {"percentiles", "requests | make-series percentiles(duration, 50, 95) on timestamp from ago(10m) to now() step 5m | project-away timestamp", "[0.0,300.0]|[0.0,500.0]"},
        {"a timespan axis", "print x = 90m | make-series n = count() on x from 0h to 3h step 1h", "[0,1,0]|[\"00:00:00\",\"01:00:00\",\"02:00:00\"]"},
        {"a computed axis", "datatable(x:long)[1, 2] | make-series n = count() on y = x * 10 from 0 to 30 step 10", "[0,1,1]|[0,10,20]"},
        {"bounds by let", "let from_ = 0; let step_ = 2; datatable(x:long)[1] | make-series n = count() on x from from_ to 4 step step_ | project n", "[1,0]"},
        {"a filter before it", "T | where k == 'a' | make-series n = count() on t step 1h | project n", "[1,0,1]"},
        {"back to rows", "T | make-series n = count() on t from datetime(2026-11-21) to datetime(2026-11-21 02:00) step 1h | mv-expand t to typeof(datetime), n to typeof(long) | order by t asc", "1|2026-11-21 00:00:00\n1|2026-11-21 01:00:00"},
        {"rendered", "requests | make-series n = count() on timestamp from ago(10m) to now() step 5m | render timechart | project-away timestamp", "error SEM0900 1:101 project"},
        {"a real axis is not supported", "requests | make-series count() on duration step 1", "error SEM0900 1:35 duration"},
        {"the step's type", "requests | make-series count() on timestamp step 5", "error SEM0064 1:50 5"},
        {"the bound's type", "requests | make-series count() on timestamp from 5 step 5m", "error SEM0064 1:50 5"},
        {"the default's type", "requests | make-series count() default='a' on timestamp step 5m", "error SEM0064 1:40 a"},
        {"an aggregate is needed", "requests | make-series name on timestamp step 5m", "error SEM0219 1:24 name"},
        {"no dynamic group", "requests | make-series count() on timestamp step 5m by customDimensions", "error SEM0064 1:56 customDimensions"},
        {"on is needed", "requests | make-series count() step 5m", "error SYN0002 1:32 step"},
        {"a step is needed", "requests | make-series count() on timestamp", "error SYN0002 1:44 <EOF>"},
        {"kind=nonempty needs bounds", "requests | make-series kind=nonempty count() on timestamp step 5m", "error SEM0219 1:12 make"},
        {"no such kind", "requests | make-series kind=empty count() on timestamp step 5m", "error SYN0002 1:29 empty"}};
    test::addKqlCases(cases);
}

void TestKqlSeries::makesSeries()
{
    QFETCH(QString, query);
    const QString table = QStringLiteral("let T = datatable(t:datetime, v:long, k:string)[datetime(2026-11-21 00:10), 1, 'a', "
                                         "datetime(2026-11-21 02:10), 3, 'a', datetime(2026-11-21 01:00), 5, 'b'];\n");
    QTEST(m_run.rows(query.startsWith(u"T ") ? QString(table + query) : query), "rows");
}

/// The line is the example of the service's own documentation.
void TestKqlSeries::measuresSeries_data()
{
    static constexpr test::KqlCase cases[] = {
        {"series_fit_line", "print x = dynamic([2,5,6,8,11,15,17,18,25,26,30,30]) | project (r2, slope, variance, rv, i) = series_fit_line(x) | project round(r2, 4), round(slope, 4), round(variance, 3), round(rv, 3), round(i, 3)", "0.9829|2.7308|98.629|1.686|-1.667"},
        {"series_fit_line: the line", "print x = dynamic([1,3,5]) | project (a, b, c, d, e, line) = series_fit_line(x) | project line", "[1.0,3.0,5.0]"},
        {"series_fit_line: a flat line", "print x = dynamic([4,4]) | project (r2, slope) = series_fit_line(x)", "1|0"},
        {"series_fit_line of one value", "print x = dynamic([1]) | extend (a, b) = series_fit_line(x) | project a, b", "null|null"},
        {"series_stats", "print x = dynamic([2,5,6]) | project (a, b, c, d, e) = series_stats(x) | project a, b, c, d, round(e, 3)", "2|0|6|2|4.333"},
        {"series_stats: stdev and variance of a sample", "print x = dynamic([2,4]) | extend series_stats(x) | project round(series_stats_x_stdev, 4), series_stats_x_variance", "1.4142|2"},
        {"series_stats: the first of equals", "print x = dynamic([3,1,1,3]) | project (a, b, c, d) = series_stats(x)", "1|1|3|0"},
        {"series_stats of nothing", "print x = dynamic([]) | project (a) = series_stats(x)", "null"},
        {"series_stats: null is no value", "print x = dynamic([null, 4]) | project (a, b) = series_stats(x)", "4|1"},
        {"series_stats_dynamic", "print x = dynamic([2,5,6]) | project toreal(series_stats_dynamic(x).max)", "6"},
        {"series_fit_line_dynamic", "print x = dynamic([1,3,5]) | project toreal(series_fit_line_dynamic(x).slope)", "2"},
        {"over make-series", "requests | make-series n = avg(duration) on timestamp from datetime(2026-11-21 11:55) to datetime(2026-11-21 12:00) step 1m | extend (r2, slope) = series_fit_line(n) | project r2, slope", "1|100"},
        {"an array is needed", "requests | extend series_stats(name)", "error SEM0064 1:32 name"},
        {"one result cannot have two names", "print x = 1 | extend (a, b) = tostring(x)", "error SEM0219 1:22 ("},
        {"nor more than there are", "print x = dynamic([1]) | extend (a, b, c, d, e, f, g) = series_fit_line(x)", "error SEM0219 1:33 ("},
        {"an argument is needed", "print x = dynamic([1]) | extend series_stats()", "error SEM0219 1:33 series_stats"}};
    test::addKqlCases(cases);
}

void TestKqlSeries::measuresSeries()
{
    QFETCH(QString, query);
    QTEST(m_run.rows(query), "rows");
}

void TestKqlSeries::namesColumns_data()
{
    static constexpr test::KqlCase cases[] = {
        {"by columns, aggregates, axis last", "requests | make-series count(), avg(duration) on timestamp step 5m by name, tostring(customDimensions.tenant)", "name, customDimensions_tenant, count_, avg_duration, timestamp"},
        {"given names", "requests | make-series n = count() on t = timestamp step 5m by who = name", "who, n, t"},
        {"series_stats", "print x = dynamic([1]) | project series_stats(x)", "series_stats_x_min, series_stats_x_min_idx, series_stats_x_max, series_stats_x_max_idx, series_stats_x_avg, series_stats_x_stdev, series_stats_x_variance"},
        {"some names", "print x = dynamic([1]) | extend (a, b) = series_stats(x)", "x, a, b"}};
    test::addKqlCases(cases);
}

void TestKqlSeries::namesColumns()
{
    QFETCH(QString, query);
    QTEST(m_run.names(query), "rows");
}

QD_TEST_MAIN(QCoreApplication, TestKqlSeries)
#include "tst_kqlseries.moc"
