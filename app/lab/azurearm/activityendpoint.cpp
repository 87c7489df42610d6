#include "azurearm/activityendpoint.h"

#include "azurearm/activityfilter.h"
#include "azurearm/armservice.h"
#include "azurearm/armtime.h"
#include "azurearm/paging.h"
#include "server/guid.h"

#include <nlohmann/json.hpp>

#include <functional>

namespace qd::lab {

namespace {

Json localizable(const std::string &value) { return {{"value", value}, {"localizedValue", value}}; }

const char *levelOf(const Activity &activity) { return activity.status == "Failed" ? "Error" : "Informational"; }

std::string subStatusOf(const Activity &activity)
{
    if (!activity.subStatus.empty())
        return activity.subStatus;
    return activity.httpStatus >= 200 && activity.httpStatus < 300 ? "OK" : std::string();
}

Json eventJson(const Activity &activity)
{
    const uint64_t hash = std::hash<std::string>()(activity.resourceId + activity.status + armTime(activity.at));
    const std::string id = derivedGuid(hash, activity.correlationId);
    Json properties = Json::object();
    if (activity.httpStatus > 0)
        properties["statusCode"] = std::to_string(activity.httpStatus);
    if (!activity.message.empty())
        properties["statusMessage"] = activity.message;
    return {{"authorization", {{"action", activity.operation}, {"scope", activity.resourceId}}},
            {"caller", activity.caller},
            {"channels", "Operation"},
            {"claims", Json::object()},
            {"correlationId", activity.correlationId},
            {"eventDataId", id},
            {"eventName", localizable("EndRequest")},
            {"category", localizable("Administrative")},
            {"httpRequest",
             {{"clientRequestId", activity.clientRequestId},
              {"clientIpAddress", activity.clientIp},
              {"method", activity.method}}},
            {"level", levelOf(activity)},
            {"operationId", activity.correlationId},
            {"operationName", localizable(activity.operation)},
            {"resourceId", activity.resourceId},
            {"status", localizable(activity.status)},
            {"subStatus", localizable(subStatusOf(activity))},
            {"eventTimestamp", armTime(activity.at)},
            {"submissionTimestamp", armTime(activity.at)},
            {"properties", properties}};
}

/// Only the members that $select names; all of them without it.
Json selectedMembers(Json event, std::string_view select)
{
    if (select.empty())
        return event;
    Json kept = Json::object();
    while (!select.empty()) {
        const size_t end = std::min(select.find(','), select.size());
        const std::string name(select.substr(0, end));
        select.remove_prefix(std::min(end + 1, select.size()));
        if (event.contains(name))
            kept[name] = event[name];
    }
    return kept;
}

HttpReply listActivities(ArmService &service, const ArmRequest &request)
{
    const Result<ActivityFilter> filter = parseActivityFilter(request.http.parameter("$filter"), service.clock().now());
    if (!filter)
        return armError({400, "BadRequest", filter.error().message.toStdString()});
    std::vector<Json> events;
    for (const Activity &activity : service.activity().between(filter->from, filter->to))
        if (filter->accepts(activity))
            events.push_back(selectedMembers(eventJson(activity), request.http.parameter("$select")));
    return pagedReply(request, events);
}

} // namespace

void addActivityRoutes(ArmService &service)
{
    service.add("GET", "/subscriptions/{subscription}/providers/Microsoft.Insights/eventtypes/management/values",
                "Microsoft.Insights/eventtypes/values/read",
                [&service](const ArmRequest &request) { return listActivities(service, request); });
}

} // namespace qd::lab
