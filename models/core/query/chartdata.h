#pragma once

#include "query/renderspec.h"
#include "query/resultset.h"

#include <QList>

#include <optional>

namespace qd::query {

enum class ChartKind { Table, Time, Line, Area, StackedArea, Bar, Column, Pie, Scatter, Anomaly };

/// One line, one colour of bars, one cloud of points. `y` may be NaN: a gap.
struct ChartSeries {
    QString name;
    std::vector<double> x; ///< microseconds since 1970, numbers, or indexes into ChartData::categories
    std::vector<double> y;
    std::vector<size_t> anomalies; ///< points that the query calls anomalies
};

/// A result as it is drawn: which columns are the axis, the values, the series; bounded, and true about what was left out.
struct ChartData {
    ChartKind kind = ChartKind::Table;
    bool isTime = false;     ///< x are instants
    QStringList categories;  ///< x are names; empty: x are numbers or instants
    bool isStacked = false;
    bool isShare = false;    ///< stacked to 100 %
    bool isLogarithmic = false;
    bool hasLegend = true;
    std::optional<double> yMin;
    std::optional<double> yMax;
    std::vector<ChartSeries> series;
    QString title;
    QString xTitle;
    QString yTitle;
    QString leftOut; ///< one sentence, or empty
    QString problem; ///< why there is nothing to draw, or empty
};

struct ChartLimits {
    size_t rows = 200000;
    size_t series = 20;
    size_t categories = 40;
    size_t slices = 10;
    size_t points = 4000; ///< of one series; more are thinned out, keeping least and most of each stretch
};

/// The kind that a render operator asks for; nothing was asked for: the one that fits the columns, or Table.
ChartKind chartKind(const ResultSet &set, const RenderSpec &spec);
/// As the service's words: "timechart", "piechart".
QString chartKindName(ChartKind kind);
/// Reads the result as a chart of `kind`. `make-series` arrays are taken apart. Any thread.
ChartData chartData(const ResultSet &set, const RenderSpec &spec, ChartKind kind, const ChartLimits &limits = {});

} // namespace qd::query
