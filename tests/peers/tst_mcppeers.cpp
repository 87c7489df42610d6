#include "deckctlprogram.h"
#include "everythingpeer.h"
#include "mcpcoverage.h"
#include "testmain.h"

#include <QTemporaryDir>

#include <algorithm>

using namespace qd::test;

namespace {

QString word(const char *utf8) { return QString::fromUtf8(utf8); }

QString peerScript(const char *package)
{
    return EverythingPeer::folder() + QStringLiteral("/node_modules/%1").arg(QLatin1String(package));
}

QString dataCollection(const char *name) { return QStringLiteral(QD_SOURCE_DIR "/tests/data/collections/%1.json").arg(QLatin1String(name)); }

} // namespace

/// The public MCP servers, exercised by collections as a build server would run them: every tool, prompt, resource and
/// template that they list.
class TestMcpPeers final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    EverythingPeer m_http{EverythingPeer::Transport::StreamableHttp};
    EverythingPeer m_sse{EverythingPeer::Transport::Sse};
    PeerProcess m_proxy; ///< mcp-proxy in front of server-everything: 2026-07-28
    QString m_proxyUrl;

    static QStringList command(const QStringList &words) { return QStringList{word("--yes"), word("--")} + words; }
    static QStringList script(const char *package) { return {EverythingPeer::stdioCommand().first(), peerScript(package)}; }

    /// `mcp list` takes its command as one text.
    static QStringList listOptions(const QStringList &server)
    {
        const qsizetype dashes = server.indexOf(word("--"));
        return dashes < 0 ? server : QStringList{word("--yes"), word("--stdio"), server.mid(dashes + 1).join(u' ')};
    }

    [[nodiscard]] bool startProxy()
    {
        const quint16 port = PeerProcess::freePort();
        m_proxyUrl = QStringLiteral("http://127.0.0.1:%1/mcp").arg(port);
        return m_proxy.start(script("mcp-proxy/dist/bin/mcp-proxy.mjs") + QStringList{word("--host"), word("127.0.0.1"), word("--port"), QString::number(port), word("--")}
                                 + EverythingPeer::stdioCommand(),
                             {}, "starting server on port");
    }

private slots:
    void initTestCase()
    {
        if (!EverythingPeer::isInstalled())
            QSKIP("node and the peers of tests/peers are not installed (installer/setup --dev)");
        QVERIFY2(m_http.start(), qPrintable(m_http.error()));
        QVERIFY2(m_sse.start(), qPrintable(m_sse.error()));
        QVERIFY2(startProxy(), qPrintable(m_proxy.error()));
    }
    void init() { failOnWarnings(); }

    void everyOffer_data()
    {
        QTest::addColumn<QString>("collection");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QStringList>("server");
        const QString root = m_folder.path();
        const QString everything = word("server-everything");
        QTest::newRow("everything, stdio") << everything << QStringList() << command(EverythingPeer::stdioCommand());
        QTest::newRow("everything, Streamable HTTP") << everything << QStringList() << QStringList{word("--url"), m_http.url()};
        QTest::newRow("everything, HTTP+SSE") << everything << QStringList() << QStringList{word("--url"), m_sse.url(), word("--sse")};
        QTest::newRow("everything, HTTP+SSE found out") << everything << QStringList() << QStringList{word("--url"), m_sse.url()};
        QTest::newRow("everything behind mcp-proxy, 2026-07-28")
            << dataCollection("everything-modern") << QStringList() << QStringList{word("--url"), m_proxyUrl, word("--era"), word("modern")};
        QTest::newRow("filesystem") << word("filesystem") << QStringList{word("--var"), word("root=") + root}
                                    << command(script("@modelcontextprotocol/server-filesystem/dist/index.js") + QStringList{root});
        QTest::newRow("memory") << word("memory") << QStringList()
                                << command(QStringList{word("env"), QStringLiteral("MEMORY_FILE_PATH=%1/graph.json").arg(root)} + script("@modelcontextprotocol/server-memory/dist/index.js"));
        QTest::newRow("sequential-thinking") << word("sequential-thinking") << QStringList() << command(script("@modelcontextprotocol/server-sequential-thinking/dist/index.js"));
    }

    void everyOffer()
    {
        QFETCH(QString, collection);
        QFETCH(QStringList, options);
        QFETCH(QStringList, server);
        const DeckctlOutcome run = deckctl(QStringList{word("mcp"), word("run"), collection, word("--json")} + options + server);
        QVERIFY2(run.code == 0, QByteArray(run.out + run.err).constData());
        const DeckctlOutcome list = deckctl(QStringList{word("mcp"), word("list"), word("--json")} + listOptions(server));
        QVERIFY2(list.code == 0, list.err.constData());
        const nlohmann::json report = run.json();
        QVERIFY(report["failed"] == 0 && report["skipped"] == 0);
        const QStringList untouched = McpCoverage(report, list.json()).untouched();
        QVERIFY2(untouched.isEmpty(), qPrintable(untouched.join(u'\n')));
    }

    /// What the collection of server-everything uses of the protocol, in both eras.
    void everyMethod_data()
    {
        QTest::addColumn<bool>("isModern");
        QTest::newRow("legacy") << false;
        QTest::newRow("modern") << true;
    }

    void everyMethod()
    {
        QFETCH(bool, isModern);
        const QStringList place = isModern ? QStringList{dataCollection("everything-modern"), word("--url"), m_proxyUrl, word("--era"), word("modern")}
                                           : QStringList{word("server-everything"), word("--url"), m_http.url()};
        const DeckctlOutcome run = deckctl(QStringList{word("mcp"), word("run"), word("--json")} + place);
        QVERIFY2(run.code == 0, run.out.constData());
        const QStringList methods = McpCoverage(run.json(), nlohmann::json::object()).methods();
        const char *const common = "tools/list prompts/list resources/list tools/call prompts/get resources/read completion/complete";
        const char *const own = isModern ? "server/discover subscriptions/listen" : "ping logging/setLevel resources/subscribe resources/unsubscribe";
        for (const QString &method : word(common).split(u' ') + word(own).split(u' '))
            QVERIFY2(methods.contains(method), qPrintable(method + word(" is not among ") + methods.join(u' ')));
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("said");
        QTest::newRow("decline") << word("decline") << word("declined");
        QTest::newRow("cancel") << word("cancel") << word("cancelled");
    }

    void refusals()
    {
        QFETCH(QString, how);
        QFETCH(QString, said);
        const DeckctlOutcome run = deckctl(QStringList{QStringLiteral("mcp"), QStringLiteral("run"), dataCollection("everything-refused"), QStringLiteral("--elicit"), how,
                                                       QStringLiteral("--var"), QStringLiteral("word=") + said} + command(EverythingPeer::stdioCommand()));
        QVERIFY2(run.code == 0, QByteArray(run.out + run.err).constData());
    }

    /// The same calls directly and through a proxy: the difference of the two recordings names what the proxy drops.
    void whatAProxyDrops()
    {
        const QString direct = m_folder.filePath(word("direct.json"));
        const QString proxied = m_folder.filePath(word("proxied.json"));
        const QStringList run{word("mcp"), word("run"), dataCollection("everything-compared"), word("--record")};
        const DeckctlOutcome first = deckctl(run + QStringList{direct} + command(EverythingPeer::stdioCommand()));
        QVERIFY2(first.code == 0, first.out.constData());
        const DeckctlOutcome second = deckctl(run + QStringList{proxied, word("--url"), m_proxyUrl, word("--era"), word("modern")});
        QVERIFY2(second.code == 0, second.out.constData());
        const DeckctlOutcome diff = deckctl({word("mcp"), word("diff"), direct, proxied});
        QCOMPARE(diff.code, 1);
        const nlohmann::json report = deckctl({word("mcp"), word("diff"), direct, proxied, word("--json")}).json();
        const auto drops = [](const nlohmann::json &fields, const char *path, const char *what) {
            return std::any_of(fields.begin(), fields.end(), [&](const nlohmann::json &field) { return field["path"] == path && field["before"] == what && field["after"] == ""; });
        };
        QVERIFY2(drops(report["handshake"], "/capabilities/tasks/requests/tools/call", "{}"), diff.out.constData());
        const nlohmann::json &items = report["items"];
        const auto task = std::find_if(items.begin(), items.end(), [](const nlohmann::json &item) { return item["name"] == "simulate-research-query"; });
        QVERIFY2(task != items.end() && drops((*task)["fields"], "/execution/taskSupport", "\"required\""), diff.out.constData());
        // Nothing that is offered got lost as a whole.
        QVERIFY(std::none_of(items.begin(), items.end(), [](const nlohmann::json &item) { return item["state"] == "removed"; }));
    }

    /// In the eras before, a proxy that cannot ask offers less than the server that it stands for.
    void whatAProxyCannotAsk()
    {
        const QString direct = m_folder.filePath(word("asked-direct.json"));
        const QString proxied = m_folder.filePath(word("asked-proxied.json"));
        const QStringList run{word("mcp"), word("run"), dataCollection("everything-asking"), word("--record")};
        const DeckctlOutcome first = deckctl(run + QStringList{direct} + command(EverythingPeer::stdioCommand()));
        QVERIFY2(first.code == 0, first.out.constData());
        const DeckctlOutcome second = deckctl(run + QStringList{proxied, word("--url"), m_proxyUrl});
        QVERIFY2(second.code == 0, second.out.constData());
        const DeckctlOutcome diff = deckctl({word("mcp"), word("diff"), direct, proxied, word("--json")});
        QCOMPARE(diff.code, 1);
        QStringList gone, unasked, same;
        const nlohmann::json report = diff.json();
        for (const nlohmann::json &item : report["items"])
            if (item["state"] == "removed")
                gone << QString::fromStdString(item["name"]);
        for (const nlohmann::json &step : report["steps"]) {
            if (step["from"] == "server" && step["state"] == "removed")
                unasked << QString::fromStdString(step["what"]).section(u' ', 0, 0);
            if (step["state"] == "same")
                same << QString::fromStdString(step["what"]);
        }
        for (const char *tool : {"get-roots-list", "trigger-elicitation-request", "trigger-sampling-request"})
            QVERIFY2(gone.contains(word(tool)), qPrintable(gone.join(u' ')));
        QVERIFY(!gone.contains(word("echo")));
        for (const char *question : {"roots/list", "elicitation/create", "sampling/createMessage"})
            QVERIFY2(unasked.contains(word(question)), qPrintable(unasked.join(u' ')));
        QVERIFY2(same.contains(word("tools/call echo")), qPrintable(same.join(u' ')));
    }

    /// A run that leaves something out is found out.
    void whatIsLeftOut()
    {
        const QStringList server = command(EverythingPeer::stdioCommand());
        const DeckctlOutcome run = deckctl(QStringList{word("mcp"), word("run"), dataCollection("everything-refused"), word("--json")} + server);
        const DeckctlOutcome list = deckctl(QStringList{word("mcp"), word("list"), word("--json")} + listOptions(server));
        const QStringList untouched = McpCoverage(run.json(), list.json()).untouched();
        for (const char *offered : {"tool echo", "prompt args-prompt", "resource demo://resource/static/document/features.md", "template demo://resource/dynamic/text/{resourceId}"})
            QVERIFY2(untouched.contains(word(offered)), qPrintable(untouched.join(u'\n')));
        QVERIFY(!untouched.contains(word("tool trigger-elicitation-request")));
    }

    /// The collection of one server is no success on another one.
    void anotherServerFails()
    {
        const DeckctlOutcome outcome = deckctl(QStringList{word("mcp"), word("run"), word("sequential-thinking")} + command(script("@modelcontextprotocol/server-memory/dist/index.js")));
        QVERIFY2(outcome.code == 1, QByteArray(outcome.out + outcome.err).constData());
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpPeers)
#include "tst_mcppeers.moc"
