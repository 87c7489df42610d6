#pragma once

#include "azuremonitor/queryservice.h"
#include "clioptions.h"
#include "clistreams.h"
#include "command.h"

#include <optional>

namespace qd {

/// `query run --format csv|ndjson`: rows are printed as they come, before the last of them is here.
class QueryStreamCommand final : public Command
{
    Q_OBJECT

public:
    /// References are borrowed.
    QueryStreamCommand(const CliOptions &options, const CliStreams &streams, QueryService &service, QString kql,
                       std::optional<TimeSpanRange> span);
    ~QueryStreamCommand() override;
    void start() override;

private:
    void print(const Table &piece);
    void report(const Result<QueryAnswer> &answer);

    const CliOptions &m_options;
    const CliStreams &m_streams;
    QueryService &m_service;
    const QString m_kql;
    const std::optional<TimeSpanRange> m_span;
    Call m_call;
    bool m_hasHeader = false; ///< of the table that is being printed
};

} // namespace qd
