#pragma once

#include <nlohmann/json_fwd.hpp>

namespace qd::lab {

/// Resource bodies keep the order of their members, as the service writes them.
using Json = nlohmann::ordered_json;

} // namespace qd::lab
