#include "azuremonitor/querygovernor.h"
#include "testmain.h"

#include <atomic>
#include <thread>

using namespace qd;
using namespace qd::lab;
using namespace std::chrono_literals;

/// The query limits: rate per client, a few at once, a bounded line.
class TestQueryGovernor : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void rateIsPerClient();
    void windowPasses();
    void onlySoManyAtOnce();
    void fullLineIsRefused();
    void patienceEnds();
    void closeSendsEverybodyAway();
};

void TestQueryGovernor::rateIsPerClient()
{
    QueryGovernor governor({.requests = 3, .window = 30s});
    std::chrono::seconds retryAfter{0};
    for (int i = 0; i < 3; ++i)
        QVERIFY(governor.admit("a", retryAfter));
    QVERIFY(!governor.admit("a", retryAfter));
    QVERIFY(retryAfter > 28s && retryAfter <= 30s);
    QVERIFY(governor.admit("b", retryAfter));
}

void TestQueryGovernor::windowPasses()
{
    QueryGovernor governor({.requests = 1, .window = 20ms});
    std::chrono::seconds retryAfter{0};
    QVERIFY(governor.admit("a", retryAfter));
    bool again = false;
    QTRY_VERIFY(again = again || governor.admit("a", retryAfter).has_value());
}

void TestQueryGovernor::onlySoManyAtOnce()
{
    QueryGovernor governor({.requests = 1000, .concurrent = 2, .queue = 10});
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    std::atomic<int> done = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            std::chrono::seconds retryAfter{0};
            const auto ticket = governor.admit("a", retryAfter);
            const int now = ++running;
            for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
            }
            std::this_thread::yield();
            --running;
            done += ticket ? 1 : 0;
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(done.load(), 8);
    QVERIFY(most <= 2);
}

void TestQueryGovernor::fullLineIsRefused()
{
    QueryGovernor governor({.requests = 1000, .concurrent = 1, .queue = 0});
    std::chrono::seconds retryAfter{0};
    auto first = governor.admit("a", retryAfter);
    QVERIFY(first);
    QVERIFY(!governor.admit("a", retryAfter));
    QVERIFY(retryAfter > 0s);
    first.reset();
    QVERIFY(governor.admit("a", retryAfter));
}

void TestQueryGovernor::patienceEnds()
{
    QueryGovernor governor({.requests = 1000, .concurrent = 1, .queue = 5, .patience = 10ms});
    std::chrono::seconds retryAfter{0};
    const auto first = governor.admit("a", retryAfter);
    QVERIFY(!governor.admit("a", retryAfter));
}

void TestQueryGovernor::closeSendsEverybodyAway()
{
    QueryGovernor governor({.requests = 1000, .concurrent = 1, .queue = 5});
    std::chrono::seconds retryAfter{0};
    const auto first = governor.admit("a", retryAfter);
    std::atomic<bool> refused = false;
    std::thread waiting([&] {
        std::chrono::seconds after{0};
        refused = !governor.admit("a", after);
    });
    governor.close();
    waiting.join();
    QVERIFY(refused);
}

QD_TEST_MAIN(QCoreApplication, TestQueryGovernor)
#include "tst_querygovernor.moc"
