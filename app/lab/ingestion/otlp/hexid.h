#pragma once

#include <string>
#include <string_view>

namespace qd::lab {

/// Writes the id's bytes to `out` as lower-case hex; empty when it has not exactly `size` bytes or all are zero, which
/// OpenTelemetry calls invalid.
void hexOfBytes(std::string &out, std::string_view bytes, size_t size);

/// The same for an id that came as hex text of either case.
void hexOfText(std::string &out, std::string_view hex, size_t size);

} // namespace qd::lab
