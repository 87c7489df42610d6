#pragma once

#include "mcp/mcpdefinition.h"

#include <QStringList>

namespace qd {

/// What a tool brings into an agent or takes out of it. By its words and its own hints, so a guess that may be wrong.
struct FlowLabels {
    QString server;
    QString tool;
    bool isUntrusted = false; ///< brings in text that strangers wrote
    bool isPrivate = false;   ///< reads what is not public
    bool isSink = false;      ///< sends something out
};

/// Whether one agent that has all of these tools could be led by a stranger's text to send private data out.
struct ToxicFlow {
    QList<FlowLabels> tools; ///< those with a label
    QStringList untrusted;   ///< "server/tool"
    QStringList privates;
    QStringList sinks;
    [[nodiscard]] bool isComplete() const { return !untrusted.isEmpty() && !privates.isEmpty() && !sinks.isEmpty(); }
    /// One sentence that names the tools; empty when a part is missing.
    [[nodiscard]] QString warning() const;
};

/// Over the tools of all servers that an agent has; those named in `without` are left out. Pure.
[[nodiscard]] ToxicFlow toxicFlowOf(const QList<McpListing> &listings, const QStringList &without = {});

} // namespace qd
