#include "kql/lexer.h"
#include "kql/literals.h"
#include "kql/parser.h"
#include "testmain.h"

using namespace qd;

class TestKqlParser : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void accepts_data();
    void accepts();
    void pointsAtTheMistake_data();
    void pointsAtTheMistake();
    void readsDateTimes_data();
    void readsDateTimes();
    void readsTimeSpans_data();
    void readsTimeSpans();
    void readsStrings_data();
    void readsStrings();
    void bindsOperatorsByPrecedence();
    void hintsAtTheNearestOperator();
    void survivesHostileText_data();
    void survivesHostileText();
};

void TestKqlParser::accepts_data()
{
    QTest::addColumn<QString>("query");
    const char *queries[] = {
        "requests", "requests;", "  requests // comment\n| take 5 // end", "requests | where a == 1 and b or not(c)",
        "requests | filter x has 'a' | limit 3", "let x = 5; requests | take x", "let T = requests | take 1; T | count",
        "let T = (requests | take 1); T", "let m = toscalar(requests | count); print m", "union requests, traces",
        "union withsource=src kind=outer isfuzzy=true (requests | take 1), traces*", "requests | union (traces | take 1), exceptions",
        "requests | order by a, b asc nulls last, c desc", "requests | top 5 by duration asc", "print 1, x = 2",
        "range x from 1 to 10 step 1", "datatable(a:long, b:string)[1, 'x', 2, 'y']", "datatable(a:string)['x']",
        "requests | project a = d.b['c d'][0], ['quoted name'], x", "requests | project-away a*, *b | project-rename x = y",
        "requests | summarize count() by bin(timestamp, 5m), name", "requests | summarize by name", "requests | distinct *",
        "requests | where t between (ago(1h) .. now()) and x !between (1 .. 2)", "requests | where a in ('x', 'y') and b !in~ (T)",
        "requests | where a in ((traces | project message))", "requests | where s matches regex @'\\d+' and h'secret' != h\"x\"",
        "requests | render timechart with (title='a b', ycolumns=a, b)", "requests | render timechart kind=stacked",
        "requests | getschema", "print -5, +3, - -2, 0x1F, 1.5e-3, real(nan), guid(123e4567-e89b-12d3-a456-426614174000)",
        "print dynamic({\"a\": [1, \")\"]}), datetime(2026-11-21), time(1.02:03:04), 'a' 'b'", "let t = materialize(requests | take 1); t",
        "requests | extend x = iff(a > 1, \"y\", \"n\"), y = d['a']"};
    for (const char *query : queries)
        QTest::newRow(query) << QString::fromUtf8(query);
}

void TestKqlParser::accepts()
{
    QFETCH(QString, query);
    const auto program = kql::parse(query);
    QVERIFY2(program.has_value(), program.has_value() ? "" : qPrintable(program.error().message));
}

void TestKqlParser::pointsAtTheMistake_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("token");
    const auto row = [](const char *query, const char *code, int line, int column, const char *token) {
        QTest::newRow(query) << QString::fromUtf8(query) << QString::fromLatin1(code) << line << column << QString::fromUtf8(token);
    };
    row("", "SYN0002", 1, 1, "<EOF>");
    row("requests | foo", "SYN0002", 1, 12, "foo");
    row("requests | where", "SYN0002", 1, 17, "<EOF>");
    row("requests\n| where a ==\n| take 1", "SYN0002", 3, 1, "|");
    row("requests | where name = 'x'", "SYN0002", 1, 23, "=");
    row("requests | where (a == 1", "SYN0002", 1, 25, "<EOF>");
    row("requests | take 5 5", "SYN0002", 1, 19, "5");
    row("requests | order name", "SYN0002", 1, 18, "name");
    row("requests | where a == 'x", "SYN0001", 1, 23, "'x");
    row("requests | where a == \"x\ny\"", "SYN0001", 1, 23, "\"x\ny\"");
    row("requests | where a # 1", "SYN0001", 1, 20, "#");
    row("print '\\q'", "SYN0001", 1, 8, "\\q");
    row("print '\\u0000'", "SYN0001", 1, 8, "\\u");
    row("print datetime(2026-13-01)", "SYN0002", 1, 7, "2026-13-01");
    row("print datetime(2026", "SYN0001", 1, 7, "datetime");
    row("print 5parsecs", "SYN0002", 1, 7, "5parsecs");
    row("print 99999999999999999999", "SYN0002", 1, 7, "99999999999999999999");
    row("declare query_parameters(a:long); requests", "SYN0002", 1, 1, "declare");
    row("requests; traces", "SYN0002", 1, 11, "traces");
    row("let x = 1;", "SYN0002", 1, 11, "<EOF>");
    row("union kind=left requests", "SYN0002", 1, 7, "kind");
    row("datatable(a:long, b:long)[1]", "SYN0002", 1, 29, "<EOF>");
    row("datatable(a:number)[1]", "SYN0002", 1, 13, "number");
    row("1 + 1", "SYN0002", 1, 1, "1");
    row("requests | reduce by name", "SYN0002", 1, 12, "reduce");
}

void TestKqlParser::pointsAtTheMistake()
{
    QFETCH(QString, query);
    const auto program = kql::parse(query);
    QVERIFY(!program.has_value());
    QCOMPARE(program.error().kind, ErrorKind::Query);
    QTEST(program.error().vendorCode, "code");
    QTEST(program.error().position->line, "line");
    QTEST(program.error().position->column, "column");
    QTEST(program.error().detail, "token");
}

void TestKqlParser::readsDateTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("microseconds"); // -1: refused
    constexpr qint64 day = 1795219200000000; // 2026-11-21
    QTest::newRow("day") << "2026-11-21" << day;
    QTest::newRow("minute") << "2026-11-21 03:00" << day + 3 * 3600000000;
    QTest::newRow("zulu with ticks") << "2026-11-21T03:00:00.1234567Z" << day + 3 * 3600000000 + 123456;
    QTest::newRow("offset") << "2026-11-21T03:00:00+02:00" << day + 3600000000;
    QTest::newRow("year") << "1970" << qint64{0};
    QTest::newRow("first") << "0001-01-01" << qint64{-62135596800000000};
    QTest::newRow("no such day") << "2026-02-30" << qint64{-1};
    QTest::newRow("year 0") << "0000-01-01" << qint64{-1};
    QTest::newRow("hour 24") << "2026-11-21 24:00" << qint64{-1};
    QTest::newRow("words") << "today" << qint64{-1};
    QTest::newRow("empty") << "" << qint64{-1};
}

void TestKqlParser::readsDateTimes()
{
    QFETCH(QString, text);
    const auto at = kql::dateTimeFromText(text);
    QTEST(at ? qint64{at->time_since_epoch().count()} : qint64{-1}, "microseconds");
}

void TestKqlParser::readsTimeSpans_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("microseconds"); // -1: refused
    QTest::newRow("day") << "2d" << qint64{172800000000};
    QTest::newRow("fraction") << "1.5h" << qint64{5400000000};
    QTest::newRow("minute") << "30m" << qint64{1800000000};
    QTest::newRow("millisecond") << "100ms" << qint64{100000};
    QTest::newRow("microsecond") << "10microsecond" << qint64{10};
    QTest::newRow("ten ticks") << "10tick" << qint64{1};
    QTest::newRow("clock") << "1.02:03:04.5" << qint64{93784500000};
    QTest::newRow("negative clock") << "-00:00:01" << qint64{-1000000};
    QTest::newRow("bare days") << "2" << qint64{172800000000};
    QTest::newRow("no week") << "1w" << qint64{-1};
    QTest::newRow("minute 60") << "00:60:00" << qint64{-1};
    QTest::newRow("too long") << "99999999999d" << qint64{-1};
}

void TestKqlParser::readsTimeSpans()
{
    QFETCH(QString, text);
    const auto span = kql::timeSpanFromText(text);
    QTEST(span ? qint64{span->count()} : qint64{-1}, "microseconds");
}

void TestKqlParser::readsStrings_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("value");
    QTest::newRow("escapes") << QStringLiteral("\"a\\n\\t\\\"\\\\\\u00e9\"") << QStringLiteral("a\n\t\"\\\u00e9");
    QTest::newRow("verbatim") << QStringLiteral("@\"a\\n\"\"b\"") << QStringLiteral("a\\n\"b");
    QTest::newRow("single") << QStringLiteral("'it\\'s \"x\"'") << QStringLiteral("it's \"x\"");
    QTest::newRow("hidden") << QStringLiteral("h'x'") << QStringLiteral("x");
    QTest::newRow("comment inside") << QStringLiteral("'http://x'") << QStringLiteral("http://x");
}

void TestKqlParser::readsStrings()
{
    QFETCH(QString, source);
    kql::Lexer lexer(source);
    const auto tokens = lexer.tokenize();
    QVERIFY(!lexer.error());
    QCOMPARE(tokens.size(), size_t{2});
    QCOMPARE(tokens[0].kind, kql::TokenKind::String);
    QTEST(tokens[0].text, "value");
}

void TestKqlParser::bindsOperatorsByPrecedence()
{
    const auto program = kql::parse(QStringLiteral("T | where a or b and c == 1 + 2 * -x.y"));
    QVERIFY(program.has_value());
    const auto &where = std::get<kql::WhereOperator>(program->result->operators[0].step);
    const kql::Expr &either = *where.predicate;
    QCOMPARE(either.kind, kql::ExprKind::Or);
    const kql::Expr &both = *either.args[1];
    QCOMPARE(both.kind, kql::ExprKind::And);
    const kql::Expr &equals = *both.args[1];
    QCOMPARE(equals.name, QStringLiteral("=="));
    const kql::Expr &sum = *equals.args[1];
    QCOMPARE(sum.name, QStringLiteral("+"));
    QCOMPARE(sum.args[1]->name, QStringLiteral("*"));
    QCOMPARE(sum.args[1]->args[1]->kind, kql::ExprKind::Negate);
    QCOMPARE(sum.args[1]->args[1]->args[0]->kind, kql::ExprKind::Member);
}

void TestKqlParser::hintsAtTheNearestOperator()
{
    const auto program = kql::parse(QStringLiteral("requests | sumarize count()"));
    QVERIFY(!program.has_value());
    QVERIFY(program.error().message.endsWith(QStringLiteral("Did you mean 'summarize'?")));
}

void TestKqlParser::survivesHostileText_data()
{
    QTest::addColumn<QString>("query");
    const QString start = QStringLiteral("requests | where ");
    QTest::newRow("10000 parentheses") << start + QString(10000, u'(');
    QTest::newRow("10000 closed parentheses") << start + QString(10000, u'(') + u'1' + QString(10000, u')');
    QTest::newRow("10000 tabular parentheses") << QString(10000, u'(') + QStringLiteral("requests") + QString(10000, u')');
    QTest::newRow("10000 brackets") << start + u'a' + QStringLiteral("[0").repeated(10000);
    QTest::newRow("100000 additions") << start + u'1' + QStringLiteral("+1").repeated(100000);
    QTest::newRow("100000 members") << start + u'a' + QStringLiteral(".b").repeated(100000);
    QTest::newRow("10000 operators") << QStringLiteral("requests") + QStringLiteral("|count").repeated(10000);
    QTest::newRow("nested unions") << QStringLiteral("union (").repeated(5000);
    QTest::newRow("nested lists") << start + QStringLiteral("a in (").repeated(5000);
    QTest::newRow("2 MB") << QString(2 << 20, u'a');
    QTest::newRow("1 MB of pipes") << QString(1 << 20, u'|');
    QTest::newRow("1 MB of quotes") << QString(1 << 20, u'"');
    QTest::newRow("lone surrogate") << start + QStringLiteral("a == '") + QChar(0xD800) + u'\'';
    QTest::newRow("nul") << start + QStringLiteral("a == '") + QChar(0) + u'\'';
    QTest::newRow("backslash at the end") << QStringLiteral("print '\\");
    QTest::newRow("escape at the end") << QStringLiteral("print '\\u12");
    QTest::newRow("dynamic with a backslash at the end") << QStringLiteral("print dynamic('\\");
    QTest::newRow("bang") << QStringLiteral("requests | where a !");
}

void TestKqlParser::survivesHostileText()
{
    QFETCH(QString, query);
    const auto program = kql::parse(query);
    QVERIFY(!program.has_value());
    QCOMPARE(program.error().kind, ErrorKind::Query);
    QVERIFY(program.error().position.has_value());
    QVERIFY(program.error().detail.size() <= 40);
    QVERIFY(program.error().message.size() <= 200);
}

QD_TEST_MAIN(QCoreApplication, TestKqlParser)
#include "tst_kqlparser.moc"
