#pragma once

#include "http/timers.h"
#include "mcp/defaultmcpconnector.h"

#include <functional>

namespace qd {

/// Calls `then` when the servers have taken the last messages and answered that their HTTP sessions are over, or after three
/// seconds. Processes are not waited for: they have been asked to end and are looked after when this program has ended. GUI
/// thread.
inline void whenLeft(const DefaultMcpConnector &connector, Timers &timers, QObject *context, std::function<void()> then, int polls = 600)
{
    constexpr Milliseconds poll{5};
    if (!connector.isTakingLeave() || polls == 0)
        return then();
    timers.after(poll, context, [&connector, &timers, context, then = std::move(then), polls] { whenLeft(connector, timers, context, then, polls - 1); });
}

} // namespace qd
