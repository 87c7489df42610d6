#include "groups/mcptargetoptions.h"

#include "slofiles.h"

#include <CLI/CLI.hpp>

namespace qd {

CLI::Option *repeatable(CLI::Option *option)
{
    return option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->allow_extra_args(false);
}

void addMcpServerOptions(CLI::App &verb, McpTarget &target)
{
    verb.add_option("--stdio", target.stdio, "Start this command and speak to it; quotes as in a shell, but no shell reads it");
    verb.add_option("--url", target.url, "Streamable HTTP; https, or http on this machine; parts of it may be ${env:X} or ${secret:name}");
    verb.add_flag("--sse", target.isSse, "The address of --url speaks the old HTTP+SSE of 2024-11-05");
    verb.add_option("--server", target.server, "A server of the list (see `mcp import`)");
    verb.add_option("--era", target.era, "legacy: initialize (to 2025-11-25); modern: 2026-07-28; auto: find out (the default over HTTP)")
        ->check(CLI::IsMember({"legacy", "modern", "auto"}));
    repeatable(verb.add_option("--header", target.headers, "\"Name: value\"; the value may be ${env:X} or ${secret:name}. May be given several times"));
    const std::string group = "TLS of a server (--url, --server)";
    verb.add_option("--ca", target.tls.ca, "PEM file with authorities to trust beside the system's")->type_name("FILE")->group(group);
    verb.add_option("--client-certificate", target.tls.certificate, "PEM file with our certificate, for a server that wants one")->type_name("FILE")->group(group);
    verb.add_option("--certificate-key", target.tls.key, "PEM file with its key, without a passphrase; else it stands in the certificate's file")->type_name("FILE")->group(group);
    verb.add_flag("--insecure", target.tls.isInsecure, "Take any certificate of the server; not while signing in")->group(group);
    verb.add_flag("--yes", target.guard.isAgreed, "Agree to starting the command, to a call that may change something, or to opening the page to sign in");
}

void addMcpTimeoutOption(CLI::App &verb, McpTarget &target)
{
    verb.add_option("--timeout", target.timeoutMs, "Milliseconds to wait for each answer")->check(CLI::Range(1, 3600000))->type_name("MS");
}

void addMcpStateOption(CLI::App &verb, McpTarget &target)
{
    verb.add_option("--state", target.state, "Folder with the list of servers, in the place of your own; its sign-ins are kept apart, too")->type_name("DIR");
}

void addMcpGatewayOptions(CLI::App &verb, McpTarget &target)
{
    verb.add_option("--gateway", target.gateway, "An MCP server behind the account's gateway, by the id of its API; `deckctl --help` says which account");
    verb.add_option("--subscription", target.subscription, "Whose key the gateway is called with; else the first active one's")->type_name("NAME");
}

void addMcpCommandWords(CLI::App &verb, McpTarget &target) { verb.add_option("command", target.command, "After --: start this command and speak to it"); }

void tellMcpWays(CLI::App &verb, McpTarget &target, const char *ways)
{
    verb.preparse_callback([&target, ways](std::size_t) { target.ways = ways; });
}

Result<QByteArray> mcpInput(const QString &argument, const CliStreams &streams)
{
    constexpr qint64 maxMcpInput = 1024 * 1024;
    if (argument == QStringLiteral("-"))
        return streams.in.read(maxMcpInput);
    return argument.startsWith(u'@') ? readSmallFile(argument.mid(1)) : Result<QByteArray>(argument.toUtf8());
}

std::string mcpFooter(const char *done)
{
    return std::string("--json, before any --, prints JSON.\nExit codes: ") + done + ", 2 usage, 3 sign-in, 4 unreachable, 5 protocol error.";
}

} // namespace qd
