#pragma once

#include "auth/keychainstore.h"
#include "clioptions.h"
#include "clistreams.h"
#include "clock.h"
#include "command.h"
#include "connection.h"
#include "query/savedquery.h"
#include "result.h"
#include "timerange.h"
#include "verbgroup.h"

#include <QObject>

#include <memory>
#include <vector>

namespace qd {

/// Runs one command line: checks the input, connects if the verb needs it, runs the command, cleans up, and says with
/// which code to end. GUI thread.
class CliApplication final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CliApplication)

public:
    /// `streams` and `clock` are borrowed.
    CliApplication(const CliStreams &streams, const Clock &clock, QObject *parent = nullptr);
    ~CliApplication() override;

    /// `arguments` without the program's name. finished() follows, never before this has returned.
    void run(const QStringList &arguments);

signals:
    void finished(int exitCode);

private:
    /// Makes the command once there is a connection to run it on.
    using CommandMaker = std::function<std::unique_ptr<Command>(Session &)>;

    void dispatch();
    [[nodiscard]] Result<CommandMaker> prepareQuery() const;
    [[nodiscard]] std::unique_ptr<Command> makeQuery(Session &session, const query::SavedQuery &query, const TimeRange &range) const;
    [[nodiscard]] Result<CommandMaker> prepareSlo() const;
    void dispatchGroup();
    void connectAndRun(const CommandMaker &make);
    void runCommand(std::unique_ptr<Command> command);
    void end(ExitCode code);
    void fail(const Error &error);

    const CliStreams &m_streams;
    const Clock &m_clock;
    const std::vector<std::unique_ptr<VerbGroup>> m_groups;
    CliOptions m_options;
    SystemTimers m_timers;
    KeychainStore m_keychain{m_timers};
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<Command> m_command;
};

} // namespace qd
