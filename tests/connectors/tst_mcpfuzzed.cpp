#include "mcp/clientcodec.h"
#include "mcp/configcodec.h"
#include "mcp/configexport.h"
#include "mcp/jsonslice.h"
#include "mcp/listing.h"
#include "mcp/paramheaders.h"
#include "mcp/pinfile.h"
#include "mcp/recordfile.h"
#include "mcp/schemaform.h"
#include "mcpcollections/variables.h"
#include "sampling/chatcodec.h"
#include "testmain.h"

#include <QFile>

using namespace qd;

namespace {

QByteArray nested(int levels, const QByteArray &before, const QByteArray &core, const QByteArray &after)
{
    return before.repeated(levels) + core + after.repeated(levels);
}

} // namespace

/// Inputs that hurt the decoders of MCP once; found by the fuzzers, or on reading for them.
class TestMcpFuzzed final : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    /// Each level used to be walked twice.
    void nestedKeywordsEnd()
    {
        const QByteArray schema = nested(60, R"({"not":)", R"({"description":"x-mcp-header"})", "}");
        QVERIFY(!paramheaders::fault(schema));
        QVERIFY(paramheaders::fault(nested(30, R"({"$defs":{"a":)", R"({"type":"string","x-mcp-header":"A"})", "}}")).has_value());
        QVERIFY(!paramheaders::fault(R"({"items":{"default":{"x-mcp-header":"A"}}})")); // a value, no schema
    }

    void hugeNumbersAreNone()
    {
        QCOMPARE(clientcodec::decodeSampling(R"({"messages":[],"maxTokens":-1e300})")->maxTokens, 0);
        const ToolForm form = formOfSchema(R"({"type":"object","properties":{"a":{"type":"string","maxLength":1e30}}})");
        const auto made = argumentsOf(form, {{QStringLiteral("/a"), QStringLiteral("text")}});
        QCOMPARE(made ? *made : made.error().message, QStringLiteral(R"({"a":"text"})"));
    }

    /// A call's arguments are JSON inside a text: nobody has bounded their depth before.
    void deepArgumentsOfAModel()
    {
        const QByteArray arguments = nested(200'000, "{\\\"a\\\":", "1", "}");
        const auto answer = chatcodec::decodeChat(R"({"choices":[{"message":{"tool_calls":[{"id":"c","function":{"name":"f","arguments":")" + arguments + R"("}}]}}]})");
        QVERIFY(answer && answer->content.contains(QStringLiteral(R"("input":{})")));
    }

    void endlessKeysOfToml_data()
    {
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("plain") << QByteArray(".a");
        QTest::newRow("blanks") << QByteArray(" . a");
        QTest::newRow("quoted") << QByteArray(".\"=\\\"]\"");
        QTest::newRow("literal") << QByteArray(".']'");
    }

    /// As many tables inside each other used to be taken down one inside the other.
    void endlessKeysOfToml()
    {
        QFETCH(QByteArray, part);
        const auto import = decodeMcpConfig("[mcp_servers" + part.repeated(100'000) + "]\n");
        QVERIFY(!import);
        QCOMPARE(import.error().message, QStringLiteral("The file is nested too deep."));
        QVERIFY(decodeMcpConfig("[mcp_servers" + part + "]\ncommand = 'x'\n").has_value());
    }

    /// A message may be nested as deep as a file was that holds it.
    void deepDefinitionsStayReadable()
    {
        const auto listing = decodeListing(QStringLiteral("s"), R"({"tools":[{"name":"a","x":)" + nested(124, "[", "1", "]") + "}]}");
        QVERIFY(listing);
        QStringList unknown;
        const McpIdentity identity{.command = {}, .launch = {}, .files = {}, .url = QStringLiteral("https://m.example")};
        const McpPins pins{.pins = {approve(nullptr, identity, *listing, {}, unknown)}, .unknown = {}};
        QVERIFY(decodePins(encodePins(pins), QStringLiteral("pins.json")).has_value());
        const RecordedExchange exchange{.method = QStringLiteral("m"), .params = {}, .result = QString::fromLatin1(nested(127, "[", "1", "]")), .error = {}};
        const McpRecording recording{.server = {}, .handshake = {}, .abilities = {}, .exchanges = {exchange}, .notifications = {}};
        QVERIFY(decodeRecording(encodeRecording(recording), QStringLiteral("session")).has_value());
    }

    /// TOML has other ways with tables in lists, surrogates, DEL, null and integers than JSON.
    void anythingIsToml()
    {
        QFile file(QStringLiteral(QD_SOURCE_DIR "/tests/data/corpus/mcp/nested.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto import = decodeMcpConfig(file.readAll());
        const McpConfigExport toml = exportMcpConfig(McpConfigShape::Codex, import->servers);
        const auto again = decodeMcpConfig(toml.text);
        QVERIFY2(again, qPrintable(again ? QString() : again.error().message));
        QCOMPARE(again->servers.first().id, import->servers.first().id);
        QCOMPARE(again->servers.first().environment, import->servers.first().environment);
        QCOMPARE(again->servers.first().unknown, QStringLiteral("{\"more\":[{\"k\":1},\"\x7f\",1.8446744073709552e+19,1e+300,{}]}"));
        QVERIFY(toml.notes.contains(QStringLiteral("a \U0001F600: \"more\" is or holds null, which TOML cannot say.")));
    }

    void zeroBytesAreNoJson() { QVERIFY(!jsonslice::isJson(QByteArray("{}\0]", 4))); }

    /// Each names the next two hundred times.
    void variablesThatMultiply()
    {
        CollectionVariables variables;
        for (char name = 'a'; name < 'i'; ++name) {
            const QString next = QStringLiteral("\"${%1}\",").arg(QLatin1Char(static_cast<char>(name + 1)));
            variables.define(QString(QLatin1Char(name)), u'[' + next.repeated(200).chopped(1) + u']');
        }
        variables.setText(QStringLiteral("i"), QString(100'000, u'x'));
        const auto made = variables.inJson(QStringLiteral(R"("${c}")"));
        QVERIFY(!made);
        QCOMPARE(made.error().message, QStringLiteral("variables make more than 16 MiB"));
        QVERIFY(variables.inJson(QStringLiteral(R"(["${i}","${i}"])")).has_value());
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpFuzzed)
#include "tst_mcpfuzzed.moc"
