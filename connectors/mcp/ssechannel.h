#pragma once

#include "http/httpclient.h"
#include "http/httpstream.h"
#include "http/ssereader.h"
#include "mcp/channelsignin.h"
#include "mcp/mcpchannel.h"
#include "mcp/mcptypes.h"

#include <map>
#include <memory>
#include <optional>

namespace qd {

/// HTTP+SSE of 2024-11-05: a GET whose stream first names the address for messages and then carries all that the server
/// says; each message of ours is a POST to that address, which must be of the same origin. When the stream ends the session
/// is lost. A refusal that signing in may cure leads to the authorizer, and the request is made again. GUI thread.
class SseChannel final : public McpChannel
{
    Q_OBJECT

public:
    /// References in `config` are resolved. `authorizer` is borrowed; null: a refusal is a refusal.
    SseChannel(const McpServerConfig &config, std::shared_ptr<HttpClient> client, Timers &timers, McpAuthorizer *authorizer = nullptr);
    ~SseChannel() override;

    void start() override;
    QString send(quint64 ticket, const QByteArray &message, const Headers &headers) override;
    void settle(quint64 ticket) override { abandon(ticket); }
    void abandon(quint64 ticket) override;
    void setRevision(const QString &revision) override { m_revision = revision.toLatin1(); }
    void listen() override {}
    void close() override;

private:
    /// A message that is on its way, for the case that it must be sent again.
    struct Posted {
        HttpRequest request;
        int signIns = 0; ///< for 401
        int stepUps = 0; ///< for 403
        Call signingIn;
    };

    void startStream();
    void signInForStream(const HttpResponse &head);
    void dropStream();
    void post(quint64 ticket);
    bool signIn(quint64 ticket, const HttpResponse &answer);
    [[nodiscard]] HttpRequest makeRequest(const QByteArray &method, const QUrl &url) const;
    void onAnswered(const HttpResponse &head);
    void onReceived(const QByteArray &bytes);
    void takeEvent(const SseEvent &event);
    void takeEndpoint(const QByteArray &address);
    void onPosted(quint64 ticket, const Result<HttpResponse> &answer);
    void lose(const Error &error);

    const McpServerConfig m_config;
    std::shared_ptr<HttpClient> m_client; ///< outlives the stream
    Timers &m_timers;
    std::unique_ptr<HttpStream> m_stream;
    SseReader m_events{maxMessageBytes};
    HttpResponse m_head;
    QUrl m_endpoint; ///< empty until the server has named it
    QByteArray m_revision;
    const ChannelSignIn m_signIn;
    HttpRequest m_opening; ///< the GET of the stream
    int m_openSignIns = 0;
    Call m_signingIn;
    bool m_isClosed = false;
    std::map<quint64, Posted> m_posted;
};

} // namespace qd
