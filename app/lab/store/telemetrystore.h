#pragma once

#include "result.h"
#include "store/attributekeeper.h"
#include "store/duckdb.h"
#include "telemetry/item.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace qd::lab {

class TableWriter;

/// The lab's telemetry: one stored table per kind of item, in memory or in a file. accept() and queries are safe from
/// any thread; a batch becomes visible as a whole or, when it cannot be stored, not at all; later batches are then tried
/// afresh. Nothing is deduplicated, as in Azure.
class TelemetryStore final : public TelemetrySink
{
public:
    /// A database that runs out of disk while it tidies its file must be opened anew; with less than this left, items are
    /// refused before it comes to that.
    static constexpr std::uint64_t defaultReserve = 64U << 20U;

    /// Opens the database and creates the tables that are missing. `path` empty: in memory.
    static Result<std::unique_ptr<TelemetryStore>> open(const std::string &path, std::uint64_t reserveBytes = defaultReserve);
    ~TelemetryStore() override;

    /// Returns when the items are stored: with a file, when its log is on the disk. Callers that come together share one
    /// transaction, so that many senders cost one commit; a batch that spoils the shared one is refused alone.
    Result<void> accept(std::vector<TelemetryItem> items) override;
    /// Until endBulk(), accepted items may stay invisible, and only endBulk() tells whether they were stored: loading a
    /// history this way is several times faster.
    void beginBulk();
    Result<void> endBulk();
    /// How much of `wanted` the store lacks up to `now`: all of it, or in a file that was filled before only the time since
    /// its newest record, in whole hours.
    std::chrono::hours missingHistory(Instant now, std::chrono::hours wanted);

    /// A connection on loan, for one query on the calling thread.
    class Loan
    {
    public:
        Loan(TelemetryStore &store, std::unique_ptr<DuckConnection> connection);
        Loan(Loan &&) = default;
        Loan &operator=(Loan &&) = delete;
        ~Loan();
        DuckConnection *operator->() const { return m_connection.get(); }
        DuckConnection &operator*() const { return *m_connection; }

    private:
        TelemetryStore &m_store;
        std::unique_ptr<DuckConnection> m_connection;
    };
    Result<Loan> lend();
    /// Makes every running query fail soon.
    void interruptAll();

    /// Attributes that a query has read, each once: those that are read often get columns of their own.
    void noteUse(std::span<const StoredAttribute> attributes) { m_attributes.note(attributes); }
    /// The attributes that have columns now; none of them ever goes away.
    [[nodiscard]] std::shared_ptr<const AttributeColumns> attributeColumns() const { return m_attributes.columns(); }

private:
    TelemetryStore(DuckDb database, DuckConnection writer, std::string path, std::uint64_t reserveBytes);
    Result<void> makeReady();
    Result<void> reopen();
    [[nodiscard]] Result<void> checkRoom() const;
    Result<void> createTables();
    void adoptAttributes();
    Result<void> addAttribute(const StoredAttribute &attribute);
    Result<void> openWriters();
    void giveBack(std::unique_ptr<DuckConnection> connection);
    using Batch = std::vector<TelemetryItem>;
    /// A batch whose sender waits.
    struct Waiting {
        Batch items;
        std::optional<Result<void>> outcome;
    };
    void writeAll(const std::vector<Waiting *> &batches, std::vector<Result<void>> &outcomes);
    void write(const Batch &items);
    Result<void> store(std::span<Waiting *const> batches);
    Result<void> storeInTransaction(std::span<Waiting *const> batches);

    const std::string m_path;
    const std::uint64_t m_reserveBytes;
    std::atomic<bool> m_isLost = false; ///< the database ended itself and waits to be opened anew
    DuckDb m_database;
    std::mutex m_writeMutex;
    DuckConnection m_writer;
    std::vector<std::unique_ptr<TableWriter>> m_tables; ///< by ItemKind; empty after a failure, until the next items
    bool m_bulk = false;

    std::mutex m_queueMutex;
    std::condition_variable m_written;
    std::vector<Waiting *> m_waiting;
    bool m_isWriting = false; ///< one of the senders is writing what had been waiting

    std::mutex m_poolMutex;
    std::vector<std::unique_ptr<DuckConnection>> m_idle;
    std::set<DuckConnection *> m_lent;

    AttributeKeeper m_attributes{[this](const StoredAttribute &attribute) { return addAttribute(attribute); }}; ///< ends first
};

} // namespace qd::lab
