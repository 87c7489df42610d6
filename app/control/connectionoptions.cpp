#include "connectionoptions.h"

#include <CLI/CLI.hpp>

namespace qd {

namespace {

QString optionText(const std::string &text) { return QString::fromStdString(text); }

Error optionMisuse(const QString &message) { return {.kind = ErrorKind::Invalid, .message = message}; }

} // namespace

bool isExplicitAccount(const ConnectionOptions &options)
{
    return !options.tenant.isEmpty() || !options.clientId.isEmpty() || !options.appId.isEmpty()
        || !options.workspaceId.isEmpty() || !options.endpoint.isEmpty() || !options.authority.isEmpty();
}

std::optional<Error> misuseOf(const ConnectionOptions &options, bool isLabGiven)
{
    if (!isExplicitAccount(options))
        return std::nullopt;
    if (isLabGiven || !options.connect.isEmpty())
        return optionMisuse(QStringLiteral("--lab and --connect cannot be used together with ids or endpoints"));
    if (options.tenant.isEmpty() || options.clientId.isEmpty())
        return optionMisuse(QStringLiteral("--tenant and --client-id are needed to sign in"));
    const bool isWorkspace = options.schema == TelemetrySchema::Workspace;
    if ((isWorkspace ? options.workspaceId : options.appId).isEmpty())
        return optionMisuse(isWorkspace ? QStringLiteral("--workspace-id is needed") : QStringLiteral("--app-id or --workspace-id is needed"));
    return std::nullopt;
}

ConnectionOptionsParser::ConnectionOptionsParser(Milliseconds timeout) : m_timeout(static_cast<double>(timeout.count()) / 1000) {}

void ConnectionOptionsParser::addTo(CLI::App &app, CLI::Option *lab)
{
    addConnection(app, lab);
    app.add_option("--slo", m_sloFile, "SLO definitions (default: those that come with the product)");
    app.add_option("--dictionary", m_dictionary, "Metric dictionary: the names your telemetry uses");
    app.add_option("--range", m_range, "Time range: 90m, now-1h, \"now-1d/d to now-30m\", ISO 8601 with zone");
    app.add_option("--timeout", m_timeout, "Seconds to wait for a query")->check(CLI::Range(0.1, 600.0))->capture_default_str();
}

void ConnectionOptionsParser::addConnection(CLI::App &app, CLI::Option *lab)
{
    const auto group = "Connection";
    app.add_option("--connect", m_connect, "File with what `lab start --json` or `decklab --json` printed, or - for standard input")
        ->group(group)->excludes(lab);
    app.add_option("--endpoint", m_endpoint, "Base address of the query service")->group(group);
    app.add_option("--authority", m_authority, "Base address of the sign-in service")->group(group);
    app.add_option("--tenant", m_tenant, "Tenant id")->group(group);
    app.add_option("--client-id", m_clientId, "Application (client) id")->group(group);
    CLI::Option *appId = app.add_option("--app-id", m_appId, "Application Insights app id")->group(group);
    app.add_option("--workspace-id", m_workspaceId, "Log Analytics workspace id")->group(group)->excludes(appId);
    app.add_option("--subscription", m_subscription, "Azure subscription id of the fleet's resources")->group(group);
    app.add_option("--resource-group", m_resourceGroup, "Resource group of the fleet's resources")->group(group);
    app.add_option("--site", m_site, "App Service app of the fleet")->group(group);
    app.add_option("--apim", m_apim, "API Management service of the fleet")->group(group);
    app.add_option("--schema", m_schema, "Which tables to query: classic or workspace")
        ->group(group)->check(CLI::IsMember({"classic", "workspace"}))->capture_default_str();
}

ConnectionOptions ConnectionOptionsParser::options() const
{
    const bool isWorkspace = m_schema == "workspace" || !m_workspaceId.empty();
    return {.connect = optionText(m_connect),
            .endpoint = optionText(m_endpoint),
            .authority = optionText(m_authority),
            .tenant = optionText(m_tenant),
            .clientId = optionText(m_clientId),
            .appId = optionText(m_appId),
            .workspaceId = optionText(m_workspaceId),
            .subscription = optionText(m_subscription),
            .resourceGroup = optionText(m_resourceGroup),
            .site = optionText(m_site),
            .apim = optionText(m_apim),
            .schema = isWorkspace ? TelemetrySchema::Workspace : TelemetrySchema::Classic,
            .sloFile = optionText(m_sloFile),
            .dictionaryFile = optionText(m_dictionary),
            .range = optionText(m_range),
            .timeout = Milliseconds(static_cast<qint64>(m_timeout * 1000))};
}

} // namespace qd
