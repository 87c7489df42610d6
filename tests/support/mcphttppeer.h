#pragma once

#include "mcpscript.h"
#include "peer.h"

#include <QPointer>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTcpSocket>

#include <memory>
#include <optional>

namespace qd::test {

/// An answer that no good server gives.
struct HttpFault {
    enum class Kind {
        None,
        Body,  ///< `body` as JSON
        Flood, ///< `body`, then one letter without end
        Stall  ///< `body`, then nothing, and the connection stays
    };
    Kind kind = Kind::None;
    QByteArray head; ///< header lines
    QByteArray body;
};

/// McpScript behind Streamable HTTP on a loopback socket, with the manners and faults of real servers.
class McpHttpPeer
{
public:
    McpScript script;
    bool useEvents = false;      ///< answers as event streams
    bool hasSessions = true;
    bool offersStream = false;   ///< GET gives a stream; 405 otherwise
    bool breaksStreams = false;  ///< an event stream ends before its answer, which a GET with Last-Event-ID fetches
    int resumesToBreak = 0;      ///< so many of those GETs get resumeBody alone
    QByteArray resumeBody;
    int resumeStatus = 0;        ///< of the next of those GETs, in the place of the answer; 0: it gets it
    int streamsToBreak = 0;      ///< so many event streams end before their answer, which nothing fetches
    bool neverEndsStreams = false;
    bool isOldTransport = false; ///< HTTP+SSE of 2024-11-05: GET names the address for messages
    QByteArray endpoint = "/message?session=1"; ///< what the old transport names
    QByteArray demandedHeader;   ///< modern: a tools/call without it is refused with -32020
    bool forgetsAlways = false;  ///< every session, as soon as it is made
    int lostStatus = 404;        ///< of a session that it has forgotten
    QByteArray lostBody = R"({"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: No valid session ID provided"},"id":null})";
    int redirectStatus = 0;      ///< of everything at /mcp, with /mcp/ as the place; 0: none
    bool isDeaf = false;         ///< gives POSTs no answer at all
    std::optional<ScriptedReply> instead; ///< answers every POST but initialize

    QByteArray demandedToken;    ///< without it every request gets 401 and a Bearer challenge
    QByteArray demandedScope;    ///< without any token a POST gets 401, with another one 403 for want of scopes
    QByteArray demandedStreamToken; ///< the same of the server's own stream alone
    HttpFault fault;             ///< of every POST but initialize
    QByteArray callHeaders;      ///< header lines of the answers to requests
    QByteArray prelude;          ///< comes before the answers in a stream of events
    QByteArray streamBody;       ///< of the server's own stream, which then ends at once
    qint64 flooded = 0;          ///< bytes that a Flood got rid of

    /// With a configuration it speaks TLS.
    explicit McpHttpPeer(const std::optional<QSslConfiguration> &tls = {});
    [[nodiscard]] QUrl url() const;
    [[nodiscard]] const QList<SeenRequest> &seen() const { return m_seen; }
    /// As a restart would.
    void forgetSessions() { m_session = "session-2"; }
    /// Sends one event on the server's own stream.
    void push(const QByteArray &message);
    /// Ends the server's own stream.
    void hangUp() { m_listener->abort(); }
    void forgetListener() { m_listener.clear(); }
    [[nodiscard]] bool isListenedTo() const { return m_listener != nullptr; }

private:
    void onReadyRead(QTcpSocket *socket);
    void onPost(QTcpSocket *socket, const SeenRequest &request);
    void onGet(QTcpSocket *socket, const SeenRequest &request);
    void answerPost(QTcpSocket *socket, const QByteArrayList &answers, const QByteArray &extraHeaders);
    void onOldPost(QTcpSocket *socket, const SeenRequest &request);
    [[nodiscard]] bool refusesToken(QTcpSocket *socket, const SeenRequest &request) const;
    [[nodiscard]] bool refusesHeaders(QTcpSocket *socket, const SeenRequest &request);
    void misbehave(QTcpSocket *socket);
    void goOn(const QByteArrayList &answers);

    const bool m_isEncrypted;
    std::unique_ptr<QTcpServer> m_server;
    QByteArray m_session = "session-1";
    QList<SeenRequest> m_seen;
    QByteArrayList m_owed; ///< answers of broken streams
    QPointer<QTcpSocket> m_listener;
    QPointer<QTcpSocket> m_asked; ///< waits for the client's answer
};

} // namespace qd::test
