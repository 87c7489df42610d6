#include "azuremonitor/queryprofile.h"

#include <cmath>
#include <cstdlib>

namespace qd::lab {

namespace {

double countedValue(duckdb_profiling_info info, const char *name)
{
    duckdb_value value = duckdb_profiling_info_get_value(info, name);
    if (!value)
        return 0;
    char *text = duckdb_get_varchar(value);
    const double number = text ? std::strtod(text, nullptr) : 0;
    duckdb_free(text);
    duckdb_destroy_value(&value);
    return std::isfinite(number) && number > 0 && number < 9e18 ? number : 0;
}

} // namespace

QueryProfile::QueryProfile(DuckConnection &connection) : m_connection(connection)
{
    (void)m_connection.query(R"(PRAGMA enable_profiling='no_output';
SET custom_profiling_settings='{"CPU_TIME":"true","CUMULATIVE_ROWS_SCANNED":"true","SYSTEM_PEAK_BUFFER_MEMORY":"true"}')");
}

QueryProfile::~QueryProfile() { (void)m_connection.query("PRAGMA disable_profiling"); }

std::optional<QueryCost> QueryProfile::cost() const
{
    const duckdb_profiling_info info = duckdb_get_profiling_info(m_connection.handle()); // the connection's own
    if (!info)
        return std::nullopt;
    return QueryCost{.cpu = Microseconds(static_cast<std::int64_t>(countedValue(info, "CPU_TIME") * 1e6)),
                     .rowsScanned = static_cast<std::int64_t>(countedValue(info, "CUMULATIVE_ROWS_SCANNED")),
                     .peakMemoryBytes = static_cast<std::int64_t>(countedValue(info, "SYSTEM_PEAK_BUFFER_MEMORY"))};
}

} // namespace qd::lab
