#pragma once

#include "mcp/mcptypes.h"

#include <string>
#include <vector>

namespace qd {

/// Which server a verb talks to, as typed: exactly one of the first three.
struct McpTarget {
    std::string stdio;  ///< a command line
    std::string url;
    std::string server; ///< a name from the user's list
    std::vector<std::string> headers; ///< "Name: value"; the value may be a reference
    bool isAgreed = false; ///< --yes: the command may be started
};

} // namespace qd
