#pragma once

#include "guard/guardoptions.h"

#include <string>
#include <vector>

namespace qd {

/// Which server a verb talks to, as typed: exactly one of the first five.
struct McpTarget {
    std::string stdio;  ///< a command line
    std::vector<std::string> command; ///< the same, its words already apart
    std::string url;
    std::string server; ///< a name from the user's list
    std::string gateway; ///< an MCP server behind the account's gateway
    std::string subscription; ///< whose key the gateway is called with; empty: the first active one's
    std::vector<std::string> headers; ///< "Name: value"; the value may be a reference
    std::string state;  ///< folder that takes the place of the user's own list of servers; empty: the user's
    GuardOptions guard; ///< --yes: the command may be started, the call may be made
};

} // namespace qd
