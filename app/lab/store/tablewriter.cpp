#include "store/tablewriter.h"

#include "server/jsontext.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

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

/// A JSON object of texts, or NULL when there are none.
template<Properties TelemetryItem::*member>
void writeTexts(DuckAppender &row, const TelemetryItem &item, std::string &scratch)
{
    if ((item.*member).empty()) {
        row.null();
        return;
    }
    scratch.assign(1, '{');
    for (const auto &[key, value] : item.*member) {
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

/// The stored columns and how each is filled.
struct NamedWriter {
    std::string_view column;
    ColumnWriter writer;
};
using Item = TelemetryItem;
constexpr std::array<NamedWriter, 33> columnWriters{{
    {"timestamp", writeTime},
    {"id", writeText<&Item::id>},
    {"name", writeText<&Item::name>},
    {"type", writeText<&Item::type>},
    {"target", writeText<&Item::target>},
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
    {"valueMin", writeReal<&Item::metricMin>},
    {"valueMax", writeReal<&Item::metricMax>},
    {"valueCount", writeInteger<&Item::metricCount>},
    {"customDimensions", writeTexts<&Item::properties>},
    {"context", writeTexts<&Item::context>},
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
}};

} // namespace

Result<TableWriter> TableWriter::open(DuckConnection &connection, const std::string &table, const std::vector<std::string> &columns,
                                      const QStringList &attributes)
{
    Result<DuckAppender> appender = DuckAppender::open(connection, table);
    if (!appender)
        return appender.error();
    TableWriter writer(*std::move(appender));
    for (const std::string &name : columns) {
        const auto found = std::ranges::find(columnWriters, std::string_view(name), &NamedWriter::column);
        if (found == columnWriters.end())
            return Error{.message = QStringLiteral("A stored column has no source."), .detail = QString::fromStdString(name)};
        writer.m_columns.push_back(found->writer);
    }
    for (const QString &key : attributes)
        writer.m_attributes.push_back(key.toStdString());
    return writer;
}

void TableWriter::write(const TelemetryItem &item)
{
    for (const ColumnWriter column : m_columns)
        column(m_appender, item, m_scratch);
    for (const std::string &key : m_attributes)
        writeAttribute(item, key);
    m_appender.endRow();
    m_dirty = true;
}

/// The first of equal keys, as JSON's reader takes it.
void TableWriter::writeAttribute(const TelemetryItem &item, const std::string &key)
{
    const auto found = std::ranges::lower_bound(item.properties, key, {}, &std::pair<std::string, std::string>::first);
    if (found != item.properties.end() && found->first == key)
        m_appender.text(found->second);
    else
        m_appender.null();
}

Result<void> TableWriter::flush()
{
    if (!std::exchange(m_dirty, false))
        return {};
    return m_appender.flush();
}

} // namespace qd::lab
