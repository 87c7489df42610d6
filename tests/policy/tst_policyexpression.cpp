#include "policy/script/lexer.h"
#include "policy/script/script.h"
#include "testmain.h"

using namespace qd;
using namespace qd::lab::policy;

/// C# expressions of policies: values worked out by hand, and where a mistake is reported.
class TestPolicyExpression : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void values_data();
    void values();
    void request_data();
    void request();
    void faults_data();
    void faults();
    void runtimeFaults_data();
    void runtimeFaults();
    void limits_data();
    void limits();
    void bodyIsGoneAfterReadingWithoutPreserving();
    void lengthOfExpression_data();
    void lengthOfExpression();

private:
    static ScriptContext sample();
    static QString run(const QString &source, ScriptContext &context);
};

ScriptContext TestPolicyExpression::sample()
{
    ScriptContext context;
    context.request.method = "POST";
    context.request.url.host = "gw.example";
    context.request.url.path = "/orders-srv/mcp";
    context.request.url.query.add("top", "5");
    context.request.headers.add("X-Team", "claims");
    context.request.headers.add("Accept", "application/json");
    context.request.headers.add("accept", "text/event-stream");
    context.request.ipAddress = "10.1.2.3";
    context.request.body.bytes = R"({"jsonrpc":"2.0","id":7,"method":"Tools/Call","params":{"name":"lookup_order","arguments":{"n":[1,2,3]}}})";
    context.subscription = NamedPart{.id = "tenant-a", .name = "Tenant A", .key = "k1"};
    context.api = {.id = "orders-srv", .name = "Orders", .path = "orders-srv"};
    context.requestId = "11111111-2222-4333-8444-555555555555";
    context.timestamp = Instant(Seconds(1795262400));
    context.variables["allow"] = Value::json(JsonNode::string("x"));
    context.variables["count"] = Value::integer(3);
    return context;
}

QString TestPolicyExpression::run(const QString &source, ScriptContext &context)
{
    const auto compiled = compileScript(source.toStdString(), {1, 1});
    if (const auto *fault = std::get_if<Fault>(&compiled))
        return QStringLiteral("%1 %2:%3 %4").arg(QString::fromStdString(fault->code)).arg(fault->at.line).arg(fault->at.column)
            .arg(QString::fromStdString(fault->message));
    const auto result = std::get<ScriptRef>(compiled)->run(context);
    if (const auto *fault = std::get_if<ScriptFault>(&result))
        return QStringLiteral("fault: ") + QString::fromStdString(fault->message);
    const Value &value = std::get<Value>(result);
    return value.isNull() ? QStringLiteral("<null>") : QString::fromStdString(toText(value));
}

void TestPolicyExpression::values_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *source, const char *expected) { QTest::newRow(source) << QString::fromUtf8(source) << QString::fromUtf8(expected); };
    // literals and operators
    row("@(1 + 2 * 3)", "7");
    row("@((1 + 2) * 3 - -1)", "10");
    row("@(7 / 2)", "3");
    row("@(7 / 2.0)", "3.5");
    row("@(-7 % 3)", "-1");
    row("@(2147483647 + 1)", "-2147483648");
    row("@(2147483647L + 1)", "2147483648");
    row("@(1 < 2 && !(3 <= 2) || false)", "True");
    row("@(true ^ true)", "False");
    row("@(6 & 3)", "2");
    row("@(\"a\" + 1 + 2)", "a12");
    row("@(1 + 2 + \"a\")", "3a");
    row("@(\"x\\ty\\u0041\")", "x\tyA");
    row("@(@\"c:\\d\"\"q\")", "c:\\d\"q");
    row("@($\"a{1+1}b{{}}\")", "a2b{}");
    row("@($\"{\"in\"}side\")", "inside");
    row("@(true ? \"a\" : \"b\")", "a");
    row("@((string)null ?? \"d\")", "d");
    row("@(1 == 1.0)", "True");
    row("@('a' + 1)", "98");
    row("@(\"\" + 'a')", "a");
    // strings
    row("@(\"Tools/CALL\".Equals(\"tools/call\", StringComparison.OrdinalIgnoreCase))", "True");
    row("@(\"Tools/CALL\".Equals(\"tools/call\"))", "False");
    row("@(\"ABC\".ToLowerInvariant())", "abc");
    row("@(\"abc\".Substring(1) + \"abc\".Substring(0, 1))", "bca");
    row("@(\"häß\".Length)", "3");
    row("@(\"😀\".Length)", "2");
    row("@(\" a \".Trim() + \"|\" + \"xxaxx\".Trim('x'))", "a|a");
    row("@(\"a,b;c\".Split(',', ';').Length)", "3");
    row("@(\"a,,b\".Split(new[] {','}, StringSplitOptions.RemoveEmptyEntries)[1])", "b");
    row("@(string.Join(\"-\", \"a,b\".Split(',')))", "a-b");
    row("@(string.Join(\"-\", 1, true, \"x\"))", "1-True-x");
    row("@(string.Format(\"{0}/{1}{{\", \"a\", 3))", "a/3{");
    row("@(string.IsNullOrEmpty(\"\") && String.IsNullOrWhiteSpace(\" \"))", "True");
    row("@(\"a.b.a\".Replace(\"a\", \"xx\"))", "xx.b.xx");
    row("@(\"abc\".IndexOf(\"C\", StringComparison.OrdinalIgnoreCase))", "2");
    row("@(\"abc\"[1])", "b");
    row("@(\"\\u212A\".Equals(\"k\", StringComparison.OrdinalIgnoreCase))", "False"); // Kelvin sign
    row("@(\"É\".Equals(\"é\", StringComparison.OrdinalIgnoreCase))", "True");
    row("@(Regex.IsMatch(\"a12\", \"^[a-z][0-9]+$\"))", "True");
    // JSON
    row("@(new JObject(new JProperty(\"a\", 1), new JProperty(\"b\", new JArray(1, \"x\", true))).ToString(Formatting.None))", R"({"a":1,"b":[1,"x",true]})");
    row("@(new JObject { [\"id\"] = 1.5, [\"n\"] = null }.ToString(Formatting.None))", R"({"id":1.5,"n":null})");
    row("@(new JObject(new JProperty(\"a\", new JArray())).ToString())", "{\r\n  \"a\": []\r\n}");
    row("@(JArray.Parse(\"[\\\"a\\\",\\\"b\\\"]\").Any(t => (string)t == \"b\"))", "True");
    row("@(JArray.Parse(\"[\\\"a\\\",\\\"b\\\"]\").Contains(\"b\"))", "False"); // tokens are found by reference
    row("@(JArray.Parse(\"[1,2,3]\").Select(t => (int)t * 2).Sum())", "12");
    row("@(JArray.Parse(\"[\\\"B\\\",\\\"a\\\"]\").Select(t => t.Value<string>().ToLowerInvariant()).OrderBy(s => s).First())", "a");
    row("@(JObject.Parse(\"{\\\"a\\\":{\\\"b\\\":[5]}}\")[\"a\"][\"b\"][0].Value<int>() + 1)", "6");
    row("@(JObject.Parse(\"{\\\"a\\\":{\\\"b\\\":[5]}}\").SelectToken(\"a.b[0]\").ToString())", "5");
    row("@((string)JObject.Parse(\"{\\\"a\\\":7}\")[\"a\"])", "7");
    row("@(JObject.Parse(\"{\\\"a\\\":7}\")[\"zz\"] == null)", "True");
    row("@((string)JObject.Parse(\"{}\")[\"a\"] ?? \"none\")", "none");
    row("@(JObject.Parse(\"{}\")[\"a\"]?[\"b\"]?.ToString() ?? \"none\")", "none");
    row("@(JObject.Parse(\"{\\\"a\\\":1,\\\"a\\\":2}\")[\"a\"].ToString())", "2");
    row("@(JToken.Parse(\"[1]\").Type == JTokenType.Array)", "True");
    row("@(JToken.Parse(\"\\\"x\\\"\").Type)", "String");
    row("@(JToken.Parse(\"1\") is JValue && JToken.Parse(\"[]\") is JArray)", "True");
    row("@((JToken.Parse(\"{}\") as JArray) == null)", "True");
    row("@(JsonConvert.SerializeObject(\"a\\\"b\"))", R"("a\"b")");
    row("@(JObject.Parse(\"{\\\"a\\\":1}\").Properties().Select(p => p.Name + \"=\" + p.Value).First())", "a=1");
    // collections
    row("@(new HashSet<string>(StringComparer.OrdinalIgnoreCase) { \"Echo\", \"add\" }.Contains(\"ECHO\"))", "True");
    row("@(new HashSet<string> { \"Echo\" }.Contains(\"ECHO\"))", "False");
    row("@(new HashSet<string>(JArray.Parse(\"[\\\"a\\\"]\").Select(t => (string)t)).Count)", "1");
    row("@(new List<int> { 3, 1, 2 }.Where(i => i > 1).OrderByDescending(i => i).First())", "3");
    row("@(new[] { \"a\", \"b\" }.Contains(\"B\", StringComparer.OrdinalIgnoreCase))", "True");
    row("@(new Dictionary<string, int> { { \"a\", 1 }, [\"b\"] = 2 }[\"b\"])", "2");
    row("@(new string[] { \"a\", \"b\" }.All(s => s.Length == 1))", "True");
    row("@(new[] { 1, 2, 2 }.Distinct().Count() + new[] { 1, 2 }.Max())", "4");
    row("@(new[] { \"a b\", \"c\" }.SelectMany(s => s.Split(' ')).Count())", "3");
    // statements
    row("@{ var s = 0; foreach (var i in new[] {1,2,3}) { if (i == 2) continue; s += i; } return s; }", "4");
    row("@{ var s = \"\"; for (var i = 0; i < 3; i++) { s += i; } return s; }", "012");
    row("@{ int n = 10; while (true) { n--; if (n < 5) break; } return n; }", "4");
    row("@{ int n; if (int.TryParse(\"12\", out n)) { return n + 1; } return 0; }", "13");
    row("@{ if (int.TryParse(\"zz\", out var n)) return n; else return -1; }", "-1");
    row("@{ try { return (string)JObject.Parse(\"{\")[\"a\"]; } catch (Exception e) { return \"bad\"; } }", "bad");
    row("@{ try { throw new Exception(\"my\"); } catch (Exception e) { return e.Message; } }", "my");
    row("@{ var o = new JObject(); o[\"a\"] = 1; o.Add(\"b\", \"x\"); var c = o.DeepClone(); o.Remove(\"a\"); return o.ToString(Formatting.None) + c[\"a\"]; }", R"({"b":"x"}1)");
    row("@{ var a = JArray.Parse(\"[1,2]\"); foreach (var t in a.ToList()) { if ((int)t == 1) t.Remove(); } return a.ToString(Formatting.None); }", "[2]");
    row("@{ // a comment with ) and \" \n /* } */ return \"ok\"; }", "ok");
    row("@{ JToken t = JToken.Parse(\"[{}]\"); if (t is JArray a) { return a.Count; } return 0; }", "1");
    row("@(System.Guid.Empty.ToString(\"N\"))", "00000000000000000000000000000000");
    row("@(Newtonsoft.Json.Linq.JObject.Parse(\"{}\").Count)", "0");
    row("@(Convert.ToInt32(\"12\") + Convert.ToInt32(2.5))", "14");
    row("@(TimeSpan.FromSeconds(90))", "00:01:30");
    row("@((object)1 == null)", "False");
}

void TestPolicyExpression::values()
{
    QFETCH(const QString, source);
    QFETCH(const QString, expected);
    ScriptContext context = sample();
    QCOMPARE(run(source, context), expected);
}

void TestPolicyExpression::request_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *source, const char *expected) { QTest::newRow(source) << QString::fromUtf8(source) << QString::fromUtf8(expected); };
    row("@(context.Request.Method == \"POST\")", "True");
    row("@(context.Request.Url.Path + context.Request.Url.QueryString)", "/orders-srv/mcp?top=5");
    row("@(context.Request.Url.Query.GetValueOrDefault(\"top\", \"1\"))", "5");
    row("@(context.Request.Headers.GetValueOrDefault(\"x-team\",\"none\"))", "claims");
    row("@(context.Request.Headers.GetValueOrDefault(\"x-none\",\"none\"))", "none");
    row("@(context.Request.Headers[\"ACCEPT\"].Length)", "2");
    row("@(context.Request.Headers.ContainsKey(\"Authorization\"))", "False");
    row("@(context.Request.IpAddress)", "10.1.2.3");
    row("@(context.Subscription.Id + \" \" + context.Subscription.Name)", "tenant-a Tenant A");
    row("@(context.Subscription?.Id ?? \"anonymous\")", "tenant-a");
    row("@(context.Product?.Id ?? \"none\")", "none");
    row("@(context.Api.Id + context.Api.Path)", "orders-srvorders-srv");
    row("@(context.RequestId)", "11111111-2222-4333-8444-555555555555");
    row("@(context.Timestamp)", "2026-11-21T12:00:00.0000000Z");
    row("@(context.LastError == null)", "True");
    row("@(context.Variables.ContainsKey(\"allow\"))", "True");
    row("@((int)context.Variables[\"count\"] + 1)", "4");
    row("@(context.Variables.GetValueOrDefault<int>(\"count\") + context.Variables.GetValueOrDefault<int>(\"none\", 5))", "8");
    row("@(context.Variables.GetValueOrDefault(\"none\", \"d\"))", "d");
    row("@(context.Request.Body.As<JObject>(preserveContent: true)[\"id\"].ToString())", "7");
    row("@(context.Request.Body.As<string>(true).Length > 10)", "True");
    row("@(((string)context.Request.Body.As<JToken>(preserveContent: true)[\"method\"]).ToLowerInvariant())", "tools/call");
    row("@{ var body = context.Request.Body.As<JToken>(preserveContent: true); var calls = body is JArray ? body.Children() : new JArray(body).Children();"
        " return calls.Count(c => string.Equals((string)c[\"method\"], \"tools/call\", StringComparison.OrdinalIgnoreCase)); }", "1");
    row("@(context.Request.Body.As<JToken>(true)[\"method\"] == \"Tools/Call\")", "False"); // a token is not a string: references
}

void TestPolicyExpression::request()
{
    QFETCH(const QString, source);
    QFETCH(const QString, expected);
    ScriptContext context = sample();
    QCOMPARE(run(source, context), expected);
}

void TestPolicyExpression::faults_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("start"); ///< code line:column
    const auto row = [](const char *source, const char *start) { QTest::newRow(source) << QString::fromUtf8(source) << QString::fromUtf8(start); };
    row("@(foo)", "CS0103 1:3");
    row("@(1 +)", "CS1525 1:6");
    row("@(context.Reqest.Method)", "CS1061 1:11");
    row("@{\n  return context.Request.Methud;\n}", "CS1061 2:26");
    row("@(\"a\".Foo())", "CS1061 1:7");
    row("@(\"a\".Equals(1))", "");
    row("@(\"a\".Substring())", "CS1501 1:7");
    row("@(\"a\".Substring(\"x\"))", "CS1503 1:17");
    row("@(string.Nope(\"a\"))", "CS0117 1:10");
    row("@(1 == \"a\")", "CS0019 1:5");
    row("@(\"a\" < \"b\")", "CS0019 1:7");
    row("@(!1)", "CS0023 1:3");
    row("@((string)1)", "CS0030 1:3");
    row("@(1 ? 2 : 3)", "CS0029 1:3");
    row("@(true ? 1 : \"a\")", "CS0173 1:8");
    row("@{ int x = \"a\"; return x; }", "CS0029 1:4");
    row("@{ var x = 1; var x = 2; return x; }", "CS0128 1:15");
    row("@{ var x = 1; }", "CS0161 1:4");
    row("@{ if (true) { return 1; } }", "CS0161 1:4");
    row("@{ return 1 }", "CS1002 1:13");
    row("@(new Foo())", "CS0246 1:7");
    row("@(File.ReadAllText(\"/etc/passwd\"))", "CS0103 1:3");
    row("@(System.IO.File.Exists(\"x\"))", "");
    row("@(\"unclosed)", "CS1010 1:3");
    row("@(\"\\q\")", "CS1009 1:3");
    row("@(99999999999999999999)", "CS1021 1:3");
    row("@(context.Request.Body.As())", "CS0411 1:24");
    row("@(new[] { 1, 2 }.Where(i => i))", "CS0029 1:29");
    row("@(1 2)", "CS1026 1:5");
    row("@(string)", "CS0119 1:3");
    row("@{ 1 + 1; return 2; }", "CS0201 1:4");
    row("@(dynamic)", "CS0103 1:3");
}

void TestPolicyExpression::faults()
{
    QFETCH(const QString, source);
    QFETCH(const QString, start);
    const auto compiled = compileScript(source.toStdString(), {1, 1});
    const auto *fault = std::get_if<Fault>(&compiled);
    if (start.isEmpty() && !fault) // Equals(object) is there
        return;
    QVERIFY(fault);
    const QString got = QStringLiteral("%1 %2:%3").arg(QString::fromStdString(fault->code)).arg(fault->at.line).arg(fault->at.column);
    if (!start.isEmpty())
        QCOMPARE(got, start);
}

void TestPolicyExpression::runtimeFaults_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *source, const char *part) { QTest::newRow(source) << QString::fromUtf8(source) << QString::fromUtf8(part); };
    row("@(1 / 0)", "divide by zero");
    row("@(JObject.Parse(\"{}\")[\"a\"].ToString())", "Object reference");
    row("@(JObject.Parse(\"[1]\"))", "not an object");
    row("@(JObject.Parse(\"nonsense\"))", "Unexpected character");
    row("@((int)JToken.Parse(\"{}\"))", "Can not convert Object");
    row("@((string)context.Variables[\"count\"])", "Unable to cast");
    row("@((string)context.Variables[\"none\"])", "key was not present");
    row("@(new[] { 1 }[3])", "out of range");
    row("@(int.Parse(\"x\"))", "correct format");
    row("@(new List<int>().First())", "no elements");
}

void TestPolicyExpression::runtimeFaults()
{
    QFETCH(const QString, source);
    QFETCH(const QString, part);
    ScriptContext context = sample();
    const QString got = run(source, context);
    QVERIFY2(got.startsWith(QLatin1String("fault: ")) && got.contains(part), qPrintable(got));
}

void TestPolicyExpression::limits_data()
{
    QTest::addColumn<QString>("source");
    QTest::newRow("endless loop") << QStringLiteral("@{ var n = 0; while (true) { n++; } return n; }");
    QTest::newRow("endless loop in try") << QStringLiteral("@{ var n = 0; try { while (true) { n++; } } catch (Exception e) { return 0; } return n; }");
    QTest::newRow("text that doubles") << QStringLiteral("@{ var s = \"x\"; for (var i = 0; i < 60; i++) { s = s + s; } return s; }");
    QTest::newRow("JSON that nests") << QStringLiteral("@{ var o = new JObject(); for (var i = 0; i < 9000; i++) { o = new JObject(new JProperty(\"a\", o)); } return o; }");
    QTest::newRow("list that grows") << QStringLiteral("@{ var l = new List<int>(); while (true) { l.Add(1); } return l.Count; }");
}

void TestPolicyExpression::limits()
{
    QFETCH(const QString, source);
    const auto compiled = compileScript(source.toStdString(), {1, 1});
    QVERIFY(std::holds_alternative<ScriptRef>(compiled));
    ScriptContext context = sample();
    const auto result = std::get<ScriptRef>(compiled)->run(context);
    const auto *fault = std::get_if<ScriptFault>(&result);
    QVERIFY(fault);
    QVERIFY(fault->isLimit);
}

void TestPolicyExpression::bodyIsGoneAfterReadingWithoutPreserving()
{
    ScriptContext context = sample();
    QCOMPARE(run(QStringLiteral("@(context.Request.Body.As<JObject>()[\"id\"].ToString())"), context), QStringLiteral("7"));
    QVERIFY(context.request.body.bytes.empty());
    QVERIFY(run(QStringLiteral("@(context.Request.Body.As<string>())"), context).startsWith(QLatin1String("fault: The message body has already")));
}

void TestPolicyExpression::lengthOfExpression_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("length");
    QTest::newRow("brackets in a string") << QStringLiteral("@(\"))\" + x) rest") << 11;
    QTest::newRow("verbatim") << QStringLiteral("@(@\"\\\") rest") << 7;
    QTest::newRow("character") << QStringLiteral("@{ return ')'; } rest") << 16;
    QTest::newRow("comment") << QStringLiteral("@{ /* } */ } rest") << 12;
    QTest::newRow("crossed") << QStringLiteral("@(a[)]") << 0;
    QTest::newRow("open") << QStringLiteral("@(a") << 0;
    QTest::newRow("none") << QStringLiteral("(a)") << 0;
}

void TestPolicyExpression::lengthOfExpression()
{
    QFETCH(const QString, text);
    QFETCH(const int, length);
    QCOMPARE(static_cast<int>(scriptLength(text.toStdString())), length);
}

QD_TEST_MAIN(QCoreApplication, TestPolicyExpression)
#include "tst_policyexpression.moc"
