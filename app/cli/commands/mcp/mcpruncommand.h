#pragma once

#include "collectionrunner.h"
#include "commands/mcp/mcpcommand.h"
#include "mcp/sessionrecorder.h"
#include "sampling/modelendpoint.h"

#include <memory>
#include <optional>

namespace qd {

/// What a run is asked to do.
struct McpRunRequest {
    collection::Collection collection;
    CollectionChoice choice;
    QString elicit;    ///< "accept", "decline", "cancel", "ask", or empty
    ModelEndpointSettings model; ///< without a URL sampling is answered as the collection says
    QString junitFile; ///< empty: none
    QString recordFile; ///< takes what was said; empty: none
};

/// `mcp run`: a collection against one server, on one connection. Ends with Failed when a check does not hold. Ctrl+C ends
/// the run; what was done until then is reported.
class McpRunCommand final : public McpCommand
{
    Q_OBJECT

public:
    McpRunCommand(const CliContext &context, const McpPlace &place, McpRunRequest request);
    void start() override;

private:
    void prepare(McpSession &session) override;
    [[nodiscard]] std::shared_ptr<McpClientAnswers> answers();
    void run() override;
    void interrupted() override;
    void failed(const Error &error, ExitCode code) override;
    void printStep(const collection::StepResult &step);
    void report(const collection::RunResult &result);
    void printNotes(const QStringList &notes);
    [[nodiscard]] bool writeRecord();
    [[nodiscard]] bool writeJunit(const collection::RunResult &result);

    const McpRunRequest m_request;
    CollectionStart m_start;
    std::unique_ptr<CollectionRunner> m_runner;
    std::unique_ptr<SessionRecorder> m_recorder;
    bool m_isReporting = true; ///< a run that cannot begin is reported, too
    bool m_isRunning = false;
};

/// The code for scripts.
[[nodiscard]] ExitCode exitCodeOf(collection::Ending ending);

} // namespace qd
