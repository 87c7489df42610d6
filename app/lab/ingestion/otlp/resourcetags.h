#pragma once

#include "ingestion/otlp/otlpmodel.h"
#include "telemetry/item.h"

namespace qd::lab {

/// An item that holds what the resource says of whoever sends: role name ("namespace.service", or what Kubernetes calls the
/// workload), instance, version, SDK. `instrumentationKey` is the lab's, since OTLP has none.
TelemetryItem itemOfResource(const OtlpAttributes &resource, const std::string &instrumentationKey);

} // namespace qd::lab
