#include "kql/runkql.h"

#include <algorithm>

namespace qd::lab {

namespace {

Cell resultCell(const DuckVector &vector, size_t row, ColumnType type)
{
    if (vector.isNull(row))
        return type == ColumnType::String ? Cell(QString()) : Cell();
    switch (type) {
    case ColumnType::Bool: return vector.boolean(row);
    case ColumnType::DateTime: return vector.timestamp(row);
    case ColumnType::Int:
    case ColumnType::Long: return qint64{vector.integer(row)};
    case ColumnType::Real: return vector.real(row);
    case ColumnType::TimeSpan: return Microseconds(vector.integer(row));
    case ColumnType::Decimal:
    case ColumnType::Dynamic:
    case ColumnType::Guid:
    case ColumnType::String: break;
    }
    const std::string_view text = vector.text(row);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

void appendChunk(const DuckChunk &chunk, size_t rows, Table *table)
{
    for (size_t c = 0; c < table->columns.size(); ++c) {
        const DuckVector vector = chunk.column(c);
        Column &column = table->columns[c];
        for (size_t row = 0; row < rows; ++row)
            column.cells.push_back(resultCell(vector, row, column.type));
    }
}

} // namespace

KqlProbe probeOf(DuckConnection &connection)
{
    return [&connection](const QString &sql) -> Result<std::vector<QStringList>> {
        Result<DuckResult> result = connection.query(sql.toStdString());
        if (!result)
            return result.error();
        std::vector<QStringList> rows;
        while (const auto chunk = result->nextChunk()) {
            for (size_t row = 0; row < chunk->rowCount(); ++row) {
                QStringList cells;
                for (size_t column = 0; column < chunk->columnCount(); ++column) {
                    const DuckVector vector = chunk->column(column);
                    const std::string_view text = vector.isNull(row) ? std::string_view() : vector.text(row);
                    cells += QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
                }
                rows.push_back(cells);
            }
        }
        return rows;
    };
}

Result<QueryRows> runKql(DuckConnection &connection, const CompiledQuery &query, size_t maximumRows)
{
    if (query.maximumRows)
        maximumRows = std::min(maximumRows, static_cast<size_t>(*query.maximumRows));
    Result<DuckResult> result = connection.query(query.sql.toStdString());
    if (!result)
        return result.error();
    QueryRows rows;
    rows.table.name = query.tableName;
    for (const CompiledQuery::OutputColumn &column : query.columns)
        rows.table.columns.push_back(Column{column.name, column.type, {}});
    size_t kept = 0;
    while (const auto chunk = result->nextChunk()) {
        const size_t taken = std::min(chunk->rowCount(), maximumRows - kept);
        appendChunk(*chunk, taken, &rows.table);
        kept += taken;
        rows.truncated = rows.truncated || taken < chunk->rowCount();
    }
    return rows;
}

} // namespace qd::lab
