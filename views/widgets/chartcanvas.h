#pragma once

#include "theme/theme.h"
#include "widgets/chartspec.h"
#include "widgets/chartticks.h"

#include <QtCharts/QChartView>

class QLineSeries;

namespace qd {

/// The drawing inside a ChartPanel: Qt Charts draws the series; grid, labels, objective, markers and the reading under
/// the cursor are painted here, so that they follow the theme exactly. GUI thread.
///
/// Keys: left and right read one point after the other, comma and full stop go to the previous and next marker, Return
/// opens it, Escape ends reading.
class ChartCanvas final : public QChartView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChartCanvas)

public:
    static constexpr size_t maxPoints = 2000; ///< drawn; more are decimated

    /// `theme` is borrowed and must outlive the widget.
    explicit ChartCanvas(const Theme &theme, QWidget *parent = nullptr);

    void setSpec(const ChartSpec &spec);
    [[nodiscard]] size_t drawnPoints() const { return m_drawn.size(); }
    /// Text of the point being read, or empty.
    [[nodiscard]] QString reading() const;

signals:
    void markerActivated(const qd::Change &marker);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void rebuild();
    void placeTimes();
    void addSeries();
    void addRun(const SliPoint *begin, const SliPoint *end, const QPen &pen, bool hasArea);
    void addArea(QLineSeries *line, const QColor &colour);
    void placePlot();
    void readPoint(std::optional<size_t> index);
    void stepPoint(int direction);
    void stepMarker(int direction);
    [[nodiscard]] std::optional<size_t> nearestPoint(qreal x) const;
    [[nodiscard]] std::optional<qsizetype> markerAt(const QPointF &at) const;
    [[nodiscard]] qreal mapTime(Instant at) const;
    [[nodiscard]] qreal mapValue(double value) const;
    void paintLimit(QPainter &painter, double value, const QString &label) const;
    void paintBands(QPainter &painter) const;
    void paintMarkers(QPainter &painter) const;
    void paintLast(QPainter &painter) const;
    void paintReading(QPainter &painter) const;

    const Theme &m_theme;
    ChartSpec m_spec;
    std::vector<SliPoint> m_drawn;
    ValueTicks m_ticks;
    QList<TimeTick> m_times;
    Instant m_from{}; ///< of the time axis
    Instant m_to{};
    QRectF m_plot;
    std::optional<size_t> m_reading;
    std::optional<qsizetype> m_marker;
};

} // namespace qd
