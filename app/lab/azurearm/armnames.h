#pragma once

#include <string>

namespace qd::lab {

/// The lab's resources and where they are.
struct ArmNames {
    std::string subscriptionId;
    std::string resourceGroup = "contoso-agents";
    std::string site = "contoso-agent-api";
    std::string apim = "contoso-apim";
    std::string location = "West Europe";

    [[nodiscard]] std::string groupId() const
    {
        return "/subscriptions/" + subscriptionId + "/resourceGroups/" + resourceGroup;
    }
    [[nodiscard]] std::string siteId() const { return groupId() + "/providers/Microsoft.Web/sites/" + site; }
    [[nodiscard]] std::string apimId() const { return groupId() + "/providers/Microsoft.ApiManagement/service/" + apim; }
};

} // namespace qd::lab
