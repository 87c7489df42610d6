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
    std::string environment, theme, screenshot, size;
    std::string page = "overview";
    quint16 labPort = 0;
    double interval = 10;
    bool once = false;
};

QString consoleText(const std::string &text) { return QString::fromStdString(text); }

CLI::Option *addConsoleConnection(CLI::App &app, RawConsoleOptions &raw, ConnectionOptionsParser &connection)
{
    const auto group = "Connection";
    CLI::Option *lab = app.add_option("--lab", raw.lab, "Run a private lab with this scenario")
                           ->expected(0, 1)->option_text("[SCENARIO]")->group(group);
    app.add_option("--lab-port", raw.labPort, "Port of the private lab; 0: any free one")->group(group);
    app.add_option("--lab-argument", raw.labArguments, "A further option of decklab, e.g. --lab-argument=--history=24; may be repeated")
        ->allow_extra_args(false)->group(group);
    connection.addTo(app, lab);
    app.add_option("--environment", raw.environment, "How careful to be with this account: prod (default), staging or dev")
        ->group(group)->check(CLI::IsMember({"prod", "staging", "dev"}));
    return lab;
}

void addConsoleView(CLI::App &app, RawConsoleOptions &raw)
{
    app.add_option("--theme", raw.theme, "light, dark, high-contrast or system")
        ->check(CLI::IsMember({"light", "dark", "high-contrast", "system"}));
    app.add_option("--interval", raw.interval, "Seconds between refreshes")->check(CLI::Range(0.1, 3600.0))->capture_default_str();
}

void addConsoleOutput(CLI::App &app, RawConsoleOptions &raw)
{
    const auto group = "Output";
    app.add_flag("--once", raw.once, "Print the tiles once, write the screenshot if one is asked for, and end")->group(group);
    app.add_option("--screenshot", raw.screenshot, "Write the window as PNG once its tiles show data")->group(group);
    app.add_option("--screenshot-page", raw.page, "Page to picture, by id: overview, detail and incident (of the worst tile), traces, query:cost/anomalies, …")
        ->group(group)->capture_default_str();
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

ConsoleOptions convertedConsole(const RawConsoleOptions &raw, const ConnectionOptionsParser &connection)
{
    ConsoleOptions options{connection.options()};
    options.labPort = raw.labPort;
    for (const std::string &argument : raw.labArguments)
        options.labArguments.append(consoleText(argument));
    options.environment = consoleText(raw.environment);
    options.theme = consoleText(raw.theme);
    options.interval = Milliseconds(static_cast<qint64>(raw.interval * 1000));
    options.screenshot = consoleText(raw.screenshot);
    options.screenshotPage = consoleText(raw.page);
    options.once = raw.once;
    return options;
}

/// The first thing that is wrong beyond what CLI11 can say, or nothing.
QString consoleUsageProblem(const ConsoleOptions &options, bool isSizeGiven)
{
    if (isSizeGiven && !options.size)
        return QStringLiteral("--size: expected WIDTHxHEIGHT, from 320x240 to 16384x16384, e.g. 1440x860");
    const auto error = misuseOf(options, options.lab.has_value());
    return error ? error->message : QString();
}

} // namespace

std::variant<ConsoleOptions, ExitCode> parseConsoleOptions(int argc, char **argv)
{
    CLI::App app(consoleDescription, "quarterdeck");
    app.footer(consoleFooter);
    app.set_version_flag("--version", QD_VERSION);
    RawConsoleOptions raw;
    ConnectionOptionsParser connection(std::chrono::seconds(30));
    const CLI::Option *lab = addConsoleConnection(app, raw, connection);
    addConsoleView(app, raw);
    addConsoleOutput(app, raw);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) { // CLI11 reports in no other way
        return app.exit(error) == 0 ? ExitCode::Healthy : ExitCode::Usage;
    }
    ConsoleOptions options = convertedConsole(raw, connection);
    options.size = sizeFromText(raw.size);
    const bool isElsewhere = !options.connect.isEmpty() || isExplicitAccount(options);
    if (lab->count() > 0 || !isElsewhere)
        options.lab = raw.lab.empty() || raw.lab.front().empty() ? QStringLiteral("bad-prompt") : consoleText(raw.lab.front());
    if (const QString problem = consoleUsageProblem(options, !raw.size.empty()); !problem.isEmpty()) {
        std::fprintf(stderr, "quarterdeck: %s\n", qPrintable(problem));
        return ExitCode::Usage;
    }
    return options;
}

} // namespace qd
