#include "store/tablewriter.h"

#include "server/jsontext.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace qd::lab {

namespace {

/// A writer of the item's text member.
template<std::string TelemetryItem::*member>
void writeText(DuckAppender &row, const TelemetryItem &item, std::string &)
{
    row.text(item.*member);
}

template<double TelemetryItem::*member>
void writeReal(DuckAppender &row, const TelemetryItem &item, std::string &)
{
    row.real(item.*member);
}

template<int TelemetryItem::*member>
void writeInteger(DuckAppender &row, const TelemetryItem &item, std::string &)
{
    row.integer(item.*member);
}

void writeTime(DuckAppender &row, const TelemetryItem &item, std::string &) { row.timestamp(item.time); }

void writeSuccess(DuckAppender &row, const TelemetryItem &item, std::string &)
{
    if (item.success)
        row.boolean(*item.success);
    else
        row.null();
}

void writeSeverity(DuckAppender &row, const TelemetryItem &item, std::string &)
{
    if (item.severity)
        row.integer(*item.severity);
    else
        row.null();
}

void writeDimensions(DuckAppender &row, const TelemetryItem &item, std::string &scratch)
{
    if (item.properties.empty()) {
        row.null();
        return;
    }
    scratch.assign(1, '{');
    for (const auto &[key, value] : item.properties) {
        if (scratch.size() > 1)
            scratch.push_back(',');
        appendJsonString(scratch, key);
        scratch.push_back(':');
        appendJsonString(scratch, value);
    }
    scratch.push_back('}');
    row.text(scratch);
}

void writeMeasurements(DuckAppender &row, const TelemetryItem &item, std::string &scratch)
{
    if (item.measurements.empty()) {
        row.null();
        return;
    }
    scratch.assign(1, '{');
    for (const auto &[key, value] : item.measurements) {
        if (scratch.size() > 1)
            scratch.push_back(',');
        appendJsonString(scratch, key);
        std::array<char, 32> number{};
        const auto end = std::to_chars(number.data(), number.data() + number.size(), std::isfinite(value) ? value : 0.0);
        scratch.append(1, ':').append(number.data(), end.ptr);
    }
    scratch.push_back('}');
    row.text(scratch);
}

void writeDetails(DuckAppender &row, const TelemetryItem &item, std::string &)
{
    if (item.details.empty())
        row.null();
    else
        row.text(item.details);
}

/// As Application Insights groups exceptions: the type and where it was thrown.
void writeProblem(DuckAppender &row, const TelemetryItem &item, std::string &scratch)
{
    scratch = item.type;
    if (!item.name.empty())
        scratch.append(" at ").append(item.name);
    row.text(scratch);
}

/// The classic column names, and how each is filled. A few mean another member in the table of exceptions.
struct NamedWriter {
    std::string_view column;
    ColumnWriter writer;
};
using Item = TelemetryItem;
constexpr std::array<NamedWriter, 39> columnWriters{{
    {"timestamp", writeTime},
    {"id", writeText<&Item::id>},
    {"name", writeText<&Item::name>},
    {"type", writeText<&Item::type>},
    {"target", writeText<&Item::target>},
    {"source", writeText<&Item::target>},
    {"data", writeText<&Item::data>},
    {"url", writeText<&Item::url>},
    {"resultCode", writeText<&Item::resultCode>},
    {"message", writeText<&Item::message>},
    {"details", writeDetails},
    {"location", writeText<&Item::location>},
    {"success", writeSuccess},
    {"duration", writeReal<&Item::durationMs>},
    {"severityLevel", writeSeverity},
    {"valueSum", writeReal<&Item::metricSum>},
    {"value", writeReal<&Item::metricSum>},
    {"valueMin", writeReal<&Item::metricMin>},
    {"valueMax", writeReal<&Item::metricMax>},
    {"valueCount", writeInteger<&Item::metricCount>},
    {"customDimensions", writeDimensions},
    {"customMeasurements", writeMeasurements},
    {"operation_Id", writeText<&Item::operationId>},
    {"operation_ParentId", writeText<&Item::parentId>},
    {"operation_Name", writeText<&Item::operationName>},
    {"cloud_RoleName", writeText<&Item::roleName>},
    {"cloud_RoleInstance", writeText<&Item::roleInstance>},
    {"application_Version", writeText<&Item::appVersion>},
    {"user_Id", writeText<&Item::userId>},
    {"session_Id", writeText<&Item::sessionId>},
    {"client_IP", writeText<&Item::clientIp>},
    {"sdkVersion", writeText<&Item::sdkVersion>},
    {"iKey", writeText<&Item::instrumentationKey>},
    {"itemCount", writeInteger<&Item::itemCount>},
    {"problemId", writeProblem},
    {"method", writeText<&Item::name>},
    {"outerMethod", writeText<&Item::name>},
    {"innermostType", writeText<&Item::target>},
    {"innermostMessage", writeText<&Item::data>},
}};

std::string_view contextValue(const TelemetryItem &item, const std::string &name)
{
    for (const auto &[key, value] : item.context)
        if (key == name)
            return value;
    return {};
}

} // namespace

Result<TableWriter> TableWriter::open(DuckConnection &connection, const std::string &table, const std::vector<std::string> &columns)
{
    Result<DuckAppender> appender = DuckAppender::open(connection, table);
    if (!appender)
        return appender.error();
    TableWriter writer(*std::move(appender));
    for (const std::string &name : columns) {
        const auto found = std::ranges::find(columnWriters, std::string_view(name), &NamedWriter::column);
        const bool known = found != columnWriters.end();
        writer.m_columns.push_back({known ? found->writer : nullptr, known ? std::string() : name});
    }
    return writer;
}

void TableWriter::write(const TelemetryItem &item)
{
    for (const Column &column : m_columns) {
        if (column.writer)
            column.writer(m_appender, item, m_scratch);
        else
            m_appender.text(contextValue(item, column.contextName));
    }
    m_appender.endRow();
    m_dirty = true;
}

Result<void> TableWriter::flush()
{
    if (!std::exchange(m_dirty, false))
        return {};
    return m_appender.flush();
}

} // namespace qd::lab
