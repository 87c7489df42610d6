#include "azuremonitor/eventsendpoint.h"

#include "azuremonitor/eventjson.h"
#include "azuremonitor/queryerrors.h"
#include "server/azureerror.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace qd::lab {

namespace {

constexpr const char *eventTypes[] = {"traces", "customEvents", "pageViews", "browserTimings", "requests", "dependencies", "exceptions",
                                      "availabilityResults", "performanceCounters", "customMetrics"};

} // namespace

void EventsEndpoint::addRoutes(Router &router)
{
    for (const char *path : {"/v1/apps/{id}/events/{type}", "/v1/apps/{id}/events/{type}/{event}"})
        router.add("GET", path, [this](const HttpRequest &request, const PathArguments &arguments) {
            const auto event = arguments.find("event");
            const std::string eventId = event == arguments.end() ? std::string() : event->second;
            return m_queries.forApplication(request, arguments.at("id"), [&] { return answer(request, arguments.at("type"), eventId); });
        });
}

HttpReply EventsEndpoint::answer(const HttpRequest &request, const std::string &type, const std::string &eventId)
{
    EventTables tables{.tables = {}, .isAll = type == "$all"};
    for (const char *name : eventTypes)
        if (tables.isAll || type == name)
            tables.tables.push_back(m_queries.applicationTable(name));
    if (tables.tables.empty())
        return azureError(404, "PathNotFoundError", "The requested path does not exist", request);
    const Result<EventQuery> query = decodeEvents(request, tables, eventId, m_queries.clock().now());
    if (!query)
        return queryErrorReply(query.error(), request);
    const Result<std::string> rows = runEvents(query->rows, *query);
    if (!rows)
        return queryErrorReply(rows.error(), request);
    std::optional<std::int64_t> count;
    if (!query->count.empty()) {
        const Result<std::string> counted = runEvents(query->count, *query);
        if (!counted)
            return queryErrorReply(counted.error(), request);
        count = nlohmann::json::parse(*counted)["rows"][0][0].get<std::int64_t>();
    }
    HttpReply reply;
    reply.contentType = "application/json; charset=utf-8; ieee754compatible=false; odata.metadata=none; odata.streaming=false";
    reply.headers.emplace_back("odata-version", "4.0;");
    reply.body = eventsJson(*rows, tables, *query, count,
                            "https://api.applicationinsights.io/v1/apps/" + request.segments.at(2) + "/events/$metadata#" + type);
    return reply;
}

Result<std::string> EventsEndpoint::runEvents(const std::string &kql, const EventQuery &query)
{
    QueryRequest asked;
    asked.query = kql;
    asked.timespan = query.timespan;
    Result<QueryOutcome> outcome = m_queries.run(asked);
    if (!outcome)
        return outcome.error();
    return std::move(outcome->tables.json);
}

} // namespace qd::lab
