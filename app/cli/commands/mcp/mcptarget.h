#pragma once

#include "commands/mcp/signintyped.h"
#include "guard/guardoptions.h"

#include <string>
#include <vector>

namespace qd {

/// How the server is trusted over TLS, as typed: files, empty ones not given.
struct McpTlsTyped {
    std::string ca;
    std::string certificate;
    std::string key;
    bool isInsecure = false;
};

/// Which server a verb talks to, as typed: exactly one of the first five.
struct McpTarget {
    const char *ways = "--stdio, --url or --server"; ///< to name a server, as the verb has them
    std::string stdio;  ///< a command line
    std::vector<std::string> command; ///< the same, its words already apart
    std::string url;
    std::string server; ///< a name from the user's list
    bool mayBeFile = false; ///< `server` was looked for among the files first
    std::string gateway; ///< an MCP server behind the account's gateway
    std::string subscription; ///< whose key the gateway is called with; empty: the first active one's
    std::string era; ///< legacy, modern, auto; empty: as the transport has it
    bool isSse = false; ///< the old HTTP+SSE at `url`
    std::vector<std::string> headers; ///< "Name: value"; the value may be a reference
    int timeoutMs = 0;  ///< of each request; 0: the server's own
    std::string state;  ///< folder that takes the place of the user's own list of servers; empty: the user's
    GuardOptions guard; ///< --yes: the command may be started, the call may be made, the page to sign in may be opened
    McpSignInTyped signIn;
    McpTlsTyped tls;
};

} // namespace qd
