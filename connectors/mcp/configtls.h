#pragma once

#include "tlssettings.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>

/// Our own words for TLS in a server's entry, which no other client has: "tls": {"ca", "certificate", "key", "insecure"}.
namespace qd::configtls {

[[nodiscard]] TlsSettings read(const nlohmann::ordered_json &entry);
/// What is left of such a member: keys that we do not know. Null: nothing.
[[nodiscard]] nlohmann::ordered_json unknownOf(const nlohmann::ordered_json &member);
/// The member, with what was unknown in it; nothing when there is none of both.
[[nodiscard]] std::optional<nlohmann::ordered_json> write(const TlsSettings &settings, const nlohmann::ordered_json &unknown);

} // namespace qd::configtls
