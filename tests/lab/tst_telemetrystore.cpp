#include "azuremonitor/querydeadline.h"
#include "manualclock.h"
#include "store/telemetrystore.h"
#include "testmain.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>

#include <array>
#include <atomic>
#include <csignal>
#include <ctime>
#include <limits>
#include <sys/resource.h>
#include <thread>

using namespace qd;
using namespace qd::lab;

/// What goes in comes out: columns, visibility, bulk loading.
class TestTelemetryStore : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void columns();
    void batchIsVisibleAsAWhole();
    void bulkBecomesVisibleAtItsEnd();
    void fileKeepsItsRows();
    void notADatabase();
    void storesAgainAfterAFailure();
    void sendersTogether();
    void columnsComeWhileOthersSend();
    void fullDiskIsSeenInTime();
    void recoversFromALostDatabase();
    void spoiltBatchIsRefusedAlone();
    void destroyedAppenderDropsItsRows();
    void deadlineInterrupts();
    void bulkSpeed();
};

namespace {

TelemetryItem storeRequest(int n)
{
    TelemetryItem item;
    item.time = test::ManualClock::start + Seconds(n);
    item.id = "id" + std::to_string(n);
    item.name = "POST /chat";
    item.resultCode = "200";
    item.success = true;
    item.durationMs = 12.5;
    item.properties = {{"agent", "planner"}, {"tenant", "con\"toso"}};
    item.operationId = "0ab5e2e67f3edc5d5796bc4471213eb3";
    item.roleName = "contoso.agent-api";
    item.roleInstance = "agent-api-blue-1";
    return item;
}

TelemetryItem storeSpan(int n)
{
    TelemetryItem item = storeRequest(n);
    item.kind = ItemKind::Dependency;
    item.type = "InProc";
    item.properties = {{"gen_ai.operation.name", "chat"}, {"gen_ai.usage.input_tokens", "1200"}, {"gen_ai.usage.output_tokens", "85"}};
    return item;
}

std::int64_t countOf(TelemetryStore &store, const std::string &sql)
{
    auto loan = store.lend();
    auto result = (*loan)->query(sql);
    if (!result)
        return -1;
    const auto chunk = result->nextChunk();
    return chunk ? chunk->column(0).integer(0) : -1;
}

/// What came of sending small batches beside one that is too large.
struct Spoilt {
    int tooLarge = 0; ///< of three, how often the large one was refused
    int stored = 0;
    QString refusal; ///< of the first small one that was refused; it is the last that was sent
};

Spoilt sendBeside(TelemetryStore &store, const std::vector<TelemetryItem> &tooMuch)
{
    Spoilt spoilt;
    std::atomic<bool> ended = false;
    std::thread greedy([&] {
        for (int attempt = 0; attempt < 3; ++attempt)
            spoilt.tooLarge += store.accept(tooMuch) ? 0 : 1;
        ended = true;
    });
    for (bool isLast = false; !isLast && spoilt.refusal.isEmpty();) {
        isLast = ended;
        if (const Result<void> accepted = store.accept({storeRequest(spoilt.stored)}))
            ++spoilt.stored;
        else
            spoilt.refusal = accepted.error().message + u' ' + accepted.error().detail;
    }
    greedy.join();
    return spoilt;
}

} // namespace

void TestTelemetryStore::columns()
{
    auto store = TelemetryStore::open({});
    QVERIFY(store);
    TelemetryItem metric = storeRequest(1);
    metric.kind = ItemKind::Metric;
    metric.metricSum = 60;
    metric.metricCount = 2;
    metric.metricMin = 20;
    metric.metricMax = 40;
    TelemetryItem trace = storeRequest(1);
    trace.kind = ItemKind::Trace;
    trace.severity = 2;
    TelemetryItem plain;
    plain.kind = ItemKind::Trace;
    QVERIFY((*store)->accept({storeRequest(1), metric, trace, plain}));
    QCOMPARE(countOf(**store, "SELECT count(*) FROM requests WHERE success AND duration = 12.5 AND itemCount = 1 AND id = 'id1' "
                              "AND (customDimensions->>'$.tenant') = 'con\"toso' AND customMeasurements IS NULL"), 1);
    QCOMPARE(countOf(**store, "SELECT count(*) FROM customMetrics WHERE valueSum = 60 AND valueCount = 2 AND valueMin = 20 AND "
                              "valueMax = 40"), 1);
    QCOMPARE(countOf(**store, "SELECT count(*) FROM traces WHERE severityLevel = 2"), 1);
    QCOMPARE(countOf(**store, "SELECT count(*) FROM traces WHERE severityLevel IS NULL AND customDimensions IS NULL"), 1);
}

void TestTelemetryStore::batchIsVisibleAsAWhole()
{
    auto store = TelemetryStore::open({});
    QVERIFY(store);
    std::atomic<bool> ended = false;
    int stored = 0;
    std::thread writer([&] {
        for (int i = 0; i < 50; ++i)
            stored += (*store)->accept({storeRequest(i), storeSpan(i)}) ? 1 : 0;
        ended = true;
    });
    int compared = 0;
    while (!ended || compared == 0) {
        QCOMPARE(countOf(**store, "SELECT (SELECT count(*) FROM requests) - (SELECT count(*) FROM dependencies)"), 0);
        ++compared;
    }
    writer.join();
    QCOMPARE(stored, 50);
    QCOMPARE(countOf(**store, "SELECT count(*) FROM dependencies"), 50);
}

void TestTelemetryStore::bulkBecomesVisibleAtItsEnd()
{
    auto store = TelemetryStore::open({});
    QVERIFY(store);
    (*store)->beginBulk();
    QVERIFY((*store)->accept({storeRequest(1)}));
    QVERIFY((*store)->endBulk());
    QCOMPARE(countOf(**store, "SELECT count(*) FROM requests"), 1);
}

void TestTelemetryStore::fileKeepsItsRows()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("lab.duckdb")).toStdString();
    const Instant later = test::ManualClock::start + std::chrono::hours(5) + std::chrono::minutes(10);
    for (int run = 1; run <= 2; ++run) {
        auto store = TelemetryStore::open(path);
        QVERIFY(store);
        QCOMPARE((*store)->missingHistory(later, std::chrono::hours(720)).count(), run == 1 ? 720 : 5);
        QVERIFY((*store)->accept({storeRequest(0)}));
        QCOMPARE(countOf(**store, "SELECT count(*) FROM requests"), run);
    }
}

void TestTelemetryStore::notADatabase()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("lab.duckdb")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(4096, 'x'));
    file.close();
    const auto store = TelemetryStore::open(file.fileName().toStdString());
    QVERIFY(!store);
    QCOMPARE(store.error().kind, ErrorKind::Internal);
}

/// A batch that finds no room is lost as a whole, in every table; the next one that fits is stored.
void TestTelemetryStore::storesAgainAfterAFailure()
{
    auto store = TelemetryStore::open({});
    QVERIFY(store);
    QVERIFY((*store)->accept({storeRequest(0), storeSpan(0)}));
    std::vector<TelemetryItem> tooMuch{storeSpan(1)};
    for (int i = 0; i < 20'000; ++i) {
        tooMuch.push_back(storeRequest(i));
        tooMuch.back().url = std::string(2000, static_cast<char>('a' + i % 26)) + std::to_string(i);
    }
    auto loan = (*store)->lend();
    QVERIFY(loan && (*loan)->query("SET memory_limit = '16MiB'"));
    for (int attempt = 0; attempt < 2; ++attempt)
        QVERIFY(!(*store)->accept(tooMuch));
    QVERIFY((*loan)->query("SET memory_limit = '1GiB'"));
    QCOMPARE(countOf(**store, "SELECT count(*) FROM requests"), 1);
    QVERIFY((*store)->accept({storeRequest(2), storeSpan(2)}));
    QCOMPARE(countOf(**store, "SELECT count(*) FROM requests"), 2);
    QCOMPARE(countOf(**store, "SELECT count(*) FROM dependencies"), 2);
}

/// Senders that come together share transactions; each is told about its own items.
void TestTelemetryStore::sendersTogether()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("lab.duckdb")).toStdString();
    constexpr int senders = 8;
    constexpr int batches = 25;
    std::atomic<int> stored = 0;
    {
        auto store = TelemetryStore::open(path);
        QVERIFY(store);
        std::vector<std::thread> threads;
        for (int sender = 0; sender < senders; ++sender)
            threads.emplace_back([&, sender] {
                for (int i = 0; i < batches; ++i)
                    stored += (*store)->accept({storeRequest(sender * batches + i), storeSpan(i)}) ? 1 : 0;
            });
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(stored.load(), senders * batches);
        QCOMPARE(countOf(**store, "SELECT count(DISTINCT id) FROM requests"), senders * batches);
    }
    auto again = TelemetryStore::open(path);
    QVERIFY(again);
    QCOMPARE(countOf(**again, "SELECT count(*) FROM dependencies"), senders * batches);
}

/// Attributes get their columns between two batches, never in the middle of one, however many senders there are.
void TestTelemetryStore::columnsComeWhileOthersSend()
{
    auto store = TelemetryStore::open({});
    QVERIFY(store);
    constexpr int senders = 4;
    constexpr int keys = 8;
    std::atomic<bool> enough = false;
    std::atomic<int> sent = 0, refused = 0;
    std::vector<std::thread> threads;
    for (int sender = 0; sender < senders; ++sender)
        threads.emplace_back([&] {
            while (!enough) {
                TelemetryItem item = storeRequest(sent++);
                item.properties = {{"key0", "first"}, {"key7", "last"}};
                refused += (*store)->accept({item}) ? 0 : 1;
            }
        });
    for (int key = 0; key < keys; ++key)
        for (int use = 0; use < AttributeKeeper::enoughUses; ++use)
            (*store)->noteUse(std::array{StoredAttribute{QStringLiteral("requests"), QStringLiteral("key%1").arg(key)}});
    QTRY_COMPARE((*store)->attributeColumns()->keys.value(QStringLiteral("requests")).size(), keys);
    enough = true;
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(refused.load(), 0);
    QCOMPARE(countOf(**store, R"(SELECT count(*) FROM requests WHERE "customDimensions.key0" = 'first' AND "customDimensions.key7" = 'last')"), sent.load());
}

void TestTelemetryStore::fullDiskIsSeenInTime()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("lab.duckdb")).toStdString();
    auto store = TelemetryStore::open(path, std::numeric_limits<std::uint64_t>::max()); // no disk has as much room
    QVERIFY(store);
    const Result<void> refused = (*store)->accept({storeRequest(0)});
    QVERIFY(!refused);
    QVERIFY(refused.error().message.contains(QStringLiteral("almost full")));
    QCOMPARE(countOf(**store, "SELECT count(*) FROM requests"), 0);
}

/// A disk that fills up while the database tidies its file makes the database end itself: it is opened again as soon as
/// there is room, with everything that was accepted.
void TestTelemetryStore::recoversFromALostDatabase()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("lab.duckdb")).toStdString();
    auto store = TelemetryStore::open(path, 0);
    QVERIFY(store);
    std::vector<TelemetryItem> many;
    for (int i = 0; i < 5000; ++i) {
        many.push_back(storeRequest(i));
        many.back().url = std::to_string(i * 7919) + std::string(300, static_cast<char>('a' + i % 26));
    }
    QVERIFY((*store)->accept(many));
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit whole{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &whole), 0);
    const rlimit small{static_cast<rlim_t>(QFileInfo(QString::fromStdString(path)).size()), whole.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    {
        auto loan = (*store)->lend();
        QVERIFY(loan && !(*loan)->query("CHECKPOINT"));
    }
    const bool refused = !(*store)->accept({storeSpan(0)});
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &whole), 0);
    QVERIFY(refused);
    QCOMPARE(countOf(**store, "SELECT count(*) FROM requests"), 5000);
    QVERIFY((*store)->accept({storeSpan(1)}));
    QCOMPARE(countOf(**store, "SELECT count(*) FROM dependencies"), 1);
}

/// Whoever shares a transaction with a batch that finds no room is not refused with it. A commit that finds no room ends the
/// whole database, whoever it is of: that is recoversFromALostDatabase()'s matter, and the trial is made again.
void TestTelemetryStore::spoiltBatchIsRefusedAlone()
{
    std::vector<TelemetryItem> tooMuch;
    for (int i = 0; i < 20'000; ++i) {
        tooMuch.push_back(storeSpan(i));
        tooMuch.back().data = std::string(2000, static_cast<char>('a' + i % 26)) + std::to_string(i);
    }
    for (int trial = 0; trial < 10; ++trial) {
        auto store = TelemetryStore::open({});
        QVERIFY(store);
        auto loan = (*store)->lend();
        QVERIFY(loan && (*loan)->query("SET memory_limit = '16MiB'"));
        const Spoilt spoilt = sendBeside(**store, tooMuch);
        if (spoilt.refusal.contains(QStringLiteral("ended itself")))
            continue;
        QVERIFY2(spoilt.refusal.isEmpty(), qPrintable(spoilt.refusal));
        QCOMPARE(spoilt.tooLarge, 3);
        QVERIFY((*loan)->query("SET memory_limit = '1GiB'"));
        QCOMPARE(countOf(**store, "SELECT count(DISTINCT id) FROM requests"), spoilt.stored); // at least once
        QCOMPARE(countOf(**store, "SELECT count(*) FROM dependencies"), 0);
        return;
    }
    QFAIL("the database ended itself each time");
}

void TestTelemetryStore::destroyedAppenderDropsItsRows()
{
    const auto database = DuckDb::open({});
    QVERIFY(database);
    auto connection = database->connect();
    QVERIFY(connection && connection->query("CREATE TABLE kept (a BIGINT, b VARCHAR)"));
    {
        auto appender = DuckAppender::open(*connection, "kept");
        QVERIFY(appender);
        for (int i = 0; i < 5000; ++i) { // more than one chunk, so that DuckDB holds rows itself
            appender->integer(i).text("row").endRow();
            if (i == 2)
                QVERIFY(appender->flush());
        }
    }
    auto counted = connection->query("SELECT count(*) FROM kept");
    QVERIFY(counted);
    QCOMPARE(counted->nextChunk()->column(0).integer(0), 3);
}

void TestTelemetryStore::deadlineInterrupts()
{
    auto store = TelemetryStore::open({});
    QVERIFY(store);
    auto loan = (*store)->lend();
    QVERIFY(loan);
    {
        const QueryDeadline deadline(**loan, Milliseconds(50));
        const auto result = (*loan)->query("SELECT count(*) FROM range(1000000000000) WHERE hash(range) = 7");
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Cancelled);
    }
    QVERIFY((*loan)->query("SELECT 1"));
}

void TestTelemetryStore::bulkSpeed()
{
    constexpr int rows = 200'000;
    auto store = TelemetryStore::open({});
    QVERIFY(store);
    std::vector<TelemetryItem> items;
    for (int i = 0; i < rows; ++i)
        items.push_back(storeSpan(i));
    QElapsedTimer timer;
    timer.start();
    const std::clock_t cpu = std::clock();
    (*store)->beginBulk();
    QVERIFY((*store)->accept(std::move(items)));
    QVERIFY((*store)->endBulk());
    const auto cpuMs = (std::clock() - cpu) * 1000 / CLOCKS_PER_SEC;
    qInfo("%d rows in %lld ms, %ld ms of processor time", rows, static_cast<long long>(timer.elapsed()), static_cast<long>(cpuMs));
    QCOMPARE(countOf(**store, "SELECT count(*) FROM dependencies"), rows);
}

QD_TEST_MAIN(QCoreApplication, TestTelemetryStore)
#include "tst_telemetrystore.moc"
