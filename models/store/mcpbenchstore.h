#pragma once

#include "mcpserverstate.h"

#include <QObject>

#include <deque>

namespace qd {

/// A message of one server, as the log holds it.
struct McpLogEntry {
    McpServerId server;
    McpWireEntry entry;
    bool operator==(const McpLogEntry &) const = default;
};

/// The MCP workbench: its servers in their order, and one log of all messages, which forgets the oldest when it is
/// full. GUI thread.
class McpBenchStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpBenchStore)

public:
    static constexpr qsizetype maxServers = 500;
    static constexpr qint64 maxLogBytes = 8 * 1024 * 1024;
    static constexpr qsizetype maxLogEntries = 5000;

    using QObject::QObject;

    [[nodiscard]] const QList<McpServerState> &servers() const { return m_servers; }
    /// Null when there is none. Valid until the next change.
    [[nodiscard]] const McpServerState *server(const McpServerId &id) const;
    /// Adds or replaces.
    void apply(const McpServerState &state);
    void remove(const McpServerId &id);

    [[nodiscard]] const std::deque<McpLogEntry> &log() const { return m_log; }
    [[nodiscard]] qint64 logBytes() const { return m_logBytes; }
    /// How many the log has forgotten.
    [[nodiscard]] quint64 forgotten() const { return m_forgotten; }
    void append(const McpServerId &server, const McpWireEntry &entry);
    void clearLog();

signals:
    void serverAboutToBeAdded(qsizetype index);
    void serverAdded(qsizetype index);
    void serverChanged(qsizetype index);
    void serverAboutToBeRemoved(qsizetype index);
    void serverRemoved(qsizetype index);
    /// The oldest `count` entries are about to go, and are gone.
    void logAboutToForget(qsizetype count);
    void logForgot();
    void logAboutToGrow();
    void logGrew();

private:
    [[nodiscard]] qsizetype indexOf(const McpServerId &id) const;
    void forget(qsizetype count);

    QList<McpServerState> m_servers;
    std::deque<McpLogEntry> m_log;
    qint64 m_logBytes = 0;
    quint64 m_forgotten = 0;
};

} // namespace qd
