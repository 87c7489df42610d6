#include "kqlrun.h"
#include "testmain.h"

using namespace qd;

/// let functions, and operators that name, choose and order what is there (azure facts 9.3).
class TestKqlShape : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void callsFunctions_data();
    void callsFunctions() { check(); }
    void namesAndChooses_data();
    void namesAndChooses() { check(); }
    void ordersColumns_data();
    void ordersColumns();
    void endsFunctionsThatDoubleThemselves();

private:
    void check();
    test::KqlRun m_run;
};

void TestKqlShape::check()
{
    QFETCH(QString, query);
    QTEST(m_run.rows(query), "rows");
}

void TestKqlShape::callsFunctions_data()
{
    static constexpr test::KqlCase cases[] = {
        {"a scalar function", "let f = (x:long, y:long) { x * y + 1 }; print f(2, 3)", "7"},
        {"a default", "let f = (x:long, y:long = 10) { x * y + 1 }; print f(2)", "21"},
        {"no parameters", "let f = () { 5 }; print f() + 1", "6"},
        {"a semicolon before the brace", "let f = (x:long) { x; }; print f(1)", "1"},
        {"over columns", "let ms = (d:real) { strcat(tostring(d), ' ms') }; requests | where id == 'r1' | project s = ms(duration)", "200 ms"},
        {"in a condition", "let slow = (d:real) { d > 300 }; requests | where slow(duration) | count", "2"},
        {"in an aggregate", "let half = (d:real) { d / 2 }; requests | summarize sum(half(duration))", "750"},
        {"a function inside another", "let g = (x:long) { x + 1 }; let f = (x:long) { g(x) * 2 }; print f(1)", "4"},
        {"lets are seen", "let n = 3; let f = (x:long) { x + n }; print f(1)", "4"},
        {"a parameter hides a let", "let x = 3; let f = (x:long) { x }; print f(1), x", "1|3"},
        {"int for real", "let f = (x:real) { x / 2 }; print f(1)", "0.5"},
        {"a timespan", "let f = (w:timespan) { ago(w) }; print f(1h)", "2026-11-21 11:00:00"},
        {"a dynamic", "let f = (d:dynamic) { d.a }; print f(dynamic({\"a\":4}))", "4"},
        {"a table", "let slow = (limit_:real) { requests | where duration > limit_ }; slow(300) | project id | order by id asc", "r3\nr4"},
        {"a lone table name", "let T = () { requests }; T() | count", "5"},
        {"a table in a join", "let slow = (limit_:real) { requests | where duration > limit_ }; slow(300) | join kind=inner (slow(400)) on id | project id", "r4"},
        {"a table in a union", "let T = (a:long) { requests | take a }; union T(1), (T(2)) | count", "3"},
        {"a table in a let", "let T = (a:long) { range x from 1 to a step 1 }; let U = T(3) | where x > 1; U | count", "2"},
        {"calls do not meet", "let T = (a:long) { range x from 1 to a step 1 }; print a = toscalar(T(3) | count), b = toscalar(T(5) | count)", "3|5"},
        {"a function that calls itself", "let f = (x:long) { f(x) }; print f(1)", "error SEM0900 1:20 f"},
        {"an argument of another type", "let f = (x:long) { x }; print f('a')", "error SEM0064 1:33 a"},
        {"an argument too few", "let f = (x:long) { x }; print f()", "error SEM0219 1:31 f"},
        {"an argument too many", "let f = (x:long) { x }; print f(1, 2)", "error SEM0219 1:31 f"},
        {"a name that the body does not know", "let f = (x:long) { y }; print f(1)", "error SEM0100 1:20 y"},
        {"columns are no names of the body", "let f = () { duration }; requests | extend d = f()", "error SEM0100 1:14 duration"},
        {"a type that does not exist", "let f = (x:text) { x }; print f(1)", "error SYN0002 1:12 text"},
        {"a value is no table", "let f = (x:long) { x + 1 }; f(1)", "error SEM0003 1:29 f"},
        {"a table is no value", "let T = () { requests | take 1 }; print T()", "error SEM0219 1:41 T"},
        {"an open brace", "let f = (x:long) { x", "error SYN0002 1:21 <EOF>"},
        {"a function that is not there", "nosuch(1) | count", "error SYN0002 1:7 ("}};
    test::addKqlCases(cases);
}

void TestKqlShape::namesAndChooses_data()
{
    static constexpr test::KqlCase cases[] = {
        {"as names what came so far", "requests | where duration > 300 | as slow | union slow | count", "4"},
        {"as is what union withsource shows", "requests | take 1 | as mine | union withsource=src (print a = 1) | where src == 'mine' | count", "1"},
        {"as in a sub-query", "requests | as all | where duration == toscalar(all | summarize max(duration)) | project id", "r4"},
        {"as wants a name", "requests | as | count", "error SYN0002 1:15 |"},
        {"sample", "requests | sample 2 | count", "2"},
        {"sample more than there is", "requests | sample 9 | count", "5"},
        {"sample of the rows that were chosen", "requests | top 2 by duration desc | sample 1 | where duration < 400 | count", "0"},
        {"sample 0", "requests | sample 0 | count", "0"},
        {"sample gives rows of the table", "requests | sample 3 | where id startswith 'r' | distinct id | count", "3"},
        {"sample after a filter", "requests | where duration > 300 | sample 5 | count", "2"},
        {"sample has no order", "requests | sort by id | sample 2 | extend n = row_number()", "error SEM0219 1:47 row_number"},
        {"a constant number", "requests | sample x", "error SEM0100 1:19 x"},
        {"materialize as a source", "let T = materialize(requests | where duration > 300); T | join kind=inner T on id | count", "2"},
        {"toscalar of a let", "let n = toscalar(requests | count); print n * 2", "10"},
        {"project-reorder of a missing column", "requests | project-reorder nosuch", "error SEM0100 1:28 nosuch"}};
    test::addKqlCases(cases);
}

void TestKqlShape::ordersColumns_data()
{
    static constexpr test::KqlCase cases[] = {
        {"named ones first", "print a = 1, b = 2, c = 3 | project-reorder c, a", "c, a, b"},
        {"a pattern", "print a2 = 1, b = 2, a1 = 3 | project-reorder a*", "a2, a1, b"},
        {"a pattern by name", "print a2 = 1, b = 2, a1 = 3 | project-reorder a* asc", "a1, a2, b"},
        {"a pattern by name, backwards", "print b = 2, a1 = 1, a2 = 3 | project-reorder a* desc", "a2, a1, b"},
        {"the star takes the rest", "print c = 1, b = 2, a = 3 | project-reorder b, * asc", "b, a, c"},
        {"a column counts once", "print a = 1, b = 2 | project-reorder b, b", "b, a"}};
    test::addKqlCases(cases);
}

void TestKqlShape::ordersColumns()
{
    QFETCH(QString, query);
    QTEST(m_run.names(query), "rows");
}

void TestKqlShape::endsFunctionsThatDoubleThemselves()
{
    QString values = QStringLiteral("let f0 = (x:long) { x + 1 };");
    QString tables = QStringLiteral("let T0 = () { requests };");
    for (int i = 1; i < 15; ++i) {
        values += QStringLiteral("let f%1 = (x:long) { f%2(x) + f%2(x) * f%2(x) };").arg(i).arg(i - 1);
        tables += QStringLiteral("let T%1 = () { union T%2(), T%2() };").arg(i).arg(i - 1);
    }
    QVERIFY(m_run.rows(values + QStringLiteral("print f14(1)")).startsWith(QStringLiteral("error SEM0900")));
    QVERIFY(m_run.rows(tables + QStringLiteral("T14() | count")).startsWith(QStringLiteral("error SEM0900")));
    QCOMPARE(m_run.rows(values + QStringLiteral("print f1(1)")), QStringLiteral("6"));
}

QD_TEST_MAIN(QCoreApplication, TestKqlShape)
#include "tst_kqlshape.moc"
