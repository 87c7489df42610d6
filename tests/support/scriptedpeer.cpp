#include "scriptedpeer.h"

#include "gzip.h"

namespace qd::test {

std::optional<SeenRequest> takeRequest(QByteArray &buffer)
{
    const qsizetype headEnd = buffer.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return std::nullopt;
    const QByteArrayList lines = buffer.left(headEnd).split('\n');
    const QByteArrayList first = lines.first().trimmed().split(' ');
    SeenRequest request{.method = first.value(0), .target = first.value(1), .headers = {}, .body = {}};
    for (const QByteArray &line : lines.mid(1))
        request.headers.append({line.left(line.indexOf(':')).trimmed(), line.mid(line.indexOf(':') + 1).trimmed()});
    const qsizetype length = request.header("content-length").toLongLong();
    if (buffer.size() < headEnd + 4 + length)
        return std::nullopt;
    request.body = buffer.mid(headEnd + 4, length);
    buffer.remove(0, headEnd + 4 + length);
    return request;
}

ScriptedPeer::ScriptedPeer()
{
    m_server.listen(QHostAddress::LocalHost);
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection())
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { onReadyRead(socket); });
    });
}

QUrl ScriptedPeer::url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort())); }

void ScriptedPeer::onReadyRead(QTcpSocket *socket)
{
    QByteArray buffer = socket->property("buffer").toByteArray() + socket->readAll();
    while (auto request = takeRequest(buffer)) {
        const bool isHead = request->method == "HEAD";
        answer(socket, take(std::move(*request)), isHead);
    }
    socket->setProperty("buffer", buffer);
}

void ScriptedPeer::answer(QTcpSocket *socket, const ScriptedReply &reply, bool isHead)
{
    if (reply.kind == ScriptedReply::Kind::Never)
        return;
    if (reply.kind == ScriptedReply::Kind::Drop)
        return socket->disconnectFromHost();
    const QByteArray body = reply.gzip ? gzipped(reply.body) : reply.body;
    QByteArray head = "HTTP/1.1 " + QByteArray::number(reply.status) + " Scripted\r\n";
    for (const auto &[name, value] : reply.headers)
        head += name + ": " + value + "\r\n";
    if (reply.gzip)
        head += "Content-Encoding: gzip\r\n";
    head += "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n";
    const bool isCut = reply.kind == ScriptedReply::Kind::Truncate;
    socket->write(head);
    if (!isHead && reply.status != 204)
        socket->write(isCut ? body.left(body.size() / 2) : body);
    if (isCut)
        socket->disconnectFromHost();
}

} // namespace qd::test
