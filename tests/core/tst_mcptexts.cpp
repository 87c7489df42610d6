#include "mcp/toolform.h"
#include "mcp/uritemplate.h"
#include "mcp/webaddress.h"
#include "testmain.h"

using namespace qd;

namespace {

QString qs(const char *utf8) { return QString::fromUtf8(utf8); }

/// The variables of RFC 6570, section 3.2, as far as they are texts and lists.
QHash<QString, QString> rfcValues()
{
    return {{qs("var"), qs("value")}, {qs("hello"), qs("Hello World!")}, {qs("half"), qs("50%")}, {qs("base"), qs("http://example.com/home/")}, {qs("path"), qs("/foo/bar")},
            {qs("x"), qs("1024")}, {qs("y"), qs("768")}, {qs("empty"), qs("")}, {qs("list"), qs("red,green,blue")}, {qs("who"), qs("fred")}, {qs("semi"), qs(";")}, {qs("v"), qs("6")}};
}

} // namespace

/// Addresses made of templates, and addresses that people are asked to open.
class TestMcpTexts : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void templatesAreExpanded_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << qs(text) << qs(expected); };
        row("{var}", "value");
        row("{hello}", "Hello%20World%21");
        row("{half}", "50%25");
        row("O{empty}X", "OX");
        row("O{undef}X", "OX");
        row("{x,y}", "1024,768");
        row("{x,hello,y}", "1024,Hello%20World%21,768");
        row("{var:3}", "val");
        row("{var:30}", "value");
        row("{+hello}", "Hello%20World!");
        row("{+half}", "50%25");
        row("{+base}index", "http://example.com/home/index");
        row("{+path}/here", "/foo/bar/here");
        row("{+path:6}/here", "/foo/b/here");
        row("{#x,hello,y}", "#1024,Hello%20World!,768");
        row("{#path,x}/here", "#/foo/bar,1024/here");
        row("X{.var}", "X.value");
        row("X{.list*}", "X.red.green.blue");
        row("{/var,x}/here", "/value/1024/here");
        row("{/var:1,var}", "/v/value");
        row("{/list*}", "/red/green/blue");
        row("{;x,y,empty}", ";x=1024;y=768;empty");
        row("{;list*}", ";list=red;list=green;list=blue");
        row("{?x,y,empty}", "?x=1024&y=768&empty=");
        row("{?x,undef}", "?x=1024");
        row("{?list*}", "?list=red&list=green&list=blue");
        row("?fixed=yes{&x}", "?fixed=yes&x=1024");
        row("demo://resource/dynamic/text/{x}", "demo://resource/dynamic/text/1024");
        row("{semi:2}", "%3B");
        row("no variables", "no%20variables");
    }
    void templatesAreExpanded()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto made = uritemplate::expand(text, rfcValues());
        QVERIFY(made);
        QCOMPARE(*made, expected);
    }

    void brokenTemplatesAreRefused()
    {
        for (const char *text : {"{", "a}", "{a b}", "{}", "{?}", "{=x}", "{x:0}", "{x:99999}", "{{x}}"})
            QVERIFY2(!uritemplate::expand(qs(text), rfcValues()), text);
        QVERIFY(!uritemplate::expand(QString(9000, u'x'), {}));
    }

    void variablesAreNamedOnce()
    {
        QCOMPARE(uritemplate::variables(qs("a/{x}/{?y*,x}{bad name}{z:3}")), QStringList({qs("x"), qs("y"), qs("z")}));
        QString many;
        for (int i = 0; i < 500; ++i)
            many += QStringLiteral("{v%1}").arg(i);
        QCOMPARE(uritemplate::variables(many).size(), 100);
    }

    void addressesSayWhereTheyGo()
    {
        const WebAddress plain = webAddressOf(qs("https://id.example/visit?x=1"));
        QVERIFY(plain.isOpenable && plain.warnings.isEmpty());
        QCOMPARE(plain.host, qs("id.example"));
        const WebAddress lookalike = webAddressOf(qs("https://аpple.com/"));
        QVERIFY(lookalike.isOpenable && lookalike.warnings.join(u' ').contains(qs("xn--")));
        QVERIFY(lookalike.host.startsWith(qs("xn--")));
        const WebAddress tricky = webAddressOf(qs("http://bank.example@10.0.0.7/"));
        QCOMPARE(tricky.host, qs("10.0.0.7"));
        QCOMPARE(tricky.warnings.size(), 3);
        QVERIFY(webAddressOf(qs("http://127.0.0.1:8080/x")).warnings.isEmpty());
        for (const char *bad : {"javascript:alert(1)", "file:///etc/passwd", "https://", "x", "ftp://x.example/", "https://exa mple/"})
            QVERIFY2(!webAddressOf(qs(bad)).isOpenable, bad);
    }

    void pathsInWords()
    {
        QCOMPARE(fieldWords(qs("/order/lines/0/price")), qs("order.lines[0].price"));
        QCOMPARE(fieldWords(alternativePath(qs("/a~1b"), 2) + qs("/c~0d")), qs("a/b.c~d"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpTexts)
#include "tst_mcptexts.moc"
