#include "ingestion/envelope.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Any bytes posted to /v2.1/track: no crash, and the counts add up.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string_view body(reinterpret_cast<const char *>(data), size);
    const qd::lab::TrackBatch batch = qd::lab::decodeTrack(body, "00000000-0000-0000-0000-0000000000ab");
    if (!batch.unreadable && batch.accepted + batch.errors.size() != batch.received)
        __builtin_trap();
    return 0;
}
