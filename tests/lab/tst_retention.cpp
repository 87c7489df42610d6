#include "labfixture.h"
#include "manualclock.h"
#include "store/retention.h"
#include "store/telemetrystore.h"
#include "testmain.h"

using namespace qd;
using namespace qd::lab;

/// What is too old or too much goes, the oldest first, and nothing else.
class TestRetention : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void byAge();
    void bySize();
    void withoutLimits();
    void runsByItself();
};

namespace {

/// One request and one trace for each of the last `hours` hours before `now`.
void fillHours(TelemetryStore &store, Instant now, int hours)
{
    std::vector<TelemetryItem> items;
    for (int i = 0; i < hours; ++i)
        for (const ItemKind kind : {ItemKind::Request, ItemKind::Trace}) {
            TelemetryItem item;
            item.kind = kind;
            item.time = now - std::chrono::hours(i) - std::chrono::minutes(30);
            item.id = std::to_string(i);
            item.properties = {{"text", std::string(200, 'x')}};
            items.push_back(std::move(item));
        }
    QVERIFY(store.accept(std::move(items)));
}

std::int64_t numberIn(TelemetryStore &store, const std::string &sql)
{
    auto loan = store.lend();
    auto result = (*loan)->query(sql);
    const auto chunk = result ? result->nextChunk() : std::nullopt;
    return chunk ? chunk->column(0).integer(0) : -1;
}

} // namespace

void TestRetention::byAge()
{
    auto store = TelemetryStore::open({});
    QVERIFY(store);
    const test::ManualClock clock;
    fillHours(**store, clock.now(), 100);
    Retention retention(**store, clock, {.age = std::chrono::hours(48), .bytes = {}});
    const auto deleted = retention.apply(clock.now());
    QVERIFY(deleted);
    QCOMPARE(*deleted, std::uint64_t(2 * 52));
    QCOMPARE(numberIn(**store, "SELECT count(*) FROM requests"), 48);
    QCOMPARE(numberIn(**store, "SELECT max(id::INTEGER) FROM requests"), 47);
    QCOMPARE(*retention.apply(clock.now()), std::uint64_t(0));
}

void TestRetention::bySize()
{
    auto store = TelemetryStore::open({});
    QVERIFY(store);
    const test::ManualClock clock;
    fillHours(**store, clock.now(), 200);
    Retention retention(**store, clock, {.age = {}, .bytes = 60'000});
    QVERIFY(retention.apply(clock.now()));
    const std::int64_t left = numberIn(**store, "SELECT count(*) FROM requests");
    QVERIFY2(left > 20 && left < 150, qPrintable(QString::number(left)));
    QCOMPARE(numberIn(**store, "SELECT max(id::INTEGER) FROM requests"), left - 1); // the newest are what is left
    const auto again = retention.apply(clock.now());
    QVERIFY(again && *again <= 4); // it settles
}

void TestRetention::withoutLimits()
{
    auto store = TelemetryStore::open({});
    QVERIFY(store);
    const test::ManualClock clock;
    fillHours(**store, clock.now(), 3);
    Retention retention(**store, clock, {});
    retention.start();
    QCOMPARE(*retention.apply(clock.now()), std::uint64_t(0));
    QCOMPARE(numberIn(**store, "SELECT count(*) FROM requests"), 3);
}

void TestRetention::runsByItself()
{
    auto store = TelemetryStore::open({});
    QVERIFY(store);
    const test::ManualClock clock;
    fillHours(**store, clock.now(), 30);
    Retention retention(**store, clock, {.age = std::chrono::hours(24), .bytes = {}});
    retention.start();
    QTRY_COMPARE(numberIn(**store, "SELECT count(*) FROM requests"), 24);
    retention.stop();
}

QD_TEST_MAIN(QCoreApplication, TestRetention)
#include "tst_retention.moc"
