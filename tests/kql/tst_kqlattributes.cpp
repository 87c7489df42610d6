#include "kql/boundexpr.h"
#include "kqlrun.h"
#include "store/telemetrystore.h"
#include "manualclock.h"
#include "testmain.h"

#include <QObject>

#include <QTemporaryDir>

#include <array>
#include <atomic>

using namespace qd;
using namespace qd::lab;

/// Attributes that have columns of their own give the same answers as the JSON that they stand in.
class TestKqlAttributes : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void sameAnswer_data();
    void sameAnswer();
    void readsNoJson_data();
    void readsNoJson();
    void tellsWhatItReads();
    void workspaceHasThemToo();
    void columnAppearsAfterEnoughUses();
    void rowsThatComeLaterAreThere();
    void fileKeepsItsColumns();
    void notWhileAHistoryIsLoaded();
    void keeperIsBounded();
};

namespace {

const StoredAttribute tenant{QStringLiteral("requests"), QStringLiteral("tenant")};
const StoredAttribute outcome{QStringLiteral("customMetrics"), QStringLiteral("outcome")};

/// Queries whose answer does not depend on the order of rows.
constexpr std::array attributeQueries{
    "requests | where customDimensions.tenant == 't1' | count",
    "requests | where customDimensions[\"tenant\"] in ('t0', 't9') | count",
    "requests | where tostring(customDimensions.tenant) =~ 'T1' | count",
    "requests | where isempty(customDimensions.tenant) | count",
    "requests | where isempty(customDimensions.nobody) | count",
    "requests | where customDimensions.tenant > 5 | count",
    "requests | where tostring(customDimensions.tenant) != 't1' | count",
    "requests | where tostring(customDimensions.nobody) != 't1' and customDimensions.nobody !in ('t1') | count",
    "requests | summarize countif(tostring(customDimensions.tenant) == 't0'), countif(tostring(customDimensions.tenant) != 't0'), countif(customDimensions.nobody != 'x' and name != '')",
    "requests | where customDimensions.tenant has 't1' | count",
    "requests | summarize count() by tenant = tostring(customDimensions.tenant) | order by tenant asc",
    "requests | summarize dcount(tostring(customDimensions.tenant))",
    "requests | extend d = customDimensions | where d.tenant == 't0' | count",
    "requests | extend d = customDimensions.tenant | summarize count() by tostring(d) | order by d asc",
    "requests | extend d = customDimensions.tenant.inner | summarize countif(isnull(d))",
    "requests | order by timestamp asc | project customDimensions.tenant, customDimensions.tokens",
    "requests | order by timestamp asc | project customDimensions",
    "requests | top 2 by timestamp asc | where customDimensions.tenant == 't1' | count",
    "requests | take 5 | extend a = 1 | where customDimensions.tenant == 't1' | count",
    "union requests, customMetrics | summarize count() by t = tostring(customDimensions.tenant), o = tostring(customDimensions.outcome) | order by t asc, o asc",
    "union withsource=s requests, (customMetrics | take 2) | where customDimensions.outcome == 'completed' | summarize count() by s",
    "union requests, customMetrics | as both | where customDimensions.tenant == 't0' | join kind=inner (both | where customDimensions.tenant == 't0') on id | count",
    "requests | join kind=leftouter (customMetrics | project timestamp, customDimensions) on timestamp | summarize count() by tostring(customDimensions.tenant), tostring(customDimensions1.outcome) | order by customDimensions_tenant asc, customDimensions1_outcome asc",
    "customMetrics | join kind=rightanti (requests | where customDimensions.tenant == 't0') on name | count",
    "let r = requests | where customDimensions.tenant == 't0'; union r, (r | where customDimensions.tokens == '20') | summarize count() by tostring(customDimensions.tenant)",
    "requests | summarize arg_max(timestamp, customDimensions) | project customDimensions.tenant",
    "requests | summarize take_any(customDimensions.tenant) by name | count",
    "requests | serialize p = prev(tostring(customDimensions.tenant)) | summarize count() by p | order by p asc",
    "requests | mv-expand k = bag_keys(customDimensions) | summarize count() by tostring(k) | order by k asc",
    "requests | parse tostring(customDimensions.tenant) with 't' n:int | summarize sum(n)",
    "requests | make-series n = count() on timestamp step 1h by tostring(customDimensions.tenant) | summarize count() by customDimensions_tenant | order by customDimensions_tenant asc",
    "requests | project-rename d = customDimensions | where d.tenant == 't1' | count",
    "requests | distinct tostring(customDimensions.tenant) | count",
    "requests | extend customDimensions = dynamic({\"tenant\":\"other\"}) | where customDimensions.tenant == 'other' | count",
};

TelemetryItem attributeRequest(int n, const std::string &who)
{
    TelemetryItem item;
    item.time = test::ManualClock::start + Seconds(n);
    item.id = "id" + std::to_string(n);
    item.properties = {{"agent", "planner"}, {"tenant", who}};
    return item;
}

std::string oneText(TelemetryStore &store, const std::string &sql)
{
    auto loan = store.lend();
    auto result = (*loan)->query(sql);
    if (!result)
        return "error " + result.error().detail.toStdString();
    const auto chunk = result->nextChunk();
    return chunk ? std::string(chunk->column(0).text(0)) : std::string();
}

constexpr const char *tenantList = "SELECT string_agg(coalesce(\"customDimensions.tenant\", '-'), ',' ORDER BY \"timestamp\") FROM requests";

void useOften(TelemetryStore &store, int times = AttributeKeeper::enoughUses)
{
    for (int i = 0; i < times; ++i)
        store.noteUse(std::array{tenant});
}

} // namespace

void TestKqlAttributes::sameAnswer_data()
{
    QTest::addColumn<QString>("query");
    for (const char *query : attributeQueries)
        QTest::newRow(query) << QString::fromUtf8(query);
}

void TestKqlAttributes::sameAnswer()
{
    QFETCH(QString, query);
    test::KqlRun plain;
    const QString expected = plain.rows(query);
    QVERIFY2(!expected.startsWith(u"e"), qPrintable(expected));
    test::KqlRun run;
    run.addAttribute(tenant);
    run.addAttribute(outcome);
    QCOMPARE(run.rows(query), expected);
}

void TestKqlAttributes::readsNoJson_data()
{
    QTest::addColumn<QString>("query");
    for (const char *query : {"requests | where customDimensions.tenant == 't1' | count",
                              "requests | take 3 | summarize count() by tostring(customDimensions['tenant'])",
                              "requests | where customDimensions.tenant == 't1' | join (requests | take 2) on id | summarize count() by tostring(customDimensions1.tenant)",
                              "union requests, (requests | take 2) | summarize count() by tostring(customDimensions.tenant)"})
        QTest::newRow(query) << QString::fromUtf8(query);
}

void TestKqlAttributes::readsNoJson()
{
    QFETCH(QString, query);
    test::KqlRun run;
    const QString path = u'\'' + memberPath(tenant.key) + u'\'';
    QVERIFY(run.compile(query)->sql.contains(path));
    run.addAttribute(tenant);
    QVERIFY2(!run.compile(query)->sql.contains(path), qPrintable(run.compile(query)->sql));
}

void TestKqlAttributes::tellsWhatItReads()
{
    test::KqlRun run;
    const auto used = run.compile(QStringLiteral("union requests, customMetrics | where customDimensions.b == '1' "
                                                 "and customDimensions.a.c == 2 and customMeasurements.x > 1"))->attributes;
    const auto of = [](const char *table, const char *key) { return StoredAttribute{QString::fromLatin1(table), QString::fromLatin1(key)}; };
    const std::vector<StoredAttribute> expected{of("customMetrics", "a"), of("customMetrics", "b"), of("requests", "a"), of("requests", "b")};
    QVERIFY(used == expected);
}

void TestKqlAttributes::workspaceHasThemToo()
{
    test::KqlRun run;
    run.useWorkspace();
    run.addAttribute(tenant);
    const QString query = QStringLiteral("AppRequests | where Properties.tenant == 't1' | count");
    QVERIFY(!run.compile(query)->sql.contains(u"json_extract"));
    QCOMPARE(run.rows(query), QStringLiteral("2"));
}

void TestKqlAttributes::columnAppearsAfterEnoughUses()
{
    auto store = TelemetryStore::open({});
    QVERIFY((*store)->accept({attributeRequest(1, "a"), attributeRequest(2, "b")}));
    useOften(**store, AttributeKeeper::enoughUses - 1);
    QVERIFY((*store)->attributeColumns()->keys.isEmpty());
    useOften(**store, 1);
    QTRY_COMPARE((*store)->attributeColumns()->keys.value(tenant.table), QStringList{tenant.key});
    QCOMPARE(oneText(**store, tenantList), std::string("a,b"));
}

void TestKqlAttributes::rowsThatComeLaterAreThere()
{
    auto store = TelemetryStore::open({});
    QVERIFY((*store)->accept({attributeRequest(1, "a")}));
    useOften(**store);
    QTRY_VERIFY(!(*store)->attributeColumns()->keys.isEmpty());
    TelemetryItem without = attributeRequest(2, "");
    without.properties.clear();
    QVERIFY((*store)->accept({without, attributeRequest(3, "c")}));
    QCOMPARE(oneText(**store, tenantList), std::string("a,-,c"));
    QCOMPARE(oneText(**store, "SELECT count(*)::VARCHAR FROM requests WHERE \"customDimensions.tenant\" IS DISTINCT FROM "
                              "json_extract_string(\"customDimensions\", '$.tenant')"), std::string("0"));
}

void TestKqlAttributes::fileKeepsItsColumns()
{
    QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("lab.duckdb")).toStdString();
    {
        auto store = TelemetryStore::open(path);
        QVERIFY((*store)->accept({attributeRequest(1, "a")}));
        useOften(**store);
        QTRY_VERIFY(!(*store)->attributeColumns()->keys.isEmpty());
    }
    auto store = TelemetryStore::open(path);
    QCOMPARE((*store)->attributeColumns()->keys.value(tenant.table), QStringList{tenant.key});
    QVERIFY((*store)->accept({attributeRequest(2, "b")}));
    QCOMPARE(oneText(**store, tenantList), std::string("a,b"));
}

void TestKqlAttributes::notWhileAHistoryIsLoaded()
{
    auto store = TelemetryStore::open({});
    (*store)->beginBulk();
    QVERIFY((*store)->accept({attributeRequest(1, "a")}));
    useOften(**store);
    QVERIFY((*store)->accept({attributeRequest(2, "b")}));
    QVERIFY((*store)->endBulk());
    const auto again = [&store] {
        useOften(**store, 1);
        return !(*store)->attributeColumns()->keys.isEmpty();
    };
    QTRY_VERIFY(again());
    QCOMPARE(oneText(**store, tenantList), std::string("a,b"));
}

void TestKqlAttributes::keeperIsBounded()
{
    std::atomic<int> made = 0;
    {
        AttributeKeeper keeper([&made](const StoredAttribute &) { ++made; return Result<void>(); });
        for (int key = 0; key < 100; ++key)
            for (int i = 0; i < 2 * AttributeKeeper::enoughUses; ++i)
                keeper.note(std::array{StoredAttribute{tenant.table, QString::number(key)}});
        keeper.note(std::array{StoredAttribute{tenant.table, QString(10000, u'x')}});
        QTRY_COMPARE(keeper.columns()->keys.value(tenant.table).size(), AttributeKeeper::mostColumns);
    }
    QCOMPARE(made.load(), int(AttributeKeeper::mostColumns));
}

QD_TEST_MAIN(QCoreApplication, TestKqlAttributes)
#include "tst_kqlattributes.moc"
