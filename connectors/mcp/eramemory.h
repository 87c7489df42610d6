#pragma once

#include "clock.h"
#include "mcp/erafile.h"
#include "mcp/mcptypes.h"

#include <optional>

namespace qd {

/// Which era a server was found to speak, for McpEra::Auto: by address, or by command and its arguments. Servers are
/// updated: a verdict of legacy is asked for again after a day, one of modern after 30. Kept in a file when it has one, which
/// several programs may share. Shared by the sessions of a connector. GUI thread.
class EraMemory
{
public:
    static constexpr std::chrono::hours legacyLasts{24};
    static constexpr std::chrono::hours modernLasts{30 * 24};
    static constexpr std::chrono::hours freshFor{1}; ///< so long a verdict that was found again is not written again

    /// Reads what is kept there.
    void keepIn(const QString &path);
    [[nodiscard]] std::optional<McpEra> eraOf(const McpServerConfig &config, Instant now) const;
    void remember(const McpServerConfig &config, McpEra era, Instant now);
    void forget(const McpServerConfig &config);

private:
    void write(const QString &key);

    EraVerdicts m_verdicts;
    QString m_path; ///< empty: nothing is kept
};

} // namespace qd
