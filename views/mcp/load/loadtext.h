#pragma once

#include "mcp/load.h"
#include "widgets/chartspec.h"

#include <utility>

namespace qd {

struct LoadShown;

/// How a load run reads. Pure.
namespace loadtext {

/// One sentence: what was called, how often, how fast, how many failed.
[[nodiscard]] QString verdict(const LoadShown &shown);
/// Names and values: calls, a second, percentiles, failed.
[[nodiscard]] QList<std::pair<QString, QString>> figures(const load::Result &result);
[[nodiscard]] QList<std::pair<QString, QString>> shares(const QList<load::Share> &shares, qint64 of);
/// Calls that ended in each second, and the time that 95 of 100 of them took at most.
[[nodiscard]] ChartSpec rateChart(const LoadShown &shown);
[[nodiscard]] ChartSpec latencyChart(const LoadShown &shown);

} // namespace loadtext
} // namespace qd
