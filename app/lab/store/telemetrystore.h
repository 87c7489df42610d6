#pragma once

#include "result.h"
#include "store/attributekeeper.h"
#include "store/duckdb.h"
#include "store/writelane.h"
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

    /// Returns when the items are stored: with a file, when its log is on the disk. As many callers as there are processors write side by
    /// side; the others share transactions, so that many senders cost few commits. A batch that spoils a shared one, or takes
    /// the memory that one beside it needs, is refused alone.
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
    using Batch = WriteLane::Batch;
    /// A batch whose sender waits.
    struct Waiting {
        Batch items;
        bool isTaken = false; ///< some sender writes it
        std::optional<Result<void>> outcome;
    };

    TelemetryStore(std::string path, std::uint64_t reserveBytes);
    Result<void> openDatabase();
    Result<void> createTables();
    Result<void> reopen();
    Result<void> reopenIfLost();
    [[nodiscard]] Result<void> checkRoom() const;
    void adoptAttributes();
    Result<void> addAttribute(const StoredAttribute &attribute);
    void giveBack(std::unique_ptr<DuckConnection> connection);
    [[nodiscard]] bool mayWrite(const Waiting &batch) const;
    std::unique_lock<std::mutex> allLanes();
    void writeWaiting(std::unique_lock<std::mutex> &lock);
    Result<void> writeInLane(std::unique_lock<std::mutex> &lock, const std::vector<Waiting *> &waiting);
    void writeAlone(std::unique_lock<std::mutex> &lock, const std::vector<Waiting *> &waiting);
    Result<void> store(WriteLane &lane, std::span<const Batch *const> batches);

    const std::string m_path;
    const std::uint64_t m_reserveBytes;
    std::atomic<bool> m_isLost = false; ///< the database ended itself and waits to be opened anew
    DuckDb m_database;

    std::mutex m_queueMutex;
    std::condition_variable m_changed;
    std::vector<std::unique_ptr<WriteLane>> m_lanes;
    std::vector<WriteLane *> m_freeLanes;
    std::vector<Waiting *> m_waiting;
    int m_wantAllLanes = 0; ///< how many wait until nobody writes
    bool m_bulk = false;

    std::mutex m_poolMutex;
    std::vector<std::unique_ptr<DuckConnection>> m_idle;
    std::set<DuckConnection *> m_lent;

    AttributeKeeper m_attributes{[this](const StoredAttribute &attribute) { return addAttribute(attribute); }}; ///< ends first
};

} // namespace qd::lab
