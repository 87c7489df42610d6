#include "modelprinter.h"
#include "releasefixtures.h"
#include "slotboardmodel.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace qd;
using namespace qd::test;

/// The model follows the store by difference.
class TestSlotBoardModel : public QObject
{
    Q_OBJECT

private slots:
    void init() { failOnWarnings(); }

    void rows()
    {
        SlotBoardStore store;
        SlotBoardModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        store.apply(makeSlotBoard(badPromptInputs()), {});
        QCOMPARE(printedLines(model, {SlotBoardModel::NameRole, SlotBoardModel::VersionRole, SlotBoardModel::LastKnownGoodRole}),
                 QStringList({QStringLiteral("production | b2 with order-desk-v14 | false"), QStringLiteral("staging | b1 with order-desk-v13 | true")}));
        QVERIFY(model.index(1, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("last known good")));
    }

    void aRefreshIsADifference()
    {
        SlotBoardStore store;
        SlotBoardModel model(store);
        SlotBoardInputs inputs = badPromptInputs();
        store.apply(makeSlotBoard(inputs), {});
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        inputs.readAt += Seconds(20);
        store.apply(makeSlotBoard(inputs), {});
        QCOMPARE(changed.size(), 0);
        inputs.sites[1].state = QStringLiteral("Stopped");
        store.apply(makeSlotBoard(inputs), {});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toModelIndex().row(), 1);
        QCOMPARE(inserted.size(), 0);
        QCOMPARE(reset.size(), 0);
    }

    void soak()
    {
        SlotBoardStore store;
        SlotBoardModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QRandomGenerator random(7);
        for (int round = 0; round < 200; ++round) {
            SlotBoardInputs inputs;
            QStringList wanted;
            for (int i = 0; i < 6; ++i)
                if (random.bounded(2) == 1)
                    wanted.insert(random.bounded(static_cast<int>(wanted.size()) + 1), QStringLiteral("slot%1").arg(i));
            for (const QString &name : wanted)
                inputs.sites << slotSite(SlotName(name));
            store.apply(makeSlotBoard(inputs), {});
            QCOMPARE(printedLines(model), wanted);
        }
    }
};

QD_TEST_MAIN(QCoreApplication, TestSlotBoardModel)
#include "tst_slotboardmodel.moc"
