#pragma once

#include "mcpauth/mcpauthsettings.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <optional>

namespace qd::configsignin {

/// Puts a value away under a name of its own and gives the reference to it; a value that is a reference comes back as it is.
using KeepSecret = std::function<QString(const QString &part, const QString &value)>;

/// What one server's entry says of signing in: `oauth` as MCP Inspector and Claude Code write it, or Cursor's `auth`.
[[nodiscard]] McpAuthSettings read(const nlohmann::ordered_json &entry, const KeepSecret &keep);
/// What is left of such a member: keys that we do not know, with their secrets put away.
[[nodiscard]] nlohmann::ordered_json unknownOf(const nlohmann::ordered_json &member, const KeepSecret &keep);
/// The `oauth` member, with what was unknown in it; nothing when there is none of both.
[[nodiscard]] std::optional<nlohmann::ordered_json> write(const McpAuthSettings &settings, const nlohmann::ordered_json &unknown);

} // namespace qd::configsignin
