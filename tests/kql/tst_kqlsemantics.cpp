#include "change/changequery.h"
#include "kqlrun.h"
#include "slo/sliquery.h"
#include "testmain.h"

using namespace qd;

/// KQL's meaning (azure facts 9.3) on a real database; expected values are worked out by hand.
class TestKqlSemantics : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void printsScalars_data();
    void printsScalars();
    void runsQueries_data();
    void runsQueries();
    void runsWorkspaceQueries_data();
    void runsWorkspaceQueries();
    void limitsEveryTableToTheTimespan();
    void runsTheConsolesOwnQueries_data();
    void runsTheConsolesOwnQueries();
    void reckonsWithConstantsBeforeItRuns();
    void takesTheNearestRank_data();
    void takesTheNearestRank();
    void keepsRenderAsMetadata();
    void cutsResultsAtTheLimit();

private:
    test::KqlRun m_run;
};

namespace {

/// What the rows below it pin: shown with a row that fails.
const char *currentRule = "";

void rule(const char *name) { currentRule = name; }

void row(const char *expression, const char *value)
{
    QTest::addRow("%s: %s", currentRule, expression) << QString::fromUtf8(expression) << QString::fromUtf8(value);
}

void arithmeticRows()
{
    rule("azure 9.3 arithmetic");
    row("1/2", "0"); row("-1/2", "0"); row("7 % 3", "1"); row("-7 % 3", "2"); row("7 % -3", "1"); row("5.0/2", "2.5");
    row("1.0/0", "inf"); row("-1.0/0", "-inf"); row("1/0", "null"); row("1 % 0", "null"); row("2+3*4-1", "13");
    row("-2 * -3", "6"); row("1h + 30m", "5400000000us"); row("36h / 12h", "3"); row("10m * 1.5", "900000000us");
    row("1h / 4", "900000000us"); row("datetime(2026-11-21) - datetime(2026-11-20)", "86400000000us");
    row("datetime(2026-11-21) + 1h", "2026-11-21 01:00:00"); row("ago(1h)", "2026-11-21 11:00:00");
    row("now() - 1d", "2026-11-20 12:00:00"); row("now(-2h)", "2026-11-21 10:00:00"); row("1 + int(null)", "null");
    rule("azure 9.3 bin");
    row("bin(7, 5)", "5"); row("bin(-7, 5)", "-10"); row("bin(-5, 5)", "-5"); row("bin(7.7, 2.5)", "7.5");
    row("bin(-0.5, 1)", "-1"); row("bin(5, 0)", "null"); row("bin(int(null), 5)", "null"); row("floor(17, 10)", "10");
    row("bin(90m, 1h)", "3600000000us"); row("bin(-90m, 1h)", "-7200000000us");
    row("bin(datetime(2026-11-21 03:17:05), 5m)", "2026-11-21 03:15:00");
    row("bin(datetime(2026-11-21 03:17:05), 7d)", "2026-11-16 00:00:00"); // a Monday
    row("bin(datetime(1969-12-31 23:59:59), 1m)", "1969-12-31 23:59:00");
    row("bin(datetime(2026-11-21), 0s)", "null");
    rule("azure 9.3 null");
    row("int(null) == int(null)", "null"); row("int(null) != int(null)", "null"); row("int(null) == 5", "false");
    row("int(null) != 5", "true"); row("5 != int(null)", "true"); row("int(null) < 5", "null"); row("not(bool(null))", "null");
    row("false and bool(null)", "false"); row("true and bool(null)", "null"); row("true or bool(null)", "true");
    row("false or bool(null)", "null"); row("isnull(int(null))", "true"); row("isnull('')", "false"); row("isempty('')", "true");
    row("isnotempty('a')", "true"); row("isempty(int(null))", "true"); row("isnotnull(5)", "true"); row("int(null) in (1, 2)", "false");
    row("int(null) !in (1, 2)", "true"); row("1 in (1, 2)", "true");
    rule("azure 9.3 not a number");
    row("real(nan) == real(nan)", "false"); row("real(nan) != real(nan)", "true"); row("real(nan) > 1", "false"); row("real(nan) <= 1", "false");
    row("1 < 0.0/0", "false"); row("1 >= 0.0/0", "false"); row("0.0/0 between (1 .. 2)", "false"); row("0.0/0 != 0", "true"); row("0.0/0 == 0", "false");
}

void conversionRows()
{
    rule("azure 9.3 conversions");
    row("toint('x')", "null"); row("toint('12')", "12"); row("toint('12.7')", "null"); row("toint(12.7)", "12"); row("toint(-12.7)", "-12");
    row("toint('1_000')", "null"); row("tolong('99999999999')", "99999999999"); row("toint('99999999999')", "null");
    row("tolong(' 5 ')", "5"); row("tolong('+5')", "5"); row("tolong('-9223372036854775808')", "-9223372036854775808"); row("tolong('9223372036854775808')", "null");
    row("tolong('0x1F')", "31"); row("tolong('0x')", "null"); row("tolong('0x-1')", "null"); row("toint('0xFFFFFFFFF')", "null"); row("tolong('5-')", "null");
    row("tolong('5 5')", "null"); row("tolong('-')", "null"); row("tolong('+-5')", "null"); row("tolong('')", "null"); row("tolong('1e3')", "null");
    row("todouble(' -1.5e3 ')", "-1500"); row("todouble('.5')", "0.5"); row("todouble('5.')", "5"); row("todouble('1_0')", "null"); row("todouble('1,5')", "null");
    row("todouble('1.5x')", "null"); row("todouble('1e400')", "null"); row("isnan(todouble('NaN'))", "true"); row("todouble('+.25')", "0.25");
    row("todouble('1.5')", "1.5"); row("todouble('x')", "null"); row("todouble('')", "null"); row("tostring(int(null))", "");
    row("tostring(1.0)", "1"); row("tostring(0.1)", "0.1"); row("tostring(true)", "True"); row("tostring(real(nan))", "NaN");
    row("tostring(1.0/0)", "Infinity"); row("tostring(26h)", "1.02:00:00"); row("tostring(1500ms)", "00:00:01.5000000");
    row("tostring(-1s)", "-00:00:01"); row("tostring(datetime(2026-11-21 03:04:05.678))", "2026-11-21T03:04:05.6780000Z");
    row("tobool('TRUE')", "true"); row("tobool('1')", "true"); row("tobool('no')", "null"); row("tobool(0)", "false");
    row("todatetime('2026-11-21T03:00:00Z')", "2026-11-21 03:00:00"); row("todatetime(strcat('2026', '-11-21'))", "2026-11-21 00:00:00");
    row("todatetime('yesterday')", "null"); row("todatetime(strcat('inf', 'inity'))", "null");
    row("totimespan('1.02:03:04.5')", "93784500000us"); row("totimespan(strcat('-0', '1:00:00'))", "-3600000000us");
    row("totimespan(strcat('1.02:', '03:04.5'))", "93784500000us"); row("totimespan(strcat('x', 'y'))", "null");
}

void textRows()
{
    rule("azure 9.3 strings");
    row("'a' == 'A'", "false"); row("'a' =~ 'A'", "true"); row("'a' !~ 'A'", "false"); row("'Hello' contains 'ELL'", "true");
    row("'Hello' contains_cs 'ELL'", "false"); row("'Hello' !contains 'x'", "true"); row("'Hello' startswith 'HE'", "true");
    row("'Hello' startswith_cs 'HE'", "false"); row("'Hello' endswith 'LO'", "true"); row("'Hello' !endswith_cs 'lo'", "false");
    row("'503' startswith '5'", "true"); row("'a%b_c' contains '%B_'", "true"); row("'axb' contains 'a.b'", "false");
    row("'KustoExplorer' has 'Explorer'", "false"); row("'Kusto Explorer' has 'explorer'", "true"); row("'a_foo_b' has 'foo'", "true");
    row("'foo1' has 'foo'", "false"); row("'x.foo' has 'foo'", "true"); row("'foo' has_cs 'FOO'", "false"); row("'foobar' hasprefix 'FOO'", "true");
    row("'foobar' hassuffix 'bar'", "true"); row("'foobar' hassuffix 'foo'", "false"); row("'xfoo' hasprefix 'foo'", "false");
    row("'(a+b) c' has 'a+b'", "true"); row("'foo' !has 'bar'", "true"); row("strcat('a b') has strcat('b')", "true");
    row("strcat('abc') has strcat('b')", "false"); row("'a b c' has_any ('x', 'C')", "true"); row("'a b c' has_all ('a', 'x')", "false");
    row("'ab12' matches regex '[0-9]+'", "true"); row("'AB' matches regex '^ab$'", "false"); row("'B' in~ ('a', 'b')", "true");
    row("'B' in ('a', 'b')", "false"); row("'B' !in~ ('a', 'b')", "false"); row("'b' in (dynamic(['a', \"b\"]))", "true");
    row("'b' in (dynamic([\"a\", \"b\"]))", "true"); row("2 between (1 .. 2)", "true"); row("3 !between (1 .. 2)", "true");
    row("datetime(2026-11-21 00:30) between (datetime(2026-11-21) .. 1h)", "true"); row("'b' > 'a'", "true");
    row("strcat('a', 1, true, 1h)", "a1True01:00:00"); row("strlen('h\u00e9\U0001F600')", "3"); row("substring('hello', 1, 2)", "el");
    row("substring('hello', 3)", "lo"); row("substring('hello', -2)", "lo"); row("substring('hi', 9)", ""); row("toupper('ab')", "AB");
    row("split('a/b', '/')", "[\"a\",\"b\"]"); row("split('a/b', '/')[1]", "\"b\""); row("tostring(split('a/b', '/')[1])", "b");
    row("split('a/b', '/', 1)", "[\"b\"]"); row("replace_string('aXbX', 'X', '-')", "a-b-"); row("indexof('hello', 'l')", "2");
    row("extract('x=([0-9]+)', 1, 'x=42')", "42"); row("extract('x=([0-9]+)', 1, 'y')", "");
    row("extract('x=([0-9]+)', 1, 'x=42', typeof(long)) + 1", "43"); row("extract('x=([0-9]+)', 1, 'y', typeof(long))", "null");
    row("coalesce('', 'x')", "x"); row("coalesce(int(null), 5)", "5"); row("trim('-+', '--a-')", "a");
    rule("azure 9.3 dynamic");
    row("dynamic({\"a\": {\"b\": [1, 2, \"x\"]}}).a.b[1]", "2"); row("dynamic([1, 2, 3])[(-1)]", "3"); row("dynamic({\"a b\": 1})['a b']", "1");
    row("dynamic({\"*\": 1, \"b\": 2})['*']", "1"); row("dynamic({\"a/b~c\\\"\": 1})['a/b~c\\\"']", "1"); row("dynamic({\"a.b\": 1})['a.b']", "1");
    row("dynamic({\"a*\": {\"b\": [7]}})['a*'].b[0]", "7"); row("isnull(dynamic({\"a\": null}).a)", "true"); row("isnull(dynamic({}).a.b)", "true");
    row("tostring(dynamic({\"a\": 1}))", "{\"a\":1}"); row("tostring(dynamic({\"A\": 1}).a)", ""); row("dynamic({\"a\": \"x\"}).a == 'x'", "true");
    row("dynamic({\"a\": 5}).a > 4", "true"); row("isnull(dynamic({\"a\": \"5\"}).a > 4)", "true"); row("toint(dynamic({\"a\": \"5\"}).a)", "5");
    row("parse_json('{\"a\": 1}').a", "1"); row("parse_json('abc')", "\"abc\""); row("parse_json('')", "null"); row("array_length(dynamic([1, 2]))", "2");
    row("array_length(dynamic({}))", "null"); row("pack_array(1, 'a', true)", "[1,\"a\",true]"); row("pack('k', 1, 'l', 'x')", "{\"k\":1,\"l\":\"x\"}");
}

void choiceRows()
{
    rule("azure 9.3 choice, time and numbers");
    row("iff(bool(null), 'a', 'b')", "b"); row("case(1 > 2, 'a', 2 > 1, 'c', 'd')", "c"); row("iff(true, 1, 2.5)", "1");
    row("min_of(3, 1, 2)", "1"); row("max_of(3, 1.5)", "3"); row("abs(-3)", "3"); row("sqrt(-1)", "null"); row("sqrt(9)", "3"); row("log(0)", "-inf");
    row("round(2.15, 1)", "2.2"); row("round(2.98765, 3)", "2.988"); row("pow(2, 3)", "8"); row("isnan(real(nan))", "true");
    row("startofday(datetime(2026-11-21 03:17))", "2026-11-21 00:00:00"); row("startofweek(datetime(2026-11-21))", "2026-11-15 00:00:00");
    row("startofweek(datetime(2026-11-22))", "2026-11-22 00:00:00"); row("startofmonth(datetime(2026-11-21), -1)", "2026-10-01 00:00:00");
    row("startofyear(datetime(2026-11-21))", "2026-01-01 00:00:00"); row("endofday(datetime(2026-11-21)) > datetime(2026-11-21 23:59:59)", "true");
    row("datetime_add('month', 1, datetime(2026-01-31))", "2026-02-28 00:00:00"); row("datetime_add('hour', -1, datetime(2026-01-01))", "2025-12-31 23:00:00");
    row("datetime_diff('hour', datetime(2026-11-21 03:00), datetime(2026-11-20 23:59))", "4");
    row("datetime_diff('week', datetime(2026-11-22), datetime(2026-11-21))", "1"); row("dayofweek(datetime(2026-11-21))", "518400000000us");
    row("hourofday(datetime(2026-11-21 15:00))", "15"); row("getyear(datetime(2026-11-21))", "2026");
    row("format_datetime(datetime(2026-11-21 15:04:05.678), 'yyyy-MM-dd HH:mm:ss.fff')", "2026-11-21 15:04:05.678");
    row("format_datetime(datetime(2026-01-02 15:04:05), 'yy/M/d h:m:s tt')", "26/1/2 3:4:5 PM");
    row("toscalar(datatable(x:long)[1, 5, 3] | summarize max(x))", "5"); row("strcat_array(dynamic([\"a\", \"b\"]), '-')", "a-b");
}

} // namespace

void TestKqlSemantics::printsScalars_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("value");
    arithmeticRows();
    conversionRows();
    textRows();
    choiceRows();
}

void TestKqlSemantics::printsScalars()
{
    QFETCH(QString, expression);
    QTEST(m_run.rows(QStringLiteral("print ") + expression), "value");
}

void TestKqlSemantics::runsQueries_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("rows");
    const auto row = [](const char *query, const char *rows) {
        QTest::addRow("azure 9.3 operators: %s", query) << QString::fromUtf8(query) << QString::fromUtf8(rows);
    };
    row("datatable(x:int)[1, int(null), 5] | where x != 5", "1\nnull");
    row("datatable(x:int)[1, int(null), 5] | where x == 5", "5");
    row("datatable(x:int)[1, int(null), 5] | where not(x == 5)", "1\nnull");
    row("datatable(x:int)[1, int(null), 5] | where x !in (5)", "1\nnull");
    row("datatable(x:int)[1, int(null), 5] | where x > 0", "1\n5");
    row("datatable(x:int)[1, int(null), 5] | order by x", "5\n1\nnull");
    row("datatable(x:int)[1, int(null), 5] | order by x asc", "null\n1\n5");
    row("datatable(x:int)[1, int(null), 5] | order by x asc nulls last", "1\n5\nnull");
    row("datatable(x:int)[1, int(null), 5] | top 2 by x", "5\n1");
    row("datatable(x:real)[1, 0, 3] | extend y = x * 0 / (x - 1) | where y >= 0 or y < 0 | project x", "0\n3");
    row("datatable(x:real)[1, real(nan), 3, real(null)] | order by x", "3\n1\nnan\nnull");
    row("datatable(x:real)[1, real(nan), 3, real(null)] | order by x asc", "null\nnan\n1\n3");
    row("datatable(x:real)[1, real(nan), 3, real(null)] | order by x asc nulls last", "1\n3\nnan\nnull");
    row("datatable(x:real)[1, real(nan), 3, real(null)] | top 1 by x", "3");
    row("datatable(x:long)[3, 1, 2] | order by x asc | take 2 | extend y = x * 2", "1|2\n2|4");
    row("datatable(x:long)[3, 1, 2] | top 2 by x | where x < 3", "2");
    row("datatable(x:long)[3, 1, 2] | top 2 by x | summarize sum(x)", "5");
    row("datatable(x:long)[3, 1, 2] | sort by x asc | where x > 1 | project y = -x", "-2\n-3");
    row("datatable(x:long)[3, 1, 2] | sort by x asc | summarize make_list(x)", "[1,2,3]");
    row("datatable(x:long)[] | summarize count(), sum(x), avg(x), min(x), stdev(x), dcount(x), make_list(x), percentile(x, 50)",
        "0|0|null|null|0|0|[]|null");
    row("datatable(x:long)[] | summarize count() by x", "");
    row("datatable(s:string)[] | summarize max(s), take_any(s), make_set(s)", "||[]");
    row("datatable(x:long)[1, 2, 3, 4] | summarize sum(x), avg(x), stdev(x), countif(x > 2), sumif(x, x > 2), avgif(x, x > 2), dcountif(x, x > 2)",
        "10|2.5|1.29099444874|2|7|3.5|2");
    row("datatable(x:int)[1, int(null), 3] | summarize count(), sum(x), avg(x), dcount(x), make_list(x)", "3|4|2|2|[1,3]");
    row("datatable(x:long, y:string)[1, 'a', 2, 'b', long(null), 'c'] | summarize arg_max(x, y), arg_min(x, y)", "2|b|1|a");
    row("datatable(x:long, y:string)[1, 'a', 2, 'b', 3, 'a'] | summarize arg_max(x, *) by y | order by y asc", "a|3\nb|2");
    row("datatable(x:long)[long(null)] | summarize arg_max(x, y = x)", "error SYN0002 1:56 =");
    row("datatable(x:long, t:timespan, d:datetime)[-7, -90m, datetime(1969-12-31 23:59:59)] | project bin(x, 5), bin(t, 1h), bin(d, 1m), t * 1.5, d - t",
        "-10|-7200000000us|1969-12-31 23:59:00|-8100000000us|1970-01-01 01:29:59");
    row("datatable(x:long)[5, 7, 12] | summarize n = count() by bin(x, 5) | order by x asc", "5|2\n10|1");
    row("datatable(s:string)['a', 'b', 'a'] | distinct s | order by s asc", "a\nb");
    row("datatable(s:string)['a', 'b', 'a'] | summarize by s | count", "2");
    row("let limit_ = 2; let T = datatable(x:long)[1, 2, 3]; T | where x > limit_ | union T | summarize sum(x)", "9");
    row("let T = requests; T | count", "5");
    row("union (print a = 1), (print b = 'x') | order by a asc", "null|x\n1|");
    row("union isfuzzy=true requests, nosuchtable | count", "5");
    row("union withsource=src requests, traces | summarize count() by src | order by src asc", "requests|5\ntraces|1");
    row("union (requests | take 2), (traces) | count", "3");
    row("range x from 1 to 5 step 2", "1\n3\n5");
    row("range t from datetime(2026-11-21) to datetime(2026-11-21 02:00) step 1h | count", "3");
    row("datatable(s:string)['a', 'c'] | where s in ((datatable(q:string)['c'] | project q))", "c");
    row("let allowed = datatable(q:string)['c']; datatable(s:string)['a', 'c'] | where s !in (allowed)", "a");
    // classic tables
    row("requests | where success == false | project id", "r4");
    row("requests | where success == 'False' | project id", "r4");
    row("requests | where success != false | count", "4");
    row("requests | where success == 'false' | count", "0");
    row("requests | where success == \"\" | count", "0");
    row("requests | where success in ('True', 'x') | count", "4");
    row("requests | summarize n = count() by success | order by success asc", "False|1\nTrue|4");
    row("requests | extend ok = tobool(success), s = success | where s == true and ok | count", "4");
    row("requests | where success startswith 'f' | count", "1");
    row("requests | top 1 by duration | project id, success, performanceBucket", "r4|False|500ms-1sec");
    row("requests | where customDimensions.tenant == 't1' | order by id asc | project id, customDimensions.tokens", "r1|\"10\"\nr3|\"30\"");
    row("requests | where tostring(customDimensions.nobody) != 'x' | count", "5"); row("requests | where tostring(customDimensions.nobody) == 'x' | count", "0");
    row("requests | summarize countif(tostring(customDimensions.nobody) != 'x'), countif(tostring(customDimensions.tenant) == 't1'), countif(tostring(customDimensions.tenant) in ('t0', 't1'))", "5|2|5");
    row("requests | summarize sum(toint(customDimensions.tokens)) by tenant = tostring(customDimensions['tenant']) | order by tenant asc", "t0|60\nt1|40");
    row("requests | where customMeasurements.score >= 3 | count", "2");
    row("requests | summarize count(), good = sumif(itemCount, resultCode !startswith '5') by bin(timestamp, 2m) | order by timestamp asc",
        "2026-11-21 11:54:00|1|1\n2026-11-21 11:56:00|2|2\n2026-11-21 11:58:00|2|1");
    row("requests | where timestamp > ago(3m) and timestamp <= now() | count", "2");
    row("customMetrics | summarize sum(valueSum) / sum(valueCount), max(value)", "2|4");
    row("traces | where message has 'SEARCH' and severityLevel >= 2 | project message, itemType", "tool fallback search -> cache|trace");
    row("requests | take 1 | project appName, itemType", "it's \"mine\"|request");
    row("pageViews | count", "0");
    row("requests | getschema | where ColumnName == 'success' | project ColumnOrdinal, DataType, ColumnType", "5|System.String|string");
    row("requests | extend a = duration / 100.0 | extend a = a + a | extend b = a + a | where id == 'r1' | project b", "8");
    row("requests | project name, n = 1 | extend n = n + 1, m = n | take 1 | project n, m", "2|1");
}

void TestKqlSemantics::runsQueries()
{
    QFETCH(QString, query);
    QTEST(m_run.rows(query), "rows");
}

void TestKqlSemantics::runsWorkspaceQueries_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("rows");
    QTest::newRow("bool") << "AppRequests | where Success == false | project Id, ResultCode, DurationMs" << "r4|503|500";
    QTest::newRow("not bool") << "AppRequests | where not(Success) | count" << "1";
    QTest::newRow("bool as text") << "AppRequests | where Success == 'False'" << "error SEM0064 1:29 ==";
    QTest::newRow("properties") << "AppRequests | summarize count() by tostring(Properties.tenant) | order by Properties_tenant asc" << "t0|3\nt1|2";
    QTest::newRow("metrics") << "AppMetrics | summarize sum(Sum), sum(ItemCount), max(Max) by Name" << "agent.task.count|12|6|3";
    QTest::newRow("type") << "AppTraces | project Type, SeverityLevel, TimeGenerated" << "AppTraces|2|2026-11-21 11:59:00";
    QTest::newRow("empty table") << "ApiManagementGatewayLogs | where TotalTime > 5 | count" << "0";
    QTest::newRow("union of all") << "union App* | count" << "9";
    QTest::newRow("classic name") << "requests | count" << "error SEM0100 1:1 requests";
}

void TestKqlSemantics::runsWorkspaceQueries()
{
    QFETCH(QString, query);
    test::KqlRun run;
    run.useWorkspace();
    QTEST(run.rows(query), "rows");
}

void TestKqlSemantics::limitsEveryTableToTheTimespan()
{
    test::KqlRun run;
    const Instant start = run.compile(QStringLiteral("requests")).has_value() ? Instant(Seconds(1795262100)) : Instant(); // 11:55:00
    run.setTimespan({start + Seconds(60), start + Seconds(180)});
    QCOMPARE(run.rows(QStringLiteral("requests | project id")), QStringLiteral("r1\nr2"));
    QCOMPARE(run.rows(QStringLiteral("requests | where timestamp < datetime(2026-11-21 11:57) | project id")), QStringLiteral("r1"));
    QCOMPARE(run.rows(QStringLiteral("union requests, customMetrics | count")), QStringLiteral("4"));
    QCOMPARE(run.rows(QStringLiteral("let n = toscalar(requests | count); print n")), QStringLiteral("2"));
    QCOMPARE(run.rows(QStringLiteral("datatable(timestamp:datetime)[datetime(2020)] | count")), QStringLiteral("1"));
}

void TestKqlSemantics::runsTheConsolesOwnQueries_data()
{
    QTest::addColumn<int>("schema");
    QTest::newRow("classic") << static_cast<int>(TelemetrySchema::Classic);
    QTest::newRow("workspace") << static_cast<int>(TelemetrySchema::Workspace);
}

/// One objective of every kind and source, as the tiles ask for them.
void TestKqlSemantics::runsTheConsolesOwnQueries()
{
    QFETCH(int, schema);
    const auto kind = static_cast<TelemetrySchema>(schema);
    test::KqlRun run;
    if (kind == TelemetrySchema::Workspace)
        run.useWorkspace();
    QList<SloDefinition> slos(5);
    slos[0].good = {{QStringLiteral("outcome"), {QStringLiteral("completed")}, false}};
    slos[1].source = SliSource::Requests;
    slos[1].good = {{QStringLiteral("resultCode"), {QStringLiteral("5*")}, true}};
    slos[2].source = SliSource::Requests;
    slos[2].kind = SliKind::Percentile;
    slos[2].valueField = QStringLiteral("duration");
    slos[3].kind = SliKind::Mean;
    slos[3].role = MetricRole::RepairAttempts;
    slos[3].perRole = MetricRole::TaskCount;
    slos[4].kind = SliKind::Mean;
    slos[4].source = SliSource::Events;
    slos[4].valueField = QStringLiteral("gen_ai.evaluation.score.value");
    for (qsizetype i = 0; i < slos.size(); ++i)
        slos[i].id = SloId(QString::number(i));
    const Instant now = Instant(Seconds(1795262400));
    const TimeSpanRange range{now - std::chrono::hours(1), now};
    for (const SliQuery &query : buildRefreshQueries(slos, MetricDictionary(), kind, range)) {
        const QString rows = run.rows(query.kql + QStringLiteral("\n| order by slo asc").repeated(query.purpose == SliQuery::Purpose::Bands));
        QVERIFY2(!rows.startsWith(QStringLiteral("e")), qPrintable(rows));
        if (query.purpose == SliQuery::Purpose::Range)
            QCOMPARE(rows, QStringLiteral("2|0.5|5"));
        // All rows are in the last five minutes: 3 times 4 tasks, 4 of 5 requests without a 5xx, 5 of 5 fast enough, no repairs.
        if (query.purpose == SliQuery::Purpose::Bands)
            QCOMPARE(rows, QStringLiteral("0|5|12|12|2026-11-21 11:57:00\n1|5|4|5|2026-11-21 11:59:00\n"
                                          "2|5|5|5|2026-11-21 11:59:00\n3|5|0|12|2026-11-21 11:57:00"));
    }
    QCOMPARE(run.rows(buildChangeQuery(kind, range)), QString());
}

/// What the engine need not plan: a bound that is arithmetic on constants is one constant.
void TestKqlSemantics::reckonsWithConstantsBeforeItRuns()
{
    const auto compiled = m_run.compile(QStringLiteral("requests | where timestamp > bin(datetime(2026-11-21 12:34), 1h) - 2 * 1d | take 2 + 3 * 4"));
    QVERIFY(compiled.has_value());
    QVERIFY2(compiled->sql.contains(u"(\"timestamp\" > TIMESTAMP '2026-11-19 12:00:00.000000')"), qPrintable(compiled->sql));
    QVERIFY2(compiled->sql.contains(u"LIMIT 14"), qPrintable(compiled->sql));
    const auto tooFar = m_run.compile(QStringLiteral("print 9000000000000000000 + 9000000000000000000, datetime(9999-12-31) - -30d, 1h / 0"));
    QVERIFY(tooFar.has_value()); // as written: the engine says what becomes of it
    QVERIFY2(tooFar->sql.contains(u"9000000000000000000 AS BIGINT) + CAST(9000000000000000000"), qPrintable(tooFar->sql));
}

void TestKqlSemantics::takesTheNearestRank_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {1, 2, 3, 4, 7, 10, 20, 99, 100, 1000})
        QTest::addRow("%d values", count) << count;
}

/// Of the values 1…n the p-th percentile is the one at index ceil(p / 100 · n), which is its value.
void TestKqlSemantics::takesTheNearestRank()
{
    QFETCH(int, count);
    for (const int percentile : {1, 5, 7, 10, 25, 29, 50, 57, 58, 75, 90, 95, 99, 100}) {
        const int rank = std::max(1, (percentile * count + 99) / 100);
        const QString query = QStringLiteral("range x from 1 to %1 step 1 | summarize percentile(x, %2)").arg(count).arg(percentile);
        QCOMPARE(m_run.rows(query), QString::number(rank));
    }
}

void TestKqlSemantics::keepsRenderAsMetadata()
{
    const auto compiled = m_run.compile(QStringLiteral("requests | summarize count() by bin(timestamp, 1m) | render timechart with (title='a, b', kind=stacked)"));
    QVERIFY(compiled.has_value());
    QVERIFY(compiled->render.has_value());
    QCOMPARE(compiled->render->visualization, QStringLiteral("timechart"));
    const std::vector<std::pair<QString, QString>> properties{{QStringLiteral("title"), QStringLiteral("a, b")},
                                                              {QStringLiteral("kind"), QStringLiteral("stacked")}};
    QCOMPARE(compiled->render->properties, properties);
    QCOMPARE(compiled->tableName, QStringLiteral("PrimaryResult"));
    QCOMPARE(m_run.compile(QStringLiteral("requests | getschema"))->tableName, QStringLiteral("getschema"));
}

void TestKqlSemantics::cutsResultsAtTheLimit()
{
    const auto compiled = m_run.compile(QStringLiteral("range x from 1 to 5000 step 1"));
    const auto cut = lab::runKql(m_run.database(), *compiled, 3000);
    QCOMPARE(cut->table.rowCount(), size_t{3000});
    QVERIFY(cut->truncated);
    const auto whole = lab::runKql(m_run.database(), *compiled, 5000);
    QCOMPARE(whole->table.rowCount(), size_t{5000});
    QVERIFY(!whole->truncated);
}

QD_TEST_MAIN(QCoreApplication, TestKqlSemantics)
#include "tst_kqlsemantics.moc"
