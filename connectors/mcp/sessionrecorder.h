#pragma once

#include "mcp/mcpsession.h"
#include "mcp/recording.h"
#include "mcp/secretmask.h"

#include <QHash>
#include <QObject>

#include <utility>

namespace qd {

/// Writes down what a session says and hears, from its wire log, where the keys of its configuration are masked already.
/// Make it before open().
/// Bounded: what does not fit is left out, and the recording says so. GUI thread.
class SessionRecorder final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SessionRecorder)

public:
    /// The session is borrowed. `secrets` are masked, too: what a collection's variables hold.
    SessionRecorder(const McpSession &session, QString server, const QStringList &secrets = {});
    [[nodiscard]] const McpRecording &recording() const { return m_recording; }
    /// The same of a wire log that was kept: its entries, oldest first.
    [[nodiscard]] static McpRecording recordingOf(const QString &server, const QList<McpWireEntry> &log);

private:
    explicit SessionRecorder(QString server) : m_mask(QStringList()) { m_recording.server = std::move(server); }
    void take(const McpWireEntry &entry);
    void takeRequest(const McpWireEntry &entry, const QByteArray &message, bool isFromServer);
    void takeAnswer(const McpWireEntry &entry, const QByteArray &message, bool isFromServer);
    void takeSilence(const McpWireEntry &entry);
    void takeHandshake(const QByteArray &message);

    const SecretMask m_mask;
    McpRecording m_recording;
    QHash<QString, qsizetype> m_open; ///< by who asked and the id
    QHash<QString, Instant> m_asked;
    qsizetype m_bytes = 0;
};

} // namespace qd
