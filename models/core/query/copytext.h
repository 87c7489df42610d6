#pragma once

#include "query/rowsort.h"

#include <QString>

/// Selected cells as text for the clipboard. Pure functions, any thread.
namespace qd::query {

/// Some cells of a result: these rows, in this order, and these columns. Borrows the set.
struct CellBlock {
    const ResultSet &set;
    RowList rows;
    std::vector<size_t> columns;
    [[nodiscard]] size_t cellCount() const { return rows.size() * columns.size(); }
};

enum class CopyForm { Tsv, Markdown, Json, Datatable };

/// Tab separated, with a header line; tabs and line ends within a cell become spaces.
QString copyTsv(const CellBlock &block);
/// A table of GitHub's Markdown; numbers to the right.
QString copyMarkdown(const CellBlock &block);
/// An array of objects; dynamic cells stay JSON, null is null.
QString copyJson(const CellBlock &block);
/// A datatable operator that gives these cells again.
QString copyDatatable(const CellBlock &block);
QString copyText(const CellBlock &block, CopyForm form);

/// The rows of the block as conditions for a query: "| where a == 1 and b == \"x\"", with `in` for several rows of one
/// column and `or` between rows of several. At most 200 rows. Empty for no cell.
QString whereClause(const CellBlock &block);

/// A text as a JSON string, quoted.
QString jsonString(const QString &text);
/// A cell as JSON: numbers and booleans bare, times as text, dynamic as it is.
QString jsonCell(const ResultSet &set, size_t row, size_t column);

} // namespace qd::query
