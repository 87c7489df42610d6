#include "auth/memorysecretstore.h"
#include "mcp/configcodec.h"
#include "mcp/configexport.h"
#include "mcp/jsontext.h"
#include "mcp/launchconsent.h"
#include "mcp/references.h"
#include "mcp/secretarguments.h"
#include "mcp/serverlist.h"
#include "outcome.h"
#include "testmain.h"

#include <QFile>
#include <QTemporaryDir>

using namespace qd;
using namespace qd::test;

class TestMcpConfig final : public QObject
{
    Q_OBJECT

    static QString qs(const char *text) { return QString::fromUtf8(text); }

private slots:
    void init() { failOnWarnings(); }

    void readsClaudeAndCursor()
    {
        const auto import = decodeMcpConfig("{ // mine\n \"mcpServers\": { \"a\": {\"command\":\"node\",\"args\":[\"x.js\",\"--flag\"],\"env\":{\"MODE\":\"${MODE}\"},\"autoApprove\":[\"t\"]},"
                                            "\"b\": {\"url\":\"https://b.example/mcp\",\"headers\":{\"X-Team\":\"blue\",}}, }, }");
        QVERIFY(import);
        QCOMPARE(import->servers.size(), 2);
        const McpServerConfig &a = import->servers.first();
        QCOMPARE(a.transport, McpTransport::Stdio);
        QCOMPARE(a.arguments, (QStringList{qs("x.js"), qs("--flag")}));
        QCOMPARE(a.environment.first().second, qs("${env:MODE}"));
        QCOMPARE(a.unknown, qs("{\"autoApprove\":[\"t\"]}"));
        QCOMPARE(import->servers.last().transport, McpTransport::StreamableHttp);
        QCOMPARE(import->servers.last().headers.first().second, qs("blue"));
    }

    void secretsOfAnAddressLeaveTheList()
    {
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"key\":{\"url\":\"https://a.example/mcp?api_key=HUSH%2B1&team=7#token=HUSH-3\"},\"user\":{\"url\":\"https://me:HUSH-2@a.example/mcp\"},"
                                            "\"plain\":{\"url\":\"https://a.example/mcp?team=7\"}}}");
        QVERIFY(import);
        QCOMPARE(import->notes.size(), 3);
        QCOMPARE(import->notes.first(), qs("key: the parameter api_key of its address is a secret in clear; it goes to the keyring."));
        QVERIFY2(import->notes.last().startsWith(qs("user: ")) && import->notes.last().contains(qs("its user and password")), qPrintable(import->notes.last()));
        QVERIFY(!import->notes.join(u' ').contains(qs("HUSH")));
        QCOMPARE(import->secrets.first().value, qs("HUSH+1"));
        const McpServerConfig &config = import->servers.first();
        const QString wanted = qs("https://a.example/mcp?api_key=${secret:mcp.key.url.api_key}&team=7#token=${secret:mcp.key.url.token}");
        QCOMPARE(config.urlTemplate, wanted);
        const QString known = qs("https://a.example/mcp?team=7");
        QCOMPARE(config.url.toString(), known);
        QVERIFY(!config.url.toString().contains(qs("HUSH")) && import->servers.at(1).url.userInfo().isEmpty());
        const QByteArray kept = encodeMcpConfig(import->servers);
        QVERIFY(!kept.contains("HUSH"));
        const auto again = decodeMcpConfig(kept);
        QVERIFY(again && again->secrets.isEmpty() && again->notes.isEmpty());
        QCOMPARE(again->servers, import->servers);
        QVERIFY(exportMcpConfig(McpConfigShape::Cursor, {config}).text.contains("?api_key=${env:MCP_KEY_URL_API_KEY}&team=7#"));
    }

    /// What is known of an address before its references are, and what they make of it.
    void whatAnEditorFillsInIsNoted_data()
    {
        QTest::addColumn<QByteArray>("entry");
        QTest::addColumn<QString>("note");
        const QString editor = qs("s: ${workspaceFolder} is known to the editor alone: put the path or value itself in its place, with Edit… in the console, or in the file and import again.");
        QTest::newRow("cwd") << QByteArray("\"cwd\":\"${workspaceFolder}\"") << editor;
        QTest::newRow("args") << QByteArray("\"args\":[\"${workspaceFolder}/a.js\",\"${workspaceFolder}\"]") << editor;
        QTest::newRow("env") << QByteArray("\"env\":{\"ROOT\":\"${workspaceFolder}\"}") << editor;
        QTest::newRow("two of them") << QByteArray("\"args\":[\"${userHome}\"],\"cwd\":\"${workspaceFolder:api}\"") << QString(editor).replace(qs("${workspaceFolder}"), qs("${userHome}, ${workspaceFolder:api}"));
        QTest::newRow("envFile") << QByteArray("\"envFile\":\"/w/.env\"") << qs("s: its envFile /w/.env is not read: put its variables under \"env\", keys as ${env:NAME}, and import again.");
        QTest::newRow("a variable") << QByteArray("\"args\":[\"${WORKSPACE}\",\"${env:userHome}\"]") << QString();
    }

    void whatAnEditorFillsInIsNoted()
    {
        QFETCH(QByteArray, entry);
        QFETCH(QString, note);
        const QByteArray file = "{\"servers\":{\"s\":{\"command\":\"node\"," + entry + "}}}";
        const auto import = decodeMcpConfig(file);
        QVERIFY(import);
        QCOMPARE(import->notes.join(u'\n'), note);
        const auto own = decodeMcpConfig(file, true);
        QVERIFY(own && own->notes.isEmpty());
    }

    void addressesHoldReferences_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("known");
        QTest::addColumn<QString>("filled"); ///< empty: refused
        const auto row = [](const char *text, const char *known, const char *filled) { QTest::newRow(text) << qs(text) << qs(known) << qs(filled); };
        row("https://h.example/mcp?api_key=${K}&zone=1", "https://h.example/mcp?zone=1", "https://h.example/mcp?api_key=a%2Fb%20%26c&zone=1");
        row("https://h.example/${TENANT}/mcp", "https://h.example/tenant/mcp", "https://h.example/blue/mcp");
        row("https://h.example/${K}/mcp", "https://h.example/k/mcp", "https://h.example/a%2Fb%20%26c/mcp");
        row("https://${env:TENANT}.x.example/mcp", "https://tenant.x.example.invalid/mcp", "https://blue.x.example/mcp");
        row("https://${env:K}.x.example/mcp", "https://k.x.example.invalid/mcp", "");
        row("http://127.0.0.1:${env:PORT:-8080}/mcp", "http://127.0.0.1/mcp", "http://127.0.0.1:8080/mcp");
        row("http://${TENANT}/mcp", "http://tenant.invalid/mcp", "");
        row("${BASE}/mcp", "https://base.invalid/mcp", "https://base.example/v1/mcp");
        row("https://h.example/mcp?zone=${ZONE:-a}", "https://h.example/mcp", "https://h.example/mcp?zone=a");
    }

    void addressesHoldReferences()
    {
        QFETCH(QString, text);
        QFETCH(QString, known);
        QFETCH(QString, filled);
        for (const auto &[name, value] : {std::pair("K", "a/b &c"), std::pair("TENANT", "blue"), std::pair("BASE", "https://base.example/v1")})
            qputenv(name, value);
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"s\":{\"url\":\"" + text.toUtf8() + "\"}}}");
        QVERIFY(import && import->servers.size() == 1);
        QCOMPARE(import->servers.first().url.toString(), known);
        QVERIFY(import->secrets.isEmpty());
        QCOMPARE(decodeMcpConfig(encodeMcpConfig(import->servers))->servers, import->servers);
        MemorySecretStore store;
        Outcome<ResolvedMcpConfig> outcome;
        resolveReferences(import->servers.first(), store, outcome.context(), outcome.completion());
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.ok() ? QString::fromLatin1(outcome.value().config.url.toEncoded()) : QString(), filled);
        QVERIFY(!outcome.ok() || outcome.value().config.urlTemplate.isEmpty());
        QVERIFY(!outcome.ok() || !text.contains(qs("{K}")) || outcome.value().secrets.contains(qs("a/b &c")));
        for (const char *name : {"K", "TENANT", "BASE"})
            qunsetenv(name);
    }

    void commandsGoBeforeAddresses()
    {
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"s\":{\"command\":\"x\",\"url\":\"https://h.example/mcp\"}}}");
        QVERIFY(import && import->servers.first().transport == McpTransport::Stdio);
        QCOMPARE(import->notes, QStringList{qs("s: it has a command and an address; the command is taken.")});
    }

    void bracesOfAnAddressAreToldOf()
    {
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"s\":{\"url\":\"https://{tenant}.x.example/mcp\"}}}");
        QVERIFY(import && import->servers.isEmpty());
        QCOMPARE(import->notes, QStringList{qs("s is left out: its address has a part in braces that nobody explains.")});
    }

    /// The registry's own words for it; what the file says of "npx" is not said twice.
    void registryAddressesAreTemplates()
    {
        const auto import = decodeMcpConfig("{\"name\":\"io.github.u/w\",\"packages\":[{\"registryType\":\"npm\",\"identifier\":\"w\",\"runtimeArguments\":[{\"type\":\"positional\",\"value\":\"-y\"}]}],"
                                            "\"remotes\":[{\"type\":\"streamable-http\",\"url\":\"https://{tenant}.x.example/mcp\",\"variables\":{\"tenant\":{\"isRequired\":true}}}]}");
        QVERIFY(import && import->servers.size() == 2);
        QCOMPARE(import->servers.first().arguments, (QStringList{qs("-y"), qs("w")}));
        const QString wanted = qs("https://${env:TENANT}.x.example/mcp");
        QCOMPARE(import->servers.last().urlTemplate, wanted);
        QCOMPARE(import->notes, QStringList{qs("Set the variable TENANT, or put a value in its place.")});
    }

    void readsJson5_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char *name, const char *arguments, const QStringList &expected) { QTest::newRow(name) << QByteArray("// hub\n{mcpServers: {h: {command: 'x', args: " + QByteArray(arguments) + ",},},}") << expected; };
        row("quotes", "['a \"b\"', \"it's\", 'it\\'s', '//x', \"/*y*/\",]", {qs("a \"b\""), qs("it's"), qs("it's"), qs("//x"), qs("/*y*/")});
        row("escapes", "['\\x41\\v\\u0042\\q\\n', 'one\\\ntwo', 'a\\\r\nb']", {qs("A\vBq\n"), qs("onetwo"), qs("ab")});
        row("numbers", "[0x1F, +1, -2, .5, 3., -0x10, 1e+2]", {qs("31"), qs("1"), qs("-2"), qs("0.5"), qs("3.0"), qs("-16"), qs("100.0")});
        row("words", "[true, false] /* and */ , $name_1 /* of */ : null", {qs("true"), qs("false")});
        row("infinite", "['a'], limit: -Infinity, other: NaN", {qs("a")});
    }

    void readsJson5()
    {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, arguments);
        const auto import = decodeMcpConfig(text);
        QVERIFY2(import, import ? "" : qPrintable(import.error().message));
        QCOMPARE(import->servers.size(), 1);
        QCOMPARE(import->servers.first().arguments, arguments);
    }

    void takesBothMembers()
    {
        const auto import = decodeMcpConfig("{\"servers\":{\"b\":{\"command\":\"y\"},\"a\":{\"command\":\"z\"}},\"mcpServers\":{\"a\":{\"command\":\"x\"}}}");
        QVERIFY(import && import->servers.size() == 2);
        QCOMPARE(import->servers.first().command, qs("x"));
        QCOMPARE(import->servers.last().command, qs("y"));
        QCOMPARE(import->notes, QStringList{qs("a of \"servers\" is left out: there is another server of this name.")});
    }

    void webSocketsAreLeftOut()
    {
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"a\":{\"type\":\"websocket\",\"url\":\"https://h.example/m\"},\"b\":{\"url\":\"wss://h.example/m\"}}}");
        QVERIFY(import && import->servers.isEmpty());
        QCOMPARE(import->notes.size(), 2);
        QVERIFY(import->notes.last().contains(qs("b is left out: it is reached by WebSocket")));
    }

    void readsCopilotsLocal()
    {
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"a\":{\"type\":\"local\",\"command\":\"node\",\"args\":[\"x\"],\"tools\":[\"*\"]},\"b\":{\"type\":\"http\",\"url\":\"unix:///run/x.sock\"}}}");
        QVERIFY(import);
        QCOMPARE(import->servers.size(), 1);
        QCOMPARE(import->servers.first().transport, McpTransport::Stdio);
        QCOMPARE(import->notes, (QStringList{qs("b is left out: unix: is no address over the network.")}));
    }

    void readsServersOfProjects()
    {
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"a\":{\"command\":\"x\"}},\"projects\":{\"/home/me/p\":{\"mcpServers\":{\"own\":{\"command\":\"y\"},\"a\":{\"command\":\"z\"}}},\"/q\":{\"history\":[]}}}");
        QVERIFY(import);
        QCOMPARE(import->servers.size(), 2);
        QCOMPARE(import->servers.first().command, qs("x"));
        QCOMPARE(import->servers.last().id.value, qs("own"));
        QCOMPARE(import->notes, (QStringList{qs("own was for the project /home/me/p alone."), qs("a of the project /home/me/p is left out: there is another server of this name.")}));
        const auto alone = decodeMcpConfig("{\"projects\":{\"/p\":{\"mcpServers\":{\"own\":{\"command\":\"y\"}}}}}");
        QVERIFY(alone && alone->servers.size() == 1);
    }

    void readsVsCode()
    {
        const auto import = decodeMcpConfig("{\"inputs\":[{\"type\":\"promptString\",\"id\":\"tok\",\"password\":true}],\"servers\":{\"a\":{\"type\":\"http\",\"url\":\"https://a.example/mcp\","
                                            "\"headers\":{\"Authorization\":\"Bearer ${input:tok}\"}},\"old\":{\"type\":\"sse\",\"url\":\"https://a.example/sse\"}}}");
        QVERIFY(import);
        QCOMPARE(import->servers.size(), 2);
        QCOMPARE(import->servers.first().headers.first().second, qs("Bearer ${secret:mcp.input.tok}"));
        QCOMPARE(import->servers.last().transport, McpTransport::Sse);
        QVERIFY(import->notes.join(u'\n').contains(qs("mcp.input.tok")));
    }

    /// Inputs that are asked for in the open are variables, with their default; only passwords are the keyring's.
    void plainInputsAreVariables()
    {
        const auto import = decodeMcpConfig("{\"inputs\":[{\"type\":\"promptString\",\"id\":\"my-host\",\"description\":\"Host\"},{\"type\":\"pickString\",\"id\":\"p\",\"options\":[\"a\"],\"default\":\"a\"},"
                                            "{\"type\":\"promptString\",\"id\":\"k\",\"password\":true}],\"servers\":{\"a\":{\"command\":\"x\",\"args\":[\"--host=${input:my-host}\",\"${input:p}\",\"${input:k}\"]}}}");
        QVERIFY(import && import->servers.size() == 1);
        QCOMPARE(import->servers.first().arguments, (QStringList{qs("--host=${env:MY_HOST}"), qs("${env:P:-a}"), qs("${secret:mcp.input.k}")}));
        QCOMPARE(import->notes.size(), 3);
        QCOMPARE(import->notes.first(), qs("The input \"my-host\" (Host) is no secret: it is taken from the variable ${env:MY_HOST}; set that, or put a value in its place."));
        QVERIFY(import->notes.last().contains(qs("mcp.input.k")));
    }

    void keepsTheEra()
    {
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"a\":{\"command\":\"x\",\"protocolEra\":\"auto\"},\"b\":{\"url\":\"https://b.example/mcp\"},"
                                            "\"c\":{\"url\":\"https://c.example/sse\",\"type\":\"sse\",\"protocolEra\":\"odd\"}}}");
        QVERIFY(import);
        QCOMPARE(import->servers.first().era, std::optional(McpEra::Auto));
        QCOMPARE(eraOf(import->servers.at(1)), McpEra::Auto);
        QCOMPARE(eraOf(import->servers.at(2)), McpEra::Legacy);
        const auto again = decodeMcpConfig(encodeMcpConfig(import->servers));
        QVERIFY(again);
        QCOMPARE(again->servers, import->servers);
    }

    void secretsLeaveTheList()
    {
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"a\":{\"command\":\"x\",\"env\":{\"API_KEY\":\"planted-key\"}},\"b\":{\"url\":\"https://u:pw@b.example/mcp?api_key=planted-query\","
                                            "\"headers\":{\"Authorization\":\"Bearer planted-token\"}}}}");
        QVERIFY(import);
        QCOMPARE(import->secrets.size(), 3);
        QCOMPARE(import->secrets.first().value, qs("planted-key"));
        const QByteArray exported = encodeMcpConfig(import->servers);
        QVERIFY2(!exported.contains("planted") && !exported.contains("pw"), exported.constData());
        QVERIFY(exported.contains("${secret:mcp.a.API_KEY}"));
    }

    void keysInArgumentsLeaveTheListToo()
    {
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"my:server\":{\"command\":\"npx\",\"args\":[\"mcp-remote\",\"--api-key\",\"planted-1\",\"--token=planted-2\","
                                            "\"--header\",\"Authorization: Bearer planted-3\",\"-e\",\"DB_PASSWORD=planted-4\",\"--verbose\",\"--secret\",\"${input:tok}\",\"--key\"]}}}");
        QVERIFY(import);
        const McpServerConfig &config = import->servers.first();
        QStringList values;
        for (const McpImport::Secret &secret : import->secrets)
            values << secret.value;
        QCOMPARE(values, (QStringList{qs("planted-1"), qs("planted-2"), qs("planted-3"), qs("planted-4")}));
        QCOMPARE(config.arguments.at(2), qs("${secret:mcp.my_server.arg2.api-key}"));
        QCOMPARE(config.arguments.at(5), qs("Authorization: Bearer ${secret:mcp.my_server.arg5.Authorization}"));
        QCOMPARE(config.arguments.at(10), qs("${secret:mcp.input.tok}"));
        QVERIFY(!encodeMcpConfig(import->servers).contains("planted"));
        QVERIFY(!import->notes.join(u'\n').contains(qs("planted")));
    }

    /// An entry with PLANT for a key: it goes to the keyring, and stands in no list and in no export.
    void keysToldByTheirValue_data()
    {
        QTest::addColumn<QByteArray>("entry");
        QTest::addColumn<bool>("isKept"); ///< in the keyring
        const auto row = [](const char *entry, bool isKept = true) { QTest::newRow(entry) << QByteArray(entry).replace('\'', '"') << isKept; };
        row("'command':'x','args':['ghp_PLANTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']");
        row("'command':'x','args':['postgresql://user:PLANT@host/db']");
        row("'command':'x','args':['https://h.example/x?token=PLANT']");
        row("'command':'x','args':['--bearer','PLANT']");
        row("'command':'x','args':['--connection-string','Server=h;Password=PLANT;']");
        row("'command':'x','args':['--header=Cookie: a=PLANT']");
        row("'command':'x','args':['/apikey:PLANT']");
        row("'command':'x','args':'--bearer PLANT'");
        row("'command':'x','env':{'DATABASE_URL':'postgres://u:PLANT@h/db'}");
        row("'command':'x','env':{'PASS':'PLANT'}");
        row("'command':'x','env':{'PASSPHRASE':'PLANT'}");
        row("'command':'x','env':{'BEARER':'PLANT'}");
        row("'command':'x','env':{'SESSION':'PLANT'}");
        row("'command':'x','env':{'AZURE':'AccountKey=PLANT;EndpointSuffix=core.windows.net'}");
        row("'command':'x','env':{'HOOK':'https://hooks.slack.com/services/T000/B000/PLANTXXXXXXX'}");
        row("'url':'https://h.example/mcp','headers':{'X-Session':'PLANT'}");
        row("'url':'https://h.example/mcp','headers':{'Cookie':'PLANT'}");
        row("'url':'https://h.example/mcp','requestInit':{'headers':{'Authorization':'Bearer PLANT'}}");
        row("'command':'x','extra':{'apiKey':'PLANT'}");
        row("'command':'x','metadata':{'token':'PLANT'}");
        row("'command':'x','other':[{'note':'ghp_PLANTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}]");
        row("'url':'https://h.example/mcp?tavilyApiKey=PLANT'");
        row("'url':'https://h.example/mcp#token=PLANT'");
        row("'command':'npx x ghp_PLANTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'", false);
    }

    void keysToldByTheirValue()
    {
        QFETCH(QByteArray, entry);
        QFETCH(bool, isKept);
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"s\":{" + entry + "}}}");
        QVERIFY(import);
        QVERIFY(!import->notes.isEmpty() && !import->notes.join(u' ').contains(qs("PLANT")));
        QCOMPARE(import->secrets.size(), isKept ? 1 : 0);
        QVERIFY(!isKept || import->secrets.first().value.contains(qs("PLANT")));
        const QByteArray kept = encodeMcpConfig(import->servers);
        QVERIFY2(!kept.contains("PLANT") && kept.contains("${secret:mcp.s.") == isKept, kept.constData());
        const auto again = decodeMcpConfig(kept);
        QVERIFY(again && again->secrets.isEmpty());
        QCOMPARE(again->servers, import->servers);
    }

    void twoKeysOfATextStayApart()
    {
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"s\":{\"command\":\"x\",\"args\":[\"--x=a;password=PLANT-1;password=PLANT-2\"]}}}");
        QVERIFY(import);
        QCOMPARE(import->secrets.size(), 2);
        QCOMPARE(import->servers.first().arguments.first(), qs("--x=a;password=${secret:mcp.s.arg0.password};password=${secret:mcp.s.arg0.password.2}"));
    }

    /// What is no key stays as it is.
    void ordinaryValuesStay()
    {
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"s\":{\"command\":\"npx\",\"args\":[\"-y\",\"@scope/pkg@1.2.3\",\"/srv/a\",\"3f2a9c8b-7d6e-4f4a-8b2c-1d0e9f8a7b6c\",\"https://a.example/x?team=7\"],"
                                            "\"env\":{\"MODE\":\"test\",\"HOST\":\"https://h.example/\",\"PWD\":\"/srv\"},\"autoApprove\":[\"get_token\"],\"registry\":{\"description\":\"Token: ask for one\"}},"
                                            "\"u\":{\"url\":\"https://a.example/mcp?team=7#top\",\"headers\":{\"X-Team\":\"blue\"}}}}");
        QVERIFY(import);
        QVERIFY2(import->secrets.isEmpty() && import->notes.isEmpty(), qPrintable(import->notes.join(u'\n')));
        QVERIFY(encodeMcpConfig(import->servers).contains("https://a.example/mcp?team=7#top"));
    }

    /// Numbers and booleans are texts in the end; what is lost is told of.
    void valuesThatAreNoTexts()
    {
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"a\":{\"command\":\"x\",\"args\":[\"--port\",8080,true,null,{}],\"env\":{\"PORT\":3000,\"DEBUG\":true,\"B\":null,\"RATE\":1.5}},"
                                            "\"b\":{\"command\":\"x\",\"args\":\"a 'b c'\",\"env\":[\"A=1\"]},\"c\":{\"command\":\"x\",\"args\":\"it's\"},\"d\":{\"command\":\"x\",\"args\":{},\"env\":null}}}");
        QVERIFY(import);
        const auto &servers = import->servers;
        QCOMPARE(servers.at(0).arguments, (QStringList{qs("--port"), qs("8080"), qs("true")}));
        QCOMPARE(servers.at(0).environment, (QList<std::pair<QString, QString>>{{qs("PORT"), qs("3000")}, {qs("DEBUG"), qs("true")}, {qs("RATE"), qs("1.5")}}));
        QCOMPARE(servers.at(1).arguments, (QStringList{qs("a"), qs("b c")}));
        QCOMPARE(servers.at(2).arguments, QStringList{qs("it's")});
        QVERIFY(servers.at(3).arguments.isEmpty());
        const QString lost = qs("one of its arguments is left out: it is neither a text nor a number.");
        QCOMPARE(import->notes, (QStringList{qs("a: ") + lost, qs("a: ") + lost, qs("a: B of \"env\" is left out: it is neither a text nor a number."),
                                             qs("b: \"args\" is one text; it is taken as 2 arguments, as a shell would split it."), qs("b: \"env\" is left out: it must be an object."),
                                             qs("c: \"args\" is one text; it is taken as one argument."), qs("d: \"args\" is left out: it is neither a text nor a number.")}));
    }

    /// What came from a variable is masked, whatever the entry is called; what everybody may see is not.
    void referencesAreMasked()
    {
        qputenv("QD_K2", "K2-planted");
        qputenv("QD_PLACE", "/srv/data");
        McpServerConfig config{.transport = McpTransport::Stdio, .command = qs("x"), .arguments = {qs("${env:QD_K2}"), qs("${env:HOME}"), qs("xoxb-typed-1234567890")}};
        config.environment = {{qs("Z"), qs("pre-${env:QD_K2}")}, {qs("P"), qs("${env:QD_PLACE}")}, {qs("D"), qs("${env:QD_NONE:-default-Value}")}, {qs("S"), qs("plain-value")}};
        MemorySecretStore store;
        Outcome<ResolvedMcpConfig> outcome;
        resolveReferences(config, store, outcome.context(), outcome.completion());
        QVERIFY(outcome.wait() && outcome.ok());
        const ResolvedMcpConfig &resolved = outcome.value();
        QCOMPARE(resolved.config.environment.first().second, qs("pre-K2-planted"));
        QStringList secrets = resolved.secrets;
        secrets.removeDuplicates();
        QCOMPARE(secrets, (QStringList{qs("K2-planted"), qs("xoxb-typed-1234567890"), qs("default-Value")}));
        qunsetenv("QD_K2");
        qunsetenv("QD_PLACE");
    }

    void keysAreNotShown()
    {
        const McpServerConfig typed{.command = qs("node"), .arguments = {qs("x.js"), qs("--api-key"), qs("planted-1"), qs("TOKEN=planted-2"), qs("--plain"), qs("shown")}};
        QCOMPARE(launch::commandLine(typed), qs("node x.js --api-key '***' 'TOKEN=***' --plain shown"));
        QVERIFY(!launch::shownText(typed).contains(qs("planted")));
        QVERIFY(secretArguments({qs("--api-key"), qs("--other"), qs("x"), qs("https://key.example/a:b")}).isEmpty());
    }

    void badFiles_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        QTest::newRow("empty") << QByteArray() << qs("line 1");
        QTest::newRow("half") << QByteArray("{\n\"mcpServers\": {") << qs("line 2");
        QTest::newRow("array") << QByteArray("[]") << qs("no JSON object");
        QTest::newRow("neither") << QByteArray("{}") << qs("neither");
        QTest::newRow("a list of servers") << QByteArray("{\"mcpServers\":[{\"command\":\"x\"}]}") << qs("\"mcpServers\" must be an object");
        QTest::newRow("toml without servers") << QByteArray("# mine\nmodel = \"x\"\n") << qs("TOML, but has no \"mcp_servers\"");
        QTest::newRow("toml tables") << QByteArray("[other]\na = 1\n") << qs("TOML");
        QTest::newRow("json5 with a fault") << QByteArray("{mcpServers: {\n a: {command: 'x'} b: 1}}") << qs("line 2");
        QTest::newRow("json of a list") << QByteArray("[1\n,]") << qs("no JSON object");
        QTest::newRow("deep") << QByteArray(QByteArray(200, '[') + QByteArray(200, ']')) << qs("deep");
        QTest::newRow("huge") << QByteArray(2 * 1024 * 1024, ' ') << qs("1 MiB");
    }

    void badFiles()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        const auto import = decodeMcpConfig(text);
        QVERIFY(!import);
        QVERIFY2(import.error().message.contains(message), qPrintable(import.error().message));
    }

    void listIsKept()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(qs("q/mcp.json"));
        QVERIFY(loadMcpServers(path));
        McpServerConfig config{.id = McpServerId(qs("a")), .transport = McpTransport::Stdio, .command = qs("node"), .arguments = {qs("a b")}, .unknown = qs("{\"x\":1}")};
        QVERIFY(saveMcpServers({.servers = {config}, .consents = {launch::fingerprint(config)}}, path));
        const auto list = loadMcpServers(path);
        QVERIFY(list);
        QCOMPARE(list->servers.size(), 1);
        QCOMPARE(list->servers.first().arguments, config.arguments);
        QVERIFY(list->servers.first().unknown.contains(qs("\"x\":1")));
        QVERIFY(list->consents.contains(launch::fingerprint(config)));
        QCOMPARE(QFile(path).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    /// Whoever writes a key into the list itself does not lose it: nothing would put it into the keyring.
    void keysInTheListStay()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(qs("mcp.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"mcpServers\":{\"a\":{\"command\":\"node\",\"args\":[\"--token\",\"sk-ant-api03-abcdefghijklmnop\"],\"env\":{\"API_KEY\":\"hush hush\",\"DB\":\"postgresql://u:pass-word@h/d\"}},"
                   "\"b\":{\"type\":\"http\",\"url\":\"https://b.example/mcp\",\"headers\":{\"Authorization\":\"Bearer abc\"}}}}");
        file.close();
        const auto list = loadMcpServers(path);
        QVERIFY(list);
        const McpServerConfig &command = list->servers.first();
        QCOMPARE(command.arguments.last(), qs("sk-ant-api03-abcdefghijklmnop"));
        QCOMPARE(command.environment, (QList<std::pair<QString, QString>>{{qs("API_KEY"), qs("hush hush")}, {qs("DB"), qs("postgresql:") + qs("//u:pass-word@h/d")}}));
        QCOMPARE(list->servers.last().headers.first().second, qs("Bearer abc"));
        McpServerList more = *list;
        more.servers.append({.id = McpServerId(qs("new")), .transport = McpTransport::Stdio, .command = qs("node"), .environment = {{qs("OTHER_KEY"), qs("planted")}}});
        QVERIFY(saveMcpServers(more, path));
        const auto again = loadMcpServers(path);
        QCOMPARE(again->servers.mid(0, 2), list->servers);
        QCOMPARE(again->servers.last().environment.first().second, qs("${env:OTHER_KEY}")); // what is new is not written in clear
    }

    void consentIsForTheExactCommand()
    {
        const McpServerConfig config{.command = qs("node"), .arguments = {qs("a b"), qs("c")}, .environment = {{qs("K"), qs("v")}}};
        const QString known = launch::fingerprint(config);
        McpServerConfig other = config;
        other.arguments = {qs("a"), qs("b c")};
        QVERIFY(launch::fingerprint(other) != known);
        other = config;
        other.environment.first().second = qs("w");
        QVERIFY(launch::fingerprint(other) != known);
        other = config;
        other.id = McpServerId(qs("renamed"));
        QCOMPARE(launch::fingerprint(other), known);
        QCOMPARE(launch::commandLine(config), qs("node 'a b' c"));
        QVERIFY(launch::warnings(config).isEmpty());
    }

    /// A script in an argument ends where the script goes on, not where the key's line ends.
    void keysInScriptsHideNoProgram()
    {
        const McpServerConfig config{.command = qs("sh"), .arguments = {qs("-c"), qs("TOKEN='planted 1' node x.js; id > f")}};
        QCOMPARE(launch::commandLine(config), qs("sh -c 'TOKEN=*** node x.js; id > f'"));
        QCOMPARE(launch::commandLine({.command = qs("sh"), .arguments = {qs("-c"), qs("TOKEN=$(id) node x.js")}}), qs("sh -c 'TOKEN=$(id) node x.js'"));
        QCOMPARE(launch::commandLine({.command = qs("node"), .arguments = {qs("-e"), qs("token=require('fs').x")}}), qs("node -e 'token=***('\\''fs'\\'').x'"));
        QCOMPARE(launch::commandLine({.command = qs("docker"), .arguments = {qs("run"), qs("-e"), qs("API_KEY=planted one"), qs("ghp_plantedplantedplantedplantedplanted1")}}), qs("docker run -e 'API_KEY=***' '***'"));
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"a\":{\"command\":\"sh\",\"args\":[\"-c\",\"TOKEN=planted-1 node x.js\"]}}}");
        QVERIFY(import);
        QCOMPARE(import->secrets.first().value, qs("planted-1"));
        QCOMPARE(import->servers.first().arguments.last(), qs("TOKEN=${secret:mcp.a.arg1.TOKEN} node x.js"));
    }

    void whatCannotBeSeenIsSpelledOut_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const char *argument, const char *shown) { QTest::newRow(name) << qs(argument) << qs(shown); };
        row("nothing", "", "''");
        row("a quote", "it's", "'it'\\''s'");
        row("a backslash alone", "a\\nb", "'a\\nb'");
        row("a line", "echo ok #\nid > f", "$'echo ok #\\nid > f'");
        row("a line at the end", "ls\n", "$'ls\\n'");
        row("return and tab", "a\r\tb", "$'a\\r\\tb'");
        row("quotes and a line", "a'b\\\n", "$'a\\'b\\\\\\n'");
        row("escape", "\x1b[2K", "$'\\x1b[2K'");
        row("direction", "a\u202eb", "$'a\\u202eb'");
        row("no width", "a\u200bb", "$'a\\u200bb'");
        row("another blank", "a\u00a0b", "$'a\\u00a0b'");
        row("a filler", "a\u3164b", "$'a\\u3164b'");
        row("a tag", "a\U000E0041b", "$'a\\U000e0041b'");
        row("letters of people", "Zo\u00eb \u00df", "'Zo\u00eb \u00df'");
    }
    void whatCannotBeSeenIsSpelledOut()
    {
        QFETCH(QString, argument);
        QFETCH(QString, shown);
        const McpServerConfig config{.command = qs("x"), .arguments = {argument}, .environment = {{argument, qs("v")}}, .workingFolder = argument};
        QCOMPARE(launch::commandLine(config), u"x " + shown);
        QCOMPARE(launch::shownText(config), qs("x %1\nin folder: %2\nwith environment: %1").arg(shown, argument.isEmpty() ? qs("(this program's)") : shown));
    }

    void launchesAreWarnedOf_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("warning");
        const auto row = [](const char *line, const char *warning) { QTest::newRow(line) << qs(line).split(u'|') << qs(warning); };
        row("sh|-c|echo ok #\nid > f", "An argument has several lines. It runs a shell script given as text.");
        row("node|a\u202eb", "It has characters that people do not see.");
        row("nod\u0435|x", "It has letters that look like others.");
        QTest::newRow("a download") << QStringList{qs("sh"), qs("-c"), qs("curl x\n| sudo bash")} << qs("An argument has several lines. It asks for more rights than yours. It runs a program that it downloads. It runs a shell script given as text.");
        row("bash|-lc|x", "It runs a shell script given as text.");
        row("/usr/bin/python3|-c|x", "It runs a program given as text.");
        row("python|-u|-c|x", "It runs a program given as text.");
        row("node|-e|x", "It runs a program given as text.");
        row("perl|-we|x", "It runs a program given as text.");
        row("python|-m|server", "");
        row("node|x.js|-e", "");
        row("npx|-y|x", "It fetches the newest version of a package each time it starts.");
        row("docker|run|-i|--rm|x", "");
        row("docker|run|--privileged|x", "Its container has more rights on this machine than a container should have.");
        row("podman|run|--pid=host|x", "Its container has more rights on this machine than a container should have.");
        row("docker|run|-v|/:/host|x", "Its container can reach all files of this machine.");
        row("docker|run|--volume=/:/host:ro|x", "Its container can reach all files of this machine.");
        row("docker|run|--mount|type=bind,source=/,target=/h|x", "Its container can reach all files of this machine.");
        row("docker|run|-v|/srv/data:/data|x", "");
        row("docker|run|-v|/var/run/docker.sock:/s|x", "It can start containers with all rights on this machine.");
        row("cat|/home/a/.ssh/id_rsa", "It names a folder with keys.");
        row("node|www.aws.example", "");
        row("env|LD_PRELOAD=/tmp/x.so|node", "LD_PRELOAD loads other code into the program.");
    }
    void launchesAreWarnedOf()
    {
        QFETCH(QStringList, words);
        QTEST(launch::warnings({.command = words.first(), .arguments = words.mid(1)}).join(u' '), "warning");
    }

    void variablesAndFoldersAreWarnedOf()
    {
        const auto said = [](const char *name) { return launch::warnings({.command = qs("node"), .environment = {{qs(name), qs("v")}}}).join(u' '); };
        for (const char *name : {"LD_PRELOAD", "LD_LIBRARY_PATH", "PATH", "NODE_OPTIONS", "PYTHONPATH", "PYTHONSTARTUP", "BASH_ENV", "DYLD_INSERT_LIBRARIES", "DYLD_LIBRARY_PATH"})
            QVERIFY2(said(name).startsWith(qs(name) + u' '), name);
        for (const char *name : {"API_KEY", "MY_PATH", "DEBUG", "NODE_ENV"})
            QCOMPARE(said(name), QString());
        for (const char *folder : {"/home/a/.ssh", "/home/a/.aws/x", "/home/a/.gnupg", "/home/a/.kube", "/etc"})
            QVERIFY2(!launch::warnings({.command = qs("node"), .workingFolder = qs(folder)}).isEmpty(), folder);
        QVERIFY(launch::warnings({.command = qs("node"), .workingFolder = qs("/home/a/work")}).isEmpty());
    }

    /// As Inspector, Claude Code and Cursor have it; what we do not know of it is kept, secrets are not.
    void signInIsRead()
    {
        const auto import = decodeMcpConfig(R"({"mcpServers":{"a":{"url":"https:\/\/a.example/mcp","oauth":{"clientId":"id","clientSecret":"planted-1","scopes":"r w","callbackPort":8123,
            "tokenUrl":"https:\/\/as.example/token","apiToken":"planted-2","grant":"client"}},"b":{"url":"https:\/\/b.example/mcp","auth":{"CLIENT_ID":"cid","CLIENT_SECRET":"planted-3","scopes":["x"]}},
            "c":{"url":"https:\/\/c.example/mcp","oauth":{"clientSecret":"${SECRET}","enterpriseManaged":true,"clientMetadataUrl":"https:\/\/me.example/c.json"}}}})");
        QVERIFY(import);
        const McpAuthSettings &a = import->servers.first().signIn;
        QCOMPARE(a.clientId, qs("id"));
        QCOMPARE(a.clientSecret, qs("${secret:mcp.a.oauth.clientSecret}"));
        QCOMPARE(a.scopes, (QStringList{qs("r"), qs("w")}));
        QCOMPARE(a.callbackPort, quint16(8123));
        QCOMPARE(a.grant, oauth::Grant::ClientCredentials);
        QCOMPARE(import->servers.first().unknown, qs("{\"oauth\":{\"tokenUrl\":\"https:") + qs("//as.example/token\",\"apiToken\":\"${secret:mcp.a.oauth.apiToken}\"}}"));
        QCOMPARE(import->servers.at(1).signIn.clientId, qs("cid"));
        QCOMPARE(import->servers.at(1).signIn.scopes, QStringList{qs("x")});
        QCOMPARE(import->servers.at(2).signIn.clientSecret, qs("${env:SECRET}"));
        QCOMPARE(import->servers.at(2).signIn.grant, oauth::Grant::EnterpriseManaged);
        QCOMPARE(import->secrets.size(), 3);
        const QByteArray kept = encodeMcpConfig(import->servers);
        QVERIFY2(!kept.contains("planted"), kept.constData());
        const auto again = decodeMcpConfig(kept);
        QVERIFY(again && again->secrets.isEmpty());
        QCOMPARE(again->servers, import->servers);
        for (int i = 0; i < mcpConfigShapeCount; ++i) {
            const McpConfigExport made = exportMcpConfig(static_cast<McpConfigShape>(i), import->servers);
            QVERIFY2(!made.text.contains("planted") && !made.text.contains("${secret:"), made.text.constData());
        }
        QVERIFY(exportMcpConfig(McpConfigShape::Cursor, {import->servers.at(1)}).text.contains("\"CLIENT_ID\": \"cid\""));
        QVERIFY(exportMcpConfig(McpConfigShape::Inspector, {import->servers.first()}).text.contains("\"tokenUrl\": \"https:"));
    }

    void foldersAreRead()
    {
        const auto import = decodeMcpConfig(R"({"mcpServers":{"a":{"command":"x","roots":["file:\/\/\/srv/a",{"uri":"file:\/\/\/srv/b","name":"b"},7,{"name":"none"}]}}})");
        QVERIFY(import);
        QCOMPARE(import->servers.first().roots, (QList<McpRoot>{{.uri = qs("file:///srv/a"), .name = {}}, {.uri = qs("file:///srv/b"), .name = qs("b")}}));
        QCOMPARE(decodeMcpConfig(encodeMcpConfig(import->servers))->servers, import->servers);
    }

    void readsCodex()
    {
        const auto import = decodeMcpConfig("model = \"x\" # mine\n[mcp_servers.local]\ncommand = 'npx'\nargs = [\"-y\", \"s\", '--api-key', 'planted-1']\nstartup_timeout_sec = 20\n"
                                            "[mcp_servers.local.env]\nTOKEN = \"planted-2\"\nLEVEL = \"info\"\n\n[mcp_servers.\"re.mote\"]\nurl = \"https:\u002F\u002Fr.example/mcp\"\n"
                                            "bearer_token_env_var = \"R_TOKEN\"\nhttp_headers = { \"X-Team\" = \"blue\" }\nenv_http_headers = { \"X-Key\" = \"R_KEY\" }\nsince = 2026-11-01\n");
        QVERIFY2(import, import ? "" : qPrintable(import.error().message + import.error().detail));
        QCOMPARE(import->servers.size(), 2);
        const McpServerConfig &local = import->servers.first();
        QCOMPARE(local.command, qs("npx"));
        QCOMPARE(local.arguments.last(), qs("${secret:mcp.local.arg3.api-key}"));
        QVERIFY(local.environment.contains({qs("TOKEN"), qs("${secret:mcp.local.TOKEN}")}) && local.environment.contains({qs("LEVEL"), qs("info")}));
        QCOMPARE(local.unknown, qs("{\"startup_timeout_sec\":20}"));
        const McpServerConfig &remote = import->servers.last();
        QCOMPARE(remote.id.value, qs("re.mote"));
        QCOMPARE(remote.transport, McpTransport::StreamableHttp);
        for (const auto &[name, value] : {std::pair("Authorization", "Bearer ${env:R_TOKEN}"), std::pair("X-Team", "blue"), std::pair("X-Key", "${env:R_KEY}")})
            QVERIFY2(remote.headers.contains({qs(name), qs(value)}), name);
        QCOMPARE(remote.unknown, qs("{\"since\":\"2026-11-01\"}"));
        QVERIFY(!encodeMcpConfig(import->servers).contains("planted"));
        const auto again = decodeMcpConfig(exportMcpConfig(McpConfigShape::Codex, {local}).text); // and back
        QVERIFY(again);
        QCOMPARE(again->servers.first().command, local.command);
    }

    void badCodex()
    {
        const auto import = decodeMcpConfig("[mcp_servers.a]\ncommand = \n");
        QVERIFY(!import);
        QVERIFY2(import.error().message.contains(qs("line 2")), qPrintable(import.error().message));
        QVERIFY(!decodeMcpConfig("[other]\na = 1\n"));
    }

    /// A server.json of the registry: each package and remote becomes a server; what somebody has to give is a reference.
    void readsRegistry()
    {
        const auto import = decodeMcpConfig(R"({"$schema":"https:\/\/static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json","name":"io.github.u/weather","description":"d","version":"1.2.0",
            "packages":[{"registryType":"npm","identifier":"@u/weather","version":"1.2.0","transport":{"type":"stdio"},"runtimeArguments":[{"type":"named","name":"--silent","isRequired":true}],
            "packageArguments":[{"type":"positional","valueHint":"city","default":"Rome"},{"type":"named","name":"--unit","value":"{unit}","variables":{"unit":{"default":"c"}}},{"type":"named","name":"--proxy","format":"string"}],
            "environmentVariables":[{"name":"API_KEY","isRequired":true,"isSecret":true},{"name":"REGION","isRequired":true},{"name":"DEBUG"}]},
            {"registryType":"oci","identifier":"docker.io/u/weather:1.2.0","environmentVariables":[{"name":"API_KEY","isSecret":true}]},{"registryType":"mcpb","identifier":"x"}],
            "remotes":[{"type":"streamable-http","url":"https:\/\/{tenant}.example/mcp","variables":{"tenant":{"default":"main"}},"headers":[{"name":"X-Key","isRequired":true,"isSecret":true}]},{"type":"sse","url":"https:\/\/w.example/sse"}]})");
        QVERIFY(import);
        QStringList names;
        for (const McpServerConfig &config : import->servers)
            names << config.id.value;
        QCOMPARE(names, (QStringList{qs("weather-npm"), qs("weather-oci"), qs("weather-http"), qs("weather-sse")}));
        const McpServerConfig &npm = import->servers.first();
        QCOMPARE(npm.command, qs("npx"));
        QCOMPARE(npm.arguments, (QStringList{qs("-y"), qs("--silent"), qs("@u/weather@1.2.0"), qs("Rome"), qs("--unit"), qs("c")}));
        QCOMPARE(npm.environment, (QList<std::pair<QString, QString>>{{qs("API_KEY"), qs("${secret:mcp.input.API_KEY}")}, {qs("REGION"), qs("${env:REGION}")}}));
        QVERIFY(npm.unknown.contains(qs("io.github.u/weather")) && npm.unknown.contains(qs("1.2.0")));
        QCOMPARE(import->servers.at(1).arguments, (QStringList{qs("run"), qs("-i"), qs("--rm"), qs("-e"), qs("API_KEY"), qs("docker.io/u/weather:1.2.0")}));
        QCOMPARE(import->servers.at(2).url.toString(), qs("https:") + qs("//main.example/mcp"));
        QCOMPARE(import->servers.at(2).headers.first().second, qs("${secret:mcp.input.X_KEY}"));
        QCOMPARE(import->servers.at(3).transport, McpTransport::Sse);
        QVERIFY(import->notes.join(u'\n').contains(qs("mcpb")) && import->notes.join(u'\n').contains(qs("mcp.input.API_KEY")));
    }

    void readsRegistryOfJuly()
    {
        const auto import = decodeMcpConfig(R"({"name":"io.github.u/notes","version_detail":{"version":"1"},"packages":[{"registry_type":"pypi","identifier":"notes","version":"0.3","runtime_hint":"uvx",
            "package_arguments":[{"type":"positional","value":"serve"}],"environment_variables":[{"name":"TOKEN","is_required":true,"is_secret":true}]}]})");
        QVERIFY(import && import->servers.size() == 1);
        QCOMPARE(import->servers.first().id.value, qs("notes"));
        QCOMPARE(import->servers.first().command, qs("uvx"));
        QCOMPARE(import->servers.first().arguments, (QStringList{qs("notes==0.3"), qs("serve")}));
        QCOMPARE(import->servers.first().environment.first().second, qs("${secret:mcp.input.TOKEN}"));
    }

    /// Each client's own shape, with its own way of writing references; what we do not know is kept, keys are not.
    void exportsFitTheClient()
    {
        McpServerConfig local{.id = McpServerId(qs("local")), .transport = McpTransport::Stdio, .command = qs("node"), .arguments = {qs("s.js"), qs("--api-key"), qs("planted-1")}};
        local.environment = {{qs("TOKEN"), qs("${secret:mcp.local.TOKEN}")}, {qs("LEVEL"), qs("${env:LEVEL:-info}")}, {qs("PASSWORD"), qs("planted-2")}};
        local.unknown = qs("{\"disabled\":true,\"oauth\":{\"clientSecret\":\"planted-3\",\"scopes\":[\"a\"]}}");
        McpServerConfig remote{.id = McpServerId(qs("remote")), .url = QUrl(qs("https:") + qs("//u:planted-4@h.example/mcp?api_key=planted-5"))};
        remote.headers = {{qs("Authorization"), qs("Bearer ${secret:mcp.input.github}")}};
        for (int i = 0; i < mcpConfigShapeCount; ++i) {
            const auto shape = static_cast<McpConfigShape>(i);
            const McpConfigExport made = exportMcpConfig(shape, {local, remote});
            QVERIFY2(!made.text.contains("planted"), made.text.constData());
            QVERIFY2(made.text.contains("disabled") && made.text.contains("scopes"), made.text.constData());
            QVERIFY2(!made.notes.isEmpty() || shape == McpConfigShape::VsCode, qPrintable(configShapeTitle(shape)));
            QVERIFY(!configShapeFile(shape).isEmpty());
        }
        const auto text = [&](McpConfigShape shape) { return exportMcpConfig(shape, {local, remote}).text; };
        const QByteArray code = text(McpConfigShape::VsCode);
        QVERIFY(code.contains("\"servers\"") && code.contains("${input:github}") && code.contains("${input:mcp-local-TOKEN}") && code.contains("\"password\": true"));
        const QByteArray claude = text(McpConfigShape::ClaudeCode);
        QVERIFY(claude.contains("${LEVEL:-info}") && claude.contains("${MCP_LOCAL_TOKEN}") && claude.contains("\"type\": \"http\""));
        QVERIFY(text(McpConfigShape::Cursor).contains("${env:MCP_LOCAL_TOKEN}"));
        QVERIFY(text(McpConfigShape::Windsurf).contains("serverUrl"));
        QVERIFY(text(McpConfigShape::Gemini).contains("httpUrl"));
        QVERIFY(!text(McpConfigShape::ClaudeDesktop).contains("h.example"));
        QVERIFY(text(McpConfigShape::Codex).startsWith("[mcp_servers.\"local\"]"));
        remote.era = McpEra::Modern;
        QVERIFY(exportMcpConfig(McpConfigShape::Inspector, {remote}).text.contains("\"protocolEra\": \"modern\""));
        for (const auto shape : {McpConfigShape::ClaudeCode, McpConfigShape::Cursor, McpConfigShape::VsCode, McpConfigShape::Inspector}) { // and back
            const auto again = decodeMcpConfig(exportMcpConfig(shape, {local, remote}).text);
            QVERIFY(again && again->servers.size() == 2 && again->secrets.isEmpty());
            QCOMPARE(again->servers.first().command, local.command);
            QVERIFY(again->servers.first().unknown.contains(qs("disabled")));
        }
    }

    void codexReadsVariables()
    {
        McpServerConfig remote{.id = McpServerId(qs("r")), .url = QUrl(qs("https:") + qs("//r.example/mcp"))};
        remote.headers = {{qs("Authorization"), qs("Bearer ${env:R_TOKEN}")}, {qs("X-Key"), qs("${secret:mcp.r.X-Key}")}, {qs("X-Team"), qs("blue")}, {qs("X-Mixed"), qs("a ${env:B}")}};
        const McpConfigExport made = exportMcpConfig(McpConfigShape::Codex, {remote});
        QVERIFY2(made.text.contains("\"bearer_token_env_var\" = \"R_TOKEN\"\n"), made.text.constData());
        QVERIFY2(made.text.contains("\"env_http_headers\" = { \"X-Key\" = \"MCP_R_X_KEY\" }"), made.text.constData());
        QVERIFY2(made.text.contains("\"http_headers\" = { \"X-Team\" = \"blue\", \"X-Mixed\" = ") && !made.text.contains("Authorization"), made.text.constData());
        QVERIFY(!made.notes.join(u'\n').contains(qs("R_TOKEN")));
        QVERIFY(made.notes.join(u'\n').contains(qs("set the variable MCP_R_X_KEY")) && made.notes.join(u'\n').contains(qs("value of B")));
        const auto again = decodeMcpConfig(made.text);
        QVERIFY(again && again->secrets.isEmpty());
        QVERIFY(again->servers.first().headers.contains({qs("Authorization"), qs("Bearer ${env:R_TOKEN}")}));
        QVERIFY(again->servers.first().headers.contains({qs("X-Key"), qs("${env:MCP_R_X_KEY}")}));
    }

    /// Files of certificates are named in the list, and a server that is not checked is told of.
    void keepsTls()
    {
        const auto import = decodeMcpConfig("{\"mcpServers\":{\"a\":{\"url\":\"https://a.example/mcp\",\"tls\":{\"ca\":\"/c/ca.pem\",\"certificate\":\"/c/me.pem\",\"key\":\"/c/key.pem\","
                                            "\"insecure\":true,\"pin\":\"x\"}},\"b\":{\"url\":\"https://b.example/mcp\",\"tls\":{\"insecure\":\"yes\",\"ca\":7}}}}");
        QVERIFY(import);
        const TlsSettings wanted{.caFile = qs("/c/ca.pem"), .certificateFile = qs("/c/me.pem"), .keyFile = qs("/c/key.pem"), .isInsecure = true};
        QCOMPARE(import->servers.first().tls, wanted);
        QCOMPARE(import->servers.first().unknown, qs("{\"tls\":{\"pin\":\"x\"}}"));
        QCOMPARE(import->servers.last().tls, TlsSettings());
        QCOMPARE(import->notes, QStringList{qs("a: any certificate of the server is taken (tls.insecure).")});
        const auto again = decodeMcpConfig(encodeMcpConfig(import->servers));
        QVERIFY(again);
        QCOMPARE(again->servers, import->servers);
        for (int i = 0; i < mcpConfigShapeCount; ++i) {
            const auto shape = static_cast<McpConfigShape>(i);
            const McpConfigExport made = exportMcpConfig(shape, import->servers);
            if (shape == McpConfigShape::ClaudeDesktop)
                continue; // it has no remote servers
            QVERIFY2(made.text.contains("/c/key.pem"), made.text.constData());
            QVERIFY(made.notes.join(u'\n').contains(qs("a: its certificates")) && !made.notes.join(u'\n').contains(qs("b: its")));
            const auto back = decodeMcpConfig(made.text);
            QVERIFY(back);
            QCOMPARE(back->servers.first().tls, wanted);
        }
    }

    void jsonIsIndented()
    {
        QCOMPARE(indentedJson(qs("{\"a\":[1.10,{}],\"b\":\"x,{y\"}")), qs("{\n  \"a\": [\n    1.10,\n    {}\n  ],\n  \"b\": \"x,{y\"\n}"));
        QCOMPARE(indentedJson(qs("<html>")), qs("<html>"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpConfig)
#include "tst_mcpconfig.moc"
