#include "policy/allowlistpolicy.h"
#include "policy/policylint.h"
#include "policy/policymerge.h"
#include "policy/sampleargs.h"
#include "testmain.h"

using qd::PolicyFinding;
using qd::PolicyUse;

namespace {

QString lit(const char *text) { return QString::fromUtf8(text); }

/// A whole policy with `inbound` after base.
QString inboundOf(const char *inbound)
{
    return QStringLiteral("<policies>\n<inbound><base />\n%1\n</inbound>\n<backend><base /></backend>\n<outbound><base /></outbound>\n"
                          "<on-error><base /></on-error>\n</policies>").arg(lit(inbound));
}

QStringList rulesOf(const QList<PolicyFinding> &findings)
{
    QStringList rules;
    for (const PolicyFinding &finding : findings)
        rules.append(finding.rule);
    return rules;
}

constexpr const char *filterHead = "<choose><when condition=\"";
constexpr const char *filterTail = "\"><return-response><set-body>-32601</set-body></return-response></when></choose>";

QString filterOf(const char *condition)
{
    const QByteArray text = QByteArray(filterHead) + condition + filterTail;
    return inboundOf(text.constData());
}

} // namespace

class TestPolicyLint : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }

    // Every rule with a policy that breaks it and one that does not; a row's line is the place of the finding.
    void rules_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("bad");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("good");
        const auto row = [](const char *rule, const QString &bad, int line, const QString &good) {
            QTest::newRow(rule) << lit(rule) << bad << line << good;
        };
        row("xml", lit("<policies>\n<inbound>"), 2, inboundOf(""));
        row("root", lit("<policy/>"), 1, inboundOf(""));
        row("section-unknown", lit("<policies>\n<inbond><base/></inbond></policies>"), 2, inboundOf(""));
        row("section-twice", lit("<policies><inbound><base/></inbound>\n<inbound><base/></inbound></policies>"), 2, inboundOf(""));
        row("section-order", lit("<policies><outbound><base/></outbound>\n<inbound><base/></inbound></policies>"), 2, inboundOf(""));
        row("policy-unknown", inboundOf("<rate-limmit calls=\"1\"/>"), 3, inboundOf("<trace source=\"x\"/>"));
        row("policy-place", inboundOf("<llm-semantic-cache-store duration=\"60\"/>"), 3, inboundOf("<rewrite-uri template=\"/x\"/>"));
        row("backend-one", lit("<policies><backend><base/>\n<forward-request/></backend></policies>"), 2,
            lit("<policies><backend><forward-request/></backend></policies>"));
        row("base-twice", inboundOf("<base/>"), 3, inboundOf(""));
        row("missing-base", lit("<policies>\n<inbound><trace source=\"x\"/></inbound></policies>"), 2, inboundOf(""));
        row("cache-threshold", inboundOf("<azure-openai-semantic-cache-lookup score-threshold=\"0.85\" embeddings-backend-id=\"e\"/>"), 3,
            inboundOf("<azure-openai-semantic-cache-lookup score-threshold=\"0.2\" embeddings-backend-id=\"e\"/>"));
        row("mcp-response-body", inboundOf("<set-variable name=\"b\" value=\"@(context.Response.Body.As<string>())\"/>"), 3,
            inboundOf("<set-variable name=\"b\" value=\"@(context.Request.Body.As<string>(preserveContent: true))\"/>"));
        row("anonymous-counter",
            inboundOf("<llm-token-limit tokens-per-minute=\"1\" estimate-prompt-tokens=\"true\"\n counter-key=\"@(context.Subscription?.Id ?? \"anonymous\")\"/>"), 4,
            inboundOf("<llm-token-limit tokens-per-minute=\"1\" estimate-prompt-tokens=\"true\" counter-key=\"@(context.Subscription.Id)\"/>"));
        row("client-ip-dimension", inboundOf("<llm-emit-token-metric><dimension name=\"Client IP\" value=\"@(context.Request.IpAddress)\"/></llm-emit-token-metric>"), 3,
            inboundOf("<llm-emit-token-metric><dimension name=\"API ID\"/></llm-emit-token-metric>"));
        row("too-many-dimensions",
            inboundOf("<llm-emit-token-metric><dimension name=\"a\"/><dimension name=\"b\"/><dimension name=\"c\"/><dimension name=\"d\"/><dimension name=\"e\"/>\n"
                      "<dimension name=\"f\"/></llm-emit-token-metric>"), 4,
            inboundOf("<llm-emit-token-metric><dimension name=\"a\"/><dimension name=\"b\"/><dimension name=\"c\"/><dimension name=\"d\"/><dimension name=\"e\"/></llm-emit-token-metric>"));
        row("retry-after-iso", inboundOf("<set-header name=\"retry-after\" exists-action=\"override\"><value>PT30S</value></set-header>"), 3,
            inboundOf("<set-header name=\"Retry-After\" exists-action=\"override\"><value>30</value></set-header>"));
        row("call-limit-named-token", inboundOf("<!-- Rate limiting by token consumption -->\n<rate-limit calls=\"10\" renewal-period=\"60\"/>"), 4,
            inboundOf("<!-- calls a minute -->\n<rate-limit calls=\"10\" renewal-period=\"60\"/>"));
        row("allowlist-hole", filterOf("@(JArray.Parse(a) == null || method.Equals(\"tools/call\", StringComparison.OrdinalIgnoreCase) && tool == \"web_search\")"), 3,
            filterOf("@(JArray.Parse(a).Any() && method.Equals(\"tools/call\", StringComparison.OrdinalIgnoreCase) && !allowed.Contains(tool))"));
        row("allowlist-case", filterOf("@(body is JArray && method == \"tools/call\" && !allowed.Contains(tool))"), 3,
            filterOf("@(body is JArray && method.Equals(\"tools/call\", StringComparison.OrdinalIgnoreCase) && !allowed.Contains(tool))"));
        row("allowlist-batch", filterOf("@(method.Equals(\"tools/call\", StringComparison.OrdinalIgnoreCase) && !allowed.Contains(tool))"), 1,
            filterOf("@(body is JArray && method.Equals(\"tools/call\", StringComparison.OrdinalIgnoreCase) && !allowed.Contains(tool))"));
    }
    void rules()
    {
        QFETCH(QString, rule);
        QFETCH(QString, bad);
        QFETCH(int, line);
        QFETCH(QString, good);
        const auto findings = qd::lintPolicy(bad, {.isMcp = true});
        const auto found = std::find_if(findings.cbegin(), findings.cend(), [&](const PolicyFinding &finding) { return finding.rule == rule; });
        QVERIFY2(found != findings.cend(), qPrintable(rulesOf(findings).join(u' ')));
        QCOMPARE(found->position.line, line);
        QVERIFY(!found->message.isEmpty() && !found->explanation.isEmpty());
        QVERIFY2(!rulesOf(qd::lintPolicy(good, {.isMcp = true})).contains(rule), qPrintable(good));
        QVERIFY(qd::linterRules().contains(rule));
    }

    void everyRuleHasARow()
    {
        QStringList rows{lit("base-service")}; // below
        for (const char *tag : {"xml", "root", "section-unknown", "section-twice", "section-order", "policy-unknown", "policy-place", "backend-one",
                                "base-twice", "missing-base", "cache-threshold", "mcp-response-body", "anonymous-counter", "client-ip-dimension",
                                "too-many-dimensions", "retry-after-iso", "call-limit-named-token", "allowlist-hole", "allowlist-case", "allowlist-batch"})
            rows.append(lit(tag));
        QStringList rules = qd::linterRules();
        rules.sort();
        rows.sort();
        QCOMPARE(rows, rules);
    }

    void theScopeMatters()
    {
        const QString body = inboundOf("<set-variable name=\"b\" value=\"@(context.Response.Body.As<string>())\"/>");
        QVERIFY(!rulesOf(qd::lintPolicy(body, {})).contains(lit("mcp-response-body")));
        QVERIFY(rulesOf(qd::lintPolicy(inboundOf(""), {.isService = true})).contains(lit("base-service")));
        const QString bare = lit("<policies><inbound><trace source=\"x\"/></inbound></policies>");
        QVERIFY(qd::lintPolicy(bare, {.isService = true}).isEmpty());
    }

    void ourOwnPolicyIsClean()
    {
        const auto tool = qd::allowedTool(lit("a"), lit("{\"name\":\"a\"}"));
        const auto policy = qd::withAllowlist({}, {{*tool}, {lit("b")}});
        QCOMPARE(rulesOf(qd::lintPolicy(*policy, {.isMcp = true})), QStringList());
    }

    void findingsComeInTheOrderOfTheText()
    {
        const auto findings = qd::lintPolicy(lit("<policies>\n<outbound></outbound>\n<inbound></inbound></policies>"), {});
        QCOMPARE(rulesOf(findings), (QStringList{lit("missing-base"), lit("section-order"), lit("missing-base")}));
        QVERIFY(!qd::hasErrors(findings));
    }

    void merges_data()
    {
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("mine");
        QTest::addColumn<QString>("theirs");
        QTest::addColumn<QString>("merged");
        QTest::addColumn<int>("conflicts");
        const QString base = lit("a\nb\nc\nd\ne\n");
        QTest::newRow("apart") << base << lit("A\nb\nc\nd\ne\n") << lit("a\nb\nc\nd\nE\nf\n") << lit("A\nb\nc\nd\nE\nf\n") << 0;
        QTest::newRow("same change") << base << lit("a\nB\nc\nd\ne\n") << lit("a\nB\nc\nd\ne\n") << lit("a\nB\nc\nd\ne\n") << 0;
        QTest::newRow("same line") << base << lit("a\nB\nc\nd\ne\n") << lit("a\nX\nc\nd\ne\n") << lit("a\nB\nc\nd\ne\n") << 1;
        QTest::newRow("inserted at one place") << base << lit("a\nm\nb\nc\nd\ne\n") << lit("a\nt\nb\nc\nd\ne\n") << lit("a\nm\nb\nc\nd\ne\n") << 1;
        QTest::newRow("only theirs") << base << base << lit("b\nc\nd\ne\n") << lit("b\nc\nd\ne\n") << 0;
        QTest::newRow("from nothing") << QString() << lit("m\n") << QString() << lit("m\n") << 0;
    }
    void merges()
    {
        QFETCH(QString, base);
        QFETCH(QString, mine);
        QFETCH(QString, theirs);
        QFETCH(QString, merged);
        QFETCH(int, conflicts);
        QCOMPARE(qd::mergeLines(base, mine, theirs), (qd::MergedText{merged, conflicts}));
    }

    void samplesOfArguments_data()
    {
        QTest::addColumn<QString>("schema");
        QTest::addColumn<QString>("arguments");
        QTest::newRow("nothing asked") << lit("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}") << lit("{}");
        QTest::newRow("types") << lit("{\"properties\":{\"s\":{\"type\":\"string\"},\"n\":{\"type\":\"number\",\"minimum\":3},\"b\":{\"type\":\"boolean\"},"
                                     "\"l\":{\"type\":[\"array\",\"null\"]},\"e\":{\"enum\":[\"x\",\"y\"]},\"d\":{\"default\":{\"k\":1}}},"
                                     "\"required\":[\"s\",\"n\",\"b\",\"l\",\"e\",\"d\"]}")
                              << lit("{\"s\":\"\",\"n\":3,\"b\":false,\"l\":[],\"e\":\"x\",\"d\":{\"k\":1}}");
        QTest::newRow("nested") << lit("{\"properties\":{\"o\":{\"type\":\"object\",\"properties\":{\"i\":{\"type\":\"integer\"}},\"required\":[\"i\"]}},\"required\":[\"o\"]}")
                               << lit("{\"o\":{\"i\":0}}");
        const auto one = [](const char *schema) { return QString(lit("{\"properties\":{\"v\":") + QString::fromUtf8(schema) + lit("},\"required\":[\"v\"]}")); };
        QTest::newRow("above a bound") << one(R"({"type":"integer","exclusiveMinimum":0})") << lit("{\"v\":1}");
        QTest::newRow("below zero") << one(R"({"type":"number","maximum":-2.5})") << lit("{\"v\":-2.5}");
        QTest::newRow("between") << one(R"({"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1})") << lit("{\"v\":0.5}");
        QTest::newRow("a multiple") << one(R"({"type":"integer","minimum":5,"multipleOf":7})") << lit("{\"v\":7}");
        QTest::newRow("enough items") << one(R"({"type":"array","minItems":2,"items":{"type":"boolean"}})") << lit("{\"v\":[false,false]}");
        QTest::newRow("first items") << one(R"({"type":"array","minItems":2,"prefixItems":[{"const":1}],"items":{"const":2}})") << lit("{\"v\":[1,2]}");
        QTest::newRow("a format") << one(R"({"type":"string","format":"email"})") << lit("{\"v\":\"someone@example.com\"}");
        QTest::newRow("a length") << one(R"({"type":"string","minLength":3})") << lit("{\"v\":\"aaa\"}");
        QTest::newRow("a pattern") << one(R"({"type":"string","pattern":"^[0-9]{4}$"})") << lit("{\"v\":\"0000\"}");
        QTest::newRow("a pattern that nothing meets") << one(R"({"type":"string","pattern":"^x{90}$"})") << lit("{\"v\":\"\"}");
        QTest::newRow("a pattern that runs away") << one(R"({"type":"string","pattern":"^(a+)+b$"})") << lit("{\"v\":\"\"}");
        QTest::newRow("titled values") << one(R"({"oneOf":[{"const":"r","title":"Red"},{"const":"g"}]})") << lit("{\"v\":\"r\"}");
        QTest::newRow("or null") << one(R"({"anyOf":[{"type":"null"},{"type":"integer"}]})") << lit("{\"v\":0}");
        QTest::newRow("a reference") << lit("{\"$defs\":{\"a/b\":{\"type\":\"object\",\"properties\":{\"i\":{\"type\":\"integer\"}},\"required\":[\"i\"]}},"
                                           "\"properties\":{\"v\":{\"$ref\":\"#/$defs/a~1b\"}},\"required\":[\"v\"]}")
                                    << lit("{\"v\":{\"i\":0}}");
        QTest::newRow("a reference to nowhere") << one("{\"$ref\":\"#/$defs/none\"}") << lit("{\"v\":\"\"}");
        QTest::newRow("not JSON") << lit("nonsense") << lit("{}");
    }
    void samplesOfArguments()
    {
        QFETCH(QString, schema);
        QFETCH(QString, arguments);
        QCOMPARE(qd::sampleArguments(schema), arguments);
    }
};

QD_TEST_MAIN(QCoreApplication, TestPolicyLint)
#include "tst_policylint.moc"
