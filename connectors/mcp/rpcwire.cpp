#include "mcp/rpcsession.h"

#include "http/errormapping.h"
#include "log.h"
#include "mcp/jsonslice.h"

#include <utility>

// Single messages, both ways: ids, time, progress, and whose answer is whose.
namespace qd {

namespace {

/// What the status says about rights, haste and failures stands, whatever the body adds.
Error withStatus(Error error, int status)
{
    error.httpStatus = status;
    if (status == 401 || status == 403 || status == 429 || status >= 500)
        error.kind = errorFromResponse({.status = status}).kind;
    return error;
}

} // namespace

qint64 RpcSession::request(const McpRequest &request, Milliseconds timeout, Answered answered, ProgressSink progress)
{
    if (m_pending.empty())
        m_unusable.clear();
    const qint64 id = ++m_lastId;
    const bool hasProgress = progress != nullptr; // its token is the request's own id
    const Microseconds now = m_environment.timers.monotonic();
    m_pending[id] = Pending{.method = request.method, .answered = std::move(answered), .progress = std::move(progress),
                            .sent = now, .lastHeard = now, .timeout = timeout, .guard = std::make_unique<QObject>()};
    watch(id, timeout);
    const QByteArray idText = QByteArray::number(id);
    const McpRequest sealed = m_codec->sealed(request, hasProgress ? id : 0);
    send(static_cast<quint64>(id), encodeRpc(sealed.method, sealed.params, idText), sealed.method, idText, sealed.headers);
    return id;
}

/// Told progress begins the wait anew, up to a limit.
void RpcSession::watch(qint64 id, Milliseconds wait)
{
    m_environment.timers.after(wait, m_pending.at(id).guard.get(), [this, id] {
        const auto known = m_pending.find(id);
        if (known == m_pending.end())
            return;
        const Pending &entry = known->second;
        if (entry.isHeld)
            return watch(id, entry.timeout);
        const Microseconds now = m_environment.timers.monotonic();
        const auto quiet = std::chrono::duration_cast<Milliseconds>(now - entry.lastHeard);
        if (quiet < entry.timeout && now - entry.sent < longestCall * entry.timeout)
            return watch(id, entry.timeout - quiet);
        cancelRequest(id, unanswered(entry.timeout));
    });
}

/// Silence, or nothing but what cannot be an answer.
Error RpcSession::unanswered(Milliseconds timeout) const
{
    Error error = timeoutError(timeout);
    if (m_unusable.isEmpty())
        return error;
    error.kind = ErrorKind::Protocol;
    error.message += QStringLiteral(" What it sent meanwhile cannot be used.");
    error.detail = m_unusable;
    return error;
}

/// Said in the log, and when nothing better comes.
void RpcSession::noteUnusable(const QString &text)
{
    m_unusable = text.left(maxUnusableText);
    m_gate.offer(QString(), [this, text] { note(text); });
}

/// The server's time begins anew when the sign-in is over.
void RpcSession::hold(quint64 ticket, bool isHeld)
{
    const auto entry = m_pending.find(static_cast<qint64>(ticket));
    if (entry == m_pending.end())
        return;
    entry->second.isHeld = isHeld;
    entry->second.sent = entry->second.lastHeard = m_environment.timers.monotonic();
}

void RpcSession::tellCancelled(qint64 id, const Error &error)
{
    const bool endsByItsStream = m_codec->isModern() && m_config.transport != McpTransport::Stdio;
    if (m_pending.at(id).method != QLatin1String("initialize") && !endsByItsStream)
        notify(QStringLiteral("notifications/cancelled"),
               "{\"requestId\":" + QByteArray::number(id) + ",\"reason\":" + jsonslice::quoted(error.message) + '}');
}

/// The server need not go on with what nobody waits for any more.
void RpcSession::tellAllCancelled()
{
    if (!m_channel || !m_info)
        return;
    const std::set<ExchangePtr> exchanges = m_exchanges; // who reads the log may end some
    QList<qint64> ids;
    for (const auto &[id, pending] : m_pending)
        if (pending.method != QLatin1String("tasks/cancel"))
            ids << id;
    for (const qint64 id : std::as_const(ids))
        if (id != m_listenId && m_pending.contains(id))
            tellCancelled(id, cancelledError());
    for (const ExchangePtr &exchange : exchanges)
        tellTaskCancelled(exchange);
}

void RpcSession::cancelRequest(qint64 id, const Error &error)
{
    const auto entry = m_pending.find(id);
    if (entry == m_pending.end())
        return;
    logWire({.direction = McpWireEntry::Direction::Note, .method = entry->second.method, .id = QString::number(id)}, error.message.toUtf8());
    if (!m_pending.contains(id))
        return; // who reads the log has ended it
    tellCancelled(id, error);
    if (m_channel)
        m_channel->abandon(static_cast<quint64>(id));
    settle(id, {.result = error, .failure = {}});
}

void RpcSession::settle(qint64 id, const Reply &reply)
{
    const auto entry = m_pending.find(id);
    if (entry == m_pending.end())
        return;
    const Answered answered = std::move(entry->second.answered);
    m_pending.erase(entry);
    answered(reply);
}

void RpcSession::notify(const QString &method, const QByteArray &params)
{
    send(static_cast<quint64>(++m_lastId), encodeRpc(method, params), method, {});
}

void RpcSession::send(quint64 ticket, const QByteArray &message, const QString &method, const QByteArray &id, const McpChannel::Headers &headers)
{
    if (!m_channel)
        return;
    const QString sent = m_channel->send(ticket, message, headers);
    logWire({.direction = McpWireEntry::Direction::Sent, .method = method, .id = QString::fromUtf8(id), .headers = sent}, message);
}

void RpcSession::onReceived(quint64 ticket, const QByteArray &received, const QString &headers)
{
    const QByteArray bytes = received.startsWith('\xEF') ? withoutMark(received).toByteArray() : received;
    if (takeRaw(ticket, bytes, headers))
        return;
    const Result<QList<RpcMessage>> messages = decodeRpc(bytes);
    if (!messages) {
        const QString text = messages.error().message + u' ' + messages.error().detail + QStringLiteral(": ") + QString::fromUtf8(bytes.left(2000));
        return noteUnusable(text);
    }
    const McpChannel *channel = m_channel.get();
    for (const RpcMessage &message : *messages)
        if (m_channel.get() == channel) // an answer's receiver may close us
            onMessage(ticket, message, bytes, headers);
}

void RpcSession::onMessage(quint64 ticket, const RpcMessage &message, const QByteArray &bytes, const QString &headers)
{
    switch (message.kind) {
    case RpcMessage::Kind::Answer:
    case RpcMessage::Kind::Failure: return onAnswer(ticket, message, bytes, headers);
    case RpcMessage::Kind::Notification: return onNotification(message, bytes, headers);
    case RpcMessage::Kind::Request:
        m_gate.offer(message.method, [this, message, bytes, headers] {
            logReceived(message.method, message, bytes, headers);
            onRequest(message);
        });
    }
}

/// A modern server asks inside its results alone, and a modern client writes no answers.
void RpcSession::onRequest(const RpcMessage &message)
{
    if (m_codec->isModern())
        note(QStringLiteral("a request of the server's own, which this era does not have; not answered"));
    else
        m_requests.take(message);
}

/// The id was given out before, and nothing says that this answers another request.
bool RpcSession::isLate(quint64 ticket, qint64 id) const
{
    return id > 0 && id <= m_lastId && (ticket == 0 || ticket == static_cast<quint64>(id));
}

void RpcSession::onAnswer(quint64 ticket, const RpcMessage &message, const QByteArray &bytes, const QString &headers)
{
    bool isNumber = false;
    qint64 id = message.id.toLongLong(&isNumber);
    if (message.id.isEmpty() && message.kind == RpcMessage::Kind::Failure)
        id = ticket == 0 && m_pending.size() == 1 ? m_pending.begin()->first : static_cast<qint64>(ticket); // about a request that could not be read
    const auto entry = m_pending.find(id);
    if (entry == m_pending.end() || (!isNumber && !message.id.isEmpty())) {
        if (isNumber && isLate(ticket, id))
            return m_gate.offer(QString(), [this, id] { note(QStringLiteral("a late answer to request %1, which is not waited for any more; left out").arg(id)); });
        return noteUnusable(QStringLiteral("an answer to no request of ours, id %1").arg(QString::fromUtf8(message.id.left(64))));
    }
    const auto elapsed = std::chrono::duration_cast<Milliseconds>(m_environment.timers.monotonic() - entry->second.sent);
    logReceived(entry->second.method, message, bytes, headers, elapsed);
    const int status = entry->second.httpStatus;
    m_channel->settle(static_cast<quint64>(id));
    if (!m_isRenewing)
        m_renewals = 0;
    if (message.kind == RpcMessage::Kind::Answer)
        settle(id, {.result = message.body, .failure = {}});
    else
        settle(id, {.result = withStatus(errorFromRpc(message.body), status), .failure = message.body});
}

void RpcSession::onEnded(quint64 ticket, const std::optional<Error> &error)
{
    if (endRaw(ticket, error))
        return;
    const auto id = static_cast<qint64>(ticket);
    if (m_pending.contains(id))
        return settle(id, {.result = error ? *error : Error{.kind = ErrorKind::Protocol, .message = QStringLiteral("The server's answer does not answer the request."), .detail = m_unusable}, .failure = {}});
    if (error)
        note(QStringLiteral("a message was not accepted: ") + error->message);
    if (ticket == m_initializedTicket && m_initializedTicket != 0)
        m_opening ? finishOpen() : finishRenewal();
}

void RpcSession::onClosed(const Error &error)
{
    const bool wasOpen = m_info.has_value();
    const auto isStdioProbe = isProbing() && m_resolved.config.transport == McpTransport::Stdio && error.kind == ErrorKind::Network;
    note(error.message + u' ' + error.detail);
    log::info(log::mcp, QStringLiteral("%1: lost: %2").arg(m_config.id.value, m_mask.masked(error.message)));
    dropChannel();
    m_info.reset();
    m_isRenewing = false;
    if (isStdioProbe)
        m_pending.clear(); // the question about versions has ended the process
    failAll(error);
    if (isStdioProbe)
        return onProbeFailed(error);
    if (m_opening)
        failOpen(error);
    if (wasOpen)
        emit closed(masked(error));
}

} // namespace qd
