#include "mcp/schemacheck.h"
#include "testmain.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>

#include <nlohmann/json.hpp>

using namespace qd;
using nlohmann::json;

namespace {

const QString suites = QStringLiteral(QD_SCHEMA_TESTS);

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What the suite expects to be at hand: its own documents at the address that its README names.
SchemaDocuments remotesOf(const QString &suite)
{
    SchemaDocuments documents;
    const QString folder = suites + u'/' + suite + QStringLiteral("/remotes/");
    for (QDirIterator files(folder, {QStringLiteral("*.json")}, QDir::Files, QDirIterator::Subdirectories); files.hasNext();) {
        const QString path = files.next();
        documents[QStringLiteral("http://localhost:1234/") + path.mid(folder.size())] = bytesOf(path);
    }
    return documents;
}

struct SuiteOutcome {
    int total = 0;
    QStringList wrong; ///< "file: group: test"
};

void runFile(const QString &path, const QString &schemaUri, const SchemaDocuments &remotes, SuiteOutcome &outcome)
{
    const json groups = json::parse(bytesOf(path).toStdString());
    for (const json &group : groups) {
        json schema = group["schema"];
        if (schema.is_object() && !schema.contains("$schema"))
            schema["$schema"] = schemaUri.toStdString();
        const QByteArray rules = QByteArray::fromStdString(schema.dump());
        for (const json &test : group["tests"]) {
            ++outcome.total;
            const QStringList findings = checkAgainstSchema(QByteArray::fromStdString(test["data"].dump()), rules, remotes).findings;
            if (findings.isEmpty() != test["valid"].get<bool>())
                outcome.wrong << QStringLiteral("%1: %2: %3").arg(QFileInfo(path).completeBaseName(), QString::fromStdString(group["description"]), QString::fromStdString(test["description"]));
        }
    }
}

SuiteOutcome runSuite(const QString &suite, const QString &draft, const QString &schemaUri)
{
    SuiteOutcome outcome;
    const SchemaDocuments remotes = remotesOf(suite);
    const QDir folder(suites + u'/' + suite + QStringLiteral("/tests/") + draft);
    for (const QString &name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name))
        runFile(folder.filePath(name), schemaUri, remotes, outcome);
    return outcome;
}

QStringList listedIn(const QString &name)
{
    QStringList lines = QString::fromUtf8(bytesOf(QStringLiteral(QD_SOURCE_DIR "/tests/data/schemas/") + name)).split(u'\n', Qt::SkipEmptyParts);
    lines.removeIf([](const QString &line) { return line.startsWith(u'#'); });
    return lines;
}

QStringList without(QStringList list, const QStringList &others)
{
    list.removeIf([&others](const QString &line) { return others.contains(line); });
    return list;
}

} // namespace

/// The check of JSON Schemas held against the standard's own test suite, as Debian has it, and against what is hostile.
class TestSchemaSuite final : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void suite_data()
    {
        QTest::addColumn<QString>("suite");
        QTest::addColumn<QString>("draft");
        QTest::addColumn<QString>("uri");
        QTest::addColumn<double>("least");
        QTest::newRow("draft-07, json-schema-test-suite") << "older" << "draft7" << "http://json-schema.org/draft-07/schema#" << 98.0;
        QTest::newRow("draft-07") << "newer" << "draft7" << "http://json-schema.org/draft-07/schema#" << 98.0;
        QTest::newRow("2020-12") << "newer" << "draft2020-12" << "https://json-schema.org/draft/2020-12/schema" << 95.0;
    }

    /// What is judged wrongly is listed, and nothing else is.
    void suite()
    {
        QFETCH(QString, suite);
        QFETCH(QString, draft);
        QFETCH(QString, uri);
        QFETCH(double, least);
        if (!QFile::exists(suites + QStringLiteral("/.stamp")))
            QSKIP("JSON Schema's test suite is not there; installer/setup fetches it");
        const SuiteOutcome outcome = runSuite(suite, draft, uri);
        const QStringList listed = listedIn(suite + u'-' + draft + QStringLiteral(".txt"));
        const double share = 100.0 * static_cast<double>(outcome.total - outcome.wrong.size()) / outcome.total;
        qInfo("%s %s: %d required tests, %lld wrong, %.2f %%", qPrintable(suite), qPrintable(draft), outcome.total, static_cast<long long>(outcome.wrong.size()), share);
        for (const QString &line : without(outcome.wrong, listed))
            qInfo("not listed: %s", qPrintable(line));
        QVERIFY(without(outcome.wrong, listed).isEmpty());
        QVERIFY2(without(listed, outcome.wrong).isEmpty(), qPrintable(QStringLiteral("listed, but right now:\n") + without(listed, outcome.wrong).join(u'\n')));
        QVERIFY(share >= least);
    }

    void hostile_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("fits");
        const auto row = [](const char *name, const QByteArray &schema, const QByteArray &value, bool fits) { QTest::newRow(name) << schema << value << fits; };
        const QByteArray a(100000, 'a');
        row("a long text and a pattern", "{\"pattern\":\"^(a|b)*c$\"}", '"' + a + '"', true);
        row("a pattern that runs away", "{\"type\":\"string\",\"pattern\":\"^(([a-z])+.)+[A-Z]([a-z])+$\"}", '"' + a.left(3000) + '"', true);
        row("names and a pattern that runs away", "{\"patternProperties\":{\"^(a+)+$\":false}}", "{\"" + a.left(3000) + "!\":1}", false);
        row("a value that is deep", "{}", QByteArray(100000, '[') + QByteArray(100000, ']'), false);
        row("a schema that is deep", QByteArray("{\"not\":").repeated(100000) + "{}" + QByteArray(100000, '}'), "1", false);
        row("branches without bound", "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"anyOf\":[{\"$ref\":\"#/$defs/b\"},{\"$ref\":\"#/$defs/b\"}]},"
            "\"b\":{\"anyOf\":[{\"$ref\":\"#/$defs/a\"},{\"$ref\":\"#/$defs/a\"}]}}}", "1", false);
        row("a reference abroad", "{\"$ref\":\"https://evil.example/schema.json\"}", "1", true);
        row("a file", "{\"$ref\":\"file:///etc/passwd\"}", "1", true);
        row("references in a circle of ids", "{\"$id\":\"https://a.example/\",\"$ref\":\"https://a.example/\"}", "1", false);
        row("many items to compare", "{\"uniqueItems\":true}", '[' + QByteArray("1,").repeated(20000) + "1]", true);
        row("one of many names", "{\"unevaluatedProperties\":false,\"anyOf\":[" + QByteArray("{\"properties\":{\"a\":true}},").repeated(200) + "true]}", "{\"b\":1}", true);
    }

    void hostile()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, value);
        QFETCH(bool, fits);
        QElapsedTimer clock;
        clock.start();
        const QStringList findings = checkAgainstSchema(value, schema).findings;
        QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
        QVERIFY2(findings.isEmpty() == fits, qPrintable(findings.join(u'\n')));
    }

    void notJudged_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QStringList>("voidParts");
        QTest::addColumn<QStringList>("tooCostly");
        const auto row = [](const char *name, const QByteArray &schema, const QByteArray &value, const QStringList &voidParts, const QStringList &tooCostly) { QTest::newRow(name) << schema << value << voidParts << tooCostly; };
        const QByteArray bomb("{\"pattern\":\"^(([a-z])+.)+[A-Z]([a-z])+$\"}");
        const QByteArray text = '"' + QByteArray(3000, 'a') + '"';
        const QStringList late{QStringLiteral("the pattern ^(([a-z])+.)+[A-Z]([a-z])+$ takes too long")};
        row("everything is judged", "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"pattern\":\"a\"}}}", text, {}, {});
        row("a pattern that runs away", bomb, text, {}, late);
        row("… under a not", "{\"not\":" + bomb + '}', text, {}, late);
        row("… of another member", "{\"properties\":{\"b\":" + bomb + "}}", "{\"a\":" + text + ",\"b\":1}", {}, {});
        row("… beside an alternative that fits", "{\"anyOf\":[true," + bomb + "]}", text, {}, {});
        row("… beside what breaks anyway", "{\"type\":\"number\",\"pattern\":\"^(([a-z])+.)+[A-Z]([a-z])+$\"}", text, {}, {});
        row("a reference abroad", "{\"anyOf\":[{\"$ref\":\"https:" "//evil.example/s.json\"}]}", "1", {QStringLiteral("the reference https:" "//evil.example/s.json leads nowhere")}, {});
        row("a reference of draft 7", "{\"$schema\":\"http:" "//json-schema.org/draft-07/schema#\",\"$ref\":\"#/definitions/x\"}", "1", {QStringLiteral("the reference #/definitions/x leads nowhere")}, {});
        row("a reference to no schema", "{\"$ref\":\"#/title\",\"title\":\"t\"}", "1", {QStringLiteral("the reference #/title leads nowhere")}, {});
        row("a reference that is no text", "{\"$ref\":3}", "1", {QStringLiteral("a reference is no text")}, {});
        row("the standard's own", "{\"$ref\":\"https:" "//json-schema.org/draft/2020-12/schema\"}", "{}", {}, {});
        row("many items to compare", "{\"uniqueItems\":true}", '[' + QByteArray("1,").repeated(20000) + "1]", {}, {QStringLiteral("a list is too long to compare all its items")});
        row("many items to count", "{\"contains\":{\"const\":1},\"minContains\":2}", '[' + QByteArray("1,").repeated(20000) + "1]", {}, {QStringLiteral("there are too many items to count those that fit")});
        row("one of many names", "{\"unevaluatedProperties\":false,\"anyOf\":[" + QByteArray("{\"properties\":{\"a\":true}},").repeated(200) + "true]}", "{\"b\":1}", {},
            {QStringLiteral("what is left unevaluated depends on too many alternatives")});
    }

    /// What could not be judged is told where the answer depends on it.
    void notJudged()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, value);
        const SchemaJudgement said = checkAgainstSchema(value, schema);
        QTEST(said.voidParts, "voidParts");
        QTEST(said.tooCostly, "tooCostly");
    }
};

QD_TEST_MAIN(QCoreApplication, TestSchemaSuite)
#include "tst_schemasuite.moc"
