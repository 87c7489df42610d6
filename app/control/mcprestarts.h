#pragma once

#include "clock.h"
#include "mcp/mcptypes.h"

#include <QHash>

#include <optional>

namespace qd {

/// When a server that was lost is connected to again: after 1, 2, 4, 8 and 16 seconds, five times in a row at most. One
/// that has stood for a minute has its five tries anew. Counts alone, starts nothing itself. GUI thread.
class McpRestarts
{
public:
    static constexpr int most = 5;
    static constexpr Milliseconds firstWait{1000};
    static constexpr Milliseconds steady{60000};

    struct Turn {
        int number = 0;
        Milliseconds wait{0};
        quint64 ticket = 0;
    };

    /// It is connected since `now`.
    void stood(const McpServerId &id, Microseconds now);
    /// It was lost, or could not be had again: its next turn; nothing when it had all of them.
    [[nodiscard]] std::optional<Turn> lost(const McpServerId &id, Microseconds now);
    /// Nobody has connected, disconnected or replaced it since.
    [[nodiscard]] bool isDue(const McpServerId &id, quint64 ticket) const;
    /// Turns of it were used up since it last stood.
    [[nodiscard]] bool isTrying(const McpServerId &id) const { return m_counts.value(id.value).tries > 0; }
    void forget(const McpServerId &id) { m_counts.remove(id.value); }

private:
    struct Count {
        int tries = 0;
        quint64 ticket = 0;
        std::optional<Microseconds> since;
    };
    QHash<QString, Count> m_counts;
    quint64 m_lastTicket = 0;
};

} // namespace qd
