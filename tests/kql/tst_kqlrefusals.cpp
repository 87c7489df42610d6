#include "kqlrun.h"
#include "slo/sliquery.h"
#include "testmain.h"

using namespace qd;

/// What the compiler refuses, and that nothing written in KQL reaches SQL as SQL.
class TestKqlRefusals : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void pointsAtTheMistake_data();
    void pointsAtTheMistake();
    void hintsAtTheNearestName_data();
    void hintsAtTheNearestName();
    void keepsTextAsText_data();
    void keepsTextAsText();
    void keepsNamesAsNames_data();
    void keepsNamesAsNames();
    void endsQueriesThatDoubleThemselves();
    void endsQueriesThatStallThePlanner();
    void takesDeepButAllowedQueries();

private:
    test::KqlRun m_run;
};

void TestKqlRefusals::pointsAtTheMistake_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *query, const char *error) {
        QTest::addRow("azure 9.3 error codes: %s", query) << QString::fromUtf8(query) << QString(QStringLiteral("error ") + QString::fromUtf8(error));
    };
    row("AzureDiagnostics | take 1", "SEM0100 1:1 AzureDiagnostics");
    row("Requests | take 1", "SEM0100 1:1 Requests");
    row("requests | where x == 1", "SEM0100 1:18 x");
    row("requests\n| where name == 'a'\n| project Name", "SEM0100 3:11 Name");
    row("requests | summarize count() | where name == 'a'", "SEM0100 1:38 name");
    row("requests | extend a = foo(name)", "SEM0260 1:23 foo");
    row("requests | where resultCode == 200", "SEM0064 1:29 ==");
    row("requests | where duration == 'x'", "SEM0064 1:27 ==");
    row("requests | where timestamp > 'x'", "SEM0064 1:28 >");
    row("requests | where name", "SEM0064 1:18 name");
    row("requests | where name + 'x' == 'y'", "SEM0064 1:23 +");
    row("requests | where duration has 'x'", "SEM0064 1:27 has");
    row("requests | where name matches regex '('", "SEM0219 1:23 matches");
    row("requests | where name and true", "SEM0064 1:18 name");
    row("requests | extend x = name.y", "SEM0064 1:27 .");
    row("requests | order by customDimensions", "SEM0064 1:21 customDimensions");
    row("requests | summarize count() by customDimensions.tenant", "SEM0064 1:49 .");
    row("requests | distinct customDimensions", "SEM0064 1:1 ");
    row("requests | summarize sum(name)", "SEM0064 1:26 name");
    row("requests | summarize sum(customDimensions.x)", "SEM0064 1:42 .");
    row("requests | summarize max(customDimensions)", "SEM0064 1:26 customDimensions");
    row("requests | summarize name", "SEM0219 1:22 name");
    row("requests | summarize sum(count())", "SEM0219 1:26 count");
    row("requests | where count() > 1", "SEM0219 1:18 count");
    row("requests | extend x = strlen()", "SEM0219 1:23 strlen");
    row("requests | extend x = iff(name, 1, 2)", "SEM0064 1:27 name");
    row("requests | extend x = iff(true, 1, 'a')", "SEM0064 1:33 1");
    row("requests | extend x = -name", "SEM0064 1:23 -");
    row("requests | extend x = bin(timestamp, 5)", "SEM0064 1:38 5");
    row("requests | extend x = customDimensions + 1", "SEM0064 1:40 +");
    row("requests | summarize percentile(duration, 101)", "SEM0219 1:43 101");
    row("requests | summarize percentile(name, 50)", "SEM0064 1:33 name");
    row("requests | take name", "SEM0100 1:17 name");
    row("requests | take -1", "SEM0219 1:17 -");
    row("requests | project a = 1, a = 2", "SEM0219 1:27 a");
    row("requests | project-away nosuch", "SEM0100 1:25 nosuch");
    row("requests | project-rename a = nosuch", "SEM0100 1:31 nosuch");
    row("requests | render timechart | take 1", "SEM0900 1:31 take");
    row("requests | extend x = customDimensions[name]", "SEM0900 1:40 name");
    row("requests | extend x = format_datetime(timestamp, 'yyyy qq')", "SEM0219 1:23 format_datetime");
    row("requests | where customDimensions == customMeasurements", "SEM0064 1:35 ==");
    row("let x = 5; x", "SEM0003 1:12 x");
    row("union nosuch, requests", "SEM0100 1:7 nosuch");
    row("print dynamic({a: 1})", "SYN0001 1:7 {a: 1}");
    row("print ago(4000000d)", "SEM0219 1:7 ago");
    row("app('other').requests", "SYN0002 1:4 (");
}

void TestKqlRefusals::pointsAtTheMistake()
{
    QFETCH(QString, query);
    QTEST(m_run.rows(query), "error");
}

void TestKqlRefusals::hintsAtTheNearestName_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("message");
    QTest::newRow("column") << "requests | where namee == 'x'"
                            << "'where' operator: Failed to resolve scalar expression named 'namee'. Did you mean 'name'?";
    QTest::newRow("table") << "request | where true"
                           << "'where' operator: Failed to resolve table or column expression named 'request'. Did you mean 'requests'?";
    QTest::newRow("function") << "requests | extend a = tostrng(1)" << "'extend' operator: Unknown function: 'tostrng'. Did you mean 'tostring'?";
    QTest::newRow("let") << "let window = 1h; requests | where timestamp > ago(windw)"
                         << "'where' operator: Failed to resolve scalar expression named 'windw'. Did you mean 'window'?";
    QTest::newRow("nothing near") << "requests | where zzzzzz" << "'where' operator: Failed to resolve scalar expression named 'zzzzzz'";
}

void TestKqlRefusals::hintsAtTheNearestName()
{
    QFETCH(QString, query);
    const auto compiled = m_run.compile(query);
    QVERIFY(!compiled.has_value());
    QTEST(compiled.error().message, "message");
}

void TestKqlRefusals::keepsTextAsText_data()
{
    QTest::addColumn<QString>("text");
    const QStringList texts{QStringLiteral("'"), QStringLiteral("''"), QStringLiteral("'; DROP TABLE requests; --"),
                            QStringLiteral("' OR 1=1 --"), QStringLiteral("\\' OR 1=1 --"), QStringLiteral("\") OR (\"1\"=\"1"),
                            QStringLiteral("/* x */"), QStringLiteral("$$x$$"), QStringLiteral("%s%_"), QStringLiteral("\u00e9\U0001F600\u2028"),
                            QStringLiteral("a\nb\rc\td"), QStringLiteral(".*[x](y)+?^$|{1}\\"), QStringLiteral("?1 :x @y"),
                            QStringLiteral("E'\\x27'")};
    for (qsizetype i = 0; i < texts.size(); ++i)
        QTest::addRow("text %d", static_cast<int>(i)) << texts[i];
}

/// Every place where a string can stand must give it back unchanged or match only itself, and leave the tables alone.
void TestKqlRefusals::keepsTextAsText()
{
    QFETCH(QString, text);
    const QString literal = kqlString(text);
    QCOMPARE(m_run.rows(QStringLiteral("print ") + literal), text);
    QCOMPARE(m_run.rows(QStringLiteral("datatable(s:string)[") + literal + QStringLiteral(", 'other'] | where s == ") + literal), text);
    for (const char *word : {"contains", "startswith", "endswith", "=~", "has", "hasprefix", "hassuffix"})
        QCOMPARE(m_run.rows(QStringLiteral("print strcat(%1) %2 %1").arg(literal, QLatin1String(word))), QStringLiteral("true"));
    QCOMPARE(m_run.rows(QStringLiteral("requests | where name has %1 or id in (%1) or name in~ (%1) | count").arg(literal)), QStringLiteral("0"));
    QCOMPARE(m_run.rows(QStringLiteral("print tostring(customDimensions) == '' | take 0").replace(QStringLiteral("customDimensions"), literal)), QString());
    QCOMPARE(m_run.rows(QStringLiteral("requests | where isempty(customDimensions[%1]) | count").arg(literal)), QStringLiteral("5"));
    QCOMPARE(m_run.rows(QStringLiteral("print pack(%1, 1)[%1]").arg(literal)), QStringLiteral("1"));
    QCOMPARE(m_run.rows(QStringLiteral("requests | count")), QStringLiteral("5"));
}

void TestKqlRefusals::keepsNamesAsNames_data()
{
    QTest::addColumn<QString>("name");
    const QStringList names{QStringLiteral("x\"y"), QStringLiteral("x\"; DROP TABLE requests; --"), QStringLiteral("a'b"),
                            QStringLiteral("select"), QStringLiteral("c0"), QStringLiteral("t1"), QStringLiteral("r0"), QStringLiteral(" "),
                            QStringLiteral("\u00e9")};
    for (qsizetype i = 0; i < names.size(); ++i)
        QTest::addRow("name %d", static_cast<int>(i)) << names[i];
}

void TestKqlRefusals::keepsNamesAsNames()
{
    QFETCH(QString, name);
    const QString quoted = u'[' + kqlString(name) + u']';
    const QString query = QStringLiteral("datatable(%1:long)[7] | extend b = %1 + 1 | summarize %1 = sum(b) by k = %1 | order by %1 | project %1, k").arg(quoted);
    QCOMPARE(m_run.rows(query), QStringLiteral("8|7"));
    QCOMPARE(m_run.names(query), QString(name + QStringLiteral(", k")));
    QVERIFY(m_run.rows(quoted + QStringLiteral(" | take 1")).startsWith(QStringLiteral("error SEM0100 1:1")));
    QCOMPARE(m_run.rows(QStringLiteral("requests | count")), QStringLiteral("5"));
}

void TestKqlRefusals::endsQueriesThatDoubleThemselves()
{
    QString lets = QStringLiteral("let t0 = requests;");
    QString columns = QStringLiteral("print x = 1");
    for (int i = 1; i < 60; ++i) {
        lets += QStringLiteral("let t%1 = union t%2, t%2;").arg(i).arg(i - 1);
        columns += QStringLiteral(" | extend x = x + x");
    }
    QVERIFY(m_run.rows(lets + QStringLiteral("t59 | count")).startsWith(QStringLiteral("error SEM0900")));
    QCOMPARE(m_run.rows(columns), QString::number(1LL << 59));
    QString scalars = QStringLiteral("let a0 = tostring(now());");
    for (int i = 1; i < 60; ++i)
        scalars += QStringLiteral("let a%1 = strcat(a%2, a%2);").arg(i).arg(i - 1);
    QVERIFY(m_run.rows(scalars + QStringLiteral("print a59")).startsWith(QStringLiteral("error SEM0900")));
}

/// DuckDB's planner doubles its work with every aggregation and sub-query inside another one; lets hide the nesting.
void TestKqlRefusals::endsQueriesThatStallThePlanner()
{
    QString nested = QStringLiteral("print x = 1");
    QString lets = QStringLiteral("let s0 = 1;");
    QString lists = QStringLiteral("let t0 = datatable(x:long)[1];");
    for (int i = 1; i < 30; ++i) {
        nested = QStringLiteral("print x = toscalar(") + nested + QStringLiteral(" | summarize max(x))");
        lets += QStringLiteral("let s%1 = toscalar(print x = s%2 | summarize max(x));").arg(i).arg(i - 1);
        lists += QStringLiteral("let t%1 = datatable(x:long)[1] | where x in (t%2) | summarize x = max(x);").arg(i).arg(i - 1);
    }
    QVERIFY(m_run.rows(nested).startsWith(QStringLiteral("error SEM0900")));
    QVERIFY(m_run.rows(lets + QStringLiteral("print s29")).startsWith(QStringLiteral("error SEM0900")));
    QVERIFY(m_run.rows(lists + QStringLiteral("t29")).startsWith(QStringLiteral("error SEM0900")));
    QVERIFY(m_run.rows(QStringLiteral("requests") + QStringLiteral(" | summarize by id, duration").repeated(100)).startsWith(QStringLiteral("error SEM0900")));
}

void TestKqlRefusals::takesDeepButAllowedQueries()
{
    QCOMPARE(m_run.rows(QStringLiteral("print ") + QString(150, u'(') + u'1' + QString(150, u')')), QStringLiteral("1"));
    QCOMPARE(m_run.rows(QStringLiteral("print 1") + QStringLiteral("+1").repeated(150)), QStringLiteral("151"));
    QCOMPARE(m_run.rows(QStringLiteral("requests") + QStringLiteral(" | where duration > 0").repeated(150) + QStringLiteral(" | count")), QStringLiteral("5"));
    QCOMPARE(m_run.rows(QStringLiteral("requests") + QStringLiteral(" | summarize by id, duration").repeated(11) + QStringLiteral(" | count")), QStringLiteral("5"));
    QCOMPARE(m_run.rows(QStringLiteral("requests") + QStringLiteral(" | take 9 | where duration > 0").repeated(90) + QStringLiteral(" | count")), QStringLiteral("5"));
    const QString scalar = QStringLiteral("toscalar(print x = %1 | summarize max(x))");
    QCOMPARE(m_run.rows(QStringLiteral("print ") + scalar.arg(scalar.arg(scalar.arg(7)))), QStringLiteral("7"));
}

QD_TEST_MAIN(QCoreApplication, TestKqlRefusals)
#include "tst_kqlrefusals.moc"
