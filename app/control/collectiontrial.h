#pragma once

#include "auth/secretstore.h"
#include "collectionrunner.h"
#include "mcp/recording.h"
#include "mcp/sessionrecorder.h"

#include <QObject>

#include <memory>

namespace qd {

/// Runs a collection once on a connection of its own, so that nothing that happened before counts: resolves its variables,
/// connects, runs, closes. What was said is recorded. GUI thread.
class CollectionTrial final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CollectionTrial)

public:
    /// Borrowed, all three.
    CollectionTrial(McpConnector &connector, SecretStore &secrets, Timers &timers, QObject *parent = nullptr);
    ~CollectionTrial() override;

    /// Ends what runs, then begins. stepDone() for each step, then finished(); or failed(). Never before this has returned.
    /// A command is started: whoever calls has seen to the consent.
    void start(const McpServerConfig &config, const collection::Collection &collection, const CollectionChoice &choice);
    /// finished() follows when steps were running, else nothing.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    /// What was said in the last run, keys masked.
    [[nodiscard]] std::optional<McpRecording> recording() const;

signals:
    void stepDone(const qd::collection::StepResult &step);
    void finished(const qd::collection::RunResult &result);
    /// Nothing was run: a variable is missing, or there was no connection.
    void failed(const qd::Error &error);

private:
    void open(const McpServerConfig &config, const collection::Collection &collection, const CollectionStart &start);
    void fail(const Error &error);
    void drop();

    McpConnector &m_connector;
    SecretStore &m_secrets;
    Timers &m_timers;
    std::unique_ptr<QObject> m_guard; ///< context of one run
    std::unique_ptr<McpSession> m_session;
    std::unique_ptr<SessionRecorder> m_recorder;
    std::unique_ptr<CollectionRunner> m_runner;
    bool m_isRunning = false;
};

} // namespace qd
