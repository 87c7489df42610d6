#pragma once

#include "ingestion/otlp/otlpmodel.h"
#include "server/httpreply.h"

#include <string>
#include <string_view>

namespace qd::lab {

enum class OtlpEncoding { JsonText, Protobuf };

/// 200: the empty message, or how many records were refused and why (azure facts 4.2).
HttpReply otlpAccepted(OtlpSignal signal, OtlpEncoding encoding, size_t rejected, const std::string &reason);

/// A google.rpc.Status with the HTTP status that belongs to it.
HttpReply otlpRefused(int status, OtlpEncoding encoding, const std::string &message);

} // namespace qd::lab
