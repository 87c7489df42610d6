#include "kqlrun.h"
#include "testmain.h"

using namespace qd;

/// Operators with sub-queries, levels or columns that follow from the rows: mv-apply, partition, top-nested, evaluate, search,
/// invoke, and the statements around a query (azure facts 9.1, 9.2 and 9.3; the examples are the service's own where it gives some).
class TestKqlNested : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void unpacksBags_data();
    void unpacksBags() { check(); }
    void pivots_data();
    void pivots() { check(); }
    void appliesToElements_data();
    void appliesToElements() { check(); }
    void takesTheBestOfTheBest_data();
    void takesTheBestOfTheBest() { check(); }
    void searches_data();
    void searches() { check(); }
    void callsWithTables_data();
    void callsWithTables() { check(); }
    void obeysSettings_data();
    void obeysSettings() { check(); }
    void namesColumns_data();
    void namesColumns();
    void needsTheRows();

private:
    void check();
    test::KqlRun m_run;
};

void TestKqlNested::check()
{
    QFETCH(QString, query);
    const QString lists = QStringLiteral("let L = datatable(k:string, d:dynamic)['a', dynamic([3,1,2]), 'b', dynamic([9,8])];\n");
    const QString bags = QStringLiteral("let B = datatable(d:dynamic)[dynamic({'Name':'John','Age':20}), dynamic({'Name':'Dave','Age':40})];\n");
    QTEST(m_run.rows(query.startsWith(u"L ") ? QString(lists + query) : query.startsWith(u"B ") ? QString(bags + query) : query), "rows");
}

void TestKqlNested::unpacksBags_data()
{
    static constexpr test::KqlCase cases[] = {
        {"azure 9.1 bag_unpack: a column for every key", "B | evaluate bag_unpack(d)", "John|20\nDave|40"},
        {"bag_unpack: a prefix", "B | evaluate bag_unpack(d, 'Property_') | project Property_Age", "20\n40"},
        {"bag_unpack: other columns stay, in front", "requests | project id, customMeasurements | evaluate bag_unpack(customMeasurements) | where score > 2", "r3|3\nr4|4"},
        {"bag_unpack: values of several types make it dynamic", "datatable(d:dynamic)[dynamic({'a':1}), dynamic({'a':'x'})] | evaluate bag_unpack(d) | extend a.x | project a", "1\n\"x\""},
        {"bag_unpack: a key that a row lacks is null", "datatable(d:dynamic)[dynamic({'a':1}), dynamic({'b':'x'})] | evaluate bag_unpack(d)", "1|\nnull|x"},
        {"bag_unpack: real, bool and nested values", "print d = dynamic({'r':1.5,'b':true,'n':{'x':[1]}}) | evaluate bag_unpack(d)", "1.5|true|{\"x\":[1]}"},
        {"bag_unpack: a known name is an error", "print a = 1, d = dynamic({'a':2}) | evaluate bag_unpack(d)", "error SEM0219 1:37 evaluate"},
        {"bag_unpack: replace_source", "print a = 1, d = dynamic({'a':2}) | evaluate bag_unpack(d, columnsConflict='replace_source')", "2"},
        {"bag_unpack: keep_source", "print a = 1, d = dynamic({'a':2}) | evaluate bag_unpack(d, columnsConflict='keep_source')", "1"},
        {"bag_unpack: ignoredProperties", "B | evaluate bag_unpack(d, ignoredProperties=dynamic(['Age']))", "John\nDave"},
        {"bag_unpack: the columns given", "B | evaluate bag_unpack(d) : (Age:real, Nothing:string)", "20|\n40|"},
        {"bag_unpack: keys with any characters", "print d = dynamic({'a b':1,'x/y~z':2}) | evaluate bag_unpack(d) | project ['a b'], ['x/y~z']", "1|2"},
        {"bag_unpack: rows without a bag stay", "datatable(k:long, d:dynamic)[1, dynamic({'a':1}), 2, dynamic(null)] | evaluate bag_unpack(d)", "1|1\n2|null"},
        {"bag_unpack: over a filter of its own", "B | evaluate bag_unpack(d) | where Age > 30 | project Name", "Dave"},
        {"bag_unpack needs a dynamic column", "requests | evaluate bag_unpack(name)", "error SEM0219 1:32 name"},
        {"bag_unpack: no such column", "requests | evaluate bag_unpack(nosuch)", "error SEM0100 1:32 nosuch"},
        {"bag_unpack of nothing", "B | where false | evaluate bag_unpack(d)", "error SEM0900 2:19 evaluate"},
        {"azure 9.1 narrow: a row for every cell", "requests | where id == 'r1' | project id, duration, success | evaluate narrow()", "0|id|r1\n0|duration|200\n0|success|True"},
        {"narrow: rows are counted from 0", "requests | order by id desc | take 2 | project id | evaluate narrow()", "0|id|r4\n1|id|r3"},
        {"another plugin", "requests | evaluate autocluster()", "error SEM0900 1:12 evaluate"}};
    test::addKqlCases(cases);
}

void TestKqlNested::pivots_data()
{
    static constexpr test::KqlCase cases[] = {
        {"azure 9.1 pivot: counts rows by all other columns", "requests | project name, resultCode | evaluate pivot(resultCode) | order by name asc", "GET /health|1|0\nPOST /chat|3|1"},
        {"pivot: an aggregate, its column is no group", "requests | project name, resultCode, duration | evaluate pivot(resultCode, sum(duration)) | order by name asc", "GET /health|400|0\nPOST /chat|600|500"},
        {"pivot: the groups given", "requests | evaluate pivot(resultCode, count(), name) | order by name asc", "GET /health|1|0\nPOST /chat|3|1"},
        {"pivot: an aggregate that is null over nothing", "requests | project name, resultCode, duration | evaluate pivot(resultCode, max(duration)) | order by name asc", "GET /health|400|null\nPOST /chat|300|500"},
        {"pivot: a key that is no text", "requests | project success, duration | evaluate pivot(success, count())| project-away duration | take 1", "0|1"},
        {"pivot: the columns given", "requests | project name, resultCode | evaluate pivot(resultCode) : (name:string, ['200']:long, ['404']:long) | order by name asc", "GET /health|1|0\nPOST /chat|3|0"},
        {"pivot needs a column", "requests | evaluate pivot(tostring(name))", "error SEM0219 1:27 tostring"},
        {"pivot needs an argument", "requests | evaluate pivot()", "error SEM0219 1:12 evaluate"}};
    test::addKqlCases(cases);
}

void TestKqlNested::appliesToElements_data()
{
    static constexpr test::KqlCase cases[] = {
        {"azure 9.1 mv-apply: the largest element, the row's columns stay", "L | mv-apply element = d to typeof(long) on (top 1 by element) | order by k asc", "a|[3,1,2]|3\nb|[9,8]|9"},
        {"mv-apply: an aggregate of the elements", "L | mv-apply d to typeof(long) on (summarize s = sum(d)) | project k, s | order by k asc", "a|6\nb|17"},
        {"mv-apply: each row's elements have their own order", "L | mv-apply e = d to typeof(long) on (order by e asc | summarize s = make_list(e)) | order by k asc | project s", "[1,2,3]\n[8,9]"},
        {"mv-apply: the order of the sub-query is kept", "L | mv-apply e = d to typeof(long) on (order by e desc) | project k, e", "a|3\na|2\na|1\nb|9\nb|8"},
        {"mv-apply: with_itemindex", "L | mv-apply with_itemindex=i e = d to typeof(long) on (where i > 0) | project k, i, e", "a|1|1\na|2|2\nb|1|8"},
        {"mv-apply: the row's other columns can be read", "L | mv-apply e = d to typeof(long) on (where k == 'a' and e > 1 | project e)  | project k, e", "a|3\na|2"},
        {"mv-apply: two arrays side by side", "print a = dynamic([1,2]), b = dynamic(['x','y']) | mv-apply a to typeof(long), b to typeof(string) on (extend c = strcat(b, a)) | project c", "x1\ny2"},
        {"mv-apply: take is by row", "L | mv-apply e = d to typeof(long) on (take 1) | summarize count() by k | order by k asc", "a|1\nb|1"},
        {"mv-apply: distinct is by row", "print d = dynamic([1,1,2]), k = dynamic(['a']) | mv-apply d to typeof(long) on (distinct d) | count", "2"},
        {"mv-apply: row_number begins anew", "L | mv-apply e = d to typeof(long) on (order by e asc | extend r = row_number()) | project k, r", "a|1\na|2\na|3\nb|1\nb|2"},
        {"mv-apply inside mv-apply", "print d = dynamic([[1,2],[3]]) | mv-apply e = d on (mv-apply f = e to typeof(long) on (summarize s = sum(f))) | project s", "3\n3"},
        {"mv-apply: bags", "print d = dynamic({'a':1,'b':2}) | mv-apply kind=array e = d on (where toint(e[1]) > 1 | project key = tostring(e[0])) | project key", "b"},
        {"mv-apply: an empty array has no element", "print k = 1, d = dynamic([]) | mv-apply e = d on (where true) | count", "0"},
        {"mv-apply: on is needed", "L | mv-apply d (take 1)", "error SYN0002 2:22 1"},
        {"mv-apply: a wrong name inside", "L | mv-apply e = d on (where nosuch > 1)", "error SEM0100 2:30 nosuch"},
        {"azure 9.1 partition: the sub-query for every value", "requests | partition by resultCode (top 1 by duration | project id) | order by id asc", "r3\nr4"},
        {"partition: an aggregate", "requests | partition by name (summarize n = count()) | order by n asc", "1\n4"},
        {"partition: hints are for clusters", "requests | partition hint.strategy=native by name (take 1) | count", "2"},
        {"partition: a null value is one, too", "datatable(x:long)[1, long(null), long(null)] | partition by x (count) | order by Count asc", "1\n2"},
        {"partition: the key is a column", "requests | partition by nosuch (take 1)", "error SEM0100 1:25 nosuch"}};
    test::addKqlCases(cases);
}

void TestKqlNested::takesTheBestOfTheBest_data()
{
    static constexpr test::KqlCase cases[] = {
        {"azure 9.1 top-nested: one level", "requests | top-nested 1 of name by count()", "POST /chat|4"},
        {"azure 9.3 top-nested: rows by parent", "requests | top-nested 1 of name by count(), top-nested 2 of resultCode by sum(duration)", "POST /chat|4|200|600\nPOST /chat|4|503|500"},
        {"top-nested: desc is the default, asc on demand", "requests | top-nested 1 of id by max(duration)", "r4|500"},
        {"top-nested: asc", "requests | top-nested 1 of id by max(duration) asc", "r0|100"},
        {"top-nested: without a number all values", "requests | top-nested of name by count()", "POST /chat|4\nGET /health|1"},
        {"azure 9.3 top-nested: with others", "requests | top-nested 1 of name with others = 'rest' by count()", "POST /chat|4\nrest|1"},
        {"top-nested: others on both levels", "requests | top-nested 1 of name with others='rest' by count(), top-nested 1 of resultCode with others='other' by sum(duration)", "POST /chat|4|200|600\nPOST /chat|4|other|500\nrest|1|other|400"},
        {"top-nested: below others without a word of their own", "requests | top-nested 1 of name with others='rest' by count(), top-nested 1 of resultCode by sum(duration)", "POST /chat|4|200|600\nrest|1||400"},
        {"top-nested: a computed key", "requests | top-nested 1 of bin(duration, 300.0) by count()", "300|3"},
        {"top-nested: three levels", "requests | top-nested 1 of name by count(), top-nested 1 of resultCode by count(), top-nested 1 of id by max(duration)", "POST /chat|4|200|3|r2|300"},
        {"top-nested: others of another type", "requests | top-nested 1 of duration with others='x' by count()", "error SEM0064 1:49 x"},
        {"top-nested: no dynamic key", "requests | top-nested 1 of customDimensions by count()", "error SEM0064 1:28 customDimensions"},
        {"sample-distinct", "requests | sample-distinct 1 of resultCode | count", "1"}};
    test::addKqlCases(cases);
}

void TestKqlNested::searches_data()
{
    static constexpr test::KqlCase cases[] = {
        {"azure 9.1 search: any column has the term", "requests | search 'health' | project id", "r3"},
        {"azure 9.3 has: whole terms", "requests | search 'heal' | count", "0"},
        {"search: a star takes the rest of the term", "requests | search 'heal*' | project id", "r3"},
        {"search: stars on both sides take any text", "requests | search '*ealt*' | project id", "r3"},
        {"search: a star inside", "requests | search 'GET*health' | project id", "r3"},
        {"search: in the members of dynamic columns", "requests | search 't1' | count", "2"},
        {"search: and, or, not", "requests | search 'chat' and not('503') | count", "3"},
        {"search: one column", "requests | search name:'chat' and duration > 400 | project id", "r4"},
        {"search: any condition", "requests | search resultCode == '503' or 'health' | count", "2"},
        {"search: is not case-sensitive", "requests | search 'HEALTH' | count", "1"},
        {"search: kind=case_sensitive", "requests | search kind=case_sensitive 'HEALTH' | count", "0"},
        {"search: everything", "requests | search * | count", "5"},
        {"search in several tables", "search in (requests, traces) 'search' or '503' | project $table, timestamp | order by $table asc", "requests|2026-11-21 11:59:00\ntraces|2026-11-21 11:59:00"},
        {"search in tables by pattern", "search in (req*) 'chat' | count", "4"},
        {"search in all tables", "search 'fallback' | summarize count() by $table", "traces|1"},
        {"search: a column that one of the tables lacks", "search in (requests, traces) message:'fallback' | project $table", "traces"},
        {"search: a name that nothing knows", "search in (requests) nosuch:'x'", "error SEM0100 1:22 nosuch"},
        {"search: no such table", "search in (nosuch) 'x'", "error SEM0100 1:1 search"},
        {"search: a number is no term", "requests | search name:5", "error SEM0219 1:24 5"}};
    test::addKqlCases(cases);
}

void TestKqlNested::callsWithTables_data()
{
    static constexpr test::KqlCase cases[] = {
        {"azure 9.1 invoke: the table is the first argument", "let f = (T:(duration:real), m:real) { T | where duration > m | summarize n = count() }; requests | invoke f(250)", "3"},
        {"invoke: any table", "let f = (T:(*)) { T | count }; requests | invoke f()", "5"},
        {"azure 9.3 let functions: a table by name", "let f = (T:(duration:real)) { T | summarize max(duration) }; f(requests)", "500"},
        {"a table by let", "let f = (T:(*)) { T | count }; let A = requests | take 2; f(A)", "2"},
        {"a pipeline as argument", "let f = (T:(*)) { T | count }; f(requests | take 3)", "3"},
        {"a pipeline in parentheses", "let f = (T:(*), x:long) { T | extend x | count }; f((requests | take 3), 1)", "3"},
        {"sources as arguments", "let f = (T:(x:long), y:long = 3) { T | extend z = x + y }; union f((print x = 5)), f(datatable(x:long)[7], 1) | order by x asc", "5|8\n7|8"},
        {"a function of a function", "let f = (T:(*)) { T | take 2 }; let g = (T:(*)) { T | count }; g(f(requests))", "2"},
        {"lets inside a function", "let f = (T:(*)) { let x = 2; let y = x + 1; T | take y | count }; f(requests)", "3"},
        {"functions inside a function", "let f = (x:long) { let g = (y:long) { y * 2 }; g(x) + 1 }; print f(5)", "11"},
        {"inside names end with the function", "let f = (x:long) { let y = x; y }; print f(1), y", "error SEM0100 1:48 y"},
        {"a scalar of a table", "let f = (T:(x:long)) { toscalar(T | summarize sum(x)) }; print f(range x from 1 to 4 step 1 | where x > 1)", "9"},
        {"the table lacks a column", "let f = (T:(nosuch:long)) { T }; f(requests)", "error SEM0064 1:36 requests"},
        {"the column is of another type", "let f = (T:(name:long)) { T }; requests | invoke f()", "error SEM0064 1:43 invoke"},
        {"a value is no table", "let f = (T:(*)) { T }; f(5)", "error SEM0219 1:26 5"},
        {"invoke: no such function", "requests | invoke nosuch()", "error SEM0260 1:12 invoke"},
        {"invoke: the function takes no table", "let f = (x:long) { requests | take x }; requests | invoke f()", "error SEM0219 1:52 invoke"}};
    test::addKqlCases(cases);
}

void TestKqlNested::obeysSettings_data()
{
    static constexpr test::KqlCase cases[] = {
        {"azure 9.3 set notruncation is accepted", "set notruncation; print 1", "1"},
        {"set query_now: now() means it", "set query_now = datetime(2020-01-01); print now(), ago(1d)", "2020-01-01 00:00:00|2019-12-31 00:00:00"},
        {"azure 9.3 set truncationmaxrecords", "set truncationmaxrecords = 2; range x from 1 to 5 step 1", "1\n2"},
        {"other settings steer a cluster", "set servertimeout = 10m; set query_bin_auto_size = 1h; set best_effort; print 1", "1"},
        {"several, then lets", "set notruncation;\nset truncationmaxrecords = 3;\nlet x = 2; print x", "2"},
        {"truncationmaxrecords is a number", "set truncationmaxrecords = 'a'; print 1", "error SEM0219 1:5 truncationmaxrecords"},
        {"truncationmaxrecords is above 0", "set truncationmaxrecords = 0; print 1", "error SEM0219 1:5 truncationmaxrecords"},
        {"query_now is a datetime", "set query_now = 5; print now()", "error SEM0219 1:5 query_now"},
        {"set comes before the query", "print 1; set notruncation", "error SYN0002 1:10 set"},
        {"a table may be named set", "set | take 1", "error SEM0100 1:1 set"},
        {"operators that are refused by name", "requests | reduce by name", "error SYN0002 1:12 reduce"},
        {"graph operators are refused", "requests | make-graph a --> b", "error SYN0002 1:12 make"}};
    test::addKqlCases(cases);
}

void TestKqlNested::namesColumns_data()
{
    static constexpr test::KqlCase cases[] = {
        {"azure 9.2 top-nested: name, aggregated_name", "requests | top-nested 3 of name by count(), top-nested 2 of id by sum(duration)", "name, aggregated_name, id, aggregated_id"},
        {"top-nested: given names", "requests | top-nested 3 of who = name by n = count()", "who, n"},
        {"pivot: groups, then the values", "requests | project name, resultCode | evaluate pivot(resultCode)", "name, 200, 503"},
        {"narrow", "requests | evaluate narrow()", "Row, Column, Value"},
        {"bag_unpack: in the order of the first bag", "print d = dynamic({'b':1,'a':2}), x = 1 | evaluate bag_unpack(d)", "x, b, a"},
        {"mv-apply: what is not expanded, then what the sub-query makes", "print k = 1, d = dynamic([1]), m = 2 | mv-apply e = d on (extend f = 1)", "k, d, m, e, f"},
        {"search: the table first", "print a = 1 | search '1'", "$table, a"}};
    test::addKqlCases(cases);
}

void TestKqlNested::namesColumns()
{
    QFETCH(QString, query);
    QTEST(m_run.names(query), "rows");
}

/// Without rows at hand an editor still gets an answer: the columns that follow from rows cannot be known.
void TestKqlNested::needsTheRows()
{
    const lab::KqlSchema schema = lab::telemetrySchema(TelemetrySchema::Classic, {});
    const auto compiled = lab::compileKql(QStringLiteral("requests | evaluate bag_unpack(customDimensions)"), schema, {.now = {}, .timespan = {}});
    QVERIFY(!compiled);
    QCOMPARE(compiled.error().vendorCode, QStringLiteral("SEM0900"));
    const auto failing = lab::compileKql(QStringLiteral("requests | evaluate bag_unpack(customDimensions)"), schema,
                                         {.now = {}, .timespan = {}, .probe = [](const QString &) -> Result<std::vector<QStringList>> {
                                              return Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("stopped")};
                                          }});
    QVERIFY(!failing);
    QCOMPARE(failing.error().kind, ErrorKind::Cancelled);
}

QD_TEST_MAIN(QCoreApplication, TestKqlNested)
#include "tst_kqlnested.moc"
