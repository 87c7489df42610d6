#include "ingestion/otlp/otlpproto.h"
#include "otlpfuzz.h"

/// Any bytes posted as OTLP protobuf: no crash, and what is taken is fit to be stored.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    qd::fuzz::fuzzOtlp(data, size, qd::lab::decodeOtlpProto);
    return 0;
}
