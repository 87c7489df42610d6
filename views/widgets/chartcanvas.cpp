#include "widgets/chartcanvas.h"

#include "format.h"
#include "widgets/sparkline.h"
#include "widgets/statusglyph.h"

#include <QFontMetricsF>
#include <QGraphicsLayout>
#include <QPainter>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <cmath>
#include <utility>

namespace qd {

namespace {

constexpr qreal canvasRight = 12;
constexpr qreal canvasBottom = 20;
constexpr qreal canvasTop = 8;
constexpr qreal canvasMarkerStrip = 20;
constexpr qreal canvasMarkerSize = 13;
/// Broken into more runs than this, a line is drawn from coarser stretches: each run is a series object of its own.
constexpr size_t canvasMaxRuns = 48;

bool canvasHasValue(const SliPoint &point)
{
    return point.value && std::isfinite(*point.value);
}

double canvasTime(Instant at)
{
    return static_cast<double>(at.time_since_epoch().count()) / 1000.0;
}

/// Points are the starts of steps: the axis reaches to the end of the last one, where the newest change may be.
Instant canvasEnd(const std::vector<SliPoint> &points)
{
    const size_t count = points.size();
    return count < 2 ? points.back().at : points.back().at + (points[count - 1].at - points[count - 2].at);
}

Instant canvasEnd(const ChartSpec &spec)
{
    const Instant end = canvasEnd(spec.points);
    return spec.forecast.empty() ? end : std::max(end, spec.forecast.back().at);
}

/// Markers that the time axis holds at least in part, oldest first.
QList<Change> canvasMarkers(const ChartSpec &spec)
{
    QList<Change> markers;
    if (spec.points.empty())
        return markers;
    const Instant from = spec.points.front().at;
    const Instant to = canvasEnd(spec);
    for (const Change &change : spec.markers) {
        const bool lasts = change.isOngoing || (change.end && *change.end >= from);
        if (change.at <= to && (change.at >= from || lasts))
            markers.append(change);
    }
    std::ranges::stable_sort(markers, {}, &Change::at);
    return markers;
}

size_t canvasRuns(const std::vector<SliPoint> &points)
{
    size_t runs = 0;
    for (size_t i = 0; i < points.size(); ++i) {
        if (canvasHasValue(points[i]) && (i == 0 || !canvasHasValue(points[i - 1])))
            ++runs;
    }
    return runs;
}

std::vector<SliPoint> canvasPoints(const std::vector<SliPoint> &points, size_t limit)
{
    std::vector<SliPoint> drawn = decimated(points, limit);
    for (; canvasRuns(drawn) > canvasMaxRuns && limit > 2 * canvasMaxRuns; limit /= 2)
        drawn = decimated(points, limit / 2);
    return drawn;
}

ValueTicks canvasTicks(const ChartSpec &spec, const std::vector<SliPoint> &points)
{
    std::optional<double> low;
    std::optional<double> high;
    const auto include = [&](double value) {
        low = std::min(low.value_or(value), value);
        high = std::max(high.value_or(value), value);
    };
    for (const SliPoint &point : points) {
        if (canvasHasValue(point))
            include(*point.value);
    }
    for (const SliPoint &point : spec.forecast) {
        if (canvasHasValue(point))
            include(*point.value);
    }
    for (const ChartLimit &limit : spec.limits)
        include(limit.at);
    if (spec.objective)
        include(*spec.objective);
    if (spec.isFromZero)
        include(0);
    if (!low)
        return niceTicks(0, 1);
    if (spec.upperBound && *high <= *spec.upperBound && *spec.upperBound - *high < (*high - *low))
        include(*spec.upperBound);
    ValueTicks ticks = niceTicks(*low, *high);
    if (spec.upperBound)
        ticks.high = std::max(*high, std::min(ticks.high, *spec.upperBound));
    if (spec.lowerBound)
        ticks.low = std::min(*low, std::max(ticks.low, *spec.lowerBound));
    ticks.at.removeIf([&](double value) { return value > ticks.high + 1e-12 || value < ticks.low - 1e-12; });
    return ticks;
}

QValueAxis *canvasAxis(QObject *parent)
{
    auto *axis = new QValueAxis(parent);
    axis->setVisible(false);
    return axis;
}

void canvasLabelBox(QPainter &painter, const QRectF &box, const Tokens &tokens)
{
    painter.setBrush(tokens.raised);
    painter.setPen(QPen(tokens.borderStrong, 1));
    painter.drawRoundedRect(box, tokens.radiusControl, tokens.radiusControl);
}

} // namespace

ChartCanvas::ChartCanvas(const Theme &theme, QWidget *parent) : QChartView(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("chartCanvas"));
    setProperty("qdRole", QStringLiteral("plain"));
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(160, 90);
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->addAxis(canvasAxis(chart()), Qt::AlignBottom);
    chart()->addAxis(canvasAxis(chart()), Qt::AlignLeft);
    connect(&theme, &Theme::changed, this, [this] { rebuild(); });
}

void ChartCanvas::setSpec(const ChartSpec &spec)
{
    const std::optional<Instant> read = m_reading && *m_reading < m_drawn.size()
        ? std::optional(m_drawn[*m_reading].at) : std::nullopt;
    m_spec = spec;
    m_spec.markers = canvasMarkers(spec);
    m_marker.reset();
    rebuild();
    // The reading stays on the same instant when new points arrive.
    m_reading = read ? nearestPoint(mapTime(*read)) : std::nullopt;
}

QString ChartCanvas::reading() const
{
    if (!m_reading || *m_reading >= m_drawn.size())
        return {};
    const SliPoint &point = m_drawn[*m_reading];
    return format::timestamp(point.at) % QStringLiteral("   ") % m_spec.formatValue(*point.value) % QStringLiteral("   ")
        % tr("%1 events").arg(format::number(point.events));
}

void ChartCanvas::rebuild()
{
    chart()->removeAllSeries();
    m_drawn = canvasPoints(m_spec.points, maxPoints);
    m_ticks = canvasTicks(m_spec, m_drawn);
    placeTimes();
    chart()->axes(Qt::Vertical).constFirst()->setRange(m_ticks.low, m_ticks.high);
    addSeries();
    placePlot();
    resetCachedContent();
    viewport()->update();
}

void ChartCanvas::placeTimes()
{
    m_times.clear();
    if (m_drawn.empty())
        return;
    m_from = m_drawn.front().at;
    m_to = canvasEnd(m_spec);
    m_times = timeTicks(m_from, m_to);
    chart()->axes(Qt::Horizontal).constFirst()->setRange(canvasTime(m_from), canvasTime(m_to));
}

void ChartCanvas::addSeries()
{
    const QPen pen(m_theme.tokens().series(m_spec.series), 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    for (auto begin = m_drawn.cbegin(); begin != m_drawn.cend();) {
        begin = std::find_if(begin, m_drawn.cend(), canvasHasValue);
        const auto end = std::find_if_not(begin, m_drawn.cend(), canvasHasValue);
        if (begin != end)
            addRun(&*begin, &*begin + (end - begin), pen, m_spec.isArea);
        begin = end;
    }
    if (m_drawn.empty() || m_spec.forecast.size() < 2)
        return;
    QPen dashed = pen;
    dashed.setDashPattern({4, 3});
    addRun(m_spec.forecast.data(), m_spec.forecast.data() + m_spec.forecast.size(), dashed, false);
}

void ChartCanvas::addRun(const SliPoint *begin, const SliPoint *end, const QPen &pen, bool hasArea)
{
    auto *line = new QLineSeries;
    QList<QPointF> points;
    points.reserve(end - begin + 1);
    // A lone point is drawn as a short dash: a line needs two ends.
    if (end - begin == 1)
        points.append({canvasTime(begin->at) - 1, *begin->value});
    for (const SliPoint *point = begin; point != end; ++point)
        points.append({canvasTime(point->at), *point->value});
    line->replace(points);
    line->setPen(pen);
    chart()->addSeries(line);
    for (QAbstractAxis *axis : chart()->axes())
        line->attachAxis(axis);
    if (hasArea)
        addArea(line, pen.color());
}

void ChartCanvas::addArea(QLineSeries *line, const QColor &colour)
{
    auto *upper = new QLineSeries;
    auto *lower = new QLineSeries;
    upper->replace(line->points());
    const double floor = std::clamp(0.0, m_ticks.low, m_ticks.high);
    lower->append(line->points().constFirst().x(), floor);
    lower->append(line->points().constLast().x(), floor);
    auto *area = new QAreaSeries(upper, lower);
    upper->setParent(area);
    lower->setParent(area);
    QColor fill = colour;
    fill.setAlphaF(0.16F);
    area->setBrush(fill);
    area->setPen(Qt::NoPen);
    chart()->addSeries(area);
    for (QAbstractAxis *axis : chart()->axes())
        area->attachAxis(axis);
}

void ChartCanvas::placePlot()
{
    const QFontMetricsF metrics(uiFont(TextSize::Caption));
    qreal labels = 24;
    for (const double value : m_ticks.at) {
        if (m_spec.formatValue)
            labels = std::max(labels, metrics.horizontalAdvance(m_spec.formatValue(value)));
    }
    const qreal top = canvasTop + (m_spec.markers.isEmpty() ? 0 : canvasMarkerStrip);
    m_plot = QRectF(viewport()->rect()).adjusted(std::ceil(labels) + 10, top, -canvasRight, -canvasBottom);
    chart()->setPlotArea(m_plot);
}

void ChartCanvas::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    placePlot();
}

qreal ChartCanvas::mapTime(Instant at) const
{
    if (m_drawn.empty() || m_to == m_from)
        return m_plot.right();
    const double from = canvasTime(m_from);
    return m_plot.left() + (canvasTime(at) - from) / (canvasTime(m_to) - from) * m_plot.width();
}

qreal ChartCanvas::mapValue(double value) const
{
    return m_plot.bottom() - (value - m_ticks.low) / (m_ticks.high - m_ticks.low) * m_plot.height();
}

void ChartCanvas::drawBackground(QPainter *painter, const QRectF &)
{
    const Tokens &tokens = m_theme.tokens();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setFont(uiFont(TextSize::Caption));
    for (const double value : m_ticks.at) {
        const qreal y = mapValue(value);
        painter->setPen(QPen(tokens.border, 1, tokens.isHighContrast ? Qt::DotLine : Qt::SolidLine));
        painter->drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
        painter->setPen(tokens.text3);
        if (m_spec.formatValue)
            painter->drawText(QRectF(0, y - 8, m_plot.left() - 8, 16), Qt::AlignRight | Qt::AlignVCenter, m_spec.formatValue(value));
    }
    for (const TimeTick &tick : m_times) {
        const qreal x = mapTime(tick.at);
        painter->setPen(QPen(tokens.border, 1));
        painter->drawLine(QPointF(x, m_plot.bottom()), QPointF(x, m_plot.bottom() + 4));
        painter->setPen(tokens.text3);
        const qreal left = std::clamp(x - 50, m_plot.left() - 40, m_plot.right() + canvasRight - 100);
        const bool isAtRight = x > m_plot.right() - 38;
        painter->drawText(QRectF(isAtRight ? m_plot.right() + canvasRight - 102 : left, m_plot.bottom() + 5, 100, 15),
                          static_cast<int>(isAtRight ? Qt::AlignRight : Qt::AlignHCenter) | Qt::AlignTop, tick.label);
    }
    painter->restore();
}

void ChartCanvas::drawForeground(QPainter *painter, const QRectF &)
{
    if (m_drawn.empty())
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintBands(*painter);
    if (m_spec.objective)
        paintLimit(*painter, *m_spec.objective, m_spec.objectiveLabel);
    for (const ChartLimit &limit : std::as_const(m_spec.limits))
        paintLimit(*painter, limit.at, limit.label);
    paintMarkers(*painter);
    paintLast(*painter);
    paintReading(*painter);
    if (hasFocus()) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(m_theme.tokens().accent, 2));
        painter->drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
    painter->restore();
}

// What lasts, e.g. an injected fault, tints the time it was on.
void ChartCanvas::paintBands(QPainter &painter) const
{
    for (const Change &change : m_spec.markers) {
        if (!change.end && !change.isOngoing)
            continue;
        const qreal left = std::max(mapTime(change.at), m_plot.left());
        const qreal right = std::min(change.end ? mapTime(*change.end) : m_plot.right(), m_plot.right());
        QColor tint = m_theme.tokens().status(changeTone(change.kind)).fill;
        tint.setAlphaF(0.14F);
        painter.fillRect(QRectF(left, m_plot.top(), std::max(2.0, right - left), m_plot.height()), tint);
    }
}

void ChartCanvas::paintLimit(QPainter &painter, double value, const QString &label) const
{
    const Tokens &tokens = m_theme.tokens();
    const qreal y = mapValue(value);
    QPen pen(tokens.text2, 1);
    pen.setDashPattern({5, 4});
    painter.setPen(pen);
    painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
    if (label.isEmpty())
        return;
    const QFont font = uiFont(TextSize::Caption, TextWeight::Medium);
    const qreal width = QFontMetricsF(font).horizontalAdvance(label) + 10;
    // Above the line, or below it where the line touches the top.
    const qreal top = y - 18 < m_plot.top() ? y + 3 : y - 18;
    const QRectF box(m_plot.left() + 4, top, width, 15);
    QColor background = tokens.surface;
    background.setAlphaF(0.85F);
    painter.fillRect(box, background);
    painter.setFont(font);
    painter.setPen(tokens.text2);
    painter.drawText(box, Qt::AlignCenter, label);
}

void ChartCanvas::paintMarkers(QPainter &painter) const
{
    const Tokens &tokens = m_theme.tokens();
    const QFont font = uiFont(TextSize::Caption);
    const QFontMetricsF metrics(font);
    qreal free = m_plot.left() - canvasMarkerSize;
    for (qsizetype i = 0; i < m_spec.markers.size(); ++i) {
        const Change &marker = m_spec.markers.at(i);
        if (marker.at < m_from || marker.at > m_to)
            continue;
        const qreal x = mapTime(marker.at);
        const bool isChosen = m_marker == i;
        painter.setPen(QPen(isChosen ? tokens.accent : tokens.borderStrong, isChosen ? 2 : 1));
        painter.drawLine(QPointF(x, m_plot.top() - 4), QPointF(x, m_plot.bottom()));
        // Glyphs that would cover each other are left out; their hairlines stay.
        if (x - canvasMarkerSize / 2 < free && !isChosen)
            continue;
        const QRectF box(x - canvasMarkerSize / 2, m_plot.top() - canvasMarkerSize - 5, canvasMarkerSize, canvasMarkerSize);
        paintGlyph(painter, box, changeGlyph(marker.kind), changeTone(marker.kind), tokens);
        free = box.right() + 2;
        const bool isLast = i + 1 == m_spec.markers.size();
        const qreal next = isLast ? m_plot.right() : std::min(mapTime(m_spec.markers.at(i + 1).at) - 12, m_plot.right());
        const qreal room = std::min(next - free - 2, 180.0);
        if (room < 48)
            continue;
        const QString title = metrics.elidedText(marker.title.simplified(), Qt::ElideRight, room);
        painter.setFont(font);
        painter.setPen(tokens.text2);
        painter.drawText(QPointF(free + 2, box.center().y() + metrics.capHeight() / 2), title);
        free += metrics.horizontalAdvance(title) + 8;
    }
}

void ChartCanvas::paintLast(QPainter &painter) const
{
    const auto last = std::find_if(m_drawn.crbegin(), m_drawn.crend(), canvasHasValue);
    if (last == m_drawn.crend())
        return;
    const Tokens &tokens = m_theme.tokens();
    painter.setPen(QPen(tokens.surface, 1.5));
    painter.setBrush(tokens.status(m_spec.lastTone).fill);
    painter.drawEllipse(QPointF(mapTime(last->at), mapValue(*last->value)), 4, 4);
}

void ChartCanvas::paintReading(QPainter &painter) const
{
    if (!m_reading || *m_reading >= m_drawn.size())
        return;
    const Tokens &tokens = m_theme.tokens();
    const SliPoint &point = m_drawn[*m_reading];
    const QPointF at(mapTime(point.at), mapValue(*point.value));
    painter.setPen(QPen(tokens.text3, 1));
    painter.drawLine(QPointF(at.x(), m_plot.top()), QPointF(at.x(), m_plot.bottom()));
    painter.setPen(QPen(tokens.text, 1.6));
    painter.setBrush(tokens.surface);
    painter.drawEllipse(at, 3.5, 3.5);
    const QFont font = monoFont(TextSize::Caption);
    const QString text = reading();
    const qreal width = QFontMetricsF(font).horizontalAdvance(text) + 16;
    const qreal left = std::clamp(at.x() + 10, m_plot.left(), std::max(m_plot.left(), m_plot.right() - width));
    const QRectF box(left, at.y() - 34 < m_plot.top() ? at.y() + 12 : at.y() - 34, width, 22);
    canvasLabelBox(painter, box, tokens);
    painter.setFont(font);
    painter.setPen(tokens.text);
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace qd
