#include "clibench.h"
#include "commandline.h"
#include "testmain.h"

using qd::CliOptions;
using qd::CliVerb;
using qd::ExitCode;
using qd::OutputFormat;
using qd::TelemetrySchema;
using qd::test::CliBench;

namespace {

QStringList words(const char *line) { return QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts); }

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT

    static CliOptions parsed(const char *line)
    {
        CliBench bench;
        const auto result = qd::parseCommandLine(words(line), bench.streams);
        if (!std::holds_alternative<CliOptions>(result))
            qFatal("%s: %s", line, qPrintable(bench.complained()));
        return std::get<CliOptions>(result);
    }

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void globalOptionsMayStandAnywhere()
    {
        for (const char *line : {"--json --lab bad-prompt slo status", "slo --lab bad-prompt status --json", "slo status --lab bad-prompt --json"}) {
            const CliOptions options = parsed(line);
            QCOMPARE(options.verb, CliVerb::SloStatus);
            QCOMPARE(options.format, OutputFormat::Json);
            QCOMPARE(options.lab, QStringLiteral("bad-prompt"));
        }
    }

    void readsEveryVerb()
    {
        QCOMPARE(parsed("slo explain task-success").sloId, QStringLiteral("task-success"));
        QCOMPARE(parsed("slo explain task-success").verb, CliVerb::SloExplain);
        QCOMPARE(parsed("query run -").query, QStringLiteral("-"));
        QCOMPARE(parsed("query run requests --format csv").format, OutputFormat::Csv);
        QCOMPARE(parsed("query run requests --json").format, OutputFormat::Json);
        QCOMPARE(parsed("lab stop").verb, CliVerb::LabStop);
        QCOMPARE(parsed("lab status").verb, CliVerb::LabStatus);
        QCOMPARE(parsed("login --tenant t --client-id c").verb, CliVerb::Login);
        QCOMPARE(parsed("logout --tenant t --client-id c").verb, CliVerb::Logout);
        const CliOptions lab = parsed("lab start --scenario outage --port 8080 --seed 9 -- --rate 2");
        QCOMPARE(lab.verb, CliVerb::LabStart);
        QCOMPARE(lab.scenario, QStringLiteral("outage"));
        QCOMPARE(lab.port, quint16(8080));
        QCOMPARE(lab.seed, quint64(9));
        QCOMPARE(lab.labArguments, (QStringList{QStringLiteral("--rate"), QStringLiteral("2")}));
    }

    void readsTheConnection()
    {
        const CliOptions options = parsed("slo status --tenant t --client-id c --workspace-id w --endpoint https://x --authority https://y --timeout 1.5");
        QCOMPARE(options.tenant, QStringLiteral("t"));
        QCOMPARE(options.workspaceId, QStringLiteral("w"));
        QCOMPARE(options.schema, TelemetrySchema::Workspace);
        QCOMPARE(options.timeout, qd::Milliseconds(1500));
        QCOMPARE(parsed("slo status --schema workspace").schema, TelemetrySchema::Workspace);
        QCOMPARE(parsed("slo status").schema, TelemetrySchema::Classic);
    }

    void mistakesAreUsageErrors_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : {"", "slo", "slo frob", "slo explain", "query run", "slo status --schema other", "slo status --timeout 0",
                                 "slo status --lab calm --connect -", "slo status --secret x", "query run x --format xml", "lab start --port 99999",
                                 "slo status --app-id a --workspace-id w"})
            QTest::newRow(line[0] ? line : "nothing") << QString::fromUtf8(line);
    }
    void mistakesAreUsageErrors()
    {
        QFETCH(const QString, line);
        CliBench bench;
        const auto result = qd::parseCommandLine(line.split(u' ', Qt::SkipEmptyParts), bench.streams);
        QVERIFY(std::holds_alternative<ExitCode>(result));
        QCOMPARE(std::get<ExitCode>(result), ExitCode::Usage);
        QVERIFY(!bench.complained().isEmpty());
        QVERIFY(bench.printed().isEmpty());
    }

    void helpTellsTheExitCodes()
    {
        CliBench bench;
        QCOMPARE(std::get<ExitCode>(qd::parseCommandLine({QStringLiteral("--help")}, bench.streams)), ExitCode::Healthy);
        QVERIFY(bench.printed().contains(QStringLiteral("Exit codes: 0 healthy")));
        QVERIFY(bench.complained().isEmpty());
    }
};

QD_TEST_MAIN(QCoreApplication, TestCommandLine)
#include "tst_commandline.moc"
