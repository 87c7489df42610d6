#include "chaosstop.h"

#include <algorithm>

namespace qd {

namespace {

constexpr int mostAttempts = 40;

} // namespace

ChaosStop::ChaosStop(ChaosSwitch &faults, const Clock &clock, Timers &timers, QObject *parent)
    : QObject(parent), m_faults(faults), m_clock(clock), m_timers(timers)
{
}

void ChaosStop::begin(const QString &onlyRun, const std::optional<ChaosFault> &known)
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_onlyRun = onlyRun;
    m_outcome = {.fault = known.value_or(ChaosFault{})};
    m_begunAt = m_clock.now();
    attempt();
}

void ChaosStop::attempt()
{
    ++m_outcome.attempts;
    m_faults.read(this, [this](const Result<ChaosLive> &live) { onRead(live); });
}

void ChaosStop::onRead(const Result<ChaosLive> &live)
{
    if (!live) {
        retry(live.error());
        return;
    }
    const bool isOn = live->isOn(m_clock.now());
    const bool isAnother = !m_onlyRun.isEmpty() && live->fault.run != m_onlyRun;
    // What has run out is cleared away too, so that nobody has to look at the clock to know.
    const bool isClear = live->fault.mode == ChaosMode::Off && !live->unreadable;
    if (isAnother || isClear) {
        m_outcome.isForeign = isAnother && isOn;
        m_outcome.isOff = !m_outcome.isForeign;
        m_outcome.error.reset();
        end();
        return;
    }
    m_outcome.fault = live->fault;
    m_outcome.wasOn = m_outcome.wasOn || isOn;
    m_faults.write({.run = live->fault.run, .mode = ChaosMode::Off, .tenant = live->fault.tenant, .percent = 0, .until = m_clock.now()},
                   live->etag, this, [this](const Result<ChaosLive> &written) { onWritten(written); });
}

void ChaosStop::onWritten(const Result<ChaosLive> &live)
{
    if (!live) {
        retry(live.error());
        return;
    }
    m_outcome.isOff = true;
    m_outcome.error.reset();
    end();
}

bool ChaosStop::isHopeless(const Error &error) const
{
    const bool isRefused = error.kind == ErrorKind::Forbidden || error.kind == ErrorKind::Invalid || error.kind == ErrorKind::Cancelled;
    const bool isUnknown = m_outcome.fault.mode == ChaosMode::Off;
    return isRefused || m_outcome.attempts >= mostAttempts || (isUnknown && m_clock.now() - m_begunAt > patience);
}

void ChaosStop::retry(const Error &error)
{
    m_outcome.error = error;
    const bool isKnown = m_outcome.fault.mode != ChaosMode::Off;
    if (isKnown && m_clock.now() >= m_outcome.fault.until) {
        m_outcome.hasRunOut = true;
        m_outcome.isOff = true;
        end();
        return;
    }
    if (isHopeless(error)) {
        end();
        return;
    }
    const bool isRace = error.kind == ErrorKind::Conflict && m_outcome.attempts < 5;
    const Milliseconds doubled = Seconds(1) * (1 << std::min(m_outcome.attempts - 1, 4));
    const Milliseconds wait = isRace ? Milliseconds(0) : std::min(error.retryAfter.value_or(doubled), longestWait);
    emit retrying(error, wait);
    m_timers.after(wait, this, [this] { attempt(); });
}

void ChaosStop::end()
{
    m_isRunning = false;
    emit finished(m_outcome);
}

} // namespace qd
