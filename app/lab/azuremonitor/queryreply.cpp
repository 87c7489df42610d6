#include "azuremonitor/queryreply.h"

#include "azuremonitor/queryerrors.h"
#include "server/jsontext.h"

namespace qd::lab {

namespace {

/// The "statistics" member, in Azure's shape. Counts that the lab does not make are left out; it has no cache and no
/// extents, so theirs are zero.
std::string statisticsJson(const QueryOutcome &outcome)
{
    const QueryCost cost = outcome.cost.value_or(QueryCost{});
    std::string cpu;
    appendAzureTimeSpan(cpu, cost.cpu);
    return "{\"query\":{\"executionTime\":" + std::to_string(outcome.seconds)
        + ",\"resourceUsage\":{\"cache\":{\"memory\":{\"hits\":0,\"misses\":0,\"total\":0},\"disk\":{\"hits\":0,\"misses\":0,\"total\":0}}"
        + ",\"cpu\":{\"total cpu\":\"" + cpu + "\"},\"memory\":{\"peak_per_node\":" + std::to_string(cost.peakMemoryBytes)
        + "}},\"inputDatasetStatistics\":{\"extents\":{\"total\":0,\"scanned\":0},\"rows\":{\"scanned\":" + std::to_string(cost.rowsScanned)
        + "}},\"datasetStatistics\":[{\"table_row_count\":" + std::to_string(outcome.tables.rows)
        + ",\"table_size\":" + std::to_string(outcome.tables.json.size()) + "}]}}";
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
