#include "gateway/apimworld.h"

#include "gateway/apimseed.h"
#include "gateway/gatewayverdict.h"
#include "server/isotime.h"

#include <nlohmann/json.hpp>

#include <array>

namespace qd::lab {

namespace {

constexpr const char *chaosName = "quarterdeck-chaos";

std::string chaosText(const Json &in, const char *name)
{
    return in.contains(name) && in[name].is_string() ? in[name].get<std::string>() : std::string();
}

} // namespace

ChaosSpec chaosOf(const std::string &namedValue)
{
    static constexpr std::array<std::pair<const char *, ChaosMode>, 3> modes{{{"throttle", ChaosMode::Throttle}, {"malformed", ChaosMode::Malformed}, {"outage", ChaosMode::Outage}}};
    ChaosSpec chaos;
    const Json value = Json::parse(namedValue, nullptr, false);
    if (!value.is_object())
        return chaos;
    const std::optional<Instant> until = parseIsoTime(chaosText(value, "until"));
    if (!until || !value.contains("percent") || !value["percent"].is_number())
        return chaos;
    for (const auto &[name, mode] : modes)
        if (chaosText(value, "mode") == name)
            chaos.mode = mode;
    chaos.run = chaosText(value, "run");
    chaos.tenant = chaosText(value, "tenant").empty() ? "*" : chaosText(value, "tenant");
    chaos.percent = std::clamp(value["percent"].get<double>(), 0.0, 100.0);
    chaos.until = *until;
    return chaos;
}

ApimWorld::ApimWorld(Parts parts)
    : m_fleet(parts.fleet)
    , m_faults(parts.faults)
    , m_state(parts.arm.rowVersions())
    , m_servers(parts.fleet)
    , m_telemetry(parts.telemetry, parts.arm.names().apim, parts.instrumentationKey)
{
}

Result<std::unique_ptr<ApimWorld>> ApimWorld::start(Parts parts, const LabOptions &options, Router &router)
{
    const std::string servers = parts.endpoint + "/servers/";
    auto world = std::unique_ptr<ApimWorld>(new ApimWorld(parts));
    if (Result<void> seeded = seedApim(world->m_state, parts.fleet, options.mcpUpstreams, servers, options.seed, parts.clock.now()); !seeded)
        return seeded.error();
    Result<std::unique_ptr<Gateway>> gateway = Gateway::bind({world->m_state, world->m_servers, parts.faults, parts.clock, world->m_telemetry, parts.tokens, servers},
                                                             options.gatewayPort);
    if (!gateway)
        return gateway.error();
    world->m_gateway = std::move(*gateway);
    world->m_endpoint = std::make_unique<ApimEndpoint>(parts.arm, world->m_state, [url = world->m_gateway->url()] { return url; });
    world->m_endpoint->addRoutes();
    world->m_servers.addRoutes(router);
    world->m_state.setObserver([it = world.get()](const ApimSnapshot &) { it->tellFleet(); });
    world->tellFleet();
    return world;
}

ApimWorld::~ApimWorld() { stop(); }

void ApimWorld::stop()
{
    if (m_gateway)
        m_gateway->stop();
    m_telemetry.flush();
}

/// What the fleet must know of the newest state; chaos only when its value has changed.
void ApimWorld::tellFleet()
{
    const std::lock_guard lock(m_tellMutex);
    const auto snapshot = m_state.snapshot();
    m_fleet.setToolVerdict(std::make_shared<const GatewayVerdict>(snapshot, m_faults));
    const auto held = snapshot->namedValues.find(chaosName);
    const std::string chaos = held == snapshot->namedValues.end() ? std::string() : held->second.value;
    if (chaos != m_chaos)
        m_fleet.setChaos(chaosOf(chaos));
    m_chaos = chaos;
}

} // namespace qd::lab
