#include "mcp/schemaform.h"
#include "testmain.h"

using namespace qd;
using Kind = ToolField::Kind;

namespace {

QString qs(const char *utf8) { return QString::fromUtf8(utf8); }

ToolForm formOf(const QByteArray &properties, const char *required = "[]")
{
    return formOfSchema(QByteArray("{\"type\":\"object\",\"properties\":" + properties + ",\"required\":" + required + "}"));
}

/// With quotes in the place of apostrophes.
QByteArray json(QByteArray text) { return text.replace('\'', '"'); }

/// Through the form and back.
QString roundTrip(const ToolForm &form, const char *arguments)
{
    const auto values = valuesOf(form, qs(arguments));
    if (!values)
        return values.error().message;
    const auto made = argumentsOf(form, *values, qs(arguments));
    return made ? *made : made.error().message;
}

const char *const order = R"({"order":{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"lines":{"type":"array","minItems":1,
    "items":{"type":"object","required":["sku"],"properties":{"sku":{"type":"string"},"price":{"type":"number","minimum":0}}}}}}})";

} // namespace

/// Schemas to forms, values to JSON and back.
class TestMcpForm : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void kindsFollowTheSchema()
    {
        const ToolForm form = formOf(R"({"city":{"type":"string","default":"Oslo"},"n":{"type":"integer","minimum":1},"unit":{"enum":["C","F"]},"tags":{"type":"array","items":{"type":"string"}},
            "where":{"type":"object","properties":{"zip":{"type":["string","null"]}}},"odd":{"oneOf":[{"type":"string"},{"type":"number"}]},"on":{"anyOf":[{"type":"boolean"},{"type":"null"}]},
            "any":{},"size":{"oneOf":[{"const":"s","title":"Small"},{"const":"l","title":"Large"}]},"days":{"type":"array","items":{"enum":["mo","tu"]}},"either":{"type":["string","integer"]}})");
        const QList<Kind> kinds{Kind::Text, Kind::Integer, Kind::Choice, Kind::Items, Kind::Group, Kind::Variant, Kind::Flag, Kind::Raw, Kind::Choice, Kind::Choices, Kind::Variant};
        QCOMPARE(form.fields.size(), kinds.size());
        for (qsizetype i = 0; i < kinds.size(); ++i)
            QVERIFY2(form.fields.at(i).kind == kinds.at(i), qPrintable(form.fields.at(i).name));
        QCOMPARE(form.initial, (ToolValues{{qs("/city"), qs("Oslo")}}));
        QVERIFY(form.fields.at(4).fields.first().isNullable && form.fields.at(6).isNullable);
        QCOMPARE(form.fields.at(8).choiceTitles, QStringList({qs("Small"), qs("Large")}));
        QCOMPARE(form.fields.at(8).choices, QStringList({qs("s"), qs("l")}));
        QCOMPARE(form.fields.at(5).fields.first().name, qs("string"));
        QVERIFY(formOfSchema("3").isRaw);
    }

    void referencesStayInTheSchema()
    {
        const ToolForm form = formOfSchema(json("{'type':'object','$defs':{'a/b':{'type':'integer'},'node':{'type':'object','properties':{'next':{'$ref':'#/$defs/node'},'v':{'type':'number'}}}},'properties':{'n':{'$ref':'#/$defs/a~1b'},'tree':{'$ref':'#/$defs/node'},'far':{'$ref':'other.json'},'self':{'$ref':'#/properties/self'}}}"));
        QCOMPARE(form.fields.at(0).kind, Kind::Integer);
        QCOMPARE(form.fields.at(1).kind, Kind::Group);
        QCOMPARE(form.fields.at(2).kind, Kind::Raw);
        QCOMPARE(form.fields.at(3).kind, Kind::Raw);
        const QByteArray tree = json("{'tree':{'v':1,'next':{'next':{'v':2}}}}");
        QCOMPARE(roundTrip(form, tree.constData()), qs(tree.constData()));
    }

    void whatIsNotGivenIsLeftOut()
    {
        const ToolForm form = formOf(R"({"a":{"type":"string"},"b":{"type":"string"},"c":{"type":"integer"},"o":{"type":"object","properties":{"x":{"type":"string"}}}})", R"(["a"])");
        QCOMPARE(*argumentsOf(form, {}), qs(R"({"a":""})"));
        QCOMPARE(*argumentsOf(form, {{qs("/b"), QString()}, {qs("/c"), qs("7")}}), qs(R"({"a":"","b":"","c":7})"));
        QCOMPARE(*argumentsOf(form, {{qs("/o/x"), qs("y")}}), qs(R"({"a":"","o":{"x":"y"}})"));
    }

    void nestedListsAndAlternatives_data()
    {
        QTest::addColumn<QString>("arguments");
        for (const char *text : {R"({"order":{"id":"A","lines":[{"sku":"x","price":1.50},{"sku":"y"}]}})", R"({"order":{"lines":[{"price":1e3,"sku":"x"}],"id":"é\n"}})", R"({})",
                                 R"({"order":{"id":"","lines":[{"sku":""}]}})"})
            QTest::newRow(text) << qs(text);
    }
    void nestedListsAndAlternatives()
    {
        QFETCH(QString, arguments);
        QCOMPARE(roundTrip(formOf(order), qPrintable(arguments)), arguments);
    }

    void jsonGoesBothWaysWithoutLoss()
    {
        const ToolForm form = formOf(R"({"n":{"type":"number"},"s":{"type":"string"},"maybe":{"type":["integer","null"]},"v":{"anyOf":[{"type":"object","properties":{"a":{"type":"string"}}},
            {"type":"object","properties":{"b":{"type":"number"},"c":{"type":"string"}}},{"type":"array","items":{"type":"integer"}},{"type":"null"}]},"raw":{}})");
        for (const char *text : {R"({"s":"x","n":1.10})", R"({"n":12345678901234567890123,"unknown":[1.0, {"k":null}]})", R"({"maybe":null,"n":-0})", R"({"v":{"b":1.0,"c":"x"}})", R"({"v":[1,2]})",
                                 R"({"v":null})", R"({"raw":{"b":1,"a":[1.00]}})", R"({"s":"\u00e9\/"})", R"({"v":{"a":"x","zz":1}})"})
            QCOMPARE(roundTrip(form, text), qs(text));
    }

    void whatHasNoPlaceIsSaid()
    {
        const ToolForm form = formOf(order);
        for (const char *text : {R"({"order":3})", R"({"order":{"id":7}})", R"({"order":{"lines":{}}})", R"({"order":{"id":null}})"}) {
            const auto values = valuesOf(form, qs(text));
            QVERIFY2(!values && values.error().message.contains(qs("order")), text);
        }
        QVERIFY(!valuesOf(form, qs("[1]")));
    }

    void problemsNameTheField()
    {
        const ToolForm form = formOf(order, R"(["order"])");
        ToolValues values{{qs("/order"), QString()}, {qs("/order/id"), qs("A")}, {qs("/order/lines"), qs("2")}, {qs("/order/lines/0"), QString()}, {qs("/order/lines/0/sku"), qs("x")},
                          {qs("/order/lines/0/price"), qs("-1")}, {qs("/order/lines/1/price"), qs("cheap")}};
        const QList<ToolProblem> problems = problemsOf(form, values);
        QCOMPARE(problems.size(), 2);
        QCOMPARE(problems.at(0), (ToolProblem{qs("/order/lines/0/price"), qs("order.lines[0].price: it must be at least 0.")}));
        QVERIFY(problems.at(1).message.startsWith(qs("order.lines[1].price: ")) && problems.at(1).message.contains(qs("no number")));
        QCOMPARE(argumentsOf(form, values).error().detail, qs("/order/lines/0/price"));
        values[qs("/order/lines")] = qs("0");
        QVERIFY(problemsOf(form, values).first().message.contains(qs("at least 1 elements")));
    }

    void singleValuesAreChecked_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QString>("good");
        QTest::addColumn<QString>("bad");
        const auto row = [](const char *schema, const char *good, const char *bad) { QTest::newRow(schema) << QByteArray(schema) << qs(good) << qs(bad); };
        row(R"({"type":"integer","maximum":5})", "5", "6");
        row(R"({"type":"integer"})", "-3", "1.5");
        row(R"({"type":"number"})", "1e3", "01");
        row(R"({"type":"boolean"})", "true", "yes");
        row(R"({"type":"string","minLength":2,"maxLength":3})", "äöü", "a");
        row(R"({"type":"string","pattern":"^[A-Z]+$"})", "AB", "ab");
        row(R"({"type":"string","format":"email"})", "a@b.example", "a.example");
        row(R"({"type":"string","format":"uri"})", "https://x.example/", "x.example");
        row(R"({"type":"string","format":"date"})", "2026-11-22", "22.11.2026");
        row(R"({"type":"string","format":"date-time"})", "2026-11-22T10:00:00Z", "noon");
        row(R"({"enum":[1,2]})", "2", "3");
        row("{}", "[1]", "[1");
    }
    void singleValuesAreChecked()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QString, good);
        QFETCH(QString, bad);
        const ToolForm form = formOf("{\"x\":" + schema + '}', "[\"x\"]");
        QVERIFY(problemsOf(form, {{qs("/x"), good}}).isEmpty());
        QCOMPARE(problemsOf(form, {{qs("/x"), bad}}).size(), 1);
        QVERIFY(problemsOf(form, {{qs("/x"), bad}}).first().message.startsWith(qs("x: ")));
    }

    void hugeSchemasEnd()
    {
        QByteArray properties = "{";
        for (int i = 0; i < 5000; ++i)
            properties += "\"p" + QByteArray::number(i) + "\":{\"type\":\"string\"},";
        properties.chop(1);
        const ToolForm form = formOf(properties + '}');
        QVERIFY(form.fields.size() <= 1000 && form.fields.size() > 900);
        const ToolForm knot = formOfSchema(json("{'type':'object','$defs':{'n':{'type':'object','properties':{'a':{'$ref':'#/$defs/n'},'b':{'$ref':'#/$defs/n'},'c':{'$ref':'#/$defs/n'},'d':{'$ref':'#/$defs/n'}}}},'properties':{'n':{'$ref':'#/$defs/n'}}}"));
        QCOMPARE(knot.fields.size(), 1);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpForm)
#include "tst_mcpform.moc"
