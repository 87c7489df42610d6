#pragma once

#include "arm/armtarget.h"
#include "azuremonitor/monitorconnector.h"
#include "localfiles/localfiles.h"
#include "result.h"

#include <QString>
#include <QUrl>

namespace qd {

/// How careful to be: shown as the edge and chip of the window.
enum class Environment { Lab, Development, Staging, Production };

/// "lab", "dev", "staging", "prod".
QString environmentName(Environment environment);

/// What to connect to, and as whom. Holds no secret. A value.
struct SessionProfile {
    QString name;
    Environment environment = Environment::Lab;
    QUrl authority;    ///< sign-in service
    QString tenantId;
    QString clientId;
    MonitorTarget target;
    ArmTarget arm;     ///< App Service and API Management of the fleet

    /// The name under which the keyring holds the client secret.
    [[nodiscard]] QString secretName() const;
    bool operator==(const SessionProfile &) const = default;
};

/// The public cloud's query services: an Application Insights app, or a Log Analytics workspace.
MonitorTarget cloudTarget(TelemetrySchema schema, const QString &id);

/// The public cloud's Resource Manager; names may be empty.
ArmTarget cloudArmTarget(const QString &subscriptionId, const QString &resourceGroup, const QString &site, const QString &apim);

/// The profile of a running lab; the schema chooses between its app and its workspace.
SessionProfile labProfile(const LabInfo &lab, TelemetrySchema schema);

} // namespace qd
