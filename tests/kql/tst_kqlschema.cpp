#include "kql/schema.h"
#include "store/duckdb.h"
#include "testmain.h"

using namespace qd;
using namespace qd::lab;

class TestKqlSchema : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void classicRequestsHaveTheirTrueColumns();
    void everyColumnCanBeSelected_data();
    void everyColumnCanBeSelected();
    void successIsStoredAsBoolean();
};

void TestKqlSchema::classicRequestsHaveTheirTrueColumns()
{
    const KqlTable table = telemetrySchema(TelemetrySchema::Classic, {}).tables.value(QStringLiteral("requests"));
    QCOMPARE(table.columns.size(), size_t{38});
    QCOMPARE(table.columns.front().name, QStringLiteral("timestamp"));
    QCOMPARE(table.columns[5].type, ColumnType::String);
    QVERIFY(table.columns[5].boolText);
    QCOMPARE(table.columns[36].name, QStringLiteral("itemCount"));
    QCOMPARE(table.columns[36].type, ColumnType::Int);
}

void TestKqlSchema::everyColumnCanBeSelected_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("classic") << static_cast<int>(TelemetrySchema::Classic);
    QTest::newRow("workspace") << static_cast<int>(TelemetrySchema::Workspace);
}

void TestKqlSchema::everyColumnCanBeSelected()
{
    QFETCH(int, kind);
    auto db = DuckDb::open({}).value().connect().value();
    for (const StoredTable &table : storedTables()) {
        std::string columns;
        for (const auto &column : table.columns)
            columns += (columns.empty() ? "\"" : ", \"") + column.name + "\" " + column.sqlType;
        QVERIFY(db.query("CREATE TABLE \"" + table.name + "\" (" + columns + ")").has_value());
    }
    const KqlSchema schema = telemetrySchema(static_cast<TelemetrySchema>(kind), {.appName = QStringLiteral("it's")});
    QVERIFY(schema.tables.size() >= 10);
    for (const KqlTable &table : schema.tables) {
        QStringList all;
        for (const KqlColumn &column : table.columns)
            all += column.sql;
        const QString sql = u"SELECT " % all.join(u", ") % u" FROM " % table.source;
        const auto result = db.query(sql.toStdString());
        QVERIFY2(result.has_value(), result.has_value() ? "" : qPrintable(table.name + result.error().detail));
        QCOMPARE(result->rowCount(), size_t{0});
    }
}

void TestKqlSchema::successIsStoredAsBoolean()
{
    const std::vector<StoredTable> tables = storedTables();
    QCOMPARE(tables.size(), size_t{7});
    QCOMPARE(tables.front().name, std::string("requests"));
    const auto &columns = tables.front().columns;
    const auto found = std::ranges::find(columns, std::string("success"), &StoredTable::StoredColumn::name);
    QVERIFY(found != columns.end());
    QCOMPARE(found->sqlType, std::string("BOOLEAN"));
}

QD_TEST_MAIN(QCoreApplication, TestKqlSchema)
#include "tst_kqlschema.moc"
