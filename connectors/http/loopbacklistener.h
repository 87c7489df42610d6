#pragma once

#include "http/timers.h"
#include "result.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QTcpServer>

#include <functional>

class QTcpSocket;

namespace qd {

/// The address on this machine that a browser is sent back to when somebody has signed in: takes GET requests of one path and
/// answers each with a short plain text. Heads are at most 16 KiB and must come within ten seconds; of more than 8 connections
/// that say nothing the oldest is closed. Requests under another host name (DNS rebinding) and of other paths are turned away. GUI thread.
class LoopbackListener final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LoopbackListener)

public:
    static constexpr qsizetype maxHead = 16 * 1024;
    static constexpr qsizetype maxAtOnce = 8;
    static constexpr Milliseconds patience{10000};

    struct Page {
        int status = 200;
        QString text;
    };
    /// Asked with the query of each request for the path; gives what the browser is to show.
    using Judge = std::function<Page(const QByteArray &query)>;

    LoopbackListener(Timers &timers, QByteArray path, Judge judge);
    ~LoopbackListener() override;

    /// Binds 127.0.0.1:`port` (0: any free port). ErrorKind::Conflict when that fails.
    [[nodiscard]] Result<void> listen(quint16 port);
    /// "http://127.0.0.1:1234/path"
    [[nodiscard]] QString address() const;
    /// Takes no further connections; answers that are on their way go out.
    void close() { m_server.close(); }

private:
    void accept();
    void read(QTcpSocket *socket);
    [[nodiscard]] Page pageFor(const QByteArray &head);
    static void answer(QTcpSocket *socket, const Page &page);

    Timers &m_timers;
    const QByteArray m_path;
    const Judge m_judge;
    QList<QTcpSocket *> m_waiting; ///< those whose request has not come yet, the oldest first; outlives the sockets
    QTcpServer m_server;
    quint16 m_port = 0;
};

} // namespace qd
