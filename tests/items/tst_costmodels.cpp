#include "budgetmodel.h"
#include "changelistmodel.h"
#include "manualclock.h"
#include "ratemodel.h"
#include "spendmodel.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace qd;
using namespace std::chrono_literals;

namespace {

constexpr Instant now = test::ManualClock::start;
const Day today = std::chrono::floor<std::chrono::days>(now);

Money usd(double amount) { return Money::of(amount, QStringLiteral("USD")); }

SpendLine spendLine(const QString &key, double priced, double reported = 0, qint64 unpriced = 0)
{
    return {.key = key, .calls = 10, .tokens = {1000, 100, 200}, .priced = usd(priced), .reported = usd(reported), .unpricedTokens = unpriced};
}

QStringList firstColumn(const QAbstractItemModel &model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts << model.index(row, 0).data().toString();
    return texts;
}

} // namespace

class TestCostModels : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void spendFollowsByDifference()
    {
        SpendModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setLines({spendLine(QStringLiteral("a"), 3), spendLine(QStringLiteral("b"), 2), spendLine(QStringLiteral("c"), 1)}, usd(6));
        const QPersistentModelIndex b(model.index(1, 0));
        model.setLines({spendLine(QStringLiteral("b"), 9), spendLine(QStringLiteral("d"), 4), spendLine(QStringLiteral("a"), 3)}, usd(16));
        QCOMPARE(firstColumn(model), QStringList({QStringLiteral("b"), QStringLiteral("d"), QStringLiteral("a")}));
        QCOMPARE(b.row(), 0);
        QCOMPARE(reset.size(), 0);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setLines({spendLine(QStringLiteral("b"), 9), spendLine(QStringLiteral("d"), 4), spendLine(QStringLiteral("a"), 3)}, usd(16));
        QCOMPARE(changed.size(), 0);
        QCOMPARE(model.index(0, SpendModel::Share).data().toString(), QStringLiteral("56.3 %").replace(u' ', QChar(0x2009)));
    }

    void unpricedIsNeverZero()
    {
        SpendModel model;
        model.setLines({spendLine(QStringLiteral("x"), 0, 0, 1200), spendLine(QStringLiteral("y"), 1, 2, 5), spendLine(QString(), 1, 1)}, usd(2));
        QCOMPARE(model.index(0, SpendModel::Priced).data().toString(), QStringLiteral("unpriced"));
        QCOMPARE(model.index(1, SpendModel::Priced).data().toString(), QStringLiteral("$1.00+"));
        QVERIFY(model.index(1, 0).data(SpendModel::UnpricedRole).toBool());
        QVERIFY(model.index(1, 0).data(SpendModel::DisagreesRole).toBool());
        QVERIFY(!model.index(2, 0).data(SpendModel::DisagreesRole).toBool());
        QCOMPARE(model.index(2, 0).data().toString(), QStringLiteral("(not said)"));
    }

    void budgetsSayWhatTheyKnow()
    {
        BudgetModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        BudgetLine line{.tenant = QStringLiteral("a"), .spent = usd(90), .reported = usd(90), .budget = usd(100), .isImplied = true, .usedShare = 0.9,
                        .state = BreakerState::Downshift, .isStateReported = true, .resets = now + 24h};
        line.forecast.runOut = now + 5h;
        line.forecast.monthEnd = 130;
        model.setRows({line, {.tenant = QStringLiteral("b"), .spent = usd(1)}});
        QCOMPARE(model.index(0, BudgetModel::State).data().toString(), QStringLiteral("Downshift"));
        QCOMPARE(model.index(0, BudgetModel::Budget).data().toString(), QStringLiteral("≈ $100.00"));
        QCOMPARE(model.index(0, BudgetModel::Expected).data().toString(), QStringLiteral("$130.00"));
        QVERIFY(model.index(0, BudgetModel::RunOut).data().toString().startsWith(QStringLiteral("2026-11-21 ")));
        QCOMPARE(model.index(1, BudgetModel::Budget).data().toString(), QStringLiteral("none"));
        QCOMPARE(model.index(1, BudgetModel::State).data().toString(), QStringLiteral("Unknown"));
        model.setRows({});
        QCOMPARE(model.rowCount(), 0);
    }

    void ratesAreEditedInPlace()
    {
        RateCardStore store;
        store.load({.rates = {{.model = QStringLiteral("m"), .from = today, .input = 2, .output = 8}, {.model = QStringLiteral("n"), .from = today, .input = 3}}});
        RateModel model(store);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy refused(&model, &RateModel::refused);
        QVERIFY(model.setData(model.index(0, RateModel::Input), QStringLiteral("2.5")));
        QCOMPARE(store.card().rates.at(0).input, 2.5);
        QVERIFY(!model.setData(model.index(0, RateModel::Input), QStringLiteral("two")));
        QVERIFY(!model.setData(model.index(0, RateModel::Input), QString()));
        QVERIFY(!model.setData(model.index(0, RateModel::Input), QStringLiteral("0.0000025")));
        QVERIFY(!model.setData(model.index(0, RateModel::From), QStringLiteral("tomorrow")));
        QCOMPARE(refused.size(), 4);
        QVERIFY(model.setData(model.index(0, RateModel::Output), QString()));
        QVERIFY(!store.card().rates.at(0).output);
        QVERIFY(store.addRate({.model = QStringLiteral("o"), .from = today, .input = 1}).has_value());
        store.removeRate(1);
        QCOMPARE(firstColumn(model), QStringList({QStringLiteral("m"), QStringLiteral("o")}));
        store.undo();
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(firstColumn(model).at(1), QStringLiteral("n"));
    }

    void changesKeepTheirPlace()
    {
        ChangeListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto ranked = [](const QString &id, double score) {
            return RankedChange{.change = {.id = ChangeId(id), .at = now, .kind = ChangeKind::Policy, .title = id, .actor = QStringLiteral("ann")},
                                .score = score, .sentence = QStringLiteral("as the burn began")};
        };
        model.setRows({ranked(QStringLiteral("a"), 0.5), ranked(QStringLiteral("b"), 0.2)});
        const QPersistentModelIndex b(model.index(1, 0));
        model.setRows({ranked(QStringLiteral("c"), 0.9), ranked(QStringLiteral("b"), 0.6), ranked(QStringLiteral("a"), 0.1)});
        QCOMPARE(b.row(), 1);
        QCOMPARE(model.rowOf(QStringLiteral("a")), 2);
        QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("Policy, c, 2026-11-21 12:00:00Z, as the burn began, by ann"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestCostModels)
#include "tst_costmodels.moc"
