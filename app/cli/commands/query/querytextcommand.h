#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "query/savedquery.h"

namespace qd {

/// `query list`, `query library show`, `query format` and `query check`: what can be said about a query without asking
/// a service.
class QueryTextCommand final : public Command
{
    Q_OBJECT

public:
    enum class Verb { List, Show, Format, Check };

    /// References are borrowed. `words` select what List shows.
    QueryTextCommand(const CliOptions &options, const CliStreams &streams, Verb verb, query::SavedQuery query, QString words);
    void start() override;

private:
    ExitCode run() const;
    void list() const;
    void show() const;
    [[nodiscard]] ExitCode check() const;

    const CliOptions &m_options;
    const CliStreams &m_streams;
    const Verb m_verb;
    const query::SavedQuery m_query;
    const QString m_words;
};

} // namespace qd
