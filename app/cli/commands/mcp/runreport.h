#pragma once

#include "mcp/collectionrun.h"
#include "mcp/mcptypes.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace qd {

/// "everything 2.0.0, MCP 2025-11-25" and an empty line.
[[nodiscard]] QString serverLine(const McpServerInfo &info);
/// One line, and below it each check that does not hold: what was expected and what was there.
[[nodiscard]] QString stepLines(const collection::StepResult &step);
[[nodiscard]] QString runSummary(const collection::RunResult &result);
/// The whole run as JSON: a contract with the rules of jsonwriter.h. Messages of the wire are cut.
[[nodiscard]] QByteArray runJson(const collection::RunResult &result, const std::optional<McpServerInfo> &server);
/// "get-sum [row 2]": the step's name, or what it does.
[[nodiscard]] QString stepTitle(const collection::StepResult &step);
/// "passed", "failed", "protocolError", "unreachable", "signIn", "cancelled".
[[nodiscard]] QString endingWord(collection::Ending ending);

} // namespace qd
