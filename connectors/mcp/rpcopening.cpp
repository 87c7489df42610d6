#include "mcp/rpcsession.h"

#include "http/httprequest.h"
#include "log.h"
#include "mcp/handshake.h"

#include <utility>

// How RpcSession connects: references, the channel, the era, and the first requests.
namespace qd {

namespace {

std::optional<Error> configRefusal(const McpServerConfig &config)
{
    const auto invalid = [](const QString &message) { return Error{.kind = ErrorKind::Invalid, .message = message}; };
    if (config.transport == McpTransport::Stdio)
        return config.command.trimmed().isEmpty() ? std::optional(invalid(QStringLiteral("The server has no command."))) : std::nullopt;
    if (config.transport == McpTransport::Sse && eraOf(config) == McpEra::Modern)
        return invalid(QStringLiteral("The old SSE transport does not carry the modern era."));
    if (!config.urlTemplate.isEmpty())
        return std::nullopt; // the same is asked of what its references make of it
    const QString scheme = config.url.scheme();
    if (!config.url.isValid() || config.url.host().isEmpty() || (scheme != QLatin1String("https") && scheme != QLatin1String("http")))
        return invalid(QStringLiteral("The server's address is not a valid http or https URL."));
    if (scheme == QLatin1String("http") && !isLoopback(config.url))
        return invalid(QStringLiteral("Only https is accepted, except on this machine itself: keys would travel in the clear."));
    return std::nullopt;
}

/// A JSON-RPC error with it comes from a server that does take messages here.
bool isOldTransportEvidence(const Error &error)
{
    return error.vendorCode.isEmpty() && (error.httpStatus == 400 || error.httpStatus == 404 || error.httpStatus == 405);
}

/// An address at which something answers, but not MCP.
Error explained(Error error)
{
    if (error.kind == ErrorKind::NotFound && error.httpStatus == 404 && error.vendorCode.isEmpty())
        error.message = QStringLiteral("Nothing speaks MCP at this address (HTTP 404). Look at the URL's path; many servers have theirs at /mcp or /sse.");
    return error;
}

} // namespace

Call RpcSession::open(QObject *context, Completion<McpServerInfo> completion)
{
    const auto state = CallState<McpServerInfo>::create(context, std::move(completion));
    if (m_opening || m_info) {
        state->finish(Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The connection is open already.")});
        return state->handle();
    }
    if (const auto refusal = configRefusal(m_config)) {
        state->finish(*refusal);
        return state->handle();
    }
    m_opening = state;
    state->setStop([this] { close(); });
    m_resolving = resolveReferences(m_config, m_environment.secrets, this, [this, state](const Result<ResolvedMcpConfig> &resolved) {
        if (m_opening != state)
            return;
        if (!resolved)
            return failOpen(resolved.error());
        m_resolved = *resolved;
        begin();
    });
    return state->handle();
}

void RpcSession::begin()
{
    m_mask = SecretMask(m_resolved.secrets);
    m_era = eraOf(m_config);
    const auto known = m_era == McpEra::Auto ? m_environment.eras->eraOf(m_config, m_environment.clock.now()) : std::nullopt;
    m_isFromMemory = known.has_value();
    m_isAskedTwice = false;
    m_era = known.value_or(m_era);
    start();
}

void RpcSession::start()
{
    dropChannel();
    m_channel = m_environment.makeChannel(m_resolved.config);
    connect(m_channel.get(), &McpChannel::started, this, &RpcSession::negotiate);
    connect(m_channel.get(), &McpChannel::received, this, &RpcSession::onReceived);
    connect(m_channel.get(), &McpChannel::refused, this, [this](quint64 ticket, int status) {
        if (const auto entry = m_pending.find(static_cast<qint64>(ticket)); entry != m_pending.end())
            entry->second.httpStatus = status;
    });
    connect(m_channel.get(), &McpChannel::ended, this, &RpcSession::onEnded);
    connect(m_channel.get(), &McpChannel::noted, this, [this](const QString &text) {
        m_gate.offer(QString(), [this, text] { note(text); });
    });
    connect(m_channel.get(), &McpChannel::forgotten, this, &RpcSession::onForgotten);
    connect(m_channel.get(), &McpChannel::closed, this, &RpcSession::onClosed);
    connect(m_channel.get(), &McpChannel::held, this, &RpcSession::hold);
    connect(m_channel.get(), &McpChannel::secretUsed, this, [this](const QString &secret) { m_mask.add(secret); });
    m_channel->start();
}

void RpcSession::negotiate()
{
    if (m_opening)
        m_era == McpEra::Legacy ? initialize() : askVersions();
}

void RpcSession::initialize()
{
    m_codec = handshake::codecOf(QStringLiteral("2025-11-25"));
    m_channel->setRevision({});
    request(handshake::initialize(m_questions.abilities()), m_config.connectTimeout, [this](const Reply &reply) { onInitialized(reply); });
}

void RpcSession::onInitialized(const Reply &reply)
{
    if (!m_opening)
        return;
    const Result<McpServerInfo> info = reply.result ? handshake::decode(*reply.result) : Result<McpServerInfo>(reply.result.error());
    if (!info) {
        const bool isAuto = eraOf(m_config) == McpEra::Auto && m_resolved.config.transport == McpTransport::StreamableHttp;
        if (isAuto && isOldTransportEvidence(info.error()))
            return tryOldTransport();
        if (m_isFromMemory && isEraEvidence(info.error())) {
            m_environment.eras->forget(m_config);
            return begin(); // it was updated since: asked anew, once
        }
        return failOpen(info.error());
    }
    if (eraOf(m_config) == McpEra::Auto)
        m_environment.eras->remember(m_config, McpEra::Legacy, m_environment.clock.now());
    m_negotiated = *info;
    m_codec = handshake::codecOf(info->protocolVersion);
    m_channel->setRevision(info->protocolVersion);
    m_initializedTicket = static_cast<quint64>(m_lastId + 1);
    notify(QStringLiteral("notifications/initialized"), {});
    m_channel->listen(); // at once: servers greet with list_changed, and drop it when nobody listens
    if (m_resolved.config.transport != McpTransport::StreamableHttp)
        finishOpen();
}

/// A server that takes no POST at its address may be one of 2024-11-05.
void RpcSession::tryOldTransport()
{
    note(QStringLiteral("the server takes no messages at this address; trying the old SSE transport"));
    m_resolved.config.transport = McpTransport::Sse;
    start();
}

/// Over HTTP only when the notification has arrived: a request on another connection could overtake it.
void RpcSession::finishOpen()
{
    m_initializedTicket = 0;
    const auto opening = std::exchange(m_opening, nullptr);
    m_info = m_negotiated;
    log::info(log::mcp, QStringLiteral("%1: connected, revision %2").arg(m_config.id.value, m_info->protocolVersion));
    opening->finish(*m_info);
    if (!m_info->isModern)
        subscribeAgain();
}

/// What was known of its era may be what failed.
void RpcSession::failOpen(const Error &error)
{
    if (m_isFromMemory)
        m_environment.eras->forget(m_config);
    const auto opening = std::exchange(m_opening, nullptr);
    dropChannel();
    if (opening)
        opening->finish(masked(explained(error)));
}

} // namespace qd
