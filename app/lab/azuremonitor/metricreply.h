#pragma once

#include "azuremonitor/metricrequest.h"

#include <optional>
#include <string>
#include <string_view>

namespace qd::lab {

/// The {"value":{…}} of a metric. `whole` and `parts` are tables as replies hold them, of metricKql() without and with
/// intervals; of `parts` only the segments that `whole` has are shown.
std::string metricReplyJson(const MetricRequest &request, std::string_view whole, const std::optional<std::string> &parts);

} // namespace qd::lab
