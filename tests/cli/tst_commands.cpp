#include "clibench.h"
#include "commands/queryruncommand.h"
#include "commands/sloexplaincommand.h"
#include "commands/slostatuscommand.h"
#include "roundreplies.h"
#include "testmain.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>

using qd::CliOptions;
using qd::Error;
using qd::ErrorKind;
using qd::ExitCode;
using qd::MonitorQuery;
using qd::MonitorReply;
using qd::OutputFormat;
using qd::QueryRunCommand;
using qd::Result;
using qd::SloExplainCommand;
using qd::SloStatusCommand;
using qd::TimeRange;
using qd::test::CliBench;
using qd::test::FakeMonitorConnector;
using qd::test::ManualClock;
using qd::test::RoundReplies;
using Json = nlohmann::json;

namespace {

CliOptions optionsOf(qd::CliVerb verb, OutputFormat format = OutputFormat::Table)
{
    CliOptions options;
    options.verb = verb;
    options.format = format;
    return options;
}

QByteArray dumped(const Json &json) { return QByteArray::fromStdString(json.dump()); }

qd::SloSettings oneSlo()
{
    return {.sourceName = QStringLiteral("lab"),
            .definitions = {{.id = qd::SloId(QStringLiteral("task-success")), .title = QStringLiteral("Task success"), .description = QStringLiteral("Tasks that complete"),
                             .good = {{.dimension = QStringLiteral("outcome"), .values = {QStringLiteral("completed")}}}}}};
}

void answerRounds(FakeMonitorConnector &monitor, const RoundReplies &replies)
{
    monitor.answer = [replies](const MonitorQuery &query) -> Result<MonitorReply> { return qd::test::roundReply(query, oneSlo().definitions, replies); };
}

/// Starts the command and gives the code it ends with.
int outcome(qd::Command &command)
{
    QSignalSpy finished(&command, &qd::Command::finished);
    command.start();
    if (finished.isEmpty() && !finished.wait())
        return -1;
    return static_cast<int>(finished.first().first().value<ExitCode>());
}

} // namespace

class TestCommands : public QObject
{
    Q_OBJECT

    ManualClock m_clock;

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void statusOfAHealthyFleet()
    {
        CliBench bench;
        FakeMonitorConnector monitor;
        answerRounds(monitor, {});
        const CliOptions options;
        SloStatusCommand command(options, bench.streams, monitor, m_clock, oneSlo(), TimeRange::lastHour());
        QCOMPARE(outcome(command), 0);
        QVERIFY2(bench.printed().contains(QStringLiteral("● ok")), qPrintable(bench.printed()));
        QVERIFY(bench.printed().contains(QStringLiteral("Task success")));
        QVERIFY(bench.complained().isEmpty());
    }

    void statusOfABurningFleetAsJson()
    {
        CliBench bench;
        FakeMonitorConnector monitor;
        answerRounds(monitor, {.recentGood = 50});
        const CliOptions options = optionsOf(qd::CliVerb::SloStatus, OutputFormat::Json);
        SloStatusCommand command(options, bench.streams, monitor, m_clock, oneSlo(), *TimeRange::parse(QStringLiteral("now-3h")));
        QCOMPARE(outcome(command), 1);
        const Json json = Json::parse(bench.printed().toStdString());
        QCOMPARE(dumped(json["range"]["text"]), dumped(Json("now-3h")));
        QCOMPARE(dumped(json["slos"][0]["state"]), dumped(Json("critical")));
        QCOMPARE(dumped(json["slos"][0]["readings"][0]["long"]), dumped(Json("1h")));
        QVERIFY(json["slos"][0]["readings"][0]["longBurn"].get<double>() > 14.4);
        QVERIFY(json["slos"][0]["readings"][0]["shortBurn"].get<double>() > 14.4);
        QCOMPARE(dumped(json["sources"][0]["state"]), dumped(Json("ok")));
    }

    void statusFailsWithTheCodeOfItsError_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("code");
        QTest::newRow("sign-in") << int(ErrorKind::Unauthorized) << 3;
        QTest::newRow("unreachable") << int(ErrorKind::Network) << 4;
        QTest::newRow("query") << int(ErrorKind::Query) << 5;
    }
    void statusFailsWithTheCodeOfItsError()
    {
        QFETCH(const int, kind);
        QFETCH(const int, code);
        CliBench bench;
        FakeMonitorConnector monitor;
        monitor.answer = [kind](const MonitorQuery &) -> Result<MonitorReply> { return Error{.kind = ErrorKind(kind), .message = QStringLiteral("Because")}; };
        const CliOptions options;
        SloStatusCommand command(options, bench.streams, monitor, m_clock, oneSlo(), TimeRange::lastHour());
        QCOMPARE(outcome(command), code);
        QVERIFY(bench.printed().isEmpty());
        QVERIFY(bench.complained().contains(QStringLiteral("Because")));
    }

    void explainShowsDefinitionWindowsAndKql()
    {
        CliBench bench;
        FakeMonitorConnector monitor;
        answerRounds(monitor, {.recentGood = 50});
        const CliOptions options = optionsOf(qd::CliVerb::SloExplain);
        SloExplainCommand command(options, bench.streams, monitor, m_clock, oneSlo(), TimeRange::lastHour());
        QCOMPARE(outcome(command), 1);
        const QString text = bench.printed();
        for (const char *part : {"Task success (task-success)", "Tasks that complete", "over 30 days", "LONG  SHORT", "fires", "KQL: burn windows and budget",
                                 "customMetrics", "2026-11-21T12:00:00Z"})
            QVERIFY2(text.contains(QString::fromUtf8(part)), part);
    }

    void explainAsJson()
    {
        CliBench bench;
        FakeMonitorConnector monitor;
        answerRounds(monitor, {});
        const CliOptions options = optionsOf(qd::CliVerb::SloExplain, OutputFormat::Json);
        SloExplainCommand command(options, bench.streams, monitor, m_clock, oneSlo(), TimeRange::lastHour());
        QCOMPARE(outcome(command), 0);
        const Json json = Json::parse(bench.printed().toStdString());
        QCOMPARE(json["slo"]["readings"].size(), size_t(4));
        QCOMPARE(dumped(json["queries"][0]["purpose"]), dumped(Json("bands")));
        QCOMPARE(json["queries"].size(), size_t(3));
    }

    void queryPrintsTablesAndWarnings()
    {
        CliBench bench;
        FakeMonitorConnector monitor;
        monitor.answer = [](const MonitorQuery &) -> Result<MonitorReply> {
            return MonitorReply{.tables = {{.columns = {{QStringLiteral("n"), qd::ColumnType::Long, {qint64(7)}}}}}, .warnings = {QStringLiteral("half of it\x1b")}};
        };
        CliOptions options = optionsOf(qd::CliVerb::QueryRun);
        options.timeout = qd::Milliseconds(1234);
        QueryRunCommand command(options, bench.streams, monitor, QStringLiteral("requests | count"), std::nullopt);
        QCOMPARE(outcome(command), 0);
        QCOMPARE(bench.printed(), QStringLiteral("n\n-\n7\n"));
        QCOMPARE(bench.complained(), QStringLiteral("warning: half of it\uFFFD\n"));
        QCOMPARE(monitor.calls[0]->query.kql, QStringLiteral("requests | count"));
        QCOMPARE(monitor.calls[0]->query.timeout, qd::Milliseconds(1234));
        QVERIFY(!monitor.calls[0]->query.timespan);
    }

    void aRefusedQueryGetsACaret()
    {
        CliBench bench;
        FakeMonitorConnector monitor;
        monitor.answer = [](const MonitorQuery &) -> Result<MonitorReply> {
            return Error{.kind = ErrorKind::Query, .message = QStringLiteral("Unknown"), .position = qd::TextPosition{.line = 1, .column = 12}};
        };
        const CliOptions options = optionsOf(qd::CliVerb::QueryRun);
        QueryRunCommand command(options, bench.streams, monitor, QStringLiteral("requests | frob"), std::nullopt);
        QCOMPARE(outcome(command), 5);
        QVERIFY(bench.complained().contains(QStringLiteral("  requests | frob\n             ^\n")));
    }

    void queriesComeFromInputFileOrArgument()
    {
        QBuffer input;
        input.setData("traces | take 1");
        input.open(QIODevice::ReadOnly);
        QCOMPARE(*qd::readQuery(QStringLiteral("-"), input), QStringLiteral("traces | take 1"));
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("q.kql")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("requests\n| count");
        file.close();
        QCOMPARE(*qd::readQuery(file.fileName(), input), QStringLiteral("requests\n| count"));
        QCOMPARE(*qd::readQuery(QStringLiteral("requests | count"), input), QStringLiteral("requests | count"));
        QCOMPARE(qd::readQuery(QStringLiteral(" "), input).error().kind, ErrorKind::Invalid);
        QCOMPARE(qd::readQuery(QStringLiteral("-"), input).error().kind, ErrorKind::Invalid); // nothing is left
    }
};

QD_TEST_MAIN(QCoreApplication, TestCommands)
#include "tst_commands.moc"
