#include "mcp/tonemark.h"

#include <QPainter>

namespace qd {

namespace {

constexpr int toneMarkSize = 16;

} // namespace

ToneMark::ToneMark(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFixedSize(toneMarkSize, toneMarkSize);
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void ToneMark::setLook(Glyph glyph, StatusTone tone)
{
    m_glyph = glyph;
    m_tone = tone;
    update();
}

void ToneMark::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGlyph(painter, rect(), m_glyph, m_tone, m_theme.tokens());
}

} // namespace qd
