#include "sampletiles.h"
#include "slostore.h"
#include "testmain.h"

#include <QRandomGenerator>
#include <QSignalSpy>

using qd::SloId;
using qd::SloStore;
using qd::SloTile;
using qd::TileState;
using qd::test::sampleTile;

namespace {

/// Rebuilds the store's content from its signals alone.
class Mirror : public QObject
{
public:
    explicit Mirror(const SloStore &store)
    {
        for (const SloId &id : store.ids())
            tiles.append(*store.tile(id));
        connect(&store, &SloStore::tileAdded, this, [&](const SloId &id, qsizetype at) { tiles.insert(at, *store.tile(id)); });
        connect(&store, &SloStore::tileRemoved, this, [&](const SloId &, qsizetype at) { tiles.removeAt(at); });
        connect(&store, &SloStore::tileMoved, this, [&](const SloId &, qsizetype from, qsizetype to) { tiles.move(from, to); });
        connect(&store, &SloStore::tileChanged, this, [&](const SloId &id, qsizetype at) {
            QCOMPARE(tiles.at(at).id, id);
            tiles[at] = *store.tile(id);
            ++changes;
        });
    }
    QList<SloTile> tiles;
    int changes = 0;
};

QString idsOf(const QList<SloTile> &tiles)
{
    QStringList ids;
    for (const SloTile &tile : tiles)
        ids << tile.id.value;
    return ids.join(u' ');
}

} // namespace

class TestSloStore : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void signalsOnlyWhatChanged()
    {
        SloStore store;
        const Mirror mirror(store);
        store.apply({sampleTile(QStringLiteral("a")), sampleTile(QStringLiteral("b"))});
        QCOMPARE(idsOf(mirror.tiles), QStringLiteral("a b"));
        QCOMPARE(mirror.changes, 0);

        store.apply({sampleTile(QStringLiteral("a")), sampleTile(QStringLiteral("b"), TileState::Critical)});
        QCOMPARE(mirror.changes, 1);
        QCOMPARE(mirror.tiles.at(1).state, TileState::Critical);
    }

    void followsTheOrderOfTheSnapshot()
    {
        SloStore store;
        const Mirror mirror(store);
        store.apply({sampleTile(QStringLiteral("a")), sampleTile(QStringLiteral("b")), sampleTile(QStringLiteral("c"))});
        store.apply({sampleTile(QStringLiteral("d")), sampleTile(QStringLiteral("c")), sampleTile(QStringLiteral("a"))});
        QCOMPARE(idsOf(mirror.tiles), QStringLiteral("d c a"));
        QCOMPARE(store.size(), 3);
        QVERIFY(!store.tile(SloId(QStringLiteral("b"))));
    }

    void dropsRepeatedIds()
    {
        SloStore store;
        store.apply({sampleTile(QStringLiteral("a")), sampleTile(QStringLiteral("a"), TileState::Critical)});
        QCOMPARE(store.size(), 1);
        QCOMPARE(store.tile(SloId(QStringLiteral("a")))->state, TileState::Ok);
    }

    void frozenKeepsTheNewestWaiting()
    {
        SloStore store;
        store.apply({sampleTile(QStringLiteral("a"))});
        const Mirror mirror(store);
        const QSignalSpy waiting(&store, &SloStore::waitingChanged);
        store.setFrozen(true);
        store.apply({sampleTile(QStringLiteral("a"))}); // the same as shown: nothing new waits
        QCOMPARE(store.waiting(), 0);
        store.apply({sampleTile(QStringLiteral("a"), TileState::Warning)});
        store.apply({sampleTile(QStringLiteral("a"), TileState::Warning)});
        store.apply({sampleTile(QStringLiteral("a"), TileState::Critical)});
        QCOMPARE(store.waiting(), 2);
        QCOMPARE(store.tile(SloId(QStringLiteral("a")))->state, TileState::Ok);
        QCOMPARE(mirror.changes, 0);
        QCOMPARE(waiting.size(), 2);

        store.setFrozen(false);
        QCOMPARE(store.tile(SloId(QStringLiteral("a")))->state, TileState::Critical);
        QCOMPARE(mirror.changes, 1);
        QCOMPARE(store.waiting(), 0);
        QCOMPARE(waiting.last().first().toInt(), 0);
    }

    void thawingWithoutNewsChangesNothing()
    {
        SloStore store;
        store.apply({sampleTile(QStringLiteral("a"))});
        const Mirror mirror(store);
        const QSignalSpy frozen(&store, &SloStore::frozenChanged);
        store.setFrozen(true);
        store.setFrozen(true);
        store.setFrozen(false);
        QCOMPARE(frozen.size(), 2);
        QCOMPARE(store.size(), 1);
        QCOMPARE(mirror.changes, 0);
    }

    void anEmptySnapshotWaitsToo()
    {
        SloStore store;
        store.apply({sampleTile(QStringLiteral("a"))});
        store.setFrozen(true);
        store.apply({});
        QCOMPARE(store.waiting(), 1);
        store.setFrozen(false);
        QCOMPARE(store.size(), 0);
    }

    void randomOperationsKeepMirrorAndStoreEqual()
    {
        QRandomGenerator random(20261121);
        SloStore store;
        const Mirror mirror(store);
        for (int step = 0; step < 2000; ++step) {
            QList<SloTile> snapshot;
            for (int n = random.bounded(7); n > 0; --n)
                snapshot.append(sampleTile(QString(QChar(u'a' + random.bounded(8))), TileState(random.bounded(9)), random.bounded(3)));
            if (random.bounded(6) == 0)
                store.setFrozen(!store.isFrozen());
            store.apply(snapshot);
            QCOMPARE(mirror.tiles.size(), store.size());
            for (qsizetype i = 0; i < store.size(); ++i)
                QCOMPARE(mirror.tiles.at(i), *store.tile(store.ids().at(i)));
            if (!store.isFrozen())
                QVERIFY(std::ranges::all_of(snapshot, [&](const SloTile &tile) { return store.tile(tile.id); }));
        }
    }
};

QD_TEST_MAIN(QCoreApplication, TestSloStore)
#include "tst_slostore.moc"
