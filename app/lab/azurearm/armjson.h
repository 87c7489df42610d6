#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace qd::lab {

/// Resource bodies keep the order of their members, as the service writes them.
using Json = nlohmann::ordered_json;

/// The body's text. Never throws: what is not UTF-8 in a client's own texts is replaced.
std::string jsonBody(const Json &body);

} // namespace qd::lab
