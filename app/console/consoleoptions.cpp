#include "consoleoptions.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace qd {

namespace {

constexpr const char *consoleDescription = "Quarterdeck: the operations console for fleets of LLM agents.";
constexpr const char *consoleFooter =
    "Connection, first that applies: --lab, --connect, --tenant with --client-id and --app-id or --workspace-id, else a\n"
    "private lab with the scenario bad-prompt. The client secret comes from $QD_CLIENT_SECRET or the keyring, never from\n"
    "an option. Without a display the window is rendered offscreen and the tiles are printed.\n\n"
    "Exit codes with --once: 0 tiles were shown, 1 the screenshot could not be written, 2 usage, 3 sign-in, 4 unreachable, 5 query error.";

/// CLI11 writes into these; converted once it is done.
struct RawConsoleOptions {
    std::vector<std::string> lab, labArguments;
    std::string connect, endpoint, authority, tenant, clientId, appId, workspaceId, environment, sloFile, dictionary, range,
        theme, screenshot, size;
    std::string schema = "classic";
    std::string page = "overview";
    quint16 labPort = 0;
    double interval = 10;
    double timeout = 30;
    bool once = false;
};

QString consoleText(const std::string &text) { return QString::fromStdString(text); }

CLI::Option *addConsoleConnection(CLI::App &app, RawConsoleOptions &raw)
{
    const auto group = "Connection";
    CLI::Option *lab = app.add_option("--lab", raw.lab, "Run a private lab with this scenario")
                           ->expected(0, 1)->option_text("[SCENARIO]")->group(group);
    app.add_option("--lab-port", raw.labPort, "Port of the private lab; 0: any free one")->group(group);
    app.add_option("--lab-argument", raw.labArguments, "A further option of decklab, e.g. --lab-argument=--history=24; may be repeated")
        ->allow_extra_args(false)->group(group);
    app.add_option("--connect", raw.connect, "File with what `decklab --json` printed, or - for standard input")->group(group)->excludes(lab);
    app.add_option("--endpoint", raw.endpoint, "Base address of the query service")->group(group)->excludes(lab);
    app.add_option("--authority", raw.authority, "Base address of the sign-in service")->group(group);
    app.add_option("--tenant", raw.tenant, "Tenant id")->group(group)->excludes(lab);
    app.add_option("--client-id", raw.clientId, "Application (client) id")->group(group);
    CLI::Option *appId = app.add_option("--app-id", raw.appId, "Application Insights app id")->group(group);
    app.add_option("--workspace-id", raw.workspaceId, "Log Analytics workspace id")->group(group)->excludes(appId);
    app.add_option("--schema", raw.schema, "Which tables to query: classic or workspace")
        ->group(group)->check(CLI::IsMember({"classic", "workspace"}))->capture_default_str();
    app.add_option("--environment", raw.environment, "How careful to be with this account: prod (default), staging or dev")
        ->group(group)->check(CLI::IsMember({"prod", "staging", "dev"}));
    return lab;
}

void addConsoleView(CLI::App &app, RawConsoleOptions &raw)
{
    app.add_option("--slo", raw.sloFile, "SLO definitions (default: those that come with the product)");
    app.add_option("--dictionary", raw.dictionary, "Metric dictionary: the names your telemetry uses");
    app.add_option("--range", raw.range, "Time range: 90m, now-1h, \"now-1d/d to now-30m\", ISO 8601 with zone");
    app.add_option("--theme", raw.theme, "light, dark, high-contrast or system")
        ->check(CLI::IsMember({"light", "dark", "high-contrast", "system"}));
    app.add_option("--interval", raw.interval, "Seconds between refreshes")->check(CLI::Range(0.1, 3600.0))->capture_default_str();
    app.add_option("--timeout", raw.timeout, "Seconds to wait for a query")->check(CLI::Range(0.1, 600.0))->capture_default_str();
}

void addConsoleOutput(CLI::App &app, RawConsoleOptions &raw)
{
    const auto group = "Output";
    app.add_flag("--once", raw.once, "Print the tiles once, write the screenshot if one is asked for, and end")->group(group);
    app.add_option("--screenshot", raw.screenshot, "Write the window as PNG once its tiles show data")->group(group);
    app.add_option("--screenshot-page", raw.page, "overview, or detail (of the worst tile)")
        ->group(group)->check(CLI::IsMember({"overview", "detail"}))->capture_default_str();
    app.add_option("--size", raw.size, "Size of the window, e.g. 1440x860")->group(group);
}

std::optional<QSize> sizeFromText(const std::string &text)
{
    const QStringList parts = consoleText(text).split(u'x');
    if (parts.size() != 2)
        return {};
    const QSize size(parts[0].toInt(), parts[1].toInt());
    const bool isSane = size.width() >= 320 && size.height() >= 240 && size.width() <= 16384 && size.height() <= 16384;
    return isSane ? std::optional(size) : std::nullopt;
}

ConsoleOptions convertedConsole(const RawConsoleOptions &raw)
{
    ConsoleOptions options;
    options.labPort = raw.labPort;
    for (const std::string &argument : raw.labArguments)
        options.labArguments.append(consoleText(argument));
    options.connect = consoleText(raw.connect);
    options.endpoint = consoleText(raw.endpoint);
    options.authority = consoleText(raw.authority);
    options.tenant = consoleText(raw.tenant);
    options.clientId = consoleText(raw.clientId);
    options.appId = consoleText(raw.appId);
    options.workspaceId = consoleText(raw.workspaceId);
    options.environment = consoleText(raw.environment);
    const bool isWorkspace = raw.schema == "workspace" || !raw.workspaceId.empty();
    options.schema = isWorkspace ? TelemetrySchema::Workspace : TelemetrySchema::Classic;
    options.sloFile = consoleText(raw.sloFile);
    options.dictionaryFile = consoleText(raw.dictionary);
    options.range = consoleText(raw.range);
    options.theme = consoleText(raw.theme);
    options.interval = Milliseconds(static_cast<qint64>(raw.interval * 1000));
    options.timeout = Milliseconds(static_cast<qint64>(raw.timeout * 1000));
    options.screenshot = consoleText(raw.screenshot);
    options.screenshotPage = consoleText(raw.page);
    options.once = raw.once;
    return options;
}

/// True when an account is spelled out, be it in part.
bool namesAccount(const ConsoleOptions &options)
{
    return !options.tenant.isEmpty() || !options.clientId.isEmpty() || !options.appId.isEmpty() || !options.workspaceId.isEmpty()
        || !options.endpoint.isEmpty() || !options.authority.isEmpty();
}

/// The first thing that is wrong beyond what CLI11 can say, or nothing.
const char *consoleUsageProblem(const ConsoleOptions &options, bool isSizeGiven)
{
    if (isSizeGiven && !options.size)
        return "--size: expected WIDTHxHEIGHT, from 320x240 to 16384x16384, e.g. 1440x860";
    if (!namesAccount(options))
        return nullptr;
    if (options.lab || !options.connect.isEmpty())
        return "--lab and --connect cannot be used together with ids or endpoints";
    if (options.tenant.isEmpty() || options.clientId.isEmpty())
        return "an explicit account needs --tenant and --client-id";
    if (options.appId.isEmpty() && options.workspaceId.isEmpty())
        return "an explicit account needs --app-id or --workspace-id";
    return nullptr;
}

} // namespace

std::variant<ConsoleOptions, ConsoleExit> parseConsoleOptions(int argc, char **argv)
{
    CLI::App app(consoleDescription, "quarterdeck");
    app.footer(consoleFooter);
    app.set_version_flag("--version", QD_VERSION);
    RawConsoleOptions raw;
    const CLI::Option *lab = addConsoleConnection(app, raw);
    addConsoleView(app, raw);
    addConsoleOutput(app, raw);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) { // CLI11 reports in no other way
        return app.exit(error) == 0 ? ConsoleExit::Shown : ConsoleExit::Usage;
    }
    ConsoleOptions options = convertedConsole(raw);
    options.size = sizeFromText(raw.size);
    const bool isElsewhere = !options.connect.isEmpty() || namesAccount(options);
    if (lab->count() > 0 || !isElsewhere)
        options.lab = raw.lab.empty() || raw.lab.front().empty() ? QStringLiteral("bad-prompt") : consoleText(raw.lab.front());
    if (const char *problem = consoleUsageProblem(options, !raw.size.empty())) {
        std::fprintf(stderr, "quarterdeck: %s\n", problem);
        return ConsoleExit::Usage;
    }
    return options;
}

} // namespace qd
