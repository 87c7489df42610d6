#include "store/telemetrystore.h"

#include "kql/schema.h"
#include "store/tablewriter.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
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

TelemetryStore::TelemetryStore(DuckDb database, DuckConnection writer, std::string path, std::uint64_t reserveBytes)
    : m_path(std::move(path)), m_reserveBytes(reserveBytes), m_database(std::move(database)), m_writer(std::move(writer))
{
}

TelemetryStore::~TelemetryStore() = default;

Result<std::unique_ptr<TelemetryStore>> TelemetryStore::open(const std::string &path, std::uint64_t reserveBytes)
{
    Result<DuckDb> database = DuckDb::open({.path = path});
    if (!database)
        return database.error();
    Result<DuckConnection> writer = database->connect();
    if (!writer)
        return writer.error();
    std::unique_ptr<TelemetryStore> store(new TelemetryStore(*database, *writer, path, reserveBytes));
    if (const Result<void> created = store->createTables(); !created)
        return created.error();
    return store;
}

Result<void> TelemetryStore::createTables()
{
    for (const StoredTable &table : storedTables())
        if (std::ranges::find(tableOfKind, table.name) != tableOfKind.end())
            if (const Result<DuckResult> created = m_writer.query(createStatement(table)); !created)
                return created.error();
    adoptAttributes();
    return openWriters();
}

/// A file may have attribute columns from an earlier run.
void TelemetryStore::adoptAttributes()
{
    Result<DuckResult> columns = m_writer.query("SELECT table_name, column_name[18:] FROM information_schema.columns WHERE "
                                                "starts_with(column_name, 'customDimensions.') ORDER BY table_name, ordinal_position");
    while (const auto chunk = columns ? columns->nextChunk() : std::nullopt)
        for (size_t row = 0; row < chunk->rowCount(); ++row) {
            const std::string table(chunk->column(0).text(row)), key(chunk->column(1).text(row));
            m_attributes.adopt({QString::fromStdString(table), QString::fromStdString(key)});
        }
}

/// The writers are opened anew with the next items, since each knows the columns of its table.
Result<void> TelemetryStore::addAttribute(const StoredAttribute &attribute)
{
    const std::lock_guard lock(m_writeMutex);
    if (m_isLost)
        return Error{.kind = ErrorKind::Internal, .message = QStringLiteral("The database has ended itself.")};
    if (m_bulk)
        return Error{.kind = ErrorKind::Conflict, .message = QStringLiteral("A history is being loaded.")};
    m_tables.clear();
    const Result<DuckResult> made = m_writer.query("BEGIN TRANSACTION; " + attributeStatements(attribute) + "; COMMIT");
    if (made)
        return {};
    (void)m_writer.query("ROLLBACK");
    return made.error();
}

Result<void> TelemetryStore::openWriters()
{
    const std::vector<StoredTable> tables = storedTables();
    std::vector<std::unique_ptr<TableWriter>> writers;
    for (const std::string_view wanted : tableOfKind) {
        const auto table = std::ranges::find(tables, wanted, &StoredTable::name);
        if (table == tables.end())
            return Error{.message = QStringLiteral("The schema lacks a table.")};
        const QStringList attributes = m_attributes.columns()->keys.value(QString::fromStdString(table->name));
        Result<TableWriter> writer = TableWriter::open(m_writer, table->name, columnNames(*table), attributes);
        if (!writer)
            return writer.error();
        writers.push_back(std::make_unique<TableWriter>(*std::move(writer)));
    }
    m_tables = std::move(writers);
    return {};
}

Result<void> TelemetryStore::accept(std::vector<TelemetryItem> items)
{
    Waiting mine{.items = std::move(items), .outcome = {}};
    std::unique_lock lock(m_queueMutex);
    m_waiting.push_back(&mine);
    m_written.wait(lock, [&] { return mine.outcome || !m_isWriting; });
    if (mine.outcome)
        return *mine.outcome;
    m_isWriting = true;
    const std::vector<Waiting *> batches = std::exchange(m_waiting, {});
    std::vector<Result<void>> outcomes(batches.size());
    lock.unlock();
    writeAll(batches, outcomes);
    lock.lock();
    for (size_t i = 0; i < batches.size(); ++i)
        batches[i]->outcome = outcomes[i];
    m_isWriting = false;
    m_written.notify_all();
    return *mine.outcome;
}

/// One transaction for all; when that fails, one for each, so that nobody pays for another's batch.
void TelemetryStore::writeAll(const std::vector<Waiting *> &batches, std::vector<Result<void>> &outcomes)
{
    const std::lock_guard lock(m_writeMutex);
    if (const Result<void> ready = makeReady(); !ready)
        return void(std::ranges::fill(outcomes, ready));
    if (m_bulk && !m_tables.empty()) {
        for (const Waiting *batch : batches)
            write(batch->items);
        return;
    }
    const Result<void> together = store(batches);
    if (together)
        return;
    for (size_t i = 0; i < batches.size(); ++i)
        outcomes[i] = batches.size() == 1 ? together : store(std::span(batches).subspan(i, 1));
}

void TelemetryStore::beginBulk()
{
    const std::lock_guard lock(m_writeMutex);
    m_bulk = true;
}

Result<void> TelemetryStore::endBulk()
{
    const std::lock_guard lock(m_writeMutex);
    m_bulk = false;
    return store({});
}

void TelemetryStore::write(const Batch &items)
{
    for (const TelemetryItem &item : items)
        m_tables[static_cast<size_t>(item.kind)]->write(item);
}

/// A writer that failed stays failed, and the others may hold rows of the lost batches: all are given up.
Result<void> TelemetryStore::store(std::span<Waiting *const> batches)
{
    if (m_tables.empty())
        if (Result<void> opened = openWriters(); !opened)
            return opened;
    Result<void> stored = storeInTransaction(batches);
    if (!stored) {
        m_tables.clear();
        (void)m_writer.query("ROLLBACK"); // refused when the failure has already ended the transaction
        m_isLost = !m_writer.query("SELECT 1");
    }
    return stored;
}

/// One transaction over all tables, so that a query sees a task's request and its spans or neither. Begun before the
/// first row, because a writer hands over its rows early when there are very many.
Result<void> TelemetryStore::storeInTransaction(std::span<Waiting *const> batches)
{
    if (const Result<DuckResult> begun = m_writer.query("BEGIN TRANSACTION"); !begun)
        return begun.error();
    for (const Waiting *batch : batches)
        write(batch->items);
    for (const std::unique_ptr<TableWriter> &table : m_tables)
        if (Result<void> flushed = table->flush(); !flushed)
            return flushed;
    const Result<DuckResult> committed = m_writer.query("COMMIT");
    return committed ? Result<void>() : Result<void>(committed.error());
}

Result<void> TelemetryStore::makeReady()
{
    if (m_isLost)
        if (Result<void> reopened = reopen(); !reopened)
            return reopened;
    return checkRoom();
}

Result<void> TelemetryStore::checkRoom() const
{
    if (m_path.empty())
        return {};
    std::error_code unknown;
    const std::filesystem::space_info room = std::filesystem::space(std::filesystem::absolute(m_path).parent_path(), unknown);
    if (unknown || room.available >= m_reserveBytes)
        return {};
    return Error{.kind = ErrorKind::Internal, .message = QStringLiteral("The disk that keeps the telemetry is almost full.")};
}

/// What was stored is in the file. A database in memory has nothing to go back to.
Result<void> TelemetryStore::reopen()
{
    const std::lock_guard lock(m_poolMutex);
    if (m_path.empty() || !m_lent.empty())
        return Error{.kind = ErrorKind::Internal, .message = QStringLiteral("The database has ended itself and cannot be opened anew yet.")};
    m_idle.clear();
    m_tables.clear();
    m_writer = DuckConnection({}, nullptr);
    m_database = DuckDb();
    Result<DuckDb> database = DuckDb::open({.path = m_path});
    if (!database)
        return database.error();
    Result<DuckConnection> writer = database->connect();
    if (!writer)
        return writer.error();
    m_database = *database;
    m_writer = *writer;
    m_isLost = false;
    return {};
}

std::chrono::hours TelemetryStore::missingHistory(Instant now, std::chrono::hours wanted)
{
    const std::lock_guard lock(m_writeMutex);
    Result<DuckResult> newest = m_writer.query("SELECT max(\"timestamp\") FROM \"requests\"");
    const std::optional<DuckChunk> chunk = newest ? newest->nextChunk() : std::nullopt;
    if (!chunk || chunk->column(0).isNull(0))
        return wanted;
    const auto gap = std::chrono::floor<std::chrono::hours>(now - chunk->column(0).timestamp(0));
    return std::clamp(gap, std::chrono::hours(0), wanted);
}

Result<TelemetryStore::Loan> TelemetryStore::lend()
{
    if (m_isLost) {
        const std::lock_guard write(m_writeMutex);
        if (const Result<void> reopened = m_isLost ? reopen() : Result<void>(); !reopened)
            return reopened.error();
    }
    const std::lock_guard lock(m_poolMutex);
    if (m_idle.empty()) {
        Result<DuckConnection> connection = m_database.connect();
        if (!connection)
            return connection.error();
        m_idle.push_back(std::make_unique<DuckConnection>(*std::move(connection)));
    }
    std::unique_ptr<DuckConnection> connection = std::move(m_idle.back());
    m_idle.pop_back();
    m_lent.insert(connection.get());
    return Loan(*this, std::move(connection));
}

void TelemetryStore::giveBack(std::unique_ptr<DuckConnection> connection)
{
    const std::lock_guard lock(m_poolMutex);
    m_lent.erase(connection.get());
    if (!m_isLost)
        m_idle.push_back(std::move(connection));
}

void TelemetryStore::interruptAll()
{
    const std::lock_guard lock(m_poolMutex);
    for (const DuckConnection *connection : m_lent)
        connection->interrupt();
}

TelemetryStore::Loan::Loan(TelemetryStore &store, std::unique_ptr<DuckConnection> connection)
    : m_store(store), m_connection(std::move(connection))
{
}

TelemetryStore::Loan::~Loan()
{
    if (m_connection)
        m_store.giveBack(std::move(m_connection));
}

} // namespace qd::lab
