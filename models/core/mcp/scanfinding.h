#pragma once

#include "mcp/mcpdefinition.h"

#include <QString>

namespace qd {

/// One thing that the scan found in a definition.
struct ScanFinding {
    enum class Severity {
        Low,    ///< worth knowing; alone it says nothing
        Medium, ///< several soft signs in one definition
        High    ///< a hard rule
    };
    QString rule;    ///< "hidden-unicode", "override", …: a contract for scripts
    Severity severity = Severity::Low;
    int weight = 0;  ///< percent; a definition whose rules add up to 100 is suspicious
    QString server;
    McpDefinition::Kind kind = McpDefinition::Kind::Tool;
    QString name;    ///< of the definition
    QString place;   ///< JSON pointer
    QString message; ///< a sentence
    QString excerpt; ///< plain text: what could hide or steer is spelled out; secrets are cut
    bool operator==(const ScanFinding &) const = default;
};

/// A rule that needs no other, in weight.
inline constexpr int scanCertain = 100;

[[nodiscard]] QString scanSeverityName(ScanFinding::Severity severity);

} // namespace qd
