#pragma once

#include "apim/apimstate.h"
#include "azurearm/armservice.h"

#include <functional>
#include <optional>
#include <string>

namespace qd::lab {

/// API Management's resources over Resource Manager (azure facts 6): service, APIs, policies at every scope, fragments,
/// subscriptions, named values. Borrows everything. Any thread.
class ApimEndpoint
{
public:
    ApimEndpoint(ArmService &arm, ApimState &state, std::function<std::string()> gatewayUrl);
    /// Adds the provider and its routes.
    void addRoutes();

private:
    using Body = std::variant<HttpReply, std::shared_ptr<Json>>;
    void add(const char *method, const std::string &path, const char *action, HttpReply (ApimEndpoint::*handler)(const ArmRequest &));
    void addPolicies(const std::string &path, std::string (*scopeOf)(const ArmRequest &));
    [[nodiscard]] bool isOurs(const ArmRequest &request) const;
    [[nodiscard]] static Body bodyOf(const ArmRequest &request);
    [[nodiscard]] std::string idOf(const std::string &tail) const { return m_arm.names().apimId() + tail; }

    HttpReply service(const ArmRequest &request);
    HttpReply listApis(const ArmRequest &request);
    HttpReply getApi(const ArmRequest &request);
    HttpReply listRevisions(const ArmRequest &request);
    HttpReply listTools(const ArmRequest &request);

    HttpReply listPolicies(const ArmRequest &request, const std::string &scope);
    HttpReply getPolicy(const ArmRequest &request, const std::string &scope);
    HttpReply putPolicy(const ArmRequest &request, const std::string &scope);
    HttpReply deletePolicy(const ArmRequest &request, const std::string &scope);
    [[nodiscard]] bool hasScope(const ApimSnapshot &in, const std::string &scope) const;
    [[nodiscard]] Json policyJson(const std::string &scope, const ApimPolicy &policy, policy::PolicyFormat format, bool isList) const;

    HttpReply listFragments(const ArmRequest &request);
    HttpReply getFragment(const ArmRequest &request);
    HttpReply putFragment(const ArmRequest &request);
    HttpReply deleteFragment(const ArmRequest &request);

    HttpReply listSubscriptions(const ArmRequest &request);
    HttpReply getSubscription(const ArmRequest &request);
    HttpReply putSubscription(const ArmRequest &request);
    HttpReply patchSubscription(const ArmRequest &request);
    HttpReply deleteSubscription(const ArmRequest &request);
    HttpReply listSecrets(const ArmRequest &request);
    HttpReply renewPrimaryKey(const ArmRequest &request);
    HttpReply renewSecondaryKey(const ArmRequest &request);
    HttpReply renewKey(const ArmRequest &request, std::string ApimSubscription::*key);
    HttpReply writeSubscription(const ArmRequest &request, bool mayCreate);
    [[nodiscard]] Json subscriptionJson(const ApimSubscription &subscription) const;

    HttpReply listNamedValues(const ArmRequest &request);
    HttpReply getNamedValue(const ArmRequest &request);
    HttpReply putNamedValue(const ArmRequest &request);
    HttpReply patchNamedValue(const ArmRequest &request);
    HttpReply deleteNamedValue(const ArmRequest &request);
    HttpReply listValue(const ArmRequest &request);
    HttpReply writeNamedValue(const ArmRequest &request, bool mayCreate);
    [[nodiscard]] Json namedValueJson(const ApimNamedValue &value) const;

    ArmService &m_arm;
    ApimState &m_state;
    const std::function<std::string()> m_gatewayUrl;
};

} // namespace qd::lab
