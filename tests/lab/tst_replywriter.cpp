#include "azuremonitor/renderjson.h"
#include "azuremonitor/replywriter.h"
#include "server/jsontext.h"
#include "testmain.h"

using namespace qd;
using namespace qd::lab;

/// The reply encoding, against values worked out by hand (azure facts 2.2).
class TestReplyWriter : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void cells_data();
    void cells();
    void head();
    void rowLimit();
    void byteLimit();
    void times();
    void spans_data();
    void spans();
    void jsonStrings_data();
    void jsonStrings();
    void render();

private:
    std::optional<DuckConnection> m_connection;
};

void TestReplyWriter::initTestCase()
{
    const auto database = DuckDb::open({});
    QVERIFY(database);
    auto connection = database->connect();
    QVERIFY(connection);
    m_connection = *connection;
}

void TestReplyWriter::cells_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<ColumnType>("type");
    QTest::addColumn<QByteArray>("cell");
    QTest::newRow("bool") << QByteArray("true") << ColumnType::Bool << QByteArray("true");
    QTest::newRow("int") << QByteArray("7::INTEGER") << ColumnType::Int << QByteArray("7");
    QTest::newRow("long over 2^53") << QByteArray("9007199254740993::BIGINT") << ColumnType::Long << QByteArray("9007199254740993");
    QTest::newRow("real") << QByteArray("1.7631::DOUBLE") << ColumnType::Real << QByteArray("1.7631");
    QTest::newRow("small real") << QByteArray("1e-7::DOUBLE") << ColumnType::Real << QByteArray("1e-07");
    QTest::newRow("nan") << QByteArray("'nan'::DOUBLE") << ColumnType::Real << QByteArray("\"NaN\"");
    QTest::newRow("infinity") << QByteArray("'inf'::DOUBLE") << ColumnType::Real << QByteArray("\"Infinity\"");
    QTest::newRow("minus infinity") << QByteArray("'-inf'::DOUBLE") << ColumnType::Real << QByteArray("\"-Infinity\"");
    QTest::newRow("text") << QByteArray("'a\"b'") << ColumnType::String << QByteArray("\"a\\\"b\"");
    QTest::newRow("dynamic is text") << QByteArray("'{\"a\":1}'") << ColumnType::Dynamic << QByteArray("\"{\\\"a\\\":1}\"");
    QTest::newRow("datetime") << QByteArray("TIMESTAMP '2026-11-21 03:31:30.039'") << ColumnType::DateTime
                              << QByteArray("\"2026-11-21T03:31:30.0390000Z\"");
    QTest::newRow("timespan") << QByteArray("1500000::BIGINT") << ColumnType::TimeSpan << QByteArray("\"00:00:01.5000000\"");
    QTest::newRow("null") << QByteArray("NULL::DOUBLE") << ColumnType::Real << QByteArray("null");
    QTest::newRow("strings are never null") << QByteArray("NULL::VARCHAR") << ColumnType::String << QByteArray("\"\"");
    QTest::newRow("null dynamic") << QByteArray("NULL::VARCHAR") << ColumnType::Dynamic << QByteArray("null");
}

void TestReplyWriter::cells()
{
    QFETCH(const QByteArray, sql);
    QFETCH(const ColumnType, type);
    QFETCH(const QByteArray, cell);
    auto result = m_connection->query("SELECT " + sql.toStdString());
    QVERIFY(result);
    const ReplyTables out = writeTable("PrimaryResult", {{"x", type}}, *result);
    const std::string expected = "\"rows\":[[" + cell.toStdString() + "]]}";
    QVERIFY2(out.json.ends_with(expected), out.json.c_str());
}

void TestReplyWriter::head()
{
    auto result = m_connection->query("SELECT 1::BIGINT, 'x' WHERE false");
    QVERIFY(result);
    const ReplyTables out = writeTable("getschema", {{"n", ColumnType::Long}, {"it's \"s\"", ColumnType::String}}, *result);
    QCOMPARE(QByteArray::fromStdString(out.json),
             QByteArray("{\"name\":\"getschema\",\"columns\":[{\"name\":\"n\",\"type\":\"long\"},"
                        "{\"name\":\"it's \\\"s\\\"\",\"type\":\"string\"}],\"rows\":[]}"));
}

void TestReplyWriter::rowLimit()
{
    for (const size_t limit : {9999U, 10000U}) {
        auto result = m_connection->query("SELECT range FROM range(10000)");
        QVERIFY(result);
        const ReplyTables out = writeTable("t", {{"n", ColumnType::Long}}, *result, {.rows = limit});
        QCOMPARE(out.rows, limit);
        QCOMPARE(out.truncated, limit == 9999);
        QVERIFY(out.json.ends_with("[" + std::to_string(limit - 1) + "]]}"));
    }
}

void TestReplyWriter::byteLimit()
{
    auto result = m_connection->query("SELECT repeat('x', 1000) FROM range(100)");
    QVERIFY(result);
    const ReplyTables out = writeTable("t", {{"s", ColumnType::String}}, *result, {.bytes = 50'000});
    QVERIFY(out.truncated);
    QCOMPARE(out.rows, size_t{49});
    QVERIFY(out.json.ends_with("x\"]]}"));
}

void TestReplyWriter::times()
{
    std::string out;
    appendAzureTime(out, Instant(Seconds(1795262400)));
    QCOMPARE(out, std::string("2026-11-21T12:00:00Z"));
    out.clear();
    appendAzureTime(out, Instant(Microseconds(-1)));
    QCOMPARE(out, std::string("1969-12-31T23:59:59.9999990Z"));
}

void TestReplyWriter::spans_data()
{
    QTest::addColumn<qint64>("micros");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("zero") << qint64{0} << QByteArray("00:00:00");
    QTest::newRow("hour") << qint64{3'600'000'000} << QByteArray("01:00:00");
    QTest::newRow("microsecond") << qint64{1} << QByteArray("00:00:00.0000010");
    QTest::newRow("days") << qint64{93'784'500'000} << QByteArray("1.02:03:04.5000000");
    QTest::newRow("negative") << qint64{-90'000'000} << QByteArray("-00:01:30");
}

void TestReplyWriter::spans()
{
    QFETCH(const qint64, micros);
    QFETCH(const QByteArray, text);
    std::string out;
    appendAzureTimeSpan(out, Microseconds(micros));
    QCOMPARE(QByteArray::fromStdString(out), text);
}

void TestReplyWriter::jsonStrings_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("plain") << QByteArray("abc") << QByteArray("\"abc\"");
    QTest::newRow("escapes") << QByteArray("a\"\\\n\t\r\x01") << QByteArray("\"a\\\"\\\\\\n\\t\\r\\u0001\"");
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << QByteArray("\"a\\u0000b\"");
    QTest::newRow("UTF-8") << QByteArray("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80") << QByteArray("\"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\"");
    QTest::newRow("lone continuation") << QByteArray("a\x80z") << QByteArray("\"a\xEF\xBF\xBDz\"");
    QTest::newRow("cut sequence") << QByteArray("a\xE2\x82") << QByteArray("\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
    QTest::newRow("overlong") << QByteArray("\xC0\xAF") << QByteArray("\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << QByteArray("\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

void TestReplyWriter::jsonStrings()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, json);
    QCOMPARE(QByteArray::fromStdString(jsonString(text.toStdString())), json);
}

void TestReplyWriter::render()
{
    const std::string out = renderJson(QStringLiteral("timechart"), {{QStringLiteral("title"), QStringLiteral("Tasks")},
                                                                     {QStringLiteral("ymin"), QStringLiteral("0")}});
    QCOMPARE(QByteArray::fromStdString(out),
             QByteArray("{\"visualization\":\"timechart\",\"title\":\"Tasks\",\"accumulate\":false,\"isQuerySorted\":false,"
                        "\"kind\":null,\"legend\":null,\"series\":null,\"yMin\":0,\"yMax\":\"NaN\",\"xAxis\":null,"
                        "\"xColumn\":null,\"xTitle\":null,\"yAxis\":null,\"yColumns\":null,\"ySplit\":null,\"yTitle\":null,"
                        "\"anomalyColumns\":null,\"annotation\":\"\"}"));
}

QD_TEST_MAIN(QCoreApplication, TestReplyWriter)
#include "tst_replywriter.moc"
