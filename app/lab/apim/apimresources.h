#pragma once

#include "clock.h"
#include "policy/policytree.h"
#include "policy/policyprogram.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace qd::lab {

/// An API of the gateway; `id` is unique without regard to case, as `path` is.
struct ApimApi {
    std::string id;
    std::string displayName;
    std::string description;
    std::string path;
    std::string type = "mcp";
    std::string serviceUrl;
    std::string endpoint = "/mcp"; ///< of an MCP server, below `path`
    bool isSubscriptionRequired = true;
    std::string keyHeader = "Ocp-Apim-Subscription-Key";
    std::string keyQuery = "subscription-key";
    std::string etag;
};

/// A key of the gateway and its owner.
struct ApimSubscription {
    std::string id;
    std::string displayName;
    std::string scope = "/apis"; ///< "/apis" (all) or "/apis/{id}"
    std::string state = "active";
    std::string primaryKey;
    std::string secondaryKey;
    Instant created{};
    std::string etag;
};

struct ApimNamedValue {
    std::string id;
    std::string displayName;
    std::string value;
    bool isSecret = false;
    std::vector<std::string> tags;
    std::string etag;
};

/// A policy document at one scope, or a fragment (which has no program).
struct ApimPolicy {
    std::vector<policy::PolicyNode> document;
    std::shared_ptr<const policy::PolicyProgram> program;
    std::string description;
    std::string etag;
};

/// Everything API Management holds at one moment. Keys are in lower case. Policies by scope: "" (service),
/// "products/x", "apis/x", "apis/x/operations/y".
struct ApimSnapshot {
    std::map<std::string, ApimApi> apis;
    std::map<std::string, ApimSubscription> subscriptions;
    std::map<std::string, ApimNamedValue> namedValues;
    std::map<std::string, ApimPolicy> policies;
    std::map<std::string, ApimPolicy> fragments;

    /// What a document of `scope` may refer to.
    [[nodiscard]] policy::PolicyWorld world(const std::string &scope) const;
    [[nodiscard]] const ApimPolicy *policy(const std::string &scope) const;
};

} // namespace qd::lab
