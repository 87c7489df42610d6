#pragma once

#include "collectionrunner.h"
#include "commands/mcp/mcpcommand.h"
#include "mcp/recording.h"
#include "mcp/sessionrecorder.h"

#include <memory>

namespace qd {

/// What is replayed, and what becomes of it.
struct McpReplayRequest {
    McpRecording recording;
    QString name;         ///< of the file
    QString recordFile;   ///< takes the new session; empty: none
    QStringList ignored;  ///< paths in answers that may differ
};

/// `mcp replay`: says to a server what was said in a recorded session, and compares the answers. Ends with Failed when they
/// differ.
class McpReplayCommand final : public McpCommand
{
    Q_OBJECT

public:
    McpReplayCommand(const CliContext &context, const McpPlace &place, McpReplayRequest request);
    void start() override;

private:
    void prepare(McpSession &session) override;
    void run() override;
    void interrupted() override;
    void report();

    const McpReplayRequest m_request;
    const collection::Collection m_collection;
    CollectionStart m_start;
    std::unique_ptr<SessionRecorder> m_recorder;
    std::unique_ptr<CollectionRunner> m_runner;
    bool m_isRunning = false;
};

} // namespace qd
