#include "traces/waterfallpainter.h"

#include "format.h"
#include "tracetext.h"
#include "widgets/statusglyph.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace qd {

namespace {

constexpr int waterfallIndent = 14;
constexpr int deepestIndent = 14;
constexpr int roleBarWidth = 3;
constexpr int waterfallMargin = 16;
constexpr int barRightMargin = 18;
constexpr qreal leastBar = 2;
constexpr int errorGlyph = 13;
constexpr int axisSteps = 5;

SeriesRole seriesOf(SpanRole role) { return static_cast<SeriesRole>(role); }
static_assert(static_cast<int>(SpanRole::Other) == static_cast<int>(SeriesRole::Other));

/// The stretches of one span; the list is in the order of spans.
auto stretchesOf(const std::vector<SpanStretch> &all, int span)
{
    return std::ranges::equal_range(all, span, {}, &SpanStretch::span);
}

/// Ink that can be read on the fill.
QColor inkOn(const QColor &fill) { return fill.lightnessF() > 0.5F ? QColor(0x10, 0x15, 0x1B) : QColor(Qt::white); }

} // namespace

WaterfallPainter::WaterfallPainter(const Theme &theme)
    : m_theme(theme), m_nameFont(uiFont(TextSize::Table)), m_mainFont(uiFont(TextSize::Table, TextWeight::SemiBold)),
      m_monoFont(monoFont(TextSize::Caption)), m_axisFont(uiFont(TextSize::Caption)), m_nameMetrics(m_nameFont),
      m_mainMetrics(m_mainFont), m_monoMetrics(m_monoFont)
{
}

void WaterfallPainter::setColumns(int names, int bars)
{
    m_names = names;
    m_bars = std::max(1, bars - barRightMargin);
}

qreal WaterfallPainter::timeX(const Trace &trace, Instant at, const TimeScale &scale) const
{
    const qreal x = scale.x(static_cast<qreal>((at - trace.start()).count()), m_bars);
    return m_names + std::clamp<qreal>(x, -10000, 10000 + m_bars);
}

QRectF WaterfallPainter::barBox(int top, const Trace &trace, const Span &span, const TimeScale &scale) const
{
    const qreal left = timeX(trace, span.start, scale);
    const qreal right = std::max(left + leastBar, timeX(trace, span.end(), scale));
    return {left, top + (rowHeight - barHeight) / 2.0, right - left, barHeight};
}

void WaterfallPainter::paintAxis(QPainter &painter, int top, int height, const TimeScale &scale) const
{
    const Tokens &tokens = m_theme.tokens();
    painter.setFont(m_axisFont);
    for (int step = 0; step <= axisSteps; ++step) {
        const qreal x = std::floor(m_names + m_bars * qreal(step) / axisSteps) + 0.5;
        painter.setPen(QPen(tokens.border, 1));
        painter.drawLine(QPointF(x, top + axisHeight), QPointF(x, top + height));
        const QString text = format::duration(Microseconds(static_cast<qint64>(scale.from() + scale.length() * step / axisSteps)));
        const qreal width = painter.fontMetrics().horizontalAdvance(text);
        painter.setPen(tokens.text3);
        const qreal left = std::clamp<qreal>(x - width / 2, m_names - width / 2, m_names + m_bars - width + 4);
        painter.drawText(QRectF(left, top, width + 2, axisHeight - 4), Qt::AlignBottom | Qt::AlignLeft, text);
    }
}

void WaterfallPainter::paintRow(QPainter &painter, int top, const Trace &trace, int span, const TimeScale &scale,
                                const WaterfallRowLook &look) const
{
    const Tokens &tokens = m_theme.tokens();
    const QRectF row(0, top, m_names + m_bars + barRightMargin, rowHeight);
    if (look.isSelected)
        painter.fillRect(row, tokens.selection);
    else if (look.isOdd)
        painter.fillRect(row, tokens.zebra);
    paintName(painter, top, trace, span, look);
    painter.save();
    painter.setClipRect(QRectF(m_names - 4, top, m_bars + barRightMargin + 4, rowHeight), Qt::IntersectClip);
    paintBar(painter, top, trace, span, scale, look);
    painter.restore();
    if (look.isSelected && look.hasFocus) {
        painter.setPen(QPen(tokens.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(row.adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void WaterfallPainter::paintName(QPainter &painter, int top, const Trace &trace, int index, const WaterfallRowLook &look) const
{
    const Tokens &tokens = m_theme.tokens();
    const Span &span = trace.span(index);
    const TraceNode &node = trace.node(index);
    const int left = waterfallMargin + std::min(node.depth, deepestIndent) * waterfallIndent;
    const bool isMissing = span.kind == Span::Kind::Missing;
    painter.fillRect(QRectF(left, top + 7, roleBarWidth, rowHeight - 14), tokens.series(seriesOf(span.role)));
    const QColor ink = look.isSelected ? tokens.onSelection : isMissing ? tokens.text3 : tokens.text;
    const QString side = tracetext::sideText(span);
    painter.setFont(m_monoFont);
    painter.setPen(look.isSelected ? tokens.onSelection : tokens.text2);
    const qreal room = m_names - left - roleBarWidth - 7 - waterfallMargin;
    const qreal sideWidth = std::min(m_monoMetrics.horizontalAdvance(side), std::max<qreal>(0, room * 0.42));
    const QString sideCut = m_monoMetrics.elidedText(side, Qt::ElideMiddle, sideWidth + 1);
    painter.drawText(QRectF(m_names - waterfallMargin - sideWidth, top, sideWidth + 1, rowHeight), Qt::AlignVCenter | Qt::AlignRight, sideCut);
    const bool isMain = node.depth == 0 || (span.role == SpanRole::Agent && node.depth == 1);
    painter.setFont(isMain ? m_mainFont : m_nameFont);
    painter.setPen(ink);
    QString name = tracetext::plain(span.name, 120);
    if (look.isCollapsed)
        name = QStringLiteral("▸ ") + name + QStringLiteral("  +%1").arg(node.next - index - 1);
    const QFontMetricsF &metrics = isMain ? m_mainMetrics : m_nameMetrics;
    const qreal nameRoom = room - sideWidth - 10;
    painter.drawText(QRectF(left + roleBarWidth + 7, top, nameRoom, rowHeight), Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(name, Qt::ElideRight, nameRoom));
}

void WaterfallPainter::paintBar(QPainter &painter, int top, const Trace &trace, int index, const TimeScale &scale,
                                const WaterfallRowLook &look) const
{
    const Tokens &tokens = m_theme.tokens();
    const Span &span = trace.span(index);
    const QRectF bar = barBox(top, trace, span, scale);
    if (bar.right() < m_names - 2 || bar.left() > m_names + m_bars + barRightMargin)
        return;
    const QColor fill = tokens.series(seriesOf(span.role));
    const qreal radius = bar.width() < 6 ? 0 : tokens.radiusBar;
    painter.setPen(Qt::NoPen);
    if (span.kind == Span::Kind::Missing) {
        painter.setPen(QPen(tokens.text3, 1, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
    } else {
        painter.setBrush(fill);
    }
    painter.drawRoundedRect(bar, radius, radius);
    paintGaps(painter, bar, trace, index, scale);
    qreal behind = bar.right() + 6;
    if (span.isFailed) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tokens.surface, 1));
        painter.drawRoundedRect(bar.adjusted(-0.5, -0.5, 0.5, 0.5), radius, radius);
        painter.setPen(QPen(tokens.status(StatusTone::Crit).fill, 2));
        painter.drawRoundedRect(bar.adjusted(-2, -2, 2, 2), radius + 2, radius + 2);
        paintGlyph(painter, {bar.right() + 5, top + (rowHeight - errorGlyph) / 2.0, errorGlyph, errorGlyph}, Glyph::Cross, StatusTone::Crit, tokens);
        behind += errorGlyph + 3;
    }
    paintCritical(painter, bar, trace, index, scale);
    paintEvents(painter, bar, trace, index, scale);
    paintDuration(painter, bar, span, behind, look);
}

void WaterfallPainter::paintGaps(QPainter &painter, const QRectF &bar, const Trace &trace, int span, const TimeScale &scale) const
{
    for (const SpanStretch &gap : stretchesOf(trace.gaps(), span)) {
        const qreal left = std::max<qreal>(m_names - 4, timeX(trace, gap.from, scale));
        const QRectF box(left, bar.top(), std::min<qreal>(timeX(trace, gap.to, scale), m_names + m_bars + barRightMargin) - left, bar.height());
        if (box.width() <= 1)
            continue;
        QColor wash = m_theme.tokens().surface;
        wash.setAlphaF(0.55F);
        painter.fillRect(box, wash);
        painter.fillRect(box, QBrush(m_theme.tokens().text2, Qt::BDiagPattern));
    }
}

void WaterfallPainter::paintCritical(QPainter &painter, const QRectF &bar, const Trace &trace, int span, const TimeScale &scale) const
{
    if (trace.size() < 2)
        return;
    for (const SpanStretch &stretch : stretchesOf(trace.criticalPath(), span)) {
        const qreal left = timeX(trace, stretch.from, scale);
        const qreal width = timeX(trace, stretch.to, scale) - left;
        if (width >= 1)
            painter.fillRect(QRectF(left, bar.bottom() + 2.5, width, 2), m_theme.tokens().text);
    }
}

// Events nearer than a dot's width are one dot.
void WaterfallPainter::paintEvents(QPainter &painter, const QRectF &bar, const Trace &trace, int index, const TimeScale &scale) const
{
    constexpr qreal dot = 5;
    const Tokens &tokens = m_theme.tokens();
    qreal last = -1e9;
    painter.setPen(QPen(tokens.surface, 1));
    for (const SpanEvent &event : trace.span(index).events) {
        const qreal x = timeX(trace, event.at, scale);
        if (x - last < dot)
            continue;
        last = x;
        const bool isBad = event.kind == SpanEvent::Kind::Exception || event.severity >= 3;
        painter.setBrush(isBad ? tokens.status(StatusTone::Crit).fill : event.severity == 2 ? tokens.status(StatusTone::Warn).fill : tokens.text);
        painter.drawEllipse(QPointF(x, bar.center().y()), dot / 2, dot / 2);
    }
}

// Behind the bar; before it where that has no room; inside where neither has.
void WaterfallPainter::paintDuration(QPainter &painter, const QRectF &bar, const Span &span, qreal behind, const WaterfallRowLook &look) const
{
    const QString text = format::duration(span.duration);
    const qreal width = m_monoMetrics.horizontalAdvance(text);
    const qreal end = m_names + m_bars + barRightMargin - 4;
    const qreal right = std::min<qreal>(bar.right(), end);
    qreal x = behind;
    QColor ink = look.isSelected ? m_theme.tokens().onSelection : m_theme.tokens().text2;
    if (behind + width > end) {
        x = bar.left() - width - 7;
        if (x < m_names) {
            x = right - width - 6;
            ink = inkOn(m_theme.tokens().series(seriesOf(span.role)));
        }
    }
    painter.setFont(m_monoFont);
    painter.setPen(ink);
    painter.drawText(QRectF(x, bar.top() - 4, width + 2, bar.height() + 8), Qt::AlignVCenter | Qt::AlignLeft, text);
}

} // namespace qd
