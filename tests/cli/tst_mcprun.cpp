#include "commands/mcp/runreport.h"
#include "mcpcli.h"
#include "mcphttppeer.h"
#include "testmain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QXmlStreamReader>

using namespace qd;
using namespace qd::test;

namespace {

const QString serverProgram = QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver");

} // namespace

/// `deckctl mcp run` in process, against the scripted server over stdio.
class TestMcpRun final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString file(const char *name, const QByteArray &bytes)
    {
        QFile made(m_folder.filePath(QString::fromLatin1(name)));
        return made.open(QIODevice::WriteOnly) && made.write(bytes) == bytes.size() ? made.fileName() : QString();
    }
    QString collection(const QByteArray &steps, const QByteArray &more = {}) { return file("run.json", R"({"version":1,"name":"test",)" + more + R"("steps":[)" + steps + "]}"); }

    McpRun start(const QStringList &arguments) { return runMcp(QStringList{QStringLiteral("run")} + arguments); }
    /// Options of the run, then those of the server.
    McpRun run(const QString &path, const QStringList &options = {}, const QStringList &server = {})
    {
        return start(QStringList{path} + options + QStringList{QStringLiteral("--yes"), QStringLiteral("--"), serverProgram} + server);
    }

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void everyKindPasses()
    {
        const McpRun all = run(collection(""
            "{\"list\":\"tools\",\"expect\":[{\"on\":\"$.tools\",\"count\":12},{\"on\":\"$.tools[*].name\",\"contains\":\"add\"}]},"
            "{\"list\":\"prompts\",\"expect\":[{\"on\":\"$.prompts[0].arguments[0].required\",\"equals\":true}]},"
            "{\"call\":\"add\",\"name\":\"sum\",\"arguments\":{\"a\":2,\"b\":40},\"expect\":[{\"on\":\"$.structuredContent.sum\",\"equals\":42},{\"on\":\"latencyMs\",\"less\":20000}],"
            "\"capture\":{\"sum\":\"$.structuredContent.sum\",\"said\":\"text\"}},"
            "{\"call\":\"echo\",\"arguments\":{\"text\":\"${sum} and ${said}\"},\"expect\":[{\"on\":\"text\",\"matches\":\"^42.0 and 42\"}]},"
            "{\"call\":\"add\",\"arguments\":{\"a\":\"${sum}\",\"b\":\"${one}\"},\"expect\":[{\"on\":\"$.structuredContent.sum\",\"equals\":43}]},"
            "{\"call\":\"slow\",\"expect\":[{\"on\":\"progress\",\"equals\":3}]},"
            "{\"call\":\"fail\",\"expect\":[{\"on\":\"status\",\"equals\":\"toolError\"},{\"on\":\"text\",\"contains\":\"disk\"}]},"
            "{\"call\":\"absent\",\"expect\":[{\"on\":\"status\",\"equals\":\"error\"},{\"on\":\"code\",\"equals\":-32602}]},"
            "{\"call\":\"lie\",\"expect\":[{\"on\":\"warnings\",\"notEquals\":[]}]},"
            "{\"read\":\"demo://one\",\"expect\":[{\"on\":\"$.contents[0].text\",\"equals\":\"content of one\"}]},"
            "{\"get\":\"greet\",\"arguments\":{\"who\":\"${who}\"},\"expect\":[{\"on\":\"$.messages[0].content.text\",\"equals\":\"Hello Ann\"}]},"
            "{\"callEach\":true,\"except\":[\"never\",\"fail\",\"lie\",\"page\",\"ask\"],\"arguments\":{\"echo\":{\"text\":\"hi\"}},\"expect\":[{\"on\":\"$.content\",\"exists\":true}]}",
                                          R"("variables":{"one":1,"who":"nobody"},"environments":{"local":{"who":"Ann"}},)"),
                               {QStringLiteral("--env"), QStringLiteral("local")});
        QVERIFY2(all.code == 0, qPrintable(QString(all.out + all.err)));
        QVERIFY2(all.out.contains(QStringLiteral("test: 18 passed, 0 failed, 0 skipped")), qPrintable(all.out));
        QVERIFY(all.out.contains(QStringLiteral("✓ pass  sum (add)")));
    }

    void failuresSayWhatWasThere()
    {
        const QString path = collection(R"(
            {"call":"add","arguments":{"a":1,"b":1},"expect":[{"on":"$.structuredContent.sum","equals":3},{"on":"text","contains":"2"}]},
            {"call":"fail"},
            {"call":"echo","arguments":{"text":"x"},"capture":{"v":"$.nothing"}},
            {"call":"echo","arguments":{"text":"${v}"}},
            {"call":"never","timeoutMs":100},
            {"call":"echo","arguments":{"text":"goes on"}},
            {"call":"fail","capture":{"w":"$.content"}},
            {"call":"echo","arguments":{"text":"${w}"}})");
        const McpRun text = run(path);
        QCOMPARE(text.code, 1);
        for (const char *line : {"✕ FAIL  call add", "expected  $.structuredContent.sum equals 3", "actual    2", "because   the disk is full",
                                 "nothing to capture at $.nothing", "○ skip  call echo", "“v” has no value: step 3 found nothing to capture", "\"timeout\"",
                                 "No answer came within the step's time-out of 100 ms.", "“w” has no value: step 7 failed before it was captured", "test: 1 passed, 5 failed, 2 skipped"})
            QVERIFY2(text.out.contains(QString::fromUtf8(line)), qPrintable(QString(QString::fromUtf8(line) + u'\n' + text.out)));
        const auto json = run(path, {QStringLiteral("--json")}).json();
        QVERIFY(json.is_object());
        QVERIFY(json.value("ending", "") == "failed");
        QCOMPARE(static_cast<int>(json["steps"].size()), 8);
        QVERIFY(json["steps"][0]["checks"][1]["actual"] == "2.0");
        QVERIFY(json["steps"][0]["request"].get<std::string>().find("tools/call") != std::string::npos);
        QVERIFY(json["steps"][0]["response"].get<std::string>().find("structuredContent") != std::string::npos);
        QVERIFY(json["server"]["name"] == "script");
    }

    void rows()
    {
        (void)file("sums.json", R"([{"a":1,"b":2,"sum":3},{"a":2,"b":2,"sum":5},{"a":-1,"b":1,"sum":0}])");
        const McpRun text = run(collection(R"({"name":"${a}+${b}","call":"add","arguments":{"a":"${a}","b":"${b}"},"rows":"sums.json",
                                               "expect":[{"on":"$.structuredContent.sum","equals":"${sum}"}]})"));
        QCOMPARE(text.code, 1);
        QVERIFY2(text.out.contains(QStringLiteral("✕ FAIL  2+2 (add) [row 2]")), qPrintable(text.out));
        QVERIFY(text.out.contains(QStringLiteral("2 passed, 1 failed")));
    }

    void typedVariables()
    {
        const QString path = collection(R"({"call":"add","arguments":{"a":"${n}","b":0},"expect":[{"on":"$.structuredContent.sum","equals":5}]},
                                           {"call":"echo","arguments":{"text":"${t}"},"expect":[{"on":"text","equals":"=x=y"}]})");
        const McpRun good = run(path, {QStringLiteral("--var"), QStringLiteral("n=5"), QStringLiteral("--var"), QStringLiteral("t==x=y")});
        QVERIFY2(good.code == 0, qPrintable(QString(good.out + good.err)));
        QCOMPARE(run(path, {QStringLiteral("--var"), QStringLiteral("n")}).code, 2);
        QCOMPARE(start({QStringLiteral("--var"), QStringLiteral("n=5"), QStringLiteral("--var"), QStringLiteral("t==x=y"), path, QStringLiteral("--yes"), QStringLiteral("--"), serverProgram}).code, 0);
    }

    /// What comes from the environment goes to the server, and nowhere else.
    void secretsAreMasked()
    {
        qputenv("QD_TEST_TOKEN", "hush-hush-1234");
        const QString path = collection(R"({"name":"say ${token}","call":"echo","arguments":{"text":"${token}"},"expect":[{"on":"text","equals":"x"}]},
                                           {"call":"echo","arguments":{"text":"${token}"},"expect":[{"on":"text","count":14}]})",
                                        R"("variables":{"token":"${env:QD_TEST_TOKEN}"},)");
        const QString junit = m_folder.filePath(QStringLiteral("secret.xml"));
        const McpRun shown = run(path, {QStringLiteral("--json"), QStringLiteral("--junit"), junit});
        QCOMPARE(shown.code, 1);
        QCOMPARE(shown.json().value("passed", 0), 1);
        QVERIFY(shown.out.contains(QStringLiteral("***")));
        QVERIFY(!shown.out.contains(QStringLiteral("hush")));
        QFile xml(junit);
        QVERIFY(xml.open(QIODevice::ReadOnly));
        QVERIFY(!xml.readAll().contains("hush"));
        qunsetenv("QD_TEST_TOKEN");
        const McpRun unset = run(path);
        QCOMPARE(unset.code, 2);
        QVERIFY(unset.err.contains(QStringLiteral("QD_TEST_TOKEN")));
        const McpRun given = run(path, {QStringLiteral("--var"), QStringLiteral("token=x")}); // nobody needs the variable then
        QVERIFY2(given.code == 1 && given.out.contains(QStringLiteral("✓ pass  say x")), given.all().constData());
    }

    /// What cannot be sent for a name that nobody defines fails; what lacks a lost capture is left out behind the step that failed.
    void aNameThatNobodyDefines_data()
    {
        QTest::addColumn<QByteArray>("steps");
        QTest::addColumn<int>("failed");
        QTest::addColumn<int>("skipped");
        QTest::addColumn<QString>("reason");
        const QString unknown = QStringLiteral("the variable “nope” has no value");
        QTest::newRow("in arguments") << QByteArray("{\"call\":\"echo\",\"arguments\":{\"text\":\"${nope}\"}}") << 1 << 0 << unknown;
        QTest::newRow("in a check") << QByteArray("{\"list\":\"tools\",\"expect\":[{\"on\":\"$.tools\",\"count\":\"${nope}\"}]}") << 1 << 0 << unknown;
        QTest::newRow("of a step that captures") << QByteArray("{\"call\":\"echo\",\"arguments\":{\"text\":\"${nope}\"},\"capture\":{\"v\":\"$.a\"}},{\"call\":\"echo\",\"arguments\":{\"text\":\"${v}\"}}")
                                                << 1 << 1 << unknown;
        QTest::newRow("no tool") << QByteArray("{\"callEach\":true,\"except\":[\"echo\",\"add\",\"lie\",\"fail\",\"slow\",\"never\",\"wild\",\"image\",\"job\",\"page\",\"region\",\"ask\"]}") << 1 << 0 << QStringLiteral("the server lists no tool to call");
    }

    void aNameThatNobodyDefines()
    {
        QFETCH(QByteArray, steps);
        QFETCH(int, failed);
        QFETCH(int, skipped);
        QFETCH(QString, reason);
        const QString junit = m_folder.filePath(QStringLiteral("nope.xml"));
        const McpRun refused = run(collection(steps), {QStringLiteral("--json"), QStringLiteral("--junit"), junit});
        QCOMPARE(refused.code, 1);
        const auto json = refused.json();
        QCOMPARE(json.value("failed", -1), failed);
        QCOMPARE(json.value("skipped", -1), skipped);
        QCOMPARE(QString::fromStdString(json["steps"][0]["reason"]), reason);
        QFile file(junit);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray xml = file.readAll();
        QVERIFY2(xml.contains("failures=\"1\"") && xml.contains(QByteArray("<failure message=\"" + reason.toUtf8())), xml.constData());
    }

    void junitIsWellFormed()
    {
        const QString junit = m_folder.filePath(QStringLiteral("run.xml"));
        const McpRun wild = run(collection("{\"call\":\"wild\",\"expect\":[{\"on\":\"text\",\"equals\":\"<&>\"}]},{\"name\":\"a <b> & \\\"c\\\"\",\"call\":\"image\"},{\"call\":\"echo\",\"arguments\":{\"text\":\"${x}\"}}"),
                                {QStringLiteral("--junit"), junit});
        QCOMPARE(wild.code, 1);
        QVERIFY(!wild.out.contains(QChar(0x1b)));
        QFile file(junit);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        QStringList cases;
        int failures = 0;
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isStartElement() && xml.name() == QStringLiteral("testcase"))
                cases << xml.attributes().value(QStringLiteral("name")).toString();
            failures += xml.isStartElement() && xml.name() == QStringLiteral("failure") ? 1 : 0;
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(cases, (QStringList{QStringLiteral("1 call wild"), QStringLiteral("2 a <b> & \"c\" (image)"), QStringLiteral("3 call echo")}));
        QCOMPARE(failures, 2);
    }

    /// A run that could not begin is a failure for a build server, too.
    void junitOfARunWithoutConnection()
    {
        const QString junit = m_folder.filePath(QStringLiteral("none.xml"));
        const McpRun none = start({collection(R"({"list":"tools"})"), QStringLiteral("--url"), QStringLiteral("http://127.0.0.1:1/mcp"), QStringLiteral("--junit"), junit});
        QCOMPARE(none.code, 4);
        QFile file(junit);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray xml = file.readAll();
        QVERIFY2(xml.contains("tests=\"1\" failures=\"1\"") && xml.contains("name=\"1 connect\"") && xml.contains("<failure"), xml.constData());
    }

    void signInIsDemanded()
    {
        McpHttpPeer peer;
        peer.hasSessions = false;
        peer.instead = ScriptedReply{.status = 401, .headers = {{"WWW-Authenticate", "Bearer"}}, .body = "{\"error\":\"invalid_token\"}"};
        const QString one = collection(R"({"call":"echo","arguments":{"text":"x"}},{"call":"echo"})");
        QCOMPARE(start({one, QStringLiteral("--url"), peer.url().toString()}).code, 3); // at the first message
        const McpRun later = start({one, QStringLiteral("--url"), peer.url().toString(), QStringLiteral("--era"), QStringLiteral("legacy")});
        QCOMPARE(later.code, 3);
    }

    void logLevels()
    {
        const McpRun loud = run(collection(R"({"logLevel":"loud"})"));
        QCOMPARE(loud.code, 2);
        QVERIFY2(loud.err.contains(QStringLiteral("“loud” is none of debug, info")), qPrintable(loud.err));
        const QString path = collection(R"({"logLevel":"${level}"})");
        QCOMPARE(run(path, {QStringLiteral("--var"), QStringLiteral("level=error")}).code, 0);
        const McpRun late = run(path, {QStringLiteral("--var"), QStringLiteral("level=loud")});
        QCOMPARE(late.code, 1);
        QVERIFY2(late.out.contains(QStringLiteral("“loud” is none of debug, info")), qPrintable(late.out));
    }

    void tasks()
    {
        const QString path = collection(R"({"call":"job","expect":[{"on":"text","equals":"the job is done"}]})");
        const McpRun task = run(path);
        QVERIFY2(task.code == 0, task.all().constData());
        for (const QStringList &era : {QStringList{}, QStringList{QStringLiteral("--era"), QStringLiteral("modern")}}) {
            const McpRun told = run(path, era + QStringList{QStringLiteral("--json")}, era.isEmpty() ? QStringList() : QStringList{QStringLiteral("--modern")});
            const nlohmann::json step = told.json()["steps"][0];
            QVERIFY2(step.value("request", "").find("tools/call") != std::string::npos, told.all().constData());
            QVERIFY2(step.value("response", "").find("the job is done") != std::string::npos, told.all().constData());
        }
    }

    /// What the collection or --elicit says is what the server gets.
    void answers_data()
    {
        QTest::addColumn<QByteArray>("answers");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("question");
        QTest::addColumn<QString>("answer");
        const QByteArray form = R"({"method":"elicitation/create","params":{"message":"Who?","requestedSchema":{"type":"object","properties":{"name":{"type":"string","default":"Bob"}}}}})";
        const QByteArray page = "{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"message\":\"Go\",\"url\":\"https://id.example\",\"elicitationId\":\"e\"}}";
        const QByteArray sample = R"({"method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"text","text":"q"}}],"maxTokens":1}})";
        const QStringList decline{QStringLiteral("--elicit"), QStringLiteral("decline")};
        QTest::newRow("a form") << QByteArray(R"({"elicit":"accept","content":{"name":"Ann"}})") << QStringList() << form << QStringLiteral(R"("name":"Ann")");
        QTest::newRow("a form's defaults") << QByteArray(R"({"elicit":"accept","content":{}})") << QStringList() << form << QStringLiteral(R"("name":"Bob")");
        QTest::newRow("declined by the option") << QByteArray(R"({"elicit":"accept"})") << decline << form << QStringLiteral(R"("action":"decline")");
        QTest::newRow("cancelled") << QByteArray(R"({"elicit":"cancel"})") << QStringList() << form << QStringLiteral(R"("action":"cancel")");
        QTest::newRow("not offered") << QByteArray("{}") << QStringList() << form << QStringLiteral("-32601");
        QTest::newRow("a sample") << QByteArray(R"({"sample":"forty-two"})") << QStringList() << sample << QStringLiteral("forty-two");
        QTest::newRow("a sample in full") << QByteArray(R"({"sample":{"content":{"type":"text","text":"yes"},"model":"m-7","stopReason":"maxTokens"}})") << QStringList() << sample
                                          << QStringLiteral(R"("content":{"type":"text","text":"yes"},"model":"m-7","stopReason":"maxTokens")");
        QTest::newRow("named roots") << QByteArray("{\"roots\":[{\"uri\":\"file:///srv\",\"name\":\"Serve\"}]}") << QStringList() << QByteArray(R"({"method":"roots/list"})") << QStringLiteral("Serve");
        QTest::newRow("no samples") << QByteArray("{}") << QStringList() << sample << QStringLiteral("-32601");
        QTest::newRow("roots") << QByteArray("{\"roots\":[\"file:///srv\"]}") << QStringList() << QByteArray(R"({"method":"roots/list"})") << QStringLiteral("/srv");
        QTest::newRow("a page") << QByteArray(R"({"elicit":"accept"})") << QStringList() << page << QStringLiteral(R"("action":"accept")");
    }

    void answers()
    {
        QFETCH(QByteArray, answers);
        QFETCH(QStringList, options);
        QFETCH(QByteArray, question);
        QFETCH(QString, answer);
        const QString path = collection("{\"call\":\"ask\",\"arguments\":" + question + '}', "\"answers\":" + answers + ',');
        const McpRun asked = run(path, options + QStringList{QStringLiteral("--json")});
        QVERIFY2(asked.code == 0, asked.all().constData());
        const nlohmann::json json = asked.json();
        QVERIFY2(QString::fromStdString(json["steps"][0]["response"].get<std::string>()).remove(u'\\').contains(answer), asked.all().constData());
    }

    /// A question that could not be answered is no failure of the step, and no secret.
    void unansweredQuestions()
    {
        const QByteArray form = R"({"method":"elicitation/create","params":{"message":"Who?","requestedSchema":{"type":"object","properties":{"name":{"type":"string","pattern":"^q[0-9]{7}x$"}},"required":["name"]}}})";
        const QString path = collection("{\"call\":\"ask\",\"arguments\":" + form + '}', R"("answers":{"elicit":"accept"},)");
        const QString junit = m_folder.filePath(QStringLiteral("asked.xml"));
        const QString said = QStringLiteral("the server asked elicitation/create and got an error: The collection accepts the form and has no “content” for it.");
        const McpRun text = run(path, {QStringLiteral("--junit"), junit});
        QVERIFY2(text.out.contains(QStringLiteral("note      ") + said), text.all().constData());
        QFile xml(junit);
        QVERIFY(xml.open(QIODevice::ReadOnly));
        QVERIFY(QString::fromUtf8(xml.readAll()).contains(QStringLiteral("note: ") + said));
        const McpRun json = run(path, {QStringLiteral("--json")});
        QVERIFY2(QString::fromStdString(json.json()["steps"][0]["notes"][0].get<std::string>()).startsWith(said), json.all().constData());
    }

    void notesAreTold()
    {
        const QString path = collection(R"({"call":"echo","arguments":{"text":"x"},"expects":[]},{"call":"fail","rows":[]},
            {"callEach":true,"except":["never","fail","lie","page","ask","nevr"],"arguments":{"echo":{"text":"hi"},"eco":{}},"expect":[{"on":"$.content","exists":true}]})");
        const McpRun told = run(path, {QStringLiteral("--json")});
        QVERIFY2(told.code == 0, told.all().constData());
        const QStringList notes{QStringLiteral("step 1 (echo): “expects” is not known; did you mean expect?"), QStringLiteral("step 2 (fail): there are no rows: the step is not run"),
                                QStringLiteral("step 3: “nevr” in except is no tool that the server lists"), QStringLiteral("step 3: “eco” in arguments is no tool that the server lists")};
        QStringList listed;
        const nlohmann::json json = told.json();
        for (const auto &note : json["notes"])
            listed << QString::fromStdString(note.get<std::string>());
        QCOMPARE(listed, notes);
        for (const QString &note : notes)
            QVERIFY2(told.err.contains(QStringLiteral("note: ") + note), qPrintable(told.err));
    }

    /// A tool's own schema that cannot be judged is no error of the tool's.
    void patternOfAToolThatRunsAway()
    {
        const QByteArray call = "{\"call\":\"add\",\"arguments\":{\"a\":1,\"b\":1,\"note\":\"" + QByteArray(3000, 'a') + "!\"},\"expect\":[{\"on\":\"warnings\",";
        const McpRun late = run(collection(call + R"("equals":["The structured content could not be judged: the pattern ^(a+)+$ takes too long"]}]})"));
        QVERIFY2(late.code == 0, late.all().constData());
    }

    /// Real calls are not made when what they give could not be written.
    void filesWithoutAFolder_data()
    {
        QTest::addColumn<QString>("option");
        QTest::newRow("junit") << QStringLiteral("--junit");
        QTest::newRow("record") << QStringLiteral("--record");
    }

    void filesWithoutAFolder()
    {
        QFETCH(QString, option);
        const McpRun none = run(collection(R"({"list":"tools"})"), {option, m_folder.filePath(QStringLiteral("absent/x"))});
        QCOMPARE(none.code, 2);
        QVERIFY2(none.err.contains(QStringLiteral("absent/x cannot be written: there is no such folder")), qPrintable(none.err));
        QVERIFY2(none.out.isEmpty(), qPrintable(none.out));
    }

    /// Arguments leave as they stand in the file.
    void argumentsAsWritten()
    {
        const McpRun sent = run(collection("{\"call\":\"echo\",\"arguments\":{\"text\":\"${t}\",\"z\":1.0, \"a\":1e3,\"big\":12345678901234567890123,\"f\":0.10}}", R"("variables":{"t":"x"},)"), {QStringLiteral("--json")});
        const QString request = QString::fromStdString(sent.json()["steps"][0]["request"].get<std::string>());
        QVERIFY2(request.contains(QStringLiteral("{\"text\":\"x\",\"z\":1.0,\"a\":1e3,\"big\":12345678901234567890123,\"f\":0.10}")), qPrintable(request));
    }

    /// A step's request and response are those of the last round, with the answers in the one and the result in the other.
    void lastRoundIsKept()
    {
        const QString path = collection("{\"call\":\"ask\",\"arguments\":{\"method\":\"roots/list\"}}", "\"answers\":{\"roots\":[\"file:///srv\"]},");
        const McpRun asked = run(path, {QStringLiteral("--era"), QStringLiteral("modern"), QStringLiteral("--json")}, {QStringLiteral("--modern")});
        QVERIFY2(asked.code == 0, asked.all().constData());
        const nlohmann::json step = asked.json()["steps"][0];
        QVERIFY2(step.value("request", "").find("inputResponses") != std::string::npos, asked.all().constData());
        QVERIFY2(step.value("response", "").find("/srv") != std::string::npos, asked.all().constData());
    }

    void headingOfAServerWithoutAName()
    {
        McpServerInfo info;
        info.protocolVersion = QStringLiteral("2025-11-25");
        QCOMPARE(serverLine(info), QStringLiteral("a server without a name, MCP 2025-11-25\n\n"));
        info.name = QStringLiteral("script");
        QCOMPARE(serverLine(info), QStringLiteral("script, MCP 2025-11-25\n\n"));
    }

    /// --elicit ask: field by field, on the terminal.
    void asksOnTheTerminal_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<QString>("answer");
        QTest::newRow("several choices") << QByteArray("Ann\n\nred, blue\nyes\n") << QStringLiteral(R"({"action":"accept","content":{"name":"Ann","colours":["red","blue"]}})");
        QTest::newRow("accepted") << QByteArray("Ann\n7\n\nyes\n") << QStringLiteral(R"({"action":"accept","content":{"name":"Ann","age":7}})");
        QTest::newRow("left empty") << QByteArray("Ann\n\n\nyes\n") << QStringLiteral(R"({"action":"accept","content":{"name":"Ann"}})");
        QTest::newRow("a second try") << QByteArray("Ann\nold\n8\n\nyes\n") << QStringLiteral(R"({"action":"accept","content":{"name":"Ann","age":8}})");
        QTest::newRow("one of several is no choice") << QByteArray("Ann\n\nred, green\nblue\nyes\n") << QStringLiteral(R"({"action":"accept","content":{"name":"Ann","colours":["blue"]}})");
        QTest::newRow("wrong too often") << QByteArray("Ann\na\nb\nc\nd\ne\n8\n\nyes\n") << QStringLiteral(R"({"action":"cancel"})");
        QTest::newRow("declined") << QByteArray("Ann\n7\n\nno\n") << QStringLiteral(R"({"action":"decline"})");
        QTest::newRow("cancelled") << QByteArray("Ann\n7\n\n\n") << QStringLiteral(R"({"action":"cancel"})");
        QTest::newRow("the end of the input") << QByteArray("Ann\n") << QStringLiteral(R"({"action":"cancel"})");
    }

    void asksOnTheTerminal()
    {
        QFETCH(QByteArray, typed);
        QFETCH(QString, answer);
        const QString path = collection("{\"call\":\"ask\",\"arguments\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who \\u001b[31mare you?\",\"requestedSchema\":"
                                        "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"title\":\"Your name\"},\"age\":{\"type\":\"integer\"},\"colours\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"red\",\"blue\"]}}},\"required\":[\"name\"]}}}}");
        const McpRun run = runMcp({QStringLiteral("run"), path, QStringLiteral("--elicit"), QStringLiteral("ask"), QStringLiteral("--json"), QStringLiteral("--yes"), QStringLiteral("--"), serverProgram}, typed);
        QVERIFY2(run.code == 0, run.all().constData());
        QVERIFY2(QString::fromStdString(run.json()["steps"][0]["response"].get<std::string>()).remove(u'\\').contains(answer), run.all().constData());
        QVERIFY2(run.err.contains(QStringLiteral("/mcpstdioserver asks: Who ")) && run.err.contains(QStringLiteral("Your name *: ")) && !run.err.contains(QChar(0x1b)), qPrintable(run.err));
    }

    /// What the terminal shows of a question and of a wrong entry; the fields come in the schema's order.
    void theTerminalSaysWhatItWants_data()
    {
        QTest::addColumn<QByteArray>("params");
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<QString>("shown");
        const auto field = [](const char *name, const char *schema, const char *typed, const char *shown) {
            const QByteArray params = QByteArray("{\"message\":\"Hi\",\"requestedSchema\":{\"type\":\"object\",\"properties\":{\"f\":") + schema + "}}}";
            QTest::newRow(name) << params << QByteArray(typed) << QString::fromUtf8(shown);
        };
        const char *named = "{\"type\":\"string\",\"oneOf\":[{\"const\":\"r\",\"title\":\"Red\"},{\"const\":\"b\",\"title\":\"Blue\"}]}";
        const char *several = "{\"type\":\"array\",\"items\":{\"anyOf\":[{\"const\":\"r\",\"title\":\"Red\"},{\"const\":\"b\",\"title\":\"b\"}]}}";
        field("a whole number", "{\"type\":\"integer\"}", "Bob\n4\nyes\n", "  f:   f: \"Bob\" is no whole number.\n  f: Send this?");
        field("its range", "{\"type\":\"integer\",\"maximum\":3}", "4\n3\nyes\n", "  f: it must be at most 3.\n  f: Send this?");
        field("an e-mail address", "{\"type\":\"string\",\"format\":\"email\"}", "Bob\nb@x.example\nyes\n", "  f: it is no e-mail address.\n  f: Send this?");
        field("a yes or no", "{\"type\":\"boolean\"}", "perhaps\ny\nyes\n", "  f [y/n]:   f: it must be true or false.\n  f [y/n]: Send this?");
        field("titles of choices", named, "Red\nr\nyes\n", "  f [Red (r), Blue (b)]:   f: \"Red\" is none of the choices.\n  f [Red (r), Blue (b)]: Send this?");
        field("titles of several choices", several, "r,b\nyes\n", "  f [Red (r), b]: Send this?");
        const auto page = [](const char *name, const char *url, const char *shown) {
            const QByteArray params = QByteArray("{\"mode\":\"url\",\"message\":\"Go\",\"elicitationId\":\"e\",\"url\":\"") + url + "\"}";
            QTest::newRow(name) << params << QByteArray("yes\n") << QString::fromUtf8(shown);
        };
        page("a page", "https:\\/\\/id.example\\/x", "  https:\\/\\/id.example\\/x\nOpen it yourself");
        page("a page with letters like others", "https:\\/\\/\\u0430pple.com\\/", "  The page is at xn--pple-43d.com (\u0430pple.com).\n  Warning: The host has letters that may look like others (punycode xn--pple-43d.com).\nOpen");
        page("a page on a bare number", "http:\\/\\/10.0.0.7\\/", "  Warning: The connection would not be encrypted (http).\n  Warning: The host is a number, not a name.\nOpen");
    }

    void theTerminalSaysWhatItWants()
    {
        QFETCH(QByteArray, params);
        QFETCH(QByteArray, typed);
        QFETCH(QString, shown);
        const QString path = collection("{\"call\":\"ask\",\"arguments\":{\"method\":\"elicitation\\/create\",\"params\":" + params + "}}");
        const McpRun run = runMcp({QStringLiteral("run"), path, QStringLiteral("--elicit"), QStringLiteral("ask"), QStringLiteral("--json"), QStringLiteral("--yes"), QStringLiteral("--"), serverProgram}, typed);
        QVERIFY2(QString::fromStdString(run.json()["steps"][0]["response"].get<std::string>()).remove(u'\\').contains(QStringLiteral("\"action\":\"accept\"")), run.all().constData());
        QVERIFY2(run.err.contains(shown.remove(u'\\')), qPrintable(run.err));
    }

    void waitsForNotifications()
    {
        const QByteArray wait = R"({"call":"echo","arguments":{"text":"go"}},{"wait":"notifications/message","expect":[{"on":"$.params.data","equals":2}]})";
        const McpRun heard = run(collection(wait), {}, {QStringLiteral("--flood"), QStringLiteral("3")});
        QVERIFY2(heard.code == 0, qPrintable(QString(heard.out + heard.err)));
        const McpRun silent = run(collection(R"({"wait":"notifications/message","timeoutMs":50})"));
        QCOMPARE(silent.code, 1);
        QVERIFY2(silent.out.contains(QStringLiteral("did not say notifications/message within 50 ms")), qPrintable(silent.out));
    }

    void exitCodes()
    {
        const QString one = collection(R"({"call":"echo","arguments":{"text":"x"}},{"call":"echo","arguments":{"text":"y"}})");
        QCOMPARE(run(one).code, 0);
        QCOMPARE(run(m_folder.filePath(QStringLiteral("absent.json"))).code, 2);
        const McpRun damaged = run(file("damaged.json", "{\"version\":1,\n\"steps\":[}"));
        QCOMPARE(damaged.code, 2);
        QVERIFY2(damaged.err.contains(QStringLiteral("line 2")), qPrintable(damaged.err));
        QCOMPARE(run(one, {QStringLiteral("--env"), QStringLiteral("nowhere")}).code, 2);
        QCOMPARE(start({one}).code, 2);
        const McpRun unasked = start({one, QStringLiteral("--"), QStringLiteral("sh"), QStringLiteral("-c"), QStringLiteral("echo ok #\nid")});
        QCOMPARE(unasked.code, 2);
        QVERIFY2(unasked.err.endsWith(QStringLiteral("agree with --yes:\n  sh -c $'echo ok #\\nid'\n  in folder: (this program's)\n  An argument has several lines.\n  It runs a shell script given as text.\n")), qPrintable(unasked.err));
        QCOMPARE(start({one, QStringLiteral("--url"), QStringLiteral("http://127.0.0.1:1/mcp")}).code, 4);
        QCOMPARE(run(one, {}, {QStringLiteral("--exit"), QStringLiteral("3")}).code, 4);
        const McpRun crashed = run(one, {}, {QStringLiteral("--crash-on"), QStringLiteral("tools/call")});
        QCOMPARE(crashed.code, 4);
        QVERIFY2(crashed.out.contains(QStringLiteral("0 passed, 1 failed, 1 skipped")), qPrintable(crashed.out));
        QCOMPARE(run(one, {QStringLiteral("--timeout"), QStringLiteral("200")}, {QStringLiteral("--hang")}).code, 4);
        QCOMPARE(run(one, {}, {QStringLiteral("--revision"), QStringLiteral("1999-01-01")}).code, 5);
    }

    void stateFolder()
    {
        (void)file("mcp.json", QByteArray(R"({"mcpServers":{"mine":{"command":")") + serverProgram.toUtf8() + "\"}}}");
        const QString one = collection(R"({"list":"tools"})");
        const McpRun named = start({one, QStringLiteral("--server"), QStringLiteral("mine"), QStringLiteral("--state"), m_folder.path(), QStringLiteral("--yes")});
        QVERIFY2(named.code == 0, qPrintable(QString(named.out + named.err)));
        QCOMPARE(start({one, QStringLiteral("--server"), QStringLiteral("mine"), QStringLiteral("--yes")}).code, 2);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpRun)
#include "tst_mcprun.moc"
