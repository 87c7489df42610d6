#include "ingestion/otlp/otlpjson.h"
#include "otlpfuzz.h"

/// Any bytes posted as OTLP JSON: no crash, and what is taken is fit to be stored.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    qd::fuzz::fuzzOtlp(data, size, qd::lab::decodeOtlpJson);
    return 0;
}
