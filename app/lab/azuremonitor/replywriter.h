#pragma once

#include "store/duckdb.h"
#include "table.h"

#include <string>
#include <vector>

namespace qd::lab {

/// One column of a reply: the name KQL gives it and Azure's type.
struct ReplyColumn {
    std::string name;
    ColumnType type = ColumnType::String;
};

/// Result limits of azure facts 2.4.
struct ReplyLimits {
    size_t rows = 500'000;
    size_t bytes = 64U << 20U;
};

/// The "tables" part of a reply and what became of the rows.
struct ReplyTables {
    std::string json; ///< {"name":…,"columns":[…],"rows":[…]}
    size_t rows = 0;
    bool truncated = false;
};

/// Writes the result as one table in Azure's encoding (azure facts 2.2): dynamic as JSON text in a string, real NaN and
/// infinities as strings, long as a number, time spans as text.
ReplyTables writeTable(const std::string &tableName, const std::vector<ReplyColumn> &columns, DuckResult &result,
                       ReplyLimits limits = {});

/// "2026-11-21T03:00:00Z", or with seven digits after the point.
void appendAzureTime(std::string &out, Instant at);
/// .NET's constant format: "[-][d.]hh:mm:ss[.fffffff]".
void appendAzureTimeSpan(std::string &out, Microseconds span);

} // namespace qd::lab
