#include "changestore.h"
#include "manualclock.h"
#include "testmain.h"

#include <QSignalSpy>

using namespace qd;
using namespace std::chrono_literals;

namespace {

constexpr Instant now = test::ManualClock::start;

Change storedChange(const QString &id, Instant at, const QString &title = {})
{
    return {.id = ChangeId(id), .at = at, .kind = ChangeKind::Deployment, .title = title};
}

} // namespace

class TestChangeStore : public QObject
{
    Q_OBJECT

    const QString m_telemetry = QStringLiteral("telemetry");
    const QString m_audit = QStringLiteral("audit log");

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void sourcesAreMergedByTime()
    {
        ChangeStore store;
        QVERIFY(!store.isLoaded());
        store.apply(m_telemetry, {storedChange(QStringLiteral("b"), now - 1h), storedChange(QStringLiteral("a"), now - 3h)}, now);
        store.apply(m_audit, {storedChange(QStringLiteral("c"), now - 2h)}, now);
        QStringList ids;
        for (const Change &change : store.changes())
            ids << change.id.value;
        QCOMPARE(ids, QStringList({QStringLiteral("a"), QStringLiteral("c"), QStringLiteral("b")}));
        QCOMPARE(store.asOf(), std::optional(now));
    }

    void theSameChangeToldTwiceIsOne()
    {
        ChangeStore store;
        Change seen = storedChange(QStringLiteral("chaos/1"), now - 10min);
        seen.source = m_telemetry;
        seen.isOngoing = true;
        Change done = storedChange(QStringLiteral("chaos/1"), now - 11min, QStringLiteral("throttle"));
        done.source = m_audit;
        done.actor = QStringLiteral("ann");
        done.end = now - 5min;
        store.apply(m_telemetry, {seen}, now);
        store.apply(m_audit, {done}, now);
        QCOMPARE(store.changes().size(), 1);
        const Change merged = store.changes().constFirst();
        QCOMPARE(merged.at, now - 11min);
        QCOMPARE(merged.end, std::optional<Instant>(now - 5min));
        QVERIFY(!merged.isOngoing);
        QCOMPARE(merged.title, QStringLiteral("throttle"));
        QCOMPARE(merged.actor, QStringLiteral("ann"));
        QVERIFY(store.ongoing().isEmpty());
    }

    void tellsTheDifferenceOnly()
    {
        ChangeStore store;
        QSignalSpy spy(&store, &ChangeStore::changed);
        store.apply(m_telemetry, {storedChange(QStringLiteral("a"), now - 3h), storedChange(QStringLiteral("b"), now - 1h)}, now);
        store.apply(m_telemetry, {storedChange(QStringLiteral("a"), now - 3h), storedChange(QStringLiteral("b"), now - 1h)}, now);
        QCOMPARE(spy.size(), 1);
        store.apply(m_telemetry, {storedChange(QStringLiteral("b"), now - 1h, QStringLiteral("new")), storedChange(QStringLiteral("c"), now)}, now);
        QCOMPARE(spy.size(), 2);
        const auto difference = spy.at(1).at(0).value<ChangeStore::Difference>();
        QCOMPARE(difference.added, QList{ChangeId(QStringLiteral("c"))});
        QCOMPARE(difference.updated, QList{ChangeId(QStringLiteral("b"))});
        QCOMPARE(difference.removed, QList{ChangeId(QStringLiteral("a"))});
    }

    void keepsTheNewest()
    {
        ChangeStore store;
        QList<Change> many;
        for (int i = 0; i < ChangeStore::maxChanges + 3; ++i)
            many.append(storedChange(QString::number(i), now + Seconds(i)));
        store.apply(m_telemetry, many, now);
        QCOMPARE(store.changes().size(), ChangeStore::maxChanges);
        QCOMPARE(store.dropped(), 3);
        QCOMPARE(store.changes().constFirst().id.value, QStringLiteral("3"));
    }

    void aFailureKeepsWhatWasKnown()
    {
        ChangeStore store;
        store.apply(m_telemetry, {storedChange(QStringLiteral("a"), now)}, now);
        store.fail(m_telemetry, Error{.kind = ErrorKind::Forbidden});
        QCOMPARE(store.changes().size(), 1);
        QCOMPARE(store.errors().value(m_telemetry).kind, ErrorKind::Forbidden);
        store.apply(m_telemetry, {}, now);
        QVERIFY(store.errors().isEmpty());
        QVERIFY(store.changes().isEmpty());
    }

    void clearForgets()
    {
        ChangeStore store;
        store.apply(m_telemetry, {storedChange(QStringLiteral("a"), now)}, now);
        store.clear();
        QVERIFY(store.changes().isEmpty());
        QVERIFY(!store.isLoaded());
    }
};

QD_TEST_MAIN(QCoreApplication, TestChangeStore)
#include "tst_changestore.moc"
