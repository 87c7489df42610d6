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
    void findsAnomalies_data();
    void findsAnomalies();
    void fillsAndCombines_data();
    void fillsAndCombines() { measuresSeries(); }
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
        {"a real axis", "requests | make-series n = count() on duration from 0.0 to 500.0 step 100.0", "[0,1,1,1,1]|[0.0,100.0,200.0,300.0,400.0]"},
        {"a real axis without bounds", "requests | make-series n = count() on duration step 150", "[1,1,2,1]|[0.0,150.0,300.0,450.0]"},
        {"a real axis in range", "requests | make-series n = count() on duration in range(0.0, 500.0, 250.0)", "[2,2,1]|[0.0,250.0,500.0]"},
        {"a real axis: the last bin is cut at 'to'", "requests | make-series n = count() on duration from 50 to 350.5 step 100.5", "[1,1,1]|[50.0,150.5,251.0]"},
        {"a whole axis with a real step", "datatable(x:long)[1, 2] | make-series n = count() on x step 0.5", "[1,0,1]|[1.0,1.5,2.0]"},
        {"no axis of text", "requests | make-series count() on name step 1", "error SEM0900 1:35 name"},
        {"the step is greater than 0", "requests | make-series count() on timestamp step 0h", "error SEM0219 1:50 0h"},
        {"the step is not negative", "requests | make-series count() on duration step -1.5", "error SEM0219 1:49 -"},
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

/// The series of the service's documentation: five weeks of hours with weekly seasonality, three dips and three spikes,
/// here with a noise that is the same every time. `trend` is its second example.
void TestKqlSeries::findsAnomalies_data()
{
    static constexpr test::KqlCase cases[] = {
        {"azure 9.1 series_decompose_anomalies: what was inserted is found", "flat | extend (flag, score, baseline) = series_decompose_anomalies(y, 2.5) | mv-expand t to typeof(long), flag to typeof(long) | where flag != 0 | summarize make_list(pack_array(t, flag))", "[[150,-1],[200,-1],[300,1],[400,1],[600,1],[780,-1]]"},
        {"documented: threshold 1.5 is the default and takes noise in", "flat | project (a) = series_decompose_anomalies(y), (b) = series_decompose_anomalies(y, 1.5) | project tostring(a) == tostring(b), array_index_of(a, 1) < 300", "true|true"},
        {"documented: linefit finds all of them in a series with a trend", "trend | extend (flag, score, baseline) = series_decompose_anomalies(y, 1.5, -1, 'linefit') | mv-expand t to typeof(long), flag to typeof(long) | where flag != 0 and t in (150, 200, 300, 400, 600, 780) | summarize make_list(flag)", "[-1,-1,1,1,1,-1]"},
        {"documented: avg leaves some in a series with a trend", "trend | extend (flag, score, baseline) = series_decompose_anomalies(y) | mv-expand t to typeof(long), flag to typeof(long) | where flag != 0 and t in (150, 200, 300, 400, 600, 780) | summarize count() < 6", "true"},
        {"the score says how far beyond the fence", "print y = dynamic([1,2,3,4,100]) | extend (flag, score) = series_decompose_anomalies(y, 1.5, 0, 'none', 0, 'tukey') | project flag, score", "[0,0,0,0,1]|[-0.5,0.0,0.0,0.0,48.0]"},
        {"the baseline of avg is the mean", "print y = dynamic([1,2,3,4,100]) | extend (flag, score, baseline) = series_decompose_anomalies(y) | project baseline", "[22.0,22.0,22.0,22.0,22.0]"},
        {"a flat series has none", "print y = dynamic([5,5,5,5,5,5]) | project (flag, score) = series_decompose_anomalies(y)", "[0,0,0,0,0,0]|[0.0,0.0,0.0,0.0,0.0,0.0]"},
        {"gaps have no score", "print y = dynamic([1,null,1,2,1,50,1,2,1,2]) | project (flag, score) = series_decompose_anomalies(y) | project flag, score[1]", "[0,0,0,0,0,1,0,0,0,0]|0.0"},
        {"an empty series", "print y = dynamic([]) | project (flag, score, baseline) = series_decompose_anomalies(y)", "[]|[]|[]"},
        {"no series", "print y = dynamic({}) | project (flag) = series_decompose_anomalies(y)", "null"},
        {"the season is found", "flat | project (periods, scores) = series_periods_detect(y, 4.0, 400.0, 1) | project periods, toreal(scores[0]) > 0.7", "[168.0]|true"},
        {"periods that are not there are 0", "print y = dynamic([1,2,3,4,5,6,7,8,9]) | project (periods, scores) = series_periods_detect(y, 4.0, 8.0, 2)", "[0.0,0.0]|[0.0,0.0]"},
        {"of a period and its multiples the shortest", "range t from 0 to 95 step 1 | summarize y = make_list(sin(t * 6.283185307179586 / 8)) | project (periods) = series_periods_detect(y, 4.0, 48.0, 1)", "[8.0]"},
        {"documented: the season is the median of a phase", "print s = dynamic([1,3,5,1,3,5,2,4,6]) | project series_seasonal(s, 3)", "[1.0,3.0,5.0,1.0,3.0,5.0,1.0,3.0,5.0]"},
        {"documented: the parts add up", "print y = dynamic([1,3,5,2,4,6,3,5,7]) | extend (baseline, seasonal, trend, residual) = series_decompose(y, 3, 'linefit') | project series_subtract(series_subtract(y, baseline), residual), series_subtract(baseline, series_add(seasonal, trend))", "[0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0]|[0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0]"},
        {"documented: without season and trend the baseline is 0", "print y = dynamic([1,3,5]) | project (baseline, s, t, residual) = series_decompose(y, 0, 'none') | project baseline, residual", "[0.0,0.0,0.0]|[1.0,3.0,5.0]"},
        {"test points are not learned from", "print y = dynamic([1,2,3,4,100]) | project (baseline) = series_decompose(y, 0, 'linefit', 1)", "[1.0,2.0,3.0,4.0,5.0]"},
        {"the forecast goes on with season and line", "print y = dynamic([1,2,3,4,null,null]) | project series_decompose_forecast(y, 2, 0)", "[1.0,2.0,3.0,4.0,5.0,6.0]"},
        {"to be drawn: back to rows", "requests | make-series n = count() on timestamp from ago(10m) to now() step 1m | extend (flag, score, baseline) = series_decompose_anomalies(n) | mv-expand timestamp to typeof(datetime), n to typeof(long), flag to typeof(long), score to typeof(real), baseline to typeof(real) | where n > 0 | project timestamp, n, flag, baseline | take 1", "2026-11-21 11:55:00|1|0|0.5"},
        {"no such trend", "print y = dynamic([1]) | extend series_decompose_anomalies(y, 1.5, -1, 'line')", "error SEM0219 1:72 line"},
        {"no such method", "print y = dynamic([1]) | extend series_decompose_anomalies(y, 1.5, -1, 'avg', 0, 'x')", "error SEM0219 1:82 x"},
        {"the threshold is a number", "print y = dynamic([1]) | extend series_decompose_anomalies(y, 'a')", "error SEM0064 1:63 a"},
        {"ours alone is not KQL", "print ['series_decompose bag'](dynamic([1]))", "error SYN0002 1:31 ("}};
    test::addKqlCases(cases);
}

void TestKqlSeries::findsAnomalies()
{
    QFETCH(QString, query);
    const QString made = QStringLiteral("let noisy = range t from 1 to 840 step 1 | extend y = 2.0 * abs(sin(t * t * 1.7)) - (((t % 24) / 10) * ((t % 24) / 10))\n"
                                        "| extend y = y + case(t in (150, 200, 780), -8.0, t in (300, 400, 600), 8.0, 0.0);\n"
                                        "let flat = noisy | extend y = y + iff((t / 24) % 7 >= 5, 10.0, 15.0) | summarize t = make_list(t), y = make_list(y);\n"
                                        "let trend = noisy | extend y = y + iff((t / 24) % 7 >= 5, 5.0, 15.0) + t / 72.0 | summarize t = make_list(t), y = make_list(y);\n");
    const bool needs = query.startsWith(u"flat ") || query.startsWith(u"trend ");
    QTEST(m_run.rows(needs ? QString(made + query) : query), "rows");
}

/// What is expected is from the service's own documentation where it gives an example.
void TestKqlSeries::fillsAndCombines_data()
{
    static constexpr test::KqlCase cases[] = {
        {"series_fill_linear: between neighbours, the ends as the nearest", "print series_fill_linear(dynamic([null, 111.0, null, 36.0, 41.0, null, 16.0, null]))", "[111.0,111.0,73.5,36.0,41.0,28.5,16.0,16.0]"},
        {"series_fill_linear of whole numbers is whole", "print series_fill_linear(dynamic([null, 111, null, 36, 41, null, null, 16, 61, 33, null, null]))", "[111,111,73,36,41,32,24,16,61,33,33,33]"},
        {"series_fill_linear: the ends can stay", "print series_fill_linear(dynamic([null, 1, null, 2, null]), real(null), false)", "[null,1,1,2,null]"},
        {"series_fill_linear of nothing is 0 or the constant", "print series_fill_linear(dynamic([null, null])), series_fill_linear(dynamic([null]), real(null), true, 3.5)", "[0.0,0.0]|[3.5]"},
        {"series_fill_linear: another placeholder", "print series_fill_linear(dynamic([1, 0, 3]), 0)", "[1,2,3]"},
        {"series_fill_forward", "print series_fill_forward(dynamic([null, 1, null, 2, null]))", "[null,1,1,2,2]"},
        {"series_fill_backward", "print series_fill_backward(dynamic([null, 1, null, 2, null]))", "[1,1,2,2,null]"},
        {"series_fill_const", "print series_fill_const(dynamic([null, 1]), 7), series_fill_const(dynamic([0, 1]), 7.5, 0)", "[7,1]|[7.5,1.0]"},
        {"series_add: the longer one's rest is null", "print series_add(dynamic([1, 2]), dynamic([3, 4, 5]))", "[4,6,null]"},
        {"series_subtract, series_multiply", "print series_subtract(dynamic([1, 2.5]), dynamic([1, 1])), series_multiply(dynamic([2, 3]), dynamic([2, 3]))", "[0.0,1.5]|[4,9]"},
        {"series_multiply by a number", "print series_multiply(10, dynamic([1, 2]))", "[10.0,20.0]"},
        {"series_divide is real; by 0 it is null", "print series_divide(dynamic([1, 2]), dynamic([2, 0]))", "[0.5,null]"},
        {"series_less and the like", "print series_less(dynamic([1, 2, null]), dynamic([2, 1, 3])), series_equals(dynamic([1, 2]), dynamic([1, 3])), series_greater_equals(dynamic([1, 2]), 2)", "[true,false,null]|[true,false]|[false,true]"},
        {"series_fir: normalised", "print series_fir(dynamic([3, 4, 5]), dynamic([1, 1, 1]))", "[1.0,2.3333333333333335,4.0]"},
        {"series_fir: centred", "print series_fir(dynamic([1, 2, 3, 4, 5]), dynamic([1, 1, 1]), true, true)", "[1.0,2.0,3.0,4.0,3.0]"},
        {"series_fir: as it is", "print series_fir(dynamic([1, 2, 4]), dynamic([1, -1]), false)", "[1.0,1.0,2.0]"},
        {"series_iir: the cumulative sum", "print series_iir(dynamic([1, 2, 3]), dynamic([1]), dynamic([1, -1]))", "[1.0,3.0,6.0]"},
        {"series_pearson_correlation", "print series_pearson_correlation(dynamic([1, 2, 3]), dynamic([2, 4, 6])), series_pearson_correlation(dynamic([1, 2]), dynamic([1]))", "1|null"},
        {"series_outliers: 10 to 90 of the values", "print series_outliers(dynamic([1, 2, 1, 2, 1, 50]))[5] > 1.5", "true"},
        {"series_outliers: tukey's quartiles", "print series_outliers(dynamic([1, 2, 3, 4, 100]), 'tukey')", "[-0.5,0.0,0.0,0.0,48.0]"},
        {"series_outliers: an ignored value has no score", "print series_outliers(dynamic([1, 2, 3, 4, 100]), 'tukey', 100)", "[-0.5,0.0,0.0,0.5,0.0]"},
        {"series_fit_2lines: the split", "print y = dynamic([1, 2.2, 2.5, 4.7, 5.0, 12, 10.3, 10.3, 9, 8.3, 6.2]) | project (r2, split) = series_fit_2lines(y) | project round(r2, 4), split", "0.9865|5"},
        {"series_fit_2lines: both lines", "print y = dynamic([1, 2, 3, 9, 8, 7]) | project (r2, split, v, rv, fit, rr2, rslope, rint, rv2, rrv, lr2, lslope, lint) = series_fit_2lines(y) | project rslope, rint, lslope, lint, fit", "-1|9|1|1|[1.0,2.0,3.0,9.0,8.0,7.0]"},
        {"series functions take arrays", "print series_add('a', 1)", "error SEM0064 1:18 a"}};
    test::addKqlCases(cases);
}

void TestKqlSeries::namesColumns_data()
{
    static constexpr test::KqlCase cases[] = {
        {"by columns, aggregates, axis last", "requests | make-series count(), avg(duration) on timestamp step 5m by name, tostring(customDimensions.tenant)", "name, customDimensions_tenant, count_, avg_duration, timestamp"},
        {"given names", "requests | make-series n = count() on t = timestamp step 5m by who = name", "who, n, t"},
        {"series_stats", "print x = dynamic([1]) | project series_stats(x)", "series_stats_x_min, series_stats_x_min_idx, series_stats_x_max, series_stats_x_max_idx, series_stats_x_avg, series_stats_x_stdev, series_stats_x_variance"},
        {"one name is the first column's", "print x = dynamic([1]) | extend a = series_decompose_anomalies(x)", "x, a, series_decompose_anomalies_x_ad_score, series_decompose_anomalies_x_baseline"},
        {"series_decompose", "print x = dynamic([1]) | project series_decompose(x)", "series_decompose_x_baseline, series_decompose_x_seasonal, series_decompose_x_trend, series_decompose_x_residual"},
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
