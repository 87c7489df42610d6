#include "store/writelane.h"

#include "kql/schema.h"
#include "store/tablewriter.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace qd::lab {

namespace {

/// Stored table names by ItemKind.
constexpr std::array<std::string_view, 7> tableOfKind{"requests",   "dependencies", "traces", "exceptions", "customEvents",
                                                      "customMetrics", "availabilityResults"};

std::string createStatement(const StoredTable &table)
{
    std::string sql = "CREATE TABLE IF NOT EXISTS \"" + table.name + "\" (";
    for (const StoredTable::StoredColumn &column : table.columns)
        sql += (&column == &table.columns.front() ? "\"" : ", \"") + column.name + "\" " + column.sqlType;
    return sql + ")";
}

std::vector<std::string> columnNames(const StoredTable &table)
{
    std::vector<std::string> names;
    for (const StoredTable::StoredColumn &column : table.columns)
        names.push_back(column.name);
    return names;
}

} // namespace

std::vector<std::string> telemetryTableStatements()
{
    std::vector<std::string> statements;
    for (const StoredTable &table : storedTables())
        if (std::ranges::find(tableOfKind, table.name) != tableOfKind.end())
            statements.push_back(createStatement(table));
    return statements;
}

WriteLane::WriteLane(DuckConnection connection) : m_connection(std::move(connection)) {}

WriteLane::~WriteLane() = default;

Result<void> WriteLane::prepare(const AttributeColumns &attributes)
{
    if (!m_tables.empty())
        return {};
    const std::vector<StoredTable> tables = storedTables();
    std::vector<std::unique_ptr<TableWriter>> writers;
    for (const std::string_view wanted : tableOfKind) {
        const auto table = std::ranges::find(tables, wanted, &StoredTable::name);
        if (table == tables.end())
            return Error{.message = QStringLiteral("The schema lacks a table.")};
        const QStringList keys = attributes.keys.value(QString::fromStdString(table->name));
        Result<TableWriter> writer = TableWriter::open(m_connection, table->name, columnNames(*table), keys);
        if (!writer)
            return writer.error();
        writers.push_back(std::make_unique<TableWriter>(*std::move(writer)));
    }
    m_tables = std::move(writers);
    return {};
}

void WriteLane::gather(std::span<const Batch *const> batches)
{
    for (const Batch *batch : batches)
        for (const TelemetryItem &item : *batch)
            m_tables[static_cast<size_t>(item.kind)]->write(item);
}

/// An appender that failed stays failed, and the others may hold rows of the lost batches: all are given up.
Result<void> WriteLane::store(std::span<const Batch *const> batches)
{
    Result<void> stored = storeInTransaction(batches);
    if (!stored) {
        close();
        (void)m_connection.query("ROLLBACK"); // refused when the failure has already ended the transaction
    }
    return stored;
}

/// One transaction over all tables, so that a query sees a task's request and its spans or neither. Begun before the
/// first row, because an appender hands over its rows early when there are very many.
Result<void> WriteLane::storeInTransaction(std::span<const Batch *const> batches)
{
    if (const Result<DuckResult> begun = m_connection.query("BEGIN TRANSACTION"); !begun)
        return begun.error();
    gather(batches);
    for (const std::unique_ptr<TableWriter> &table : m_tables)
        if (Result<void> flushed = table->flush(); !flushed)
            return flushed;
    const Result<DuckResult> committed = m_connection.query("COMMIT");
    return committed ? Result<void>() : Result<void>(committed.error());
}

void WriteLane::close() { m_tables.clear(); }

bool WriteLane::isLost() { return !m_connection.query("SELECT 1"); }

} // namespace qd::lab
