#include "azuremonitor/queryreply.h"

#include "azuremonitor/queryerrors.h"
#include "server/jsontext.h"

namespace qd::lab {

namespace {

/// The "statistics" member; the lab measures time and rows, the rest has the shape of Azure's.
std::string statisticsJson(const QueryOutcome &outcome)
{
    const std::string size = std::to_string(outcome.tables.json.size());
    return "{\"query\":{\"executionTime\":" + std::to_string(outcome.seconds)
        + ",\"resourceUsage\":{\"cache\":{\"memory\":{\"hits\":0,\"misses\":0,\"total\":0},\"disk\":{\"hits\":0,\"misses\":0,"
          "\"total\":0}},\"cpu\":{\"user\":\"00:00:00\",\"kernel\":\"00:00:00\",\"total cpu\":\"00:00:00\"},"
          "\"memory\":{\"peak_per_node\":0}},\"inputDatasetStatistics\":{\"extents\":{\"total\":0,\"scanned\":0},"
          "\"rows\":{\"total\":0,\"scanned\":0}},\"datasetStatistics\":[{\"table_row_count\":"
        + std::to_string(outcome.tables.rows) + ",\"table_size\":" + size + "}]}}";
}

/// Where the rows come from: the lab has one resource of each kind, and everything is in its one region.
std::string sourcesJson(const MetadataSubject &subject)
{
    return "[{\"resourceId\":" + jsonString(subject.resourceId) + ",\"region\":" + jsonString(subject.region) + ",\"tables\":[]}]";
}

std::string permissionsJson(const MetadataSubject &subject)
{
    return "{\"dataSources\":[{\"resourceId\":" + jsonString(subject.resourceId) + ",\"denyTables\":[]}],\"resources\":[{\"resourceId\":"
        + jsonString(subject.resourceId) + ",\"dataSources\":[" + jsonString(subject.resourceId) + "]}]}";
}

} // namespace

HttpReply queryReply(QueryOutcome outcome, const QueryRequest &query, const MetadataSubject &subject)
{
    HttpReply reply;
    reply.headers = {{"access-control-expose-headers", "Retry-After,Age,WWW-Authenticate,x-resource-identities,x-ms-status-location"}};
    std::string extra;
    if (query.includeRender)
        extra += ",\"render\":" + outcome.render;
    if (query.includeStatistics)
        extra += ",\"statistics\":" + statisticsJson(outcome);
    if (query.includeDataSources)
        extra += ",\"dataSources\":" + sourcesJson(subject);
    if (query.includePermissions)
        extra += ",\"permissions\":" + permissionsJson(subject);
    if (outcome.tables.truncated)
        extra += ",\"error\":" + partialErrorJson(ReplyLimits{}.rows);
    reply.body.reserve(outcome.tables.json.size() + extra.size() + 16);
    reply.body.append("{\"tables\":[").append(outcome.tables.json).append("]").append(extra).append("}");
    return reply;
}

} // namespace qd::lab
