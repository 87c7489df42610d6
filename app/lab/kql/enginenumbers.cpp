#include "kql/enginefunctions.h"

#include <charconv>
#include <concepts>
#include <cstdint>
#include <string_view>
#include <system_error>

/// Numbers in text: qd_long, qd_int and qd_real. SQL can say KQL's rule as well, but takes twenty times as long for it.
namespace qd::lab {

namespace {

bool isSqlSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view withoutSpaces(std::string_view text)
{
    while (!text.empty() && isSqlSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSqlSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

/// "+5" is a number, "+-5" is none.
std::string_view withoutPlus(std::string_view text)
{
    return text.size() > 1 && text[0] == '+' && text[1] != '-' ? text.substr(1) : text;
}

template<std::signed_integral Number>
bool readNumber(std::string_view text, Number *number)
{
    const std::string_view digits = withoutPlus(withoutSpaces(text));
    const bool hexadecimal = digits.starts_with("0x") && digits.size() > 2 && digits[2] != '-';
    const char *const first = digits.data() + (hexadecimal ? 2 : 0);
    const char *const end = digits.data() + digits.size();
    const auto [rest, problem] = std::from_chars(first, end, *number, hexadecimal ? 16 : 10);
    return problem == std::errc() && rest == end;
}

bool readNumber(std::string_view text, double *number)
{
    const std::string_view digits = withoutPlus(withoutSpaces(text));
    const auto [rest, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), *number);
    return problem == std::errc() && rest == digits.data() + digits.size();
}

/// Where the bytes are, without a call into the database for each of millions of rows.
std::string_view viewOf(const duckdb_string_t &text)
{
    const std::uint32_t length = text.value.inlined.length;
    return {length <= sizeof(text.value.inlined.inlined) ? text.value.inlined.inlined : text.value.pointer.ptr, length};
}

bool isRowSet(const std::uint64_t *validity, idx_t row)
{
    return validity == nullptr || (validity[row / 64] >> (row % 64) & 1) != 0;
}

template<typename Number>
void runNumberFunction(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output)
{
    const duckdb_vector vector = duckdb_data_chunk_get_vector(input, 0);
    const auto *texts = static_cast<const duckdb_string_t *>(duckdb_vector_get_data(vector));
    const std::uint64_t *given = duckdb_vector_get_validity(vector);
    auto *numbers = static_cast<Number *>(duckdb_vector_get_data(output));
    duckdb_vector_ensure_validity_writable(output);
    std::uint64_t *made = duckdb_vector_get_validity(output);
    const idx_t rows = duckdb_data_chunk_get_size(input);
    for (idx_t row = 0; row < rows; ++row) {
        const std::uint64_t bit = std::uint64_t{1} << (row % 64);
        if (isRowSet(given, row) && readNumber(viewOf(texts[row]), &numbers[row]))
            made[row / 64] |= bit;
        else
            made[row / 64] &= ~bit;
    }
}

struct NumberFunction {
    const char *name;
    duckdb_type type;
    duckdb_scalar_function_t run;
};

bool registerNumberFunction(duckdb_connection connection, const NumberFunction &function)
{
    duckdb_scalar_function made = duckdb_create_scalar_function();
    duckdb_logical_type text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
    duckdb_logical_type number = duckdb_create_logical_type(function.type);
    duckdb_scalar_function_set_name(made, function.name);
    duckdb_scalar_function_add_parameter(made, text);
    duckdb_scalar_function_set_return_type(made, number);
    duckdb_scalar_function_set_special_handling(made); // NULL for text that is no number
    duckdb_scalar_function_set_function(made, function.run);
    const bool known = duckdb_register_scalar_function(connection, made) == DuckDBSuccess;
    duckdb_destroy_logical_type(&number);
    duckdb_destroy_logical_type(&text);
    duckdb_destroy_scalar_function(&made);
    return known;
}

} // namespace

bool registerNumberFunctions(duckdb_connection connection)
{
    for (const NumberFunction &function : {NumberFunction{"qd_long", DUCKDB_TYPE_BIGINT, runNumberFunction<std::int64_t>},
                                           NumberFunction{"qd_int", DUCKDB_TYPE_INTEGER, runNumberFunction<std::int32_t>},
                                           NumberFunction{"qd_real", DUCKDB_TYPE_DOUBLE, runNumberFunction<double>}})
        if (!registerNumberFunction(connection, function))
            return false;
    return true;
}

} // namespace qd::lab
