#include "store/duckdb.h"

#include "kql/enginefunctions.h"

#include <algorithm>
#include <limits>

namespace qd::lab {

namespace {

Error duckError(const QString &message, const char *detail)
{
    return Error{.kind = ErrorKind::Internal, .message = message, .detail = QString::fromUtf8(detail)};
}

/// What the values of a statement that was sound can do to it while it runs, in words for the one who wrote it; null for
/// any other failure.
const char *valueProblem(duckdb_error_type type)
{
    switch (type) { // NOLINT: the others are not the values' fault
    case DUCKDB_ERROR_OUT_OF_RANGE: return "A number left the range of its type while the query ran.";
    case DUCKDB_ERROR_CONVERSION: return "A value could not be converted while the query ran.";
    case DUCKDB_ERROR_INVALID_INPUT: return "A function or a regular expression refused its argument while the query ran.";
    case DUCKDB_ERROR_OUT_OF_MEMORY: return "The query needs more memory than this engine gives it.";
    default: return nullptr;
    }
}

Error duckQueryError(duckdb_result &result)
{
    const duckdb_error_type type = duckdb_result_error_type(&result);
    Error error = duckError(QStringLiteral("The database refused the statement."), duckdb_result_error(&result));
    if (const char *problem = valueProblem(type)) {
        error.kind = ErrorKind::Query;
        error.vendorCode = QStringLiteral("E_QUERY_RUNTIME");
        error.message = QString::fromLatin1(problem);
    } else if (type == DUCKDB_ERROR_INTERRUPT) {
        error = Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("The query was interrupted.")};
    }
    duckdb_destroy_result(&result);
    return error;
}

struct DuckConfig {
    duckdb_config handle = nullptr;
    bool ok = true;

    DuckConfig() { ok = duckdb_create_config(&handle) == DuckDBSuccess; }
    ~DuckConfig() { duckdb_destroy_config(&handle); }
    Q_DISABLE_COPY_MOVE(DuckConfig)
    void set(const char *name, const std::string &value)
    {
        ok = ok && duckdb_set_config(handle, name, value.c_str()) == DuckDBSuccess;
    }
};

struct DuckStatement {
    duckdb_prepared_statement handle = nullptr;

    DuckStatement() = default;
    ~DuckStatement() { duckdb_destroy_prepare(&handle); }
    Q_DISABLE_COPY_MOVE(DuckStatement)
};

struct DuckBinder {
    duckdb_prepared_statement statement;
    idx_t index;

    duckdb_state operator()(std::monostate) const { return duckdb_bind_null(statement, index); }
    duckdb_state operator()(bool value) const { return duckdb_bind_boolean(statement, index, value); }
    duckdb_state operator()(std::int64_t value) const { return duckdb_bind_int64(statement, index, value); }
    duckdb_state operator()(double value) const { return duckdb_bind_double(statement, index, value); }
    duckdb_state operator()(const std::string &value) const
    {
        return duckdb_bind_varchar_length(statement, index, value.data(), value.size());
    }
    duckdb_state operator()(Instant value) const
    {
        return duckdb_bind_timestamp(statement, index, duckdb_timestamp{value.time_since_epoch().count()});
    }
};

std::int64_t clampHuge(const duckdb_hugeint &value)
{
    if (value.upper > 0 || (value.upper == 0 && value.lower > static_cast<std::uint64_t>(INT64_MAX)))
        return std::numeric_limits<std::int64_t>::max();
    if (value.upper < -1 || (value.upper == -1 && value.lower < (std::uint64_t{1} << 63)))
        return std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(value.lower);
}

} // namespace

Result<DuckDb> DuckDb::open(const Options &options)
{
    DuckConfig config;
    if (options.memoryLimitMiB > 0)
        config.set("memory_limit", std::to_string(options.memoryLimitMiB) + "MiB");
    if (options.threads > 0)
        config.set("threads", std::to_string(options.threads));
    if (options.checkpointMiB > 0)
        config.set("checkpoint_threshold", std::to_string(options.checkpointMiB) + "MiB");
    config.set("enable_external_access", options.externalAccess ? "true" : "false");
    config.set("autoload_known_extensions", "false");
    config.set("autoinstall_known_extensions", "false");
    if (!config.ok)
        return duckError(QStringLiteral("A database option was refused."), "duckdb_set_config");
    duckdb_database database = nullptr;
    char *text = nullptr;
    const char *path = options.path.empty() ? nullptr : options.path.c_str();
    const bool opened = duckdb_open_ext(path, &database, config.handle, &text) == DuckDBSuccess;
    const std::shared_ptr<char> freed(text, duckdb_free);
    if (!opened)
        return duckError(QStringLiteral("The database cannot be opened."), text);
    DuckDb made;
    made.m_database = std::shared_ptr<struct _duckdb_database>(database, [](duckdb_database handle) { duckdb_close(&handle); });
    const Result<DuckConnection> connection = made.connect();
    if (!connection || !registerEngineFunctions(connection->handle()))
        return duckError(QStringLiteral("The functions of KQL cannot be made known to the database."), "duckdb_register_scalar_function");
    return made;
}

Result<DuckConnection> DuckDb::connect() const
{
    duckdb_connection connection = nullptr;
    if (duckdb_connect(m_database.get(), &connection) != DuckDBSuccess)
        return duckError(QStringLiteral("The database takes no further connection."), "duckdb_connect");
    return DuckConnection(m_database, connection);
}

DuckVector::DuckVector(duckdb_vector vector) : m_vector(vector), m_type(DUCKDB_TYPE_INVALID)
{
    duckdb_logical_type logical = duckdb_vector_get_column_type(vector);
    m_type = duckdb_get_type_id(logical);
    duckdb_destroy_logical_type(&logical);
    m_data = duckdb_vector_get_data(vector);
    m_validity = duckdb_vector_get_validity(vector);
}

bool DuckVector::isNull(size_t row) const
{
    return m_validity != nullptr && !duckdb_validity_row_is_valid(m_validity, row);
}

std::int64_t DuckVector::integer(size_t row) const
{
    switch (m_type) { // NOLINT: the other types are not integers
    case DUCKDB_TYPE_BOOLEAN: return at<bool>(row) ? 1 : 0;
    case DUCKDB_TYPE_TINYINT: return at<std::int8_t>(row);
    case DUCKDB_TYPE_SMALLINT: return at<std::int16_t>(row);
    case DUCKDB_TYPE_INTEGER: return at<std::int32_t>(row);
    case DUCKDB_TYPE_UTINYINT: return at<std::uint8_t>(row);
    case DUCKDB_TYPE_USMALLINT: return at<std::uint16_t>(row);
    case DUCKDB_TYPE_UINTEGER: return at<std::uint32_t>(row);
    case DUCKDB_TYPE_HUGEINT: return clampHuge(at<duckdb_hugeint>(row));
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE: return static_cast<std::int64_t>(real(row));
    default: return at<std::int64_t>(row);
    }
}

double DuckVector::real(size_t row) const
{
    if (m_type == DUCKDB_TYPE_DOUBLE)
        return at<double>(row);
    if (m_type == DUCKDB_TYPE_FLOAT)
        return static_cast<double>(at<float>(row));
    return static_cast<double>(integer(row));
}

std::string_view DuckVector::text(size_t row) const
{
    auto value = at<duckdb_string_t>(row);
    const auto length = static_cast<size_t>(duckdb_string_t_length(value));
    return {duckdb_string_t_data(const_cast<duckdb_string_t *>(&at<duckdb_string_t>(row))), length};
}

DuckChunk::DuckChunk(duckdb_data_chunk chunk)
    : m_chunk(chunk, [](duckdb_data_chunk handle) { duckdb_destroy_data_chunk(&handle); })
{
}

DuckResult::DuckResult(duckdb_result result)
    : m_result(new duckdb_result(result), [](duckdb_result *handle) {
          duckdb_destroy_result(handle);
          delete handle;
      })
{
    const idx_t count = duckdb_column_count(m_result.get());
    for (idx_t i = 0; i < count; ++i) {
        m_names.emplace_back(duckdb_column_name(m_result.get(), i));
        m_types.push_back(duckdb_column_type(m_result.get(), i));
    }
}

size_t DuckResult::rowCount() const { return duckdb_row_count(m_result.get()); }

std::optional<DuckChunk> DuckResult::nextChunk()
{
    const duckdb_data_chunk chunk = duckdb_fetch_chunk(*m_result);
    if (chunk == nullptr)
        return std::nullopt;
    return DuckChunk(chunk);
}

DuckConnection::DuckConnection(std::shared_ptr<struct _duckdb_database> database, duckdb_connection connection)
    : m_database(std::move(database)),
      m_connection(connection, [](duckdb_connection handle) { duckdb_disconnect(&handle); })
{
}

Result<DuckResult> DuckConnection::query(const std::string &sql)
{
    duckdb_result result{};
    if (duckdb_query(m_connection.get(), sql.c_str(), &result) != DuckDBSuccess)
        return duckQueryError(result);
    return DuckResult(result);
}

Result<DuckResult> DuckConnection::query(const std::string &sql, std::span<const DuckValue> values)
{
    DuckStatement statement;
    if (duckdb_prepare(m_connection.get(), sql.c_str(), &statement.handle) != DuckDBSuccess)
        return duckError(QStringLiteral("The database refused the statement."), duckdb_prepare_error(statement.handle));
    for (size_t i = 0; i < values.size(); ++i)
        if (std::visit(DuckBinder{statement.handle, i + 1}, values[i]) != DuckDBSuccess)
            return duckError(QStringLiteral("The database refused a value."), duckdb_prepare_error(statement.handle));
    duckdb_result result{};
    if (duckdb_execute_prepared(statement.handle, &result) != DuckDBSuccess)
        return duckQueryError(result);
    return DuckResult(result);
}

/// The rows gathered so far and the appender that takes them.
struct DuckAppender::State {
    duckdb_appender appender = nullptr;
    duckdb_data_chunk chunk = nullptr;
    std::vector<duckdb_logical_type> types;
    std::vector<duckdb_type> typeIds;
    std::vector<duckdb_vector> vectors;
    std::vector<void *> data;
    idx_t capacity = duckdb_vector_size();
    idx_t row = 0;
    idx_t column = 0;
    std::optional<Error> error;

    State() = default;
    Q_DISABLE_COPY_MOVE(State)
    ~State()
    {
        duckdb_destroy_data_chunk(&chunk);
        for (duckdb_logical_type &type : types)
            duckdb_destroy_logical_type(&type);
        discardGathered();
        duckdb_appender_destroy(&appender);
    }
    void prepare();
    void discardGathered();
    void bindVectors();
    bool takes();
    void fail(const char *detail)
    {
        if (!error)
            error = duckError(QStringLiteral("Rows could not be stored."), detail);
    }
    void sendChunk();
    template<typename T>
    void put(T value)
    {
        static_cast<T *>(data[column])[row] = value;
        ++column;
    }
};

void DuckAppender::State::prepare()
{
    const idx_t count = duckdb_appender_column_count(appender);
    for (idx_t i = 0; i < count; ++i) {
        types.push_back(duckdb_appender_column_type(appender, i));
        typeIds.push_back(duckdb_get_type_id(types.back()));
    }
    chunk = duckdb_create_data_chunk(types.data(), count);
    bindVectors();
}

/// DuckDB's appender stores the rows it holds when it is destroyed, unless its last row is incomplete.
void DuckAppender::State::discardGathered()
{
    if (appender != nullptr)
        duckdb_append_null(appender);
}

void DuckAppender::State::bindVectors()
{
    vectors.clear();
    data.clear();
    for (idx_t i = 0; i < types.size(); ++i) {
        vectors.push_back(duckdb_data_chunk_get_vector(chunk, i));
        data.push_back(duckdb_vector_get_data(vectors.back()));
    }
}

bool DuckAppender::State::takes()
{
    if (column >= vectors.size())
        fail("more values than columns in a row");
    return !error;
}

void DuckAppender::State::sendChunk()
{
    if (row == 0 || error)
        return;
    duckdb_data_chunk_set_size(chunk, row);
    if (duckdb_append_data_chunk(appender, chunk) != DuckDBSuccess)
        fail(duckdb_appender_error(appender));
    duckdb_data_chunk_reset(chunk);
    bindVectors();
    row = 0;
}

Result<DuckAppender> DuckAppender::open(DuckConnection &connection, const std::string &table)
{
    auto state = std::make_shared<State>();
    if (duckdb_appender_create(connection.handle(), nullptr, table.c_str(), &state->appender) != DuckDBSuccess)
        return duckError(QStringLiteral("The table takes no rows."), duckdb_appender_error(state->appender));
    state->prepare();
    return DuckAppender(std::move(state));
}

namespace {

/// Short texts live inside the vector itself; filling them in here spares a call and a UTF-8 check for most columns.
bool isShortAscii(std::string_view text)
{
    return text.size() <= sizeof(duckdb_string_t::value.inlined.inlined)
        && std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

duckdb_string_t inlinedString(std::string_view text)
{
    duckdb_string_t out{};
    out.value.inlined.length = static_cast<std::uint32_t>(text.size());
    std::ranges::copy(text, out.value.inlined.inlined);
    return out;
}

} // namespace

DuckAppender &DuckAppender::text(std::string_view value)
{
    if (!m_state->takes())
        return *this;
    if (isShortAscii(value)) {
        m_state->put(inlinedString(value));
        return *this;
    }
    duckdb_vector_assign_string_element_len(m_state->vectors[m_state->column], m_state->row, value.data(), value.size());
    ++m_state->column;
    return *this;
}

DuckAppender &DuckAppender::integer(std::int64_t value)
{
    if (!m_state->takes())
        return *this;
    if (m_state->typeIds[m_state->column] == DUCKDB_TYPE_INTEGER)
        m_state->put(static_cast<std::int32_t>(std::clamp<std::int64_t>(value, INT32_MIN, INT32_MAX)));
    else
        m_state->put(value);
    return *this;
}

DuckAppender &DuckAppender::real(double value)
{
    if (m_state->takes())
        m_state->put(value);
    return *this;
}

DuckAppender &DuckAppender::boolean(bool value)
{
    if (m_state->takes())
        m_state->put(value);
    return *this;
}

DuckAppender &DuckAppender::timestamp(Instant value)
{
    if (m_state->takes())
        m_state->put(duckdb_timestamp{value.time_since_epoch().count()});
    return *this;
}

DuckAppender &DuckAppender::null()
{
    if (!m_state->takes())
        return *this;
    const duckdb_vector vector = m_state->vectors[m_state->column];
    duckdb_vector_ensure_validity_writable(vector);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), m_state->row);
    ++m_state->column;
    return *this;
}

void DuckAppender::endRow()
{
    if (m_state->column != m_state->vectors.size())
        m_state->fail("fewer values than columns in a row");
    m_state->column = 0;
    if (!m_state->error && ++m_state->row == m_state->capacity)
        m_state->sendChunk();
}

Result<void> DuckAppender::flush()
{
    m_state->sendChunk();
    if (!m_state->error && duckdb_appender_flush(m_state->appender) != DuckDBSuccess)
        m_state->fail(duckdb_appender_error(m_state->appender));
    return m_state->error ? Result<void>(*m_state->error) : Result<void>();
}

Result<void> DuckAppender::close()
{
    const Result<void> flushed = flush();
    if (!flushed)
        return flushed;
    if (duckdb_appender_close(m_state->appender) != DuckDBSuccess)
        m_state->fail(duckdb_appender_error(m_state->appender));
    return m_state->error ? Result<void>(*m_state->error) : Result<void>();
}

} // namespace qd::lab
