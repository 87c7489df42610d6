#include "apim/apimendpoint.h"

#include "apim/apimreplies.h"
#include "azurearm/armpath.h"
#include "azurearm/armtime.h"
#include "azurearm/paging.h"
#include "server/guid.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace qd::lab {

namespace {

constexpr PageStyle subscriptionPages{.pageSize = 100, .hasCount = true};

std::string newKey()
{
    std::string key = randomGuid();
    std::erase(key, '-');
    return key;
}

bool isKnownState(const std::string &state)
{
    static constexpr std::array<const char *, 6> states{"suspended", "active", "expired", "submitted", "rejected", "cancelled"};
    return std::find(states.begin(), states.end(), state) != states.end();
}

/// The resource of this id; null when it is not there.
template<typename Map>
auto *heldIn(Map &map, const std::string &id)
{
    const auto found = map.find(foldedCase(id));
    return found == map.end() ? nullptr : &found->second;
}

std::optional<std::string> stringOf(const Json &in, const char *name)
{
    return in.contains(name) && in[name].is_string() ? std::optional(in[name].get<std::string>()) : std::nullopt;
}

} // namespace

Json ApimEndpoint::subscriptionJson(const ApimSubscription &subscription) const
{
    const std::string scope = subscription.scope.starts_with("/subscriptions/") ? subscription.scope : idOf(subscription.scope);
    return {{"id", idOf("/subscriptions/" + subscription.id)},
            {"type", "Microsoft.ApiManagement/service/subscriptions"},
            {"name", subscription.id},
            {"properties",
             {{"scope", scope}, {"displayName", subscription.displayName}, {"state", subscription.state}, {"createdDate", armTime(subscription.created)},
              {"startDate", nullptr}, {"expirationDate", nullptr}, {"endDate", nullptr}, {"notificationDate", nullptr}, {"stateComment", nullptr},
              {"allowTracing", false}}}};
}

HttpReply ApimEndpoint::listSubscriptions(const ArmRequest &request)
{
    std::vector<Json> items;
    const auto snapshot = m_state.snapshot();
    for (const auto &[id, one] : snapshot->subscriptions)
        items.push_back(subscriptionJson(one));
    return pagedReply(request, items, subscriptionPages);
}

HttpReply ApimEndpoint::getSubscription(const ArmRequest &request)
{
    const auto snapshot = m_state.snapshot();
    const ApimSubscription *held = heldIn(snapshot->subscriptions, request.name("sid"));
    if (!held)
        return apimNotFound("Subscription");
    return request.http.method == "HEAD" ? apimHead(held->etag) : apimReply(200, subscriptionJson(*held), held->etag);
}

HttpReply ApimEndpoint::putSubscription(const ArmRequest &request) { return writeSubscription(request, true); }
HttpReply ApimEndpoint::patchSubscription(const ArmRequest &request) { return writeSubscription(request, false); }

HttpReply ApimEndpoint::writeSubscription(const ArmRequest &request, bool mayCreate)
{
    const Body body = bodyOf(request);
    if (const auto *refused = std::get_if<HttpReply>(&body))
        return *refused;
    const Json &properties = *std::get<std::shared_ptr<Json>>(body);
    const std::optional<std::string> state = stringOf(properties, "state");
    if (state && !isKnownState(*state))
        return apimInvalid("State '" + *state + "' is not a state of a subscription.", "state");
    std::optional<HttpReply> refused;
    bool isNew = false;
    (void)m_state.change([&](ApimSnapshot &next) -> std::vector<policy::Fault> {
        const ApimSubscription *held = heldIn(next.subscriptions, request.name("sid"));
        isNew = !held;
        if (isNew && !mayCreate)
            refused = apimNotFound("Subscription");
        else
            refused = refusedByEtag(request.http, held ? std::optional(held->etag) : std::nullopt, mayCreate ? IfMatchRule::Optional : IfMatchRule::Required);
        if (refused)
            return {{}};
        ApimSubscription changed = held ? *held : ApimSubscription{.id = request.name("sid"), .primaryKey = newKey(), .secondaryKey = newKey(), .created = m_arm.clock().now()};
        changed.state = state.value_or(changed.state);
        changed.displayName = stringOf(properties, "displayName").value_or(changed.displayName);
        changed.scope = stringOf(properties, "scope").value_or(changed.scope);
        changed.primaryKey = stringOf(properties, "primaryKey").value_or(changed.primaryKey);
        changed.etag = m_state.nextEtag();
        next.subscriptions[foldedCase(changed.id)] = std::move(changed);
        return {};
    });
    if (refused)
        return *std::move(refused);
    HttpReply reply = getSubscription(request);
    reply.status = isNew ? 201 : reply.status;
    return reply;
}

HttpReply ApimEndpoint::deleteSubscription(const ArmRequest &request)
{
    std::optional<HttpReply> refused;
    bool wasThere = false;
    (void)m_state.change([&](ApimSnapshot &next) -> std::vector<policy::Fault> {
        const ApimSubscription *held = heldIn(next.subscriptions, request.name("sid"));
        wasThere = held != nullptr;
        refused = held ? refusedByEtag(request.http, held->etag, IfMatchRule::Required) : std::nullopt;
        if (refused || !held)
            return {{}};
        next.subscriptions.erase(foldedCase(request.name("sid")));
        return {};
    });
    return refused ? *std::move(refused) : HttpReply{.status = wasThere ? 200 : 204, .body = {}, .headers = {}};
}

HttpReply ApimEndpoint::listSecrets(const ArmRequest &request)
{
    const auto snapshot = m_state.snapshot();
    const ApimSubscription *held = heldIn(snapshot->subscriptions, request.name("sid"));
    if (!held)
        return apimNotFound("Subscription");
    return apimReply(200, {{"primaryKey", held->primaryKey}, {"secondaryKey", held->secondaryKey}}, held->etag);
}

HttpReply ApimEndpoint::renewPrimaryKey(const ArmRequest &request) { return renewKey(request, &ApimSubscription::primaryKey); }
HttpReply ApimEndpoint::renewSecondaryKey(const ArmRequest &request) { return renewKey(request, &ApimSubscription::secondaryKey); }

HttpReply ApimEndpoint::renewKey(const ArmRequest &request, std::string ApimSubscription::*key)
{
    bool wasThere = false;
    (void)m_state.change([&](ApimSnapshot &next) -> std::vector<policy::Fault> {
        ApimSubscription *held = heldIn(next.subscriptions, request.name("sid"));
        wasThere = held != nullptr;
        if (!held)
            return {{}};
        held->*key = newKey();
        held->etag = m_state.nextEtag();
        return {};
    });
    return wasThere ? HttpReply{.status = 204, .body = {}, .headers = {}} : apimNotFound("Subscription");
}

Json ApimEndpoint::namedValueJson(const ApimNamedValue &value) const
{
    Json properties{{"displayName", value.displayName}};
    if (!value.isSecret)
        properties["value"] = value.value;
    properties["tags"] = value.tags;
    properties["secret"] = value.isSecret;
    properties["provisioningState"] = "Succeeded";
    return {{"id", idOf("/namedValues/" + value.id)}, {"type", "Microsoft.ApiManagement/service/namedValues"}, {"name", value.id}, {"properties", properties}};
}

HttpReply ApimEndpoint::listNamedValues(const ArmRequest &request)
{
    std::vector<Json> items;
    const auto snapshot = m_state.snapshot();
    for (const auto &[id, one] : snapshot->namedValues)
        items.push_back(namedValueJson(one));
    return pagedReply(request, items, subscriptionPages);
}

HttpReply ApimEndpoint::getNamedValue(const ArmRequest &request)
{
    const auto snapshot = m_state.snapshot();
    const ApimNamedValue *held = heldIn(snapshot->namedValues, request.name("name"));
    if (!held)
        return apimNotFound("Property");
    return request.http.method == "HEAD" ? apimHead(held->etag) : apimReply(200, namedValueJson(*held), held->etag);
}

HttpReply ApimEndpoint::putNamedValue(const ArmRequest &request) { return writeNamedValue(request, true); }
HttpReply ApimEndpoint::patchNamedValue(const ArmRequest &request) { return writeNamedValue(request, false); }

HttpReply ApimEndpoint::writeNamedValue(const ArmRequest &request, bool mayCreate)
{
    constexpr size_t longestValue = 4096;
    const Body body = bodyOf(request);
    if (const auto *refused = std::get_if<HttpReply>(&body))
        return *refused;
    const Json &properties = *std::get<std::shared_ptr<Json>>(body);
    const std::optional<std::string> value = stringOf(properties, "value");
    const std::optional<std::string> display = stringOf(properties, "displayName");
    if (mayCreate && (!value || !display))
        return apimInvalid("DisplayName and Value are required.", value ? "displayName" : "value");
    if ((value && (value->empty() || value->size() > longestValue)) || (display && display->empty()))
        return apimInvalid("Value must be 1 to 4096 characters long.", "value");
    std::optional<HttpReply> refused;
    bool isNew = false;
    const auto faults = m_state.change([&](ApimSnapshot &next) -> std::vector<policy::Fault> {
        const ApimNamedValue *held = heldIn(next.namedValues, request.name("name"));
        isNew = !held;
        refused = isNew && !mayCreate ? std::optional(apimNotFound("Property"))
                                      : refusedByEtag(request.http, held ? std::optional(held->etag) : std::nullopt,
                                                      mayCreate ? IfMatchRule::Optional : IfMatchRule::Required);
        if (refused)
            return {{}};
        ApimNamedValue changed = held ? *held : ApimNamedValue{.id = request.name("name")};
        changed.value = value.value_or(changed.value);
        changed.displayName = display.value_or(changed.displayName);
        changed.isSecret = properties.contains("secret") && properties["secret"].is_boolean() ? properties["secret"].get<bool>() : changed.isSecret;
        changed.etag = m_state.nextEtag();
        next.namedValues[foldedCase(changed.id)] = std::move(changed);
        return {};
    });
    if (refused)
        return *std::move(refused);
    if (!faults.empty())
        return apimInvalid(faults);
    HttpReply reply = getNamedValue(request);
    reply.status = isNew ? 201 : reply.status;
    return reply;
}

HttpReply ApimEndpoint::deleteNamedValue(const ArmRequest &request)
{
    std::optional<HttpReply> refused;
    bool wasThere = false;
    const auto faults = m_state.change([&](ApimSnapshot &next) -> std::vector<policy::Fault> {
        const ApimNamedValue *held = heldIn(next.namedValues, request.name("name"));
        wasThere = held != nullptr;
        refused = held ? refusedByEtag(request.http, held->etag, IfMatchRule::Required) : std::nullopt;
        if (refused)
            return {{}};
        next.namedValues.erase(foldedCase(request.name("name")));
        return {};
    });
    if (refused)
        return *std::move(refused);
    if (!faults.empty()) // a policy names it
        return apimInvalid(faults, "namedValue");
    return {.status = wasThere ? 200 : 204, .body = {}, .headers = {}};
}

HttpReply ApimEndpoint::listValue(const ArmRequest &request)
{
    const auto snapshot = m_state.snapshot();
    const ApimNamedValue *held = heldIn(snapshot->namedValues, request.name("name"));
    return held ? apimReply(200, {{"value", held->value}}, held->etag) : apimNotFound("Property");
}

} // namespace qd::lab
