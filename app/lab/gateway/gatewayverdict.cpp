#include "gateway/gatewayverdict.h"

#include "azurearm/armpath.h"
#include "gateway/gatewaycall.h"
#include "server/jsontext.h"

namespace qd::lab {

namespace {

/// A world without limits where every request arrives.
class DryHost final : public policy::PolicyHost
{
public:
    [[nodiscard]] Instant now() const override { return {}; }
    double count(const std::string & /*key*/, double /*amount*/, double limit, double /*period*/, bool /*isSliding*/, double & /*retryAfter*/) override { return limit; }
    void store(const std::string & /*key*/, policy::Value /*value*/, double /*seconds*/) override {}
    std::optional<policy::Value> stored(const std::string & /*key*/) override { return std::nullopt; }
    void remove(const std::string & /*key*/) override {}
    std::string identityToken(const std::string & /*resource*/) override { return "token"; }
    std::string backendUrl(const std::string &backend) override { return "lab://servers/" + backend; }
    void forward(policy::Exchange &exchange, double /*timeoutSeconds*/) override
    {
        exchange.isForwarded = true;
        m_hasArrived = true;
    }
    bool pause(double /*seconds*/) override { return false; }
    bool m_hasArrived = false;
};

} // namespace

bool GatewayVerdict::isAllowed(const std::string &tenant, const std::string &server, const std::string &tool) const
{
    if (m_faults.isOn("gateway-enforcement-off"))
        return true;
    const std::string key = tenant + '\n' + server + '\n' + tool;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_known.find(key); found != m_known.end())
            return found->second;
    }
    const bool verdict = judge(tenant, server, tool);
    const std::lock_guard lock(m_mutex);
    m_known[key] = verdict;
    return verdict;
}

bool GatewayVerdict::judge(const std::string &tenant, const std::string &server, const std::string &tool) const
{
    const auto api = m_world->apis.find(foldedCase(server));
    if (api == m_world->apis.end())
        return true; // not behind the gateway
    const auto subscription = m_world->subscriptions.find(foldedCase(tenant));
    const bool hasKey = subscription != m_world->subscriptions.end() && subscription->second.state == "active" && mayUse(subscription->second, api->second);
    if (api->second.isSubscriptionRequired && !hasKey)
        return false;
    HttpRequest request;
    request.method = "POST";
    request.target = "/" + api->second.path + api->second.endpoint;
    request.headers = {{"content-type", "application/json"}, {"host", "gateway"}};
    request.headerLines = {{"Content-Type", "application/json"}, {"Accept", "application/json, text/event-stream"}};
    request.remoteAddress = "127.0.0.1";
    request.requestId = "00000000-0000-4000-8000-000000000000";
    request.body = R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":)" + jsonString(tool) + R"(,"arguments":{}}})";
    GatewayCall call;
    call.world = m_world;
    call.api = &api->second;
    DryHost host;
    call.host = &host;
    fillCall(call, request, hasKey ? &subscription->second : nullptr, Instant{});
    fillScopes(call);
    call.run();
    return host.m_hasArrived;
}

} // namespace qd::lab
