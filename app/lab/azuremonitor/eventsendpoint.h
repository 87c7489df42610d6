#pragma once

#include "azuremonitor/eventrequest.h"
#include "azuremonitor/queryendpoint.h"

#include <string>

namespace qd::lab {

/// /v1/apps/{id}/events/{type}[/{eventId}] (azure facts 2.5): single events as OData, found by KQL on the classic tables.
/// Borrows the query endpoint, which must outlive it.
class EventsEndpoint
{
public:
    explicit EventsEndpoint(QueryEndpoint &queries) : m_queries(queries) {}
    void addRoutes(Router &router);

private:
    HttpReply answer(const HttpRequest &request, const std::string &type, const std::string &eventId);
    Result<std::string> runEvents(const std::string &kql, const EventQuery &query);

    QueryEndpoint &m_queries;
};

} // namespace qd::lab
