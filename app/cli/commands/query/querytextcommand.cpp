#include "commands/query/querytextcommand.h"

#include "commands/query/querysource.h"
#include "kql/assist.h"
#include "kql/translate.h"
#include "output/jsonwriter.h"
#include "output/tablewriter.h"
#include "printabletext.h"
#include "texttable.h"

namespace qd {

namespace {

bool holdsAll(const query::SavedQuery &query, const QString &words)
{
    const QString text = query.path % u' ' % query.title % u' ' % query.description % u' ' % query.tags.join(u' ');
    for (const QString &word : words.split(u' ', Qt::SkipEmptyParts))
        if (!text.contains(word, Qt::CaseInsensitive))
            return false;
    return true;
}

/// The query's own errors, with the names of the classic tables when it is written in them.
QList<kql::Diagnostic> problemsOf(const query::SavedQuery &query)
{
    return kql::diagnose(query.text, query.schema == TelemetrySchema::Classic ? kql::classicCatalog() : query::Catalog());
}

} // namespace

QueryTextCommand::QueryTextCommand(const CliOptions &options, const CliStreams &streams, Verb verb, query::SavedQuery query, QString words)
    : m_options(options), m_streams(streams), m_verb(verb), m_query(std::move(query)), m_words(std::move(words))
{
}

void QueryTextCommand::start()
{
    const ExitCode code = run();
    QMetaObject::invokeMethod(this, [this, code] { emit finished(code); }, Qt::QueuedConnection);
}

ExitCode QueryTextCommand::run() const
{
    switch (m_verb) {
    case Verb::List: list(); break;
    case Verb::Show: show(); break;
    case Verb::Format: m_streams.print(kql::format(m_query.text)); break;
    case Verb::Check: return check();
    }
    return ExitCode::Healthy;
}

void QueryTextCommand::list() const
{
    QList<query::SavedQuery> found;
    for (const query::SavedQuery &query : namedQueries())
        if (holdsAll(query, m_words))
            found += query;
    if (m_options.format == OutputFormat::Json)
        return m_streams.print(json::savedQueries(found));
    TextTable table({{QStringLiteral("name"), TextTable::Align::Left, 60}, {QStringLiteral("title"), TextTable::Align::Left, 80}});
    for (const query::SavedQuery &query : found)
        table.addRow({u'@' + printableText(query.path), printableText(query.title)});
    m_streams.print(table.text());
}

void QueryTextCommand::show() const
{
    m_streams.print(m_options.format == OutputFormat::Json ? json::savedQueries({m_query}) : m_query.text.toUtf8());
}

ExitCode QueryTextCommand::check() const
{
    const QList<kql::Diagnostic> problems = problemsOf(m_query);
    for (const kql::Diagnostic &problem : problems)
        m_streams.err.write(errorText(kql::toError(problem), m_query.text).toUtf8());
    return problems.isEmpty() ? ExitCode::Healthy : ExitCode::QueryFailed;
}

} // namespace qd
