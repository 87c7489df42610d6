#include "azuremonitor/eventrequest.h"

#include "azuremonitor/metricrequest.h"
#include "azuremonitor/odatafields.h"
#include "azuremonitor/odatafilter.h"
#include "server/jsontext.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace qd::lab {

namespace {

constexpr size_t usualEvents = 500;
constexpr size_t mostEvents = 5000;
constexpr size_t mostSkipped = 100'000;

Error badEvents(const std::string &message)
{
    return {.kind = ErrorKind::Query, .message = QString::fromStdString(message), .vendorCode = QStringLiteral("BadEventsRequest")};
}

bool tableHasColumn(const KqlTable &table, const char *name)
{
    return std::any_of(table.columns.begin(), table.columns.end(), [name](const KqlColumn &column) { return column.name == QLatin1String(name); });
}

/// An event's id: its own, or one made from what tells it from others.
std::string idColumn(const KqlTable &table)
{
    if (tableHasColumn(table, "id"))
        return "id";
    std::string parts = "tostring(timestamp), operation_Id, operation_ParentId, tostring(customDimensions)";
    for (const char *name : {"name", "message", "problemId", "outerMessage", "value"})
        if (tableHasColumn(table, name))
            parts += ", tostring(" + std::string(name) + ")";
    return "hash_md5(strcat(itemType, " + parts + "))";
}

/// Texts that a search looks at.
std::string searchCondition(const KqlTable &table, const std::string &term)
{
    std::string condition;
    for (const KqlColumn &column : table.columns) {
        const bool isText = column.physical && column.type == ColumnType::String && !column.boolText;
        if (!isText && column.type != ColumnType::Dynamic)
            continue;
        const std::string name = column.name.toStdString();
        condition += (condition.empty() ? "" : " or ") + (isText ? name : "tostring(" + name + ")") + " has " + kqlText(term);
    }
    return condition.empty() ? "false" : condition;
}

/// One table's rows that the request is about.
Result<std::string> tableKql(const KqlTable &table, const HttpRequest &request, const std::string &eventId)
{
    std::string kql = table.name.toStdString();
    if (const std::string_view filter = request.parameter("$filter"); !filter.empty()) {
        const Result<std::string> condition = kqlCondition(filter, table);
        if (!condition)
            return condition.error();
        kql += " | where " + *condition;
    }
    if (const std::string_view term = request.parameter("$search"); !term.empty())
        kql += " | where " + searchCondition(table, validUtf8(term));
    kql += " | extend id_ = " + idColumn(table);
    if (!eventId.empty())
        kql += " | where id_ == " + kqlText(validUtf8(eventId));
    return kql;
}

/// Several tables' rows under one another; a table without the filter's field has none that fit.
Result<std::string> allKql(const EventTables &tables, const HttpRequest &request, const std::string &eventId)
{
    std::string all;
    std::optional<Error> problem;
    for (const KqlTable *table : tables.tables) {
        const Result<std::string> own = tableKql(*table, request, eventId);
        if (own)
            all += (all.empty() ? "" : ", ") + ("(" + *own + ")");
        else
            problem = own.error();
    }
    if (all.empty())
        return problem.value_or(badEvents("There is no such type of events."));
    return tables.tables.size() == 1 ? all : "union " + all;
}

Result<size_t> optionNumber(const HttpRequest &request, const char *name, size_t fallback, size_t most)
{
    const std::string_view text = request.parameter(name);
    if (text.empty())
        return fallback;
    size_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || value > most)
        return badEvents(std::string(name) + " has to be a number up to " + std::to_string(most) + ".");
    return value;
}

/// The order, and the rows from $skip on.
Result<std::string> pageKql(const HttpRequest &request, const KqlTable &table)
{
    const Result<size_t> skip = optionNumber(request, "$skip", 0, mostSkipped);
    const Result<size_t> top = optionNumber(request, "$top", usualEvents, mostEvents);
    if (!skip)
        return skip.error();
    if (!top)
        return top.error();
    std::string order = "timestamp desc";
    if (const std::string_view wanted = request.parameter("$orderby"); !wanted.empty()) {
        const Result<std::string> given = kqlOrder(wanted, table);
        if (!given)
            return given.error();
        order = *given;
    }
    const std::string last = std::to_string(*skip + *top);
    return " | order by " + order + ", id_ asc | extend place_ = row_number() | where place_ > " + std::to_string(*skip) + " and place_ <= " + last
        + " | order by place_ asc | project-away place_";
}

std::optional<Error> refusedOption(const HttpRequest &request)
{
    if (!request.parameter("$apply").empty())
        return badEvents("$apply is not supported here; use the query API with KQL's summarize instead.");
    const std::string_view format = request.parameter("$format");
    if (!format.empty() && format.find("json") == std::string_view::npos)
        return badEvents("Only $format=json is supported.");
    return std::nullopt;
}

} // namespace

Result<EventQuery> decodeEvents(const HttpRequest &request, const EventTables &tables, const std::string &eventId, Instant now)
{
    if (auto refused = refusedOption(request))
        return *std::move(refused);
    const Result<std::string> base = allKql(tables, request, eventId);
    if (!base)
        return base.error();
    const Result<std::string> page = pageKql(request, *tables.tables.front());
    if (!page)
        return page.error();
    EventQuery query{.rows = *base + *page, .count = {}, .timespan = std::nullopt, .selected = commaParts(request.parameter("$select")),
                     .isLimited = request.parameter("$top").empty() && eventId.empty()};
    if (request.parameter("$count") == "true")
        query.count = *base + " | count";
    const std::string timespan(request.parameter("timespan"));
    query.timespan = parseTimespan(timespan.empty() ? "P1D" : timespan, now);
    if (!query.timespan)
        return badEvents("The timespan is not valid.");
    if (timespan.empty() && !eventId.empty())
        query.timespan.reset();
    return query;
}

} // namespace qd::lab
