#include "azuremonitor/replywriter.h"

#include "server/jsontext.h"

#include <array>
#include <charconv>
#include <cmath>

namespace qd::lab {

namespace {

template<typename T>
void appendNumber(std::string &out, T value)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    out.append(text.data(), end.ptr);
}

/// `value` with leading zeros up to `width` digits.
void appendPadded(std::string &out, int64_t value, size_t width)
{
    std::array<char, 24> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    const auto size = static_cast<size_t>(end.ptr - text.data());
    out.append(size < width ? width - size : 0, '0').append(text.data(), size);
}

/// Seven digits when there is a fraction: ticks of 100 ns, of which the store keeps tens.
void appendFraction(std::string &out, int64_t micros)
{
    if (micros == 0)
        return;
    out.push_back('.');
    appendPadded(out, micros, 6);
    out.push_back('0');
}

void appendClock(std::string &out, int64_t secondsOfDay)
{
    appendPadded(out, secondsOfDay / 3600, 2);
    out.push_back(':');
    appendPadded(out, secondsOfDay / 60 % 60, 2);
    out.push_back(':');
    appendPadded(out, secondsOfDay % 60, 2);
}

void appendReal(std::string &out, double value)
{
    if (std::isnan(value))
        out += "\"NaN\"";
    else if (std::isinf(value))
        out += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    else
        appendNumber(out, value);
}

/// A cell that has a value.
void appendValue(std::string &out, ColumnType type, const DuckVector &column, size_t row)
{
    switch (type) {
    case ColumnType::Bool: out += column.boolean(row) ? "true" : "false"; return;
    case ColumnType::Int:
    case ColumnType::Long: appendNumber(out, column.integer(row)); return;
    case ColumnType::Real: appendReal(out, column.real(row)); return;
    case ColumnType::DateTime:
        out.push_back('"');
        appendAzureTime(out, column.timestamp(row));
        out.push_back('"');
        return;
    case ColumnType::TimeSpan:
        out.push_back('"');
        appendAzureTimeSpan(out, Microseconds(column.integer(row)));
        out.push_back('"');
        return;
    case ColumnType::Dynamic:
    case ColumnType::String:
    case ColumnType::Guid:
    case ColumnType::Decimal: break;
    }
    appendJsonString(out, column.text(row));
}

void appendCell(std::string &out, ColumnType type, const DuckVector &column, size_t row)
{
    if (!column.isNull(row))
        appendValue(out, type, column, row);
    else
        out += type == ColumnType::String ? "\"\"" : "null"; // strings are never null
}

void appendHead(std::string &out, const std::string &tableName, const std::vector<ReplyColumn> &columns)
{
    out += "{\"name\":";
    appendJsonString(out, tableName);
    out += ",\"columns\":[";
    for (const ReplyColumn &column : columns) {
        if (&column != &columns.front())
            out.push_back(',');
        out += "{\"name\":";
        appendJsonString(out, column.name);
        out += ",\"type\":\"" + columnTypeName(column.type).toStdString() + "\"}";
    }
    out += "],\"rows\":[";
}

void appendRow(std::string &out, const std::vector<ReplyColumn> &columns, const std::vector<DuckVector> &vectors, size_t row)
{
    out.push_back('[');
    for (size_t i = 0; i < vectors.size(); ++i) {
        if (i > 0)
            out.push_back(',');
        appendCell(out, columns[i].type, vectors[i], row);
    }
    out.push_back(']');
}

std::vector<DuckVector> vectorsOf(const DuckChunk &chunk, size_t count)
{
    std::vector<DuckVector> vectors;
    for (size_t i = 0; i < std::min(count, chunk.columnCount()); ++i)
        vectors.push_back(chunk.column(i));
    return vectors;
}

/// Appends the chunk's rows; false when a limit was reached.
bool appendChunk(ReplyTables &out, const std::vector<ReplyColumn> &columns, const DuckChunk &chunk, ReplyLimits limits)
{
    const std::vector<DuckVector> vectors = vectorsOf(chunk, columns.size());
    for (size_t row = 0; row < chunk.rowCount(); ++row) {
        const size_t before = out.json.size();
        if (out.rows > 0)
            out.json.push_back(',');
        appendRow(out.json, columns, vectors, row);
        if (out.rows == limits.rows || out.json.size() > limits.bytes) {
            out.json.resize(before);
            return false;
        }
        ++out.rows;
    }
    return true;
}

} // namespace

void appendAzureTime(std::string &out, Instant at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const int64_t micros = (at - day).count();
    appendPadded(out, int{date.year()}, 4);
    out.push_back('-');
    appendPadded(out, unsigned{date.month()}, 2);
    out.push_back('-');
    appendPadded(out, unsigned{date.day()}, 2);
    out.push_back('T');
    appendClock(out, micros / 1'000'000);
    appendFraction(out, micros % 1'000'000);
    out.push_back('Z');
}

void appendAzureTimeSpan(std::string &out, Microseconds span)
{
    constexpr int64_t secondsPerDay = 86400;
    if (span < Microseconds(0))
        out.push_back('-');
    const int64_t micros = std::abs(span.count());
    const int64_t seconds = micros / 1'000'000;
    if (seconds >= secondsPerDay) {
        appendNumber(out, seconds / secondsPerDay);
        out.push_back('.');
    }
    appendClock(out, seconds % secondsPerDay);
    appendFraction(out, micros % 1'000'000);
}

ReplyTables writeTable(const std::string &tableName, const std::vector<ReplyColumn> &columns, DuckResult &result, ReplyLimits limits)
{
    ReplyTables out;
    appendHead(out.json, tableName, columns);
    while (const std::optional<DuckChunk> chunk = result.nextChunk()) {
        out.truncated = !appendChunk(out, columns, *chunk, limits);
        if (out.truncated)
            break;
    }
    out.json += "]}";
    return out;
}

} // namespace qd::lab
