#include "azuremonitor/celltext.h"
#include "azuremonitor/querycodec.h"
#include "azuremonitor/replycodec.h"
#include "azuremonitor/replystream.h"
#include "azuremonitor/replyworker.h"
#include "testmain.h"

#include <QFile>

#include <cmath>
#include <numeric>

using namespace qd;
using namespace std::chrono_literals;

namespace {

/// One table named T with one column `c` of `type` and these cells, as the service writes them.
QByteArray oneColumn(const QByteArray &type, const QByteArray &cells)
{
    return "{\"tables\":[{\"name\":\"T\",\"columns\":[{\"name\":\"c\",\"type\":\"" + type + "\"}],\"rows\":[" + cells + "]}]}";
}

/// The reply's table number `index` as cells.
Table cellsOf(const Result<DecodedReply> &reply, size_t index = 0) { return reply->tables.at(index).toTable(); }

constexpr Instant noon = Instant(Seconds(1795262400)); // 2026-11-21T12:00:00Z

} // namespace

class TestReplyCodec : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void cells_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("index"); // of the alternative in Cell
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const char *type, const char *json, size_t index, const QString &text) {
            QTest::newRow(name) << QByteArray(type) << QByteArray(json) << static_cast<int>(index) << text;
        };
        row("bool", "bool", "true", 1, QStringLiteral("1"));
        row("bool null", "bool", "null", 0, {});
        row("int", "int", "-7", 2, QStringLiteral("-7"));
        row("long past 2^53", "long", "9007199254740993", 2, QStringLiteral("9007199254740993"));
        row("long min", "long", "-9223372036854775808", 2, QStringLiteral("-9223372036854775808"));
        row("long null", "long", "null", 0, {});
        row("real", "real", "0.25", 3, QStringLiteral("0.25"));
        row("real from integer", "real", "3", 3, QStringLiteral("3"));
        row("real exponent", "real", "1.5e3", 3, QStringLiteral("1500"));
        row("NaN", "real", "\"NaN\"", 3, QStringLiteral("nan"));
        row("Infinity", "real", "\"Infinity\"", 3, QStringLiteral("inf"));
        row("-Infinity", "real", "\"-Infinity\"", 3, QStringLiteral("-inf"));
        row("string", "string", "\"a\\u00e4\\n\"", 4, QStringLiteral("a\u00e4\n"));
        row("string empty", "string", "\"\"", 4, {});
        row("string null", "string", "null", 4, {});
        row("guid", "guid", "\"74be27de-1e4e-49d9-b579-fe0b331d3642\"", 4, QStringLiteral("74be27de-1e4e-49d9-b579-fe0b331d3642"));
        row("guid null", "guid", "null", 0, {});
        row("decimal text", "decimal", "\"1234567890.123456789\"", 4, QStringLiteral("1234567890.123456789"));
        row("decimal number", "decimal", "0.1", 4, QStringLiteral("0.1"));
        row("dynamic text", "dynamic", "\"{\\\"a\\\":1}\"", 4, QStringLiteral("{\"a\":1}"));
        row("dynamic object", "dynamic", "{\"a\":[1,2]}", 4, QStringLiteral("{\"a\":[1,2]}"));
        row("dynamic array", "dynamic", "[1,{\"b\":null}]", 4, QStringLiteral("[1,{\"b\":null}]"));
        row("dynamic number", "dynamic", "42", 4, QStringLiteral("42"));
        row("dynamic null", "dynamic", "null", 0, {});
        row("datetime", "datetime", "\"2026-11-21T12:00:00.1234567Z\"", 5, QString::number((noon + 123456us).time_since_epoch().count()));
        row("datetime null", "datetime", "null", 0, {});
        row("timespan", "timespan", "\"1.02:03:04.5000000\"", 6, QStringLiteral("93784500000"));
    }

    void cells()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, json);
        QFETCH(int, index);
        QFETCH(QString, text);
        const auto reply = decodeMonitorReply(oneColumn(type, "[" + json + "]"));
        QVERIFY2(reply.has_value(), qPrintable(reply ? QString() : reply.error().detail));
        QVERIFY(reply->warnings.isEmpty());
        const Table table = cellsOf(reply);
        const Column &column = table.columns.front();
        QCOMPARE(columnTypeName(column.type), QString::fromLatin1(type));
        const Cell &cell = column.cells.front();
        QCOMPARE(static_cast<int>(cell.index()), index);
        QCOMPARE(printed(cell), text);
    }

    void wrongCells_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("what");
        const auto row = [](const char *type, const char *json, const char *what) {
            QTest::addRow("%s %s", type, json) << QByteArray(type) << QByteArray(json) << QString::fromLatin1(what);
        };
        row("bool", "1", "number is not a bool");
        row("long", "1.5", "number is not a long");
        row("long", "9223372036854775808", "number is not a long");
        row("long", "\"1\"", "string is not a long");
        row("real", "\"much\"", "string is not a real");
        row("real", "true", "boolean is not a real");
        row("string", "1", "number is not a string");
        row("string", "{}", "object is not a string");
        row("guid", "[]", "array is not a guid");
        row("decimal", "{}", "object is not a decimal");
        row("datetime", "\"yesterday\"", "not a datetime");
        row("datetime", "1795262400", "number is not a datetime");
        row("timespan", "\"1 h\"", "not a timespan");
    }

    void wrongCells()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, json);
        QFETCH(QString, what);
        const auto reply = decodeMonitorReply(oneColumn(type, "[null],[" + json + "]"));
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, ErrorKind::Decode);
        const QString place = QStringLiteral("$.tables[0].rows[1][0] (table T, column c, row 1) at byte ");
        QVERIFY2(reply.error().detail.startsWith(place), qPrintable(reply.error().detail));
        QVERIFY2(reply.error().detail.endsWith(QString(u": " + what)), qPrintable(reply.error().detail));
    }

    void malformed_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("place");
        const QByteArray good = oneColumn("long", "[1],[2]");
        QTest::newRow("not an object") << QByteArray("[1]") << QStringLiteral("$ at byte 0");
        QTest::newRow("not json") << QByteArray("<!DOCTYPE html>") << QStringLiteral("$ at byte 0");
        QTest::newRow("two documents") << QByteArray(good + good) << QStringLiteral("$ at byte %1").arg(good.size());
        QTest::newRow("tables is not a list") << QByteArray("{\"tables\":7}") << QStringLiteral("$.tables at byte 10");
        QTest::newRow("table is not an object") << QByteArray("{\"tables\":[1]}") << QStringLiteral("$.tables[0] at byte 11");
        QTest::newRow("no columns") << QByteArray("{\"tables\":[{\"name\":\"T\",\"rows\":[]}]}") << QStringLiteral("$.tables[0] (table T)");
        QTest::newRow("no rows") << QByteArray("{\"tables\":[{\"name\":\"T\",\"columns\":[]}]}") << QStringLiteral("$.tables[0] (table T)");
        QTest::newRow("column without type") << QByteArray("{\"tables\":[{\"name\":\"T\",\"columns\":[{\"name\":\"c\"}],\"rows\":[]}]}")
                                             << QStringLiteral("$.tables[0].columns[0] (table T)");
        QTest::newRow("row is not a list") << oneColumn("long", "[1],2") << QStringLiteral("$.tables[0].rows[1] (table T, row 1)");
        QTest::newRow("row too long") << oneColumn("long", "[1],[2,3]") << QStringLiteral("$.tables[0].rows[1][1] (table T, row 1)");
        QTest::newRow("row too short") << oneColumn("long", "[1],[]") << QStringLiteral("$.tables[0].rows[1] (table T, row 1)");
        QTest::newRow("bad string") << oneColumn("string", "[\"\\q\"]") << QStringLiteral("$.tables[0].rows[0][0] (table T, column c, row 0)");
        QTest::newRow("bad utf-8") << oneColumn("string", "[\"\xff\"]") << QStringLiteral("$.tables[0].rows[0][0] (table T, column c, row 0)");
        QTest::newRow("rows twice") << QByteArray("{\"tables\":[{\"columns\":[],\"rows\":[],\"rows\":[]}]}") << QStringLiteral("$.tables[0] at byte");
        QTest::newRow("columns twice") << QByteArray("{\"tables\":[{\"columns\":[],\"columns\":[],\"rows\":[]}]}") << QStringLiteral("$.tables[0] at byte");
        QTest::newRow("broken before the name") << QByteArray("{\"tables\":[{\"n\":\"l\":\"t\",\"name\":}]}") << QStringLiteral("$.tables[0] at byte");
        QTest::newRow("no tables") << QByteArray("{}") << QStringLiteral("$ at byte");
        QTest::newRow("no table") << QByteArray("{\"tables\":[]}") << QStringLiteral("$ at byte");
    }

    void malformed()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, place);
        const auto reply = decodeMonitorReply(body);
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, ErrorKind::Decode);
        QVERIFY2(reply.error().detail.startsWith(place), qPrintable(reply.error().detail));
    }

    /// Every proper prefix of a reply is refused; none is taken for a shorter result.
    void everyTruncationIsRefused()
    {
        const QByteArray body = "{\"tables\":[{\"name\":\"PrimaryResult\",\"columns\":[{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"d\",\"type\":\"dynamic\"}],"
                                "\"rows\":[[\"x\",{\"k\":[1,2]}],[\"y\",\"z\"]]}],\"error\":{\"code\":\"PartialError\",\"message\":\"m\"}}";
        QVERIFY(decodeMonitorReply(body).has_value());
        for (qsizetype length = 1; length < body.size(); ++length) {
            const auto reply = decodeMonitorReply(body.left(length));
            QVERIFY2(!reply, qPrintable(QString::number(length)));
            QCOMPARE(reply.error().kind, ErrorKind::Decode);
        }
    }

    void numbers_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<double>("value"); // NaN: refused
        const double refused = std::nan("");
        for (const char *text : {"0", "-0", "0.1", "1.5", "123456789.123456", "0.000001", "4503599627370497.5", "1e3", "1.5E-7", "2.2250738585072014e-308",
                                 "1.7976931348623157e308", "12345678901234567890", "18446744073709551616", "0.30000000000000004", "9007199254740993",
                                 "1000000000000000000000.5", "0.00000000000000000000000123", "5e-324"})
            QTest::newRow(text) << QByteArray(text) << QByteArray(text).toDouble();
        for (const char *text : {"01", "-", "1.", ".5", "+1", "1e", "1e+", "0x1", "1e999", "--1", "1.5.2", "Infinity", "00"})
            QTest::newRow(text) << QByteArray(text) << refused;
    }

    /// As exact as the C library, and as strict as JSON.
    void numbers()
    {
        QFETCH(QByteArray, json);
        QFETCH(double, value);
        const auto reply = decodeMonitorReply(oneColumn("real", "[" + json + "]"));
        QCOMPARE(reply.has_value(), !std::isnan(value));
        if (reply)
            QVERIFY(reply->tables.front().real(0, 0) == value);
        else
            QVERIFY2(reply.error().detail.startsWith(QStringLiteral("$.tables[0].rows[0]")), qPrintable(reply.error().detail));
    }

    void strings_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("text"); // null: refused
        QTest::newRow("escapes") << QByteArray(R"(\"\\\/\b\f\n\r\t)") << QStringLiteral("\"\\/\b\f\n\r\t");
        QTest::newRow("long run") << QByteArray(R"(0123456789012345678901234567890123456789\n0123456789012345678)")
                                  << QStringLiteral("0123456789012345678901234567890123456789\n0123456789012345678");
        QTest::newRow("utf-8 after sixteen") << QByteArray("0123456789abcdef\xc3\xa4") << QStringLiteral("0123456789abcdef\u00e4");
        QTest::newRow("two halves") << QByteArray(R"(\ud83d\ude00)") << QString::fromUtf8("\xf0\x9f\x98\x80");
        QTest::newRow("one half") << QByteArray(R"(a\ud83db)") << QStringLiteral("a\ufffdb");
        QTest::newRow("wrong half") << QByteArray(R"(\ude00\u0041)") << QStringLiteral("\ufffdA");
        QTest::newRow("euro") << QByteArray(R"(\u20AC)") << QStringLiteral("\u20ac");
        QTest::newRow("unknown escape") << QByteArray(R"(a\xb)") << QString();
        QTest::newRow("short unicode") << QByteArray(R"(\u12)") << QString();
        QTest::newRow("control") << QByteArray("a\nb") << QString();
        QTest::newRow("zero") << QByteArray("a\0b", 3) << QString();
        QTest::newRow("overlong") << QByteArray("\xc0\x80") << QString();
        QTest::newRow("half a character, escaped") << QByteArray("\\n\xc3") << QString();
    }

    void strings()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, text);
        const auto reply = decodeMonitorReply(oneColumn("string", "[\"" + json + "\"]"));
        QCOMPARE(reply.has_value(), !text.isNull());
        if (reply)
            QCOMPARE(cellsOf(reply).text(0, u"c"), text);
    }

    /// Wherever the network cuts it, a reply gives the same; and so does a bad one.
    void everySplitGivesTheSame_data()
    {
        QTest::addColumn<QByteArray>("body");
        const QByteArray columns = "\"columns\":[{\"name\":\"s\",\"type\":\"string\"},{\"name\":\"d\",\"type\":\"dynamic\"},{\"name\":\"t\",\"type\":\"datetime\"},"
                                   "{\"name\":\"r\",\"type\":\"real\"},{\"name\":\"b\",\"type\":\"bool\"}]";
        const QByteArray rows = "\"rows\":[[\"x\\u00e4\\n\xc3\xa4\",{\"k\":[1,2.5e3,\"]\\\"\"]},\"2026-11-21T12:00:00.5Z\",-1.25e-3,true],[null, null ,null,null,null] ,\n"
                                "[\"\",\"{\\\"a\\\":1}\",\"2026-11-21T12:00:00Z\",\"NaN\",false]]";
        const QByteArray tail = ",\"render\":{\"visualization\":\"card\"},\"error\":{\"code\":\"PartialError\",\"message\":\"m\"}} ";
        QTest::newRow("usual order") << QByteArray("{\"tables\":[{\"name\":\"T\"," + columns + "," + rows + "}]" + tail);
        QTest::newRow("rows first") << QByteArray("{\"x\":-1.5,\"tables\":[{" + rows + "," + columns + ",\"name\":\"T\"}]" + tail);
        QTest::newRow("bad cell") << QByteArray("{\"tables\":[{\"name\":\"T\"," + columns + ",\"rows\":[[\"a\",1,\"2026-11-21T12:00:00Z\",1e5,truth]]}]" + tail);
    }

    void everySplitGivesTheSame()
    {
        QFETCH(QByteArray, body);
        const auto whole = decodeMonitorReply(body);
        for (qsizetype at = 1; at < body.size(); ++at) {
            ReplyStream stream({});
            stream.feed({body.constData(), static_cast<size_t>(at)});
            stream.feed({body.constData() + at, static_cast<size_t>(body.size() - at)});
            QVERIFY2(printed(stream.finish()) == printed(whole), qPrintable(QString::number(at)));
        }
        ReplyStream bytes({});
        for (const char c : body)
            bytes.feed({&c, 1});
        QCOMPARE(printed(bytes.finish()), printed(whole));
    }

    /// Rows are handed out as soon as they are whole, long before the end.
    void rowsComeEarly()
    {
        QList<size_t> pieces;
        ReplyStream stream({}, [&](const query::ResultSet::Piece &piece) { pieces << piece->rowCount(); });
        const std::string_view start = R"({"tables":[{"name":"T","columns":[{"name":"c","type":"long"}],"rows":[[1],[2],[)";
        stream.feed(start);
        QCOMPARE(pieces, QList<size_t>{2});
        for (int i = 0; i < 100'000; ++i)
            stream.feed("3],[");
        QVERIFY(pieces.size() >= 3);
        stream.feed("4]]},{\"columns\":[],\"rows\":[]}]}");
        const auto reply = stream.finish();
        QVERIFY2(reply.has_value(), qPrintable(reply ? QString() : reply.error().detail));
        QCOMPARE(std::accumulate(pieces.cbegin(), pieces.cend(), size_t{0}), size_t{100'003});
        QCOMPARE(reply->tables.front().rowCount(), size_t{100'003});
        QCOMPARE(reply->tables.front().integer(100'002, 0), qint64{4});
    }

    /// What nobody waits for any more tells nobody, and leaves the others alone.
    void droppedRepliesAreSilent()
    {
        ReplyWorker worker;
        int calls = 0;
        const auto count = [&calls](const query::ResultSet::Piece &) { ++calls; };
        const ReplyWorker::Id dropped = worker.begin(false, false, {.pieces = count, .done = [&calls](const Result<DecodedReply> &) { ++calls; }});
        worker.feed(dropped, oneColumn("long", "[1]"));
        worker.end(dropped);
        worker.drop(dropped);
        size_t rows = 0;
        const ReplyWorker::Id kept = worker.begin(false, true, {.pieces = {}, .done = [&rows](const Result<DecodedReply> &reply) { rows = reply ? reply->cells.first().rowCount() : 0; }});
        worker.feed(kept, oneColumn("long", "[1]" + QByteArray(",[2]").repeated(50'000)));
        worker.end(kept);
        worker.feed(dropped, "more");
        QTRY_COMPARE(rows, size_t{50'001});
        QCOMPARE(calls, 0);
    }

    void limits()
    {
        const QByteArray body = oneColumn("long", "[1],[2],[3]");
        QVERIFY(decodeMonitorReply(body, {.bytes = body.size(), .rows = 3}).has_value());
        const auto rows = decodeMonitorReply(body, {.rows = 2});
        QVERIFY(!rows);
        QVERIFY2(rows.error().detail.contains(QStringLiteral("more than 2 rows")), qPrintable(rows.error().detail));
        const auto bytes = decodeMonitorReply(body, {.bytes = body.size() - 1});
        QVERIFY(!bytes);
        QCOMPARE(bytes.error().kind, ErrorKind::Decode);
        QVERIFY(!decodeMonitorReply(body, {.columns = 0}).has_value());
        QVERIFY(!decodeMonitorReply(body, {.tables = 0}).has_value());
    }

    void deepNesting()
    {
        const QByteArray deep = QByteArray(200'000, '[') + QByteArray(200'000, ']');
        const auto reply = decodeMonitorReply(oneColumn("dynamic", "[" + deep + "]"));
        if (reply)
            QCOMPARE(cellsOf(reply).text(0, u"c").size(), deep.size());
        else
            QCOMPARE(reply.error().kind, ErrorKind::Decode);
        QByteArray error = "{\"code\":\"x\",\"message\":\"m\"}";
        for (int i = 0; i < 1000; ++i)
            error = "{\"innererror\":" + error + "}";
        const auto nested = decodeMonitorReply("{\"tables\":[],\"error\":" + error + "}");
        QVERIFY(!nested);
    }

    void otherOrderAndOtherMembers()
    {
        const auto reply = decodeMonitorReply("{\"statistics\":{\"query\":{\"x\":[1,{\"y\":2}]}},\"tables\":[{\"rows\":[[\"a\",1]],"
                                              "\"columns\":[{\"type\":\"string\",\"dataType\":\"String\",\"name\":\"s\"},{\"type\":\"int\",\"name\":\"i\"}],"
                                              "\"name\":\"getschema\"},{\"name\":\"Second\",\"columns\":[],\"rows\":[]}],\"render\":{\"visualization\":\"timechart\"}}");
        QVERIFY2(reply.has_value(), qPrintable(reply ? QString() : reply.error().detail));
        QCOMPARE(reply->tables.size(), size_t{2});
        QCOMPARE(cellsOf(reply).name, QStringLiteral("getschema"));
        QCOMPARE(cellsOf(reply).text(0, u"s"), QStringLiteral("a"));
        QCOMPARE(cellsOf(reply).number(0, u"i"), std::optional(1.0));
        QCOMPARE(reply->tables[1].name(), QStringLiteral("Second"));
        QCOMPARE(reply->render.visualization, QStringLiteral("timechart"));
    }

    void unknownColumnTypeIsKeptAsText()
    {
        const auto reply = decodeMonitorReply(oneColumn("vector(16)", "[\"a\"],[7],[{\"b\":1}],[null]"));
        QVERIFY(reply.has_value());
        QCOMPARE(reply->warnings, QStringList{QStringLiteral("Column c has the unknown type vector(16); its values are shown as text.")});
        const Table table = cellsOf(reply);
        QCOMPARE(table.text(0, u"c"), QStringLiteral("a"));
        QCOMPARE(table.text(1, u"c"), QStringLiteral("7"));
        QCOMPARE(table.text(2, u"c"), QStringLiteral("{\"b\":1}"));
        QVERIFY(std::holds_alternative<std::monostate>(table.cell(3, u"c")));
    }

    void errorWithoutTables()
    {
        const auto reply = decodeMonitorReply("{\"error\":{\"code\":\"Boom\",\"message\":\"It broke\\u0007.\"}}");
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, ErrorKind::Query);
        QCOMPARE(reply.error().message, QStringLiteral("It broke . (Boom)"));
        QVERIFY(decodeMonitorReply("{\"error\":null,\"tables\":[{\"name\":\"T\",\"columns\":[],\"rows\":[]}]}").has_value());
    }

    void dateTimes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<qint64>("offset"); // microseconds from noon
        QTest::newRow("Z") << QByteArray("2026-11-21T12:00:00Z") << true << qint64(0);
        QTest::newRow("1 digit") << QByteArray("2026-11-21T12:00:00.5Z") << true << qint64(500'000);
        QTest::newRow("7 digits") << QByteArray("2026-11-21T12:00:01.0000019Z") << true << qint64(1'000'001);
        QTest::newRow("no zone") << QByteArray("2026-11-21T12:00:00") << true << qint64(0);
        QTest::newRow("space") << QByteArray("2026-11-21 12:00:00Z") << true << qint64(0);
        QTest::newRow("east") << QByteArray("2026-11-21T14:00:00+02:00") << true << qint64(0);
        QTest::newRow("west") << QByteArray("2026-11-21T11:30:00-00:30") << true << qint64(0);
        QTest::newRow("leap day") << QByteArray("2028-02-29T12:00:00Z") << true << qint64(465) * 86'400 * 1'000'000;
        QTest::newRow("before 1970") << QByteArray("0001-01-01T00:00:00Z") << true << qint64(-63'930'859'200) * 1'000'000;
        for (const char *bad : {"", "2026", "2026-02-29T12:00:00Z", "2026-13-01T00:00:00Z", "2026-11-21T25:00:00Z", "2026-11-21T12:60:00Z",
                                "2026-11-21T12:00:00.Z", "2026-11-21T12:00:00ZZ", "2026-11-21X12:00:00Z", "2026-11-21T12:00:00+2"})
            QTest::newRow(bad) << QByteArray(bad) << false << qint64(0);
    }

    void dateTimes()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, ok);
        QFETCH(qint64, offset);
        const auto at = celltext::dateTime(text.toStdString());
        QCOMPARE(at.has_value(), ok);
        if (ok)
            QCOMPARE((*at - noon).count(), offset);
    }

    void timeSpans_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<qint64>("microseconds");
        QTest::newRow("plain") << QByteArray("00:00:01.5000000") << true << qint64(1'500'000);
        QTest::newRow("no fraction") << QByteArray("01:02:03") << true << qint64(3'723'000'000);
        QTest::newRow("days") << QByteArray("10.00:00:00") << true << qint64(864'000'000'000);
        QTest::newRow("negative") << QByteArray("-00:00:00.0000010") << true << qint64(-1);
        QTest::newRow("negative days") << QByteArray("-1.00:00:01") << true << qint64(-86'401'000'000);
        for (const char *bad : {"", "1", "00:00", "24:00:00", "1.1.00:00:00", "00:00:01x", "PT1H"})
            QTest::newRow(bad) << QByteArray(bad) << false << qint64(0);
    }

    void timeSpans()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, ok);
        QFETCH(qint64, microseconds);
        const auto span = celltext::timeSpan(text.toStdString());
        QCOMPARE(span.has_value(), ok);
        if (ok)
            QCOMPARE(span->count(), microseconds);
    }

    void urls_data()
    {
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<bool>("classic");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QByteArray>("url");
        QTest::newRow("app") << QStringLiteral("https://api.applicationinsights.io") << true << QStringLiteral("a-1")
                             << QByteArray("https://api.applicationinsights.io/v1/apps/a-1/query");
        QTest::newRow("workspace, slash") << QStringLiteral("https://api.loganalytics.io/") << false << QStringLiteral("w-1")
                                          << QByteArray("https://api.loganalytics.io/v1/workspaces/w-1/query");
        QTest::newRow("prefix") << QStringLiteral("http://127.0.0.1:8/proxy/") << true << QStringLiteral("a")
                                << QByteArray("http://127.0.0.1:8/proxy/v1/apps/a/query");
        QTest::newRow("hostile id") << QStringLiteral("https://h") << true << QStringLiteral("../x?y#z")
                                    << QByteArray("https://h/v1/apps/..%2Fx%3Fy%23z/query");
    }

    void urls()
    {
        QFETCH(QString, endpoint);
        QFETCH(bool, classic);
        QFETCH(QString, id);
        QFETCH(QByteArray, url);
        const MonitorTarget target{.schema = classic ? TelemetrySchema::Classic : TelemetrySchema::Workspace,
                                   .endpoint = QUrl(endpoint), .id = id, .scope = {}};
        QCOMPARE(monitorQueryUrl(target).toEncoded(), url);
    }

private:
    static QString printed(const Result<DecodedReply> &reply)
    {
        if (!reply)
            return reply.error().message + u' ' + reply.error().detail;
        QStringList parts = reply->warnings;
        parts << reply->render.visualization;
        for (const query::ResultSet &set : reply->tables) {
            parts << set.name();
            for (size_t row = 0; row < set.rowCount(); ++row)
                for (size_t column = 0; column < set.columnCount(); ++column)
                    parts << set.columnName(column) << QString::number(set.cell(row, column).index()) << printed(set.cell(row, column));
        }
        return parts.join(u'|');
    }

    static QString printed(const Cell &cell)
    {
        if (const auto *flag = std::get_if<bool>(&cell))
            return QString::number(*flag);
        if (const auto *integer = std::get_if<qint64>(&cell))
            return QString::number(*integer);
        if (const auto *real = std::get_if<double>(&cell))
            return QString::number(*real);
        if (const auto *text = std::get_if<QString>(&cell))
            return *text;
        if (const auto *at = std::get_if<Instant>(&cell))
            return QString::number(at->time_since_epoch().count());
        if (const auto *span = std::get_if<Microseconds>(&cell))
            return QString::number(span->count());
        return {};
    }
};

QD_TEST_MAIN(QCoreApplication, TestReplyCodec)
#include "tst_replycodec.moc"
