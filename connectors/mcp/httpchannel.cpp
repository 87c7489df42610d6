#include "mcp/httpchannel.h"

#include "http/redaction.h"
#include "mcp/httpleave.h"
#include "mcp/jsonslice.h"
#include "mcp/shownhttp.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace qd {

namespace {

constexpr qsizetype longestSessionId = 1024;
constexpr qsizetype longestPlace = 8192; ///< that a redirect names
constexpr int maxRedirects = 3; ///< of one message
const QByteArray firstModernRevision = QByteArrayLiteral("2026-07-28");

bool isVisible(const QByteArray &id)
{
    return !id.isEmpty() && id.size() <= longestSessionId && std::all_of(id.cbegin(), id.cend(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool hasOneOf(const QByteArray &text, std::initializer_list<QByteArrayView> words)
{
    return std::ranges::any_of(words, [&text](QByteArrayView word) { return text.contains(word); });
}

/// 404 by the specification, unless it carries an answer about something else. 400 with words about a session is what servers
/// in the field answer, in plain text or in a message.
bool tellsLostSession(int status, const QByteArray &body, quint64 ticket)
{
    const QByteArray text = body.left(4096).toLower();
    const QByteArray error = jsonslice::member(body, "error").value_or(QByteArrayView()).toByteArray();
    const QByteArray code = jsonslice::member(error, "code").value_or(QByteArrayView()).toByteArray();
    const bool isOfSessions = code == "-32000" || code == "-32001";
    if (status == 404)
        return code.isEmpty() || isOfSessions || text.contains("session") || jsonslice::member(body, "id").value_or(QByteArrayView()) != QByteArray::number(ticket);
    const bool saysLost = hasOneOf(text, {"no valid", "not valid", "invalid", "not found", "unknown", "expired", "does not exist", "no longer"});
    return status == 400 && text.contains("session") && (isOfSessions || (saysLost && (code.isEmpty() || code == "-32600")));
}

/// A message that nobody waits for the answer of, or that ends a task: it goes out although the channel goes.
bool isLastWord(const QByteArray &message)
{
    return jsonslice::isObject(message) && (!jsonslice::member(message, "id") || jsonslice::member(message, "method") == QByteArrayView("\"tasks/cancel\""));
}

} // namespace

HttpChannel::HttpChannel(const McpServerConfig &config, std::shared_ptr<HttpClient> client, Timers &timers, std::shared_ptr<QObject> leaves, McpAuthorizer *authorizer)
    : m_config(config), m_address(config.url), m_client(std::move(client)), m_timers(timers), m_leaves(std::move(leaves)), m_signIn(*this, config, authorizer)
{
}

HttpChannel::~HttpChannel() { close(); }

void HttpChannel::start()
{
    QMetaObject::invokeMethod(this, [this] {
        if (const QString warning = shownhttp::tlsWarning(m_config); !warning.isEmpty())
            emit noted(warning);
        emit started();
    }, Qt::QueuedConnection);
}

HttpRequest HttpChannel::makeRequest(const QByteArray &method, const QByteArray &accept) const
{
    HttpRequest request{.method = method, .url = m_address};
    for (const auto &[name, value] : m_config.headers)
        request.headers.set(name.toUtf8(), value.toUtf8());
    m_signIn.addTo(request);
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

/// What may be refused next is the token of this GET.
HttpRequest HttpChannel::makeResumption(quint64 ticket, const QByteArray &lastEventId)
{
    HttpRequest request = makeGet(lastEventId);
    const QByteArray token = request.headers.value("authorization");
    if (const auto sent = m_sent.find(ticket); sent != m_sent.end() && !token.isEmpty())
        sent->second.request.headers.set("Authorization", token);
    return request;
}

HttpPost &HttpChannel::makePost(quint64 ticket)
{
    HttpPost::Resumption resumption;
    if (!m_isModern)
        resumption = [this, ticket](const QByteArray &lastEventId) { return makeResumption(ticket, lastEventId); };
    auto made = std::make_unique<HttpPost>(*m_client, m_timers, std::move(resumption));
    HttpPost &post = *made;
    connect(&post, &HttpPost::answered, this, [this](const HttpResponse &head) {
        if (!m_isModern && m_sessionId.isEmpty() && head.status == 200 && isVisible(head.headers.value("mcp-session-id")))
            m_sessionId = head.headers.value("mcp-session-id");
    });
    connect(&post, &HttpPost::received, this,
            [this, ticket](const QByteArray &message, const HttpResponse &head) { emit received(ticket, message, shownhttp::head(head, m_config.shownHeader)); });
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
    m_sent[ticket] = Sent{.request = std::move(request), .after = {}, .redirects = 0, .signIns = 0, .stepUps = 0, .signingIn = {}};
    post(ticket);
    return shown;
}

/// What the server has begun to answer is not sent again: it might be done twice.
void HttpChannel::post(quint64 ticket)
{
    HttpPost &made = makePost(ticket);
    const Sent sent = m_sent.at(ticket);
    if (sent.after.isEmpty())
        made.start(sent.request);
    else
        made.goOnAfter(sent.after);
}

/// 307 and 308 keep method and message. Within the origin keys travel no further than before; the session stays at the new
/// address.
bool HttpChannel::followRedirect(quint64 ticket, const HttpResponse &head)
{
    const auto sent = m_sent.find(ticket);
    const QByteArray place = head.headers.value("location");
    if (sent == m_sent.end() || (head.status != 307 && head.status != 308) || place.isEmpty() || place.size() > longestPlace)
        return false;
    const QUrl target = sent->second.request.url.resolved(QUrl::fromEncoded(place)).adjusted(QUrl::RemoveFragment);
    if (!shownhttp::isOfTheOrigin(target, m_config.url) || ++sent->second.redirects > maxRedirects)
        return false;
    emit noted(QStringLiteral("redirected to %1 with HTTP %2").arg(redaction::url(target)).arg(head.status));
    m_address = sent->second.request.url = target;
    post(ticket);
    return true;
}

/// False when signing in cannot help.
bool HttpChannel::signIn(quint64 ticket, const HttpResponse &head)
{
    const auto sent = m_sent.find(ticket);
    if (sent == m_sent.end() || !m_signIn.isCure(head))
        return false;
    emit held(ticket, true);
    int &tries = head.status == 403 ? sent->second.stepUps : sent->second.signIns;
    sent->second.signingIn = m_signIn.start(sent->second.request, head, tries++, this, [this, ticket](const Result<QByteArray> &value) { onSignedIn(ticket, value); });
    return true;
}

void HttpChannel::onSignedIn(quint64 ticket, const Result<QByteArray> &value)
{
    const auto sent = m_sent.find(ticket);
    if (sent == m_sent.end())
        return;
    emit held(ticket, false);
    if (!value) {
        m_sent.erase(sent);
        return emit ended(ticket, value.error());
    }
    m_signIn.renew(sent->second.request, *value);
    if (!m_sessionId.isEmpty())
        sent->second.request.headers.set("Mcp-Session-Id", m_sessionId);
    post(ticket);
}

void HttpChannel::onEnded(quint64 ticket, const std::optional<Error> &error, const HttpResponse &head, const QByteArray &body)
{
    const bool isFailure = !error && (head.status < 200 || head.status > 299);
    const QByteArray after = m_posts.contains(ticket) ? m_posts.at(ticket)->goneOnAfter() : QByteArray();
    if (const auto sent = m_sent.find(ticket); sent != m_sent.end())
        sent->second.after = after;
    dropPost(ticket);
    if (isFailure && (followRedirect(ticket, head) || signIn(ticket, head)))
        return;
    m_sent.erase(ticket);
    if (!isFailure)
        return emit ended(ticket, error);
    if (!m_sessionId.isEmpty() && tellsLostSession(head.status, body, ticket))
        return lose(after.isEmpty() ? ticket : 0, head.status);
    if (!body.isEmpty()) {
        emit refused(ticket, head.status);
        emit received(ticket, body, shownhttp::head(head, m_config.shownHeader));
    }
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
    if (const auto sent = m_sent.find(ticket); sent != m_sent.end()) {
        const Call signingIn = sent->second.signingIn;
        m_sent.erase(sent);
        signingIn.cancel();
    }
    dropPost(ticket);
}

void HttpChannel::dropPost(quint64 ticket)
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
    m_events = std::make_unique<EventStream>(*m_client, m_timers, [this](const QByteArray &lastEventId) { return m_listening = makeGet(lastEventId); });
    connect(m_events.get(), &EventStream::received, this, [this](const QByteArray &message, const HttpResponse &head) {
        m_listenSignIns = 0;
        emit received(0, message, shownhttp::head(head, m_config.shownHeader));
    });
    connect(m_events.get(), &EventStream::noted, this, &McpChannel::noted);
    connect(m_events.get(), &EventStream::refused, this, &HttpChannel::onListenRefused);
    m_events->start();
}

/// The stream beside the messages may want a sign-in of its own, e.g. when the token has ended meanwhile.
void HttpChannel::onListenRefused(const HttpResponse &head, bool wasOpen)
{
    if (wasOpen && !m_sessionId.isEmpty() && (head.status == 404 || head.status == 400))
        return lose(0, head.status); // it was restarted while nothing was asked of it
    emit noted(QStringLiteral("the server refused its own stream with HTTP %1").arg(head.status));
    if (!m_signIn.isCure(head))
        return;
    m_listenSigningIn = m_signIn.start(m_listening, head, m_listenSignIns++, this, [this](const Result<QByteArray> &value) {
        if (!value)
            return emit noted(QStringLiteral("the server's own stream stays closed: %1").arg(value.error().message));
        dropEvents();
        listen();
    });
}

void HttpChannel::dropEvents()
{
    if (!m_events)
        return;
    m_events->disconnect(this);
    m_events->stop();
    m_events.release()->deleteLater();
}

void HttpChannel::lose(quint64 ticket, int status)
{
    m_sessionId.clear();
    dropAll();
    emit forgotten(ticket, {.kind = ErrorKind::NotFound,
                 .message = QStringLiteral("The server no longer knows this session: it was restarted, or the session timed out. Connect again."),
                 .detail = QStringLiteral("session lost"),
                 .httpStatus = status});
}

void HttpChannel::close()
{
    std::vector<std::unique_ptr<HttpPost>> words = takeLastWords();
    dropAll();
    if (words.empty() && m_sessionId.isEmpty())
        return;
    std::optional<HttpRequest> farewell = m_sessionId.isEmpty() ? std::nullopt : std::optional(makeRequest("DELETE", "*/*"));
    m_sessionId.clear();
    new HttpLeave(m_client, m_timers, std::move(words), std::move(farewell), m_leaves.get());
}

std::vector<std::unique_ptr<HttpPost>> HttpChannel::takeLastWords()
{
    std::vector<std::unique_ptr<HttpPost>> words;
    for (auto &[ticket, post] : m_posts) {
        const auto sent = m_sent.find(ticket);
        if (sent == m_sent.end() || !isLastWord(sent->second.request.body))
            continue;
        post->disconnect(this);
        post->leave();
        words.push_back(std::move(post));
    }
    std::erase_if(m_posts, [](const auto &one) { return !one.second; });
    return words;
}

void HttpChannel::dropAll()
{
    while (!m_sent.empty())
        drop(m_sent.begin()->first);
    while (!m_posts.empty())
        dropPost(m_posts.begin()->first);
    m_listenSigningIn.cancel();
    dropEvents();
}

} // namespace qd
