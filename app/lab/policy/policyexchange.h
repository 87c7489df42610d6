#pragma once

#include "policy/script/scriptcontext.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace qd::lab::policy {

class PolicyProgram;
struct Exchange;

enum class Section { Inbound, Backend, Outbound, OnError };

/// Why a policy ends the request: what the caller gets, and what on-error sees.
struct PolicyAbort {
    int status = 500;
    std::string reason;
    std::string message;
    std::string source;
    std::vector<std::pair<std::string, std::string>> headers;
};

/// One metric that a policy emitted.
struct PolicyMetric {
    std::string space;
    std::string name;
    double value = 1;
    std::vector<std::pair<std::string, std::string>> dimensions;
};

/// What policies need of the gateway around them. Any thread.
class PolicyHost
{
public:
    virtual ~PolicyHost() = default;
    [[nodiscard]] virtual Instant now() const = 0;
    /// Adds `amount` to the counter unless `limit` would be passed; what is left, or below zero with `retryAfterSeconds`.
    /// A period of 0 never ends. `isSliding`: the oldest counts leave one by one.
    virtual double count(const std::string &key, double amount, double limit, double periodSeconds, bool isSliding, double &retryAfterSeconds) = 0;
    virtual void store(const std::string &key, Value value, double seconds) = 0;
    virtual std::optional<Value> stored(const std::string &key) = 0;
    virtual void remove(const std::string &key) = 0;
    /// A token for the gateway's own identity.
    virtual std::string identityToken(const std::string &resource) = 0;
    /// URL of a backend resource; empty when there is none.
    virtual std::string backendUrl(const std::string &backend) = 0;
    /// Sends the request on and fills the response; throws PolicyAbort.
    virtual void forward(Exchange &exchange, double timeoutSeconds) = 0;
    /// False when the caller is gone.
    virtual bool pause(double seconds) = 0;
};

/// One request on its way through the policies of all scopes, broad to narrow. One thread.
struct Exchange {
    ScriptContext context;
    PolicyHost *host = nullptr;
    std::vector<std::shared_ptr<const PolicyProgram>> scopes; ///< global, product, API, operation; absent ones left out
    std::vector<std::string> scopeNames;
    std::string backend;        ///< base URL of the backend, changed by set-backend-service
    std::string rewritten;      ///< path and query for the backend; empty: as it came
    bool isAnswered = false;    ///< by return-response and its like
    bool isForwarded = false;
    bool isCorsAllowed = false;
    std::string decision;       ///< what ended the request early, e.g. "return-response"
    std::vector<PolicyMetric> metrics;
    std::vector<PolicyMetric> tokenMetrics;           ///< to be filled from the answer's usage
    std::vector<std::pair<std::string, double>> tokenCounters; ///< counter key and period, to be charged with the usage
    size_t scope = 0;           ///< position in `scopes` of what runs
    Section section = Section::Inbound;

    /// Runs the policies of every scope: inbound, backend, outbound; on-error after a failure. Afterwards `context.response`
    /// is what the caller gets.
    void run();
    /// <base />: the same section of the next broader scope. False when the request is answered.
    bool runBase();

private:
    bool runSection(Section which);
    void fail(const PolicyAbort &abort);
};

/// The body of an error of the gateway: {"statusCode":401,"message":"…"}.
std::string gatewayErrorBody(int status, const std::string &message);

} // namespace qd::lab::policy
