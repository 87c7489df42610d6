#pragma once

#include "clock.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>

namespace qd {

/// Says when the next round of a repeated request is due. A round ends with succeeded() or failed(), and only then is the
/// next one timed, so rounds never pile up. Failures double the wait up to a limit; one success resets it. GUI thread.
class Poller final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Poller)

public:
    /// Why rounds are not started for now; reasons add up.
    enum class Pause { Stopped = 1, Hidden = 2, FixedRange = 4 };

    static constexpr Milliseconds maxRetryAfter = std::chrono::minutes(10); ///< a server cannot silence us for longer

    /// Starts stopped. `interval` is from start to start of rounds that succeed; `maxWait` bounds the back-off.
    Poller(Milliseconds interval, Milliseconds maxWait, QObject *parent = nullptr);

    [[nodiscard]] Milliseconds interval() const { return m_interval; }
    [[nodiscard]] bool isPaused() const { return m_pauses != 0; }
    [[nodiscard]] bool isPausedBy(Pause reason) const { return (m_pauses & static_cast<unsigned>(reason)) != 0; }
    /// Ending the last pause makes the next round due at once, unless one is running.
    void setPaused(Pause reason, bool paused);

    /// A round was started, by due() or by hand: the timer stands still until it ends.
    void begin();
    void succeeded();
    /// The next round comes after `retryAfter` (at most maxRetryAfter), or after twice the last wait.
    void failed(std::optional<Milliseconds> retryAfter = std::nullopt);
    /// The round was given up without a verdict: as if it had not been.
    void abandon();

    /// How long from now until due(); nothing while paused or in a round.
    [[nodiscard]] std::optional<Milliseconds> remaining() const;

signals:
    void due();

private:
    void arm(Milliseconds wait);

    Milliseconds m_interval;
    Milliseconds m_maxWait;
    Milliseconds m_wait;
    QTimer m_timer;
    QElapsedTimer m_round;
    unsigned m_pauses = static_cast<unsigned>(Pause::Stopped);
    bool m_running = false;
};

} // namespace qd
