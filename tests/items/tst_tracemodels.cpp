#include "manualclock.h"
#include "spantreemodel.h"
#include "testmain.h"
#include "tracefixtures.h"
#include "tracetablemodel.h"
#include "tracetext.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace qd;
using namespace qd::test;

namespace {

TraceSummary summary(int number, qint64 failures = 0)
{
    return {.id = TraceId(QStringLiteral("t%1").arg(number)), .at = ManualClock::start + Seconds(number), .root = QStringLiteral("POST /chat"),
            .tenant = QStringLiteral("northwind"), .duration = Microseconds(1500000), .spans = 9, .failures = failures, .inputTokens = 3000, .outputTokens = 120, .cost = 0.0123};
}

QStringList idsOf(const QAbstractItemModel &model)
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids << model.index(row, 0).data(TraceTableModel::IdRole).toString();
    return ids;
}

} // namespace

class TestTraceModels : public QObject
{
    Q_OBJECT

private slots:
    void init() { failOnWarnings(); }

    void aRefreshIsADifference()
    {
        TraceListStore store;
        TraceTableModel model(store);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        store.apply({summary(3), summary(2), summary(1)}, false, ManualClock::start);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        store.apply({summary(4), summary(3), summary(2, 1)}, false, ManualClock::start);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(removed.size(), 1);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(idsOf(model), QStringList({QStringLiteral("t4"), QStringLiteral("t3"), QStringLiteral("t2")}));
        store.apply({summary(4), summary(3), summary(2, 1)}, false, ManualClock::start);
        QCOMPARE(inserted.size() + removed.size() + changed.size(), 3);
        store.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void anyListAfterAnyOther()
    {
        TraceListStore store;
        TraceTableModel model(store);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QRandomGenerator random(7);
        for (int round = 0; round < 300; ++round) {
            QList<TraceSummary> next;
            for (int number = 40; number > 0; --number)
                if (random.bounded(3) == 0)
                    next.append(summary(number, random.bounded(3)));
            if (round % 10 == 0) // a trace whose first row came late moves
                std::reverse(next.begin(), next.end());
            store.apply(next, false, ManualClock::start);
            QVERIFY(store.traces() == next);
            QCOMPARE(model.rowCount(), int(next.size()));
            for (int row = 0; row < model.rowCount(); ++row)
                QCOMPARE(model.index(row, 7).data(TraceTableModel::SortRole).toInt(), int(next[row].failures));
        }
    }

    void listIsCapped()
    {
        TraceListStore store;
        QList<TraceSummary> many;
        for (int i = 2000; i > 0; --i)
            many.append(summary(i));
        store.apply(many, false, ManualClock::start);
        QCOMPARE(store.traces().size(), TraceListStore::maxTraces);
        QVERIFY(store.isCut());
    }

    void cellsAreForPeople()
    {
        TraceListStore store;
        TraceTableModel model(store);
        TraceSummary hostile = summary(1, 2);
        hostile.root = QStringLiteral("<b>\u202eevil\n\x1b[31m</b>");
        store.apply({hostile}, false, ManualClock::start);
        const auto text = [&model](TraceTableModel::Column column) { return model.index(0, static_cast<int>(column)).data().toString(); };
        QCOMPARE(text(TraceTableModel::Column::Time), QStringLiteral("11-21 12:00:01"));
        QCOMPARE(text(TraceTableModel::Column::Root), QStringLiteral("<b>\uFFFDevil \uFFFD[31m</b>"));
        QCOMPARE(text(TraceTableModel::Column::Errors), QStringLiteral("2"));
        QVERIFY(model.index(0, 0).data(TraceTableModel::FailedRole).toBool());
        QVERIFY(model.index(0, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("failed")));
        QCOMPARE(model.headerData(9, Qt::Horizontal).toString(), QStringLiteral("Cost"));
        QVERIFY(!model.index(0, 0).data(Qt::UserRole + 99).isValid());
    }

    void spansAsATree()
    {
        SpanTreeModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto trace = std::make_shared<const Trace>(makeTrace(sampleTask()));
        model.setTrace(trace);
        QCOMPARE(model.rowCount(), 1);
        const QModelIndex agent = model.index(0, 0, model.index(0, 0));
        QCOMPARE(agent.data().toString(), QStringLiteral("invoke_agent order-desk"));
        QCOMPARE(model.rowCount(agent), 5);
        const QModelIndex call = model.indexOfSpan(6);
        QCOMPARE(call.parent().parent().parent(), agent);
        QVERIFY(call.data(SpanTreeModel::FailedRole).toBool());
        QVERIFY(call.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("failed")));
        model.setTrace(std::make_shared<const Trace>(makeTrace({{"a", "", "one", 0, 1}, {"b", "x", "orphan", 0, 1}})));
        QCOMPARE(model.rowCount(), 2);
        model.setTrace(std::make_shared<const Trace>());
        QCOMPARE(model.rowCount(), 0);
    }

    void textIsMadeVisibleAndCut()
    {
        QCOMPARE(tracetext::plain(QStringLiteral("a\tb\u0007\u2028c"), 99), QStringLiteral("a b\uFFFD\uFFFDc"));
        QCOMPARE(tracetext::plain(QString(300, QLatin1Char('x')), 10), QString(9, QLatin1Char('x')) + QStringLiteral("…"));
        QCOMPARE(tracetext::plain(QStringLiteral("xx\U0001F600yy"), 4), QStringLiteral("xx…"));
        QCOMPARE(tracetext::plainBlock(QStringLiteral("a\nb\u202e")), QStringLiteral("a\nb\uFFFD"));
        QCOMPARE(tracetext::shortId(TraceId(QStringLiteral("8f3caaaaaaaaaaaaaaaaaaaaaaaad21a"))), QStringLiteral("8f3c…d21a"));
        QCOMPARE(tracetext::tokens(3120, 410), QStringLiteral("3,120→410 tok"));
        QCOMPARE(tracetext::tokens(1234567, 0), QStringLiteral("1,234,567→0 tok"));
        QVERIFY(tracetext::headline(makeTrace(sampleTask())).startsWith(QStringLiteral("invoke_agent order-desk · ")));
        QVERIFY(tracetext::headline(Trace()).isEmpty());
    }
};

QD_TEST_MAIN(QCoreApplication, TestTraceModels)
#include "tst_tracemodels.moc"
