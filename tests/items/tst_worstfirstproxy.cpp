#include "modelprinter.h"
#include "sampletiles.h"
#include "slotilemodel.h"
#include "slotileorder.h"
#include "testmain.h"
#include "worstfirstproxy.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>

using qd::SloStore;
using qd::SloTile;
using qd::SloTileModel;
using qd::TileState;
using qd::WorstFirstProxy;
using qd::test::printedLines;
using qd::test::sampleTile;

class TestWorstFirstProxy : public QObject
{
    Q_OBJECT

    SloStore m_store;
    SloTileModel m_model{m_store};
    WorstFirstProxy m_proxy;

    QString order() const { return printedLines(m_proxy, {SloTileModel::IdRole}).join(u' '); }

private slots:
    void initTestCase() { m_proxy.setSourceModel(&m_model); }
    void init()
    {
        qd::test::failOnWarnings();
        m_proxy.setHeld(false);
        m_store.setFrozen(false);
        m_store.apply({});
    }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void sortsByStateThenPressureThenDefinition()
    {
        m_store.apply({sampleTile(QStringLiteral("a")), sampleTile(QStringLiteral("b")), sampleTile(QStringLiteral("c"), TileState::Warning, 2),
                       sampleTile(QStringLiteral("d"), TileState::Warning, 5), sampleTile(QStringLiteral("e"), TileState::Critical)});
        QCOMPARE(order(), QStringLiteral("e d c a b"));
    }

    void followsAChangeOfPressureAlone()
    {
        m_store.apply({sampleTile(QStringLiteral("a"), TileState::Ok, 0.2), sampleTile(QStringLiteral("b"), TileState::Ok, 0.1)});
        QCOMPARE(order(), QStringLiteral("a b"));
        m_store.apply({sampleTile(QStringLiteral("a"), TileState::Ok, 0.2), sampleTile(QStringLiteral("b"), TileState::Ok, 0.3)});
        QCOMPARE(order(), QStringLiteral("b a"));
    }

    void standsStillWhileHeld()
    {
        m_store.apply({sampleTile(QStringLiteral("a")), sampleTile(QStringLiteral("b"))});
        const QPersistentModelIndex under = m_proxy.index(0, 0);
        m_proxy.setHeld(true);
        QVERIFY(m_proxy.isHeld());
        const QSignalSpy layout(&m_proxy, &QAbstractItemModel::layoutChanged);
        m_store.apply({sampleTile(QStringLiteral("a")), sampleTile(QStringLiteral("b"), TileState::Critical)});
        QCOMPARE(order(), QStringLiteral("a b"));
        QCOMPARE(layout.size(), 0);
        QCOMPARE(m_proxy.index(1, 0).data(SloTileModel::StateRole).toInt(), int(TileState::Critical));
        m_proxy.setHeld(false);
        QCOMPARE(order(), QStringLiteral("b a"));
        QCOMPARE(under.row(), 1);
    }

    void randomOperationsEndInTheOrderOfAttention()
    {
        const QAbstractItemModelTester tester(&m_proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QRandomGenerator random(3);
        for (int step = 0; step < 300; ++step) {
            QList<SloTile> snapshot;
            for (int n = random.bounded(8); n > 0; --n) {
                const SloTile tile = sampleTile(QString(QChar(u'a' + random.bounded(8))), TileState(random.bounded(9)), random.bounded(3));
                if (std::ranges::find(snapshot, tile.id, &SloTile::id) == snapshot.end())
                    snapshot.append(tile);
            }
            m_proxy.setHeld(random.bounded(3) == 0);
            m_store.apply(snapshot);
            m_proxy.setHeld(false);
            QStringList wanted;
            for (const SloTile &tile : qd::worstFirst(snapshot))
                wanted << tile.id.value;
            QCOMPARE(order(), wanted.join(u' '));
        }
    }
};

QD_TEST_MAIN(QCoreApplication, TestWorstFirstProxy)
#include "tst_worstfirstproxy.moc"
