#include "kqlrun.h"
#include "testmain.h"

using namespace qd;

/// Operators that make rows of values and look at neighbouring rows (azure facts 9.3).
class TestKqlRows : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void expands_data();
    void expands() { check(); }
    void parses_data();
    void parses() { check(); }
    void seesOtherRows_data();
    void seesOtherRows() { check(); }

private:
    void check();
    test::KqlRun m_run;
};

void TestKqlRows::check()
{
    QFETCH(QString, query);
    QTEST(m_run.rows(query), "rows");
}

void TestKqlRows::expands_data()
{
    static constexpr test::KqlCase cases[] = {
        {"an array gives a row per element", "print d = dynamic([1, \"a\", [2]]), e = 5 | mv-expand d", "1|5\n\"a\"|5\n[2]|5"},
        {"a null element is null", "print d = dynamic([1, null]) | mv-expand d | where isnull(d) | count", "1"},
        {"a bag gives bags of one entry", "print d = dynamic({\"a\":1,\"b~/\":[2]}) | mv-expand d", "{\"a\":1}\n{\"b~/\":[2]}"},
        {"kind=bag is the default", "print d = dynamic({\"a\":1}) | mv-expand kind=bag d", "{\"a\":1}"},
        {"kind=array: [key, value]", "print d = dynamic({\"a\":1,\"b\":\"x\"}) | mv-expand kind=array d", "[\"a\",1]\n[\"b\",\"x\"]"},
        {"bagexpansion is the older word", "print d = dynamic({\"a\":1}) | mv-expand bagexpansion=array d", "[\"a\",1]"},
        {"several columns, the short one padded with null", "print d = dynamic([1,2,3]), e = dynamic([\"x\"]) | mv-expand d, e", "1|\"x\"\n2|null\n3|null"},
        {"an empty array gives no row", "print d = dynamic([]), e = 1 | mv-expand d", ""},
        {"an empty bag gives no row", "print d = dynamic({}), e = 1 | mv-expand d", ""},
        {"null gives one row", "print d = dynamic(null), e = 1 | mv-expand d", "null|1"},
        {"a missing member gives one row", "print d = dynamic({}) | mv-expand x = d.a | project x", "null"},
        {"a scalar gives itself", "print d = dynamic(7) | mv-expand d", "7"},
        {"empty beside filled", "print d = dynamic([]), e = dynamic([1, 2]) | mv-expand d, e", "null|1\nnull|2"},
        {"with_itemindex counts from 0", "print d = dynamic([\"a\",\"b\"]) | mv-expand with_itemindex=i d | project i, d", "0|\"a\"\n1|\"b\""},
        {"with_itemindex of the longest", "print d = dynamic([1]), e = dynamic([1,2]) | mv-expand with_itemindex=i d, e | project i", "0\n1"},
        {"to typeof converts", "print d = dynamic([1, 2]) | mv-expand d to typeof(long) | summarize sum(d)", "3"},
        {"to typeof: what does not fit is null", "print d = dynamic([1, \"x\"]) | mv-expand d to typeof(long)", "1\nnull"},
        {"to typeof(string): no quotes", "print d = dynamic([\"x\", 1]) | mv-expand d to typeof(string)", "x\n1"},
        {"to typeof(real)", "print d = dynamic([1.5]) | mv-expand d to typeof(real) | extend d = d * 2", "3"},
        {"to typeof(datetime)", "print d = dynamic([\"2026-11-21\"]) | mv-expand d to typeof(datetime)", "2026-11-21 00:00:00"},
        {"limit is per row", "datatable(k:long, d:dynamic)[1, dynamic([1,2,3]), 2, dynamic([4])] | mv-expand d limit 2 | count", "3"},
        {"the old name stops at 128", "print d = range(1, 200) | mvexpand d | count", "128"},
        {"the new name does not", "print d = range(1, 200) | mv-expand d | count", "200"},
        {"name = expression adds a column", "print d = dynamic([1, 2]) | mv-expand v = d", "[1,2]|1\n[1,2]|2"},
        {"a member gets its implicit name", "print d = dynamic({\"a\":[1]}) | mv-expand d.a | project d_a", "1"},
        {"an expression", "print s = 'a,b' | mv-expand part = split(s, ',') to typeof(string)", "a,b|a\na,b|b"},
        {"the order stays", "datatable(k:long, d:dynamic)[2, dynamic([1,2]), 1, dynamic([3,4])] | order by k asc | mv-expand d", "1|3\n1|4\n2|1\n2|2"},
        {"only what a filter left", "datatable(k:long, d:dynamic)[2, dynamic([1,2]), 1, dynamic([3])] | where k == 2 | mv-expand d | count", "2"},
        {"nested twice", "print d = dynamic([[1,2],[3]]) | mv-expand d | mv-expand d", "1\n2\n3"},
        {"columns of the lab", "requests | extend k = bag_keys(customDimensions) | mv-expand k to typeof(string) | summarize count() by k | order by k asc", "tenant|5\ntokens|5"},
        {"a string cannot be expanded", "requests | mv-expand id", "error SEM0064 1:22 id"},
        {"no such column", "requests | mv-expand nosuch", "error SEM0100 1:22 nosuch"},
        {"no such kind", "requests | mv-expand kind=list customDimensions", "error SYN0002 1:27 list"},
        {"no such type", "requests | mv-expand customDimensions to typeof(text)", "error SYN0002 1:42 typeof"},
        {"a constant limit", "requests | mv-expand customDimensions limit -1", "error SEM0219 1:45 -"}};
    test::addKqlCases(cases);
}

void TestKqlRows::parses_data()
{
    static constexpr test::KqlCase cases[] = {
        {"strings between columns", "print s = 'a=1, b=2.5; c=hello' | parse s with 'a=' a:long ', b=' b:real '; c=' c | project a, b, c", "1|2.5|hello"},
        {"a star skips", "print s = 'x: n=27, m=23, l=y' | parse s with * 'n=' n:long * 'm=' m:int * 'l=' l | project n, m, l", "27|23|y"},
        {"a star at the end", "print s = 'k=v rest' | parse s with 'k=' k ' ' * | project k", "v"},
        {"the pattern begins where the text does", "print s = 'xk=v' | parse s with 'k=' k | project k", ""},
        {"no match: strings are empty, the row stays", "datatable(s:string)['a=x', 'b=y'] | parse s with 'a=' a | project a", "x\n"},
        {"no match: typed columns are null", "datatable(s:string)['a=1', 'b=2'] | parse s with 'a=' a:long | project a", "1\nnull"},
        {"a value that does not fit is no match", "print s = 'k=v n=x' | parse s with 'k=' k ' n=' n:long | project k, n", "|null"},
        {"kind=relaxed: only that column is null", "print s = 'k=v n=x' | parse kind=relaxed s with 'k=' k ' n=' n:long | project k, n", "v|null"},
        {"kind=simple is the default", "print s = 'k=v' | parse kind=simple s with 'k=' k | project k", "v"},
        {"special characters mean themselves", "print s = 'a.b(c)=1' | parse s with 'a.b(c)=' v:long | project v", "1"},
        {"and not any character", "print s = 'axb=1' | parse s with 'a.b=' v:long | project v", "null"},
        {"the last string column takes the rest", "print s = 'k=a b c' | parse s with 'k=' k | project k", "a b c"},
        {"line breaks are text", "print s = 'k=a\\nb;' | parse s with 'k=' k ';' | project strlen(k)", "3"},
        {"the shortest text is taken", "print s = 'a;b;c' | parse s with x ';' y | project x, y", "a|b;c"},
        {"negative numbers", "print s = 't=-5' | parse s with 't=' t:long | project t", "-5"},
        {"datetime", "print s = 'at 2026-11-21 ok' | parse s with 'at ' t:datetime ' ok' | project t", "2026-11-21 00:00:00"},
        {"timespan", "print s = 'in 00:00:05.' | parse s with 'in ' t:timespan '.' | project t", "5000000us"},
        {"bool", "print s = 'ok=true;' | parse s with 'ok=' b:bool ';' | project b", "true"},
        {"dynamic", "print s = 'd={\"a\":1};' | parse s with 'd=' d:dynamic ';' | project d.a", "1"},
        {"a column of the same name is replaced", "print s = 'k=v' | parse s with 'k=' s", "v"},
        {"an expression is parsed", "print s = 'K=V' | parse tolower(s) with 'k=' k | project k", "v"},
        {"parse-where leaves rows out", "datatable(s:string)['a=1', 'b=2', 'a=x'] | parse-where s with 'a=' a:long | project a", "1"},
        {"parse-where kind=relaxed keeps them", "datatable(s:string)['a=1', 'b=2', 'a=x'] | parse-where kind=relaxed s with 'a=' a:long | project a", "1\nnull"},
        {"kind=regex", "print s = 'id:   12' | parse kind=regex s with 'id:\\\\s+' i:long | project i", "12"},
        {"kind=regex: groups are no columns", "print s = 'id: 12 (foo)' | parse kind=regex s with '(id|no): ' i:long '\\\\s\\\\((f)' r '\\\\)' | project i, r", "12|oo"},
        {"kind=regex flags=i", "print s = 'ID: 12' | parse kind=regex flags=i s with 'id: ' i:long | project i", "12"},
        {"without the flag case counts", "print s = 'ID: 12' | parse kind=regex s with 'id: ' i:long | project i", "null"},
        {"messages of the lab", "traces | parse message with 'tool fallback ' a ' -> ' b | project a, b", "search|cache"},
        {"two columns side by side", "print s = 'a' | parse s with a b", "error SEM0219 1:32 b"},
        {"a column is needed", "print s = 'a' | parse s with 'a'", "error SEM0219 1:30 a"},
        {"a string is needed", "requests | parse duration with a", "error SEM0064 1:18 duration"},
        {"a bad regex", "print s = '1' | parse kind=regex s with '(' a", "error SEM0219 1:41 ("},
        {"no such kind", "print s = '1' | parse kind=foo s with a", "error SYN0002 1:28 foo"},
        {"no such flag", "print s = '1' | parse kind=regex flags=x s with a", "error SYN0002 1:40 x"},
        {"no such type", "print s = '1' | parse s with a:text", "error SYN0002 1:32 text"},
        {"with is needed", "print s = '1' | parse s 'a' b", "error SYN0002 1:25 a"}};
    test::addKqlCases(cases);
}

void TestKqlRows::seesOtherRows_data()
{
    static constexpr test::KqlCase cases[] = {
        {"prev: the first has none", "range x from 1 to 3 step 1 | extend p = prev(x)", "1|null\n2|1\n3|2"},
        {"prev of text: the first is empty", "range x from 1 to 2 step 1 | extend p = prev(tostring(x))", "1|\n2|1"},
        {"prev with an offset", "range x from 1 to 3 step 1 | extend p = prev(x, 2)", "1|null\n2|null\n3|1"},
        {"prev with a default", "range x from 1 to 2 step 1 | extend p = prev(x, 1, -9)", "1|-9\n2|1"},
        {"next", "range x from 1 to 3 step 1 | extend n = next(x)", "1|2\n2|3\n3|null"},
        {"next with offset and default", "range x from 1 to 3 step 1 | extend n = next(x, 2, 0)", "1|3\n2|0\n3|0"},
        {"after sort", "datatable(x:long)[1, 3, 2] | sort by x | extend p = prev(x)", "3|null\n2|3\n1|2"},
        {"after top", "datatable(x:long)[1, 3, 2] | top 2 by x asc | extend p = prev(x)", "1|null\n2|1"},
        {"after serialize", "requests | serialize | extend p = prev(id) | project p, id | take 2", "|r0\nr0|r1"},
        {"serialize with columns", "requests | serialize p = prev(id) | project p, id | take 2", "|r0\nr0|r1"},
        {"row_number from 1", "datatable(s:string)['b', 'a'] | sort by s asc | extend n = row_number()", "a|1\nb|2"},
        {"row_number from 0", "datatable(s:string)['b', 'a'] | sort by s asc | extend n = row_number(0)", "a|0\nb|1"},
        {"row_number that starts again", "range x from 1 to 5 step 1 | extend n = row_number(1, x % 2 == 1)", "1|1\n2|2\n3|1\n4|2\n5|1"},
        {"row_number by group", "datatable(k:string, v:long)['a', 1, 'b', 5, 'a', 2] | sort by k asc, v asc | extend n = row_number(1, prev(k) != k)", "a|1|1\na|2|2\nb|5|1"},
        {"row_cumsum", "range x from 1 to 4 step 1 | extend s = row_cumsum(x)", "1|1\n2|3\n3|6\n4|10"},
        {"row_cumsum that starts again", "range x from 1 to 4 step 1 | extend s = row_cumsum(x, x == 3)", "1|1\n2|3\n3|3\n4|7"},
        {"row_cumsum of real", "datatable(x:real)[0.5, 1.5] | sort by x asc | extend s = row_cumsum(x)", "0.5|0.5\n1.5|2"},
        {"row_cumsum: null adds nothing", "datatable(x:long, k:long)[1, 1, long(null), 2, 3, 3] | sort by k asc | extend s = row_cumsum(x) | project s", "1\n1\n4"},
        {"row_rank_dense", "datatable(x:long)[1, 1, 2, 3, 3] | order by x asc | extend r = row_rank_dense(x)", "1|1\n1|1\n2|2\n3|3\n3|3"},
        {"inside an expression", "range x from 1 to 3 step 1 | extend d = x * 10 - prev(x, 1, 0)", "1|10\n2|19\n3|28"},
        {"one inside another", "range x from 1 to 4 step 1 | extend s = row_cumsum(x - prev(x, 1, 0))", "1|1\n2|2\n3|3\n4|4"},
        {"in where: before the filter", "range x from 1 to 5 step 1 | where prev(x) >= 2", "3\n4\n5"},
        {"in where beside a condition", "range x from 1 to 5 step 1 | where x != 3 and next(x) != 3", "1\n4\n5"},
        {"after a filter: what is left", "range x from 1 to 5 step 1 | where x != 3 | extend p = prev(x) | where x == 4", "4|2"},
        {"in project", "range x from 1 to 3 step 1 | project p = prev(x), n = next(x)", "null|2\n1|3\n2|null"},
        {"then summarize", "range x from 1 to 3 step 1 | extend d = x - prev(x, 1, 0) | summarize sum(d)", "3"},
        {"then sort", "range x from 1 to 3 step 1 | extend n = row_number() | sort by x desc | extend m = row_number()", "3|3|1\n2|2|2\n1|1|3"},
        {"the order survives extend, project and mv-expand", "datatable(k:long, d:dynamic)[2, dynamic([5]), 1, dynamic([3,4])] | sort by k asc | mv-expand d to typeof(long) | extend n = row_number()", "1|3|1\n1|4|2\n2|5|3"},
        {"inside a sub-query", "print toscalar(range x from 1 to 3 step 1 | extend s = row_cumsum(x) | top 1 by s | project s)", "6"},
        {"unsorted rows have no neighbours", "requests | extend p = prev(id)", "error SEM0219 1:23 prev"},
        {"summarize forgets the order", "requests | sort by id | summarize by id | extend n = row_number()", "error SEM0219 1:54 row_number"},
        {"not in summarize", "requests | sort by id asc | summarize count() by prev(id)", "error SEM0900 1:50 prev"},
        {"not at the top", "print prev(1)", "error SEM0900 1:7 prev"},
        {"a constant offset", "range x from 1 to 3 step 1 | extend p = prev(x, x)", "error SEM0219 1:49 x"},
        {"no negative offset", "range x from 1 to 3 step 1 | extend p = prev(x, -1)", "error SEM0219 1:41 prev"},
        {"a default of the same type", "range x from 1 to 3 step 1 | extend p = prev(x, 1, 'a')", "error SEM0064 1:52 a"},
        {"a restart is a condition", "range x from 1 to 3 step 1 | extend p = row_number(1, x)", "error SEM0064 1:55 x"},
        {"row_cumsum adds numbers", "requests | sort by id | extend s = row_cumsum(id)", "error SEM0064 1:47 id"}};
    test::addKqlCases(cases);
}

QD_TEST_MAIN(QCoreApplication, TestKqlRows)
#include "tst_kqlrows.moc"
