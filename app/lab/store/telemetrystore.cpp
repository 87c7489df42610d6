#include "store/telemetrystore.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

namespace qd::lab {

namespace {

constexpr size_t mostLanes = 4;
/// A checkpoint compresses what has come since the last one, and the newest rows of each table again: with DuckDB's own
/// 16 MiB it took a fifth of the time that telemetry took. Two seconds read a log of this length back.
constexpr int checkpointMiB = 128;

size_t laneCount() { return std::clamp<size_t>(std::thread::hardware_concurrency(), 1, mostLanes); }

Error lostError()
{
    return Error{.kind = ErrorKind::Internal, .message = QStringLiteral("The database has ended itself and cannot be opened anew yet.")};
}

} // namespace

TelemetryStore::TelemetryStore(std::string path, std::uint64_t reserveBytes) : m_path(std::move(path)), m_reserveBytes(reserveBytes) {}

TelemetryStore::~TelemetryStore() = default;

Result<std::unique_ptr<TelemetryStore>> TelemetryStore::open(const std::string &path, std::uint64_t reserveBytes)
{
    std::unique_ptr<TelemetryStore> store(new TelemetryStore(path, reserveBytes));
    if (const Result<void> opened = store->openDatabase(); !opened)
        return opened.error();
    if (const Result<void> created = store->createTables(); !created)
        return created.error();
    return store;
}

Result<void> TelemetryStore::openDatabase()
{
    Result<DuckDb> database = DuckDb::open({.path = m_path, .checkpointMiB = checkpointMiB});
    if (!database)
        return database.error();
    std::vector<std::unique_ptr<WriteLane>> lanes;
    while (lanes.size() < laneCount()) {
        Result<DuckConnection> connection = database->connect();
        if (!connection)
            return connection.error();
        lanes.push_back(std::make_unique<WriteLane>(*std::move(connection)));
    }
    m_database = *database;
    m_lanes = std::move(lanes);
    m_freeLanes.clear();
    for (const std::unique_ptr<WriteLane> &lane : m_lanes)
        m_freeLanes.push_back(lane.get());
    return {};
}

Result<void> TelemetryStore::createTables()
{
    for (const std::string &statement : telemetryTableStatements())
        if (const Result<DuckResult> created = m_lanes.front()->connection().query(statement); !created)
            return created.error();
    adoptAttributes();
    return m_lanes.front()->prepare(*m_attributes.columns());
}

/// A file may have attribute columns from an earlier run.
void TelemetryStore::adoptAttributes()
{
    Result<DuckResult> columns = m_lanes.front()->connection().query("SELECT table_name, column_name[18:] FROM information_schema.columns WHERE "
                                                "starts_with(column_name, 'customDimensions.') ORDER BY table_name, ordinal_position");
    while (const auto chunk = columns ? columns->nextChunk() : std::nullopt)
        for (size_t row = 0; row < chunk->rowCount(); ++row) {
            const std::string table(chunk->column(0).text(row)), key(chunk->column(1).text(row));
            m_attributes.adopt({QString::fromStdString(table), QString::fromStdString(key)});
        }
}

/// The appenders are opened anew with the next items, since each knows the columns of its table.
Result<void> TelemetryStore::addAttribute(const StoredAttribute &attribute)
{
    const std::unique_lock<std::mutex> alone = allLanes();
    if (m_isLost)
        return Error{.kind = ErrorKind::Internal, .message = QStringLiteral("The database has ended itself.")};
    if (m_bulk)
        return Error{.kind = ErrorKind::Conflict, .message = QStringLiteral("A history is being loaded.")};
    for (const std::unique_ptr<WriteLane> &lane : m_lanes)
        lane->close();
    DuckConnection &connection = m_lanes.front()->connection();
    const Result<DuckResult> made = connection.query("BEGIN TRANSACTION; " + attributeStatements(attribute) + "; COMMIT");
    if (made) {
        m_attributes.adopt(attribute);
        return {};
    }
    (void)connection.query("ROLLBACK");
    return made.error();
}

/// Nobody writes, and nobody begins to, while the lock is held.
std::unique_lock<std::mutex> TelemetryStore::allLanes()
{
    std::unique_lock lock(m_queueMutex);
    ++m_wantAllLanes;
    m_changed.wait(lock, [this] { return m_freeLanes.size() == m_lanes.size(); });
    --m_wantAllLanes;
    m_changed.notify_all();
    return lock;
}

/// A history goes through one lane, so that its rows are stored in their order.
bool TelemetryStore::mayWrite(const Waiting &batch) const
{
    const size_t needed = m_bulk ? m_lanes.size() : 1;
    return !batch.isTaken && m_wantAllLanes == 0 && (m_lanes.empty() || m_freeLanes.size() >= needed);
}

Result<void> TelemetryStore::accept(std::vector<TelemetryItem> items)
{
    if (const Result<void> ready = reopenIfLost(); !ready)
        return ready;
    Waiting mine{.items = std::move(items), .outcome = {}};
    std::unique_lock lock(m_queueMutex);
    m_waiting.push_back(&mine);
    m_changed.wait(lock, [&] { return mine.outcome || mayWrite(mine); });
    if (!mine.outcome)
        writeWaiting(lock);
    return *mine.outcome;
}

/// What waits, written by the calling thread, which gives up the lock for that time.
void TelemetryStore::writeWaiting(std::unique_lock<std::mutex> &lock)
{
    const std::vector<Waiting *> waiting = std::exchange(m_waiting, {});
    for (Waiting *batch : waiting)
        batch->isTaken = true;
    const Result<void> together = writeInLane(lock, waiting);
    if (!together && (waiting.size() > 1 || m_lanes.size() > 1))
        writeAlone(lock, waiting);
    else
        for (Waiting *batch : waiting)
            batch->outcome = together;
    m_changed.notify_all();
}

Result<void> TelemetryStore::writeInLane(std::unique_lock<std::mutex> &lock, const std::vector<Waiting *> &waiting)
{
    if (m_lanes.empty())
        return lostError();
    WriteLane *const lane = m_bulk ? m_lanes.front().get() : m_freeLanes.back();
    std::erase(m_freeLanes, lane);
    lock.unlock();
    std::vector<const Batch *> batches;
    for (const Waiting *one : waiting)
        batches.push_back(&one->items);
    const Result<void> stored = store(*lane, batches);
    lock.lock();
    m_freeLanes.push_back(lane);
    m_changed.notify_all();
    return stored;
}

/// One transaction for each, and nobody beside it, so that nobody pays for another's batch.
void TelemetryStore::writeAlone(std::unique_lock<std::mutex> &lock, const std::vector<Waiting *> &waiting)
{
    lock.unlock();
    lock = allLanes();
    for (Waiting *one : waiting) {
        const Batch *batch = &one->items;
        one->outcome = m_lanes.empty() ? Result<void>(lostError()) : store(*m_lanes.front(), std::span(&batch, 1));
    }
}

/// While a history is loaded, the rows only wait.
Result<void> TelemetryStore::store(WriteLane &lane, std::span<const Batch *const> batches)
{
    if (Result<void> room = checkRoom(); !room)
        return room;
    if (Result<void> prepared = lane.prepare(*m_attributes.columns()); !prepared)
        return prepared;
    if (m_bulk) {
        lane.gather(batches);
        return {};
    }
    Result<void> stored = lane.store(batches);
    if (!stored && lane.isLost())
        m_isLost = true;
    return stored;
}

void TelemetryStore::beginBulk()
{
    const std::unique_lock<std::mutex> alone = allLanes();
    m_bulk = true;
}

Result<void> TelemetryStore::endBulk()
{
    const std::unique_lock<std::mutex> alone = allLanes();
    m_bulk = false;
    return m_lanes.empty() ? Result<void>(lostError()) : store(*m_lanes.front(), {});
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

Result<void> TelemetryStore::reopenIfLost()
{
    if (!m_isLost)
        return {};
    const std::unique_lock<std::mutex> alone = allLanes();
    return m_isLost ? reopen() : Result<void>();
}

/// What was stored is in the file. A database in memory has nothing to go back to.
Result<void> TelemetryStore::reopen()
{
    const std::lock_guard lock(m_poolMutex);
    if (m_path.empty() || !m_lent.empty())
        return lostError();
    m_idle.clear();
    m_freeLanes.clear();
    m_lanes.clear();
    m_database = DuckDb();
    const Result<void> opened = openDatabase();
    if (opened)
        m_isLost = false;
    return opened;
}

std::chrono::hours TelemetryStore::missingHistory(Instant now, std::chrono::hours wanted)
{
    Result<Loan> connection = lend();
    Result<DuckResult> newest = connection ? (*connection)->query("SELECT max(\"timestamp\") FROM \"requests\"") : Result<DuckResult>(connection.error());
    const std::optional<DuckChunk> chunk = newest ? newest->nextChunk() : std::nullopt;
    if (!chunk || chunk->column(0).isNull(0))
        return wanted;
    const auto gap = std::chrono::floor<std::chrono::hours>(now - chunk->column(0).timestamp(0));
    return std::clamp(gap, std::chrono::hours(0), wanted);
}

Result<TelemetryStore::Loan> TelemetryStore::lend()
{
    if (const Result<void> ready = reopenIfLost(); !ready)
        return ready.error();
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
