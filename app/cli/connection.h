#pragma once

#include "auth/secretstore.h"
#include "clioptions.h"
#include "clistreams.h"
#include "labprocess.h"
#include "result.h"
#include "session.h"

#include <QObject>

#include <memory>

namespace qd {

/// Finds what to query and makes a session of it: a private lab, a lab described by a file, explicit ids, or the lab
/// that `lab start` left running. GUI thread.
class Connection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Connection)

public:
    /// All references are borrowed.
    Connection(const CliOptions &options, const CliStreams &streams, const Clock &clock, QObject *parent = nullptr);
    ~Connection() override;

    /// ready() or failed() follows, never before this has returned.
    void open();
    /// Ends the session and a private lab; closed() follows.
    void close();
    [[nodiscard]] Session &session() { return *m_session; }

signals:
    void ready();
    void failed(const qd::Error &error);
    void closed();

private:
    [[nodiscard]] Result<LabInfo> labFromFile() const;
    void startPrivateLab();
    void useLab(const LabInfo &lab);
    void useExplicit();
    void report(const Error &error);

    const CliOptions &m_options;
    const CliStreams &m_streams;
    const Clock &m_clock;
    SystemTimers m_timers;
    std::unique_ptr<LabProcess> m_lab;
    std::unique_ptr<SecretStore> m_keychain;
    std::unique_ptr<Session> m_session;
};

} // namespace qd
