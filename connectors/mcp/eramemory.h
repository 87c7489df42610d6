#pragma once

#include "clock.h"
#include "mcp/mcptypes.h"

#include <QHash>

#include <optional>

namespace qd {

/// Which era a server was found to speak, for McpEra::Auto: by address, or by command and its arguments. A verdict of
/// legacy is asked for again after a day, since servers are updated. Shared by the sessions of a connector. GUI thread.
class EraMemory
{
public:
    static constexpr std::chrono::hours legacyLasts{24};

    [[nodiscard]] std::optional<McpEra> eraOf(const McpServerConfig &config, Instant now) const;
    void remember(const McpServerConfig &config, McpEra era, Instant now);
    void forget(const McpServerConfig &config);

private:
    struct Verdict {
        McpEra era;
        Instant at;
    };
    QHash<QString, Verdict> m_verdicts;
};

} // namespace qd
