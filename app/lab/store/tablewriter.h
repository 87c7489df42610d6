#pragma once

#include "store/duckdb.h"
#include "telemetry/item.h"

#include <string>
#include <vector>

namespace qd::lab {

/// Puts one column's value of an item into the row being written; `scratch` is a buffer to reuse.
using ColumnWriter = void (*)(DuckAppender &row, const TelemetryItem &item, std::string &scratch);

/// Writes items of one kind into their stored table, column by column as the schema lists them. One thread at a time.
class TableWriter
{
public:
    /// `attributes` are the keys of customDimensions whose columns follow.
    static Result<TableWriter> open(DuckConnection &connection, const std::string &table,
                                    const std::vector<std::string> &columns, const QStringList &attributes = {});
    void write(const TelemetryItem &item);
    /// Hands the written rows to the database, inside its running transaction. No effect without new rows.
    Result<void> flush();

private:
    explicit TableWriter(DuckAppender appender) : m_appender(std::move(appender)) {}

    DuckAppender m_appender;
    void writeAttribute(const TelemetryItem &item, const std::string &key);

    std::vector<ColumnWriter> m_columns;
    std::vector<std::string> m_attributes;
    std::string m_scratch;
    bool m_dirty = false;
};

} // namespace qd::lab
