#pragma once

#include "azuremonitor/monitorconnector.h"
#include "clioptions.h"
#include "clistreams.h"
#include "command.h"

#include <optional>

namespace qd {

/// `query run`: one query, its tables printed, partial errors as warnings on the error stream.
class QueryRunCommand final : public Command
{
    Q_OBJECT

public:
    /// References are borrowed. `span` empty: the query's own time filters alone.
    QueryRunCommand(const CliOptions &options, const CliStreams &streams, MonitorConnector &monitor, QString kql,
                    std::optional<TimeSpanRange> span);
    void start() override;

private:
    void report(const Result<MonitorReply> &reply);

    const CliOptions &m_options;
    const CliStreams &m_streams;
    MonitorConnector &m_monitor;
    const QString m_kql;
    const std::optional<TimeSpanRange> m_span;
};

/// The text of the query that `argument` names: "-" is standard input, an existing file its content, anything else the
/// text itself. At most 1 MiB; ErrorKind::Invalid when it cannot be read or is empty.
Result<QString> readQuery(const QString &argument, QIODevice &input);

} // namespace qd
