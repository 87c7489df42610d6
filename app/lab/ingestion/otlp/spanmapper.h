#pragma once

#include "ingestion/otlp/otlpmodel.h"
#include "telemetry/item.h"

#include <vector>

namespace qd::lab {

/// Appends what a span and its events become (azure facts 3.4): a request or a dependency, then an exception or a trace for
/// each event. `base` holds the resource's part. Answers why the span is refused, or an empty text.
std::string mapSpan(const OtlpSpan &span, const TelemetryItem &base, std::vector<TelemetryItem> &items);

} // namespace qd::lab
