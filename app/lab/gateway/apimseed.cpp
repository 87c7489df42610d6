#include "gateway/apimseed.h"

#include "azurearm/armpath.h"
#include "gateway/upstream.h"
#include "server/guid.h"

namespace qd::lab {

namespace {

// With the service's line ends. It names the tenant to every backend and says what broke when something did.
constexpr const char *globalPolicy =
    "<!-- What holds for every API of this service. -->\r\n"
    "<policies>\r\n"
    "    <inbound>\r\n"
    "        <set-variable name=\"tenant\" value=\"@(context.Subscription == null ? \"anonymous\" : context.Subscription.Id)\" />\r\n"
    "        <set-header name=\"x-tenant\" exists-action=\"override\">\r\n"
    "            <value>@((string)context.Variables[\"tenant\"])</value>\r\n"
    "        </set-header>\r\n"
    "    </inbound>\r\n"
    "    <backend>\r\n"
    "        <forward-request timeout=\"120\" />\r\n"
    "    </backend>\r\n"
    "    <outbound>\r\n"
    "        <set-header name=\"x-powered-by\" exists-action=\"delete\" />\r\n"
    "    </outbound>\r\n"
    "    <on-error>\r\n"
    "        <set-header name=\"x-error-reason\" exists-action=\"override\">\r\n"
    "            <value>@(context.LastError.Reason)</value>\r\n"
    "        </set-header>\r\n"
    "    </on-error>\r\n"
    "</policies>";

void addApi(ApimState &state, ApimSnapshot &to, ApimApi api)
{
    api.etag = state.nextEtag();
    to.apis[foldedCase(api.id)] = std::move(api);
}

std::string displayNameOf(const std::string &server) { return "MCP " + server.substr(0, server.find('.')); }

void addSubscription(ApimState &state, ApimSnapshot &to, const std::string &name, quint64 seed, Instant now)
{
    to.subscriptions[foldedCase(name)] = {.id = name,
                                          .displayName = name,
                                          .primaryKey = derivedHex(seed, "apim key " + name).substr(0, 32),
                                          .secondaryKey = derivedHex(seed, "apim second key " + name).substr(0, 32),
                                          .created = now - std::chrono::hours(24 * 90),
                                          .etag = state.nextEtag()};
}

Result<ApimApi> upstreamApi(const QString &text)
{
    const qsizetype equals = text.indexOf(u'=');
    const std::string name = text.left(equals).toStdString();
    std::string url = equals < 0 ? std::string() : text.mid(equals + 1).toStdString();
    UpstreamAddress address;
    const bool isName = !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == std::string::npos;
    if (!isName || !parseUpstream(url, address))
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("\"%1\" is no upstream: write NAME=http://host:port/path.").arg(text)};
    const std::string endpoint = address.path.substr(std::min(address.path.rfind('/'), address.path.size()));
    url = "http://" + address.host + ":" + std::to_string(address.port) + address.path.substr(0, address.path.size() - endpoint.size());
    return ApimApi{.id = name, .displayName = name, .description = "MCP server outside of the lab", .path = name, .serviceUrl = url,
                   .endpoint = endpoint.empty() ? "/" : endpoint};
}

} // namespace

Result<void> seedApim(ApimState &state, const FleetControl &fleet, const QStringList &upstreams, const std::string &ownServers, quint64 seed,
                      Instant now)
{
    std::vector<ApimApi> outside;
    for (const QString &text : upstreams) {
        Result<ApimApi> api = upstreamApi(text);
        if (!api)
            return api.error();
        outside.push_back(*std::move(api));
    }
    const std::vector<policy::Fault> faults = state.change([&](ApimSnapshot &to) -> std::vector<policy::Fault> {
        for (const FleetTool &tool : fleet.tools())
            if (!to.apis.contains(foldedCase(tool.server)))
                addApi(state, to, {.id = tool.server, .displayName = displayNameOf(tool.server), .description = "Tools of the fleet on " + tool.server,
                                   .path = tool.server, .serviceUrl = ownServers + tool.server});
        for (ApimApi &api : outside)
            addApi(state, to, std::move(api));
        for (const std::string &tenant : fleet.tenants())
            addSubscription(state, to, tenant, seed, now);
        auto compiled = ApimState::compile(to, "", globalPolicy, policy::PolicyFormat::RawXml);
        if (auto *wrong = std::get_if<std::vector<policy::Fault>>(&compiled))
            return std::move(*wrong);
        to.policies[""] = std::get<ApimPolicy>(std::move(compiled));
        to.policies[""].etag = state.nextEtag();
        return {};
    });
    if (!faults.empty())
        return Error{.kind = ErrorKind::Internal, .message = QString::fromStdString(policy::faultText(faults.front()))};
    return {};
}

} // namespace qd::lab
