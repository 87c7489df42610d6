#include "kqlrun.h"

#include "manualclock.h"
#include "store/attributekeeper.h"

#include <QTest>

namespace qd::test {

namespace {

struct CellText {
    QString operator()(std::monostate) const { return QStringLiteral("null"); }
    QString operator()(bool value) const { return value ? QStringLiteral("true") : QStringLiteral("false"); }
    QString operator()(qint64 value) const { return QString::number(value); }
    QString operator()(double value) const { return QString::number(value, 'g', 12); }
    QString operator()(const QString &value) const { return value; }
    QString operator()(Instant value) const { return toDateTime(value).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")); }
    QString operator()(Microseconds value) const { return QString::number(value.count()) + QStringLiteral("us"); }
};

QString errorText(const Error &error)
{
    if (error.kind != ErrorKind::Query || !error.position)
        return QStringLiteral("engine error: ") + error.detail;
    return QStringLiteral("error %1 %2:%3 %4")
        .arg(error.vendorCode)
        .arg(error.position->line)
        .arg(error.position->column)
        .arg(error.detail);
}

lab::ResourceFacts testFacts()
{
    return {.appId = QStringLiteral("app"), .appName = QStringLiteral("it's \"mine\""), .resourceId = {}, .workspaceId = {},
            .subscriptionId = {}};
}

void mustRun(lab::DuckConnection &database, const std::string &sql)
{
    const auto result = database.query(sql);
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
}

} // namespace

KqlRun::KqlRun()
    : m_database(lab::DuckDb::open({}).value().connect().value()),
      m_schema(lab::telemetrySchema(TelemetrySchema::Classic, testFacts())), m_options{.now = ManualClock::start, .timespan = {}, .probe = {}}
{
    for (const lab::StoredTable &table : lab::storedTables()) {
        std::string columns;
        for (const auto &column : table.columns)
            columns += (columns.empty() ? "\"" : ", \"") + column.name + "\" " + column.sqlType
                + (column.sqlType == "VARCHAR" && column.name.find("custom") != 0 && column.name != "details" && column.name != "context" ? " DEFAULT ''" : "");
        mustRun(m_database, "CREATE TABLE \"" + table.name + "\" (" + columns + ")");
    }
    fill();
}

void KqlRun::fill()
{
    mustRun(m_database, R"(INSERT INTO "requests" BY NAME SELECT TIMESTAMP '2026-11-21 11:55:00' + to_minutes(i) AS "timestamp",
        'r' || i AS id, CASE WHEN i = 3 THEN 'GET /health' ELSE 'POST /chat' END AS name, i <> 4 AS success,
        CASE WHEN i = 4 THEN '503' ELSE '200' END AS "resultCode", (i + 1) * 100.0 AS duration, 1 AS "itemCount",
        '{"tenant":"t' || (i % 2) || '","tokens":"' || (i * 10) || '"}' AS "customDimensions",
        '{"score":' || i || '}' AS "customMeasurements", 'op' || i AS "operation_Id" FROM range(5) r(i))");
    mustRun(m_database, R"(INSERT INTO "customMetrics" BY NAME SELECT TIMESTAMP '2026-11-21 11:55:00' + to_minutes(i) AS "timestamp",
        'agent.task.count' AS name, 2 AS "valueCount", 4.0 AS "valueSum", 1.0 AS "valueMin", 3.0 AS "valueMax", 1 AS "itemCount",
        '{"outcome":"completed"}' AS "customDimensions" FROM range(3) r(i))");
    mustRun(m_database, R"(INSERT INTO "traces" BY NAME SELECT TIMESTAMP '2026-11-21 11:59:00' AS "timestamp",
        'tool fallback search -> cache' AS message, 2 AS "severityLevel", 1 AS "itemCount")");
}

void KqlRun::useWorkspace() { m_schema = lab::telemetrySchema(TelemetrySchema::Workspace, testFacts()); }

void KqlRun::addAttribute(const lab::StoredAttribute &attribute)
{
    mustRun(m_database, lab::attributeStatements(attribute));
    auto columns = m_options.attributes ? std::make_shared<lab::AttributeColumns>(*m_options.attributes)
                                        : std::make_shared<lab::AttributeColumns>();
    columns->keys[attribute.table] += attribute.key;
    m_options.attributes = std::move(columns);
}

Result<lab::CompiledQuery> KqlRun::compile(const QString &query)
{
    lab::CompileOptions options = m_options;
    options.probe = lab::probeOf(m_database);
    return lab::compileKql(query, m_schema, options);
}

Result<lab::QueryRows> KqlRun::run(const QString &query)
{
    const auto compiled = compile(query);
    if (!compiled)
        return compiled.error();
    return lab::runKql(m_database, *compiled);
}

QString KqlRun::rows(const QString &query)
{
    const auto result = run(query);
    if (!result)
        return errorText(result.error());
    QStringList lines;
    for (size_t row = 0; row < result->table.rowCount(); ++row) {
        QStringList cells;
        for (const Column &column : result->table.columns)
            cells += std::visit(CellText{}, column.cells[row]);
        lines += cells.join(u'|');
    }
    return lines.join(u'\n');
}

QString KqlRun::names(const QString &query)
{
    const auto compiled = compile(query);
    if (!compiled)
        return errorText(compiled.error());
    QStringList names;
    for (const auto &column : compiled->columns)
        names += column.name;
    return names.join(QStringLiteral(", "));
}

QString KqlRun::types(const QString &query)
{
    const auto compiled = compile(query);
    if (!compiled)
        return errorText(compiled.error());
    QStringList names;
    for (const auto &column : compiled->columns)
        names += column.name + u':' + columnTypeName(column.type);
    return names.join(QStringLiteral(", "));
}

void addKqlCases(std::span<const KqlCase> cases)
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("rows");
    int number = 0;
    for (const KqlCase &one : cases)
        QTest::addRow("%d %s", ++number, one.rule) << QString::fromUtf8(one.query) << QString::fromUtf8(one.rows);
}

} // namespace qd::test
