#pragma once

#include "http/httpclient.h"
#include "mcp/channelsignin.h"
#include "mcp/eventstream.h"
#include "mcp/httppost.h"
#include "mcp/mcpchannel.h"
#include "mcp/mcptypes.h"

#include <QObject>

#include <map>
#include <memory>
#include <vector>

namespace qd {

/// Streamable HTTP: one POST a message. Up to 2025-11-25 with the session's id, the server's own stream by GET and DELETE
/// at the end; from 2026-07-28 without any of them. Each channel has its own client, so that open streams of
/// one server do not use up the connections of another. A refusal that signing in may cure leads to the authorizer, and the
/// message is sent again; a server whose configuration has its own Authorization header is not signed in to. GUI thread.
class HttpChannel final : public McpChannel
{
    Q_OBJECT

public:
    /// References in `config` are resolved. `leaves` owns what still goes out when the channel is closed. `authorizer` is borrowed; null: a
    /// refusal is a refusal.
    HttpChannel(const McpServerConfig &config, std::shared_ptr<HttpClient> client, Timers &timers, std::shared_ptr<QObject> leaves,
                McpAuthorizer *authorizer = nullptr);
    ~HttpChannel() override;

    void start() override;
    QString send(quint64 ticket, const QByteArray &message, const Headers &headers) override;
    void settle(quint64 ticket) override;
    void abandon(quint64 ticket) override;
    void setRevision(const QString &revision) override;
    void listen() override;
    void close() override;

private:
    [[nodiscard]] HttpRequest makeRequest(const QByteArray &method, const QByteArray &accept) const;
    [[nodiscard]] HttpRequest makeGet(const QByteArray &lastEventId) const;
    /// A message that is on its way, for the case that it must be sent again.
    struct Sent {
        HttpRequest request;
        QByteArray after; ///< the event that a refused GET was to go on after; empty: the POST was refused
        int redirects = 0;
        int signIns = 0; ///< for 401
        int stepUps = 0; ///< for 403
        Call signingIn;
    };

    void post(quint64 ticket);
    bool signIn(quint64 ticket, const HttpResponse &head);
    bool followRedirect(quint64 ticket, const HttpResponse &head);
    void onSignedIn(quint64 ticket, const Result<QByteArray> &value);
    void onListenRefused(const HttpResponse &head, bool wasOpen);
    void dropEvents();
    [[nodiscard]] HttpPost &makePost(quint64 ticket);
    void dropPost(quint64 ticket);
    void onEnded(quint64 ticket, const std::optional<Error> &error, const HttpResponse &head, const QByteArray &body);
    [[nodiscard]] HttpRequest makeResumption(quint64 ticket, const QByteArray &lastEventId);
    [[nodiscard]] std::vector<std::unique_ptr<HttpPost>> takeLastWords();
    void dropAll();
    void lose(quint64 ticket, int status);
    void drop(quint64 ticket);

    const McpServerConfig m_config;
    QUrl m_address; ///< the server's, or where it has led us to within its origin
    std::shared_ptr<HttpClient> m_client; ///< outlives the streams below
    Timers &m_timers;
    std::shared_ptr<QObject> m_leaves;
    QByteArray m_revision;
    QByteArray m_sessionId;
    bool m_isModern = false;
    const ChannelSignIn m_signIn;
    std::map<quint64, Sent> m_sent;
    std::map<quint64, std::unique_ptr<HttpPost>> m_posts;
    std::unique_ptr<EventStream> m_events;
    HttpRequest m_listening; ///< the last GET of the stream above
    int m_listenSignIns = 0;
    Call m_listenSigningIn;
};

} // namespace qd
