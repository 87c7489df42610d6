#pragma once

#include "http/timers.h"
#include "mcp/mcpclientanswers.h"
#include "sampling/modelendpoint.h"

#include <memory>

namespace qd {

/// Answers that leave sampling to a model behind an endpoint, and the rest to `others`; they keep what it takes to reach
/// it. `key` goes into the Authorization header alone; empty: none is sent. Clock and timers must outlive them. GUI thread.
[[nodiscard]] std::shared_ptr<McpClientAnswers> answersOfModel(const Clock &clock, Timers &timers, const ModelEndpointSettings &settings, const QString &key,
                                                               std::shared_ptr<McpClientAnswers> others);

} // namespace qd
