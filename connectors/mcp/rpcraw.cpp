#include "mcp/rpcsession.h"

#include "mcp/jsonslice.h"
#include "mcp/paramheaders.h"

#include <utility>

// Messages that a person wrote, and what comes back for them.
namespace qd {

namespace {

QString rawMethodOf(const QByteArray &message)
{
    return jsonslice::isObject(message) ? jsonslice::text(jsonslice::member(message, "method").value_or(QByteArrayView())).value_or(QString()).left(200) : QString();
}

QByteArray rawIdOf(const QByteArray &message)
{
    return jsonslice::isObject(message) ? jsonslice::member(message, "id").value_or(QByteArrayView()).toByteArray() : QByteArray();
}

/// What a message says, or is said to it.
McpWireEntry rawAnswer(const QString &asked, const QByteArray &bytes, const QString &headers)
{
    const QString own = rawMethodOf(bytes);
    return {.direction = McpWireEntry::Direction::Received, .method = own.isEmpty() ? asked : own, .id = QString::fromUtf8(rawIdOf(bytes)), .headers = headers};
}

} // namespace

Error RpcSession::timeoutError(Milliseconds timeout)
{
    return {.kind = ErrorKind::Timeout, .message = QStringLiteral("The server gave no answer within %1 s.").arg(static_cast<double>(timeout.count()) / 1000.0)};
}

Call RpcSession::sendRaw(const QByteArray &message, QObject *context, Completion<QByteArray> completion)
{
    const auto state = CallState<QByteArray>::create(context, std::move(completion));
    if (const auto error = notConnected()) {
        state->finish(*error);
        return state->handle();
    }
    const auto ticket = static_cast<quint64>(++m_lastId);
    const QString method = rawMethodOf(message);
    m_raw[ticket] = RawWait{state, {}, method};
    const auto leave = [this, ticket](const Error &error) {
        const auto wait = m_raw.find(ticket);
        if (wait == m_raw.end())
            return;
        const auto waiting = wait->second.state;
        m_raw.erase(wait);
        if (m_channel)
            m_channel->abandon(ticket);
        waiting->finish(error);
    };
    state->setStop([leave] { leave(cancelledError()); });
    m_environment.timers.after(m_config.requestTimeout, this, [this, leave] { leave(timeoutError(m_config.requestTimeout)); });
    send(ticket, message, method.isEmpty() ? QStringLiteral("(raw)") : method, rawIdOf(message), rawHeaders(message));
    const bool isNotification = jsonslice::isObject(message) && !jsonslice::member(message, "id");
    if (isNotification && m_resolved.config.transport != McpTransport::StreamableHttp)
        onEnded(ticket, std::nullopt);
    return state->handle();
}

/// What a modern request says in headers, so that a message from the wire log can be sent again.
McpChannel::Headers RpcSession::rawHeaders(const QByteArray &message) const
{
    const QString method = jsonslice::text(jsonslice::member(message, "method").value_or(QByteArrayView())).value_or(QString());
    if (!m_codec->isModern() || method.isEmpty())
        return {};
    const QByteArray params = jsonslice::member(message, "params").value_or(QByteArrayView("{}")).toByteArray();
    const QString tool = jsonslice::text(jsonslice::member(params, "name").value_or(QByteArrayView())).value_or(QString());
    const QByteArray arguments = jsonslice::member(params, "arguments").value_or(QByteArrayView("{}")).toByteArray();
    return paramheaders::ofRequest(method, params) + paramheaders::ofArguments(m_tools.value(tool).inputSchema.toUtf8(), arguments);
}

/// An HTTP answer belongs to its ticket; on stdio what nobody waits for answers the oldest raw message.
bool RpcSession::takeRaw(quint64 ticket, const QByteArray &bytes, const QString &headers)
{
    if (const auto wait = m_raw.find(ticket); wait != m_raw.end()) {
        wait->second.messages.append(bytes);
        logWire(rawAnswer(wait->second.method, bytes, headers), bytes);
        m_channel->settle(ticket);
        return true;
    }
    if (ticket != 0 || m_raw.empty() || m_resolved.config.transport == McpTransport::StreamableHttp)
        return false;
    const Result<QList<RpcMessage>> messages = decodeRpc(bytes);
    if (!messages || messages->first().kind == RpcMessage::Kind::Notification || messages->first().kind == RpcMessage::Kind::Request
        || m_pending.contains(messages->first().id.toLongLong()))
        return false;
    m_raw.begin()->second.messages.append(bytes);
    logWire(rawAnswer(m_raw.begin()->second.method, bytes, headers), bytes);
    onEnded(m_raw.begin()->first, std::nullopt);
    return true;
}

bool RpcSession::endRaw(quint64 ticket, const std::optional<Error> &error)
{
    const auto raw = m_raw.find(ticket);
    if (raw == m_raw.end())
        return false;
    const RawWait wait = std::move(raw->second);
    m_raw.erase(raw);
    const bool isFailure = error && wait.messages.isEmpty();
    wait.state->finish(isFailure ? Result<QByteArray>(masked(*error)) : Result<QByteArray>(wait.messages.join('\n')));
    return true;
}

} // namespace qd
