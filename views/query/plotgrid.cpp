// The axes of a query's chart, and the ring that needs none.
#include "query/plotpainter.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace qd::plot {

namespace {

using query::ChartData;

void paintNames(QPainter &painter, const PlotFrame &frame, const Tokens &tokens)
{
    const QFontMetricsF metrics(painter.font());
    painter.setPen(tokens.text3);
    const QRectF &plot = frame.plot();
    const auto step = static_cast<qsizetype>(std::max(1.0, std::ceil((frame.isHorizontal() ? 14.0 : 34.0) / std::max(1.0, frame.slot()))));
    for (qsizetype i = 0; i < frame.xLabels().size(); i += step) {
        const PlotFrame::Label &label = frame.xLabels().at(i);
        const qreal at = frame.mapX(label.at);
        const qreal room = frame.isHorizontal() ? plot.left() - 10 : frame.slot() * static_cast<double>(step) - 6;
        const QString text = metrics.elidedText(label.text, Qt::ElideMiddle, room);
        if (frame.isHorizontal())
            painter.drawText(QRectF(0, at - 8, plot.left() - 8, 16), Qt::AlignRight | Qt::AlignVCenter, text);
        else
            painter.drawText(QRectF(at - room / 2, plot.bottom() + 5, room, 15), Qt::AlignHCenter | Qt::AlignTop, text);
    }
}

void paintTicks(QPainter &painter, const PlotFrame &frame, const Tokens &tokens)
{
    const QRectF &plot = frame.plot();
    for (const PlotFrame::Label &label : frame.xLabels()) {
        const qreal x = frame.mapX(label.at);
        painter.setPen(QPen(tokens.border, 1));
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4));
        painter.setPen(tokens.text3);
        const qreal left = std::min(x - 55, plot.right() + 14 - 110);
        painter.drawText(QRectF(left, plot.bottom() + 5, 110, 15), static_cast<int>(left < x - 55 ? Qt::AlignRight : Qt::AlignHCenter) | Qt::AlignTop, label.text);
    }
}

} // namespace

void paintGrid(QPainter &painter, const PlotFrame &frame, const ChartData &data, const Tokens &tokens)
{
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QRectF &plot = frame.plot();
    for (const PlotFrame::Label &label : frame.yLabels()) {
        const qreal at = frame.mapY(label.at);
        painter.setPen(QPen(tokens.border, 1, tokens.isHighContrast ? Qt::DotLine : Qt::SolidLine));
        if (frame.isHorizontal())
            painter.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()));
        else
            painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at));
        painter.setPen(tokens.text3);
        const QRectF box = frame.isHorizontal() ? QRectF(at - 40, plot.bottom() + 5, 80, 15) : QRectF(0, at - 8, plot.left() - 8, 16);
        painter.drawText(box, static_cast<int>(frame.isHorizontal() ? Qt::AlignHCenter : Qt::AlignRight) | Qt::AlignVCenter, label.text);
    }
    if (data.categories.isEmpty())
        paintTicks(painter, frame, tokens);
    else
        paintNames(painter, frame, tokens);
    painter.setRenderHint(QPainter::Antialiasing, true);
}

void paintPie(QPainter &painter, const QRectF &box, const ChartData &data, const Tokens &tokens)
{
    if (data.series.empty())
        return;
    const std::vector<double> &values = data.series.front().y;
    double sum = 0;
    for (const double value : values)
        sum += value;
    const qreal size = std::min(box.width(), box.height()) - 24;
    const QRectF ring(box.center().x() - size / 2, box.center().y() - size / 2, size, size);
    double at = 90 * 16;
    painter.setPen(QPen(tokens.surface, 2));
    for (size_t i = 0; i < values.size() && sum > 0; ++i) {
        const double span = -values[i] / sum * 360 * 16;
        painter.setBrush(plotColour(tokens, i));
        painter.drawPie(ring, static_cast<int>(std::lround(at)), static_cast<int>(std::lround(span)));
        at += span;
    }
    painter.setBrush(tokens.surface);
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(ring.adjusted(size * 0.29, size * 0.29, -size * 0.29, -size * 0.29));
    painter.setPen(tokens.text);
    painter.setFont(uiFont(TextSize::ViewTitle, TextWeight::SemiBold));
    painter.drawText(ring, Qt::AlignCenter, plotNumber(sum));
}

} // namespace qd::plot
