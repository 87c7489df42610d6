#include "sessionprofile.h"

#include "http/httprequest.h"

namespace qd {

QString environmentName(Environment environment)
{
    switch (environment) {
    case Environment::Lab: return QStringLiteral("lab");
    case Environment::Development: return QStringLiteral("dev");
    case Environment::Staging: return QStringLiteral("staging");
    case Environment::Production: return QStringLiteral("prod");
    }
    return {};
}

QString SessionProfile::secretName() const { return QStringLiteral("client-secret/") + tenantId + u'/' + clientId; }

MonitorTarget cloudTarget(TelemetrySchema schema, const QString &id)
{
    const QString host = schema == TelemetrySchema::Classic ? QStringLiteral("https://api.applicationinsights.io")
                                                            : QStringLiteral("https://api.loganalytics.io");
    return {.schema = schema, .endpoint = QUrl(host), .id = id, .scope = host + QStringLiteral("/.default")};
}

ArmTarget cloudArmTarget(const QString &subscriptionId, const QString &resourceGroup, const QString &site, const QString &apim)
{
    const QString host = QStringLiteral("https://management.azure.com");
    return {.endpoint = QUrl(host), .scope = host + QStringLiteral("/.default"), .subscriptionId = subscriptionId,
            .resourceGroup = resourceGroup, .site = site, .apim = apim};
}

SessionProfile labProfile(const LabInfo &lab, TelemetrySchema schema)
{
    // The green edge promises that nothing real can be touched: only this machine's own lab may wear it.
    const bool isHere = isLoopback(lab.endpoint);
    SessionProfile profile{.name = isHere ? QStringLiteral("lab · ") + lab.scenario : lab.endpoint.host(),
                           .environment = isHere ? Environment::Lab : Environment::Production,
                           .authority = lab.endpoint, .tenantId = lab.tenantId, .clientId = lab.clientId};
    profile.target = cloudTarget(schema, schema == TelemetrySchema::Classic ? lab.appId : lab.workspaceId);
    profile.target.endpoint = lab.endpoint;
    profile.arm = cloudArmTarget(lab.subscriptionId, lab.resourceGroup, lab.siteName, lab.apimName);
    profile.arm.endpoint = lab.endpoint;
    return profile;
}

} // namespace qd
