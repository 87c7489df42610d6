#pragma once

#include "ids.h"

namespace qd {

using TraceId = StrongId<struct TraceIdTag>; ///< operation_Id: 32 hex digits of W3C, but any text is accepted
using SpanId = StrongId<struct SpanIdTag>;   ///< id of a request or dependency

} // namespace qd
