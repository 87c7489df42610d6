#include "sampletiles.h"
#include "slotileorder.h"
#include "testmain.h"

#include <cmath>

using qd::SloTile;
using qd::TileState;
using qd::test::sampleTile;

class TestSloTileOrder : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void pressureIsTheWorstRatioOfBurnToFactor()
    {
        SloTile tile = sampleTile(QStringLiteral("a"), TileState::Ok, 7.2); // pairs 14.4 and 6
        QCOMPARE(qd::burnPressure(tile), 1.2);
        tile.readings[1].longBurn.reset();
        QCOMPARE(qd::burnPressure(tile), 0.5);
        tile.readings[0].longBurn = std::nan("");
        QCOMPARE(qd::burnPressure(tile), 0.0);
        tile.readings.clear();
        QCOMPARE(qd::burnPressure(tile), 0.0);
    }

    void ordersByStateThenPressureThenDefinition()
    {
        const QList<SloTile> sorted = qd::worstFirst(
            {sampleTile(QStringLiteral("calm"), TileState::Ok, 0.1), sampleTile(QStringLiteral("busy"), TileState::Ok, 0.9),
             sampleTile(QStringLiteral("calm2"), TileState::Ok, 0.1), sampleTile(QStringLiteral("stale"), TileState::Stale, 50),
             sampleTile(QStringLiteral("bad"), TileState::Critical, 15), sampleTile(QStringLiteral("worse"), TileState::Critical, 40)});
        QStringList ids;
        for (const SloTile &tile : sorted)
            ids << tile.id.value;
        QCOMPARE(ids.join(u' '), QStringLiteral("worse bad stale busy calm calm2"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestSloTileOrder)
#include "tst_slotileorder.moc"
