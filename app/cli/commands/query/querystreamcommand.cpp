#include "commands/query/querystreamcommand.h"

#include "output/errorreport.h"
#include "output/jsonwriter.h"
#include "output/tablewriter.h"
#include "printabletext.h"

#include <QFileDevice>

#include <utility>

namespace qd {

QueryStreamCommand::QueryStreamCommand(const CliOptions &options, const CliStreams &streams, QueryService &service, QString kql,
                                       std::optional<TimeSpanRange> span)
    : m_options(options), m_streams(streams), m_service(service), m_kql(std::move(kql)), m_span(span)
{
}

QueryStreamCommand::~QueryStreamCommand() { m_call.cancel(); }

void QueryStreamCommand::start()
{
    const auto rows = [this](const query::ResultSet::Piece &piece) {
        query::ResultSet part;
        part.append(piece);
        print(part.toTable());
    };
    m_call = m_service.run({.kql = m_kql, .timespan = m_span, .timeout = m_options.timeout}, this, rows,
                           [this](const Result<QueryAnswer> &answer) { report(answer); });
}

void QueryStreamCommand::print(const Table &piece)
{
    const bool first = !std::exchange(m_hasHeader, true);
    if (m_options.format == OutputFormat::NdJson)
        m_streams.print(json::rowLines(piece));
    else
        m_streams.print((first ? csvHeader(piece) : QString()) + csvRows(piece));
    if (auto *file = qobject_cast<QFileDevice *>(&m_streams.out))
        file->flush();
}

void QueryStreamCommand::report(const Result<QueryAnswer> &answer)
{
    if (!answer) {
        emit finished(reportError(m_options, m_streams, answer.error(), m_kql));
        return;
    }
    if (!m_hasHeader)
        print(answer->tables.front().toTable());
    for (size_t i = 1; i < answer->tables.size(); ++i) {
        m_hasHeader = false;
        m_streams.print(m_options.format == OutputFormat::Csv ? QStringLiteral("\n") : QString());
        print(answer->tables[i].toTable());
    }
    for (const QString &warning : answer->warnings)
        m_streams.complain(QStringLiteral("warning: ") + printableText(warning));
    emit finished(ExitCode::Healthy);
}

} // namespace qd
