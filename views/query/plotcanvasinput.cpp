// The mouse and keyboard side of PlotCanvas.
#include "query/plotcanvas.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace qd {

namespace {

constexpr qreal plotLeastBrush = 5;

Instant plotInstant(double x) { return Instant(Microseconds(static_cast<qint64>(x))); }

} // namespace

// Escape ends reading before it is the window's way back.
bool PlotCanvas::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && static_cast<const QKeyEvent *>(event)->key() == Qt::Key_Escape && (m_brushFrom || m_reading)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void PlotCanvas::readAt(std::optional<double> x)
{
    if (m_reading == x)
        return;
    m_reading = x;
    update();
}

// The nearest place that a series has.
void PlotCanvas::mouseMoveEvent(QMouseEvent *event)
{
    const qreal pixel = m_frame.isHorizontal() ? event->position().y() : event->position().x();
    if (m_brushFrom && (event->buttons() & Qt::LeftButton)) {
        m_brushTo = m_frame.unmapX(pixel);
        update();
        return;
    }
    const std::vector<double> all = places();
    if (all.empty() || !m_frame.plot().contains(event->position()) || m_data.kind == query::ChartKind::Pie)
        return readAt(std::nullopt);
    const double wanted = m_frame.unmapX(pixel);
    readAt(*std::ranges::min_element(all, {}, [wanted](double x) { return std::abs(x - wanted); }));
}

void PlotCanvas::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !canBrush() || !m_frame.plot().contains(event->position()))
        return;
    m_brushFrom = m_frame.unmapX(event->position().x());
    m_brushTo = m_brushFrom;
}

void PlotCanvas::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_brushFrom || !m_brushTo)
        return;
    if (std::abs(m_frame.mapX(*m_brushFrom) - m_frame.mapX(*m_brushTo)) >= plotLeastBrush)
        return finishBrush();
    m_brushFrom.reset();
    m_brushTo.reset();
    update();
}

void PlotCanvas::finishBrush()
{
    const auto [from, to] = std::minmax(*m_brushFrom, *m_brushTo);
    m_brushFrom.reset();
    m_brushTo.reset();
    update();
    emit rangeBrushed(plotInstant(from), plotInstant(to));
}

void PlotCanvas::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    readAt(std::nullopt);
}

void PlotCanvas::step(int direction, bool isBrushing)
{
    const std::vector<double> all = places();
    if (all.empty())
        return;
    auto at = m_reading ? std::ranges::find(all, *m_reading) - all.begin() + direction : direction > 0 ? 0 : std::ssize(all) - 1;
    at = std::clamp<std::ptrdiff_t>(at, 0, std::ssize(all) - 1);
    if (isBrushing && canBrush()) {
        if (!m_brushFrom)
            m_brushFrom = m_reading.value_or(all[static_cast<size_t>(at)]);
        m_brushTo = all[static_cast<size_t>(at)];
    }
    readAt(all[static_cast<size_t>(at)]);
    setAccessibleDescription(reading().join(QStringLiteral(", ")));
    update();
}

void PlotCanvas::keyPressEvent(QKeyEvent *event)
{
    const bool isShifted = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        step(event->key() == Qt::Key_Left ? -1 : 1, isShifted);
    else if (isReturn && m_brushFrom && m_brushTo && *m_brushFrom != *m_brushTo)
        finishBrush();
    else if (event->key() == Qt::Key_Escape && (m_brushFrom || m_reading)) {
        m_brushFrom.reset();
        m_brushTo.reset();
        readAt(std::nullopt);
        update();
    } else {
        event->ignore();
    }
}

} // namespace qd
