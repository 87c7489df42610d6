#include "cliapplication.h"

#include "commandline.h"
#include "commands/labstartcommand.h"
#include "commands/labstatuscommand.h"
#include "commands/labstopcommand.h"
#include "commands/logincommand.h"
#include "commands/logoutcommand.h"
#include "commands/query/querysource.h"
#include "commands/query/querystreamcommand.h"
#include "commands/query/querywatchcommand.h"
#include "commands/queryruncommand.h"
#include "commands/sloexplaincommand.h"
#include "commands/slostatuscommand.h"
#include "groups/groups.h"
#include "output/errorreport.h"
#include "slofiles.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace qd {

namespace {

Result<TimeRange> rangeOf(const CliOptions &options)
{
    return options.range.isEmpty() ? Result<TimeRange>(TimeRange::lastHour()) : TimeRange::parse(options.range);
}

/// Leaves the one definition with this id.
Result<SloSettings> onlySlo(SloSettings settings, const QString &id)
{
    QStringList known;
    for (const SloDefinition &definition : std::as_const(settings.definitions))
        known << definition.id.value;
    if (!known.contains(id))
        return Error{.kind = ErrorKind::Invalid,
                     .message = QStringLiteral("There is no SLO \"%1\"; known are: %2").arg(id, known.join(QStringLiteral(", ")))};
    settings.definitions.removeIf([&id](const SloDefinition &definition) { return definition.id.value != id; });
    return settings;
}

} // namespace

CliApplication::CliApplication(const CliStreams &streams, const Clock &clock, QObject *parent)
    : QObject(parent), m_streams(streams), m_clock(clock), m_groups(makeVerbGroups())
{
}

CliApplication::~CliApplication() = default;

void CliApplication::run(const QStringList &arguments)
{
    const auto parsed = parseCommandLine(arguments, m_streams, m_groups);
    if (const auto *code = std::get_if<ExitCode>(&parsed)) {
        end(*code);
        return;
    }
    m_options = std::get<CliOptions>(parsed);
    dispatch();
}

void CliApplication::dispatch()
{
    switch (m_options.verb) {
    case CliVerb::LabStart: runCommand(std::make_unique<LabStartCommand>(m_options, m_streams)); return;
    case CliVerb::LabStop: runCommand(std::make_unique<LabStopCommand>(m_options, m_streams)); return;
    case CliVerb::LabStatus: runCommand(std::make_unique<LabStatusCommand>(m_options, m_streams, m_clock)); return;
    case CliVerb::Login: runCommand(std::make_unique<LoginCommand>(m_options, m_streams, m_keychain)); return;
    case CliVerb::Logout: runCommand(std::make_unique<LogoutCommand>(m_options, m_streams, m_keychain)); return;
    case CliVerb::Group: dispatchGroup(); return;
    case CliVerb::QueryRun:
    case CliVerb::SloStatus:
    case CliVerb::SloExplain: break;
    }
    const Result<CommandMaker> maker = m_options.verb == CliVerb::QueryRun ? prepareQuery() : prepareSlo();
    if (maker)
        connectAndRun(*maker);
    else
        fail(maker.error());
}

void CliApplication::dispatchGroup()
{
    VerbGroup &group = **std::ranges::find_if(m_groups, [](const auto &candidate) { return candidate->isChosen(); });
    const auto maker = group.prepare({m_options, m_streams, m_clock});
    if (!maker)
        fail(maker.error());
    else if (group.needsSession())
        connectAndRun([make = *maker](Session &session) { return make(&session); });
    else
        runCommand((*maker)(nullptr));
}

Result<CliApplication::CommandMaker> CliApplication::prepareQuery() const
{
    if (m_options.query == QStringLiteral("-") && m_options.connect == QStringLiteral("-"))
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("Standard input cannot be both the query and the connection")};
    const auto range = rangeOf(m_options);
    if (!range)
        return range.error();
    const auto query = findQuery(m_options.query, m_streams.in);
    if (!query)
        return query.error();
    if (const auto bound = boundQuery(*query, TelemetrySchema::Classic, m_options.parameters); !bound)
        return bound.error();
    return CommandMaker([this, query = *query, range = *range](Session &session) { return makeQuery(session, query, range); });
}

/// The command that runs the query once, or one that does so again and again.
std::unique_ptr<Command> CliApplication::makeQuery(Session &session, const query::SavedQuery &query, const TimeRange &range) const
{
    const auto kql = boundQuery(query, session.monitor().target().schema, m_options.parameters);
    const auto once = [this, &session, text = kql.value(), range](const CliStreams &streams) -> std::unique_ptr<Command> {
        const auto span = m_options.range.isEmpty() ? std::optional<TimeSpanRange>() : range.resolve(m_clock.now());
        if (m_options.format == OutputFormat::Csv || m_options.format == OutputFormat::NdJson)
            return std::make_unique<QueryStreamCommand>(m_options, streams, session.queries(), text, span);
        return std::make_unique<QueryRunCommand>(m_options, streams, session.monitor(), text, span);
    };
    if (m_options.watchSeconds == 0)
        return once(m_streams);
    return std::make_unique<QueryWatchCommand>(m_streams, once, std::chrono::seconds(m_options.watchSeconds), isatty(STDOUT_FILENO) != 0);
}

Result<CliApplication::CommandMaker> CliApplication::prepareSlo() const
{
    const auto range = rangeOf(m_options);
    if (!range)
        return range.error();
    auto settings = loadSloSettings(m_options.sloFile, m_options.dictionaryFile);
    if (settings && m_options.verb == CliVerb::SloExplain)
        settings = onlySlo(*settings, m_options.sloId);
    if (!settings)
        return settings.error();
    settings->queryTimeout = m_options.timeout;
    return CommandMaker([this, ready = *settings, span = *range](Session &session) -> std::unique_ptr<Command> {
        if (m_options.verb == CliVerb::SloExplain)
            return std::make_unique<SloExplainCommand>(m_options, m_streams, session.monitor(), m_clock, ready, span);
        return std::make_unique<SloStatusCommand>(m_options, m_streams, session.monitor(), m_clock, ready, span);
    });
}

void CliApplication::connectAndRun(const CommandMaker &make)
{
    m_connection = std::make_unique<Connection>(m_options, m_streams, m_clock);
    connect(m_connection.get(), &Connection::ready, this, [this, make] { runCommand(make(m_connection->session())); });
    connect(m_connection.get(), &Connection::failed, this, &CliApplication::fail);
    m_connection->open();
}

void CliApplication::runCommand(std::unique_ptr<Command> command)
{
    m_command = std::move(command);
    connect(m_command.get(), &Command::finished, this, &CliApplication::end, Qt::QueuedConnection);
    m_command->start();
}

void CliApplication::fail(const Error &error)
{
    // Before anything is sent, a position can only point into the range.
    end(reportError(m_options, m_streams, error, m_connection ? QString() : m_options.range));
}

void CliApplication::end(ExitCode code)
{
    const auto say = [this, code] { emit finished(static_cast<int>(code)); };
    m_command.reset();
    if (!m_connection) {
        QMetaObject::invokeMethod(this, say, Qt::QueuedConnection);
        return;
    }
    m_connection->disconnect(this);
    connect(m_connection.get(), &Connection::closed, this, say);
    m_connection->close();
}

} // namespace qd
