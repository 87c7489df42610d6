#include "clibench.h"
#include "manualclock.h"
#include "output/celltext.h"
#include "output/errorreport.h"
#include "output/jsonwriter.h"
#include "output/tablewriter.h"
#include "sampletiles.h"
#include "testmain.h"

#include <nlohmann/json.hpp>

using qd::Cell;
using qd::ColumnType;
using qd::Error;
using qd::ErrorKind;
using qd::ExitCode;
using qd::Table;
using qd::test::CliBench;
using qd::test::ManualClock;
using Json = nlohmann::json;

namespace {

QByteArray dumped(const Json &json) { return QByteArray::fromStdString(json.dump()); }

Table sampleTable()
{
    return {.name = QStringLiteral("PrimaryResult"),
            .columns = {{QStringLiteral("name"), ColumnType::String, {QStringLiteral("a,\"b\""), QStringLiteral("x\x1b[0m")}},
                        {QStringLiteral("n"), ColumnType::Long, {qint64(12), Cell()}},
                        {QStringLiteral("bag"), ColumnType::Dynamic, {QStringLiteral("{\"k\":[1]}"), QStringLiteral("not json")}},
                        {QStringLiteral("at"), ColumnType::DateTime, {ManualClock::start, ManualClock::start + qd::Microseconds(5)}},
                        {QStringLiteral("took"), ColumnType::TimeSpan, {qd::Microseconds(90061000001), qd::Microseconds(-1000000)}}}};
}

} // namespace

class TestCliOutput : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void cellsAsText_data()
    {
        QTest::addColumn<QVariant>("cell");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const Cell &cell, const char *text) {
            QTest::newRow(name) << QVariant::fromValue(cell) << QString::fromUtf8(text);
        };
        row("null", Cell(), "");
        row("bool", Cell(true), "true");
        row("long", Cell(qint64(-9007199254740993)), "-9007199254740993");
        row("real", Cell(0.1), "0.1");
        row("string", Cell(QStringLiteral("x")), "x");
        row("datetime", Cell(ManualClock::start), "2026-11-21T12:00:00Z");
        row("datetime with fraction", Cell(ManualClock::start + qd::Microseconds(1500)), "2026-11-21T12:00:00.001500Z");
        row("timespan", Cell(qd::Microseconds(61000000)), "00:01:01");
        row("long timespan", Cell(qd::Microseconds(90061000001)), "1.01:01:01.000001");
        row("negative timespan", Cell(qd::Microseconds(-1000000)), "-00:00:01");
    }
    void cellsAsText()
    {
        QFETCH(const QVariant, cell);
        QTEST(qd::cellText(cell.value<Cell>()), "text");
    }

    void tableIsAlignedAndHarmless()
    {
        QCOMPARE(qd::tableText(sampleTable()),
                 QStringLiteral("name    n  bag        at                           took\n"
                                "-----  --  ---------  ---------------------------  -----------------\n"
                                "a,\"b\"  12  {\"k\":[1]}  2026-11-21T12:00:00Z         1.01:01:01.000001\n"
                                "x\uFFFD[0m      not json   2026-11-21T12:00:00.000005Z  -00:00:01\n"));
    }

    void csvQuotesWhatItMust()
    {
        const QStringList lines = qd::csvText(sampleTable()).split(QStringLiteral("\r\n"));
        QCOMPARE(lines.at(0), QStringLiteral("name,n,bag,at,took"));
        QCOMPARE(lines.at(1), QStringLiteral("\"a,\"\"b\"\"\",12,\"{\"\"k\"\":[1]}\",2026-11-21T12:00:00Z,1.01:01:01.000001"));
        QCOMPARE(lines.at(2).split(u',').at(1), QString());
    }

    void jsonKeepsTypes()
    {
        const Json json = Json::parse(qd::json::tables({sampleTable()}, {QStringLiteral("partial")}).toStdString());
        const Json table = json["tables"][0];
        QCOMPARE(dumped(table["columns"][1]), dumped(Json({{"name", "n"}, {"type", "long"}})));
        QCOMPARE(dumped(table["rows"][0][1]), dumped(Json(12)));
        QVERIFY(table["rows"][1][1].is_null());
        QCOMPARE(dumped(table["rows"][0][2]["k"][0]), dumped(Json(1)));
        QCOMPARE(dumped(table["rows"][1][2]), dumped(Json("not json")));
        QCOMPARE(dumped(json["warnings"][0]), dumped(Json("partial")));
    }

    void sloStatusIsAContract()
    {
        qd::SloTile tile = qd::test::sampleTile(QStringLiteral("task-success"), qd::TileState::Critical, 20);
        tile.exhaustion = qd::Seconds(7200);
        tile.newest = ManualClock::start;
        tile.readings[0].isFiring = true;
        tile.readings[1].shortBurn.reset();
        const qd::SourceHealth source{.name = QStringLiteral("lab"), .state = qd::SourceState::Ok, .latency = qd::Milliseconds(42), .ingestionLag = qd::Seconds(3)};
        const QByteArray text = qd::json::sloStatus({.span = {ManualClock::start - qd::Seconds(3600), ManualClock::start}, .asOf = ManualClock::start, .tiles = {tile}, .sources = {source}});
        const Json json = Json::parse(text.toStdString());
        QCOMPARE(dumped(json["range"]["from"]), dumped(Json("2026-11-21T11:00:00Z")));
        QCOMPARE(dumped(json["asOf"]), dumped(Json("2026-11-21T12:00:00Z")));
        const Json expected = Json::parse("{\"id\":\"task-success\",\"title\":\"Title of task-success\",\"state\":\"critical\",\"value\":0.995,"
                                          "\"unit\":\"percent\",\"target\":0.99,\"budgetRemaining\":0.5,\"burn\":20.0,\"exhaustionSeconds\":7200.0,"
                                          "\"readings\":[{\"long\":\"1h\",\"short\":\"5m\",\"factor\":14.4,\"severity\":\"page\",\"longBurn\":20.0,"
                                          "\"shortBurn\":20.0,\"longEvents\":1000.0,\"shortEvents\":80.0,\"firing\":true,\"lowTraffic\":false},"
                                          "{\"long\":\"6h\",\"short\":\"30m\",\"factor\":6.0,\"severity\":\"page\",\"longBurn\":20.0,\"shortBurn\":null,"
                                          "\"longEvents\":1000.0,\"shortEvents\":80.0,\"firing\":false,\"lowTraffic\":false}],"
                                          "\"events\":1000.0,\"newest\":\"2026-11-21T12:00:00Z\",\"sentence\":\"Because of task-success\"}");
        QCOMPARE(dumped(json["slos"][0]), dumped(expected));
        QCOMPARE(dumped(json["sources"][0]), dumped(Json::parse("{\"name\":\"lab\",\"state\":\"ok\",\"latencyMs\":42,\"ingestionLagSeconds\":3.0,\"clockSkewSeconds\":null}")));
    }

    void errorsPointAtTheirPlace()
    {
        const Error error{.kind = ErrorKind::Query, .message = QStringLiteral("No column 'nme'"), .vendorCode = QStringLiteral("SEM0100"),
                          .requestId = QStringLiteral("r-1"), .position = qd::TextPosition{.line = 2, .column = 9}};
        QCOMPARE(qd::errorText(error, QStringLiteral("requests\n| where nme == 1")),
                 QStringLiteral("query SEM0100 at 2:9: No column 'nme'\n"
                                "  | where nme == 1\n"
                                "          ^\n"
                                "  request r-1\n"));
        QCOMPARE(qd::errorText({.kind = ErrorKind::Query, .message = QStringLiteral("x"), .position = qd::TextPosition{.line = 9, .column = 99}}, QStringLiteral("a")),
                 QStringLiteral("query at 9:99: x\n"));
    }

    void errorsGoToTheErrorStreamAndJsonToTheOutput()
    {
        CliBench bench;
        qd::CliOptions options;
        QCOMPARE(qd::reportError(options, bench.streams, {.kind = ErrorKind::Network, .message = QStringLiteral("away")}), ExitCode::Unreachable);
        QCOMPARE(bench.complained(), QStringLiteral("deckctl: network: away\n"));
        QVERIFY(bench.printed().isEmpty());
        options.format = qd::OutputFormat::Json;
        qd::reportError(options, bench.streams, {.kind = ErrorKind::Unauthorized, .message = QStringLiteral("who?"), .httpStatus = 401});
        const Json json = Json::parse(bench.printed().toStdString());
        QCOMPARE(dumped(json["error"]["kind"]), dumped(Json("unauthorized")));
        QCOMPARE(dumped(json["error"]["exitCode"]), dumped(Json(3)));
    }

    void exitCodesByKind_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("code");
        const auto row = [](ErrorKind kind, int code) { QTest::newRow(qPrintable(qd::errorKindName(kind))) << int(kind) << code; };
        row(ErrorKind::Invalid, 2);
        row(ErrorKind::Unauthorized, 3);
        row(ErrorKind::Forbidden, 3);
        row(ErrorKind::Keychain, 3);
        row(ErrorKind::Network, 4);
        row(ErrorKind::Timeout, 4);
        row(ErrorKind::Throttled, 4);
        row(ErrorKind::Conflict, 4);
        row(ErrorKind::Query, 5);
        row(ErrorKind::Decode, 5);
        row(ErrorKind::NotFound, 5);
    }
    void exitCodesByKind()
    {
        QFETCH(const int, kind);
        QFETCH(const int, code);
        QCOMPARE(int(qd::exitCodeOf({.kind = ErrorKind(kind)})), code);
    }
};

Q_DECLARE_METATYPE(qd::Cell)
QD_TEST_MAIN(QCoreApplication, TestCliOutput)
#include "tst_clioutput.moc"
