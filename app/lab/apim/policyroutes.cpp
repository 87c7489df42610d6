#include "apim/apimendpoint.h"

#include "apim/apimreplies.h"
#include "azurearm/armpath.h"
#include "azurearm/paging.h"
#include "policy/policywriter.h"

#include <nlohmann/json.hpp>

namespace qd::lab {

namespace {

using policy::PolicyFormat;
using policy::PolicyLayout;

/// "xml" and "rawxml"; nothing for the linked formats and others.
std::optional<PolicyFormat> formatOf(std::string_view text, PolicyFormat fallback)
{
    if (text.empty())
        return fallback;
    if (sameName(text, "xml"))
        return PolicyFormat::Xml;
    return sameName(text, "rawxml") ? std::optional(PolicyFormat::RawXml) : std::nullopt;
}

const char *formatName(PolicyFormat format) { return format == PolicyFormat::Xml ? "xml" : "rawxml"; }

struct SentPolicy {
    PolicyFormat format = PolicyFormat::Xml;
    std::string text;
};

std::variant<SentPolicy, HttpReply> sentPolicy(const Json &properties)
{
    const std::string given = properties.contains("format") && properties["format"].is_string() ? properties["format"].get<std::string>() : "";
    const std::optional<PolicyFormat> format = formatOf(given, PolicyFormat::Xml);
    if (!format)
        return apimInvalid("Format '" + given + "' is not supported here. Use xml or rawxml.", "format");
    if (!properties.contains("value") || !properties["value"].is_string())
        return apimInvalid("Value is required.", "value");
    return SentPolicy{*format, properties["value"].get<std::string>()};
}

std::optional<std::string> etagIn(const std::map<std::string, ApimPolicy> &in, const std::string &key)
{
    const auto found = in.find(key);
    return found == in.end() ? std::nullopt : std::optional(found->second.etag);
}

} // namespace

bool ApimEndpoint::hasScope(const ApimSnapshot &in, const std::string &scope) const
{
    if (scope.empty())
        return true;
    if (!scope.starts_with("apis/"))
        return false; // there are no products
    const size_t slash = scope.find('/', 5);
    const std::string api = scope.substr(5, slash == std::string::npos ? slash : slash - 5);
    // An MCP server has one operation in effect: the message endpoint.
    return in.apis.contains(api) && (slash == std::string::npos || scope.ends_with("/operations/message"));
}

Json ApimEndpoint::policyJson(const std::string &scope, const ApimPolicy &policy, PolicyFormat format, bool isList) const
{
    const std::string kind = scope.empty() ? "policies" : scope.find("/operations/") != std::string::npos ? "apis/operations/policies" : "apis/policies";
    return {{"id", idOf((scope.empty() ? "" : "/" + scope) + "/policies/policy")},
            {"type", "Microsoft.ApiManagement/service/" + kind},
            {"name", "policy"},
            {"properties", {{"format", formatName(format)}, {"value", writePolicy(policy.document, format, isList ? PolicyLayout::List : PolicyLayout::Single)}}}};
}

HttpReply ApimEndpoint::listPolicies(const ArmRequest &request, const std::string &scope)
{
    std::vector<Json> items;
    const auto snapshot = m_state.snapshot();
    if (const ApimPolicy *held = snapshot->policy(scope))
        items.push_back(policyJson(scope, *held, PolicyFormat::Xml, true));
    return pagedReply(request, items, {.pageSize = 100, .hasCount = true});
}

HttpReply ApimEndpoint::getPolicy(const ArmRequest &request, const std::string &scope)
{
    const auto snapshot = m_state.snapshot();
    const ApimPolicy *held = snapshot->policy(scope);
    if (!held)
        return apimNotFound("Policy");
    if (request.http.method == "HEAD")
        return apimHead(held->etag);
    const std::optional<PolicyFormat> format = formatOf(request.http.parameter("format"), PolicyFormat::Xml);
    if (!format)
        return apimInvalid("Format is not supported here. Use xml or rawxml.", "format");
    return apimReply(200, policyJson(scope, *held, *format, false), held->etag);
}

HttpReply ApimEndpoint::putPolicy(const ArmRequest &request, const std::string &scope)
{
    const Body body = bodyOf(request);
    if (const auto *refused = std::get_if<HttpReply>(&body))
        return *refused;
    const auto sent = sentPolicy(*std::get<std::shared_ptr<Json>>(body));
    if (const auto *refused = std::get_if<HttpReply>(&sent))
        return *refused;
    const auto &[format, text] = std::get<SentPolicy>(sent);
    std::optional<HttpReply> refused;
    bool isNew = false;
    const auto faults = m_state.change([&, format = format, &text = text](ApimSnapshot &next) -> std::vector<policy::Fault> {
        const std::optional<std::string> current = etagIn(next.policies, scope);
        refused = refusedByEtag(request.http, current);
        if (refused)
            return {{}};
        auto compiled = ApimState::compile(next, scope, text, format);
        if (auto *wrong = std::get_if<std::vector<policy::Fault>>(&compiled))
            return std::move(*wrong);
        isNew = !current;
        ApimPolicy &held = next.policies[scope] = std::move(std::get<ApimPolicy>(compiled));
        held.etag = m_state.nextEtag();
        return {};
    });
    if (refused)
        return *std::move(refused);
    if (!faults.empty())
        return apimInvalid(faults);
    const auto snapshot = m_state.snapshot();
    const ApimPolicy *held = snapshot->policy(scope);
    return held ? apimReply(isNew ? 201 : 200, policyJson(scope, *held, format, false), held->etag) : apimNotFound("Policy");
}

HttpReply ApimEndpoint::deletePolicy(const ArmRequest &request, const std::string &scope)
{
    std::optional<HttpReply> refused;
    bool wasThere = false;
    (void)m_state.change([&](ApimSnapshot &next) -> std::vector<policy::Fault> {
        const std::optional<std::string> current = etagIn(next.policies, scope);
        wasThere = current.has_value();
        refused = wasThere ? refusedByEtag(request.http, current, IfMatchRule::Required) : std::nullopt;
        if (refused || !wasThere)
            return {{}};
        next.policies.erase(scope);
        return {};
    });
    if (refused)
        return *std::move(refused);
    return {.status = wasThere ? 200 : 204, .body = {}, .headers = {}};
}

HttpReply ApimEndpoint::listFragments(const ArmRequest &request)
{
    std::vector<Json> items;
    const auto snapshot = m_state.snapshot();
    for (const auto &[id, held] : snapshot->fragments)
        items.push_back({{"id", idOf("/policyFragments/" + id)}, {"type", "Microsoft.ApiManagement/service/policyFragments"}, {"name", id},
                         {"properties", {{"description", held.description}, {"format", "xml"}, {"value", writePolicy(held.document, PolicyFormat::Xml, PolicyLayout::List)}}}});
    return pagedReply(request, items, {.pageSize = 100, .hasCount = true});
}

HttpReply ApimEndpoint::getFragment(const ArmRequest &request)
{
    const auto snapshot = m_state.snapshot();
    const std::string id = foldedCase(request.name("fragment"));
    const auto found = snapshot->fragments.find(id);
    if (found == snapshot->fragments.end())
        return apimNotFound("Policy fragment");
    if (request.http.method == "HEAD")
        return apimHead(found->second.etag);
    const PolicyFormat format = formatOf(request.http.parameter("format"), PolicyFormat::Xml).value_or(PolicyFormat::Xml);
    const Json body{{"id", idOf("/policyFragments/" + id)}, {"type", "Microsoft.ApiManagement/service/policyFragments"}, {"name", id},
                    {"properties", {{"description", found->second.description}, {"format", formatName(format)}, {"value", writePolicy(found->second.document, format)}, {"provisioningState", "Succeeded"}}}};
    return apimReply(200, body, found->second.etag);
}

HttpReply ApimEndpoint::putFragment(const ArmRequest &request)
{
    const Body body = bodyOf(request);
    if (const auto *refused = std::get_if<HttpReply>(&body))
        return *refused;
    const Json &properties = *std::get<std::shared_ptr<Json>>(body);
    const auto sent = sentPolicy(properties);
    if (const auto *refused = std::get_if<HttpReply>(&sent))
        return *refused;
    const std::string id = foldedCase(request.name("fragment"));
    std::optional<HttpReply> refused;
    bool isNew = false;
    const auto faults = m_state.change([&](ApimSnapshot &next) -> std::vector<policy::Fault> {
        refused = refusedByEtag(request.http, etagIn(next.fragments, id));
        if (refused)
            return {{}};
        auto read = ApimState::compile(next, "fragment", std::get<SentPolicy>(sent).text, std::get<SentPolicy>(sent).format, true);
        if (auto *wrong = std::get_if<std::vector<policy::Fault>>(&read))
            return std::move(*wrong);
        isNew = !next.fragments.contains(id);
        ApimPolicy &held = next.fragments[id] = std::move(std::get<ApimPolicy>(read));
        held.description = properties.contains("description") && properties["description"].is_string() ? properties["description"].get<std::string>() : "";
        held.etag = m_state.nextEtag();
        return {};
    });
    if (refused)
        return *std::move(refused);
    if (!faults.empty())
        return apimInvalid(faults);
    HttpReply reply = getFragment(request);
    reply.status = isNew ? 201 : 200;
    return reply;
}

HttpReply ApimEndpoint::deleteFragment(const ArmRequest &request)
{
    const std::string id = foldedCase(request.name("fragment"));
    std::optional<HttpReply> refused;
    bool wasThere = false;
    const auto faults = m_state.change([&](ApimSnapshot &next) -> std::vector<policy::Fault> {
        const std::optional<std::string> current = etagIn(next.fragments, id);
        wasThere = current.has_value();
        refused = wasThere ? refusedByEtag(request.http, current, IfMatchRule::Required) : std::nullopt;
        if (!refused)
            next.fragments.erase(id);
        return refused ? std::vector<policy::Fault>{{}} : std::vector<policy::Fault>{};
    });
    if (refused)
        return *std::move(refused);
    if (!faults.empty())
        return apimInvalid("Policy fragment '" + id + "' is in use and cannot be deleted.", "fragment");
    return {.status = wasThere ? 200 : 204, .body = {}, .headers = {}};
}

} // namespace qd::lab
