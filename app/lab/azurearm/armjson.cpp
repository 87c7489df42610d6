#include "azurearm/armjson.h"

#include <nlohmann/json.hpp>

namespace qd::lab {

std::string jsonBody(const Json &body) { return body.dump(-1, ' ', false, Json::error_handler_t::replace); }

} // namespace qd::lab
