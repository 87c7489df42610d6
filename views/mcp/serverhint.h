#pragma once

#include "mcpserverstate.h"

namespace qd {

/// What stands where a server offers nothing yet: why, and the next step. A value; texts may be a server's.
struct ServerHint {
    enum class Step { Import, Connect, Disconnect };
    QString icon;
    QString title;
    QString text;
    QString action;
    Step step = Step::Connect;
};

/// `state` null: there is no server at all.
[[nodiscard]] ServerHint serverHint(const McpServerState *state);

} // namespace qd
