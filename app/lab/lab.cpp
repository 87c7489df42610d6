#include "lab.h"

#include "appservice/siteendpoint.h"
#include "azurearm/armroles.h"
#include "azurearm/armservice.h"
#include "azurearm/labcontrol.h"
#include "azuremonitor/eventsendpoint.h"
#include "azuremonitor/metricsendpoint.h"
#include "azuremonitor/queryendpoint.h"
#include "entra/tokenendpoint.h"
#include "fleet/fleetrunner.h"
#include "fleet/scenarioload.h"
#include "gateway/apimworld.h"
#include "ingestion/connectionstring.h"
#include "ingestion/liveendpoint.h"
#include "ingestion/otlp/otlpendpoint.h"
#include "ingestion/trackendpoint.h"
#include "labresources.h"
#include "log.h"
#include "server/labauthority.h"
#include "server/labserver.h"
#include "store/retention.h"
#include "store/telemetrystore.h"

#include <optional>
#include <unistd.h>
#include <utility>

namespace qd::lab {

/// The second port and what its callers must trust.
struct TlsDoor {
    std::unique_ptr<LabServer> server;
    QString caFile;
};

namespace {

/// The clock of tests: it does not move.
class FixedClock final : public Clock
{
public:
    explicit FixedClock(qint64 seconds) : m_now(Seconds(seconds)) {}
    [[nodiscard]] Instant now() const override { return m_now; }

private:
    Instant m_now;
};

std::unique_ptr<Clock> clockFor(const LabOptions &options)
{
    if (options.fixedNow)
        return std::make_unique<FixedClock>(*options.fixedNow);
    return std::make_unique<SystemClock>();
}

std::string secretFromEnvironment()
{
    return qEnvironmentVariable("QD_LAB_SECRET").toStdString();
}

ArmNames labNames(const LabIdentity &identity)
{
    ArmNames names;
    names.subscriptionId = identity.subscriptionId;
    return names;
}

std::vector<std::string> allAudiences()
{
    std::vector<std::string> audiences = queryAudiences();
    for (const std::string &audience : armAudiences())
        audiences.push_back(audience);
    return audiences;
}

RetentionLimits limitsOf(const LabOptions &options)
{
    constexpr std::uint64_t bytesPerMb = 1'000'000;
    RetentionLimits limits;
    if (options.retentionDays > 0)
        limits.age = std::chrono::hours(24) * options.retentionDays;
    if (options.retentionMb > 0)
        limits.bytes = bytesPerMb * static_cast<std::uint64_t>(options.retentionMb);
    return limits;
}

Result<TlsDoor> openTlsDoor(const Router &router, const Clock &clock, const LabOptions &options)
{
    const Result<LabAuthority> authority = LabAuthority::open(authorityFolder(options.dataFolder));
    if (!authority)
        return authority.error();
    const Result<TlsIdentity> identity = authority->issue();
    if (!identity)
        return identity.error();
    Result<std::unique_ptr<LabServer>> server = LabServer::bind(router, clock, *options.tlsPort, {}, *identity);
    if (!server)
        return server.error();
    return TlsDoor{std::move(*server), authority->certificateFile()};
}

LabInfo infoOf(const LabIdentity &identity, const TokenService &tokens, const LabOptions &options, quint16 port, const TlsDoor *tls)
{
    const ArmNames names = labNames(identity);
    const QString endpoint = QStringLiteral("http://127.0.0.1:%1").arg(port);
    const QString secure = tls ? QStringLiteral("https://127.0.0.1:%1").arg(tls->server->port()) : QString();
    const QString key = QString::fromStdString(identity.instrumentationKey);
    const QString app = QString::fromStdString(identity.appId);
    const std::string token = tokens.issue(identity.clientId, allAudiences(), std::chrono::hours(24));
    return {.endpoint = endpoint,
            .tlsEndpoint = secure,
            .caFile = tls ? tls->caFile : QString(),
            .tenantId = QString::fromStdString(identity.tenantId),
            .clientId = QString::fromStdString(identity.clientId),
            .clientSecret = QString::fromStdString(identity.clientSecret),
            .strangerClientId = QString::fromStdString(identity.strangerClientId),
            .appId = app,
            .workspaceId = QString::fromStdString(identity.workspaceId),
            .instrumentationKey = key,
            .connectionString = connectionString(identity, tls ? secure : endpoint),
            .readerClientId = QString::fromStdString(identity.readerClientId),
            .bearerToken = QString::fromStdString(token),
            .scenario = options.scenario,
            .subscriptionId = QString::fromStdString(names.subscriptionId),
            .resourceGroup = QString::fromStdString(names.resourceGroup),
            .siteName = QString::fromStdString(names.site),
            .apimName = QString::fromStdString(names.apim),
            .gatewayUrl = {},
            .pid = getpid()};
}

} // namespace

/// Members are destroyed in reverse: first what calls, then what is called.
class Lab::Private
{
public:
    explicit Private(const LabOptions &options);
    Result<void> start();
    void stop();

    LabInfo m_info;
    std::unique_ptr<TelemetryStore> m_store;

private:
    std::unique_ptr<Retention> m_retention;
    Result<void> bindServers();
    Result<void> startFleet();
    Result<void> makeHistory();
    Result<void> addResourceManager();

    const LabOptions m_options;
    const std::unique_ptr<Clock> m_clock;
    const LabIdentity m_identity;
    const TokenService m_tokens;
    LabFaults m_faults;
    ArmService m_arm;
    Router m_router;
    IngestGate m_gate;
    std::unique_ptr<OtlpEndpoint> m_otlp;
    std::unique_ptr<QueryEndpoint> m_queries;
    std::unique_ptr<MetricsEndpoint> m_metrics;
    std::unique_ptr<EventsEndpoint> m_events;
    std::unique_ptr<LabServer> m_server;
    std::optional<TlsDoor> m_tls;
    std::unique_ptr<FleetRunner> m_fleet;
    std::unique_ptr<SiteEndpoint> m_site;
    std::unique_ptr<ApimWorld> m_apim;
};

Lab::Private::Private(const LabOptions &options)
    : m_options(options), m_clock(clockFor(options)), m_identity(LabIdentity::fromSeed(options.seed, secretFromEnvironment())),
      m_tokens(m_identity, *m_clock),
      m_arm(m_identity, m_tokens, *m_clock, labNames(m_identity), m_faults, options.throttle)
{
}

Result<void> Lab::Private::bindServers()
{
    Result<std::unique_ptr<LabServer>> server = LabServer::bind(m_router, *m_clock, m_options.port);
    if (!server)
        return server.error();
    m_server = std::move(*server);
    if (!m_options.tlsPort)
        return {};
    Result<TlsDoor> door = openTlsDoor(m_router, *m_clock, m_options);
    if (!door)
        return door.error();
    m_tls = std::move(*door);
    return {};
}

Result<void> Lab::Private::start()
{
    if (Result<void> bound = bindServers(); !bound)
        return bound;
    Result<std::unique_ptr<TelemetryStore>> store = TelemetryStore::open(m_options.database.toStdString());
    if (!store)
        return store.error();
    m_store = std::move(*store);
    m_queries = std::make_unique<QueryEndpoint>(m_identity, m_tokens, *m_store, *m_clock, m_options.throttle);
    m_queries->addRoutes(m_router);
    m_metrics = std::make_unique<MetricsEndpoint>(*m_queries);
    m_metrics->addRoutes(m_router);
    m_events = std::make_unique<EventsEndpoint>(*m_queries);
    m_events->addRoutes(m_router);
    addEntraRoutes(m_router, m_identity, m_tokens, *m_clock);
    addTrackRoutes(m_router, m_identity, m_tokens, m_gate, *m_store);
    m_otlp = std::make_unique<OtlpEndpoint>(m_identity, m_tokens, *m_clock, m_gate, *m_store);
    m_otlp->addRoutes(m_router);
    addLiveRoutes(m_router);
    m_info = infoOf(m_identity, m_tokens, m_options, m_server->port(), m_tls ? &*m_tls : nullptr);
    if (Result<void> fleet = startFleet(); !fleet)
        return fleet;
    if (Result<void> added = addResourceManager(); !added)
        return added;
    m_server->serve();
    if (m_tls)
        m_tls->server->serve();
    m_apim->serve();
    if (m_options.fleet && m_options.live)
        m_fleet->startLive();
    m_retention = std::make_unique<Retention>(*m_store, *m_clock, limitsOf(m_options));
    m_retention->start();
    return {};
}

/// Providers add themselves here.
Result<void> Lab::Private::addResourceManager()
{
    m_site = std::make_unique<SiteEndpoint>(m_arm, *m_fleet, m_info.connectionString.toStdString(), m_options.swapTime);
    m_site->addRoutes();
    const auto tokens = [this](const std::string &resource) { return m_tokens.issue(m_identity.clientId, {resource}, std::chrono::hours(1)); };
    Result<std::unique_ptr<ApimWorld>> apim = ApimWorld::start({m_arm, *m_fleet, m_faults, *m_clock, *m_store, m_identity.instrumentationKey,
                                                                m_info.endpoint.toStdString(), tokens}, m_options, m_router);
    if (!apim)
        return apim.error();
    m_apim = std::move(*apim);
    m_info.gatewayUrl = QString::fromStdString(m_apim->gatewayUrl());
    m_queries->addArmRoutes(m_arm);
    m_arm.addRoutes(m_router);
    addControlRoutes(m_router, m_faults, m_identity, m_tokens, 
                     [this](const std::string &tenant, double usd) { return m_fleet->setBudget(tenant, usd); });
    return {};
}

Result<void> Lab::Private::startFleet()
{
    initLabResources();
    Result<Scenario> scenario = loadScenario(m_options.scenario);
    if (!scenario)
        return scenario.error();
    LabOptions options = m_options;
    options.history = m_options.fleet ? m_store->missingHistory(m_clock->now(), m_options.history) : std::chrono::hours(0);
    m_fleet = std::make_unique<FleetRunner>(*std::move(scenario), options, *m_clock, *m_store);
    if (m_options.fleet)
        return makeHistory();
    m_fleet->prepare();
    return {};
}

Result<void> Lab::Private::makeHistory()
{
    const auto started = std::chrono::steady_clock::now();
    m_store->beginBulk();
    const BackfillReport report = m_fleet->backfill();
    Result<void> stored = m_store->endBulk();
    const auto took = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - started);
    log::info(log::lab, QStringLiteral("history: %1 items of %2 tasks in %3 ms").arg(report.items).arg(report.tasks).arg(took.count()));
    return stored;
}

void Lab::Private::stop()
{
    m_faults.release();
    if (m_retention)
        m_retention->stop();
    if (m_apim)
        m_apim->stop();
    if (m_site)
        m_site->stop();
    if (m_fleet)
        m_fleet->stop();
    if (m_queries)
        m_queries->close();
    if (m_tls)
        m_tls->server->stop();
    if (m_server)
        m_server->stop();
}

Result<std::unique_ptr<Lab>> Lab::start(const LabOptions &options)
{
    auto d = std::make_unique<Private>(options);
    if (const Result<void> started = d->start(); !started)
        return started.error();
    return std::unique_ptr<Lab>(new Lab(std::move(d)));
}

Lab::Lab(std::unique_ptr<Private> p) : d(std::move(p)) {}
Lab::~Lab() { stop(); }
const LabInfo &Lab::info() const { return d->m_info; }
TelemetrySink &Lab::telemetry() { return *d->m_store; }
void Lab::stop() { d->stop(); }

} // namespace qd::lab
