#include "clibench.h"
#include "commands/trace/tracecommand.h"
#include "commands/trace/tracereport.h"
#include "fakemonitorconnector.h"
#include "manualclock.h"
#include "testmain.h"
#include "tracefixtures.h"

#include <QSignalSpy>

#include <nlohmann/json.hpp>

using namespace qd;
using namespace qd::test;
using Json = nlohmann::json;

namespace {

Cell word(const char *value) { return QString::fromUtf8(value); }

MonitorReply oneTrace()
{
    const Cell at = ManualClock::start;
    Table table;
    table.columns = {{QStringLiteral("at"), ColumnType::DateTime, {at, at}}, {QStringLiteral("kind"), ColumnType::String, {word("request"), word("dependency")}},
                     {QStringLiteral("id"), ColumnType::String, {word("r"), word("t")}}, {QStringLiteral("parent"), ColumnType::String, {word(""), word("r")}},
                     {QStringLiteral("name"), ColumnType::String, {word("POST /chat\x1b[31m"), word("execute_tool x")}},
                     {QStringLiteral("failed"), ColumnType::Bool, {false, true}},
                     {QStringLiteral("bag"), ColumnType::Dynamic, {word("{}"), word("{\"gen_ai.operation.name\":\"execute_tool\",\"gen_ai.tool.call.arguments\":\"{}\"}")}}};
    return {.tables = {table}};
}

MonitorReply oneSummary()
{
    Table table;
    table.columns = {{QStringLiteral("operation"), ColumnType::String, {word("abc")}}, {QStringLiteral("at"), ColumnType::DateTime, {Cell(ManualClock::start)}},
                     {QStringLiteral("spans"), ColumnType::Long, {qint64(9)}}, {QStringLiteral("failures"), ColumnType::Long, {qint64(1)}},
                     {QStringLiteral("cost"), ColumnType::Real, {0.0123}}, {QStringLiteral("tenant"), ColumnType::String, {word("northwind")}}};
    return {.tables = {table}};
}

} // namespace

class TestTraceCommand : public QObject
{
    Q_OBJECT

    ManualClock m_clock;

    struct Ended {
        ExitCode code = ExitCode::Usage;
        QString out;
        QString err;
    };

    Ended run(const TraceRequest &request, OutputFormat format, const Result<MonitorReply> &reply)
    {
        CliBench bench;
        FakeMonitorConnector monitor;
        monitor.answer = [reply](const MonitorQuery &) { return reply; };
        CliOptions options;
        options.format = format;
        TraceCommand command({options, bench.streams, m_clock}, monitor, {}, request);
        QSignalSpy finished(&command, &Command::finished);
        command.start();
        if (finished.isEmpty() && !finished.wait())
            return {};
        return {finished.first().first().value<ExitCode>(), bench.printed(), bench.complained()};
    }

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void lists()
    {
        const Ended table = run({.verb = TraceVerb::List, .limit = 5}, OutputFormat::Table, oneSummary());
        QCOMPARE(table.code, ExitCode::Healthy);
        QVERIFY(table.out.contains(QStringLiteral("northwind")));
        const Ended json = run({.verb = TraceVerb::List, .limit = 1}, OutputFormat::Json, oneSummary());
        const Json read = Json::parse(json.out.toStdString());
        QCOMPARE(read["traces"][0]["id"].get<std::string>(), std::string("abc"));
        QCOMPARE(read["traces"][0]["cost"].get<double>(), 0.0123);
        QCOMPARE(read["traces"][0]["errors"].get<int>(), 1);
        QVERIFY(read["isCut"].get<bool>());
    }

    void showsOne()
    {
        const TraceRequest request{.verb = TraceVerb::Show, .trace = TraceId(QStringLiteral("t"))};
        const Ended text = run(request, OutputFormat::Table, oneTrace());
        QCOMPARE(text.code, ExitCode::Healthy);
        QVERIFY(!text.out.contains(QChar(0x1b)));
        QVERIFY(text.out.contains(QStringLiteral(">   execute_tool x")));
        const Json read = Json::parse(run(request, OutputFormat::Json, oneTrace()).out.toStdString());
        QCOMPARE(read["focus"].get<std::string>(), std::string("t"));
        QCOMPARE(read["spans"].size(), size_t(2));
        QCOMPARE(read["spans"][1]["role"].get<std::string>(), std::string("tool"));
        QCOMPARE(read["spans"][1]["depth"].get<int>(), 1);
        QVERIFY(read["spans"][1]["cost"].is_null());
        QCOMPARE(read["spans"][1]["attributes"]["gen_ai.operation.name"].get<std::string>(), std::string("execute_tool"));
    }

    void saysWhatWentWrong()
    {
        const TraceRequest request{.verb = TraceVerb::Show, .trace = TraceId(QStringLiteral("t"))};
        MonitorReply empty = oneTrace();
        for (Column &column : empty.tables[0].columns)
            column.cells.clear();
        const Ended none = run(request, OutputFormat::Table, empty);
        QVERIFY(none.code != ExitCode::Healthy);
        QVERIFY(none.err.contains(QStringLiteral("no trace with this id")));
        const Ended gone = run(request, OutputFormat::Json, Error{.kind = ErrorKind::Network, .message = QStringLiteral("nobody answers")});
        QCOMPARE(gone.code, ExitCode::Unreachable);
        QVERIFY(gone.err.contains(QStringLiteral("nobody answers")));
        QVERIFY(Json::parse(gone.out.toStdString()).is_object());
    }

    void manySpansAreCutInTextOnly()
    {
        TraceRows rows;
        for (int i = 0; i < 3000; ++i) {
            Span span = makeSpan({"", "", "s", double(i), 1});
            span.id = SpanId(QString::number(i));
            rows.spans.push_back(span);
        }
        const Trace trace = Trace::build({}, std::move(rows));
        QVERIFY(tracereport::traceText(trace, -1).contains(QStringLiteral("and 1000 more spans")));
        QCOMPARE(Json::parse(tracereport::traceJson(trace, -1).toStdString())["spans"].size(), size_t(3000));
    }
};

QD_TEST_MAIN(QCoreApplication, TestTraceCommand)
#include "tst_tracecommand.moc"
