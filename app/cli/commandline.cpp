#include "commandline.h"

#include <CLI/CLI.hpp>

#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace qd {

namespace {

constexpr const char *cliDescription = "Quarterdeck on the command line: the SLOs of a fleet of agents, their queries, and the local lab.";
constexpr const char *cliFooter =
    "Connection, first that applies: --lab, --connect, --tenant with --client-id and --app-id or --workspace-id, a lab\n"
    "started by `deckctl lab start`. The client secret comes from $QD_CLIENT_SECRET or the keyring, never from an option.\n\n"
    "Exit codes: 0 healthy, 1 an SLO is critical, 2 usage, 3 sign-in, 4 unreachable, 5 query error.";

/// CLI11 writes into these; converted once it is done.
struct RawOptions {
    bool json = false;
    std::string lab, connect, endpoint, authority, tenant, clientId, appId, workspaceId, sloFile, dictionary, range;
    std::string schema = "classic";
    std::string format;
    double timeout = 60;
    std::string sloId, query;
    std::string scenario = "calm";
    quint16 port = 0;
    quint64 seed = 1;
    std::vector<std::string> labArguments;
};

QString qs(const std::string &text) { return QString::fromStdString(text); }

void addConnectionOptions(CLI::App &app, RawOptions &raw)
{
    const auto group = "Connection";
    CLI::Option *lab = app.add_option("--lab", raw.lab, "Run a private lab with this scenario for the length of the command")->group(group);
    app.add_option("--connect", raw.connect, "File with what `lab start --json` printed, or - for standard input")->group(group)->excludes(lab);
    app.add_option("--endpoint", raw.endpoint, "Base address of the query service")->group(group);
    app.add_option("--authority", raw.authority, "Base address of the sign-in service")->group(group);
    app.add_option("--tenant", raw.tenant, "Tenant id")->group(group);
    app.add_option("--client-id", raw.clientId, "Application (client) id")->group(group);
    CLI::Option *appId = app.add_option("--app-id", raw.appId, "Application Insights app id")->group(group);
    app.add_option("--workspace-id", raw.workspaceId, "Log Analytics workspace id")->group(group)->excludes(appId);
    app.add_option("--schema", raw.schema, "Which tables to query: classic or workspace")
        ->group(group)->check(CLI::IsMember({"classic", "workspace"}))->capture_default_str();
}

void addGlobalOptions(CLI::App &app, RawOptions &raw)
{
    app.add_flag("--json", raw.json, "Print JSON");
    app.add_option("--slo", raw.sloFile, "SLO definitions (default: those that come with the product)");
    app.add_option("--dictionary", raw.dictionary, "Metric dictionary: the names your telemetry uses");
    app.add_option("--range", raw.range, "Time range: 90m, now-1h, \"now-1d/d to now-30m\", ISO 8601 with zone");
    app.add_option("--timeout", raw.timeout, "Seconds to wait for a query")->check(CLI::Range(0.1, 600.0))->capture_default_str();
    addConnectionOptions(app, raw);
}

void addSloVerbs(CLI::App &app, RawOptions &raw, CliVerb &verb)
{
    CLI::App *slo = app.add_subcommand("slo", "Service level objectives");
    slo->require_subcommand(1);
    slo->add_subcommand("status", "All SLOs, worst first")->callback([&verb] { verb = CliVerb::SloStatus; });
    CLI::App *explain = slo->add_subcommand("explain", "One SLO: definition, queries, burn windows, verdict");
    explain->add_option("id", raw.sloId, "Id of the SLO, e.g. task-success")->required();
    explain->callback([&verb] { verb = CliVerb::SloExplain; });
}

void addQueryVerbs(CLI::App &app, RawOptions &raw, CliVerb &verb)
{
    CLI::App *query = app.add_subcommand("query", "KQL");
    query->require_subcommand(1);
    CLI::App *run = query->add_subcommand("run", "Run one query and print its tables");
    run->add_option("query", raw.query, "- for standard input, a file, or the text of the query")->required();
    run->add_option("--format", raw.format, "table, json or csv")->check(CLI::IsMember({"table", "json", "csv"}));
    run->callback([&verb] { verb = CliVerb::QueryRun; });
}

void addLabVerbs(CLI::App &app, RawOptions &raw, CliVerb &verb)
{
    CLI::App *lab = app.add_subcommand("lab", "The local lab: Azure Monitor and a fleet of agents on this machine");
    lab->require_subcommand(1);
    CLI::App *start = lab->add_subcommand("start", "Start a lab that stays; --json prints endpoints, ids, secret and token");
    start->add_option("--scenario", raw.scenario, "What happens to the fleet")->capture_default_str();
    start->add_option("--port", raw.port, "Port on loopback; 0: any free one")->capture_default_str();
    start->add_option("--seed", raw.seed, "Seed of everything random, ids and secret included")->capture_default_str();
    start->add_option("arguments", raw.labArguments, "Further options of decklab, after --");
    start->callback([&verb] { verb = CliVerb::LabStart; });
    lab->add_subcommand("stop", "End the lab that stays")->callback([&verb] { verb = CliVerb::LabStop; });
    lab->add_subcommand("status", "Whether it runs and answers")->callback([&verb] { verb = CliVerb::LabStatus; });
}

OutputFormat formatOf(const RawOptions &raw)
{
    if (raw.format == "csv")
        return OutputFormat::Csv;
    return raw.format == "json" || (raw.format.empty() && raw.json) ? OutputFormat::Json : OutputFormat::Table;
}

CliOptions converted(const RawOptions &raw, CliVerb verb)
{
    CliOptions options{.verb = verb, .format = formatOf(raw)};
    options.lab = qs(raw.lab);
    options.connect = qs(raw.connect);
    options.endpoint = qs(raw.endpoint);
    options.authority = qs(raw.authority);
    options.tenant = qs(raw.tenant);
    options.clientId = qs(raw.clientId);
    options.appId = qs(raw.appId);
    options.workspaceId = qs(raw.workspaceId);
    options.schema = raw.schema == "workspace" || !raw.workspaceId.empty() ? TelemetrySchema::Workspace : TelemetrySchema::Classic;
    options.sloFile = qs(raw.sloFile);
    options.dictionaryFile = qs(raw.dictionary);
    options.range = qs(raw.range);
    options.timeout = Milliseconds(static_cast<qint64>(raw.timeout * 1000));
    options.sloId = qs(raw.sloId);
    options.query = qs(raw.query);
    options.scenario = qs(raw.scenario);
    options.port = raw.port;
    options.seed = raw.seed;
    for (const std::string &argument : raw.labArguments)
        options.labArguments.append(qs(argument));
    return options;
}

} // namespace

std::variant<CliOptions, ExitCode> parseCommandLine(const QStringList &arguments, const CliStreams &streams)
{
    RawOptions raw;
    CliVerb verb = CliVerb::SloStatus;
    CLI::App app(cliDescription, "deckctl");
    app.footer(cliFooter);
    app.set_version_flag("--version", "deckctl " QD_VERSION);
    app.fallthrough();
    app.require_subcommand(1);
    addGlobalOptions(app, raw);
    addSloVerbs(app, raw, verb);
    addQueryVerbs(app, raw, verb);
    addLabVerbs(app, raw, verb);

    std::vector<std::string> reversed;
    for (auto argument = arguments.crbegin(); argument != arguments.crend(); ++argument)
        reversed.push_back(argument->toStdString());
    try {
        app.parse(std::move(reversed));
    } catch (const CLI::ParseError &error) {
        std::ostringstream out;
        std::ostringstream err;
        const int code = app.exit(error, out, err);
        streams.out.write(QByteArray::fromStdString(out.str()));
        streams.err.write(QByteArray::fromStdString(err.str()));
        return code == 0 ? ExitCode::Healthy : ExitCode::Usage;
    }
    return converted(raw, verb);
}

} // namespace qd
