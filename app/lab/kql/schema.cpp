#include "kql/schema.h"

#include "kql/generated/schemarows.h"
#include "kql/sqltext.h"

#include <algorithm>

namespace qd::lab {

namespace {

using Source = ColumnRow::Source;

QString schemaFact(const char *name, const ResourceFacts &facts)
{
    const QLatin1String which(name);
    if (which == QLatin1String("appId"))
        return facts.appId;
    if (which == QLatin1String("appName"))
        return facts.appName;
    if (which == QLatin1String("resourceId"))
        return facts.resourceId;
    return which == QLatin1String("workspaceId") ? facts.workspaceId : facts.subscriptionId;
}

/// Azure's duration classes (azure facts 3.1), from the stored duration in milliseconds.
QString performanceBucketSql()
{
    return QStringLiteral("CASE WHEN \"duration\" < 250 THEN '<250ms' WHEN \"duration\" < 500 THEN '250ms-500ms' "
                          "WHEN \"duration\" < 1000 THEN '500ms-1sec' WHEN \"duration\" < 3000 THEN '1sec-3sec' "
                          "WHEN \"duration\" < 7000 THEN '3sec-7sec' WHEN \"duration\" < 15000 THEN '7sec-15sec' "
                          "WHEN \"duration\" < 30000 THEN '15sec-30sec' WHEN \"duration\" < 60000 THEN '30sec-1min' "
                          "WHEN \"duration\" < 120000 THEN '1min-2min' WHEN \"duration\" < 300000 THEN '2min-5min' "
                          "WHEN \"duration\" IS NULL THEN '' ELSE '>=5min' END");
}

QString storedSqlType(ColumnType type)
{
    switch (type) {
    case ColumnType::Bool: return QStringLiteral("BOOLEAN");
    case ColumnType::DateTime: return QStringLiteral("TIMESTAMP");
    case ColumnType::Int: return QStringLiteral("INTEGER");
    case ColumnType::Long:
    case ColumnType::TimeSpan: return QStringLiteral("BIGINT");
    case ColumnType::Real:
    case ColumnType::Decimal: return QStringLiteral("DOUBLE");
    case ColumnType::Dynamic:
    case ColumnType::Guid:
    case ColumnType::String: break;
    }
    return QStringLiteral("VARCHAR");
}

QString emptySql(ColumnType type)
{
    if (type == ColumnType::String)
        return QStringLiteral("''");
    return u"CAST(NULL AS " % storedSqlType(type) % u')';
}

/// "user_AccountId" or "problemId?\"type\"": the rarely filled columns share one JSON column, NULL in most rows.
QString contextSql(const QString &text)
{
    const qsizetype mark = text.indexOf(u'?');
    const QString fallback = mark < 0 ? QStringLiteral("''") : text.mid(mark + 1);
    return u"coalesce(json_extract_string(\"context\", '$." % text.left(mark) % u"'), " % fallback % u')';
}

QString rowSql(const ColumnRow &row, const ResourceFacts &facts)
{
    switch (row.source) {
    case Source::Stored: return sqlName(QString::fromLatin1(row.text));
    case Source::Context: return contextSql(QString::fromLatin1(row.text));
    case Source::Text: return sqlText(QString::fromLatin1(row.text));
    case Source::Fact: return sqlText(schemaFact(row.text, facts));
    case Source::Bucket: return performanceBucketSql();
    case Source::Sql: return QString::fromLatin1(row.text);
    case Source::Empty: break;
    }
    return emptySql(row.type);
}

bool isStoredNullable(const ColumnRow &row)
{
    return row.type != ColumnType::String && qstrcmp(row.text, "timestamp") != 0 && row.source != Source::Sql;
}

bool isStoredBoolean(const ColumnRow &row) { return row.source == Source::Stored && qstrcmp(row.text, "success") == 0; }

KqlColumn schemaColumn(const ColumnRow &row, const ResourceFacts &facts)
{
    const bool boolText = isStoredBoolean(row) && row.type == ColumnType::String;
    return KqlColumn{.name = QString::fromLatin1(row.name),
                     .type = row.type,
                     .sql = rowSql(row, facts),
                     .physical = row.source == Source::Stored,
                     .nullable = boolText || isStoredNullable(row),
                     .boolText = boolText};
}

KqlTable schemaTable(const TableRow &row, const ResourceFacts &facts)
{
    KqlTable table;
    table.name = QString::fromLatin1(row.name);
    const bool stored = row.stored[0] != '\0';
    table.stored = QString::fromLatin1(row.stored);
    table.source = stored ? sqlName(QString::fromLatin1(row.stored)) : QStringLiteral("(SELECT 1 AS \"none\" LIMIT 0)");
    table.timeColumn = row.schema == TelemetrySchema::Classic ? QStringLiteral("timestamp") : QStringLiteral("TimeGenerated");
    for (const ColumnRow &column : row.columns)
        table.columns.push_back(schemaColumn(column, facts));
    return table;
}

StoredTable storedTable(const TableRow &row)
{
    StoredTable table{.name = row.stored, .columns = {}};
    for (const ColumnRow &column : row.columns) {
        const auto known = [&column](const StoredTable::StoredColumn &other) { return other.name == column.text; };
        if (column.source != Source::Stored || std::ranges::any_of(table.columns, known))
            continue;
        const ColumnType type = isStoredBoolean(column) ? ColumnType::Bool : column.type;
        table.columns.push_back({column.text, storedSqlType(type).toStdString()});
    }
    table.columns.push_back({"context", "VARCHAR"});
    return table;
}

} // namespace

KqlSchema telemetrySchema(TelemetrySchema kind, const ResourceFacts &facts)
{
    KqlSchema schema;
    for (const TableRow &row : schemaRows())
        if (row.schema == kind)
            schema.tables.insert(QString::fromLatin1(row.name), schemaTable(row, facts));
    return schema;
}

std::vector<StoredTable> storedTables()
{
    std::vector<StoredTable> tables;
    for (const TableRow &row : schemaRows())
        if (row.schema == TelemetrySchema::Classic && row.stored[0] != '\0')
            tables.push_back(storedTable(row));
    return tables;
}

} // namespace qd::lab
