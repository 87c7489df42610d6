#include "kqlrun.h"
#include "testmain.h"

using namespace qd;

/// The names that KQL gives to unnamed columns (azure facts 9.2), and the types of results.
class TestKqlNames : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void namesColumns_data();
    void namesColumns();
    void typesColumns_data();
    void typesColumns();

private:
    test::KqlRun m_run;
};

void TestKqlNames::namesColumns_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("names");
    const QString table = QStringLiteral("datatable(x:long, t:datetime, name:string, d:dynamic, rc:string)[] | ");
    const auto row = [&table](const char *query, const char *names) {
        QTest::addRow("azure 9.2: %s", query) << table + QString::fromUtf8(query) << QString::fromUtf8(names);
    };
    row("summarize count(), count()", "count_, count_1");
    row("summarize sum(x), avg(x), max(x), min(x), stdev(x), variance(x)", "sum_x, avg_x, max_x, min_x, stdev_x, variance_x");
    row("summarize dcount(x), dcountif(x, x > 1), sumif(x, x > 1), avgif(x, x > 1), maxif(x, x > 1), minif(x, x > 1)",
        "dcount_x, dcountif_x, sumif_x, avgif_x, maxif_x, minif_x");
    row("summarize make_list(x), make_set(x), makelist(x), count_distinct(x), any(x)", "list_x, set_x, list_x1, count_distinct_x, any_x");
    row("summarize countif(x > 1)", "countif_");
    row("summarize take_any(x), arg_max(t, name, rc)", "x, t, name, rc");
    row("summarize arg_max(t, *)", "t, x, name, d, rc");
    row("summarize arg_max(t, *) by name", "name, t, x, d, rc");
    row("summarize take_any(t), arg_max(t, x)", "t, t1, x");
    row("summarize latest = arg_max(t, name)", "latest, name");
    row("summarize percentile(x, 95), percentile(x, 99.9), percentiles(x, 50, 95)",
        "percentile_x_95, percentile_x_99_9, percentile_x_50, percentile_x_951");
    row("summarize sum(x * 2), avg(x / 1000)", "sum_, avg_");
    row("summarize sum(toint(rc)), max(tolong(d.x)), min(strlen(name))", "sum_rc, max_d_x, min_strlen_name");
    row("summarize sum(x) / count(), 1 + max(x), iff(count() > 1, 1, 2)", "Column1, Column2, Column3");
    row("summarize n = count(), 1 + max(x), sum(x), 2 + max(x)", "n, Column1, sum_x, Column2");
    row("summarize round(avg(x), 2), tolong(sum(x))", "avg_x, sum_x");
    row("summarize count() by bin(t, 1h), tostring(d.m), toint(rc), floor(x, 10), startofday(t)", "t, d_m, rc, x, t1, count_");
    row("summarize count() by tostring(d[\"gen_ai.x\"])", "d_gen_ai.x, count_");
    row("summarize count() by tolower(name), strcat(name, rc), x > 5, case(x > 1, 1, 2)", "Column1, Column2, Column3, Column4, count_");
    row("summarize count() by who = name", "who, count_");
    row("project d.a.b, d[\"c d\"], split(name, \"/\")[0]", "d_a_b, d_c d, name_0");
    row("extend x * 2", "x, t, name, d, rc, Column1");
    row("extend toint(rc)", "x, t, name, d, rc");
    row("project x, x", "x, x1");
    row("project x * 2, name, x * 3", "Column1, name, Column2");
    row("distinct name, tostring(d.k)", "name, d_k");
    row("count", "Count");
    row("project-rename y = x | project-away d, r*", "y, t, name");
    row("project-keep n*, x", "x, name");
    row("getschema", "ColumnName, ColumnOrdinal, DataType, ColumnType");
    QTest::newRow("print") << "print 1, \"a\", x = 2, 3" << "print_0, print_1, x, print_3";
    QTest::newRow("union of two types") << "union (print a = 1), (print a = 'x')" << "a_long, a_string";
    QTest::newRow("union withsource") << "union withsource=table (print a = 1), (print b = 'x')" << "table, a, b";
    QTest::newRow("union kind=inner") << "union kind=inner (print a = 1, b = 2), (print b = 3)" << "b";
    QTest::newRow("replaced in place") << "requests | extend duration = duration / 1000 | project-keep name, duration, x*, id"
                                       << "id, name, duration";
    QTest::newRow("case matters") << "print a = 1, A = 2 | extend b = a + A | project A, a, b" << "A, a, b";
}

void TestKqlNames::namesColumns()
{
    QFETCH(QString, query);
    QTEST(m_run.names(query), "names");
    QVERIFY2(m_run.run(query).has_value(), qPrintable(m_run.rows(query)));
}

void TestKqlNames::typesColumns_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("types");
    const auto row = [](const char *query, const char *types) {
        QTest::addRow("azure 9.2: %s", query) << QString::fromUtf8(query) << QString::fromUtf8(types);
    };
    row("print a = 1 + 1, b = int(1) + int(1), c = 1 + 1.0, d = 1h / 1m, e = 1h * 2", "a:long, b:long, c:real, d:real, e:timespan");
    row("print a = datetime(2026) - datetime(2025), b = datetime(2026) + 1h, c = now()", "a:timespan, b:datetime, c:datetime");
    row("print a = toint(1.5), b = tolong('1'), c = tostring(1), d = tobool('true'), e = parse_json('[]'), f = todatetime('2026-01-01')",
        "a:int, b:long, c:string, d:bool, e:dynamic, f:datetime");
    row("requests | summarize sum(itemCount), max(itemCount), avg(itemCount), percentile(duration, 95), make_list(name)",
        "sum_itemCount:long, max_itemCount:int, avg_itemCount:real, percentile_duration_95:real, list_name:dynamic");
    row("print a = bin(5, 2), b = bin(5.0, 2), c = bin(datetime(2026), 1d), d = bin(5h, 2h)", "a:long, b:real, c:datetime, d:timespan");
    row("requests | project success, duration, itemCount, customDimensions | take 1",
        "success:string, duration:real, itemCount:int, customDimensions:dynamic");
    row("print a = iff(true, int(1), 2), b = coalesce(int(null), 2.0), c = max_of(int(1), 2)", "a:long, b:real, c:long");
    row("print guid(123E4567-e89b-12d3-a456-426614174000)", "print_0:guid");
}

void TestKqlNames::typesColumns()
{
    QFETCH(QString, query);
    QTEST(m_run.types(query), "types");
    const auto result = m_run.run(query);
    QVERIFY2(result.has_value(), qPrintable(m_run.rows(query)));
}

QD_TEST_MAIN(QCoreApplication, TestKqlNames)
#include "tst_kqlnames.moc"
