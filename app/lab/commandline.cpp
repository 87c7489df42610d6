#include "commandline.h"

#include <CLI/CLI.hpp>

namespace qd::lab {

namespace {

/// What CLI11 writes to, in its own types.
struct RawOptions {
    std::string scenario = "calm";
    int history = 24 * 30;
    std::string database;
    int64_t fixedNow = 0;
    double swapSeconds = 4;
    std::vector<std::string> mcpUpstreams;
    quint16 tlsPort = 0;
    bool tls = true;
    std::string infoFile;
    std::vector<std::string> oauthVariants;
};

/// Things to ask of decklab without running a lab.
void addVerbs(CLI::App &app, RawOptions &raw, CommandLine &line)
{
    using Verb = CommandLine::Verb;
    CLI::App *authority = app.add_subcommand("ca", "print the certificate that clients must trust to reach a lab by TLS (PEM)");
    CLI::App *connection = app.add_subcommand("connection-string", "print the connection string of the running lab, or of the one that --tls-port and --seed describe");
    connection->add_option("--info", raw.infoFile, "file with the line that the lab printed with --json");
    connection->fallthrough();
    authority->callback([&line] { line.verb = Verb::Authority; });
    connection->callback([&line] { line.verb = Verb::ConnectionString; });
    CLI::App *oauth = app.add_subcommand("oauth", "run protected MCP servers with their authorization servers, one port each, and nothing else");
    oauth->add_option("variants", raw.oauthVariants, "which ones, e.g. path-issuer step-up; default: all");
    oauth->fallthrough();
    oauth->callback([&line] { line.verb = Verb::OAuth; });
    app.require_subcommand(0, 1);
}

void addOptions(CLI::App &app, RawOptions &raw, CommandLine &line)
{
    LabOptions &options = line.options;
    app.add_option("--scenario", raw.scenario, "name of a scenario, or the path of a file")->capture_default_str();
    app.add_option("--port", options.port, "port on 127.0.0.1; 0 takes any free one")->capture_default_str();
    app.add_option("--tls-port", raw.tlsPort, "second port on 127.0.0.1, for TLS; 0 takes any free one")->capture_default_str();
    app.add_flag("--tls,!--no-tls", raw.tls, "listen for TLS (default); the certificate: decklab ca");
    app.add_option("--seed", options.seed, "makes ids, secret and telemetry the same every time")->capture_default_str();
    app.add_option("--history", raw.history, "hours of telemetry to make before the lab is ready")
        ->check(CLI::Range(0, 24 * 366))->capture_default_str();
    app.add_option("--rate", options.rate, "multiplies the fleet's task rate")->check(CLI::Range(0.0, 1000.0))->capture_default_str();
    app.add_flag("--live,!--no-live", options.live, "go on emitting after the history (default)");
    app.add_flag("--fleet,!--no-fleet", options.fleet, "simulate a fleet (default); without: an empty store");
    app.add_option("--database", raw.database, "file for the telemetry; default: in memory");
    app.add_option("--retention-days", options.retentionDays, "delete telemetry that is older; 0 keeps it")->check(CLI::Range(0, 3650))->capture_default_str();
    app.add_option("--retention-mb", options.retentionMb, "delete the oldest telemetry beyond this size; 0 keeps it")->check(CLI::Range(0, 1'000'000))->capture_default_str();
    app.add_flag("--throttle,!--no-throttle", options.throttle, "enforce Azure's query limits (default)");
    app.add_option("--fixed-now", raw.fixedNow, "unix seconds: a clock that stands still");
    app.add_option("--swap-seconds", raw.swapSeconds, "how long a slot swap takes")->check(CLI::Range(0.0, 600.0))->capture_default_str();
    app.add_option("--gateway-port", options.gatewayPort, "port of the AI gateway on 127.0.0.1; 0 takes any free one")->capture_default_str();
    app.add_option("--mcp-upstream", raw.mcpUpstreams, "NAME=URL: put this MCP server behind the gateway; may be repeated");
    app.add_option("--parent-process", options.parentProcess, "end when this process is gone");
    app.add_flag("--json", line.json, "print one line of JSON with endpoint, ids and secret when ready");
}

} // namespace

std::variant<CommandLine, int> parseCommandLine(int argc, char **argv)
{
    constexpr int usageError = 2;
    CLI::App app("decklab: a local stand-in for Azure Monitor with a simulated fleet of LLM agents.\n"
                 "The client secret is taken from QD_LAB_SECRET when that is set.", "decklab");
    app.set_version_flag("--version", QD_VERSION);
    // The last line tells whoever only has our stderr, and no exit code, that the mistake is in what was asked for.
    app.failure_message([](const CLI::App *, const CLI::Error &error) { return std::string("decklab: usage: ") + error.what() + "\n"; });
    CommandLine line;
    RawOptions raw;
    addOptions(app, raw, line);
    addVerbs(app, raw, line);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) { // CLI11 reports in no other way
        return app.exit(error) == 0 ? 0 : usageError;
    }
    line.options.scenario = QString::fromStdString(raw.scenario);
    line.options.history = std::chrono::hours(raw.history);
    line.options.database = QString::fromStdString(raw.database);
    line.options.swapTime = std::chrono::milliseconds(static_cast<int64_t>(raw.swapSeconds * 1000));
    for (const std::string &upstream : raw.mcpUpstreams)
        line.options.mcpUpstreams.append(QString::fromStdString(upstream));
    for (const std::string &variant : raw.oauthVariants)
        line.oauthVariants.append(QString::fromStdString(variant));
    if (raw.tls)
        line.options.tlsPort = raw.tlsPort;
    line.isPlaceGiven = app.count("--tls-port") > 0;
    line.infoFile = QString::fromStdString(raw.infoFile);
    if (app.count("--fixed-now") > 0)
        line.options.fixedNow = raw.fixedNow;
    return line;
}

} // namespace qd::lab
