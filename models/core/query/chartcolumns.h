#pragma once

#include "query/chartdata.h"

namespace qd::query {

/// Which columns of a result are what in a chart.
struct ChartColumns {
    std::optional<size_t> x;
    std::vector<size_t> y;
    std::vector<size_t> series;    ///< their texts together name a series
    std::vector<size_t> anomalies; ///< one for each y, or none
    bool isArrays = false;         ///< x and y are arrays, as make-series gives them
    bool isTime = false;
    bool isNames = false;          ///< x are names
};

/// As `render` chooses: the columns it names; else the first instant (or, for bars and pies, the first text) is x, numbers
/// are y, other texts name the series.
ChartColumns chartColumns(const ResultSet &set, const RenderSpec &spec, ChartKind kind);

} // namespace qd::query
