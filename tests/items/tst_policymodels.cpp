#include "allowmodels.h"
#include "policymodels.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>

using qd::AllowTool;
using qd::AllowToolModel;
using qd::ToolDecision;

namespace {

AllowTool toolNamed(const QString &name)
{
    AllowTool tool;
    tool.name = name;
    return tool;
}

} // namespace

class TestPolicyModels : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }

    void takesOverListsByDifference()
    {
        AllowToolModel model;
        const QAbstractItemModelTester tester(&model);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QRandomGenerator random(11);
        for (int round = 0; round < 300; ++round) {
            QList<AllowTool> rows;
            for (int i = 0; i < 12; ++i)
                if (random.bounded(3) > 0)
                    rows.append(toolNamed(QString::number(i + random.bounded(2))));
            model.setRows(rows);
            QCOMPARE(model.rows(), rows);
        }
        QVERIFY(resets.isEmpty());
    }

    void oneChangedRowIsOneChange()
    {
        AllowToolModel model;
        QList<AllowTool> rows{toolNamed(QStringLiteral("a")), toolNamed(QStringLiteral("b")), toolNamed(QStringLiteral("c"))};
        model.setRows(rows);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
        rows[1].wanted = ToolDecision::Allowed;
        model.setRows(rows);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes.at(0).at(0).toModelIndex().row(), 1);
        QVERIFY(inserts.isEmpty());
        QCOMPARE(model.index(1, 0).data().toString(), QStringLiteral("allowed (live: undecided)"));
        QCOMPARE(model.index(1, 0).data(AllowToolModel::ChangedRole).toBool(), true);
    }

    void rowsOfOneNameAreToldApartByTheirOrder()
    {
        AllowToolModel model;
        const QAbstractItemModelTester tester(&model);
        QList<AllowTool> rows{toolNamed(QStringLiteral("a")), toolNamed(QStringLiteral("a")), toolNamed(QStringLiteral("b"))};
        rows[1].tokens = 7;
        model.setRows(rows);
        const QPersistentModelIndex b(model.index(2, 0));
        model.setRows({rows.at(1), rows.at(2)});
        QCOMPARE(model.rows(), QList<AllowTool>({rows.at(1), rows.at(2)}));
        QCOMPARE(b.row(), 1);
    }

    void aFindingWhoseTextMovedStaysTheSame()
    {
        qd::PolicyFindingModel model;
        const QAbstractItemModelTester tester(&model);
        qd::PolicyFinding finding{QStringLiteral("xml"), qd::PolicyFinding::Severity::Error, {3, 7, 0}, QStringLiteral("broken"), {}, {}};
        model.setRows({finding});
        const QPersistentModelIndex before(model.index(0, 0));
        finding.position.line = 4;
        qd::PolicyFinding above = finding;
        above.message = QStringLiteral("new");
        model.setRows({above, finding});
        QCOMPARE(before.row(), 1);
        QCOMPARE(before.sibling(1, 1).data().toString(), QStringLiteral("4:7"));
    }

    void rowsThatComeTogetherAreOneInsertion()
    {
        AllowToolModel model;
        QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removals(&model, &QAbstractItemModel::rowsRemoved);
        QList<AllowTool> rows;
        for (int i = 0; i < 100; ++i)
            rows.append(toolNamed(QString::number(i)));
        model.setRows(rows);
        model.setRows(rows.mid(90));
        QCOMPARE(inserts.size(), 1);
        QCOMPARE(removals.size(), 1);
    }

    void theOtherModelsKeepTheContract()
    {
        qd::PolicyScopeModel scopes;
        qd::PolicyFindingModel findings;
        qd::PolicyVersionModel versions;
        qd::ProofModel proof;
        qd::AllowServerModel servers;
        for (QAbstractItemModel *model : {static_cast<QAbstractItemModel *>(&scopes), static_cast<QAbstractItemModel *>(&findings), static_cast<QAbstractItemModel *>(&versions),
                                          static_cast<QAbstractItemModel *>(&proof), static_cast<QAbstractItemModel *>(&servers)})
            new QAbstractItemModelTester(model, model);
        qd::PolicyState state;
        state.label = QStringLiteral("orders");
        scopes.setRows({state, state});
        findings.setRows({{QStringLiteral("xml"), qd::PolicyFinding::Severity::Error, {3, 7, 0}, QStringLiteral("broken"), {}, {}}});
        versions.setRows({qd::PolicyVersion{.number = 4}});
        proof.setRows({{QStringLiteral("what"), {}, {}, qd::ProofRow::Verdict::Fail, QStringLiteral("why")}});
        qd::AllowServer server;
        server.label = QStringLiteral("s");
        servers.setRows({server});
        QCOMPARE(findings.index(0, 1).data().toString(), QStringLiteral("3:7"));
        QCOMPARE(proof.index(0, 0).data().toString(), QStringLiteral("FAIL"));
        QCOMPARE(versions.index(0, 0).data().toString(), QStringLiteral("4"));
        scopes.setRows({});
        QCOMPARE(scopes.rowCount(), 0);
    }
};

QD_TEST_MAIN(QCoreApplication, TestPolicyModels)
#include "tst_policymodels.moc"
