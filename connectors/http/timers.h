#pragma once

#include "clock.h"

#include <functional>

class QObject;

namespace qd {

/// Delays and monotonic time for connectors, injectable so that tests do not wait. GUI thread.
class Timers
{
public:
    virtual ~Timers() = default;
    /// Time since some fixed start; never goes back.
    [[nodiscard]] virtual Microseconds monotonic() const = 0;
    /// Runs `action` once after `delay`, unless `context` (not null) is destroyed before.
    virtual void after(Milliseconds delay, QObject *context, std::function<void()> action) = 0;
};

/// The event loop's own timers.
class SystemTimers final : public Timers
{
public:
    [[nodiscard]] Microseconds monotonic() const override;
    void after(Milliseconds delay, QObject *context, std::function<void()> action) override;
};

} // namespace qd
