#include "http/ssereader.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr int longestRetry = 5 * 60 * 1000;

} // namespace

QList<SseEvent> SseReader::add(const QByteArray &bytes)
{
    QList<SseEvent> events;
    qsizetype at = 0;
    while (at < bytes.size() && !m_isOverCap) {
        if (std::exchange(m_isAfterReturn, false) && bytes.at(at) == '\n') {
            ++at;
            continue;
        }
        const auto end = std::find_if(bytes.cbegin() + at, bytes.cend(), [](char c) { return c == '\n' || c == '\r'; });
        m_line.append(bytes.constData() + at, end - (bytes.cbegin() + at));
        at = end - bytes.cbegin();
        m_isOverCap = m_line.size() + m_event.data.size() > m_maxEventBytes;
        if (end == bytes.cend() || m_isOverCap)
            break;
        m_isAfterReturn = *end == '\r';
        ++at;
        takeLine(events);
    }
    return events;
}

void SseReader::takeLine(QList<SseEvent> &events)
{
    if (!std::exchange(m_isStarted, true) && m_line.startsWith("\xEF\xBB\xBF"))
        m_line.remove(0, 3);
    const QByteArray line = std::exchange(m_line, {});
    if (line.isEmpty())
        return dispatch(events);
    const qsizetype colon = line.indexOf(':');
    if (colon == 0)
        return;
    const QByteArray name = colon < 0 ? line : line.left(colon);
    QByteArray value = colon < 0 ? QByteArray() : line.mid(colon + 1);
    if (value.startsWith(' '))
        value.remove(0, 1);
    takeField(name, value);
}

void SseReader::takeField(const QByteArray &name, const QByteArray &value)
{
    m_hasFields = true;
    if (name == "data") {
        if (std::exchange(m_event.hasData, true))
            m_event.data += '\n';
        m_event.data += value;
    } else if (name == "event") {
        m_event.type = value;
    } else if (name == "id" && !value.contains('\0')) {
        m_pendingId = value;
    } else if (name == "retry" && !value.isEmpty() && std::all_of(value.cbegin(), value.cend(), [](char c) { return c >= '0' && c <= '9'; })) {
        bool ok = false;
        const int wait = value.toInt(&ok);
        m_retry = ok ? std::min(wait, longestRetry) : longestRetry;
    }
}

void SseReader::dispatch(QList<SseEvent> &events)
{
    m_lastEventId = m_pendingId;
    if (std::exchange(m_hasFields, false) && m_event.hasData)
        events.append(std::exchange(m_event, {}));
    m_event = {};
}

} // namespace qd
