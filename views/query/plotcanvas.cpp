#include "query/plotcanvas.h"

#include "format.h"
#include "query/celltext.h"
#include "query/plotpainter.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace qd {

namespace {

constexpr qsizetype plotReadings = 10; ///< series that a reading lists

} // namespace

PlotCanvas::PlotCanvas(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("plotCanvas"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(160, 100);
    setAccessibleName(tr("Chart of the result"));
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void PlotCanvas::setData(const query::ChartData &data)
{
    m_data = data;
    m_reading.reset();
    m_brushFrom.reset();
    m_brushTo.reset();
    setAccessibleDescription(tr("%1 with %n series", nullptr, static_cast<int>(data.series.size())).arg(query::chartKindName(data.kind)));
    place();
}

void PlotCanvas::place()
{
    m_frame = PlotFrame(m_data, QRectF(rect()), uiFont(TextSize::Caption));
    update();
}

void PlotCanvas::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void PlotCanvas::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens &tokens = m_theme.tokens();
    painter.setFont(uiFont(TextSize::Caption));
    if (m_data.kind == query::ChartKind::Pie) {
        plot::paintPie(painter, QRectF(rect()), m_data, tokens);
    } else {
        plot::paintGrid(painter, m_frame, m_data, tokens);
        plot::paintSeries(painter, m_frame, m_data, tokens);
        paintBrush(painter);
        paintReading(painter);
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tokens.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

std::vector<double> PlotCanvas::places() const
{
    std::vector<double> places;
    for (const query::ChartSeries &series : m_data.series)
        places.insert(places.end(), series.x.begin(), series.x.end());
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
}

QString PlotCanvas::placeText(double x) const
{
    if (!m_data.categories.isEmpty())
        return m_data.categories.value(static_cast<qsizetype>(std::lround(x)));
    return m_data.isTime ? query::instantText(Instant(Microseconds(static_cast<qint64>(x))), true) : plotNumber(x);
}

QStringList PlotCanvas::reading() const
{
    if (!m_reading)
        return {};
    QStringList lines{placeText(*m_reading)};
    for (const query::ChartSeries &series : m_data.series) {
        const auto at = std::ranges::find(series.x, *m_reading);
        if (at == series.x.end() || lines.size() > plotReadings)
            continue;
        const double value = series.y[static_cast<size_t>(at - series.x.begin())];
        lines.append(QString(series.name % QStringLiteral("   ") % (std::isfinite(value) ? format::number(value) : tr("no value"))));
    }
    return lines;
}

void PlotCanvas::paintBrush(QPainter &painter) const
{
    if (!m_brushFrom || !m_brushTo)
        return;
    const auto [from, to] = std::minmax(m_frame.mapX(*m_brushFrom), m_frame.mapX(*m_brushTo));
    const Tokens &tokens = m_theme.tokens();
    QColor tint = tokens.accent;
    tint.setAlphaF(0.16F);
    const QRectF box(from, m_frame.plot().top(), to - from, m_frame.plot().height());
    painter.fillRect(box, tint);
    painter.setPen(QPen(tokens.accent, 1));
    painter.drawLine(box.topLeft(), box.bottomLeft());
    painter.drawLine(box.topRight(), box.bottomRight());
}

void PlotCanvas::paintReading(QPainter &painter) const
{
    const QStringList lines = reading();
    if (lines.isEmpty())
        return;
    const Tokens &tokens = m_theme.tokens();
    const QRectF &plot = m_frame.plot();
    const qreal at = m_frame.mapX(*m_reading);
    painter.setPen(QPen(tokens.borderStrong, 1));
    if (m_frame.isHorizontal())
        painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at));
    else
        painter.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()));
    const QFont font = monoFont(TextSize::Caption);
    const QFontMetricsF metrics(font);
    qreal width = 0;
    for (const QString &line : lines)
        width = std::max(width, metrics.horizontalAdvance(line));
    const QSizeF size(std::min(width + 16, plot.width()), metrics.height() * static_cast<double>(lines.size()) + 10);
    const qreal left = m_frame.isHorizontal() ? plot.right() - size.width() : at + 12 + size.width() > plot.right() ? at - 12 - size.width() : at + 12;
    const QRectF box(QPointF(std::max(left, plot.left()), plot.top() + 4), size);
    painter.setBrush(tokens.raised);
    painter.setPen(QPen(tokens.borderStrong, 1));
    painter.drawRoundedRect(box, tokens.radiusControl, tokens.radiusControl);
    painter.setFont(font);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        painter.setPen(i == 0 ? tokens.text2 : tokens.text);
        painter.drawText(QRectF(box.left() + 8, box.top() + 5 + metrics.height() * static_cast<double>(i), box.width() - 12, metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(lines.at(i), Qt::ElideMiddle, box.width() - 12));
    }
}

} // namespace qd
