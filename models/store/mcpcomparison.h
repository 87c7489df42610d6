#pragma once

#include "mcp/drift.h"

namespace qd {

/// One thing that two listings or two sessions do not have alike.
struct McpComparedItem {
    ItemDrift drift;
    QString kind; ///< a word, of what is no definition: "step"; empty: the definition's kind
    QString before; ///< the definition, canonical JSON, or what differs of an answer; empty: not there
    QString after;
    bool operator==(const McpComparedItem &) const = default;
};

/// Two listings or sessions held against one another. A value.
struct McpComparison {
    QString before; ///< what they are called
    QString after;
    QList<McpComparedItem> items; ///< what differs, the gravest first
    int same = 0;                 ///< what does not
};

} // namespace qd
