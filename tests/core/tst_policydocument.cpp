#include "policy/csharpscan.h"
#include "policy/linediff.h"
#include "policy/policycanonical.h"
#include "testmain.h"

#include <QRandomGenerator>

using qd::DiffLine;
using qd::PolicyDocument;
using qd::PolicyNode;

namespace {

QString utf(const char *text) { return QString::fromUtf8(text); }

/// What a patch with these lines makes of the old text, and of the new one.
std::pair<QString, QString> sidesOf(const QList<DiffLine> &lines)
{
    std::pair<QString, QString> sides;
    for (const DiffLine &line : lines) {
        if (line.kind != DiffLine::Kind::Added)
            sides.first += line.text + u'\n';
        if (line.kind != DiffLine::Kind::Removed)
            sides.second += line.text + u'\n';
    }
    return sides;
}

} // namespace

class TestPolicyDocument : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }

    void expressionsEndWhereTheirBracketsDo_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<bool>("ends");
        QTest::newRow("plain") << utf("@(1 < 2)") << true;
        QTest::newRow("nested") << utf("@(f(a[1], (b)))") << true;
        QTest::newRow("block") << utf("@{ if (a) { return \"}\"; } return \"\"; }") << true;
        QTest::newRow("string with bracket") << utf("@(a == \")\")") << true;
        QTest::newRow("escaped quote") << utf("@(a == \"\\\")\")") << true;
        QTest::newRow("verbatim") << utf("@(@\"c:\\\" + x)") << true;
        QTest::newRow("verbatim double quote") << utf("@(@\"say \"\")\"\" \" + x)") << true;
        QTest::newRow("interpolated") << utf("@($\"{a[\")\"]} {{ )\")") << true;
        QTest::newRow("interpolated verbatim") << utf("@($@\"{x} \"\") \")") << true;
        QTest::newRow("character") << utf("@(a == ')' || b == '\\'')") << true;
        QTest::newRow("unicode character") << utf("@(a == '\\u0029')") << true;
        QTest::newRow("line comment") << utf("@{ // )}\n return 1; }") << true;
        QTest::newRow("block comment") << utf("@( /* ) */ 1)") << true;
        QTest::newRow("open") << utf("@(a") << false;
        QTest::newRow("crossed") << utf("@(a[1)]") << false;
        QTest::newRow("string never ends") << utf("@(\"a)") << false;
        QTest::newRow("comment never ends") << utf("@(/* )") << false;
        QTest::newRow("too deep") << QString(u'@' + QString(300, u'(') + QString(300, u')')) << false;
    }
    void expressionsEndWhereTheirBracketsDo()
    {
        QFETCH(QString, code);
        QFETCH(bool, ends);
        QCOMPARE(qd::policyExpressionEnd(QString(code + utf(" after")), 0), ends ? code.size() : -1);
    }

    void readsRawExpressionsWithPositions()
    {
        const QString text = utf("<!-- top -->\r\n<policies>\r\n  <inbound>\r\n    <set-header name='x' exists-action=\"override\">\r\n"
                                 "      <value>@(context.A < 5 && \"<b>\" != \"\")</value>\r\n    </set-header>\r\n"
                                 "    <choose><when condition=\"@(a == \"x\" && 1 < 2)\"><base/></when></choose>\r\n  </inbound>\r\n</policies>");
        const auto document = PolicyDocument::parse(text);
        QVERIFY2(document, document ? "" : qPrintable(document.error().message));
        const PolicyNode *inbound = document->section("inbound");
        QVERIFY(inbound);
        QCOMPARE(inbound->position.line, 3);
        QCOMPARE(inbound->position.column, 3);
        const PolicyNode &header = inbound->children.at(0);
        QCOMPARE(header.value("name"), utf("x"));
        const PolicyNode &value = header.children.at(0);
        QCOMPARE(value.innerText(), utf("@(context.A < 5 && \"<b>\" != \"\")"));
        QVERIFY(value.children.at(0).isExpression);
        QCOMPARE(value.children.at(0).position.line, 5);
        QCOMPARE(value.children.at(0).position.column, 14);
        const PolicyNode &when = inbound->children.at(1).children.at(0);
        QCOMPARE(when.value("condition"), utf("@(a == \"x\" && 1 < 2)"));
        QVERIFY(when.attribute("condition")->isExpression);
        QCOMPARE(text.mid(when.position.offset, when.end - when.position.offset).left(5), utf("<when"));
        QVERIFY(text.mid(when.position.offset, when.end - when.position.offset).endsWith(utf("</when>")));
        QCOMPARE(document->nodes().at(0).text, utf(" top "));
    }

    void resolvesEntitiesAndCData()
    {
        const auto document = PolicyDocument::parse(utf("<a b=\"&lt;&#x41;&quot;\"><![CDATA[<x>&amp;]]></a>"));
        QVERIFY(document);
        QCOMPARE(document->root().value("b"), utf("<A\""));
        QCOMPARE(document->root().innerText(), utf("<x>&amp;"));
    }

    void refusesWithAPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("empty") << QString() << 1 << 1;
        QTest::newRow("unclosed") << utf("<a>\n<b>") << 2 << 4;
        QTest::newRow("wrong closing") << utf("<a>\n</b>") << 2 << 1;
        QTest::newRow("doctype") << utf("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>") << 1 << 1;
        QTest::newRow("instruction") << utf("<a><?php 1 ?></a>") << 1 << 4;
        QTest::newRow("unknown entity") << utf("<a>&nbsp;</a>") << 1 << 4;
        QTest::newRow("null entity") << utf("<a>&#0;</a>") << 1 << 4;
        QTest::newRow("open expression") << utf("<a>\n @(x</a>") << 2 << 2;
        QTest::newRow("attribute twice") << utf("<a b=\"1\" b=\"2\"/>") << 1 << 10;
        QTest::newRow("no quotes") << utf("<a b=1/>") << 1 << 6;
        QTest::newRow("value never ends") << utf("<a b=\"1/>") << 1 << 6;
        QTest::newRow("two roots") << utf("<a/><b/>") << 1 << 5;
        QTest::newRow("stray text") << utf("<a/>x") << 1 << 5;
        QTest::newRow("stray closing") << utf("<a/></b>") << 1 << 5;
        QTest::newRow("less-than in value") << utf("<a b=\"1<2\"/>") << 1 << 8;
        QTest::newRow("glued attributes") << utf("<a b=\"1\"c=\"2\"/>") << 1 << 9;
        QTest::newRow("comment never ends") << utf("<a><!-- ") << 1 << 4;
        QTest::newRow("too deep") << utf("<a>").repeated(200) << 1 << 301;
    }
    void refusesWithAPlace()
    {
        QFETCH(QString, text);
        QFETCH(int, line);
        QFETCH(int, column);
        const auto document = PolicyDocument::parse(text);
        QVERIFY(!document);
        QCOMPARE(document.error().kind, qd::ErrorKind::Invalid);
        QVERIFY(document.error().position);
        QCOMPARE(document.error().position->line, line);
        QCOMPARE(document.error().position->column, column);
    }

    void canonicalFormIsTheSameForAllSpellings()
    {
        const QString ours = utf("<policies>\n    <inbound>\n        <base />\n        <set-variable name=\"a\" value='{\"x\":1}' />\n"
                                 "        <set-body>@{\n            return \"1\";\n        }</set-body>\n    </inbound>\n"
                                 "    <backend></backend>\n</policies>\n");
        const QString theirs = utf("<policies>\r\n\t<inbound>\r\n\t\t<base/>\r\n\t\t<set-variable name='a' value=\"{&quot;x&quot;:1}\"></set-variable>\r\n"
                                   "\t\t<set-body>@{\r\n\t\t\treturn \"1\";\r\n\t\t}</set-body>\r\n\t</inbound>\r\n\t<backend />\r\n</policies>");
        QCOMPARE(qd::canonicalPolicyText(theirs), qd::canonicalPolicyText(ours));
        QVERIFY(qd::isSamePolicy(ours, theirs));
        QVERIFY(!qd::isSamePolicy(ours, QString(ours).replace(utf("name=\"a\""), utf("name=\"b\""))));
        QCOMPARE(qd::canonicalPolicyText(ours), QString(ours).replace(utf("<backend></backend>"), utf("<backend />")));
        // Once canonical, always canonical.
        QCOMPARE(qd::canonicalPolicyText(qd::canonicalPolicyText(theirs)), qd::canonicalPolicyText(theirs));
    }

    void differencesRebuildBothSides()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 300; ++round) {
            QString before, after;
            for (int i = 0; i < 30; ++i) {
                const QString line = QString::number(random.bounded(6)) + u'\n';
                if (random.bounded(4) > 0)
                    before += line;
                if (random.bounded(4) > 0)
                    after += line;
            }
            const auto lines = qd::lineDiff(before, after);
            QCOMPARE(sidesOf(lines), std::pair(before, after));
        }
    }

    void differencesAreShortAndReadable()
    {
        const QString before = utf("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
        const QString after = utf("a\nb\nX\nd\ne\nf\ng\nh\ni\nj\nk\n");
        const auto lines = qd::lineDiff(before, after);
        QCOMPARE(qd::diffSummary(lines), utf("2 lines added, 1 removed"));
        QCOMPARE(qd::unifiedText(qd::diffHunks(lines, 1)), utf("@@ -2,3 +2,3 @@\n b\n-c\n+X\n d\n@@ -10,1 +10,2 @@\n j\n+k\n"));
        QCOMPARE(qd::diffSummary(qd::lineDiff(before, before)), utf("no difference"));
        QVERIFY(qd::diffHunks(qd::lineDiff(before, before)).isEmpty());
        QCOMPARE(qd::diffSummary(qd::lineDiff({}, utf("a\n"))), utf("1 line added, 0 removed"));
    }

    void hugeDifferencesStaySound()
    {
        QString before, after;
        for (int i = 0; i < 4000; ++i) {
            before += QStringLiteral("old %1\n").arg(i);
            after += QStringLiteral("new %1\n").arg(i);
        }
        QCOMPARE(sidesOf(qd::lineDiff(before, after)), std::pair(before, after));
    }
};

QD_TEST_MAIN(QCoreApplication, TestPolicyDocument)
#include "tst_policydocument.moc"
