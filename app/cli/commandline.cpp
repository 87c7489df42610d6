#include "commandline.h"

#include "localfiles/nearestname.h"
#include "verbgroup.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace qd {

namespace {

constexpr const char *cliDescription = "Quarterdeck on the command line: the SLOs of a fleet of agents, their queries, and the local lab.";
constexpr const char *cliFooter =
    "Connection, first that applies: --lab, --connect, --tenant with --client-id and --app-id or --workspace-id, a lab\n"
    "started by `deckctl lab start`. The client secret comes from $QD_CLIENT_SECRET or the keyring (`deckctl login` puts it\n"
    "there), never from an option.\n\n"
    "Exit codes: 0 healthy, 1 an SLO is critical, 2 usage, 3 sign-in, 4 unreachable, 5 query error,\n"
    "6 somebody else wrote first.";

/// CLI11 writes into these; converted once it is done.
struct RawOptions {
    bool json = false;
    std::string lab;
    std::string format;
    std::string sloId, query;
    std::string scenario = "calm";
    quint16 port = 0;
    quint64 seed = 1;
    std::vector<std::string> labArguments;
    std::vector<std::string> parameters;
    int watchSeconds = 0;
};

QString qs(const std::string &text) { return QString::fromStdString(text); }

void addGlobalOptions(CLI::App &app, RawOptions &raw, ConnectionOptionsParser &connection)
{
    app.add_flag("--json", raw.json, "Print JSON");
    CLI::Option *lab = app.add_option("--lab", raw.lab, "Run a private lab with this scenario for the length of the command");
    connection.addTo(app, lab->group("Connection"));
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
    run->add_option("query", raw.query, "@name of the library or of a saved query, - for standard input, a file, or the text of the query")->required();
    run->add_option("--format", raw.format, "table, json, csv, or ndjson: an object a line; the last two are printed as rows come")
        ->check(CLI::IsMember({"table", "json", "csv", "ndjson"}));
    run->add_option("--param", raw.parameters, "name=value of a parameter of the query; may be given several times")
        ->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->allow_extra_args(false);
    run->add_option("--watch", raw.watchSeconds, "Run again every so many seconds until Ctrl+C; print what changes")->check(CLI::Range(1, 86400));
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

void addAccountVerbs(CLI::App &app, CliVerb &verb)
{
    app.add_subcommand("login", "Put the client secret of --tenant and --client-id into the keyring; one line on standard input")
        ->callback([&verb] { verb = CliVerb::Login; });
    app.add_subcommand("logout", "Take that secret out of the keyring")->callback([&verb] { verb = CliVerb::Logout; });
}

OutputFormat formatOf(const RawOptions &raw)
{
    if (raw.format == "csv")
        return OutputFormat::Csv;
    if (raw.format == "ndjson")
        return OutputFormat::NdJson;
    return raw.format == "json" || (raw.format.empty() && raw.json) ? OutputFormat::Json : OutputFormat::Table;
}

CliOptions converted(const RawOptions &raw, const ConnectionOptionsParser &connection, CliVerb verb)
{
    CliOptions options{connection.options()};
    options.verb = verb;
    options.format = formatOf(raw);
    options.lab = qs(raw.lab);
    options.sloId = qs(raw.sloId);
    options.query = qs(raw.query);
    for (const std::string &parameter : raw.parameters)
        options.parameters.append(qs(parameter));
    options.watchSeconds = raw.watchSeconds;
    options.scenario = qs(raw.scenario);
    options.port = raw.port;
    options.seed = raw.seed;
    for (const std::string &argument : raw.labArguments)
        options.labArguments.append(qs(argument));
    return options;
}

const CLI::App &chosenVerb(const CLI::App &app)
{
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? app : chosenVerb(*chosen.front());
}

/// What stands where one of the known verbs should; empty: nothing does.
QString unknownVerb(const CLI::App &app)
{
    const std::vector<std::string> words = app.remaining(true);
    const auto typed = std::ranges::find_if(words, [](const std::string &word) { return !word.starts_with('-'); });
    if (typed == words.end())
        return {};
    const CLI::App &verb = chosenVerb(app);
    QStringList known;
    for (const CLI::App *one : verb.get_subcommands([](const CLI::App *) { return true; }))
        known << qs(one->get_name());
    return QStringLiteral("“%1” is no verb of %2%3").arg(qs(*typed), qs(verb.get_name()), nameHint(qs(*typed), known));
}

ExitCode complain(const CLI::App &app, const CLI::ParseError &error, const CliStreams &streams)
{
    std::ostringstream out;
    std::ostringstream err;
    const int code = app.exit(error, out, err);
    std::string said = err.str();
    if (const QString verb = unknownVerb(app); !verb.isEmpty() && said.starts_with("A subcommand is required"))
        said.replace(0, said.find('\n'), verb.toStdString());
    streams.out.write(QByteArray::fromStdString(out.str()));
    streams.err.write(QByteArray::fromStdString(said));
    return code == 0 ? ExitCode::Healthy : ExitCode::Usage;
}

} // namespace

std::variant<CliOptions, ExitCode> parseCommandLine(const QStringList &arguments, const CliStreams &streams,
                                                    const std::vector<std::unique_ptr<VerbGroup>> &groups)
{
    RawOptions raw;
    ConnectionOptionsParser connection(std::chrono::minutes(1));
    CliVerb verb = CliVerb::SloStatus;
    CLI::App app(cliDescription, "deckctl");
    app.footer(cliFooter);
    app.set_version_flag("--version", "deckctl " QD_VERSION);
    app.fallthrough();
    app.require_subcommand(1);
    addGlobalOptions(app, raw, connection);
    addSloVerbs(app, raw, verb);
    addQueryVerbs(app, raw, verb);
    addLabVerbs(app, raw, verb);
    for (const auto &group : groups)
        group->addTo(app);
    addAccountVerbs(app, verb);

    std::vector<std::string> reversed;
    for (auto argument = arguments.crbegin(); argument != arguments.crend(); ++argument)
        reversed.push_back(argument->toStdString());
    try {
        app.parse(std::move(reversed));
    } catch (const CLI::ParseError &error) {
        return complain(app, error, streams);
    }
    if (std::ranges::any_of(groups, [](const auto &group) { return group->isChosen(); }))
        verb = CliVerb::Group;
    CliOptions options = converted(raw, connection, verb);
    if (const qsizetype mark = arguments.indexOf(QStringLiteral("--")); mark >= 0)
        options.wordsAfterMark = arguments.size() - mark - 1;
    return options;
}

} // namespace qd
