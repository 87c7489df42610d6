#include "manualclock.h"
#include "slodetailstore.h"
#include "testmain.h"

#include <QSignalSpy>

using qd::Error;
using qd::ErrorKind;
using qd::SloDetail;
using qd::SloDetailStore;
using qd::SloId;
using qd::test::ManualClock;
using State = qd::SloDetail::State;

class TestSloDetailStore : public QObject
{
    Q_OBJECT

    const SloId m_one{QStringLiteral("one")};
    const SloId m_two{QStringLiteral("two")};
    const std::vector<qd::SliPoint> m_points{{.at = ManualClock::start, .value = 0.99, .events = 5}};

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void goesFromLoadingToReady()
    {
        SloDetailStore store;
        const QSignalSpy changed(&store, &SloDetailStore::changed);
        QCOMPARE(store.detail().state, State::Closed);
        store.open(m_one);
        QCOMPARE(store.detail().state, State::Loading);
        store.applyHistory(m_one, m_points, m_points, ManualClock::start);
        QCOMPARE(store.detail().state, State::Ready);
        QCOMPARE(store.detail().series.size(), size_t(1));
        store.applyHistory(m_one, m_points, m_points, ManualClock::start);
        QCOMPARE(changed.size(), 2);
    }

    void anErrorKeepsWhatWasLoaded()
    {
        SloDetailStore store;
        store.open(m_one);
        store.fail(m_one, Error{.kind = ErrorKind::Network});
        QCOMPARE(store.detail().state, State::Failed);
        store.applyHistory(m_one, m_points, {}, ManualClock::start);
        QVERIFY(!store.detail().error);
        store.fail(m_one, Error{.kind = ErrorKind::Timeout});
        QCOMPARE(store.detail().state, State::Ready);
        QCOMPARE(store.detail().error->kind, ErrorKind::Timeout);
        QCOMPARE(store.detail().series.size(), size_t(1));
    }

    void ignoresRepliesForAnotherSlo()
    {
        SloDetailStore store;
        store.open(m_one);
        store.open(m_two);
        store.applyHistory(m_one, m_points, {}, ManualClock::start);
        store.fail(m_one, Error{});
        QCOMPARE(store.detail(), (SloDetail{.id = m_two, .state = State::Loading}));
        store.close();
        store.applyHistory(m_two, m_points, {}, ManualClock::start);
        QCOMPARE(store.detail().state, State::Closed);
    }
};

QD_TEST_MAIN(QCoreApplication, TestSloDetailStore)
#include "tst_slodetailstore.moc"
