#pragma once

#include "clock.h"
#include "http/timers.h"
#include "mcp/eramemory.h"
#include "mcp/mcpchannel.h"
#include "mcp/mcptypes.h"
#include "mcp/references.h"

#include <functional>
#include <memory>

namespace qd {

/// What a session borrows from its connector.
struct RpcSessionEnvironment {
    const Clock &clock;
    Timers &timers;
    SecretStore &secrets;
    std::function<std::unique_ptr<McpChannel>(const McpServerConfig &resolved)> makeChannel;
    std::shared_ptr<EraMemory> eras; ///< never null
};

} // namespace qd
