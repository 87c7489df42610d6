#pragma once

#include "allowserver.h"
#include "mcp/mcptypes.h"
#include "policy/toolusage.h"

namespace qd {

/// What is known of one server's tools when a reading is over.
struct AllowSources {
    AllowlistReading policy;
    std::optional<QList<McpTool>> upstream; ///< nothing: the server could not be asked
    QHash<QString, ToolUsage> usage;
    bool hasUsage = false;
    double hours = 1;                       ///< that the usage spans
};

/// One row a tool, by name: what the server offers, what the policy holds, and how it is used. Decisions that were
/// changed in `before` stay.
QList<AllowTool> allowTools(const AllowSources &sources, const QList<AllowTool> &before);

/// The list that the wanted decisions make. Fails when a tool's definition cannot be put into a policy.
Result<Allowlist> wantedList(const QList<AllowTool> &tools, const AllowlistReading &live);

/// Tokens that clients pay for what they are shown, now and by the wanted decisions.
int tokensOf(const QList<AllowTool> &tools, ToolDecision AllowTool::*decision);

/// "allowed", "denied", "undecided".
QString decisionName(ToolDecision decision);
/// "", "new", "changed", "gone".
QString driftName(ToolDrift drift);

} // namespace qd
