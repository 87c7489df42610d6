#pragma once

#include "apim/apimstate.h"
#include "azurearm/labfaults.h"
#include "gateway/gatewaycall.h"
#include "gateway/gatewaytelemetry.h"
#include "gateway/policycounters.h"
#include "mcpserver/mcpservers.h"
#include "server/labserver.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>

namespace qd::lab {

/// The lab's AI gateway on a port of its own: finds the API, checks the key, runs the policies of all scopes and passes
/// the request on, to an MCP server of the lab or over the network; answers come through as they are made. With the fault
/// "gateway-enforcement-off" the policies are left out. Borrows everything it is made from. Any thread.
class Gateway final : public policy::PolicyHost
{
public:
    using TokenMaker = std::function<std::string(const std::string &resource)>;

    /// What it is made from. Requests for service URLs below `ownServers` ("http://127.0.0.1:41234/servers/") are answered by
    /// `servers` at once, without a way over the network.
    struct Parts {
        ApimState &state;
        McpServers &servers;
        const LabFaults &faults;
        const Clock &clock;
        GatewayTelemetry &telemetry;
        TokenMaker tokens;
        std::string ownServers;
    };
    static Result<std::unique_ptr<Gateway>> bind(Parts parts, quint16 port);
    ~Gateway() override;
    Gateway(const Gateway &) = delete;
    Gateway &operator=(const Gateway &) = delete;

    void serve();
    void stop();
    /// "http://127.0.0.1:41235".
    [[nodiscard]] std::string url() const;

    // policy::PolicyHost
    [[nodiscard]] Instant now() const override { return m_clock.now(); }
    double count(const std::string &key, double amount, double limit, double periodSeconds, bool isSliding, double &retryAfterSeconds) override;
    void store(const std::string &key, policy::Value value, double seconds) override;
    std::optional<policy::Value> stored(const std::string &key) override;
    void remove(const std::string &key) override;
    std::string identityToken(const std::string &resource) override { return m_tokens(resource); }
    std::string backendUrl(const std::string &backend) override;
    void forward(policy::Exchange &exchange, double timeoutSeconds) override;
    bool pause(double seconds) override;

private:
    explicit Gateway(Parts parts);
    HttpReply handle(const HttpRequest &request);
    HttpReply run(const std::shared_ptr<GatewayCall> &call, const HttpRequest &request);
    [[nodiscard]] std::optional<HttpReply> refusedKey(const GatewayCall &call, const HttpRequest &request, const ApimSubscription *&subscription) const;
    void forwardInside(GatewayCall &call, McpServer &server);
    void forwardOutside(GatewayCall &call, double timeoutSeconds);
    HttpReply replyOf(const std::shared_ptr<GatewayCall> &call, const std::function<void(int)> &finish);
    void chargeTokens(GatewayCall &call);

    ApimState &m_state;
    McpServers &m_servers;
    const LabFaults &m_faults;
    const Clock &m_clock;
    GatewayTelemetry &m_telemetry;
    const TokenMaker m_tokens;
    const std::string m_ownServers;
    PolicyCounters m_counters;
    UpstreamPool m_upstreams;
    Router m_router;
    std::unique_ptr<LabServer> m_server;
    std::atomic<bool> m_isStopping{false};
};

} // namespace qd::lab
