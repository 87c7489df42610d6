#pragma once

#include "error.h"
#include "mcp/mcptypes.h"
#include "mcpinspection.h"

namespace qd {

/// One server of the bench and what it offers. A value.
struct McpServerState {
    enum class Status { Idle, Connecting, Connected, Failed, NeedsSignIn };
    McpServerConfig config;
    Status status = Status::Idle;
    std::optional<McpServerInfo> info;
    std::optional<Error> error;    ///< why it failed or was lost
    QString signInStep;            ///< what a sign-in that goes on did last; empty: there is none
    bool isListing = false;
    std::optional<Error> listError;
    std::optional<Instant> listedAt;
    QList<McpTool> tools;
    QList<McpPrompt> prompts;
    QList<McpResource> resources;
    std::optional<Milliseconds> latency; ///< of the last ping
    McpInspectionPtr inspection;   ///< of the last listing; null until it is made
    bool isStale = false;          ///< the server said that its lists changed, or the connection is gone
    bool isPassing = false;        ///< a server of the gateway, for this session only: not kept in the list
    bool operator==(const McpServerState &) const = default;
};

} // namespace qd
