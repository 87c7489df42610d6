#include "mcp/ssechannel.h"

#include "http/errormapping.h"
#include "http/redaction.h"
#include "mcp/httppost.h"
#include "mcp/shownhttp.h"

namespace qd {

namespace {

constexpr qsizetype longestEndpoint = 8192;

} // namespace

SseChannel::SseChannel(const McpServerConfig &config, std::shared_ptr<HttpClient> client, Timers &timers, McpAuthorizer *authorizer)
    : m_config(config), m_client(std::move(client)), m_timers(timers), m_signIn(*this, config, authorizer)
{
}

SseChannel::~SseChannel() { close(); }

HttpRequest SseChannel::makeRequest(const QByteArray &method, const QUrl &url) const
{
    HttpRequest request{.method = method, .url = url};
    for (const auto &[name, value] : m_config.headers)
        request.headers.set(name.toUtf8(), value.toUtf8());
    if (!m_revision.isEmpty())
        request.headers.set("MCP-Protocol-Version", m_revision);
    m_signIn.addTo(request);
    request.isOnce = true;
    return request;
}

void SseChannel::start() { startStream(); }

void SseChannel::startStream()
{
    m_opening = makeRequest("GET", m_config.url);
    m_opening.headers.set("Accept", "text/event-stream");
    m_opening.timeout = m_config.connectTimeout;
    m_stream = m_client->open(m_opening);
    connect(m_stream.get(), &HttpStream::answered, this, &SseChannel::onAnswered);
    connect(m_stream.get(), &HttpStream::received, this, &SseChannel::onReceived);
    connect(m_stream.get(), &HttpStream::closed, this, [this](const std::optional<Error> &error) {
        lose(error ? *error : Error{.kind = ErrorKind::Network, .message = QStringLiteral("The server has ended the stream.")});
    });
    m_timers.after(m_config.connectTimeout, m_stream.get(), [this] {
        if (m_endpoint.isEmpty())
            lose({.kind = ErrorKind::Timeout, .message = QStringLiteral("The server has not named an address for messages.")});
    });
}

void SseChannel::onAnswered(const HttpResponse &head)
{
    if (const QString warning = shownhttp::tlsWarning(m_config); !warning.isEmpty())
        emit noted(warning);
    m_head = head;
    if (head.status == 200 && mediaType(head) == "text/event-stream")
        return;
    if (m_signIn.isCure(head))
        return signInForStream(head);
    lose(head.status == 200 ? Error{.kind = ErrorKind::Protocol, .message = QStringLiteral("The server answers with no stream of events."), .httpStatus = 200}
                            : shownhttp::errorOfAnswer(head, {}));
}

void SseChannel::signInForStream(const HttpResponse &head)
{
    dropStream();
    m_signingIn = m_signIn.start(m_opening, head, m_openSignIns++, this, [this](const Result<QByteArray> &value) {
        value ? startStream() : lose(value.error());
    });
}

void SseChannel::onReceived(const QByteArray &bytes)
{
    if (!m_stream)
        return;
    for (const SseEvent &event : m_events.add(bytes))
        if (m_stream)
            takeEvent(event);
    if (m_stream && m_events.isOverCap())
        lose({.kind = ErrorKind::Protocol, .message = QStringLiteral("The server sent a message over %1 bytes.").arg(maxMessageBytes)});
}

void SseChannel::takeEvent(const SseEvent &event)
{
    if (event.type == "endpoint" && m_endpoint.isEmpty())
        takeEndpoint(event.data.trimmed());
    else if (event.type == "message" && !event.data.isEmpty())
        emit received(0, event.data, shownhttp::head(m_head, m_config.shownHeader));
}

/// The address is the server's word: with our keys nothing goes to another origin.
void SseChannel::takeEndpoint(const QByteArray &address)
{
    const QUrl named = m_config.url.resolved(QUrl::fromEncoded(address.left(longestEndpoint)));
    if (address.size() > longestEndpoint || !named.isValid() || !shownhttp::isOfTheOrigin(named, m_config.url))
        return lose({.kind = ErrorKind::Protocol,
                     .message = QStringLiteral("The server names an address of another origin for messages, which is not used: keys would travel along."),
                     .detail = redaction::url(named)});
    m_endpoint = named;
    emit started();
}

QString SseChannel::send(quint64 ticket, const QByteArray &message, const Headers &)
{
    HttpRequest request = makeRequest("POST", m_endpoint);
    request.contentType = "application/json";
    request.body = message;
    const QString shown = shownhttp::request(request);
    m_posted[ticket] = Posted{.request = std::move(request), .signIns = 0, .stepUps = 0, .signingIn = {}};
    post(ticket);
    return shown;
}

void SseChannel::post(quint64 ticket)
{
    m_client->send(m_posted.at(ticket).request, this, [this, ticket](const Result<HttpResponse> &answer) { onPosted(ticket, answer); });
}

/// 202 and other successes say nothing; the answer comes on the stream.
void SseChannel::onPosted(quint64 ticket, const Result<HttpResponse> &answer)
{
    if (m_isClosed)
        return;
    if (answer && signIn(ticket, *answer))
        return;
    m_posted.erase(ticket);
    if (!answer)
        return emit ended(ticket, answer.error());
    if (answer->status < 200 || answer->status > 299)
        emit ended(ticket, shownhttp::errorOfAnswer(*answer, answer->body));
}

/// False when signing in cannot help.
bool SseChannel::signIn(quint64 ticket, const HttpResponse &answer)
{
    const auto posted = m_posted.find(ticket);
    if (posted == m_posted.end() || !m_signIn.isCure(answer))
        return false;
    emit held(ticket, true);
    int &tries = answer.status == 403 ? posted->second.stepUps : posted->second.signIns;
    posted->second.signingIn = m_signIn.start(posted->second.request, answer, tries++, this, [this, ticket](const Result<QByteArray> &value) {
        const auto waiting = m_posted.find(ticket);
        if (waiting == m_posted.end())
            return;
        emit held(ticket, false);
        if (!value) {
            m_posted.erase(waiting);
            return emit ended(ticket, value.error());
        }
        m_signIn.renew(waiting->second.request, *value);
        post(ticket);
    });
    return true;
}

void SseChannel::abandon(quint64 ticket)
{
    const auto posted = m_posted.find(ticket);
    if (posted == m_posted.end())
        return;
    const Call signingIn = posted->second.signingIn;
    m_posted.erase(posted);
    signingIn.cancel();
}

void SseChannel::lose(const Error &error)
{
    if (m_isClosed)
        return;
    close();
    emit closed(error);
}

void SseChannel::close()
{
    m_isClosed = true;
    m_signingIn.cancel();
    while (!m_posted.empty())
        abandon(m_posted.begin()->first);
    dropStream();
}

void SseChannel::dropStream()
{
    if (!m_stream)
        return;
    m_stream->disconnect(this);
    m_stream->stop();
    m_stream.release()->deleteLater();
}

} // namespace qd
