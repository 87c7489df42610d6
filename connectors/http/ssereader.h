#pragma once

#include <QByteArray>
#include <QList>

#include <optional>

namespace qd {

/// One server-sent event.
struct SseEvent {
    QByteArray type = QByteArrayLiteral("message");
    QByteArray data;
    bool hasData = false; ///< false: an event with an id or a type alone
    bool operator==(const SseEvent &) const = default;
};

/// Reads a stream of server-sent events (WHATWG HTML 9.2) in pieces of any size: LF, CR and CRLF, comments, several data
/// lines, ids and retry times. An event over the cap ends the reading. Pure, any thread.
class SseReader
{
public:
    explicit SseReader(qsizetype maxEventBytes = 16 * 1024 * 1024) : m_maxEventBytes(maxEventBytes) {}

    /// The events that are complete with `bytes`. Nothing more once isOverCap().
    [[nodiscard]] QList<SseEvent> add(const QByteArray &bytes);
    [[nodiscard]] bool isOverCap() const { return m_isOverCap; }
    /// The id of the last event that had one; empty when there was none.
    [[nodiscard]] const QByteArray &lastEventId() const { return m_lastEventId; }
    /// What the server asks to wait before coming back, in milliseconds.
    [[nodiscard]] std::optional<int> retry() const { return m_retry; }

private:
    void takeLine(QList<SseEvent> &events);
    void takeField(const QByteArray &name, const QByteArray &value);
    void dispatch(QList<SseEvent> &events);

    qsizetype m_maxEventBytes;
    QByteArray m_line;
    SseEvent m_event;
    bool m_isStarted = false; ///< a byte order mark can only be at the start
    bool m_isAfterReturn = false;
    bool m_hasFields = false;
    bool m_isOverCap = false;
    QByteArray m_lastEventId;
    QByteArray m_pendingId;
    std::optional<int> m_retry;
};

} // namespace qd
