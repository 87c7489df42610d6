#include "query/plotpainter.h"

#include <QHash>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace qd::plot {

namespace {

using query::ChartData;
using query::ChartKind;
using query::ChartSeries;

QColor translucent(QColor colour, float alpha)
{
    colour.setAlphaF(alpha);
    return colour;
}

/// What a stack holds already at each x, and what it will hold in all.
class Stack
{
public:
    explicit Stack(const ChartData &data) : m_isOn(data.isStacked), m_isShare(data.isShare)
    {
        if (!m_isShare)
            return;
        for (const ChartSeries &series : data.series)
            for (size_t i = 0; i < series.x.size(); ++i)
                m_sums[series.x[i]] += std::isfinite(series.y[i]) ? std::abs(series.y[i]) : 0;
    }
    /// Lower and upper end of the value, which then lies on the stack.
    std::pair<double, double> put(double x, double y)
    {
        if (!m_isOn)
            return {0, y};
        double value = std::isfinite(y) ? y : 0;
        if (m_isShare)
            value = m_sums.value(x) > 0 ? value / m_sums.value(x) * 100 : 0;
        double &top = (value < 0 ? m_below : m_above)[x];
        const double from = top;
        top += value;
        return {from, top};
    }

private:
    bool m_isOn;
    bool m_isShare;
    QHash<double, double> m_above;
    QHash<double, double> m_below;
    QHash<double, double> m_sums;
};

void paintLine(QPainter &painter, const PlotFrame &frame, const ChartSeries &series, const QPen &pen)
{
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    QPolygonF run;
    const auto flush = [&] {
        if (run.size() == 1)
            painter.drawEllipse(run.constFirst(), 1, 1);
        else if (run.size() > 1)
            painter.drawPolyline(run);
        run.clear();
    };
    for (size_t i = 0; i < series.x.size(); ++i) {
        if (std::isfinite(series.y[i]))
            run.append(QPointF(frame.mapX(series.x[i]), frame.mapY(series.y[i])));
        else
            flush();
    }
    flush();
}

/// Fills below the line; gives the line.
QPolygonF paintArea(QPainter &painter, const PlotFrame &frame, const ChartSeries &series, Stack &stack, bool isStacked, const QColor &colour)
{
    QPolygonF top;
    QPolygonF bottom;
    for (size_t i = 0; i < series.x.size(); ++i) {
        if (!isStacked && !std::isfinite(series.y[i]))
            continue;
        const auto [from, to] = stack.put(series.x[i], series.y[i]);
        const qreal x = frame.mapX(series.x[i]);
        top.append(QPointF(x, frame.mapY(to)));
        bottom.prepend(QPointF(x, isStacked ? frame.mapY(from) : frame.floorY()));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(translucent(colour, isStacked ? 0.55F : 0.18F));
    painter.drawPolygon(top + bottom);
    return top;
}

/// All fills, then all lines: a fill never dims the line below it.
void paintAreas(QPainter &painter, const PlotFrame &frame, const ChartData &data, const Tokens &tokens)
{
    Stack stack(data);
    QList<QPolygonF> lines;
    for (size_t n = 0; n < data.series.size(); ++n)
        lines.append(paintArea(painter, frame, data.series[n], stack, data.isStacked, plotColour(tokens, n)));
    painter.setBrush(Qt::NoBrush);
    for (qsizetype n = 0; n < lines.size(); ++n) {
        painter.setPen(QPen(plotColour(tokens, static_cast<size_t>(n)), 1.5));
        painter.drawPolyline(lines.at(n));
    }
}

void paintBar(QPainter &painter, const PlotFrame &frame, qreal at, qreal width, double from, double to, const QColor &colour)
{
    const qreal low = from == 0 ? frame.floorY() : frame.mapY(from);
    const qreal high = frame.mapY(to);
    const QRectF box = frame.isHorizontal() ? QRectF(QPointF(low, at), QPointF(high, at + width)) : QRectF(QPointF(at, low), QPointF(at + width, high));
    const QRectF bar = box.normalized();
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    if (std::min(bar.width(), bar.height()) >= 6 && from == 0)
        painter.drawRoundedRect(bar, 2, 2);
    else
        painter.drawRect(bar);
}

void paintBars(QPainter &painter, const PlotFrame &frame, const ChartData &data, const Tokens &tokens)
{
    Stack stack(data);
    const qreal gap = std::clamp(frame.slot() * 0.24, 1.0, 18.0);
    const qreal room = std::max(1.0, std::min(frame.slot() - gap, 72.0 * (data.isStacked ? 1.0 : static_cast<double>(data.series.size()))));
    const qreal width = data.isStacked ? room : room / static_cast<double>(std::max<size_t>(1, data.series.size()));
    for (size_t n = 0; n < data.series.size(); ++n) {
        const ChartSeries &series = data.series[n];
        const qreal shift = -room / 2 + (data.isStacked ? 0 : width * static_cast<double>(n));
        for (size_t i = 0; i < series.x.size(); ++i) {
            if (!std::isfinite(series.y[i]))
                continue;
            const auto [from, to] = stack.put(series.x[i], series.y[i]);
            paintBar(painter, frame, frame.mapX(series.x[i]) + shift, std::max(1.0, width - (data.series.size() > 1 && !data.isStacked ? 1 : 0)), from, to,
                     plotColour(tokens, n));
        }
    }
}

void paintPoints(QPainter &painter, const PlotFrame &frame, const ChartSeries &series, const QColor &colour)
{
    painter.setPen(QPen(colour, 1));
    painter.setBrush(translucent(colour, 0.45F));
    for (size_t i = 0; i < series.x.size(); ++i)
        if (std::isfinite(series.y[i]))
            painter.drawEllipse(QPointF(frame.mapX(series.x[i]), frame.mapY(series.y[i])), 3, 3);
}

// Shape beside colour: a ring round the point, in the colour of what needs a look.
void paintAnomalies(QPainter &painter, const PlotFrame &frame, const ChartSeries &series, const Tokens &tokens)
{
    for (const size_t at : series.anomalies) {
        if (!std::isfinite(series.y[at]))
            continue;
        const QPointF point(frame.mapX(series.x[at]), frame.mapY(series.y[at]));
        painter.setPen(QPen(tokens.surface, 4));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(point, 5.5, 5.5);
        painter.setPen(QPen(tokens.status(StatusTone::Crit).fill, 2));
        painter.setBrush(tokens.status(StatusTone::Crit).soft);
        painter.drawEllipse(point, 5, 5);
    }
}

} // namespace

void paintSeries(QPainter &painter, const PlotFrame &frame, const ChartData &data, const Tokens &tokens)
{
    painter.save();
    painter.setClipRect(frame.plot().adjusted(-8, -8, 8, 2));
    const bool isArea = data.kind == ChartKind::Area || data.kind == ChartKind::StackedArea;
    if (isBarKind(data.kind))
        paintBars(painter, frame, data, tokens);
    else if (isArea)
        paintAreas(painter, frame, data, tokens);
    for (size_t n = 0; n < data.series.size() && !isBarKind(data.kind) && !isArea; ++n) {
        if (data.kind == ChartKind::Scatter)
            paintPoints(painter, frame, data.series[n], plotColour(tokens, n));
        else
            paintLine(painter, frame, data.series[n], plotPen(tokens, n));
    }
    for (const ChartSeries &series : data.series)
        paintAnomalies(painter, frame, series, tokens);
    painter.restore();
}

} // namespace qd::plot
