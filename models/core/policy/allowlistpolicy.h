#pragma once

#include "result.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace qd {

/// A tool that may be called, with the definition that tools/list tells: a JSON object without blanks.
struct AllowedTool {
    QString name;
    QString definition;
    bool operator==(const AllowedTool &) const = default;
};

/// What was decided about an MCP server's tools. Tools in neither list are undecided: they are refused like denied ones.
struct Allowlist {
    QList<AllowedTool> tools;
    QStringList denied; ///< names; kept so that a new tool is told from a refused one
    bool operator==(const Allowlist &) const = default;
};

/// What a policy says about tools.
struct AllowlistReading {
    enum class State {
        None,      ///< nothing is filtered: there is no policy, or none that speaks of tools
        Ours,      ///< the block that we generate, unchanged
        Altered,   ///< our block, but edited by hand: what it enforces is not known
        Foreign,   ///< another filter of tools: not ours, not guessed at
        Unreadable ///< no policy document
    };
    State state = State::None;
    Allowlist list;  ///< Ours and Altered: what the block holds as data
    QString problem;          ///< one sentence for Altered, Foreign and Unreadable
    bool operator==(const AllowlistReading &) const = default;
};

/// API Management refuses documents over 256 KiB; ours stop before that.
inline constexpr qsizetype maxAllowlistPolicyBytes = 250 * 1024;

/// Takes a tool as the server listed it. Fails with ErrorKind::Invalid when the definition is no JSON object that names
/// this tool.
Result<AllowedTool> allowedTool(const QString &name, const QString &definition);

/// The block alone, as it stands in <inbound>, indented by two steps. It holds the set as data, answers tools/list with
/// exactly these definitions, and answers every tools/call outside the set with JSON-RPC error -32601, whatever the case
/// of the method. Names are compared exactly. A JSON array is judged message by message: when one of its messages must
/// not go through, none does, and each gets an answer. A message whose own keys are not lower case is refused, because
/// some servers read keys without regard to case. Everything else goes on to the upstream server.
QString allowlistBlock(const Allowlist &list);

/// The policy with the block for `list` in place of the one it has, else after <base /> in <inbound>. The rest of the
/// text stays to the byte. An empty text makes a new document. Fails with ErrorKind::Invalid when the text cannot be
/// read, has no place for the block, or would become larger than maxAllowlistPolicyBytes.
Result<QString> withAllowlist(const QString &policy, const Allowlist &list);

/// The policy without our block: every tool is reachable again. Fails when it cannot be read.
Result<QString> withoutAllowlist(const QString &policy);

AllowlistReading readAllowlist(const QString &policy);

/// What a client pays for a tool's definition in its context: tokens, estimated as UTF-8 bytes of the compact JSON over
/// 4.8, which is within about 10 % of o200k_base on the reference servers' lists.
int estimatedTokens(const QString &definition);

} // namespace qd
