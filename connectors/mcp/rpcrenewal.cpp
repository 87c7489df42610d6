#include "mcp/rpcexchange.h"

#include "mcp/handshake.h"

#include <algorithm>
#include <utility>

// A server that has forgotten the session (404, or 400 from some) gets a new initialize; what it refused is sent again.
namespace qd {

/// The refused request was not worked on and is sent again; what else was on its way has gone with the session.
void RpcSession::onForgotten(quint64 ticket, const Error &error)
{
    if (!m_info || m_renewals >= maxRenewals)
        return onClosed(error);
    ++m_renewals;
    m_isRenewing = true;
    note(QStringLiteral("the server has forgotten the session; initializing a new one"));
    const auto refused = std::find_if(m_exchanges.cbegin(), m_exchanges.cend(), [ticket](const ExchangePtr &exchange) {
        return ticket != 0 && exchange->id == static_cast<qint64>(ticket) && exchange->task.isEmpty();
    });
    const ExchangePtr kept = refused == m_exchanges.cend() ? nullptr : *refused;
    failAllBut(kept, error);
    if (!m_channel)
        return;
    if (kept)
        m_waiting << kept;
    m_codec = handshake::codecOf(QStringLiteral("2025-11-25"));
    m_channel->setRevision({});
    request(handshake::initialize(m_questions.abilities()), m_config.connectTimeout, [this](const Reply &reply) { onRenewed(reply); });
}

void RpcSession::failAllBut(const ExchangePtr &kept, const Error &error)
{
    if (kept)
        m_exchanges.erase(kept);
    if (kept)
        m_pending.erase(kept->id);
    m_requests.clear();
    failAll(error);
    if (kept)
        m_exchanges.insert(kept);
}

void RpcSession::onRenewed(const Reply &reply)
{
    const Result<McpServerInfo> info = reply.result ? handshake::decode(*reply.result) : Result<McpServerInfo>(reply.result.error());
    if (!m_isRenewing)
        return;
    if (!info)
        return onClosed(info.error());
    m_info = m_negotiated = *info;
    m_codec = handshake::codecOf(info->protocolVersion);
    m_channel->setRevision(info->protocolVersion);
    m_initializedTicket = static_cast<quint64>(m_lastId + 1);
    notify(QStringLiteral("notifications/initialized"), {});
    m_channel->listen();
}

void RpcSession::finishRenewal()
{
    m_initializedTicket = 0;
    m_isRenewing = false;
    subscribeAgain();
    for (const ExchangePtr &exchange : std::exchange(m_waiting, {}))
        if (m_exchanges.contains(exchange))
            sendRound(exchange);
}

/// Subscriptions and the level of what is logged went with the session that they were made in.
void RpcSession::subscribeAgain()
{
    if (m_level)
        request(m_codec->setLogLevel(*m_level), m_config.requestTimeout, [this](const Reply &reply) {
            if (!reply.result)
                note(QStringLiteral("the level of what is logged is not as it was: ") + reply.result.error().message);
        });
    for (const QString &uri : std::as_const(m_subscribed))
        request(m_codec->subscribe(uri), m_config.requestTimeout, [this, uri](const Reply &reply) {
            if (!reply.result)
                note(QStringLiteral("no longer subscribed to %1: %2").arg(uri, reply.result.error().message));
        });
}

} // namespace qd
