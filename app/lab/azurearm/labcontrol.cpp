#include "azurearm/labcontrol.h"

#include "azurearm/armerror.h"
#include "azurearm/armroles.h"
#include "azuremonitor/queryendpoint.h"
#include "entra/bearerguard.h"
#include "log.h"
#include "server/jsontext.h"

#include <nlohmann/json.hpp>

namespace qd::lab {

namespace {

constexpr int controlDepth = 8;
constexpr size_t controlBytes = 4096;

HttpReply badControl(const std::string &why) { return armError({400, "BadRequest", why}); }

HttpReply activeFaults(const LabFaults &faults)
{
    return {.body = jsonBody(Json{{"faults", faults.active()}})};
}

/// Sets a budget; nothing when the object does not speak of one.
std::optional<HttpReply> budgetReply(const Json &asked, const std::function<bool(const std::string &, double)> &setBudget)
{
    const auto tenant = asked.find("budget");
    const auto usd = asked.find("usd");
    if (tenant == asked.end())
        return std::nullopt;
    if (!tenant->is_string() || usd == asked.end() || !usd->is_number() || usd->get<double>() <= 0)
        return badControl("budget takes a tenant's name, usd a number above zero.");
    if (!setBudget(tenant->get<std::string>(), usd->get<double>()))
        return badControl("There is no tenant '" + tenant->get<std::string>().substr(0, 64) + "'.");
    return HttpReply{.body = "{}"};
}

HttpReply faultReply(const Json &asked, LabFaults &faults)
{
    const auto fault = asked.find("fault");
    const auto on = asked.find("on");
    if (fault == asked.end() || !fault->is_string() || on == asked.end() || !on->is_boolean())
        return badControl("fault takes a name, on takes true or false.");
    const auto name = fault->get<std::string>();
    if (name == "all" && !on->get<bool>())
        faults.clear();
    else if (!faults.set(name, on->get<bool>(), asked))
        return badControl("The fault '" + name.substr(0, 64) + "' is not known.");
    const QString state = on->get<bool>() ? QStringLiteral("on") : QStringLiteral("off");
    log::info(log::lab, QStringLiteral("lab control: %1 %2").arg(QString::fromStdString(name).left(64), state));
    return activeFaults(faults);
}

HttpReply controlReply(const HttpRequest &request, LabFaults &faults,
                       const std::function<bool(const std::string &, double)> &setBudget)
{
    if (request.body.size() > controlBytes || jsonNestsTooDeep(request.body, controlDepth))
        return badControl("The body is too long or nested too deeply.");
    const Json asked = Json::parse(request.body, nullptr, false);
    if (!asked.is_object())
        return badControl("The body is not a JSON object.");
    if (std::optional<HttpReply> reply = budgetReply(asked, setBudget))
        return *reply;
    return faultReply(asked, faults);
}

} // namespace

void addControlRoutes(Router &router, LabFaults &faults, const LabIdentity &identity, const TokenService &tokens,
                      std::function<bool(const std::string &, double)> setBudget)
{
    std::vector<std::string> audiences = queryAudiences();
    for (const std::string &audience : armAudiences())
        audiences.push_back(audience);
    const auto refused = [&identity, &tokens, audiences](const HttpRequest &request) -> std::optional<HttpReply> {
        const std::variant<Caller, HttpReply> caller = authenticate(request, tokens, identity, audiences);
        const HttpReply *reply = std::get_if<HttpReply>(&caller);
        return reply ? std::optional(*reply) : std::nullopt;
    };
    router.add("GET", "/lab/control", [&faults, refused](const HttpRequest &request, const PathArguments &) {
        const std::optional<HttpReply> reply = refused(request);
        return reply ? *reply : activeFaults(faults);
    });
    router.add("POST", "/lab/control", [&faults, refused, setBudget](const HttpRequest &request, const PathArguments &) {
        const std::optional<HttpReply> reply = refused(request);
        return reply ? *reply : controlReply(request, faults, setBudget);
    });
}

} // namespace qd::lab
