#pragma once

#include "mcp/collectionrun.h"
#include "mcp/mcpsession.h"

#include <functional>
#include <optional>

namespace qd {

/// The answer as checks read it, and the Error when there was none but that.
using StepAnswered = std::function<void(const collection::Answer &answer, const std::optional<Error> &error)>;

/// Sends what a step says; its variables are replaced already. CallEach and Wait are not requests and give
/// ErrorKind::Internal. The completion obeys the Call contract.
Call requestStep(McpSession &session, const collection::Step &step, QObject *context, const StepAnswered &answered);

/// The members of a JSON object, their values as JSON.
[[nodiscard]] collection::Variables membersOfObject(const QString &json);

} // namespace qd
