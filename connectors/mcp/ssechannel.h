#pragma once

#include "http/httpclient.h"
#include "http/httpstream.h"
#include "http/ssereader.h"
#include "mcp/mcpchannel.h"
#include "mcp/mcptypes.h"

#include <memory>
#include <optional>

namespace qd {

/// HTTP+SSE of 2024-11-05: a GET whose stream first names the address for messages and then carries all that the server
/// says; each message of ours is a POST to that address, which must be of the same origin. When the stream ends the session
/// is lost. GUI thread.
class SseChannel final : public McpChannel
{
    Q_OBJECT

public:
    /// References in `config` are resolved.
    SseChannel(const McpServerConfig &config, std::shared_ptr<HttpClient> client, Timers &timers);
    ~SseChannel() override;

    void start() override;
    QString send(quint64 ticket, const QByteArray &message, const Headers &headers) override;
    void settle(quint64) override {}
    void abandon(quint64) override {}
    void setRevision(const QString &revision) override { m_revision = revision.toLatin1(); }
    void listen() override {}
    void close() override;

private:
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
};

} // namespace qd
