#pragma once

#include "policy/policydocument.h"
#include "policy/policyfinding.h"

namespace qd {

/// What a policy is read for.
struct PolicyUse {
    bool isMcp = false;     ///< it governs an MCP server
    bool isService = false; ///< the widest scope: there is no base to run
    bool operator==(const PolicyUse &) const = default;
};

/// Everything that is wrong with a policy, in the order of its text: that it cannot be read (alone, then), its structure,
/// and the traps that linterRules() lists. Any thread.
QList<PolicyFinding> lintPolicy(const QString &text, const PolicyUse &use);

/// The structure alone: root, sections, which policy may stand in which section, one backend policy, base.
QList<PolicyFinding> checkPolicyStructure(const PolicyDocument &document, const PolicyUse &use);

/// The traps alone.
QList<PolicyFinding> checkPolicyTraps(const PolicyDocument &document, const PolicyUse &use);

/// Ids of all rules, for help and tests.
QStringList linterRules();

} // namespace qd
