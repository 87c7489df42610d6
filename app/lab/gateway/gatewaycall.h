#pragma once

#include "apim/apimresources.h"
#include "gateway/upstream.h"
#include "policy/policyexchange.h"
#include "server/httprequest.h"

#include <memory>
#include <string>

namespace qd::lab {

/// What a JSON-RPC message in a request asks for; empty when the body is none.
struct McpCall {
    std::string method;
    std::string tool;
    size_t batch = 0; ///< messages, when it is an array
};
McpCall readMcpCall(const std::string &body);

/// One request on its way through the gateway: the exchange that its policies work on, and what telemetry wants to know.
struct GatewayCall : policy::Exchange {
    std::shared_ptr<const ApimSnapshot> world;
    const ApimApi *api = nullptr;
    std::shared_ptr<UpstreamReply> reply; ///< the body that is still on its way
    McpCall message;
    std::string traceId;  ///< 32 hex digits
    std::string parentId; ///< the caller's span, 16 hex digits or empty
    std::string spanId;
    std::string forwardSpanId;
    Instant started{};
    double forwardMs = -1; ///< below zero: not forwarded
    int forwardStatus = 0;
    std::string target;    ///< of the backend, host and port
};

/// The API whose path the request begins with, the longest one; `rest` is what follows. Null when there is none.
const ApimApi *apiOf(const ApimSnapshot &world, const std::vector<std::string> &segments, std::string &rest);
/// The subscription of this key, in whatever state; null when there is none.
const ApimSubscription *subscriptionOf(const ApimSnapshot &world, const std::string &key);
bool mayUse(const ApimSubscription &subscription, const ApimApi &api);

/// Fills the exchange's request, names and policies; `subscription` may be null.
void fillCall(GatewayCall &call, const HttpRequest &request, const ApimSubscription *subscription, Instant now);
/// Puts the programs of the scopes that apply into the call, broad to narrow.
void fillScopes(GatewayCall &call);

} // namespace qd::lab
