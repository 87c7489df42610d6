#include "mcp/sessionrecorder.h"

#include "mcp/jsonslice.h"

#include <utility>

namespace qd {

namespace {

QString recordedMember(const QByteArray &message, const char *name)
{
    const auto value = jsonslice::member(message, name);
    return value ? QString::fromUtf8(*value) : QString();
}

/// `_meta` holds ids and the era's own data, which are another each time.
QString paramsOf(const QByteArray &message)
{
    QByteArrayList kept;
    for (const auto &[name, value] : jsonslice::members(jsonslice::member(message, "params").value_or(QByteArrayView())))
        if (name != "\"_meta\"")
            kept << name.toByteArray() + ':' + value.toByteArray();
    return kept.isEmpty() ? QString() : QString::fromUtf8('{' + kept.join(',') + '}');
}

bool isHandshake(const QString &method) { return method == QLatin1String("initialize") || method == QLatin1String("server/discover"); }

/// A modern client declares itself in every request.
QString abilitiesIn(const QByteArray &message)
{
    const QByteArray params = recordedMember(message, "params").toUtf8();
    const QString plain = recordedMember(params, "capabilities");
    return plain.isEmpty() ? recordedMember(recordedMember(params, "_meta").toUtf8(), "io.modelcontextprotocol/clientCapabilities") : plain;
}

} // namespace

SessionRecorder::SessionRecorder(const McpSession &session, QString server, const QStringList &secrets) : m_mask(secrets)
{
    m_recording.server = std::move(server);
    connect(&session, &McpSession::wireSeen, this, &SessionRecorder::take);
}

McpRecording SessionRecorder::recordingOf(const QString &server, const QList<McpWireEntry> &log)
{
    SessionRecorder recorder(server);
    for (const McpWireEntry &entry : log)
        recorder.take(entry);
    return recorder.m_recording;
}

void SessionRecorder::take(const McpWireEntry &entry)
{
    using Direction = McpWireEntry::Direction;
    if (entry.direction == Direction::Note)
        return takeSilence(entry);
    m_bytes += entry.text.size();
    if (m_bytes > maxRecordedBytes || m_recording.exchanges.size() >= maxRecordedExchanges) {
        m_recording.isCut = true;
        return;
    }
    const QByteArray message = m_mask.masked(entry.text).toUtf8();
    const bool isByServer = entry.direction == Direction::Received;
    const bool isWhole = jsonslice::isObject(message);
    const bool isAsking = isWhole && jsonslice::member(message, "method").has_value();
    if (isAsking && !entry.id.isEmpty())
        takeRequest(entry, message, isByServer);
    else if (isAsking && isByServer)
        ++m_recording.notifications[entry.method.left(200)];
    else if (!isAsking && !entry.id.isEmpty())
        takeAnswer(entry, isWhole ? message : QByteArray(), !isByServer);
}

void SessionRecorder::takeRequest(const McpWireEntry &entry, const QByteArray &message, bool isFromServer)
{
    if (!isFromServer && isHandshake(entry.method)) {
        m_recording.abilities = abilitiesIn(message);
        return;
    }
    const QString key = QString::number(isFromServer) + entry.id;
    m_open[key] = m_recording.exchanges.size();
    m_asked[key] = entry.at;
    m_recording.exchanges.append({.isFromServer = isFromServer, .method = entry.method.left(200), .params = paramsOf(message), .result = {}, .error = {}});
}

/// An empty message is one that was too long for the log.
void SessionRecorder::takeAnswer(const McpWireEntry &entry, const QByteArray &message, bool isFromServer)
{
    if (!isFromServer && isHandshake(entry.method))
        return takeHandshake(message);
    const QString key = QString::number(isFromServer) + entry.id;
    const auto open = m_open.constFind(key);
    if (open == m_open.constEnd())
        return;
    RecordedExchange &exchange = m_recording.exchanges[*open];
    exchange.result = recordedMember(message, "result");
    exchange.error = recordedMember(message, "error");
    exchange.isCut = message.isEmpty();
    exchange.elapsed = std::chrono::duration_cast<Milliseconds>(entry.at - m_asked.value(key));
    m_open.erase(open);
}

/// A note about a request is that it is waited for no longer.
void SessionRecorder::takeSilence(const McpWireEntry &entry)
{
    const QString key = QString::number(false) + entry.id;
    const auto open = m_open.constFind(key);
    if (entry.id.isEmpty() || open == m_open.constEnd())
        return;
    RecordedExchange &exchange = m_recording.exchanges[*open];
    exchange.isUnanswered = true;
    exchange.elapsed = std::chrono::duration_cast<Milliseconds>(entry.at - m_asked.value(key));
    m_open.erase(open);
}

void SessionRecorder::takeHandshake(const QByteArray &message)
{
    if (const QString result = recordedMember(message, "result"); !result.isEmpty())
        m_recording.handshake = result;
}

} // namespace qd
