#pragma once

#include "query/plotframe.h"

class QPainter;

/// The drawing of a query's chart. Nothing keeps state; the frame says where.
namespace qd::plot {

void paintGrid(QPainter &painter, const PlotFrame &frame, const query::ChartData &data, const Tokens &tokens);
/// Lines, areas, columns, bars or points, by the kind; clipped to the plot.
void paintSeries(QPainter &painter, const PlotFrame &frame, const query::ChartData &data, const Tokens &tokens);
/// A ring of slices with their sum in its middle, in the left half of the box.
void paintPie(QPainter &painter, const QRectF &box, const query::ChartData &data, const Tokens &tokens);

} // namespace qd::plot
