#include "rollbackflow.h"

#include <algorithm>

namespace qd {

namespace {

/// Metrics are sent a minute late: what came in the first seconds still tells of the time before.
constexpr Seconds settlingTime{20};
/// With this many times the tasks that are needed, a bad share no longer tells of the time before the swap.
constexpr double surely = 10;

} // namespace

void RollbackFlow::probe()
{
    m_status.hasSwapped = true;
    m_probesLeft = m_times.probes;
    probeAgain();
}

void RollbackFlow::probeAgain()
{
    enter(State::Probing, tr("Probing production"));
    readProduction([this](const Result<ProbeReading> &reading) { onProbe(reading); });
}

void RollbackFlow::onProbe(const Result<ProbeReading> &reading)
{
    if (reading) {
        m_status.verification = judgeProbe(*reading, m_status.plan, m_status.began);
        if (!hasState(m_status.verification, ReleaseCheck::State::Fail)) {
            m_since = std::max(m_status.began, reading->site.lastSwap ? reading->site.lastSwap->at : m_status.began) + settlingTime;
            return onVerified();
        }
    }
    if (--m_probesLeft > 0) {
        emit changed();
        return later(m_times.probeInterval, &RollbackFlow::probeAgain);
    }
    if (!reading)
        m_status.error = reading.error();
    m_verificationFailed = true;
    m_status.canUndo = true;
    settleTicket({.status = WriteOutcome::Status::Succeeded, .detail = tr("swapped, but the probe failed")});
    finish(State::Failed, tr("Swapped, but production does not pass the probe."));
}

void RollbackFlow::onVerified()
{
    m_status.isVerified = true;
    m_status.canUndo = true;
    m_status.error.reset();
    settleTicket({.status = WriteOutcome::Status::Succeeded, .detail = tr("verified by probe"), .isVerified = true});
    m_phaseStart = m_parts.timers.monotonic();
    watch();
}

void RollbackFlow::watch()
{
    const SloDefinition *slo = taskSuccessSlo(m_parts.sources.slo);
    if (!slo)
        return finish(State::Done, tr("Swapped and verified by probe. No objective over tasks is defined."));
    enter(State::Watching, tr("Waiting for telemetry to confirm"));
    m_status.elapsed = std::chrono::duration_cast<Milliseconds>(m_parts.timers.monotonic() - m_phaseStart);
    const TimeSpanRange range{m_since, std::max(m_parts.sources.clock.now(), m_since) + Seconds(60)};
    MonitorConnector &monitor = m_parts.sources.monitor;
    const MonitorQuery query{.kql = buildRecoveryQuery(*slo, m_parts.sources.slo.dictionary, monitor.target().schema, range),
                             .timespan = range, .timeout = m_parts.sources.slo.queryTimeout};
    m_running = monitor.query(query, this, [this](const Result<MonitorReply> &reply) { onRecovery(reply); });
}

void RollbackFlow::onRecovery(const Result<MonitorReply> &reply)
{
    const auto reading = reply ? readRecovery(reply->tables.first()) : Result<RecoveryReading>(reply.error());
    const Instant now = reply && reply->serverTime ? *reply->serverTime : m_parts.sources.clock.now();
    ReleaseCheck recovery = judgeRecovery(reading.value_or(RecoveryReading()), releaseObjective(m_parts.sources.slo), now);
    if (!reading)
        recovery.reason = tr("Telemetry cannot be read: %1").arg(reading.error().message);
    judgeWatch(recovery, reading ? reading->total : 0);
}

void RollbackFlow::judgeWatch(const ReleaseCheck &recovery, double total)
{
    m_status.verification.removeIf([&](const ReleaseCheck &check) { return check.id == recovery.id; });
    m_status.verification.append(recovery);
    const bool isLate = m_parts.timers.monotonic() - m_phaseStart >= m_times.watchLimit;
    const bool isSure = total >= surely * releaseObjective(m_parts.sources.slo).minTasks;
    if (recovery.state == ReleaseCheck::State::Pass) {
        m_verificationFailed = false;
        return finish(State::Done, tr("Swapped, verified by probe and by telemetry."));
    }
    if (recovery.state == ReleaseCheck::State::Fail && (isLate || isSure)) {
        m_verificationFailed = true;
        return finish(State::Failed, tr("Swapped, but tasks still fail. Undo is offered."));
    }
    if (isLate)
        return finish(State::Done, tr("Swapped and verified by probe. Telemetry has not confirmed it."));
    emit changed();
    later(m_times.watchInterval, &RollbackFlow::watch);
}

/// Another run of the program may have made the swap: then journal and telemetry say whether it was any good.
void RollbackFlow::judgeLastSwap(const SlotBoardReading &reading, std::optional<SlotName> source)
{
    const auto last = reading.board.lastSwap();
    const SloDefinition *slo = taskSuccessSlo(m_parts.sources.slo);
    if (!source && last)
        source = isProductionSlot(last->target) ? last->source : last->target;
    if (!source) {
        emit boardRead(reading);
        return finish(State::Failed, tr("No swap is remembered that could be undone."));
    }
    m_verificationFailed = m_verificationFailed || (last && last->isVerified == false);
    if (m_verificationFailed || !last || !slo)
        return askForecast(reading, source, RollbackKind::Undo);
    const TimeSpanRange range{last->at + settlingTime, std::max(reading.board.readAt, last->at + settlingTime) + Seconds(60)};
    MonitorConnector &monitor = m_parts.sources.monitor;
    const MonitorQuery query{.kql = buildRecoveryQuery(*slo, m_parts.sources.slo.dictionary, monitor.target().schema, range),
                             .timespan = range, .timeout = m_parts.sources.slo.queryTimeout};
    m_running = monitor.query(query, this, [this, reading, source](const Result<MonitorReply> &reply) {
        const auto read = reply ? readRecovery(reply->tables.first()) : Result<RecoveryReading>(reply.error());
        const auto recovery = judgeRecovery(read.value_or(RecoveryReading()), reading.board.objective, reading.board.readAt);
        m_verificationFailed = recovery.state == ReleaseCheck::State::Fail;
        askForecast(reading, source, RollbackKind::Undo);
    });
}

bool RollbackFlow::verifyAgain()
{
    if (!m_status.hasSwapped || (m_status.isBusy() && m_status.state != State::Watching))
        return false;
    m_running.cancel();
    m_status.error.reset();
    probe();
    return true;
}

} // namespace qd
