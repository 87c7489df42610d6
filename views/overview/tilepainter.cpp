#include "overview/tilepainter.h"

#include "format.h"
#include "slotiletext.h"
#include "widgets/budgetbar.h"
#include "widgets/slocharts.h"
#include "widgets/sparkline.h"
#include "widgets/statechip.h"

#include <QPainter>
#include <QPainterPath>
#include <QTextLayout>

namespace qd {

namespace {

constexpr int tileEdge = 4;
constexpr int tileLeft = 16;
constexpr int tileRight = 12;
constexpr int tileHatchStep = 9;
constexpr int tileSentenceLines = 2;

QRect tileInner(const QRect &box)
{
    return box.adjusted(tileLeft, 0, -tileRight, 0);
}

void tileHatch(QPainter &painter, const QRect &box, QColor colour)
{
    colour.setAlphaF(0.22F);
    painter.setPen(QPen(colour, 1));
    for (int x = box.left() - box.height(); x < box.right(); x += tileHatchStep)
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()));
}

/// The edge says the state a second time, by colour and by pattern: solid, or broken where numbers cannot be trusted.
void tileEdgeBar(QPainter &painter, const QRect &box, const StateLook &look, bool isBroken, const Tokens &tokens)
{
    const QColor colour = tokens.status(look.tone).fill;
    if (!isBroken) {
        painter.fillRect(QRect(box.left(), box.top(), tileEdge, box.height()), colour);
        return;
    }
    for (int y = box.top(); y < box.bottom(); y += 10)
        painter.fillRect(QRect(box.left(), y, tileEdge, std::min(6, box.bottom() - y + 1)), colour);
}

bool tileIsUnknown(TileState state)
{
    return state == TileState::QueryError || state == TileState::NoPermission || state == TileState::NoData
        || state == TileState::Loading;
}

/// Lines of `text` that fit, the last one elided. Telemetry's own line breaks are not obeyed.
QStringList tileWrapped(const QString &text, const QFont &font, const QFontMetricsF &metrics, qreal width)
{
    const QString line = text.simplified();
    QTextLayout layout(line, font);
    QStringList lines;
    layout.beginLayout();
    for (QTextLine next = layout.createLine(); next.isValid(); next = layout.createLine()) {
        next.setLineWidth(width);
        if (lines.size() == tileSentenceLines - 1) {
            lines << metrics.elidedText(line.mid(next.textStart()), Qt::ElideRight, width);
            break;
        }
        lines << line.mid(next.textStart(), next.textLength());
    }
    layout.endLayout();
    return lines;
}

} // namespace

TilePainter::TilePainter(const Theme &theme)
    : m_theme(theme), m_titleFont(uiFont(TextSize::Body, TextWeight::Medium)),
      m_chipFont(uiFont(TextSize::Table, TextWeight::Medium)), m_unitFont(uiFont(TextSize::Body)),
      m_textFont(uiFont(TextSize::Table)), m_titleMetrics(m_titleFont), m_textMetrics(m_textFont),
      m_valueDigits(uiFont(TextSize::TileValue, TextWeight::SemiBold)),
      m_footDigits(uiFont(TextSize::Table, TextWeight::Medium))
{
}

TilePainter::Freshness TilePainter::freshness(const SloTile &tile, const TileOptions &options)
{
    if (tile.asOf == Instant{} || options.refreshInterval <= Microseconds(0))
        return Freshness::Fresh;
    const Microseconds age = options.now - tile.asOf;
    if (age > 5 * options.refreshInterval)
        return Freshness::Old;
    return age > 2 * options.refreshInterval ? Freshness::Late : Freshness::Fresh;
}

void TilePainter::paint(QPainter &painter, const QRect &box, const SloTile &tile, const TileOptions &options) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintFrame(painter, box, tile, options);
    paintHead(painter, box, tile);
    paintValue(painter, box, tile);
    if (!options.isCompact)
        paintSentence(painter, box, tile);
    paintFoot(painter, box, tile, options);
    painter.restore();
}

void TilePainter::paintFrame(QPainter &painter, const QRect &box, const SloTile &tile, const TileOptions &options) const
{
    const Tokens &tokens = m_theme.tokens();
    const StateLook look = lookOf(tile.state);
    const QRectF frame = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath shape;
    shape.addRoundedRect(frame, tokens.radiusPanel, tokens.radiusPanel);
    painter.fillPath(shape, options.isHovered ? tokens.raised : tokens.surface);
    painter.save();
    painter.setClipPath(shape);
    if (look.isHatched || freshness(tile, options) == Freshness::Old)
        tileHatch(painter, box, tokens.text3);
    tileEdgeBar(painter, box, look, tileIsUnknown(tile.state), tokens);
    painter.restore();
    const bool hasRing = options.isSelected;
    const QColor ring = options.hasFocus ? tokens.accent : tokens.borderStrong;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(hasRing ? QPen(ring, options.hasFocus ? 2 : 1.5) : QPen(tokens.border, 1));
    const qreal inset = hasRing ? 0.5 : 0;
    painter.drawRoundedRect(frame.adjusted(inset, inset, -inset, -inset), tokens.radiusPanel, tokens.radiusPanel);
}

void TilePainter::paintHead(QPainter &painter, const QRect &box, const SloTile &tile) const
{
    const Tokens &tokens = m_theme.tokens();
    const QRect inner = tileInner(box);
    const StateLook look = lookOf(tile.state);
    const qreal width = chipWidth(m_chipFont, look.word);
    const QRectF chip(inner.right() + 1 - width, inner.top() + 11, width, chipHeight);
    paintChip(painter, chip, look, m_chipFont, tokens);
    painter.setFont(m_titleFont);
    painter.setPen(tokens.text);
    const qreal room = chip.left() - space::s - inner.left();
    painter.drawText(QPointF(inner.left(), chip.center().y() + m_titleMetrics.capHeight() / 2),
                     m_titleMetrics.elidedText(tile.definition.title, Qt::ElideRight, room));
}

void TilePainter::paintValue(QPainter &painter, const QRect &box, const SloTile &tile) const
{
    const Tokens &tokens = m_theme.tokens();
    const QRect inner = tileInner(box);
    const ValueText value = valueText(tile);
    const qreal baseline = inner.top() + 64;
    const bool isOld = lookOf(tile.state).isHatched;
    painter.setPen(!tile.value ? tokens.text3 : (isOld ? tokens.text2 : tokens.text));
    qreal x = m_valueDigits.draw(painter, {qreal(inner.left()) - 1, baseline}, value.number);
    if (!value.unit.isEmpty()) {
        painter.setFont(m_unitFont);
        painter.setPen(tokens.text2);
        painter.drawText(QPointF(x + 4, baseline), value.unit);
        x += 4 + m_titleMetrics.horizontalAdvance(value.unit);
    }
    const QRectF line(QPointF(x + space::l, inner.top() + 40), QPointF(inner.right() + 1, inner.top() + 68));
    paintSparkline(painter, line, {tile.series, tile.definition.target, lookOf(tile.state).tone}, tokens);
    painter.setFont(m_textFont);
    painter.setPen(tokens.text2);
    painter.drawText(QPointF(inner.left(), inner.top() + 84), objectiveLine(tile.definition));
}

void TilePainter::paintSentence(QPainter &painter, const QRect &box, const SloTile &tile) const
{
    const QRect inner = tileInner(box);
    painter.setFont(m_textFont);
    painter.setPen(m_theme.tokens().text);
    qreal y = inner.top() + 105;
    for (const QString &line : tileWrapped(sentenceOf(tile), m_textFont, m_textMetrics, inner.width())) {
        painter.drawText(QPointF(inner.left(), y), line);
        y += 16;
    }
}

qreal TilePainter::paintPair(QPainter &painter, QPointF at, const QString &label, const QString &value) const
{
    const Tokens &tokens = m_theme.tokens();
    painter.setFont(m_textFont);
    painter.setPen(tokens.text2);
    painter.drawText(at, label);
    at.rx() += m_textMetrics.horizontalAdvance(label) + 4;
    painter.setPen(tokens.text);
    return m_footDigits.draw(painter, at, value);
}

void TilePainter::paintFoot(QPainter &painter, const QRect &box, const SloTile &tile, const TileOptions &options) const
{
    const Tokens &tokens = m_theme.tokens();
    const QRect inner = tileInner(box);
    const QRectF bar(inner.left(), inner.bottom() - 33, inner.width(), budgetBarHeight);
    paintBudgetBar(painter, bar, tile.budgetRemaining, lookOf(tile.state).tone, tokens);
    const qreal baseline = inner.bottom() - 10;
    const qreal x = paintPair(painter, {qreal(inner.left()), baseline}, Theme::tr("budget"), budgetText(tile));
    paintPair(painter, {x + space::m, baseline}, Theme::tr("burn"), burnText(tile));
    if (tile.asOf == Instant{})
        return;
    const QString age = format::age(std::max(Microseconds(0), options.now - tile.asOf));
    const qreal left = inner.right() + 1 - m_footDigits.width(age);
    painter.setPen(tokens.text2);
    m_footDigits.draw(painter, {left, baseline}, age);
    if (freshness(tile, options) != Freshness::Fresh)
        paintGlyph(painter, {left - 16, baseline - 10, 12, 12}, Glyph::Bang, StatusTone::Warn, tokens);
}

} // namespace qd
