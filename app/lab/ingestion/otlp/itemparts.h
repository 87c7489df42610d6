#pragma once

#include "ingestion/otlp/attributeset.h"
#include "telemetry/item.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace qd::lab {

/// What spans and log records have in common on their way into an item.

/// Nanoseconds since 1970 as the lab's time; what lies beyond its reach is cut to its end.
Instant instantOfNanos(std::uint64_t nanos);

/// User, synthetic source and microsoft.client.ip.
void addUserTags(const AttributeSet &attributes, TelemetryItem &item);

/// How many items the sampled one stands for, by microsoft.sample_rate.
int itemCountOfRate(const AttributeSet &attributes);

/// The numbers in microsoft.custom_measurements.
std::vector<std::pair<std::string, double>> measurementsOf(const AttributeSet &attributes);

} // namespace qd::lab
