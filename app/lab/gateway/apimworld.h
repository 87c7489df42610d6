#pragma once

#include "apim/apimendpoint.h"
#include "fleet/fleetcontrol.h"
#include "gateway/gateway.h"
#include "laboptions.h"

#include <memory>
#include <string>

namespace qd::lab {

/// API Management in the lab: its resources, the MCP servers, the gateway in front of them, and what the fleet is told of
/// both: allowlist verdicts and chaos from the named value quarterdeck-chaos. Borrows what it is made from.
class ApimWorld
{
public:
    struct Parts {
        ArmService &arm;
        FleetControl &fleet;
        LabFaults &faults;
        const Clock &clock;
        TelemetrySink &telemetry;
        std::string instrumentationKey;
        std::string endpoint; ///< of the lab's own server, for the MCP servers' addresses
        Gateway::TokenMaker tokens;
    };
    /// Makes the resources and binds the gateway's port; adds every route. Fails with ErrorKind::Conflict when the port is
    /// taken, Invalid for an upstream that cannot be read.
    static Result<std::unique_ptr<ApimWorld>> start(Parts parts, const LabOptions &options, Router &router);
    ~ApimWorld();
    ApimWorld(const ApimWorld &) = delete;
    ApimWorld &operator=(const ApimWorld &) = delete;

    void serve() { m_gateway->serve(); }
    /// Ends the gateway and stores what it still has to tell. Idempotent.
    void stop();
    [[nodiscard]] std::string gatewayUrl() const { return m_gateway->url(); }

private:
    ApimWorld(Parts parts);
    void tellFleet();

    FleetControl &m_fleet;
    LabFaults &m_faults;
    ApimState m_state;
    McpServers m_servers;
    GatewayTelemetry m_telemetry;
    std::unique_ptr<Gateway> m_gateway;
    std::unique_ptr<ApimEndpoint> m_endpoint;
    std::mutex m_tellMutex;
    std::string m_chaos; ///< the named value as the fleet last heard it
};

/// The fault that the named value's text means; Off for an empty or unusable one.
ChaosSpec chaosOf(const std::string &namedValue);

} // namespace qd::lab
