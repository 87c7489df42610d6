#include "assistcatalog.h"
#include "kql/assist.h"
#include "testmain.h"

#include <utility>
#include <vector>

using namespace qd;
using test::assistCatalog;

class TestKqlAssist : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void cutsStatements_data();
    void cutsStatements();
    void findsTheStatementAtTheCursor();
    void suggests_data();
    void suggests();
    void doesNotSuggest_data();
    void doesNotSuggest();
    void inserts_data();
    void inserts();
    void asksForValues_data();
    void asksForValues();
    void diagnoses_data();
    void diagnoses();
    void unknownTablesAreFineWithoutACatalog();
    void placesCountLinesOfTheWholeText();
    void explainsCalls_data();
    void explainsCalls();
    void findsDefinitions_data();
    void findsDefinitions();
    void namesHelpTopics_data();
    void namesHelpTopics();
    void colours_data();
    void colours();
    void extracts_data();
    void extracts();
};

namespace {

using Words = std::vector<const char *>;

QStringList list(const Words &words)
{
    QStringList texts;
    for (const char *word : words)
        texts += QString::fromUtf8(word);
    return texts;
}

/// The text without its cursor mark ^, and where that stood.
std::pair<QString, qsizetype> withCursor(const QString &marked)
{
    const qsizetype at = marked.indexOf(u'^');
    return {QString(marked).remove(at, 1), at};
}

QStringList labelsAt(const QString &marked)
{
    const auto [text, at] = withCursor(marked);
    QStringList labels;
    for (const kql::Suggestion &suggestion : kql::suggest(text, at, assistCatalog()))
        labels += suggestion.label;
    return labels;
}

} // namespace

void TestKqlAssist::cutsStatements_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("parts");
    const auto row = [](const char *name, const char *text, const Words &parts) {
        QTest::newRow(name) << QString::fromUtf8(text) << list(parts);
    };
    row("nothing", "", {});
    row("one", "requests | take 1", {"requests | take 1"});
    row("blank line", "requests\n| take 1\n\ntraces", {"requests\n| take 1", "traces"});
    row("blank line with blanks", "requests\n  \t\ntraces", {"requests", "traces"});
    row("let belongs to what follows", "let x = 1;\n\nprint x", {"let x = 1;\n\nprint x"});
    row("a query's semicolon ends it", "print 1;\n\nprint 2", {"print 1;", "print 2"});
    row("let in a function", "let f = () { let a = 1;\n\n a };\n\nprint f()", {"let f = () { let a = 1;\n\n a };\n\nprint f()"});
    row("blank line in a text", "print 'a'\n\n// only a comment\n\nprint 2", {"print 'a'", "print 2"});
    row("comment in front", "// why\nrequests\n\n", {"// why\nrequests"});
    row("windows lines", "a\r\n\r\nb", {"a", "b"});
}

void TestKqlAssist::cutsStatements()
{
    QFETCH(QString, text);
    QStringList parts;
    for (const kql::TextRange range : kql::statements(text))
        parts += text.mid(range.from, range.to - range.from);
    QTEST(parts, "parts");
}

void TestKqlAssist::findsTheStatementAtTheCursor()
{
    const QString text = QStringLiteral("a | take 1\n\nb | take 2\n\n\n");
    QCOMPARE(kql::statementAt(text, 0), (kql::TextRange{0, 10}));
    QCOMPARE(kql::statementAt(text, 10), (kql::TextRange{0, 10}));
    QCOMPARE(kql::statementAt(text, 12), (kql::TextRange{12, 22}));
    QCOMPARE(kql::statementAt(text, 23), (kql::TextRange{12, 22}));
    QCOMPARE(kql::statementAt(text, 25), kql::TextRange{});
    const QString waiting = QStringLiteral("let x = 1;\n\n\n");
    QCOMPARE(kql::statementAt(waiting, 13), (kql::TextRange{0, 10}));
}

void TestKqlAssist::suggests_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *text, const Words &expected) { QTest::newRow(text) << QString::fromUtf8(text) << list(expected); };
    row("^", {"requests", "dependencies", "let", "union"});
    row("req^", {"requests"});
    row("REQ^", {"requests"});
    row("requests | ^", {"where", "summarize", "mv-expand"});
    row("requests | wh^", {"where"});
    row("requests\n| project-a^", {"project-away"});
    row("requests | where ^", {"name", "duration", "isempty", "ago"});
    row("requests | where na^", {"name"});
    row("requests | where name ^", {"==", "has", "in", "and"});
    row("requests | where name == ^", {"POST /chat"});
    row("requests | where name == \"PO^", {"POST /chat"});
    row("requests | where name == \"PO^\"", {"POST /chat"});
    row("requests | where name in (^", {"POST /chat"});
    row("requests | where name in (\"x\", ^)", {"POST /chat"});
    row("requests | where name has ^", {"POST /chat"});
    row("requests | where tostring(customDimensions[\"gen_ai.request.model\"]) == ^", {"gpt-4o"});
    row("requests | where customDimensions[\"gen_ai.request.model\"] == \"^", {"gpt-4o"});
    row("requests | where success == ^", {"true", "false"});
    row("requests | extend m = customDimensions[\"^", {"gen_ai.request.model"});
    row("requests | extend m = customDimensions[\"gen^\"]", {"gen_ai.request.model"});
    row("requests | summarize ^", {"count", "sum", "name"});
    row("requests | summarize count() ^", {"by"});
    row("requests | summarize count() by ^", {"name", "bin"});
    row("requests | summarize n = count() by name | where ^", {"n", "name"});
    row("requests | summarize count() by bin(timestamp, 1h) | where ^", {"count_", "timestamp"});
    row("requests | summarize sum(duration), percentile(duration, 95) | where ^", {"sum_duration", "percentile_duration_95"});
    row("requests | summarize arg_max(timestamp, *) by name | where ^", {"name", "timestamp", "duration"});
    row("requests | extend slow = duration > 5 | where ^", {"slow", "duration"});
    row("requests | project who = name, duration | where ^", {"who", "duration"});
    row("requests | project-rename who = name | where ^", {"who", "duration"});
    row("requests | project-keep na* | where ^", {"name"});
    row("requests | distinct name, success | where ^", {"name", "success"});
    row("requests | count | where ^", {"Count"});
    row("requests | join kind=^", {"innerunique", "leftouter"});
    row("requests | join ^", {"dependencies", "kind="});
    row("requests | join (^", {"dependencies"});
    row("requests | join (dependencies | where ^", {"target"});
    row("requests | join (dependencies | where ^) on name", {"target"});
    row("requests | join (dependencies) ^", {"on"});
    row("requests | join (dependencies) on ^", {"operation_Id", "$left"});
    row("requests | join (dependencies) on operation_Id | where ^", {"name", "target", "operation_Id1"});
    row("requests | lookup (dependencies) on operation_Id | where ^", {"name", "target"});
    row("requests | order ^", {"by"});
    row("requests | order by name ^", {"asc", "desc"});
    row("requests | top 5 ^", {"by"});
    row("requests | top 5 by ^", {"duration"});
    row("requests | render ^", {"timechart"});
    row("requests | mv-expand item = customDimensions | where ^", {"item"});
    row("requests | mv-expand with_itemindex=i customDimensions | where ^", {"i"});
    row("requests | mv-apply m = customDimensions on (^", {"where", "top"});
    row("requests | mv-apply m = customDimensions on (where ^) | take 1", {"m", "name"});
    row("requests | parse name with verb:string ' ' path | where ^", {"verb", "path"});
    row("requests | make-series n = count() on timestamp step 1h by name | where ^", {"n", "timestamp", "name"});
    row("requests | make-series n = count() ^", {"on", "default="});
    row("requests | as all | join (^", {"all"});
    row("let big = 5; requests | where duration > ^", {"big", "duration"});
    row("let slow = requests | where duration > 5;\n^", {"slow", "requests"});
    row("let slow = requests | project n = name;\nslow | where ^", {"n"});
    row("let f = (x:long, y:string) { x + 1 }; print f^", {"f"});
    row("let f = (x:long) { ^", {"x"});
    row("let f = (T:(a:long)) { T | where ^ }; print 1", {"a"});
    row("let x = ^", {"requests", "now"});
    row("declare query_parameters(tenant:string = 'x');\nrequests | where name == te^", {"tenant"});
    row("union ^", {"requests", "withsource="});
    row("union requests, ^", {"dependencies"});
    row("union requests, dependencies | where ^", {"target", "name"});
    row("requests | union (^", {"dependencies"});
    row("requests | where name in ((dependencies | project ^", {"target"});
    row("range x from 1 to 5 step 1 | where ^", {"x"});
    row("datatable(a:long, b:string)[1, 'x'] | where ^", {"a", "b"});
    row("print a = 1 | where ^", {"a"});
    row("requests | evaluate ^", {"bag_unpack", "pivot"});
    row("requests | where a == 'x'\n\n^", {"requests", "let"});
    row("requests | partition by name (^", {"top"});
    row("requests | getschema | where ^", {"ColumnName"});
    row("requests | where x in (^\n| summarize count() by name", {"requests", "name"});
}

void TestKqlAssist::suggests()
{
    QFETCH(QString, text);
    QFETCH(QStringList, expected);
    const QStringList labels = labelsAt(text);
    for (const QString &label : expected)
        QVERIFY2(labels.contains(label), qPrintable(label + QStringLiteral(" is not in ") + labels.join(u' ').left(300)));
}

void TestKqlAssist::doesNotSuggest_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("absent");
    const auto row = [](const char *text, const Words &absent) { QTest::newRow(text) << QString::fromUtf8(text) << list(absent); };
    row("requests | project name | where ^", {"duration"});
    row("requests | project-away name | where ^", {"name"});
    row("requests | summarize count() by name | where ^", {"duration", "count"});
    row("requests | where ^", {"target", "sum"});
    row("requests | // wh^", {"where"});
    row("requests | where name == 'a^' and x", {"where", "ago"});
    row("requests | distinct ^", {"ago"});
    row("requests | project-rename who = name | where ^", {"name"});
    row("requests | lookup (dependencies) on operation_Id | where ^", {"operation_Id1"});
    row("requests | join kind=leftanti (dependencies) on operation_Id | where ^", {"target"});
    row("let f = (inner:long) { inner }; requests | where ^", {"inner"});
    row("requests | take ^", {"name"});
    row("requests | where duration > 5.^", {"name"});
    row("let a = 1;\nlet b = 2; print ^", {"requests"});
}

void TestKqlAssist::doesNotSuggest()
{
    QFETCH(QString, text);
    QFETCH(QStringList, absent);
    const QStringList labels = labelsAt(text);
    for (const QString &label : absent)
        QVERIFY2(!labels.contains(label), qPrintable(label));
}

void TestKqlAssist::inserts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("result");
    const auto row = [](const char *text, const char *label, const char *result) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(label) << QString::fromUtf8(result);
    };
    row("requests | where na^", "name", "requests | where name^");
    row("requests | where is^", "isempty", "requests | where isempty(^)");
    row("print n^", "now", "print now(^)");
    row("print p^", "pi", "print pi()^");
    row("requests | where is^(name)", "isempty", "requests | where isempty^(name)");
    row("requests | where name == ^", "it's \"so\"", "requests | where name == \"it's \\\"so\\\"\"^");
    row("requests | where name == \"PO^\" | take 1", "POST /chat", "requests | where name == \"POST /chat\"^ | take 1");
    row("requests | extend m = customDimensions[\"gen^\"]", "gen_ai.request.model", "requests | extend m = customDimensions[\"gen_ai.request.model\"]^");
    row("requests | extend m = customDimensions[\"gen^", "gen_ai.request.model", "requests | extend m = customDimensions[\"gen_ai.request.model\"]^");
    row("requests | extend ['a b'] = 1 | where a^", "a b", "requests | extend ['a b'] = 1 | where [\"a b\"]^");
}

void TestKqlAssist::inserts()
{
    QFETCH(QString, text);
    QFETCH(QString, label);
    auto [plain, at] = withCursor(text);
    for (const kql::Suggestion &suggestion : kql::suggest(plain, at, assistCatalog())) {
        if (suggestion.label != label)
            continue;
        plain.replace(suggestion.replaces.from, suggestion.replaces.to - suggestion.replaces.from, suggestion.insert);
        plain.insert(suggestion.replaces.from + suggestion.insert.size() - suggestion.caretBack, u'^');
        QTEST(plain, "result");
        return;
    }
    QFAIL("not suggested");
}

void TestKqlAssist::asksForValues_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("seenKey");
    const auto row = [](const char *text, const char *key) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(key); };
    row("requests | where name == ^", "requests.name");
    row("requests | where tostring(customDimensions[\"a b\"]) in (^", "requests.customDimensions[\"a b\"]");
    row("requests | where customDimensions.model has ^", "requests.customDimensions[\"model\"]");
    row("requests | where ^", "");
    row("requests | extend m = customDimensions[\"^", "requests.customDimensions");
    row("requests | extend made = name | where made == ^", "");
    row("let T = requests; T | where name == ^", "requests.name");
    row("requests | where name matches ^", "");
    row("requests | where nosuch == ^", "");
}

void TestKqlAssist::asksForValues()
{
    QFETCH(QString, text);
    const auto [plain, at] = withCursor(text);
    const auto source = kql::valueSourceAt(plain, at, assistCatalog());
    QTEST(source ? source->table + u'.' + source->seenKey() : QString(), "seenKey");
}

void TestKqlAssist::diagnoses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("found"); // "CODE offset token hint"
    const auto row = [](const char *text, const Words &found) { QTest::newRow(text) << QString::fromUtf8(text) << list(found); };
    row("requests | where name == 'x' | summarize count() by bin(timestamp, 1h)", {});
    row("request | take 1", {"SEM0100 0 request requests"});
    row("requests | where nme == 'x'", {"SEM0100 17 nme name"});
    row("requests | where isemty(name)", {"SEM0260 17 isemty isempty"});
    row("requests | project name | where duration > 5", {"SEM0100 32 duration "});
    row("requests | where a ==", {"SEM0100 17 a ", "SYN0002 21 <EOF> "});
    row("requests | where nme == 'a", {"SEM0100 17 nme name", "SYN0001 24 'a "});
    row("requests | take 1\n\nreqests | take 2", {"SEM0100 19 reqests requests"});
    row("requests | extend a = 1, b = a", {});
    row("requests | summarize arg_max(timestamp, *) by name | where duration > 1", {});
    row("requests | join (dependencies) on operation_Id | project name, target, timestamp1", {});
    row("requests | join (dependencies) on $left.operation_Id == $right.operation_Id", {});
    row("requests | join (dependencies) on $left.nosuch == $right.target", {"SEM0100 40 nosuch "});
    row("requests | mv-expand m = customDimensions | where isempty(m.x['y'].z)", {});
    row("let a = 5; requests | where duration > a and duration < b", {"SEM0100 56 b a"});
    row("let T = requests | project who = name; T | where who == name", {"SEM0100 56 name "});
    row("let f = (x:long) { x + 1 }; print f(2)", {});
    row("union requests, dependencies | where isempty(target)", {});
    row("requests | render timechart with (title='x', ycolumns=duration)", {});
    row("requests | parse name with verb ' ' path:string | project verb, path", {});
    row("requests | make-series n = count() default=0 on timestamp from ago(1d) to now() step 1h by name | project n, name, timestamp", {});
    row("requests | where name in (dependencies | project target)", {});
    row("requests | where name in ((dependencies | project target))", {});
    row("requests | extend toint(itemCount) | where itemCount > 1", {});
    row("requests | top 3 by duration desc nulls last", {});
    row("requests | summarize percentiles(duration, 50, 99.9) | project percentile_duration_50, percentile_duration_99_9", {});
    row("requests | project-reorder d*, name | project-away *Count | project itemCount", {"SEM0100 68 itemCount "});
    row("print datetime(2026-11-21) + 5m, dynamic([1, 2]), real(nan)", {});
    row("range x from 1 to 5 step 1 | extend y = x * 2", {});
    row("requests | as r | union (r | take 1)", {});
    row("requests | where name has 'x' and not(success) or duration between (1 .. 2)", {});
    row("requests | distinct * | sample 3 | serialize n = row_number() | where n > prev(n)", {});
    row("requests | extend c = column_ifexists('x', '')", {});
    row("requests | summarize count() by tostring(customDimensions['a b']) | order by count_ desc", {});
}

void TestKqlAssist::diagnoses()
{
    QFETCH(QString, text);
    QStringList found;
    for (const kql::Diagnostic &diagnostic : kql::diagnose(text, assistCatalog()))
        found += diagnostic.code + u' ' + QString::number(diagnostic.position.offset) + u' ' + diagnostic.token + u' ' + diagnostic.hint;
    QTEST(found, "found");
}

void TestKqlAssist::unknownTablesAreFineWithoutACatalog()
{
    QVERIFY(kql::diagnose(QStringLiteral("anything | where x == 1 | project y"), {}).isEmpty());
    QCOMPARE(kql::diagnose(QStringLiteral("anything | project y | where x == 1"), {}).size(), 1);
}

void TestKqlAssist::placesCountLinesOfTheWholeText()
{
    const auto found = kql::diagnose(QStringLiteral("requests\n\nrequests\n| where nme == 1"), assistCatalog());
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0].position, (TextPosition{4, 9, 27}));
}

void TestKqlAssist::explainsCalls_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("active");
    const auto row = [](const char *text, const char *name, int active) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromLatin1(name) << active; };
    row("print bin(^", "bin", 0);
    row("print bin(a, ^", "bin", 1);
    row("print bin(a, ^)", "bin", 1);
    row("print bin(tostring(a, b), ^", "bin", 1);
    row("print bin(tostring(^), 1)", "tostring", 0);
    row("print strcat(a, b, c, ^", "strcat", 1);
    row("print bin(a, 1) ^", "", 0);
    row("requests | where name in (^", "", 0);
    row("requests | join (requests | where bin(a, ^", "bin", 1);
    row("print ago(1h) // bin(^", "", 0);
    row("let f = (a:long, b:string) { a }; print f(1, ^)", "f", 1);
    row("requests | summarize percentile(duration, ^)", "percentile", 1);
}

void TestKqlAssist::explainsCalls()
{
    QFETCH(QString, text);
    const auto [plain, at] = withCursor(text);
    const auto help = kql::signatureAt(plain, at);
    QTEST(help ? help->name : QString(), "name");
    QTEST(help ? help->active : 0, "active");
    QVERIFY(!help || !help->summary.isEmpty());
}

void TestKqlAssist::findsDefinitions_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("made"); // the text there, and where
    const auto row = [](const char *text, const char *made) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(made); };
    row("let abc = 5; print a^bc", "abc@4");
    row("let abc = 5; print abc^", "abc@4");
    row("let f = (x:long) { x^ }; print f(1)", "x@9");
    row("let f = (x:long) { x }; print f^(1)", "f@4");
    row("requests | extend slow = 1 | where slow^ == 1", "slow@18");
    row("requests | summarize n = count() | project n^", "n@21");
    row("requests | summarize count() | project count_^", "count()@21");
    row("let T = requests; T^ | take 1", "T@4");
    row("requests | as all | join (all^) on x", "all@14");
    row("requests | where na^me == 1", "");
    row("requests | project a = 1 | where ^ a == 1", "");
}

void TestKqlAssist::findsDefinitions()
{
    QFETCH(QString, text);
    const auto [plain, at] = withCursor(text);
    const auto range = kql::definitionAt(plain, at);
    QTEST(range ? plain.mid(range->from, range->to - range->from) + u'@' + QString::number(range->from) : QString(), "made");
}

void TestKqlAssist::namesHelpTopics_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("topic");
    const auto row = [](const char *text, const char *topic) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromLatin1(topic); };
    row("requests | mv-ex^pand x", "mv-expand");
    row("requests | where is^empty(x)", "isempty");
    row("requests | summarize perc^entile(x, 5)", "percentile");
    row("requests | where na^me == 1", "");
    row("^", "");
}

void TestKqlAssist::namesHelpTopics()
{
    QFETCH(QString, text);
    const auto [plain, at] = withCursor(text);
    QTEST(kql::helpTopicAt(plain, at), "topic");
}

void TestKqlAssist::colours_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("letters"); // one a character: . none
    const auto row = [](const char *text, const char *letters) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromLatin1(letters); };
    row("requests | where name == 'a' // b", "TTTTTTTT.O.KKKKK.CCCC.OO.SSS.////");
    row("let a = 5m; print a", "KKK.L.O.NNO.KKKKK.L");
    row("print f(1), ago(1h)", "KKKKK..ONOO.FFFONNO");
    row("print 'abc", "KKKKK.EEEE");
    row("// x\n\nprint `", "////..KKKKK.E");
    row("T | project-away x*", "..O.KKKKKKKKKKKK.CO");
}

void TestKqlAssist::colours()
{
    QFETCH(QString, text);
    QString letters(text.size(), u'.');
    for (const kql::Highlight &one : kql::highlight(text, assistCatalog()))
        for (qsizetype i = one.range.from; i < one.range.to; ++i)
            letters[i] = QStringLiteral("/SNKOFTCLPE")[static_cast<qsizetype>(one.kind)];
    QTEST(letters, "letters");
}

void TestKqlAssist::extracts_data()
{
    QTest::addColumn<QString>("text"); // the selection between ^ and ^
    QTest::addColumn<QString>("result");
    const auto row = [](const char *text, const char *result) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(result); };
    row("requests | where timestamp > ^ago(1h)^", "let value = ago(1h);\nrequests | where timestamp > value");
    row("^requests | where x == 1^ | count", "let rows = requests | where x == 1;\nrows | count");
    row("requests | join (^dependencies | take 1^) on x", "let rows = dependencies | take 1;\nrequests | join (rows) on x");
    row("let a = 1;\nprint ^a + 1^", "let a = 1;\nlet value = a + 1;\nprint value");
    row("print value = ^5^", "let value2 = 5;\nprint value = value2");
    row("requests | where ^duration > 5^", "");
    row("requests | ^where x == 1^", "");
    row("requests | where timestamp > ag^o(1h)^", "");
    row("requests | where x == ^\"ab^c\"", "");
}

void TestKqlAssist::extracts()
{
    QFETCH(QString, text);
    const auto [once, from] = withCursor(text);
    const auto [plain, to] = withCursor(once);
    const auto extraction = kql::extractLet(plain, {from, to});
    QTEST(extraction ? extraction->text : QString(), "result");
    if (extraction)
        QCOMPARE(extraction->text.mid(extraction->name.from - 4, 4), QStringLiteral("let "));
}

QD_TEST_MAIN(QCoreApplication, TestKqlAssist)
#include "tst_kqlassist.moc"
