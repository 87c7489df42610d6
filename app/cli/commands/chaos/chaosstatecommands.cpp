#include "commands/chaos/chaosstatecommands.h"

#include "format.h"
#include "output/errorreport.h"
#include "output/safetyjson.h"
#include "printabletext.h"
#include "texttable.h"

namespace qd {

namespace {

constexpr int chaosAuditReach = 1000;
constexpr qsizetype chaosActionsShown = 10;

QString chaosActionsText(const QList<AuditAction> &actions)
{
    using Align = TextTable::Align;
    TextTable table({{QStringLiteral("BEGUN"), Align::Left}, {QStringLiteral("WHAT"), Align::Left, 60}, {QStringLiteral("RESULT"), Align::Left},
                     {QStringLiteral("HOW IT ENDED"), Align::Left, 100}});
    for (const AuditAction &action : actions)
        table.addRow({format::timestamp(action.intent.entry.at), action.intent.entry.summary, auditResultText(action),
                      action.outcome ? action.outcome->entry.detail.simplified() : QString()});
    return actions.isEmpty() ? QString() : QString(u'\n' + table.text());
}

QString chaosStatusText(const ChaosBoard &board, Instant now)
{
    QString text = QStringLiteral("no fault is on\n");
    if (!board.liveProblem.isEmpty())
        text = printableText(board.liveProblem) + u'\n';
    else if (const auto fault = board.fault(now))
        text = QStringLiteral("ON: %1, until %2 (%3 left), run %4\n")
                   .arg(printableText(chaosFaultText(*fault)), format::timestamp(fault->until), format::duration(fault->until - now),
                        printableText(fault->run));
    if (!board.block.isEmpty())
        text += QStringLiteral("new runs are blocked: %1\n").arg(printableText(board.block));
    return text;
}

QString chaosStopText(const ChaosStop::Outcome &outcome)
{
    if (outcome.hasRunOut)
        return QStringLiteral("The service could not be reached; the fault ran out by itself.");
    if (outcome.isOff)
        return outcome.wasOn ? QStringLiteral("Taken back: %1. New runs are blocked until `deckctl chaos release`.").arg(chaosFaultText(outcome.fault))
                             : QStringLiteral("No fault was on. New runs are blocked until `deckctl chaos release`.");
    if (outcome.fault.mode == ChaosMode::Off)
        return QStringLiteral("The gateway could not be reached: nobody can tell whether a fault is on.");
    return QStringLiteral("The fault could not be taken back; it ends by itself at %1.").arg(format::timestamp(outcome.fault.until));
}

} // namespace

ChaosStatusCommand::ChaosStatusCommand(const CliContext &context, Session &session, const SloSettings &slo)
    : m_context(context), m_chaos(context, session, {}, slo)
{
    connect(&m_chaos.desk(), &ChaosDesk::looked, this, &ChaosStatusCommand::onLooked);
}

void ChaosStatusCommand::start() { m_chaos.desk().refresh(); }

void ChaosStatusCommand::onLooked()
{
    const auto misuse = m_chaos.misuse();
    if (misuse || m_chaos.board().error) {
        emit finished(reportError(m_context.options, m_context.streams, misuse ? *misuse : *m_chaos.board().error));
        return;
    }
    m_chaos.state().audit().newest(chaosAuditReach, this, [this](const Result<QList<AuditRecord>> &records) {
        if (!records)
            m_context.streams.complain(QStringLiteral("warning: what was done before cannot be told: ") + printableText(records.error().message));
        report(auditActions(records.value_or(QList<AuditRecord>()), QStringLiteral("chaos.")).mid(0, chaosActionsShown));
    });
}

void ChaosStatusCommand::report(const QList<AuditAction> &before)
{
    const Instant now = m_chaos.clock().now();
    if (m_context.options.format == OutputFormat::Json)
        m_context.streams.print(json::chaosStatus(m_chaos.board(), now, before));
    else
        m_context.streams.print(chaosStatusText(m_chaos.board(), now) + chaosActionsText(before));
    emit finished(m_chaos.board().isOn(now) ? ExitCode::Critical : ExitCode::Healthy);
}

ChaosStopCommand::ChaosStopCommand(const CliContext &context, Session &session, const SloSettings &slo)
    : m_context(context), m_chaos(context, session, {}, slo)
{
    connect(&m_chaos.desk(), &ChaosDesk::stopped, this, &ChaosStopCommand::report);
}

void ChaosStopCommand::start() { m_chaos.desk().stopAll(); }

void ChaosStopCommand::report(const ChaosStop::Outcome &outcome)
{
    const QString sentence = printableText(chaosStopText(outcome));
    if (outcome.error && !outcome.isOff) {
        m_context.streams.complain(sentence);
        emit finished(reportError(m_context.options, m_context.streams, *outcome.error));
        return;
    }
    if (m_context.options.format == OutputFormat::Json)
        m_context.streams.print(json::chaosDone(outcome.isOff, outcome.wasOn, sentence));
    else
        m_context.streams.print(QString(sentence + u'\n'));
    emit finished(ExitCode::Healthy);
}

ChaosReleaseCommand::ChaosReleaseCommand(const CliContext &context, Session &session, const GuardOptions &guard, const SloSettings &slo)
    : m_context(context), m_chaos(context, session, guard, slo)
{
    connect(&m_chaos.desk(), &ChaosDesk::released, this, &ChaosReleaseCommand::report);
    connect(&m_chaos.desk(), &ChaosDesk::looked, &m_chaos.desk(), &ChaosDesk::release, Qt::SingleShotConnection);
}

void ChaosReleaseCommand::start() { m_chaos.desk().refresh(); }

void ChaosReleaseCommand::report(const std::optional<Error> &error)
{
    if (error) {
        emit finished(reportError(m_context.options, m_context.streams, *error));
        return;
    }
    const QString sentence = QStringLiteral("Chaos runs may start again.");
    const Instant now = m_chaos.clock().now();
    if (m_context.options.format == OutputFormat::Json)
        m_context.streams.print(json::chaosDone(!m_chaos.board().isOn(now), false, sentence));
    else
        m_context.streams.print(QString(sentence + u'\n'));
    emit finished(ExitCode::Healthy);
}

} // namespace qd
