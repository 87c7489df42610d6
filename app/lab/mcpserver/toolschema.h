#pragma once

#include "azurearm/armjson.h"

#include <string>

namespace qd::lab {

/// The JSON Schema that a sample of a tool's arguments fits: every member required, nothing else allowed, types as in the
/// sample.
Json schemaOfSample(const Json &sample);

/// What is wrong with `value`, "/path: string expected, object found; …"; empty when it fits. Knows what schemaOfSample()
/// writes.
std::string schemaViolation(const Json &schema, const Json &value);

} // namespace qd::lab
