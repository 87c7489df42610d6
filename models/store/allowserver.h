#pragma once

#include "clock.h"
#include "error.h"
#include "policy/allowlistpolicy.h"

#include <QList>
#include <QString>

#include <optional>

namespace qd {

/// What was decided about a tool. Undecided tools are refused like denied ones once a list is enforced.
enum class ToolDecision { Undecided, Allowed, Denied };

/// How the upstream server's tool compares with what the live policy holds.
enum class ToolDrift {
    None,
    New,     ///< offered by the server, not yet decided
    Changed, ///< allowed, but its definition is no longer the one that was allowed
    Gone     ///< in the policy, no longer offered
};

/// One tool of an MCP server. Texts come from the server: hostile and plain. A value.
struct AllowTool {
    QString name;
    QString description;
    QString definition;  ///< JSON as the server lists it now, or as the policy holds it when it is gone
    int tokens = 0;      ///< estimated
    std::optional<double> callsPerHour; ///< nothing: telemetry did not say
    std::optional<double> errorShare;   ///< of the calls, 0..1
    std::optional<bool> isReadOnly;
    std::optional<bool> isDestructive;
    std::optional<bool> isOpenWorld;
    ToolDrift drift = ToolDrift::None;
    ToolDecision live = ToolDecision::Undecided; ///< what the live policy says
    ToolDecision wanted = ToolDecision::Undecided;
    bool operator==(const AllowTool &) const = default;
};

/// One line of the proof.
struct ProofRow {
    enum class Verdict { Running, Pass, Fail, Skipped };
    QString what;    ///< "blocked tool get-env"
    QString sent;    ///< the message, or what was done
    QString seen;    ///< the answer, cut
    Verdict verdict = Verdict::Running;
    QString reason;  ///< one sentence
    bool operator==(const ProofRow &) const = default;
};

/// The proof of what is live, as one subject through the gateway.
struct AllowProofState {
    enum class Phase { None, Running, Done, Failed };
    Phase phase = Phase::None;
    QString subject;
    std::optional<Instant> at;
    QList<ProofRow> rows;
    std::optional<Error> error; ///< Failed: it could not be carried out
    [[nodiscard]] int count(ProofRow::Verdict verdict) const
    {
        int found = 0;
        for (const ProofRow &row : rows)
            found += row.verdict == verdict ? 1 : 0;
        return found;
    }
    /// Carried out, and nothing failed.
    [[nodiscard]] bool isPassed() const { return phase == Phase::Done && count(ProofRow::Verdict::Fail) == 0; }
    bool operator==(const AllowProofState &) const = default;
};

/// An MCP server behind the gateway. A value.
struct AllowServer {
    enum class Phase { NotRead, Loading, Ready, Failed };
    QString key;      ///< API id
    QString label;
    QString caption;  ///< "/orders-srv/mcp"
    Phase phase = Phase::NotRead;
    AllowlistReading::State enforcement = AllowlistReading::State::None;
    QString problem;  ///< of the live policy, one sentence
    QString policy;   ///< live
    QString etag;
    std::optional<Instant> readAt;
    QList<AllowTool> tools;  ///< by name
    bool isUpstreamRead = false; ///< false: the tools are those of the policy alone
    QString plan;            ///< the policy that the wanted decisions make; empty: cannot be made
    QString planError;
    bool isWriting = false;
    std::optional<Error> error;         ///< of the last read or write
    std::optional<Error> upstreamError; ///< why the server's own list is not known
    std::optional<Error> usageError;    ///< why calls are not known
    std::optional<Instant> undoUntil;
    bool isConflict = false; ///< the last apply found another version; the plan now stands on it
    AllowProofState proof;

    [[nodiscard]] bool isChanged() const;
    bool operator==(const AllowServer &) const = default;
};

} // namespace qd
