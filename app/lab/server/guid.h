#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace qd::lab {

/// A random version-4 GUID in lower case.
std::string randomGuid();
/// A GUID that depends on nothing but the seed and the purpose.
std::string derivedGuid(uint64_t seed, std::string_view purpose);
/// SHA-256 over seed and purpose, as lower-case hexadecimal: the lab's other deterministic values.
std::string derivedHex(uint64_t seed, std::string_view purpose);

} // namespace qd::lab
