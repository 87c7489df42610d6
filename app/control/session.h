#pragma once

#include "arm/armclient.h"
#include "arm/httpactivitylog.h"
#include "arm/httpapimconnector.h"
#include "arm/httpappserviceconnector.h"
#include "auth/clientcredentials.h"
#include "auth/keychainstore.h"
#include "auth/secretsource.h"
#include "azuremonitor/httpmonitorconnector.h"
#include "azuremonitor/httpqueryservice.h"
#include "azuremonitor/querygate.h"
#include "clock.h"
#include "http/httpclient.h"
#include "http/timers.h"
#include "mcp/defaultmcpconnector.h"
#include "sessionprofile.h"

#include <memory>

namespace qd {

/// One account's connection: its HTTP client, sign-in, query governor and connector, wired together. Destroying it ends
/// every running call. GUI thread.
class Session final
{
    Q_DISABLE_COPY_MOVE(Session)

public:
    /// `clock` is borrowed.
    Session(SessionProfile profile, std::unique_ptr<SecretSource> secrets, const Clock &clock);

    [[nodiscard]] const SessionProfile &profile() const { return m_profile; }
    [[nodiscard]] MonitorConnector &monitor() { return m_monitor; }
    /// What people ask themselves: rows as they come, render, statistics, the list of tables.
    [[nodiscard]] QueryService &queries() { return m_queries; }
    /// Resource Manager; ask profile().arm first whether there is a site or a gateway.
    [[nodiscard]] AppServiceConnector &appService() { return m_appService; }
    [[nodiscard]] ApimConnector &apim() { return m_apim; }
    /// MCP servers; their "${secret:name}" references are looked up in the keyring.
    [[nodiscard]] McpConnector &mcp() { return m_mcp; }
    [[nodiscard]] ActivityLog &activityLog() { return m_activityLog; }
    [[nodiscard]] const ArmQuota &armQuota() const { return m_arm.quota(); }

private:
    const SessionProfile m_profile;
    const std::unique_ptr<SecretSource> m_secrets;
    SystemTimers m_timers;
    HttpClient m_http;
    ClientCredentials m_tokens;
    QueryGate m_governor;
    HttpMonitorConnector m_monitor;
    HttpQueryService m_queries;
    ArmClient m_arm;
    HttpAppServiceConnector m_appService;
    HttpApimConnector m_apim;
    HttpActivityLog m_activityLog;
    KeychainStore m_keychain;
    DefaultMcpConnector m_mcp;
};

/// A session on a lab, with the secret that the lab told.
std::unique_ptr<Session> makeLabSession(const LabInfo &lab, TelemetrySchema schema, const Clock &clock);

} // namespace qd
