#pragma once

#include "ingestion/otlp/attributeset.h"
#include "ingestion/otlp/otlpmodel.h"
#include "telemetry/item.h"

namespace qd::lab {

/// Makes `item` the dependency that a CLIENT, PRODUCER or INTERNAL span is: HTTP, database, gRPC, messaging, work inside the
/// process, or just "Dependency".
void fillDependency(const OtlpSpan &span, const AttributeSet &attributes, TelemetryItem &item);

/// What a consumer of an Event Hub reads from, in the column `source`.
void fillEventHubSource(const AttributeSet &attributes, TelemetryItem &item);

} // namespace qd::lab
