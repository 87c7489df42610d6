#include "policy/policyprogram.h"
#include "policy/policyreader.h"
#include "policy/policywriter.h"
#include "testmain.h"

using namespace qd;
using namespace qd::lab::policy;

/// The document: read with expressions verbatim, written back as the service does, refused with position.
class TestPolicyDocument : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void rewritten_data();
    void rewritten();
    void twoFormatsMeanTheSame();
    void syntaxFaults_data();
    void syntaxFaults();
    void structureFaults_data();
    void structureFaults();
    void namedValuesArePutIn();
    void everySectionMayBeLeftOut();
    void fragmentFaultsNameTheirFragment();

private:
    static std::vector<PolicyNode> read(const QByteArray &text, PolicyFormat format = PolicyFormat::RawXml);
    static QStringList faultsOf(const QByteArray &text, const PolicyWorld &world = {});
};

std::vector<PolicyNode> TestPolicyDocument::read(const QByteArray &text, PolicyFormat format)
{
    auto result = readPolicy(text.toStdString(), format);
    if (const auto *fault = std::get_if<Fault>(&result))
        qFatal("%s", fault->message.c_str());
    return std::get<std::vector<PolicyNode>>(result);
}

QStringList TestPolicyDocument::faultsOf(const QByteArray &text, const PolicyWorld &world)
{
    QStringList texts;
    auto result = readPolicy(text.toStdString(), PolicyFormat::RawXml);
    if (const auto *fault = std::get_if<Fault>(&result))
        return {QString::fromStdString(faultText(*fault))};
    const auto compiled = PolicyProgram::compile(std::get<std::vector<PolicyNode>>(result), world);
    if (const auto *faults = std::get_if<std::vector<Fault>>(&compiled))
        for (const Fault &fault : *faults)
            texts.append(QString::fromStdString(faultText(fault)));
    return texts;
}

void TestPolicyDocument::rewritten_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("written");
    QTest::newRow("empty section loses its blanks") << QByteArray("<policies>\n<inbound>\n</inbound></policies>")
                                                    << QByteArray("<policies>\r\n\t<inbound></inbound>\r\n</policies>");
    QTest::newRow("comments stay") << QByteArray("<!-- a -->\n<policies><!--b--><inbound><base/></inbound></policies>")
                                   << QByteArray("<!-- a -->\r\n<policies>\r\n\t<!--b-->\r\n\t<inbound>\r\n\t\t<base />\r\n\t</inbound>\r\n</policies>");
    QTest::newRow("quotes in a verbatim attribute") << QByteArray("<a><when condition=\"@(x.f(\"a\") < 2 && y)\"/></a>")
                                                    << QByteArray("<a>\r\n\t<when condition=\"@(x.f(\"a\") < 2 && y)\" />\r\n</a>");
    QTest::newRow("text keeps its line") << QByteArray("<a><value>x &amp; y</value></a>") << QByteArray("<a>\r\n\t<value>x &amp; y</value>\r\n</a>");
    QTest::newRow("a tag inside an expression's string") << QByteArray("<a><set-body>@(\"</set-body>\" + ')')</set-body></a>")
                                                         << QByteArray("<a>\r\n\t<set-body>@(\"</set-body>\" + ')')</set-body>\r\n</a>");
}

void TestPolicyDocument::rewritten()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, written);
    const std::vector<PolicyNode> document = read(text);
    QCOMPARE(QByteArray::fromStdString(writePolicy(document, PolicyFormat::RawXml)), written);
    const std::vector<PolicyNode> again = read(written);
    QCOMPARE(QByteArray::fromStdString(writePolicy(again, PolicyFormat::RawXml)), written);
}

void TestPolicyDocument::twoFormatsMeanTheSame()
{
    const std::vector<PolicyNode> raw = read("<policies><inbound><choose><when condition=\"@(1 < 2 && \"a\" == \"a\")\"><base/></when></choose></inbound></policies>");
    const std::string escaped = writePolicy(raw, PolicyFormat::Xml);
    QVERIFY(escaped.find("@(1 &lt; 2 &amp;&amp; &quot;a&quot; == &quot;a&quot;)") != std::string::npos);
    const std::vector<PolicyNode> back = read(QByteArray::fromStdString(escaped), PolicyFormat::Xml);
    QCOMPARE(writePolicy(back, PolicyFormat::RawXml), writePolicy(raw, PolicyFormat::RawXml));
    QVERIFY(writePolicy(raw, PolicyFormat::Xml, PolicyLayout::List).find("\r\n  <inbound>") != std::string::npos);
}

void TestPolicyDocument::syntaxFaults_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("end tag") << QByteArray("<policies>\n<inbound>\n</outbound></policies>") << QStringLiteral("'inbound' start tag on line 2 position 2");
    QTest::newRow("entity") << QByteArray("<policies>\n <a b=\"x & y\"/></policies>") << QStringLiteral("parsing EntityName. Line 2, position 11.");
    QTest::newRow("open") << QByteArray("<policies><inbound>") << QStringLiteral("Unexpected end of file");
    QTest::newRow("two roots") << QByteArray("<a/><b/>") << QStringLiteral("multiple root elements");
    QTest::newRow("text at the root") << QByteArray("hello") << QStringLiteral("root level is invalid");
    QTest::newRow("nothing") << QByteArray("") << QStringLiteral("Root element is missing");
    QTest::newRow("DTD") << QByteArray("<!DOCTYPE x [<!ENTITY a \"b\">]><policies/>") << QStringLiteral("DTD");
    QTest::newRow("unknown entity") << QByteArray("<policies>&xxe;</policies>") << QStringLiteral("undeclared entity 'xxe'");
    QTest::newRow("expression that does not end") << QByteArray("<a b=\"@(x\"/>") << QStringLiteral("does not end");
    QTest::newRow("duplicate attribute") << QByteArray("<a b=\"1\" b=\"2\"/>") << QStringLiteral("duplicate attribute");
}

void TestPolicyDocument::syntaxFaults()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, part);
    const QStringList faults = faultsOf(text);
    QVERIFY2(faults.size() == 1 && faults.first().contains(part), qPrintable(faults.join(u'|')));
}

void TestPolicyDocument::structureFaults_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("fault");
    const auto inbound = [](const char *what) -> QByteArray { return QByteArray("<policies>\n<inbound>\n") + what + "\n</inbound>\n</policies>"; };
    const auto row = [](const char *name, const QByteArray &text, const char *fault) { QTest::newRow(name) << text << QString::fromUtf8(fault); };
    row("text in set-header", inbound("<set-header name=\"a\">x</set-header>"),
        "Error in element 'set-header' on line 3, column 2: The element 'set-header' cannot contain text. List of possible elements expected: 'value'.");
    row("unknown policy", inbound("  <frobnicate/>"), "Error in element 'frobnicate' on line 3, column 4: 'frobnicate' is not a known policy.");
    row("policy we do not run", inbound("<validate-jwt header-name=\"x\"/>"), "Error in element 'validate-jwt' on line 3, column 2: Policy 'validate-jwt' is not supported by this gateway.");
    row("wrong section", inbound("<forward-request/>"), "Error in element 'forward-request' on line 3, column 2: Policy is not allowed in the 'inbound' section.");
    row("missing attribute", inbound("<set-variable name=\"a\"/>"), "Error in element 'set-variable' on line 3, column 2: The required attribute 'value' is missing.");
    row("unknown attribute", inbound("<base foo=\"1\"/>"), "Error in element 'base' on line 3, column 7: The 'foo' attribute is not declared.");
    row("number", inbound("<mock-response status-code=\"abc\"/>"), "Error in element 'mock-response' on line 3, column 16: The 'status-code' attribute is invalid - The value 'abc' is invalid according to its datatype.");
    row("expression not taken", inbound("<set-variable name=\"@(1)\" value=\"x\"/>"), "Error in element 'set-variable' on line 3, column 15: Attribute 'name' does not accept policy expressions.");
    row("expression", inbound("<set-variable name=\"a\" value=\"@(nope)\"/>"), "Error in element 'set-variable' on line 3, column 33: CS0103: The name 'nope' does not exist in the current context");
    row("condition is no bool", inbound("<choose><when condition=\"@(1)\"/></choose>"), "Error in element 'when' on line 3, column 28: CS0029: Cannot implicitly convert type 'int' to 'bool'");
    row("liquid", inbound("<set-body template=\"liquid\">{{x}}</set-body>"), "Error in element 'set-body' on line 3, column 11: Liquid templates are not supported by this gateway.");
    row("named value", inbound("<set-variable name=\"a\" value=\"{{missing}}\"/>"), "Error in element 'set-variable' on line 3, column 31: Cannot find a property 'missing'");
    row("fragment", inbound("<include-fragment fragment-id=\"f\"/>"), "Error in element 'include-fragment' on line 3, column 2: Policy fragment 'f' could not be found.");
    row("unknown section", "<policies><middle/></policies>",
        "Error in element 'middle' on line 1, column 12: The element 'policies' has invalid child element 'middle'. List of possible elements expected: 'inbound, backend, outbound, on-error'.");
    row("section twice", "<policies><inbound/><inbound/></policies>", "Error in element 'inbound' on line 1, column 22: Section 'inbound' may stand only once.");
    row("two backend policies", "<policies><backend><base/><forward-request/></backend></policies>", "Error in element 'backend' on line 1, column 12: The 'backend' section allows only one policy element.");
    row("root", "<policy/>", "Error in element 'policy' on line 1, column 2: The root element must be 'policies'.");
    row("empty choose", inbound("<choose/>"), "Error in element 'choose' on line 3, column 2: The element 'choose' has incomplete content. List of possible elements expected: 'when'.");
}

void TestPolicyDocument::structureFaults()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, fault);
    const QStringList faults = faultsOf(text);
    QVERIFY2(faults.contains(fault), qPrintable(faults.join(u'|')));
}

void TestPolicyDocument::namedValuesArePutIn()
{
    PolicyWorld world;
    world.namedValues["limit"] = "5";
    QCOMPARE(faultsOf("<policies><inbound><rate-limit calls=\"{{limit}}\" renewal-period=\"60\"/><set-variable name=\"a\" value=\"@({{limit}} + 1)\"/></inbound></policies>", world), QStringList());
}

void TestPolicyDocument::everySectionMayBeLeftOut()
{
    QCOMPARE(faultsOf("<policies/>"), QStringList());
    PolicyWorld global;
    global.isGlobal = true;
    QVERIFY(faultsOf("<policies><inbound><base/></inbound></policies>", global).first().contains(QLatin1String("'base' is not allowed")));
}

void TestPolicyDocument::fragmentFaultsNameTheirFragment()
{
    PolicyWorld world;
    world.fragments["f"] = read("<fragment><set-variable name=\"a\" value=\"@(nope)\"/></fragment>");
    const QStringList faults = faultsOf("<policies><inbound><include-fragment fragment-id=\"f\"/></inbound></policies>", world);
    QVERIFY2(faults.size() == 1 && faults.first().contains(QLatin1String("Policy fragment 'f': ")), qPrintable(faults.join(u'|')));
    world.fragments["f"] = read("<fragment><include-fragment fragment-id=\"f\"/></fragment>");
    QVERIFY(!faultsOf("<policies><inbound><include-fragment fragment-id=\"f\"/></inbound></policies>", world).isEmpty());
}

QD_TEST_MAIN(QCoreApplication, TestPolicyDocument)
#include "tst_lab_policydocument.moc"
