#include "mcpcli.h"
#include "mcphttppeer.h"
#include "testmain.h"

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
        QVERIFY(json[0]["text"] == "content of one");
        QVERIFY(json[0]["uri"] == "demo://one");
    }

    void gets()
    {
        const McpRun text = verb("get greet --arg who=Ann=a", scripted());
        QVERIFY2(text.code == 0, text.all().constData());
        QCOMPARE(text.out, QStringLiteral("user: Hello Ann=a\n"));
        QVERIFY(verb("get greet --arg who=Ann --json", scripted()).json()[0]["role"] == "user");
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
