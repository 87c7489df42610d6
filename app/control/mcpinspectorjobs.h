#pragma once

#include "mcp/mcppins.h"
#include "mcp/mcptypes.h"
#include "mcpcomparison.h"
#include "mcpinspection.h"
#include "result.h"

#include <QHash>
#include <QStringList>

#include <map>
#include <optional>

namespace qd {

/// A server as the inspector has seen it last.
struct InspectedServer {
    McpListing listing;
    McpIdentity identity;
};

/// What the inspector's thread works on.
struct McpInspectorDesk {
    QString pinsPath;
    std::map<QString, InspectedServer> servers; ///< by the server's id
};

/// What is to be read of one server.
struct InspectionOrder {
    McpServerConfig config;
    McpServerInfo info;
    QList<McpTool> tools;
    QList<McpPrompt> prompts;
    QList<McpResource> resources;
};

/// Any thread: definitions, and who the server is (reads the program's file).
[[nodiscard]] InspectedServer seenServer(const InspectionOrder &order);
/// Everything anew for every known server; approvals are read from the file, and an error of it is told beside the rest.
[[nodiscard]] QHash<QString, McpInspectionPtr> inspectAll(const McpInspectorDesk &desk, std::optional<Error> &error);
/// Writes the approval into the file.
[[nodiscard]] Result<void> approveServer(const McpInspectorDesk &desk, const QString &id, const QStringList &names);

/// Two listings, by their definitions; single resources come and go and are left out.
[[nodiscard]] McpComparison compareListings(const McpListing &before, const McpListing &after);
/// What was approved of a server; nothing: it was not, or the file cannot be read (`error`).
[[nodiscard]] std::optional<McpListing> approvedListing(const McpInspectorDesk &desk, const QString &id, std::optional<Error> &error);

} // namespace qd
