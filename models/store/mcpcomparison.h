#pragma once

#include "mcp/drift.h"

namespace qd {

/// One thing that two listings do not have alike.
struct McpComparedItem {
    ItemDrift drift;
    QString before; ///< the definition, canonical JSON; empty: not there
    QString after;
    bool operator==(const McpComparedItem &) const = default;
};

/// Two listings held against one another. A value.
struct McpComparison {
    QString before; ///< what they are called
    QString after;
    QList<McpComparedItem> items; ///< what differs, the gravest first
    int same = 0;                 ///< what does not
};

} // namespace qd
