#include "commands/mcp/mcpcommand.h"

#include "commands/mcp/leavetaking.h"
#include "commands/mcp/typedcommand.h"
#include "commands/mcp/typedtls.h"
#include "mcp/configaddress.h"
#include "mcp/erafile.h"
#include "mcp/launchconsent.h"
#include "mcp/serverlist.h"
#include "mcp/shownhttp.h"
#include "output/errorreport.h"
#include "output/jsonwriter.h"
#include "printabletext.h"

#include <utility>

namespace qd {

namespace {

Error invalidTarget(const QString &message) { return {.kind = ErrorKind::Invalid, .message = message}; }

Error unknownServer(const McpTarget &target, const QStringList &known)
{
    const QString name = QString::fromStdString(target.server);
    const QString what = target.mayBeFile ? QStringLiteral("There is neither a file \"%1\" nor a server of that name in the list").arg(name)
                                          : QStringLiteral("There is no server \"%1\" in the list").arg(name);
    return invalidTarget(what + (known.isEmpty() ? QStringLiteral(", which is empty") : QStringLiteral("; known are: ") + known.join(QStringLiteral(", "))));
}

Result<McpServerConfig> fromList(const McpTarget &target)
{
    const QString name = QString::fromStdString(target.server);
    const auto list = loadMcpServers(listPathOf(target));
    if (!list)
        return list.error();
    QStringList known;
    for (const McpServerConfig &config : list->servers) {
        if (config.id.value == name)
            return config;
        known << config.id.value;
    }
    return unknownServer(target, known);
}

McpServerConfig typedAddress(const McpTarget &target)
{
    const QString address = QString::fromStdString(target.url);
    const bool isTemplate = configaddress::isTemplate(address);
    return {.id = McpServerId(QStringLiteral("url")),
            .transport = target.isSse ? McpTransport::Sse : McpTransport::StreamableHttp,
            .url = isTemplate ? configaddress::knownPart(address) : QUrl(address),
            .urlTemplate = isTemplate ? address : QString()};
}

Result<McpServerConfig> fromTarget(const McpTarget &target)
{
    const int given = !target.stdio.empty() + !target.command.empty() + !target.url.empty() + !target.server.empty() + !target.gateway.empty();
    if (given != 1)
        return invalidTarget(QStringLiteral("Name one server: %1").arg(QLatin1String(target.ways)));
    if (!target.subscription.empty() && target.gateway.empty())
        return invalidTarget(QStringLiteral("--subscription goes with --gateway"));
    if (target.isSse && target.url.empty())
        return invalidTarget(QStringLiteral("--sse goes with --url"));
    if (!target.gateway.empty())
        return McpServerConfig{.id = McpServerId(QString::fromStdString(target.gateway))};
    if (!target.server.empty())
        return fromList(target);
    if (!target.url.empty())
        return typedAddress(target);
    return typedCommand(target);
}

std::optional<McpEra> eraOfTarget(const McpTarget &target)
{
    if (target.era == "legacy")
        return McpEra::Legacy;
    if (target.era == "modern")
        return McpEra::Modern;
    return target.era == "auto" ? std::optional(McpEra::Auto) : std::nullopt;
}

/// A command starts only when it was agreed to, now or in the console before.
Result<void> checkConsent(const McpServerConfig &config, const McpTarget &target)
{
    if (isAgreedTo(config, target))
        return {};
    return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("This command would be started with your rights; agree with --yes:"),
                 .detail = (QStringList{launch::shownText(config)} + launch::warnings(config)).join(u'\n')};
}

} // namespace

bool isAgreedTo(const McpServerConfig &config, const McpTarget &target)
{
    if (config.transport != McpTransport::Stdio || target.guard.isAgreed)
        return true;
    const auto list = loadMcpServers(listPathOf(target));
    return list && list->consents.contains(launch::fingerprint(config));
}

Result<McpServerConfig> serverOfTarget(const McpTarget &target)
{
    auto config = fromTarget(target);
    if (!config)
        return config.error();
    if (const auto era = eraOfTarget(target))
        config->era = era;
    if (target.timeoutMs > 0)
        config->connectTimeout = config->requestTimeout = Milliseconds(target.timeoutMs);
    for (const std::string &header : target.headers) {
        const QString text = QString::fromStdString(header);
        const QString name = text.section(u':', 0, 0).trimmed();
        if (name.isEmpty() || !text.contains(u':'))
            return invalidTarget(QStringLiteral("A header is written as \"Name: value\""));
        config->headers.append({name, text.section(u':', 1).trimmed()});
    }
    if (const auto consent = checkConsent(*config, target); !consent)
        return consent.error();
    return withTypedTls(*config, target);
}

ExitCode mcpExitCodeOf(const Error &error)
{
    bool isNumber = false;
    const int rpcCode = error.vendorCode.toInt(&isNumber);
    return isNumber && rpcCode != 0 && error.httpStatus != 401 && error.httpStatus != 403 ? ExitCode::QueryFailed : exitCodeOf(error);
}

QString erasPathOf(const McpTarget &target) { return target.state.empty() ? mcpErasPath() : QString::fromStdString(target.state) + QStringLiteral("/mcp-eras.json"); }

QString listPathOf(const McpTarget &target) { return target.state.empty() ? mcpServerListPath() : QString::fromStdString(target.state) + QStringLiteral("/mcp.json"); }

McpCommand::McpCommand(const CliContext &context, McpPlace place)
    : m_context(context), m_place(std::move(place)), m_secrets(m_timers), m_connector(context.clock, m_timers, m_secrets)
{
    if (!m_place.erasPath.isEmpty())
        m_connector.keepEras(m_place.erasPath);
}

void McpCommand::start() { m_place.session ? findBehindGateway() : open(); }

void McpCommand::findBehindGateway()
{
    m_gateway = std::make_unique<GatewayServers>(m_place.session->apim(), m_secrets);
    connect(m_gateway.get(), &GatewayServers::found, this, &McpCommand::takeGateway);
    connect(m_gateway.get(), &GatewayServers::failed, this, &McpCommand::fail);
    m_gateway->choose(m_place.subscription);
    m_gateway->read();
}

void McpCommand::takeGateway(const QList<McpServerConfig> &servers)
{
    if (const auto &error = m_gateway->keyError())
        return fail(*error);
    QStringList known;
    for (const McpServerConfig &server : servers) {
        known << server.id.value;
        if (server.id != m_place.config.id)
            continue;
        const auto headers = m_place.config.headers;
        const auto era = m_place.config.era;
        m_place.config = server;
        m_place.config.era = era ? era : server.era;
        m_place.config.headers += headers;
        return open();
    }
    fail(invalidTarget(QStringLiteral("There is no MCP server \"%1\" behind the gateway; known are: %2").arg(m_place.config.id.value, known.join(QStringLiteral(", ")))));
}

void McpCommand::open()
{
    m_interrupts = std::make_unique<Interrupts>();
    connect(m_interrupts.get(), &Interrupts::interrupted, this, [this] { interrupted(); });
    if (m_place.config.transport != McpTransport::Stdio && !m_place.session) {
        m_signIn = std::make_unique<CliSignIn>(m_context.streams, m_context.clock, m_timers, m_secrets, m_place.signIn);
        m_place.config.signIn = m_place.signIn.over(m_place.config.signIn);
        m_connector.setAuthorizer(&m_signIn->authorizer());
    }
    if (const QString warning = shownhttp::tlsWarning(m_place.config); !warning.isEmpty())
        m_context.streams.complain(printableText(warning));
    m_session = m_connector.makeSession(m_place.config);
    connect(m_session.get(), &McpSession::wireSeen, this, [this](const McpWireEntry &entry) {
        if (entry.direction == McpWireEntry::Direction::Note && !isJson() && (entry.isError || entry.text.startsWith(QLatin1String("stderr: "))))
            m_context.streams.complain(printableText(entry.isError ? QString(QStringLiteral("note: ") + entry.text) : entry.text));
    });
    prepare(*m_session);
    m_session->open(this, [this](const Result<McpServerInfo> &info) {
        if (info)
            run();
        else
            fail(info.error());
    });
}

void McpCommand::interrupted() { fail({.kind = ErrorKind::Cancelled, .message = QStringLiteral("Interrupted.")}); }

void McpCommand::fail(const Error &error)
{
    if (m_isEnding)
        return;
    const ExitCode code = mcpExitCodeOf(error);
    if (isJson())
        m_context.streams.print(withTrail(json::error(error, code)));
    complainOf(m_context.streams, error);
    failed(error, code);
    end(code);
}

void McpCommand::end(ExitCode code)
{
    if (std::exchange(m_isEnding, true))
        return; // what was under way when the connection was closed
    if (m_interrupts)
        m_interrupts.release()->deleteLater(); // it may be the one that is calling us
    if (auto *file = qobject_cast<QFileDevice *>(&m_context.streams.out))
        file->flush(); // the server's answer to the end may take a while
    if (m_session)
        m_session->close();
    whenLeft(m_connector, m_timers, this, [this, code] { emit finished(code); });
}

} // namespace qd
