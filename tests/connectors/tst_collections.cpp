#include "auth/memorysecretstore.h"
#include "mcp/jsonpath.h"
#include "mcpcollections/answerreader.h"
#include "mcpcollections/collectioncodec.h"
#include "mcpcollections/collectionfiles.h"
#include "mcpcollections/collectionreferences.h"
#include "outcome.h"
#include "testmain.h"

#include <QFile>
#include <QTemporaryDir>

using namespace qd;
using namespace qd::test;
using namespace qd::collection;

namespace {

Result<QByteArray> noSibling(const QString &name) { return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("no file ") + name}; }

Result<Collection> decoded(const QByteArray &text) { return decodeCollection(text, noSibling); }

QByteArray withStep(const QByteArray &step) { return R"({"version":1,"steps":[)" + step + "]}"; }

Answer answerOf(const QByteArray &result)
{
    Answer answer{.code = {}, .text = QStringLiteral("sum is 42"), .result = result, .warnings = {}};
    answer.elapsed = Milliseconds(120);
    return answer;
}

const QByteArray sample = R"({"a":{"b":[{"n":1},{"n":2.5},{"n":"three"}],"x y":true},"text":"hello","none":null,"n":9,"big":12345678901234567890123,"like":[1e3, 0.10]})";

} // namespace

/// The files of collections: what is read, what is refused and where, paths, variables and checks.
class TestCollections final : public QObject
{
    Q_OBJECT

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void paths_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("found"); ///< JSON; empty: nothing; "!": refused
        const auto row = [](const char *path, const char *found) { QTest::newRow(path) << QString::fromUtf8(path) << QString::fromUtf8(found); };
        row("$.text", "\"hello\"");
        row("$.a.b[0].n", "1");
        row("$.a.b[-1].n", "\"three\"");
        row("$['a']['x y']", "true");
        row("$.a.b[*].n", "[1,2.5,\"three\"]");
        row("$..n", "[9,1,2.5,\"three\"]");
        row("$.a.*", "[[{\"n\":1},{\"n\":2.5},{\"n\":\"three\"}],true]");
        row("$.big", "12345678901234567890123");
        row("$.like", "[1e3,0.10]");
        row("$.like[-1]", "0.10");
        row("$.none", "null");
        row("$.nothing", "");
        row("$.a.b[7]", "");
        row("$.a.b[-9]", "");
        row("$.text[0]", "");
        row("$..zzz", "[]");
        row("a.b", "!");
        row("$.", "!");
        row("$.a[", "!");
        row("$.a['b]", "!");
        row("$.a[1x]", "!");
        row("$.a[99999999999]", "!");
        row("$.a b", "!");
    }
    void paths()
    {
        QFETCH(QString, path);
        QFETCH(QString, found);
        const auto parsed = jsonpath::parse(path);
        QCOMPARE(parsed.has_value(), found != QStringLiteral("!"));
        if (!parsed) {
            QVERIFY(parsed.error().position.has_value());
            return;
        }
        const AnswerReader reader(answerOf(sample));
        const auto value = reader.capture(path);
        QCOMPARE(value.value_or(QString()), found);
        QCOMPARE(value.has_value(), !found.isEmpty());
    }

    void longPathIsRefused()
    {
        QVERIFY(!jsonpath::parse(u'$' + QStringLiteral(".a").repeated(65)));
        QVERIFY(jsonpath::parse(u'$' + QStringLiteral(".a").repeated(64)));
        QVERIFY(!jsonpath::parse(QStringLiteral("$.") + QString(1000, u'a')));
    }

    void checks_data()
    {
        QTest::addColumn<QByteArray>("check");
        QTest::addColumn<bool>("isMet");
        const auto row = [](const char *check, bool isMet) { QTest::newRow(check) << QByteArray(check) << isMet; };
        row(R"({"on":"status","equals":"ok"})", true);
        row(R"({"on":"status","oneOf":["toolError","error"]})", false);
        row(R"({"on":"latencyMs","less":121})", true);
        row(R"({"on":"latencyMs","less":120})", false);
        row(R"({"on":"latencyMs","atMost":120})", true);
        row(R"({"on":"text","contains":"42"})", true);
        row(R"({"on":"text","matches":"^sum is \\d+$"})", true);
        row(R"({"on":"text","matches":"^\\d+$"})", false);
        row(R"({"on":"$.text","equals":"hello"})", true);
        row(R"({"on":"$.n","equals":9.0})", true);
        row(R"({"on":"$.n","equals":"9"})", false);
        row(R"({"on":"$.n","notEquals":8})", true);
        row(R"({"on":"$.n","greater":8.5})", true);
        row(R"({"on":"$.n","atLeast":10})", false);
        row(R"({"on":"$.text","less":3})", false);
        row(R"({"on":"$.a.b[0]","equals":{"n":1}})", true);
        row(R"({"on":"$.a.b","count":3})", true);
        row(R"({"on":"$.a.b","count":2})", false);
        row(R"({"on":"$.a.b[*].n","contains":2.5})", true);
        row(R"({"on":"$.a.b[*].n","contains":3})", false);
        row(R"({"on":"$.a","contains":"x y"})", true);
        row(R"({"on":"$.none","exists":true})", true);
        row(R"({"on":"$.gone","exists":true})", false);
        row(R"({"on":"$.gone","exists":false})", true);
        row(R"({"on":"$..gone","exists":false})", true);
        row(R"({"on":"$..n","exists":true})", true);
        row(R"({"on":"$.gone","equals":null})", false);
        row(R"({"on":"$.n","type":"integer"})", true);
        row(R"({"on":"$.n","type":"number"})", true);
        row(R"({"on":"$.a.b[1].n","type":"integer"})", false);
        row(R"({"on":"$.none","type":"null"})", true);
        row(R"({"on":"$.a","schema":{"type":"object","required":["b"]}})", true);
        row(R"({"on":"$.a","schema":{"type":"object","required":["c"]}})", false);
        row(R"({"on":"$.a","schema":true})", true);
        row("{\"on\":\"$.n\",\"schema\":{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"number\"}}}}", true);
        row(R"({"on":"$.n","count":1})", false);
        row(R"({"on":"warnings","equals":[]})", true);
        row(R"({"on":"code","exists":false})", true);
    }
    void checks()
    {
        QFETCH(QByteArray, check);
        QFETCH(bool, isMet);
        const auto collection = decoded(withStep(R"({"ping":true,"expect":[)" + check + "]}"));
        QVERIFY2(collection, collection ? "" : qPrintable(collection.error().message));
        const AnswerReader reader(answerOf(sample));
        const CheckOutcome outcome = reader.check(collection->steps.first().checks.first());
        QVERIFY2(outcome.isMet == isMet, qPrintable(outcome.what + u" / " + outcome.actual));
        QVERIFY(!outcome.what.isEmpty() && !outcome.actual.isEmpty());
    }

    void saidInstead_data()
    {
        QTest::addColumn<QByteArray>("check");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const char *check, const char *says) { QTest::newRow(name) << QByteArray(check) << QString::fromUtf8(says); };
        row("a reference abroad", "{\"on\":\"$.n\",\"schema\":{\"$ref\":\"http:" "//127.0.0.1:9/x\"}}", "could not be judged: the reference http://127.0.0.1:9/x leads nowhere");
        row("a file beside", "{\"on\":\"$.n\",\"schema\":{\"$ref\":\"other.json\"}}", "could not be judged: the reference other.json leads nowhere");
        row("no such part", "{\"on\":\"$.n\",\"schema\":{\"$ref\":\"#/$defs/none\"}}", "the reference #/$defs/none leads nowhere");
        row("a part that is not used yet", "{\"on\":\"$.a\",\"schema\":{\"properties\":{\"later\":{\"$ref\":\"other.json\"}}}}", "other.json leads nowhere");
        row("a pattern that is none", "{\"on\":\"$.text\",\"schema\":{\"pattern\":\"(\"}}", "the pattern ( cannot be read");
        row("count of a number", "{\"on\":\"$.a.b[0].n\",\"count\":3}", "count needs a list, text or object; this is the number 1");
        row("count of true", "{\"on\":\"$.a['x y']\",\"count\":3}", "this is true");
    }

    /// A check that cannot be made is not met, and says why.
    void saidInstead()
    {
        QFETCH(QByteArray, check);
        QFETCH(QString, says);
        const auto collection = decoded(withStep(R"({"ping":true,"expect":[)" + check + "]}"));
        QVERIFY2(collection, collection ? "" : qPrintable(collection.error().message));
        const AnswerReader reader(answerOf(sample));
        const CheckOutcome outcome = reader.check(collection->steps.first().checks.first());
        QVERIFY2(!outcome.isMet && outcome.actual.contains(says), qPrintable(outcome.actual));
    }

    /// A pattern of a schema that would take years counts where the answer depends on it, and nowhere else.
    void patternBombInASchema()
    {
        const AnswerReader reader(answerOf("{\"long\":\"" + QByteArray(3000, 'a') + "!\",\"short\":\"x\"}"));
        const auto check = [&reader](const char *on) { return reader.check({.on = QLatin1StringView(on), .op = Check::Operator::Schema, .expected = QStringLiteral("{\"properties\":{\"long\":{\"pattern\":\"^(a|aa|a*)*$\"}}}")}); };
        QVERIFY(!check("$").isMet);
        QVERIFY2(check("$").actual.contains(QStringLiteral("could not be judged: the pattern ^(a|aa|a*)*$ takes too long")), qPrintable(check("$").actual));
        const AnswerReader elsewhere(answerOf("{\"other\":\"" + QByteArray(3000, 'a') + "!\",\"long\":\"aa\"}"));
        QVERIFY(elsewhere.check({.on = QStringLiteral("$"), .op = Check::Operator::Schema, .expected = QStringLiteral("{\"properties\":{\"long\":{\"pattern\":\"^(a|aa|a*)*$\"}}}")}).isMet);
    }

    /// A pattern that would take years on this text ends, and is said to be the reason.
    void patternBomb()
    {
        Answer answer = answerOf("{}");
        answer.text = QString(5000, u'a') + u'!';
        const AnswerReader reader(answer);
        const CheckOutcome outcome = reader.check({.on = QStringLiteral("text"), .op = Check::Operator::Matches, .expected = QStringLiteral("\"^(a|aa|a*)*$\"")});
        QVERIFY(!outcome.isMet);
        QVERIFY2(outcome.actual.contains(QStringLiteral("too long")), qPrintable(outcome.actual));
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QByteArray &text, const char *says) { QTest::newRow(name) << text << QString::fromUtf8(says); };
        row("no JSON", "{\n  \"version\": 1,\n  oops }", "line 3, column 3");
        row("a list", "[]", "an object is expected");
        row("no version", R"({"steps":[]})", "version");
        row("a later version", R"({"version":2,"steps":[]})", "2 is not known");
        row("no steps", R"({"version":1})", "steps");
        row("no kind", withStep(R"({"name":"x"})"), "steps[0]: what the step does is missing");
        row("two kinds", withStep(R"({"call":"x","read":"y"})"), "steps[0]");
        row("list of what", withStep(R"({"list":"cakes"})"), "steps[0].list");
        row("unknown subject", withStep(R"({"ping":true,"expect":[{"on":"stats","equals":1}]})"), "steps[0].expect[0]");
        row("bad path", withStep("{\"ping\":true,\"expect\":[{\"on\":\"$.a[\",\"equals\":1}]}"), "character 5");
        row("two operators", withStep(R"({"ping":true,"expect":[{"on":"text","equals":"1","contains":"x"}]})"), "exactly one of");
        row("less than a word", withStep(R"({"ping":true,"expect":[{"on":"latencyMs","less":"soon"}]})"), "needs a number");
        row("long pattern", withStep("{\"ping\":true,\"expect\":[{\"on\":\"text\",\"matches\":\"" + QByteArray(1001, 'a') + "\"}]}"), "1000 characters");
        row("bad capture", withStep(R"({"ping":true,"capture":{"x":"a.b"}})"), "steps[0].capture.x");
        row("rows of what", withStep(R"({"ping":true,"rows":[1]})"), "steps[0].rows[0]");
        row("rows in no file", withStep(R"({"ping":true,"rows":"rows.json"})"), "no file rows.json");
        row("timeout", withStep(R"({"ping":true,"timeoutMs":0})"), "steps[0].timeoutMs");
        row("arguments", withStep(R"({"call":"x","arguments":[1]})"), "steps[0].arguments");
        row("completion of both", withStep(R"({"complete":{"prompt":"p","resource":"r"}})"), "steps[0].complete");
        row("completion of what", withStep(R"({"complete":{"prompt":"p"}})"), "steps[0].complete: “argument” is missing");
        row("no such status", withStep(R"({"ping":true,"expect":[{"on":"status","equals":"okay"}]})"), "steps[0].expect[0]: a status is ok, toolError");
        row("no such status among others", withStep(R"({"ping":true,"expect":[{"on":"status","oneOf":["ok","okay"]}]})"), "steps[0].expect[0]: a status is ok, toolError");
        row("no such type", withStep(R"({"ping":true,"expect":[{"on":"$.a","type":"objct"}]})"), "steps[0].expect[0]: type needs the name of a type: null");
        row("a pattern that is none", withStep("{\"ping\":true,\"expect\":[{\"on\":\"text\",\"matches\":\"(\"}]}"), "steps[0].expect[0]: the pattern cannot be read");
        row("fewer than none", withStep(R"({"ping":true,"expect":[{"on":"$.a","count":-1}]})"), "steps[0].expect[0]: count needs a whole number from 0 on");
        row("half a count", withStep(R"({"ping":true,"expect":[{"on":"$.a","count":1.5}]})"), "count needs a whole number from 0 on");
        row("a schema that is none", withStep(R"({"ping":true,"expect":[{"on":"$.a","schema":[]}]})"), "steps[0].expect[0]: schema needs a JSON schema");
        row("a schema with no such type", withStep(R"({"ping":true,"expect":[{"on":"$.a","schema":{"type":"strng"}}]})"), "steps[0].expect[0]: The schema could not be read: ");
        row("two operators, one of them wrong", withStep(R"({"ping":true,"expect":[{"on":"status","equals":"ok","notEquals":"x"}]})"), "exactly one of");
        row("elicit", R"({"version":1,"answers":{"elicit":"maybe"},"steps":[]})", "answers.elicit: accept, decline or cancel is expected");
        row("roots", R"({"version":1,"answers":{"roots":"x"},"steps":[]})", "answers.roots: a list");
        row("a root", R"({"version":1,"answers":{"roots":[{"name":"x"}]},"steps":[]})", "answers.roots: a list");
        row("sample", R"({"version":1,"answers":{"sample":5},"steps":[]})", "answers.sample: a text");
        row("content", R"({"version":1,"answers":{"content":"x"},"steps":[]})", "answers.content: an object");
        row("too deep", QByteArray(100, '[') + QByteArray(100, ']'), "nested deeper");
        row("too many steps", R"({"version":1,"steps":[)" + QByteArray(R"({"ping":true},)").repeated(1000) + R"({"ping":true}]})", "at most 1000");
        row("broken UTF-8", "{\"version\":1,\"name\":\"\xff\xfe\",\"steps\":[]}", "This is not JSON");
    }
    void refusals()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        const auto collection = decoded(text);
        QVERIFY(!collection);
        QCOMPARE(collection.error().kind, ErrorKind::Invalid);
        QVERIFY2(collection.error().message.contains(says), qPrintable(collection.error().message));
    }

    void notes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("notes");
        const auto row = [](const char *name, const QByteArray &text, const QStringList &notes) { QTest::newRow(name) << text << notes; };
        row("nothing to say", withStep(R"({"call":"echo","arguments":{"whatever":1},"x-owner":"me","description":"d"})"), {});
        row("expects", withStep(R"({"call":"echo","expects":[]})"), {QStringLiteral("step 1 (echo): “expects” is not known; did you mean expect?")});
        row("args", withStep(R"({"call":"echo","name":"say","args":{}})"), {QStringLiteral("step 1 (say): “args” is not known; did you mean arguments?")});
        row("nothing like it", withStep(R"({"ping":true,"zzzzzz":1})"), {QStringLiteral("step 1: “zzzzzz” is not known")});
        row("no rows", withStep(R"({"ping":true,"rows":[]})"), {QStringLiteral("step 1: there are no rows: the step is not run")});
        row("no steps", R"({"version":1,"steps":[]})", {QStringLiteral("there are no steps: nothing is called and nothing is checked")});
        row("of the collection", R"({"version":1,"enviroments":{},"steps":[{"ping":true}]})", {QStringLiteral("“enviroments” is not known; did you mean environments?")});
        row("of the answers", R"({"version":1,"answers":{"elicite":"accept"},"steps":[{"ping":true}]})", {QStringLiteral("“elicite” is not known; did you mean elicit?")});
        row("a folder for a root", R"({"version":1,"answers":{"roots":["/srv"]},"steps":[{"ping":true}]})", {QStringLiteral("a root in the answers is no address that begins with file:" "//")});
        row("roots", "{\"version\":1,\"answers\":{\"roots\":[\"file:" "///srv\",{\"uri\":\"${root}\"}]},\"steps\":[{\"ping\":true}]}", {});
        row("of a completion", withStep(R"({"complete":{"prompt":"p","argument":"a","values":"x"}})"), {QStringLiteral("step 1 (p): “values” is not known; did you mean value?")});
    }

    /// What is read and likely not meant is said.
    void notes()
    {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, notes);
        const auto collection = decoded(text);
        QVERIFY2(collection, collection ? "" : qPrintable(collection.error().message));
        QCOMPARE(collection->notes, notes);
    }

    /// Numbers go out as they stand in the file, whatever a number can hold.
    void argumentsAsWritten()
    {
        const auto collection = decoded("{\"version\":1,\"steps\":[{\"ping\":true},\n {\"call\":\"t\", \"arguments\": { \"z\": 1.0,\n\"a\": [1e3, 12345678901234567890123], \"f\": 0.10, \"t\": \"a  b\\u00e9\" }}]}");
        QVERIFY(collection);
        QCOMPARE(collection->steps.at(1).arguments, QStringLiteral("{\"z\":1.0,\"a\":[1e3,12345678901234567890123],\"f\":0.10,\"t\":\"a  b\\u00e9\"}"));
        const auto twice = decoded("{\"version\":1,\"steps\":[{\"call\":\"t\",\"arguments\":{\"a\":1},\"arguments\":{\"a\":2}}]}");
        QVERIFY(twice);
        QCOMPARE(twice->steps.first().arguments, QStringLiteral("{\"a\":2}")); // as readers of JSON take it
        const auto more = decoded("{\"version\":1,\"variables\":{\"s\":\"x\", \"v\": [1e3, 1.0]},\"environments\":{\"e\":{},\"f\":{ \"v\": 0.10 }},"
                                  "\"steps\":[{\"ping\":true,\"rows\":[{\"r\": 1e3},{}]}]}");
        QVERIFY(more);
        QCOMPARE(more->variables.last().second, QStringLiteral("[1e3,1.0]"));
        QCOMPARE(more->environments.last().variables.first().second, QStringLiteral("0.10"));
        QCOMPARE(more->steps.first().rows, (QStringList{QStringLiteral("{\"r\":1e3}"), QStringLiteral("{}")}));
    }

    void noRowsAreKept()
    {
        const auto read = decoded(withStep(R"({"ping":true,"rows":[]})"));
        QVERIFY(read && read->steps.first().hasRows);
        QVERIFY(decoded(encodeCollection(*read))->steps.first().hasRows);
    }

    void unknownMembersAreKept()
    {
        const QByteArray text = R"({"version":1,"x-owner":"team","name":"n","variables":{"a":1},"steps":[
            {"call":"t","x-note":{"z":1,"a":2},"arguments":{"q":"${a}"},"expect":[{"on":"text","x-why":"because","equals":"1"}],"capture":{"v":"$.b"},"rows":[{"a":1}]}]})";
        const auto first = decoded(text);
        QVERIFY(first);
        Collection changed = *first;
        changed.steps[0].name = QStringLiteral("new name");
        changed.steps[0].checks[0].expected = QStringLiteral("\"2\"");
        const QByteArray saved = encodeCollection(changed);
        for (const char *kept : {"\"x-owner\": \"team\"", "\"x-why\": \"because\"", "\"new name\"", "\"equals\": \"2\""})
            QVERIFY2(saved.contains(kept), saved.constData());
        QVERIFY(saved.indexOf("\"z\"") < saved.indexOf("\"a\": 2"));
        const auto second = decoded(saved);
        QVERIFY(second);
        QCOMPARE(encodeCollection(*second), saved);
        QCOMPARE(second->steps.first().rows, first->steps.first().rows);
    }

    void filesBeside()
    {
        QTemporaryDir folder;
        const auto write = [&folder](const char *name, const QByteArray &bytes) {
            QFile file(folder.filePath(QString::fromLatin1(name)));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        };
        QVERIFY(write("rows.json", R"([{"a":1e3},{"a":2}])"));
        QVERIFY(write("env.json", R"({"local":{"host":"here"}})"));
        QVERIFY(write("one.json", R"({"version":1,"environments":"env.json","steps":[{"ping":true,"rows":"rows.json"}]})"));
        const auto read = readCollection(folder.filePath(QStringLiteral("one.json")));
        QVERIFY2(read, read ? "" : qPrintable(read.error().message));
        QCOMPARE(read->name, QStringLiteral("one"));
        QCOMPARE(read->steps.first().rows.size(), 2);
        QCOMPARE(read->environments.first().name, QStringLiteral("local"));
        QVERIFY(writeCollection(*read, folder.filePath(QStringLiteral("one.json"))));
        QCOMPARE(readCollection(folder.filePath(QStringLiteral("one.json")))->steps.first().rowsFile, QStringLiteral("rows.json"));
        for (const char *outside : {"../rows.json", "/etc/hostname", "x/../../rows.json"}) {
            QVERIFY(write("bad.json", QByteArray(R"({"version":1,"steps":[{"ping":true,"rows":")") + outside + "\"}]}"));
            const auto refused = readCollection(folder.filePath(QStringLiteral("bad.json")));
            QVERIFY(!refused);
            QVERIFY2(refused.error().message.contains(QStringLiteral("not a file beside")), qPrintable(refused.error().message));
        }
        QVERIFY(!readCollection(folder.filePath(QStringLiteral("absent.json"))));
    }

    void variables()
    {
        CollectionVariables scope;
        scope.define(QStringLiteral("n"), QStringLiteral("7"));
        scope.define(QStringLiteral("who"), QStringLiteral("\"Ann ${n}\""));
        scope.define(QStringLiteral("list"), QStringLiteral("[1,\"${n}\"]"));
        scope.define(QStringLiteral("loop"), QStringLiteral("\"x${loop}\""));
        scope.set(QStringLiteral("said"), QStringLiteral("\"${secret:key} ${n}\""));
        QCOMPARE(scope.inJson(QStringLiteral(R"({"a":"${n}","b":"no ${n}","c":"${list}","d":1.50})")).value(), QStringLiteral(R"({"a":7,"b":"no 7","c":[1,7],"d":1.50})"));
        QCOMPARE(scope.inJson(QStringLiteral("{ \"${n}\" : [1e3,\"${n}\",12345678901234567890123], \"e\":\"\\u00e9 $${n}\"}")).value(),
                 QStringLiteral("{ \"${n}\" : [1e3,7,12345678901234567890123], \"e\":\"\\u00e9 ${n}\"}"));
        QVERIFY(!scope.inJson(QStringLiteral("{\"a\":\"${n}\"")));
        QCOMPARE(scope.inJson(QStringLiteral(R"({"d":1.50})")).value(), QStringLiteral(R"({"d":1.50})"));
        QCOMPARE(scope.inText(QStringLiteral("hello ${who}!")).value(), QStringLiteral("hello Ann 7!"));
        QCOMPARE(scope.inText(QStringLiteral("$${n} costs $5")).value(), QStringLiteral("${n} costs $5"));
        QCOMPARE(scope.inText(QStringLiteral("${n}")).value(), QStringLiteral("7"));
        // What a server said is a text, whatever stands in it.
        QCOMPARE(scope.inText(QStringLiteral("<${said}>")).value(), QStringLiteral("<${secret:key} ${n}>"));
        QVERIFY(scope.inText(QStringLiteral("${loop}")).error().message.contains(QStringLiteral("loop")));
        QVERIFY(scope.inText(QStringLiteral("${absent}")).error().message.contains(QStringLiteral("absent")));
        QVERIFY(!scope.inText(QStringLiteral("x${n")));
    }

    void references()
    {
        MemorySecretStore secrets;
        Outcome<void> stored;
        secrets.write(QStringLiteral("key"), QStringLiteral("s3cret!"), stored.context(), stored.completion());
        QVERIFY(stored.wait());
        qputenv("QD_TEST_VALUE", "from outside");
        const auto collection = decoded(R"({"version":1,"variables":{"token":"Bearer ${secret:key}","v":"${env:QD_TEST_VALUE}"},
            "environments":{"local":{"v":"${env:QD_TEST_ABSENT:-fallback}"},"broken":{"v":"${env:QD_TEST_ABSENT}"}},"steps":[]})");
        QVERIFY(collection);
        const auto started = [&](const char *environment) {
            auto outcome = std::make_unique<Outcome<CollectionStart>>();
            startCollection(*collection, {.environment = QString::fromLatin1(environment), .values = {}}, secrets, outcome->context(), outcome->completion());
            return outcome->wait() ? std::move(outcome) : nullptr;
        };
        const auto plain = started("");
        QVERIFY(plain && plain->ok());
        QCOMPARE(plain->value().variables.inText(QStringLiteral("${token} ${v}")).value(), QStringLiteral("Bearer s3cret! from outside"));
        QVERIFY(plain->value().secrets.contains(QStringLiteral("s3cret!")));
        QCOMPARE(started("local")->value().variables.inText(QStringLiteral("${v}")).value(), QStringLiteral("fallback"));
        QVERIFY(started("broken")->error().message.contains(QStringLiteral("QD_TEST_ABSENT")));
        QVERIFY(started("nowhere")->error().message.contains(QStringLiteral("local, broken")));
        qunsetenv("QD_TEST_VALUE");
    }
};

QD_TEST_MAIN(QCoreApplication, TestCollections)
#include "tst_collections.moc"
