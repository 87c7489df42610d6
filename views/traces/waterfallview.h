#pragma once

#include "traces/waterfallpainter.h"
#include "traces/waterfallrows.h"

#include <QAbstractScrollArea>

namespace qd {

/// A trace as a waterfall: one row a span, bars on one axis of time. Only what is visible is drawn, so that 50,000 spans
/// scroll like fifty. Keys: j/k, f/b and arrows move; Left/Right and [ ] collapse and expand; W/S zoom, A/D pan, 0 shows
/// all; Return opens the span's panel. Its accessible description is the current row. GUI thread.
class WaterfallView final : public QAbstractScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WaterfallView)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit WaterfallView(const Theme &theme, QWidget *parent = nullptr);

    void setTrace(std::shared_ptr<const Trace> trace);
    [[nodiscard]] const WaterfallRows &rows() const { return m_rows; }
    [[nodiscard]] const TimeScale &scale() const { return m_scale; }
    /// Index of the span in the current row, or -1.
    [[nodiscard]] int currentSpan() const { return m_current; }
    /// Makes it current, opens what hides it and scrolls to it.
    void selectSpan(int span);
    /// The next failed span, or the one before; false when nothing failed.
    bool selectNextError(bool isForward);
    [[nodiscard]] QSize minimumSizeHint() const override { return {480, 160}; }

signals:
    void currentChanged(int span);
    void activated(int span);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void relayout();
    void moveBy(int rows);
    void selectRow(int row);
    void setCurrent(int span);
    void changeRows(const std::function<void()> &change);
    void collapseOrUp();
    void expandOrDown();
    void zoom(qreal factor);
    [[nodiscard]] int rowAt(int y) const;
    [[nodiscard]] int pageRows() const;
    [[nodiscard]] bool isNearDivider(int x) const;
    bool handleMove(int key);
    bool handleView(int key, const QString &text);

    WaterfallPainter m_painter;
    WaterfallRows m_rows;
    TimeScale m_scale;
    qreal m_nameShare = 0.36;
    int m_current = -1;
    bool m_isDragging = false;
};

} // namespace qd
