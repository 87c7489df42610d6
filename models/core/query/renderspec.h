#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace qd::query {

/// How the query asked its result to be drawn: the `render` operator, as the service hands it back (azure facts 2.2).
/// Words are the service's own, lower case; empty means not said.
struct RenderSpec {
    QString visualization; ///< timechart, barchart, table, …; empty: no render operator
    QString title;
    QString kind;          ///< default, stacked, stacked100, unstacked
    QString xColumn;
    QStringList yColumns;
    QStringList series;
    QString xTitle;
    QString yTitle;
    QString legend;        ///< visible, hidden
    bool logarithmic = false; ///< yaxis=log
    bool accumulate = false;
    std::optional<double> yMin;
    std::optional<double> yMax;
    QStringList anomalyColumns;
    bool operator==(const RenderSpec &) const = default;
};

} // namespace qd::query
