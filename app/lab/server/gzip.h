#pragma once

#include <string>
#include <string_view>

namespace qd::lab {

/// `text` as one gzip member, compressed for speed. Empty when zlib cannot (out of memory).
std::string gzipped(std::string_view text);

} // namespace qd::lab
