#pragma once

#include "features/mcp/mcpexplorer.h"
#include "mcp/recording.h"

#include <QObject>

namespace qd {

/// What was said with a server, as far as the log holds it: what `deckctl mcp diff` and `replay` read.
[[nodiscard]] McpRecording sessionWith(const McpBenchStore &store, const McpServerId &server);

/// The wire log's page: its filters, copies, sending a message again, and the log as a file. GUI thread.
class McpWire final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpWire)

public:
    /// Both are borrowed.
    McpWire(McpDesk &desk, McpExplorer &explorer, QObject *parent = nullptr);

    void wireView();
    /// Asks for a file and writes what is shown into it, or the session with the chosen server.
    void save();

private:
    [[nodiscard]] const McpLogEntry *entry(qsizetype row) const;
    void copyCurl(qsizetype row) const;
    void sendAgain(qsizetype row);
    void sendRaw(const McpLogEntry &logged);
    void write(const QString &path, const QByteArray &text);

    McpDesk &m_desk;
    McpExplorer &m_explorer;
    int m_lastReplay = 0;
};

} // namespace qd
