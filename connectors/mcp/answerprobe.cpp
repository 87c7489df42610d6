#include "mcp/answerprobe.h"

#include "mcp/httppost.h"
#include "mcp/jsonslice.h"

#include <utility>

namespace qd {

namespace {

constexpr qsizetype longestProbeBody = 64 * 1024;
constexpr qsizetype longestProbeText = 2000;
const QByteArray probeRevision = QByteArrayLiteral("2026-07-28");

QByteArray discoverText()
{
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + probeRevision
        + "\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"quarterdeck\",\"version\":\"" QD_VERSION "\"},\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
}

HttpRequest probeRequest(const McpServerConfig &config, Milliseconds patience)
{
    const bool isOld = config.transport == McpTransport::Sse;
    HttpRequest request{.method = isOld ? QByteArrayLiteral("GET") : QByteArrayLiteral("POST"), .url = config.url};
    request.headers.set("Accept", isOld ? QByteArrayLiteral("text/event-stream") : QByteArrayLiteral("application/json, text/event-stream"));
    for (const auto &[name, value] : config.headers)
        request.headers.set(name.toUtf8(), value.toUtf8());
    request.timeout = request.idleTimeout = patience;
    if (isOld)
        return request;
    request.headers.set("MCP-Protocol-Version", probeRevision);
    request.headers.set("Mcp-Method", "server/discover");
    request.contentType = "application/json";
    request.body = discoverText();
    return request;
}

QString shownHeader(const HttpResponse &head, const char *name) { return QString::fromUtf8(head.headers.value(name).left(longestProbeText)); }

} // namespace

AnswerProbe::AnswerProbe(HttpClient &client, const McpServerConfig &config, Milliseconds patience) : m_client(client), m_config(config), m_patience(patience) {}

AnswerProbe::~AnswerProbe()
{
    if (m_stream)
        m_stream->disconnect(this);
}

void AnswerProbe::start()
{
    m_stream = m_client.open(probeRequest(m_config, m_patience));
    connect(m_stream.get(), &HttpStream::answered, this, &AnswerProbe::onHead);
    connect(m_stream.get(), &HttpStream::received, this, [this](const QByteArray &bytes) {
        m_body += bytes.left(longestProbeBody - m_body.size());
        if (m_body.size() >= longestProbeBody)
            finish();
    });
    connect(m_stream.get(), &HttpStream::closed, this, &AnswerProbe::onClosed);
}

/// A stream of events need not end: its head is enough.
void AnswerProbe::onHead(const HttpResponse &head)
{
    m_answer = {.status = head.status,
                .mediaType = QString::fromUtf8(mediaType(head)).left(longestProbeText),
                .location = QUrl::fromEncoded(head.headers.value("location")).toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery).left(longestProbeText),
                .challenge = shownHeader(head, "www-authenticate"),
                .server = shownHeader(head, "server"),
                .body = {}};
    m_answer.isRpc = head.status == 200 && m_answer.mediaType == QLatin1String("text/event-stream");
    if (m_answer.isRpc)
        QMetaObject::invokeMethod(this, &AnswerProbe::finish, Qt::QueuedConnection);
}

void AnswerProbe::onClosed(const std::optional<Error> &error)
{
    if (m_isOver)
        return;
    if (!error || m_answer.status > 0)
        return finish();
    m_isOver = true;
    emit failed(*error);
}

void AnswerProbe::finish()
{
    if (std::exchange(m_isOver, true))
        return;
    if (m_stream) {
        m_stream->disconnect(this);
        m_stream->stop();
        m_stream.release()->deleteLater();
    }
    m_answer.isRpc = m_answer.isRpc || (jsonslice::isObject(m_body) && jsonslice::member(m_body, "jsonrpc").has_value());
    m_answer.body = QString::fromUtf8(m_body.left(longestProbeText));
    emit answered(m_answer);
}

} // namespace qd
