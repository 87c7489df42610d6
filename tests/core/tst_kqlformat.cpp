#include "assistcatalog.h"
#include "kql/assist.h"
#include "kql/lexer.h"
#include "kql/parser.h"
#include "testmain.h"

#include <QElapsedTimer>

#include <algorithm>
#include <random>

using namespace qd;

class TestKqlFormat : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void laysOut_data();
    void laysOut();
    void keepsTheQuery_data();
    void keepsTheQuery();
    void keepsRandomSpacing();
    void survivesHostileText_data();
    void survivesHostileText();
};

namespace {

/// What the parser sees: kinds and texts, without places.
QStringList meaning(const QString &text)
{
    QStringList tokens;
    for (const kql::Token &token : kql::Lexer(text).tokenize())
        tokens += QString::number(static_cast<int>(token.kind)) + u':' + token.type + u':' + token.text;
    return tokens;
}

const char *const sampleQueries[] = {
    "requests|where a==1 and b!=2|take 5",
    "let x=5m;let T=(requests|take 1);T|join kind=inner hint.strategy=shuffle (dependencies|where y>x) on id|count",
    "requests | project-away a*, *b | project c = -d, e = a*b - 3, f = d['k']['l'][0].m",
    "requests // first\n// alone\n| where a == 'x' // why\n| summarize n=count(),p=percentile(duration,95) by bin(timestamp,5m),name // last",
    "requests | where t between (ago(1h) .. now()) and x !in~ ('a','b') and s matches regex @'\\d+'",
    "datatable(a:string)['x']", "datatable(a:long,b:string)[1,'x',-2,'y'] | extend c=dynamic({\"a\":[1, 2]})",
    "print d = datetime(2026-11-21 03:00), 1.5e-3, - -2, +3, real(nan), x=iff(1>-1,'a','b')",
    "union withsource=src kind=outer (requests|take 1), traces* | summarize count() by src",
    "let f=(a:long,b:string=\"x\"){a+1};print f(1)",
    "requests | make-series n=count() default=0 on timestamp from ago(1d) to now() step 1h by name | mv-expand n to typeof(long)",
    "requests | where a in ((traces | project message)) and toscalar(requests|count) > 5",
    "requests | parse kind=regex name with 'a' b:long * 'c' | order by a asc nulls last, b desc | render timechart with (title='a b', ycolumns=a, b)",
    "// title: x\n\n// more\nrequests", "requests\n\n\n\ndependencies|take 1",
    "requests | summarize aaaaaaaaaaaaaaaaaaaaaaa = count(), bbbbbbbbbbbbbbbbbbbbbbbbbb = sum(duration), ccccccccccccccccccc = avg(duration) by name"};

} // namespace

void TestKqlFormat::laysOut_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("result");
    const auto row = [](const char *text, const char *result) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(result); };
    row("requests|where a==1|take 5", "requests\n| where a == 1\n| take 5");
    row("  requests |take 1  ", "  requests\n| take 1  ");
    row("requests | join kind = inner (dependencies|where x>1|take 2) on id", "requests\n| join kind=inner (\n    dependencies\n    | where x > 1\n    | take 2\n) on id");
    row("let a=1;let T=requests|take 1;T|count", "let a = 1;\nlet T = requests\n    | take 1;\nT\n| count");
    row("requests // x\n  // y\n|take 1", "requests // x\n// y\n| take 1");
    row("requests|where a==1//why\n|take 1//end", "requests\n| where a == 1 //why\n| take 1 //end");
    row("requests\n\n\ntraces|take 1", "requests\n\n\ntraces\n| take 1");
    row("requests | where (", "requests | where (");
    row("requests | where ((\n\ntraces|take 1", "requests | where ((\n\ntraces\n| take 1");
    row("print -1,a-1,(-2)", "print -1, a - 1, (-2)");
    row("requests | summarize aaaaaaaaaaaaaaaaaaaaaaa=count(),bbbbbbbbbbbbbbbbbbbbbbbbbb=sum(duration),ccccccccccccccccccc=avg(duration) by name",
        "requests\n| summarize aaaaaaaaaaaaaaaaaaaaaaa = count(),\n    bbbbbbbbbbbbbbbbbbbbbbbbbb = sum(duration),\n    ccccccccccccccccccc = avg(duration)\n    by name");
}

void TestKqlFormat::laysOut()
{
    QFETCH(QString, text);
    QTEST(kql::format(text), "result");
}

void TestKqlFormat::keepsTheQuery_data()
{
    QTest::addColumn<QString>("text");
    for (const char *query : sampleQueries)
        QTest::newRow(query) << QString::fromUtf8(query);
}

void TestKqlFormat::keepsTheQuery()
{
    QFETCH(QString, text);
    const QString once = kql::format(text);
    QCOMPARE(meaning(once), meaning(text));
    QCOMPARE(kql::format(once), once);
    QCOMPARE(once.count(QStringLiteral("//")), text.count(QStringLiteral("//")));
    QVERIFY(once.contains(u'\n') || !text.contains(u'|'));
}

/// Blanks and newlines put anywhere between tokens do not change what comes out, but for the blank lines between queries.
void TestKqlFormat::keepsRandomSpacing()
{
    std::mt19937 random(20261121);
    const char *const gaps[] = {" ", "  ", "\n", "\t", "\n    ", " // c\n"};
    for (int round = 0; round < 400; ++round) {
        const QString query = QString::fromUtf8(sampleQueries[random() % std::size(sampleQueries)]);
        QString spaced;
        qsizetype last = 0;
        for (const kql::Token &token : kql::Lexer(query).tokenize()) {
            const bool loose = token.position.offset > last; // only where white space was: adjacency may matter
            spaced += loose ? QString::fromLatin1(gaps[random() % std::size(gaps)]) : QString();
            spaced += QStringView(query).mid(token.position.offset, token.length);
            last = token.position.offset + token.length;
        }
        const QString once = kql::format(spaced);
        QVERIFY2(meaning(once) == meaning(spaced), qPrintable(spaced + QStringLiteral("\n--\n") + once));
        QVERIFY2(kql::format(once) == once, qPrintable(once + QStringLiteral("\n--\n") + kql::format(once)));
    }
}

void TestKqlFormat::survivesHostileText_data()
{
    QTest::addColumn<QString>("text");
    const auto times = [](const char *piece, int count) { return QString::fromUtf8(piece).repeated(count); };
    QTest::newRow("10,000 parentheses") << QStringLiteral("print ") + times("(", 10000);
    QTest::newRow("10,000 pairs") << QStringLiteral("print ") + times("(", 10000) + times(")", 10000);
    QTest::newRow("10,000 nested queries") << times("requests | join (", 10000);
    QTest::newRow("10,000 calls") << QStringLiteral("requests | extend ") + times("tostring(", 10000) + times(")", 10000);
    QTest::newRow("200 KB of calls") << times("dynamic(", 25000);
    QTest::newRow("200 KB of lets") << times("let a = 1;", 20000);
    QTest::newRow("10 MB of queries") << QString(times("a", 9990) + QStringLiteral(" | take 1\n\n")).repeated(1000);
    QTest::newRow("10 MB in one text") << QStringLiteral("print '") + times("a", 10000000) + QStringLiteral("'");
    QTest::newRow("200 KB of pipes") << times("|", 200000);
    QTest::newRow("200 KB of quotes") << times("'\n", 100000);
    QTest::newRow("200 KB of backquotes") << times("```", 66666);
    QTest::newRow("200 KB of extends") << QStringLiteral("requests") + times(" | extend a = b", 14000);
    QTest::newRow("200 KB of columns") << QStringLiteral("requests | extend a") + times(", b=a", 40000);
    QTest::newRow("200 KB of brackets") << times("([{", 66666);
    QTest::newRow("200 KB of closing brackets") << times("(]}", 66666);
    QTest::newRow("200 KB of union") << QStringLiteral("union a") + times(",requests", 22000);
    QTest::newRow("surrogates and zeros") << QString(QChar(0xd800)) + QChar(0) + QStringLiteral("| where '") + QChar(0xdc00);
}

/// Every service on every text within a time that a quadratic one would not keep.
void TestKqlFormat::survivesHostileText()
{
    QFETCH(QString, text);
    const query::Catalog catalog = test::assistCatalog();
    QElapsedTimer timer;
    timer.start();
    kql::highlight(text, catalog);
    kql::diagnose(text, catalog);
    kql::format(text);
    for (const qsizetype at : {text.size()}) {
        kql::suggest(text, at, catalog);
        kql::signatureAt(text, at);
        kql::definitionAt(text, at);
        kql::helpTopicAt(text, at);
        kql::extractLet(text, {at, at + 5});
    }
    QVERIFY2(timer.elapsed() < 60000, qPrintable(QString::number(timer.elapsed())));
}

QD_TEST_MAIN(QCoreApplication, TestKqlFormat)
#include "tst_kqlformat.moc"
