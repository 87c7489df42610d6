#pragma once

#include <duckdb.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace qd::lab {

/// What SQL cannot say: functions in C++ that the compiled SQL calls as qd_…(text, …). All arguments and results are
/// text (JSON where KQL's type is dynamic) or NULL. They are pure, may be called from any thread, and never throw.
struct EngineFunction {
    using Args = std::span<const std::optional<std::string_view>>;
    const char *name;
    std::optional<std::string> (*run)(Args args);
};

std::span<const EngineFunction> seriesEngineFunctions(); ///< engineseries.cpp
std::span<const EngineFunction> textEngineFunctions();   ///< enginetext.cpp
std::span<const EngineFunction> bagEngineFunctions();    ///< enginebags.cpp

/// qd_long, qd_int and qd_real read a whole number or a real from text, NULL when it holds no such number
/// (enginenumbers.cpp). False when DuckDB refuses one.
bool registerNumberFunctions(duckdb_connection connection);

/// Makes them known to the connection's whole database; false when DuckDB refuses one.
bool registerEngineFunctions(duckdb_connection connection);

} // namespace qd::lab
