#include "appservice/siteendpoint.h"

#include "appservice/sitejson.h"
#include "appservice/siterequest.h"
#include "azurearm/armpath.h"
#include "azurearm/armtime.h"
#include "azurearm/paging.h"
#include "server/guid.h"

#include <nlohmann/json.hpp>

namespace qd::lab {

namespace {

constexpr PageStyle sitePages{.pageSize = 100, .hasCount = false, .hasNullLink = true};
/// Pattern of the sites and what follows.
std::string sitesPattern(std::string_view tail)
{
    std::string pattern("/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Web/sites");
    return pattern.append(tail);
}
constexpr const char *swapAction = "Microsoft.Web/sites/slots/slotsswap/action";

HttpReply webFailure(const ArmFailure &failure) { return armError(failure, ArmErrorStyle::Web); }

HttpReply siteJsonReply(const Json &body) { return {.body = jsonBody(body)}; }

HttpReply emptyReply() { return {.status = 200, .body = {}, .contentType = {}, .headers = {}}; }

AppSettings commonSettings(const ArmNames &names, const std::string &connectionString)
{
    return {{"AGENT_GATEWAY_URL", "https://" + names.apim + ".azure-api.net"},
            {"APPLICATIONINSIGHTS_CONNECTION_STRING", connectionString},
            {"WEBSITE_HEALTHCHECK_MAXPINGFAILURES", "10"}};
}

} // namespace

SiteEndpoint::SiteEndpoint(ArmService &arm, FleetControl &fleet, const std::string &connectionString, Milliseconds swapTime)
    : m_arm(arm)
    , m_app(fleet, arm.clock(), commonSettings(arm.names(), connectionString))
    , m_swapper(m_app, arm, m_jobs, swapTime)
{
}

void SiteEndpoint::addRoutes()
{
    m_arm.addProvider({.name = "Microsoft.Web",
                       .versions = {"2025-05-01", "2025-03-01", "2024-11-01", "2024-04-01", "2023-12-01", "2023-01-01",
                                    "2022-03-01"},
                       .errors = ArmErrorStyle::Web});
    const auto list = [this](const ArmRequest &request) { return sites(request); };
    m_arm.add("GET", "/subscriptions/{subscription}/providers/Microsoft.Web/sites", "Microsoft.Web/sites/read", list);
    m_arm.add("GET", sitesPattern({}), "Microsoft.Web/sites/read", list);
    m_arm.add("GET", sitesPattern("/{site}/slots"), "Microsoft.Web/sites/slots/read",
              [this](const ArmRequest &request) { return slotSites(request); });
    add("GET", "", "read", &SiteEndpoint::site);
    add("POST", "/config/appsettings/list", "config/list/action", &SiteEndpoint::settings);
    add("PUT", "/config/appsettings", "config/write", &SiteEndpoint::writeSettings);
    add("GET", "/config/slotConfigNames", "config/read", &SiteEndpoint::sticky);
    add("PUT", "/config/slotConfigNames", "config/write", &SiteEndpoint::writeSticky);
    add("GET", "/config/web", "config/read", &SiteEndpoint::webConfig);
    add("POST", "/slotsdiffs", "slotsdiffs/action", &SiteEndpoint::differences);
    add("POST", "/slotsswap", "slotsswap/action", &SiteEndpoint::swap);
    add("POST", "/applySlotConfig", "applySlotConfig/action", &SiteEndpoint::applyConfig);
    add("POST", "/resetSlotConfig", "resetSlotConfig/action", &SiteEndpoint::resetConfig);
    add("POST", "/restart", "restart/action", &SiteEndpoint::restart);
    add("GET", "/operationresults/{operation}", "operationresults/read", &SiteEndpoint::operationResult);
}

void SiteEndpoint::add(const std::string &method, const std::string &tail, const std::string &action, SlotHandler handler)
{
    const auto run = [this, handler](const ArmRequest &request) { return atSlot(request, handler); };
    m_arm.add(method, sitesPattern("/{site}" + tail), "Microsoft.Web/sites/" + action, run);
    m_arm.add(method, sitesPattern("/{site}/slots/{slot}" + tail), "Microsoft.Web/sites/slots/" + action, run);
}

HttpReply SiteEndpoint::atSlot(const ArmRequest &request, SlotHandler handler)
{
    if (!sameName(request.name("site"), m_arm.names().site))
        return noSuchSite("sites", request.name("site"));
    const auto named = request.path.find("slot");
    const std::optional<size_t> slot = named == request.path.end() ? std::optional<size_t>(0) : m_app.slotNamed(named->second);
    return slot ? (this->*handler)(request, *slot) : noSuchSite("sites/slots", request.name("site") + "/" + named->second);
}

HttpReply SiteEndpoint::noSuchSite(const std::string &type, const std::string &name) const
{
    return armError({404, "ResourceNotFound",
                     "The Resource 'Microsoft.Web/" + type + "/" + name + "' under resource group '" + m_arm.names().resourceGroup
                         + "' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"});
}

HttpReply SiteEndpoint::sites(const ArmRequest &request)
{
    return pagedReply(request, {siteJson(m_arm.names(), m_app.slot(0), m_app.operation())}, sitePages);
}

HttpReply SiteEndpoint::slotSites(const ArmRequest &request)
{
    if (!sameName(request.name("site"), m_arm.names().site))
        return noSuchSite("sites", request.name("site"));
    std::vector<Json> found;
    for (size_t slot = 1; slot < m_app.slotCount(); ++slot)
        found.push_back(siteJson(m_arm.names(), m_app.slot(slot), m_app.operation()));
    return pagedReply(request, found, sitePages);
}

HttpReply SiteEndpoint::siteReply(size_t slot) const
{
    const WebSlot read = m_app.slot(slot);
    HttpReply reply = siteJsonReply(siteJson(m_arm.names(), read, m_app.operation()));
    reply.headers.emplace_back("ETag", read.etag);
    return reply;
}

HttpReply SiteEndpoint::site(const ArmRequest &, size_t slot) { return siteReply(slot); }

HttpReply SiteEndpoint::settings(const ArmRequest &, size_t slot)
{
    return siteJsonReply(settingsJson(m_arm.names(), m_app.slot(slot)));
}

HttpReply SiteEndpoint::writeSettings(const ArmRequest &request, size_t slot)
{
    const std::variant<AppSettings, ArmFailure> wanted = decodeSettingsBody(request.http.body);
    if (const ArmFailure *failure = std::get_if<ArmFailure>(&wanted))
        return webFailure(*failure);
    if (std::optional<HttpReply> refused = refusedByOperation())
        return *refused;
    m_app.writeSettings(slot, std::get<AppSettings>(wanted));
    return siteJsonReply(settingsJson(m_arm.names(), m_app.slot(slot)));
}

HttpReply SiteEndpoint::sticky(const ArmRequest &, size_t)
{
    return siteJsonReply(stickyJson(m_arm.names(), m_app.stickyNames()));
}

HttpReply SiteEndpoint::writeSticky(const ArmRequest &request, size_t slot)
{
    const std::variant<std::set<std::string>, ArmFailure> wanted = decodeStickyBody(request.http.body);
    if (const ArmFailure *failure = std::get_if<ArmFailure>(&wanted))
        return webFailure(*failure);
    if (std::optional<HttpReply> refused = refusedByOperation())
        return *refused;
    m_app.setStickyNames(std::get<std::set<std::string>>(wanted));
    return sticky(request, slot);
}

HttpReply SiteEndpoint::webConfig(const ArmRequest &, size_t slot)
{
    const std::string id = slotResourceId(m_arm.names(), m_app.slot(slot)) + "/config/web";
    return siteJsonReply({{"id", id},
                      {"name", m_arm.names().site},
                      {"type", "Microsoft.Web/sites/config"},
                      {"location", m_arm.names().location},
                      {"properties",
                       {{"alwaysOn", true},
                        {"healthCheckPath", "/health"},
                        {"experiments", {{"rampUpRules", Json::array()}}}}}});
}

std::variant<size_t, HttpReply> SiteEndpoint::targetOf(const ArmRequest &request, size_t source) const
{
    const std::variant<std::string, ArmFailure> name = decodeTargetSlot(request.http.body);
    if (const ArmFailure *failure = std::get_if<ArmFailure>(&name))
        return webFailure(*failure);
    const std::optional<size_t> target = m_app.slotNamed(std::get<std::string>(name));
    if (!target)
        return webFailure({404, "NotFound", "Cannot find slot '" + std::get<std::string>(name).substr(0, 64) + "' for site '"
                                                + m_arm.names().site + "'."});
    if (*target == source)
        return webFailure({400, "BadRequest", "Source and target slot must be different."});
    return *target;
}

HttpReply SiteEndpoint::differences(const ArmRequest &request, size_t slot)
{
    const std::variant<size_t, HttpReply> target = targetOf(request, slot);
    if (const HttpReply *refused = std::get_if<HttpReply>(&target))
        return *refused;
    const WebSlot current = m_app.slot(slot);
    return pagedReply(request, slotDifferences(current, m_app.slot(std::get<size_t>(target)), m_app.stickyNames()), sitePages);
}

std::optional<HttpReply> SiteEndpoint::refusedByOperation() const
{
    const std::optional<WebOperation> running = m_app.operation();
    return running ? std::optional(conflict(*running)) : std::nullopt;
}

HttpReply SiteEndpoint::conflict(const WebOperation &running) const
{
    return webFailure({409, "Conflict",
                       "Cannot modify this site because another operation is in progress. Details: Id: " + running.id
                           + ", OperationName: " + running.name + ", CreatedTime: " + webTime(running.created)
                           + ", RequestId: " + running.id + ", EntityType: 1"});
}

std::string SiteEndpoint::operationPath(size_t slot, const std::string &operation) const
{
    return slotResourceId(m_arm.names(), m_app.slot(slot)) + "/operationresults/" + operation;
}

HttpReply SiteEndpoint::swap(const ArmRequest &request, size_t slot)
{
    const std::variant<size_t, HttpReply> target = targetOf(request, slot);
    if (const HttpReply *refused = std::get_if<HttpReply>(&target))
        return *refused;
    const std::string pending = m_app.slot(slot).targetSwapSlot;
    if (!pending.empty() && m_app.slotNamed(pending) != std::get<size_t>(target))
        return webFailure({409, "Conflict", "A swap with preview of this slot into '" + pending + "' is pending."});
    // Two requests at once: the operation that loses the race was never anybody's and stays unknown.
    const std::string id = m_arm.operations().begin("SwapSiteSlots", request.scope,
                                                    [this, slot](const ArmRequest &) { return siteReply(slot); });
    if (const std::optional<WebOperation> running = m_app.beginOperation({id, "SwapSiteSlots", m_arm.clock().now()})) {
        m_arm.operations().fail(id, {409, "Conflict", "Another operation is in progress."});
        return conflict(*running);
    }
    Activity started = m_arm.activityOf(request, swapAction);
    started.status = "Started";
    m_arm.activity().record(started);
    m_swapper.start(id, slot, std::get<size_t>(target), std::move(started));
    return m_arm.operations().rotatingReply(request, operationPath(slot, id), id);
}

HttpReply SiteEndpoint::applyConfig(const ArmRequest &request, size_t slot)
{
    const std::variant<size_t, HttpReply> target = targetOf(request, slot);
    if (const HttpReply *refused = std::get_if<HttpReply>(&target))
        return *refused;
    if (std::optional<HttpReply> refused = refusedByOperation())
        return *refused;
    m_app.resetSlotConfig(slot);
    m_app.applySlotConfig(slot, std::get<size_t>(target));
    m_app.restart(slot, "settings");
    return emptyReply();
}

HttpReply SiteEndpoint::resetConfig(const ArmRequest &, size_t slot)
{
    if (std::optional<HttpReply> refused = refusedByOperation())
        return *refused;
    m_app.resetSlotConfig(slot);
    return emptyReply();
}

HttpReply SiteEndpoint::restart(const ArmRequest &, size_t slot)
{
    if (std::optional<HttpReply> refused = refusedByOperation())
        return *refused;
    m_app.restart(slot, "request");
    return emptyReply();
}

HttpReply SiteEndpoint::operationResult(const ArmRequest &request, size_t slot)
{
    const std::string &id = request.name("operation");
    return m_arm.operations().rotatingPoll(request, operationPath(slot, id), id);
}

} // namespace qd::lab
