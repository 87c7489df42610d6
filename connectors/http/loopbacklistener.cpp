#include "http/loopbacklistener.h"

#include <QTcpSocket>

namespace qd {

namespace {

QByteArray namedHeader(const QByteArray &head, const QByteArray &name)
{
    for (const QByteArray &line : head.split('\n'))
        if (const qsizetype colon = line.indexOf(':'); colon > 0 && line.left(colon).trimmed().compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    return {};
}

} // namespace

LoopbackListener::LoopbackListener(Timers &timers, QByteArray path, Judge judge) : m_timers(timers), m_path(std::move(path)), m_judge(std::move(judge))
{
    connect(&m_server, &QTcpServer::newConnection, this, &LoopbackListener::accept);
}

LoopbackListener::~LoopbackListener() = default;

Result<void> LoopbackListener::listen(quint16 port)
{
    if (!m_server.listen(QHostAddress::LocalHost, port))
        return Error{.kind = ErrorKind::Conflict, .message = QStringLiteral("%1 could not be opened for the way back of the sign-in: %2").arg(port == 0 ? QStringLiteral("No port of this machine") : QStringLiteral("Port %1 of this machine").arg(port), m_server.errorString())};
    m_port = m_server.serverPort();
    return {};
}

QString LoopbackListener::address() const { return QStringLiteral("http://127.0.0.1:%1%2").arg(m_port).arg(QString::fromLatin1(m_path)); }

void LoopbackListener::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        m_waiting.append(socket);
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] { m_waiting.removeOne(socket); });
        socket->setReadBufferSize(maxHead);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        m_timers.after(patience, socket, [socket] { socket->abort(); });
        if (m_waiting.size() > maxAtOnce)
            m_waiting.takeFirst()->abort();
    }
}

void LoopbackListener::read(QTcpSocket *socket)
{
    const QByteArray head = socket->peek(maxHead);
    const qsizetype end = head.indexOf("\r\n\r\n");
    if (end < 0 && head.size() < maxHead)
        return;
    disconnect(socket, &QTcpSocket::readyRead, this, nullptr);
    m_waiting.removeOne(socket);
    answer(socket, end < 0 ? Page{431, QStringLiteral("The request is too long.")} : pageFor(head.left(end)));
}

LoopbackListener::Page LoopbackListener::pageFor(const QByteArray &head)
{
    const QByteArrayList words = head.left(head.indexOf('\r') < 0 ? head.size() : head.indexOf('\r')).split(' ');
    const QByteArray host = namedHeader(head, "host");
    const QByteArray port = ':' + QByteArray::number(m_port);
    if (words.size() != 3 || words.at(0) != "GET")
        return {405, QStringLiteral("Only GET is answered here.")};
    if (host != "127.0.0.1" + port && host != "localhost" + port)
        return {400, QStringLiteral("This request is for another host.")};
    const QByteArray target = words.at(1);
    const qsizetype mark = target.indexOf('?');
    if ((mark < 0 ? target : target.left(mark)) != m_path)
        return {404, QStringLiteral("There is nothing here.")};
    return m_judge(mark < 0 ? QByteArray() : target.mid(mark + 1));
}

void LoopbackListener::answer(QTcpSocket *socket, const Page &page)
{
    const QByteArray body = page.text.toUtf8() + '\n';
    socket->write("HTTP/1.1 " + QByteArray::number(page.status) + (page.status < 400 ? " OK" : " Refused")
                  + "\r\nContent-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer"
                    "\r\nCache-Control: no-store\r\nConnection: close\r\nContent-Length: "
                  + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    socket->setParent(nullptr); // the answer goes out even when the listener goes now; it ends by itself
    socket->disconnectFromHost();
}

} // namespace qd
