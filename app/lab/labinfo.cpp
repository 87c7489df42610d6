#include "labinfo.h"

#include "server/jsontext.h"

namespace qd::lab {

std::string toJsonLine(const LabInfo &info)
{
    const std::pair<const char *, const QString &> texts[] = {
        {"endpoint", info.endpoint},       {"tlsEndpoint", info.tlsEndpoint},
        {"caFile", info.caFile},           {"tenantId", info.tenantId},
        {"clientId", info.clientId},       {"clientSecret", info.clientSecret},
        {"appId", info.appId},             {"workspaceId", info.workspaceId},
        {"instrumentationKey", info.instrumentationKey}, {"connectionString", info.connectionString},
        {"bearerToken", info.bearerToken}, {"scenario", info.scenario},
        {"subscriptionId", info.subscriptionId}, {"resourceGroup", info.resourceGroup},
        {"siteName", info.siteName},       {"apimName", info.apimName},
        {"gatewayUrl", info.gatewayUrl}};
    std::string out = "{";
    for (const auto &[name, value] : texts)
        out += jsonString(name) + ":" + jsonString(value.toStdString()) + ",";
    return out + "\"pid\":" + std::to_string(info.pid) + "}\n";
}

} // namespace qd::lab
