#include "features/mcp/typedserver.h"

#include "mcp/jsonslice.h"

namespace qd {

namespace {

QByteArray objectOf(const QList<std::pair<QString, QString>> &pairs)
{
    QByteArrayList members;
    for (const auto &[name, value] : pairs)
        members << QByteArray(jsonslice::quoted(name) + ':' + jsonslice::quoted(value));
    return '{' + members.join(',') + '}';
}

QByteArray signInOf(const NewSignIn &signIn)
{
    QList<std::pair<QString, QString>> members;
    for (const auto &member : {std::pair(QStringLiteral("clientId"), signIn.clientId), std::pair(QStringLiteral("clientIssuer"), signIn.clientIssuer),
                               std::pair(QStringLiteral("clientSecret"), signIn.clientSecret), std::pair(QStringLiteral("clientMetadataUrl"), signIn.documentUrl),
                               std::pair(QStringLiteral("scopes"), signIn.scopes)})
        if (!member.second.isEmpty())
            members.append(member);
    return objectOf(members);
}

QByteArray configurationOf(const NewServer &server)
{
    QByteArray entry;
    if (server.way == NewServer::Way::Command) {
        QByteArrayList arguments;
        for (const QString &argument : server.arguments)
            arguments << jsonslice::quoted(argument);
        entry = "\"command\":" + jsonslice::quoted(server.command) + ",\"args\":[" + arguments.join(',') + "],\"env\":" + objectOf(server.pairs);
    } else {
        const QByteArray type = server.way == NewServer::Way::Sse ? "sse" : "http";
        entry = "\"type\":\"" + type + "\",\"url\":" + jsonslice::quoted(server.url) + ",\"headers\":" + objectOf(server.pairs) + ",\"oauth\":" + signInOf(server.signIn);
    }
    return "{\"mcpServers\":{" + jsonslice::quoted(server.name) + ":{" + entry + "}}}";
}

/// Of signing in, what has a field of its own.
McpAuthSettings mergedSignIn(const McpAuthSettings &typed, const McpAuthSettings &known)
{
    McpAuthSettings made = known;
    for (const auto member : {&McpAuthSettings::clientId, &McpAuthSettings::clientIssuer, &McpAuthSettings::documentUrl})
        made.*member = typed.*member;
    made.scopes = typed.scopes;
    if (!typed.clientSecret.isEmpty() || typed.clientId.isEmpty())
        made.clientSecret = typed.clientSecret;
    return made;
}

} // namespace

Result<McpImport> importOfTyped(const NewServer &server, const McpServerConfig *known)
{
    auto import = decodeMcpConfig(configurationOf(server));
    if (!import || import->servers.size() != 1)
        return import;
    McpServerConfig &config = import->servers.first();
    config.tls = server.tls;
    if (!known)
        return import;
    config.era = known->era;
    config.connectTimeout = known->connectTimeout;
    config.requestTimeout = known->requestTimeout;
    config.workingFolder = known->workingFolder;
    config.unknown = known->unknown;
    config.roots = known->roots;
    if (server.way != NewServer::Way::Command)
        config.signIn = mergedSignIn(config.signIn, known->signIn);
    return import;
}

NewServer typedServer(const McpServerConfig &config)
{
    const bool isCommand = config.transport == McpTransport::Stdio;
    const McpAuthSettings &signIn = config.signIn;
    return {.way = isCommand ? NewServer::Way::Command : config.transport == McpTransport::Sse ? NewServer::Way::Sse : NewServer::Way::Http,
            .name = config.id.value,
            .command = config.command,
            .arguments = config.arguments,
            .url = config.urlTemplate.isEmpty() ? config.url.toString() : config.urlTemplate,
            .pairs = isCommand ? config.environment : config.headers,
            .signIn = {.clientId = signIn.clientId, .clientIssuer = signIn.clientIssuer, .clientSecret = {}, .documentUrl = signIn.documentUrl,
                       .scopes = signIn.scopes.join(u' '), .isSecretKept = !signIn.clientSecret.isEmpty()},
            .tls = config.tls};
}

} // namespace qd
