#include "azurearm/permissionsendpoint.h"

#include "azurearm/armservice.h"
#include "server/jsontext.h"

#include <nlohmann/json.hpp>

namespace qd::lab {

namespace {

HttpReply permissionsReply(ArmService &service, const ArmRequest &request)
{
    const bool mayWrite = request.caller.mayWrite && !service.faults().isOn("rights-revoked");
    const Json grant{{"actions", Json::array({mayWrite ? "*" : "*/read"})}, {"notActions", Json::array()},
                     {"dataActions", Json::array()}, {"notDataActions", Json::array()}};
    return {.body = jsonBody(Json{{"value", Json::array({grant})}})};
}

} // namespace

void addPermissionRoutes(ArmService &service)
{
    service.addProvider({.name = "Microsoft.Authorization", .versions = {"2022-04-01", "2018-07-01", "2015-07-01"}});
    const std::string resource = "/subscriptions/{subscription}/resourceGroups/{group}/providers/{namespace}/{type}/{name}";
    for (const std::string &scope : {resource, resource + "/{childType}/{child}"})
        service.add("GET", scope + "/providers/Microsoft.Authorization/permissions", "Microsoft.Authorization/permissions/read",
                    [&service](const ArmRequest &request) { return permissionsReply(service, request); });
}

} // namespace qd::lab
