#include "widgets/statechip.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace qd {

namespace {

constexpr qreal chipGlyph = 14;
constexpr qreal chipPadding = 6;
constexpr qreal chipGap = 5;

QString chipCountText(TileState state, int count)
{
    const QString word = lookOf(state).word;
    return QString::number(count) % QLatin1Char(' ') % (state == TileState::Ok ? word : word.toLower());
}

} // namespace

qreal chipWidth(const QFont &font, const QString &text)
{
    return std::ceil(chipPadding + chipGlyph + chipGap + QFontMetricsF(font).horizontalAdvance(text) + chipPadding + 2);
}

void paintChip(QPainter &painter, const QRectF &box, const StateLook &look, const QFont &font, const Tokens &tokens)
{
    const StatusColours &colours = tokens.status(look.tone);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(colours.soft);
    // In high contrast the soft background is black; the border takes its place.
    painter.setPen(tokens.isHighContrast ? QPen(colours.fill, 2) : QPen(Qt::NoPen));
    painter.drawRoundedRect(box, tokens.radiusControl, tokens.radiusControl);
    paintGlyph(painter, {box.left() + chipPadding, box.center().y() - chipGlyph / 2, chipGlyph, chipGlyph}, look.glyph,
               look.tone, tokens);
    painter.setFont(font);
    painter.setPen(tokens.text);
    painter.drawText(box.adjusted(chipPadding + chipGlyph + chipGap, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, look.word);
    painter.restore();
}

StateChip::StateChip(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_font(uiFont(TextSize::Table, TextWeight::Medium))
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void StateChip::setState(TileState state)
{
    const StateLook look = lookOf(state);
    setLook(look, look.word);
}

void StateChip::setCount(TileState state, int count, bool isCompact)
{
    StateLook look = lookOf(state);
    const QString name = chipCountText(state, count);
    look.word = isCompact ? QString::number(count) : name;
    setLook(look, name);
    setToolTip(name);
}

int StateChip::countWidth(TileState state, int count) const
{
    return static_cast<int>(chipWidth(m_font, chipCountText(state, count)));
}

QSize StateChip::sizeHint() const
{
    return {static_cast<int>(chipWidth(m_font, m_look.word)), chipHeight};
}

void StateChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintChip(painter, rect(), m_look, m_font, m_theme.tokens());
}

void StateChip::setLook(const StateLook &look, const QString &name)
{
    m_look = look;
    setAccessibleName(name);
    updateGeometry();
    update();
}

} // namespace qd
