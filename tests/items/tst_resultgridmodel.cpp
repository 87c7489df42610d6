#include "resultgridmodel.h"
#include "plaintip.h"
#include "resultsamples.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace qd;

namespace {

const QList<std::pair<QString, ColumnType>> gridColumns{{QStringLiteral("tool"), ColumnType::String}, {QStringLiteral("n"), ColumnType::Long}};

/// Column 0 of every line, heads included.
QString lines(const ResultGridModel &model)
{
    QStringList shown;
    for (int line = 0; line < model.rowCount(); ++line)
        shown.append(model.index(line, 0).data().toString());
    return shown.join(u'|');
}

void await(ResultGridModel &model)
{
    QTRY_VERIFY(!model.isArranging());
}

} // namespace

class TestResultGridModel final : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void growsByPiecesAndNeverResets()
    {
        ResultGridModel model;
        const QAbstractItemModelTester tester(&model);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QCOMPARE(model.columnCount(), 0);
        model.append(test::piece(gridColumns, {}));
        QCOMPARE(model.columnCount(), 2);
        QVERIFY(inserted.isEmpty());
        model.append(test::piece(gridColumns, {{"a", "1"}, {"b", "∅"}}));
        model.append(test::piece(gridColumns, {{"c", "12345"}}));
        QCOMPARE(lines(model), QStringLiteral("a|b|c"));
        QCOMPARE(inserted.size(), 2);
        QVERIFY(reset.isEmpty());
        QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("null"));
        QVERIFY(model.index(1, 1).data(ResultGridModel::NullRole).toBool());
        QCOMPARE(model.index(2, 1).data().toString(), QStringLiteral("12\u202f345"));
        QCOMPARE(model.index(2, 1).data(Qt::TextAlignmentRole).toInt(), int(Qt::AlignVCenter | Qt::AlignRight));
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::ToolTipRole).toString(), plainTip(QStringLiteral("n · long")));
    }

    void sortsAndFiltersOnAWorker()
    {
        ResultGridModel model;
        const QAbstractItemModelTester tester(&model);
        model.append(test::piece(gridColumns, {{"b", "2"}, {"a", "1"}, {"c", "3"}}));
        model.complete();
        model.sort(0, Qt::DescendingOrder);
        QCOMPARE(lines(model), QStringLiteral("b|a|c")); // not before the worker is done
        await(model);
        QCOMPARE(lines(model), QStringLiteral("c|b|a"));
        query::Arrangement wanted = model.arrangement();
        wanted.filters.append(query::parseFilter(1, ColumnType::Long, QStringLiteral("<3")).value());
        model.setArrangement(wanted);
        await(model);
        QCOMPARE(lines(model), QStringLiteral("b|a"));
        QCOMPARE(model.shownRows(), 2);
        model.setArrangement({});
        QCOMPARE(lines(model), QStringLiteral("b|a|c"));
    }

    void rowsThatComeWhileArrangedWaitForTheEnd()
    {
        ResultGridModel model;
        const QAbstractItemModelTester tester(&model);
        model.append(test::piece(gridColumns, {{"b", "2"}}));
        model.sort(0, Qt::AscendingOrder);
        await(model);
        model.append(test::piece(gridColumns, {{"a", "1"}}));
        QCOMPARE(lines(model), QStringLiteral("b"));
        model.complete();
        await(model);
        QCOMPARE(lines(model), QStringLiteral("a|b"));
    }

    void groupsOpenAndClose()
    {
        ResultGridModel model;
        const QAbstractItemModelTester tester(&model);
        model.append(test::piece(gridColumns, {{"x", "1"}, {"y", "2"}, {"x", "3"}, {"∅", "4"}}));
        model.complete();
        model.setArrangement({.groupBy = 0});
        await(model);
        QCOMPARE(lines(model), QStringLiteral("x   2 rows|y   1 row|null   1 row"));
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setGroupOpen(0, true);
        model.setGroupOpen(2, true);
        QCOMPARE(lines(model), QStringLiteral("x   2 rows|x|x|y   1 row|null   1 row|null"));
        QCOMPARE(model.index(2, 1).data().toString(), QStringLiteral("3"));
        QCOMPARE(model.index(3, 0).data(ResultGridModel::GroupRole).toInt(), 1);
        model.setGroupOpen(0, false);
        QCOMPARE(lines(model), QStringLiteral("x   2 rows|y   1 row|null   1 row|null"));
        QVERIFY(reset.isEmpty());
    }

    void theLastWishWins()
    {
        ResultGridModel model;
        model.append(test::piece(gridColumns, {{"b", "1"}, {"a", "2"}}));
        QSignalSpy changed(&model, &ResultGridModel::arrangementChanged);
        model.sort(0, Qt::AscendingOrder);
        model.sort(1, Qt::DescendingOrder);
        model.sort(0, Qt::DescendingOrder);
        QCOMPARE(changed.size(), 3);
        await(model);
        QCOMPARE(lines(model), QStringLiteral("b|a"));
        model.sort(0, Qt::AscendingOrder);
        model.cancelArranging();
        QVERIFY(!model.isArranging());
        QCOMPARE(lines(model), QStringLiteral("b|a"));
    }

    void isGoneWhileTheWorkerWorks()
    {
        auto model = std::make_unique<ResultGridModel>();
        QList<test::Cells> rows;
        for (int i = 0; i < 50000; ++i)
            rows.append({QStringLiteral("t%1").arg(i * 7919 % 50021), QString::number(i)});
        model->append(test::piece(gridColumns, rows));
        model->sort(0, Qt::AscendingOrder);
        model->countColumn(0);
        model.reset();
        QVERIFY(!model);
    }

    void countsWhatIsShown()
    {
        ResultGridModel model;
        model.append(test::piece(gridColumns, {{"b", "1"}, {"a", "2"}, {"a", "9"}}));
        model.setArrangement({.filters = {{.column = 1, .op = query::FilterOp::Greater, .number = 1}}});
        await(model);
        QSignalSpy counted(&model, &ResultGridModel::counted);
        model.countColumn(1);
        QTRY_COMPARE(counted.size(), 1);
        QCOMPARE(counted.at(0).at(0).value<query::ColumnStats>().rows, 2);
        QCOMPARE(counted.at(0).at(0).value<query::ColumnStats>().mean, 5.5);
    }

    void staysTrueUnderAnythingAtAll()
    {
        QRandomGenerator random(20261121);
        ResultGridModel model;
        const QAbstractItemModelTester tester(&model);
        model.append(test::piece(gridColumns, {}));
        for (int step = 0; step < 300; ++step) {
            switch (random.bounded(6)) {
            case 0: model.append(test::piece(gridColumns, {{QString::number(random.bounded(4)), QString::number(random.bounded(9))}})); break;
            case 1: model.sort(random.bounded(2), Qt::DescendingOrder); break;
            case 2: model.setArrangement({.groupBy = random.bounded(2)}); break;
            case 3: model.setArrangement({}); break;
            case 4: model.setGroupOpen(random.bounded(4), random.bounded(2) == 0); break;
            default: await(model); break;
            }
        }
        model.setArrangement({});
        QCOMPARE(model.rowCount(), static_cast<int>(model.set().rowCount()));
    }
};

QD_TEST_MAIN(QCoreApplication, TestResultGridModel)
#include "tst_resultgridmodel.moc"
