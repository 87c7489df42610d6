#include "mcp/httpchannel.h"

#include "mcp/shownhttp.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr qsizetype longestSessionId = 1024;
const QByteArray firstModernRevision = QByteArrayLiteral("2026-07-28");

bool isVisible(const QByteArray &id)
{
    return !id.isEmpty() && id.size() <= longestSessionId && std::all_of(id.cbegin(), id.cend(), [](char c) { return c > 0x20 && c < 0x7f; });
}

/// 404 by the specification; 400 with -32000 or -32001 and words about a session is what servers in the field answer.
bool tellsLostSession(int status, const QByteArray &body)
{
    if (status == 404)
        return true;
    const QByteArray text = body.left(4096).toLower();
    return status == 400 && text.contains("session") && (text.contains("-32000") || text.contains("-32001"));
}

} // namespace

HttpChannel::HttpChannel(const McpServerConfig &config, std::shared_ptr<HttpClient> client, Timers &timers, std::shared_ptr<QObject> endings)
    : m_config(config), m_client(std::move(client)), m_timers(timers), m_endings(std::move(endings))
{
}

HttpChannel::~HttpChannel() { close(); }

void HttpChannel::start()
{
    QMetaObject::invokeMethod(this, [this] { emit started(); }, Qt::QueuedConnection);
}

HttpRequest HttpChannel::makeRequest(const QByteArray &method, const QByteArray &accept) const
{
    HttpRequest request{.method = method, .url = m_config.url};
    for (const auto &[name, value] : m_config.headers)
        request.headers.set(name.toUtf8(), value.toUtf8());
    request.headers.set("Accept", accept);
    if (!m_revision.isEmpty())
        request.headers.set("MCP-Protocol-Version", m_revision);
    if (!m_sessionId.isEmpty())
        request.headers.set("Mcp-Session-Id", m_sessionId);
    request.timeout = Milliseconds(24 * 3600 * 1000); // the session has its own, per request
    return request;
}

HttpRequest HttpChannel::makeGet(const QByteArray &lastEventId) const
{
    HttpRequest request = makeRequest("GET", "text/event-stream");
    if (!lastEventId.isEmpty())
        request.headers.set("Last-Event-ID", lastEventId);
    return request;
}

HttpPost &HttpChannel::makePost(quint64 ticket)
{
    HttpPost::Resumption resumption;
    if (!m_isModern)
        resumption = [this](const QByteArray &lastEventId) { return makeGet(lastEventId); };
    auto made = std::make_unique<HttpPost>(*m_client, m_timers, std::move(resumption));
    HttpPost &post = *made;
    connect(&post, &HttpPost::answered, this, [this](const HttpResponse &head) {
        if (!m_isModern && m_sessionId.isEmpty() && head.status == 200 && isVisible(head.headers.value("mcp-session-id")))
            m_sessionId = head.headers.value("mcp-session-id");
    });
    connect(&post, &HttpPost::received, this,
            [this, ticket](const QByteArray &message, const HttpResponse &head) { emit received(ticket, message, shownhttp::head(head)); });
    connect(&post, &HttpPost::ended, this, [this, ticket](const std::optional<Error> &error, const HttpResponse &head, const QByteArray &body) {
        onEnded(ticket, error, head, body);
    });
    connect(&post, &HttpPost::noted, this, &McpChannel::noted);
    m_posts[ticket] = std::move(made);
    return post;
}

QString HttpChannel::send(quint64 ticket, const QByteArray &message, const Headers &headers)
{
    HttpRequest request = makeRequest("POST", "application/json, text/event-stream");
    for (const auto &[name, value] : headers)
        request.headers.set(name, value);
    request.contentType = "application/json";
    request.body = message;
    const QString shown = shownhttp::request(request);
    makePost(ticket).start(std::move(request));
    return shown;
}

void HttpChannel::onEnded(quint64 ticket, const std::optional<Error> &error, const HttpResponse &head, const QByteArray &body)
{
    drop(ticket);
    const bool isFailure = !error && (head.status < 200 || head.status > 299);
    if (!isFailure)
        return emit ended(ticket, error);
    if (!m_sessionId.isEmpty() && tellsLostSession(head.status, body))
        return lose(ticket, head.status);
    if (!body.isEmpty())
        emit received(ticket, body, shownhttp::head(head));
    emit ended(ticket, shownhttp::errorOfAnswer(head, body));
}

void HttpChannel::settle(quint64 ticket)
{
    if (const auto post = m_posts.find(ticket); post != m_posts.end())
        post->second->settle();
}

void HttpChannel::abandon(quint64 ticket) { drop(ticket); }

void HttpChannel::drop(quint64 ticket)
{
    const auto post = m_posts.find(ticket);
    if (post == m_posts.end())
        return;
    post->second->stop();
    post->second->disconnect(this);
    post->second.release()->deleteLater();
    m_posts.erase(post);
}

void HttpChannel::setRevision(const QString &revision)
{
    m_revision = revision.toLatin1();
    m_isModern = m_revision >= firstModernRevision;
}

void HttpChannel::listen()
{
    m_events = std::make_unique<EventStream>(*m_client, m_timers, [this](const QByteArray &lastEventId) { return makeGet(lastEventId); });
    connect(m_events.get(), &EventStream::received, this,
            [this](const QByteArray &message, const HttpResponse &head) { emit received(0, message, shownhttp::head(head)); });
    connect(m_events.get(), &EventStream::noted, this, &McpChannel::noted);
    connect(m_events.get(), &EventStream::refused, this, [this](int status) {
        emit noted(QStringLiteral("the server refused its own stream with HTTP %1").arg(status));
    });
    m_events->start();
}

void HttpChannel::lose(quint64 ticket, int status)
{
    m_sessionId.clear();
    close();
    emit forgotten(ticket, {.kind = ErrorKind::NotFound,
                 .message = QStringLiteral("The server no longer knows this session: it was restarted, or the session timed out. Connect again."),
                 .detail = QStringLiteral("session lost"),
                 .httpStatus = status});
}

void HttpChannel::close()
{
    while (!m_posts.empty())
        drop(m_posts.begin()->first);
    if (m_events) {
        m_events->disconnect(this);
        m_events->stop();
        m_events.release()->deleteLater();
    }
    endSession();
}

/// Tells the server that the session is over. The answer does not matter (405: it ends by itself).
void HttpChannel::endSession()
{
    if (m_sessionId.isEmpty())
        return;
    HttpRequest request = makeRequest("DELETE", "*/*");
    request.timeout = Milliseconds(5000);
    m_sessionId.clear();
    m_client->send(std::move(request), m_endings.get(), [client = m_client](const Result<HttpResponse> &) {});
}

} // namespace qd
