#include "commands/queryruncommand.h"

#include "output/errorreport.h"
#include "output/jsonwriter.h"
#include "output/tablewriter.h"
#include "printabletext.h"
#include "slofiles.h"

#include <QFileInfo>

namespace qd {

namespace {

constexpr qint64 maxQuerySize = 1024 * 1024;

Result<QByteArray> readInput(QIODevice &input)
{
    QByteArray bytes;
    while (bytes.size() <= maxQuerySize) {
        const QByteArray part = input.read(maxQuerySize + 1 - bytes.size());
        if (part.isEmpty())
            return bytes;
        bytes += part;
    }
    return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The query is larger than 1 MiB")};
}

} // namespace

Result<QString> readQuery(const QString &argument, QIODevice &input)
{
    const bool isInput = argument == QStringLiteral("-");
    if (!isInput && !QFileInfo(argument).isFile())
        return argument.trimmed().isEmpty() ? Result<QString>(Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The query is empty")})
                                            : Result<QString>(argument);
    const auto bytes = isInput ? readInput(input) : readSmallFile(argument);
    if (!bytes)
        return bytes.error();
    const QString text = QString::fromUtf8(*bytes);
    if (text.trimmed().isEmpty())
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The query is empty")};
    return text;
}

QueryRunCommand::QueryRunCommand(const CliOptions &options, const CliStreams &streams, MonitorConnector &monitor,
                                 QString kql, std::optional<TimeSpanRange> span)
    : m_options(options), m_streams(streams), m_monitor(monitor), m_kql(std::move(kql)), m_span(span)
{
}

void QueryRunCommand::start()
{
    m_monitor.query({.kql = m_kql, .timespan = m_span, .timeout = m_options.timeout}, this,
                    [this](const Result<MonitorReply> &reply) { report(reply); });
}

void QueryRunCommand::report(const Result<MonitorReply> &reply)
{
    if (!reply) {
        emit finished(reportError(m_options, m_streams, reply.error(), m_kql));
        return;
    }
    if (m_options.format == OutputFormat::Json) {
        m_streams.print(json::tables(reply->tables, reply->warnings));
    } else {
        bool isFirst = true;
        for (const Table &table : reply->tables) {
            if (!std::exchange(isFirst, false))
                m_streams.print(QStringLiteral("\n"));
            m_streams.print(m_options.format == OutputFormat::Csv ? csvText(table) : tableText(table));
        }
    }
    for (const QString &warning : reply->warnings)
        m_streams.complain(QStringLiteral("warning: ") + printableText(warning));
    emit finished(ExitCode::Healthy);
}

} // namespace qd
