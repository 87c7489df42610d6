#include "groups/mcpverbs.h"

#include "commands/mcp/mcpcallcommand.h"
#include "commands/mcp/mcpimportcommand.h"
#include "commands/mcp/mcplistcommand.h"
#include "commands/mcp/mcpreadcommand.h"
#include "commands/mcp/mcpsignoutcommand.h"
#include "groups/mcptargetoptions.h"
#include "mcp/jsonslice.h"
#include "mcpauth/mcpauthorizer.h"

#include <CLI/CLI.hpp>

namespace qd {

void McpVerbs::addTo(CLI::App &app)
{
    CLI::App *mcp = app.add_subcommand("mcp", "MCP servers: what they offer, tool calls, configuration of other clients");
    mcp->require_subcommand(1);
    mcp->footer(mcpFooter()); // its verbs inherit it; its own comes last
    CLI::App *list = mcp->add_subcommand("list", "Tools, prompts and resources of a server");
    addTarget(*list);
    list->callback([this] { m_verb = Verb::List; });
    CLI::App *call = mcp->add_subcommand("call", "Call a tool");
    call->add_option("tool", m_tool, "Name of the tool")->required();
    call->add_option("--args", m_arguments, "Arguments: a JSON object, @file, or - for standard input")->capture_default_str();
    call->add_option("--meta", m_meta, "What goes into _meta of the call: a JSON object")->type_name("JSON");
    call->add_option("--confirm", m_target.guard.environment, "Agree by the name of the environment, which production asks for")->type_name("NAME");
    addTarget(*call);
    call->footer(mcpFooter("0 done, 1 the tool reports a failure"));
    call->callback([this] { m_verb = Verb::Call; });
    addReading(*mcp);
    addMcpRun(*mcp, m_target, m_run)->callback([this] { m_verb = Verb::Run; });
    CLI::App *import = mcp->add_subcommand("import", "Add the servers of a client's configuration to the list (mcpServers, VS Code's servers, Codex' TOML, a server.json)");
    import->add_option("file", m_file, "The file, or - for standard input")->required();
    import->add_option("--state", m_target.state, "Folder that takes the list, in the place of your own")->type_name("DIR");
    import->callback([this] { m_verb = Verb::Import; });
    addSignOut(*mcp);
    m_guard.addTo(*mcp);
    m_probes.addTo(*mcp);
    mcp->footer(mcpFooter("0 done, 1 what the verb's own help says (`deckctl mcp VERB --help`)"));
}

void McpVerbs::addReading(CLI::App &mcp)
{
    CLI::App *read = mcp.add_subcommand("read", "Read a resource");
    read->add_option("uri", m_uri, "Address of the resource")->required();
    addTarget(*read);
    read->callback([this] { m_verb = Verb::Read; });
    CLI::App *get = mcp.add_subcommand("get", "Get a prompt");
    get->add_option("prompt", m_prompt, "Name of the prompt")->required();
    repeatable(get->add_option("--arg", m_promptArguments, "An argument of the prompt: name=value. May be given several times"));
    addTarget(*get);
    get->callback([this] { m_verb = Verb::Get; });
    CLI::App *discover = mcp.add_subcommand("discover", "What a server says of itself: revision, abilities, instructions");
    addTarget(*discover);
    discover->callback([this] { m_verb = Verb::Discover; });
}

void McpVerbs::addSignOut(CLI::App &mcp)
{
    CLI::App *verb = mcp.add_subcommand("sign-out", "Forget the tokens and registrations that are kept of a server; the next connection signs in anew");
    tellMcpWays(*verb, m_target, "--url or --server");
    verb->add_option("--url", m_target.url, "Address of the server")->type_name("URL");
    verb->add_option("--server", m_target.server, "Its name in the list")->type_name("NAME");
    addMcpStateOption(*verb, m_target);
    verb->callback([this] { m_verb = Verb::SignOut; });
}

Result<VerbGroup::CommandMaker> McpVerbs::prepareSignOut(const CliContext &context, const McpServerConfig &server) const
{
    if (!isSignInPossible(server))
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("Nobody signs in to this server: it is a command, or has a key of its own")};
    return CommandMaker([context, server, place = m_signIn.place](Session *) { return std::make_unique<McpSignOutCommand>(context, server, place); });
}

void McpVerbs::addTarget(CLI::App &verb)
{
    addMcpCommandWords(verb, m_target);
    tellMcpWays(verb, m_target, "--stdio, --url, --server, --gateway, or a command after --");
    addMcpServerOptions(verb, m_target);
    addMcpTimeoutOption(verb, m_target);
    addMcpGatewayOptions(verb, m_target);
    addMcpStateOption(verb, m_target);
    addSignInOptions(verb, m_target.signIn);
}

Result<VerbGroup::CommandMaker> McpVerbs::prepare(const CliContext &context)
{
    if (m_guard.isChosen())
        return m_guard.prepare(context);
    if (m_probes.isChosen())
        return m_probes.prepare(context);
    if (m_verb == Verb::Import)
        return prepareImport(context);
    if (m_verb == Verb::Run)
        return prepareMcpRun(context, m_target, m_run);
    const auto config = serverOfTarget(m_target);
    if (!config)
        return config.error();
    const auto signIn = signInChoice(m_target);
    if (!signIn)
        return signIn.error();
    m_signIn = *signIn;
    if (m_verb == Verb::SignOut)
        return prepareSignOut(context, *config);
    if (m_verb == Verb::List)
        return CommandMaker([this, context, server = *config](Session *session) { return std::make_unique<McpListCommand>(context, placeOf(server, session)); });
    if (m_verb != Verb::Call)
        return prepareReading(context, *config);
    const auto arguments = mcpInput(QString::fromStdString(m_arguments), context.streams);
    if (!arguments)
        return arguments.error();
    if (!jsonslice::isObject(*arguments))
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The arguments are not a JSON object")};
    if (!m_meta.empty() && !jsonslice::isObject(QByteArray::fromStdString(m_meta)))
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("What goes into _meta is not a JSON object")};
    return CommandMaker([this, context, server = *config, tool = QString::fromStdString(m_tool), text = QString::fromUtf8(*arguments)](Session *session) {
        return std::make_unique<McpCallCommand>(context, placeOf(server, session), tool, text, QString::fromStdString(m_meta));
    });
}

Result<VerbGroup::CommandMaker> McpVerbs::prepareReading(const CliContext &context, const McpServerConfig &server) const
{
    QList<std::pair<QString, QString>> arguments;
    for (const std::string &argument : m_promptArguments) {
        const QString text = QString::fromStdString(argument);
        if (!text.contains(u'='))
            return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("An argument is written as name=value")};
        arguments.append({text.section(u'=', 0, 0), text.section(u'=', 1)});
    }
    return CommandMaker([this, context, server, arguments](Session *session) -> std::unique_ptr<Command> {
        const McpPlace place = placeOf(server, session);
        if (m_verb == Verb::Read)
            return std::make_unique<McpReadCommand>(context, place, QString::fromStdString(m_uri));
        if (m_verb == Verb::Get)
            return std::make_unique<McpGetCommand>(context, place, QString::fromStdString(m_prompt), arguments);
        return std::make_unique<McpDiscoverCommand>(context, place);
    });
}

McpPlace McpVerbs::placeOf(const McpServerConfig &config, Session *session) const
{
    return {.config = config, .subscription = QString::fromStdString(m_target.subscription), .guard = m_target.guard, .signIn = m_signIn, .erasPath = session ? QString() : erasPathOf(m_target), .session = session};
}

Result<VerbGroup::CommandMaker> McpVerbs::prepareImport(const CliContext &context) const
{
    const QString file = QString::fromStdString(m_file);
    const auto bytes = mcpInput(file == QStringLiteral("-") ? file : QString(u'@' + file), context.streams);
    if (!bytes)
        return bytes.error();
    const auto import = decodeMcpConfig(*bytes);
    if (!import)
        return Error{.kind = ErrorKind::Invalid, .message = import.error().message, .detail = import.error().detail};
    return CommandMaker([context, found = *import, path = listPathOf(m_target)](Session *) { return std::make_unique<McpImportCommand>(context, found, path); });
}

} // namespace qd
