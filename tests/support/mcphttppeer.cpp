#include "mcphttppeer.h"

#include "scriptedpeer.h"

#include <QSslServer>

namespace qd::test {

namespace {

void reply(QTcpSocket *socket, int status, const QByteArray &type, const QByteArray &body, const QByteArray &extraHeaders = {})
{
    socket->write("HTTP/1.1 " + QByteArray::number(status) + " Scripted\r\n" + extraHeaders + (type.isEmpty() ? QByteArray() : "Content-Type: " + type + "\r\n")
                  + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

QByteArray eventHead(const QByteArray &extraHeaders)
{
    return "HTTP/1.1 200 OK\r\n" + extraHeaders + "Content-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n";
}

QByteArray event(const QByteArray &message, const QByteArray &id = {})
{
    return (id.isEmpty() ? QByteArray() : "id: " + id + "\r\n") + "event: message\r\ndata: " + message + "\r\n\r\n";
}

std::unique_ptr<QTcpServer> makeServer(const std::optional<QSslConfiguration> &tls)
{
    if (!tls)
        return std::make_unique<QTcpServer>();
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(*tls);
    return server;
}

} // namespace

McpHttpPeer::McpHttpPeer(const std::optional<QSslConfiguration> &tls) : m_isEncrypted(tls.has_value()), m_server(makeServer(tls))
{
    m_server->listen(QHostAddress::LocalHost);
    QObject::connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, m_server.get(), [this] {
        while (QTcpSocket *socket = m_server->nextPendingConnection())
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { onReadyRead(socket); });
    });
}

QUrl McpHttpPeer::url() const
{
    return QUrl(QStringLiteral("%1://127.0.0.1:%2/mcp").arg(m_isEncrypted ? QStringLiteral("https") : QStringLiteral("http")).arg(m_server->serverPort()));
}

void McpHttpPeer::push(const QByteArray &message)
{
    m_listener->write(": a comment\n\n" + event(message, "own-1"));
}

void McpHttpPeer::onReadyRead(QTcpSocket *socket)
{
    QByteArray buffer = socket->property("buffer").toByteArray() + socket->readAll();
    while (const auto request = takeRequest(buffer)) {
        m_seen.append(*request);
        if (refusesToken(socket, *request))
            continue;
        if (request->method == "POST")
            onPost(socket, *request);
        else if (request->method == "GET")
            onGet(socket, *request);
        else
            reply(socket, 405, {}, {});
    }
    socket->setProperty("buffer", buffer);
}

bool McpHttpPeer::refusesToken(QTcpSocket *socket, const SeenRequest &request) const
{
    if (const QByteArray sent = request.header("authorization"); request.method == "POST" && !demandedScope.isEmpty() && sent != "Bearer " + demandedScope) {
        reply(socket, sent.isEmpty() ? 401 : 403, {}, {}, sent.isEmpty() ? "WWW-Authenticate: Bearer\r\n" : "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"more\"\r\n");
        return true;
    }
    const QByteArray &demanded = request.method == "GET" && !demandedStreamToken.isEmpty() ? demandedStreamToken : demandedToken;
    if (demanded.isEmpty() || request.header("authorization") == "Bearer " + demanded)
        return false;
    reply(socket, 401, {}, {}, "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n");
    return true;
}

/// A modern request must say its method in a header, too.
bool McpHttpPeer::refusesHeaders(QTcpSocket *socket, const SeenRequest &request)
{
    const bool isCall = request.body.contains("\"tools/call\"");
    const bool lacksMethod = !request.body.contains(QByteArray("\"method\":\"" + request.header("mcp-method") + '"'));
    const bool lacksParam = isCall && !demandedHeader.isEmpty() && request.header(demandedHeader).isEmpty();
    if (!lacksMethod && !lacksParam && request.header("mcp-protocol-version") == "2026-07-28" && (!isCall || !request.header("mcp-name").isEmpty()))
        return false;
    reply(socket, 400, "application/json", R"({"jsonrpc":"2.0","error":{"code":-32020,"message":"Header mismatch"}})");
    return true;
}

void McpHttpPeer::onOldPost(QTcpSocket *socket, const SeenRequest &request)
{
    if (!request.target.startsWith("/message"))
        return reply(socket, 404, "text/html", "Cannot POST");
    reply(socket, 202, "text/plain", "Accepted");
    for (const QByteArray &message : script.answer(request.body))
        if (m_listener)
            m_listener->write(event(message));
}

void McpHttpPeer::onPost(QTcpSocket *socket, const SeenRequest &request)
{
    if (isDeaf)
        return;
    if (redirectStatus > 0 && request.target == "/mcp")
        return reply(socket, redirectStatus, {}, {}, "Location: /mcp/\r\n");
    if (isOldTransport)
        return onOldPost(socket, request);
    const bool isModernRequest = script.isModern && request.body.contains("io.modelcontextprotocol/protocolVersion");
    if (isModernRequest && refusesHeaders(socket, request))
        return;
    const bool isFirst = request.body.contains("\"initialize\"");
    if (!isFirst && !isModernRequest && hasSessions && (forgetsAlways || request.header("mcp-session-id") != m_session))
        return reply(socket, lostStatus, lostBody.startsWith('{') ? "application/json" : "text/plain", lostBody);
    if (!isFirst && fault.kind != HttpFault::Kind::None)
        return misbehave(socket);
    if (!isFirst && instead) {
        QByteArray extra;
        for (const auto &[name, value] : instead->headers)
            extra += name + ": " + value + "\r\n";
        return reply(socket, instead->status, {}, instead->body, extra);
    }
    const QByteArrayList answers = script.answer(request.body);
    const bool isRequest = request.body.contains("\"id\"") && (request.body.contains("\"method\"") || !request.body.startsWith('{'));
    if (!isRequest) {
        reply(socket, 202, {}, {});
        return goOn(answers);
    }
    answerPost(socket, answers, (isFirst && hasSessions ? "Mcp-Session-Id: " + m_session + "\r\n" : QByteArray()) + callHeaders);
}

void McpHttpPeer::answerPost(QTcpSocket *socket, const QByteArrayList &answers, const QByteArray &extraHeaders)
{
    if (answers.isEmpty())
        return; // it thinks for ever
    if (!useEvents && answers.size() == 1 && !answers.first().contains("\"ask-1\"") && !answers.first().contains("subscriptions/acknowledged"))
        return reply(socket, 200, "application/json", answers.first(), extraHeaders);
    QByteArray body = eventHead(extraHeaders) + "retry: 25\nid: prime-1\ndata:\n\n" + prelude;
    const bool isListening = answers.last().contains("subscriptions/acknowledged");
    const bool isAsking = answers.last().contains("\"ask-1\"") || isListening;
    if (breaksStreams)
        m_owed = answers;
    else if (streamsToBreak > 0)
        --streamsToBreak;
    else
        for (const QByteArray &message : answers)
            body += event(message);
    socket->write(body);
    if (isAsking)
        (isListening ? m_listener : m_asked) = socket;
    else if (!neverEndsStreams)
        socket->disconnectFromHost();
}

void McpHttpPeer::misbehave(QTcpSocket *socket)
{
    if (fault.kind == HttpFault::Kind::Body)
        return reply(socket, 200, "application/json", fault.body);
    socket->write("HTTP/1.1 200 OK\r\n" + fault.head + "Connection: close\r\n\r\n" + fault.body);
    if (fault.kind == HttpFault::Kind::Flood)
        QObject::connect(socket, &QTcpSocket::bytesWritten, socket, [this, socket](qint64 bytes) {
            flooded += bytes;
            if (socket->bytesToWrite() == 0)
                socket->write(QByteArray(1024 * 1024, 'x'));
        });
}

/// What the client's answer leads to, on the stream that the question came on.
void McpHttpPeer::goOn(const QByteArrayList &answers)
{
    if (answers.isEmpty() || !m_asked)
        return;
    for (const QByteArray &message : answers)
        m_asked->write(event(message));
    m_asked->disconnectFromHost();
}

void McpHttpPeer::onGet(QTcpSocket *socket, const SeenRequest &request)
{
    const bool isResuming = request.header("last-event-id") == "prime-1" && !m_owed.isEmpty();
    if (isResuming && resumeStatus > 0)
        return reply(socket, std::exchange(resumeStatus, 0), {}, {});
    if (isResuming && resumesToBreak > 0) {
        --resumesToBreak;
        socket->write(eventHead({}) + resumeBody);
        return socket->disconnectFromHost();
    }
    if (isResuming) {
        QByteArray body = eventHead({});
        for (const QByteArray &message : std::exchange(m_owed, {}))
            body += event(message);
        socket->write(body);
        return socket->disconnectFromHost();
    }
    if (isOldTransport) {
        m_listener = socket;
        socket->write(eventHead({}) + ": hello\n\n" + (endpoint.isEmpty() ? QByteArray() : "event: endpoint\ndata: " + endpoint + "\n\n"));
        return;
    }
    if (!offersStream)
        return reply(socket, 405, {}, {});
    if (hasSessions && request.header("mcp-session-id") != m_session)
        return reply(socket, lostStatus, {}, {});
    m_listener = socket;
    socket->write(eventHead({}) + streamBody);
    if (!streamBody.isEmpty())
        socket->disconnectFromHost();
}

} // namespace qd::test
