#pragma once

#include "policy/script/value.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qd::lab::policy {

/// Header lines or query values in order; names compare without case.
class NameValues
{
public:
    std::vector<std::pair<std::string, std::string>> lines;

    [[nodiscard]] bool has(const std::string &name) const;
    /// The values joined with a comma, or empty.
    [[nodiscard]] std::string value(const std::string &name) const;
    [[nodiscard]] std::vector<std::string> values(const std::string &name) const;
    void remove(const std::string &name);
    void add(const std::string &name, const std::string &value) { lines.emplace_back(name, value); }
};

/// A request's or a response's body; `load` brings it in when it is still on its way. Reading it without preserving uses it up.
struct BodyState {
    std::string bytes;
    std::function<std::string()> load; ///< empty: `bytes` is the body
    bool isConsumed = false;
    bool isChanged = false;
    JsonRef parsed; ///< of `bytes`, when they were read as JSON with preserveContent

    const std::string &read();
    void set(std::string text);
};

struct UrlState {
    std::string scheme = "https";
    std::string host;
    int port = 443;
    std::string path; ///< with a leading slash
    NameValues query;
};

struct RequestState {
    std::string method;
    UrlState url;
    UrlState originalUrl;
    NameValues headers;
    BodyState body;
    std::string ipAddress;
    NameValues matchedParameters;
};

struct ResponseState {
    int statusCode = 200;
    std::string reason;
    NameValues headers;
    BodyState body;
};

/// Names of what the request belongs to.
struct NamedPart {
    std::string id;
    std::string name;
    std::string path;   ///< API
    std::string key;    ///< subscription
    std::string detail; ///< operation: method; API: service URL; deployment: region
};

/// What went wrong, for the on-error section.
struct LastErrorState {
    std::string source;
    std::string reason;
    std::string message;
    std::string scope;
    std::string section;
    std::string path;
    std::string policyId;
};

/// Everything an expression can see of one request: the members of `context`. One thread.
struct ScriptContext {
    RequestState request;
    ResponseState response;
    std::optional<NamedPart> subscription;
    std::optional<NamedPart> product;
    std::optional<NamedPart> operation;
    std::optional<NamedPart> user;
    NamedPart api;
    NamedPart deployment;
    std::map<std::string, Value> variables;
    std::optional<LastErrorState> lastError;
    std::string requestId;
    Instant timestamp{};
    std::vector<std::string> traces; ///< what context.Trace() and the trace policy said
    uint64_t random = 0;             ///< state of Random and Guid.NewGuid()
};

} // namespace qd::lab::policy
