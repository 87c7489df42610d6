#include "query/plotframe.h"

#include "format.h"

#include <QFontMetricsF>
#include <QHash>

#include <algorithm>
#include <cmath>
#include <limits>

namespace qd {

namespace {

using query::ChartData;
using query::ChartKind;
using query::ChartSeries;

constexpr qreal plotTop = 10;
constexpr qreal plotRight = 16;
constexpr qreal plotBottom = 24;
constexpr qreal plotNames = 180; ///< of horizontal bars, at most

bool isArea(ChartKind kind) { return kind == ChartKind::Area || kind == ChartKind::StackedArea; }

struct PlotReach {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    void include(double value)
    {
        if (!std::isfinite(value))
            return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    [[nodiscard]] bool isEmpty() const { return low > high; }
};

/// What lies on one another adds up, above and below zero apart.
PlotReach stackedReach(const ChartData &data)
{
    QHash<double, double> above;
    QHash<double, double> below;
    for (const ChartSeries &series : data.series)
        for (size_t i = 0; i < series.x.size(); ++i)
            if (std::isfinite(series.y[i]))
                (series.y[i] < 0 ? below : above)[series.x[i]] += series.y[i];
    PlotReach reach;
    for (const double sum : above)
        reach.include(data.isShare ? 100 : sum);
    for (const double sum : below)
        reach.include(sum);
    return reach;
}

PlotReach valueReach(const ChartData &data)
{
    PlotReach reach;
    if (data.isStacked)
        reach = stackedReach(data);
    else
        for (const ChartSeries &series : data.series)
            for (const double y : series.y)
                reach.include(y);
    if (isBarKind(data.kind) || isArea(data.kind) || (reach.low > 0 && reach.low < reach.high / 2))
        reach.include(0);
    return reach.isEmpty() ? PlotReach{0, 1} : reach;
}

double leastStep(const ChartData &data)
{
    double step = std::numeric_limits<double>::infinity();
    for (const ChartSeries &series : data.series)
        for (size_t i = 1; i < series.x.size(); ++i)
            if (const double gap = series.x[i] - series.x[i - 1]; gap > 0)
                step = std::min(step, gap);
    return std::isfinite(step) ? step : 0;
}

} // namespace

bool isBarKind(ChartKind kind) { return kind == ChartKind::Bar || kind == ChartKind::Column; }

QString plotNumber(double value)
{
    if (value != 0 && std::abs(value) >= 10000)
        return format::compact(value);
    return format::number(value);
}

QColor plotColour(const Tokens &tokens, size_t series) { return tokens.seriesColours[series % seriesRoleCount]; }

QPen plotPen(const Tokens &tokens, size_t series)
{
    static const QList<QList<qreal>> dashes{{}, {6, 3}, {2, 3}, {8, 3, 2, 3}};
    QPen pen(plotColour(tokens, series), 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    const QList<qreal> &dash = dashes.at(static_cast<qsizetype>(series / 4) % dashes.size());
    if (!dash.isEmpty()) {
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern(dash);
    }
    return pen;
}

PlotFrame::PlotFrame(const ChartData &data, const QRectF &box, const QFont &font)
    : m_plot(box), m_isHorizontal(data.kind == ChartKind::Bar), m_isLogarithmic(data.isLogarithmic)
{
    takeValues(data);
    takeEnds(data);
    placeLabels(data, font);
    placeSlots(data);
}

void PlotFrame::takeValues(const ChartData &data)
{
    PlotReach reach = valueReach(data);
    if (data.yMin)
        reach.low = *data.yMin;
    if (data.yMax)
        reach.high = *data.yMax;
    m_isLogarithmic = m_isLogarithmic && reach.high > 0;
    if (m_isLogarithmic) {
        m_high = std::ceil(std::log10(reach.high));
        m_low = std::min(std::floor(std::log10(reach.low > 0 ? reach.low : reach.high / 1000)), m_high - 1);
        for (double power = m_low; power <= m_high; ++power)
            m_yLabels.append({std::pow(10.0, power), plotNumber(std::pow(10.0, power))});
        return;
    }
    const ValueTicks ticks = niceTicks(reach.low, reach.high);
    m_low = data.yMin.value_or(ticks.low);
    m_high = data.yMax.value_or(ticks.high);
    for (const double at : ticks.at)
        if (at >= m_low - 1e-9 * std::abs(m_low) && at <= m_high + 1e-9 * std::abs(m_high))
            m_yLabels.append({at, data.isShare ? format::percent(at / 100, 0) : plotNumber(at)});
}

void PlotFrame::takeEnds(const ChartData &data)
{
    if (!data.categories.isEmpty()) {
        m_from = -0.5;
        m_to = static_cast<double>(data.categories.size()) - 0.5;
        return;
    }
    PlotReach reach;
    for (const ChartSeries &series : data.series)
        for (const double x : series.x)
            reach.include(x);
    if (reach.isEmpty())
        return;
    const double room = isBarKind(data.kind) ? leastStep(data) / 2 : data.kind == ChartKind::Scatter ? (reach.high - reach.low) * 0.02 : 0;
    m_from = reach.low - room;
    m_to = reach.high + room;
    if (m_to <= m_from) {
        m_from -= data.isTime ? 30e6 : 0.5;
        m_to += data.isTime ? 30e6 : 0.5;
    }
}

void PlotFrame::placeLabels(const ChartData &data, const QFont &font)
{
    const QFontMetricsF metrics(font);
    qreal widest = 24;
    if (m_isHorizontal)
        for (const QString &name : data.categories)
            widest = std::max(widest, std::min(plotNames, metrics.horizontalAdvance(name)));
    else
        for (const Label &label : std::as_const(m_yLabels))
            widest = std::max(widest, metrics.horizontalAdvance(label.text));
    m_plot = m_plot.adjusted(std::ceil(widest) + 10, plotTop, -plotRight, -plotBottom);
    for (qsizetype i = 0; i < data.categories.size(); ++i)
        m_xLabels.append({static_cast<double>(i), data.categories.at(i)});
    if (!data.categories.isEmpty())
        return;
    const int most = std::clamp(static_cast<int>(m_plot.width() / 110), 2, 9);
    if (data.isTime) {
        for (const TimeTick &tick : timeTicks(Instant(Microseconds(static_cast<qint64>(m_from))), Instant(Microseconds(static_cast<qint64>(m_to))), most))
            m_xLabels.append({static_cast<double>(tick.at.time_since_epoch().count()), tick.label});
        return;
    }
    for (const double at : niceTicks(m_from, m_to, most).at)
        if (at >= m_from && at <= m_to)
            m_xLabels.append({at, plotNumber(at)});
}

void PlotFrame::placeSlots(const ChartData &data)
{
    const qreal length = m_isHorizontal ? m_plot.height() : m_plot.width();
    const double step = data.categories.isEmpty() ? leastStep(data) : 1;
    m_slot = step > 0 ? length * step / (m_to - m_from) : length;
}

qreal PlotFrame::mapX(double x) const
{
    const double share = (x - m_from) / (m_to - m_from);
    return m_isHorizontal ? m_plot.top() + share * m_plot.height() : m_plot.left() + share * m_plot.width();
}

double PlotFrame::unmapX(qreal pixel) const
{
    const double share = m_isHorizontal ? (pixel - m_plot.top()) / m_plot.height() : (pixel - m_plot.left()) / m_plot.width();
    return m_from + std::clamp(share, 0.0, 1.0) * (m_to - m_from);
}

qreal PlotFrame::mapY(double y) const
{
    const double value = m_isLogarithmic ? std::log10(std::max(y, 1e-300)) : y;
    const double share = std::clamp((value - m_low) / (m_high - m_low), -1.0, 2.0);
    return m_isHorizontal ? m_plot.left() + share * m_plot.width() : m_plot.bottom() - share * m_plot.height();
}

qreal PlotFrame::floorY() const
{
    return m_isLogarithmic ? (m_isHorizontal ? m_plot.left() : m_plot.bottom()) : mapY(std::clamp(0.0, m_low, m_high));
}

} // namespace qd
