// Every query of the shipped library, in both schemas, over the simulated fleet and through the lab's own KQL.
#include "dataresources.h"
#include "fleet/fleetrunner.h"
#include "fleet/scenarioload.h"
#include "kql/assist.h"
#include "kql/runkql.h"
#include "labresources.h"
#include "manualclock.h"
#include "queryfiles/queryfiles.h"
#include "store/telemetrystore.h"
#include "testmain.h"

#include <memory>

using namespace qd;

class TestQueryLibrary : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void runs_data();
    void runs();
    void namesItself();
    void isLaidOut();

private:
    [[nodiscard]] Result<Table> ask(const QString &kql, TelemetrySchema schema) const;

    QList<query::SavedQuery> m_library;
    std::unique_ptr<lab::TelemetryStore> m_store;
};

namespace {

/// Tables that the lab's fleet does not fill, and one query that wants an operation id.
bool mayBeEmpty(const QString &path)
{
    static const QStringList paths{
        QStringLiteral("traces/one"), QStringLiteral("gateway/requests"), QStringLiteral("gateway/model-tokens"), QStringLiteral("gateway/mcp-tools"),
        QStringLiteral("changes/activity"), QStringLiteral("tables/pageViews"), QStringLiteral("tables/performanceCounters"),
        QStringLiteral("tables/browserTimings"), QStringLiteral("tables/availabilityResults"), QStringLiteral("tables/ApiManagementGatewayLogs"),
        QStringLiteral("tables/ApiManagementGatewayLlmLog"), QStringLiteral("tables/ApiManagementGatewayMCPLog"), QStringLiteral("tables/AzureActivity")};
    return paths.contains(path);
}

} // namespace

void TestQueryLibrary::initTestCase()
{
    initDataResources();
    initLabResources();
    m_library = readQueryFolder(QStringLiteral(":/queries"));
    QVERIFY(m_library.size() >= 45);
    auto store = lab::TelemetryStore::open({});
    QVERIFY(store);
    const test::ManualClock clock;
    (*store)->beginBulk();
    for (const char *name : {"throttle", "bad-prompt"}) { // calls that are turned away, and a change
        const auto scenario = lab::loadScenario(QString::fromLatin1(name));
        QVERIFY(scenario);
        const lab::LabOptions options{.scenario = QString::fromLatin1(name), .history = std::chrono::hours(30)};
        lab::FleetRunner runner(*scenario, options, clock, **store);
        runner.backfill();
    }
    QVERIFY((*store)->endBulk());
    m_store = std::move(*store);
}

Result<Table> TestQueryLibrary::ask(const QString &kql, TelemetrySchema schema) const
{
    const auto compiled = lab::compileKql(kql, lab::telemetrySchema(schema, {}), {.now = test::ManualClock::start, .timespan = {}});
    if (!compiled)
        return compiled.error();
    auto loan = m_store->lend();
    if (!loan)
        return loan.error();
    auto rows = lab::runKql(*loan->operator->(), *compiled);
    return rows ? Result<Table>(std::move(rows->table)) : Result<Table>(rows.error());
}

void TestQueryLibrary::runs_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<bool>("workspace");
    for (int i = 0; i < m_library.size(); ++i)
        for (const bool workspace : {false, true})
            if (!m_library[i].schema || (*m_library[i].schema == TelemetrySchema::Workspace) == workspace)
                QTest::newRow(qPrintable(m_library[i].path + (workspace ? QStringLiteral(" workspace") : QStringLiteral(" classic")))) << i << workspace;
}

void TestQueryLibrary::runs()
{
    QFETCH(int, index);
    QFETCH(bool, workspace);
    const query::SavedQuery &query = m_library[index];
    const auto schema = workspace ? TelemetrySchema::Workspace : TelemetrySchema::Classic;
    const auto kql = query::bindParameters(query::kqlFor(query, schema), query.parameters, {});
    QVERIFY2(kql.has_value(), kql ? "" : qPrintable(kql.error().message));
    const auto table = ask(*kql, schema);
    QVERIFY2(table.has_value(), table ? "" : qPrintable(table.error().message + u'\n' + *kql));
    QVERIFY2(table->rowCount() > 0 || mayBeEmpty(query.path), qPrintable(*kql));
    if (!query.schema && workspace) { // the same answer in the same columns
        const auto classic = ask(*query::bindParameters(query.kql, query.parameters, {}), TelemetrySchema::Classic);
        QVERIFY(classic.has_value());
        QCOMPARE(table->rowCount(), classic->rowCount());
        for (size_t i = 0; i < classic->columns.size(); ++i)
            QCOMPARE(table->columns[i].name, classic->columns[i].name);
    }
}

void TestQueryLibrary::namesItself()
{
    for (const query::SavedQuery &query : m_library) {
        QVERIFY2(query.title.size() > 3 && query.description.endsWith(u'.') && !query.tags.isEmpty(), qPrintable(query.path));
        QVERIFY2(!query.kql.startsWith(u'/'), qPrintable(query.path));
        QCOMPARE(query::readQueryFile(query.path, query::writeQueryFile(query)).parameters, query.parameters);
    }
}

/// One look for all: what the editor's formatter makes of it.
void TestQueryLibrary::isLaidOut()
{
    for (const query::SavedQuery &query : m_library)
        QCOMPARE(kql::format(query.kql), query.kql);
}

QD_TEST_MAIN(QCoreApplication, TestQueryLibrary)
#include "tst_querylibrary.moc"
