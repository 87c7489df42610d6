#include "fleet/scenarioload.h"
#include "labresources.h"
#include "testmain.h"

class TestScenario : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { qd::initLabResources(); }
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void shippedScenariosDecode_data()
    {
        QTest::addColumn<QString>("name");
        const QStringList names = qd::lab::scenarioNames();
        QVERIFY(names.size() >= 7);
        for (const QString &name : names)
            QTest::addRow("%s", qPrintable(name)) << name;
    }

    void shippedScenariosDecode()
    {
        QFETCH(QString, name);
        const qd::Result<qd::lab::Scenario> scenario = qd::lab::loadScenario(name);
        QVERIFY2(scenario.has_value(), scenario ? "" : qPrintable(scenario.error().message));
        QCOMPARE(scenario->name, name.toStdString());
        QCOMPARE(scenario->agents.size(), size_t(3));
    }
};

QD_TEST_MAIN(QCoreApplication, TestScenario)
#include "tst_scenario.moc"
