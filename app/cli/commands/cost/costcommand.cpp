#include "commands/cost/costcommand.h"

#include "commands/cost/costtext.h"
#include "cost/chargebackcsv.h"
#include "costcontroller.h"
#include "output/errorreport.h"

#include <algorithm>
#include <utility>

namespace qd {

CostCommand::CostCommand(const CliContext &context, MonitorConnector &monitor, CostQuestion question, GuardSetup who)
    : m_context(context), m_question(std::move(question)), m_who(std::move(who)), m_fetch(monitor, m_question.settings)
{
    m_store.setCard(m_question.card);
    m_store.setPeriod(m_question.range ? CostStore::Period::Range : m_question.isToday ? CostStore::Period::Today : CostStore::Period::Month);
    connect(&m_fetch, &UsageFetch::fetched, this, &CostCommand::report);
    connect(&m_fetch, &UsageFetch::failed, this, [this](const Error &error) { emit finished(refuse(error)); });
}

void CostCommand::start()
{
    const Instant now = m_context.clock.now();
    m_fetch.start(m_question.range && !m_question.isForecast ? m_question.range->resolve(now) : monthUsageSpan(now));
}

void CostCommand::report(const UsageReport &report, TimeSpanRange span)
{
    if (m_store.period() == CostStore::Period::Range && !m_question.isForecast)
        m_store.applyRange(report, span, m_context.clock.now());
    else
        m_store.applyMonth(report, m_context.clock.now());
    if (m_question.isCsv && !m_question.isForecast)
        return exportCsv();
    emit finished(m_question.isForecast ? printForecast() : printChargeback());
}

void CostCommand::exportCsv()
{
    const QByteArray csv = chargebackCsv(m_store.chargeback(), m_store.days());
    const AuditEntry note{.kind = AuditEntry::Kind::Note, .at = m_context.clock.now(), .actor = m_who.actor, .profile = m_who.profile,
                          .environment = environmentName(m_who.environment), .verb = QStringLiteral("export.csv"),
                          .target = QStringLiteral("standard output"), .summary = QStringLiteral("Export the chargeback as CSV"),
                          .detail = QStringLiteral("%1 bytes").arg(csv.size())};
    m_local.audit().append(note, this, [this](const Result<AuditRecord> &kept) {
        if (kept)
            return emit finished(printChargeback());
        emit finished(refuse({.kind = ErrorKind::Internal,
                              .message = QStringLiteral("Nothing was exported, because it cannot be written to the audit log. %1").arg(kept.error().message),
                              .detail = kept.error().detail}));
    });
}

ExitCode CostCommand::printChargeback()
{
    const Chargeback &chargeback = m_store.chargeback();
    if (m_question.isCsv)
        m_context.streams.print(chargebackCsv(chargeback, m_store.days()));
    else if (m_context.options.format == OutputFormat::Json)
        m_context.streams.print(json::chargeback(chargeback, m_store.days(), m_question.card));
    else
        m_context.streams.print(chargebackText(chargeback, m_question.by));
    for (const SpendLine &line : chargeback.models)
        if (line.unpricedTokens > 0)
            m_context.streams.complain(QStringLiteral("warning: %1 has no price: %2 tokens are in no sum").arg(line.key).arg(line.unpricedTokens));
    return ExitCode::Healthy;
}

ExitCode CostCommand::printForecast()
{
    QList<BudgetLine> lines = m_store.budgets();
    if (!m_question.tenant.isEmpty()) {
        lines.removeIf([this](const BudgetLine &line) { return line.tenant != m_question.tenant; });
        if (lines.isEmpty())
            return refuse({.kind = ErrorKind::Invalid, .message = QStringLiteral("There is no tenant \"%1\" this month.").arg(m_question.tenant)});
    }
    if (m_context.options.format == OutputFormat::Json)
        m_context.streams.print(json::forecast(lines, m_store.fleet(), *m_store.asOf()));
    else
        m_context.streams.print(forecastText(lines));
    const bool isBlocked = std::ranges::any_of(lines, [](const BudgetLine &line) { return line.state == BreakerState::Blocked; });
    return isBlocked ? ExitCode::Critical : ExitCode::Healthy;
}

ExitCode CostCommand::refuse(const Error &error) { return reportError(m_context.options, m_context.streams, error); }

} // namespace qd
