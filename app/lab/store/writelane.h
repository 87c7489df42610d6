#pragma once

#include "result.h"
#include "store/duckdb.h"
#include "telemetry/item.h"

#include <memory>
#include <span>
#include <vector>

namespace qd::lab {

struct AttributeColumns;
class TableWriter;

/// One connection through which telemetry is written, with an appender for each table. Lanes of one store may write at the
/// same time; each is used by one thread at a time.
class WriteLane
{
public:
    using Batch = std::vector<TelemetryItem>;

    explicit WriteLane(DuckConnection connection);
    ~WriteLane();
    WriteLane(const WriteLane &) = delete;
    WriteLane &operator=(const WriteLane &) = delete;

    [[nodiscard]] DuckConnection &connection() { return m_connection; }
    /// Opens the appenders for tables with these columns, unless they are open. Needed before gather() and store().
    Result<void> prepare(const AttributeColumns &attributes);
    /// Keeps the rows until the next store().
    void gather(std::span<const Batch *const> batches);
    /// The batches, and the rows that waited, in one transaction; after a failure nothing of it is stored and the lane is
    /// to be prepared anew.
    Result<void> store(std::span<const Batch *const> batches);
    /// Closes the appenders; rows that waited are lost.
    void close();
    /// The database has ended itself and answers nothing any more.
    [[nodiscard]] bool isLost();

private:
    Result<void> storeInTransaction(std::span<const Batch *const> batches);

    DuckConnection m_connection;
    std::vector<std::unique_ptr<TableWriter>> m_tables; ///< by ItemKind; empty until prepare()
};

/// The statement that creates the table when it is missing, for each table that takes telemetry.
std::vector<std::string> telemetryTableStatements();

} // namespace qd::lab
