#include "kqlrun.h"
#include "testmain.h"

using namespace qd;

/// join and lookup (azure facts 9.3); the rows are worked out by hand.
class TestKqlJoin : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void joinsByKind_data();
    void joinsByKind();
    void joinsByKey_data() { joinKeyCases(); }
    void joinsByKey();
    void refusesJoins_data() { joinRefusals(); }
    void refusesJoins();
    void endsJoinsThatDoubleThemselves();

private:
    static void joinKeyCases();
    static void joinRefusals();
    test::KqlRun m_run;
};

/// Left: x twice, y, z. Right: x, y twice, w.
void TestKqlJoin::joinsByKind_data()
{
    static constexpr test::KqlCase cases[] = {
        {"default: innerunique keeps one left row per key", "L | join R on k | summarize count() by k | order by k asc", "x|1\ny|2"},
        {"innerunique by name", "L | join kind=innerunique R on k | summarize count() by k | order by k asc", "x|1\ny|2"},
        {"innerunique: with one row per key all of them", "L | where a != 2 | join R on k | order by k asc, b asc", "x|1|x|p\ny|3|y|q\ny|3|y|r"},
        {"inner: every pair", "L | join kind=inner R on k | order by a asc, b asc", "x|1|x|p\nx|2|x|p\ny|3|y|q\ny|3|y|r"},
        {"leftouter: unmatched string is empty", "L | join kind=leftouter R on k | order by a asc, b asc", "x|1|x|p\nx|2|x|p\ny|3|y|q\ny|3|y|r\nz|4||"},
        {"leftouter: unmatched string compares as empty", "L | join kind=leftouter R on k | where b == '' | project a", "4"},
        {"leftouter: unmatched number is null", "R | join kind=leftouter L on k | where isnull(a) | project k, a", "w|null"},
        {"rightouter", "L | join kind=rightouter R on k | order by b asc, a asc", "x|1|x|p\nx|2|x|p\ny|3|y|q\ny|3|y|r\n|null|w|s"},
        {"fullouter", "L | join kind=fullouter R on k | order by a asc, b asc", "|null|w|s\nx|1|x|p\nx|2|x|p\ny|3|y|q\ny|3|y|r\nz|4||"},
        {"leftsemi: left columns only, no row twice", "L | join kind=leftsemi R on k | order by a asc", "x|1\nx|2\ny|3"},
        {"rightsemi: right columns only", "L | join kind=rightsemi R on k | order by b asc", "x|p\ny|q\ny|r"},
        {"leftanti", "L | join kind=leftanti R on k", "z|4"},
        {"anti is leftanti", "L | join kind=anti R on k", "z|4"},
        {"leftantisemi is leftanti", "L | join kind=leftantisemi R on k", "z|4"},
        {"rightanti", "L | join kind=rightanti R on k", "w|s"},
        {"rightantisemi is rightanti", "L | join kind=rightantisemi R on k", "w|s"},
        {"lookup: leftouter without the right key", "L | lookup R on k | order by a asc, b asc", "x|1|p\nx|2|p\ny|3|q\ny|3|r\nz|4|"},
        {"lookup kind=leftouter", "L | lookup kind=leftouter R on k | count", "5"},
        {"lookup kind=inner", "L | lookup kind=inner R on k | order by a asc, b asc", "x|1|p\nx|2|p\ny|3|q\ny|3|r"},
        {"lookup with other names: the right one goes", "L | lookup (R | project-rename q = k) on $left.k == $right.q | where a == 1", "x|1|p"},
        {"an empty right side", "L | join kind=leftanti (R | where false) on k | count", "4"},
        {"an empty left side", "L | where false | join kind=fullouter R on k | count", "4"},
        {"aggregation after a join", "L | join kind=inner R on k | summarize n = count(), s = sum(a) by k | order by k asc", "x|2|3\ny|2|6"},
        {"join after join", "L | join kind=inner R on k | join kind=inner L on k | where b == 'q' | project a, k1, k2, a1", "3|y|y|3"},
        {"take before a join", "L | top 1 by a | join kind=leftouter R on k", "z|4||"},
        {"take after a join", "L | join kind=inner R on k | take 2 | count", "2"},
        {"a filter after an outer join", "L | join kind=leftouter R on k | where k1 == 'y' | count", "2"}};
    test::addKqlCases(cases);
}

void TestKqlJoin::joinsByKind()
{
    QFETCH(QString, query);
    const QString tables = QStringLiteral("let L = datatable(k:string, a:long)['x', 1, 'x', 2, 'y', 3, 'z', 4];"
                                          "let R = datatable(k:string, b:string)['x', 'p', 'y', 'q', 'y', 'r', 'w', 's'];");
    QTEST(m_run.rows(tables + query), "rows");
}

void TestKqlJoin::joinKeyCases()
{
    static constexpr test::KqlCase cases[] = {
        {"null keys never match", "datatable(x:int)[int(null), 1] | join kind=inner (datatable(x:int)[int(null), 1]) on x", "1|1"},
        {"null keys stay in an outer join", "datatable(x:int)[int(null)] | join kind=fullouter (datatable(x:int)[int(null)]) on x | count", "2"},
        {"null keys are kept by leftanti", "datatable(x:int)[int(null), 1] | join kind=leftanti (datatable(x:int)[int(null), 1]) on x", "null"},
        {"empty strings match", "datatable(s:string)['', 'a'] | join kind=inner (datatable(s:string)['']) on s | count", "1"},
        {"case counts", "datatable(s:string)['A'] | join kind=inner (datatable(s:string)['a']) on s | count", "0"},
        {"nan equals nothing", "datatable(x:real)[real(nan), 1.0] | join kind=inner (datatable(x:real)[real(nan), 1.0]) on x", "1|1"},
        {"int and long", "datatable(x:int)[1] | join kind=inner (datatable(x:long)[1]) on x", "1|1"},
        {"datetime keys", "print t = datetime(2026-11-21) | join kind=inner (print t = datetime(2026-11-21), v = 5) on t | project v", "5"},
        {"several keys", "datatable(a:long, b:long)[1, 1, 1, 2] | join kind=inner (datatable(a:long, b:long)[1, 2, 2, 2]) on a, b", "1|2|1|2"},
        {"and between equalities", "datatable(a:long, b:long)[1, 1, 1, 2] | join kind=inner (datatable(c:long, d:long)[1, 2]) on $left.a == $right.c and $left.b == $right.d", "1|2|1|2"},
        {"a mix of both forms", "datatable(a:long, b:long)[1, 1, 1, 2] | join kind=inner (datatable(a:long, d:long)[1, 2]) on a, $left.b == $right.d", "1|2|1|2"},
        {"the sides may be turned round", "datatable(a:long)[1, 2] | join kind=inner (datatable(b:long)[2]) on $right.b == $left.a", "2|2"},
        {"clash: suffix 1", "print k = 1, v = 2 | join kind=inner (print k = 1, v = 3) on k | project k1, v1", "1|3"},
        {"clash with a taken suffix", "print k = 1, k1 = 2 | join kind=inner (print k = 1) on k | getschema | project ColumnName | order by ColumnName asc", "k\nk1\nk2"},
        {"computed keys", "print x = 7 | extend b = bin(x, 5) | join kind=inner (print b = 5, y = 1) on b | project x, y", "7|1"},
        {"hints change nothing", "print k = 1 | join kind=inner hint.strategy=shuffle hint.remote=auto (print k = 1) on k", "1|1"},
        {"tables of the lab", "requests | join kind=inner (requests | summarize n = count() by success) on success | project id, n | order by id asc", "r0|4\nr1|4\nr2|4\nr3|4\nr4|1"},
        {"a table by its name", "customMetrics | join kind=leftanti requests on name | count", "3"},
        {"a let on both sides", "let T = requests | where duration > 300; T | join kind=inner T on id | project id, id1 | order by id asc", "r3|r3\nr4|r4"},
        {"join inside a sub-query", "requests | where id in ((requests | join kind=inner (print id = 'r2') on id | project id)) | project id", "r2"},
        {"a union as the right side", "print a = 1 | join kind=inner (union (print a = 1), (print a = 2)) on a", "1|1"}};
    test::addKqlCases(cases);
}

void TestKqlJoin::joinsByKey()
{
    QFETCH(QString, query);
    QTEST(m_run.rows(query), "rows");
}

void TestKqlJoin::joinRefusals()
{
    static constexpr test::KqlCase cases[] = {
        {"no such kind", "requests | join kind=left requests on id", "error SYN0002 1:22 left"},
        {"no such option", "requests | join type=inner requests on id", "error SYN0002 1:17 type"},
        {"lookup has two kinds", "requests | lookup kind=fullouter requests on id", "error SYN0002 1:24 fullouter"},
        {"on is needed", "requests | join traces", "error SYN0002 1:23 <EOF>"},
        {"a key is needed", "requests | join traces on", "error SYN0002 1:26 <EOF>"},
        {"no such table", "requests | join nosuch on id", "error SEM0100 1:17 nosuch"},
        {"no such column on the left", "traces | join requests on id", "error SEM0100 1:27 id"},
        {"no such column on the right", "requests | join traces on id", "error SEM0100 1:27 id"},
        {"a side without the column", "requests | join traces on $left.nosuch == $right.message", "error SEM0100 1:40 =="},
        {"only equality", "requests | join traces on $left.id > $right.message", "error SEM0219 1:36 >"},
        {"no expressions", "requests | join requests on tolower(id)", "error SEM0219 1:29 tolower"},
        {"one column of each side", "requests | join requests on $left.id == $left.name", "error SEM0219 1:38 =="},
        {"keys of one type", "requests | join traces on $left.duration == $right.message", "error SEM0064 1:42 =="},
        {"no dynamic key", "requests | join requests on customDimensions", "error SEM0064 1:29 customDimensions"},
        {"an error in the right side", "requests | join (traces | where nosuch) on id", "error SEM0100 1:33 nosuch"}};
    test::addKqlCases(cases);
}

void TestKqlJoin::refusesJoins()
{
    QFETCH(QString, query);
    QTEST(m_run.rows(query), "rows");
}

void TestKqlJoin::endsJoinsThatDoubleThemselves()
{
    const auto query = [](int times) {
        QString lets = QStringLiteral("let t0 = print k = 1;");
        for (int i = 1; i <= times; ++i)
            lets += QStringLiteral("let t%1 = t%2 | join kind=inner t%2 on k | project k;").arg(i).arg(i - 1);
        return QString(lets + QStringLiteral("t%1").arg(times));
    };
    QCOMPARE(m_run.rows(query(6)), QStringLiteral("1")); // 63 joins
    QVERIFY(m_run.rows(query(19)).startsWith(QStringLiteral("error SEM0900")));
}

QD_TEST_MAIN(QCoreApplication, TestKqlJoin)
#include "tst_kqljoin.moc"
