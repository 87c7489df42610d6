#pragma once

#include "chaosswitch.h"
#include "clock.h"
#include "http/timers.h"

#include <QObject>

namespace qd {

/// Makes sure that no fault is on: reads, writes "off", and does not give up while a fault may be on: others' writes are
/// read again at once, failures tried again with growing waits until the fault has run out by itself. GUI thread.
class ChaosStop final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChaosStop)

public:
    /// How it ended.
    struct Outcome {
        bool isOff = false;       ///< no fault is on
        bool wasOn = false;       ///< there was one to switch off
        bool isForeign = false;   ///< another run than the one to stop is on, and was left alone
        bool hasRunOut = false;   ///< the service could not be reached, but `until` has passed
        ChaosFault fault;         ///< what was on last
        std::optional<Error> error;
        int attempts = 0;
    };

    static constexpr Milliseconds longestWait{10000};
    static constexpr Microseconds patience = std::chrono::minutes(2); ///< when nothing could be read at all

    /// References are borrowed.
    ChaosStop(ChaosSwitch &faults, const Clock &clock, Timers &timers, QObject *parent = nullptr);

    /// `onlyRun`: leaves every other run alone; empty: whatever is on. `known`: what is believed to be on.
    void begin(const QString &onlyRun, const std::optional<ChaosFault> &known = std::nullopt);
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

signals:
    /// An attempt failed; the next follows.
    void retrying(const qd::Error &error, qd::Milliseconds wait);
    void finished(const qd::ChaosStop::Outcome &outcome);

private:
    void attempt();
    void onRead(const Result<ChaosLive> &live);
    void onWritten(const Result<ChaosLive> &live);
    void retry(const Error &error);
    void end();
    [[nodiscard]] bool isHopeless(const Error &error) const;

    ChaosSwitch &m_faults;
    const Clock &m_clock;
    Timers &m_timers;
    QString m_onlyRun;
    Outcome m_outcome;
    Instant m_begunAt;
    bool m_isRunning = false;
};

} // namespace qd
