#include "chaosflow.h"

#include "arm/chaosvalue.h"
#include "format.h"
#include "slocontroller.h"

#include <QUuid>

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr qsizetype mostReadings = 400;
constexpr Seconds blastSpan{15 * 60};
constexpr int ticksPerLiveLook = 6; ///< the named value is read again every sixth look

/// The service has certainly not done it.
bool isCertainlyRefused(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
    case ErrorKind::NotFound:
    case ErrorKind::Conflict:
    case ErrorKind::Throttled:
    case ErrorKind::Invalid: return true;
    default: return false;
    }
}

QString chaosTimeOf(Instant at) { return format::timestamp(at).mid(11); }

Error chaosBlockedError(const QString &block)
{
    return {.kind = ErrorKind::Forbidden,
            .message = QStringLiteral("New chaos runs are blocked: %1. Release the block first.").arg(block)};
}

Error chaosBusyError(const ChaosLive &live)
{
    if (live.unreadable)
        return *live.unreadable;
    return {.kind = ErrorKind::Conflict, .message = QStringLiteral("A chaos run is on already: %1, until %2.")
                                                        .arg(chaosFaultText(live.fault), chaosTimeOf(live.fault.until))};
}

Error chaosBurningError(const BurnExcess &excess, double limit)
{
    return {.kind = ErrorKind::Conflict,
            .message = QStringLiteral("%1 burns %2 already, over the abort limit of %3: nothing is injected into a fleet that is not steady.")
                           .arg(excess.title, format::burn(excess.burn), format::burn(limit))};
}

} // namespace

ChaosSettings chaosSettings(const SloSettings &slo, const SessionProfile &profile)
{
    return {.definitions = slo.definitions, .dictionary = slo.dictionary,
            .target = profile.arm.apimId() + QStringLiteral("/namedValues/") + chaosvalue::id()};
}

QString chaosBlockFlag() { return QStringLiteral("chaos.block"); }

ChaosFlow::ChaosFlow(const Parts &parts, ChaosSettings settings, QObject *parent)
    : QObject(parent), m_parts(parts), m_settings(std::move(settings)), m_stop(parts.faults, parts.clock, parts.timers)
{
    connect(&m_stop, &ChaosStop::finished, this, &ChaosFlow::onStopped);
    connect(&m_stop, &ChaosStop::retrying, this, [this](const Error &error) {
        m_run.sentence = QStringLiteral("Taking the fault back failed, trying again. %1").arg(error.message);
        emit changed();
    });
    connect(&parts.tiles, &SloController::roundFinished, this, &ChaosFlow::watchBurn);
}

ChaosFlow::~ChaosFlow() = default;

const SloDefinition &ChaosFlow::definition() const
{
    return *std::ranges::find(m_settings.definitions, m_run.spec.hypothesis.slo, &SloDefinition::id);
}

void ChaosFlow::start(const ChaosSpec &spec)
{
    if (isBusy())
        return;
    ++m_generation;
    m_ticks = 0;
    m_hits = 0;
    m_ticket.reset();
    m_run = {.id = QUuid::createUuid().toString(QUuid::WithoutBraces), .spec = spec};
    enter(ChaosPhase::Starting, QStringLiteral("Checking"));
    if (const auto misuse = misuseOf(spec, m_settings.definitions))
        fail(*misuse);
    else
        checkBlock();
}

void ChaosFlow::checkBlock()
{
    m_call = m_parts.flags.read(chaosBlockFlag(), this, [this](const Result<QString> &block) {
        if (!block)
            fail(block.error());
        else if (!block->isEmpty())
            fail(chaosBlockedError(*block));
        else
            checkLive();
    });
}

void ChaosFlow::checkLive()
{
    m_call = m_parts.faults.read(this, [this](const Result<ChaosLive> &live) {
        if (!live)
            fail(live.error());
        else if (live->isOn(m_parts.clock.now()))
            fail(chaosBusyError(*live));
        else
            checkBurn(*live);
    });
}

void ChaosFlow::checkBurn(const ChaosLive &live)
{
    if (const auto excess = burnExcess(m_parts.tiles.tiles(), m_run.spec.abortBurn)) {
        fail(chaosBurningError(*excess, m_run.spec.abortBurn));
        return;
    }
    // Without telemetry the sheet says that nobody knows whom it hits.
    m_call = blast(this, [this, live](const Result<ChaosBlast> &found) { ask(live, found.value_or(ChaosBlast{})); });
}

Call ChaosFlow::blast(QObject *context, Completion<ChaosBlast> completion)
{
    const Instant now = m_parts.clock.now();
    const TimeSpanRange span{now - blastSpan, now};
    const QString kql = chaosquery::traffic(m_settings.dictionary, m_parts.monitor.target().schema, span);
    return m_parts.monitor.query({.kql = kql, .timespan = span}, context, [completion = std::move(completion)](const Result<MonitorReply> &reply) {
        if (!reply)
            completion(reply.error());
        else
            completion(chaosquery::readTraffic(reply->tables.isEmpty() ? Table() : reply->tables.first(), blastSpan));
    });
}

void ChaosFlow::ask(const ChaosLive &live, const ChaosBlast &blast)
{
    const ChaosSpec &spec = m_run.spec;
    WriteAction action{.verb = QStringLiteral("chaos.start"), .target = m_settings.target, .title = chaosTitle(spec),
                       .before = live.text,
                       .after = chaosvalue::encode(chaosFaultOf(spec, m_run.id, m_parts.clock.now())),
                       .effects = chaosEffects(spec, blast), .etag = live.etag};
    action.effects << QStringLiteral("hypothesis: ") + chaosHypothesisText(spec.hypothesis, m_settings.definitions)
                   << QStringLiteral("ends by itself after %1, or when an SLO burns over %2").arg(format::duration(spec.duration), format::burn(spec.abortBurn));
    enter(ChaosPhase::Starting, QStringLiteral("Waiting for confirmation"));
    m_call = m_parts.guard.admit(action, this, [this, etag = live.etag](const Result<WriteTicket> &ticket) {
        if (!ticket) {
            fail(ticket.error());
            return;
        }
        m_ticket = *ticket;
        write(etag);
    });
}

void ChaosFlow::write(const QString &etag)
{
    const ChaosFault fault = chaosFaultOf(m_run.spec, m_run.id, m_parts.clock.now());
    m_run.until = fault.until;
    m_run.startedAt = m_parts.clock.now();
    enter(ChaosPhase::Starting, QStringLiteral("Switching the fault on"));
    m_call = {};
    m_parts.faults.write(fault, etag, this, [this](const Result<ChaosLive> &written) { onWritten(written); });
}

void ChaosFlow::onWritten(const Result<ChaosLive> &written)
{
    if (m_run.phase != ChaosPhase::Starting)
        return; // stopped meanwhile: the fault is being taken back
    if (written) {
        enter(ChaosPhase::Running, QStringLiteral("The fault is on until %1").arg(chaosTimeOf(*m_run.until)));
        tick();
        return;
    }
    if (!isCertainlyRefused(written.error())) {
        m_run.error = written.error();
        restore(ChaosEnding::StoppedByOperator, QStringLiteral("Nobody can tell whether the fault came on: it is taken back"));
        return;
    }
    Error error = written.error();
    if (error.kind == ErrorKind::Conflict)
        error.message = QStringLiteral("Somebody else changed the fault at the same time: nothing was written. %1").arg(error.message);
    m_run.startedAt.reset();
    m_run.until.reset();
    m_run.error = error;
    settle(WriteOutcome::Status::Failed);
    fail(error);
}

void ChaosFlow::tick()
{
    m_parts.timers.after(m_settings.poll, this, [this, generation = m_generation] {
        if (generation == m_generation)
            look();
    });
}

void ChaosFlow::look()
{
    if (m_run.phase == ChaosPhase::Verifying) {
        lookForQuiet();
        return;
    }
    if (m_run.phase != ChaosPhase::Running)
        return;
    if (m_parts.clock.now() >= *m_run.until) {
        restore(ChaosEnding::Completed, QStringLiteral("The time is up: the fault is taken back"));
        return;
    }
    readTelemetry();
    if (++m_ticks % ticksPerLiveLook == 0)
        lookAtLive();
    tick();
}

void ChaosFlow::readTelemetry()
{
    const Instant now = m_parts.clock.now();
    const TimeSpanRange span{*m_run.startedAt, std::min(now, m_run.endedAt.value_or(now))};
    const TelemetrySchema schema = m_parts.monitor.target().schema;
    query(chaosquery::sli(m_run.spec, definition(), m_settings.dictionary, schema, span), span, [this, now](const Result<Table> &table) {
        if (!table)
            return; // a gap in the curve; the tiles tell that telemetry is away
        if (const auto reading = chaosquery::readSli(m_run.spec, definition(), *table, now))
            addReading(*reading);
    });
    query(chaosquery::tagged(m_run.id, schema, {span.from, now}, now), {span.from, now}, [this](const Result<Table> &table) {
        if (!table)
            return;
        if (const auto tagged = chaosquery::readTagged(*table))
            m_hits = tagged->hits;
    });
}

void ChaosFlow::lookAtLive()
{
    m_parts.faults.read(this, [this, generation = m_generation](const Result<ChaosLive> &live) {
        if (!live || generation != m_generation || m_run.phase != ChaosPhase::Running)
            return;
        const bool isOurs = live->fault.run == m_run.id;
        if (!isOurs && live->isOn(m_parts.clock.now()))
            restore(ChaosEnding::TakenOver, QStringLiteral("Somebody else's run took the place of this one"));
        else if (!live->isOn(m_parts.clock.now()))
            restore(ChaosEnding::StoppedByOperator, QStringLiteral("The fault was switched off elsewhere"));
    });
}

void ChaosFlow::watchBurn()
{
    if (m_run.phase != ChaosPhase::Running)
        return;
    if (const auto excess = burnExcess(m_parts.tiles.tiles(), m_run.spec.abortBurn))
        restore(ChaosEnding::AbortedByBurn, QStringLiteral("Aborted: %1 burns %2, over the limit of %3")
                                                .arg(excess->title, format::burn(excess->burn), format::burn(m_run.spec.abortBurn)));
}

void ChaosFlow::stop()
{
    if (m_run.phase == ChaosPhase::Starting && !m_ticket) {
        m_call.cancel();
        return;
    }
    if (m_run.phase == ChaosPhase::Starting || m_run.phase == ChaosPhase::Running)
        restore(ChaosEnding::StoppedByOperator, QStringLiteral("Stopped: the fault is taken back"));
}

void ChaosFlow::restore(ChaosEnding ending, const QString &sentence)
{
    m_run.ending = ending;
    enter(ChaosPhase::Restoring, sentence);
    m_stop.begin(m_run.id, chaosFaultOf(m_run.spec, m_run.id, *m_run.startedAt));
}

void ChaosFlow::onStopped(const ChaosStop::Outcome &outcome)
{
    if (m_run.phase != ChaosPhase::Restoring)
        return;
    if (!outcome.isOff && !outcome.isForeign) {
        m_run.error = outcome.error;
        m_run.verdict = ChaosVerdict::Inconclusive;
        settle(WriteOutcome::Status::Unknown);
        end(ChaosPhase::Failed, QStringLiteral("The fault could not be taken back; it ends by itself at %1").arg(chaosTimeOf(*m_run.until)));
        return;
    }
    m_run.endedAt = std::min(m_parts.clock.now(), *m_run.until);
    enter(ChaosPhase::Verifying, outcome.hasRunOut ? QStringLiteral("The fault has run out; waiting for telemetry to show it")
                                                   : QStringLiteral("The fault is off; waiting for telemetry to show it"));
    readTelemetry();
    tick();
}

void ChaosFlow::lookForQuiet()
{
    readTelemetry();
    const Instant now = m_parts.clock.now();
    const Instant quietFrom = *m_run.endedAt + m_settings.grace;
    query(chaosquery::tagged(m_run.id, m_parts.monitor.target().schema, {*m_run.startedAt, now}, quietFrom), {*m_run.startedAt, now},
          [this](const Result<Table> &table) { onTagged(table ? chaosquery::readTagged(*table) : Result<chaosquery::Tagged>(table.error())); });
}

void ChaosFlow::onTagged(const Result<chaosquery::Tagged> &tagged)
{
    if (m_run.phase != ChaosPhase::Verifying)
        return;
    const Instant quietFrom = *m_run.endedAt + m_settings.grace;
    if (tagged) {
        m_hits = tagged->hits;
        if (tagged->newest && *tagged->newest > quietFrom && tagged->hitsAfter == 0) {
            settle(WriteOutcome::Status::Succeeded);
            end(ChaosPhase::Verified, QStringLiteral("Over, and telemetry shows tasks without the fault"));
            return;
        }
    }
    if (m_parts.clock.now() - *m_run.endedAt < m_settings.patience) {
        tick();
        return;
    }
    const bool isStillHit = tagged && tagged->hitsAfter > 0;
    settle(isStillHit ? WriteOutcome::Status::Unknown : WriteOutcome::Status::Succeeded);
    end(ChaosPhase::Restored, isStillHit ? QStringLiteral("The fault is off at the gateway, but tasks still carry it: look at the fleet")
                                         : QStringLiteral("The fault is off; telemetry did not show a task since"));
}

void ChaosFlow::addReading(const ChaosReading &reading)
{
    m_run.readings.append(reading);
    m_run.readings.last().tasksHit = m_hits;
    if (m_run.readings.size() > mostReadings)
        m_run.readings.removeFirst();
    emit changed();
}

void ChaosFlow::query(const QString &kql, TimeSpanRange span, std::function<void(const Result<Table> &)> done)
{
    m_parts.monitor.query({.kql = kql, .timespan = span}, this, [this, generation = m_generation, done = std::move(done)](const Result<MonitorReply> &reply) {
        if (generation != m_generation)
            return;
        if (!reply)
            done(reply.error());
        else
            done(reply->tables.isEmpty() ? Table() : reply->tables.first());
    });
}

void ChaosFlow::fail(const Error &error)
{
    m_run.error = error;
    m_run.verdict = ChaosVerdict::Inconclusive;
    end(ChaosPhase::Failed, error.message);
}

void ChaosFlow::end(ChaosPhase phase, const QString &sentence)
{
    enter(phase, sentence);
    emit finished();
}

void ChaosFlow::settle(WriteOutcome::Status status)
{
    const auto ticket = std::exchange(m_ticket, std::nullopt);
    const std::optional<ChaosReading> last = m_run.readings.isEmpty() ? std::nullopt : std::optional(m_run.readings.last());
    const ChaosVerdict measured = chaosVerdict(m_run.spec, last);
    m_run.verdict = m_run.ending == ChaosEnding::AbortedByBurn ? ChaosVerdict::Fail
        : m_run.ending == ChaosEnding::Completed || measured == ChaosVerdict::Fail ? measured : ChaosVerdict::Inconclusive;
    if (!ticket)
        return;
    if (!m_run.startedAt) {
        m_parts.guard.settle(*ticket, {.status = status, .detail = m_run.error ? m_run.error->message : QString(),
                                       .requestId = m_run.error ? m_run.error->requestId : QString()});
        return;
    }
    const QString value = last && last->value ? QStringLiteral(", measured %1 over %2 events").arg(*last->value).arg(last->events) : QString();
    m_parts.guard.settle(*ticket, {.status = status,
                                   .detail = QStringLiteral("%1: verdict %2%3").arg(chaosEndingName(m_run.ending), chaosVerdictName(m_run.verdict), value),
                                   .isVerified = m_run.phase == ChaosPhase::Verifying && status == WriteOutcome::Status::Succeeded});
}

void ChaosFlow::enter(ChaosPhase phase, const QString &sentence)
{
    m_run.phase = phase;
    m_run.sentence = sentence;
    emit changed();
}

} // namespace qd
