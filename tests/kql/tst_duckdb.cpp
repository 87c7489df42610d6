#include "store/duckdb.h"
#include "testmain.h"

#include <thread>

using namespace qd;
using namespace qd::lab;

class TestDuckDb : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void appendsAndReadsEveryType();
    void appendsMoreRowsThanOneChunk();
    void reportsRowsOfTheWrongWidth();
    void bindsValues();
    void reportsBadSql();
    void interruptsARunningQuery();
    void reachesNoFiles();

private:
    static DuckConnection connection() { return DuckDb::open({}).value().connect().value(); }
};

void TestDuckDb::appendsAndReadsEveryType()
{
    DuckConnection db = connection();
    QVERIFY(db.query("create table t (s varchar, i integer, l bigint, d double, b boolean, stamp timestamp)").has_value());
    auto appender = DuckAppender::open(db, "t").value();
    const Instant at{Microseconds(1795262400123456)};
    appender.text("a text longer than twelve bytes").integer(-7).integer(1LL << 40).real(2.5).boolean(true).timestamp(at).endRow();
    for (int i = 0; i < 6; ++i)
        appender.null();
    appender.endRow();
    QVERIFY(appender.close().has_value());

    auto result = db.query("select * from t").value();
    QCOMPARE(result.rowCount(), size_t{2});
    QCOMPARE(result.columnName(5), std::string("stamp"));
    QCOMPARE(result.columnType(1), DUCKDB_TYPE_INTEGER);
    const auto chunk = result.nextChunk();
    QVERIFY(chunk.has_value());
    QCOMPARE(chunk->column(0).text(0), std::string_view("a text longer than twelve bytes"));
    QCOMPARE(chunk->column(1).integer(0), -7);
    QCOMPARE(chunk->column(2).integer(0), 1LL << 40);
    QCOMPARE(chunk->column(3).real(0), 2.5);
    QCOMPARE(chunk->column(4).boolean(0), true);
    QCOMPARE(chunk->column(5).timestamp(0), at);
    for (size_t i = 0; i < 6; ++i)
        QVERIFY(chunk->column(i).isNull(1));
    QVERIFY(!result.nextChunk().has_value());
}

void TestDuckDb::appendsMoreRowsThanOneChunk()
{
    DuckConnection db = connection();
    QVERIFY(db.query("create table t (s varchar, i bigint)").has_value());
    auto appender = DuckAppender::open(db, "t").value();
    for (int i = 0; i < 5000; ++i) {
        if (i % 3 == 0)
            appender.null();
        else
            appender.text("row number " + std::to_string(i));
        appender.integer(i).endRow();
    }
    QVERIFY(appender.close().has_value());
    auto result = db.query("select count(*), count(s), sum(i), max(s) from t").value();
    const auto chunk = result.nextChunk();
    QCOMPARE(chunk->column(0).integer(0), 5000);
    QCOMPARE(chunk->column(1).integer(0), 3333);
    QCOMPARE(chunk->column(2).integer(0), 12497500);
    QCOMPARE(chunk->column(3).text(0), std::string_view("row number 998"));
}

void TestDuckDb::reportsRowsOfTheWrongWidth()
{
    DuckConnection db = connection();
    QVERIFY(db.query("create table t (a bigint, b bigint)").has_value());
    auto narrow = DuckAppender::open(db, "t").value();
    narrow.integer(1).endRow();
    QVERIFY(!narrow.close().has_value());
    auto wide = DuckAppender::open(db, "t").value();
    wide.integer(1).integer(2).integer(3).endRow();
    QVERIFY(!wide.close().has_value());
    QVERIFY(!DuckAppender::open(db, "missing").has_value());
}

void TestDuckDb::bindsValues()
{
    DuckConnection db = connection();
    const std::vector<DuckValue> values{std::string("x' or 1=1"), std::int64_t{5}, 0.5, true, std::monostate{}};
    auto result = db.query("select ?::varchar, ?::bigint, ?::double, ?::boolean, ?::varchar", values).value();
    const auto chunk = result.nextChunk();
    QCOMPARE(chunk->column(0).text(0), std::string_view("x' or 1=1"));
    QCOMPARE(chunk->column(1).integer(0), 5);
    QCOMPARE(chunk->column(2).real(0), 0.5);
    QCOMPARE(chunk->column(3).boolean(0), true);
    QVERIFY(chunk->column(4).isNull(0));
}

void TestDuckDb::reportsBadSql()
{
    DuckConnection db = connection();
    const auto result = db.query("select nothing from nowhere");
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().kind, ErrorKind::Internal);
    QVERIFY(result.error().detail.contains(QLatin1String("nowhere")));
    QVERIFY(!db.query("select ?", std::vector<DuckValue>{std::int64_t{1}, std::int64_t{2}}).has_value());
}

void TestDuckDb::interruptsARunningQuery()
{
    DuckConnection db = connection();
    std::atomic<bool> done{false};
    std::thread stopper([&] {
        while (!done.load())
            db.interrupt();
    });
    const auto result = db.query("select count(*) from range(1000000000) a, range(1000000) b");
    done = true;
    stopper.join();
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().kind, ErrorKind::Cancelled);
}

void TestDuckDb::reachesNoFiles()
{
    DuckConnection db = connection();
    QVERIFY(!db.query("select * from read_csv('/etc/passwd')").has_value());
    QVERIFY(!db.query("copy (select 1) to '/tmp/qd-should-not-exist.csv'").has_value());
}

QD_TEST_MAIN(QCoreApplication, TestDuckDb)
#include "tst_duckdb.moc"
