#pragma once

#include <QString>
#include <QUrl>

namespace qd {

/// Where the fleet's resources are. Empty names: this profile has no such resource, and its pages say so.
struct ArmTarget {
    QUrl endpoint;         ///< https://management.azure.com
    QString scope;         ///< token scope, https://management.azure.com/.default
    QString subscriptionId;
    QString resourceGroup;
    QString site;          ///< App Service app
    QString apim;          ///< API Management service

    [[nodiscard]] bool hasSite() const { return !subscriptionId.isEmpty() && !resourceGroup.isEmpty() && !site.isEmpty(); }
    [[nodiscard]] bool hasApim() const { return !subscriptionId.isEmpty() && !resourceGroup.isEmpty() && !apim.isEmpty(); }
    /// "/subscriptions/…/resourceGroups/…/providers/Microsoft.Web/sites/{site}"
    [[nodiscard]] QString siteId() const;
    [[nodiscard]] QString apimId() const;
    bool operator==(const ArmTarget &) const = default;
};

} // namespace qd
