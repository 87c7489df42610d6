#pragma once

#include "telemetry/item.h"

#include <string>
#include <string_view>
#include <vector>

namespace qd::lab {

/// Why one envelope of a batch was refused.
struct TrackError {
    size_t index = 0;
    int status = 400;
    std::string message;
};

/// What a body posted to /v2.1/track held.
struct TrackBatch {
    size_t received = 0;
    size_t accepted = 0;
    std::vector<TelemetryItem> items; ///< one or more per accepted envelope
    std::vector<TrackError> errors;
    bool unreadable = false; ///< the body as a whole is not JSON; `errors` says where
};

/// Decodes a Breeze body (azure facts 4.1): a JSON array of envelopes, or one envelope per line. Each envelope is judged
/// alone; those for another instrumentation key are refused. Bounded in depth; the caller bounds the bytes.
TrackBatch decodeTrack(std::string_view body, std::string_view instrumentationKey);

} // namespace qd::lab
