#include "manualclock.h"
#include "modelprinter.h"
#include "plaintip.h"
#include "sourcehealthmodel.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>

using qd::SourceHealth;
using qd::SourceHealthModel;
using qd::SourceHealthStore;
using qd::SourceState;
using qd::test::ManualClock;
using qd::test::printedLines;

class TestSourceHealthModel : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void printsSources()
    {
        SourceHealthStore store;
        store.apply({.name = QStringLiteral("lab")});
        SourceHealthModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        store.apply({.name = QStringLiteral("cloud"), .state = SourceState::Unreachable});
        store.apply({.name = QStringLiteral("lab"), .state = SourceState::Ok});
        QCOMPARE(printedLines(model, {Qt::DisplayRole, SourceHealthModel::SortRole}),
                 (QStringList{QStringLiteral("lab: ok | 0"), QStringLiteral("cloud: unreachable | 6")}));
        store.remove(QStringLiteral("lab"));
        QCOMPARE(printedLines(model), QStringList{QStringLiteral("cloud: unreachable")});
    }

    void toolTipHasTheWholeStory()
    {
        SourceHealthStore store;
        store.apply({.name = QStringLiteral("lab"), .state = SourceState::Throttled, .lastSuccess = ManualClock::start,
                     .latency = qd::Milliseconds(42), .ingestionLag = qd::Seconds(90), .nextRetry = ManualClock::start + qd::Seconds(20),
                     .lastError = qd::Error{.message = QStringLiteral("Too many queries"), .requestId = QStringLiteral("r-1")},
                     .warning = QStringLiteral("The clock is off")});
        SourceHealthModel model(store);
        QCOMPARE(model.index(0).data(Qt::ToolTipRole).toString().replace(QChar(0x2009), u' '),
                 qd::plainTip(QStringList{QStringLiteral("lab: throttled"), QStringLiteral("last success 2026-11-21 12:00:00Z"),
                              QStringLiteral("latency 42 ms"), QStringLiteral("ingestion lag 1m30s"), QStringLiteral("Too many queries"),
                              QStringLiteral("request r-1"), QStringLiteral("next attempt 2026-11-21 12:00:20Z"),
                              QStringLiteral("The clock is off")}.join(u'\n')));
        QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Too many queries")));
    }

    void changesNameExactRoles()
    {
        SourceHealthStore store;
        store.apply({.name = QStringLiteral("lab"), .state = SourceState::Ok});
        SourceHealthModel model(store);
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        store.apply({.name = QStringLiteral("lab"), .state = SourceState::Ok, .clockSkew = qd::Seconds(1)});
        QCOMPARE(changed.last().at(2).value<QList<int>>(), QList<int>{SourceHealthModel::HealthRole});
    }

    void randomOperationsKeepModelAndStoreEqual()
    {
        QRandomGenerator random(11);
        SourceHealthStore store;
        SourceHealthModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int step = 0; step < 500; ++step) {
            const QString name = QString(QChar(u'a' + random.bounded(6)));
            if (random.bounded(4) == 0)
                store.remove(name);
            else
                store.apply({.name = name, .state = SourceState(random.bounded(7)), .runningQueries = random.bounded(3)});
            QCOMPARE(model.rowCount(), int(store.size()));
            for (int row = 0; row < model.rowCount(); ++row)
                QCOMPARE(model.index(row).data(SourceHealthModel::HealthRole).value<SourceHealth>(), store.sources().at(row));
        }
    }
};

QD_TEST_MAIN(QCoreApplication, TestSourceHealthModel)
#include "tst_sourcehealthmodel.moc"
