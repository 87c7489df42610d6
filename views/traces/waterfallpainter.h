#pragma once

#include "theme/theme.h"
#include "trace/trace.h"
#include "traces/timescale.h"

#include <QFont>
#include <QFontMetricsF>
#include <QRectF>

class QPainter;

namespace qd {

/// How one row of the waterfall is to be drawn besides what its span says.
struct WaterfallRowLook {
    bool isSelected = false;
    bool hasFocus = false;
    bool isOdd = false;
    bool isCollapsed = false;
};

/// Draws the waterfall: name column, bars, axis. Fonts are measured once. What a server named is drawn as plain text.
class WaterfallPainter
{
public:
    static constexpr int rowHeight = height::row;
    static constexpr int axisHeight = 24;
    static constexpr int barHeight = 14;

    /// `theme` is borrowed and must outlive the painter.
    explicit WaterfallPainter(const Theme &theme);

    /// `names` and `bars` are the widths of the two columns.
    void setColumns(int names, int bars);
    [[nodiscard]] int namesWidth() const { return m_names; }

    void paintAxis(QPainter &painter, int top, int height, const TimeScale &scale) const;
    void paintRow(QPainter &painter, int top, const Trace &trace, int span, const TimeScale &scale, const WaterfallRowLook &look) const;

private:
    void paintName(QPainter &painter, int top, const Trace &trace, int span, const WaterfallRowLook &look) const;
    void paintBar(QPainter &painter, int top, const Trace &trace, int span, const TimeScale &scale, const WaterfallRowLook &look) const;
    void paintGaps(QPainter &painter, const QRectF &bar, const Trace &trace, int span, const TimeScale &scale) const;
    void paintCritical(QPainter &painter, const QRectF &bar, const Trace &trace, int span, const TimeScale &scale) const;
    void paintEvents(QPainter &painter, const QRectF &bar, const Trace &trace, int span, const TimeScale &scale) const;
    void paintDuration(QPainter &painter, const QRectF &bar, const Span &span, qreal behind, const WaterfallRowLook &look) const;
    [[nodiscard]] QRectF barBox(int top, const Trace &trace, const Span &span, const TimeScale &scale) const;
    [[nodiscard]] qreal timeX(const Trace &trace, Instant at, const TimeScale &scale) const;

    const Theme &m_theme;
    QFont m_nameFont;
    QFont m_mainFont;
    QFont m_monoFont;
    QFont m_axisFont;
    QFontMetricsF m_nameMetrics;
    QFontMetricsF m_mainMetrics;
    QFontMetricsF m_monoMetrics;
    int m_names = 320;
    int m_bars = 400;
};

} // namespace qd
