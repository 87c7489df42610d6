#include "groups/policyverbs.h"

#include "commands/policy/allowcommand.h"
#include "commands/policy/policycommand.h"
#include "slofiles.h"

#include <CLI/CLI.hpp>

namespace qd {

namespace {

constexpr qint64 maxPolicyFile = 1024 * 1024;

/// A policy from a file, or with "-" from standard input.
Result<QString> readPolicyFile(const std::string &path, QIODevice &input)
{
    if (path != "-") {
        const auto bytes = readSmallFile(QString::fromStdString(path));
        return bytes ? Result<QString>(QString::fromUtf8(*bytes)) : Result<QString>(bytes.error());
    }
    const QByteArray bytes = input.read(maxPolicyFile + 1);
    if (bytes.size() > maxPolicyFile)
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The policy is larger than 1 MiB")};
    return QString::fromUtf8(bytes);
}

QStringList listOf(const std::vector<std::string> &names)
{
    QStringList list;
    for (const std::string &name : names)
        list.append(QString::fromStdString(name));
    return list;
}

} // namespace

CLI::App *PolicyVerbs::addVerb(CLI::App &policy, const char *name, const char *help, PolicyVerb verb, bool needsFile)
{
    CLI::App *added = policy.add_subcommand(name, help);
    added->add_option("scope", m_scope, "\"service\", or the id of an API")->required();
    if (needsFile)
        added->add_option("file", m_file, "The policy's file, - for standard input")->required();
    added->callback([this, verb] { m_verb = verb; });
    return added;
}

void PolicyVerbs::addTo(CLI::App &app)
{
    CLI::App *policy = app.add_subcommand("policy", "Policies of API Management");
    policy->require_subcommand(1);
    addVerb(*policy, "get", "The policy as it is live", PolicyVerb::Get, false);
    CLI::App *lint = addVerb(*policy, "lint", "What is wrong with the live policy, or with a file; ends with 1 on errors", PolicyVerb::Lint, false);
    lint->add_option("file", m_file, "A file to check in its place, - for standard input");
    addVerb(*policy, "diff", "What a file would change", PolicyVerb::Diff, true);
    CLI::App *apply = addVerb(*policy, "apply", "Write a file; ends with 6 when somebody else wrote first", PolicyVerb::Apply, true);
    apply->add_option("--etag", m_etag, "The version that the file was made from (from `policy get --json`); else what is live now");
    addGuardOptions(*apply, m_guard);
    addVerb(*policy, "history", "Versions that were read or written on this machine", PolicyVerb::History, false);
    CLI::App *restore = addVerb(*policy, "restore", "Write a version from the history", PolicyVerb::Restore, false);
    restore->add_option("version", m_version, "Its number")->required();
    addGuardOptions(*restore, m_guard);
}

Result<VerbGroup::CommandMaker> PolicyVerbs::prepare(const CliContext &context)
{
    PolicyRequest request{.verb = *m_verb, .scope = QString::fromStdString(m_scope), .text = {}, .etag = QString::fromStdString(m_etag),
                          .version = m_version, .guard = m_guard};
    if (!m_file.empty()) {
        const auto text = readPolicyFile(m_file, context.streams.in);
        if (!text)
            return text.error();
        request.text = *text;
    }
    return CommandMaker([context, request](Session *session) {
        return std::make_unique<PolicyCommand>(context.options, context.streams, context.clock, *session, request);
    });
}

void AllowVerbs::addDecisions(CLI::App &verb)
{
    verb.add_option("--only", m_only, "Allow exactly these tools, deny the others that are known")->delimiter(',');
    verb.add_flag("--none", m_allowsNone, "Allow no tool at all");
    verb.add_option("--allow", m_allow, "Allow these tools too")->delimiter(',');
    verb.add_option("--deny", m_deny, "Deny these tools")->delimiter(',');
    verb.add_flag("--accept-drift", m_acceptsDrift, "Drop tools that the server no longer offers");
}

void AllowVerbs::addTo(CLI::App &app)
{
    CLI::App *allow = app.add_subcommand("allow", "Tool allowlists of the MCP servers behind the gateway");
    allow->require_subcommand(1);
    const auto add = [this, allow](const char *name, const char *help, AllowVerb verb) {
        CLI::App *added = allow->add_subcommand(name, help);
        added->add_option("server", m_server, "Id of the MCP server's API")->required();
        added->callback([this, verb] { m_verb = verb; });
        return added;
    };
    add("show", "Tools with what is decided, their size and their use", AllowVerb::Show);
    addDecisions(*add("plan", "The policy that decisions make, and its difference to the live one", AllowVerb::Plan));
    CLI::App *apply = add("apply", "Write that policy; ends with 6 when somebody else wrote first", AllowVerb::Apply);
    addDecisions(*apply);
    addGuardOptions(*apply, m_guard);
    add("prove", "List and call through the gateway; ends with 1 when anything is not as allowed", AllowVerb::Prove)
        ->add_option("--as", m_subject, "The subscription to call as; else the first active one");
}

Result<VerbGroup::CommandMaker> AllowVerbs::prepare(const CliContext &context)
{
    const AllowRequest request{.verb = *m_verb, .server = QString::fromStdString(m_server),
                               .only = m_only.empty() && !m_allowsNone ? std::nullopt : std::optional(listOf(m_only)),
                               .allow = listOf(m_allow), .deny = listOf(m_deny), .acceptsDrift = m_acceptsDrift,
                               .subject = QString::fromStdString(m_subject), .guard = m_guard};
    return CommandMaker([context, request](Session *session) {
        return std::make_unique<AllowCommand>(context.options, context.streams, context.clock, *session, request);
    });
}

} // namespace qd
