#pragma once

#include "clock.h"
#include "store/duckdb.h"

#include <cstdint>
#include <optional>

namespace qd::lab {

/// What a statement cost, as the database counted it.
struct QueryCost {
    Microseconds cpu{0};            ///< of all its threads
    std::int64_t rowsScanned = 0;   ///< read from tables; rows of blocks that a range skips are not
    std::int64_t peakMemoryBytes = 0; ///< of the database while it ran
};

/// Makes the connection's statements count what they cost while the object lives. The connection must outlive it.
class QueryProfile
{
public:
    explicit QueryProfile(DuckConnection &connection);
    QueryProfile(const QueryProfile &) = delete;
    QueryProfile &operator=(const QueryProfile &) = delete;
    ~QueryProfile();

    /// Of the statement that ran last; nothing when the database did not count.
    [[nodiscard]] std::optional<QueryCost> cost() const;

private:
    DuckConnection &m_connection;
};

} // namespace qd::lab
