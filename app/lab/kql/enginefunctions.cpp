#include "kql/enginefunctions.h"

#include <exception>
#include <vector>

namespace qd::lab {

namespace {

using EngineArgs = std::vector<std::optional<std::string_view>>;

EngineArgs engineArgs(duckdb_data_chunk input, idx_t row)
{
    EngineArgs args;
    for (idx_t column = 0; column < duckdb_data_chunk_get_column_count(input); ++column) {
        const duckdb_vector vector = duckdb_data_chunk_get_vector(input, column);
        std::uint64_t *validity = duckdb_vector_get_validity(vector);
        if (validity != nullptr && !duckdb_validity_row_is_valid(validity, row)) {
            args.emplace_back();
            continue;
        }
        auto *text = static_cast<duckdb_string_t *>(duckdb_vector_get_data(vector)) + row;
        args.emplace_back(std::string_view(duckdb_string_t_data(text), duckdb_string_t_length(*text)));
    }
    return args;
}

void runEngineFunction(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output)
{
    const auto *function = static_cast<const EngineFunction *>(duckdb_scalar_function_get_extra_info(info));
    duckdb_vector_ensure_validity_writable(output);
    std::uint64_t *validity = duckdb_vector_get_validity(output);
    try {
        for (idx_t row = 0; row < duckdb_data_chunk_get_size(input); ++row) {
            const EngineArgs args = engineArgs(input, row);
            const std::optional<std::string> result = function->run(args);
            duckdb_validity_set_row_validity(validity, row, result.has_value());
            if (result)
                duckdb_vector_assign_string_element_len(output, row, result->data(), result->size());
        }
    } catch (const std::exception &problem) { // DuckDB's C interface must not see it
        duckdb_scalar_function_set_error(info, problem.what());
    }
}

bool registerEngineFunction(duckdb_connection connection, const EngineFunction &function)
{
    duckdb_scalar_function made = duckdb_create_scalar_function();
    duckdb_logical_type text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
    duckdb_scalar_function_set_name(made, function.name);
    duckdb_scalar_function_set_varargs(made, text);
    duckdb_scalar_function_set_return_type(made, text);
    duckdb_scalar_function_set_special_handling(made); // NULL reaches the function
    duckdb_scalar_function_set_extra_info(made, const_cast<EngineFunction *>(&function), nullptr);
    duckdb_scalar_function_set_function(made, runEngineFunction);
    const bool known = duckdb_register_scalar_function(connection, made) == DuckDBSuccess;
    duckdb_destroy_logical_type(&text);
    duckdb_destroy_scalar_function(&made);
    return known;
}

} // namespace

bool registerEngineFunctions(duckdb_connection connection)
{
    for (const auto &part : {seriesEngineFunctions(), textEngineFunctions(), bagEngineFunctions()})
        for (const EngineFunction &function : part)
            if (!registerEngineFunction(connection, function))
                return false;
    return registerNumberFunctions(connection);
}

} // namespace qd::lab
