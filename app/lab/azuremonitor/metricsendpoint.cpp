#include "azuremonitor/metricsendpoint.h"

#include "azuremonitor/metricquery.h"
#include "azuremonitor/metricreply.h"
#include "azuremonitor/queryerrors.h"
#include "server/jsontext.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace qd::lab {

namespace {

using SeveralJson = nlohmann::json;

constexpr int maxMetricsDepth = 8;
constexpr size_t mostMetrics = 100;

MetricParameters parametersOf(const HttpRequest &request, const std::string &metricId)
{
    const auto value = [&request](const char *name) { return std::string(request.parameter(name)); };
    return {.metricId = metricId, .timespan = value("timespan"), .interval = value("interval"), .aggregation = value("aggregation"),
            .segment = value("segment"), .top = value("top"), .orderby = value("orderby"), .filter = value("filter")};
}

/// A text, a number, or a list of texts with commas between them.
std::string parameterText(const SeveralJson &parameters, const char *name)
{
    const auto found = parameters.find(name);
    if (found == parameters.end() || found->is_null())
        return {};
    if (!found->is_array())
        return found->is_string() ? found->get<std::string>() : found->dump();
    std::string list;
    for (const SeveralJson &element : *found)
        if (element.is_string())
            list += (list.empty() ? "" : ",") + element.get<std::string>();
    return list;
}

MetricParameters parametersOf(const SeveralJson &given)
{
    const auto value = [&given](const char *name) { return parameterText(given, name); };
    return {.metricId = value("metricId"), .timespan = value("timespan"), .interval = value("interval"), .aggregation = value("aggregation"),
            .segment = value("segment"), .top = value("top"), .orderby = value("orderby"), .filter = value("filter")};
}

} // namespace

void MetricsEndpoint::addRoutes(Router &router)
{
    const std::string path = "/v1/apps/{id}/metrics";
    router.add("GET", path + "/metadata", [this](const HttpRequest &request, const PathArguments &arguments) {
        return m_queries.forApplication(request, arguments.at("id"), [] {
            HttpReply reply;
            reply.body = metricMetadataJson();
            return reply;
        });
    });
    // The slash inside a metric's id comes encoded, or as it is.
    for (const char *metric : {"/{metric}", "/{group}/{metric}"})
        router.add("GET", path + metric, [this](const HttpRequest &request, const PathArguments &arguments) {
            const auto group = arguments.find("group");
            const std::string id = (group == arguments.end() ? std::string() : group->second + "/") + arguments.at("metric");
            return m_queries.forApplication(request, arguments.at("id"), [&] { return answerOne(request, parametersOf(request, id)); });
        });
    router.add("POST", path, [this](const HttpRequest &request, const PathArguments &arguments) {
        return m_queries.forApplication(request, arguments.at("id"), [&] { return answerSeveral(request); });
    });
}

HttpReply MetricsEndpoint::answerOne(const HttpRequest &request, const MetricParameters &parameters)
{
    const auto decoded = decodeMetric(parameters, m_queries.clock().now());
    if (const auto *problem = std::get_if<QueryRequestProblem>(&decoded))
        return badRequestReply(problem->code, problem->message, request);
    const MetricRequest &metric = std::get<MetricRequest>(decoded);
    const Result<std::string> whole = runMetric(metric, false);
    if (!whole)
        return queryErrorReply(whole.error(), request);
    std::optional<std::string> parts;
    if (!metric.intervalText.empty()) {
        Result<std::string> found = runMetric(metric, true);
        if (!found)
            return queryErrorReply(found.error(), request);
        parts = *std::move(found);
    }
    HttpReply reply;
    reply.body = metricReplyJson(metric, *whole, parts);
    return reply;
}

Result<std::string> MetricsEndpoint::runMetric(const MetricRequest &metric, bool hasIntervals)
{
    const KqlTable *table = m_queries.applicationTable(metric.metric.table);
    const Result<std::string> kql = metricKql(metric, *table, hasIntervals);
    if (!kql)
        return kql.error();
    QueryRequest query;
    query.query = *kql;
    query.timespan = metric.range;
    Result<QueryOutcome> outcome = m_queries.run(query);
    if (!outcome)
        return outcome.error();
    return std::move(outcome->tables.json);
}

HttpReply MetricsEndpoint::answerSeveral(const HttpRequest &request)
{
    const bool isDeep = jsonNestsTooDeep(request.body, maxMetricsDepth);
    const SeveralJson parsed = isDeep ? SeveralJson(SeveralJson::value_t::discarded) : SeveralJson::parse(request.body, nullptr, false);
    if (!parsed.is_array() || parsed.size() > mostMetrics)
        return badRequestReply("InvalidJsonBody", "The request body has to be a list of at most 100 metrics.", request);
    std::string answers;
    for (const SeveralJson &entry : parsed) {
        const auto parameters = entry.is_object() ? entry.find("parameters") : entry.end();
        if (!entry.is_object() || parameters == entry.end() || !parameters->is_object())
            return badRequestReply("InvalidJsonBody", "A metric needs an id and parameters.", request);
        const HttpReply reply = answerOne(request, parametersOf(*parameters));
        answers += (answers.empty() ? "" : ",") + ("{\"id\":" + jsonString(parameterText(entry, "id"))) + ",\"status\":"
            + std::to_string(reply.status) + ",\"body\":" + reply.body + "}";
    }
    HttpReply reply;
    reply.body = "[" + answers + "]";
    return reply;
}

} // namespace qd::lab
