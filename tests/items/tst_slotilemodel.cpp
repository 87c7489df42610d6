#include "modelprinter.h"
#include "sampletiles.h"
#include "slotilemodel.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>

using qd::SloId;
using qd::SloStore;
using qd::SloTile;
using qd::SloTileModel;
using qd::TileState;
using qd::test::printedLines;
using qd::test::sampleTile;

class TestSloTileModel : public QObject
{
    Q_OBJECT

    static QList<int> changedRoles(const QSignalSpy &spy) { return spy.last().at(2).value<QList<int>>(); }

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void printsTheStoreInOrder()
    {
        SloStore store;
        store.apply({sampleTile(QStringLiteral("a"))});
        SloTileModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        store.apply({sampleTile(QStringLiteral("b"), TileState::Critical, 15), sampleTile(QStringLiteral("a"), TileState::Ok, 3)});
        const QList<int> roles{SloTileModel::IdRole, SloTileModel::SortRole, SloTileModel::PressureRole, Qt::DisplayRole};
        QCOMPARE(printedLines(model, roles), (QStringList{QStringLiteral("b | 0 | 2.5 | Title of b"),
                                                          QStringLiteral("a | 8 | 0.5 | Title of a")}));
        QCOMPARE(model.rowOf(SloId(QStringLiteral("a"))), 1);
        QCOMPARE(model.rowOf(SloId(QStringLiteral("z"))), -1);
    }

    void accessibleTextSaysWhatTheTileShows()
    {
        SloStore store;
        store.apply({sampleTile(QStringLiteral("a"), TileState::Warning, 3.5)});
        SloTileModel model(store);
        QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString().simplified(),
                 QStringLiteral("Title of a: warning, 99.50 %, objective ≥ 99.00 %, budget left 50 %, burn 3.5×. Because of a"));
        SloTile empty = sampleTile(QStringLiteral("a"), TileState::NoData);
        empty.value.reset();
        empty.budgetRemaining.reset();
        empty.burn.reset();
        store.apply({empty});
        QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("Title of a: no data. Because of a"));
    }

    void toolTipTellsWhyARefreshFailed()
    {
        SloStore store;
        SloTile tile = sampleTile(QStringLiteral("a"));
        tile.error = qd::Error{.message = QStringLiteral("The server is away")};
        store.apply({tile});
        SloTileModel model(store);
        const QString text = model.index(0).data(Qt::ToolTipRole).toString();
        QVERIFY(text.contains(QStringLiteral("as of 2026-11-21 12:00:00Z")));
        QVERIFY(text.contains(QStringLiteral("The server is away")));
    }

    void changesNameExactRolesAndKeepSelection()
    {
        SloStore store;
        store.apply({sampleTile(QStringLiteral("a")), sampleTile(QStringLiteral("b"))});
        SloTileModel model(store);
        const QPersistentModelIndex selected = model.index(1);
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

        SloTile older = sampleTile(QStringLiteral("b"));
        older.events = 1001;
        store.apply({sampleTile(QStringLiteral("a")), older});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.last().first().toModelIndex().row(), 1);
        QCOMPARE(changedRoles(changed), QList<int>{SloTileModel::TileRole});

        store.apply({sampleTile(QStringLiteral("a")), sampleTile(QStringLiteral("b"), TileState::Critical)});
        QCOMPARE(changedRoles(changed), (QList<int>{SloTileModel::TileRole, Qt::AccessibleTextRole, SloTileModel::StateRole, SloTileModel::SortRole}));

        store.apply({sampleTile(QStringLiteral("b"), TileState::Critical)});
        QCOMPARE(selected.row(), 0);
        QCOMPARE(selected.data(SloTileModel::IdRole).toString(), QStringLiteral("b"));
        QCOMPARE(reset.size(), 0);
    }

    void tileRoleIsTheWholeTile()
    {
        SloStore store;
        store.apply({sampleTile(QStringLiteral("a"))});
        SloTileModel model(store);
        QCOMPARE(model.index(0).data(SloTileModel::TileRole).value<SloTile>(), sampleTile(QStringLiteral("a")));
        QCOMPARE(model.roleNames().value(SloTileModel::TileRole), QByteArray("tile"));
    }

    void randomOperationsKeepModelAndStoreEqual()
    {
        QRandomGenerator random(7);
        SloStore store;
        SloTileModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int step = 0; step < 400; ++step) {
            QList<SloTile> snapshot;
            for (int n = random.bounded(7); n > 0; --n)
                snapshot.append(sampleTile(QString(QChar(u'a' + random.bounded(8))), TileState(random.bounded(9)), random.bounded(3)));
            if (random.bounded(6) == 0)
                store.setFrozen(!store.isFrozen());
            store.apply(snapshot);
            QCOMPARE(model.rowCount(), int(store.size()));
            for (int row = 0; row < model.rowCount(); ++row)
                QCOMPARE(model.index(row).data(SloTileModel::TileRole).value<SloTile>(), *store.tile(store.ids().at(row)));
        }
    }
};

QD_TEST_MAIN(QCoreApplication, TestSloTileModel)
#include "tst_slotilemodel.moc"
