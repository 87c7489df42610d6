#include "http/ssereader.h"
#include "mcp/codec20251125.h"
#include "mcp/jsonslice.h"
#include "mcp/notificationgate.h"
#include "mcp/rpcmessage.h"
#include "mcp/schemacheck.h"
#include "mcp/schemareach.h"
#include "mcp/secretmask.h"
#include "manualtimers.h"
#include "testmain.h"

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

class TestMcpParts final : public QObject
{
    Q_OBJECT

    static QByteArrayList eventsOf(const QByteArray &stream, qsizetype step)
    {
        SseReader reader;
        QByteArrayList texts;
        for (qsizetype at = 0; at < stream.size(); at += step)
            for (const SseEvent &event : reader.add(stream.mid(at, step)))
                texts << event.type + '=' + event.data;
        return texts;
    }

private slots:
    void init() { failOnWarnings(); }

    /// Order, numbers and unknown members of what is listed are the sender's.
    void listedItemsStayAsSent()
    {
        const QByteArray prompt = QByteArray("{'z':1.50,'name':'p','arguments':[{'x':123456789012345678901234567890,'name':'a'}],'a':1e2}").replace('\'', '"');
        const QByteArray resource = QByteArray("{'size':2.0,'uri':'a:b','_meta':{'b':1,'a':2}}").replace('\'', '"');
        const QByteArray templated = QByteArray("{'x':[ 1 ],'uriTemplate':'a:{b}'}").replace('\'', '"');
        const Codec20251125 codec;
        QCOMPARE(codec.decodePrompts("{\"prompts\":[" + prompt + "]}")->items.first().raw, QString::fromUtf8(prompt));
        QCOMPARE(codec.decodeResources("{\"resources\":[" + resource + "]}")->items.first().raw, QString::fromUtf8(resource));
        QCOMPARE(codec.decodeResourceTemplates("{\"resourceTemplates\":[" + templated + "]}")->items.first().raw, QString::fromUtf8(templated));
    }

    void events_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArrayList>("texts");
        const auto row = [](const char *name, const QByteArray &stream, const QByteArrayList &texts) { QTest::newRow(name) << stream << texts; };
        row("one", "data: a\n\n", {"message=a"});
        row("no space, type", "event:x\ndata:a\n\n", {"x=a"});
        row("several data lines", "data: a\ndata:\ndata: b\n\n", {"message=a\n\nb"});
        row("carriage returns", "data: a\r\rdata: b\r\n\r\ndata: c\n\n", {"message=a", "message=b", "message=c"});
        row("comments", ": hello\n\n:\ndata: a\n\n", {"message=a"});
        row("field without colon", "data\n\n", {"message="});
        row("priming", "id: 1\ndata:\n\n", {"message="});
        row("id alone", "id: 1\n\n", {});
        row("not complete", "data: a\n", {});
        row("byte order mark", "\xEF\xBB\xBF" "data: a\n\n", {"message=a"});
        row("unknown field", "colour: red\ndata: a\n\n", {"message=a"});
        row("two spaces", "data:  a\n\n", {"message= a"});
    }

    void events()
    {
        QFETCH(QByteArray, stream);
        QFETCH(QByteArrayList, texts);
        for (qsizetype step = 1; step <= stream.size(); ++step)
            QCOMPARE(eventsOf(stream, step), texts);
    }

    void eventIdsAndRetries()
    {
        SseReader reader;
        QCOMPARE(reader.add("id: 7\nretry: 1500\ndata: x\n\nid: 8\n").size(), 1);
        QCOMPARE(reader.lastEventId(), QByteArray("7")); // 8 is not dispatched yet
        QCOMPARE(reader.retry(), std::optional(1500));
        QVERIFY(reader.add("retry: soon\nretry: 99999999999\n\n").isEmpty());
        QCOMPARE(reader.lastEventId(), QByteArray("8"));
        QCOMPARE(reader.retry(), std::optional(300000));
    }

    void eventCap()
    {
        SseReader reader(100);
        QVERIFY(reader.add("data: " + QByteArray(60, 'x') + "\n").isEmpty());
        QVERIFY(!reader.isOverCap());
        QVERIFY(reader.add("data: " + QByteArray(60, 'x') + "\n\n").isEmpty());
        QVERIFY(reader.isOverCap());
        QVERIFY(reader.add("data: a\n\n").isEmpty());
    }

    void slices()
    {
        const QByteArray array = "[1, {\"b\":\"x]\\\"}\"}, \"}\" ]";
        const QByteArray text = " {\"a\" : " + array + " ,\"n\":1.10e400, \"a2\":{\"a\":null},\"\":true} ";
        QCOMPARE(jsonslice::member(text, "a")->toByteArray(), array);
        QCOMPARE(jsonslice::member(text, "n")->toByteArray(), QByteArray("1.10e400"));
        QCOMPARE(jsonslice::member(text, "a2")->toByteArray(), QByteArray("{\"a\":null}"));
        QCOMPARE(jsonslice::member(text, "")->toByteArray(), QByteArray("true"));
        QVERIFY(!jsonslice::member(text, "b"));
        QVERIFY(!jsonslice::member("[1]", "b"));
        QCOMPARE(jsonslice::elements(*jsonslice::member(text, "a")).size(), 3);
        QCOMPARE(jsonslice::elements("[]").size(), 0);
        QCOMPARE(jsonslice::member("{\"a\":1,\"b\":2,\"a\":3}", "a")->toByteArray(), QByteArray("3")); // as Node and Python read it
        QCOMPARE(jsonslice::member("{\"t\\u006fols\":1}", "tools")->toByteArray(), QByteArray("1"));
        QCOMPARE(jsonslice::member("{\"tools\":1,\"t\\u006fols\":2}", "tools")->toByteArray(), QByteArray("2"));
    }

    void depthIsBounded()
    {
        QVERIFY(jsonslice::isJson(QByteArray(QByteArray(128, '[') + QByteArray(128, ']'))));
        QVERIFY(!jsonslice::isJson(QByteArray(QByteArray(129, '[') + QByteArray(129, ']'))));
        QVERIFY(jsonslice::isJson(QByteArray("\"" + QByteArray(500, '[') + "\"")));
        QVERIFY(!jsonslice::isJson("\"\xff\""));
    }

    void messages_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("count"); // -1: refused
        QTest::newRow("answer") << QByteArray(R"({"jsonrpc":"2.0","id":1,"result":{}})") << 1;
        QTest::newRow("batch") << QByteArray(R"([{"jsonrpc":"2.0","id":1,"result":{}},{"jsonrpc":"2.0","method":"x"}])") << 2;
        QTest::newRow("empty batch") << QByteArray("[]") << -1;
        QTest::newRow("string") << QByteArray("\"x\"") << -1;
        QTest::newRow("no version") << QByteArray(R"({"id":1,"result":{}})") << -1;
        QTest::newRow("other version") << QByteArray(R"({"jsonrpc":"1.0","id":1,"result":{}})") << -1;
        QTest::newRow("nothing") << QByteArray(R"({"jsonrpc":"2.0","id":1})") << -1;
        QTest::newRow("names with escapes") << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"r\\u0065sult\":{}}") << 1;
        QTest::newRow("half a character") << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"cut \\ud83d\"}") << 1;
        QTest::newRow("its other half") << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"\\ude00 \\ud83d\\ude00 \\\\ud83d\"}") << 1;
        QTest::newRow("object as id") << QByteArray(R"({"jsonrpc":"2.0","id":{},"result":{}})") << -1;
        QTest::newRow("method no string") << QByteArray(R"({"jsonrpc":"2.0","method":3})") << -1;
        QTest::newRow("cut off") << QByteArray(R"({"jsonrpc":"2.0",)") << -1;
    }

    void messages()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, count);
        const auto messages = decodeRpc(text);
        QCOMPARE(messages ? static_cast<int>(messages->size()) : -1, count);
    }

    /// What is left of a text that was cut in the midst of a character; whole ones and backslashes stay.
    void halfCharacters()
    {
        const auto messages = decodeRpc("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"\\ude00 \\ud83d\\ude00 \\\\ud83d \\uD83D\"}");
        QVERIFY(messages.has_value());
        QCOMPARE(messages->first().body, QByteArray("\"\\ufffd \\ud83d\\ude00 \\\\ud83d \\ufffd\""));
    }

    /// As JSON-RPC 1.0 wrote failures.
    void nullBesideAnError()
    {
        const auto messages = decodeRpc(R"({"jsonrpc":"2.0","id":1,"result":null,"error":{"code":-1,"message":"no"}})");
        QVERIFY(messages.has_value());
        QCOMPARE(messages->first().kind, RpcMessage::Kind::Failure);
        QCOMPARE(messages->first().body, QByteArray(R"({"code":-1,"message":"no"})"));
    }

    void rpcErrors()
    {
        const Error error = errorFromRpc(R"({"code":-32601,"message":"no \u0007such\n tool"})");
        QCOMPARE(error.vendorCode, QStringLiteral("-32601"));
        QCOMPARE(error.message, QStringLiteral("no such tool"));
        QCOMPARE(errorFromRpc("[]").kind, ErrorKind::Decode);
        QVERIFY(!errorFromRpc(R"({"code":-32602})").message.isEmpty());
        QCOMPARE(error.kind, ErrorKind::NotFound);
        const QByteArray data = R"({"why":"closed"})";
        const Error told = errorFromRpc(R"({"code":-32042,"message":"visit","data":)" + data + '}');
        QCOMPARE(told.message, QStringLiteral("visit"));
        QCOMPARE(told.detail, QString::fromLatin1(data));
        for (const char *code : {"null", "-32601.5", "1e99", "[]"})
            QCOMPARE(errorFromRpc(QByteArray("{\"code\":") + code + '}').kind, ErrorKind::Protocol);
    }

    void outsideReferences_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QString>("outside");
        const auto row = [](const char *name, const char *schema, const char *outside = "") {
            QTest::newRow(name) << QByteArray(schema).replace('\'', '"') << QString::fromLatin1(outside);
        };
        row("inside", "{'$ref':'#/$defs/a','$defs':{'a':{'type':'string'}}}");
        row("at the root", "{'$ref':'https://x.example/s.json'}", "https://x.example/s.json");
        row("of a property", "{'properties':{'a':{'items':[{'$ref':'other.json#/a'}]}}}", "other.json#/a");
        row("by an id of its own", "{'$defs':{'a':{'$id':'https://x.example/a.json'}},'items':{'$ref':'https://x.example/a.json#'}}");
        row("by a part of its id", "{'$id':'https://x.example/root.json','items':{'$ref':'root.json'}}");
        row("a metaschema", "{'$ref':'https://json-schema.org/draft/2020-12/schema'}");
        row("a value that looks like one", "{'const':{'$ref':'https://x.example/s.json'}}");
        row("no JSON", "{");
    }

    void outsideReferences()
    {
        QFETCH(QByteArray, schema);
        QTEST(outsideReference(schema), "outside");
    }

    void masks()
    {
        const SecretMask mask({QStringLiteral("pa\"ss word"), QStringLiteral("abc"), QStringLiteral("pa\"ss")});
        const QString shown = mask.masked(QStringLiteral("x=pa\"ss word, {\"k\":\"pa\\\"ss word\"}, u=pa%22ss%20word, abc"));
        QCOMPARE(shown, QStringLiteral("x=***, {\"k\":\"***\"}, u=***, abc"));
    }

    void gate()
    {
        ManualClock clock;
        ManualTimers timers(clock);
        NotificationGate gate(timers, 3);
        QList<int> passed;
        QList<int> dropped;
        connect(&gate, &NotificationGate::dropped, this, [&dropped](int count) { dropped << count; });
        for (int i = 0; i < 10; ++i)
            gate.offer(QStringLiteral("a"), [&passed, i] { passed << i; });
        QCOMPARE(passed, (QList<int>{0, 1, 2}));
        timers.advance(250ms);
        QCOMPARE(passed, (QList<int>{0, 1, 2, 9}));
        QCOMPARE(dropped, QList<int>{6});
        gate.offer(QStringLiteral("a"), [&passed] { passed << 99; });
        QCOMPARE(passed.last(), 99);
    }

    void schemas_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("fits");
        const auto row = [](const char *name, const char *schema, const char *value, bool fits) { QTest::newRow(name) << QByteArray(schema) << QByteArray(value) << fits; };
        row("type", R"({"type":"object"})", "{}", true);
        row("wrong type", R"({"type":"object"})", "[]", false);
        row("required", R"({"type":"object","required":["a"]})", "{}", false);
        row("range", R"({"type":"integer","minimum":1,"maximum":3})", "4", false);
        row("cents", R"({"multipleOf":0.01})", "19.99", true);
        row("cents in a list", R"({"items":{"multipleOf":0.01}})", "[0.07,-1.1,4.35,1e3,0]", true);
        row("more than cents", R"({"items":{"multipleOf":0.01}})", "[19.99,19.999]", false);
        row("a thousandth of a thousandth", R"({"multipleOf":1e-6})", "0.000007", true);
        row("halves", R"({"multipleOf":2.5})", "1e20", true);
        row("not of seven", R"({"multipleOf":7})", "9007199254740993", false);
        row("of seven, exactly", R"({"multipleOf":7})", "9007199254740995", true);
        row("multiples of numbers only", R"({"multipleOf":7})", "\"x\"", true);
        row("integer over 64 bits", R"({"type":"integer"})", "123456789012345678901234567890", true);
        row("integer or none over 64 bits", R"({"type":["integer","null"]})", "18446744073709551616", true);
        row("a text, not an integer over 64 bits", R"({"type":"string"})", "18446744073709551616", false);
        row("2020-12 definitions", "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"number\"}}}", "\"x\"", false);
        row("2020-12 tuples", R"({"prefixItems":[{"type":"number"}],"items":false})", "[1,2]", false);
        row("enum named like keywords", R"({"enum":[{"pattern":"x"}]})", R"({"pattern":"x"})", true);
        row("a property called pattern", R"({"properties":{"pattern":{"type":"string"}}})", R"({"pattern":3})", false);
        row("hostile pattern is not run", R"({"type":"string","pattern":"(a+)+$"})", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"", true);
        row("reference out of the document", "{\"properties\":{\"a\":{\"$ref\":\"https://evil.example/x.json\"}}}", "{\"a\":1}", true);
        row("no schema", "3", "{}", false);
        row("bad schema", R"({"type":"nonsense"})", "{}", false);
        row("reference to itself", "{\"$ref\":\"#\"}", "{}", false);
        row("recursive tree", "{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#\"}},\"additionalProperties\":false}", "{\"next\":{\"next\":{\"x\":1}}}", false);
        row("recursive tree that fits", "{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#\"}},\"additionalProperties\":false}", "{\"next\":{\"next\":{}}}", true);
    }

    void schemas()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, value);
        QFETCH(bool, fits);
        const QStringList findings = checkAgainstSchema(value, schema).findings;
        QVERIFY2(findings.isEmpty() == fits, qPrintable(findings.join(u'\n')));
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpParts)
#include "tst_mcpparts.moc"
