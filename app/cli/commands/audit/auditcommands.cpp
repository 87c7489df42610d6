#include "commands/audit/auditcommands.h"

#include "audit/audittext.h"
#include "format.h"
#include "output/errorreport.h"
#include "output/safetyjson.h"
#include "texttable.h"

namespace qd {

AuditListCommand::AuditListCommand(const CliOptions &options, const CliStreams &streams, int limit)
    : m_options(options), m_streams(streams), m_limit(limit)
{
}

void AuditListCommand::start()
{
    m_state.audit().newest(m_limit, this, [this](const Result<QList<AuditRecord>> &records) { report(records); });
}

void AuditListCommand::report(const Result<QList<AuditRecord>> &records)
{
    if (!records) {
        emit finished(reportError(m_options, m_streams, records.error()));
        return;
    }
    if (m_options.format == OutputFormat::Json) {
        m_streams.print(json::auditRecords(*records));
        emit finished(ExitCode::Healthy);
        return;
    }
    TextTable table({{QStringLiteral("No."), TextTable::Align::Right}, {QStringLiteral("Time")}, {QStringLiteral("Kind")}, {QStringLiteral("Action")},
                     {QStringLiteral("What"), TextTable::Align::Left, 60}, {QStringLiteral("Result")}, {QStringLiteral("Who"), TextTable::Align::Left, 24}, {QStringLiteral("Where")}});
    for (const AuditRecord &record : *records)
        table.addRow({QString::number(record.sequence), format::timestamp(record.entry.at), auditKindWord(record.entry.kind), record.entry.verb,
                      record.entry.summary, record.entry.status, record.entry.actor, record.entry.environment});
    m_streams.print(table.text());
    emit finished(ExitCode::Healthy);
}

AuditVerifyCommand::AuditVerifyCommand(const CliOptions &options, const CliStreams &streams) : m_options(options), m_streams(streams) {}

void AuditVerifyCommand::start()
{
    m_state.audit().verify(this, [this](const Result<AuditVerdict> &verdict) { report(verdict); });
}

void AuditVerifyCommand::report(const Result<AuditVerdict> &verdict)
{
    if (!verdict) {
        emit finished(reportError(m_options, m_streams, verdict.error()));
        return;
    }
    if (m_options.format == OutputFormat::Json)
        m_streams.print(json::auditVerdict(*verdict));
    else
        m_streams.print(QStringLiteral("%1\nhead %2\n").arg(auditVerdictText(*verdict), QString::fromLatin1(verdict->head.toHex())));
    emit finished(verdict->problem == AuditVerdict::Problem::None ? ExitCode::Healthy : ExitCode::Critical);
}

} // namespace qd
