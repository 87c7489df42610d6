#pragma once

#include "clock.h"
#include "result.h"

#include <duckdb.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qd::lab {

class DuckConnection;

/// An embedded DuckDB database. Owns it; connections keep it alive. Opening and connecting are safe from any thread.
class DuckDb
{
public:
    struct Options {
        std::string path;              ///< empty: in memory
        int memoryLimitMiB = 0;        ///< 0: DuckDB's own limit (80 % of the machine)
        int threads = 0;               ///< 0: one per core
        int checkpointMiB = 0;         ///< what may wait for a checkpoint; 0: DuckDB's own 16 MiB
        bool externalAccess = false;   ///< files, network and extensions from SQL; off, so that no query can reach them
    };
    /// Fails with ErrorKind::Internal when the file cannot be opened or an option is refused.
    static Result<DuckDb> open(const Options &options);

    [[nodiscard]] Result<DuckConnection> connect() const;

private:
    std::shared_ptr<struct _duckdb_database> m_database;
};

/// One column of one chunk of a result: read-only access to `rowCount` values. Valid as long as its DuckChunk.
class DuckVector
{
public:
    explicit DuckVector(duckdb_vector vector);

    [[nodiscard]] duckdb_type type() const { return m_type; }
    [[nodiscard]] bool isNull(size_t row) const;
    [[nodiscard]] bool boolean(size_t row) const { return at<bool>(row); }
    /// Any integer type, HUGEINT clamped to 64 bits; also the microseconds of a TIMESTAMP.
    [[nodiscard]] std::int64_t integer(size_t row) const;
    /// FLOAT, DOUBLE and the integer types.
    [[nodiscard]] double real(size_t row) const;
    /// VARCHAR (and JSON): UTF-8, valid as long as the chunk.
    [[nodiscard]] std::string_view text(size_t row) const;
    [[nodiscard]] Instant timestamp(size_t row) const { return Instant(Microseconds(at<std::int64_t>(row))); }
    /// LIST: the range of the row's elements inside child().
    [[nodiscard]] duckdb_list_entry list(size_t row) const { return at<duckdb_list_entry>(row); }
    [[nodiscard]] DuckVector child() const { return DuckVector(duckdb_list_vector_get_child(m_vector)); }

private:
    template<typename T>
    [[nodiscard]] const T &at(size_t row) const { return static_cast<const T *>(m_data)[row]; }

    duckdb_vector m_vector;
    duckdb_type m_type;
    const void *m_data;
    std::uint64_t *m_validity;
};

/// Up to 2048 rows of a result.
class DuckChunk
{
public:
    explicit DuckChunk(duckdb_data_chunk chunk);

    [[nodiscard]] size_t rowCount() const { return duckdb_data_chunk_get_size(m_chunk.get()); }
    [[nodiscard]] size_t columnCount() const { return duckdb_data_chunk_get_column_count(m_chunk.get()); }
    [[nodiscard]] DuckVector column(size_t index) const
    {
        return DuckVector(duckdb_data_chunk_get_vector(m_chunk.get(), index));
    }

private:
    std::shared_ptr<struct _duckdb_data_chunk> m_chunk;
};

/// A materialised result; read once, chunk by chunk. Not shared between threads.
class DuckResult
{
public:
    explicit DuckResult(duckdb_result result);

    [[nodiscard]] size_t columnCount() const { return m_names.size(); }
    [[nodiscard]] const std::string &columnName(size_t index) const { return m_names[index]; }
    [[nodiscard]] duckdb_type columnType(size_t index) const { return m_types[index]; }
    [[nodiscard]] size_t rowCount() const;
    /// The next chunk, or nothing after the last.
    [[nodiscard]] std::optional<DuckChunk> nextChunk();

private:
    std::shared_ptr<duckdb_result> m_result;
    std::vector<std::string> m_names;
    std::vector<duckdb_type> m_types;
};

/// A value bound to a `?` of a statement; monostate is NULL.
using DuckValue = std::variant<std::monostate, bool, std::int64_t, double, std::string, Instant>;

/// A connection: used by one thread at a time, except interrupt(). Movable.
class DuckConnection
{
public:
    DuckConnection(std::shared_ptr<struct _duckdb_database> database, duckdb_connection connection);

    /// Runs one or several statements; the result is the last one's. ErrorKind::Cancelled after interrupt(), otherwise
    /// ErrorKind::Internal with DuckDB's text in `detail`.
    Result<DuckResult> query(const std::string &sql);
    /// Runs one statement with values for its `?` parameters.
    Result<DuckResult> query(const std::string &sql, std::span<const DuckValue> values);
    /// Makes a running query fail soon. Any thread.
    void interrupt() const { duckdb_interrupt(m_connection.get()); }
    [[nodiscard]] duckdb_connection handle() const { return m_connection.get(); }

private:
    std::shared_ptr<struct _duckdb_database> m_database; ///< outlives the connection
    std::shared_ptr<struct _duckdb_connection> m_connection;
};

/// Fast bulk insert into one table: values are put column by column into a row, rows are gathered in chunks of 2048.
/// The connection must outlive it. After an error it takes no more rows: destroy it and open another. Text must be UTF-8.
class DuckAppender
{
public:
    static Result<DuckAppender> open(DuckConnection &connection, const std::string &table);

    /// Values of the current row in the table's column order; too many or too few is an error reported by close().
    DuckAppender &text(std::string_view value);
    DuckAppender &integer(std::int64_t value); ///< INTEGER or BIGINT columns
    DuckAppender &real(double value);
    DuckAppender &boolean(bool value);
    DuckAppender &timestamp(Instant value);
    DuckAppender &null();
    void endRow();
    /// Makes the rows so far visible to queries.
    Result<void> flush();
    /// Flushes and ends; the appender takes no more rows. Called by nobody else: an appender that is only destroyed drops
    /// the rows since the last flush.
    Result<void> close();

private:
    struct State;
    explicit DuckAppender(std::shared_ptr<State> state) : m_state(std::move(state)) {}
    std::shared_ptr<State> m_state;
};

} // namespace qd::lab
