#pragma once

#include "mcp/configcodec.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace qd {

/// One server of a client's configuration, whatever file it stood in; notes and secrets go to the import. Nothing: it is
/// left out, and a note tells why.
[[nodiscard]] std::optional<McpServerConfig> readConfigEntry(const QString &name, const nlohmann::ordered_json &entry, McpImport &import);
/// What an import says of a secret that it puts away.
[[nodiscard]] QString putAwayNote(const McpImport::Secret &secret);
/// Whether an address has a user, or a key in its query or fragment.
[[nodiscard]] bool holdsKey(const QUrl &url);
/// The other way round, with references in the place of secrets.
[[nodiscard]] nlohmann::ordered_json writeConfigEntry(const McpServerConfig &config, const ConfigPairs &standing = {});

} // namespace qd
