#pragma once

#include "error.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>

#include <optional>
#include <utility>

namespace qd {

/// A message without the byte order mark that some servers begin with.
[[nodiscard]] inline QByteArrayView withoutMark(QByteArrayView message) { return message.startsWith("\xEF\xBB\xBF") ? message.sliced(3) : message; }

/// How messages travel to one server and back: the lines of a process, or HTTP exchanges. Knows nothing of what they
/// mean. Each message sent has a ticket, so that an HTTP answer finds its request. GUI thread.
class McpChannel : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpChannel)

public:
    static constexpr qsizetype maxMessageBytes = 16 * 1024 * 1024;

    using QObject::QObject;
    /// started() or closed() follows, never before this has returned.
    virtual void start() = 0;
    using Headers = QList<std::pair<QByteArray, QByteArray>>;
    /// Gives what HTTP sends beside the message, redacted; empty for stdio. `headers` are for HTTP alone.
    virtual QString send(quint64 ticket, const QByteArray &message, const Headers &headers) = 0;
    /// The answer to this message has come.
    virtual void settle(quint64 ticket) = 0;
    /// The answer is not waited for any more.
    virtual void abandon(quint64 ticket) = 0;
    /// The revision that is spoken, for HTTP's header; from 2026-07-28 there is no session, and no stream is resumed.
    virtual void setRevision(const QString &revision) = 0;
    /// Takes what the server sends of its own accord, where the transport needs asking.
    virtual void listen() = 0;
    /// Ends it in the background, with no further signal.
    virtual void close() = 0;

signals:
    void started();
    /// Ticket 0: it came by itself, or the transport cannot tell.
    void received(quint64 ticket, const QByteArray &message, const QString &headers);
    /// HTTP: what is received next for this ticket came with this failing status.
    void refused(quint64 ticket, int httpStatus);
    /// Nothing more comes for this ticket. Never for stdio.
    void ended(quint64 ticket, const std::optional<qd::Error> &error);
    /// A line of stderr, a lost stream, bytes that are no message.
    void noted(const QString &text);
    /// HTTP: the server does not know the session any more, and has refused the message of `ticket` for that. The channel
    /// is as at its start: initialize may be sent on it.
    void forgotten(quint64 ticket, const qd::Error &error);
    /// A sign-in has begun on behalf of this ticket, or is over: the time it takes is not the server's.
    void held(quint64 ticket, bool isHeld);
    /// A secret that goes out from now on, to be masked wherever it turns up.
    void secretUsed(const QString &secret);
    /// The server or the way to it is gone.
    void closed(const qd::Error &error);
};

} // namespace qd
