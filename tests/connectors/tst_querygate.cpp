#include "azuremonitor/querygate.h"
#include "manualtimers.h"
#include "testmain.h"

using namespace qd;
using namespace std::chrono_literals;

class TestQueryGate : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        test::failOnWarnings();
        m_clock = std::make_unique<test::ManualClock>();
        m_timers = std::make_unique<test::ManualTimers>(*m_clock);
        m_started.clear();
        m_tickets.clear();
    }
    void cleanup() { test::checkNoErrorsLogged(); }

    void fourAtOnceFirstComeFirstServed()
    {
        QueryGate governor(*m_timers);
        enter(governor, 7);
        QCOMPARE(m_started, (QList<int>{0, 1, 2, 3}));
        governor.leave(m_tickets[1]);
        QCOMPARE(m_started, (QList<int>{0, 1, 2, 3, 4}));
        governor.leave(m_tickets[6]); // gives up waiting
        governor.leave(m_tickets[0]);
        governor.leave(m_tickets[2]);
        QCOMPARE(m_started, (QList<int>{0, 1, 2, 3, 4, 5}));
        QCOMPARE(governor.running(), size_t{3});
        QCOMPARE(governor.waiting(), size_t{0});
    }

    void leavingTwiceDoesNothing()
    {
        QueryGate governor(*m_timers);
        enter(governor, 5);
        governor.leave(m_tickets[0]);
        governor.leave(m_tickets[0]);
        QCOMPARE(governor.running(), size_t{4});
    }

    void twoHundredInThirtySeconds()
    {
        QueryGate governor(*m_timers);
        for (int i = 0; i < 100; ++i)
            pass(governor);
        m_timers->advance(10s);
        for (int i = 0; i < 100; ++i)
            pass(governor);
        QCOMPARE(m_started.size(), 200);
        enter(governor, 3);
        QCOMPARE(m_started.size(), 200);
        QCOMPARE(governor.running(), size_t{0});
        QCOMPARE(m_timers->waits(), std::vector<Milliseconds>{20s});
        m_timers->advance(19999ms);
        QCOMPARE(m_started.size(), 200);
        m_timers->advance(1ms); // the first hundred leave the window
        QCOMPARE(m_started.size(), 203);
        QVERIFY(m_timers->waits().empty());
    }

    void windowSlides()
    {
        QueryGate governor(*m_timers, {.concurrent = 10, .perWindow = 2, .window = 1s});
        enter(governor, 1);
        m_timers->advance(600ms);
        enter(governor, 3); // one fits, two wait
        QCOMPARE(m_started.size(), 2);
        m_timers->advance(400ms);
        QCOMPARE(m_started.size(), 3);
        m_timers->advance(599ms);
        QCOMPARE(m_started.size(), 3);
        m_timers->advance(1ms);
        QCOMPARE(m_started.size(), 4);
    }

    void startMayLeaveAtOnce()
    {
        QueryGate governor(*m_timers, {.concurrent = 1});
        enter(governor, 1);
        QueryGate::Ticket second = 0;
        bool hasStarted = false;
        second = governor.enter([&] {
            hasStarted = true;
            governor.leave(second);
        });
        governor.leave(m_tickets[0]);
        QVERIFY(hasStarted);
        QCOMPARE(governor.running(), size_t{0});
    }

private:
    void enter(QueryGate &governor, int count)
    {
        for (int i = 0; i < count; ++i) {
            const int number = static_cast<int>(m_tickets.size());
            m_tickets.push_back(governor.enter([this, number] { m_started << number; }));
        }
    }
    void pass(QueryGate &governor)
    {
        enter(governor, 1);
        governor.leave(m_tickets.back());
    }

    std::unique_ptr<test::ManualClock> m_clock;
    std::unique_ptr<test::ManualTimers> m_timers;
    QList<int> m_started;
    std::vector<QueryGate::Ticket> m_tickets;
};

QD_TEST_MAIN(QCoreApplication, TestQueryGate)
#include "tst_querygate.moc"
