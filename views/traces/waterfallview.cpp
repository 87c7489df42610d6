#include "traces/waterfallview.h"

#include "plaintip.h"
#include "tracetext.h"

#include <QAccessible>
#include <QFocusEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace qd {

namespace {
constexpr int leastNames = 220;
constexpr int dividerGrip = 4;
} // namespace

WaterfallView::WaterfallView(const Theme &theme, QWidget *parent) : QAbstractScrollArea(parent), m_painter(theme)
{
    setObjectName(QStringLiteral("waterfall"));
    setAccessibleName(tr("Waterfall of the trace"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setProperty("qdRole", QStringLiteral("plain"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void WaterfallView::setTrace(std::shared_ptr<const Trace> trace)
{
    if (trace.get() == &m_rows.trace())
        return;
    m_rows.setTrace(std::move(trace));
    m_scale.setTotal(m_rows.trace().duration());
    m_current = -1;
    relayout();
    verticalScrollBar()->setValue(0);
    setAccessibleDescription({});
    viewport()->update();
}

void WaterfallView::relayout()
{
    const int width = viewport()->width();
    const int names = std::max(leastNames, static_cast<int>(width * m_nameShare));
    m_painter.setColumns(std::min(names, width), std::max(1, width - names));
    const int room = std::max(0, viewport()->height() - WaterfallPainter::axisHeight);
    verticalScrollBar()->setSingleStep(WaterfallPainter::rowHeight);
    verticalScrollBar()->setPageStep(room);
    verticalScrollBar()->setRange(0, std::max(0, m_rows.count() * WaterfallPainter::rowHeight - room));
}

void WaterfallView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    relayout();
}

void WaterfallView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_rows.count() == 0)
        return;
    m_painter.paintAxis(painter, 0, viewport()->height(), m_scale);
    painter.setClipRect(QRect(0, WaterfallPainter::axisHeight, viewport()->width(), viewport()->height()).intersected(event->rect()));
    const int scrolled = verticalScrollBar()->value();
    const int first = scrolled / WaterfallPainter::rowHeight;
    const int last = std::min(m_rows.count() - 1, first + viewport()->height() / WaterfallPainter::rowHeight + 1);
    for (int row = first; row <= last; ++row) {
        const int span = m_rows.spanAt(row);
        m_painter.paintRow(painter, WaterfallPainter::axisHeight + row * WaterfallPainter::rowHeight - scrolled, m_rows.trace(), span, m_scale,
                           {.isSelected = span == m_current, .hasFocus = hasFocus(), .isOdd = row % 2 == 1, .isCollapsed = m_rows.isCollapsed(span)});
    }
}

int WaterfallView::rowAt(int y) const
{
    if (y < WaterfallPainter::axisHeight)
        return -1;
    const int row = (y - WaterfallPainter::axisHeight + verticalScrollBar()->value()) / WaterfallPainter::rowHeight;
    return row < m_rows.count() ? row : -1;
}

int WaterfallView::pageRows() const
{
    return std::max(1, (viewport()->height() - WaterfallPainter::axisHeight) / WaterfallPainter::rowHeight - 1);
}

void WaterfallView::setCurrent(int span)
{
    const bool isOther = span != m_current;
    m_current = span;
    viewport()->update();
    if (!isOther)
        return;
    setAccessibleDescription(span < 0 ? QString() : tracetext::spoken(m_rows.trace(), span));
    QAccessibleEvent spoken(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&spoken);
    emit currentChanged(span);
}

void WaterfallView::selectRow(int row)
{
    if (row < 0 || row >= m_rows.count())
        return;
    const int top = row * WaterfallPainter::rowHeight;
    const int room = viewport()->height() - WaterfallPainter::axisHeight;
    QScrollBar *bar = verticalScrollBar();
    if (top < bar->value())
        bar->setValue(top);
    else if (top + WaterfallPainter::rowHeight > bar->value() + room)
        bar->setValue(top + WaterfallPainter::rowHeight - room);
    setCurrent(m_rows.spanAt(row));
}

void WaterfallView::selectSpan(int span)
{
    if (span < 0 || span >= m_rows.trace().size())
        return;
    m_rows.reveal(span);
    relayout();
    const Span &chosen = m_rows.trace().span(span);
    const qreal from = static_cast<qreal>((chosen.start - m_rows.trace().start()).count());
    m_scale.ensure(from, from + static_cast<qreal>(chosen.duration.count()));
    selectRow(m_rows.rowOf(span));
}

bool WaterfallView::selectNextError(bool isForward)
{
    const int next = m_rows.trace().nextFailure(m_current, isForward);
    if (next < 0)
        return false;
    selectSpan(next);
    return true;
}

void WaterfallView::moveBy(int rows)
{
    const int row = m_rows.rowOf(m_current);
    selectRow(row < 0 ? 0 : std::clamp(row + rows, 0, m_rows.count() - 1));
}

void WaterfallView::changeRows(const std::function<void()> &change)
{
    change();
    relayout();
    selectRow(std::max(0, m_rows.rowOf(m_current)));
    viewport()->update();
}

void WaterfallView::collapseOrUp()
{
    if (m_current < 0)
        return;
    const bool canCollapse = m_rows.trace().node(m_current).hasChildren(m_current) && !m_rows.isCollapsed(m_current);
    if (canCollapse)
        changeRows([this] { m_rows.setCollapsed(m_current, true); });
    else
        selectSpan(m_rows.trace().node(m_current).parent);
}

void WaterfallView::expandOrDown()
{
    if (m_current >= 0 && m_rows.isCollapsed(m_current))
        changeRows([this] { m_rows.setCollapsed(m_current, false); });
    else
        moveBy(1);
}

void WaterfallView::zoom(qreal factor)
{
    qreal around = m_scale.from() + m_scale.length() / 2;
    if (m_current >= 0) {
        const Span &span = m_rows.trace().span(m_current);
        const qreal middle = static_cast<qreal>((span.start - m_rows.trace().start()).count()) + static_cast<qreal>(span.duration.count()) / 2;
        around = std::clamp(middle, m_scale.from(), m_scale.from() + m_scale.length());
    }
    m_scale.zoom(factor, around);
    viewport()->update();
}

bool WaterfallView::handleMove(int key)
{
    switch (key) {
    case Qt::Key_J:
    case Qt::Key_F:
    case Qt::Key_Down: moveBy(1); return true;
    case Qt::Key_K:
    case Qt::Key_B:
    case Qt::Key_Up: moveBy(-1); return true;
    case Qt::Key_PageDown: moveBy(pageRows()); return true;
    case Qt::Key_PageUp: moveBy(-pageRows()); return true;
    case Qt::Key_Home: selectRow(0); return true;
    case Qt::Key_End: selectRow(m_rows.count() - 1); return true;
    case Qt::Key_Left: collapseOrUp(); return true;
    case Qt::Key_Right: expandOrDown(); return true;
    default: return false;
    }
}

bool WaterfallView::handleView(int key, const QString &text)
{
    constexpr qreal zoomStep = 0.7;
    constexpr qreal panStep = 0.2;
    if (text == QLatin1String("[") || text == QLatin1String("]")) {
        changeRows([this, collapse = text == QLatin1String("]")] { m_rows.setAllCollapsed(collapse); });
        return true;
    }
    switch (key) {
    case Qt::Key_W: zoom(zoomStep); return true;
    case Qt::Key_S: zoom(1 / zoomStep); return true;
    case Qt::Key_A: m_scale.pan(-panStep); break;
    case Qt::Key_D: m_scale.pan(panStep); break;
    case Qt::Key_0: m_scale.showAll(); break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0)
            emit activated(m_current);
        return true;
    default: return false;
    }
    viewport()->update();
    return true;
}

void WaterfallView::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    const bool isOurs = m_rows.count() > 0 && (isPlain || event->text() == QLatin1String("[") || event->text() == QLatin1String("]"));
    if (!isOurs || !(handleMove(event->key()) || handleView(event->key(), event->text())))
        event->ignore();
}

bool WaterfallView::isNearDivider(int x) const { return std::abs(x - m_painter.namesWidth() + 6) <= dividerGrip; }

void WaterfallView::mousePressEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    m_isDragging = isNearDivider(at.x());
    if (!m_isDragging)
        selectRow(rowAt(at.y()));
}

void WaterfallView::mouseMoveEvent(QMouseEvent *event)
{
    const int x = event->position().toPoint().x();
    if (!(event->buttons() & Qt::LeftButton)) {
        viewport()->setCursor(isNearDivider(x) ? Qt::SplitHCursor : Qt::ArrowCursor);
        return;
    }
    if (!m_isDragging)
        return;
    m_nameShare = std::clamp(qreal(x) / std::max(1, viewport()->width()), 0.15, 0.7);
    relayout();
    viewport()->update();
}

void WaterfallView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (rowAt(event->position().toPoint().y()) < 0 || m_current < 0)
        return;
    changeRows([this] { m_rows.setCollapsed(m_current, !m_rows.isCollapsed(m_current)); });
}

void WaterfallView::wheelEvent(QWheelEvent *event)
{
    if (!(event->modifiers() & Qt::ControlModifier)) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    const qreal x = event->position().x() - m_painter.namesWidth();
    const qreal width = std::max(1, viewport()->width() - m_painter.namesWidth());
    m_scale.zoom(event->angleDelta().y() > 0 ? 0.8 : 1.25, m_scale.from() + std::clamp(x / width, 0.0, 1.0) * m_scale.length());
    viewport()->update();
}

void WaterfallView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (m_current < 0)
        selectRow(0);
    viewport()->update();
}

void WaterfallView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

bool WaterfallView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int row = rowAt(help->pos().y());
        QToolTip::showText(help->globalPos(), row < 0 ? QString() : plainTip(tracetext::spoken(m_rows.trace(), m_rows.spanAt(row))), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace qd
