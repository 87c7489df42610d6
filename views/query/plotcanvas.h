#pragma once

#include "clock.h"
#include "query/plotframe.h"

#include <QWidget>

#include <optional>

namespace qd {

/// A query's chart: drawn, read point by point under the cursor or with the arrow keys, and on a time axis brushed with
/// the mouse or Shift and the arrow keys, which asks for that range. GUI thread.
class PlotCanvas final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlotCanvas)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit PlotCanvas(const Theme &theme, QWidget *parent = nullptr);

    void setData(const query::ChartData &data);
    [[nodiscard]] const query::ChartData &data() const { return m_data; }
    /// The values at the place that is read, one line a series; empty when none is.
    [[nodiscard]] QStringList reading() const;
    [[nodiscard]] QSize sizeHint() const override { return {640, 260}; }

signals:
    void rangeBrushed(qd::Instant from, qd::Instant to);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void place();
    void readAt(std::optional<double> x);
    void step(int direction, bool isBrushing);
    void finishBrush();
    [[nodiscard]] bool canBrush() const { return m_data.isTime && m_data.kind != query::ChartKind::Pie; }
    [[nodiscard]] std::vector<double> places() const;
    [[nodiscard]] QString placeText(double x) const;
    void paintReading(QPainter &painter) const;
    void paintBrush(QPainter &painter) const;

    const Theme &m_theme;
    query::ChartData m_data;
    PlotFrame m_frame;
    std::optional<double> m_reading; ///< on the first axis
    std::optional<double> m_brushFrom;
    std::optional<double> m_brushTo;
};

} // namespace qd
