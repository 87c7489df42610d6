#pragma once

#include "query/chartdata.h"
#include "theme/theme.h"
#include "widgets/chartticks.h"

#include <QFont>
#include <QPen>
#include <QRectF>

namespace qd {

/// Where a query's chart draws what: the plot's box inside the widget, the axes' ends and labels, and the way from values
/// to pixels. A value, made anew for each size.
class PlotFrame
{
public:
    struct Label {
        double at = 0; ///< value on its axis
        QString text;
    };

    PlotFrame() = default;
    PlotFrame(const query::ChartData &data, const QRectF &box, const QFont &font);

    [[nodiscard]] const QRectF &plot() const { return m_plot; }
    /// Along the axis of times, names or numbers. Of horizontal bars that is the axis at the left.
    [[nodiscard]] qreal mapX(double x) const;
    /// Along the axis of values.
    [[nodiscard]] qreal mapY(double y) const;
    /// What stands at a pixel of the first axis.
    [[nodiscard]] double unmapX(qreal pixel) const;
    [[nodiscard]] const QList<Label> &xLabels() const { return m_xLabels; }
    [[nodiscard]] const QList<Label> &yLabels() const { return m_yLabels; }
    /// The pixel that bars and areas stand on.
    [[nodiscard]] qreal floorY() const;
    /// Room of one category, or of one step of a time axis of columns.
    [[nodiscard]] qreal slot() const { return m_slot; }
    [[nodiscard]] bool isHorizontal() const { return m_isHorizontal; }

private:
    void takeEnds(const query::ChartData &data);
    void takeValues(const query::ChartData &data);
    void placeLabels(const query::ChartData &data, const QFont &font);
    void placeSlots(const query::ChartData &data);

    QRectF m_plot;
    double m_from = 0;
    double m_to = 1;
    double m_low = 0;
    double m_high = 1;
    bool m_isHorizontal = false;
    bool m_isLogarithmic = false;
    qreal m_slot = 0;
    QList<Label> m_xLabels;
    QList<Label> m_yLabels;
};

/// A value as axes and readings write it.
QString plotNumber(double value);
/// The colour and dash of a series by its place: eight colours, then the same with other dashes.
QPen plotPen(const Tokens &tokens, size_t series);
QColor plotColour(const Tokens &tokens, size_t series);
/// Whether this kind is drawn as bars: their axis of values starts at zero.
bool isBarKind(query::ChartKind kind);

} // namespace qd
