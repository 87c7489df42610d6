#pragma once

#include "mcp/drift.h"

#include <QStringList>

namespace qd {

/// Which program or address a server is, so that another one in its place is noticed.
struct McpIdentity {
    QString command;        ///< the command line, keys masked; empty: an address
    QString launch;         ///< launch::fingerprint()
    QList<std::pair<QString, QString>> files; ///< the program and the files among its arguments, with their SHA-256
    QString url;            ///< without user, query and fragment
    bool operator==(const McpIdentity &) const = default;
};

/// What was approved of one server.
struct McpPin {
    QString server; ///< its name in the list, or its address or command
    McpIdentity identity;
    QList<McpDefinition> definitions; ///< instructions, tools, prompts, templates
    QString unknown; ///< members of its entry that this version does not know, JSON
    bool operator==(const McpPin &) const = default;
};

struct McpPins {
    QList<McpPin> pins;
    QString unknown; ///< of the file, JSON
    [[nodiscard]] const McpPin *find(const QString &server) const;
};

/// A pin held against what the server is and offers now.
struct PinReport {
    bool isPinned = false;
    QList<FieldChange> identity; ///< empty: the same
    QList<ItemDrift> items;
    [[nodiscard]] bool isApproved() const;
};

/// How the program or address itself is named among the things to approve.
inline constexpr QLatin1String identityKey("server:identity");
/// What is pinned of a listing: all but single resources, which come and go.
[[nodiscard]] QList<McpDefinition> pinnable(const QList<McpDefinition> &definitions);
/// Never changes anything: only approve() does.
[[nodiscard]] PinReport checkPin(const McpPin *pin, const McpIdentity &identity, const McpListing &listing);
/// The pin after the act of approving: everything and the identity when `names` is empty, else the named items alone, as
/// PinReport names them ("echo", or "tool:echo" where it is not clear), and `identityKey` for the identity. Names that fit
/// nothing come back in `unknownNames`.
[[nodiscard]] McpPin approve(const McpPin *pin, const McpIdentity &identity, const McpListing &listing, const QStringList &names, QStringList &unknownNames);

} // namespace qd
