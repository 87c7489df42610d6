#include "mcp/rpcsession.h"

#include <QMetaMethod>

// What is shown of the wire, its secrets masked.
namespace qd {

void RpcSession::logReceived(const QString &method, const RpcMessage &message, const QByteArray &bytes, const QString &headers,
                             std::optional<Milliseconds> elapsed)
{
    logWire({.direction = McpWireEntry::Direction::Received,
             .method = method,
             .id = QString::fromUtf8(message.id),
             .headers = headers,
             .elapsed = elapsed,
             .isError = message.kind == RpcMessage::Kind::Failure},
            bytes);
}

void RpcSession::note(const QString &text, bool isWarning)
{
    logWire({.direction = McpWireEntry::Direction::Note, .isError = isWarning}, text.toUtf8());
}

void RpcSession::logWire(McpWireEntry entry, const QByteArray &bytes)
{
    static const QMetaMethod signal = QMetaMethod::fromSignal(&McpSession::wireSeen);
    if (!isSignalConnected(signal))
        return;
    entry.number = ++m_wireNumber;
    entry.at = m_environment.clock.now();
    entry.bytes = bytes.size();
    entry.text = m_mask.masked(QString::fromUtf8(bytes.left(maxWireText)));
    entry.headers = m_mask.masked(entry.headers);
    entry.method = m_mask.masked(entry.method);
    emit wireSeen(entry);
}

Error RpcSession::masked(Error error) const
{
    error.message = m_mask.masked(error.message);
    error.detail = m_mask.masked(error.detail);
    return error;
}

} // namespace qd
