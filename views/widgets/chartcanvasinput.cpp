// The mouse and keyboard side of ChartCanvas.
#include "widgets/chartcanvas.h"

#include "format.h"
#include "plaintip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <cmath>

namespace qd {

namespace {

constexpr qreal canvasMarkerReach = 7;
constexpr qreal canvasMarkerHeight = 22;

bool canvasCanRead(const SliPoint &point)
{
    return point.value && std::isfinite(*point.value);
}

} // namespace

std::optional<size_t> ChartCanvas::nearestPoint(qreal x) const
{
    std::optional<size_t> nearest;
    qreal distance = 0;
    for (size_t i = 0; i < m_drawn.size(); ++i) {
        if (!canvasCanRead(m_drawn[i]))
            continue;
        const qreal d = std::abs(mapTime(m_drawn[i].at) - x);
        if (!nearest || d < distance) {
            nearest = i;
            distance = d;
        }
    }
    return nearest;
}

std::optional<qsizetype> ChartCanvas::markerAt(const QPointF &at) const
{
    if (at.y() > m_plot.top() || at.y() < m_plot.top() - canvasMarkerHeight || m_drawn.empty())
        return std::nullopt;
    for (qsizetype i = 0; i < m_spec.markers.size(); ++i) {
        if (std::abs(mapTime(m_spec.markers.at(i).at) - at.x()) <= canvasMarkerReach)
            return i;
    }
    return std::nullopt;
}

void ChartCanvas::readPoint(std::optional<size_t> index)
{
    if (m_reading == index)
        return;
    m_reading = index;
    viewport()->update();
}

void ChartCanvas::stepPoint(int direction)
{
    if (m_drawn.empty())
        return;
    auto i = m_reading ? static_cast<std::ptrdiff_t>(*m_reading) + direction
                       : (direction > 0 ? 0 : static_cast<std::ptrdiff_t>(m_drawn.size()) - 1);
    while (i >= 0 && i < std::ssize(m_drawn) && !canvasCanRead(m_drawn[static_cast<size_t>(i)]))
        i += direction;
    if (i < 0 || i >= std::ssize(m_drawn))
        return;
    readPoint(static_cast<size_t>(i));
    setAccessibleDescription(reading());
}

void ChartCanvas::stepMarker(int direction)
{
    if (m_spec.markers.isEmpty())
        return;
    const qsizetype last = m_spec.markers.size() - 1;
    const qsizetype next = m_marker ? std::clamp<qsizetype>(*m_marker + direction, 0, last) : (direction > 0 ? 0 : last);
    m_marker = next;
    const Change &marker = m_spec.markers.at(next);
    setAccessibleDescription(format::timestamp(marker.at) % QLatin1Char(' ') % marker.title);
    readPoint(nearestPoint(mapTime(marker.at)));
    viewport()->update();
}

void ChartCanvas::mouseMoveEvent(QMouseEvent *event)
{
    readPoint(m_plot.contains(event->position()) ? nearestPoint(event->position().x()) : std::nullopt);
    viewport()->setCursor(markerAt(event->position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void ChartCanvas::mousePressEvent(QMouseEvent *event)
{
    if (const auto marker = markerAt(event->position()))
        emit markerActivated(m_spec.markers.at(*marker));
}

void ChartCanvas::leaveEvent(QEvent *event)
{
    QChartView::leaveEvent(event);
    readPoint(std::nullopt);
}

void ChartCanvas::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left: return stepPoint(-1);
    case Qt::Key_Right: return stepPoint(1);
    case Qt::Key_Comma: return stepMarker(-1);
    case Qt::Key_Period: return stepMarker(1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_marker)
            emit markerActivated(m_spec.markers.at(*m_marker));
        return;
    default: break;
    }
    if (event->key() == Qt::Key_Escape && (m_reading || m_marker)) {
        m_marker.reset();
        readPoint(std::nullopt);
        viewport()->update();
        return;
    }
    // The scroll area below would swallow the arrow keys of the view around it.
    event->ignore();
}

bool ChartCanvas::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QChartView::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto index = markerAt(help->pos());
    if (!index) {
        QToolTip::hideText();
        return true;
    }
    const Change &marker = m_spec.markers.at(*index);
    const QString text = format::timestamp(marker.at) % QLatin1Char('\n') % marker.title % QLatin1Char('\n') % marker.detail;
    QToolTip::showText(help->globalPos(), plainTip(text, 500), this);
    return true;
}

} // namespace qd
