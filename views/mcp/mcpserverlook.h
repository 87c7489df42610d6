#pragma once

#include "mcpserverstate.h"
#include "widgets/statusglyph.h"

namespace qd {

/// The mark of a server's state, the same in the list and over the bench.
[[nodiscard]] inline std::pair<Glyph, StatusTone> mcpServerLook(McpServerState::Status status)
{
    switch (status) {
    case McpServerState::Status::Idle: return {Glyph::DashedRing, StatusTone::Unknown};
    case McpServerState::Status::Connecting: return {Glyph::Arc, StatusTone::Info};
    case McpServerState::Status::Connected: return {Glyph::Tick, StatusTone::Ok};
    case McpServerState::Status::NeedsSignIn: return {Glyph::Lock, StatusTone::Warn};
    case McpServerState::Status::Failed: break;
    }
    return {Glyph::Cross, StatusTone::Crit};
}

} // namespace qd
