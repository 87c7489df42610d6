#include "store/retention.h"

#include "log.h"
#include "store/telemetrystore.h"

#include <algorithm>
#include <array>
#include <utility>

namespace qd::lab {

namespace {

constexpr auto retentionPeriod = std::chrono::minutes(1);
constexpr auto sliceLength = std::chrono::hours(1);
constexpr std::array<const char *, 7> keptTables{"requests", "dependencies", "traces", "exceptions", "customEvents", "customMetrics", "availabilityResults"};

/// The first column of the first row, or nothing for NULL and failures.
template<typename Read>
auto firstValue(DuckConnection &connection, const std::string &sql, Read read) -> std::optional<decltype(read(std::declval<DuckVector>()))>
{
    Result<DuckResult> result = connection.query(sql);
    const std::optional<DuckChunk> chunk = result ? result->nextChunk() : std::nullopt;
    if (!chunk || chunk->rowCount() == 0 || chunk->column(0).isNull(0))
        return std::nullopt;
    return read(chunk->column(0));
}

std::optional<Instant> timeOf(DuckConnection &connection, const std::string &sql)
{
    return firstValue(connection, sql, [](const DuckVector &column) { return column.timestamp(0); });
}

double numberOf(DuckConnection &connection, const std::string &sql)
{
    return firstValue(connection, sql, [](const DuckVector &column) { return column.real(0); }).value_or(0);
}

/// About what the table's records weigh: their number times the mean of the newest ones.
double weightOf(DuckConnection &connection, const std::string &table)
{
    constexpr const char *sample = " (SELECT * FROM \"%\" WHERE rowid >= (SELECT max(rowid) - 2000 FROM \"%\")) AS t";
    std::string from = sample;
    for (size_t at = from.find('%'); at != std::string::npos; at = from.find('%', at + table.size()))
        from.replace(at, 1, table);
    const double rows = numberOf(connection, "SELECT count(*)::DOUBLE FROM \"" + table + "\"");
    return rows == 0 ? 0 : rows * numberOf(connection, "SELECT avg(strlen(t::VARCHAR))::DOUBLE FROM" + from);
}

std::string allTimes()
{
    std::string sql;
    for (const char *table : keptTables)
        sql += (sql.empty() ? "SELECT \"timestamp\" FROM \"" : " UNION ALL SELECT \"timestamp\" FROM \"") + std::string(table) + "\"";
    return sql;
}

} // namespace

Retention::Retention(TelemetryStore &store, const Clock &clock, RetentionLimits limits) : m_store(store), m_clock(clock), m_limits(limits) {}

Retention::~Retention() { stop(); }

/// The time before which everything goes: by age, or so much earlier or later that the rest weighs what it may.
std::optional<Instant> Retention::cutOf(DuckConnection &connection, Instant now) const
{
    std::optional<Instant> cut;
    if (m_limits.age)
        cut = now - *m_limits.age;
    double weight = 0;
    for (const char *table : keptTables)
        weight += m_limits.bytes ? weightOf(connection, table) : 0;
    const double allowed = static_cast<double>(m_limits.bytes.value_or(0));
    if (!m_limits.bytes || weight <= allowed)
        return cut;
    const std::string share = std::to_string(std::clamp(1 - allowed / weight, 0.0, 1.0));
    const std::optional<Instant> byWeight = timeOf(connection, "SELECT quantile_disc(\"timestamp\", " + share + ") FROM (" + allTimes() + ")");
    return byWeight && cut ? std::max(*byWeight, *cut) : byWeight ? byWeight : cut;
}

Result<std::uint64_t> Retention::deleteBefore(DuckConnection &connection, const std::string &table, Instant cut)
{
    std::uint64_t deleted = 0;
    for (;;) {
        const std::optional<Instant> oldest = timeOf(connection, "SELECT min(\"timestamp\") FROM \"" + table + "\"");
        if (!oldest || *oldest >= cut)
            return deleted;
        {
            const std::lock_guard lock(m_mutex);
            if (m_isStopping)
                return deleted;
        }
        const std::array<DuckValue, 1> end{std::min(cut, *oldest + sliceLength)};
        Result<DuckResult> gone = connection.query("DELETE FROM \"" + table + "\" WHERE \"timestamp\" < ?", end);
        if (!gone)
            return gone.error();
        const std::optional<DuckChunk> count = gone->nextChunk();
        const std::int64_t rows = count ? count->column(0).integer(0) : 0;
        if (rows == 0)
            return deleted;
        deleted += static_cast<std::uint64_t>(rows);
    }
}

Result<std::uint64_t> Retention::apply(Instant now)
{
    Result<TelemetryStore::Loan> loan = m_store.lend();
    if (!loan)
        return loan.error();
    std::uint64_t deleted = 0;
    const std::optional<Instant> cut = cutOf(**loan, now);
    for (const char *table : keptTables) {
        if (!cut)
            break;
        const Result<std::uint64_t> gone = deleteBefore(**loan, table, *cut);
        if (!gone)
            return gone.error();
        deleted += *gone;
    }
    return deleted;
}

void Retention::start()
{
    if (!m_thread.joinable() && (m_limits.age || m_limits.bytes))
        m_thread = std::thread([this] { work(); });
}

void Retention::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void Retention::work()
{
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        lock.unlock();
        const Result<std::uint64_t> deleted = apply(m_clock.now());
        if (!deleted) // another writer was faster; the next minute is soon enough
            log::info(log::lab, QStringLiteral("old telemetry not deleted yet: %1 %2").arg(deleted.error().message, deleted.error().detail));
        else if (*deleted > 0)
            log::info(log::lab, QStringLiteral("old telemetry deleted: %1 records").arg(*deleted));
        lock.lock();
        m_wake.wait_for(lock, retentionPeriod, [this] { return m_isStopping; });
    }
}

} // namespace qd::lab
