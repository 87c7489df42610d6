#include "widgets/statusglyph.h"

#include "slotiletext.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>
#include <numbers>

namespace qd {

namespace {

/// All shapes are drawn on a 16 x 16 grid and scaled.
constexpr qreal glyphGrid = 16;

QPolygonF glyphOctagon()
{
    QPolygonF polygon;
    for (int i = 0; i < 8; ++i) {
        const double angle = std::numbers::pi * (i + 0.5) / 4;
        polygon << QPointF(8 + 7.8 * std::cos(angle), 8 + 7.8 * std::sin(angle));
    }
    return polygon;
}

QPen glyphPen(const QColor &colour, qreal width = 1.8)
{
    return QPen(colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
}

struct GlyphInk {
    QPainter &p;
    const StatusColours &colours;

    void fill() const
    {
        p.setBrush(colours.fill);
        p.setPen(colours.outline.isValid() ? QPen(colours.outline, 1) : QPen(Qt::NoPen));
    }
    void hollow(qreal width = 1.8) const
    {
        p.setBrush(Qt::NoBrush);
        p.setPen(glyphPen(colours.fill, width));
    }
    void onFill(qreal width = 1.8) const
    {
        p.setBrush(Qt::NoBrush);
        p.setPen(glyphPen(colours.onFill, width));
    }
};

void glyphTick(const GlyphInk &ink)
{
    ink.fill();
    ink.p.drawEllipse(QPointF(8, 8), 7.2, 7.2);
    ink.onFill();
    ink.p.drawPolyline(QPolygonF{{4.9, 8.3}, {7.1, 10.5}, {11.2, 5.9}});
}

void glyphBang(const GlyphInk &ink)
{
    ink.fill();
    QPen pen = ink.p.pen().style() == Qt::NoPen ? QPen(ink.colours.fill, 1.4) : ink.p.pen();
    pen.setJoinStyle(Qt::RoundJoin);
    ink.p.setPen(pen);
    ink.p.drawPolygon(QPolygonF{{8, 1.4}, {15, 14}, {1, 14}});
    ink.onFill(1.9);
    ink.p.drawLine(QPointF(8, 5.9), QPointF(8, 9.2));
    ink.p.drawPoint(QPointF(8, 11.9));
}

void glyphCross(const GlyphInk &ink)
{
    ink.fill();
    ink.p.drawPolygon(glyphOctagon());
    ink.onFill();
    ink.p.drawLine(QPointF(5.4, 5.4), QPointF(10.6, 10.6));
    ink.p.drawLine(QPointF(10.6, 5.4), QPointF(5.4, 10.6));
}

void glyphDashedRing(const GlyphInk &ink)
{
    ink.hollow();
    QPen pen = ink.p.pen();
    pen.setCapStyle(Qt::FlatCap);
    pen.setDashPattern({2.3, 1.55});
    ink.p.setPen(pen);
    ink.p.drawEllipse(QPointF(8, 8), 6.6, 6.6);
}

void glyphDot(const GlyphInk &ink)
{
    ink.fill();
    ink.p.drawEllipse(QPointF(8, 8), 7, 7);
}

void glyphDiamond(const GlyphInk &ink)
{
    ink.fill();
    ink.p.drawPolygon(QPolygonF{{8, 0.6}, {15.4, 8}, {8, 15.4}, {0.6, 8}});
}

void glyphPlus(const GlyphInk &ink)
{
    glyphDot(ink);
    ink.onFill();
    ink.p.drawLine(QPointF(8, 4.8), QPointF(8, 11.2));
    ink.p.drawLine(QPointF(4.8, 8), QPointF(11.2, 8));
}

void glyphQueryError(const GlyphInk &ink)
{
    ink.hollow();
    ink.p.drawRoundedRect(QRectF(1.4, 1.4, 13.2, 13.2), 2.2, 2.2);
    QPainterPath mark;
    mark.moveTo(5.9, 6.1);
    mark.cubicTo(6.0, 3.6, 10.3, 3.8, 10.2, 6.2);
    mark.cubicTo(10.1, 7.8, 8.1, 7.6, 8.0, 9.4);
    ink.p.drawPath(mark);
    ink.p.drawPoint(QPointF(8, 11.9));
}

void glyphLock(const GlyphInk &ink)
{
    ink.hollow();
    QPainterPath shackle;
    shackle.moveTo(4.9, 7.6);
    shackle.lineTo(4.9, 5.2);
    shackle.arcTo(QRectF(4.9, 2, 6.2, 6.4), 180, -180);
    shackle.lineTo(11.1, 7.6);
    ink.p.drawPath(shackle);
    ink.fill();
    ink.p.drawRoundedRect(QRectF(2.4, 7, 11.2, 8), 1.6, 1.6);
    ink.onFill(1.6);
    ink.p.drawLine(QPointF(8, 10), QPointF(8, 12));
}

void glyphFlatLine(const GlyphInk &ink)
{
    ink.hollow();
    ink.p.drawEllipse(QPointF(8, 8), 6.6, 6.6);
    ink.p.drawLine(QPointF(5, 8), QPointF(11, 8));
}

void glyphClock(const GlyphInk &ink)
{
    ink.fill();
    ink.p.drawEllipse(QPointF(8, 8), 7.2, 7.2);
    ink.onFill(1.6);
    ink.p.drawPolyline(QPolygonF{{8, 4.2}, {8, 8.2}, {10.8, 9.8}});
}

void glyphArc(const GlyphInk &ink)
{
    ink.hollow();
    ink.p.drawArc(QRectF(1.6, 1.6, 12.8, 12.8), 90 * 16, -270 * 16);
}

void glyphShape(const GlyphInk &ink, Glyph glyph)
{
    switch (glyph) {
    case Glyph::Tick: return glyphTick(ink);
    case Glyph::Bang: return glyphBang(ink);
    case Glyph::Cross: return glyphCross(ink);
    case Glyph::DashedRing: return glyphDashedRing(ink);
    case Glyph::Dot: return glyphDot(ink);
    case Glyph::Diamond: return glyphDiamond(ink);
    case Glyph::Plus: return glyphPlus(ink);
    case Glyph::QueryError: return glyphQueryError(ink);
    case Glyph::Lock: return glyphLock(ink);
    case Glyph::FlatLine: return glyphFlatLine(ink);
    case Glyph::Clock: return glyphClock(ink);
    case Glyph::Arc: return glyphArc(ink);
    }
}

Glyph stateGlyph(TileState state)
{
    switch (state) {
    case TileState::Critical: return Glyph::Cross;
    case TileState::Warning: return Glyph::Bang;
    case TileState::QueryError: return Glyph::QueryError;
    case TileState::NoPermission: return Glyph::Lock;
    case TileState::Stale: return Glyph::Clock;
    case TileState::NoData: return Glyph::DashedRing;
    case TileState::NoTraffic: return Glyph::FlatLine;
    case TileState::Loading: return Glyph::Arc;
    case TileState::Ok: return Glyph::Tick;
    }
    return Glyph::DashedRing;
}

StatusTone stateTone(TileState state)
{
    switch (state) {
    case TileState::Critical:
    case TileState::QueryError: return StatusTone::Crit;
    case TileState::Warning:
    case TileState::NoPermission: return StatusTone::Warn;
    case TileState::Stale:
    case TileState::NoData: return StatusTone::Unknown;
    case TileState::NoTraffic:
    case TileState::Loading: return StatusTone::Info;
    case TileState::Ok: return StatusTone::Ok;
    }
    return StatusTone::Unknown;
}

} // namespace

void paintGlyph(QPainter &painter, const QRectF &box, Glyph glyph, StatusTone tone, const Tokens &tokens)
{
    const qreal side = std::min(box.width(), box.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center() - QPointF(side / 2, side / 2));
    painter.scale(side / glyphGrid, side / glyphGrid);
    glyphShape({painter, tokens.status(tone)}, glyph);
    painter.restore();
}

StateLook lookOf(TileState state)
{
    QString word = tileStateWord(state);
    word = state == TileState::Ok ? word.toUpper() : word.replace(0, 1, word.at(0).toUpper());
    return {stateGlyph(state), stateTone(state), word, state == TileState::Stale};
}

Glyph changeGlyph(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Chaos: return Glyph::Diamond;
    case ChangeKind::Deployment:
    case ChangeKind::SlotSwap: return Glyph::Plus;
    case ChangeKind::Budget: return Glyph::Bang;
    case ChangeKind::Policy:
    case ChangeKind::Allowlist: return Glyph::Lock;
    case ChangeKind::PromptVersion:
    case ChangeKind::SiteSettings:
    case ChangeKind::Other: break;
    }
    return Glyph::Dot;
}

StatusTone changeTone(ChangeKind kind)
{
    if (kind == ChangeKind::Chaos)
        return StatusTone::Chaos;
    return kind == ChangeKind::Budget ? StatusTone::Warn : StatusTone::Info;
}

} // namespace qd
