#include "mcpcli.h"
#include "mcphttppeer.h"
#include "testmain.h"
#include "tlspeer.h"

#include <QTemporaryDir>
#include <QTimer>

#include <csignal>

using namespace qd;
using namespace qd::test;

namespace {

QStringList scripted(const QStringList &options = {})
{
    return {QStringLiteral("--yes"), QStringLiteral("--stdio"), (QStringList{QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver")} + options).join(u' ')};
}

} // namespace

/// The verbs of `deckctl mcp` that ask one thing, and what they end with.
class TestMcpVerbs final : public QObject
{
    Q_OBJECT

    static McpRun verb(const char *line, const QStringList &server) { return runMcp(QString::fromUtf8(line).split(u' ') + server); }

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void reads()
    {
        const McpRun text = verb("read demo://one", scripted());
        QVERIFY2(text.code == 0, text.all().constData());
        QCOMPARE(text.out, QStringLiteral("content of one\n"));
        const nlohmann::json json = verb("read demo://one --json", scripted()).json();
        QVERIFY(json["contents"][0]["text"] == "content of one");
        QVERIFY(json["contents"][0]["uri"] == "demo://one");
    }

    void gets()
    {
        const McpRun text = verb("get greet --arg who=Ann=a", scripted());
        QVERIFY2(text.code == 0, text.all().constData());
        QCOMPARE(text.out, QStringLiteral("user: Hello Ann=a\n"));
        const nlohmann::json json = verb("get greet --arg who=Ann --json", scripted()).json();
        QVERIFY(json["messages"][0]["role"] == "user");
        QVERIFY(json["messages"][0]["content"]["type"] == "text");
        QCOMPARE(verb("get greet --arg who", scripted()).code, 2);
    }

    void discovers()
    {
        const McpRun legacy = verb("discover", scripted());
        QVERIFY2(legacy.code == 0, legacy.all().constData());
        for (const char *line : {"script 1.2.3", "2025-11-25 (legacy)", "tools, prompts, resources", "Be kind."})
            QVERIFY2(legacy.out.contains(QString::fromUtf8(line)), qPrintable(legacy.out));
        const McpRun modern = verb("discover --era modern", scripted({QStringLiteral("--modern")}));
        QVERIFY2(modern.out.contains(QStringLiteral("2026-07-28 (modern)")), modern.all().constData());
        QVERIFY(verb("discover --json --era auto", scripted({QStringLiteral("--dual")})).json().contains("supportedVersions"));
    }

    void oldTransport()
    {
        McpHttpPeer peer;
        peer.isOldTransport = true;
        const McpRun read = verb("read demo://one --sse", {QStringLiteral("--url"), peer.url().toString()});
        QVERIFY2(read.code == 0, read.all().constData());
        QCOMPARE(peer.seen().first().method, QByteArray("GET"));
        QCOMPARE(verb("read demo://one --sse", scripted()).code, 2);
    }

    void calls()
    {
        QCOMPARE(verb("call echo --args {\"text\":\"x\"}", scripted()).out, QStringLiteral("x\n"));
        const McpRun task = verb("call job", scripted());
        QVERIFY2(task.out == QStringLiteral("the job is done\n"), task.all().constData());
    }

    /// One list that the server does not give hides no other.
    void listWithoutAList()
    {
        const QStringList server = scripted({QStringLiteral("--refuses-method"), QStringLiteral("prompts/list")});
        const McpRun text = verb("list", server);
        QCOMPARE(text.code, 5);
        QVERIFY2(text.out.contains(QStringLiteral("echo")) && text.out.contains(QStringLiteral("demo://one")), text.all().constData());
        QVERIFY2(text.err.contains(QStringLiteral("the list of prompts is missing")), text.all().constData());
        const nlohmann::json json = verb("list --json", server).json();
        QVERIFY(!json["tools"].empty());
        QVERIFY(json["refused"]["prompts"].get<std::string>().find("Not today") != std::string::npos);
    }

    void exitCodes_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("code");
        QTest::newRow("done") << QStringLiteral("list") << QStringList() << 0;
        QTest::newRow("the tool failed") << QStringLiteral("call fail") << QStringList() << 1;
        QTest::newRow("arguments that are none") << QStringLiteral("call echo --args [") << QStringList() << 2;
        QTest::newRow("an era that is none") << QStringLiteral("list --era future") << QStringList() << 2;
        QTest::newRow("it ends") << QStringLiteral("list") << QStringList{QStringLiteral("--exit"), QStringLiteral("3")} << 4;
        QTest::newRow("it is silent") << QStringLiteral("list --timeout 200") << QStringList{QStringLiteral("--hang")} << 4;
        QTest::newRow("a tool that is not there") << QStringLiteral("call nonsense") << QStringList() << 5;
        QTest::newRow("an error with a code of the server's own") << QStringLiteral("read demo:one") << QStringList{QStringLiteral("--refuses-method"), QStringLiteral("resources/read")} << 5;
        QTest::newRow("the other era") << QStringLiteral("list --era modern") << QStringList() << 5;
        QTest::newRow("a revision of nobody") << QStringLiteral("discover") << QStringList{QStringLiteral("--revision"), QStringLiteral("1999-01-01")} << 5;
    }

    void exitCodes()
    {
        QFETCH(QString, line);
        QFETCH(QStringList, options);
        QFETCH(int, code);
        const McpRun run = runMcp(line.split(u' ') + scripted(options));
        QVERIFY2(run.code == code, QByteArray(QByteArray::number(run.code) + ' ' + run.all()).constData());
        const McpRun json = runMcp(line.split(u' ') + QStringList{QStringLiteral("--json")} + scripted(options));
        QCOMPARE(json.code, code);
        QVERIFY2(code == 2 || !json.json().is_discarded(), json.all().constData());
    }

    void commandIsSplitAsAShellDoes_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("heard"); ///< on the server's error stream; empty: a mistake
        const QString server = QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver --stderr ");
        QTest::newRow("single quotes") << server + QStringLiteral("'a  \"b\\'") << QStringLiteral("a  \"b\\");
        QTest::newRow("double quotes") << server + QStringLiteral("\"a  'b'\\\"\\c\"") << QStringLiteral("a  'b'\"\\c");
        QTest::newRow("backslash") << server + QStringLiteral("a\\ \\'b") << QStringLiteral("a 'b");
        QTest::newRow("in one word") << server + QStringLiteral("a'b c'\"d\"") << QStringLiteral("ab cd");
        QTest::newRow("nothing is a word") << server + QStringLiteral("''  --stderr after") << QStringLiteral("after");
        QTest::newRow("no end of a single quote") << server + QStringLiteral("'a") << QString();
        QTest::newRow("no end of a double quote") << server + QStringLiteral("\"a") << QString();
        QTest::newRow("backslash at the end") << server + QStringLiteral("a\\") << QString();
        QTest::newRow("spaces") << QStringLiteral("  ") << QString();
    }

    void commandIsSplitAsAShellDoes()
    {
        QFETCH(QString, line);
        QFETCH(QString, heard);
        const McpRun run = runMcp({QStringLiteral("list"), QStringLiteral("--yes"), QStringLiteral("--stdio"), line});
        QVERIFY2(run.code == (heard.isEmpty() ? 2 : 0), run.all().constData());
        QVERIFY2(run.err.contains(QStringLiteral("stderr: ") + heard + u'\n') != heard.isEmpty(), run.all().constData());
    }

    void wordsOfACommand()
    {
        const QStringList server{QStringLiteral("--"), QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver"), QStringLiteral("--stderr"), QStringLiteral("a b")};
        const McpRun run = verb("call echo --yes --args {\"text\":\"x\"}", server);
        QVERIFY2(run.code == 0 && run.out == QStringLiteral("x\n") && run.err.contains(QStringLiteral("a b")), run.all().constData());
        for (const char *line : {"list --yes", "discover --yes", "read demo://one --yes", "get greet --yes"})
            QVERIFY2(verb(line, server).code == 0, line);
        QCOMPARE(verb("list", server).code, 2);
    }

    /// An option that may be given several times takes one word each time; help shows that.
    void oneWordEachTime()
    {
        const McpRun got = verb("get --yes --arg who=Ann greet", scripted());
        QVERIFY2(got.code == 0 && got.out.contains(QStringLiteral("Hello Ann")), got.all().constData());
        for (const char *line : {"get --help", "scan --help", "diff --help", "replay --help"}) {
            const McpRun help = verb(line, {});
            for (const QString &one : help.out.split(u'\n'))
                QVERIFY2(!one.trimmed().startsWith(QStringLiteral("--")) || !one.contains(QStringLiteral("...")), qPrintable(one));
        }
    }

    void wrongVerbs_data()
    {
        QTest::addColumn<QString>("said");
        QTest::newRow("export") << QStringLiteral("“export” is no verb of mcp");
        QTest::newRow("discovr --json") << QStringLiteral("“discovr” is no verb of mcp; did you mean “discover”?\n");
        QTest::newRow("--json") << QStringLiteral("A subcommand is required\n");
    }

    void wrongVerbs()
    {
        QFETCH(QString, said);
        const McpRun run = verb(QTest::currentDataTag(), {});
        QCOMPARE(run.code, 2);
        QVERIFY2(run.err.startsWith(said), run.all().constData());
        const McpRun help = runMcp({QStringLiteral("--help")});
        QVERIFY2(help.out.contains(QStringLiteral("0 done, 1 what the verb's own help says")), help.all().constData());
    }

    void helpNamesItsOwnExitCodes_data()
    {
        QTest::addColumn<QString>("own");
        for (const char *line : {"list", "read", "get", "discover", "import", "sign-out"})
            QTest::newRow(line) << QStringLiteral("0 done, 2 usage");
        QTest::newRow("call") << QStringLiteral("1 the tool reports a failure");
        QTest::newRow("pin") << QStringLiteral("1 it differs");
        QTest::newRow("scan") << QStringLiteral("1 something found");
        QTest::newRow("diff") << QStringLiteral("1 they differ");
        QTest::newRow("run") << QStringLiteral("1 one does not");
        QTest::newRow("load") << QStringLiteral("1 a call failed");
        QTest::newRow("replay") << QStringLiteral("1 it answers differently");
        QTest::newRow("doctor") << QStringLiteral("0 all is well");
    }

    void helpNamesItsOwnExitCodes()
    {
        QFETCH(QString, own);
        const McpRun help = verb(QTest::currentDataTag(), {QStringLiteral("--help")});
        QCOMPARE(help.code, 0);
        for (const QString &wanted : {own, QStringLiteral("3 sign-in, 4 unreachable, 5 protocol error"), QStringLiteral("--json")})
            QVERIFY2(help.out.contains(wanted), help.all().constData());
        QVERIFY2(!help.out.contains(QStringLiteral("SLO")) && !help.out.contains(QStringLiteral("--tenant")), help.all().constData());
    }

    void waysToNameAServer()
    {
        QVERIFY(verb("list", {}).err.contains(QStringLiteral("--stdio, --url, --server, --gateway, or a command after --")));
        for (const char *line : {"doctor", "load echo"})
            QVERIFY2(verb(line, {}).err.contains(QStringLiteral("--stdio, --url, --server, or a command after --")), verb(line, {}).all().constData());
        QVERIFY(verb("sign-out", {}).err.contains(QStringLiteral("Name one server: --url or --server\n")));
        QVERIFY(verb("pin", {}).err.contains(QStringLiteral("Name one server: --stdio, --url, --server, or a command after --\n")));
    }

    void importsIntoAListOfItsOwn()
    {
        const QTemporaryDir folder;
        const QString state = folder.filePath(QStringLiteral("new"));
        const auto imported = [&state](const char *line, const QByteArray &file) { return runMcp(QString::fromUtf8(line).split(u' ') + QStringList{QStringLiteral("--state"), state}, file); };
        const McpRun first = imported("import -", "{\"mcpServers\":{\"own\":{\"command\":\"/bin/false\"}}}");
        QVERIFY2(first.code == 0 && !first.err.contains(QStringLiteral("replaced")), first.all().constData());
        const McpRun again = imported("import - --json", "{\"mcpServers\":{\"own\":{\"command\":\"" QD_BINARY_DIR "/bin/tests/mcpstdioserver\"}}}");
        QVERIFY2(again.code == 0 && again.json()["notes"][0] == "own stood in the list already: it is replaced.", again.all().constData());
        const McpRun address = imported("import -", "{\"mcpServers\":{\"t\":{\"url\":\"https://h.example/${TENANT}/mcp\"}}}");
        QVERIFY2(address.code == 0 && address.out.contains(QStringLiteral("h.example/${env:TENANT}/mcp")), address.all().constData());
        const McpRun none = imported("import -", "{\"mcpServers\":{\"bad\":{}}}");
        QVERIFY2(none.code == 2 && none.err.contains(QStringLiteral("no server in this file")), none.all().constData());
        const McpRun listed = verb("call echo --yes --args {\"text\":\"x\"} --server own --state", {state});
        QVERIFY2(listed.code == 0 && listed.out == QStringLiteral("x\n"), listed.all().constData());
    }

    /// References in --url are replaced when the connection is made, like those of headers.
    void addressesHoldReferences()
    {
        McpHttpPeer peer;
        qputenv("QD_PORT_OF_PEER", QByteArray::number(peer.url().port()));
        const McpRun listed = runMcp({QStringLiteral("list"), QStringLiteral("--url"), QStringLiteral("http:") + QStringLiteral("//127.0.0.1:${env:QD_PORT_OF_PEER}") + peer.url().path()});
        qunsetenv("QD_PORT_OF_PEER");
        QVERIFY2(listed.code == 0, listed.all().constData());
    }

    void tls()
    {
        const QTemporaryDir folder;
        const TestAuthority authority(folder.path());
        const TestCertificate ours = authority.issue(QStringLiteral("somebody.example"));
        McpHttpPeer peer(tlsOfPeer(authority.issue(QStringLiteral("127.0.0.1")), &authority));
        const auto listed = [&peer](const QStringList &options) { return runMcp(QStringList{QStringLiteral("list"), QStringLiteral("--url"), peer.url().toString()} + options); };
        const QStringList trusted{QStringLiteral("--ca"), authority.caFile()};
        const QStringList known{QStringLiteral("--client-certificate"), ours.certificateFile, QStringLiteral("--certificate-key"), ours.keyFile};
        QCOMPARE(listed({}).code, 4);
        QCOMPARE(listed(trusted).code, 4);
        const McpRun well = listed(trusted + known);
        QVERIFY2(well.code == 0 && well.err.isEmpty(), well.all().constData());
        const McpRun insecure = listed(known + QStringList{QStringLiteral("--insecure")});
        QVERIFY2(insecure.code == 0 && insecure.err.startsWith(QStringLiteral("Warning: the certificate of 127.0.0.1 is not checked")), insecure.all().constData());
        QCOMPARE(verb("list --insecure", scripted()).code, 2);
    }

    void interrupted_data()
    {
        QTest::addColumn<int>("signal");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("told");
        QTest::newRow("Ctrl+C") << SIGINT << QStringLiteral("call never") << QStringLiteral("Interrupted.");
        QTest::newRow("a termination") << SIGTERM << QStringLiteral("call never") << QStringLiteral("Interrupted.");
        QTest::newRow("a load") << SIGINT << QStringLiteral("load never --calls 5") << QStringLiteral("Interrupted: these are the calls until then.");
    }

    /// The server is told that nobody waits any more, and that the session is over.
    void interrupted()
    {
        QFETCH(int, signal);
        McpHttpPeer peer;
        QTimer watch;
        connect(&watch, &QTimer::timeout, this, [&] {
            if (peer.script.seen().isEmpty() || !peer.script.seen().last().contains("\"never\""))
                return;
            watch.stop();
            ::raise(signal);
        });
        watch.start(std::chrono::milliseconds(10));
        QFETCH(QString, words);
        QFETCH(QString, told);
        const McpRun run = verb(words.toUtf8().constData(), {QStringLiteral("--url"), peer.url().toString()});
        QVERIFY2(run.code == 4 && run.err.contains(told), run.all().constData());
        QCOMPARE(run.out.startsWith(QStringLiteral("never: 0 calls")), words.startsWith(QStringLiteral("load")));
        QCOMPARE(peer.seen().last().method, QByteArray("DELETE"));
        QVERIFY(peer.script.seen().last().contains("notifications/cancelled"));
    }

    void interruptedDoctor()
    {
        McpHttpPeer peer;
        peer.isDeaf = true;
        QTimer watch;
        connect(&watch, &QTimer::timeout, this, [&] {
            if (peer.seen().isEmpty())
                return;
            watch.stop();
            ::raise(SIGINT);
        });
        watch.start(std::chrono::milliseconds(10));
        const McpRun run = verb("doctor", {QStringLiteral("--url"), peer.url().toString()});
        QVERIFY2(run.code == 4 && run.err.contains(QStringLiteral("Interrupted: what was not tried is skipped.")), run.all().constData());
        QVERIFY2(run.out.contains(QStringLiteral("\u2713 Connection (TCP)")) && run.out.contains(QStringLiteral("cancelled")), run.all().constData());
    }

    void signIn()
    {
        McpHttpPeer peer;
        peer.hasSessions = false;
        peer.instead = ScriptedReply{.status = 401, .headers = {}, .body = "no"};
        QCOMPARE(verb("list", {QStringLiteral("--url"), peer.url().toString()}).code, 3);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpVerbs)
#include "tst_mcpverbs.moc"
