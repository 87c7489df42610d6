#pragma once

#include "mcp/collection.h"
#include "mcp/recording.h"

namespace qd {

/// What the client said in a recorded session, as a collection that says it again, with the answers that the server got when
/// it asked. Nothing is expected of the answers: the sessions are compared. Pages of a list become one list.
[[nodiscard]] collection::Collection collectionOf(const McpRecording &recording);

} // namespace qd
