#pragma once

#include "ingestion/otlp/otlpmodel.h"
#include "telemetry/item.h"

#include <string>
#include <vector>

namespace qd::lab {

/// Appends what a log record becomes (azure facts 3.4): an exception, a custom event, an availability result or a trace.
/// `base` holds the resource's part; `now` is for records that have no time of their own. Answers why it is refused, or an
/// empty text.
std::string mapLog(const OtlpLog &record, const TelemetryItem &base, Instant now, std::vector<TelemetryItem> &items);

} // namespace qd::lab
