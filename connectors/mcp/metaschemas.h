#pragma once

#include <QString>

#include <map>

#include <nlohmann/json_fwd.hpp>

namespace qd {

/// What a JSON Schema must look like, by the addresses under which draft 7 and 2020-12 publish it. Our own words for the same
/// rules, in one document each: nothing is fetched, and vocabularies are not told apart. Any thread.
[[nodiscard]] const std::map<QString, nlohmann::json> &metaschemas();

} // namespace qd
