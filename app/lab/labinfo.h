#pragma once

#include <QString>

#include <string>

namespace qd::lab {

/// Everything a client needs to use a running lab. The secret and the token must not be logged.
struct LabInfo {
    QString endpoint;    ///< "http://127.0.0.1:41234", without a trailing slash; serves every API of the lab
    QString tlsEndpoint; ///< the same by TLS, "https://127.0.0.1:41235"; empty when there is none
    QString caFile;      ///< certificate to trust for it, PEM; empty when there is none
    QString tenantId;
    QString clientId;
    QString clientSecret;
    QString strangerClientId; ///< same secret, but without a role: its queries are refused with 403
    QString appId;
    QString workspaceId;
    QString instrumentationKey;
    QString connectionString; ///< for Microsoft's exporters, which insist on TLS
    QString readerClientId;   ///< same secret: may read everything and write nothing
    QString bearerToken;      ///< good for every API of the lab for a day
    QString scenario;
    QString subscriptionId;
    QString resourceGroup;
    QString siteName;         ///< App Service app of the fleet
    QString apimName;         ///< API Management service
    QString gatewayUrl;       ///< of the AI gateway; empty while there is none
    qint64 pid = 0;
};

/// One line of JSON with the members of LabInfo, except strangerClientId and readerClientId.
std::string toJsonLine(const LabInfo &info);

} // namespace qd::lab
