#include "poller.h"
#include "testmain.h"

#include <QSignalSpy>

using qd::Milliseconds;
using qd::Poller;
using qd::Seconds;
using Pause = qd::Poller::Pause;

namespace {

/// Timers of the event loop may be up to 5 % off.
bool isAbout(std::optional<Milliseconds> wait, Milliseconds wanted)
{
    return wait && *wait > wanted * 94 / 100 && *wait < wanted * 106 / 100;
}

} // namespace

class TestPoller : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void startsStoppedAndIsDueAtOnceWhenReleased()
    {
        Poller poller(Seconds(10), Seconds(60));
        QSignalSpy due(&poller, &Poller::due);
        QVERIFY(poller.isPaused());
        QVERIFY(!poller.remaining());
        poller.setPaused(Pause::Stopped, false);
        QVERIFY(due.wait());
        QCOMPARE(due.size(), 1);
    }

    void backOffDoublesUpToTheLimitAndASuccessResetsIt()
    {
        Poller poller(Seconds(10), Seconds(60));
        poller.setPaused(Pause::Stopped, false);
        for (const int seconds : {20, 40, 60, 60}) {
            poller.begin();
            QVERIFY(!poller.remaining());
            poller.failed();
            QVERIFY2(isAbout(poller.remaining(), Seconds(seconds)), qPrintable(QString::number(poller.remaining()->count())));
        }
        poller.begin();
        poller.succeeded();
        QVERIFY(isAbout(poller.remaining(), Seconds(10)));
    }

    void honoursRetryAfterWithinReason_data()
    {
        QTest::addColumn<int>("asked");
        QTest::addColumn<int>("given");
        QTest::newRow("as asked") << 35 << 35;
        QTest::newRow("never faster than the interval") << 1 << 10;
        QTest::newRow("never silenced for a day") << 86400 << 600;
    }
    void honoursRetryAfterWithinReason()
    {
        QFETCH(const int, asked);
        QFETCH(const int, given);
        Poller poller(Seconds(10), Seconds(60));
        poller.setPaused(Pause::Stopped, false);
        poller.begin();
        poller.failed(Seconds(asked));
        QVERIFY(isAbout(poller.remaining(), Seconds(given)));
    }

    void pausesAddUp()
    {
        Poller poller(Milliseconds(1), Milliseconds(1));
        QSignalSpy due(&poller, &Poller::due);
        poller.setPaused(Pause::Hidden, true);
        poller.setPaused(Pause::Stopped, false);
        QVERIFY(poller.isPausedBy(Pause::Hidden));
        QVERIFY(!poller.isPausedBy(Pause::Stopped));
        poller.begin();
        poller.succeeded();
        QVERIFY(!poller.remaining());
        poller.setPaused(Pause::Hidden, false);
        QVERIFY(due.wait());
    }

    void aReleaseDuringARoundDoesNotStartAnother()
    {
        Poller poller(Seconds(10), Seconds(60));
        poller.setPaused(Pause::Stopped, false);
        poller.begin();
        poller.setPaused(Pause::Hidden, true);
        poller.setPaused(Pause::Hidden, false);
        QVERIFY(!poller.remaining());
        poller.abandon();
        QVERIFY(poller.remaining());
    }
};

QD_TEST_MAIN(QCoreApplication, TestPoller)
#include "tst_poller.moc"
