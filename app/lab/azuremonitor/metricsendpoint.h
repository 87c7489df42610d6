#pragma once

#include "azuremonitor/metricrequest.h"
#include "azuremonitor/queryendpoint.h"

#include <string>

namespace qd::lab {

/// /v1/apps/{id}/metrics/{metricId}, POST /v1/apps/{id}/metrics for several, and /metrics/metadata (azure facts 2.5): values
/// computed by KQL on the classic tables. Borrows the query endpoint, which must outlive it.
class MetricsEndpoint
{
public:
    explicit MetricsEndpoint(QueryEndpoint &queries) : m_queries(queries) {}
    void addRoutes(Router &router);

private:
    HttpReply answerOne(const HttpRequest &request, const MetricParameters &parameters);
    HttpReply answerSeveral(const HttpRequest &request);
    Result<std::string> runMetric(const MetricRequest &metric, bool hasIntervals);

    QueryEndpoint &m_queries;
};

} // namespace qd::lab
