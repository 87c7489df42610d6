#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "localstate/localstate.h"

namespace qd {

/// `audit list`: the newest records of this machine's log.
class AuditListCommand final : public Command
{
    Q_OBJECT

public:
    AuditListCommand(const CliOptions &options, const CliStreams &streams, int limit);
    void start() override;

private:
    void report(const Result<QList<AuditRecord>> &records);

    const CliOptions &m_options;
    const CliStreams &m_streams;
    const int m_limit;
    LocalState m_state;
};

/// `audit verify`: reads the whole log and checks the chain. Critical when something is wrong, with what and where.
class AuditVerifyCommand final : public Command
{
    Q_OBJECT

public:
    AuditVerifyCommand(const CliOptions &options, const CliStreams &streams);
    void start() override;

private:
    void report(const Result<AuditVerdict> &verdict);

    const CliOptions &m_options;
    const CliStreams &m_streams;
    LocalState m_state;
};

} // namespace qd
