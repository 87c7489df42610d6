#include "commands/chaos/chaosruncommand.h"

#include "output/errorreport.h"
#include "output/safetyjson.h"
#include "printabletext.h"

namespace qd {

namespace {

QString chaosRunSummary(const ChaosRun &run, const QList<SloDefinition> &definitions)
{
    const ChaosReading last = run.readings.isEmpty() ? ChaosReading{} : run.readings.last();
    const QString value = last.value ? QString::number(*last.value, 'g', 4) : QStringLiteral("nothing");
    return QStringLiteral("%1\n  hypothesis  %2\n  measured    %3 over %4 events, %5 tasks hit\n  ending      %6\n  fault       %7\n  verdict     %8\n")
        .arg(printableText(chaosTitle(run.spec)), printableText(chaosHypothesisText(run.spec.hypothesis, definitions)), value)
        .arg(last.events)
        .arg(last.tasksHit)
        .arg(chaosEndingName(run.ending), printableText(run.sentence), chaosVerdictName(run.verdict));
}

ExitCode chaosRunCode(const ChaosRun &run)
{
    const bool isGone = run.phase == ChaosPhase::Verified || run.phase == ChaosPhase::Restored;
    return isGone && run.verdict == ChaosVerdict::Pass ? ExitCode::Healthy : ExitCode::Critical;
}

} // namespace

ChaosRunCommand::ChaosRunCommand(const CliContext &context, Session &session, const GuardOptions &guard, const SloSettings &slo,
                                 const ChaosSpec &spec)
    : m_context(context), m_definitions(slo.definitions), m_spec(spec), m_chaos(context, session, guard, slo)
{
    ChaosFlow &flow = m_chaos.desk().flow();
    connect(&flow, &ChaosFlow::changed, this, &ChaosRunCommand::report);
    connect(&flow, &ChaosFlow::finished, this, &ChaosRunCommand::onFinished, Qt::QueuedConnection);
    connect(&m_interrupts, &Interrupts::interrupted, this, [this] { m_chaos.desk().flow().stop(); });
    // The first round tells how fast the fleet burns: only then can the run judge whether it may begin.
    connect(&m_chaos.tiles(), &SloController::roundFinished, this, &ChaosRunCommand::begin);
}

void ChaosRunCommand::start()
{
    if (const auto misuse = m_chaos.misuse()) {
        const ExitCode code = reportError(m_context.options, m_context.streams, *misuse);
        QMetaObject::invokeMethod(this, [this, code] { emit finished(code); }, Qt::QueuedConnection);
        return;
    }
    m_chaos.tiles().start();
}

void ChaosRunCommand::begin()
{
    if (std::exchange(m_isBegun, true))
        return;
    if (const auto error = m_chaos.tiles().lastError()) {
        emit finished(reportError(m_context.options, m_context.streams, *error));
        return;
    }
    m_chaos.desk().flow().start(m_spec);
}

void ChaosRunCommand::report()
{
    const QString sentence = m_chaos.desk().flow().run().sentence;
    if (sentence == std::exchange(m_told, sentence) || m_context.options.format == OutputFormat::Json)
        return;
    m_context.streams.complain(printableText(sentence));
}

void ChaosRunCommand::onFinished()
{
    const ChaosRun &run = m_chaos.desk().flow().run();
    const bool hasRun = run.startedAt.has_value();
    if (run.error && !hasRun) {
        emit finished(reportError(m_context.options, m_context.streams, *run.error));
        return;
    }
    if (m_context.options.format == OutputFormat::Json)
        m_context.streams.print(json::chaosRun(run));
    else
        m_context.streams.print(chaosRunSummary(run, m_definitions));
    emit finished(chaosRunCode(run));
}

} // namespace qd
